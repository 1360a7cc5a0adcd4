"""The icons: glyphs of Phosphor 1.3 (MIT) by name, and QIcons made of them. Owns the icon font; paints no widget.

The font and its table of names are shipped as two files. Importing qtawesome, which carries them as well, takes half a
second (it imports every Qt module it may need); reading the two files takes some milliseconds.

One icon has one meaning: `database` source, `books` knowledge base, `table` table, `key` key or secret, `shield-check`
read-only, `sparkle` meaning, `text-aa` words, `arrows-clockwise` sync (never "refresh", which is `arrow-clockwise`).
"""

from __future__ import annotations

import json
import logging
import re
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from kbconnect.app.paths import resource
from kbconnect.ui.style import theme

_CODE = re.compile(r"\d+")
_LOG = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _table() -> str:
    """All 7,000 names with their codes, as text: of these a window draws a hundred."""
    return resource("icons", "phosphor.json").read_text("utf-8")


@lru_cache(maxsize=512)
def _character(name: str) -> str | None:
    entry = f'"{name}": '
    at = _table().find(entry)
    code = _CODE.match(_table(), at + len(entry)) if at >= 0 else None
    return chr(int(code[0])) if code else None


@lru_cache(maxsize=1)
def _family() -> str:
    loaded = QFontDatabase.addApplicationFont(str(resource("icons", "phosphor.ttf")))
    return QFontDatabase.applicationFontFamilies(loaded)[0]


@lru_cache(maxsize=32)
def _font(pixels: int) -> QFont:
    made = QFont(_family())
    made.setPixelSize(pixels)
    return made


def glyph_names() -> frozenset[str]:
    """Every name that can be drawn: `database`, `database-bold`, `database-fill`, ..."""
    return frozenset(json.loads(_table()))


def known_glyph(name: str) -> str:
    """The name itself. Raises KeyError if there is no such icon; ask it where a widget takes a name."""
    if _character(name) is None:
        raise KeyError(f"there is no icon {name!r}")
    return name


def draw_glyph(painter: QPainter, rect: QRectF, name: str, token: str, pixels: int = 16) -> None:
    """Draws a glyph of `pixels` in the middle of `rect`.

    An unknown name draws a question mark and is logged: an exception while Qt paints could end the program.
    """
    character = _character(name)
    if character is None:
        _LOG.error("there is no icon %r", name)
        character = _character("question") or "?"
    painter.setFont(_font(pixels))
    painter.setPen(theme().colour(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)


class _GlyphEngine(QIconEngine):
    """Asks the theme for its colour each time it is painted, so a theme change needs no new icons."""

    def __init__(self, name: str, token: str, checked_token: str) -> None:
        super().__init__()
        self._name, self._token, self._checked_token = name, token, checked_token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())  # an icon size wider than high leaves a gap before the words
        token = self._checked_token if state is QIcon.State.On else self._token
        token = "text3" if mode is QIcon.Mode.Disabled else token
        draw_glyph(painter, QRectF(rect.x(), rect.y(), side, side), self._name, token, side)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        device_size = (QSizeF(size) * scale).toSize()  # painted at the size of the display, a glyph is always sharp
        made = QPixmap(device_size)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            self.paint(painter, QRect(QPoint(0, 0), device_size), mode, state)
        return made

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._token, self._checked_token)


def icon(name: str, token: str = "text2", *, checked: str = "") -> QIcon:
    """A QIcon that follows the theme. `checked`: another colour token for a button that is checked.

    Raises KeyError for an unknown name.
    """
    known_glyph(name)
    return QIcon(_GlyphEngine(name, token, checked or token))
