"""What the page "Sources" shows, from what the use cases tell: entries of connectors, rows of datasets and changes.

Pure: frozen values in, frozen values out. Must not ask a use case and must not know Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kbconnect.core.access import AccessLevel
from kbconnect.core.connector import Connector, LastCheck, ProviderInfo, access_of
from kbconnect.core.model import (
    Dataset,
    QuerySelection,
    RunStatus,
    SyncRun,
)
from kbconnect.ui.language import say, told
from kbconnect.ui.models.cells import Cell, Changes, Column, Entry, Row
from kbconnect.ui.models.faults import PASSWORD_CODES
from kbconnect.ui.models.next_sync import NextSync, planned_words, schedule_cell, waiting_status
from kbconnect.ui.status import State, Status, worst
from kbconnect.ui.sync_state import RunningSync, status_of_run, status_of_sync
from kbconnect.ui.words import DOT, count, counted, duration, exact_moment, inside, moment

LATEST = 8
"""So many changes are listed below the datasets; all of them are on the page "Activity"."""
FINISHED = (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS)
_REACHING = frozenset(
    ("login_refused", "host_not_found", "port_closed", "connect_timeout", "tls", "database_missing", "source_lost")
)
"""Errors of a run that a passed connection test, or a later sync, makes a thing of the past."""

_ACCESS = {
    AccessLevel.READ_ONLY: State.HEALTHY,
    AccessLevel.CAN_WRITE: State.CAN_WRITE,
    AccessLevel.SUPERUSER: State.SUPERUSER,
}

DATASET_COLUMNS = (
    Column("Dataset", least=139),
    Column("Documents", 92, right=True),
    Column("Status", 180, least=176),
    Column("Schedule", 158, least=154),
)
CHANGE_COLUMNS = (Column("When", 130), Column("Dataset"), Column("Changes", 180), Column("Took", 80, right=True))


@dataclass(frozen=True, slots=True)
class DatasetOverview:
    """A dataset with what became of it. documents: None if the knowledge base can't be read, `problem` says why.

    feeds: the name of the knowledge base. last_run: the newest run. synced_at: when a run last came to its end.
    plan: its schedule; None if it is synced by hand only. exposed: sensitive columns that stand in the knowledge base
    as they are.
    """

    dataset: Dataset
    feeds: str
    documents: int | None
    last_run: SyncRun | None = None
    synced_at: datetime | None = None
    problem: str = ""
    plan: NextSync | None = None
    exposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectorOverview:
    """A connector with its datasets and the newest runs of them, newest first."""

    connector: Connector
    datasets: tuple[DatasetOverview, ...] = ()
    runs: tuple[SyncRun, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesOverview:
    """Everything the page shows."""

    providers: Mapping[str, ProviderInfo]
    connectors: tuple[ConnectorOverview, ...] = ()

    def find(self, connector_id: str) -> ConnectorOverview | None:
        return next((shown for shown in self.connectors if shown.connector.id == connector_id), None)

    def with_plans(self, plans: Mapping[str, NextSync]) -> SourcesOverview:
        """The same with the schedules as they are now, by dataset id."""
        return replace(self, connectors=tuple(_with_plans(shown, plans) for shown in self.connectors))

    def with_connector(self, connector: Connector) -> SourcesOverview:
        """The same with another state of one connector, after a test of it."""
        connectors = (
            replace(shown, connector=connector) if shown.connector.id == connector.id else shown
            for shown in self.connectors
        )
        return replace(self, connectors=tuple(connectors))

    def label(self, connector: Connector) -> str:
        """What people call the kind of source."""
        known = self.providers.get(connector.provider)
        return known.label if known is not None else connector.provider


def _with_plans(shown: ConnectorOverview, plans: Mapping[str, NextSync]) -> ConnectorOverview:
    """The same object where nothing is new: what was made from it stays good."""
    if all(one.plan == plans.get(one.dataset.id) for one in shown.datasets):
        return shown
    return replace(shown, datasets=tuple(replace(one, plan=plans.get(one.dataset.id)) for one in shown.datasets))


def place_of(connector: Connector) -> str:
    """Where the source is: the host, or the file's name."""
    if connector.host:
        return connector.host
    return connector.database.replace("\\", "/").rsplit("/", 1)[-1]


