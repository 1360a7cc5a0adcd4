"""The words for reaching a source: secrets, connectors, and the report of a connection test. Frozen values.

Times are aware datetimes in UTC. Must not know where a secret is kept or how a connection is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kbconnect.core.access import AccessLevel, Power, access_level

# --------------------------------------------------------------------------------------------------- secrets


@dataclass(frozen=True, slots=True)
class Secret:
    """A password or key in memory. Its text shows in no repr, log or traceback; only `reveal` gives it."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class ManagedSecret(Secret):
    """What a secrets manager gave. username: goes with the password and counts instead of the connector's; "" for none.

    version: as the manager counts or names it, "" if it doesn't. expires_at: until when it may be used, or has to be
    renewed; None if nobody says.
    """

    username: str = ""
    version: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """A place where new secrets can go. name: keyring or vault. label: what people know it as.

    available: it can be used on this machine now (it may still be locked). reason: why it can't, or why it is used.
    ordered: new secrets go there whatever is chosen, as KBCONNECT_VAULT_KEY is set.
    """

    name: str
    label: str
    available: bool
    reason: str = ""
    ordered: bool = False


class PassPhrasePurpose(StrEnum):
    """Why the encrypted vault asks for its pass phrase."""

    CREATE = "create"
    UNLOCK = "unlock"


# --------------------------------------------------------------------------------------------------- connectors


class TlsMode(StrEnum):
    """What a connection demands of encryption, weakest first. Names as in libpq."""

    DISABLE = "disable"
    PREFER = "prefer"
    REQUIRE = "require"
    VERIFY_CA = "verify-ca"
    VERIFY_FULL = "verify-full"


@dataclass(frozen=True, slots=True)
class Extra:
    """One option that only a provider knows."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SshTunnel:
    """An SSH server that the database is reached through; the database's host is looked up there.

    key_file: a private key, "" for the keys of the agent and those in ~/.ssh. jump: servers to go through before,
    "user@host:port,…" as for `ssh -J`. secret_reference: where the password of this account or the pass phrase of its
    key is kept, "" if there is none.
    """

    host: str
    port: int = 22
    username: str = ""
    key_file: str = ""
    jump: str = ""
    secret_reference: str = ""


@dataclass(frozen=True, slots=True)
class ConnectorOptions:
    """How to connect, beside the address.

    tls_certificate_file, tls_key_file: PEM files this side shows to a server that asks for a certificate.
    extras: (name, value) pairs that only the provider knows, in the order somebody wrote them: how files are to be
    read, the parameters of a third party's driver.
    """

    tls: TlsMode = TlsMode.PREFER
    tls_ca_file: str = ""
    connect_timeout_s: int = 8
    statement_timeout_s: int = 60
    tls_certificate_file: str = ""
    tls_key_file: str = ""
    tunnel: SshTunnel | None = None
    extras: tuple[Extra, ...] = ()

    def extra(self, name: str, default: str = "") -> str:
        """The value of this name."""
        return next((each.value for each in self.extras if each.name == name), default)


@dataclass(frozen=True, slots=True)
class Dial:
    """Where a server is really dialled when that is not its own address: this end of a tunnel."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ConnectorDraft:
    """A connector as somebody fills it in; nothing of it is stored yet. A provider of files: `database` is the path of
    a file or folder. dial: set while a tunnel is open, and never stored; the server's certificate still has to be
    that of `host`.
    """

    name: str
    provider: str
    host: str = ""
    port: int | None = None
    username: str = ""
    database: str = ""
    options: ConnectorOptions = ConnectorOptions()
    dial: Dial | None = None


@dataclass(frozen=True, slots=True)
class HostKey:
    """The key an SSH server shows to prove who it is. kind: as "ssh-ed25519". key: the public key in Base64.
    fingerprint: as "SHA256:…", which whoever looks after the server can confirm."""

    host: str
    port: int
    kind: str
    key: str
    fingerprint: str


class StepState(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckFact:
    """Something a step found out, for whoever looks closer: ("Cipher", "TLS_AES_256_GCM_SHA384")."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step of a connection test. name: tunnel, resolve, connect, tls, login, database, read or privileges.

    detail: a plain sentence. hint: what to do. fix: text to copy (SQL, a configuration line), "" if none.
    technical: the driver's words for IT, without secrets. seconds: how long it took. host_key: the step failed because
    nobody has approved this key of an SSH server yet. facts: folded away until somebody wants them, and in the report
    for IT; without secrets.
    """

    name: str
    state: StepState
    detail: str
    hint: str = ""
    fix: str = ""
    technical: str = ""
    seconds: float = 0.0
    host_key: HostKey | None = None
    facts: tuple[CheckFact, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state is not StepState.FAILED


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """The result of a connection test: the steps in order, up to and with the first that failed. powers: what the
    account may do that reading doesn't need, the worst first."""

    steps: tuple[CheckStep, ...]
    server_version: str = ""
    can_write: bool = False
    encryption: str = ""
    powers: tuple[Power, ...] = ()

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(step.detail for step in self.steps if step.state is StepState.WARNING)


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the list of connectors remembers of the last test."""

    at: datetime
    ok: bool
    can_write: bool
    summary: str
    server_version: str = ""
    encryption: str = ""
    powers: tuple[Power, ...] = ()


def access_of(check: LastCheck) -> AccessLevel:
    """The account in one word, as a test that passed saw it; of an older test only whether it can write is known."""
    level = access_level(check.powers)
    return AccessLevel.CAN_WRITE if check.can_write and level is AccessLevel.READ_ONLY else level


@dataclass(frozen=True, slots=True)
class Connector:
    """How to reach one source. `secret_reference` says where the password is ("keyring:<id>"), "" if there is none."""

    id: str
    name: str
    provider: str
    host: str
    port: int | None
    username: str
    database: str
    options: ConnectorOptions
    secret_reference: str
    created_at: datetime
    updated_at: datetime
    last_check: LastCheck | None = None


def references_of(connector: Connector) -> tuple[str, ...]:
    """Where the secrets of a connector are: its password's place and that of its SSH account, those it has."""
    tunnel = connector.options.tunnel
    return tuple(filter(None, (connector.secret_reference, tunnel.secret_reference if tunnel is not None else "")))


class Verified(StrEnum):
    """What a provider was tested with."""

    SERVER = "server"
    DRIVER = "driver"


@dataclass(frozen=True, slots=True)
class ExtraChoice:
    """One of the values an extra can have; value "" is what the provider does by itself."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ExtraInfo:
    """An option of a provider as people are asked for it; `name` is that of the `Extra`.

    choices: its values; none if anything may be written. example: stands in the empty field.
    """

    name: str
    label: str
    hint: str = ""
    example: str = ""
    choices: tuple[ExtraChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """What the window needs to know of a kind of source. `is_file`: the database is a file, not a server.

    scheme: with which its URLs begin. takes_folder: the file may be a folder. file_patterns: names of its files,
    "*.csv". has_tls, has_tunnel: a server that can be reached so. verified: on a real server of its kind, or at its
    driver's edge only. database_word: what its people call the thing a connection leads to.
    database_default: what an empty one means, a sentence. extras: the options that only it knows, in the order they
    are asked for.
    """

    id: str
    label: str
    initials: str
    default_port: int | None
    is_file: bool
    scheme: str = ""
    takes_folder: bool = False
    file_patterns: tuple[str, ...] = ()
    has_tls: bool = True
    has_tunnel: bool = True
    verified: Verified = Verified.SERVER
    database_word: str = "Database"
    database_default: str = ""
    extras: tuple[ExtraInfo, ...] = ()
