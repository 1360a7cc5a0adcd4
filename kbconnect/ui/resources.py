"""Where the files shipped with the window lie: fonts, icons, style sheet. Owns paths only; reads and parses nothing."""

from __future__ import annotations

from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file, `resource("icons", "phosphor.ttf")`.

    An installed wheel carries the folder inside the package; a checkout has it beside the package.
    Raises FileNotFoundError with the path that was expected.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent / "resources"):
        found = folder.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(package.joinpath("resources", *parts))
