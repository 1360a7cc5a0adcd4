"""The repositories of connectors, datasets, knowledge bases and settings: rows to dataclasses and back.

Each call is one transaction of its own, so any thread may call at any time. Must not know files or engines. Rows that
can't be read as what they should be raise StoreDamagedError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection as Transaction
from sqlalchemy import RowMapping, Table, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kbconnect.adapters.store import tables
from kbconnect.adapters.store.database import Database
from kbconnect.adapters.store.encoding import (
    FormatTooNewError,
    decode,
    decode_list,
    decode_selection,
    encode,
    encode_list,
    encode_selection,
)
from kbconnect.adapters.store.faults import damaged_value
from kbconnect.core.access import Power
from kbconnect.core.connector import Connector, ConnectorOptions, LastCheck
from kbconnect.core.errors import InUseError, NameTakenError, NotFoundError, StoreTooNewError
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    KnowledgeBaseInfo,
    Mapping,
    SyncPolicy,
)

Values = dict[str, Any]  # Any: what a column takes is its type's business


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Around turning a row into a dataclass. what: the kind of thing, for the message."""
    try:
        yield
    except FormatTooNewError as error:
        raise StoreTooNewError(
            f"A {what} was saved by a newer version of this program.",
            meaning="Nothing was changed; the newer version can still use it.",
            hint="Start the newer version.",
            detail=str(error),
        ) from error
    except (ValueError, KeyError) as error:
        raise damaged_value(what, type(error).__name__) from error


class NamedRows:
    """What tables of named things have in common: found by id or name, names unique ignoring case."""

    def __init__(self, table: Table, what: str) -> None:
        self._table = table
        self._what = what

    def row(self, connection: Transaction, row_id: str) -> RowMapping:
        """Raises NotFoundError."""
        found = connection.execute(select(self._table).where(self._table.c.id == row_id)).mappings().first()
        if found is None:
            raise NotFoundError(
                f"This {self._what} is not there any more.",
                meaning="It may have been removed in another window or by a command.",
                hint="Look at the list again.",
                detail=f"id {row_id}",
            )
        return found

    def row_by_name(self, connection: Transaction, name: str) -> RowMapping:
        """Raises NotFoundError."""
        key = tables.name_key(name)
        found = connection.execute(select(self._table).where(self._table.c.name_key == key)).mappings().first()
        if found is None:
            raise NotFoundError(
                f"There is no {self._what} called “{name}”.",
                meaning="Nothing was done.",
                hint="Check the spelling against the list.",
            )
        return found

    def rows(self, connection: Transaction) -> list[RowMapping]:
        """By name, ignoring case."""
        return list(connection.execute(select(self._table).order_by(self._table.c.name_key)).mappings())

    def add(self, connection: Transaction, values: Values) -> None:
        """Raises NameTakenError."""
        connection.execute(insert(self._table).values(self._keyed(connection, values)))

    def update(self, connection: Transaction, values: Values) -> None:
        """Raises NameTakenError, NotFoundError."""
        self.row(connection, values["id"])
        keyed = self._keyed(connection, values)
        connection.execute(update(self._table).where(self._table.c.id == values["id"]).values(keyed))

    def remove(self, connection: Transaction, row_id: str) -> None:
        """Raises NotFoundError."""
        self.row(connection, row_id)
        connection.execute(delete(self._table).where(self._table.c.id == row_id))

    def _keyed(self, connection: Transaction, values: Values) -> Values:
        table, name = self._table, values["name"]
        key = tables.name_key(name)
        other = select(table.c.name).where(table.c.name_key == key, table.c.id != values["id"])
        taken = connection.execute(other).scalar()
        if taken is not None:
            raise NameTakenError(
                f"There already is a {self._what} called “{taken}”.",
                meaning="Nothing was saved.",
                hint="Choose another name; names that differ only in upper and lower case count as the same.",
            )
        return {**values, "name_key": key}


_CONNECTORS = NamedRows(tables.connectors, "connector")
DATASETS = NamedRows(tables.datasets, "dataset")
KNOWLEDGE_BASES = NamedRows(tables.knowledge_bases, "knowledge base")


