"""What a path leads to, told by a look at its beginning: a folder or a file of tables, or a database of SQLite.

Owns this look, for paths whose names don't say it. Must not judge whether anything can be read from the file.
"""

from __future__ import annotations

import os
from pathlib import Path

from kbconnect.core.address_kinds import FILES
from kbconnect.core.errors import InputError

_SQLITE = b"SQLite format 3\x00"
_PACKED = (b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How Parquet and workbooks begin."""
_LOOKED_AT_BYTES = 4_096


def provider_of_path(path: Path) -> str:
    """ "files" or "sqlite". Raises InputError where there is nothing, or nothing of these kinds."""
    if os.path.isdir(path):  # noqa: PTH112 - pathlib raises for a name that is too long
        return FILES
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - a pipe would be waited for
        raise InputError(
            f"{path} is neither a file nor a folder.", meaning="Nothing was saved.", hint="Choose a file, or a folder."
        )
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT_BYTES)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} can't be looked into, and its name doesn't say whether it is a database or a table.",
            meaning="Nothing was saved.",
            hint=_HINT,
            detail=getattr(error, "strerror", None) or str(error),
        ) from error
    if start.startswith(_SQLITE):
        return "sqlite"
    if start.startswith(_PACKED) or (start and _is_text(start)):
        return FILES
    raise InputError(
        f"{path} is empty, so nobody can tell whether it is to be a database or a table."
        if not start
        else f"{path} is neither a database of SQLite nor a table in a format kbconnect reads.",
        meaning="Nothing was saved.",
        hint=_HINT,
    )


_HINT = "Check the path. To say what it is, write sqlite:/// before a database, or file: before a CSV or a workbook."


def _is_text(start: bytes) -> bool:
    """Whether it could be lines of a table: UTF-16 has its mark, and other encodings have no zeros."""
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(code < 9 or 13 < code < 32 for code in start)
