"""The script for an account that may read what the datasets of a connector read, and nothing else.

Owns which tables and columns that is. What the script looks like is the provider's to say; nothing of it is run here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kbconnect.app.connectors import Connectors, draft_of
from kbconnect.core.access import AccessScript, AccessWish, NeededTable
from kbconnect.core.connector import Connector, ConnectorDraft
from kbconnect.core.errors import InputError, KbConnectError, SecretError, SourceError
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, QuerySelection, TableRef
from kbconnect.core.ports import WritesAccessScripts
from kbconnect.core.store import Store

ACCOUNT = "kbconnect_reader"
"""The name an account gets that nobody named."""

WriteOffline = Callable[[ConnectorDraft, AccessWish, str], AccessScript]
"""Writes a script without the source: (connector, wish, why nobody was asked)."""


class AccessScripts:
    """Scripts for the connectors of one data folder."""

    def __init__(self, store: Store, connectors: Connectors, write_offline: WriteOffline) -> None:
        self._store = store
        self._connectors = connectors
        self._write_offline = write_offline

    def script(
        self, connector_id: str, account: str, tables: Sequence[TableRef] | None, context: JobContext
    ) -> AccessScript:
        """account: its name, "" for the usual one. tables: instead of what the datasets read. A server that lets nobody
        in gets a script as well, from what is saved. Raises InputError, NotFoundError, JobCancelled."""
        connector = self._connectors.get(connector_id)
        wish = self._wish(connector, account.strip() or ACCOUNT, tables)
        info = next(one for one in self._connectors.providers() if one.id == connector.provider)
        if info.is_file:
            return self._write_offline(draft_of(connector), wish, "")
        try:
            with self._connectors.open(connector_id, context) as source:
                if isinstance(source, WritesAccessScripts):
                    with context.on_cancel(source.interrupt):
                        return _through(connector, source.access_script(wish))
        except (SourceError, SecretError) as error:
            context.check()
            return _through(connector, self._write_offline(draft_of(connector), wish, error.message))
        raise InputError(
            f"For {info.label} there is no script yet.",
            meaning="Nothing was changed.",
            hint="Ask who looks after the database for an account that may only read.",
        )

    def _wish(self, connector: Connector, account: str, tables: Sequence[TableRef] | None) -> AccessWish:
        checked = connector.last_check
        can_only_read = checked is not None and checked.ok and not checked.can_write  # it may be given more to read
        if account.casefold() == connector.username.casefold() and not can_only_read:
            raise InputError(
                f"“{account}” is the account that {connector.name} signs in with now.",
                meaning="No script was written.",
                hint="Choose another name for the new account; or, if this one can only read, "
                "test the connection first.",
            )
        limit_s = connector.options.statement_timeout_s
        if tables is not None:
            needed = tuple(NeededTable(table) for table in dict.fromkeys(tables))
            return AccessWish(account, needed, statement_timeout_s=limit_s)
        datasets = [dataset for dataset in self._store.datasets.list() if dataset.connector_id == connector.id]
        if not datasets:
            raise InputError(
                f"Nothing is taken from {connector.name} yet, so there is nothing to give a right to.",
                meaning="No script was written.",
                hint="Choose data first, or name the tables.",
            )
        queries = tuple(dataset.selection.sql for dataset in datasets if isinstance(dataset.selection, QuerySelection))
        return AccessWish(account, needed_tables(datasets), queries, limit_s)


def save_script(path: Path, text: str) -> None:
    """Writes a script for whoever runs it. Raises KbConnectError."""
    try:
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise KbConnectError(
            f"{path.name} can't be written: {error.strerror}.",
            meaning="The script was not saved; nothing else was changed.",
            hint="Choose another folder.",
        ) from error


def needed_tables(datasets: Iterable[Dataset]) -> tuple[NeededTable, ...]:
    """The tables of datasets that take a table, each once, with all columns that one of them reads."""
    from kbconnect.core.sync import read_plan  # loads NumPy, which a window that is only open does without

    columns: dict[TableRef, dict[str, None]] = {}
    for dataset in datasets:
        if not isinstance(dataset.selection, QuerySelection):
            plan = read_plan(dataset)
            names = (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column]))
            columns.setdefault(dataset.selection.table, {}).update(dict.fromkeys(names))
    return tuple(NeededTable(table, tuple(names)) for table, names in columns.items())


def _through(connector: Connector, script: AccessScript) -> AccessScript:
    """Behind a tunnel the server sees the tunnel's end."""
    tunnel, network = connector.options.tunnel, script.network
    if tunnel is None or network is None:
        return script
    said = f"The connection goes through the SSH server {tunnel.host}: the address is that of the tunnel's other end."
    return replace(script, network=replace(network, notes=(said, *network.notes)))
