"""Scenes of the page "Settings"."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kbconnect.core.connector import SecretPlace
from kbconnect.core.model import KnowledgeBaseCounts, KnowledgeBaseInfo
from kbconnect.ui.language import say
from kbconnect.ui.pages.settings import ABOUT, APPEARANCE, RUNNING, SECRETS, STORAGE, SUPPORT, SettingsPage
from kbconnect.ui.pages.settings_running import RunningSetting
from kbconnect.ui.pages.settings_work import SecretHealth, SecretsSetting, StorageSetting, StoredBase
from kbconnect.ui.status import State, Status
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import PROVIDERS, ago, overview
from tests.ui.scene import LIGHT_ONLY, Scene
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
    secrets.show_setting(SecretsSetting(places, places[0 if keyring else 1], connectors, tuple(PROVIDERS.values())))
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
            KnowledgeBaseInfo(name, name, "sqlite", str(home / "knowledge" / f"{file}.kb"), "minilm", ago()), counts
        )
        for name, file, counts in (
            (
                "Customer support",
                "customer-support-1f2e",
                KnowledgeBaseCounts(225_366, 425_961, 270_000, 1_100_000_000),
            ),
            ("Company handbook", "company-handbook-93aa", KnowledgeBaseCounts(3_418, 9_877, 9_877, 31_000_000)),
            ("Product facts", "product-facts-0c1d", None),
        )
    )
    storage.show_setting(StorageSetting(home, 1_900_000, 240_000, 0, bases))
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


SETTINGS = (
    Scene("settings-secrets", _secrets),
    Scene("settings-secrets-vault", lambda: _secrets(trouble=False, keyring=False), LIGHT_ONLY),
    Scene("settings-secrets-narrow", _secrets, LIGHT_ONLY, (1024, 700)),
    Scene("settings-appearance", lambda: _settings(APPEARANCE)),
    Scene("settings-running", _running),
    Scene("settings-running-narrow", _running, LIGHT_ONLY, (1024, 700)),
    Scene("settings-support", _support, LIGHT_ONLY),
    Scene("settings-storage", _storage, ready=_has_limits),
    Scene("settings-storage-narrow", _storage, LIGHT_ONLY, (1024, 700), _has_limits),
    Scene("settings-about", lambda: _settings(ABOUT), LIGHT_ONLY, ready=_has_parts),
    Scene("settings-licence", _licence, LIGHT_ONLY, ready=_has_parts),
)
