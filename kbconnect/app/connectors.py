"""Saving, changing, removing and testing connectors. Owns the order in which secret and row are written."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from kbconnect.app.connector_checks import check_draft
from kbconnect.app.reaching import Reaching, SourceSecrets
from kbconnect.app.second_try import StepsOfTwo
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    HostKey,
    LastCheck,
    ProviderInfo,
    Secret,
    SshTunnel,
    StepState,
    references_of,
)
from kbconnect.core.errors import (
    InUseError,
    KbConnectError,
    LoginRefusedError,
    NameTakenError,
    NotFoundError,
    SecretError,
)
from kbconnect.core.given_names import LONGEST_NAME
from kbconnect.core.job import JobContext
from kbconnect.core.ports import SecretLender, Source
from kbconnect.core.secret_references import OWN_SCHEMES, parse_reference, scheme_of
from kbconnect.core.store import DatasetRepository, Store

_TO_FORGET = "secrets_to_forget"


class KeepSecret(Enum):
    """Says that an edit leaves the secret alone."""

    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class SecretReference:
    """A secret that lives elsewhere and is only pointed at, "env:DB_PASSWORD"."""

    text: str


NewSecret = Secret | SecretReference | None
OnUnread = Callable[[KbConnectError], None]
"""Told why a secret that is kept elsewhere can't be read now."""


def draft_of(connector: Connector) -> ConnectorDraft:
    """A saved connector as a draft, to be tested, edited or copied."""
    return ConnectorDraft(
        name=connector.name,
        provider=connector.provider,
        host=connector.host,
        port=connector.port,
        username=connector.username,
        database=connector.database,
        options=connector.options,
    )


