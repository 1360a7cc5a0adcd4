"""How far a job is, on stderr: a moving line in a terminal, elsewhere one plain line a stage.

Owns the words for stages. Takes progress and shows it; must not decide anything.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from kbconnect.cli.screen import printable, write_aside
from kbconnect.core.job import Progress, Stage

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

STAGE_WORDS = {
    Stage.CONNECTING: "Connecting",
    Stage.COMPARING: "Comparing",
    Stage.READING: "Reading",
    Stage.REMOVING: "Removing",
    Stage.EMBEDDING: "Adding meaning",
    Stage.LOADING: "Loading",
    Stage.WAITING: "Waiting",
}


class ProgressView(Protocol):
    """Shows the progress of one job while it is open as a context manager."""

    def show(self, progress: Progress) -> None: ...

    def pause(self) -> None:
        """Clears the way for a question; the next `show` goes on."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def progress_view(subject: str) -> ProgressView:
    """For stderr as it is now. subject: what is worked on, the name of a dataset or connector."""
    return TerminalProgress(subject) if sys.stderr.isatty() else PlainProgress(subject)


class PlainProgress:
    """One line when a stage begins for the first time, and one for each note."""

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._seen: set[Stage] = set()
        self._note = ""

    def show(self, progress: Progress) -> None:
        if progress.note not in ("", self._note):
            self._note = progress.note
            write_aside(f"{self._subject}: {progress.note}")
        if progress.stage in self._seen:
            return
        self._seen.add(progress.stage)
        known = progress.total is not None and progress.total > 0
        amount = f", about {progress.total:,}" if known else ""
        write_aside(f"{self._subject}: {STAGE_WORDS[progress.stage]}{amount}")

    def pause(self) -> None:
        """Nothing moves here."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""


class TerminalProgress:
    """A bar for the stage that runs, with count and time left, gone when the job is done; notes stay above it."""

    def __init__(self, subject: str) -> None:
        self._subject = printable(subject)
        self._stage: Stage | None = None
        self._task: TaskID | None = None
        self._bar = _rich_bar()
        self._running = False
        self._note = ""

    def show(self, progress: Progress) -> None:
        if not self._running:
            self._bar.start()
            self._running = True
        if progress.note not in ("", self._note):
            self._note = progress.note
            self._bar.console.print(printable(f"{self._subject}: {progress.note}"), markup=False)
        if progress.stage is not self._stage or self._task is None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._stage = progress.stage
            self._task = self._bar.add_task(f"{self._subject}  {STAGE_WORDS[progress.stage]}", total=None)
        self._bar.update(self._task, completed=progress.done, total=progress.total or None)

    def pause(self) -> None:
        if self._running:
            self._bar.stop()
            self._running = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pause()


def _rich_bar() -> RichProgress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True, highlight=False),
        transient=True,
    )
