"""The program's own database: what people set up and what ran. `open_store` is the way in.

Holds no secret in the clear, no document and no vector; those are in the vault's tokens and in knowledge bases.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from kbconnect.adapters.store.database import Database
from kbconnect.adapters.store.questions import SqlQuestions
from kbconnect.adapters.store.repositories import (
    SqlConnectors,
    SqlDatasets,
    SqlKnowledgeBases,
    SqlSettings,
)
from kbconnect.adapters.store.runs import SqlRuns
from kbconnect.adapters.store.schedules import SqlSchedules
from kbconnect.adapters.store.upgrade import bring_up_to_date
from kbconnect.adapters.store.vault_rows import SqlVault
from kbconnect.core.store import (
    ConnectorRepository,
    DatasetRepository,
    KnowledgeBaseRepository,
    QuestionRepository,
    RunRepository,
    ScheduleRepository,
    SettingRepository,
    VaultRepository,
)

__all__ = ["SqlStore", "open_store"]


class SqlStore:
    """See `kbconnect.core.store.Store`. Any thread may use it; `close` when nobody does any more."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.connectors: ConnectorRepository = SqlConnectors(database)
        self.datasets: DatasetRepository = SqlDatasets(database)
        self.knowledge_bases: KnowledgeBaseRepository = SqlKnowledgeBases(database)
        self.runs: RunRepository = SqlRuns(database)
        self.schedules: ScheduleRepository = SqlSchedules(database)
        self.questions: QuestionRepository = SqlQuestions(database)
        self.settings: SettingRepository = SqlSettings(database)
        self.vault: VaultRepository = SqlVault(database)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path) -> SqlStore:
    """Opens the database at `path`, creating or upgrading it first; file 0600, a missing folder 0700.

    Raises StoreTooNewError, StoreDamagedError, StoreReadOnlyError, StoreBusyError, DiskFullError.
    """
    bring_up_to_date(path)
    return SqlStore(Database(path))
