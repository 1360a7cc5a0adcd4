"""Scenes of "Knowledge": an answer, an answer by words only, nothing found, an empty page, the whole document."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtWidgets import QWidget

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
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.knowledge import KnowledgePage
from kbconnect.ui.pages.knowledge_detail import HitSource, WholeDocument
from kbconnect.ui.pages.knowledge_hits import HitList
from kbconnect.ui.pages.knowledge_work import Answered, Base, KnowledgeWork, Shelf
from kbconnect.ui.widgets.empty import EmptyState
from kbconnect.ui.widgets.fields import SearchEdit
from kbconnect.ui.widgets.labels import Text
from kbconnect.ui.widgets.tables import MasterList
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import ago, dataset
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
    document = Document("d" * 32, (Field("id", int(key)),), title, text, metadata)
    chunk = StoredChunk(rank, 0, 2, text, document, dataset_id)
    place = by_meaning if with_meaning else None
    return SearchHit(rank, 1.0 - rank / 50, chunk, by_words, place, tuple(marks))


class _Examples(KnowledgeWork):
    """Answers with example values."""

    def shelf(self, context: JobContext) -> Shelf:
        return Shelf(_BASES, _SOURCES)

    def search(self, request: SearchRequest, context: JobContext) -> Answered:
        if "zebra" in request.text:
            return Answered(request, SearchAnswer((), 0, 0.004, 1.0))
        with_meaning = request.knowledge_base_id == "kb"
        ranks = (1, 2, 3, 4) if with_meaning else (1, 3)
        hits = tuple(_hit(rank, with_meaning=with_meaning) for rank in ranks)
        return Answered(request, SearchAnswer(hits, 38, 0.024, 0.64 if with_meaning else None))

    def document(self, knowledge_base_id: str, document_id: str, context: JobContext) -> tuple[StoredChunk, ...]:
        return (_hit(1, with_meaning=True).chunk,)


class _Shown(KnowledgePage):
    def make_work(self, shell: Shell) -> KnowledgeWork:
        return _Examples(shell.application)


def _window() -> MainWindow:
    return window(_Shown, support_tickets())


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


def _whole(widget: QWidget) -> bool:
    if not _asked("kb", _QUESTION, 4, widget):
        return False
    hits = widget.findChild(HitList)
    if widget.findChild(WholeDocument) is None and hits is not None:
        hits.opened.emit(0)
    return widget.findChild(WholeDocument) is not None


KNOWLEDGE = (
    Scene("knowledge", _window, BOTH, ready=partial(_asked, "kb", _QUESTION, 4)),
    Scene("knowledge-narrow", _window, LIGHT_ONLY, (1024, 700), partial(_asked, "kb", _QUESTION, 4)),
    Scene("knowledge-words", _window, LIGHT_ONLY, ready=partial(_asked, "notes", _QUESTION, 2)),
    Scene("knowledge-start", _window, LIGHT_ONLY, ready=partial(_asked, "handbook", "", 0)),
    Scene("knowledge-nothing", _window, LIGHT_ONLY, ready=_nothing),
    Scene("knowledge-new", _window, LIGHT_ONLY, ready=partial(_asked, "new", "", 0)),
    Scene("knowledge-whole", _window, LIGHT_ONLY, ready=_whole),
    Scene("knowledge-empty", lambda: window(KnowledgePage), BOTH, ready=_is_empty),
)
