"""Scenes of "Choose data": a table, a query, a narrow window, a key that is missing, nothing chosen, no connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kbconnect.core.cursors import Advice, CursorAdvice, Fit, ModeAdvice
from kbconnect.core.dry_run import DryRun, DryRunProgress
from kbconnect.core.errors import ConnectTimeoutError, QueryFailedError, QueryRefusedError
from kbconnect.core.job import JobContext, Stage
from kbconnect.core.mapping import Mapper
from kbconnect.core.model import (
    ChangeMode,
    ColumnInfo,
    ColumnKind,
    ColumnRole,
    ColumnSuggestion,
    DatasetDraft,
    Document,
    Field,
    KnowledgeBaseInfo,
    Reject,
    Selection,
    TableInfo,
    TableRef,
)
from kbconnect.core.preview import Preview, PreviewChunk, PreviewDocument
from kbconnect.core.treatment import Finding, SensitiveKind, Treatment
from kbconnect.ui.language import say
from kbconnect.ui.models.change_detection import ChangeDetection
from kbconnect.ui.models.table_tree import Catalogue, catalogue_of
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.data_selection_changes_dialog import ChangesDialog
from kbconnect.ui.pages.data_selection_columns import ColumnsPane
from kbconnect.ui.pages.data_selection_count import CountLine
from kbconnect.ui.pages.data_selection_foot import SelectionFoot
from kbconnect.ui.pages.data_selection_preview import PreviewPane
from kbconnect.ui.pages.data_selection_query import QueryPane
from kbconnect.ui.pages.data_selection_tables import TablesPane
from kbconnect.ui.pages.data_selection_work import FoundColumns, SelectionWork, Setting
from kbconnect.ui.widgets.adaptive_panes import AdaptivePanes
from kbconnect.ui.widgets.buttons import Tabs
from kbconnect.ui.widgets.cards import Notice
from kbconnect.ui.widgets.dialogs import Question
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import ago, connector
from tests.ui.scene import BOTH, LIGHT_ONLY, Scene
from tests.ui.scenes_shell import support_tickets, window

ARTICLES = TableRef("public", "help_articles")
_TABLES = """
    public article_feedback 31_900    public attachments 88_200    public customers 18_400    public help_articles 9_052
    public kb_categories 64           public macros 318            public releases 1_204      public tickets 214_806
    billing invoices 402_118          billing plans 23
"""
_COLUMNS = (
    ("id", "bigint", ColumnRole.KEY, "48213", "Primary key"),
    ("title", "text", ColumnRole.TITLE, "Reset a forgotten password", "Short, different in every row"),
    ("body_html", "text", ColumnRole.TEXT, "<p>Open the sign-in page and choose…", "Long text; HTML is removed"),
    ("summary", "text", ColumnRole.TEXT, "Get back in when you forgot…", "Full sentences"),
    ("category", "varchar(60)", ColumnRole.METADATA, "Account", "18 values: good for filtering"),
    ("product", "varchar(40)", ColumnRole.METADATA, "Cloud", "6 values: good for filtering"),
    ("language", "char(2)", ColumnRole.METADATA, "en", "5 values: good for filtering"),
    ("updated_at", "timestamptz", ColumnRole.METADATA, "2025-11-18 09:42 +01:00", "Grows when a row changes"),
    ("author_email", "varchar(120)", ColumnRole.LEAVE_OUT, "m.kovac@acme.example", "Looks like personal data"),
    ("search_vector", "tsvector", ColumnRole.LEAVE_OUT, "'forgot':2 'password':4", "Made by the database itself"),
)
_QUERY = """-- one row per article, with its category and product
SELECT a.id, a.title, a.body_html,
       c.name AS category,
       coalesce(p.name, 'all') AS product
