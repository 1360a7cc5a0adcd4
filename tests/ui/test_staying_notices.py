"""What is told on the desktop while nobody looks at the window: failures, questions, syncs that wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from kbconnect.core.errors import DatasetBusyError, SourceLostError
from kbconnect.core.model import ErrorInfo, RunStatus
from kbconnect.ui.notifications import ANSWERS, Notifications
from tests.ui.fakes_app import ago, run


class Ending(QObject):
    """Syncs that end when a test says so."""

    changed = Signal(str)
    ended = Signal(str, object)
    failed = Signal(str, object)

    def all(self) -> tuple[object, ...]:
        return ()


class TestNotifications:
    @pytest.fixture(autouse=True)
    def _parts(self, qtbot: QtBot) -> None:
        self.told: list[tuple[str, str, str]] = []
        self.seen, self.wanted = False, True
        self.syncs = Ending()
        self.notices = Notifications(
            self.syncs,  # type: ignore[arg-type]  # only its signals are used
            lambda dataset_id: f"Dataset {dataset_id}",
            lambda: self.seen,
            lambda: self.wanted,
            self.syncs,
        )
        self.notices.told.connect(lambda *words: self.told.append(words))

    def _failed(self, code: str = "source_lost", message: str = "The server went away.") -> None:
        ended = run(1, "d", ago(minutes=1), RunStatus.FAILED, error=ErrorInfo(code, message, "Try again.", True))
        self.syncs.ended.emit("d", ended)

    def test_a_failure_is_told_once_until_it_went_well_again(self) -> None:
        self._failed()
        self._failed()
        assert self.told == [("Dataset d could not be synced", "The server went away", "d")]
        self.syncs.ended.emit("d", run(2, "d", ago(), RunStatus.COMPLETED))
        self._failed()
        assert len(self.told) == 2

    def test_another_fault_is_news(self) -> None:
        self._failed()
        self._failed("login_refused", "The server refused the login.")
        assert [words[1] for words in self.told] == ["The server went away", "The server refused the login"]

    def test_the_brake_asks_for_an_answer(self) -> None:
        self._failed("delete_brake", "4 of 5 documents would go.")
        assert self.told[0][0] == "Dataset d waits for your answer"

    def test_a_sync_of_another_program_is_no_failure(self) -> None:
        self.syncs.failed.emit("d", DatasetBusyError("Articles is being synced already."))
        assert self.told == []

    def test_what_could_not_begin_is_told(self) -> None:
        self.syncs.failed.emit("d", SourceLostError("The server went away."))
        assert self.told == [("Dataset d could not be synced", "The server went away", "d")]

    def test_all_that_goes_well_is_quiet(self) -> None:
        for status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS, RunStatus.CANCELLED):
            self.syncs.ended.emit("d", run(3, "d", ago(), status))
        assert self.told == []

    def test_who_looks_at_the_window_or_wants_none_is_left_alone(self) -> None:
        self.seen = True
        self._failed()
        self.notices.sync_waits("It waits.", "", "d")
        self.seen, self.wanted = False, False
        self._failed("other")
        self.notices.question_got_worse("Where?", "Lost.")
        assert self.told == []

    def test_waiting_and_worse_answers_are_told(self) -> None:
        self.notices.sync_waits("Articles waits for the network.", "It starts by itself.", "d")
        self.notices.question_got_worse("Where is it?", "Row 7 fell from 1 to 9.")
        assert [words[0] for words in self.told] == ["A sync waits", "Answers got worse: Where is it?"]
        assert [words[2] for words in self.told] == ["d", ANSWERS]
