"""Schedules in the open window: what is due starts by itself once, what can't start is told once, a stop is a stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application
from kbconnect.app.schedule import Begun, DueSync
from kbconnect.core.errors import HostNotFoundError, StoreBusyError
from kbconnect.core.job import JobContext
from kbconnect.core.model import Dataset, RunStatus, SyncOptions, SyncRun, Trigger
from kbconnect.core.schedule import CronRule
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.running import RunningSyncs, Sync
from kbconnect.ui.scheduling import Scheduling
from tests.ui.shop import Shop, open_shop

LATER = timedelta(hours=25)
NIGHTLY = CronRule("0 2 * * *", "UTC")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as opened:
        yield opened


class World:
    """Schedules of a shop whose clock is a day ahead of the time they were set at."""

    def __init__(self, shop: Shop, jobs: Jobs, sync: Sync | None = None) -> None:
        self.application: Application = shop.application
        self.syncs = RunningSyncs(sync or shop.application.syncing.sync, jobs, jobs)
        self.notices: list[tuple[str, str]] = []
        self.ahead = LATER
        self.syncs_begun = 0
        self.scheduling = Scheduling(shop.application, jobs, self.syncs, jobs, now=self.now)
        self.scheduling.waiting.connect(lambda sentence, hint, _: self.notices.append((sentence, hint)))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def served_until(self, dataset: Dataset) -> datetime:
        return self.application.schedules.get(dataset.id).schedule.served_until


@pytest.fixture
def world(shop: Shop, jobs: Jobs) -> World:
    return World(shop, jobs)


def test_what_is_due_starts_by_itself_and_once(world: World, shop: Shop, qtbot: QtBot) -> None:
    dataset = shop.add_dataset()
    shop.add_dataset("Without a schedule")
    world.application.schedules.set(dataset.id, NIGHTLY)
    before = world.served_until(dataset)
    with qtbot.waitSignal(world.syncs.ended) as ended:
        world.scheduling.look()
    assert ended.args[0] == dataset.id
    qtbot.waitUntil(lambda: world.served_until(dataset) > before)
    (run,) = world.application.history.runs()
    assert (run.trigger, run.status, run.counts.added) == (Trigger.SCHEDULE, RunStatus.COMPLETED, 30)
    assert run.remarks[0].startswith("Catches up the sync of ")
    world.scheduling.look()
    qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    assert len(world.application.history.runs()) == 1


def test_nothing_due_starts_nothing(world: World, shop: Shop, qtbot: QtBot) -> None:
    dataset = shop.add_dataset()
    world.application.schedules.set(dataset.id, NIGHTLY)
    world.application.schedules.pause(dataset.id)
    world.scheduling.look()
    qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    assert world.application.history.runs() == ()


def test_what_cannot_start_waits_and_is_told_once(
    world: World, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_: object) -> None:
        raise HostNotFoundError("No such host.", hint="Check the network.")

    dataset = shop.add_dataset()
    world.application.schedules.set(dataset.id, NIGHTLY)
    monkeypatch.setattr(world.application.schedules, "_check_ready", unreachable)
    for _ in range(4):
        world.scheduling.look()
        qtbot.waitUntil(lambda: not world.scheduling.is_looking())
        world.ahead += timedelta(minutes=15)
    assert [hint for _, hint in world.notices] == ["Check the network."]
    assert "waits for the network" in world.notices[0][0]
    assert world.application.history.runs() == ()
    monkeypatch.setattr(world.application.schedules, "_check_ready", lambda _: None)
    with qtbot.waitSignal(world.syncs.ended):
        world.scheduling.look()
    assert len(world.application.history.runs()) == 1


def test_a_busy_store_leaves_no_schedule_behind(
    world: World, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedules = world.application.schedules
    first, second = shop.add_dataset(), shop.add_dataset("More articles")
    for dataset in (first, second):
        schedules.set(dataset.id, NIGHTLY)
    begin, finish, busy = schedules.begin, schedules.finish, {"begin", "finish"}

    def begin_the_first_alone(due: DueSync) -> object:
        if "begin" in busy and world.syncs_begun:
            raise StoreBusyError("busy")
        world.syncs_begun += 1
        return begin(due)

    def finish_later(begun: Begun) -> None:
        if "finish" in busy:
            busy.clear()
            raise StoreBusyError("busy")
        finish(begun)

    monkeypatch.setattr(schedules, "begin", begin_the_first_alone)
    monkeypatch.setattr(schedules, "finish", finish_later)
    with qtbot.waitSignal(world.syncs.ended):
        world.scheduling.look()
    qtbot.waitUntil(lambda: not busy and not world.scheduling.is_looking())
    with qtbot.waitSignal(world.syncs.ended):
        world.scheduling.look()
    qtbot.waitUntil(lambda: all(world.served_until(one) > datetime.now(UTC) for one in (first, second)))
    assert len(world.application.history.runs()) == 2
    qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    world.ahead += LATER  # and the next night both are due again
    with qtbot.waitSignals([world.syncs.ended, world.syncs.ended]):
        world.scheduling.look()
    assert len(world.application.history.runs()) == 4


def test_a_slot_waits_while_a_sync_somebody_asked_for_stands_in_the_queue(
    shop: Shop, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(shop, jobs, wait_for_the_stop)
    first, second = shop.add_dataset(), shop.add_dataset("More articles")
    world.application.schedules.set(second.id, NIGHTLY)
    world.syncs.start(first)
    world.syncs.start(second)
    begun: list[DueSync] = []
    monkeypatch.setattr(world.application.schedules, "begin", begun.append)
    world.scheduling.look()
    qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    assert not begun
    world.scheduling.close()
    world.syncs.stop_all()
    qtbot.waitUntil(lambda: not world.syncs.all())


@pytest.mark.parametrize("held", [True, False])
def test_what_was_begun_and_stands_in_the_queue_is_held_and_runs_unless_another_program_took_it_up(
    shop: Shop, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, held: bool
) -> None:
    synced: list[str] = []
    first, second = shop.add_dataset(), shop.add_dataset("More articles")

    def sync(dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        synced.append(dataset_id)
        if dataset_id == first.id:
            wait_for_the_stop(dataset_id, options, context)
        return SyncRun(1, dataset_id, options.trigger, RunStatus.COMPLETED, datetime.now(UTC))

    world = World(shop, jobs, sync)
    world.application.schedules.set(second.id, NIGHTLY)
    before = world.served_until(second)
    kept: list[Begun] = []

    def hold(begun: Begun) -> bool:
        kept.append(begun)
        return held

    monkeypatch.setattr(world.application.schedules, "hold", hold)
    world.syncs.start(first)
    qtbot.waitUntil(lambda: bool(synced))
    world.scheduling.look()
    qtbot.waitUntil(lambda: world.syncs.get(second.id) is not None and not world.scheduling.is_looking())
    world.scheduling.look()
    qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    assert [begun.dataset_id for begun in kept] == [second.id]
    world.syncs.stop(first.id)
    qtbot.waitUntil(lambda: not world.syncs.all() and not world.scheduling.is_looking())
    assert synced == ([first.id, second.id] if held else [first.id])
    qtbot.waitUntil(lambda: world.served_until(second) > before)


def wait_for_the_stop(dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
    context.wait(60)
    raise AssertionError("nobody stopped it")


@pytest.mark.parametrize("closing", [True, False])
def test_closing_leaves_a_sync_to_be_taken_up_and_a_stop_does_not(
    shop: Shop, jobs: Jobs, qtbot: QtBot, closing: bool
) -> None:
    world = World(shop, jobs, wait_for_the_stop)
    dataset = shop.add_dataset()
    world.application.schedules.set(dataset.id, NIGHTLY)
    before = world.served_until(dataset)
    with qtbot.waitSignal(world.syncs.changed):
        world.scheduling.look()
    if closing:
        world.scheduling.close()
    world.syncs.stop_all()
    qtbot.waitUntil(lambda: not world.syncs.all() and not world.scheduling.is_looking())
    assert (world.served_until(dataset) == before) is closing


def test_after_sleep_what_was_put_off_is_tried_at_once(
    world: World, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock has jumped by less than the pause that the sync was put off for."""

    def unreachable(_: object) -> None:
        tried.append(world.ahead)
        raise HostNotFoundError("No such host.", hint="Check the network.")

    tried: list[timedelta] = []
    dataset = shop.add_dataset()
    world.application.schedules.set(dataset.id, NIGHTLY)
    monkeypatch.setattr(world.application.schedules, "_check_ready", unreachable)

    def look(later: timedelta) -> None:
        world.ahead += later
        world.scheduling.look()
        qtbot.waitUntil(lambda: not world.scheduling.is_looking())

    for _ in range(5):
        look(timedelta(minutes=1, seconds=50))
    attempts = len(tried)
    look(timedelta(seconds=10))
    assert len(tried) == attempts  # it is put off for minutes
    look(timedelta(minutes=3))
    assert len(tried) == attempts + 1


