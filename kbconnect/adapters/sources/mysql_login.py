"""How a MySQL or MariaDB server is reached, greeted and signed in to, step by step, and what a refusal means.

Owns the order of the steps: reached, encrypted, signed in. Passwords go to the driver as a value of their own, never
into a URL or a message. Must not know what a session is used for.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import pymysql
from pymysql.constants import CLIENT

from kbconnect.adapters.network import Address, connect_first, look_up
from kbconnect.adapters.sources.encryption import (
    Encryption,
    alert_error,
    certificate_error,
    encryption_of,
    tls_context,
)
from kbconnect.adapters.sources.mysql_errors import (
    NOTHING_CHANGED,
    UNREADABLE,
    number_of,
    translate,
    words_of,
)
from kbconnect.core.connector import ConnectorDraft, Secret, TlsMode
from kbconnect.core.errors import (
    AccessDeniedError,
    ConnectTimeoutError,
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SecretMissingError,
    SourceError,
    SourceLostError,
    TlsError,
)

DEFAULT_PORT = 3306
LONGEST_STEP_S = 9.0
_GREETING, _REFUSAL = 0x0A, 0xFF
_AFTER_LOGIN = frozenset({1044, 1049})
"""The database can't be opened; the account was taken."""


class Steps(Protocol):
    """Who is told how far connecting has come."""

    def connected(self, address: Address) -> None:
        """A MySQL or MariaDB server answers."""

    def encrypted(self, encryption: Encryption) -> None:
        """Or not, as far as the connector allows that."""

    def signed_in(self) -> None: ...


class NobodyAsks:
    """For who only wants the connection."""

    def connected(self, address: Address) -> None: ...

    def encrypted(self, encryption: Encryption) -> None: ...

    def signed_in(self) -> None: ...


def log_in(
    connector: ConnectorDraft,
    secret: Secret | None,
    plain: socket.socket,
    address: Address,
    timeout_s: float,
    told: Steps,
) -> Driver:
    """The driver on a connection; each answer of the server may take so long. Closes `plain` if that fails.
    Raises KbConnectError, OSError."""
    driver: Driver | None = None
    try:
        _expect_greeting(connector, plain, timeout_s)
        driver = _driver(connector, secret, timeout_s)
        driver.connector, driver.told, driver.address = connector, told, address
        driver.connect(plain)
    except BaseException as error:
        plain.close()
        if driver is not None and isinstance(error, pymysql.MySQLError):
            raise refusal_error(connector, error, driver) from error
        if isinstance(error, UNREADABLE):
            raise not_mysql(connector) from error
        raise
    return driver


def limit_s(connector: ConnectorDraft) -> float:
    """How long one step of connecting may take."""
    return min(float(max(connector.options.connect_timeout_s, 1)), LONGEST_STEP_S)


def port_of(connector: ConnectorDraft) -> int:
    return connector.port or DEFAULT_PORT


def is_unix_socket(connector: ConnectorDraft) -> bool:
    return connector.host.startswith("/")


# --------------------------------------------------------------------------------------------------- addresses


def resolve(connector: ConnectorDraft, timeout_s: float) -> tuple[Address, ...]:
    """The addresses to dial. Raises HostNotFoundError, InputError."""
    port = port_of(connector)
    if is_unix_socket(connector):
        return (Address(0, connector.host, port),)
    if connector.dial is not None:
        return (Address(socket.AF_INET, connector.dial.host, connector.dial.port),)
    return look_up(connector.host, port, timeout_s)


def reach(connector: ConnectorDraft, addresses: Sequence[Address], timeout_s: float) -> tuple[socket.socket, Address]:
    """A TCP connection to the first address that answers. Raises PortClosedError, ConnectTimeoutError."""
    try:
        connected, address = connect_first(addresses, timeout_s)
    except OSError as error:
        raise _unreachable(connector, addresses, error) from error
    with suppress(OSError):  # a socket file knows neither
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return connected, address


