"""One run a dataset, across windows, commands and schedulers, and one that embeds the texts of other datasets: locks of
the operating system that die with their process."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kbconnect.core.errors import DatasetBusyError, DiskFullError, StoreReadOnlyError
from kbconnect.core.model import Dataset

if TYPE_CHECKING:  # loaded when they are needed, which takes megabytes
    from filelock import BaseFileLock

    from kbconnect.core.meaning import EmbeddingTurns


class DatasetLocks:
    """Lock files in one folder, named by dataset id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, dataset: Dataset, *, wait_s: float = 0) -> Iterator[None]:
        """Raises DatasetBusyError if somebody else has it for longer than wait_s, DiskFullError, StoreReadOnlyError."""
        from filelock import Timeout

        lock = self._lock(dataset.id)
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

    def turns(self, knowledge_base_id: str) -> EmbeddingTurns:
        """Of the runs that feed one knowledge base."""
        return _Turns(self._lock, f"embedding-{knowledge_base_id}")

    def _lock(self, name: str) -> BaseFileLock:
        from filelock import FileLock

        return FileLock(self._folder / f"{name}.lock", mode=0o600, thread_local=False)


class _Turns:
    """As `kbconnect.core.meaning.EmbeddingTurns`. Where a lock can't be made, nobody is thought to hold it: then a text
    may be embedded twice, and is stored once."""

    def __init__(self, lock: Callable[[str], BaseFileLock], name: str) -> None:
        self._lock = lock
        self._name = name

    @contextmanager
    def take(self) -> Iterator[bool]:
        lock = self._lock(self._name)
        taken = self._try(lock)
        try:
            yield taken
        finally:
            lock.release()

    def is_synced(self, dataset_id: str) -> bool:
        lock = self._lock(dataset_id)
        try:
            return not self._try(lock)
        finally:
            lock.release()

    @staticmethod
    def _try(lock: BaseFileLock) -> bool:
        from filelock import Timeout

        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError:
            return True
        return True
