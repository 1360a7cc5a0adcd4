"""Tells the window that a saved question got worse after one of its syncs. Shows nothing.

Questions are asked on the thread of the sync; what came of it is taken up on the window's thread when the sync ends, so
that no signal is emitted elsewhere.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kbconnect.core.questions import worse_words
from kbconnect.ui.running import RunningSyncs

if TYPE_CHECKING:  # it loads the searches
    from kbconnect.app.questions import Questions, QuestionsAsked

_MOST = 100


class QuestionNews(QObject):
    """got_worse: what is asked, and a sentence of the application on what happened; once for each that got worse."""

    got_worse = Signal(str, str)

    def __init__(self, questions: Questions, syncs: RunningSyncs, parent: QObject) -> None:
        super().__init__(parent)
        self._heard: deque[QuestionsAsked] = deque(maxlen=_MOST)
        questions.subscribe(self._heard.append)
        syncs.ended.connect(self._sync_ended)

    @Slot(str, object)
    def _sync_ended(self, _dataset_id: str, _run: object) -> None:
        while self._heard:
            news = self._heard.popleft()
            if news.run is None:
                continue  # somebody asked, and sees what came of it
            for state in news.worse:
                self.got_worse.emit(state.question.text, worse_words(state))
