"""The sentences for values that can't be read, the same for every provider."""

from __future__ import annotations


def too_large(size_bytes: int, limit_bytes: int) -> str:
    return f"Larger than the limit of {megabytes(limit_bytes)} ({megabytes(size_bytes)})"


def not_utf8(position: int) -> str:
    """position: of the first bad byte's character, counted from 1."""
    return f"Not valid UTF-8 at character {position:,}"


def megabytes(size_bytes: int) -> str:
    """A size as people say it: 52 MB, 1.5 MB, 800 kB, 12 bytes."""
    if size_bytes >= 10_000_000:
        return f"{size_bytes / 1e6:,.0f} MB"
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1e6:.1f} MB".replace(".0 ", " ")
    if size_bytes >= 10_000:
        return f"{size_bytes / 1e3:.0f} kB"
    return f"{size_bytes:,} bytes"


def first_bad_character(raw: bytes) -> int:
    """Where UTF-8 decoding of `raw` first fails, as a character position counted from 1; 0 if it doesn't."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(raw[: error.start].decode("utf-8")) + 1
    return 0
