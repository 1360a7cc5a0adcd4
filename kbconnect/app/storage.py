"""Compacting and backing up what this program keeps: knowledge bases and its own database.

Owns what may be done when: nothing is compacted while one of its datasets is being synced, by whichever program.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kbconnect.core.errors import DatasetBusyError

if TYPE_CHECKING:
    from kbconnect.app.knowledge_bases import KnowledgeBases
    from kbconnect.app.locking import DatasetLocks
    from kbconnect.app.paths import Paths
    from kbconnect.core.job import JobContext
    from kbconnect.core.model import Dataset
    from kbconnect.core.store import Store

PROGRAM = ""
"""In the place of a knowledge base's id: the program's own database."""


class Upkeep(Protocol):
    """Care for one kind of file."""

    def unused_bytes(self, path: Path) -> int:
        """What compacting gives back at least."""

    def compact(self, path: Path, context: JobContext) -> None:
        """Raises DiskFullError, JobCancelled, and the errors of the kind; the file is then as before."""

    def back_up(self, path: Path, target: Path, context: JobContext) -> None:
        """A checked copy of this moment. Raises DiskFullError, InputError, JobCancelled, and the errors of the kind."""


@dataclass(frozen=True, slots=True)
class UpkeepKinds:
    """knowledge_bases, program: of their files."""

    knowledge_bases: Upkeep
    program: Upkeep


@dataclass(frozen=True, slots=True)
class Sizes:
    """In bytes, with the logs beside the file."""

    before: int
    after: int


class Storage:
    """The files of one data folder. What is named by the id of a knowledge base may also be PROGRAM."""

    def __init__(
        self, store: Store, knowledge_bases: KnowledgeBases, locks: DatasetLocks, paths: Paths, kinds: UpkeepKinds
    ) -> None:
        self._store = store
        self._knowledge_bases = knowledge_bases
        self._locks = locks
        self._paths = paths
        self._kinds = kinds

    def path(self, what: str) -> Path:
        """Raises NotFoundError."""
        return self._paths.store if what == PROGRAM else Path(self._knowledge_bases.get(what).location)

    def unused_bytes(self, what: str) -> int:
        """What compacting gives back at least."""
        return self._upkeep(what).unused_bytes(self.path(what))

    def compact(self, what: str, context: JobContext) -> Sizes:
        """Gives room back to the disk. Raises DatasetBusyError while a sync writes to it, DiskFullError, JobCancelled,
        KnowledgeBaseError or StoreError and their kin."""
        path = self.path(what)
        with self._without_syncs(what):
            before = _size(path)
            self._upkeep(what).compact(path, context)
        return Sizes(before, _size(path))

    def back_up(self, what: str, target: Path, context: JobContext) -> int:
        """Writes a checked copy to a file; syncs may go on meanwhile. Returns its size in bytes. Raises as `compact`,
        and InputError."""
        self._upkeep(what).back_up(self.path(what), target, context)
        return target.stat().st_size

    def _upkeep(self, what: str) -> Upkeep:
        return self._kinds.program if what == PROGRAM else self._kinds.knowledge_bases

    @contextmanager
    def _without_syncs(self, what: str) -> Iterator[None]:
        with ExitStack() as held:
            for dataset in self._datasets(what):
                try:
                    held.enter_context(self._locks.hold(dataset))
                except DatasetBusyError as error:
                    raise DatasetBusyError(
                        f"{dataset.name} is being synced, so its files can't be compacted now.",
                        meaning="The sync goes on; nothing was compacted.",
                        hint="Wait until it is done, or stop it, then try again.",
                    ) from error
            yield

    def _datasets(self, what: str) -> tuple[Dataset, ...]:
        datasets = self._store.datasets.list()
        return tuple(one for one in datasets if what in (PROGRAM, one.knowledge_base_id))


def _size(path: Path) -> int:
    files = (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")))
    return sum(file.stat().st_size for file in files if file.exists())
