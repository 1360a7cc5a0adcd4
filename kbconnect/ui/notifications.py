"""Tells people outside the window what failed or needs their answer, once a thing; all that goes well is quiet.

Hears what has ended and what waits, and hands words to whoever can show them. Shows nothing while the window is in
front: the pages say it there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from kbconnect.core.errors import DatasetBusyError
from kbconnect.core.model import RunStatus, SyncRun
from kbconnect.ui.errors import explain
from kbconnect.ui.language import say, told
from kbconnect.ui.running import RunningSyncs

ANSWERS = "knowledge"
"""What a notice about answers leads to: the section, whose key is no dataset id."""

_BRAKE = "delete_brake"


class Notifications(QObject):
    """told: a title, a sentence, and what it leads to: a dataset id, ANSWERS, or "" for nowhere.

    name_of: of a dataset by its id. is_seen: whether somebody looks at the window. is_wanted: the setting.
    """

    told = Signal(str, str, str)

    def __init__(
        self,
        syncs: RunningSyncs,
        name_of: Callable[[str], str],
        is_seen: Callable[[], bool],
        is_wanted: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._name_of, self._is_seen, self._is_wanted = name_of, is_seen, is_wanted
        self._said: dict[str, str] = {}
        syncs.ended.connect(self._sync_ended)
        syncs.failed.connect(self._sync_failed)

    @Slot(str, object)
    def _sync_ended(self, dataset_id: str, run: SyncRun) -> None:
        if run.status is not RunStatus.FAILED or run.error is None:
            if run.status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS):
                self._said.pop(dataset_id, None)  # the next fault is news again
            return
        told = explain(run.error)
        if run.error.code == _BRAKE:
            self._tell(dataset_id, run.error.code, say("{dataset} waits for your answer"), told.what)
        else:
            self._tell(dataset_id, run.error.code, say("{dataset} could not be synced"), told.what)

    @Slot(str, object)
    def _sync_failed(self, dataset_id: str, error: BaseException) -> None:
        if isinstance(error, DatasetBusyError):
            return  # another program syncs it
        told = explain(error)
        self._tell(dataset_id, told.what, say("{dataset} could not be synced"), told.what)

    @Slot(str, str, str)
    def sync_waits(self, sentence: str, hint: str, dataset_id: str) -> None:
        """A sync that is due and can't start: told once by whoever asks."""
        if self._is_wanted() and not self._is_seen():
            self.told.emit(say("A sync waits"), f"{sentence} {hint}".strip(), dataset_id)

    @Slot(str, str)
    def question_got_worse(self, question: str, sentence: str) -> None:
        """A saved question finds its row no more."""
        if self._is_wanted() and not self._is_seen():
            self.told.emit(say("Answers got worse: {question}").format(question=question), told(sentence), ANSWERS)

    def _tell(self, dataset_id: str, what: str, title: str, sentence: str) -> None:
        if self._said.get(dataset_id) == what:
            return
        self._said[dataset_id] = what
        if self._is_wanted() and not self._is_seen():
            self.told.emit(title.format(dataset=self._name_of(dataset_id)), sentence, dataset_id)
