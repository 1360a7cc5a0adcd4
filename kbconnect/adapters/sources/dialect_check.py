"""The connection test of a database that SQLAlchemy knows: each step with its own sentence, hint and fix.

Owns the steps and their words. Must not raise for what is wrong with the server: that is what the report says. Finding
the server and knocking is done here, and its greeting is the dialect's to read; the login is the driver's. What neither
tells is said not to be known.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any  # connections of drivers nobody knows here

from sqlalchemy import literal_column, select

import kbconnect.adapters.sources.dialect_catalog as catalog
from kbconnect.adapters.network import Address, connect_first, look_up
from kbconnect.adapters.sources.connection_check import Advice, ConnectionCheck, Measured
from kbconnect.adapters.sources.dialect import opened
from kbconnect.adapters.sources.dialect_description import Dialect, place_of
from kbconnect.adapters.sources.dialect_errors import Edge, error_of
from kbconnect.adapters.sources.encryption import Encryption
from kbconnect.adapters.sources.greetings import Greeting
from kbconnect.core.access import AccessWish, NeededTable
from kbconnect.core.connector import (
    CheckFact,
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Secret,
    StepState,
)
from kbconnect.core.errors import (
    ConnectTimeoutError,
    DatabaseMissingError,
    InputError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    SourceLostError,
    TlsError,
)
from kbconnect.core.job import JobContext
from kbconnect.core.model import TableInfo, TableRef

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LONGEST_S = 9
_ROUND_TRIPS = 4
_MOST_GRANTS = 200
_ACCOUNT = "kbconnect_reader"


def check(
    dialect: Dialect,
    connector: ConnectorDraft,
    secret: Secret | None,
    on_step: Callable[[CheckStep], None],
    context: JobContext,
) -> ConnectionReport:
    """Tests step by step and stops at the first step that fails. Raises JobCancelled."""
    return _Check(dialect, connector, secret, on_step, context).run()


class _Check(ConnectionCheck):
    def __init__(
        self,
        dialect: Dialect,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> None:
        super().__init__(connector, on_step, context)
        self._dialect = dialect
        self._secret = secret
        self._limit_s = min(connector.options.connect_timeout_s, _LONGEST_S)
        self._is_local = True
        self._greeting: Greeting | None = None
        self._shown: tuple[CheckFact, ...] = ()

    def _go(self) -> None:
        place = place_of(self._connector, self._dialect.info)
        if self._dialect.info.is_file:
            self._step = "database"
        else:
            if place.port is not None and place.host:
                self._find_and_knock(place.host, place.port)
            self._step = "login"
        self._look_inside()

    # ---------------------------------------------------------------------------------------- on the way in

    def _find_and_knock(self, host: str, port: int) -> None:
        addresses = look_up(host, port, self._limit_s)
        self._say_found(addresses)
        self._step = "connect"
        if self._connector.dial is not None or self._dialect.has_known_port(self._connector):
            said = f"Port {self._connector.port or port} answers"
        elif self._dialect.find_port is None:
            self._end(StepState.SKIPPED, "The server itself is asked for the port")
            return
        else:
            port = self._dialect.find_port(self._connector)
            addresses = tuple(Address(each.family, each.host, port) for each in addresses)
            said = f"The server names port {port}, and it answers"
        started = time.monotonic()
        try:
            connection, address = connect_first(addresses, self._limit_s)
        except OSError as error:
            raise self._unreachable(error, port) from error
        took_s = time.monotonic() - started
        self._is_local = address.is_local and self._connector.dial is None
        facts: tuple[CheckFact, ...] = (CheckFact("Connecting took", f"{took_s * 1000:.1f} ms"),)
        if self._connector.dial is None:
            facts = (CheckFact("Address", address.host), *facts)
        with closing(connection), self._context.on_cancel(lambda: _hang_up(connection)):
            self._greet(connection, address, said, facts)

    def _greet(self, connection: socket.socket, address: Address, said: str, facts: tuple[CheckFact, ...]) -> None:
        """Lets the dialect say what answers, where it can."""
        if self._dialect.greet is None:
            self._end(StepState.PASSED, said, facts=facts)
            return
        try:
            found = self._greeting = self._dialect.greet(self._connector, connection, self._limit_s)
        except (TlsError, InputError) as error:  # or a file of certificates that can't be read
            self._end(StepState.PASSED, said, facts=facts)
            self._step = "tls"
            connection.close()
            self._shown = self._refused_certificate(error, lambda looking: self._seen_again(looking, address))
            raise
        self._end(StepState.PASSED, said, facts=(*facts, *found.facts))
        if found.encryption is None:
            return
        self._step = "tls"
        self._encryption = found.encryption
        if found.login_only:
            self._encryption = Encryption("")
            self._end(
                StepState.WARNING,
                "Only the login is encrypted. What is read is not, and others on the network could read along.",
                hint="Choose a mode that demands encryption (require or stricter) for this connector.",
            )
        else:
            self._say_encryption(is_local=self._is_local, was_tried=self._dialect.prefers_tls)

    def _seen_again(self, looking: ConnectorDraft, address: Address) -> Encryption | None:
        assert self._dialect.greet is not None  # or there was nothing to be seen
        connection, _ = connect_first((address,), self._limit_s)
        with closing(connection), self._context.on_cancel(lambda: _hang_up(connection)):
            return self._dialect.greet(looking, connection, self._limit_s).encryption

    def _advice(self, error: KbConnectError) -> Advice:
        return Advice(error.hint, error.fix, self._shown)

    def _unreachable(self, error: OSError, port: int) -> KbConnectError:
        host, port = self._connector.host.strip(), self._connector.port or port
        if isinstance(error, ConnectionRefusedError):
            made: KbConnectError = PortClosedError(
                f"{host} answers, but nothing listens on port {port}.",
                hint="Check the port, and ask who looks after the server whether the database is running "
                "and listens to other computers.",
                detail=str(error),
            )
        else:
            made = ConnectTimeoutError(
                f"{host} did not answer on port {port} in time.",
                hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let "
                "through.",
                detail=str(error),
            )
        made.fix = self._dialect.way_in(self._connector) if self._dialect.way_in is not None else ""
        return made

    # ---------------------------------------------------------------------------------------- the login

    def _look_inside(self) -> None:
        is_file = self._dialect.info.is_file
        try:
            with opened(self._dialect, self._connector, self._secret) as (engine, connection):
                drivers: tuple[type[Exception], ...] = (engine.dialect.loaded_dbapi.Error,)
                with (
                    Edge(self._dialect, drivers).translated(),
                    self._context.on_cancel(lambda: _break_off(self._dialect, connection)),
                ):
                    self._say_inside(connection)
        except LoginRefusedError:
            if self._step == "login" and self._dialect.info.has_tls and not is_file and not self._has_said("tls"):
                self._step = "tls"
                self._end(StepState.SKIPPED, "Not looked at: the server ended the connection at the login")
                self._step = "login"
            raise
        except TlsError:
            self._step = "login" if self._has_said("tls") else "tls"
            raise
        except DatabaseMissingError:
            if self._step == "login" and not self._dialect.database_before_login:
                self._say_signed_in()
            self._step = "database"
            raise
        except (PortClosedError, ConnectTimeoutError, SourceLostError) as error:
            if self._step != "login":
                raise
            raise self._no_answer(error) from error

    def _has_said(self, step: str) -> bool:
        return any(each.name == step for each in self._steps)

    def _no_answer(self, error: KbConnectError) -> KbConnectError:
        """The port answers; which of login, encryption and protocol failed behind it, this driver doesn't say."""
        if error.message != error_of(type(error)).message:
            return error  # it says more
        label = self._dialect.info.label
        if self._greeting is not None:
            return LoginRefusedError(
                f"{label} answered, and then ended the connection while {self._connector.username} signed in.",
                hint="Why is not known here; the log of the server says it. Check user name, password, database and "
                "the mode of encryption first.",
                detail=error.detail,
            )
        return LoginRefusedError(
            "The server refused the session, or what listens on this port is something else.",
            hint="Check user name, password, database, port and the mode of encryption; the text for IT says more.",
            detail=error.detail,
        )

    # ---------------------------------------------------------------------------------------- inside

    def _say_inside(self, connection: Connection) -> None:
        for statement in (*self._dialect.begin, *self._dialect.time_limit(_LONGEST_S)):
            connection.exec_driver_sql(statement)
        if not self._dialect.info.is_file:
            self._say_login(connection)
        self._step = "database"
        self._version = _one(connection, self._dialect.version) or self._dialect.info.label
        database = self._connector.database
        detail = f"{database}, {self._version}" if database else self._version
        if self._dialect.info.is_file:
            self._end(StepState.PASSED, detail)
        else:
            self._say_database(detail, self._version, _measured(connection, self._dialect.clock))
        self._step = "read"
        found = catalog.tables(connection, self._dialect)
        if self._say_tables(connection, found):
            self._step = "privileges"
            self._say_rights(connection, found)

    def _say_login(self, connection: Connection) -> None:
        """The encryption, if nothing was said of it before; then the login."""
        ask = self._dialect.encryption
        found = ask(connection, self._connector) if ask is not None and self._dialect.info.has_tls else None
        if self._dialect.info.has_tls and not self._has_said("tls"):
            self._say_asked(found)
        self._step = "login"
        if found == "" and self._encryption.version:
            self._encryption = Encryption("")
            self._end(
                StepState.WARNING,
                f"Signed in as {self._connector.username}, but the server says that this session is not encrypted.",
                hint="Something on the way may take the encryption off. Choose a mode that demands encryption, and ask "
                "who looks after the network.",
            )
        else:
            self._say_signed_in()

    def _say_asked(self, found: str | None) -> None:
        """found: what the session says of its encryption, "" for none, None if it doesn't tell."""
        self._step = "tls"
        self._encryption = Encryption(found or "")
        if found:
            self._end(StepState.PASSED, found)
        elif found is None:
            self._end(StepState.SKIPPED, "The database doesn't tell this account whether the connection is encrypted")
        else:
            self._say_encryption(is_local=self._is_local, was_tried=self._dialect.prefers_tls)

    def _say_tables(self, connection: Connection, found: tuple[TableInfo, ...]) -> bool:
        """Whether there is something to read."""
        locked = [table.ref for table in found if not table.readable]
        readable = len(found) - len(locked)
        if not found:
            self._end(
                StepState.WARNING,
                "There is no table in this database that this account can see.",
                hint="If there should be some, check the name of the database and the rights of the account.",
                fix=self._grants(connection, ()),
            )
            return True
        if not locked:
            self._say_all_readable(readable)
            return True
        if readable == 0:
            self._end(
                StepState.FAILED,
                f"This account may not read any of the {len(found):,} tables.",
                hint="Ask who looks after the database for the right to read them.",
                fix=self._grants(connection, locked),
            )
            return False
        self._end(
            StepState.WARNING,
            f"{readable:,} of {len(found):,} tables can be read.",
            hint="Ask who looks after the database for the right to read the others if you need them.",
            fix=self._grants(connection, locked),
        )
        return True

    def _grants(self, connection: Connection, locked: Sequence[TableRef]) -> str:
        return "" if self._dialect.grants is None else self._dialect.grants(connection, locked[:_MOST_GRANTS])

    def _say_rights(self, connection: Connection, found: tuple[TableInfo, ...]) -> None:
        if self._dialect.powers is None:
            self._end(
                StepState.SKIPPED, "What this account may do beyond reading can't be told for this kind of database"
            )
            return

        def script() -> str:
            write = self._dialect.script
            readable = [NeededTable(table.ref) for table in found if table.readable][:_MOST_GRANTS]
            return "" if write is None else write(connection, AccessWish(_ACCOUNT, tuple(readable))).make

        self._say_powers(self._dialect.powers(connection), script)


def _measured(connection: Connection, clock: str) -> Measured:
    """The best of a few round trips, and the clock that one of them brought. clock: SQL for seconds since 1970."""
    found: list[tuple[float, float]] = []
    for _ in range(_ROUND_TRIPS):
        asked, started = time.time(), time.monotonic()
        answer = connection.execute(catalog.raw(clock) if clock else select(literal_column("1"))).scalar()
        took = time.monotonic() - started
        found.append((took, float(answer or 0) - asked - took / 2))
    round_trip_s, ahead_s = min(found)
    return Measured(round_trip_s, ahead_s if clock else None)


def _one(connection: Connection, statement: str) -> str:
    """The text a statement gives, "" for none."""
    found = connection.execute(catalog.raw(statement)).scalar() if statement else None
    return "" if found is None else str(found).strip()


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _break_off(dialect: Dialect, connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if dialect.cancel is not None:
        dialect.cancel(driver)
