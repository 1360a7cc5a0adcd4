"""The letters: which families the window uses and the type scale. Loads the shipped font files; knows no colours.

Windows and macOS have good interface fonts of their own; on Linux there is no common one, so Inter and JetBrains Mono
are shipped (both under the OFL) and every machine draws the same window.
"""

from __future__ import annotations

import sys
from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase

from kbconnect.app.paths import resource

FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf")
_TEXT = {"win32": ("Segoe UI Variable Text", "Segoe UI"), "darwin": (".AppleSystemUIFont",)}
_CODE = {"win32": ("Cascadia Mono", "Consolas"), "darwin": ("SF Mono", "Menlo")}
TEXT_FAMILIES: tuple[str, ...] = _TEXT.get(sys.platform, ("Inter", "Noto Sans", "DejaVu Sans"))
CODE_FAMILIES: tuple[str, ...] = _CODE.get(sys.platform, ("JetBrains Mono", "DejaVu Sans Mono"))

NORMAL, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold
"""The three weights in use: reading, labels and buttons, names."""


class Size(Enum):
    """The type scale in points at 96 dpi. Nothing on screen is smaller than CAPTION."""

    CAPTION = 9.0
    CODE = 9.75
    BODY = 10.0
    SECTION = 11.25
    TITLE = 15.0
    NUMBER = 19.5


def load_fonts() -> None:
    """Registers the shipped fonts with the running application; needed once, before the first widget, on Linux only."""
    if sys.platform in _TEXT:
        return
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def points(size: Size, scale: float = 1.0) -> float:
    """The size in points on this platform; macOS counts 72 points an inch where the others count 96."""
    return size.value * scale * (1.3 if sys.platform == "darwin" else 1)


def make_font(
    size: Size = Size.BODY, weight: QFont.Weight = NORMAL, *, code: bool = False, scale: float = 1.0
) -> QFont:
    """A font of the scale. Its figures have one width, so that counting numbers do not dance, and letters stay what
    they are: by itself Inter shows 54x32 as 54×32, and JetBrains Mono joins the signs of SQL."""
    made = QFont(list(CODE_FAMILIES if code else TEXT_FAMILIES))
    made.setPointSizeF(points(size, scale))
    made.setWeight(weight)
    made.setFeature(QFont.Tag.fromString("tnum"), 1)
    made.setFeature(QFont.Tag.fromString("calt"), 0)
    return made
