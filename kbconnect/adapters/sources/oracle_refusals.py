"""Why Oracle lets nobody in: by its code or its driver's, what happened, what to do, and lines to copy.

Owns these words; ORA- codes are the server's, DPY- codes those of the driver without a client of Oracle's.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import (
    AccessDeniedError,
    ConnectTimeoutError,
    DatabaseMissingError,
    HostNotFoundError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SecretMissingError,
    SourceError,
    SourceLostError,
    TlsError,
)

_NOTHING = "Nothing was read; your documents are as they were."
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_$#]*")


def explain(connector: ConnectorDraft, code: str, words: str) -> KbConnectError | None:
    """The error for what came back on the way in; None if its class says as much. words: of server and driver."""
    made = _BY_CODE.get(code)
    if made is None:
        return None
    error = made(connector)
    error.detail = words
    return error


def unreachable(connector: ConnectorDraft, error: BaseException, words: str) -> KbConnectError:
    """The error for a connection that didn't come about. The listener of a cluster sends on to one of its nodes, so the
    server that can't be reached may be another one. error: the first cause."""
    host = connector.host.strip()
    if isinstance(error, socket.gaierror):
        made = _error(
            HostNotFoundError,
            f"The name of {host}, or of the server its listener sends on to, could not be found.",
            _NODES,
        )
    elif isinstance(error, TimeoutError):
        made = _error(
            ConnectTimeoutError,
            f"{host}, or the server its listener sends on to, did not answer in time.",
            _NODES,
        )
    else:
        made = _error(
            PortClosedError,
            f"{host}, or the server its listener sends on to, took no connection.",
            _NODES,
        )
    made.detail = words
    return made


_NODES = (
    "Check host, port and VPN. If the test of the connection finds the host and its port, ask for the addresses of all "
    "servers of the cluster to be reachable from here, too."
)


def _error(kind: type[KbConnectError], message: str, hint: str, *fix: str) -> KbConnectError:
    made = kind(message, meaning=_NOTHING, hint=hint)
    made.fix = "\n".join(fix)
    return made


def _refused(connector: ConnectorDraft) -> KbConnectError:
    user = connector.username
    return _error(
        LoginRefusedError,
        f"Oracle refused the login of {user}: the password is wrong, or there is no such account in this service.",
        "Enter the password again; capital and small letters count. Which of the two it was, Oracle doesn't tell. "
        "Accounts belong to one database: check the service name as well.",
        f"SELECT username, account_status, expiry_date FROM dba_users WHERE username = {_text(user)};",
    )


def _no_password(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        SecretMissingError,
        f"Oracle needs the password of {connector.username}, and none was given.",
        "Enter the password.",
    )


def _locked(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        LoginRefusedError,
        f"The account {connector.username} is locked, as after too many wrong passwords.",
        "Ask an administrator of the database to unlock it.",
        f"ALTER USER {_name(connector.username)} ACCOUNT UNLOCK;",
    )


def _expired(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        LoginRefusedError,
        f"The password of {connector.username} has expired.",
        "Change it with a program of Oracle's, or have an administrator set a new one. Then enter it here.",
        f'ALTER USER {_name(connector.username)} IDENTIFIED BY "…";',
    )


def _no_session(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        AccessDeniedError,
        f"The account {connector.username} exists, but may not sign in.",
        "Have an administrator of the database run the line below.",
        f"GRANT CREATE SESSION TO {_name(connector.username)};",
    )


def _no_service(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        DatabaseMissingError,
        f"A listener answers at {connector.host}, but it knows no service “{connector.database}”.",
        "Check the service name; it may have a domain behind it, as in orcl.example.org. If it is a SID, choose that "
        "under “Connect by”. A database that was just started is known after a minute.",
        "# On the server, the services that are known:",
        "lsnrctl services",
        "-- In the database, its services; and to make the listener know them at once:",
        "SELECT name, network_name FROM v$active_services;",
        "ALTER SYSTEM REGISTER;",
    )


def _no_sid(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        DatabaseMissingError,
        f"A listener answers at {connector.host}, but it knows no SID “{connector.database}”.",
        "Check the SID, or connect by the service name: databases inside of another (pluggable ones) have no SID.",
        "# On the server, the instances that are known:",
        "lsnrctl services",
    )


