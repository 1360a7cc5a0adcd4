"""Settings, "Running" and "Support": each choice is kept at once, and what is copied holds no secrets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from kbconnect.app.diagnostics import diagnostics
from kbconnect.app.login_start import FileStart, login_start
from kbconnect.app.settings import LogLevel
from kbconnect.core.connector import ConnectorDraft
from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings_running import RunningPart, RunningWork
from kbconnect.ui.pages.settings_support import SupportPart, SupportWork
from kbconnect.ui.tray import WhenClosed, wants_notices, when_closed
from tests.ui.shop import Shop, open_shop, shell_on

PASSWORD = "correct-horse-battery"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


class TestRunning:
    @pytest.fixture
    def part(self, shell: Shell, shop: Shop, tmp_path: Path, qtbot: QtBot) -> RunningPart:
        self.login = login_start(("kbconnect", "--tray"), {"XDG_CONFIG_HOME": str(tmp_path / "config")}, "linux")
        made = RunningPart(shell, RunningWork(shop.application, self.login))
        qtbot.addWidget(made)
        made.show()
        made.reload()
        qtbot.waitUntil(made.at_login.isEnabled)
        return made

    def test_what_is_chosen_is_kept(self, part: RunningPart, shell: Shell, shop: Shop, qtbot: QtBot) -> None:
        assert when_closed(shell.memory) is WhenClosed.SCHEDULES
        part.closed.choose(WhenClosed.STAY.value)
        part.closed.picked.emit(WhenClosed.STAY.value)
        assert when_closed(shell.memory) is WhenClosed.STAY
        part.notices.click()
        assert not wants_notices(shell.memory)
        part.at_login.click()
        qtbot.waitUntil(self.login.is_on)
        part.battery.click()
        qtbot.waitUntil(lambda: shop.application.settings.spare_battery)
        part.threads.choose("2")
        part.threads.picked.emit("2")
        qtbot.waitUntil(lambda: shop.application.settings.embedding_threads == 2)
        part.at_login.click()
        qtbot.waitUntil(lambda: not self.login.is_on())

    def test_what_cannot_be_kept_is_told_and_shown_as_it_is(
        self, part: RunningPart, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "blocked").write_text("")
        monkeypatch.setattr(part._work, "_login", FileStart(tmp_path / "blocked" / "x.desktop", b""))
        part.at_login.click()
        qtbot.waitUntil(lambda: part.findChild(ErrorDialog) is not None)
        dialog = part.findChild(ErrorDialog)
        assert dialog is not None
        dialog.close()
        qtbot.waitUntil(lambda: not part.at_login.isChecked())


class TestSupport:
    @pytest.fixture
    def part(self, shell: Shell, shop: Shop, qtbot: QtBot) -> SupportPart:
        made = SupportPart(shell, SupportWork(shop.application))
        qtbot.addWidget(made)
        made.show()
        made.reload()
        return made

    def test_the_log_level_is_kept(self, part: SupportPart, shop: Shop, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: part.level.key() == LogLevel.INFO.value)
        part.level.choose(LogLevel.DEBUG.value)
        part.level.picked.emit(LogLevel.DEBUG.value)
        qtbot.waitUntil(lambda: shop.application.settings.log_level is LogLevel.DEBUG)

    def test_the_text_is_shown_before_it_is_copied(self, part: SupportPart, qtbot: QtBot) -> None:
        assert part.copy.isHidden()
        part.make.click()
        qtbot.waitUntil(lambda: "connectors: 1 sqlite" in part.shown.toPlainText())
        part.copy.click()
        assert QGuiApplication.clipboard().text() == part.shown.toPlainText()

    def test_without_a_file_manager_the_path_is_copied(
        self, part: SupportPart, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
        part.open.click()
        assert QGuiApplication.clipboard().text() == str(shop.application.paths.logs)


def test_diagnostics_name_no_places_and_no_secrets(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = ConnectorDraft("Finance", "postgresql", "db.secret-host.example", 5432, "ana", "payroll")
    shop.application.connectors.add(draft, None)
    log = shop.application.paths.logs / "kbconnect.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"2026-01-01 WARNING connecting postgresql://ana:{PASSWORD}@host/x failed\n2026-01-01 INFO fine\n")
    monkeypatch.setattr(Path, "home", lambda: shop.application.paths.home)
    told = diagnostics(shop.application)
    for word in (PASSWORD, "secret-host", "payroll", "Finance", str(shop.application.paths.home), "INFO fine"):
        assert word not in told
    for line in ("connectors: 1 postgresql, 1 sqlite", "log level: info", "WARNING connecting"):
        assert line in told


def test_diagnostics_pass_on_no_contents(shop: Shop) -> None:
    """What a driver quotes comes out of the database, and so may the words of an exception."""
    log = shop.application.paths.logs / "kbconnect.log"
    log.write_text(
        '2026-01-01 WARNING kbconnect.window: query_failed: invalid input for integer: "Mr Miller, flat 3"\n'
        "2026-01-01 WARNING duplicate key DETAIL: Key (mail)=(ana@home.example) exists, near 'salary 52000'\n"
        "2026-01-01 ERROR kbconnect.window: a fault of kbconnect\n"
        "Traceback (most recent call last):\n"
        '  File "/home/ana/lib/python3.11/site-packages/kbconnect/ui/jobs.py", line 112, in run\n'
        "    self.result = work(self)\n"
        '  File "/usr/lib/python3.11/json.py", line 9, in loads\n'
        "ValueError: could not read 'the whole salary list'\n",
        "utf-8",
    )
    told = diagnostics(shop.application)
    for word in ("Miller", "ana@home.example", "52000", "salary list", "/home/ana", "json.py"):
        assert word not in told
    for line in ("query_failed: invalid input for integer: …", "ValueError\n  kbconnect/ui/jobs.py, line 112, in run"):
        assert line in told
