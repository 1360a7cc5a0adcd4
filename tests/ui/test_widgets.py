"""The parts pages are made of: what they say, what they tell, and what a screen reader hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.ui.status import State, Status
from kbconnect.ui.style import Theme
from kbconnect.ui.widgets.bars import Bar, Skeleton
from kbconnect.ui.widgets.buttons import Kind, Segments, Tabs, button, icon_button
from kbconnect.ui.widgets.cards import Card, Chip, CodeBox, CopyButton, CountCard, Facts, Notice, Swap
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.fields import Check, Choice, CodeEdit, Field, LineEdit, SearchEdit, SecretEdit
from kbconnect.ui.widgets.labels import Glyph, Mark, Pill, Tile, text
from kbconnect.ui.widgets.layout import FlowLayout, across, clear, down, flow, frame, scroll
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.widgets.steps import Step, StepChain, StepLook
from kbconnect.ui.words import plain_tip


def shown(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()


def port_rule(value: str) -> str:
    return "" if value.isdigit() else "A port is a number from 1 to 65535."


@pytest.fixture
def port(qtbot: QtBot) -> Iterator[Field]:
    made = Field("Port", LineEdit("5432"), hint="Usually 5432", validate=port_rule)
    whole = frame(down(made, QLineEdit()))
    shown(whole, qtbot)
    made.editor.setFocus()
    yield made
    whole.deleteLater()


def test_an_error_comes_when_the_field_is_left_and_goes_while_typing(port: Field, qtbot: QtBot) -> None:
    port.set_value("54x32")
    assert port.error() == ""
    QTest.keyClick(port.editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: port.error() != "")
    assert port.editor.accessibleDescription() == "A port is a number from 1 to 65535."
    with qtbot.waitSignal(port.changed):
        QTest.keyClicks(port.editor, "1")
    assert port.error() == ""
    assert port.editor.accessibleDescription() == "Usually 5432"


def test_a_field_gives_its_label_to_the_editor(port: Field) -> None:
    label = next(found for found in port.findChildren(QLabel) if found.buddy() is port.editor)
    assert label.text() == port.editor.accessibleName() == "Port"
    port.set_label("TCP port")
    assert port.editor.accessibleName() == "TCP port"


def test_checking_a_field_tells_and_shows_what_is_wrong(port: Field) -> None:
    assert port.check()
    port.set_value("none")
    assert not port.check()
    assert port.error().startswith("A port is a number")
    port.set_error("")
    port.set_hint("Read from the URL", "link-simple")
    assert port.editor.accessibleDescription() == "Read from the URL"


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (lambda: LineEdit("a"), "b"),
        (lambda: Choice(("a", "Every day"), ("b", "Never")), "b"),
        (lambda: CodeEdit("a", name="SQL"), "SELECT 1"),
    ],
    ids=["line", "choice", "code"],
)
def test_a_field_reads_and_writes_any_editor(
    make: Callable[[], LineEdit | Choice | CodeEdit], value: str, qtbot: QtBot
) -> None:
    field = Field("Value", make())
    qtbot.addWidget(field)
    assert field.value() == "a"
    with qtbot.waitSignal(field.changed):
        field.set_value(value)
    assert field.value() == value


def test_a_search_waits_for_a_pause_and_escape_clears_it(qtbot: QtBot) -> None:
    search = SearchEdit("Search connectors")
    qtbot.addWidget(search)
    with qtbot.waitSignal(search.searched) as told:
        QTest.keyClicks(search, "help")
    assert told.args == ["help"]
    with qtbot.waitSignal(search.searched) as told:
        QTest.keyClick(search, Qt.Key.Key_Escape)
    assert told.args == [""]
    with qtbot.waitSignal(search.searched, timeout=100) as told:
        search.setText("at once")
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert told.args == ["at once"]


@pytest.mark.parametrize("make", [LineEdit, CodeEdit])
def test_what_stands_in_an_empty_field_can_be_read(
    make: Callable[[], LineEdit | CodeEdit], look: Theme, qtbot: QtBot
) -> None:
    editor = make()
    shown(editor, qtbot)
    assert editor.palette().placeholderText().color() == look.colour("text3")


def test_a_password_is_shown_only_while_the_eye_is_open(qtbot: QtBot) -> None:
    edit = SecretEdit()
    qtbot.addWidget(edit)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    eye = edit.actions()[0]
    eye.trigger()
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    eye.trigger()
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_choice_keeps_its_key_over_new_options_and_ignores_the_wheel(qtbot: QtBot) -> None:
    choice = Choice(("a", "All datasets"), ("b", "Help articles"), name="Dataset")
    shown(choice, qtbot)
    with qtbot.assertNotEmitted(choice.picked):
        choice.choose("b")
        choice.set_options((("c", "Macros"), ("b", "Help articles")))
        choice.choose("nobody")
    assert choice.key() == "b"
    down_a_notch = QWheelEvent(
        QPointF(5, 5),
        QPointF(choice.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, down_a_notch)
    assert choice.key() == "b"
    with qtbot.waitSignal(choice.picked) as told:
        choice.setFocus()
        QTest.keyClick(choice, Qt.Key.Key_Up)
    assert told.args == ["c"]


def test_a_check_box_is_large_enough_to_hit_and_paints_its_tick(qtbot: QtBot) -> None:
    check = Check("Connect through an SSH tunnel")
    shown(check, qtbot)
    before = check.grab().toImage()
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert check.isChecked()
    assert check.height() >= 28
    assert check.grab().toImage() != before


def test_buttons_are_as_high_as_the_design_says(qtbot: QtBot) -> None:
    for kind in (Kind.PRIMARY, Kind.SECONDARY, Kind.QUIET, Kind.LINK, Kind.DANGER, Kind.DANGER_QUIET):
        made = button("Remove 4,113 documents", kind, "trash")
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.sizeHint().height() == 32, kind
    square = icon_button("dots-three-bold", "More actions", shortcut="Ctrl+M")
    qtbot.addWidget(square)
    square.ensurePolished()
    assert (square.sizeHint().width(), square.sizeHint().height()) == (32, 32)
    assert square.accessibleName() == "More actions"
    assert square.toolTip() == "More actions (Ctrl+M)"


def test_a_chosen_tab_has_the_width_it_had_before(qtbot: QtBot) -> None:
    tabs = Tabs(("table", "Pick a table"), ("query", "Write a SELECT"))
    shown(tabs, qtbot)
    second = tabs.findChildren(QPushButton)[1]
    before = second.sizeHint()
    with qtbot.waitSignal(tabs.chosen) as told:
        QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert told.args == ["query"]
    assert tabs.current() == "query"
    assert second.sizeHint() == before
    assert tabs.height() <= 44


def test_segments_take_new_counts(qtbot: QtBot) -> None:
    segments = Segments(("all", "All 214"), ("failed", "Needs attention 4"))
    qtbot.addWidget(segments)
    segments.set_words("failed", "Needs attention 5")
    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose("failed")
    assert segments.current() == "failed"
    segments.set_option_visible("all", visible=False)
    assert [made.isHidden() for made in segments.findChildren(QPushButton)] == [True, False]
    with pytest.raises(KeyError):
        segments.choose("nobody")


def test_elided_text_keeps_its_words_in_a_tool_tip(qtbot: QtBot) -> None:
    name = "A knowledge base with a name that is far too long for its row"
    label = text(name, "strong", elide=True)
    row = frame(across(label, text("at the right")), width=200)
    shown(row, qtbot)
    assert label.words() == label.accessibleName() == label.toolTip() == name
    assert QLabel.text(label).endswith("…")
    label.setText("Short")
    assert QLabel.text(label) == "Short"
    assert label.toolTip() == ""


def test_a_long_line_never_makes_its_page_wider(qtbot: QtBot) -> None:
    area = scroll(down(text("word " * 200, wrap=True), text("wide" * 100, elide=True)))
    area.resize(300, 400)
    shown(area, qtbot)
    inside = area.widget()
    assert inside is not None
    assert inside.width() <= 300


def test_text_is_never_read_as_html(qtbot: QtBot) -> None:
    label = text("<b>bold</b> & more")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_tool_tip_is_never_read_as_html(qtbot: QtBot) -> None:
    """It would load the picture from wherever a row of somebody's database says."""
    label = text("a picture <img src='file:///nowhere.png'> of mine", elide=True)
    shown(label, qtbot)
    label.resize(30, 20)
    assert "&lt;img" in label.toolTip()
    assert "<img" not in label.toolTip()
    assert plain_tip("a < b\nand more") == "a < b\nand more"


