"""Taking connections over and writing them to a file, as work for jobs. Runs on a worker's thread; must not touch a
widget.

Imported by the first of these jobs: it brings every form an address can have, which a window that only syncs does
without.
"""

from __future__ import annotations

import os
from pathlib import Path

from kbconnect.app.application import Application
from kbconnect.app.connection_places import (
    FoundConnections,
    connection_places,
    find_connections,
    read_connection_file,
    write_connector_file,
)
from kbconnect.app.connector_files import (
    Act,
    Imported,
    Planned,
    carry_out,
    export_connectors,
    plan_import,
    still_left,
    with_acts,
)
from kbconnect.core.job import JobContext

Plan = tuple[FoundConnections, tuple[Planned, ...]]


class TransferWork:
    """The questions of the menu, each a job."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def find(self, _: JobContext) -> Plan:
        """What other programs on this computer know."""
        return self._planned(find_connections(connection_places(os.environ, Path.home())))

    def read(self, path: Path, _: JobContext) -> Plan:
        """What is in a file. Raises InputError."""
        return self._planned(read_connection_file(path, self._application.connectors.providers()))

    def _planned(self, found: FoundConnections) -> Plan:
        return found, plan_import(found.found, self._application.connectors.list())

    def take(
        self, planned: tuple[Planned, ...], acts: tuple[Act, ...], context: JobContext, *, take_references: bool
    ) -> Imported:
        connectors = self._application.connectors
        chosen = with_acts(planned, acts, connectors.list())
        return carry_out(connectors, chosen, context, take_references=take_references)

    def still_left(self, done: Imported, _: JobContext) -> Imported:
        return still_left(done, self._application.connectors.list())

    def write(self, path: Path, connector_ids: tuple[str, ...] | None, _: JobContext) -> int:
        """Raises KbConnectError. Returns how many were written."""
        connectors = self._application.connectors
        write_connector_file(path, export_connectors(connectors, connector_ids))
        return len(connectors.list()) if connector_ids is None else len(connector_ids)
