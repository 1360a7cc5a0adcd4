"""Choosing how changes are found: the line on the page, the dialog with its advice, what is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core.cursors import Advice, CursorAdvice, Fit, ModeAdvice
from kbconnect.core.errors import ConnectTimeoutError
from kbconnect.core.model import ChangeMode, ColumnInfo, ColumnKind, ColumnRole, Dataset, SyncPolicy, TableRef
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.change_detection import (
    ChangeDetection,
    cursor_caption,
    detection_fault,
    detection_meaning,
    detection_words,
    following,
)
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection_changes_dialog import ChangesDialog
from kbconnect.ui.widgets.option_cards import OptionCard
from tests.ui.data_selections import Opened
from tests.ui.pages import Reader
from tests.ui.shop import Shop, open_shop, shell_on

ID = ColumnInfo("id", "bigint", ColumnKind.INTEGER)
CHANGED = ColumnInfo("updated_at", "timestamptz", ColumnKind.TIMESTAMP)
TITLE = ColumnInfo("title", "text", ColumnKind.TEXT)
COMPARE = ModeAdvice(ChangeMode.COMPARE, "", "A run that finds nothing new takes about a second for 30 rows.")
ADVICE = Advice(
    (
        CursorAdvice(CHANGED, Fit.GOOD, 600.0, True, ("The database sets it whenever a row is changed.",), ()),
        CursorAdvice(ID, Fit.USABLE, 1_000.0, False, ("It grows with each new row.",), ("Changes would be missed.",)),
        CursorAdvice(ColumnInfo("due", "date", ColumnKind.DATE), Fit.UNFIT, 1.0, True, ("It holds plans.",), ()),
    ),
    COMPARE,
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def opened(shell: Shell, shop: Shop, qtbot: QtBot) -> Opened:
    page = Opened(shell, shop, qtbot)
    page.choose()
    return page


def asked(opened: Opened) -> ChangesDialog:
    """The dialog, with its advice."""
    QTest.mouseClick(opened.button("Change…"), Qt.MouseButton.LeftButton)
    dialog = next(each for each in opened.page.window().findChildren(ChangesDialog) if each.isVisible())
    opened.qtbot.waitUntil(lambda: bool(dialog.columns()))
    return dialog


def press(dialog: QWidget, words: str) -> None:
    QTest.mouseClick(_button(dialog, words), Qt.MouseButton.LeftButton)


def _button(dialog: QWidget, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def card_of(dialog: ChangesDialog, name: str) -> OptionCard:
    return next(card for card in dialog.columns() if card.accessibleName().startswith(name))


Show = Callable[..., ChangesDialog]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Opens the dialog by itself."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1024, 700)
    parent.show()

    def opened(detection: ChangeDetection | None = None, key: Sequence[str] = ("id",)) -> ChangesDialog:
        dialog = ChangesDialog(parent, detection or ChangeDetection(), key, (ID, CHANGED, TITLE))
        dialog.open()
        return dialog

    return opened


# ------------------------------------------------------------------------------------------------------- on the page


def test_a_new_dataset_compares_everything(opened: Opened) -> None:
    draft = opened.page.draft()
    assert draft is not None
    assert (draft.mode, draft.cursor_column, draft.policy) == (ChangeMode.COMPARE, "", SyncPolicy())
    assert opened.columns.changes.words() == "Compares all rows"


def test_a_column_is_followed_and_saved(opened: Opened, shop: Shop) -> None:
    dialog = asked(opened)
    assert card_of(dialog, "updated_at").isEnabled()
    QTest.mouseClick(dialog.ways()[ChangeMode.CURSOR], Qt.MouseButton.LeftButton)
    QTest.mouseClick(card_of(dialog, "updated_at"), Qt.MouseButton.LeftButton)
    press(dialog, "Find changes this way")
    assert opened.columns.changes.words() == "Follows updated_at"
    assert opened.page.is_changed()
    with opened.qtbot.waitSignal(opened.page.saved):
        QTest.mouseClick(opened.button("Save"), Qt.MouseButton.LeftButton)
    (saved,) = shop.application.datasets.list()
    assert (saved.mode, saved.cursor_column) == (ChangeMode.CURSOR, "updated_at")
    assert shop.sync(saved).counts.added == 30


def test_keeping_it_as_it_was_changes_nothing(opened: Opened) -> None:
    before = opened.page.draft()
    dialog = asked(opened)
    dialog.ways()[ChangeMode.APPEND].setChecked(True)
    press(dialog, "Keep as it was")
    assert opened.page.draft() == before


def test_the_advice_is_only_asked_for_by_the_dialog(
    opened: Opened, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    real = shop.application.catalog.cursor_advice

    def counted(*arguments: object) -> Advice:
        calls.append(arguments[1])
        return real(*arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(shop.application.catalog, "cursor_advice", counted)
    opened.columns.model.set_role([3], ColumnRole.LEAVE_OUT)
    assert calls == []
    asked(opened)
    assert len(calls) == 1


def test_a_saved_dataset_shows_its_way_and_keeps_its_lag(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    saved = follow_by_hand(shop)
    opened = Opened(shell, shop, qtbot, saved.id)
    qtbot.waitUntil(lambda: opened.preview.document() is not None)
    assert opened.columns.changes.words() == "Follows updated_at"
    assert not opened.page.is_changed()
    dialog = asked(opened)
    assert dialog.way() is ChangeMode.CURSOR
    assert card_of(dialog, "updated_at").isChecked()
    press(dialog, "Find changes this way")
    assert not opened.page.is_changed()
    dialog = asked(opened)
    dialog.ways()[ChangeMode.COMPARE].setChecked(True)
    press(dialog, "Find changes this way")
    draft = opened.page.draft()
    assert draft is not None
    assert (draft.mode, draft.cursor_column, draft.policy.cursor_lag) == (ChangeMode.COMPARE, "", None)
    assert draft.policy.key_scan_hours == 6


def follow_by_hand(shop: Shop) -> Dataset:
    made = shop.add_dataset()
    policy = SyncPolicy(cursor_lag=77.0, key_scan_hours=6)
    draft = replace(draft_of_dataset(made), mode=ChangeMode.CURSOR, cursor_column="updated_at", policy=policy)
    return shop.application.datasets.edit(made.id, draft)


def test_another_table_begins_anew(opened: Opened) -> None:
    opened.columns.choose_detection(ChangeDetection(ChangeMode.CURSOR, "updated_at"))
    opened.tables.choose(TableRef("", "nothing_yet"))
    opened.qtbot.waitUntil(lambda: opened.columns.changes.words() == "Compares all rows")
    draft = opened.page.draft()
    assert draft is None or draft.mode is ChangeMode.COMPARE


def test_a_query_without_the_column_compares_again(opened: Opened) -> None:
    opened.write("SELECT id, title, body_html, updated_at FROM articles")
    opened.qtbot.waitUntil(opened.query.columns.is_loaded)
    opened.query.columns.choose_detection(ChangeDetection(ChangeMode.CURSOR, "updated_at"))
    opened.query.set_sql("SELECT id, body_html, updated_at FROM articles")
    opened.page.reload()
    opened.qtbot.waitUntil(lambda: len(opened.query.columns.columns()) == 3)
    assert opened.query.columns.changes.words() == "Follows updated_at"
    opened.query.set_sql("SELECT id, body_html FROM articles")
    opened.page.reload()
    opened.qtbot.waitUntil(lambda: len(opened.query.columns.columns()) == 2)
    assert opened.query.columns.changes.words() == "Compares all rows"


def test_additions_need_a_key_of_one_growing_column(opened: Opened) -> None:
    opened.columns.choose_detection(ChangeDetection(ChangeMode.APPEND))
    assert opened.columns.detection_fault() == ""
    assert opened.button("Save").isEnabled()
    opened.columns.model.set_role([1], ColumnRole.KEY)
    assert "needs a key of one column; this one has 2" in Reader(opened.page, opened.qtbot).said()
    assert not opened.button("Save").isEnabled()
    opened.columns.choose_detection(ChangeDetection())
    assert opened.button("Save").isEnabled()


def test_an_advice_that_fails_is_asked_for_again(opened: Opened, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> Advice:
        raise ConnectTimeoutError("The host did not answer within 8 s.", meaning="Nothing was read.")

    with monkeypatch.context() as patch:
        patch.setattr(shop.application.catalog, "cursor_advice", silent)
        QTest.mouseClick(opened.button("Change…"), Qt.MouseButton.LeftButton)
        reader = Reader(opened.page, opened.qtbot)
        reader.wait_for("There is no advice")
    dialog = reader.part(ChangesDialog)
    assert _button(dialog, "Find changes this way").isEnabled()
    dialog.ways()[ChangeMode.CURSOR].setChecked(True)
    assert "did not answer" in reader.said()
    assert not _button(dialog, "Find changes this way").isEnabled()
    reader.press("Try again")
    opened.qtbot.waitUntil(lambda: bool(dialog.columns()))
    assert "Advised: compare everything." in reader.said()


def test_a_dialog_that_is_closed_early_is_not_told(opened: Opened) -> None:
    QTest.mouseClick(opened.button("Change…"), Qt.MouseButton.LeftButton)
    dialog = opened.page.window().findChild(ChangesDialog)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    asked(opened)
    assert opened.page.draft() is not None


# ------------------------------------------------------------------------------------------------------- the dialog


def test_the_advised_way_is_marked_with_its_reason(show: Show, qtbot: QtBot) -> None:
    dialog = show()
    said = Reader(dialog, qtbot).said
    assert "Looking at the columns" in said()
    dialog.show_advice(ADVICE)
    assert "Advised: compare everything. A run that finds nothing new takes about a second" in said()
    assert [way.mark() for way in dialog.ways().values()] == ["Advised", "", ""]
    follow = ModeAdvice(ChangeMode.CURSOR, "updated_at", "Comparing takes an hour.")
    dialog.show_advice(replace(ADVICE, mode=follow))
    assert "Advised: follow “updated_at”. Comparing takes an hour." in said()
    assert [way.mark() for way in dialog.ways().values()] == ["", "Advised", ""]


def test_columns_say_how_they_fit_and_unfit_ones_are_barred(show: Show) -> None:
    dialog = show()
    dialog.show_advice(ADVICE)
    dialog.ways()[ChangeMode.CURSOR].setChecked(True)
    assert [card.mark() for card in dialog.columns()] == ["Fits well", "Usable", "Doesn't fit"]
    assert [card.isEnabled() for card in dialog.columns()] == [True, True, False]
    assert card_of(dialog, "id").accessibleDescription() == "It grows with each new row. Changes would be missed."
    assert dialog.detection() == ChangeDetection(ChangeMode.CURSOR, "updated_at")
    QTest.mouseClick(card_of(dialog, "due"), Qt.MouseButton.LeftButton)
    assert dialog.detection() == ChangeDetection(ChangeMode.CURSOR, "updated_at")
    QTest.mouseClick(card_of(dialog, "id"), Qt.MouseButton.LeftButton)
    assert dialog.detection() == ChangeDetection(ChangeMode.CURSOR, "id")


def test_a_column_that_is_followed_already_stays_even_if_unfit(show: Show) -> None:
    dialog = show(ChangeDetection(ChangeMode.CURSOR, "due", 5.0))
    dialog.show_advice(ADVICE)
    assert card_of(dialog, "due").isChecked()
    assert dialog.detection() == ChangeDetection(ChangeMode.CURSOR, "due", 5.0)


def test_the_ways_are_reached_by_keys(show: Show, qtbot: QtBot) -> None:
    dialog = show()
    dialog.activateWindow()
    dialog.show_advice(ADVICE)
    compare = dialog.ways()[ChangeMode.COMPARE]
    qtbot.waitUntil(compare.hasFocus)
    QTest.keyClick(compare, Qt.Key.Key_Down)
    assert dialog.way() is ChangeMode.CURSOR
    QTest.keyClick(dialog.ways()[ChangeMode.CURSOR], Qt.Key.Key_Down)
    assert dialog.way() is ChangeMode.APPEND
    chosen: list[object] = []
    dialog.chosen.connect(chosen.append)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen == [ChangeDetection(ChangeMode.APPEND)]


def test_without_a_column_to_follow_the_dialog_says_so(show: Show, qtbot: QtBot) -> None:
    dialog = show()
    dialog.show_advice(Advice((), COMPARE))
    dialog.ways()[ChangeMode.CURSOR].setChecked(True)
    assert "No column holds times or numbers" in Reader(dialog, qtbot).said()
    assert dialog.detection() is None
    assert not _button(dialog, "Find changes this way").isEnabled()


def test_additions_are_barred_with_the_reason(show: Show) -> None:
    dialog = show(key=("id", "title"))
    append = dialog.ways()[ChangeMode.APPEND]
    assert not append.isEnabled()
    assert append.accessibleDescription() == "Reading only added rows needs a key of one column; this one has 2."
    dialog = show(key=("title",))
    assert not dialog.ways()[ChangeMode.APPEND].isEnabled()


def test_a_key_of_which_nothing_says_that_it_grows_is_told(show: Show, qtbot: QtBot) -> None:
    dialog = show()
    dialog.show_advice(replace(ADVICE, cursors=ADVICE.cursors[:1]))
    dialog.ways()[ChangeMode.APPEND].setChecked(True)
    assert "Nothing says that “id” grows with each new row." in Reader(dialog, qtbot).said()


# ------------------------------------------------------------------------------------------------------- words


def test_words_for_each_way() -> None:
    compare, append = ChangeDetection(), ChangeDetection(ChangeMode.APPEND)
    follow = ChangeDetection(ChangeMode.CURSOR, "updated_at")
    assert [detection_words(way) for way in (compare, follow, append)] == [
        "Compares all rows",
        "Follows updated_at",
        "Only added rows",
    ]
    assert "removed rows included" in detection_meaning(compare, ("id",))
    assert "by “updated_at”" in detection_meaning(follow, ("id",))
    assert "higher “id”" in detection_meaning(append, ("id",))


def test_a_lag_is_kept_only_where_it_is_not_the_usual_one() -> None:
    good = ADVICE.cursors[0]
    assert following(good).lag is None
    assert following(replace(good, lag=7_800.0)).lag == 7_800.0
    assert cursor_caption(good) == "timestamptz, looks back by 10 min"
    assert cursor_caption(ADVICE.cursors[1]) == "bigint, looks back by 1,000"
    assert cursor_caption(ADVICE.cursors[2]) == "date"


def test_faults_of_ways_are_sentences() -> None:
    follow = ChangeDetection(ChangeMode.CURSOR, "gone")
    assert detection_fault(follow, ("id",), (ID,)) == "There is no column “gone” to follow."
    none = detection_fault(ChangeDetection(ChangeMode.APPEND), (), (ID,))
    assert none == "Reading only added rows needs a key of one column; none is chosen."
    assert detection_fault(ChangeDetection(), (), ()) == ""


def test_append_forgets_a_column_that_is_no_key_any_more() -> None:
    append = ChangeDetection(ChangeMode.APPEND, "id")
    assert append.column_for(("id",)) == "id"
    assert append.column_for(("other",)) == ""
