"""The connection test of a PostgreSQL server: each step with its own sentence, hint and fix.

Owns the steps, their words and the SQL offered as fixes. Must not raise for what is wrong with the server: that is what
the report says. A connector whose host is a folder goes over a Unix socket, where finding and encrypting don't apply.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg

from kbconnect.adapters.network import Address
from kbconnect.adapters.sources.connection_check import Advice, ConnectionCheck, Measured
from kbconnect.adapters.sources.encryption import Encryption
from kbconnect.adapters.sources.network_advice import hba_fix
from kbconnect.adapters.sources.postgresql_audit import audit
from kbconnect.adapters.sources.postgresql_connect import (
    connect,
    is_unix_socket,
    limit_s,
    port_of,
    resolve,
)
from kbconnect.adapters.sources.postgresql_errors import translated
from kbconnect.adapters.sources.postgresql_probe import Refusal, StartUp, UnknownMethod, refusal_error
from kbconnect.adapters.sources.postgresql_rights import Rights, grant_script, read_only_script, rights
from kbconnect.adapters.sources.postgresql_versions import last_fixes
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Secret,
    StepState,
)
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext

_ROUND_TRIPS = 4


def check(
    connector: ConnectorDraft, secret: Secret | None, on_step: Callable[[CheckStep], None], context: JobContext
) -> ConnectionReport:
    """Tests step by step and stops at the first step that fails. Raises JobCancelled."""
    return _Check(connector, secret, on_step, context).run()


class _Check(ConnectionCheck):
    def __init__(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> None:
        super().__init__(connector, on_step, context)
        self._secret = secret

    def _go(self) -> None:
        addresses = resolve(self._connector, limit_s(self._connector))
        self._say_found(addresses, over_file=is_unix_socket(self._connector))
        self._knock(addresses)
        self._look_inside()

    def _advice(self, error: KbConnectError) -> Advice:
        database = self._connector.database or self._connector.username
        fix = error.fix or hba_fix(error.detail, database, self._connector.username)
        return Advice(error.hint, fix, self._refused_certificate(error, self._seen_again))

    def _seen_again(self, looking: ConnectorDraft) -> Encryption:
        addresses = resolve(looking, limit_s(looking))
        with StartUp(looking, addresses) as start_up, self._context.on_cancel(start_up.break_off):
            return start_up.encrypt()

    def _knock(self, addresses: tuple[Address, ...]) -> None:
        self._step = "connect"
        with StartUp(self._connector, addresses) as start_up, self._context.on_cancel(start_up.break_off):
            self._end(StepState.PASSED, f"Port {port_of(self._connector)} answers")
            logged_in = False
            try:
                self._step = "tls"
                self._encryption = start_up.encrypt()
                self._say_encryption(is_local=start_up.address.is_local)
                self._step = "login"
                start_up.log_in(self._secret)
                self._say_signed_in()
                logged_in = True
                self._step = "database"
                start_up.get_ready()
                self._version = f"PostgreSQL {start_up.parameters.get('server_version', '').split(' ')[0]}".strip()
            except Refusal as refusal:
                self._context.check()
                raise refusal_error(self._connector, refusal, self._encryption, logged_in=logged_in) from refusal
            except UnknownMethod:
                return  # the driver may know it: `_look_inside` goes on with the step this ended in
            except KbConnectError:
                self._context.check()
                raise

    def _look_inside(self) -> None:
        with closing(connect(self._connector, self._secret)) as session, translated():
            connection = session.connection
            if self._step == "login":
                self._say_signed_in()
                self._step = "database"
                self._version = f"PostgreSQL {_version(connection)}"
            self._say_inside(connection)
            with self._context.on_cancel(lambda: _interrupt(connection)), session.transaction():
                connection.execute("SET LOCAL statement_timeout = 8000")
                self._step = "read"
                found = rights(connection)
                if self._say_tables(found):
                    self._step = "privileges"
                    self._say_rights(connection, found)

    def _say_inside(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        measured, server = _measured(connection)
        database = connection.info.dbname
        until = last_fixes(connection.info.server_version // 10_000)
        outdated = ""
        if until is not None and until < datetime.now(UTC).date():
            outdated = (
                f"{database}, {self._version}, which gets no fixes any more since {until.day} {until:%B} {until.year}."
            )
        self._say_database(f"{database}, {self._version}", server, measured, outdated=outdated)

    def _say_tables(self, found: Rights) -> bool:
        """Whether there is something to read."""
        user = found.user
        total, readable = found.tables, found.readable_tables
        if total == 0:
            self._end(
                StepState.WARNING,
                "There is no table in this database yet.",
                hint="If there should be some, check the name of the database.",
            )
            return True
        if readable == total:
            self._say_all_readable(total)
            return True
        script = grant_script(found)
        if readable == 0:
            self._end(
                StepState.FAILED,
                f"{user} may not read any of the {total:,} tables. Ask their owner to run:",
                hint="Have the lines below run by the owner of the tables, then test again.",
                fix=script,
            )
            return False
        counted = f"{readable:,} of {total:,} tables can be read."
        if found.locked_schemas:
            counted = f"{counted} {_locked(user, found.locked_schemas)}"
        self._end(
            StepState.WARNING,
            f"{counted} Ask its owner to run:" if len(found.locked_schemas) == 1 else counted,
            hint="That is enough if the tables you need are among them. To read all, have their owner run:",
            fix=script,
        )
        return True

    def _say_rights(self, connection: psycopg.Connection[tuple[Any, ...]], found: Rights) -> None:
        self._say_powers(
            audit(connection),
            lambda: read_only_script(found, connection.info.dbname),
            found.sentence if found.can_write else "",
        )


def _measured(connection: psycopg.Connection[tuple[Any, ...]]) -> tuple[Measured, str]:
    """The best of a few round trips with the clock that it brought, and what the server calls itself."""
    found: list[tuple[float, float]] = []
    server = ""
    for _ in range(_ROUND_TRIPS):
        asked, started = clock(), time.monotonic()
        row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8, version()").fetchone()
        took = time.monotonic() - started
        assert row is not None  # a SELECT without a table gives a row
        server = str(row[1])
        found.append((took, float(row[0]) - asked - took / 2))
    return Measured(*min(found)), server


def clock() -> float:
    """Seconds since 1970 as this computer counts them."""
    return time.time()


def _locked(user: str, schemas: Sequence[str]) -> str:
    if len(schemas) == 1:
        return f"{user} may not look into the schema “{schemas[0]}”."
    names = ", ".join(f"“{name}”" for name in schemas[:3])
    more = len(schemas) - 3
    if more > 0:
        return f"{user} may not look into the schemas {names} and {more} more."
    return f"{user} may not look into the schemas {names}."


def _interrupt(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    # Asking the server to stop is all that can be done from another thread; if that fails, the step just runs on.
    try:
        connection.cancel_safe(timeout=5)
    except psycopg.Error:
        return


def _version(connection: psycopg.Connection[tuple[Any, ...]]) -> str:
    return (connection.info.parameter_status("server_version") or "").split(" ")[0]
