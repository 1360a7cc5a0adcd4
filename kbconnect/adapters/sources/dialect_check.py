"""The connection test of a database that SQLAlchemy knows: each step with its own sentence and hint.

Owns the steps and their words. Must not raise for what is wrong with the server: that is what the report says. Finding
the server and knocking is done here; encryption and login are the driver's, and told apart by what it raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any  # connections of drivers nobody knows here

import kbconnect.adapters.sources.dialect_catalog as catalog
from kbconnect.adapters.network import connect_first, look_up
from kbconnect.adapters.sources.connection_check import ConnectionCheck
from kbconnect.adapters.sources.dialect import opened
from kbconnect.adapters.sources.dialect_description import Dialect, place_of
from kbconnect.adapters.sources.dialect_errors import Edge, error_of
from kbconnect.adapters.sources.encryption import Encryption
from kbconnect.core.connector import CheckStep, ConnectionReport, ConnectorDraft, Secret, StepState, TlsMode
from kbconnect.core.errors import (
    ConnectTimeoutError,
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    TlsError,
)
from kbconnect.core.job import JobContext

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LONGEST_S = 9


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

    def _go(self) -> None:
        local = self._find_and_knock()
        self._look_inside(self._secret, local=local)

    def _find_and_knock(self) -> bool:
        """Whether nothing leaves this computer."""
        place = place_of(self._connector, self._dialect.info)
        if self._dialect.info.is_file or place.port is None or not place.host:
            return True
        addresses = look_up(place.host, place.port, self._limit_s)
        self._say_found(addresses)
        self._step = "connect"
        if not self._dialect.has_known_port(self._connector):
            self._end(StepState.SKIPPED, "The server itself is asked for the port")
            return False
        try:
            connection, address = connect_first(addresses, self._limit_s)
        except OSError as error:
            raise self._unreachable(error) from error
        connection.close()
        self._end(StepState.PASSED, f"Port {self._connector.port or self._dialect.info.default_port} answers")
        return address.is_local and self._connector.dial is None

    def _unreachable(self, error: OSError) -> KbConnectError:
        host, port = self._connector.host, self._connector.port or self._dialect.info.default_port
        if isinstance(error, ConnectionRefusedError):
            return PortClosedError(
                f"{host} answers, but nothing listens on port {port}.",
                hint="Check the port, and ask who looks after the server whether the database is running "
                "and listens to other computers.",
                detail=str(error),
            )
        return ConnectTimeoutError(
            f"{host} did not answer on port {port} in time.",
            hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.",
            detail=str(error),
        )

    def _look_inside(self, secret: Secret | None, *, local: bool) -> None:
        is_file = self._dialect.info.is_file
        self._step = "database" if is_file else "login"
        try:
            with opened(self._dialect, self._connector, secret) as (engine, connection):
                drivers: tuple[type[Exception], ...] = (engine.dialect.loaded_dbapi.Error,)
                with (
                    Edge(self._dialect, drivers).translated(),
                    self._context.on_cancel(lambda: _break_off(self._dialect, connection)),
                ):
                    self._say_inside(connection, local=local)
        except LoginRefusedError:
            if self._step == "login" and self._dialect.info.has_tls and not is_file:
                self._step = "tls"
                self._end(StepState.SKIPPED, "Not looked at: the server ended the connection at the login")
                self._step = "login"
            raise
        except TlsError:
            self._step = "tls"
            raise
        except DatabaseMissingError:
            if self._step == "login":
                self._say_signed_in()
            self._step = "database"
            raise
        except (PortClosedError, ConnectTimeoutError) as error:
            raise self._no_answer(error) from error

    def _no_answer(self, error: KbConnectError) -> KbConnectError:
        """The port answers; which of login, encryption and protocol failed behind it, this driver doesn't say."""
        if self._dialect.info.is_file or error.message != error_of(type(error)).message:
            return error  # it says more
        return LoginRefusedError(
            "The server refused the session, or what listens on this port is something else.",
            hint="Check user name, password, database, port and the mode of encryption; the text for IT says more.",
            detail=error.detail,
        )

    def _say_inside(self, connection: Connection, *, local: bool) -> None:
        for statement in (*self._dialect.begin, *self._dialect.time_limit(_LONGEST_S)):
            connection.exec_driver_sql(statement)
        if not self._dialect.info.is_file:
            if self._dialect.info.has_tls:
                self._ask_encryption(connection, local=local)
            self._step = "login"
            self._say_signed_in()
        self._step = "database"
        self._version = _one(connection, self._dialect.version) or self._dialect.info.label
        database = self._connector.database
        self._end(StepState.PASSED, f"{database}, {self._version}" if database else self._version)
        self._step = "read"
        if self._say_tables(connection):
            self._step = "privileges"
            self._say_rights(connection)

    def _ask_encryption(self, connection: Connection, *, local: bool) -> None:
        self._step = "tls"
        mode = self._connector.options.tls
        ask = self._dialect.encryption
        found = ask(connection, self._connector) if ask is not None else None
        self._encryption = Encryption(found or "")
        if found:
            self._end(StepState.PASSED, found)
        elif found is None:
            self._end(StepState.SKIPPED, "The database doesn't tell this account whether the connection is encrypted")
        elif local:
            self._end(StepState.SKIPPED, "Not encrypted; nothing leaves this computer")
        elif mode is TlsMode.DISABLE:
            self._end(
                StepState.WARNING,
                "Not encrypted, as this connector demands. Others on the network could read along.",
                hint="Choose an encrypted connection (TLS) if the server offers it.",
            )
        else:
            self._end(
                StepState.WARNING,
                "Not encrypted: the server offers no TLS. Others on the network could read along.",
                hint="Ask who looks after the server to switch TLS on.",
            )

    def _say_tables(self, connection: Connection) -> bool:
        """Whether there is something to read."""
        found = catalog.tables(connection, self._dialect)
        readable = sum(1 for table in found if table.readable)
        if not found:
            self._end(
                StepState.WARNING,
                "There is no table in this database that this account can see.",
                hint="If there should be some, check the name of the database and the rights of the account.",
            )
            return True
        if readable == len(found):
            self._say_all_readable(readable)
            return True
        if readable == 0:
            self._end(
                StepState.FAILED,
                f"This account may not read any of the {len(found):,} tables.",
                hint="Ask who looks after the database for the right to read them.",
            )
            return False
        self._end(
            StepState.WARNING,
            f"{readable:,} of {len(found):,} tables can be read.",
            hint="Ask who looks after the database for the right to read the others if you need them.",
        )
        return True

    def _say_rights(self, connection: Connection) -> None:
        if self._dialect.powers is None:
            self._end(
                StepState.SKIPPED, "What this account may do beyond reading can't be told for this kind of database"
            )
            return
        self._say_powers(self._dialect.powers(connection), lambda: "")


def _one(connection: Connection, statement: str) -> str:
    """The text a statement gives, "" for none."""
    found = connection.execute(catalog.raw(statement)).scalar() if statement else None
    return "" if found is None else str(found).strip()


def _break_off(dialect: Dialect, connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if dialect.cancel is not None:
        dialect.cancel(driver)
