"""Somebody without a plan at the real window: clicks, keys, the wheel, sizes, themes, other pages.

Owns which act comes next and where it lands; the seed decides it all. What an act leads to is watched by `Witness`
(witness.py). Events go in through the window system, so that dialogs and pop-ups hold back what they hold back from a
person.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from kbconnect.app.settings import Appearance
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.fields import SecretEdit
from kbconnect.ui.window import MainWindow

SIZES = ((1024, 640), (1024, 700), (1280, 800), (1500, 900), (1920, 1080))
LEADS_ON = ("Sync", "Test", "Save", "Choose", "New", "Ask", "Try", "Count", "Add", "Retry", "Preview", "Show", "Next")
WORDS = (
    *(
        "articles",
        "notes",
        "a",
        "kettle",
        "how do I return a parcel",
        "127.0.0.1",
        "5432",
        "99999",
        "0",
        "-1",
        "Ä ß 語 🙂",
    ),
    *("SELECT id, body FROM notes", "SELECT * FROM", "'; --", "x" * 300, " ", "%", "public.notes", "0 9 * * 1-5"),
    *("postgresql://nobody@127.0.0.1:1/none", "host=127.0.0.1 dbname=postgres", "jdbc:postgresql://127.0.0.1/none"),
)
_KEYS = Qt.Key
KEYS = (
    *(_KEYS.Key_Tab, _KEYS.Key_Tab, _KEYS.Key_Backtab, _KEYS.Key_Return, _KEYS.Key_Space, _KEYS.Key_Escape),
    *(_KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_Down, _KEYS.Key_Left, _KEYS.Key_Right, _KEYS.Key_Home, _KEYS.Key_End),
    *(_KEYS.Key_PageUp, _KEYS.Key_PageDown, _KEYS.Key_Delete, _KEYS.Key_Backspace, _KEYS.Key_F2, _KEYS.Key_F5),
    *(_KEYS.Key_F6, _KEYS.Key_Menu, _KEYS.Key_A, _KEYS.Key_S, _KEYS.Key_Asterisk, _KEYS.Key_Plus, _KEYS.Key_Minus),
)
WITH_CONTROL = (
    *(_KEYS.Key_1, _KEYS.Key_2, _KEYS.Key_3, _KEYS.Key_4, _KEYS.Key_Comma, _KEYS.Key_A, _KEYS.Key_Z, _KEYS.Key_Y),
    *(_KEYS.Key_F, _KEYS.Key_N, _KEYS.Key_S, _KEYS.Key_Return, _KEYS.Key_Space, _KEYS.Key_Home, _KEYS.Key_End),
    *(_KEYS.Key_C, _KEYS.Key_V, _KEYS.Key_X, _KEYS.Key_Delete),
)
_CLIPBOARD = {_KEYS.Key_C, _KEYS.Key_X, _KEYS.Key_V}

Act = Callable[[], str]


class Monkey:
    """acts: further acts of the test (the network, the source), each with its weight; they say what they did.

    address: an address with a password in it, pasted where addresses go. password: typed where passwords go. trace: a
    file that has every act before it is done, so that a crash can be looked into; None for none.
    """

    def __init__(
        self,
        window: MainWindow,
        seed: int,
        acts: tuple[tuple[int, Act], ...] = (),
        *,
        address: str,
        password: str,
        trace: Path | None = None,
    ) -> None:
        self._window = window
        self._held: QWidget = window
        self._chance = random.Random(seed)
        self._address, self._password = address, password
        self._trace = trace
        self.lately: deque[str] = deque(maxlen=60)
        self._acts = (
            (30, self._click),
            (12, self._click_anywhere),
            (14, self._click_what_leads_on),
            (12, self._press_key),
            (6, self._type),
            (2, self._paste_address),
            (5, self._turn_wheel),
            (2, self._resize),
            (1, self._change_look),
            (3, self._go),
            (4, self._wait),
            *acts,
        )

    def act(self) -> str:
        """Does one thing; says what."""
        self._show_window()
        (_, act) = self._chance.choices(self._acts, [weight for weight, _ in self._acts])[0]
        self._note(act.__name__ if hasattr(act, "__name__") else repr(act))
        done = act()
        self._note(done)
        # Most people don't wait for anything; some do.
        QTest.qWait(self._chance.choice((0, 0, 1, 1, 2, 5)))
        return done

    def _note(self, words: str) -> None:
        self.lately.append(words)
        if self._trace is not None:
            with self._trace.open("a", encoding="utf-8") as file:
                file.write(words + "\n")

    def _show_window(self) -> None:
        if not self._window.isVisible():  # closed to the tray, or for good
            self._window.show()

    # ------------------------------------------------------------------------------------------- where

    def _front(self) -> QWidget:
        """What takes the mouse now: an open list or menu, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._dialog() or self._window

    def _dialog(self) -> QWidget | None:
        open_ones = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isModal()]
        return self._chance.choice(sorted(open_ones, key=_place_of)) if open_ones else None

    def _parts(self, kind: type[QWidget]) -> list[QWidget]:
        self._held = front = self._front()  # Python's children end with Python's parent
        return [each for each in front.findChildren(kind) if each.isVisible() and _seen(each).isValid()]

    def _at(self, widget: QWidget, *, middle: bool) -> tuple[QWidget, QPoint]:
        """A place in a widget, as its whole window sees it."""
        seen = _seen(widget)
        point = seen.center() if middle else self._point_in(seen)
        top = widget.window()
        return top, widget.mapTo(top, point)

    def _point_in(self, area: QRect) -> QPoint:
        return QPoint(
            self._chance.randint(area.left(), max(area.left(), area.right())),
            self._chance.randint(area.top(), max(area.top(), area.bottom())),
        )

    # ------------------------------------------------------------------------------------------- acts

    def _click(self) -> str:
        """One of the things that are there to be pressed, filled or chosen from."""
        kind = self._chance.choices(
            (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox, QWidget), (8, 5, 3, 1, 2)
        )
        found = self._parts(kind[0]) or [self._front()]
        widget = self._chance.choice(found)
        viewport = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
        return self._press(viewport, middle=isinstance(widget, QAbstractButton))

    def _click_anywhere(self) -> str:
        return self._press(self._front(), middle=False)

    def _click_what_leads_on(self) -> str:
        buttons = [cast("QAbstractButton", each) for each in self._parts(QAbstractButton)]  # kind of what was asked
        found = [each for each in buttons if each.isEnabled() and each.text().startswith(LEADS_ON)]
        return self._press(self._chance.choice(found), middle=True) if found else self._click()

    def _press(self, widget: QWidget, *, middle: bool) -> str:
        top, point = self._at(widget, middle=middle)  # Python's QWindow ends with Python's QWidget: both are kept
        window = _handle(top)
        if window is None or not top.rect().contains(point):
            return "nothing to click at"
        said = f"click {type(widget).__name__} “{_name(widget)}” at {point.x()}, {point.y()}"
        self._note(said)
        button = self._chance.choices((Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton), (9, 1))[0]
        keys = self._chance.choices(
            (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier),
            (18, 1, 1),
        )[0]
        if self._chance.random() < 0.08:
            QTest.mouseDClick(window, button, keys, point)
            return f"double {said}"
        QTest.mouseClick(window, button, keys, point)
        return f"{button.name} {said}"

    def _press_key(self) -> str:
        top = self._front().window()
        window = _handle(top)
        if window is None:
            return "no keyboard"
        choice = self._chance.random()
        if choice < 0.25:
            key, keys = self._chance.choice(WITH_CONTROL), Qt.KeyboardModifier.ControlModifier
        elif choice < 0.35:
            key, keys = self._chance.choice(KEYS), Qt.KeyboardModifier.ShiftModifier
        elif choice < 0.4 and not isinstance(top, QMenu):  # which ends with Alt; QTest would press Left at what is gone
            key, keys = _KEYS.Key_Left, Qt.KeyboardModifier.AltModifier
        else:
            key, keys = self._chance.choice(KEYS), Qt.KeyboardModifier.NoModifier
        if isinstance(QApplication.focusWidget(), SecretEdit) and key in _CLIPBOARD:
            return "left the password where it is"
        said = f"{keys.name} {key.name}"
        self._note(said)
        QTest.keyPress(window, key, keys)
        # QTest would release the modifiers at a window that this key may just have ended.
        if isValid(top) and _handle(top) is window:
            QTest.keyRelease(window, key)
        return said

    def _type(self) -> str:
        focused = QApplication.focusWidget()
        if not isinstance(focused, (QLineEdit, QTextEdit, QPlainTextEdit)):
            edits = [each for each in self._parts(QLineEdit) if each.isEnabled()]
            if not edits:
                return "nothing to type into"
            focused = cast("QLineEdit", self._chance.choice(edits))  # kind of what was asked
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        words = self._password if isinstance(focused, SecretEdit) else self._chance.choice(WORDS)
        if self._chance.random() < 0.6:
            focused.selectAll()
        said = (
            f"type into {type(focused).__name__} “{_name(focused)}” {'***' if words == self._password else words[:40]}"
        )
        self._note(said)
        if words.isascii():
            QTest.keyClicks(focused, words)
        else:  # as an input method gives them; QTest has no keys for them
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(focused, event)
        return said

    def _paste_address(self) -> str:
        edits = [each for each in self._window.findChildren(QLineEdit) if each.isVisible() and each.isEnabled()]
        found = [each for each in edits if "URL" in each.accessibleName()]
        if not found or self._front() is not self._window:
            return "no place for an address"
        QGuiApplication.clipboard().setText(self._address)
        found[0].setFocus(Qt.FocusReason.OtherFocusReason)
        found[0].selectAll()
        found[0].paste()
        QGuiApplication.clipboard().clear()
        return "paste an address with a password"

    def _turn_wheel(self) -> str:
        found = self._parts(QAbstractItemView) or [self._front()]
        top, point = self._at(self._chance.choice([*found, self._front()]), middle=False)
        window = _handle(top)
        if window is not None and top.rect().contains(point):
            QTest.wheelEvent(window, point, QPoint(0, self._chance.choice((-480, -120, 120, 480))))
        return "wheel"

    def _resize(self) -> str:
        size = self._chance.choice(SIZES)
        self._window.resize(QSize(*size))
        return f"resize to {size}"

    def _change_look(self) -> str:
        look = theme()
        if self._chance.random() < 0.5:
            look.set_appearance(self._chance.choice(list(Appearance)))
        else:
            look.set_text_scale(self._chance.choice((1.0, 1.15, 1.3)))
        return f"look: {look.appearance.value}, {look.text_scale}"

    def _go(self) -> str:
        """By a signal, whatever stands above the window."""
        navigator = self._window.navigator()
        if self._chance.random() < 0.3:
            return f"back: {navigator.pop()}"
        section = self._chance.choice(("sources", "knowledge", "activity", "settings"))
        navigator.go(section)
        return f"go to {section}"

    def _wait(self) -> str:
        """Long enough for work to come back."""
        QTest.qWait(self._chance.choice((10, 20, 40, 80)))
        return "wait"


def _handle(top: QWidget) -> QWindow | None:
    """None for what was never shown."""
    return top.windowHandle()


def _seen(widget: QWidget) -> QRect:
    """What nothing hides of it, as a rectangle, in its own coordinates."""
    return widget.visibleRegion().boundingRect()


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (words or widget.accessibleName() or widget.objectName())[:60]


def _place_of(widget: QWidget) -> tuple[str, int, int]:
    return widget.windowTitle(), widget.x(), widget.y()
