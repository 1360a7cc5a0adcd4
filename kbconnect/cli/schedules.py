"""`kbconnect schedule` and what `kbconnect sync --due` starts: syncs that run by themselves.

Owns how schedules are written on the command line. When they are due and whether they can start is decided in
`kbconnect.app.schedule`.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset
from kbconnect.cli.os_schedulers import due_command, os_help
from kbconnect.cli.run_words import show_scheduled, status_cell
from kbconnect.cli.screen import Cell, Screen, Styled
from kbconnect.cli.session import Home, Json, Session, globals_of, session
from kbconnect.cli.watching import watch_schedules
from kbconnect.core.model import Dataset, RunStatus, SyncOptions, SyncRun
from kbconnect.core.schedule import CronRule, IntervalRule, Rule

if TYPE_CHECKING:
    from kbconnect.app.schedule import DueSync, ScheduleState, Waiting

_UNITS = {"": 1, "m": 1, "min": 1, "h": 60, "d": 24 * 60}


def _minutes(text: str) -> int:
    found = re.fullmatch(r"(\d{1,7})\s*(m|min|h|d|)", text.strip().lower())
    if found is None:
        raise typer.BadParameter(f"“{text}” is no interval; write 30m, 2h or 1d")
    return int(found[1]) * _UNITS[found[2]]


def _clock(text: str) -> time:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise typer.BadParameter(f"“{text}” is no time of the day; write 02:00 or 14:30")
    return time(int(found[1]), int(found[2]))


def schedule(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="DATASET", help="Which one; all without.", autocompletion=complete_dataset)
    ] = None,
    cron: Annotated[
        str | None, typer.Option("--cron", metavar="FIELDS", help='Five fields as in cron, "0 2 * * *".')
    ] = None,
    every: Annotated[
        int | None, typer.Option("--every", metavar="INTERVAL", parser=_minutes, help="So often: 30m, 2h or 1d.")
    ] = None,
    at_time: Annotated[
        time | None, typer.Option("--at", metavar="HH:MM", parser=_clock, help="Every day at this time.")
    ] = None,
    days: Annotated[
        str | None, typer.Option("--days", metavar="DAYS", help="With --at: only on mon-fri, or sat,sun.")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", metavar="ZONE", help="With --cron or --at: Europe/Berlin; else this computer's."),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Remove the schedule: it is synced only by hand.")] = False,
    pause: Annotated[bool, typer.Option("--pause", help="Start nothing until --resume.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on, and catch up what was missed.")] = False,
    no_catch_up: Annotated[bool, typer.Option("--no-catch-up", help="With --resume: let go what was missed.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Stay and run what is due, until stopped.")] = False,
    show_os_help: Annotated[
        bool, typer.Option("--os-help", help="Show how this machine's own scheduler runs what is due.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Set, show or run the times at which datasets are synced by themselves.

    Without an option it shows them. Something has to run what is due: the window while it is open, --watch, or this
    machine's own scheduler with `kbconnect sync --due`, for which --os-help shows the lines.
    """
    doing = [cron is not None, every is not None, at_time is not None, off, pause, resume, watch, show_os_help]
    for is_wrong, message in (
        (sum(doing) > 1, "--cron, --every, --at, --off, --pause, --resume, --watch and --os-help exclude each other"),
        (any(doing[:6]) and name is None, "say which dataset"),
        (any(doing[6:]) and name is not None, "--watch and --os-help are for all datasets"),
        (days is not None and at_time is None, "--days goes with --at"),
        (timezone is not None and cron is None and at_time is None, "--timezone goes with --cron or --at"),
        (no_catch_up and not resume, "--no-catch-up goes with --resume"),
        (watch and (as_json or globals_of(context).as_json), "--watch keeps a log for people and has no document"),
    ):
        if is_wrong:
            raise typer.BadParameter(message)
    if show_os_help:
        _show_os_help(Screen(as_json=as_json or globals_of(context).as_json), home or globals_of(context).home)
        return
    with session(context, home, as_json) as at:
        if watch:
            watch_schedules(at)
            return
        if name is None:
            _show_all(at)
            return
        schedules, dataset = at.application.schedules, at.application.datasets.find(name)
        rule = _rule(cron, every, at_time, days, timezone)
        if off:
            schedules.remove(dataset.id)
            _show_removed(at.screen, dataset)
        elif rule is not None:
            _show(at.screen, schedules.set(dataset.id, rule))
        elif pause:
            _show(at.screen, schedules.pause(dataset.id))
        elif resume:
            _show(at.screen, schedules.resume(dataset.id, catch_up=not no_catch_up))
        else:
            _show(at.screen, schedules.get(dataset.id))


def _rule(
    cron: str | None, every: int | None, at_time: time | None, days: str | None, timezone: str | None
) -> Rule | None:
    from kbconnect.app.time_zone import local_zone_name

    if every is not None:
        return IntervalRule(every)
    if at_time is not None:
        cron = f"{at_time.minute} {at_time.hour} * * {(days or '*').replace(' ', '')}"
    return CronRule(cron, timezone or local_zone_name()) if cron is not None else None


