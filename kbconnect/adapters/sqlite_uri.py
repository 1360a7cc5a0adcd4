"""How the path of a file is written as one of SQLite's URI names, which are not quite the URLs of a browser."""

from __future__ import annotations

import os
from pathlib import PurePath
from urllib.parse import quote_from_bytes


def sqlite_uri(path: PurePath, parameters: str) -> str:
    """path: absolute. parameters: what follows the question mark, "mode=ro". A path on another computer
    (\\\\server\\share\\file) keeps both slashes behind an empty authority; SQLite refuses the server as one."""
    name = path.as_posix()
    rooted = name if name.startswith("/") else f"/{name}"
    return f"file://{quote_from_bytes(os.fsencode(rooted), safe='/:')}?{parameters}"
