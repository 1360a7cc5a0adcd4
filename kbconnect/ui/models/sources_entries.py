"""The master list of the page "Sources": which connectors, in which order, each made again only when it has changed.

Pure, like `sources.py`. With 300 connectors the list is asked for with every letter that is typed and ten times a
second while something is synced: what an entry was made from is kept, and equal causes give the entry made before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from kbconnect.ui.language import language, say
from kbconnect.ui.models.cells import Entry
from kbconnect.ui.models.sources import ConnectorOverview, SourcesOverview, entry_of, searched_text
from kbconnect.ui.status import State, Status
from kbconnect.ui.sync_state import RunningSync

_Key = tuple[float, str]
_NEVER, _SOME_DAY = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Order(StrEnum):
    """What the list is sorted by; equal ones by name."""

    NAME = "name"
    ATTENTION = "attention"
    LAST = "last"
    NEXT = "next"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. needle: as typed. testing: ids of the connectors that are tested now."""

    needle: str = ""
    order: Order = Order.NAME
    testing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Made:
    """What an entry was made from, and the entry."""

    shown: ConnectorOverview
    causes: tuple[object, ...]
    entry: Entry


class Entries:
    """Makes the list."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}
        self._searched: dict[str, tuple[ConnectorOverview, str]] = {}

    def of(
        self, overview: SourcesOverview, syncs: Sequence[RunningSync], now: datetime, wanted: Wanted
    ) -> tuple[Entry, ...]:
        """The connectors whose name, place, kind or dataset holds the needle, in the order wanted."""
        own: dict[str, list[RunningSync]] = defaultdict(list)
        for sync in syncs:
            own[sync.dataset.connector_id].append(sync)
        needle = wanted.needle.strip().casefold()
        found = [
            (shown, self._entry(overview, shown, tuple(own.get(shown.connector.id, ())), now, wanted))
            for shown in overview.connectors
            if not needle or needle in self._text(overview, shown)
        ]
        key = _KEYS.get(wanted.order)
        if key is not None:
            found.sort(key=lambda each: key(*each))  # stable: equal ones stay in the order of their names
        return tuple(entry for _, entry in found)

    def _entry(
        self,
        overview: SourcesOverview,
        shown: ConnectorOverview,
        syncs: tuple[RunningSync, ...],
        now: datetime,
        wanted: Wanted,
    ) -> Entry:
        connector_id = shown.connector.id
        is_tested = connector_id in wanted.testing
        # "12 min ago" grows old each minute, but not for all at the same moment.
        minute = (int(now.timestamp()) + hash(connector_id)) // 60
        causes = (syncs, is_tested, minute, language())
        made = self._made.get(connector_id)
        if made is None or made.shown is not shown or made.causes != causes:
            testing = Status(State.RUNNING, say("Testing")) if is_tested else None
            made = _Made(shown, causes, entry_of(overview, shown, syncs, now, testing))
            self._made[connector_id] = made
        return made.entry

    def _text(self, overview: SourcesOverview, shown: ConnectorOverview) -> str:
        known = self._searched.get(shown.connector.id)
        if known is None or known[0] is not shown:
            known = (shown, searched_text(overview, shown))
            self._searched[shown.connector.id] = known
        return known[1]


def _attention(_: ConnectorOverview, entry: Entry) -> _Key:
    return -entry.status.look.rank if entry.status is not None else 0, ""


def _last(shown: ConnectorOverview, _: Entry) -> _Key:
    synced = [one.synced_at for one in shown.datasets if one.synced_at is not None]
    return -(max(synced, default=_NEVER) - _NEVER).total_seconds(), ""


def _next(shown: ConnectorOverview, _: Entry) -> _Key:
    plans = [one.plan for one in shown.datasets if one.plan is not None and not one.plan.paused]
    return (min((plan.at for plan in plans if plan.at is not None), default=_SOME_DAY) - _NEVER).total_seconds(), ""


def _kind(_: ConnectorOverview, entry: Entry) -> _Key:
    return 0, entry.label.casefold()


_KEYS: dict[Order, Callable[[ConnectorOverview, Entry], _Key]] = {
    Order.ATTENTION: _attention,
    Order.LAST: _last,
    Order.NEXT: _next,
    Order.KIND: _kind,
}