FROM   help_articles a
JOIN   kb_categories c ON c.id = a.category_id
LEFT JOIN products p ON p.id = a.product_id
WHERE  a.state = 'published'
  AND  a.language IN ('en', 'de')"""
_WRONG = _QUERY.replace("FROM ", "FORM ")
_FIRST = (
    "Open the sign-in page and choose “Forgot password”. Enter the e-mail address of your account. We send a link that "
    "works for 30 minutes. If no mail arrives, look into the spam folder first. Accounts that use single sign-on have "
    "no password of their own."
)
_SECOND = "After the reset all other devices are signed out. Access tokens of the API stay valid until they expire."


def _tables() -> Catalogue:
    words = _TABLES.split()
    rows = list(zip(words[::3], words[1::3], words[2::3], strict=True))
    tables = [TableInfo(TableRef(schema, name), "table", int(count)) for schema, name, count in rows]
    comments = {ARTICLES: "Published articles"}
    tables = [TableInfo(t.ref, t.kind, t.rows_estimate, comments.get(t.ref, "")) for t in tables]
    view = TableInfo(TableRef("public", "v_open_tickets"), "view")
    blank, empty = TableRef("billing", "  "), TableRef("billing", "drafts")
    odd = TableInfo(blank, "table", 0), TableInfo(empty, "table", 0, empty=True)
    return catalogue_of([*tables, view, *odd, TableInfo(TableRef("tickets", "mail"), "table", readable=False)])


def _preview(draft: DatasetDraft, rejects: tuple[Reject, ...]) -> Preview:
    values = {"category": "Account", "language": "en", "product": "Cloud", "updated_at": "2025-11-18 09:42"}
    document = Document(
        "d" * 32,
        (Field("id", 48_213),),
        "Reset a forgotten password" if draft.mapping.title else "",
        f"{_FIRST}\n\n{_SECOND}",
        tuple(Field(name, values.get(name, "…")) for name in draft.mapping.metadata),
    )
    shown = PreviewDocument(document, (PreviewChunk(_FIRST, 214), PreviewChunk(_SECOND, 28)))
    return Preview((shown,) * (20 - len(rejects)), rejects, 9_052, 256)


def _cursor(
    name: str, kind: ColumnKind, written: str, fit: Fit, *said: str, warned: tuple[str, ...] = ()
) -> CursorAdvice:
    is_time = kind is not ColumnKind.INTEGER
    lag = 172_800.0 if kind is ColumnKind.DATE else 600.0 if is_time else 1_000.0
    return CursorAdvice(ColumnInfo(name, written, kind), fit, lag, is_time, said, warned)


_ADVICE = Advice(
    (
        _cursor(
            "updated_at",
            ColumnKind.TIMESTAMP,
            "timestamptz",
            Fit.GOOD,
            "Its name says that it is set when a row changes.",
            "It is later than “created_at” in 64 % of the rows seen.",
            "An index serves it, so a run reads little more than what is new.",
        ),
        _cursor(
            "id",
            ColumnKind.INTEGER,
            "bigint",
            Fit.USABLE,
            "It grows with each new row.",
            "An index serves it, so a run reads little more than what is new.",
            warned=(
                "It was never seen to be updated: changes to rows would be missed, so only additions would arrive.",
            ),
        ),
        _cursor(
            "valid_until",
            ColumnKind.DATE,
            "date",
            Fit.UNFIT,
            "Nothing says that it grows when a row changes: a changed row could go unseen.",
        ),
    ),
    ModeAdvice(
        ChangeMode.COMPARE,
        "",
        "A run that finds nothing new takes about a second for 9,052 rows, and comparing finds every change, removals "
        "included.",
    ),
)


class _Examples(SelectionWork):
    """Answers with example values."""

    rejects: tuple[Reject, ...] = ()

    def setting(self, context: JobContext) -> Setting:
        base = KnowledgeBaseInfo("kb", "Customer support", "sqlite", "kb.db", "minilm", ago(days=40))
        used = frozenset(TableRef("public", name) for name in ("help_articles", "macros", "tickets"))
        return Setting(connector("c", "Support desk", "db.support.acme.example"), None, (base,), used, frozenset())

    def tables(self, context: JobContext) -> Catalogue:
        return _tables()

    def columns(self, selection: Selection, context: JobContext) -> FoundColumns:
        if "FORM" in str(selection):
            fault = QueryFailedError(
                "The database could not run this query.",
                hint="Change the query where the database points at, then try again.",
                detail='syntax error at or near "FORM" (SQLSTATE 42601)',
                position=_WRONG.index("FORM") + 1,
            )
            raise fault
        if "DELETE" in str(selection):
            raise QueryRefusedError("“DELETE” is not a reading query.", hint="Write one SELECT that only reads.")
        wanted = _COLUMNS if "help_articles a" not in str(selection) else (*_COLUMNS[:3], *_COLUMNS[4:6])
        kinds = {"bigint": ColumnKind.INTEGER, "timestamptz": ColumnKind.TIMESTAMP}
        columns = (
            ColumnSuggestion(ColumnInfo(name, kind, kinds.get(kind, ColumnKind.TEXT)), role, reason, sample)
            for name, kind, role, sample, reason in wanted
        )
        return FoundColumns(selection, tuple(columns))

    def preview(self, draft: DatasetDraft, embedder: str, context: JobContext) -> Preview:
        return _preview(draft, self.rejects)

    def advice(self, selection: Selection, key: Sequence[str], context: JobContext) -> Advice:
        return _ADVICE


class _Large(_Examples):
    """A table so large that following a column is advised."""

    def advice(self, selection: Selection, key: Sequence[str], context: JobContext) -> Advice:
        reason = (
            "A run that finds nothing new takes about 7 minutes for 104,000,000 rows by comparing; following "
            "“updated_at” reads only what is new, and looks for removed rows once a day."
        )
        return Advice(_ADVICE.cursors, ModeAdvice(ChangeMode.CURSOR, "updated_at", reason))


_COUNTED = DryRun(9_052, 9_052, True, 9_045, 7, 18_113, 1_448_020, 3, 4.0, 92.0, 20_900_000, free_bytes=80_400_000_000)


class _Counted(_Examples):
    """All rows were counted."""

    def count(self, draft: DatasetDraft, context: JobContext) -> DryRun:
        return _COUNTED


class _Counting(_Examples):
    """Counting is half-way, until somebody stops it."""

    def count(self, draft: DatasetDraft, context: JobContext) -> DryRun:
        while True:
            context.report(DryRunProgress(Stage.READING, 4_500, 9_052, so_far=replace(_COUNTED, exact=False)))
            context.wait(0.05)


class _Unadvised(_Examples):
    def advice(self, selection: Selection, key: Sequence[str], context: JobContext) -> Advice:
        raise ConnectTimeoutError(
            "db.support.acme.example did not answer on port 5432 in time.",
            meaning="Nothing was changed, neither in the database nor in your documents.",
            hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.",
        )


_EMAIL = Finding((SensitiveKind.EMAIL,), 0.95, "18 of 20 samples look like e-mail addresses")
_SENSITIVE = (
    ("id", "bigint", ColumnRole.KEY, "9041", "Primary key", None, Treatment.KEEP),
    ("name", "text", ColumnRole.TITLE, "Solène Marchand", "Short, different in every row", None, Treatment.KEEP),
    (
        *("notes", "text", ColumnRole.TEXT, "Wants the red tent. Write to s.marchand@acme.example", "Long text"),
        Finding((SensitiveKind.EMAIL,), 0.9, "3 of 20 texts hold an e-mail address", within=True),
        Treatment.KEEP,
    ),
    (
        *("complaint", "text", ColumnRole.TEXT, "Charged twice on 4111 1111 1111 1111 last week", "Long text"),
        Finding((SensitiveKind.CARD,), 0.9, "2 of 20 texts hold a payment card number", within=True),
        Treatment.MASK_FOUND,
    ),
    ("email", "varchar(120)", ColumnRole.METADATA, "s.marchand@acme.example", "Short text", _EMAIL, Treatment.HASH),
    (
        *("card_number", "varchar(19)", ColumnRole.METADATA, "4111 1111 1111 1111", "Looks like personal data; masked"),
        Finding((SensitiveKind.CARD,), 0.99, "20 of 20 samples look like payment card numbers"),
        Treatment.MASK,
    ),
    (
        *("phone", "varchar(40)", ColumnRole.METADATA, "+33 6 12 34 56 78", "Looks like personal data"),
        Finding((SensitiveKind.PHONE,), 0.99, "19 of 20 samples look like phone numbers"),
        Treatment.KEEP,
    ),
    (
        *("api_token", "text", ColumnRole.LEAVE_OUT, "ghp_9f2a…", "Looks like a secret"),
        Finding((SensitiveKind.TOKEN,), 0.99, "20 of 20 samples look like keys or access tokens"),
        Treatment.MASK,
    ),
    ("language", "char(2)", ColumnRole.METADATA, "fr", "5 values: good for filtering", None, Treatment.KEEP),
)


class _Sensitive(_Examples):
    """A table about people: columns that are kept, masked, hashed and left out."""

    def columns(self, selection: Selection, context: JobContext) -> FoundColumns:
        columns = (
            ColumnSuggestion(
                ColumnInfo(name, kind, ColumnKind.TEXT),
                role,
                reason,
                sample,
                sensitive=finding,
                treatment=treatment,
                running=finding is not None and finding.within,
            )
            for name, kind, role, sample, reason, finding, treatment in _SENSITIVE
        )
        return FoundColumns(selection, tuple(columns))

    def preview(self, draft: DatasetDraft, embedder: str, context: JobContext) -> Preview:
        """Made by the program's own mapper."""
        columns = [ColumnInfo(one[0], one[1], ColumnKind.TEXT) for one in _SENSITIVE]
        row = [one[3] for one in _SENSITIVE]
        made = Mapper("preview", draft.mapping, columns, bytes(32)).document(bytes(16), [row[0]], row)
        assert isinstance(made, Document)
        return Preview((PreviewDocument(made, (PreviewChunk(made.text, 31),)),) * 20, (), 9_052, 256)


