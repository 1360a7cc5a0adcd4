"""How a connection to PostgreSQL is made: addresses, encryption, and a session the server itself keeps read-only.

Owns the parameters of a session. Passwords go to the driver as a value of their own, never into a URL or a message.
Must not know what is read.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from kbconnect.adapters.network import Address, connect_first, look_up
from kbconnect.adapters.sources.client_certificates import client_certificate
from kbconnect.adapters.sources.encryption import certificate_file
from kbconnect.adapters.sources.postgresql_errors import translate
from kbconnect.adapters.sources.postgresql_lowering import SEARCH_PATH
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.errors import ConnectTimeoutError, PortClosedError, SourceError

DEFAULT_PORT = 5432
OLDEST_VERSION = 12
LONGEST_STEP_S = 9.0
CANCEL_TIMEOUT_S = 2.0
"""So long a server may take to note that a statement is not wanted any more; somebody waits for it."""


def session_settings(connector: ConnectorDraft) -> dict[str, str]:
    """What holds for every session. The server refuses to write; values come as text in one form, whatever the server
    is set to."""
    return {
        "default_transaction_read_only": "on",
        "statement_timeout": f"{connector.options.statement_timeout_s * 1000}",
        "lock_timeout": "10000",
        "idle_in_transaction_session_timeout": "900000",
        "TimeZone": "UTC",
        "DateStyle": "ISO",
        "IntervalStyle": "iso_8601",
        "extra_float_digits": "1",
        "bytea_output": "hex",
        "lc_monetary": "C",
        # Where a text ends: what looked at a query before it was sent has to see the same end as the server.
        "standard_conforming_strings": "on",
    }


@dataclass(frozen=True, slots=True)
class Session:
    """An open connection in autocommit. settings: set again in each transaction, because a pooler in between may have
    dropped them at the start without a word, and hands sessions of the server from one program to the next."""

    connection: psycopg.Connection[tuple[Any, ...]]
    settings: Mapping[str, str]

    @contextmanager
    def transaction(self, *, patient: bool = False) -> Iterator[None]:
        """BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY: one state of the database for all that runs inside. Inside
        another one it is a savepoint. patient: the server sets no limit of time to it. Raises psycopg.Error."""
        with self.connection.transaction(force_rollback=True):
            settings = dict(self.settings)
            if patient:
                settings |= dict.fromkeys(("statement_timeout", "idle_in_transaction_session_timeout"), "0")
                if self.connection.info.server_version >= 17_00_00:
                    settings["transaction_timeout"] = "0"
            calls = sql.SQL(", ").join(
                sql.SQL("set_config({}, {}, true)").format(name, value) for name, value in settings.items()
            )
            self.connection.execute(sql.SQL("SELECT ") + calls + sql.SQL(f", {SEARCH_PATH}"))
            yield

    def close(self) -> None:
        self.connection.close()


def connect(connector: ConnectorDraft, secret: Secret | None) -> Session:
    """An open session. Raises the SourceError that says why there is none."""
    addresses = resolve(connector, limit_s(connector))
    try:
        session = _login(connector, secret, addresses)
    except psycopg.OperationalError as error:
        from kbconnect.adapters.sources.postgresql_probe import explain_refusal

        # The driver gives no SQLSTATE for a failed connect, only the server's words in whatever language it speaks.
        reason = explain_refusal(connector, secret, addresses) or translate(error)
        # Its own error carries all that the driver was called with, the password too; its words are enough.
        raise reason from type(error)(*error.args)
    version = session.connection.info.server_version
    if version < OLDEST_VERSION * 10_000:
        session.close()
        raise SourceError(
            f"The server is PostgreSQL {version // 10_000}, which is too old for kbconnect.",
            hint=f"kbconnect reads PostgreSQL {OLDEST_VERSION} and later. Ask who looks after the server to update it.",
        )
    return session


def hang_up(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Ends the network connection from this side, from any thread: a call that waits for the server fails at once."""
    with (
        suppress(psycopg.Error, OSError),
        socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as same,
    ):
        same.shutdown(socket.SHUT_RDWR)