def secret_place_words(reference: str) -> tuple[str, str]:
    """Where a password lives, with its icon: ("OS keyring", "key"). A connector without a secret has "None"."""
    kind, _, target = reference.partition(":")
    return {
        "keyring": (say("OS keyring"), "key"),
        "vault": (say("Encrypted vault"), "lock-key"),
        "env": (say("Variable {name}").format(name=target), "link-simple"),
        "file": (say("A file"), "link-simple"),
        "cmd": (say("A command"), "link-simple"),
        "openbao": (say("OpenBao"), "link-simple"),
        "aws": (say("AWS Secrets Manager"), "link-simple"),
    }.get(kind, (say("None"), "minus-circle"))


def access_words(check: LastCheck) -> tuple[str, str, str]:
    """What the account is, with its icon and tone: ("Read-only", "shield-check", "success")."""
    level = access_of(check)
    if level is AccessLevel.READ_ONLY:
        return say("Read-only"), "shield-check", "success"
    return say("Superuser") if level is AccessLevel.SUPERUSER else say("Can write"), "shield-warning", "warning"


def power_lines(check: LastCheck) -> tuple[str, ...]:
    """What the account may do that reading doesn't need, a sentence each, the worst first."""
    return tuple(told(power.sentence) for power in check.powers)


def check_status(connector: Connector) -> Status:
    """What the last connection test said."""
    check = connector.last_check
    if check is None:
        return Status(State.UNTESTED)
    if not check.ok:
        return Status(State.FAILED, say("Test failed"))
    return Status(_ACCESS[access_of(check)])


def connector_status(shown: ConnectorOverview, syncs: Sequence[RunningSync]) -> Status:
    """The worst of the connector: what runs or waits, its last test and the newest run of each dataset."""
    check = shown.connector.last_check
    synced = [one.synced_at for one in shown.datasets if one.synced_at is not None]
    tested = check_status(shown.connector)
    if synced and (check is None or (not check.ok and max(synced) > check.at)):
        tested = Status(State.HEALTHY)  # a sync since then has reached the source
    found = [tested]
    for one in shown.datasets:
        run = one.last_run
        if run is None or run.status in (RunStatus.COMPLETED, RunStatus.CANCELLED):
            continue
        if run.error is None or run.error.code not in _REACHING or not _has_connected_since(shown, run):
            found.append(status_of_run(run))
    ours = [sync for sync in syncs if sync.dataset.connector_id == shown.connector.id]
    running = {sync.dataset.id for sync in ours}
    waiting = (waiting_status(one.plan) for one in shown.datasets if one.dataset.id not in running)
    found += [status for status in waiting if status is not None]
    found += [Status(State.QUEUED if sync.queued else State.RUNNING) for sync in ours]
    return worst(*found)


def refused_run(shown: ConnectorOverview) -> SyncRun | None:
    """The newest run of a dataset that ended because of the password, unless the connector has connected since."""
    runs = [one.last_run for one in shown.datasets if one.last_run is not None]
    refused = [run for run in runs if run.error is not None and run.error.code in PASSWORD_CODES]
    newest = max(refused, key=lambda run: run.started_at, default=None)
    return None if newest is not None and _has_connected_since(shown, newest) else newest


def _has_connected_since(shown: ConnectorOverview, run: SyncRun) -> bool:
    """Whether a test has passed, or any sync of the connector that began later has come to its end."""
    check = shown.connector.last_check
    if check is not None and check.ok and check.at > run.started_at:
        return True
    newest = (one.last_run for one in shown.datasets if one.last_run is not None)
    return any(other.status in FINISHED and other.started_at > run.started_at for other in (*newest, *shown.runs))


def entries_of(
    overview: SourcesOverview, syncs: Sequence[RunningSync], now: datetime, needle: str = ""
) -> tuple[Entry, ...]:
    wanted = needle.strip().casefold()
    return tuple(
        entry_of(overview, one, [sync for sync in syncs if sync.dataset.connector_id == one.connector.id], now)
        for one in overview.connectors
        if not wanted or wanted in searched_text(overview, one)
    )


def searched_text(overview: SourcesOverview, shown: ConnectorOverview) -> str:
    """All that a search looks through: name, place, kind and datasets, casefolded."""
    connector = shown.connector
    parts = (connector.name, place_of(connector), connector.database, connector.username, overview.label(connector))
    return "\n".join((*parts, *(one.dataset.name for one in shown.datasets))).casefold()


