"""The drawing hand: text, glyph, round, bar and pill, and what is made of them, for every painted widget.

    with ink_on(self) as ink:                      # in a paintEvent
        ink.pill(QRectF(self.rect()), Status(State.RUNNING))

    with ink_for(painter, option.rect) as ink:     # in a delegate
        ink.text(rect, "Support desk", weight=SEMIBOLD)

Colours are names of tokens (see style.py). Knows no models and no events.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintDevice, QPainter, QPen

from kbconnect.ui.fonts import MEDIUM, NORMAL, SEMIBOLD, Size
from kbconnect.ui.icons import draw_glyph
from kbconnect.ui.status import Status
from kbconnect.ui.style import Theme, theme

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
CENTER, MIDDLE, TOP = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop

PILL_HEIGHT = 22
PROVIDERS = {
    "postgresql": ("Pg", 215),
    "mysql": ("My", 28),
    "mariadb": ("Ma", 190),
    "sqlite": ("Sq", 262),
    "sqlserver": ("Ms", 350),
    "oracle": ("Or", 8),
    "duckdb": ("Du", 320),
    "snowflake": ("Sn", 200),
    "files": ("Fi", 230),
}
"""Letters and hue of a provider's tile, by its id: no trade marks, readable for everyone."""
_OTHER_HUES = (215, 28, 190, 262, 350, 320)
"""For providers without a hue; yellow and green would be too light to read."""


class Ink:
    """A painter with the words of the window. Made by `ink_on` and `ink_for`."""

    def __init__(self, painter: QPainter, colours: Theme) -> None:
        self.painter = painter
        self.theme = colours

    def text(  # noqa: PLR0913  # one call a line of text, in every delegate
        self,
        rect: QRectF,
        words: str,
        size: Size = Size.BODY,
        token: str = "text",
        weight: QFont.Weight = NORMAL,
        *,
        code: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> float:
        """One line, in the middle of the height of `rect`, elided at its width. Returns the width it took."""
        face = self.theme.font(size, weight, code=code)
        metrics = QFontMetricsF(face)
        shown = metrics.elidedText(words, elide, rect.width())
        self.painter.setFont(face)
        self.painter.setPen(self.theme.colour(token))
        self.painter.drawText(rect, align | MIDDLE | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def glyph(self, rect: QRectF, name: str, token: str = "text2", pixels: int = 16) -> None:
        """An icon in the middle of `rect`."""
        draw_glyph(self.painter, rect, name, token, pixels)

    def round(
        self, rect: QRectF, radius: float, fill: str | QColor = "", edge: str | QColor = "", width: float = 1
    ) -> None:
        """A rounded rectangle; `fill` and `edge` are tokens or colours, "" for none. The edge lies inside `rect`."""
        colour = self.theme.colour
        if edge:
            self.painter.setPen(QPen(colour(edge) if isinstance(edge, str) else edge, width))
            rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        else:
            self.painter.setPen(Qt.PenStyle.NoPen)
        if fill:
            self.painter.setBrush(colour(fill) if isinstance(fill, str) else fill)
        else:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect, radius, radius)

    def bar(self, rect: QRectF, share: float, token: str = "fill") -> None:
        """A bar filled to `share` (0 to 1); its number belongs beside it."""
        radius, filled = rect.height() / 2, rect.width() * min(max(share, 0.0), 1.0)
        self.round(rect, radius, "track")
        if filled > 0:
            self.round(QRectF(rect.x(), rect.y(), max(rect.height(), filled), rect.height()), radius, token)

    def pill(self, rect: QRectF, status: Status, *, align: Qt.AlignmentFlag = LEFT) -> float:
        """A status: icon and word, tinted if it asks for attention; elided at the width given. Returns its width."""
        look = status.look
        width = min(pill_width(status, self.theme), rect.width())
        height = self.theme.px(PILL_HEIGHT)
        left = rect.right() - width if align == RIGHT else rect.x()
        box = QRectF(left, round(rect.center().y() - height / 2), width, height)
        if look.tinted:
            self.round(box, height / 2, f"{look.tone}_bg", self.theme.colour(look.tone, 0.25))
            box = box.adjusted(9, 0, -8, 0)
        self.glyph(QRectF(box.x(), box.y(), 14, height), look.icon, look.tone, 15)
        token = look.tone if look.tinted else "text2"
        self.text(box.adjusted(20, 0, 2, 0), status.word, Size.CAPTION, token, MEDIUM)
        return width

    def line(self, rect: QRectF, token: str = "line") -> None:
        """A rectangle without edge: rules between rows, marks beside them."""
        self.painter.fillRect(rect, self.theme.colour(token))

    def tile(self, rect: QRectF, provider: str) -> None:
        """The mark of a provider, by id: its letters on its own hue."""
        other = (provider[:2].capitalize(), _OTHER_HUES[sum(provider.encode()) % len(_OTHER_HUES)])
        initials, hue = PROVIDERS.get(provider, other)
        back, edge, ink = ((90, 58), (80, 78), (170, 200)) if self.theme.dark else ((130, 236), (110, 216), (150, 82))
        self.round(rect, 8, QColor.fromHsl(hue, *back), QColor.fromHsl(hue, *edge))
        self.painter.setPen(QColor.fromHsl(hue, *ink))
        self.painter.setFont(self.theme.font(Size.SECTION if rect.width() > 34 else Size.CAPTION, SEMIBOLD))
        self.painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)

    def glyph_tile(self, rect: QRectF, name: str) -> None:
        """A tile for things without a provider: a glyph on grey."""
        self.round(rect, 8, "neutral_bg")
        self.glyph(rect, name, "text2", round(rect.height() * 0.55))

    def mark(self, rect: QRectF) -> None:
        """The mark of kbconnect in a square: three rows that become one point."""
        unit = rect.width() / 26
        self.round(rect, 7 * unit, "fill")
        for row, length in enumerate((6, 8, 6)):
            at = QRectF(rect.x() + 6 * unit, rect.y() + (7 + row * 4.75) * unit, length * unit, 2.5 * unit)
            self.round(at, 1.25 * unit, "on_fill")
        self.painter.setPen(QPen(self.theme.colour("on_fill"), 2.2 * unit))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(QPointF(rect.x() + 17.6 * unit, rect.y() + 13 * unit), 3 * unit, 3 * unit)


def pill_width(status: Status, colours: Theme | None = None) -> int:
    """The width a pill takes if there is room, in pixels."""
    metrics = QFontMetricsF((colours or theme()).font(Size.CAPTION, MEDIUM))
    return int(metrics.horizontalAdvance(status.word)) + (40 if status.look.tinted else 22)


def text_width(words: str, size: Size = Size.BODY, weight: QFont.Weight = NORMAL, *, code: bool = False) -> int:
    """The width of a line in pixels, rounded up."""
    return int(QFontMetricsF(theme().font(size, weight, code=code)).horizontalAdvance(words)) + 1


@contextmanager
def ink_on(device: QPaintDevice) -> Iterator[Ink]:
    """Ink for a widget or picture, for the time of one paint event."""
    with QPainter(device) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        yield Ink(painter, theme())


@contextmanager
def ink_for(painter: QPainter, clip: QRectF | None = None) -> Iterator[Ink]:
    """Ink around a painter that Qt passed to a delegate; leaves the painter as it was. `clip`: draw nothing outside."""
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if clip is not None:
            painter.setClipRect(clip)
        yield Ink(painter, theme())
    finally:
        painter.restore()