class Connectors:
    """The connectors of one data folder."""

    def __init__(self, store: Store, secrets: SecretLender, reaching: Reaching, now: Callable[[], datetime]) -> None:
        self._store = store
        self._secrets = secrets
        self._reaching = reaching
        self._now = now
        self._setting_aside = threading.Lock()

    def providers(self) -> tuple[ProviderInfo, ...]:
        return self._reaching.providers()

    def check_driver(self, provider_id: str) -> None:
        """Raises DriverMissingError if what this kind of source needs isn't installed; says how to get it."""
        self._reaching.check_driver(provider_id)

    def list(self) -> tuple[Connector, ...]:
        """By name; never with a secret."""
        return self._store.connectors.list()

    def get(self, connector_id: str) -> Connector:
        return self._store.connectors.get(connector_id)

    def find(self, name: str) -> Connector:
        """By name, ignoring case. Raises NotFoundError."""
        return self._store.connectors.find(name)

    def check_draft(self, draft: ConnectorDraft) -> None:
        """Raises InputError for what can be seen without connecting. What an older version let somebody call a
        connector may stay."""
        try:
            saved_name = self._store.connectors.find(draft.name.strip()).name
        except NotFoundError:
            saved_name = ""
        check_draft(draft, self.providers(), saved_name)

    def add(
        self,
        draft: ConnectorDraft,
        secret: NewSecret,
        tunnel_secret: NewSecret = None,
        on_unread: OnUnread | None = None,
    ) -> Connector:
        """Saves a connector: the secrets first, then the row. tunnel_secret: of the SSH account or its key; a reference
        in the draft's tunnel counts for nothing. on_unread: told why a secret kept elsewhere can't be read now; without
        it the connector isn't saved then. Raises NameTakenError, InputError, SecretError."""
        self.check_draft(draft)
        self._check_name(draft.name)
        connector_id = uuid.uuid4().hex
        reference = self._stored(connector_id, secret, on_unread)
        try:
            options = self._options(connector_id, draft.options, tunnel_secret, on_unread=on_unread)
        except KbConnectError:
            self._forget(reference)
            raise
        now = self._now()
        connector = Connector(
            id=connector_id,
            name=draft.name.strip(),
            provider=draft.provider,
            host=draft.host,
            port=draft.port,
            username=draft.username,
            database=draft.database,
            options=options,
            secret_reference=reference,
            created_at=now,
            updated_at=now,
        )
        try:
            self._store.connectors.add(connector)
        except KbConnectError:
            self._forget_all(references_of(connector))
            raise
        return connector

    def edit(
        self,
        connector_id: str,
        draft: ConnectorDraft,
        secret: NewSecret | KeepSecret,
        tunnel_secret: NewSecret | KeepSecret = KeepSecret.KEEP,
        on_unread: OnUnread | None = None,
    ) -> Connector:
        """Replaces what is saved; new secrets are stored before the row, old ones removed after it. A connector that
        loses its tunnel loses the secret of it, too. on_unread: as for `add`."""
        self.check_draft(draft)
        old = self.get(connector_id)
        if draft.name.strip().casefold() != old.name.casefold():
            self._check_name(draft.name)
        if isinstance(secret, KeepSecret):
            reference = old.secret_reference
        else:
            reference = self._stored(connector_id, secret, on_unread)
        options = self._options(connector_id, draft.options, tunnel_secret, old.options.tunnel, on_unread=on_unread)
        connector = replace(
            old,
            name=draft.name.strip(),
            provider=draft.provider,
            host=draft.host,
            port=draft.port,
            username=draft.username,
            database=draft.database,
            options=options,
            secret_reference=reference,
            updated_at=self._now(),
        )
        kept = isinstance(secret, KeepSecret) and isinstance(tunnel_secret, KeepSecret)
        if not kept or draft_of(old) != draft_of(connector):
            connector = replace(connector, last_check=None)
        self._store.connectors.update(connector)
        self._forget_all(known for known in references_of(old) if known not in references_of(connector))
        return connector

    def duplicate(self, connector_id: str) -> Connector:
        """A copy with a name of its own, without its secret: a copy for another account needs another one anyway."""
        draft = draft_of(self.get(connector_id))
        return self.add(replace(draft, name=self.free_name(f"{draft.name[: LONGEST_NAME - 5].rstrip()} copy")), None)

    def remove(self, connector_id: str) -> None:
        """The row first, then the secret. Raises InUseError while a dataset needs it."""
        connector = self.get(connector_id)
        self._check_unused(connector)
        self._store.connectors.remove(connector_id)
        try:
            self._forget_all(references_of(connector))
        except SecretError as error:
            raise SecretError(
                f"{connector.name} is removed, but its password could not be: {error.message}",
                meaning="The connector is gone. The password is still where it was kept.",
                hint="Remove it there yourself (in the keyring it is called kbconnect), or leave it; nothing uses it.",
                detail=error.detail,
            ) from error

    def set_aside(self, connector_id: str) -> Connector:
        """Removes a connector in a way that `bring_back` can undo: its secret stays until `forget_set_aside`.

        Which secrets wait to be forgotten is kept, so that they go even if the program ends before. Raises InUseError.
        """
        connector = self.get(connector_id)
        self._check_unused(connector)
        with self._setting_aside:
            if references_of(connector):
                self._put_waiting((*self._waiting(), *references_of(connector)))
            self._store.connectors.remove(connector_id)
        return connector

    def bring_back(self, connector: Connector) -> Connector:
        """A connector that was set aside, as it was, with its secret. If its name was taken meanwhile it gets another.

        Raises StoreError.
        """
        with self._setting_aside:
            back = replace(connector, name=self.free_name(connector.name))
            self._store.connectors.add(back)
            self._put_waiting([kept for kept in self._waiting() if kept not in references_of(connector)])
        return back

    def forget_set_aside(self) -> None:
        """Removes the secrets of connectors that were set aside and not brought back. One that can't be removed now
        stays noted. Raises SecretError for the first of those."""
        with self._setting_aside:
            waiting = self._waiting()
            used = {known for connector in self.list() for known in references_of(connector)} if waiting else set()
            failed: SecretError | None = None
            kept: list[str] = []
            for reference in waiting:
                if reference in used:
                    continue
                try:
                    self._forget(reference)
                except SecretError as error:
                    failed = failed or error
                    kept.append(reference)
            if waiting:
                self._put_waiting(kept)
        if failed is not None:
            raise failed

    def free_name(self, wanted: str) -> str:
        """The name, or with a number behind it if another connector has it."""
        return free_name(wanted, {connector.name.casefold() for connector in self.list()})

    def _waiting(self) -> tuple[str, ...]:
        """References of secrets that are to be forgotten. They are no secrets."""
        return tuple(filter(None, (self._store.settings.get(_TO_FORGET) or "").split("\n")))

    def _put_waiting(self, references: Iterable[str]) -> None:
        self._store.settings.put(_TO_FORGET, "\n".join(dict.fromkeys(references)))

    def _check_unused(self, connector: Connector) -> None:
        used_by = _datasets_of(self._store.datasets, connector.id)
        if used_by:
            raise InUseError(
                f"{connector.name} is used by {', '.join(used_by)}.",
                meaning="Nothing was removed.",
                hint="Remove those datasets first.",
            )

    def secret_of(self, connector: Connector) -> Secret | None:
        """Fetched now; hold it no longer than needed. Raises SecretError and its kin."""
        return self._secrets.get(connector.secret_reference) if connector.secret_reference else None

    def database_of(self, connector_id: str) -> str:
        """What a connector leads to, as a text that is another one for another database, or for another account, which
        may see other rows of the same table."""
        connector = self.get(connector_id)
        place: list[str | int | None] = [connector.provider, connector.host, connector.port]
        place += [connector.database, connector.username]
        tunnel = connector.options.tunnel
        if tunnel is not None:  # the same host is another one where another network looks it up
            place += [tunnel.host, tunnel.port]
        return json.dumps(place)

    @contextmanager
    def open(self, connector_id: str, context: JobContext | None = None) -> Iterator[Source]:
        """The source of a saved connector, read-only. Raises SecretError, SourceError and their kin; with a context
        also JobCancelled, as soon as the person asks to stop."""
        connector = self.get(connector_id)
        with ExitStack() as stack:
            yield self._opened(connector, context, stack)

    def _opened(self, connector: Connector, context: JobContext | None, stack: ExitStack) -> Source:
        """A password that is refused is read anew, once: where it is kept it may have been changed."""
        draft = draft_of(connector)
        secret, tunnel_secret = _reference(connector.secret_reference), KeepSecret.KEEP
        with ExitStack() as first:
            secrets = self._lent(draft, secret, tunnel_secret, first)
            try:
                source = first.enter_context(self._reaching.open(secrets.named(draft), secrets, context))
            except LoginRefusedError:
                first.close()
                self._read_anew(references_of(connector))
                again = self._lent(draft, secret, tunnel_secret, first)
                if again.show_the_same(secrets, draft):  # the same once more could get the account locked
                    raise
                source = first.enter_context(self._reaching.open(again.named(draft), again, context))
            stack.enter_context(first.pop_all())
        return source

    def _lent(
        self, draft: ConnectorDraft, secret: NewSecret, tunnel_secret: NewSecret | KeepSecret, stack: ExitStack
    ) -> SourceSecrets:
        """Fetched now, and held until the stack ends. KEEP: as the draft's tunnel says. Raises SecretError and its
        kin."""
        lent = [stack.enter_context(self._lend(one)) for one in (secret, _tunnel_secret(draft, tunnel_secret))]
        return SourceSecrets(*lent)

    def _lend(self, secret: NewSecret) -> AbstractContextManager[Secret | None]:
        return self._secrets.lend(secret.text) if isinstance(secret, SecretReference) else nullcontext(secret)

    def _read_anew(self, references: Iterable[str]) -> None:
        for reference in references:
            self._secrets.forget(reference)

    def test(
        self,
        draft: ConnectorDraft,
        secret: NewSecret,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
        tunnel_secret: NewSecret | KeepSecret = KeepSecret.KEEP,
    ) -> ConnectionReport:
        """Tests without saving anything. KEEP: the reference in the draft's tunnel. `on_step` may be called from
        another thread. Raises JobCancelled at once when the person asks to stop.

        A password that is refused is read anew, once: where it is kept it may have been changed."""
        steps = StepsOfTwo(on_step)
        with ExitStack() as stack:
            secrets = self._lent(draft, secret, tunnel_secret, stack)
            report = self._reaching.check(secrets.named(draft), secrets, steps.first, context)
        if not report.ok:
            kept = (secret, _tunnel_secret(draft, tunnel_secret))
            self._read_anew(one.text for one in kept if isinstance(one, SecretReference))
        if steps.was_refused:
            with ExitStack() as stack:
                try:
                    again = self._lent(draft, secret, tunnel_secret, stack)
                except SecretError:
                    again = secrets  # what was refused is said; why there is no other is said by the next test
                if not again.show_the_same(secrets, draft):  # the same once more could get the account locked
                    return self._reaching.check(again.named(draft), again, steps.second, context)
            steps.give_up()
        return report

    def unknown_host_key(
        self, draft: ConnectorDraft, context: JobContext, tunnel_secret: NewSecret | KeepSecret = KeepSecret.KEEP
    ) -> HostKey | None:
        """See `kbconnect.app.host_keys.HostKeys.unknown`."""
        with ExitStack() as stack:
            secrets = self._lent(draft, None, tunnel_secret, stack)
            return self._reaching.unknown_host_key(draft, secrets, context)

    def test_saved(
        self, connector_id: str, on_step: Callable[[CheckStep], None], context: JobContext
    ) -> ConnectionReport:
        """Tests a saved connector and remembers the outcome for the list."""
        connector = self.get(connector_id)
        report = self.test(draft_of(connector), _reference(connector.secret_reference), on_step, context)
        self.remember_test(connector_id, report)
        return report

    def remember_test(self, connector_id: str, report: ConnectionReport) -> Connector:
        """Keeps the outcome of a test for the list, also of one made just before the connector was saved."""
        failed = [step for step in report.steps if step.state is StepState.FAILED]
        check = LastCheck(
            at=self._now(),
            ok=report.ok,
            can_write=report.can_write,
            summary=failed[0].detail if failed else "",
            server_version=report.server_version,
            encryption=report.encryption,
            powers=report.powers,
        )
        connector = replace(self.get(connector_id), last_check=check)
        self._store.connectors.update(connector)
        return connector

    def _check_name(self, name: str) -> None:
        try:
            self._store.connectors.find(name.strip())
        except NotFoundError:
            return
        raise NameTakenError(
            f"There is already a connector called {name.strip()}.",
            meaning="Nothing was saved.",
            hint="Choose another name.",
        )

    def _stored(self, connector_id: str, secret: NewSecret, on_unread: OnUnread | None) -> str:
        if isinstance(secret, SecretReference):
            try:
                if scheme_of(secret.text) in OWN_SCHEMES:
                    on_unread = None  # what this program keeps itself has to be there
                else:
                    parse_reference(secret.text)
                self._try(secret.text, on_unread)
            except KbConnectError as error:
                error.meaning = "Nothing was saved."
                raise
            return secret.text
        return self._secrets.put(connector_id, secret) if secret is not None else ""

    def _try(self, reference: str, on_unread: OnUnread | None) -> None:
        """A reference that leads nowhere is noticed now."""
        try:
            self._secrets.get(reference)
        except KbConnectError as error:
            if on_unread is None:
                raise
            on_unread(error)

    def _options(
        self,
        connector_id: str,
        options: ConnectorOptions,
        tunnel_secret: NewSecret | KeepSecret,
        before: SshTunnel | None = None,
        *,
        on_unread: OnUnread | None = None,
    ) -> ConnectorOptions:
        """The options with the tunnel's secret stored. before: the saved tunnel, whose secret may be kept."""
        if options.tunnel is None:
            return options
        if isinstance(tunnel_secret, KeepSecret):
            reference = before.secret_reference if before is not None else ""
        else:
            reference = self._stored(tunnel_owner(connector_id), tunnel_secret, on_unread)
        return replace(options, tunnel=replace(options.tunnel, secret_reference=reference))

    def _forget(self, reference: str) -> None:
        if reference:
            self._secrets.delete(reference)

    def _forget_all(self, references: Iterable[str]) -> None:
        """Raises the first SecretError, after all were tried."""
        failed: SecretError | None = None
        for reference in references:
            try:
                self._forget(reference)
            except SecretError as error:
                failed = failed or error
        if failed is not None:
            raise failed


def _reference(text: str) -> SecretReference | None:
    return SecretReference(text) if text else None


def _tunnel_secret(draft: ConnectorDraft, secret: NewSecret | KeepSecret) -> NewSecret:
    if not isinstance(secret, KeepSecret):
        return secret
    return _reference(draft.options.tunnel.secret_reference if draft.options.tunnel is not None else "")


def tunnel_owner(connector_id: str) -> str:
    """Whose a connector's second secret is, among all secrets."""
    return f"{connector_id}-tunnel"


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The name, or "NAME 2" and so on. taken: the names there are, casefolded."""
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted[: LONGEST_NAME - 6].rstrip()} {number}", number + 1
    return name


def _datasets_of(datasets: DatasetRepository, connector_id: str) -> tuple[str, ...]:
    return tuple(dataset.name for dataset in datasets.list() if dataset.connector_id == connector_id)
