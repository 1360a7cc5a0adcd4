"""The repository of schedules. See `kbconnect.adapters.store.repositories` for the rules."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, RowMapping, delete, select, update
from sqlalchemy import Connection as Transaction
from sqlalchemy.dialects.sqlite import insert as upsert

from kbconnect.adapters.store import tables
from kbconnect.adapters.store.database import Database
from kbconnect.adapters.store.repositories import DATASETS, Values, reading
from kbconnect.core.schedule import CronRule, IntervalRule, Rule, Schedule, WaitKind


class SqlSchedules:
    """See `kbconnect.core.store.ScheduleRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, dataset_id: str) -> Schedule | None:
        with self._database.read() as connection:
            return _found(connection, dataset_id)

    def put(self, schedule: Schedule) -> None:
        values = _values(schedule)
        statement = upsert(tables.schedules).values(dataset_id=schedule.dataset_id, **values)
        with self._database.write() as connection:
            DATASETS.row(connection, schedule.dataset_id)
            connection.execute(statement.on_conflict_do_update(index_elements=["dataset_id"], set_=values))

    def change(self, dataset_id: str, change: Callable[[Schedule], Schedule]) -> Schedule | None:
        with self._database.write() as connection:
            old = _found(connection, dataset_id)
            if old is None:
                return None
            new = change(old)
            if new != old:
                connection.execute(update(tables.schedules).where(_is(dataset_id)).values(_values(new)))
            return new

    def remove(self, dataset_id: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(tables.schedules).where(_is(dataset_id)))

    def list(self) -> tuple[Schedule, ...]:
        with self._database.read() as connection:
            rows = connection.execute(select(tables.schedules).order_by("dataset_id")).mappings()
            return tuple(_schedule(row) for row in rows)


def _is(dataset_id: str) -> ColumnElement[bool]:
    return tables.schedules.c.dataset_id == dataset_id


def _found(connection: Transaction, dataset_id: str) -> Schedule | None:
    row = connection.execute(select(tables.schedules).where(_is(dataset_id))).mappings().first()
    return None if row is None else _schedule(row)


def _values(schedule: Schedule) -> Values:
    rule = schedule.rule
    return {
        "cron": rule.cron if isinstance(rule, CronRule) else "",
        "timezone": rule.timezone if isinstance(rule, CronRule) else "",
        "interval_minutes": rule.minutes if isinstance(rule, IntervalRule) else None,
        "enabled": schedule.enabled,
        "set_at": schedule.set_at,
        "served_until": schedule.served_until,
        "begun_slot": schedule.begun_slot,
        "begun_at": schedule.begun_at,
        "waiting_for": _waiting_text(schedule),
        "told": schedule.told,
    }


def _schedule(row: RowMapping) -> Schedule:
    minutes = row["interval_minutes"]
    rule: Rule = CronRule(row["cron"], row["timezone"]) if minutes is None else IntervalRule(minutes)
    with reading("schedule"):
        waiting_for, waiting_kind = _waiting_parts(row["waiting_for"])
        return Schedule(
            dataset_id=row["dataset_id"],
            rule=rule,
            set_at=row["set_at"],
            served_until=row["served_until"],
            enabled=row["enabled"],
            begun_slot=row["begun_slot"],
            begun_at=row["begun_at"],
            waiting_for=waiting_for,
            waiting_kind=waiting_kind,
            told=row["told"],
        )


def _waiting_text(schedule: Schedule) -> str:
    """Kind and words in one column: what waits passes soon, and an older version shows all of it."""
    return f"{schedule.waiting_kind}: {schedule.waiting_for}" if schedule.waiting_for else ""


def _waiting_parts(text: str) -> tuple[str, WaitKind]:
    kind, _, words = text.partition(": ")
    return (words, WaitKind(kind)) if words and kind in set(WaitKind) else (text, WaitKind.OTHER)
