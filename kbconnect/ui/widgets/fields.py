"""Editors and the fields around them: label above, hint or error below. Knows no meaning of what is typed.

An error is shown when the editor is left and is gone while the person types again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from kbconnect.ui.icons import icon
from kbconnect.ui.language import say
from kbconnect.ui.painting import ink_on
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.labels import Hint, Text
from kbconnect.ui.widgets.layout import across, set_role

_NARROW_CHOICE = 112


class LineEdit(QLineEdit):
    """One line of text. glyph: an icon at its left, as in a search field. large: the question box, 42 px high."""

    def __init__(
        self, value: str = "", *, placeholder: str = "", glyph: str = "", name: str = "", large: bool = False
    ) -> None:
        super().__init__(value)
        self.setPlaceholderText(placeholder)
        self.setCursorPosition(0)
        self.setAccessibleName(name or placeholder)
        if large:
            self.setProperty("look", "large")
        if glyph:
            self.addAction(icon(glyph, "text3"), QLineEdit.ActionPosition.LeadingPosition)


class SecretEdit(LineEdit):
    """A password: dots, with an eye that shows what is typed."""

    def __init__(self, *, placeholder: str = "", name: str = "") -> None:
        super().__init__(placeholder=placeholder, name=name or say("Password"))
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._shown = self.addAction(icon("eye", "text2"), QLineEdit.ActionPosition.TrailingPosition)
        self._shown.setCheckable(True)
        self._shown.setToolTip(self.tr("Show what is typed"))
        self._shown.toggled.connect(self._show_secret)

    @Slot(bool)
    def _show_secret(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._shown.setIcon(icon("eye-slash" if shown else "eye", "text2"))


SEARCH_PAUSE_MS = 150
"""How long typing must pause before a search starts."""


class SearchEdit(LineEdit):
    """A search field. `searched` comes once typing has paused, or at once with Enter; Escape clears it."""

    searched = Signal(str)

    def __init__(self, placeholder: str, *, large: bool = False) -> None:
        super().__init__(placeholder=placeholder, glyph="magnifying-glass", large=large)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(self._pause.start)
        self.returnPressed.connect(self.search_now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
            return
        super().keyPressEvent(event)

    @Slot()
    def search_now(self) -> None:
        """Without waiting for the pause."""
        self._pause.stop()
        self.searched.emit(self.text())


class Choice(QComboBox):
    """One of several values: `Choice(("daily", "Every day"), ("off", "Only when I ask"))`. `picked` tells the key."""

    picked = Signal(str)

    def __init__(self, *options: tuple[str, str], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_options(options)
        self.activated.connect(self._activated)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Replaces the options; the chosen key stays chosen if it is still there."""
        before = self.key()
        self.clear()
        for key, words in options:
            self.addItem(words, key)
        if before:
            self.choose(before)

    def key(self) -> str:
        """The key of the chosen option, "" if there is none."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Chooses without `picked` being emitted; an unknown key changes nothing."""
        index = self.findData(key)
        if index >= 0:
            self.setCurrentIndex(index)

    def minimumSizeHint(self) -> QSize:
        """A long option does not make a form wider than its pane: it is elided."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _NARROW_CHOICE), hint.height())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, place.width())
        option.currentText = shown

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a form scrolls the form and changes nothing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with ink_on(self) as ink:
            token = "text2" if self.isEnabled() else "text3"
            ink.glyph(QRectF(self.width() - 26, 0, 18, self.height()), "caret-down", token, 12)

    @Slot(int)
    def _activated(self, index: int) -> None:
        self.picked.emit(str(self.itemData(index)))


class Check(QCheckBox):
    """A check box that paints its own tick: a style sheet can only load one from an image file."""

    def __init__(self, words: str, *, checked: bool = False) -> None:
        super().__init__(words)
        self.setChecked(checked)
        self.setMinimumHeight(28)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        state = self.checkState()
        if state is Qt.CheckState.Unchecked:
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        with ink_on(self) as ink:
            sign = "check-bold" if state is Qt.CheckState.Checked else "minus-bold"
            ink.glyph(QRectF(box), sign, "on_fill" if self.isEnabled() else "text3", 12)


Editor = QLineEdit | QComboBox | QPlainTextEdit
Validator = Callable[[str], str]
"""Takes the value, returns the sentence to show, "" if all is well."""


class Field(QWidget):
    """A label, its editor, and a line below for a hint or an error.

    validate is asked when the editor is left; its sentence stays until the person types again. `changed` comes with
    each change, by hand or by program.
    """

    changed = Signal()

    def __init__(
        self,
        label: str,
        editor: Editor,
        *beside: QWidget,
        hint: str = "",
        hint_glyph: str = "",
        validate: Validator | None = None,
    ) -> None:
        """beside: what stands at the right of the editor, like a button that fills it."""
        super().__init__()
        self.editor = editor
        self._validate = validate
        self._hint, self._hint_glyph = hint, hint_glyph
        self._label = Text(label, "label")
        self._label.setBuddy(editor)
        self._below = Text("", "caption", wrap=True)
        self._below.setMinimumHeight(1)  # what counts is its height for its width; Qt's guess would be two lines
        self._below_glyph = Hint("", "warning-circle", "danger", role="error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._label)
        column.addLayout(across((editor, 1), *beside))
        column.addWidget(self._below)
        column.addWidget(self._below_glyph)
        placeholder = editor.placeholderText()
        if editor.accessibleName() in ("", placeholder):  # what may be typed is no name
            editor.setAccessibleName(label)
        editor.installEventFilter(self)
        self._error = ""
        if isinstance(editor, QComboBox):
            editor.currentIndexChanged.connect(self._edited)
        else:
            editor.textChanged.connect(self._edited)
        self._show_below()

    def value(self) -> str:
        """What is typed, or the key of a Choice."""
        if isinstance(self.editor, Choice):
            return self.editor.key()
        if isinstance(self.editor, QComboBox):
            return self.editor.currentText()
        return self.editor.toPlainText() if isinstance(self.editor, QPlainTextEdit) else self.editor.text()

    def set_value(self, value: str) -> None:
        if isinstance(self.editor, Choice):
            self.editor.choose(value)
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentText(value)
        elif isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(value)
        else:
            self.editor.setText(value)
            self.editor.setCursorPosition(0)

    def error(self) -> str:
        """The sentence shown now, "" if none."""
        return self._error

    def set_error(self, sentence: str) -> None:
        """Shows an error, from a check done elsewhere too; "" takes it away."""
        if sentence == self._error:
            return
        self._error = sentence
        set_role(self.editor, "wrong", "true" if sentence else "")
        self._show_below()

    def set_hint(self, words: str, glyph: str = "") -> None:
        self._hint, self._hint_glyph = words, glyph
        self._show_below()

    def set_label(self, words: str) -> None:
        self._label.setText(words)
        self.editor.setAccessibleName(words)

    def check(self) -> bool:
        """Asks `validate` now and shows its sentence; True if all is well. For "Save": all fields at once."""
        self.set_error(self._validate(self.value()) if self._validate else "")
        return not self._error

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() is QEvent.Type.FocusOut and not self._leaves_for_popup(event):
            self.check()
        return False

    @staticmethod
    def _leaves_for_popup(event: QEvent) -> bool:
        reason = event.reason() if hasattr(event, "reason") else None
        return reason in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_below()

    @Slot()
    def _edited(self) -> None:
        if self._error:
            self.set_error("")
        self.changed.emit()

    def _show_below(self) -> None:
        self.editor.setAccessibleDescription(self._error or self._hint)
        wrong, plain = bool(self._error), bool(self._hint) and not self._hint_glyph
        self._below.setVisible(plain and not wrong)
        self._below.setText(self._hint)
        self._below_glyph.setVisible(wrong or bool(self._hint and self._hint_glyph))
        self._below_glyph.set_role("error" if wrong else "caption")
        if wrong:
            self._below_glyph.say(self._error, "warning-circle", "danger")
        else:
            self._below_glyph.say(self._hint, self._hint_glyph or "info", "text3")


class CodeEdit(QPlainTextEdit):
    """An editor for SQL and templates in the code font. `height` in pixels."""

    def __init__(self, value: str = "", *, height: int = 196, name: str = "") -> None:
        super().__init__(value)
        self.setProperty("role", "codeedit")
        self.setFixedHeight(theme().px(height))
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