class _Rejecting(_Examples):
    rejects = (Reject(("48771",), "body_html", "The text is empty after the HTML tags are removed"),)


class _Broken(_Examples):
    """Rows whose chunks end where they should not."""

    def preview(self, draft: DatasetDraft, embedder: str, context: JobContext) -> Preview:
        made = _preview(draft, ())
        chunks = (
            PreviewChunk(f"{_FIRST[:-20]}", 201, broken="sentence"),
            PreviewChunk("Rechtsschutzversicherungsgesellschaftsangestelltenverband" * 3, 96, broken="word"),
            PreviewChunk("0f3a9c77d1e24b58" * 12, 263, cut=True),
        )
        shown = PreviewDocument(made.documents[0].document, chunks, shortened=True)
        return Preview((shown,) * 20, (), 9_052, 254)


class _Unreachable(_Examples):
    def tables(self, context: JobContext) -> Catalogue:
        raise ConnectTimeoutError(
            "db.support.acme.example did not answer on port 5432 in time.",
            meaning="Nothing was changed, neither in the database nor in your documents.",
            hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.",
        )


PartT = TypeVar("PartT", bound=QWidget)


def _window(work: type[SelectionWork] = _Examples) -> MainWindow:
    class Shown(DataSelectionPage):
        def make_work(self, shell: Shell, connector_id: str, dataset_id: str) -> SelectionWork:
            return work(shell.application, connector_id, dataset_id)

    shells: list[Shell] = []

    def first(shell: Shell) -> Page:
        shells.append(shell)
        return Page(say("Sources"))

    made = window(first, support_tickets())
    made.navigator().push(lambda: Shown(shells[0], "c"))
    return made


