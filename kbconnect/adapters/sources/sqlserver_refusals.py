"""Why SQL Server lets nobody in: by its number, what happened, what to do, and lines for an administrator to copy.

Owns these words. What the server keeps to itself (it never tells a client why a login failed) is said not to be known;
the lines ask it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kbconnect.adapters.sources.sqlserver_connect import PORT
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import (
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    SourceError,
    SourceLostError,
)

_NOTHING = "Nothing was read; your documents are as they were."
_CLIENT = re.compile(r"[cC]lient with IP address '([0-9A-Fa-f.:]+)'")


def explain(connector: ConnectorDraft, number: str, words: str) -> KbConnectError | None:
    """The error for what came back on the way in; None if its class says as much. words: of server and driver."""
    made = _BY_NUMBER.get(number)
    if made is None:
        return None
    error = made(connector, words)
    error.detail = words
    return error


def _error(kind: type[SourceError], message: str, hint: str, *fix: str) -> SourceError:
    made = kind(message, meaning=_NOTHING, hint=hint)
    made.fix = "\n".join(fix)
    return made


def _refused(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    user, database = connector.username, connector.database
    message = (
        f"SQL Server refused the login of {user}: the password is wrong, there is no such login, the server takes "
        f"Windows accounts alone, or the database “{database}” is not there or not open to it."
        if database
        else f"SQL Server refused the login of {user}: the password is wrong, there is no such login, or the server "
        "takes Windows accounts alone."
    )
    return _error(
        LoginRefusedError,
        message,
        "Enter the password again. SQL Server never tells which of these it was: an administrator finds it in the "
        "server's log, and with the lines below.",
        f"SELECT name, is_disabled, LOGINPROPERTY(name, 'IsLocked') AS locked FROM sys.sql_logins WHERE name = "
        f"{_text(user)};",
        "SELECT SERVERPROPERTY('IsIntegratedSecurityOnly') AS windows_accounts_alone;",
        *((f"SELECT name, state_desc FROM sys.databases WHERE name = {_text(database)};",) if database else ()),
        "EXEC sys.sp_readerrorlog 0, 1, N'Login failed';",
    )


def _windows_only(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        LoginRefusedError,
        f"SQL Server does not take {connector.username} as one of its own logins; it takes Windows accounts alone.",
        "kbconnect signs in with a login of SQL Server itself. Have an administrator allow both kinds (“SQL Server and "
        "Windows Authentication mode”, then a restart) and make a login.",
        f"CREATE LOGIN {_name(connector.username)} WITH PASSWORD = N'…';",
    )


def _disabled(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        LoginRefusedError,
        f"The login {connector.username} is switched off.",
        "Ask an administrator of the server to switch it on.",
        f"ALTER LOGIN {_name(connector.username)} ENABLE;",
    )


def _locked(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        LoginRefusedError,
        f"The login {connector.username} is locked, as after too many wrong passwords.",
        "Wait until it opens again, or ask an administrator of the server to unlock it.",
        f"ALTER LOGIN {_name(connector.username)} WITH PASSWORD = N'…' UNLOCK;",
    )


def _expired(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        LoginRefusedError,
        f"The password of {connector.username} has expired, or has to be changed at the first login.",
        "Change it with a program of SQL Server's, or have an administrator set a new one. Then enter it here.",
        f"ALTER LOGIN {_name(connector.username)} WITH PASSWORD = N'…', CHECK_EXPIRATION = OFF;",
    )


def _no_database(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    user, database = connector.username, connector.database
    if not database:
        return _error(
            DatabaseMissingError,
            f"The database that {user} usually opens is not there, not available, or not open to it.",
            "Write the name of a database into the connector.",
            f"SELECT default_database_name FROM sys.sql_logins WHERE name = {_text(user)};",
            "SELECT name, state_desc FROM sys.databases;",
        )
    return _error(
        DatabaseMissingError,
        f"{user} can sign in, but not open the database “{database}”: there is none of this name, it is not available, "
        "or this account has no right to it.",
        "Check the name. Which of these it is, the server doesn't tell; an administrator sees it with the first line "
        "below, and lets the account in with the others.",
        f"SELECT name, state_desc FROM sys.databases WHERE name = {_text(database)};",
        f"USE {_name(database)};",
        f"CREATE USER {_name(user)} FOR LOGIN {_name(user)};",
    )


def _firewall(connector: ConnectorDraft, words: str) -> SourceError:
    found = _CLIENT.search(words)
    address = found[1] if found is not None else ""
    rule = f"EXECUTE sp_set_firewall_rule N'kbconnect', '{address}', '{address}';"
    return _error(
        LoginRefusedError,
        f"The firewall of {connector.host} in Azure does not let this computer in.",
        "Have the line below run in the database master by the server's administrator, or the address added in the "
        "Azure portal. It takes up to five minutes to hold.",
        *((rule,) if address else ()),
    )


def _network(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        LoginRefusedError,
        f"{connector.host} in Azure takes connections from certain networks alone, and this one is none of them.",
        "Ask who looks after the server to allow this network, or connect through a VPN that is allowed.",
    )


def _busy(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        SourceLostError,
        f"The database “{connector.database}” is not available at the moment.",
        "Azure starts or moves it; try again in a minute.",
    )


def _administrators_only(connector: ConnectorDraft, words: str) -> SourceError:
    del words
    return _error(
        SourceLostError,
        f"{connector.host} is starting, stopping or being worked on, and lets administrators in alone.",
        "Try again later, or ask who looks after the server.",
    )


_BY_NUMBER: dict[str, Callable[[ConnectorDraft, str], SourceError]] = {
    "18456": _refused,
    "20018": _refused,
    "18452": _windows_only,
    "18470": _disabled,
    "18486": _locked,
    "18487": _expired,
    "18488": _expired,
    **dict.fromkeys(("4060", "4063", "4064", "911", "916", "40563"), _no_database),
    "40615": _firewall,
    "40914": _network,
    **dict.fromkeys(("40613", "40197", "40501"), _busy),
    **dict.fromkeys(("17142", "18451", "18461", "6005"), _administrators_only),
}


def way_in(connector: ConnectorDraft) -> str:
    """Lines for whoever looks after the server, if no port answers."""
    port = connector.port or PORT
    rule = f"-Direction Inbound -Protocol TCP -LocalPort {port} -Action Allow"
    lines = (
        "-- On the server: TCP/IP has to be on (SQL Server Configuration Manager, Network Configuration, Protocols).",
        "-- The port it listens on, if it does:",
        "EXEC sys.sp_readerrorlog 0, 1, N'Server is listening on';",
        "# In PowerShell on the server, to open its firewall:",
        f"New-NetFirewallRule -DisplayName 'SQL Server' {rule}",
    )
    return "\n".join(lines)


def _name(name: str) -> str:
    return f"[{name.replace(']', ']]')}]"


def _text(text: str) -> str:
    return "N'" + text.replace("'", "''") + "'"
