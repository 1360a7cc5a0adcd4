"""The tree of tables and the columns with their roles, as models: order, filter, speed, and the mapping they make."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kbconnect.core.model import (
    ColumnInfo,
    ColumnKind,
    ColumnRole,
    ColumnSuggestion,
    Document,
    Mapping,
    Reject,
    TableInfo,
    TableRef,
)
from kbconnect.core.preview import Preview, PreviewChunk, PreviewDocument
from kbconnect.core.treatment import ColumnTreatment, Finding, SensitiveKind, Treatment
from kbconnect.ui.models.column_roles import ROLE, SAMPLE, ColumnRolesModel
from kbconnect.ui.models.estimates import Estimates, estimates_of
from kbconnect.ui.models.rows import CELL
from kbconnect.ui.models.table_tree import TableTreeModel, TreeRow, catalogue_of
from kbconnect.ui.pages.data_selection_foot import proposed_query_name
from kbconnect.ui.style import install_theme, theme
from kbconnect.ui.widgets.sql_edit import SqlHighlighter

TABLES = (
    TableInfo(TableRef("billing", "plans"), "table", 23),
    TableInfo(TableRef("public", "tickets"), "table", 214_806),
    TableInfo(TableRef("public", "help_articles"), "table", 9_052, "Published articles"),
    TableInfo(TableRef("public", "v_open_tickets"), "view"),
    TableInfo(TableRef("secret", "payroll"), "table", readable=False),
    TableInfo(TableRef("billing", "vault"), "table", readable=False),
)
USER, ACCESSIBLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def tree(qtmodeltester: ModelTester) -> TableTreeModel:
    model = TableTreeModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    model.show_catalogue(catalogue_of(TABLES), frozenset({TableRef("public", "help_articles")}))
    return model


def rows(model: TableTreeModel, parent: QModelIndex | None = None) -> list[TreeRow]:
    under = parent or QModelIndex()
    return [model.index(row, 0, under).data(USER) for row in range(model.rowCount(under))]


def test_schemas_stand_with_public_first_and_locked_last(tree: TableTreeModel) -> None:
    assert rows(tree) == [
        TreeRow("folder-simple", "public", "3", strong=True),
        TreeRow("folder-simple", "billing", "2", strong=True),
        TreeRow("lock-simple", "secret", "locked", strong=True, locked=True),
    ]
    assert tree.rowCount(tree.index(2, 0)) == 0


def test_tables_show_estimate_kind_use_and_lock(tree: TableTreeModel) -> None:
    assert rows(tree, tree.index(0, 0)) == [
        TreeRow("check-square", "help_articles", "9.1 k", strong=True, comment="Published articles"),
        TreeRow("table", "tickets", "215 k"),
        TreeRow("eye", "v_open_tickets", "view"),
    ]
    locked = tree.index(1, 0, tree.index(1, 0))
    assert locked.data(USER).locked
    assert not tree.flags(locked) & Qt.ItemFlag.ItemIsSelectable
    assert "SELECT" in locked.data(Qt.ItemDataRole.ToolTipRole)


def test_a_screen_reader_hears_the_whole_row(tree: TableTreeModel) -> None:
    article = tree.index_of(TableRef("public", "help_articles"))
    assert article.data(ACCESSIBLE) == (
        "Table public.help_articles, about 9,052 rows, Published articles, used by a dataset"
    )
    assert article.data(Qt.ItemDataRole.ToolTipRole) == (
        "Table public.help_articles, about 9,052 rows\nPublished articles"
    )


def test_the_filter_finds_names_comments_and_schemas(tree: TableTreeModel) -> None:
    tree.set_filter("TICK")
    assert [row.name for row in rows(tree)] == ["public"]
    assert [row.name for row in rows(tree, tree.index(0, 0))] == ["tickets", "v_open_tickets"]
    tree.set_filter("published")
    assert [row.name for row in rows(tree, tree.index(0, 0))] == ["help_articles"]
    tree.set_filter("billing.")
    assert tree.shown_tables() == 2
    tree.set_filter("nothing like it")
    assert tree.rowCount() == 0
    tree.set_filter("")
    assert tree.shown_tables() == len(TABLES)


def test_every_word_must_be_there_and_is_marked(tree: TableTreeModel) -> None:
    tree.set_filter("tickets open")
    (row,) = rows(tree, tree.index(0, 0))
    assert (row.name, row.found) == ("v_open_tickets", ((2, 6), (7, 14)))
    tree.set_filter("published help art")
    (row,) = rows(tree, tree.index(0, 0))
    assert (row.name, row.found) == ("help_articles", ((0, 4), (5, 8)))
    tree.set_filter("tickets published")
    assert tree.shown_tables() == 0


def test_an_index_leads_to_its_table_while_filtered(tree: TableTreeModel) -> None:
    tree.set_filter("v_open")
    index = tree.index_of(TableRef("public", "v_open_tickets"))
    table = tree.table(index)
    assert table is not None
    assert table.ref.name == "v_open_tickets"
    assert not tree.index_of(TableRef("public", "tickets")).isValid()
    assert tree.table(tree.index(0, 0)) is None


def test_only_a_source_that_has_looked_says_that_a_table_is_empty() -> None:
    tables = (
        TableInfo(TableRef("", "counted"), "table", 0, empty=True),
        TableInfo(TableRef("", "estimated"), "table", 0),
        TableInfo(TableRef("", "unknown"), "table"),
    )
    model = TableTreeModel()
    model.show_catalogue(catalogue_of(tables), frozenset())
    assert [row.remark for row in rows(model)] == ["0", "≈ 0", ""]
    assert [model.index(row, 0).data(ACCESSIBLE) for row in range(3)] == [
        "Table counted, no rows",
        "Table estimated, about 0 rows",
        "Table unknown",
    ]


def test_a_name_of_blanks_alone_can_be_seen() -> None:
    tables = (TableInfo(TableRef("app", "  "), "table", 3), TableInfo(TableRef(" ", "\t"), "table", readable=False))
    model = TableTreeModel()
    model.show_catalogue(catalogue_of(tables), frozenset())
    app, blank = model.index(0, 0), model.index(1, 0)
    assert [row.name for row in rows(model)] == ["app", "“ ”"]
    (row,) = rows(model, app)
    assert (row.name, row.remark) == ("“  ”", "3")
    assert model.index(0, 0, app).data(ACCESSIBLE) == "Table app.  , about 3 rows"
    assert model.table(model.index(0, 0, app)) == tables[0]
    assert model.rowCount(blank) == 0


def test_a_provider_without_schemas_shows_its_tables_at_the_top(qtmodeltester: ModelTester) -> None:
    model = TableTreeModel()
    model.show_catalogue(catalogue_of([TableInfo(TableRef("", name), "table") for name in ("b", "a")]), frozenset())
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    assert [row.name for row in rows(model)] == ["a", "b"]
    table = model.table(model.index(1, 0))
    assert table is not None
    assert table.ref == TableRef("", "b")


def test_fifty_thousand_tables_are_filtered_between_two_key_strokes() -> None:
    tables = [
        TableInfo(TableRef(f"schema_{schema:03}", f"table_{table:03}_of_{schema:03}"), "table", 10)
        for schema in range(500)
        for table in range(100)
    ]
    model = TableTreeModel()
    model.show_catalogue(catalogue_of(tables), frozenset())
    started = time.thread_time()  # others may use the machine, too
    for words in ("t", "ta", "table_04", "table_042_of_3", "none"):
        model.set_filter(words)
    assert time.thread_time() - started < 1.0  # five key strokes; some 10 ms each on two cores
    model.set_filter("table_042_of_007")
    assert model.shown_tables() == 1


def column(name: str, role: ColumnRole, primary_key: int = 0) -> ColumnSuggestion:
    return ColumnSuggestion(
        ColumnInfo(name, "text", ColumnKind.TEXT, primary_key=primary_key), role, "reason", "sample"
    )


COLUMNS = (
    column("part", ColumnRole.KEY, 2),
    column("id", ColumnRole.KEY, 1),
    column("title", ColumnRole.TITLE),
    column("body", ColumnRole.TEXT),
    column("note", ColumnRole.LEAVE_OUT),
    column("topic", ColumnRole.METADATA),
)


@pytest.fixture
def roles(qtmodeltester: ModelTester) -> ColumnRolesModel:
    model = ColumnRolesModel()
    model.show_columns(COLUMNS)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    return model


def test_suggested_roles_make_the_mapping(roles: ColumnRolesModel) -> None:
    assert roles.mapping() == Mapping(("id", "part"), "title", ("body",), ("topic",))


def test_a_second_title_makes_the_first_one_text(roles: ColumnRolesModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(roles.roles_changed):
        roles.set_role([4], ColumnRole.TITLE)
    assert roles.mapping() == Mapping(("id", "part"), "note", ("title", "body"), ("topic",))


def test_setting_the_role_a_column_has_changes_nothing(roles: ColumnRolesModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(roles.roles_changed):
        roles.set_role([3], ColumnRole.TEXT)


def test_the_role_is_edited_through_the_model(roles: ColumnRolesModel) -> None:
    index = roles.index(5, ROLE)
    assert index.data(Qt.ItemDataRole.EditRole) == "metadata"
    assert roles.setData(index, "leave_out")
    assert roles.mapping().metadata == ()
    assert not roles.setData(roles.index(5, 0), "key")


def test_a_saved_mapping_keeps_its_order_and_double_use(roles: ColumnRolesModel) -> None:
    saved = Mapping(("part", "id"), "title", ("note", "body"), ("topic", "id"))
    roles.show_columns(COLUMNS, saved)
    assert roles.mapping() == saved
    roles.set_role([5], ColumnRole.LEAVE_OUT)
    assert roles.mapping() == Mapping(("part", "id"), "title", ("note", "body"), ("id",))


CARD = Finding((SensitiveKind.CARD,), 0.9, "9 of 9 samples look like payment card numbers")
MAIL_WITHIN = Finding((SensitiveKind.EMAIL,), 0.9, "3 of 20 texts hold an e-mail address", within=True)


@pytest.fixture
def sensitive(roles: ColumnRolesModel) -> ColumnRolesModel:
    """As COLUMNS; note holds addresses inside of texts, topic is a card that is left out."""
    note = replace(COLUMNS[4], role=ColumnRole.TEXT, sensitive=MAIL_WITHIN, running=True, sample="Ask a@example.com")
    topic = replace(
        COLUMNS[5], role=ColumnRole.LEAVE_OUT, sensitive=CARD, treatment=Treatment.MASK, sample="4111 1111 1111 1111"
    )
    roles.show_columns((*COLUMNS[:4], note, topic))
    return roles


def treated(model: ColumnRolesModel) -> dict[str, Treatment]:
    return {each.column: each.treatment for each in model.mapping().treatments}


def test_a_sensitive_column_that_is_taken_is_treated_as_suggested(sensitive: ColumnRolesModel) -> None:
    assert treated(sensitive) == {}, "what is left out needs no treatment"
    sensitive.set_role([5], ColumnRole.METADATA)
    assert treated(sensitive) == {"topic": Treatment.MASK}


def test_masking_follows_the_column(sensitive: ColumnRolesModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sensitive.roles_changed):
        sensitive.set_treatment([4, 5], Treatment.MASK)
    assert treated(sensitive) == {"note": Treatment.MASK_FOUND, "topic": Treatment.MASK}
    assert sensitive.mapping().metadata == ("topic",), "a treatment is a wish to take it"
    assert sensitive.index(4, SAMPLE).data() == "Ask a…@example.com, Masked: e-mail"
    assert sensitive.index(5, SAMPLE).data() == "**** 1111, Masked: payment card"


def test_a_mark_says_what_is_taken_as_it_is(sensitive: ColumnRolesModel) -> None:
    cell = sensitive.index(4, SAMPLE).data(CELL)
    assert (cell.sub, cell.glyph, cell.glyph_tone) == ("Sensitive: e-mail", "fingerprint", "warning")
    assert "3 of 20 texts hold an e-mail address" in sensitive.index(4, SAMPLE).data(Qt.ItemDataRole.ToolTipRole)
    assert sensitive.index(3, SAMPLE).data(CELL).glyph == ""


def test_a_key_is_hashed_and_never_masked(sensitive: ColumnRolesModel) -> None:
    sensitive.set_treatment([5], Treatment.MASK)
    sensitive.set_role([5], ColumnRole.KEY)
    assert treated(sensitive) == {"topic": Treatment.HASH}
    sensitive.set_treatment([5], Treatment.MASK)
    assert treated(sensitive) == {"topic": Treatment.HASH}
    assert Treatment.MASK not in sensitive.treatments_for(5)


def test_a_template_has_its_columns_treated(sensitive: ColumnRolesModel) -> None:
    assert sensitive.mapping("Paid by {topic}").treatments == (ColumnTreatment("topic", Treatment.MASK),)
    assert sensitive.mapping("Paid by {topic").treatments == ()


def test_a_saved_treatment_is_kept_in_its_order(sensitive: ColumnRolesModel) -> None:
    saved = Mapping(
        ("id", "part"), "title", ("body", "note"), ("topic",),
        treatments=(ColumnTreatment("topic", Treatment.HASH), ColumnTreatment("note", Treatment.MASK_FOUND)),
    )  # fmt: skip
    sensitive.show_columns(sensitive.columns(), saved)
    assert sensitive.mapping() == saved
    assert sensitive.setData(sensitive.index(5, ROLE), "keep")
    assert treated(sensitive) == {"note": Treatment.MASK_FOUND}
    sensitive.use_suggestions_of([4, 5])
    assert treated(sensitive) == {}


def test_suggestions_come_back(roles: ColumnRolesModel) -> None:
    roles.show_columns(COLUMNS, Mapping(("id",), "", ("note",)))
    roles.use_suggestions()
    assert roles.mapping() == Mapping(("id", "part"), "title", ("body",), ("topic",))


def test_a_column_tells_why_and_what_is_in_it(roles: ColumnRolesModel) -> None:
    odd = ColumnSuggestion(
        ColumnInfo("topic", "varchar(9)", ColumnKind.TEXT, comment="Where it belongs"),
        ColumnRole.METADATA,
        "2 values: good for filtering",
        "care",
        samples=("care", "repair"),
    )
    roles.show_columns((odd,))
    for place in range(3):
        assert roles.index(0, place).data(Qt.ItemDataRole.ToolTipRole) == (
            "topic (varchar(9))\nWhere it belongs\nSuggested: Metadata (2 values: good for filtering)\n"
            "For example: care  |  repair"
        )
    assert "good for filtering" in roles.index(0, ROLE).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert roles.index(0, SAMPLE).data() == "care, 2 values: good for filtering"
    roles.set_role([0], ColumnRole.TEXT)
    assert roles.index(0, SAMPLE).data() == "care, Suggested: Metadata (2 values: good for filtering)"


def test_some_columns_get_back_what_was_suggested(roles: ColumnRolesModel) -> None:
    for row in range(6):
        roles.set_role([row], ColumnRole.LEAVE_OUT)
    roles.use_suggestions_of([1, 3])
    assert roles.mapping() == Mapping(("id",), "", ("body",))


def test_all_but_the_chosen_and_the_key_are_left_out(roles: ColumnRolesModel) -> None:
    roles.leave_out_others([3])
    assert roles.mapping() == Mapping(("id", "part"), "", ("body",))


def test_a_changed_query_keeps_the_roles_of_columns_that_stay(roles: ColumnRolesModel) -> None:
    roles.set_role([4], ColumnRole.TEXT)
    roles.keep_roles((*COLUMNS[1:], column("new", ColumnRole.METADATA)))
    assert roles.mapping() == Mapping(("id",), "title", ("body", "note"), ("topic", "new"))


def test_sql_is_coloured_by_what_it_is(qapp: QApplication) -> None:
    install_theme(qapp)
    document = QTextDocument("SELECT lower(x), 'it''s' -- all\n/* from\nhere */ from t")
    highlighter = SqlHighlighter(document)
    highlighter.rehighlight()

    def colours(block: int) -> dict[str, str]:
        text = document.findBlockByNumber(block).text()
        formats = document.findBlockByNumber(block).layout().formats()
        return {text[f.start : f.start + f.length]: f.format.foreground().color().name() for f in formats}

    def token(name: str) -> str:
        return theme().colour(name).name()

    assert colours(0) == {
        "SELECT": token("accent"),
        "lower": token("success"),
        "'it''s'": token("warning"),
        "-- all": token("text3"),
    }
    assert colours(2) == {"here */": token("text3"), "from": token("accent")}


def preview(documents: int, rejects: int, rows: int | None, max_tokens: int | None = 256) -> Preview:
    chunks = (PreviewChunk("one", 100 if max_tokens else None), PreviewChunk("two", 50 if max_tokens else None))
    document = PreviewDocument(Document("d" * 32, (), "", "one two", ()), chunks)
    return Preview((document,) * documents, (Reject(("1",), "", "empty"),) * rejects, rows, max_tokens)


def test_estimates_are_extrapolated_from_the_preview() -> None:
    made = estimates_of(preview(19, 1, 10_000), 20)
    assert made is not None
    assert made == Estimates(9_500, 19_000, 1_425_000, made.seconds, exact=False)
    assert made.seconds == pytest.approx(95.33, abs=0.01)


def test_a_preview_of_every_row_is_exact() -> None:
    made = estimates_of(preview(3, 1, 9_999), 20)
    assert made is not None
    assert (made.documents, made.chunks, made.tokens, made.exact) == (3, 6, 450, True)


def test_without_a_model_nothing_is_embedded() -> None:
    made = estimates_of(preview(20, 0, 30_000, None), 20)
    assert made is not None
    assert (made.tokens, made.seconds) == (None, 1.0)


def test_a_query_of_unknown_size_gets_no_estimate() -> None:
    assert estimates_of(preview(20, 0, None), 20) is None


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ('SELECT * FROM "public"."help_articles" a', "Help articles"),
        ("select 1 from\n  `kb-notes` where true", "Kb notes"),
        ("SELECT 1", ""),
    ],
)
def test_a_query_proposes_a_name(sql: str, name: str) -> None:
    assert proposed_query_name(sql) == name
