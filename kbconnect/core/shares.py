"""How a share of something is written: "62%". Owns the rounding, which must neither claim all nor deny something."""

from __future__ import annotations


def percent(share: float) -> str:
    """share: 0 to 1. Only what is all is 100%, and only nothing is 0%."""
    return f"{percent_number(share)}%"


def percent_number(share: float) -> int:
    """share: 0 to 1. Whole percents, 1 to 99 for anything between nothing and all."""
    return min(max(round(share * 100), 1), 99) if 0 < share < 1 else round(share * 100)
