"""A session of MySQL or MariaDB that the server itself keeps read-only, and how one is broken off.

Owns the settings of a session and its transactions; how a server is signed in to stands in mysql_login. Must not know
what is read.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import pymysql
from pymysql.constants import CR

from kbconnect.adapters.network import Address
from kbconnect.adapters.sources.mysql_errors import UNREADABLE, number_of, translate
from kbconnect.adapters.sources.mysql_login import Driver, NobodyAsks, Steps, limit_s, log_in, reach, resolve
from kbconnect.adapters.sources.mysql_wire import Line
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.errors import SourceError

OLDEST_MYSQL, OLDEST_MARIADB = (5, 7), (10, 4)
_ONE_DAY_S = 86_400
_NO_SUCH_THREAD = 1094

# Settings under which a text ends where the guard of queries thinks, and values have one form.
_SETTINGS = {
    "sql_mode": "''",
    "time_zone": "'+00:00'",
    "lc_time_names": "'en_US'",
    "lock_wait_timeout": "10",
    "net_read_timeout": "120",
    "max_sort_length": "16384",
    "sql_select_limit": "18446744073709551615",
    "sql_big_selects": "1",
    "sql_auto_is_null": "0",
    "sql_safe_updates": "0",
    "group_concat_max_len": "16777216",
}


@dataclass(frozen=True, slots=True)
class Server:
    """Which server it is. version: major and minor. name: as people say it, "MariaDB 10.11.19"."""

    is_mariadb: bool
    version: tuple[int, int]
    name: str

    @classmethod
    def of(cls, said: str) -> Server:
        """said: what the server calls itself. MariaDB puts an old number in front of it, for old clients."""
        is_mariadb = "mariadb" in said.lower()
        numbers = re.search(r"(\d+)\.(\d+)(?:\.\d+)*", said.removeprefix("5.5.5-"))
        version = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
        return cls(is_mariadb, version, f"{'MariaDB' if is_mariadb else 'MySQL'} {numbers[0] if numbers else said}")

    @property
    def is_too_old(self) -> bool:
        return self.version < (OLDEST_MARIADB if self.is_mariadb else OLDEST_MYSQL)


@dataclass(frozen=True, slots=True)
class Session:
    """An open connection in autocommit. line: what comes from the server. thread: its number there.

    address: the one that was dialled. limit_s: for a statement that somebody waits for.
    """

    connection: Any  # the driver has no types
    line: Line
    server: Server
    thread: int
    address: Address
    limit_s: int

    @contextmanager
    def transaction(self, *, patient: bool = False) -> Iterator[None]:
        """One state of the database, read-only, for all that runs inside. patient: the server sets no limit of time to
        it. Raises pymysql.MySQLError."""
        if patient:
            self.run(self._limits(0))
        self.run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        try:
            yield
        except BaseException:
            # What went wrong is told; that the connection went with it follows.
            with suppress(pymysql.MySQLError, OSError):
                self._end(patient=patient)
            raise
        self._end(patient=patient)

    def _end(self, *, patient: bool) -> None:
        if self.connection.open:
            self.run("ROLLBACK")
            if patient:
                self.run(self._limits(self.limit_s))

    def _limits(self, seconds: int) -> str:
        name, unit = ("max_statement_time", 1) if self.server.is_mariadb else ("max_execution_time", 1000)
        return f"SET SESSION {name} = {seconds * unit}"

    def rows(self, statement: str, values: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a short statement; values stand where it says %s. Raises pymysql.MySQLError."""
        with self.understood(), self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def run(self, statement: str) -> None:
        """Runs a statement that gives no rows. Raises pymysql.MySQLError."""
        with self.understood():
            self.connection.query(statement)

    @contextmanager
    def understood(self) -> Iterator[None]:
        """What the driver can't take apart, or must not do (a server may ask for a file of this computer), ends the
        connection."""
        try:
            yield
        except (RuntimeError, *UNREADABLE) as error:
            self.line.hang_up()
            raise pymysql.err.InternalError(CR.CR_MALFORMED_PACKET, "the answer was not understood") from error

    def set_up(self) -> None:
        """What holds for the whole session. Raises pymysql.MySQLError."""
        settings = dict(_SETTINGS)
        settings |= {"wait_timeout": f"{_ONE_DAY_S}", "net_write_timeout": f"{_ONE_DAY_S}"}
        if self.server.is_mariadb:
            settings |= {"idle_transaction_timeout": "0", "idle_readonly_transaction_timeout": "0"}
        elif self.server.version >= (8, 0):
            settings["information_schema_stats_expiry"] = "0"  # else the numbers of rows are those of yesterday
        self.run("SET " + ", ".join(f"SESSION {name} = {value}" for name, value in settings.items()))
        self.run(self._limits(self.limit_s))
        self.run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def close(self) -> None:
        with suppress(pymysql.MySQLError):  # somebody hung up meanwhile
            self.connection.close()


def connect(connector: ConnectorDraft, secret: Secret | None, steps: Steps | None = None) -> Session:
    """An open session. Raises the SourceError that says why there is none."""
    limit = limit_s(connector)
    plain, address = reach(connector, resolve(connector, limit), limit)
    driver = log_in(connector, secret, plain, address, limit, steps or NobodyAsks())
    try:
        return _session(driver, address, max(1, connector.options.statement_timeout_s))
    except pymysql.MySQLError as error:
        driver._force_close()
        raise translate(error) from error
    except BaseException:
        driver._force_close()
        raise


def kill_query(connector: ConnectorDraft, secret: Secret | None, session: Session, timeout_s: float) -> None:
    """Asks the server over another connection to break off what it does for a session. Raises KbConnectError,
    pymysql.MySQLError, OSError if it can't be asked in time."""
    address = session.address
    plain = socket.socket(address.family or socket.AF_UNIX, socket.SOCK_STREAM)
    plain.settimeout(timeout_s)
    try:
        plain.connect((address.host, address.port) if address.family else address.host)
    except OSError:
        plain.close()
        raise
    driver = log_in(connector, secret, plain, address, timeout_s, NobodyAsks())
    try:
        driver.query(f"KILL QUERY {session.thread}")
    except pymysql.MySQLError as error:
        if number_of(error) != _NO_SUCH_THREAD:
            raise
    finally:
        driver._force_close()


def _session(driver: Driver, address: Address, limit_s: int) -> Session:
    server = Server.of(driver.server_version)
    _refuse_too_old(server)
    line = Line(driver._sock)
    driver._rfile.close()
    driver._rfile = line
    session = Session(driver, line, server, driver.thread_id(), address, limit_s)
    session.set_up()
    ((thread,),) = session.rows("SELECT CONNECTION_ID()")  # behind a proxy it is not the one it was greeted with
    return replace(session, thread=int(thread))


def _refuse_too_old(server: Server) -> None:
    if server.is_too_old:
        raise SourceError(
            f"The server is {server.name}, which is too old for kbconnect.",
            hint="kbconnect reads MySQL 5.7, MariaDB 10.4 and later. Ask who looks after the server to update it.",
        )
