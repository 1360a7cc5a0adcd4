"""Scenes of the pages "Sources" and of the connector form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kbconnect.app.connection_places import FoundConnections, LookedAt
from kbconnect.app.connector_files import Imported, Refused, plan_import
from kbconnect.core.address_files import FoundConnection
from kbconnect.core.connector import ConnectionReport, ConnectorDraft, Secret, SecretPlace
from kbconnect.core.errors import SecretMissingError, SecretStoreLockedError
from kbconnect.core.job import Stage
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.connector_form_words import CheckProgress, Way
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.pages.sources_access_dialog import AccessDialog
from kbconnect.ui.pages.sources_undo import Gone
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import POWERS, REPORT, SCRIPT, connector, overview
from tests.ui.scene import LIGHT_ONLY, Scene
from tests.ui.scenes_shell import support_tickets, window

_URL = "postgresql://support_app:correct-horse@db.support.acme.example:5432/support?sslmode=verify-full"
KEYRING = SecretPlace("keyring", "GNOME keyring of this computer", available=True)


class _ShownSources(SourcesPage):
    """The page with values of its own instead of what the empty data folder gives."""

    def __init__(self, shell: Shell, chosen: str) -> None:
        super().__init__(shell)
        self._chosen_first = chosen
        self._job.returned.disconnect(self.show_overview)
        self._job.returned.connect(self._show_examples)

    def _show_examples(self) -> None:
        self.show_overview(overview())
        self.list.choose(self._chosen_first)
        if not self._chosen_first:
            self.list.selectAll()


def _sources(chosen: str = "c", *, syncing: bool = False) -> MainWindow:
    return window(lambda shell: _ShownSources(shell, chosen), *((support_tickets(),) if syncing else ()))


class _ExposedSources(_ShownSources):
    """Two datasets with sensitive columns as they are."""

    def _show_examples(self) -> None:
        every = overview()
        support = every.connectors[0]
        first, second, *others = support.datasets
        exposed = (replace(first, exposed=("customer_message", "phone")), replace(second, exposed=("author_email",)))
        self.show_overview(
            replace(every, connectors=(replace(support, datasets=(*exposed, *others)), *every.connectors[1:]))
        )
        self.list.choose("c")


def _exposed() -> MainWindow:
    return window(lambda shell: _ExposedSources(shell, "c"))


def _is_shown(widget: QWidget) -> bool:
    page = widget.findChild(SourcesPage)
    return page is not None and page.states.current() in ("full", "empty")


def _testing() -> QWidget:
    made = _sources()
    page = made.findChild(SourcesPage)
    if page is not None:
        page.detail.begin_test(Way())
        page.detail.test.show_report(REPORT)
        page.detail.end_test()
        QTimer.singleShot(50, page.detail.test_part, page.detail.test_part.show)
    return made


def _deleting() -> QWidget:
    made = _sources()
    page = made.findChild(SourcesPage)
    if page is not None:
        QTimer.singleShot(50, page, page.acts.ask_delete)
    return made


def _asking_for_access(kind: str = "make") -> QWidget:
    made = _sources("products")
    page = made.findChild(SourcesPage)
    if page is not None:
        QTimer.singleShot(50, page, partial(_fill_access, page, kind))
    return made


def _fill_access(page: SourcesPage, kind: str) -> None:
    dialog = AccessDialog(page, "Product catalogue", POWERS)
    dialog.show_script(SCRIPT)
    dialog.kind.choose(kind)
    dialog.kind.picked.emit(kind)
    dialog.open()


def _form(report: ConnectionReport | None = None, url: str = _URL, *, name: str = "Support desk") -> MainWindow:
    made = window(SourcesPage)
    page = made.findChild(SourcesPage)
    if page is None:
        raise AssertionError("the window has no first page")
    page._new_connector()
    form = made.findChild(ConnectorFormPage)
    if form is None:
        raise AssertionError("the form did not open")
    if url:
        form.fields.url.set_value(url)
    form.fields.name.set_value(name)
    form.fields.show_place(KEYRING)
    if report is not None:
        form.test.begin(Way())
        form.test.show_report(report)
        form._end_test()
    return made


def _form_running() -> QWidget:
    made = _form()
    form = made.findChild(ConnectorFormPage)
    if form is not None:
        form.test.begin(Way())
        form.test.show_progress(CheckProgress(Stage.CONNECTING, 3, steps=REPORT.steps[:3]))
    return made


def _form_wrong() -> QWidget:
    made = _form(url="", name="")
    form = made.findChild(ConnectorFormPage)
    if form is not None:
        form.fields.port.set_value("54x32")
        form.fields.check(with_name=True)
    return made


def _many_tested() -> QWidget:
    made = _sources("")
    page = made.findChild(SourcesPage)
    if page is not None:
        page.tests.total, page.tests.done, page.tests.failed = 5, 3, 1
        page.tests._waiting.append("x")
        QTimer.singleShot(70, page, partial(page.many.show_tests, page.tests))
    return made


def _renaming() -> QWidget:
    made = _sources()
    page = made.findChild(SourcesPage)
    if page is not None:
        QTimer.singleShot(50, page, page.acts.ask_name)
    return made


def _importing(found: FoundConnections) -> QWidget:
    made = _sources()
    page = made.findChild(SourcesPage)
    if page is not None:
        plan = plan_import(found.found, [one.connector for one in overview().connectors])
        QTimer.singleShot(50, page, partial(page.transfer._found, (found, plan)))
    return made


def _connection(name: str, host: str, origin: str, **more: Any) -> FoundConnection:
    return FoundConnection(ConnectorDraft(name, "postgresql", host, 5432, "reader", "main"), origin, **more)


_FOUND = FoundConnections(
    (
        _connection("warehouse", "wh.acme.example", "pg_service.conf", secret=Secret("x")),
        _connection("Support desk", "db2.support.acme.example", "DBeaver", wants_secret=True),
        _connection("Old archive", "archive.acme.example", "DBeaver", problem="It names no host."),
        _connection("Reports", "reports.acme.example", "DBeaver, Finance", wants_secret=True),
    ),
    (LookedAt("pg_service.conf", Path("~/.pg_service.conf"), 1), LookedAt("DBeaver", Path("x"), 3)),
)


def _imported() -> QWidget:
    made = _sources()
    put = "Put the file there, or change the connector's secret."
    gone = SecretMissingError("The file /run/secrets/desk with the password is not there.", hint=put)
    lost = SecretMissingError("The file /run/secrets/shop with the password is not there.", hint=put)
    locked = SecretStoreLockedError(
        "The system's keyring is locked and was not opened.",
        hint="Unlock the keyring (log in to the desktop, or answer its prompt) and try again. Without a desktop, "
        "use the encrypted vault (KBCONNECT_VAULT_KEY).",
    )
    done = Imported(
        (connector("a", "Support desk", "h"), connector("b", "Shop", "h"), connector("c", "Reports", "h")),
        failed=(Refused("Warehouse", locked),),
        without_secret=("Reports",),
        unread=(Refused("Support desk", gone), Refused("Shop", lost)),
    )
    page = made.findChild(SourcesPage)
    if page is not None:
        QTimer.singleShot(50, page, partial(page.transfer._taken, done))
    return made


def _undoing() -> QWidget:
    made = _sources()
    page = made.findChild(SourcesPage)
    if page is not None:
        gone = Gone((connector("z", "Old archive", "archive.acme.example"),))
        QTimer.singleShot(50, page, partial(page.undo._deleted, gone))
    return made


SOURCES = (
    Scene("sources", lambda: _sources(syncing=True), ready=_is_shown),
    Scene("sources-narrow", lambda: _sources(syncing=True), LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("sources-failed", lambda: _sources("hr"), ready=_is_shown),
    Scene("sources-waiting", lambda: _sources("field"), ready=_is_shown),
    Scene("sources-waiting-narrow", lambda: _sources("field"), LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("sources-new", lambda: _sources("archive"), LIGHT_ONLY, ready=_is_shown),
    Scene("sources-test", _testing, LIGHT_ONLY, ready=_is_shown),
    Scene("sources-delete", _deleting, LIGHT_ONLY, ready=_is_shown),
    Scene("sources-writes", lambda: _sources("products"), ready=_is_shown),
    Scene("sources-access", _asking_for_access, ready=_is_shown),
    Scene("sources-access-network", partial(_asking_for_access, "network"), LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("sources-many", partial(_sources, "", syncing=True), ready=_is_shown),
    Scene("sources-many-narrow", _many_tested, LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("sources-rename", _renaming, LIGHT_ONLY, ready=_is_shown),
    Scene("sources-exposed", _exposed, ready=_is_shown),
    Scene("sources-exposed-narrow", _exposed, LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("sources-import", partial(_importing, _FOUND), ready=_is_shown),
    Scene("sources-import-result", _imported),
    Scene("sources-import-none", partial(_importing, FoundConnections()), LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("sources-undo", _undoing, LIGHT_ONLY, ready=_is_shown),
    Scene("sources-empty", lambda: window(SourcesPage), ready=_is_shown),
    Scene("connector-test", lambda: _form(REPORT)),
    Scene("connector-narrow", lambda: _form(REPORT), LIGHT_ONLY, (1024, 700)),
    Scene("connector-running", _form_running, LIGHT_ONLY),
    Scene("connector-wrong", _form_wrong, LIGHT_ONLY),
    Scene("connector-file", lambda: _form(url="sqlite:////home/ana/field-notes.db", name="Field notes"), LIGHT_ONLY),
)
