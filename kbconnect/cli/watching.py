"""`kbconnect schedule --watch`: a program that stays and runs what is due. Owns the questions it asks before it begins,
because later there may be nobody at the terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kbconnect.cli.run_words import show_scheduled
from kbconnect.cli.screen import Screen
from kbconnect.cli.session import Session
from kbconnect.core.errors import SecretError, SecretStoreLockedError, StoreBusyError, WrongKeyError
from kbconnect.core.job import JobCancelled
from kbconnect.core.model import Dataset, RunStatus, SyncRun
from kbconnect.core.secret_care import VaultLock

if TYPE_CHECKING:
    from kbconnect.app.schedule import DueSync
    from kbconnect.app.schedule_watch import Watch

_TRIES = 3


def watch_schedules(at: Session) -> None:
    """Stays until somebody stops it, which is its normal end."""
    from kbconnect.app.schedule_watch import TICK_S, Watch

    watch = Watch(at.application.schedules)
    try:
        _open_vault(at)
        _say(at.screen, "Watching the schedules. Stop with Ctrl+C.")
        while True:
            wait_s = TICK_S
            try:
                tick = watch.tick(datetime.now(UTC))
                wait_s = tick.wait_s
                for due in tick.due:
                    _start(at, watch, due)
            except StoreBusyError as error:  # another program holds it for a moment; the next tick sees to it
                _say(at.screen, error.message)
            with at.job("Schedules") as job:
                job.wait(wait_s)
    except (JobCancelled, KeyboardInterrupt):
        _say(at.screen, "Stopped.")


def _open_vault(at: Session) -> None:
    """Asks for the pass phrase while somebody is there, if a scheduled sync needs it. Raises JobCancelled."""
    care = at.application.vault_care
    scheduled = [state.dataset for state in at.application.schedules.list() if state.schedule.enabled]
    try:
        waiting, lock = care.locked_out(scheduled), care.state().lock
    except SecretError as error:  # each sync that needs it says so, too
        _say(at.screen, error.message)
        return
    if not waiting:
        return
    names = _listed(waiting)
    if lock is VaultLock.KEY:
        _say(at.screen, f"The encrypted vault is locked with a key that is not here, so these wait: {names}.")
        at.screen.note("Stop this, set KBCONNECT_VAULT_KEY to the vault's key, and start it again.")
        return
    if not sys.stdin.isatty():
        _say(
            at.screen,
            "The encrypted vault is locked, and there is no terminal to ask for its pass phrase, so these wait: "
            f"{names}.",
        )
        at.screen.note(
            "Start it in a terminal, which asks once, or leave the window open. Where nobody is there to ask, keep the "
            "passwords elsewhere: kbconnect connector edit NAME --secret REF, or the system's keyring."
        )
        return
    at.screen.note(f"The encrypted vault is locked. Its pass phrase is needed for {names}; empty lets them wait.")
    if not _unlocked(at, waiting[0]):
        _say(at.screen, f"The encrypted vault stays locked, so these wait: {names}.")
        return
    _say(at.screen, "The encrypted vault is open.")
    if care.idle_minutes:
        at.screen.note(
            f"It locks itself after {care.idle_minutes:,} minutes in which no password was read, and then syncs wait "
            "again. `kbconnect secret lock --after 0` lets it stay open."
        )


def _unlocked(at: Session, dataset: Dataset) -> bool:
    for _ in range(_TRIES):
        try:
            with at.job("Encrypted vault"):
                at.application.vault_care.unlock(dataset)
        except WrongKeyError as error:
            at.screen.note(error.message)
        except SecretStoreLockedError:
            return False  # nobody gave it
        except SecretError as error:
            at.screen.note(error.message)
            return False
        else:
            return True
    return False


def _listed(datasets: Sequence[Dataset]) -> str:
    return ", ".join(dataset.name for dataset in datasets)


def _start(at: Session, watch: Watch, due: DueSync) -> None:
    """Raises JobCancelled when the sync was stopped, which stops the watch with it."""
    from kbconnect.app.schedule import Waiting

    datasets = {dataset.id: dataset for dataset in at.application.datasets.list()}
    if due.dataset_id not in datasets:
        return
    dataset = datasets[due.dataset_id]
    with at.job(dataset.name) as job:
        outcome = at.application.schedules.run(due, job)
    if isinstance(outcome, SyncRun):
        _say(at.screen, f"{dataset.name} was due.")
        show_scheduled(at.screen, outcome, dataset)
        if outcome.status is RunStatus.CANCELLED:
            raise JobCancelled
    elif isinstance(outcome, Waiting) and watch.put_off(outcome, datetime.now(UTC)):
        _say(at.screen, outcome.sentence)
        if outcome.hint:
            at.screen.note(outcome.hint)


def _say(screen: Screen, text: str) -> None:
    """What a watch does, for whoever reads along and for the log."""
    screen.note(f"{datetime.now(UTC).astimezone():%Y-%m-%d %H:%M:%S}  {text}")
    logging.getLogger("kbconnect").info("schedules: %s", text)
