"""The middle of the knowledge page: question box, filters, and the hits or what stands in their place. Asks nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from kbconnect.core.model import ModelChange, SearchAnswer, SearchHit, SearchRequest
from kbconnect.ui.models.hits import HitsModel
from kbconnect.ui.pages.knowledge_hits import HitList
from kbconnect.ui.pages.knowledge_origin import HitSource
from kbconnect.ui.pages.knowledge_work import Base
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.fields import Choice, SearchEdit
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, clear, down, frame
from kbconnect.ui.words import counted, duration, percent

ALL = "all"
LIMITS = (10, 20, 50)


class AnswersPane(QFrame):
    """asked: the SearchRequest somebody wants answered; None when the question box was emptied.

    chosen: the SearchHit in view, or None. whole_asked: Enter on a hit. copy_asked: Ctrl+C on a hit. data_asked: the
    way to choose data, from an empty knowledge base.
    """

    asked = Signal(object)
    chosen = Signal(object)
    whole_asked = Signal()
    copy_asked = Signal()
    data_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._base: Base | None = None
        self.question = SearchEdit(self.tr("Ask a question"), large=True)
        self._dataset = Choice((ALL, self.tr("All datasets")), name=self.tr("Dataset"))
        self._limit = Choice(
            *((str(limit), self.tr("Best {0}").format(limit)) for limit in LIMITS), name=self.tr("How many")
        )
        self._dataset.setMaximumWidth(220)
        for choice in (self._dataset, self._limit):
            choice.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._found = text("", "caption", elide=True)
        self._coverage_glyph = Glyph("circle-half", "accent", 15)
        self._coverage_words = text("", "small", wrap=True)
        self._coverage = frame(across(down(self._coverage_glyph, None), (self._coverage_words, 1), gap=6))
        self._model = HitsModel(self)
        self.hits = HitList(self._model, self.tr("Answers"))
        self._problem = QVBoxLayout()
        add_data: Button = button(self.tr("Choose data"), Kind.PRIMARY, "plus")
        add_data.clicked.connect(self.data_asked)
        everywhere: Button = button(self.tr("Look in all datasets"), Kind.PRIMARY, "magnifying-glass")
        everywhere.clicked.connect(self._look_everywhere)
        self._states = Swap(
            start=EmptyState(
                Picture.SEARCH,
                self.tr("Ask what the rows know"),
                self.tr(
                    "Write a question as you would ask a colleague. You see the chunks that answer it, and their row."
                ),
            ),
            loading=Skeleton(rows=3, row_height=132),
            full=self.hits,
            nothing=EmptyState(
                Picture.SEARCH,
                self.tr("Nothing found"),
                self.tr("No chunk holds these words. Try other words."),
            ),
            nothing_here=EmptyState(
                Picture.SEARCH,
                self.tr("Nothing found in this dataset"),
                self.tr("No chunk of it holds these words. Another dataset of this knowledge base may."),
                everywhere,
            ),
            empty=EmptyState(
                Picture.DOCUMENTS,
                self.tr("Nothing to search yet"),
                self.tr("Choose a table or a SELECT of a source; a sync makes documents of its rows."),
                add_data,
                safe=self.tr("kbconnect only reads. Your database is never changed."),
            ),
            error=frame(down(self._problem, None)),
        )
        filters = across(self._dataset, self._limit, None, self._found)
        self._bar = frame(down(self.question, 2, filters, self._coverage, gap=8, margins=(20, 16, 20, 8)))
        self.setLayout(down(self._bar, (frame(down(self._states, margins=(20, 0, 20, 8))), 1), gap=0))
        self._coverage.hide()
        self.question.searched.connect(self.ask)
        self._dataset.picked.connect(self.ask)
        self._limit.picked.connect(self.ask)
        self.hits.chosen.connect(self._hit_chosen)
        self.hits.opened.connect(self._hit_opened)
        self.hits.copy_asked.connect(self._hit_copied)

    def show_base(self, base: Base | None) -> None:
        """The knowledge base questions go to. The same one with news keeps question and answers."""
        same = base is not None and self._base is not None and base.info.id == self._base.info.id
        self._base = base
        datasets = base.datasets if base is not None else ()
        self._dataset.set_options([(ALL, self.tr("All datasets")), *((each.id, each.name) for each in datasets)])
        self._bar.setVisible(base is not None and self._is_searchable(base))
        if base is None:
            self._states.show_state("loading")
        elif base.problem is not None:
            return
        elif not self._is_searchable(base):
            self._forget_answer("empty")
        elif not same or self._states.current() in ("empty", "loading", "error"):
            self._dataset.choose(ALL)
            self._forget_answer("start")
            if self.question.text().strip():
                self.ask()

    @staticmethod
    def _is_searchable(base: Base) -> bool:
        return base.counts is not None and base.counts.documents > 0

    def show_problem(self, problem: QWidget) -> None:
        """Why there is no answer."""
        clear(self._problem)
        self._problem.addWidget(problem)
        self._forget_answer("error")

    def wait(self) -> None:
        """An answer is on its way; the one before stays."""
        if self._states.current() != "full":
            self._states.show_state("loading")

    def show_answer(self, answer: SearchAnswer, sources: Mapping[str, HitSource]) -> None:
        names = {dataset_id: source.dataset for dataset_id, source in sources.items()}
        self._model.show_hits(answer.hits, names, with_meaning=bool(answer.meaning_share))
        chunks = counted(answer.found, self.tr("chunk"), self.tr("chunks"))
        self._found.setText(self.tr("{chunks} in {time}").format(chunks=chunks, time=duration(answer.seconds)))
        self._show_coverage(answer.meaning_share, answer.model_change)
        if not answer.hits:
            self._states.show_state("nothing" if self._dataset.key() in ("", ALL) else "nothing_here")
            self.chosen.emit(None)
            return
        self._states.show_state("full")
        self.hits.setCurrentIndex(self._model.index(0))
        self.hits.scrollToTop()

    def hit(self) -> SearchHit | None:
        return self._model.hit(self.hits.currentIndex().row())

    def _show_coverage(self, share: float | None, change: ModelChange) -> None:
        self._coverage.setVisible(share is None or share < 1)
        if change is ModelChange.DUE:
            words = self.tr("Words only until the next sync: the model has changed.")
        elif share is None:
            words = self.tr("Words only: this knowledge base has no model.")
        elif share == 0:
            words = self.tr("Words cover everything; meaning comes with the next sync.")
        else:
            words = self.tr("Words cover everything, meaning {0} so far, newest first.").format(percent(share))
        self._coverage_words.setText(words)
        self._coverage_glyph.show_glyph(*(("text-aa", "text3") if share is None else ("circle-half", "accent")))

    def _forget_answer(self, state: str) -> None:
        self._model.show_hits((), {})
        self._found.setText("")
        self._coverage.hide()
        self._states.show_state(state)
        self.chosen.emit(None)

    @Slot()
    def ask(self) -> None:
        """Asks what stands in the question box, with the filters as they are."""
        words = self.question.text().strip()
        if self._base is not None and not self._is_searchable(self._base):
            return
        if self._base is None or not words:
            self._forget_answer("start")
            self.asked.emit(None)
            return
        dataset = self._dataset.key()
        ids = () if dataset in ("", ALL) else (dataset,)
        self.asked.emit(SearchRequest(words, self._base.info.id, int(self._limit.key()), ids))

    @Slot()
    def _look_everywhere(self) -> None:
        self._dataset.choose(ALL)
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that had it goes
        self.ask()

    @Slot(int)
    def _hit_chosen(self, row: int) -> None:
        self.chosen.emit(self._model.hit(row))

    @Slot(int)
    def _hit_opened(self, _row: int) -> None:
        self.whole_asked.emit()

    @Slot(int)
    def _hit_copied(self, _row: int) -> None:
        self.copy_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.question.hasFocus() and self._model.rowCount():
            self.hits.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
