"""SQL Server and Azure SQL, described for the generic source: statements, codes, types, rights.

Owns what is SQL Server's own. It has no read-only transaction: sessions say that they only read
(ApplicationIntent=ReadOnly), a person's query passes the guard, every transaction is rolled back, and the doctor names
what the account could do. Read through pymssql: it is maintained, its wheels bring all they need, and it is thin.
Tested at the driver's edge, not on a server.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import kbconnect.adapters.sources.sqlserver_connect as driver
from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.adapters.sources.dialect_errors import detail_of
from kbconnect.adapters.sources.dialect_powers import Question, granting_script, powers_of
from kbconnect.adapters.sources.network_advice import network_advice, seen_address, windows_rule
from kbconnect.adapters.sources.sqlserver_greeting import greet
from kbconnect.adapters.sources.sqlserver_refusals import explain, way_in
from kbconnect.core.access import AccessScript, AccessWish, NetworkAdvice, Power, PowerKind, Severity
from kbconnect.core.connector import ConnectorDraft, ProviderInfo, TlsMode
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
)
from kbconnect.core.model import ColumnKind, TableRef

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

CODES: dict[str, type[SourceError]] = {
    **dict.fromkeys(("18452", "18456", "18470", "18486", "18487", "18488", "40532"), LoginRefusedError),
    **dict.fromkeys(("4060", "4063", "4064", "911", "916", "40563"), DatabaseMissingError),
    "208": TableMissingError,
    "207": ColumnMissingError,
    **dict.fromkeys(("229", "230", "262", "297", "300", "371", "15247"), AccessDeniedError),
    **dict.fromkeys(("1222", "20003", "-2"), SourceTimeoutError),
    **dict.fromkeys(("1205", "3952", "3957", "3958", "3960", "3961", "601"), SourceConflictError),
    **dict.fromkeys(
        ("20004", "20006", "20017", "20047", "40197", "40501", "40613", "10054", "596", "6005"), SourceLostError
    ),
    **dict.fromkeys(("20009", "20002", "20012", "20013"), PortClosedError),
    **dict.fromkeys(("20018", "40615", "40914"), LoginRefusedError),
}
"""SQL Server's numbers, and those of FreeTDS from 20,000 on."""

