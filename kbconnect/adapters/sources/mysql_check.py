"""The connection test of a MySQL or MariaDB server: each step with its own sentence, hint and fix.

Owns the steps, their words and the SQL offered as fixes. Must not raise for what is wrong with the server: that is what
the report says. A connector whose host is a socket file goes over it, where finding and encrypting don't apply.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

from kbconnect.adapters.network import Address
from kbconnect.adapters.sources import mysql_catalog as catalog
from kbconnect.adapters.sources.connection_check import Advice, ConnectionCheck, Measured
from kbconnect.adapters.sources.encryption import Encryption
from kbconnect.adapters.sources.mysql_connect import Session, connect
from kbconnect.adapters.sources.mysql_errors import translated
from kbconnect.adapters.sources.mysql_login import NobodyAsks, is_unix_socket, limit_s, port_of, resolve
from kbconnect.adapters.sources.mysql_rights import account_name, audit, read_only_script
from kbconnect.adapters.sources.mysql_statements import quote
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Secret,
    StepState,
)
from kbconnect.core.errors import DatabaseMissingError, KbConnectError, SourceError
from kbconnect.core.job import JobContext
from kbconnect.core.model import TableInfo, TableRef

_STEP_LIMIT_S = 8
_NAMED = 5
_ROUND_TRIPS = 4


def check(
    connector: ConnectorDraft, secret: Secret | None, on_step: Callable[[CheckStep], None], context: JobContext
) -> ConnectionReport:
    """Tests step by step and stops at the first step that fails. Raises JobCancelled."""
    return _Check(connector, secret, on_step, context).run()


class _Check(ConnectionCheck):
    """It is told by the connection how far it has come (`mysql_login.Steps`)."""

    def __init__(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> None:
        super().__init__(connector, on_step, context)
        self._secret = secret
        self._address = Address(0, "", 0)

    def _go(self) -> None:
        addresses = resolve(self._connector, limit_s(self._connector))
        self._say_found(addresses, over_file=is_unix_socket(self._connector))
        self._step = "connect"
        with closing(connect(self._limited(), self._secret, self)) as session, translated():
            self._look_inside(session)

    def _advice(self, error: KbConnectError) -> Advice:
        return Advice(self._hint(error), error.fix, self._refused_certificate(error, _seen_again))

    def _limited(self) -> ConnectorDraft:
        options = replace(self._connector.options, statement_timeout_s=_STEP_LIMIT_S)
        return replace(self._connector, options=options)

    # ---------------------------------------------------------------------------------------- on the way in

    def connected(self, address: Address) -> None:
        self._address = address
        self._end(StepState.PASSED, f"Port {port_of(self._connector)} answers")
        self._step = "tls"

    def encrypted(self, encryption: Encryption) -> None:
        self._encryption = encryption
        self._say_encryption(is_local=self._address.is_local)
        self._step = "login"

    def signed_in(self) -> None:
        self._say_signed_in()
        self._step = "database"

    def _hint(self, error: KbConnectError) -> str:
        """Of a database that isn't there: which there are, as far as this account sees."""
        if self._step != "database" or not isinstance(error, DatabaseMissingError):
            return error.hint
        try:
            with closing(connect(replace(self._limited(), database=""), self._secret)) as session, translated():
                names = list(catalog.schemas_of(session))
        except KbConnectError:
            return error.hint
        if not names:
            return f"{error.hint} This account sees no database yet."
        listed = ", ".join(f"“{name}”" for name in names[:_NAMED])
        more = len(names) - _NAMED
        seen = f"{listed} and {more:,} more" if more > 0 else listed
        return f"{error.hint} This account sees: {seen}."

    # ---------------------------------------------------------------------------------------- inside

    def _look_inside(self, session: Session) -> None:
        self._version = session.server.name
        self._say_server(session)
        self._step = "read"
        with self._context.on_cancel(session.line.hang_up), session.transaction():
            if self._say_tables(session):
                self._step = "privileges"
                self._say_rights(session)

    def _say_server(self, session: Session) -> None:
        measured = Measured(*min(_measured(session) for _ in range(_ROUND_TRIPS)))
        database = self._connector.database
        said = f"{database}, {self._version}" if database else self._version
        self._say_database(said, self._version, measured)

    def _say_tables(self, session: Session) -> bool:
        """Whether there is something to read."""
        found = catalog.tables(session, self._connector.database)
        total, locked = len(found), [table for table in found if not table.readable]
        user = self._connector.username
        if total == 0:
            # What an account may not read it doesn't see.
            self._end(
                StepState.WARNING,
                "There is no table here that this account can see.",
                hint="Check the name of the database. If there should be tables, have the lines below run by an "
                "administrator.",
                fix=self._grants(session, ()),
            )
        elif not locked:
            self._say_all_readable(total)
        elif len(locked) == total:
            self._end(
                StepState.FAILED,
                f"{user} may not read any of the {total:,} tables. Ask their owner to run:",
                hint="Have the lines below run by the owner of the tables, then test again.",
                fix=self._grants(session, locked),
            )
            return False
        else:
            self._end(
                StepState.WARNING,
                f"{total - len(locked):,} of {total:,} tables can be read.",
                hint="That is enough if the tables you need are among them. To read all, have their owner run:",
                fix=self._grants(session, locked),
            )
        return True

    def _grants(self, session: Session, locked: tuple[TableInfo, ...] | list[TableInfo]) -> str:
        account = _account(session)
        if locked:
            places = [f"{quote(table.ref.schema)}.{quote(table.ref.name)}" for table in locked]
        else:
            database = self._connector.database
            places = [f"{quote(database)}.*"] if database else []
        return "\n".join(f"GRANT SELECT ON {place} TO {account};" for place in places)

    def _say_rights(self, session: Session) -> None:
        self._say_powers(audit(session), lambda: self._script(session))

    def _script(self, session: Session) -> str:
        readable = [table.ref for table in catalog.tables(session, self._connector.database) if table.readable]
        wanted: dict[TableRef | str, None] = dict.fromkeys(readable)
        return read_only_script("kbconnect_reader", self._connector.database, wanted)


class _Looking(NobodyAsks):
    """Goes no further than encryption."""

    found: Encryption | None = None

    def encrypted(self, encryption: Encryption) -> None:
        self.found = encryption
        raise SourceError("")  # nobody is told


def _seen_again(looking: ConnectorDraft) -> Encryption | None:
    eyes = _Looking()
    with suppress(KbConnectError):
        connect(looking, None, eyes).close()
    return eyes.found


def _account(session: Session) -> str:
    """The account as the server knows it: with the computers it may come from."""
    ((name,),) = session.rows("SELECT CURRENT_USER()")
    user, _, host = name.rpartition("@")
    return account_name(user, host)


def _measured(session: Session) -> tuple[float, float]:
    """How long a question takes, and how far the server's clock is ahead of ours; both in seconds."""
    sent, at = time.monotonic(), clock()
    ((now,),) = session.rows("SELECT UNIX_TIMESTAMP(NOW(6)) + 0e0")
    took = time.monotonic() - sent
    return took, float(now) - at - took / 2


def clock() -> float:
    """Seconds since 1970 as this computer counts them."""
    return time.time()
