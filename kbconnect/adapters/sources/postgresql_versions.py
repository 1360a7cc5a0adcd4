"""Until when PostgreSQL's versions get fixes, as its project has published it.

See https://www.postgresql.org/support/versioning/. Owns the dates. Of a version that came out later nothing is said.
"""

from __future__ import annotations

from datetime import date

_LAST_FIXES = {
    12: date(2024, 11, 21),
    13: date(2025, 11, 13),
    14: date(2026, 11, 12),
    15: date(2027, 11, 11),
    16: date(2028, 11, 9),
    17: date(2029, 11, 8),
    18: date(2030, 11, 14),
}


def last_fixes(major: int) -> date | None:
    """The day of a version's last fixes; None if that isn't known here."""
    return _LAST_FIXES.get(major)