_CLOCK = (
    "SELECT 946684800.0 + DATEDIFF(second, '20000101', t.n) + DATEPART(millisecond, t.n) / 1000.0 "
    "FROM (SELECT SYSUTCDATETIME() AS n) t"
)
"""Counted from the year 2000, and added with decimals: seconds since 1970 fit into an int of the server until 2038."""
_USER_OBJECTS = "o.type IN ('U', 'V') AND o.is_ms_shipped = 0"
_COLUMNS = f"""
SELECT s.name AS schema_name, o.name AS table_name, c.name AS column_name, c.column_id AS column_place,
       COALESCE(t.name, TYPE_NAME(c.user_type_id))
       + CASE WHEN t.name IN ('varchar', 'char', 'varbinary', 'binary', 'nvarchar', 'nchar')
                     THEN '(' + CASE WHEN c.max_length = -1 THEN 'max'
                                     WHEN t.name LIKE 'n%' THEN CAST(c.max_length / 2 AS varchar(10))
                                     ELSE CAST(c.max_length AS varchar(10)) END + ')'
                     WHEN t.name IN ('decimal', 'numeric')
                     THEN '(' + CAST(c.precision AS varchar(3)) + ',' + CAST(c.scale AS varchar(3)) + ')'
                     ELSE '' END AS type_name,
       c.is_nullable AS is_nullable, c.is_computed AS is_computed,
       COALESCE((SELECT MAX(k.key_ordinal) FROM sys.index_columns k
                 JOIN sys.indexes i ON i.object_id = k.object_id AND i.index_id = k.index_id
                 WHERE i.is_primary_key = 1 AND k.object_id = c.object_id AND k.column_id = c.column_id), 0)
           AS key_position,
       CASE WHEN EXISTS (SELECT 1 FROM sys.indexes i JOIN sys.index_columns k
                             ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
                         WHERE i.object_id = c.object_id AND i.is_unique = 1 AND i.has_filter = 0
                         AND i.is_disabled = 0
                         GROUP BY i.index_id HAVING COUNT(*) = 1 AND MAX(k.column_id) = c.column_id)
            THEN 1 ELSE 0 END AS is_unique,
       CAST(p.value AS nvarchar(4000)) AS comment_text
FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
JOIN sys.columns c ON c.object_id = o.object_id
LEFT JOIN sys.types t ON t.user_type_id = c.system_type_id
LEFT JOIN sys.extended_properties p
       ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = c.column_id AND p.name = 'MS_Description'
WHERE {_USER_OBJECTS}
"""
# Of sys.partitions, not sys.dm_db_partition_stats: it asks for no right to look at the server's state.
_ESTIMATES = """
SELECT s.name AS schema_name, o.name AS table_name, SUM(p.rows) AS row_count
FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
JOIN sys.partitions p ON p.object_id = o.object_id AND p.index_id IN (0, 1)
WHERE o.type = 'U' AND o.is_ms_shipped = 0 GROUP BY s.name, o.name
"""
_READABLE = f"""
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
WHERE {_USER_OBJECTS}
AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') = 1
"""
_SCHEMAS = f"""
SELECT DISTINCT s.name FROM sys.schemas s JOIN sys.objects o ON o.schema_id = s.schema_id WHERE {_USER_OBJECTS}
"""
_KINDS = {
    ColumnKind.TEXT: "char varchar text nchar nvarchar ntext sysname xml",
    ColumnKind.INTEGER: "bigint int smallint tinyint",
    ColumnKind.NUMBER: "decimal numeric money smallmoney float real",
    ColumnKind.BOOLEAN: "bit",
    ColumnKind.DATE: "date",
    ColumnKind.TIME: "time",
    ColumnKind.TIMESTAMP: "datetime datetime2 smalldatetime datetimeoffset",
    ColumnKind.UUID: "uniqueidentifier",
    ColumnKind.BINARY: "binary varbinary image timestamp rowversion",
    ColumnKind.JSON: "json",
}
_MAY = "HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', '{}') = 1"
_MAY_ALL = "HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', '{}') = 1"
_WRITING = ("INSERT", "UPDATE", "DELETE")
_WRITES = (
    f"SELECT CASE WHEN {' OR '.join(_MAY_ALL.format(right) for right in _WRITING)} OR EXISTS (SELECT 1 "
    f"FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE {_USER_OBJECTS} "
    f"AND ({' OR '.join(_MAY.format(right) for right in _WRITING)})) THEN 1 ELSE 0 END"
)
QUESTIONS = (
    Question(
        "SELECT IS_SRVROLEMEMBER('sysadmin')",
        Power(PowerKind.SUPERUSER, "This account is an administrator of the whole server.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'CONTROL SERVER')",
        Power(PowerKind.SUPERUSER, "This account may control the whole server.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY LOGIN')",
        Power(PowerKind.ACCOUNTS, "It can change the accounts of the server.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'ADMINISTER BULK OPERATIONS')",
        Power(PowerKind.SERVER_FILES, "It can read files on the server's machine.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME('master.sys.xp_cmdshell', 'OBJECT', 'EXECUTE')",
        Power(PowerKind.SERVER_PROGRAMS, "It can run programs on the server's machine.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT IS_ROLEMEMBER('db_owner')",
        Power(PowerKind.OWNS, "It owns this database and can change everything in it.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT CASE WHEN HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'ALTER ANY USER') = 1 "
        "OR HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'ALTER ANY ROLE') = 1 THEN 1 ELSE 0 END",
        Power(
            PowerKind.ACCOUNTS, "It can change the accounts of this database and their rights.", Severity.ADMINISTERS
        ),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY CONNECTION')",
        Power(PowerKind.SESSIONS, "It can end what others are doing.", Severity.WRITES),
    ),
    Question(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM sys.database_principals p WHERE p.principal_id > 4 "
        "AND p.type IN ('S', 'U') AND p.name <> USER_NAME() "
        "AND HAS_PERMS_BY_NAME(QUOTENAME(p.name), 'USER', 'IMPERSONATE') = 1) THEN 1 ELSE 0 END",
        Power(PowerKind.BECOMES, "It can act as another account of this database.", Severity.WRITES),
    ),
    Question(
        _WRITES,
        Power(PowerKind.WRITES, "It can change rows of tables.", Severity.WRITES),
    ),
    Question(
        "SELECT CASE WHEN HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') = 1 "
        "OR HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'ALTER ANY SCHEMA') = 1 THEN 1 ELSE 0 END",
        Power(PowerKind.CREATES, "It can make or change tables.", Severity.WRITES),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'EXECUTE')",
        Power(PowerKind.RUNS_AS_OWNER, "It can run every procedure of this database.", Severity.WRITES),
    ),
    Question(
        "SELECT HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'SELECT')",
        Power(PowerKind.READS_MORE, "It can read every table of this database.", Severity.REACHES),
    ),
)


def _url(connector: ConnectorDraft, password: str) -> URL:
    from sqlalchemy import URL

    del connector, password  # the connection is made here, not by SQLAlchemy
    return URL.create("mssql+pymssql")


def code_of(error: BaseException) -> str:
    """The server's number, or that of FreeTDS.

    The driver gives a number alone or in a pair with its text. Of a connection that failed it keeps the number of an
    earlier one that failed worse; only where the server's own words come first is the number theirs.
    """
    found = error.args[0] if error.args else None
    number, words = (*found, b"")[:2] if isinstance(found, tuple) else (found, b"".join(error.args[1:2]))
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    found_in_text = _OWN_ERROR.findall(text)
    own = [each for each in found_in_text if each != _LEFT_BEHIND] or found_in_text
    if own and text.startswith(_OWN_WORDS):
        if set(_SEVERITY.findall(text)) >= _NO_DATABASE:
            return "4060"
        if _UNREACHED in own and _LATE.search(text):
            return "20003"
        return _REFUSED if _REFUSED in own else own[0]
    return str(number) if isinstance(number, int) else ""


_OWN_WORDS = "DB-Lib error message "
_OWN_ERROR = re.compile(rf"{_OWN_WORDS}([0-9]+)")
_REFUSED = "20018"
"""FreeTDS: the server has answered with an error."""
_UNREACHED = "20009"
"""FreeTDS: it got no connection, because nobody listens or because nobody answered in time."""
_LATE = re.compile(r"Net-Lib error during [^\n]*\((?:110|60|10060)\)")
"""The system's number for that in time on Linux, macOS and Windows."""
_LEFT_BEHIND = "20047"
"""FreeTDS: the connection is dead. It also says so of an earlier one, when that is cleared away."""
_SEVERITY = re.compile(rf"{_OWN_WORDS}{_REFUSED}, severity ([0-9]+)")
_NO_DATABASE = {"11", "14"}
"""How grave the server's two errors are if it refuses a database: the login itself was right. One of them alone, or
with another, is something else."""


def _explain(connector: ConnectorDraft, error: BaseException) -> KbConnectError | None:
    return explain(connector, code_of(error), detail_of(error))


def _encryption(connection: Connection, connector: ConnectorDraft) -> str | None:
    may_look = "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')"
    if connection.exec_driver_sql(may_look).scalar() == 1:
        asked = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"
        return "TLS" if str(connection.exec_driver_sql(asked).scalar()).upper() == "TRUE" else ""
    if connector.options.tls in (TlsMode.DISABLE, TlsMode.PREFER):
        return None
    return "TLS, as this connector demands"


def _quoted(name: str) -> str:
    return f"[{name.replace(']', ']]')}]"


def _relation(table: TableRef) -> str:
    return f"{_quoted(table.schema or 'dbo')}.{_quoted(table.name)}"


_CLIENT = "SELECT CONVERT(varchar(48), CONNECTIONPROPERTY('client_net_address'))"
_PORT = "SELECT CONVERT(int, CONNECTIONPROPERTY('local_tcp_port'))"


def script(connection: Connection, wish: AccessWish) -> AccessScript:
    database = str(connection.exec_driver_sql("SELECT DB_NAME()").scalar())
    account = _quoted(wish.account)
    return granting_script(
        wish,
        "tsql",
        before=(
            "-- Put a password in the place of the dots.",
            f"CREATE LOGIN {account} WITH PASSWORD = N'…';",
            f"USE {_quoted(database)};",
            f"CREATE USER {account} FOR LOGIN {account};",
        ),
        grant=lambda table, columns: f"GRANT SELECT ON OBJECT::{_relation(table)}{_listed(columns)} TO {account};",
    )


def network(connection: Connection, connector: ConnectorDraft) -> NetworkAdvice:
    """What lets this computer reach the server, which tells everybody where it comes from."""
    address = seen_address(connection.exec_driver_sql(_CLIENT).scalar())
    told = str(connection.exec_driver_sql(_PORT).scalar() or "")
    port = int(told) if told.isdecimal() else connector.port or driver.PORT
    advice = network_advice(address, port)
    if not advice.firewall:
        return advice
    lines = ("# in PowerShell, where the server runs on Windows:", windows_rule(advice.address, port))
    notes = [*advice.notes, f"Azure SQL has a list of its own, under Networking: {advice.address} has to stand in it."]
    if not driver.has_known_port(connector):
        notes.append(
            "This connector names an instance, whose port is asked for at UDP port 1434: that has to be open, too, or "
            f"the connector has to name port {port}."
        )
    return replace(advice, firewall="\n".join((*lines, "# on Linux:", advice.firewall)), notes=tuple(notes))


def _listed(columns: Sequence[str]) -> str:
    return f" ({', '.join(map(_quoted, columns))})" if columns else ""


def _grants(connection: Connection, tables: Sequence[TableRef]) -> str:
    account = _quoted(str(connection.exec_driver_sql("SELECT USER_NAME()").scalar()))
    database = _quoted(str(connection.exec_driver_sql("SELECT DB_NAME()").scalar()))
    lines = [f"GRANT SELECT ON OBJECT::{_relation(table)} TO {account};" for table in tables]
    return "\n".join((f"USE {database};", *(lines or (f"GRANT SELECT ON SCHEMA::[dbo] TO {account};",))))


def dialect(info: ProviderInfo) -> Dialect:
    """The description, for the entry of the registry."""
    return Dialect(
        info,
        _url,
        package="kbconnect[sqlserver]",
        connect=driver.connect,
        has_known_port=driver.has_known_port,
        find_port=driver.find_port,
        greet=greet,
        prefers_tls=True,
        explain=_explain,
        way_in=way_in,
        clock=_CLOCK,
        grants=_grants,
        cancel=driver.break_off,
        hangs_up=True,
        sqlglot="tsql",
        refused=r"(?:openrowset|openquery|opendatasource|openxml|xp_\w+|sp_\w+)\s*\(",
        size_of="DATALENGTH({0})",
        time_of="CAST({0} AS datetime2)",
        order_of="{0} COLLATE Latin1_General_100_BIN2",
        paged=True,
        one_at_a_time=True,
        schemas=_SCHEMAS,
        all_columns=_COLUMNS,
        types={word: kind for kind, words in _KINDS.items() for word in words.split()},
        row_estimates=_ESTIMATES,
        readable=_READABLE,
        codes=CODES,
        code_of=code_of,
        version="SELECT 'SQL Server ' + CAST(SERVERPROPERTY('ProductVersion') AS varchar(60))",
        encryption=_encryption,
        powers=lambda connection: powers_of(connection, QUESTIONS),
        script=script,
        network=network,
    )
