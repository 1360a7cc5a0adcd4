"""The connection test of a MySQL or MariaDB server: each step with its own sentence, hint and fix.

Owns the steps, their words and the SQL offered as fixes. Must not raise for what is wrong with the server: that is what
the report says. A connector whose host is a socket file goes over it, where finding and encrypting don't apply.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from kbconnect.adapters.network import Address
from kbconnect.adapters.sources import mysql_catalog as catalog
from kbconnect.adapters.sources.encryption import Encryption, said_of
from kbconnect.adapters.sources.mysql_connect import Session, connect
from kbconnect.adapters.sources.mysql_errors import translated
from kbconnect.adapters.sources.mysql_login import is_unix_socket, limit_s, port_of, resolve
from kbconnect.adapters.sources.mysql_rights import account_name, audit, read_only_script
from kbconnect.adapters.sources.mysql_statements import quote
from kbconnect.core.access import AccessLevel, Power, access_level
from kbconnect.core.connector import (
    CheckFact,
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Secret,
    StepState,
)
from kbconnect.core.errors import DatabaseMissingError, KbConnectError
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


class _Check:
    """It is told by the connection how far it has come (`mysql_login.Steps`)."""

    def __init__(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> None:
        self._connector = connector
        self._secret = secret
        self._on_step = on_step
        self._context = context
        self._steps: list[CheckStep] = []
        self._started = time.monotonic()
        self._step = "resolve"
        self._version = ""
        self._encryption = Encryption("")
        self._address = Address(0, "", 0)
        self._powers: tuple[Power, ...] = ()
        self._can_write = False

    def run(self) -> ConnectionReport:
        self._context.check()
        try:
            self._find()
            with closing(connect(self._limited(), self._secret, self)) as session, translated():
                self._look_inside(session)
        except KbConnectError as error:
            self._context.check()
            self._end(StepState.FAILED, error.message, hint=self._hint(error), technical=error.detail)
        return ConnectionReport(
            tuple(self._steps), self._version, self._can_write, self._encryption.version, self._powers
        )

    def _limited(self) -> ConnectorDraft:
        options = replace(self._connector.options, statement_timeout_s=_STEP_LIMIT_S)
        return replace(self._connector, options=options)

    def _end(
        self,
        state: StepState,
        detail: str,
        *,
        hint: str = "",
        fix: str = "",
        technical: str = "",
        facts: tuple[CheckFact, ...] = (),
    ) -> None:
        now = time.monotonic()
        step = CheckStep(self._step, state, detail, hint, fix, technical, now - self._started, facts=facts)
        self._steps.append(step)
        self._started = now
        self._on_step(step)
        self._context.check()

    def _find(self) -> None:
        addresses = resolve(self._connector, limit_s(self._connector))
        tunnel = self._connector.options.tunnel
        if self._connector.dial is not None and tunnel is not None:
            self._end(StepState.SKIPPED, f"Not needed: {tunnel.host} looks the host up")
        elif is_unix_socket(self._connector):
            self._end(StepState.SKIPPED, "Not needed: the server is on this computer")
        else:
            host = self._connector.host
            found = [address.host for address in addresses[:2]]
            where = f"{host} has the address {', '.join(found)}"
            self._end(StepState.PASSED, where if host not in found else f"{host} is an address itself")
        self._step = "connect"

    # ---------------------------------------------------------------------------------------- on the way in

    def connected(self, address: Address) -> None:
        self._address = address
        self._end(StepState.PASSED, f"Port {port_of(self._connector)} answers")
        self._step = "tls"

    def encrypted(self, encryption: Encryption) -> None:
        self._encryption = encryption
        said = said_of(self._connector, encryption, is_local=self._address.is_local)
        self._end(said.state, said.detail, hint=said.hint, facts=said.facts)
        self._step = "login"

    def signed_in(self) -> None:
        self._end(StepState.PASSED, f"Signed in as {self._connector.username}")
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
        self._say_database(session)
        self._step = "read"
        with self._context.on_cancel(session.line.hang_up), session.transaction():
            if self._say_tables(session):
                self._step = "privileges"
                self._say_rights(session)

    def _say_database(self, session: Session) -> None:
        trips = [_measured(session) for _ in range(_ROUND_TRIPS)]
        round_trip_s, ahead_s = min(trips)
        facts = (
            CheckFact("Server", self._version),
            CheckFact("Round trip", f"{round_trip_s * 1000:.1f} ms"),
            CheckFact("Clock of the server", f"{round(ahead_s, 1) + 0.0:+.1f} s"),
        )
        database = self._connector.database
        self._end(StepState.PASSED, f"{database}, {self._version}" if database else self._version, facts=facts)

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
            self._end(StepState.PASSED, "1 table can be read" if total == 1 else f"All {total:,} tables can be read")
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
        self._powers = audit(session)
        every = "\n".join(power.sentence for power in self._powers)
        if access_level(self._powers) is AccessLevel.READ_ONLY:
            said = "This account can only read, but it reaches more than it needs" if every else ""
            self._end(StepState.PASSED, said or "This account can only read", technical=every)
            return
        self._can_write = True
        readable = [table.ref for table in catalog.tables(session, self._connector.database) if table.readable]
        wanted: dict[TableRef | str, None] = dict.fromkeys(readable)
        self._end(
            StepState.WARNING,
            f"{self._powers[0].sentence} kbconnect never writes, but a read-only account is safer.",
            hint="Have the script below run by an administrator, then use the new account here.",
            fix=read_only_script("kbconnect_reader", self._connector.database, wanted),
            technical=every,
        )


def _account(session: Session) -> str:
    """The account as the server knows it: with the computers it may come from."""
    ((name,),) = session.rows("SELECT CURRENT_USER()")
    user, _, host = name.rpartition("@")
    return account_name(user, host)


def _measured(session: Session) -> tuple[float, float]:
    """How long a question takes, and how far the server's clock is ahead of ours; both in seconds."""
    sent, at = time.monotonic(), time.time()
    ((now,),) = session.rows("SELECT UNIX_TIMESTAMP(NOW(6)) + 0e0")
    took = time.monotonic() - sent
    return took, float(now) - at - took / 2
