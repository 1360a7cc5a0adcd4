"""Connecting to SQL Server through pymssql: arguments, encryption, the isolation of a session, and breaking off.

Owns what the driver can only be told through FreeTDS's own configuration: the issuer of the server's certificate and
the name it must have. That configuration is a file named by an environment variable of this process, so one connection
is made at a time, with a file of its own that is gone afterwards. Must not read rows.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any  # the driver's connections

from kbconnect.adapters.network import look_up
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret, TlsMode
from kbconnect.core.errors import ConnectTimeoutError, InputError, PortClosedError

PORT = 1433
_ENCRYPTION = {
    TlsMode.DISABLE: "off",
    TlsMode.PREFER: "require",
    TlsMode.REQUIRE: "require",
    TlsMode.VERIFY_CA: "require",
    TlsMode.VERIFY_FULL: "require",
}
_IF_NONE_IS_OFFERED = "request"
"""The driver's word for encryption of the login, and of no more where the server doesn't insist."""
_VERIFYING = frozenset({TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL})
_CONFIGURATION = "FREETDSCONF"
_CONNECTING = threading.Lock()
_BROWSER_PORT = 1434
_SNAPSHOT = "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()"


def connect(connector: ConnectorDraft, secret: Secret | None) -> Any:
    """A session in a transaction that nobody commits: of one state of the database where it allows that (snapshot
    isolation), else of what was committed when a statement began. Raises the driver's errors, InputError,
    PortClosedError."""
    import pymssql

    options = connector.options
    if options.tls_certificate_file:
        raise InputError(
            "SQL Server takes no client certificates from kbconnect.",
            hint="Leave the own certificate and its key out; the account signs in with its password.",
        )
    handles: list[int] = []
    try:
        connection = _logged_in(connector, secret, _ENCRYPTION[options.tls], handles)
    except pymssql.Error as error:
        if options.tls is not TlsMode.PREFER or not _may_have_no_tls(error):
            raise
        connection = _logged_in(connector, secret, _IF_NONE_IS_OFFERED, handles)
    known = _Known(connection, handles[-1] if handles else None)
    # The driver's own limit ends with the login; a server that says no more then would be waited for without end.
    late = threading.Timer(options.connect_timeout_s, break_off, [known])  # noqa: TID251 - a call of a driver can't look
    late.daemon = True
    late.start()
    try:
        _isolate(connection)
    except BaseException:
        connection.close()
        raise
    finally:
        late.cancel()
    return known


def _logged_in(connector: ConnectorDraft, secret: Secret | None, encryption: str, handles: list[int]) -> Any:
    """A connection of the driver's. encryption: as the driver calls it."""
    import pymssql

    options = connector.options
    host, port = _place(connector)
    with _configured(connector.host, options, encryption), _listening(handles):
        return pymssql.connect(
            server=host,
            port=str(port),
            user=connector.username,
            password=secret.reveal() if secret is not None else "",
            database=connector.database,
            login_timeout=options.connect_timeout_s,
            charset="UTF-8",
            appname="kbconnect",
            tds_version="7.4",
            encryption=encryption,
            read_only=True,
            use_datetime2=True,
            autocommit=True,
            arraysize=500,
        )


def _may_have_no_tls(error: BaseException) -> bool:
    """Whether the connection ended before anybody was asked to sign in, and not for want of time. The driver says no
    more of a server without TLS."""
    return set(_LIBRARY_ERROR.findall(repr(error.args))) <= _ENDED


_LIBRARY_ERROR = re.compile(r"DB-Lib error message ([0-9]+)")
_ENDED = frozenset({"20002", "20017", "20047"})
"""That it failed, that the server hung up, and what an earlier connection left behind when it was cleared away."""


class _Known:
    """The driver's connection and the socket it speaks through."""

    def __init__(self, connection: Any, handle: int | None) -> None:
        self._connection = connection
        self.handle = handle

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def break_off(connection: Any) -> None:
    """Ends the session under the driver, from another thread: it can't be asked to stop while it waits."""
    if connection.handle is None:
        connection.close()
        return
    with closing(socket.fromfd(connection.handle, socket.AF_INET, socket.SOCK_STREAM)) as held, suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)


def _isolate(connection: Any) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute(_SNAPSHOT)
        found = cursor.fetchall()  # all of them: the driver would ask the server to stop the rest
        if found and found[0][0] == 1:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
        cursor.execute("SET LOCK_TIMEOUT 30000")
        cursor.execute("SET DATEFORMAT ymd")  # the driver sends days as text, which an account's language would turn
    connection.autocommit(False)  # noqa: FBT003 - the driver's own method


