"""Oracle databases, described for the generic source: statements, codes, rights, and how python-oracledb connects.

Owns what is Oracle's own. Each transaction is READ ONLY, which Oracle itself enforces and which shows one state of the
database. The driver runs in its thin mode, without a client of Oracle's. Tested at the driver's edge, not on a server.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any  # arguments of the driver, and what wraps a socket

from kbconnect.adapters.sources.dialect_description import Dialect, place_of
from kbconnect.adapters.sources.dialect_errors import detail_of
from kbconnect.adapters.sources.dialect_powers import Question, granting_script, powers_of
from kbconnect.adapters.sources.network_advice import network_advice, seen_address
from kbconnect.adapters.sources.oracle_greeting import PORT, greet
from kbconnect.adapters.sources.oracle_refusals import explain, unreachable, way_in
from kbconnect.core.access import AccessScript, AccessWish, NetworkAdvice, Power, PowerKind, Severity
from kbconnect.core.connector import ConnectorDraft, ProviderInfo, TlsMode
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    ConnectTimeoutError,
    DatabaseMissingError,
    HostNotFoundError,
    InputError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
    TlsError,
)
from kbconnect.core.model import TableRef

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

_VERIFYING = frozenset({TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL})
CODES: dict[str, type[SourceError]] = {
    **dict.fromkeys(("ORA-01017", "ORA-28000", "ORA-28001", "ORA-01005", "ORA-01045", "DPY-4001"), LoginRefusedError),
    **dict.fromkeys(("ORA-28009", "DPY-3015"), LoginRefusedError),
    **dict.fromkeys(("ORA-12514", "ORA-12505", "ORA-12521", "ORA-12504", "DPY-6001", "DPY-6003"), DatabaseMissingError),
    **dict.fromkeys(("ORA-01034", "ORA-12526", "ORA-12527"), DatabaseMissingError),
    **dict.fromkeys(("ORA-01031", "ORA-01039", "ORA-41900"), AccessDeniedError),
    "ORA-00942": TableMissingError,
    "ORA-00904": ColumnMissingError,
    **dict.fromkeys(("ORA-12541", "ORA-12528", "ORA-12516", "ORA-12518", "ORA-12519", "ORA-12520"), PortClosedError),
    **dict.fromkeys(("DPY-6000", "DPY-6005", "ORA-00018", "ORA-00020"), PortClosedError),
    **dict.fromkeys(("ORA-12170", "ORA-12535"), ConnectTimeoutError),
    "ORA-12545": HostNotFoundError,
    **dict.fromkeys(("ORA-01013", "DPY-4024", "ORA-00054", "ORA-30006", "ORA-02049"), SourceTimeoutError),
    **dict.fromkeys(("ORA-01555", "ORA-08176", "ORA-08177", "ORA-22924", "ORA-00060"), SourceConflictError),
    **dict.fromkeys(("ORA-03113", "ORA-03114", "ORA-03135", "ORA-00028", "ORA-01012", "DPY-4011"), SourceLostError),
    **dict.fromkeys(("DPY-1001", "DPY-4033", "ORA-02396", "ORA-01089", "ORA-01090", "ORA-01033"), SourceLostError),
    **dict.fromkeys(("ORA-12537", "ORA-12547"), SourceLostError),
    **dict.fromkeys(("ORA-28759", "ORA-28865", "ORA-29024", "DPY-6002", "DPY-6006", "TLS"), TlsError),
    **dict.fromkeys(("ORA-12660", "DPY-3001"), TlsError),
    "DPY-3010": SourceError,
}
"""Oracle's codes, and those of its driver (DPY)."""

