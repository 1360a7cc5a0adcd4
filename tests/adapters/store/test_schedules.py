"""Schedules in the store: one a dataset, changed in one piece, gone with their dataset."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor  # noqa: TID251 - worker threads are what is tested
from dataclasses import replace
from datetime import timedelta

import pytest

from kbconnect.adapters.store import SqlStore
from kbconnect.core.schedule import Schedule
from tests.adapters.store.examples import EVERY_HALF_HOUR, NIGHTLY, fill


def test_a_schedule_goes_with_its_dataset(store: SqlStore) -> None:
    fill(store)
    assert store.schedules.get("d1") is None
    store.schedules.put(EVERY_HALF_HOUR)
    assert store.schedules.get("d1") == EVERY_HALF_HOUR
    store.schedules.put(NIGHTLY)
    assert store.schedules.get("d1") == NIGHTLY
    assert store.schedules.list() == (NIGHTLY,)
    store.schedules.remove("d1")
    store.schedules.remove("d1")
    assert store.schedules.list() == ()
    store.schedules.put(NIGHTLY)
    store.datasets.remove("d1")
    assert store.schedules.list() == ()


def test_a_schedule_is_changed_or_stays_as_it_was(store: SqlStore) -> None:
    fill(store)
    store.schedules.put(NIGHTLY)
    paused = replace(NIGHTLY, enabled=False)
    assert store.schedules.change("d1", lambda old: replace(old, enabled=False)) == paused
    assert store.schedules.get("d1") == paused

    def fail(old: Schedule) -> Schedule:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.schedules.change("d1", fail)
    assert store.schedules.get("d1") == paused
    assert store.schedules.change("d2", fail) is None


def test_of_two_that_change_a_schedule_at_once_none_is_lost(store: SqlStore) -> None:
    fill(store)
    store.schedules.put(NIGHTLY)

    def later(old: Schedule) -> Schedule:
        return replace(old, served_until=old.served_until + timedelta(minutes=1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.schedules.change("d1", later), range(40)))
    found = store.schedules.get("d1")
    assert found is not None
    assert found.served_until == NIGHTLY.served_until + timedelta(minutes=40)