def test_a_pill_tells_its_word_and_grows_with_it(qtbot: QtBot) -> None:
    pill = Pill(Status(State.QUEUED))
    shown(pill, qtbot)
    narrow = pill.sizeHint().width()
    pill.set_status(Status(State.WAITING_UNLOCK))
    assert pill.accessibleName() == "Waiting for unlock"
    assert pill.sizeHint().width() > narrow


def test_painted_things_have_names_or_are_not_in_the_way() -> None:
    assert Tile("postgresql", label="PostgreSQL").accessibleName() == "PostgreSQL"
    assert Mark().accessibleName() == "kbconnect"
    assert Glyph("info").testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    with pytest.raises(KeyError):
        Glyph("unicorn")


def test_a_bar_glides_to_its_share_and_says_it(qtbot: QtBot) -> None:
    bar = Bar(0.2, width=200, name="Adding meaning")
    shown(bar, qtbot)
    before = bar.grab().toImage()
    bar.set_share(0.8)
    assert bar.share() == 0.8
    assert bar.accessibleName() == "Adding meaning, 80%"
    qtbot.waitUntil(lambda: bar.grab().toImage().pixelColor(150, 3) != before.pixelColor(150, 3))
    bar.set_share(7)
    assert bar.share() == 1.0


def test_a_bar_jumps_where_less_motion_is_wanted(look: Theme, qtbot: QtBot) -> None:
    look.reduced_motion = True
    bar = Bar(width=200)
    shown(bar, qtbot)
    bar.set_share(1)
    assert bar.grab().toImage().pixelColor(195, 3).name() == look.colour("fill").name()


