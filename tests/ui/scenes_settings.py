"""Scenes of the page "Settings"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from kbconnect.app.schedule import ScheduleState
from kbconnect.app.secret_health import SecretState
from kbconnect.app.secret_moves import SecretLeft, SecretMove
from kbconnect.core.connector import SecretPlace
from kbconnect.core.errors import SecretStoreLockedError
from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import KnowledgeBaseCounts, KnowledgeBaseInfo, RunStatus
from kbconnect.core.schedule import CronRule, IntervalRule, Schedule
from kbconnect.core.secret_care import OpenBaoState, SecretRole, SignIn, VaultLock, VaultState
from kbconnect.core.secret_references import OpenBaoSettings
from kbconnect.ui.language import say
from kbconnect.ui.models.next_sync import next_sync_of
from kbconnect.ui.pages.settings import (
    ABOUT,
    APPEARANCE,
    RUNNING,
    SCHEDULES,
    SECRETS,
    STORAGE,
    SUPPORT,
    SettingsPage,
)
from kbconnect.ui.pages.settings_move import MoveDialog, MoveWay
from kbconnect.ui.pages.settings_openbao import ElsewherePart
from kbconnect.ui.pages.settings_running import RunningSetting
from kbconnect.ui.pages.settings_schedules import PlannedDataset, SchedulesSetting
from kbconnect.ui.pages.settings_vault import Ask
from kbconnect.ui.pages.settings_work import OpenBaoSetting, SecretHealth, SecretsSetting, StorageSetting, StoredBase
from kbconnect.ui.scheduling import ScheduleNews
from kbconnect.ui.status import State, Status
from kbconnect.ui.staying import side_notes
from kbconnect.ui.window import MainWindow
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import PROVIDERS, ago, dataset, overview, run
from tests.ui.scene import BOTH, LIGHT_ONLY, Scene
from tests.ui.scenes_shell import window

PLACES = (
    SecretPlace("keyring", "GNOME keyring", available=True),
    SecretPlace("vault", "Encrypted vault in the program's database", available=True),
)
NO_KEYRING = SecretPlace(
    "keyring", "The system's keyring", available=False, reason="This machine has no keyring that is running."
)


def _settings(group: int) -> MainWindow:
    made = window(SettingsPage)
    made.navigator().go("settings")
    page = _page(made)
    page.choose(group)
    return made


def _page(made: QWidget) -> SettingsPage:
    page = made.navigator().page() if isinstance(made, MainWindow) else None
    if not isinstance(page, SettingsPage):
        raise AssertionError("the settings are not in front")
    return page


def _secrets(*, trouble: bool = True, keyring: bool = True) -> QWidget:
    made = _settings(SECRETS)
    secrets = _page(made).secrets
    secrets._job.cancel()
    places = PLACES if keyring else (NO_KEYRING, PLACES[1])
    connectors = tuple(one.connector for one in overview().connectors)
    states = tuple(
        SecretState(one, SecretRole.PASSWORD, one.secret_reference, utc_now() - timedelta(hours=5 * number))
        for number, one in enumerate(connectors)
        if one.secret_reference
    )
    setting = SecretsSetting(places, places[0 if keyring else 1], connectors, tuple(PROVIDERS.values()))
    lock = VaultState(VaultLock.NONE, 0, is_open=True)
    vault = lock if keyring else VaultState(VaultLock.PASS_PHRASE, 3, is_open=True)
    secrets.show_setting(replace(setting, secrets=states, vault=vault, idle_minutes=0 if keyring else 15))
    health = {one.id: SecretHealth(Status(State.HEALTHY, say("Can be read"))) for one in connectors}
    if trouble:
        health["archive"] = SecretHealth(
            Status(State.SECRET_MISSING),
            "The environment has no variable FINANCE_PASSWORD.",
            "Set FINANCE_PASSWORD before the program starts, or change the connector's secret.",
        )
        secrets.show_health(health)
        secrets.table.choose("archive")
    return made


def _running() -> QWidget:
    made = _settings(RUNNING)
    part = _page(made).running
    part._job.cancel()
    part.show_setting(RunningSetting(at_login=True, threads=2, spare_battery=True))
    return made


def _support() -> QWidget:
    made = _settings(SUPPORT)
    part = _page(made).support
    part._level_job.cancel()
    part.show_diagnostics(
        "## Program\nkbconnect 0.1.0, Python 3.11.2, Linux-6.1-x86_64\nPySide6-Essentials 6.11.3\n\n## Settings\n"
        "secrets go to: keyring\nprocessors for meaning: all\n\n## What there is\nconnectors: 3 postgresql, 1 sqlite\n"
        "datasets: 8 compare, 1 cursor\n\n## Latest failed runs\n2026-11-15T02:00:01+00:00 login_refused"
    )
    return made


def _storage() -> QWidget:
    made = _settings(STORAGE)
    storage = _page(made).storage
    storage._job.cancel()
    home = Path("/home/ana/.local/share/kbconnect")
    bases = tuple(
        StoredBase(
            KnowledgeBaseInfo(name, name, "sqlite", str(home / "knowledge" / f"{file}.kb"), "minilm", ago()),
            counts,
            unused_bytes=unused,
        )
        for name, file, counts, unused in (
            (
                "Customer support",
                "customer-support-1f2e",
                KnowledgeBaseCounts(225_366, 425_961, 270_000, 1_100_000_000),
                214_000_000,
            ),
            ("Company handbook", "company-handbook-93aa", KnowledgeBaseCounts(3_418, 9_877, 9_877, 31_000_000), 0),
            ("Product facts", "product-facts-0c1d", None, 0),
        )
    )
    storage.show_setting(StorageSetting(home, 1_900_000, 240_000, 0, bases, 120_000))
    storage.bases.choose("Customer support")
    return made


def _backing_up(*, done: bool) -> QWidget:
    made = _storage()
    storage = _page(made).storage
    storage._begin("Backing up Customer support", "Stop backing up")
    storage._progressed(Progress(Stage.READING, 170_000, 268_000))
    if done:
        storage._target = "/home/ana/Documents/Customer support 2025-11-18.kb"
        storage._backed_up(1_100_000_000)
        storage._job.cancel()
    return made


def _schedules(*, off: bool = False) -> QWidget:
    made = _settings(SCHEDULES)
    part = _page(made).schedules
    part._job.cancel()
    now, reader = utc_now(), overview().connectors[0].connector
    rules = (
        ("Help articles", CronRule("0 2 * * *", "UTC"), "Every night at 02:00", 8.0, RunStatus.COMPLETED, ""),
        ("Support tickets", IntervalRule(30), "Every 30 minutes", 0.2, RunStatus.FAILED, ""),
        ("Release notes", CronRule("0 6 * * 1-5", "UTC"), "Monday to Friday at 06:00", 30.0, RunStatus.COMPLETED, "x"),
    )
    planned = []
    for name, rule, words, hours, status, waiting in rules:
        one = dataset(name, name, reader.id)
        paused = off or name == "Release notes"
        upcoming = () if paused else (now + timedelta(hours=hours),)
        reason = "the network: db.support.acme.example can't be reached" if waiting and not paused else ""
        schedule = Schedule(one.id, rule, ago(days=9), ago(hours=1), not paused, waiting_for=reason)
        state = ScheduleState(schedule, one, words, upcoming)
        last = run(7, one.id, ago(hours=3), status) if name != "Release notes" else None
        planned.append(PlannedDataset(state, next_sync_of(state, now), reader, last))
    part.show_setting(SchedulesSetting(tuple(planned), off, "Europe/Berlin"))
    part.table.choose("Support tickets")
    if isinstance(made, MainWindow):
        news = ScheduleNews(0 if off else 2, off, None if off else ("Support tickets", now + timedelta(hours=2)), off)
        made.show_notes(side_notes(news, now, stays=True))
    return made


def _no_schedules() -> QWidget:
    made = _settings(SCHEDULES)
    part = _page(made).schedules
    part._job.cancel()
    part.show_setting(SchedulesSetting((), False, "Europe/Berlin"))
    return made


def _move(state: str) -> QWidget:
    made = _secrets(trouble=False)
    ways = (MoveWay("vault", say("Encrypted vault"), 3), MoveWay("keyring", "GNOME keyring", 1, alone=True))
    dialog = MoveDialog(made, ways[1:] if state == "alone" else ways)
    if state == "busy":
        dialog._ask()
        dialog.show_progress(Progress(Stage.LOADING, 1, 3))
    elif state == "done":
        left = SecretLeft(
            "Finance archive",
            "The keyring holds no password for this connection.",
            "Type the password again in the connector's form and save it.",
        )
        dialog.show_result(SecretMove("vault", 2, (left,)))
    QTimer.singleShot(0, dialog, dialog.open)
    return made


def _has_limits(made: QWidget) -> bool:
    return _page(made).storage.history.isEnabled()


def _has_parts(made: QWidget) -> bool:
    return bool(_page(made).about.table.rows())


def _licence() -> QWidget:
    made = _settings(ABOUT)
    about = _page(made).about
    about._job.returned.connect(lambda: QTimer.singleShot(0, about, about._open_chosen))
    return made


def _elsewhere(*, asked: bool = False, failed: bool = False) -> QWidget:
    """OpenBao at the lower end of the page, or its dialog."""
    made = _secrets(trouble=False, keyring=False)
    part = _page(made).secrets.elsewhere
    kept = OpenBaoSettings(
        "https://bao.acme.example:8200", role_id="env:BAO_ROLE_ID", secret_id="file:/run/secrets/bao_secret_id"
    )
    part.show_setting(OpenBaoSetting(kept, OpenBaoSettings(namespace="team-support")))
    if failed:
        part._failed(
            SecretStoreLockedError(
                "OpenBao at https://bao.acme.example:8200 is sealed.",
                meaning="No password was read, and no setting was changed.",
                hint="Whoever runs it has to unseal it. Then try again.",
            )
        )
    elif asked:
        QTimer.singleShot(0, part, partial(_ask_where, part))
    else:
        part._tested(OpenBaoState(kept.address, "2.5.2", SignIn.APP_ROLE, 1200.0))
    return made if asked else _lower_end(made, part)


def _ask_where(part: ElsewherePart) -> None:
    part.ask()
    assert part._dialog is not None
    part._dialog._tested(OpenBaoState("https://bao.acme.example:8200", "2.5.2", SignIn.APP_ROLE, 1200.0))


def _care() -> QWidget:
    """The lower end of the page."""
    made = _secrets(trouble=False, keyring=False)
    return _lower_end(made, _page(made).secrets.vault)


def _lower_end(made: QWidget, part: QWidget) -> QWidget:
    page = _page(made)
    for area in page.findChildren(QScrollArea):
        if area.isAncestorOf(part):
            for wait in (0, 50):  # once the page is laid out
                QTimer.singleShot(wait, area, partial(area.ensureWidgetVisible, part, 0, 20))
    return made


def _pass_phrases(ask: Ask) -> QWidget:
    """A dialog of the vault's care above its page."""
    made = _secrets(trouble=False, keyring=False)
    vault = _page(made).secrets.vault
    opening = {Ask.BOTH: vault.ask_for_pass_phrase, Ask.CURRENT: vault.ask_to_rotate}
    QTimer.singleShot(0, vault, opening[ask])
    return made


