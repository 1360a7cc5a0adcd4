"""Where the encrypted vault's tokens stand in the store. Can't read them; the key is not here."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection as Transaction
from sqlalchemy import delete, insert, select

from kbconnect.adapters.store import tables
from kbconnect.adapters.store.database import Database
from kbconnect.core.store import VaultContent, VaultEntry

_HEADER_ID = 1


class SqlVault:
    """See `kbconnect.core.store.VaultRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def content(self) -> VaultContent:
        with self._database.read() as connection:
            return _content(connection)

    def rewrite(self, change: Callable[[VaultContent], VaultContent]) -> VaultContent:
        with self._database.write() as connection:
            before = _content(connection)
            after = change(before)
            # A secret is stored once and read often; the whole vault is some kilobytes.
            if after != before:
                _replace(connection, after)
            return after


def _content(connection: Transaction) -> VaultContent:
    header = connection.execute(select(tables.vault_header.c.header)).scalar()
    rows = connection.execute(select(tables.vault_entries).order_by(tables.vault_entries.c.name)).mappings()
    return VaultContent(header, tuple(VaultEntry(row["name"], row["token"]) for row in rows))


def _replace(connection: Transaction, content: VaultContent) -> None:
    connection.execute(delete(tables.vault_header))
    if content.header is not None:
        connection.execute(insert(tables.vault_header).values(id=_HEADER_ID, header=content.header))
    connection.execute(delete(tables.vault_entries))
    rows = [{"name": entry.name, "token": entry.token} for entry in content.entries]
    if rows:
        connection.execute(insert(tables.vault_entries), rows)