def _show(screen: Screen, state: ScheduleState) -> None:
    if screen.as_json:
        screen.document(output.schedules_json([state]))
    screen.result(Styled(state.dataset.name, "bold"), "  ", state.words or state.problem)
    screen.result("  ", _state_cell(state))
    if state.upcoming:
        screen.result("  Next: ", ", ".join(_moment(state, slot) for slot in state.upcoming))
        screen.note(
            "It runs while the window is open, with `kbconnect schedule --watch`, or by this machine's own "
            "scheduler (`kbconnect schedule --os-help`)."
        )


def _show_removed(screen: Screen, dataset: Dataset) -> None:
    if screen.as_json:
        screen.document(output.schedules_json([]))
    screen.result(Styled(dataset.name, "bold"), "  is synced only when somebody asks for it.")


def _show_all(at: Session) -> None:
    states = at.application.schedules.list()
    if at.screen.as_json:
        at.screen.document(output.schedules_json(states))
    if not states:
        at.screen.note('Nothing is scheduled. Set a time with `kbconnect schedule DATASET --cron "0 2 * * *"`.')
    at.screen.table(
        ("Dataset", "When", "Next", "Last run", "State"),
        [
            (
                Styled(state.dataset.name, "bold"),
                state.words,
                _moment(state, state.upcoming[0]) if state.upcoming else "",
                _last_run(at, state.dataset),
                _state_cell(state),
            )
            for state in states
        ],
    )


def _last_run(at: Session, dataset: Dataset) -> Cell:
    run = at.application.history.last_run(dataset.id)
    if run is None:
        return ""
    status = status_cell(run)
    return Styled(f"{run.started_at.astimezone():%Y-%m-%d %H:%M} {status.text}", status.style)


def _state_cell(state: ScheduleState) -> Styled:
    if state.problem:
        return Styled(state.problem, "bold red")
    if not state.schedule.enabled:
        return Styled("Paused", "dim")
    if state.schedule.waiting_for:
        return Styled(f"Waiting for {state.schedule.waiting_for}", "yellow")
    return Styled("On", "green")


def _moment(state: ScheduleState, moment: datetime) -> str:
    from kbconnect.app.time_zone import local_zone_name
    from kbconnect.core.schedule_words import moment_words
    from kbconnect.core.slots import zone_of

    rule = state.schedule.rule
    zone = rule.timezone if isinstance(rule, CronRule) else local_zone_name()
    return moment_words(moment, datetime.now(UTC), zone_of(zone))


def _show_os_help(screen: Screen, home: Path | None) -> None:
    # The system's scheduler starts programs without the variables of this shell.
    named = os.environ.get("KBCONNECT_HOME")
    command = due_command(home or (Path(named) if named else None))
    text = os_help(command, sys.platform)
    if screen.as_json:
        screen.document({"platform": sys.platform, "command": command, "text": text})
    screen.result(text)


# --------------------------------------------------------------------------------------------- running what is due


TAKEN = "Another program syncs it now, or has just done so."


@dataclass(slots=True)
class DueOutcomes:
    """What became of the datasets that were due; each is in one of the three. taken: names of those that another
    program has."""

    runs: list[tuple[SyncRun, Dataset]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def run_due(at: Session, options: SyncOptions) -> DueOutcomes:
    """Runs what is due now, one after the other; stops when one was cancelled. Each has its line; what helps one that
    waits is told once, and in a terminal each time."""
    from kbconnect.app.schedule import Waiting

    outcomes = DueOutcomes()
    found = due_datasets(at)
    if not found:
        at.screen.note(_nothing_due(at))
    for due, dataset in found:
        with at.job(dataset.name) as job:
            outcome = at.application.schedules.run(due, job, options)
        if isinstance(outcome, SyncRun):
            outcomes.runs.append((outcome, dataset))
            show_scheduled(at.screen, outcome, dataset)
            if outcome.status is RunStatus.CANCELLED:
                break
        elif isinstance(outcome, Waiting):
            outcomes.waiting.append(outcome)
            waits = Styled(f"Waiting for {outcome.waiting_for}", "yellow")
            at.screen.result(Styled(dataset.name, "bold"), "  ", waits)
            if at.application.schedules.claim_notice(dataset.id) or sys.stderr.isatty():
                _tell(at.screen, outcome)
        else:
            outcomes.taken.append(dataset.name)
            at.screen.result(Styled(dataset.name, "bold"), "  ", Styled(TAKEN, "dim"))
    return outcomes


def due_datasets(at: Session) -> list[tuple[DueSync, Dataset]]:
    """What is due now, the oldest slot first."""
    datasets = {dataset.id: dataset for dataset in at.application.datasets.list()}
    found = at.application.schedules.due(datetime.now(UTC))
    return [(due, datasets[due.dataset_id]) for due in found if due.dataset_id in datasets]


def _nothing_due(at: Session) -> str:
    states = [state for state in at.application.schedules.list() if state.upcoming]
    if not states:
        return "No dataset has a schedule that is on, so nothing is due."
    first = min(states, key=lambda state: state.upcoming[0])
    return f"Nothing is due. The next is {first.dataset.name}, {_moment(first, first.upcoming[0])}."


def _tell(screen: Screen, waiting: Waiting) -> None:
    screen.note(Styled(waiting.sentence, "yellow"))
    if waiting.hint:
        screen.note(waiting.hint)