def _no_listener(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        PortClosedError,
        f"No listener of Oracle's answers on the port of {connector.host}.",
        "Check the port, and have whoever looks after the server start the listener.",
        *_LISTENER,
    )


def _no_instance(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        SourceLostError,
        f"The listener at {connector.host} answers, but the database behind it is not open.",
        "It may be starting, stopping or shut down. Try again in a while, or ask who looks after it to open it.",
        "SELECT instance_name, status FROM v$instance;",
    )


def _full(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        SourceLostError,
        f"The database “{connector.database}” takes no further connections at the moment.",
        "It may have reached its highest number of sessions. Try again, or ask who looks after it.",
        "SELECT resource_name, current_utilization, limit_value FROM v$resource_limit "
        "WHERE resource_name IN ('processes', 'sessions');",
    )


def _native_encryption(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        TlsError,
        f"{connector.host} demands Oracle's own network encryption, which kbconnect does not speak.",
        "Ask who looks after the server for a port with TLS (TCPS), and choose an encrypted connection here.",
        "-- What a session uses:",
        "SELECT network_service_banner FROM v$session_connect_info WHERE sid = SYS_CONTEXT('USERENV', 'SID');",
    )


def _too_old(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        SourceError,
        f"The database at {connector.host} is older than Oracle 12.1, too old for kbconnect.",
        "Ask who looks after it to update it, or for a copy of the data in a newer one.",
    )


def _old_password(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        LoginRefusedError,
        f"The password of {connector.username} is only kept in the form of Oracle 10g, which kbconnect does not speak.",
        "Have an administrator set the password again; a newer form of it is kept from then on.",
        f"SELECT username, password_versions FROM dba_users WHERE username = {_text(connector.username)};",
        f'ALTER USER {_name(connector.username)} IDENTIFIED BY "…";',
    )


def _not_let_in(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        SourceLostError,
        f"{connector.host} broke off the connection before anybody signed in.",
        "Why is not known here. Check that this is the port of Oracle. Often the listener lets certain computers in "
        "alone (valid node checking), or it wants TLS; its log names the reason.",
        "# On the server, in sqlnet.ora of the listener, if TCP.VALIDNODE_CHECKING is on:",
        "# TCP.INVITED_NODES = (…, the address of this computer)",
        "lsnrctl reload",
    )


def _as_sys(connector: ConnectorDraft) -> KbConnectError:
    return _error(
        LoginRefusedError,
        f"{connector.username} may only sign in as the owner of the whole server (SYSDBA), which kbconnect never does.",
        "Use an account that can only read.",
    )


_LISTENER = ("# On the server:", "lsnrctl status", "lsnrctl start")
_BY_CODE: dict[str, Callable[[ConnectorDraft], KbConnectError]] = {
    "ORA-01017": _refused,
    "ORA-01005": _no_password,
    "DPY-4001": _no_password,
    "ORA-28000": _locked,
    "ORA-28001": _expired,
    "ORA-01045": _no_session,
    "ORA-28009": _as_sys,
    **dict.fromkeys(("ORA-12514", "DPY-6001", "ORA-12504"), _no_service),
    **dict.fromkeys(("ORA-12505", "DPY-6003", "ORA-12521"), _no_sid),
    "ORA-12541": _no_listener,
    **dict.fromkeys(
        ("ORA-01033", "ORA-01034", "ORA-01089", "ORA-01090", "ORA-12526", "ORA-12527", "ORA-12528"), _no_instance
    ),
    **dict.fromkeys(("ORA-12516", "ORA-12518", "ORA-12519", "ORA-12520", "ORA-00018", "ORA-00020"), _full),
    **dict.fromkeys(("ORA-12660", "DPY-3001"), _native_encryption),
    "DPY-3010": _too_old,
    "DPY-3015": _old_password,
    **dict.fromkeys(("DPY-4011", "ORA-12537", "ORA-12547"), _not_let_in),
}


def way_in(connector: ConnectorDraft) -> str:
    """Lines for whoever looks after the server, if no port answers."""
    del connector
    return "\n".join(_LISTENER)


def _name(user: str) -> str:
    """As SQL has it: a plain name means capital letters."""
    return user.upper() if _PLAIN.fullmatch(user) else '"' + user.replace('"', "") + '"'


def _text(user: str) -> str:
    name = user.upper() if _PLAIN.fullmatch(user) else user
    return "'" + name.replace("'", "''") + "'"