def _unreachable(connector: ConnectorDraft, addresses: Sequence[Address], error: OSError) -> SourceError:
    port = port_of(connector)
    detail = f"{', '.join(address.host for address in addresses)} port {port}: {error}"
    if is_unix_socket(connector):
        return PortClosedError(
            f"No MySQL server listens at {connector.host}.",
            hint="Check the path of the socket file, and whether the server is running.",
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


def _expect_greeting(connector: ConnectorDraft, connected: socket.socket, timeout_s: float) -> None:
    """A MySQL server speaks first; what it says is looked at and left for the driver."""
    connected.settimeout(timeout_s)
    try:
        first = connected.recv(5, socket.MSG_PEEK)
    except TimeoutError as error:
        raise _silent(connector) from error
    except OSError as error:
        raise _broken_off(connector, str(error)) from error
    if not first:
        raise _broken_off(connector, "closed by the server")
    if len(first) < 5 or first[2:4] != b"\0\0" or first[4] not in {_GREETING, _REFUSAL}:
        raise not_mysql(connector)


def _silent(connector: ConnectorDraft) -> ConnectTimeoutError:
    return ConnectTimeoutError(
        f"{connector.host} took the connection but did not answer in time.",
        meaning=NOTHING_CHANGED,
        hint="Check that this is the port of MySQL or MariaDB; else the server may be overloaded.",
    )


def _broken_off(connector: ConnectorDraft, detail: str) -> SourceLostError:
    return SourceLostError(
        f"{connector.host} broke off the connection.",
        meaning=NOTHING_CHANGED,
        hint="Check that this is the port of MySQL or MariaDB, and whether the server lets this computer in.",
        detail=detail,
    )


def not_mysql(connector: ConnectorDraft) -> SourceLostError:
    """The error for a server of another kind."""
    return SourceLostError(
        f"What answers at {connector.host} does not speak as MySQL or MariaDB does.",
        meaning=NOTHING_CHANGED,
        hint="Check the port.",
    )


# --------------------------------------------------------------------------------------------------- the driver


class Driver(pymysql.connections.Connection):  # type: ignore[misc] # the driver has no types
    """The driver's connection, which tells how far it has come.

    is_signed_in: the server took the account.
    """

    connector: ConnectorDraft
    told: Steps
    address: Address
    encryption: Encryption = Encryption("")
    is_signed_in = False

    def _get_server_information(self) -> None:
        super()._get_server_information()
        self.told.connected(self.address)

    def _request_authentication(self) -> None:
        mode = self.connector.options.tls
        if not (self.ssl and self.server_capabilities & CLIENT.SSL):
            if self.ssl and mode is not TlsMode.PREFER:
                raise TlsError(
                    f"{self.connector.host} offers no encryption, but this connector demands it.",
                    meaning=NOTHING_CHANGED,
                    hint="Ask who looks after the server to switch TLS on, or choose a weaker setting "
                    "if the network in between is yours.",
                )
            self.told.encrypted(self.encryption)
        try:
            super()._request_authentication()
        except pymysql.MySQLError as error:
            if number_of(error) not in _AFTER_LOGIN:
                raise
            self.is_signed_in = True
            self.told.signed_in()
            raise
        self.is_signed_in = True
        self.told.signed_in()

    def wrap_socket(self, plain: socket.socket, server_hostname: str) -> ssl.SSLSocket:
        """The driver asks its TLS context for this, which is us: the certificate has to be that of the connector's
        host, whatever was dialled. Raises TlsError."""
        try:
            wrapped = tls_context(self.connector).wrap_socket(plain, server_hostname=server_hostname)
        except ssl.SSLCertVerificationError as error:
            raise certificate_error(self.connector, error) from error
        except (ssl.SSLError, OSError) as error:
            raise _no_handshake(self.connector, error) from error
        self.encryption = encryption_of(wrapped)
        try:
            self.told.encrypted(self.encryption)
        except BaseException:  # whoever is told may want no more; nobody else knows the socket yet
            wrapped.close()
            raise
        return wrapped


class _InClear:
    """A server that asks for the password as it is gets it only where its certificate was checked, so that no other
    server can ask."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def authenticate(self, packet: Any) -> Any:  # noqa: ARG002 - as the driver calls it
        """Raises LoginRefusedError."""
        driver = self._driver
        is_checked = driver.encryption.version and driver.connector.options.tls in {
            TlsMode.VERIFY_CA,
            TlsMode.VERIFY_FULL,
        }
        if not (is_checked or is_unix_socket(driver.connector)):
            raise LoginRefusedError(
                "The server asks for the password unprotected, so it was not sent.",
                meaning=NOTHING_CHANGED,
                hint="Choose an encrypted connection that checks the server's certificate (verify-full), "
                "then try again.",
            )
        driver.write_packet(driver.password + b"\0")
        answer = driver._read_packet()
        answer.check_error()
        return answer


def _driver(connector: ConnectorDraft, secret: Secret | None, timeout_s: float) -> Driver:
    made = Driver(
        host=connector.host,
        port=port_of(connector),
        user=connector.username,
        password=b"" if secret is None else secret.reveal().encode("utf-8", "surrogatepass"),
        database=connector.database or None,
        charset="utf8mb4",
        autocommit=True,
        local_infile=False,
        connect_timeout=timeout_s,
        read_timeout=timeout_s,
        write_timeout=timeout_s,
        program_name="kbconnect",
        ssl_disabled=True,  # the driver's own idea of it
        auth_plugin_map=dict.fromkeys(("mysql_clear_password", "dialog"), _InClear),
        defer_connect=True,
    )
    made.client_flag &= ~CLIENT.MULTI_STATEMENTS
    made.ssl = connector.options.tls is not TlsMode.DISABLE and not is_unix_socket(connector)
    made.ctx = made
    return made


# --------------------------------------------------------------------------------------------------- refusals


def _no_handshake(connector: ConnectorDraft, error: OSError) -> TlsError:
    explained = alert_error(connector, error) if isinstance(error, ssl.SSLError) else None
    return explained or TlsError(
        f"Encryption with {connector.host} could not be agreed on.",
        meaning=NOTHING_CHANGED,
        hint="The server may only know old versions of TLS. Pass on the text for IT.",
        detail=str(error),
    )


def refusal_error(connector: ConnectorDraft, error: pymysql.MySQLError, driver: Driver) -> KbConnectError:
    """What a refusal on the way in means."""
    number, detail = number_of(error), words_of(error)
    if isinstance(error.__context__, ssl.SSLError):
        return _no_handshake(connector, error.__context__)
    user, database = connector.username, connector.database
    if number in {1045, 1698} and not driver.password:
        return SecretMissingError(
            f"The server asks for the password of {user}, and none was given.",
            meaning=NOTHING_CHANGED,
            hint="Enter the password.",
            detail=detail,
        )
    if number in {1045, 1698} and not (driver.encryption.version or is_unix_socket(connector)):
        return LoginRefusedError(
            f"The server refused the login of {user}: the password is wrong, there is no such user, or the server "
            "lets this account in with encryption alone.",
            meaning=NOTHING_CHANGED,
            hint="Enter the password again. If the connector switches encryption off, choose an encrypted connection "
            "(TLS).",
            detail=detail,
        )
    if number in {1045, 1698}:
        return LoginRefusedError(
            f"The server refused the login of {user}: the password is wrong, or there is no such user.",
            meaning=NOTHING_CHANGED,
            hint=f"Enter the password of {user} again, or ask who looks after the database for it.",
            detail=detail,
        )
    if number == 3159:
        return LoginRefusedError(
            "The server lets nobody in without encryption.",
            meaning=NOTHING_CHANGED,
            hint="Choose an encrypted connection (TLS).",
            detail=detail,
        )
    if number in {1130, 1129}:
        return LoginRefusedError(
            f"{connector.host} takes no connections from this computer.",
            meaning=NOTHING_CHANGED,
            hint="Ask who looks after the server to let this computer in. Accounts of MySQL are bound to the computers "
            "they come from.",
            detail=detail,
        )
    if number in {4151, 3118}:
        return LoginRefusedError(
            f"The account {user} exists, but may not log in.",
            meaning=NOTHING_CHANGED,
            hint="Ask who looks after the database for the right to log in.",
            detail=detail,
        )
    if number == 1049:
        return DatabaseMissingError(
            f"The server has no database named “{database}”.",
            meaning=NOTHING_CHANGED,
            hint="Check the spelling; capital and small letters count.",
            detail=detail,
        )
    if number == 1044:
        return AccessDeniedError(
            f"{user} may log in, but not open the database “{database}”. Perhaps there is none of this name.",
            meaning=NOTHING_CHANGED,
            hint="Check the spelling, or ask who looks after the database for the right to read it.",
            detail=detail,
        )
    if isinstance(error.__context__, TimeoutError) or isinstance(
        getattr(error, "original_exception", None), TimeoutError
    ):
        return _silent(connector)
    if number in {2003, 2013, 2006} and not driver.is_signed_in:
        return _broken_off(connector, detail)
    return translate(error)
