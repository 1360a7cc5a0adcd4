"""Scenes of "Knowledge": an answer, an answer by words only, nothing found, an empty page, the whole document."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from kbconnect.app.knowledge_bases import DocumentHistory, ExposedDataset
from kbconnect.app.questions import expected_row
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    Document,
    Field,
    KnowledgeBaseCounts,
    KnowledgeBaseInfo,
    SearchAnswer,
    SearchHit,
    SearchRequest,
    Span,
    StoredChunk,
)
from kbconnect.core.questions import ExpectedRow, Place, QuestionCheck, QuestionState, SavedQuestion
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge import KnowledgePage
from kbconnect.ui.pages.knowledge_document import ChunkCard, DocumentPage
from kbconnect.ui.pages.knowledge_hits import HitList
from kbconnect.ui.pages.knowledge_origin import HitSource
from kbconnect.ui.pages.knowledge_save import SaveQuestion
from kbconnect.ui.pages.knowledge_saved import SavedPane
from kbconnect.ui.pages.knowledge_work import Answered, Base, KnowledgeWork, OpenedDocument, Shelf
from kbconnect.ui.widgets.buttons import Tabs
from kbconnect.ui.widgets.empty import EmptyState
from kbconnect.ui.widgets.fields import SearchEdit
from kbconnect.ui.widgets.labels import Text
from kbconnect.ui.widgets.tables import MasterList
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import ago, dataset, run
from tests.ui.scene import BOTH, LIGHT_ONLY, Scene
from tests.ui.scenes_shell import support_tickets, window

_QUESTION = "cannot sign in after changing the password"
_RESET = (
    "Open the *sign-in* page and choose “Forgot *password*”. We send a link that works for 30 minutes. Accounts that "
    "use single *sign-on* have no *password* of their own: ask whoever looks after your directory."
)
_LOCKED = (
    "After five wrong attempts the account is locked for 15 minutes. If the customer has just *changed* the "
    "*password*, old apps keep trying the old one and lock it again."
)
_LOOP = (
    "The customer *cannot* *sign* *in*: the page reloads. Cause was a saved *password* in the browser; clearing it "
    "helped, and so did a private window."
)
_ENDS = (
    "All other devices are signed out once new credentials are set. Access tokens of the API stay valid until they "
    "expire."
)
_HITS = (
    ("Reset a forgotten password", "articles 48213", (1, 2), _RESET),
    ("Locked out after too many attempts", "articles 47120", (4, 1), _LOCKED),
    ("Login loop since Monday", "tickets 88120", (2, 5), _LOOP),
    ("Sessions end when credentials change", "articles 48219", (None, 3), _ENDS),
)


def _base(
    base_id: str, name: str, numbers: tuple[int, int, int, int], embedder: str = "minilm", *datasets: str
) -> Base:
    info = KnowledgeBaseInfo(base_id, name, "sqlite", f"{base_id}.db", embedder, ago(days=40))
    feeding = tuple(dataset(each.lower(), each, "c") for each in datasets)
    return Base(info, KnowledgeBaseCounts(*numbers), feeding)


_BASES = (
    _base("kb", "Customer support", (225_366, 425_961, 272_615, 1_100_000_000), "minilm", "Articles", "Tickets"),
    _base("handbook", "Company handbook", (3_418, 9_877, 9_877, 31_000_000)),
    _base("facts", "Product facts", (48_120, 61_904, 61_904, 188_000_000)),
    _base("notes", "Field notes", (612, 890, 0, 2_000_000), "none"),
    _base("new", "Contracts", (0, 0, 0, 111_000)),
)
_SOURCES = {
    "articles": HitSource("Help articles", "Support desk", "postgresql", "PostgreSQL", "public.help_articles"),
    "tickets": HitSource("Support tickets", "Support desk", "postgresql", "PostgreSQL", "public.tickets"),
}


def _hit(rank: int, *, with_meaning: bool) -> SearchHit:
    title, source, (by_words, by_meaning), marked = _HITS[rank - 1]
    dataset_id, key = source.split()
    text, marks = "", []
    for number, piece in enumerate(re.split(r"\*", marked)):
        if number % 2:
            marks.append(Span(len(text), len(text) + len(piece)))
        text += piece
    metadata = (
        Field("category", "Account"),
        Field("product", "Cloud"),
        Field("language", "en"),
        Field("updated_at", "2025-11-18 09:42"),
    )
    document = Document(f"{rank:032x}", (Field("id", int(key)),), title, text, metadata)
    chunk = StoredChunk(rank, 0, 2, text, document, dataset_id)
    place = by_meaning if with_meaning else None
    return SearchHit(rank, 1.0 - rank / 50, chunk, by_words, place, tuple(marks))


_ADMIN = (
    "If the link does not come, look into the folder for unwanted mail first. Administrators can send the link again: "
    "open People, choose the account, then “Send a link”. They never see the password itself, neither the old one nor "
    "the new one, and cannot choose one for somebody else."
)
_HELP = (
    "Still locked out? Write to the help desk from the address of the account, and name the company. We answer within "
    "one working day; urgent cases are called back."
)


def _expected(rank: int) -> ExpectedRow:
    return replace(expected_row(_hit(rank, with_meaning=True).chunk), document_id=f"{rank:032x}")


def _check(
    question_id: int, hours: float, *ranks: int | None, worse: bool = False, run_id: int | None = 0
) -> QuestionCheck:
    """ranks: of the rows in their order; one beyond the fifth place is lost."""
    places = tuple(
        Place(f"{number:032x}", rank, lost=rank is None or rank > 5) for number, rank in enumerate(ranks, start=1)
    )
    run_id = 1231 - round(hours / 12) if run_id == 0 else run_id
    return QuestionCheck(0, question_id, ago(hours=hours), places, run_id, 1.0, worse)


_WORSE = (
    _check(1, 0.6, 12, worse=True),
    *(_check(1, 12 * number, rank) for number, rank in enumerate((3, 2, 2, 2, 1, 1, 2, 2, 1, 1, 4, 3), start=1)),
)
_HISTORY = {
    1: _WORSE,
    2: tuple(_check(2, 12.0 * number + 0.6, 1, 2 + number % 2) for number in range(9)),
    3: (_check(3, 2, None, run_id=None),),
}


def _saved(question_id: int, words: str, *ranks: int, within: int = 5) -> QuestionState:
    expected = tuple(_expected(rank) for rank in ranks)
    question = SavedQuestion(question_id, "kb", words, expected, within, ago(days=30), ago(days=30))
    checks = _HISTORY.get(question_id)
    return QuestionState(question, checks[0] if checks else None)


_NEVER = _saved(3, "may guests use the printer", 4)
_QUESTIONS = (
    _saved(1, "cannot sign in after changing the password", 1),
    _saved(2, "account locked", 1, 2, within=3),
    replace(_NEVER, check=replace(_HISTORY[3][0], places=(Place(f"{4:032x}", None),))),
    _saved(4, "how long does a link to a new password work", 1, within=1),
)


def _with_exposed(base: Base) -> Base:
    exposed = (
        ExposedDataset(base.datasets[0], ("author_email",)),
        ExposedDataset(base.datasets[1], ("customer_message", "phone")),
    )
    return replace(base, exposed=exposed)


class _Examples(KnowledgeWork):
    """Answers with example values."""

    def shelf(self, context: JobContext) -> Shelf:
        return Shelf(_BASES, _SOURCES, _QUESTIONS)

    def history(self, question_id: int, context: JobContext) -> tuple[QuestionCheck, ...]:
        return _HISTORY.get(question_id, ())

    def search(self, request: SearchRequest, context: JobContext) -> Answered:
        if "zebra" in request.text:
            return Answered(request, SearchAnswer((), 0, 0.004, 1.0), {})
        with_meaning = request.knowledge_base_id == "kb"
        ranks = (1, 2, 3, 4) if with_meaning else (1, 3)
        hits = tuple(_hit(rank, with_meaning=with_meaning) for rank in ranks)
        tokens = {1: 214, 2: 188, 3: 97, 4: 121} if with_meaning else {}
        return Answered(request, SearchAnswer(hits, 38, 0.024, 0.64 if with_meaning else None), tokens)

    def document(self, knowledge_base_id: str, document_id: str, context: JobContext) -> OpenedDocument:
        first = _hit(1, with_meaning=True).chunk
        chunks = tuple(
            replace(first, chunk_id=number + 1, ordinal=number, chunk_count=3, text=text)
            for number, text in enumerate((first.text, _ADMIN, _HELP))
        )
        document = replace(first.document, text="\n\n".join(chunk.text for chunk in chunks))
        chunks = tuple(replace(chunk, document=document) for chunk in chunks)
        written, last = run(1204, "articles", ago(days=5)), run(1231, "articles", ago(minutes=40))
        return OpenedDocument(chunks, (214, 188, 97), DocumentHistory(written, None, last))


class _Shown(KnowledgePage):
    def make_work(self, shell: Shell) -> KnowledgeWork:
        return _Examples(shell.application)


class _WithExposed(_Examples):
    """One of the knowledge bases holds sensitive columns as they are."""

    def shelf(self, context: JobContext) -> Shelf:
        return Shelf((_with_exposed(_BASES[0]), *_BASES[1:]), _SOURCES, _QUESTIONS)


class _ShownExposed(KnowledgePage):
    def make_work(self, shell: Shell) -> KnowledgeWork:
        return _WithExposed(shell.application)


def _window() -> MainWindow:
    return window(_Shown, support_tickets(), section="knowledge")


def _exposed_window() -> MainWindow:
    return window(_ShownExposed, support_tickets(), section="knowledge")


def _asked(base_id: str, words: str, hits: int, widget: QWidget) -> bool:
    bases, question, found = widget.findChild(MasterList), widget.findChild(SearchEdit), widget.findChild(HitList)
    if bases is None or question is None or found is None or not bases.entries():
        return False
    if bases.chosen_id() != base_id:
        bases.choose(base_id)
    if words and question.text() != words:
        question.setText(words)
        question.setCursorPosition(0)
    return found.model().rowCount() == hits


def _nothing(widget: QWidget) -> bool:
    return _asked("kb", "zebra", 0, widget) and any(
        words.startswith("0 ") for words in (each.text() for each in widget.findChildren(Text))
    )


def _is_empty(widget: QWidget) -> bool:
    return any(
        state.isVisible() and say("From rows to answers") in state.accessibleName()
        for state in widget.findChildren(EmptyState)
    )


def _document(view: str, widget: QWidget) -> bool:
    hits, cards = widget.findChild(HitList), [card for card in widget.findChildren(ChunkCard) if card.isVisible()]
    if widget.findChild(DocumentPage) is None and _asked("kb", _QUESTION, 4, widget) and hits is not None:
        hits.opened.emit(0)
    if cards and view == "whole":
        _switch(widget, "whole")
        return True
    return bool(cards)


def _switch(widget: QWidget, key: str) -> None:
    """Presses the tab or segment with this key."""
    for each in widget.findChildren(QPushButton):
        if each.property("key") == key and not each.isChecked():
            each.click()


def _saved_shown(row: str, widget: QWidget) -> bool:
    bases, table = widget.findChild(MasterList), widget.findChild(SavedPane)
    if bases is None or table is None or not bases.entries() or widget.findChild(Tabs) is None:
        return False
    _switch(widget, "saved")
    table.choose(int(row))
    state = table.state()
    return state is not None and str(state.question.id) == row and table.isVisible()


def _why(widget: QWidget) -> bool:
    if not _asked("kb", _QUESTION, 4, widget):
        return False
    link = next(each for each in widget.findChildren(QPushButton) if each.text() == say("How the score is made"))
    link.setChecked(True)
    return True


def _saving(widget: QWidget) -> bool:
    if not _asked("kb", "how do I get a new password", 4, widget):
        return False
    if widget.findChild(SaveQuestion) is None:
        next(each for each in widget.findChildren(QPushButton) if each.text() == say("Save this question")).click()
    return widget.findChild(SaveQuestion) is not None


def _none_saved(widget: QWidget) -> bool:
    bases = widget.findChild(MasterList)
    if bases is None or not bases.entries():
        return False
    if bases.chosen_id() != "handbook":
        bases.choose("handbook")
    _switch(widget, "saved")
    return True


KNOWLEDGE = (
    Scene("knowledge", _window, BOTH, ready=partial(_asked, "kb", _QUESTION, 4)),
    Scene("knowledge-exposed", _exposed_window, BOTH, ready=partial(_asked, "kb", _QUESTION, 4)),
    Scene("knowledge-narrow", _window, LIGHT_ONLY, (1024, 700), partial(_asked, "kb", _QUESTION, 4)),
    Scene("knowledge-words", _window, LIGHT_ONLY, ready=partial(_asked, "notes", _QUESTION, 2)),
    Scene("knowledge-start", _window, LIGHT_ONLY, ready=partial(_asked, "handbook", "", 0)),
    Scene("knowledge-nothing", _window, LIGHT_ONLY, ready=_nothing),
    Scene("knowledge-new", _window, LIGHT_ONLY, ready=partial(_asked, "new", "", 0)),
    Scene("knowledge-why", _window, BOTH, ready=_why),
    Scene("knowledge-document", _window, BOTH, ready=partial(_document, "chunks")),
    Scene("knowledge-document-narrow", _window, LIGHT_ONLY, (1024, 700), partial(_document, "chunks")),
    Scene("knowledge-document-text", _window, LIGHT_ONLY, ready=partial(_document, "whole")),
    Scene("knowledge-saving", _window, BOTH, ready=_saving),
    Scene("knowledge-saved", _window, BOTH, ready=partial(_saved_shown, "1")),
    Scene("knowledge-saved-narrow", _window, LIGHT_ONLY, (1024, 700), partial(_saved_shown, "1")),
    Scene("knowledge-saved-found", _window, LIGHT_ONLY, ready=partial(_saved_shown, "2")),
    Scene("knowledge-saved-missed", _window, LIGHT_ONLY, ready=partial(_saved_shown, "3")),
    Scene("knowledge-saved-none", _window, LIGHT_ONLY, ready=_none_saved),
    Scene("knowledge-empty", lambda: window(KnowledgePage, section="knowledge"), BOTH, ready=_is_empty),
)