def _login(connector: ConnectorDraft, secret: Secret | None, addresses: Sequence[Address]) -> Session:
    parameters = _parameters(connector, secret, addresses)
    settings = session_settings(connector)
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    try:
        connection = psycopg.connect(**parameters, options=options)
    except psycopg.OperationalError as error:
        # A connection pooler in between may refuse options.
        if "startup parameter" not in str(error):
            raise
        connection = psycopg.connect(**parameters)
    finally:
        parameters.clear()  # an error keeps this frame, and the password with it
    # psycopg prepares what runs often, and the next transaction may come to another session behind a pooler.
    connection.prepare_threshold = None
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return Session(connection, settings)


def _parameters(connector: ConnectorDraft, secret: Secret | None, addresses: Sequence[Address]) -> dict[str, Any]:
    # Any: psycopg takes strings and numbers side by side here.
    parameters: dict[str, Any] = {
        "autocommit": True,
        "dbname": connector.database or connector.username,
        "user": connector.username,
        "connect_timeout": max(2, round(limit_s(connector))),
        "application_name": "kbconnect",
        "client_encoding": "UTF8",
        "keepalives": 1,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "gssencmode": "disable",
    }
    if secret is not None:
        parameters["password"] = secret.reveal()
    if is_unix_socket(connector):
        return parameters | {"host": connector.host, "port": port_of(connector)}
    parameters |= {
        # The certificate has to be that of the host, whatever is dialled.
        "host": ",".join(connector.host for _ in addresses),
        "hostaddr": ",".join(address.host for address in addresses),
        "port": ",".join(str(address.port) for address in addresses),
        "sslmode": connector.options.tls.value,
    }
    certificates, own = certificate_file(connector), client_certificate(connector)
    if certificates:
        parameters["sslrootcert"] = certificates
    if own is not None:
        parameters |= {"sslcert": own.certificate_file, "sslkey": own.key_file}
    return parameters


def is_unix_socket(connector: ConnectorDraft) -> bool:
    return connector.host.startswith("/")


def port_of(connector: ConnectorDraft) -> int:
    return connector.port or DEFAULT_PORT


def limit_s(connector: ConnectorDraft) -> float:
    """How long one step of connecting may take."""
    return min(float(max(connector.options.connect_timeout_s, 1)), LONGEST_STEP_S)


# --------------------------------------------------------------------------------------------------- addresses


def resolve(connector: ConnectorDraft, timeout_s: float) -> tuple[Address, ...]:
    """The addresses to dial. Raises HostNotFoundError, InputError."""
    port = port_of(connector)
    if is_unix_socket(connector):
        return (Address(0, f"{connector.host.rstrip('/')}/.s.PGSQL.{port}", port),)
    if connector.dial is not None:
        return (Address(socket.AF_INET, connector.dial.host, connector.dial.port),)
    return look_up(connector.host, port, timeout_s)


def reach(connector: ConnectorDraft, addresses: Sequence[Address], timeout_s: float) -> tuple[socket.socket, Address]:
    """A TCP connection to the first address that answers. Raises PortClosedError, ConnectTimeoutError, SourceError."""
    try:
        return connect_first(addresses, timeout_s)
    except OSError as error:
        raise _unreachable(connector, addresses, error) from error


def _unreachable(connector: ConnectorDraft, addresses: Sequence[Address], error: OSError) -> SourceError:
    port = port_of(connector)
    detail = f"{', '.join(address.host for address in addresses)} port {port}: {error}"
    if is_unix_socket(connector):
        return PortClosedError(
            f"No PostgreSQL server listens in {connector.host}.",
            hint="Check the folder and the port, and whether the server is running.",
            detail=detail,
        )
    if isinstance(error, ConnectionRefusedError):
        return PortClosedError(
            f"{connector.host} answers, but nothing listens on port {port}.",
            hint="Check the port, and ask who looks after the server whether the database is running "
            "and listens to other computers.",
            detail=detail,
        )
    if isinstance(error, TimeoutError):
        return ConnectTimeoutError(
            f"{connector.host} did not answer on port {port} in time.",
            hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.",
            detail=detail,
        )
    return ConnectTimeoutError(
        f"{connector.host} cannot be reached from this computer.",
        hint="Check the network or VPN of this computer, and the host.",
        detail=detail,
    )