_CLOCK = (
    "SELECT EXTRACT(DAY FROM d) * 86400 + EXTRACT(HOUR FROM d) * 3600 + EXTRACT(MINUTE FROM d) * 60 "
    "+ EXTRACT(SECOND FROM d) FROM (SELECT SYS_EXTRACT_UTC(SYSTIMESTAMP) - TIMESTAMP '1970-01-01 00:00:00' d FROM dual)"
)
_OWN = "(SELECT username FROM all_users WHERE oracle_maintained = 'Y')"
_SCHEMAS = f"""
SELECT DISTINCT owner FROM all_objects
WHERE object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW') AND owner NOT IN {_OWN}
"""
_ESTIMATES = f"""
SELECT owner AS schema_name, table_name AS table_name, num_rows AS row_count
FROM all_tables WHERE num_rows IS NOT NULL AND owner NOT IN {_OWN}
"""
_READABLE = f"""
SELECT owner, object_name FROM all_objects o
WHERE object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW') AND owner NOT IN {_OWN}
AND (owner = USER
     OR EXISTS (SELECT 1 FROM session_privs WHERE privilege = 'SELECT ANY TABLE' OR privilege = 'READ ANY TABLE')
     OR EXISTS (SELECT 1 FROM all_tab_privs p WHERE p.table_schema = o.owner AND p.table_name = o.object_name
                AND p.privilege IN ('SELECT', 'READ')))
"""


def _has(*privileges: str) -> str:
    names = ", ".join(f"'{privilege}'" for privilege in privileges)
    return f"SELECT COUNT(*) FROM session_privs WHERE privilege IN ({names})"


QUESTIONS = (
    Question(
        "SELECT COUNT(*) FROM session_roles WHERE role = 'DBA'",
        Power(PowerKind.SUPERUSER, "This account is an administrator of the database (DBA).", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT CASE WHEN SYS_CONTEXT('USERENV', 'ISDBA') = 'TRUE' THEN 1 ELSE 0 END FROM dual",
        Power(PowerKind.SUPERUSER, "It is signed in as the owner of the server (SYSDBA).", Severity.ADMINISTERS),
    ),
    Question(
        _has("CREATE USER", "ALTER USER", "GRANT ANY PRIVILEGE", "GRANT ANY ROLE"),
        Power(PowerKind.ACCOUNTS, "It can change accounts and their rights.", Severity.ADMINISTERS),
    ),
    Question(
        _has("CREATE ANY DIRECTORY", "CREATE EXTERNAL JOB", "CREATE ANY LIBRARY", "CREATE LIBRARY"),
        Power(
            PowerKind.SERVER_PROGRAMS, "It can reach files or programs on the server's machine.", Severity.ADMINISTERS
        ),
    ),
    Question(
        _has("ALTER SYSTEM", "ALTER DATABASE"),
        Power(PowerKind.SESSIONS, "It can steer the server and end other sessions.", Severity.ADMINISTERS),
    ),
    Question(
        _has("INSERT ANY TABLE", "UPDATE ANY TABLE", "DELETE ANY TABLE", "DROP ANY TABLE", "ALTER ANY TABLE"),
        Power(PowerKind.WRITES, "It can change the tables of everybody.", Severity.WRITES),
    ),
    Question(
        "SELECT COUNT(*) FROM all_tab_privs WHERE privilege IN ('INSERT', 'UPDATE', 'DELETE', 'ALTER') "
        f"AND table_schema NOT IN {_OWN} "
        "AND (grantee IN (USER, 'PUBLIC') OR grantee IN (SELECT role FROM session_roles))",
        Power(PowerKind.WRITES, "It can change rows of tables.", Severity.WRITES),
    ),
    Question(
        "SELECT COUNT(*) FROM user_tables",
        Power(PowerKind.OWNS, "It owns tables and can change them.", Severity.WRITES),
    ),
    Question(
        _has("CREATE TABLE", "CREATE ANY TABLE"),
        Power(PowerKind.CREATES, "It can make tables.", Severity.WRITES),
    ),
    Question(
        _has("EXECUTE ANY PROCEDURE"),
        Power(PowerKind.RUNS_AS_OWNER, "It can run the procedures of everybody.", Severity.WRITES),
    ),
    Question(
        _has("EXEMPT ACCESS POLICY"),
        Power(PowerKind.ROW_SECURITY, "Rules that hide rows from others do not hold for it.", Severity.REACHES),
    ),
    Question(
        _has("BECOME USER"),
        Power(PowerKind.BECOMES, "It can act as any other account.", Severity.ADMINISTERS),
    ),
    Question(
        "SELECT COUNT(*) FROM all_tab_privs WHERE grantable = 'YES' "
        "AND (grantee = USER OR grantee IN (SELECT role FROM session_roles))",
        Power(PowerKind.GRANTS, "It can pass its rights on to others.", Severity.WRITES),
    ),
    Question(
        "SELECT COUNT(*) FROM user_db_links",
        Power(PowerKind.OTHER_SERVERS, "It has links to other databases.", Severity.REACHES),
    ),
    Question(
        _has("SELECT ANY TABLE", "READ ANY TABLE", "SELECT ANY DICTIONARY"),
        Power(PowerKind.READS_MORE, "It can read the tables of everybody.", Severity.REACHES),
    ),
)


class _NamedContext(ssl.SSLContext):
    """Checks that the certificate is that of one host, whatever was dialled: a tunnel ends on this computer. The driver
    switches the check off where it is told not to do its own, so it is switched on again at the last moment."""

    host: str = ""
    mode: TlsMode = TlsMode.VERIFY_FULL

    def wrap_socket(self, *arguments: Any, **others: Any) -> ssl.SSLSocket:
        self.arm()
        return super().wrap_socket(*arguments, **(others | {"server_hostname": self.host}))

    def wrap_bio(self, *arguments: Any, **others: Any) -> ssl.SSLObject:
        self.arm()
        return super().wrap_bio(*arguments, **(others | {"server_hostname": self.host}))

    def arm(self) -> None:
        self.check_hostname = False
        self.verify_mode = ssl.CERT_REQUIRED if self.mode in _VERIFYING else ssl.CERT_NONE
        self.check_hostname = self.mode is TlsMode.VERIFY_FULL


def connect_arguments(connector: ConnectorDraft, info: ProviderInfo) -> dict[str, Any]:
    """For `oracledb.connect`, but user and password. Raises InputError."""
    options = connector.options
    place = place_of(connector, info)
    is_encrypted = options.tls not in (TlsMode.DISABLE, TlsMode.PREFER)
    named = {"sid" if options.extra("connect_by") == "sid" else "service_name": connector.database}
    arguments: dict[str, Any] = {
        "host": place.host,
        "port": place.port,
        **named,
        "protocol": "tcps" if is_encrypted else "tcp",
        "tcp_connect_timeout": float(options.connect_timeout_s),
        "retry_count": 0,
        "program": "kbconnect",
    }
    if is_encrypted:
        # The names are compared here: the driver would compare that of the tunnel's end on this computer.
        arguments |= {"ssl_context": _context(connector), "ssl_server_dn_match": False}
    return arguments


def _context(connector: ConnectorDraft) -> ssl.SSLContext:
    options = connector.options
    context = _NamedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.host = connector.host.strip()
    context.mode = options.tls
    context.arm()
    wallet = options.extra("wallet_location")
    try:
        if wallet and options.tls in _VERIFYING:
            context.load_verify_locations(f"{wallet.rstrip('/')}/ewallet.pem")
        elif options.tls_ca_file:
            context.load_verify_locations(options.tls_ca_file)
        else:
            context.load_default_certs()
        if options.tls_certificate_file:
            context.load_cert_chain(options.tls_certificate_file, options.tls_key_file or None, "")
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            "The certificates of this connector can't be read.",
            meaning="Nothing was changed.",
            hint="Check the files of the issuer, of the own certificate and of its key.",
            detail=str(error),
        ) from error
    return context


