"""What lies above a window: the focus ring and toasts. Knows no pages."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget

from kbconnect.ui.painting import ink_on
from kbconnect.ui.style import FOOT_HEIGHT, RADIUS_CONTROL, theme
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across

TOAST_MS, UNDO_MS = 4_000, 10_000
TOAST_IN_MS = 150


class FocusRing(QWidget):
    """Two pixels of accent, two pixels away from the widget that has the keyboard; one per window, above everything.

    Shown only while the last thing pressed was a key, never after a click. Editors show the focus by their own border.
    It watches the native window for keys and clicks: a filter on the application would slow every event of the program.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._by_key = False
        self._watched: QObject | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def target(self) -> QWidget | None:
        """The widget the ring is around, None while it is hidden."""
        return self._target

    def show_around(self, target: QWidget) -> None:
        """Shows the ring as if a key had moved the keyboard to this widget; for what a key reaches by other ways."""
        self._follow(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            self._by_key = True
        elif kind is QEvent.Type.MouseButtonPress:
            self._by_key = False
            self._follow(None)
        elif kind is QEvent.Type.Show and watched is self.parent():
            self._watch_native_window()
        elif kind in (QEvent.Type.UpdateRequest, QEvent.Type.Resize) and self._target is not None:
            self._place()  # something moved or scrolled: the window is asked to repaint
        return False

    def _watch_native_window(self) -> None:
        handle: QObject | None = self.window().windowHandle()  # None before the first show
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    @Slot(QWidget, QWidget)
    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        own = now is not None and self._by_key and now.window() is self.window()
        shows_itself = isinstance(now, (QLineEdit, QPlainTextEdit))
        self._follow(now if own and not shows_itself else None)

    def _follow(self, target: QWidget | None) -> None:
        self._target = target
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisibleTo(self.window()):
            self._target = None
            self.hide()
            return
        corner = target.mapTo(self.window(), QPoint(0, 0))
        wanted = QRect(corner, target.size()).adjusted(-4, -4, 4, 4)
        if self.geometry() != wanted:
            self.setGeometry(wanted)
            self.raise_()
        if self.isHidden():
            self.raise_()
            self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            ink.round(QRectF(self.rect()), RADIUS_CONTROL + 3, edge="accent", width=2)


class Toast(QFrame):
    """A sentence that confirms something at the bottom of a window and leaves by itself.

    Nothing important may be only here. action: a button that undoes it; then it stays longer.
    """

    def __init__(
        self,
        window: QWidget,
        words: str,
        glyph: str = "check-circle",
        token: str = "success",
        action: QWidget | None = None,
    ) -> None:
        super().__init__(window)
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(words)
        parts = [Glyph(glyph, token, 18), text(words), *([action] if action is not None else [])]
        self.setLayout(across(*parts, gap=10, margins=(14, 10, 16, 10)))
        self.has_action = action is not None
        self.rest = QPoint()  # where it stands once it has slid in
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(TOAST_MS if action is None else UNDO_MS)
        self._leave.timeout.connect(self.close)
        self._enter = QPropertyAnimation(self, b"pos", self)
        self._enter.setDuration(TOAST_IN_MS)
        self._enter.setEasingCurve(QEasingCurve.Type.OutCubic)

    def appear(self, above: Toast | None = None) -> None:
        """Slides in; is simply there when the person asked for reduced motion. above: one that is there already."""
        self.adjustSize()
        parent = self.parentWidget() or self
        # Above the foot of a page, also of one that is opened while this is there: it must not cover the decision.
        bottom = parent.height() - FOOT_HEIGHT - 12 if above is None else above.rest.y() - 8
        rest = QPoint((parent.width() - self.width()) // 2, bottom - self.height())
        self.rest = rest
        self.move(rest)
        self.show()
        self.raise_()
        if not theme().reduced_motion:
            self._enter.setStartValue(rest + QPoint(0, 16))
            self._enter.setEndValue(rest)
            self._enter.start()
        self._leave.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stays while somebody points at it: whoever reaches for its button must not miss it."""
        super().enterEvent(event)
        self._leave.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._leave.start()


def toast(
    widget: QWidget,
    words: str,
    glyph: str = "check-circle",
    token: str = "success",
    action: QWidget | None = None,
) -> Toast:
    """Confirms something in the window of `widget`. action: as in Toast.

    A toast still there gives way, but one that can undo something only to another one that can: else it stays below.
    """
    window = widget.window()
    kept: Toast | None = None
    for old in window.findChildren(Toast, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if old.has_action and action is None and old.isVisible():
            kept = old
        else:
            old.close()
    made = Toast(window, words, glyph, token, action)
    made.appear(kept)
    return made
