"""What use cases ask of the program's own database, as Protocols. `kbconnect.adapters.store` implements them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kbconnect.core.connector import Connector
from kbconnect.core.model import Dataset, KnowledgeBaseInfo, SyncRun
from kbconnect.core.questions import QuestionCheck, SavedQuestion
from kbconnect.core.schedule import Schedule


class ConnectorRepository(Protocol):
    """Raises NameTakenError (names differ, ignoring case), NotFoundError, InUseError."""

    def add(self, connector: Connector) -> None: ...

    def update(self, connector: Connector) -> None: ...

    def remove(self, connector_id: str) -> None: ...

    def get(self, connector_id: str) -> Connector: ...

    def find(self, name: str) -> Connector: ...

    def list(self) -> tuple[Connector, ...]:
        """By name, ignoring case."""


class DatasetRepository(Protocol):
    """Raises NameTakenError, NotFoundError."""

    def add(self, dataset: Dataset) -> None: ...

    def update(self, dataset: Dataset) -> None: ...

    def remove(self, dataset_id: str) -> None: ...

    def get(self, dataset_id: str) -> Dataset: ...

    def find(self, name: str) -> Dataset: ...

    def list(self) -> tuple[Dataset, ...]: ...


class KnowledgeBaseRepository(Protocol):
    """Raises NameTakenError, NotFoundError, InUseError."""

    def add(self, knowledge_base: KnowledgeBaseInfo) -> None: ...

    def remove(self, knowledge_base_id: str) -> None: ...

    def get(self, knowledge_base_id: str) -> KnowledgeBaseInfo: ...

    def find(self, name: str) -> KnowledgeBaseInfo: ...

    def list(self) -> tuple[KnowledgeBaseInfo, ...]: ...


@dataclass(frozen=True, slots=True)
class RunsKept:
    """How much of a dataset's run history stays: the newest `runs`, none that began before `since`.

    Whatever these say, the newest `at_least` stay, and the last one that was completed. Only the newest
    `with_rejects` keep the list of their rejected rows; its count stays with all.
    """

    runs: int
    since: datetime
    at_least: int = 20
    with_rejects: int = 20


@dataclass(frozen=True, slots=True)
class ChunkMark:
    """A run began when next_chunk was the id the next chunk of the knowledge base would get: chunks of its dataset from
    there on, up to the mark of the next run, are its work."""

    knowledge_base_id: str
    next_chunk: int


class RunRepository(Protocol):
    def add(self, run: SyncRun) -> SyncRun:
        """Stores a run (its id is ignored) and returns it with the id it got."""

    def update(self, run: SyncRun) -> None:
        """Replaces the run of the same id, rejects included."""

    def get(self, run_id: int) -> SyncRun:
        """With its rejects. Raises NotFoundError."""

    def list(self, dataset_id: str | None = None, limit: int = 100) -> tuple[SyncRun, ...]:
        """Newest first, without rejects."""

    def mark(self, run_id: int, mark: ChunkMark) -> None:
        """Keeps where a run begins to write. It goes with the run."""

    def marks(self, dataset_id: str, knowledge_base_id: str) -> tuple[tuple[int, ChunkMark], ...]:
        """Each with the id of its run, newest first."""

    def prune(self, dataset_id: str, kept: RunsKept) -> int:
        """Removes old runs of a dataset, never one that is running, and old lists of rejects. Returns how many runs."""


class ScheduleRepository(Protocol):
    """At most one schedule a dataset; it goes with its dataset."""

    def get(self, dataset_id: str) -> Schedule | None: ...

    def put(self, schedule: Schedule) -> None:
        """Replaces the schedule of the same dataset. Raises NotFoundError if there is no such dataset."""

    def change(self, dataset_id: str, change: Callable[[Schedule], Schedule]) -> Schedule | None:
        """Replaces the schedule by what `change` makes of it, in one transaction no other writer comes between; an
        exception of `change` leaves it as it was. Returns the new one; None, without a call, if there is none.
        """

    def remove(self, dataset_id: str) -> None:
        """Nothing happens if there is none."""

    def list(self) -> tuple[Schedule, ...]: ...


class QuestionRepository(Protocol):
    """Saved questions; they go with their knowledge base, and their checks with them. Raises NotFoundError.

    NameTakenError for a question its knowledge base has already, in other case or spaces too.
    """

    def add(self, question: SavedQuestion) -> SavedQuestion:
        """Keeps a question (its id is ignored) and returns it with the id it got."""

    def update(self, question: SavedQuestion) -> None: ...

    def remove(self, question_id: int) -> None: ...

    def get(self, question_id: int) -> SavedQuestion: ...

    def list(self, knowledge_base_id: str | None = None) -> tuple[SavedQuestion, ...]:
        """Oldest first; None: of all knowledge bases."""

    def add_checks(self, checks: Sequence[QuestionCheck], kept: int) -> None:
        """Adds checks in one transaction (their ids are ignored) and keeps the newest `kept` of each question. Those of
        a question that was removed meanwhile are left out."""

    def checks(self, question_id: int, limit: int) -> tuple[QuestionCheck, ...]:
        """Newest first; empty for a question that is gone."""

    def newest_checks(self) -> tuple[QuestionCheck, ...]:
        """The newest of every question that was asked, in any order."""


class SettingRepository(Protocol):
    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...

    def remove(self, name: str) -> None:
        """Nothing happens if there is none."""


@dataclass(frozen=True, slots=True)
class VaultEntry:
    """One encrypted secret. token: what the vault made of it; only the vault can read it."""

    name: str
    token: str


@dataclass(frozen=True, slots=True)
class VaultContent:
    """All of the encrypted vault. header: what the vault needs to know a right key, None before its first use."""

    header: str | None
    entries: tuple[VaultEntry, ...]


class VaultRepository(Protocol):
    """Keeps what the encrypted vault wrote, without being able to read it."""

    def content(self) -> VaultContent: ...

    def rewrite(self, change: Callable[[VaultContent], VaultContent]) -> VaultContent:
        """Replaces the content by what `change` makes of it, in one transaction no other writer comes between; an
        exception of `change` leaves everything as it was. Returns the new content.
        """


class Store(Protocol):
    """The program's own database."""

    connectors: ConnectorRepository
    datasets: DatasetRepository
    knowledge_bases: KnowledgeBaseRepository
    runs: RunRepository
    schedules: ScheduleRepository
    questions: QuestionRepository
    settings: SettingRepository
    vault: VaultRepository

    def close(self) -> None: ...