def _of(widget: QWidget, kind: type[PartT]) -> PartT:
    found = widget.findChild(kind)
    assert found is not None
    return found


def _tables_are_shown(widget: QWidget) -> bool:
    return _of(widget, TablesPane).model.shown_tables() > 0


def _table_is_shown(widget: QWidget) -> bool:
    if not _tables_are_shown(widget):
        return False
    tables = _of(widget, TablesPane)
    if tables.current() is None:
        tables.choose(ARTICLES)
    return _of(widget, PreviewPane).document() is not None


def _table_is_searched(widget: QWidget) -> bool:
    """For several words, with room for comments."""
    if not _table_is_shown(widget):
        return False
    _of(widget, AdaptivePanes).setSizes([420, 420, 280])
    _of(widget, TablesPane).search.setText("art help")
    return True


def _key_is_missing(widget: QWidget) -> bool:
    if not _table_is_shown(widget):
        return False
    columns = next(pane for pane in widget.findChildren(ColumnsPane) if pane.is_loaded())
    columns.model.set_role([0], ColumnRole.LEAVE_OUT)
    return any(notice.isVisible() for notice in widget.findChildren(Notice))


def _is_asked(mode: ChangeMode, widget: QWidget) -> bool:
    """The dialog for how changes are found is open, with a way chosen and the advice there."""
    dialog = widget.findChild(ChangesDialog)
    if dialog is None:
        if _table_is_shown(widget):
            columns = next(pane for pane in widget.findChildren(ColumnsPane) if pane.is_loaded())
            columns.changes.change_asked.emit()
        return False
    dialog.ways()[mode].setChecked(True)
    return bool(dialog.columns()) or dialog.findChild(Notice) is not None


