"""What lies above a window: the focus ring after a key, toasts, questions whose safe answer is the default."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.ui.style import Theme
from kbconnect.ui.widgets.buttons import button
from kbconnect.ui.widgets.dialogs import Asking, Dialog, Question, Scrim
from kbconnect.ui.widgets.fields import Field, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.widgets.overlays import FocusRing, Toast, toast

ASKING = Asking(
    title="Remove 4,113 documents?",
    why="The source returned 4,932 rows; at 09:31 it had 9,052.",
    unchanged="Nothing has been removed.",
    act="Remove 4,113 documents",
    keep="Keep everything",
    examples=(("How to read an invoice", "id 12077", "last seen today 09:31"),),
    cause="Often the cause is a failed import.",
    more="Show all 4,113",
)


class Host(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.edit = button("First"), button("Second"), LineEdit("words")
        self.setCentralWidget(frame(down(self.first, self.second, self.edit, None), "surface"))
        self.ring = FocusRing(self)
        self.resize(800, 600)


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    made = Host()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(host: QWidget, key: Qt.Key) -> None:
    """A key as the system sends it, to the native window."""
    handle = host.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key)


def test_the_ring_follows_the_keyboard(host: Host, qtbot: QtBot) -> None:
    host.first.setFocus()
    press(host, Qt.Key.Key_Tab)
    qtbot.waitUntil(host.ring.isVisible)
    assert host.ring.target() is host.second
    assert host.ring.geometry() == host.second.geometry().translated(
        host.second.mapTo(host, QPoint(0, 0)) - host.second.pos()
    ).adjusted(-4, -4, 4, 4)
    press(host, Qt.Key.Key_Backtab)
    assert host.ring.target() is host.first


def test_the_ring_is_not_for_the_mouse_and_editors_show_themselves(host: Host, qtbot: QtBot) -> None:
    host.first.setFocus()
    press(host, Qt.Key.Key_Tab)
    handle = host.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=host.first.mapTo(host, QPoint(5, 5)))
    assert host.ring.target() is None
    host.second.setFocus()
    press(host, Qt.Key.Key_Tab)
    assert host.edit.hasFocus()
    assert not host.ring.isVisible()


def test_the_ring_goes_with_its_widget(host: Host, qtbot: QtBot) -> None:
    host.first.setFocus()
    press(host, Qt.Key.Key_Tab)
    assert host.ring.isVisible()
    before = host.ring.geometry()
    host.first.setFixedHeight(80)
    qtbot.waitUntil(lambda: host.ring.geometry() != before)
    host.second.hide()
    qtbot.waitUntil(lambda: not host.ring.isVisible())


def test_a_way_back_stays_while_something_else_is_confirmed(host: Host, qtbot: QtBot) -> None:
    first = toast(host.first, "Desk is deleted", action=QPushButton("Undo"))
    second = toast(host.first, "The connector is saved")
    assert first.isVisible()
    assert second.rest.y() + second.height() < first.rest.y()
    third = toast(host.first, "Shop is deleted", action=QPushButton("Undo"))
    qtbot.waitUntil(lambda: host.findChildren(Toast) == [third])


def test_a_toast_gives_way_to_the_next_one(host: Host, look: Theme, qtbot: QtBot) -> None:
    look.reduced_motion = True
    toast(host.first, "The connector is saved")
    toast(host.first, "The dataset is saved")
    qtbot.waitUntil(lambda: len(host.findChildren(Toast)) == 1)
    (shown,) = host.findChildren(Toast)
    assert shown.accessibleName() == "The dataset is saved"
    assert shown.geometry().bottom() < host.height()
    qtbot.waitUntil(lambda: not host.findChildren(Toast))


def ask(host: Host, qtbot: QtBot) -> Question:
    question = Question(host, ASKING)
    question.open()
    qtbot.waitUntil(question.isVisible)
    return question


def test_the_safe_answer_is_the_default_and_has_the_keyboard(host: Host, qtbot: QtBot) -> None:
    question = ask(host, qtbot)
    assert question.keep_button().isDefault()
    assert question.keep_button().hasFocus() or question.focusWidget() is question.keep_button()
    assert not question.act_button().isDefault()
    assert question.windowModality() is Qt.WindowModality.WindowModal
    with qtbot.waitSignal(question.answered) as told:
        QTest.keyClick(question, Qt.Key.Key_Return)
    assert told.args == [False]


def test_escape_keeps_everything(host: Host, qtbot: QtBot) -> None:
    question = ask(host, qtbot)
    with qtbot.waitSignal(question.answered) as told:
        QTest.keyClick(question, Qt.Key.Key_Escape)
    assert told.args == [False]


def test_closing_keeps_everything(host: Host, qtbot: QtBot) -> None:
    question = ask(host, qtbot)
    with qtbot.waitSignal(question.answered) as told:
        question.close()
    assert told.args == [False]


def test_only_pressing_the_act_acts(host: Host, qtbot: QtBot) -> None:
    question = ask(host, qtbot)
    more = next(found for found in question.findChildren(QPushButton) if found.text() == "Show all 4,113")
    with qtbot.waitSignal(question.more_asked), qtbot.assertNotEmitted(question.answered):
        QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(question.answered) as told:
        QTest.mouseClick(question.act_button(), Qt.MouseButton.LeftButton)
    assert told.args == [True]


def test_the_window_is_dimmed_while_it_is_asked(host: Host, qtbot: QtBot) -> None:
    question = ask(host, qtbot)
    (scrim,) = host.findChildren(Scrim)
    host.resize(900, 700)
    qtbot.waitUntil(lambda: scrim.size() == host.size())
    assert question.geometry().center().x() - host.mapToGlobal(QPoint(0, 0)).x() == pytest.approx(400, abs=60)
    question.reject()
    qtbot.waitUntil(lambda: not host.findChildren(Scrim))


def test_a_dialog_is_as_high_as_its_words(host: Host, qtbot: QtBot) -> None:
    few = Dialog(host, down(text("Two words")), across(None, button("Close")), title="Few")
    many = Dialog(host, down(text("Many words. " * 80, wrap=True)), across(None, button("Close")), title="Many")
    for dialog in (few, many):
        dialog.open()
    qtbot.waitUntil(lambda: few.isVisible() and many.isVisible())
    assert few.height() < 140
    assert many.height() > few.height() + 60
    assert few.width() == many.width() == 600


def test_a_dialog_grows_when_a_field_shows_its_error(host: Host, qtbot: QtBot) -> None:
    field = Field("Pass phrase", LineEdit(), validate=lambda _: "Enter the pass phrase.")
    dialog = Dialog(host, down(field), across(None, button("Close")), title="Unlock the vault")
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    before = dialog.height()
    field.check()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    qtbot.waitUntil(lambda: dialog.height() > before)
