"""One run a dataset, across windows, commands and schedulers: an operating-system lock that dies with its process."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kbconnect.core.errors import DatasetBusyError, DiskFullError, StoreReadOnlyError
from kbconnect.core.model import Dataset


class DatasetLocks:
    """Lock files in one folder, named by dataset id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, dataset: Dataset, *, wait_s: float = 0) -> Iterator[None]:
        """Raises DatasetBusyError if somebody else has it for longer than wait_s, DiskFullError, StoreReadOnlyError."""
        lock = FileLock(self._folder / f"{dataset.id}.lock", mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=wait_s, poll_interval=0.02)
        except Timeout as error:
            raise DatasetBusyError(
                f"{dataset.name} is being synced already.",
                meaning="That sync goes on; nothing else was started.",
                hint="Wait until it is done, or stop it where it was started.",
            ) from error
        except OSError as error:
            kind = DiskFullError if error.errno == errno.ENOSPC else StoreReadOnlyError
            raise kind(
                f"The lock of {dataset.name} can't be written: {error.strerror}.",
                meaning="Nothing was started or changed.",
                hint=f"Make room, or give your account the right to write into {self._folder}.",
                detail=str(error),
            ) from error
        try:
            yield
        finally:
            lock.release()