class SqlConnectors:
    """See `kbconnect.core.store.ConnectorRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, connector: Connector) -> None:
        with self._database.write() as connection:
            _CONNECTORS.add(connection, _connector_values(connector))

    def update(self, connector: Connector) -> None:
        with self._database.write() as connection:
            _CONNECTORS.update(connection, _connector_values(connector))

    def remove(self, connector_id: str) -> None:
        with self._database.write() as connection:
            name = _CONNECTORS.row(connection, connector_id)["name"]
            _refuse_if_used(connection, tables.datasets.c.connector_id == connector_id, f"The connector “{name}”")
            _CONNECTORS.remove(connection, connector_id)

    def get(self, connector_id: str) -> Connector:
        with self._database.read() as connection:
            return _connector(_CONNECTORS.row(connection, connector_id))

    def find(self, name: str) -> Connector:
        with self._database.read() as connection:
            return _connector(_CONNECTORS.row_by_name(connection, name))

    def list(self) -> tuple[Connector, ...]:
        with self._database.read() as connection:
            return tuple(_connector(row) for row in _CONNECTORS.rows(connection))


class SqlDatasets:
    """See `kbconnect.core.store.DatasetRepository`. A dataset takes its schedule and its runs along when it goes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, dataset: Dataset) -> None:
        with self._database.write() as connection:
            _require_parents(connection, dataset)
            DATASETS.add(connection, _dataset_values(dataset))

    def update(self, dataset: Dataset) -> None:
        with self._database.write() as connection:
            _require_parents(connection, dataset)
            DATASETS.update(connection, _dataset_values(dataset))

    def remove(self, dataset_id: str) -> None:
        with self._database.write() as connection:
            DATASETS.remove(connection, dataset_id)

    def get(self, dataset_id: str) -> Dataset:
        with self._database.read() as connection:
            return _dataset(DATASETS.row(connection, dataset_id))

    def find(self, name: str) -> Dataset:
        with self._database.read() as connection:
            return _dataset(DATASETS.row_by_name(connection, name))

    def list(self) -> tuple[Dataset, ...]:
        with self._database.read() as connection:
            return tuple(_dataset(row) for row in DATASETS.rows(connection))


