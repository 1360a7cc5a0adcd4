"""One run a dataset, across windows, commands and schedulers: an operating-system lock that dies with its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kbconnect.core.errors import DatasetBusyError
from kbconnect.core.model import Dataset


class DatasetLocks:
    """Lock files in one folder, named by dataset id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, dataset: Dataset) -> Iterator[None]:
        """Raises DatasetBusyError at once if anybody else holds it."""
        lock = FileLock(self._folder / f"{dataset.id}.lock", mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise DatasetBusyError(
                f"{dataset.name} is being synced already.",
                meaning="That sync goes on; nothing else was started.",
                hint="Wait until it is done, or stop it where it was started.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def is_held(self, dataset: Dataset) -> bool:
        """Whether a run is going on anywhere."""
        try:
            with self.hold(dataset):
                return False
        except DatasetBusyError:
            return True
