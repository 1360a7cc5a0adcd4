"""The use cases behind the connector form, as work for a job. Runs on a worker's thread; must not touch a widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kbconnect.app.application import Application
from kbconnect.app.connectors import Connectors, KeepSecret, NewSecret, SecretReference
from kbconnect.app.paths import expanded
from kbconnect.app.source_files import provider_of_path
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    Connector,
    ConnectorDraft,
    SecretPlace,
)
from kbconnect.core.errors import DriverMissingError, KbConnectError, SecretError
from kbconnect.core.job import JobContext, Stage
from kbconnect.ui.language import say
from kbconnect.ui.pages.connector_form_words import CheckProgress

FormSecret = NewSecret | KeepSecret
"""The password of the form: a new one, none, or the saved one."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What is filled in: everything a test or saving needs. tunnel_secret: of the SSH account or its key."""

    draft: ConnectorDraft
    secret: FormSecret
    tunnel_secret: FormSecret = KeepSecret.KEEP


@dataclass(frozen=True, slots=True)
class Kept:
    """A connector that was saved. unread: why a secret kept elsewhere can't be read now, "" if all can."""

    connector: Connector
    unread: str = ""


@dataclass(frozen=True, slots=True)
class FormSetting:
    """What the form has to know before it is shown. connector: the one that is changed, None for a new one.

    taken: names of other connectors. place: where a new password goes; None if that can't be told now.
    """

    connector: Connector | None
    taken: tuple[str, ...]
    place: SecretPlace | None


class _Told:
    """Collects the steps of a test and reports all of them each time: a report may be skipped, a step may not."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._steps: tuple[CheckStep, ...] = ()

    def take(self, step: CheckStep) -> None:
        self._steps = (*self._steps, step)
        self._context.report(CheckProgress(Stage.CONNECTING, len(self._steps), steps=self._steps))


def test_of_saved(connectors: Connectors, connector_id: str) -> Callable[[JobContext], ConnectionReport]:
    """Tests a saved connector and keeps the outcome for the list."""
    return lambda context: connectors.test_saved(connector_id, _Told(context).take, context)


class FormWork:
    """What the form asks of the application. Each method gives one job."""

    def __init__(self, application: Application, connector_id: str = "") -> None:
        """connector_id: of the connector to change, "" for a new one."""
        self._application = application
        self._connector_id = connector_id

    def setting(self, _: JobContext) -> FormSetting:
        """Raises NotFoundError if the connector is gone, DriverMissingError if its kind is, StoreError."""
        connectors = self._application.connectors
        connector = connectors.get(self._connector_id) if self._connector_id else None
        if connector is not None and all(connector.provider != known.id for known in connectors.providers()):
            raise _not_installed(connector)
        taken = tuple(known.name for known in connectors.list() if known.id != self._connector_id)
        try:
            place = self._application.settings.secret_place()
        except SecretError:
            place = None  # saving will say why; a connector without password needs none
        return FormSetting(connector, taken, place)

    def driver(self, provider_id: str) -> Callable[[JobContext], None]:
        """Looks whether what this kind of source needs is installed. Raises DriverMissingError."""
        return lambda _: self._application.connectors.check_driver(provider_id)

    def kind_inside(self, path: str) -> Callable[[JobContext], str]:
        """Looks what a path leads to; gives the provider's id. Raises InputError."""
        return lambda _: provider_of_path(expanded(Path(path)))

    def test(self, entered: Entered) -> Callable[[JobContext], ConnectionReport]:
        """Tests what is filled in; nothing is saved. Raises InputError, SecretError."""

        def work(context: JobContext) -> ConnectionReport:
            connectors = self._application.connectors
            connectors.check_draft(entered.draft)
            secret = entered.secret
            if isinstance(secret, KeepSecret):
                saved = connectors.get(self._connector_id).secret_reference
                secret = SecretReference(saved) if saved else None
            return connectors.test(entered.draft, secret, _Told(context).take, context, entered.tunnel_secret)

        return work

    def save(self, entered: Entered, report: ConnectionReport | None) -> Callable[[JobContext], Kept]:
        """Saves what is filled in. report: of a test of exactly this, to be remembered; None if there was none.

        Raises NameTakenError, InputError, SecretError.
        """

        def work(_: JobContext) -> Kept:
            connectors = self._application.connectors
            unread: list[KbConnectError] = []
            secret, other = entered.secret, entered.tunnel_secret
            if self._connector_id:
                saved = connectors.edit(self._connector_id, entered.draft, secret, other, unread.append)
            else:
                saved = connectors.add(entered.draft, _new(secret), _new(other), unread.append)
            if report is not None:
                saved = connectors.remember_test(saved.id, report)
            return Kept(saved, unread[0].message if unread else "")

        return work


def _not_installed(connector: Connector) -> DriverMissingError:
    return DriverMissingError(
        say("What kbconnect needs for sources of the kind “{kind}” is not installed.").format(kind=connector.provider),
        meaning=say("The connector and its documents are as they were."),
        hint=say("Install the package that brings it, start kbconnect again, and open the connector once more."),
    )


def _new(secret: FormSecret) -> NewSecret:
    """For a connector that has nothing saved yet."""
    return None if isinstance(secret, KeepSecret) else secret