class SqlKnowledgeBases:
    """See `kbconnect.core.store.KnowledgeBaseRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, knowledge_base: KnowledgeBaseInfo) -> None:
        with self._database.write() as connection:
            KNOWLEDGE_BASES.add(
                connection,
                {
                    "id": knowledge_base.id,
                    "name": knowledge_base.name,
                    "kind": knowledge_base.kind,
                    "location": knowledge_base.location,
                    "embedder": knowledge_base.embedder,
                    "created_at": knowledge_base.created_at,
                },
            )

    def remove(self, knowledge_base_id: str) -> None:
        with self._database.write() as connection:
            name = KNOWLEDGE_BASES.row(connection, knowledge_base_id)["name"]
            used = tables.datasets.c.knowledge_base_id == knowledge_base_id
            _refuse_if_used(connection, used, f"The knowledge base “{name}”")
            KNOWLEDGE_BASES.remove(connection, knowledge_base_id)

    def get(self, knowledge_base_id: str) -> KnowledgeBaseInfo:
        with self._database.read() as connection:
            return _knowledge_base(KNOWLEDGE_BASES.row(connection, knowledge_base_id))

    def find(self, name: str) -> KnowledgeBaseInfo:
        with self._database.read() as connection:
            return _knowledge_base(KNOWLEDGE_BASES.row_by_name(connection, name))

    def list(self) -> tuple[KnowledgeBaseInfo, ...]:
        with self._database.read() as connection:
            return tuple(_knowledge_base(row) for row in KNOWLEDGE_BASES.rows(connection))


class SqlSettings:
    """See `kbconnect.core.store.SettingRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        with self._database.read() as connection:
            query = select(tables.settings.c.value).where(tables.settings.c.name == name)
            value = connection.execute(query).scalar()
            return None if value is None else str(value)

    def put(self, name: str, value: str) -> None:
        statement = upsert(tables.settings).values(name=name, value=value)
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def remove(self, name: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(tables.settings).where(tables.settings.c.name == name))


def _refuse_if_used(connection: Transaction, used: Any, what: str) -> None:  # Any: SQLAlchemy's comparisons
    users = connection.execute(select(tables.datasets.c.name).where(used).order_by("name_key")).scalars().all()
    if users:
        count, names = len(users), ", ".join(f"“{name}”" for name in users[:3])
        datasets = f"{count} datasets: {names}" if count <= 3 else f"{count} datasets: {names} and others"
        raise InUseError(
            f"{what} is still used by the dataset {names}." if count == 1 else f"{what} is still used by {datasets}.",
            meaning="Nothing was removed.",
            hint="Remove what uses it first.",
        )


def _require_parents(connection: Transaction, dataset: Dataset) -> None:
    _CONNECTORS.row(connection, dataset.connector_id)
    KNOWLEDGE_BASES.row(connection, dataset.knowledge_base_id)


def _connector_values(connector: Connector) -> Values:
    check = connector.last_check
    return {
        "id": connector.id,
        "name": connector.name,
        "provider": connector.provider,
        "host": connector.host,
        "port": connector.port,
        "username": connector.username,
        "secret_reference": connector.secret_reference,
        "database_name": connector.database,
        "options": encode(connector.options),
        "created_at": connector.created_at,
        "updated_at": connector.updated_at,
        "last_check_at": check and check.at,
        "last_check_ok": check and check.ok,
        "last_check_can_write": check and check.can_write,
        "last_check_summary": check and check.summary,
        "last_check_server_version": check and check.server_version,
        "last_check_encryption": check and check.encryption,
        "last_check_powers": check and encode_list(check.powers),
    }


def _connector(row: RowMapping) -> Connector:
    with reading("connector"):
        return Connector(
            id=row["id"],
            name=row["name"],
            provider=row["provider"],
            host=row["host"],
            port=row["port"],
            username=row["username"],
            database=row["database_name"],
            options=decode(ConnectorOptions, row["options"]),
            secret_reference=row["secret_reference"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            last_check=_last_check(row),
        )


def _last_check(row: RowMapping) -> LastCheck | None:
    if row["last_check_at"] is None:
        return None
    return LastCheck(
        at=row["last_check_at"],
        ok=row["last_check_ok"],
        can_write=row["last_check_can_write"],
        summary=row["last_check_summary"],
        server_version=row["last_check_server_version"],
        encryption=row["last_check_encryption"],
        powers=decode_list(Power, row["last_check_powers"]),
    )


def _dataset_values(dataset: Dataset) -> Values:
    return {
        "id": dataset.id,
        "name": dataset.name,
        "connector_id": dataset.connector_id,
        "knowledge_base_id": dataset.knowledge_base_id,
        "selection": encode_selection(dataset.selection),
        "mapping": encode(dataset.mapping),
        "mode": dataset.mode.value,
        "cursor_column": dataset.cursor_column,
        "chunks": encode(dataset.chunks),
        "policy": encode(dataset.policy),
        "created_at": dataset.created_at,
        "updated_at": dataset.updated_at,
    }


def _dataset(row: RowMapping) -> Dataset:
    with reading("dataset"):
        return Dataset(
            id=row["id"],
            name=row["name"],
            connector_id=row["connector_id"],
            knowledge_base_id=row["knowledge_base_id"],
            selection=decode_selection(row["selection"]),
            mapping=decode(Mapping, row["mapping"]),
            mode=ChangeMode(row["mode"]),
            cursor_column=row["cursor_column"],
            chunks=decode(ChunkPolicy, row["chunks"]),
            policy=decode(SyncPolicy, row["policy"]),
            created_at=row["created_at"],
            updated_at=row["updated_at"],
        )


def _knowledge_base(row: RowMapping) -> KnowledgeBaseInfo:
    with reading("knowledge base"):
        return KnowledgeBaseInfo(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            location=row["location"],
            embedder=row["embedder"],
            created_at=row["created_at"],
        )