MOVES = ("ask", "busy", "done", "alone")
SETTINGS = (
    Scene("settings-secrets", _secrets),
    Scene("settings-secrets-vault", lambda: _secrets(trouble=False, keyring=False), LIGHT_ONLY),
    Scene("settings-secrets-narrow", _secrets, LIGHT_ONLY, (1024, 700)),
    Scene("settings-secrets-vault-narrow", _care, LIGHT_ONLY, (1024, 700)),
    Scene("settings-secrets-elsewhere", _elsewhere),
    Scene("settings-secrets-elsewhere-narrow", lambda: _elsewhere(failed=True), LIGHT_ONLY, (1024, 700)),
    Scene("settings-secrets-openbao", lambda: _elsewhere(asked=True)),
    Scene("settings-secrets-openbao-narrow", lambda: _elsewhere(asked=True), LIGHT_ONLY, (1024, 700)),
    Scene("settings-secrets-phrase", lambda: _pass_phrases(Ask.BOTH), LIGHT_ONLY),
    Scene("settings-secrets-key", lambda: _pass_phrases(Ask.CURRENT), LIGHT_ONLY),
    *(
        Scene(f"settings-move-{state}", partial(_move, state), BOTH if state == "ask" else LIGHT_ONLY)
        for state in MOVES
    ),
    Scene("settings-schedules", _schedules),
    Scene("settings-schedules-off", lambda: _schedules(off=True)),
    Scene("settings-schedules-narrow", _schedules, LIGHT_ONLY, (1024, 700)),
    Scene("settings-schedules-empty", _no_schedules, LIGHT_ONLY),
    Scene("settings-appearance", lambda: _settings(APPEARANCE)),
    Scene("settings-running", _running),
    Scene("settings-running-narrow", _running, LIGHT_ONLY, (1024, 700)),
    Scene("settings-support", _support, LIGHT_ONLY),
    Scene("settings-storage", _storage, ready=_has_limits),
    Scene("settings-storage-busy", lambda: _backing_up(done=False), LIGHT_ONLY, (1280, 1000), _has_limits),
    Scene("settings-storage-done", lambda: _backing_up(done=True), BOTH, (1280, 1000), _has_limits),
    Scene("settings-storage-narrow", _storage, LIGHT_ONLY, (1024, 700), _has_limits),
    Scene("settings-about", lambda: _settings(ABOUT), LIGHT_ONLY, ready=_has_parts),
    Scene("settings-licence", _licence, LIGHT_ONLY, ready=_has_parts),
)
