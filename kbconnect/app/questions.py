"""Saved questions: keeping them, asking them again, and telling whoever listens when one got worse.

They are asked after each sync that changed something, in the thread of that sync and after it was recorded as done, so
that they can never fail it. What counts as worse is decided in `kbconnect.core.questions`.
"""

from __future__ import annotations

import builtins
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from kbconnect.app.knowledge_bases import KnowledgeBases
from kbconnect.app.search import Search
from kbconnect.core.errors import InputError, KbConnectError, NotFoundError
from kbconnect.core.job import JobCancelled, JobContext
from kbconnect.core.model import Dataset, RunStatus, SearchRequest, StoredChunk, SyncRun
from kbconnect.core.questions import (
    DEPTH,
    ExpectedRow,
    QuestionCheck,
    QuestionDraft,
    QuestionState,
    SavedQuestion,
    has_got_worse,
    places_of,
    state_of,
    worse_words,
)
from kbconnect.core.store import Store

CHECKS_KEPT = 200
"""Of each question."""

AFTER_SYNC_S = 15.0
"""So long questions may be asked after a sync; those that were asked longest ago come first."""

_COMPLETED = (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS)


@dataclass(frozen=True, slots=True)
class QuestionsAsked:
    """Told to listeners after saved questions were asked. run: the sync before it, None if somebody asked.

    worse: those that got worse just now, each once; `worse_words` has a sentence for each.
    """

    knowledge_base_id: str
    run: SyncRun | None
    states: tuple[QuestionState, ...]
    worse: tuple[QuestionState, ...]


Listener = Callable[[QuestionsAsked], None]


