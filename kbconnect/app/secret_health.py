"""Where the secrets of connectors are, when they were last read, and whether they can be read now. Never a secret.

Reading times are kept by the place of secrets itself, so that those of syncs count. Must not keep what it reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kbconnect.core.connector import Connector, ManagedSecret
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext
from kbconnect.core.secret_care import OpenBaoState, SecretCare, SecretRole
from kbconnect.core.secret_references import OpenBaoSettings
from kbconnect.core.store import Store


@dataclass(frozen=True, slots=True)
class SecretState:
    """One secret of a connector. reference: where it is. last_read_at: None if it never was, as far as is known.

    is_readable: None if it was not tried now; error: why it can't be read. version, expires_at: as its manager says, ""
    and None where nobody does. username: the account that came with it, "" if none did.
    """

    connector: Connector
    role: SecretRole
    reference: str
    last_read_at: datetime | None
    is_readable: bool | None = None
    error: KbConnectError | None = None
    version: str = ""
    expires_at: datetime | None = None
    username: str = ""


class SecretHealth:
    """The secrets of one data folder's connectors."""

    def __init__(self, store: Store, secrets: SecretCare) -> None:
        self._store = store
        self._secrets = secrets

    def list(self) -> tuple[SecretState, ...]:
        """All secrets that connectors have, by the connectors' names. No secret is read."""
        found = []
        for connector in self._store.connectors.list():
            tunnel = connector.options.tunnel
            places = (
                (SecretRole.PASSWORD, connector.secret_reference),
                (SecretRole.TUNNEL, tunnel.secret_reference if tunnel is not None else ""),
            )
            for role, reference in places:
                if reference:
                    found.append(SecretState(connector, role, reference, self._secrets.last_read(reference)))
        return tuple(found)

    def check(self, state: SecretState) -> SecretState:
        """Reads the secret from where it is kept, whatever is remembered, and forgets it. May ask a person to unlock
        its place; an error is in the result, not raised."""
        self._secrets.forget(state.reference)
        try:
            with self._secrets.lend(state.reference) as secret:
                read = secret if isinstance(secret, ManagedSecret) else ManagedSecret("")
                version, expires_at, username = read.version, read.expires_at, read.username
        except KbConnectError as error:
            return SecretState(
                state.connector, state.role, state.reference, state.last_read_at, is_readable=False, error=error
            )
        return SecretState(
            state.connector,
            state.role,
            state.reference,
            self._secrets.last_read(state.reference) or state.last_read_at,
            is_readable=True,
            version=version,
            expires_at=expires_at,
            username=username,
        )

    def check_all(self, context: JobContext) -> tuple[SecretState, ...]:
        """Raises JobCancelled."""
        checked = []
        for state in self.list():
            context.check()
            checked.append(self.check(state))
        return tuple(checked)

    @property
    def openbao(self) -> OpenBaoSettings:
        """Where OpenBao is, as far as the settings say so."""
        return self._secrets.openbao

    @openbao.setter
    def openbao(self, settings: OpenBaoSettings) -> None:
        """Raises InputError."""
        self._secrets.set_openbao(settings)

    def openbao_surroundings(self) -> OpenBaoSettings:
        """Where OpenBao is by the environment of this program, for what the settings leave empty."""
        return self._secrets.openbao_surroundings()

    def test_openbao(self, settings: OpenBaoSettings) -> OpenBaoState:
        """Whether OpenBao answers, is unsealed and lets this program in; reads no secret and keeps no setting.

        Raises SecretStoreLockedError, SecretStoreUnreachableError, SecretDeniedError, SecretError, InputError.
        """
        try:
            return self._secrets.test_openbao(settings)
        except KbConnectError as error:
            error.meaning = "No password was read, and no setting was changed."
            raise