def test_blocks_appear_only_if_loading_takes_long(qtbot: QtBot) -> None:
    skeleton = Skeleton(rows=2, row_height=40)
    skeleton.resize(300, 80)
    empty = skeleton.grab().toImage()
    shown(skeleton, qtbot)
    qtbot.waitUntil(lambda: skeleton.grab().toImage() != empty)
    skeleton.hide()
    skeleton.show()
    assert skeleton.grab().toImage() == empty
    skeleton.appear_now()
    assert skeleton.grab().toImage() != empty


def test_copying_is_confirmed_on_the_button(qtbot: QtBot) -> None:
    box = CodeBox("GRANT USAGE ON SCHEMA tickets TO support_app;", "Copy fix")
    shown(box, qtbot)
    copy = box.findChild(CopyButton)
    assert copy is not None
    width = copy.width()
    with qtbot.waitSignal(copy.copied):
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == box.code()
    assert copy.text() == "Copied"
    assert copy.sizeHint().width() <= width
    qtbot.waitUntil(lambda: copy.text() == "Copy fix")


def test_code_is_shown_as_it_is(qtbot: QtBot) -> None:
    box = CodeBox("<script> & 'quotes'", copied="everything")
    qtbot.addWidget(box)
    assert box.code() == "<script> & 'quotes'"


def test_notices_and_counts_say_everything_in_one_sentence(qtbot: QtBot) -> None:
    notice = Notice("warning", "shield-warning", "This account can write", "kbconnect never writes.")
    count = CountCard("Added", "+42", "new at the source", "plus-circle", "success")
    for widget in (notice, count):
        qtbot.addWidget(widget)
    assert notice.accessibleName() == "This account can write. kbconnect never writes."
    notice.say("danger", "x-circle", "The server refused the login")
    assert notice.accessibleName() == "The server refused the login"
    assert notice.words() == ("The server refused the login", "")
    assert count.accessibleName() == "Added +42, new at the source"
    count.show_count("+43")
    assert count.accessibleName() == "Added +43, new at the source"