def _url(connector: ConnectorDraft, password: str) -> URL:
    from sqlalchemy import URL

    # Host and service go to the driver beside it: the URL would take a service for an instance.
    return URL.create("oracle+oracledb", connector.username or None, password or None)


def code_of(error: BaseException) -> str:
    """ORA-00942, DPY-6005. Behind a driver's general code the server's own says more."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return _NO_TLS
        cause = cause.__cause__ or cause.__context__
    found = error.args[0] if error.args else None
    code = str(getattr(found, "full_code", "") or "")
    if code in _GENERAL:
        inner: list[str] = _CODE.findall(str(getattr(found, "message", "")))
        known = [each for each in inner if each in CODES and each != code]
        return next((each for each in known if each not in _GENERAL), (*known, code)[0])
    return code


_CODE = re.compile(r"(?:ORA-[0-9]{5}|DPY-[0-9]{4})")
_GENERAL = frozenset({"DPY-6000", "DPY-6005", "DPY-4011"})
_NO_TLS = "TLS"


def _explain(connector: ConnectorDraft, error: BaseException) -> KbConnectError | None:
    code, words = code_of(error), detail_of(error)
    cause = error
    while (deeper := cause.__cause__ or cause.__context__) is not None:
        cause = deeper
    if code in {"", "DPY-6005"} and isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError):
        return unreachable(connector, cause, words)
    return explain(connector, code, words)


def _grants(connection: Connection, tables: Sequence[TableRef]) -> str:
    account = _quoted(str(connection.exec_driver_sql("SELECT USER FROM dual").scalar()))
    named = [f"{_quoted(table.schema)}.{_quoted(table.name)}" for table in tables]
    if not named:
        return (
            f"-- Put a table with its owner in the place of the dots, a line for each.\nGRANT READ ON … TO {account};"
        )
    return "\n".join(f"GRANT READ ON {table} TO {account};" for table in named)


def _encryption(connection: Connection, _: ConnectorDraft) -> str | None:
    asked = "SELECT SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM dual"
    return "TLS" if str(connection.exec_driver_sql(asked).scalar() or "").lower() == "tcps" else ""


def _quoted(name: str) -> str:
    return f'"{name.replace(chr(34), "")}"'


def script(connection: Connection, wish: AccessWish) -> AccessScript:
    """Oracle grants whole tables alone for reading; columns need a view."""
    owner = str(connection.exec_driver_sql("SELECT USER FROM dual").scalar())
    account = _quoted(wish.account)

    def grant(table: TableRef, columns: object) -> str:
        del columns
        return f"GRANT READ ON {_quoted(table.schema or owner)}.{_quoted(table.name)} TO {account};"

    made = granting_script(
        wish,
        "oracle",
        before=(
            "-- Put a password in the place of the dots.",
            f'CREATE USER {account} IDENTIFIED BY "…";',
            f"GRANT CREATE SESSION TO {account};",
        ),
        grant=grant,
    )
    whole = "Oracle gives the right to read for whole tables. To leave columns out, grant a view without them instead."
    partly = any(each.columns for each in wish.tables)
    return AccessScript(made.account, made.make, notes=(*made.notes, *((whole,) if partly else ())))


def network(connection: Connection, connector: ConnectorDraft) -> NetworkAdvice:
    """What lets this computer reach the server."""
    address = seen_address(connection.exec_driver_sql(_CLIENT).scalar())
    advice = network_advice(address, connector.port or PORT)
    if not address:
        return advice
    listed = (
        "If the server lets in listed computers alone (TCP.VALIDNODE_CHECKING in its sqlnet.ora), add "
        f"{advice.address} to TCP.INVITED_NODES there."
    )
    return replace(advice, notes=(*advice.notes, listed))


_CLIENT = "SELECT SYS_CONTEXT('USERENV', 'IP_ADDRESS') FROM dual"


def _cancel(connection: Any) -> None:
    connection.cancel()


def dialect(info: ProviderInfo) -> Dialect:
    """The description, for the entry of the registry."""

    def arguments(connector: ConnectorDraft) -> Mapping[str, Any]:
        import oracledb

        # Until a first connection succeeds, the driver would let all others wait for the one that is being tried.
        oracledb.enable_thin_mode()  # type: ignore[no-untyped-call]  # untyped there
        return connect_arguments(connector, info)

    return Dialect(
        info,
        _url,
        package="kbconnect[oracle]",
        connect_arguments=arguments,
        greet=lambda connector, connection, limit_s: greet(connector, connection, limit_s, _context),
        explain=_explain,
        database_before_login=True,
        way_in=way_in,
        clock=_CLOCK,
        grants=_grants,
        begin=("SET TRANSACTION READ ONLY",),
        cancel=_cancel,
        sqlglot="oracle",
        refused=r"(?:(?:sys\s*\.\s*)?(?:dbms|utl|owa|htp|ctx)_\w+\s*\.\s*\w+|httpuritype|dburitype|xdburitype)\s*\(",
        size_of="LENGTH({0})",
        order_of="NLSSORT({0}, 'NLS_SORT=BINARY')",
        schemas=_SCHEMAS,
        row_estimates=_ESTIMATES,
        readable=_READABLE,
        codes=CODES,
        code_of=code_of,
        version="SELECT 'Oracle ' || version FROM product_component_version WHERE product LIKE 'Oracle%'",
        encryption=_encryption,
        powers=lambda connection: powers_of(connection, QUESTIONS),
        script=script,
        network=network,
    )
