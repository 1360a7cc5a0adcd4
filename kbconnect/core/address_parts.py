"""What every written address is made of: names and values that say how to connect, and the connector they make.

Owns the words of libpq (URLs, keyword strings and service files share them, and those of other kinds are said in them)
and the checks of their values. Must not quote a value beside a password: what stands there may be a part of it that was
not escaped.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from kbconnect.core.address_kinds import (
    POSTGRESQL,
    SECRET_WORDS,
    TLS_VALUES,
    UNNAMED,
    ServerKind,
    folded,
    is_guard,
)
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Extra, Secret, SshTunnel, TlsMode
from kbconnect.core.errors import InputError

NAME_LENGTH = 60
FILE_ENDINGS = (".db", ".db3", ".sqlite", ".sqlite3", ".s3db")
_TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json")
TABLE_ENDINGS = (
    *_TEXT_ENDINGS,
    *(f"{ending}.gz" for ending in _TEXT_ENDINGS),
    *(".parquet", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
)
"""How files end whose contents are tables."""
TAKEN = (
    *("host", "hostaddr", "port", "user", "password", "dbname"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "statement_timeout", "application_name"),
    *("ssh", "ssh_key", "ssh_jump"),
)
"""Words that fill a field of a connector. application_name has none and is of no use here: it is let go in silence."""
LEFT_OUT = frozenset(
    (
        *("passfile", "channel_binding", "client_encoding", "options", "fallback_application_name", "keepalives"),
        *("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslnegotiation"),
        *("sslcompression", "sslcertmode", "sslpassword", "sslcrl", "sslcrldir", "sslsni"),
        *("requirepeer", "require_auth", "ssl_min_protocol_version", "ssl_max_protocol_version", "gssencmode"),
        *("krbsrvname", "gsslib", "gssdelegation", "replication", "target_session_attrs", "load_balance_hosts"),
        *("scram_client_key", "scram_server_key", "requiressl", "pooler", "pgbouncer", "sslkeylogfile"),
        *("min_protocol_version", "max_protocol_version", "schema", "servicefile", "oauth_issuer", "oauth_client_id"),
    )
)
"""Words that belong to an address and fill no field: they are named, and the address is taken without them."""
KEYWORDS = frozenset((*TAKEN, *LEFT_OUT, "service"))
_DEMANDS_TLS = "requiressl"
"""What libpq had before there was sslmode."""
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_SECRETS = SECRET_WORDS | {"password", "pwd", "key", "hexkey"}
_TLS_NAMES = (*(mode.value for mode in TlsMode), "allow")
_SSH_PORT = 22


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """A connector's fields filled in from an address, and the password it held, if any.

    left_out: names of parameters that kbconnect has no field for. is_guess: the path of a file whose name doesn't say
    whether it is a database or a table, so that only a look at it can tell.
    """

    draft: ConnectorDraft
    secret: Secret | None = field(default=None)
    left_out: tuple[str, ...] = ()
    is_guess: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for what was left out, and what that means; one more if it would have made the way safer."""
        guards = [name for name in self.left_out if is_guard(name)]
        others = [name for name in self.left_out if name != UNNAMED and name not in guards]
        said = []
        if others:
            names = ", ".join(f"“{name}”" for name in others)
            said.append(f"Left out of the address: {names}. What the server and kbconnect usually do holds instead.")
        if guards:
            names = ", ".join(f"“{name}”" for name in guards)
            said.append(
                f"Left out of the address: {names}. It would guard the connection in a way kbconnect has no setting "
                "for; choose the encryption yourself, and see with a test what is in use."
            )
        if UNNAMED in self.left_out:
            said.append(
                "Something behind the password was left out of the address. If it belongs to the password, write its "
                "& = # or % as %26, %3D, %23 or %25."
            )
        return tuple(said)


def parsed_from(
    values: Mapping[str, str], name: str = "", *, kind: ServerKind = POSTGRESQL, extras: Iterable[Extra] = ()
) -> ParsedAddress:
    """A server of this kind from the words of libpq, already taken out of their escapes.

    name: of the connector; else it is the database's, or the host's. Words that nobody knows are not looked at.
    Raises InputError.
    """
    if values.get("service"):
        raise InputError(
            "This address stands for a service that is described in a service file.",
            hint="Use “Import connections…”, which reads that file.",
        )
    host = host_of(values.get("host", "") or values.get("hostaddr", ""))
    database = values.get("dbname", "")
    shown = re.split(r"[/\\]", database.rstrip("/"))[-1] if kind.is_file else database
    draft = ConnectorDraft(
        name=(name or shown or host.rsplit("/", 1)[-1] or kind.label)[:NAME_LENGTH],
        provider=kind.id,
        host=host,
        port=port_of(values.get("port"), kind),
        username=values.get("user", ""),
        database=database,
        options=options_of(values, kind, extras),
    )
    options = draft.options
    check_plain((draft.name, draft.host, draft.username, draft.database, options.tls_ca_file))
    check_plain((options.tls_certificate_file, options.tls_key_file))
    check_plain(text for each in options.extras for text in (each.name, each.value))
    password = values.get("password", "")
    return ParsedAddress(draft, Secret(password) if password else None, left_out_of(values))


