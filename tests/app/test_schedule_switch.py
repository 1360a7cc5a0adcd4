"""All schedules off and on again, without switching on what a person had paused alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kbconnect.app.application import Application
from kbconnect.core.model import Dataset, DatasetDraft
from kbconnect.core.schedule import CronRule

NIGHTLY = CronRule("0 2 * * *", "UTC")


@pytest.fixture
def three(application: Application, draft: DatasetDraft) -> tuple[Dataset, ...]:
    """Three datasets with schedules, of which the last is paused."""
    made = tuple(application.datasets.add(replace(draft, name=name)) for name in ("A", "B", "C"))
    for dataset in made:
        application.schedules.set(dataset.id, NIGHTLY)
    application.schedules.pause(made[2].id)
    return made


def running(application: Application) -> list[str]:
    return [state.dataset.name for state in application.schedules.list() if state.schedule.enabled]


def test_what_ran_before_runs_again(application: Application, three: tuple[Dataset, ...]) -> None:
    switch = application.schedule_switch
    assert not switch.is_off()
    assert switch.pause_all() == 2
    assert (running(application), switch.is_off()) == ([], True)
    assert application.schedules.due(datetime.now(UTC) + timedelta(days=2)) == ()
    assert switch.pause_all() == 0
    assert switch.resume_all() == 2
    assert (running(application), switch.is_off()) == (["A", "B"], False)
    assert len(application.schedules.due(datetime.now(UTC) + timedelta(days=2))) == 2


def test_one_resumed_alone_ends_it(application: Application, three: tuple[Dataset, ...]) -> None:
    switch = application.schedule_switch
    switch.pause_all()
    application.schedules.resume(three[2].id)
    assert not switch.is_off()
    assert switch.pause_all() == 1
    assert switch.is_off()
    assert switch.resume_all() == 3
    assert running(application) == ["A", "B", "C"]


def test_without_schedules_nothing_is_off(application: Application) -> None:
    switch = application.schedule_switch
    assert (switch.pause_all(), switch.is_off(), switch.resume_all()) == (0, False, 0)


def test_a_dataset_that_is_gone_is_no_trouble(application: Application, three: tuple[Dataset, ...]) -> None:
    switch = application.schedule_switch
    switch.pause_all()
    application.datasets.remove(three[0].id)
    assert switch.is_off()
    assert switch.resume_all() == 1
    assert running(application) == ["B"]