@contextmanager
def _listening(handles: list[int]) -> Iterator[None]:
    """Puts down the handle of the socket the driver waits for. Only while `_CONNECTING` is held."""
    import pymssql

    pymssql.set_wait_callback(handles.append)
    try:
        yield
    finally:
        pymssql.set_wait_callback(None)


@contextmanager
def _configured(host: str, options: ConnectorOptions, encryption: str) -> Iterator[None]:
    """FreeTDS's configuration for one connection: nothing of a file that lies about on this computer."""
    with _CONNECTING, tempfile.TemporaryDirectory(prefix="kbconnect-") as folder:
        file = Path(folder) / "freetds.conf"
        lines = ["[global]", "tds version = 7.4", f"encryption = {encryption}"]
        if options.tls in _VERIFYING:
            authority = options.tls_ca_file or str(_trusted(Path(folder)))
            if any(sign in authority for sign in "\r\n"):
                raise InputError(
                    "The path of the issuer's certificate holds a line break.", hint="Choose the file again."
                )
            by_name = "yes" if options.tls is TlsMode.VERIFY_FULL else "no"
            lines += [
                f"ca file = {authority}",
                f"check certificate hostname = {by_name}",
                f"certificate hostname = {host}",
            ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        before = os.environ.get(_CONFIGURATION)
        os.environ[_CONFIGURATION] = str(file)
        try:
            yield
        finally:
            os.environ.pop(_CONFIGURATION)
            if before is not None:
                os.environ[_CONFIGURATION] = before


def _trusted(folder: Path) -> Path:
    """The certificates this computer trusts, as the one file FreeTDS takes."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if paths.cafile and Path(paths.cafile).is_file():
        return Path(paths.cafile)
    file = folder / "trusted.pem"
    found = context.get_ca_certs(binary_form=True)
    file.write_text("".join(ssl.DER_cert_to_PEM_cert(each) for each in found), encoding="ascii")
    return file


def has_known_port(connector: ConnectorDraft) -> bool:
    """A named instance may listen anywhere."""
    return connector.port is not None or not connector.options.extra("instance")


def find_port(connector: ConnectorDraft) -> int:
    """The port of a connector's instance, as the server's directory of instances says. Raises PortClosedError,
    ConnectTimeoutError, HostNotFoundError."""
    instance = connector.options.extra("instance")
    return _port_of_instance(connector.host.strip(), instance, connector.options.connect_timeout_s)


def _place(connector: ConnectorDraft) -> tuple[str, int]:
    """Host and port to dial; a named instance without a port is asked for at the server's directory of instances."""
    if connector.dial is not None:
        return connector.dial.host, connector.dial.port
    host = connector.host.strip()
    if not has_known_port(connector):
        return host, find_port(connector)
    return host, connector.port or PORT


_BROWSER_WAY_IN = """\
# In PowerShell on the server:
Set-Service SQLBrowser -StartupType Automatic; Start-Service SQLBrowser
New-NetFirewallRule -DisplayName 'SQL Server Browser' -Direction Inbound -Protocol UDP -LocalPort 1434 -Action Allow"""


def _port_of_instance(host: str, instance: str, timeout_s: float) -> int:
    """As SQL Server's Browser service says (UDP). Raises PortClosedError, ConnectTimeoutError, HostNotFoundError."""
    address = look_up(host, _BROWSER_PORT, timeout_s)[0]
    with closing(socket.socket(address.family, socket.SOCK_DGRAM)) as asked:
        asked.settimeout(timeout_s)
        try:
            asked.sendto(b"\x04" + instance.encode(), (address.host, _BROWSER_PORT))
            answer = asked.recv(4096)[3:].decode("latin-1").split(";")
        except OSError as error:
            failed = ConnectTimeoutError(
                f"{host} did not say on which port its instance {instance} listens.",
                hint="Write the instance's port into the field for it: who looks after the server knows it. Or have "
                "the server's directory of instances (SQL Server Browser) started with the lines below.",
                detail=str(error),
            )
            failed.fix = _BROWSER_WAY_IN
            raise failed from error
    found = dict(zip(answer[::2], answer[1::2], strict=False)).get("tcp", "")
    if not (found.isascii() and found.isdecimal() and len(found) <= 5 and 1 <= int(found) <= 65535):
        raise PortClosedError(
            f"{host} has no instance {instance} that takes connections over the network.",
            hint="Check the name of the instance, or write its port into the field for it.",
        )
    return int(found)