def test_choosing_a_card_moves_nothing_inside(qtbot: QtBot) -> None:
    inside = text("OS keyring")
    card = Card(down(inside))
    shown(card, qtbot)
    before = inside.mapTo(card, QPoint(0, 0)), card.size()
    card.set_chosen(chosen=True)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert (inside.mapTo(card, QPoint(0, 0)), card.size()) == before


def test_facts_change_in_place(qtbot: QtBot) -> None:
    facts = Facts(("Read", "0 rows"))
    qtbot.addWidget(facts)
    facts.show_fact("Read", "9,052 rows")
    facts.show_fact("Run", "1204")
    assert [label.text() for label in facts.findChildren(QLabel)] == ["Read", "9,052 rows", "Run", "1204"]


def test_a_swap_shows_one_state(qtbot: QtBot) -> None:
    empty, full = text("nothing yet"), text("rows")
    swap = Swap(empty=empty, full=full)
    shown(swap, qtbot)
    assert (swap.current(), empty.isVisible(), full.isVisible()) == ("empty", True, False)
    swap.show_state("full")
    assert (swap.current(), empty.isVisible(), full.isVisible()) == ("full", False, True)
    with pytest.raises(KeyError):
        swap.show_state("broken")


def test_a_swap_makes_a_state_when_it_is_first_shown(qtbot: QtBot) -> None:
    made: list[QWidget] = []

    def make() -> QWidget:
        made.append(text("rows"))
        return made[-1]

    swap = Swap(empty=text("nothing yet"))
    swap.add_later("full", make)
    shown(swap, qtbot)
    assert made == []
    for state in ("full", "empty", "full"):
        swap.show_state(state)
    assert len(made) == 1
    assert (swap.current(), made[0].isVisible()) == ("full", True)


def test_chips_flow_to_the_next_line(qtbot: QtBot) -> None:
    chips = flow(*(Chip(f"category: {number}") for number in range(6)))
    layout = chips.layout()
    assert isinstance(layout, FlowLayout)
    qtbot.addWidget(chips)
    assert layout.heightForWidth(2_000) < layout.heightForWidth(250) < layout.heightForWidth(120)
    clear(layout)
    assert layout.count() == 0


STEPS = (
    Step("Find the server", StepLook.OK, "db.example is 10.20.4.17", "3 ms"),
    Step("Reach it", StepLook.RUNNING, "Asking port 5432"),
)


def test_a_chain_keeps_the_steps_that_are_done(qtbot: QtBot) -> None:
    chain = StepChain(*STEPS)
    shown(chain, qtbot)
    first = chain.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[0]
    assert first.accessibleName() == "Find the server, Passed. db.example is 10.20.4.17"
    failed = Step("Reach it", StepLook.BAD, "Port 5432 is closed.", fix="ufw allow 5432", technical="ECONNREFUSED")
    chain.show_steps((STEPS[0], failed))
    assert chain.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[0] is first
    assert chain.steps() == (STEPS[0], failed)
    assert [box.code() for box in chain.findChildren(CodeBox)] == ["ufw allow 5432", "ECONNREFUSED"]


def test_an_empty_state_leads_on(qtbot: QtBot) -> None:
    new = button("New connector", Kind.PRIMARY, "plus")
    for picture in Picture:
        empty = EmptyState(picture, "Connect your first database", "Rows become documents.", safe="Only reads.")
        shown(empty, qtbot)
        assert not empty.grab().isNull()
    state = EmptyState(Picture.SEARCH, "Nothing found", "Try other words.", new, cards=(("Connect", "Paste a URL."),))
    shown(state, qtbot)
    assert new.isVisible()
    assert state.accessibleName() == "Nothing found. Try other words."


def test_widths_of_panes_are_remembered(qtbot: QtBot, tmp_path: object) -> None:
    memory = QSettings(f"{tmp_path}/window.ini", QSettings.Format.IniFormat)

    def panes() -> Panes:
        made = Panes("sources", memory, (QWidget(), 372), (QWidget(), 0))
        made.resize(1_000, 400)
        shown(made, qtbot)
        return made

    first = panes()
    assert first.sizes()[0] == 372
    first.moveSplitter(300, 1)
    assert panes().sizes()[0] == 300
