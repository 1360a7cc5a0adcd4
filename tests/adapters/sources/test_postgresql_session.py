"""A session of PostgreSQL: its settings, also behind poolers, its password, and databases in other encodings."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    KbConnectError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
)
from kbconnect.core.model import (
    QuerySelection,
    TableRef,
)
from kbconnect.core.ports import ReadPlan
from tests import servers
from tests.adapters.sources.contract import everything, hashes, plan, scanned_hashes
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of

pytestmark = pytest.mark.server


def test_the_session_is_as_agreed(world: PostgresWorld) -> None:
    settings = (
        "default_transaction_read_only", "transaction_read_only", "transaction_isolation", "TimeZone", "DateStyle",
        "IntervalStyle", "application_name", "client_encoding", "bytea_output", "statement_timeout",
    )  # fmt: skip
    columns = ", ".join(f"current_setting('{name}') AS c{number}" for number, name in enumerate(settings))
    with world.open() as source:
        (row,) = source.sample(QuerySelection(f"SELECT {columns}"), 1).rows
    assert row == ("on", "on", "repeatable read", "UTC", "ISO, MDY", "iso_8601", "kbconnect", "UTF8", "hex", "1min")


def test_a_password_of_any_characters_works_and_shows_nowhere(world: PostgresWorld) -> None:
    login = world.account()
    with world.open_as(login) as source:
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)
    wrong = replace(login, password=login.password + "!wrong!")
    with pytest.raises(KbConnectError) as caught, world.open_as(wrong):
        pass
    shown = (
        f"{caught.value!r} {caught.value.message} {caught.value.hint} {caught.value.detail} {caught.value.__cause__!r}"
    )
    assert "!wrong!" not in shown
    assert login.password not in shown


def test_a_database_in_another_encoding_gives_the_same_digests(postgres: servers.PostgresServer) -> None:
    from kbconnect.core.changes import key_digest

    with postgres.superuser.connect() as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        connection.execute("CREATE DATABASE raw ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    try:
        latin = replace(postgres.superuser, database="latin")
        latin.execute("CREATE TABLE t (id text PRIMARY KEY, v text); INSERT INTO t VALUES (chr(228), 'b' || chr(233))")
        wanted = plan(TableRef("public", "t"), "id", "v")
        with open_source(draft_of(latin), Secret(latin.password)) as source, source.read(wanted) as reader:
            assert everything(reader) == {("ä",): ("bé",)}
            assert {digest for digest, _, _ in scanned_hashes(reader).values()} == {key_digest(("ä",))}
            assert hashes(reader.rows_by_key([("ä",)])) == scanned_hashes(reader)
        raw = replace(postgres.superuser, database="raw")
        raw.execute(
            "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a' || chr(255) || 'b'), (2, 'ok')"
        )
        with open_source(draft_of(raw), Secret(raw.password)) as source, source.read(wanted) as reader:
            (batch,) = reader.rows()
            assert source.sample(wanted.selection, 2).rows == (("1", "a\ufffdb"), ("2", "ok"))
            assert hashes(reader.rows()) == scanned_hashes(reader)
            assert [found.values for found in reader.rows_by_key([("2",)])] == [[("ok",)]]
        assert batch.values == [(None,), ("ok",)]
        assert [fault.reason for fault in batch.faults] == ["Not valid UTF-8 at character 2"]
    finally:
        with postgres.superuser.connect() as connection:
            connection.execute("DROP DATABASE latin WITH (FORCE)")
            connection.execute("DROP DATABASE raw WITH (FORCE)")


def test_a_server_that_is_too_old_is_named(world: PostgresWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql_connect.OLDEST_VERSION", 99)
    with pytest.raises(SourceError, match=r"PostgreSQL \d+, which is too old"), world.open():
        pass


def test_a_pooler_that_takes_no_options_gets_the_settings_per_transaction(world: PostgresWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    with pooler_in_front_of(world.database) as port, world.open_as(replace(world.database, port=port)) as source:
        query = QuerySelection(
            "SELECT current_setting('TimeZone') AS zone, current_setting('transaction_read_only') AS read_only, "
            "current_setting('statement_timeout') AS statement"
        )
        assert source.sample(query, 1).rows == (("UTC", "on", "1min"),)
        with source.read(plan(table, "id", "body")) as reader:
            assert everything(reader) == {("1",): ("A",)}
        with source.read(ReadPlan(query, ("zone",), ("statement",), ())) as reader:
            assert everything(reader) == {("UTC",): ("0",)}


def test_settings_hold_behind_a_pooler_that_drops_them_without_a_word(world: PostgresWorld) -> None:
    login = world.account()
    for setting in ("TimeZone = 'America/New_York'", "DateStyle = 'SQL, DMY'", "IntervalStyle = 'postgres_verbose'"):
        world.run("ALTER ROLE {} SET " + setting, login.user)
    query = QuerySelection(
        "SELECT timestamptz '2026-03-04 05:06+00' AS at, interval '1 day' AS span, "
        "current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, "
        "current_setting('idle_in_transaction_session_timeout') AS idle"
    )
    with (
        pooler_in_front_of(world.database, refuses=False) as port,
        world.open_as(replace(login, port=port)) as source,
    ):
        assert source.sample(query, 1).rows == (("2026-03-04 05:06:00+00", "P1D", "1min", "10s", "15min"),)


def test_texts_end_where_the_guard_thinks_whatever_the_account_is_set_to(world: PostgresWorld) -> None:
    login = world.account()
    world.run("ALTER ROLE {} SET standard_conforming_strings = off", login.user)
    world.run("ALTER ROLE {} SET escape_string_warning = off", login.user)
    world.create("articles", ["id", "body"], [("back\\slash", "it's")], ["id"])
    world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
    world.run("GRANT SELECT ON articles TO {}", login.user)
    # With backslashes that escape, this would be a text, a sleep of 2 s and another text.
    disguised = QuerySelection(r"SELECT 'a\' AS x, (' AS y, pg_sleep(2), ') AS z' AS w")
    with world.open_as(login, statement_timeout_s=1) as source:
        with pytest.raises((QueryRefusedError, QueryFailedError)):
            source.sample(disguised, 1)
        assert source.sample(QuerySelection(r"SELECT 'a\' AS x"), 1).rows == (("a\\",),)
        with source.read(plan(world.table("articles"), "id", "body")) as reader:
            assert [batch.values for batch in reader.rows_by_key([("back\\slash",)])] == [[("it's",)]]


@contextmanager
def pooler_in_front_of(database: servers.PostgresDatabase, *, refuses: bool = True) -> Iterator[int]:
    """A proxy that refuses the start-up parameter "options" as PgBouncer does, or drops it as PgBouncer can be told to,
    and passes everything else on."""
    fields = b"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
    refusal = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        threads: list[threading.Thread] = []  # noqa: TID251 - a proxy needs them

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    threads.append(threading.Thread(target=talk, args=(client,)))  # noqa: TID251 - see above
                    threads[-1].start()

        def talk(client: socket.socket) -> None:
            with client, socket.create_connection((database.host, database.port)) as server:
                first = client.recv(8192)
                while first[4:8] == (80877103).to_bytes(4, "big"):
                    client.sendall(b"N")
                    first = client.recv(8192)
                if b"\0options\0" in first and refuses:
                    client.sendall(refusal)
                    return
                server.sendall(without_options(first))
                back = threading.Thread(target=pass_on, args=(server, client))  # noqa: TID251 - see above
                back.start()
                pass_on(client, server)
                back.join()

        thread = threading.Thread(target=serve)  # noqa: TID251 - see above
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for talking in threads:
                talking.join()


def without_options(start_up: bytes) -> bytes:
    """A start-up packet (length, version, name and value pairs) without the parameter "options"."""
    fields = start_up[8:].rstrip(b"\0").split(b"\0")
    pairs = [pair for pair in zip(fields[::2], fields[1::2], strict=True) if pair[0] != b"options"]
    body = start_up[4:8] + b"".join(name + b"\0" + value + b"\0" for name, value in pairs) + b"\0"
    return (len(body) + 4).to_bytes(4, "big") + body


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