class Questions:
    """The saved questions of one data folder. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        knowledge_bases: KnowledgeBases,
        search: Search,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """clock: seconds that never go back."""
        self._store = store
        self._knowledge_bases = knowledge_bases
        self._search = search
        self._now, self._clock = now, clock
        self._lock = threading.Lock()
        self._listeners: builtins.list[Listener] = []

    # -------------------------------------------------------------------------------------------- keeping them

    def list(self, knowledge_base_id: str | None = None) -> tuple[QuestionState, ...]:
        """Oldest first; None: of all knowledge bases."""
        newest = {check.question_id: check for check in self._store.questions.newest_checks()}
        questions = self._store.questions.list(knowledge_base_id)
        return tuple(state_of(question, newest.get(question.id)) for question in questions)

    def get(self, question_id: int) -> QuestionState:
        """Raises NotFoundError."""
        question = self._store.questions.get(question_id)
        return state_of(question, next(iter(self._store.questions.checks(question_id, 1)), None))

    def history(self, question_id: int, limit: int = CHECKS_KEPT) -> tuple[QuestionCheck, ...]:
        """Newest first, from before the question was changed as well."""
        return self._store.questions.checks(question_id, limit)

    def add(self, draft: QuestionDraft) -> SavedQuestion:
        """Raises InputError, NameTakenError for a question that is saved already, NotFoundError."""
        _check(draft)
        self._knowledge_bases.get(draft.knowledge_base_id)
        now = self._now()
        text = draft.text.strip()
        return self._store.questions.add(
            SavedQuestion(0, draft.knowledge_base_id, text, draft.expected, draft.within, now, now)
        )

    def edit(self, question_id: int, draft: QuestionDraft) -> SavedQuestion:
        """Replaces what is saved; from then on it is judged anew. Raises as `add`."""
        _check(draft)
        old = self._store.questions.get(question_id)
        changed = replace(old, text=draft.text.strip(), expected=draft.expected, within=draft.within)
        if changed == old:
            return old
        changed = replace(changed, changed_at=self._now())
        self._store.questions.update(changed)
        return changed

    def remove(self, question_id: int) -> None:
        """Its history goes, too. Raises NotFoundError."""
        self._store.questions.remove(question_id)

    def row(self, knowledge_base_id: str, document_id: str) -> ExpectedRow:
        """A document of a knowledge base as a row that can be expected. Raises NotFoundError."""
        return expected_row(self._knowledge_bases.document(knowledge_base_id, document_id)[0])

    def row_by_key(self, dataset: Dataset, key: Sequence[str]) -> ExpectedRow:
        """The row of a dataset with these key values, as texts in the order of its key. Raises InputError."""
        from kbconnect.core.changes import key_digest
        from kbconnect.core.mapping import document_id

        columns = dataset.mapping.key
        if len(key) != len(columns):
            raise InputError(
                f"The key of {dataset.name} is made of {', '.join(columns)}, which is not what was given.",
                meaning="Nothing was saved.",
                hint="Give one value for each of these columns, in this order.",
            )
        try:
            return self.row(dataset.knowledge_base_id, document_id(dataset.id, key_digest(tuple(key))))
        except NotFoundError as error:
            raise InputError(
                f"{dataset.name} has no document with the key {', '.join(key)}.",
                meaning="Nothing was saved.",
                hint="Sync the dataset, or check the key against what a search shows.",
            ) from error

    # -------------------------------------------------------------------------------------------- asking them

    def ask(
        self, knowledge_base_id: str, context: JobContext, question_ids: Iterable[int] | None = None
    ) -> tuple[QuestionState, ...]:
        """Asks saved questions of a knowledge base now (None: all) and keeps what came of it.

        Raises NotFoundError, KnowledgeBaseError and its kin, JobCancelled; what was asked until then is kept.
        """
        wanted = None if question_ids is None else set(question_ids)
        known = [state for state in self.list(knowledge_base_id) if wanted is None or state.question.id in wanted]
        if wanted is not None and len(known) < len(wanted):
            self.get(min(wanted - {state.question.id for state in known}))
            raise NotFoundError("This saved question belongs to another knowledge base.", hint="Look at the list.")
        return self._ask(knowledge_base_id, known, None, context)

    def follow(self, dataset: Dataset, run: SyncRun, context: JobContext) -> SyncRun:
        """Asks the questions of the knowledge base a sync has changed, as far as they are asked within AFTER_SYNC_S.

        Returns the run, with a remark for each question that got worse. Never fails: what went wrong is in the log, and
        a wish to stop ends the asking.
        """
        try:
            states = self._to_ask(dataset, run)
            if not states:
                return run
            asked = self._ask(dataset.knowledge_base_id, states, run, context, limit_s=AFTER_SYNC_S)
            worse = [worse_words(state) for state in asked if state.check is not None and state.check.worse]
            if worse:
                run = replace(run, remarks=(*run.remarks, *worse))
                self._store.runs.update(run)
        except JobCancelled:
            _log().info("stopped asking saved questions after run %d", run.id)
        except KbConnectError as error:
            _log().warning("saved questions were not asked after run %d: %s", run.id, error.message)
        return run

    def _to_ask(self, dataset: Dataset, run: SyncRun) -> builtins.list[QuestionState]:
        """A run that changed nothing can change no answer: then only questions that wait for their first one."""
        if run.status not in _COMPLETED:
            return []
        counts = run.counts
        changed = counts.added + counts.updated + counts.metadata_updated + counts.deleted + counts.embedded
        return [state for state in self.list(dataset.knowledge_base_id) if changed or state.check is None]

    def _ask(
        self,
        knowledge_base_id: str,
        states: Sequence[QuestionState],
        run: SyncRun | None,
        context: JobContext,
        limit_s: float | None = None,
    ) -> tuple[QuestionState, ...]:
        started = self._clock()
        asked: builtins.list[QuestionState] = []
        try:
            for state in sorted(states, key=_asked_at):
                if limit_s is not None and self._clock() - started > limit_s:
                    _log().info("%d saved questions are left for the next sync", len(states) - len(asked))
                    break
                context.check()
                asked.append(QuestionState(state.question, self._checked(state, run)))
        finally:
            self._keep(knowledge_base_id, run, asked)
        return tuple(sorted(asked, key=lambda state: state.question.id))

    def _checked(self, state: QuestionState, run: SyncRun | None) -> QuestionCheck:
        question = state.question
        request = SearchRequest(question.text, question.knowledge_base_id, DEPTH)
        ranking = self._search.ranking(request, [row.document_id for row in question.expected])
        places = places_of(question, ranking.document_ids, ranking.known, state.check)
        return QuestionCheck(
            id=0,
            question_id=question.id,
            asked_at=self._now(),
            places=places,
            run_id=run.id if run is not None else None,
            meaning_share=ranking.meaning_share,
            worse=has_got_worse(places, state.check),
        )

    def _keep(self, knowledge_base_id: str, run: SyncRun | None, asked: Sequence[QuestionState]) -> None:
        if not asked:
            return
        checks = [state.check for state in asked if state.check is not None]
        self._store.questions.add_checks(checks, CHECKS_KEPT)
        worse = tuple(state for state in asked if state.check is not None and state.check.worse)
        news = QuestionsAsked(knowledge_base_id, run, tuple(asked), worse)
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(news)

    # -------------------------------------------------------------------------------------------- listening

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` each time questions were asked, in the thread that asked: it must be quick, hand what it
        does to its own thread and raise nothing. Returns what ends it."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock, suppress(ValueError):
                self._listeners.remove(listener)

        return end


def expected_row(chunk: StoredChunk) -> ExpectedRow:
    """The document of a chunk as a row that can be expected."""
    document = chunk.document
    return ExpectedRow(document.document_id, chunk.dataset_id, document.key, document.title)


def _check(draft: QuestionDraft) -> None:
    if not draft.text.strip():
        raise InputError("The question is empty.", meaning="Nothing was saved.", hint="Write what people ask.")
    if not draft.expected:
        raise InputError(
            "No row is expected.",
            meaning="Without one nobody can tell whether an answer is good.",
            hint="Choose at least one row that the question should find.",
        )
    if not 1 <= draft.within <= DEPTH:
        raise InputError(
            f"A row can be expected among the first 1 to {DEPTH} answers, not {draft.within}.",
            meaning="Nothing was saved.",
            hint="Choose a smaller number; people look at the first few answers.",
        )


def _asked_at(state: QuestionState) -> tuple[bool, float, int]:
    """Those never asked first, then those asked longest ago."""
    check = state.check
    return (check is not None, check.asked_at.timestamp() if check is not None else 0.0, state.question.id)


def _log() -> logging.Logger:
    return logging.getLogger(__name__)
