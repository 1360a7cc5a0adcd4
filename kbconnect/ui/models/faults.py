"""Which errors of a run have a way out in the window, by their codes. Knows no words and no pages."""

from __future__ import annotations

PASSWORD_CODES = frozenset({"login_refused", "secret_missing"})
"""Errors that a new password may end."""
