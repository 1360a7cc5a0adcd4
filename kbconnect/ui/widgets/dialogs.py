"""Dialogs over a dimmed window, and the question that stands before an act that can lose data. Decides nothing.

question = Question(self, Asking(title="Remove 4,113 documents?", why="...", unchanged="Nothing has been removed. ...",
                                 act="Remove 4,113 documents", keep="Keep everything"))
question.answered.connect(self._on_answer)     # True: the act; False: keep (also Escape and closing)
question.open()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QVBoxLayout, QWidget

from kbconnect.ui.style import RADIUS_DIALOG, theme
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, clear, down, rule
from kbconnect.ui.widgets.overlays import FocusRing
from kbconnect.ui.widgets.tab_order import order_tabs

SHADOW_BLUR, SHADOW_DROP, SHADOW_SHARE = 48, 16, 0.35


class Scrim(QWidget):
    """Dims a window while a dialog is open above it, and carries the dialog's shadow.

    The shadow is painted here and not around the dialog, because a window with a transparent margin has black edges on
    displays without a compositor.
    """

    def __init__(self, window: QWidget, dialog: QWidget) -> None:
        super().__init__(window)
        self._dialog = dialog
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().scrim())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            corner = self.mapFromGlobal(self._dialog.mapToGlobal(QPoint(0, 0)))
            _paint_shadow(painter, QRectF(corner, self._dialog.size()).translated(0, SHADOW_DROP))


def _paint_shadow(painter: QPainter, box: QRectF) -> None:
    """A soft shadow around `box`: rounded rectangles, each a little larger and fainter."""
    layers = SHADOW_BLUR // 2
    colour = theme().colour("shade")
    painter.setPen(Qt.PenStyle.NoPen)
    for layer in range(layers):
        spread = SHADOW_BLUR / 2 - layer * 2
        colour.setAlphaF(SHADOW_SHARE / layers * (layer + 1) / layers * 2)
        painter.setBrush(colour)
        radius = RADIUS_DIALOG + max(spread, 0)
        painter.drawRoundedRect(box.adjusted(-spread, -spread, spread, spread), radius, radius)


class Dialog(QDialog):
    """A dialog without the system's frame, centred over its window, which is dimmed meanwhile. Escape rejects.

    body: what it says; buttons stand below, the decision at the right. width in pixels; it grows with the
    size of text.
    """

    def __init__(self, parent: QWidget, body: QLayout, buttons: QLayout, *, title: str, width: int = 600) -> None:
        super().__init__(parent.window(), Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scrim: Scrim | None = None
        face = QFrame()
        face.setProperty("role", "dialog")
        face.setLayout(down(body, 22, buttons, gap=0, margins=(24, 24, 24, 20)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        # By itself a layout asks for the height that wrapped text would need at its narrowest.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(face)
        self.setFixedWidth(min(theme().px(width), max(320, parent.window().width() - 32)))
        FocusRing(self)
        self.finished.connect(self._light_up)

    def focusNextPrevChild(self, forward: bool) -> bool:
        order_tabs(self)
        return super().focusNextPrevChild(forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        if self._scrim is None:
            self._scrim = Scrim(self.parentWidget() or self, self)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()  # something inside has grown: an error below a field
        return handled

    def _fit(self) -> None:
        window = self.parentWidget() or self
        self.resize(self.width(), self._wanted_height())
        left, top = (window.width() - self.width()) // 2, (window.height() - self.height()) // 2
        self.move(window.mapToGlobal(QPoint(left, max(top, 0))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "xcb":  # without a compositor the transparent corners would be black
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()), RADIUS_DIALOG, RADIUS_DIALOG)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))
        if self._scrim is not None:
            self._scrim.update()

    def _wanted_height(self) -> int:
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.heightForWidth(self.width())
        return self.sizeHint().height()

    @Slot()
    def _light_up(self) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None


@dataclass(frozen=True, slots=True)
class Asking:
    """The words of a question.

    title: the act with its number. why: why it is asked. unchanged: what has not happened yet. act and keep: the two
    buttons, verb and object. examples: (name, caption, remark) of what is concerned. heading: what those are, where
    they are all there is; "" where they are some of many. cause: what often lies behind it.
    """

    title: str
    why: str
    unchanged: str
    act: str
    keep: str
    examples: tuple[tuple[str, str, str], ...] = ()
    heading: str = ""
    cause: str = ""
    glyph: str = "hand-palm"
    act_glyph: str = "trash"
    more: str = ""
    """Words of a link that shows all that is concerned ("Show all 4,113"); "" for none."""


class Question(Dialog):
    """Asks before an act that can lose data. The filled default button is the safe one; Escape is the safe one too.

    answered: True for the act, False for keeping. more_asked: the link with `Asking.more` was pressed.
    """

    answered = Signal(bool)
    more_asked = Signal()

    def __init__(self, parent: QWidget, asking: Asking) -> None:
        self._act = button(asking.act, Kind.DANGER_QUIET, asking.act_glyph)
        self._keep = button(asking.keep, Kind.PRIMARY)
        more = button(asking.more, Kind.LINK, "list") if asking.more else None
        self._examples = down(gap=0)
        body = _body(asking, self._examples, more)
        super().__init__(parent, body, across(self._act, None, self._keep), title=asking.title)
        self.show_examples(asking.examples, asking.heading)
        self._keep.setAutoDefault(True)
        self._keep.setDefault(True)
        self._keep.setFocus()
        if more is not None:
            more.clicked.connect(self.more_asked)
        self._act.clicked.connect(self.accept)
        self._keep.clicked.connect(self.reject)
        self.finished.connect(self._tell)

    def show_examples(self, examples: Sequence[tuple[str, str, str]], heading: str = "") -> None:
        """What is concerned, as in `Asking.examples` and its heading, also when the question is open already."""
        clear(self._examples)
        if not examples:
            return
        self._examples.addSpacing(14)
        self._examples.addWidget(text(heading or self.tr("For example"), "caption"))
        self._examples.addSpacing(6)
        self._examples.addWidget(rule())
        for name, caption, remark in examples:
            said = [text(name, elide=True), *([text(caption, "caption", elide=True)] if caption else [])]
            line = across((down(*said, gap=1), 1), text(remark, "muted"), margins=(0, 5, 0, 5))
            self._examples.addLayout(line)
            self._examples.addWidget(rule())

    def act_button(self) -> Button:
        return self._act

    def keep_button(self) -> Button:
        return self._keep

    @Slot(int)
    def _tell(self, result: int) -> None:
        self.answered.emit(result == QDialog.DialogCode.Accepted)


def _body(asking: Asking, examples: QLayout, more: Button | None) -> QLayout:
    words = down(text(asking.title, "title", wrap=True), 6, text(asking.why, wrap=True), 10, gap=0)
    words.addWidget(text(asking.unchanged, "strong", wrap=True))
    words.addLayout(examples)
    if more is not None:
        words.addSpacing(6)
        words.addLayout(across(more, None))
    if asking.cause:
        words.addSpacing(8)
        words.addWidget(text(asking.cause, "muted", wrap=True))
    return across(down(Glyph(asking.glyph, "warning", 26), None), (words, 1), gap=16)
