"""Names that people give: of connectors, datasets and knowledge bases. Owns which of them can be shown and typed again.

Must not know which names are taken.
"""

from __future__ import annotations

import unicodedata

from kbconnect.core.errors import InputError

LONGEST_NAME = 200
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They change the order in which what follows is shown."""


def check_given_name(name: str) -> None:
    """Raises InputError for a name that is too long, or that no list could show as it is."""
    if len(name) > LONGEST_NAME:
        raise InputError(
            f"The name has {len(name):,} characters; {LONGEST_NAME} are the most.",
            meaning="Nothing was saved.",
            hint="Give it a shorter name that people recognise.",
        )
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") or sign in _TURNING for sign in name):
        raise InputError(
            "The name holds a line break or another character that can't be seen.",
            meaning="Nothing was saved.",
            hint="Type the name again instead of pasting it.",
        )