def _exposure_is_asked(widget: QWidget) -> bool:
    if widget.findChild(Question) is not None:
        return True
    if _table_is_shown(widget):
        foot = widget.findChild(SelectionFoot)
        assert foot is not None
        foot.save_asked.emit(True)
    return False


def _follows(widget: QWidget) -> bool:
    if not _table_is_shown(widget):
        return False
    columns = next(pane for pane in widget.findChildren(ColumnsPane) if pane.is_loaded())
    columns.choose_detection(ChangeDetection(ChangeMode.CURSOR, "updated_at"))
    return True


def _is_counted(widget: QWidget) -> bool:
    if not _table_is_shown(widget):
        return False
    line = _of(widget, CountLine)
    if not line.words():
        line.asked.emit()
    return bool(line.words())


def _template_is_written(widget: QWidget) -> bool:
    if not _table_is_shown(widget):
        return False
    columns = next(pane for pane in widget.findChildren(ColumnsPane) if pane.is_loaded())
    columns.write_template("{title} ({product})\n\n{body_html}")
    return True


def _ran(sql: str, said: str, widget: QWidget) -> bool:
    query = _of(widget, QueryPane)
    if not query.sql() and _tables_are_shown(widget):
        tabs = _of(widget, Tabs)
        tabs.choose("query")
        tabs.chosen.emit("query")
        query.set_sql(sql)
        query.run()
    return said in query.line() and (
        "DELETE" in sql or "FORM" in sql or _of(widget, PreviewPane).document() is not None
    )


def _notice_is_shown(widget: QWidget) -> bool:
    return widget.findChild(Notice) is not None


DATA = (
    Scene("select-table", _window, ready=_table_is_shown),
    Scene("select-narrow", _window, LIGHT_ONLY, (1024, 700), _table_is_shown),
    Scene("select-sensitive", partial(_window, _Sensitive), BOTH, ready=_table_is_shown),
    Scene("select-sensitive-narrow", partial(_window, _Sensitive), LIGHT_ONLY, (1024, 700), _table_is_shown),
    Scene("select-sensitive-asked", partial(_window, _Sensitive), BOTH, ready=_exposure_is_asked),
    Scene("select-counting", partial(_window, _Counting), LIGHT_ONLY, (1024, 700), _is_counted),
    Scene("select-counted", partial(_window, _Counted), BOTH, ready=_is_counted),
    Scene("select-query", _window, BOTH, ready=partial(_ran, _QUERY, "5 ")),
    Scene("select-searched", _window, BOTH, (1920, 1080), _table_is_searched),
    Scene("select-query-fault", _window, BOTH, ready=partial(_ran, _WRONG, "FORM")),
    Scene("select-query-refused", _window, LIGHT_ONLY, ready=partial(_ran, "DELETE FROM tickets", "DELETE")),
    Scene("select-empty", _window, LIGHT_ONLY, ready=_tables_are_shown),
    Scene("select-no-key", _window, LIGHT_ONLY, ready=_key_is_missing),
    Scene("select-template", _window, LIGHT_ONLY, (1024, 700), _template_is_written),
    Scene("select-rejects", lambda: _window(_Rejecting), LIGHT_ONLY, ready=_table_is_shown),
    Scene("select-changes-compare", _window, ready=partial(_is_asked, ChangeMode.COMPARE)),
    Scene("select-changes-cursor", lambda: _window(_Large), ready=partial(_is_asked, ChangeMode.CURSOR)),
    Scene(
        "select-changes-narrow",
        lambda: _window(_Large),
        LIGHT_ONLY,
        (1024, 700),
        partial(_is_asked, ChangeMode.CURSOR),
    ),
    Scene("select-changes-append", _window, LIGHT_ONLY, ready=partial(_is_asked, ChangeMode.APPEND)),
    Scene(
        "select-changes-unadvised",
        lambda: _window(_Unadvised),
        LIGHT_ONLY,
        ready=partial(_is_asked, ChangeMode.CURSOR),
    ),
    Scene("select-follows", _window, LIGHT_ONLY, (1024, 700), _follows),
    Scene("select-broken", lambda: _window(_Broken), BOTH, ready=_table_is_shown),
    Scene("select-unreachable", lambda: _window(_Unreachable), LIGHT_ONLY, ready=_notice_is_shown),
)