def entry_of(
    overview: SourcesOverview,
    shown: ConnectorOverview,
    ours: Sequence[RunningSync],
    now: datetime,
    status: Status | None = None,
) -> Entry:
    """A row of the master list. ours: the connector's own syncs. status: instead of what the connector is in."""
    connector, label = shown.connector, overview.label(shown.connector)
    datasets = (
        counted(len(shown.datasets), say("dataset"), say("datasets")) if shown.datasets else say("no datasets yet")
    )
    return Entry(
        id=connector.id,
        name=connector.name,
        first=DOT.join((label, datasets)),
        second=_sync_words(ours) if ours else _last_and_next(shown, now),
        tile=connector.provider,
        label=label,
        status=status or connector_status(shown, ours),
        share=ours[0].share if ours else None,
    )


def _sync_words(ours: Sequence[RunningSync]) -> str:
    more = [say("{syncs} more").format(syncs=len(ours) - 1)] if len(ours) > 1 else []
    return DOT.join((ours[0].summary, *more))


def _last_and_next(shown: ConnectorOverview, now: datetime) -> str:
    last = synced_words(shown, now)
    return f"{last}{DOT}{planned_words((one.plan for one in shown.datasets), now)}" if shown.datasets else last


def synced_words(shown: ConnectorOverview, now: datetime) -> str:
    """When the connector's datasets were last brought in step."""
    if not shown.datasets:
        return say("Nothing is taken from it yet")
    synced = [one.synced_at for one in shown.datasets if one.synced_at is not None]
    if not synced:
        return say("Not synced yet")
    missing = len(shown.datasets) - len(synced)
    datasets = counted(missing, say("dataset"), say("datasets"))
    more = [say("{datasets} never").format(datasets=datasets)] if missing else []
    return DOT.join((say("Synced {time}").format(time=inside(moment(max(synced), now))), *more))


def selection_words(dataset: Dataset) -> str:
    """What is taken: "public.tickets", or the beginning of the SELECT."""
    if isinstance(dataset.selection, QuerySelection):
        return " ".join(dataset.selection.sql.split())
    return str(dataset.selection.table)


def dataset_rows(shown: ConnectorOverview, syncs: Sequence[RunningSync], now: datetime) -> tuple[Row, ...]:
    """The table of a connector's datasets, under DATASET_COLUMNS."""
    running = {sync.dataset.id: sync for sync in syncs}
    return tuple(_dataset_row(one, running.get(one.dataset.id), now) for one in shown.datasets)


def _dataset_row(one: DatasetOverview, sync: RunningSync | None, now: datetime) -> Row:
    dataset = one.dataset
    if one.documents is None:
        documents = Cell("?", right=True, faint=True, tip=one.problem, order=-1)
    else:
        documents_in = counted(one.documents, say("document"), say("documents"))
        tip = say("{documents} in {base}").format(documents=documents_in, base=one.feeds)
        documents = Cell(count(one.documents), right=True, tip=tip, order=one.documents)
    cells = (
        Cell(dataset.name, selection_words(dataset), strong=True),
        documents,
        _status_cell(one, sync, now),
        schedule_cell(one.plan, now),
    )
    return Row(dataset.id, cells)


def _status_cell(one: DatasetOverview, sync: RunningSync | None, now: datetime) -> Cell:
    run, waiting = one.last_run, waiting_status(one.plan)
    if sync is not None:
        return Cell(status=status_of_sync(sync), share=sync.share, tip=sync.summary)
    if run is None:
        return (
            Cell(say("Not synced yet"), faint=True)
            if waiting is None
            else Cell(status=waiting, sub=say("not synced yet"))
        )
    when = inside(moment(run.started_at, now))
    same = run.status is RunStatus.COMPLETED and not _changes(run).words().startswith(("+", "~", "\u2212"))
    status = status_of_run(run) if waiting is None else worst(status_of_run(run), waiting)
    return Cell(
        status=status,
        sub=say("{time}, no change").format(time=when) if same else when,
        tip=exact_moment(run.started_at),
    )


def _changes(run: SyncRun) -> Changes:
    counts = run.counts
    return Changes(counts.added, counts.updated + counts.metadata_updated, counts.deleted)


def change_rows(shown: ConnectorOverview, now: datetime) -> tuple[Row, ...]:
    """The newest runs that came to an end, under CHANGE_COLUMNS."""
    names = {one.dataset.id: one.dataset.name for one in shown.datasets}
    ended = [run for run in shown.runs if run.status in FINISHED and run.dataset_id in names]
    return tuple(
        Row(
            str(run.id),
            (
                Cell(moment(run.started_at, now), tip=exact_moment(run.started_at)),
                Cell(names[run.dataset_id]),
                Cell(changes=_changes(run)),
                Cell(duration(run.seconds) if run.seconds is not None else "", right=True),
            ),
        )
        for run in ended[:LATEST]
    )