def left_out_of(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that belong to an address and fill no field, each once, in their order."""
    return tuple(dict.fromkeys(name for name in names if name in LEFT_OUT and name != _DEMANDS_TLS))


def told_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of parameters as they may be told: one that stands behind a secret may be the rest of it."""
    told: list[str] = []
    is_behind = False
    for name in names:
        told.append(name if _PLAIN_NAME.fullmatch(name) and not is_behind else UNNAMED)
        is_behind = is_behind or folded(name) in _SECRETS
    return tuple(dict.fromkeys(told))


def check_plain(texts: Iterable[str]) -> None:
    """Raises InputError if one of the texts can't be stored or sent: control characters, halves of characters."""
    for text in texts:
        if any(ord(sign) < 32 or ord(sign) == 127 or 0xD800 <= ord(sign) <= 0xDFFF for sign in text):
            raise InputError(
                "The address holds a line break or another control character.", hint="Paste it again, in one line."
            )


def host_of(written: str) -> str:
    """A host name, an address or the folder of a socket. Raises InputError for several."""
    host = unquote(written[1:-1]) if written.startswith("[") and written.endswith("]") else written
    if host != written:
        try:
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise InputError(
                "What stands in the brackets is not an IPv6 address.", hint="Check what stands in the brackets."
            ) from error
        return host
    if "," in host:
        raise InputError("The URL names several hosts.", hint="Choose one of them: a connector reaches one server.")
    return host


def port_of(written: str | None, kind: ServerKind = POSTGRESQL) -> int | None:
    """None for the usual one. Raises InputError, which never quotes what is written: it may be part of a password."""
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", written) or not 1 <= int(written) <= 65535:
        usual = kind.default_port
        raise InputError(
            "The port in the URL is not a number from 1 to 65535.",
            hint=f"{kind.label}'s usual port is {usual}." if usual else "Leave it out for the usual one.",
        )
    return int(written)


def options_of(
    values: Mapping[str, str], kind: ServerKind = POSTGRESQL, extras: Iterable[Extra] = ()
) -> ConnectorOptions:
    """How to connect, from the words of libpq. Raises InputError."""
    usual = ConnectorOptions()
    mode, authority = _tls_of(values, kind), values.get("sslrootcert", "")
    if authority == "system":  # libpq's word for what the computer trusts, and it then always checks the host's name
        mode, authority = TlsMode.VERIFY_FULL, ""
    return ConnectorOptions(
        tls=mode,
        tls_ca_file=authority,
        connect_timeout_s=_seconds(values, "connect_timeout", usual.connect_timeout_s),
        statement_timeout_s=_seconds(values, "statement_timeout", usual.statement_timeout_s),
        tls_certificate_file=values.get("sslcert", ""),
        tls_key_file=values.get("sslkey", ""),
        tunnel=tunnel_of(values),
        extras=tuple(extras),
    )


def _tls_of(values: Mapping[str, str], kind: ServerKind) -> TlsMode:
    demanded = TlsMode.REQUIRE if values.get(_DEMANDS_TLS) == "1" else ConnectorOptions().tls
    written = values.get("sslmode") or demanded.value
    # libpq takes its words in lower case alone; those of other kinds were put into them before.
    mode = TLS_VALUES.get(folded(written)) if written in _TLS_NAMES else None
    if mode is not None:
        return mode
    said = (
        f"The address has a value of sslmode that {kind.label} doesn't have."
        if "password" in values
        else f"“{written}” is not a value of sslmode."
    )
    raise InputError(said, hint=f"Use one of: {', '.join(_TLS_NAMES)}.")


def tunnel_of(values: Mapping[str, str]) -> SshTunnel | None:
    """The SSH server in `ssh=user@host:port`, its key in `ssh_key`, those before it in `ssh_jump`. Raises InputError,
    which quotes nothing of it."""
    written = values.get("ssh", "").strip()
    if not written:
        return None
    user, _, place = written.rpartition("@")
    match = re.fullmatch(r"(?P<host>\[[^\]]+\]|[^:@/\s]+)(?::(?P<port>[0-9]{1,5}))?", place)
    port = int(match["port"] or _SSH_PORT) if match else 0
    if match is None or not 1 <= port <= 65535 or ":" in user:
        raise InputError(
            "The SSH server of this address can't be read.",
            hint="Write it like ssh=user@host or ssh=user@host:22, without a password.",
        )
    tunnel = SshTunnel(
        host_of(match["host"]), port, unquote(user), values.get("ssh_key", ""), values.get("ssh_jump", "")
    )
    check_plain((tunnel.host, tunnel.username, tunnel.key_file, tunnel.jump))
    return tunnel


def _seconds(values: Mapping[str, str], name: str, usual: int) -> int:
    written = values.get(name, "").strip()
    if not written or re.fullmatch(r"-?0*|-[0-9]+", written):  # libpq's words for "as long as it takes"
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", written):
        raise InputError(
            f"What is written is not a number of seconds for {name}."
            if "password" in values
            else f"“{written}” is not a number of seconds for {name}.",
            hint="Write a whole number from 1 on, or leave it out.",
        )
    return int(written)
