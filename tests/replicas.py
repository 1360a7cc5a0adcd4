"""A real read replica for tests: a second PostgreSQL that follows another one.

Owns how it is made (a base backup and streaming) and how a test waits for it. It must not know about pytest.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.servers import PostgresServer, free_port


@dataclass(frozen=True)
class Replica:
    """A server that follows `primary` and gives way to it after `patience_ms`, without telling it what is read."""

    primary: PostgresServer
    server: PostgresServer

    def position(self) -> str:
        """How far the primary's log has come."""
        with self.primary.superuser.connect() as connection:
            ((position,),) = connection.execute("SELECT pg_current_wal_lsn()::text").fetchall()
        return str(position)

    def reached(self, position: str) -> bool:
        """Whether the replica has taken over the log up to there."""
        with self.server.superuser.connect() as connection:
            ((reached,),) = connection.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position]).fetchall()
        return bool(reached)

    def catch_up(self) -> None:
        """Returns when the replica has taken over all that is committed on the primary."""
        position = self.position()
        while not self.reached(position):
            pass

    def conflicts(self, database: str) -> int:
        """How many readings of a database it has broken off."""
        with self.server.superuser.connect() as connection:
            ((count,),) = connection.execute(
                "SELECT confl_snapshot + confl_lock + confl_bufferpin FROM pg_stat_database_conflicts "
                "WHERE datname = %s",
                [database],
            ).fetchall()
        return int(count)


@contextlib.contextmanager
def run_replica(primary: PostgresServer, *, patience_ms: int = 50) -> Iterator[Replica]:
    """Stopped at the end; its folder lies in the primary's and goes with it."""
    login = primary.superuser
    folder = primary.folder / f"replica-{secrets.token_hex(4)}"
    with (primary.folder / "data" / "pg_hba.conf").open("a", encoding="utf-8") as file:
        file.write("host replication all 127.0.0.0/8 scram-sha-256\n")
    with login.connect() as connection:
        connection.execute("SELECT pg_reload_conf()")
    source = f"host={login.host} port={login.port} user={login.user} password={login.password}"
    primary.run("pg_basebackup", "-d", source, "-D", str(folder / "data"), "-R", "-X", "stream", "--checkpoint=fast")
    port = free_port()
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(
            f"port = {port}\nunix_socket_directories = '{folder.as_posix()}'\nhot_standby_feedback = off\n"
            f"max_standby_streaming_delay = {patience_ms}\nwal_retrieve_retry_interval = 100\n"
        )
    server = replace(primary, superuser=replace(login, port=port), folder=folder)
    server.start()
    try:
        yield Replica(primary, server)
    finally:
        server.stop()