def test_hurrying_tries_what_was_put_off_and_tells_what_came_of_it(
    world: World, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_: object) -> None:
        raise HostNotFoundError("No such host.", hint="Check the network.")

    dataset = shop.add_dataset()
    world.application.schedules.set(dataset.id, NIGHTLY)
    with monkeypatch.context() as patch:
        patch.setattr(world.application.schedules, "_check_ready", unreachable)
        world.scheduling.look()
        qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    with qtbot.waitSignal(world.syncs.ended), qtbot.waitSignal(world.scheduling.hurried) as told:
        world.scheduling.hurry()
    count, news = told.args
    assert (count, news.running) == (1, 1)
    assert news.upcoming is not None
    assert news.upcoming[0] == dataset.name
    qtbot.waitUntil(lambda: not world.scheduling.is_looking())
    with qtbot.waitSignal(world.scheduling.hurried) as told_again:
        world.scheduling.hurry()
    assert told_again.args[0] == 0


def test_a_schedule_that_is_set_is_heard_of_at_once(world: World, shop: Shop, qtbot: QtBot) -> None:
    world.ahead = timedelta(0)
    dataset = shop.add_dataset()
    with qtbot.waitSignal(world.scheduling.looked):
        world.scheduling.start()
    assert world.scheduling.news().running == 0
    with qtbot.waitSignal(world.scheduling.looked, check_params_cb=lambda news: news.running == 1):
        world.application.schedules.set(dataset.id, NIGHTLY)
    with qtbot.waitSignal(world.scheduling.looked, check_params_cb=lambda news: news.is_off):
        world.application.schedule_switch.pause_all()
    assert world.scheduling.news().running == 0


def test_meaning_that_waited_for_the_mains_is_added_once_it_is_back(
    shop: Shop, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, SyncOptions]] = []

    def note(dataset_id: str, options: SyncOptions, context: JobContext) -> SyncRun:
        asked.append((dataset_id, options))
        return shop.application.syncing.sync(dataset_id, options, context)

    world = World(shop, jobs, note)
    dataset = shop.add_dataset()
    on_battery = [True]
    monkeypatch.setattr(shop.application.meaning, "_on_battery", lambda: on_battery[0])
    shop.application.settings.spare_battery = True
    shop.application.meaning.waits(dataset.id, waits=True)
    for plugged_in in (False, True, True):
        on_battery[0] = not plugged_in
        with qtbot.waitSignal(world.scheduling.looked) as told:
            world.scheduling.look()
        assert told.args[0].meaning_waits is not plugged_in
        qtbot.waitUntil(lambda: not world.syncs.all())
    ((dataset_id, options),) = asked
    assert (dataset_id, options.meaning_only, options.trigger) == (dataset.id, True, Trigger.SCHEDULE)
    assert shop.application.meaning.waiting() == ()
