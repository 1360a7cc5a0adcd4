"""Taking connections over: where they are looked for, what an import says it will do, and what it does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.app.application import Application
from kbconnect.app.connection_places import (
    ConnectionPlaces,
    connection_places,
    find_connections,
    read_connection_file,
    write_connector_file,
)
from kbconnect.app.connector_files import (
    Act,
    Change,
    Imported,
    Planned,
    Refused,
    carry_out,
    export_connectors,
    plan_import,
    still_left,
    with_acts,
)
from kbconnect.app.connectors import KeepSecret, SecretReference, draft_of
from kbconnect.core.address_files import FoundConnection
from kbconnect.core.connector import (
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    Extra,
    Secret,
    SshTunnel,
    TlsMode,
)
from kbconnect.core.errors import InputError, KbConnectError, SecretError, SecretStoreLockedError
from kbconnect.core.job import InlineContext

SERVER = ConnectorDraft("Support desk", "postgresql", "db.example", 5432, "reader", "support")


def found(draft: ConnectorDraft = SERVER, **more: object) -> FoundConnection:
    return FoundConnection(draft, "a file", **more)  # type: ignore[arg-type]  # by field


def plan(application: Application, *connections: FoundConnection) -> tuple[Planned, ...]:
    return plan_import(connections, application.connectors.list())


def choose(application: Application, planned: tuple[Planned, ...], *acts: Act, references: bool = False) -> Imported:
    chosen = with_acts(planned, acts, application.connectors.list())
    return carry_out(application.connectors, chosen, InlineContext(), take_references=references)


def secret_of(application: Application, connector: Connector) -> str | None:
    secret = application.connectors.secret_of(connector)
    return secret.reveal() if secret is not None else None


# ------------------------------------------------------------------------------------------------------------- plans


def test_what_is_new_is_added(application: Application) -> None:
    (one,) = plan(application, found())
    assert (one.act, one.name, one.acts) == (Act.ADD, "Support desk", (Act.ADD, Act.SKIP))
    assert application.connectors.list() == ()


def test_what_is_there_already_is_left_out(application: Application) -> None:
    application.connectors.add(SERVER, None)
    same, elsewhere = plan(
        application, found(replace(SERVER, port=None)), found(replace(SERVER, name="Another name", host="DB.example"))
    )
    assert (same.act, same.same_as) == (Act.SKIP, "Support desk")
    assert (elsewhere.act, elsewhere.same_as) == (Act.SKIP, "Support desk")


def test_what_differs_is_renamed_unless_somebody_chooses_to_replace(application: Application) -> None:
    application.connectors.add(SERVER, None)
    moved = replace(SERVER, name="SUPPORT desk", host="db2.example", options=ConnectorOptions(TlsMode.REQUIRE))
    (one,) = plan(application, found(moved))
    assert (one.act, one.name, one.is_renamed) == (Act.ADD, "SUPPORT desk 2", True)
    assert one.acts == (Act.ADD, Act.REPLACE, Act.SKIP)
    assert one.changes == (Change("host", "db.example", "db2.example"), Change("tls", "prefer", "require"))


def test_names_of_one_file_differ_and_only_the_first_replaces(application: Application) -> None:
    application.connectors.add(SERVER, None)
    other = replace(SERVER, host="b")
    first, second, third = plan(
        application, found(other), found(replace(SERVER, host="c")), found(replace(SERVER, name="New"), problem="odd")
    )
    assert [first.name, second.name] == ["Support desk 2", "Support desk 3"]
    assert Act.REPLACE not in second.acts
    assert (third.act, third.acts) == (Act.SKIP, ())
    chosen = with_acts((first, second, third), (Act.SKIP, Act.ADD, Act.ADD), application.connectors.list())
    assert [(one.name, one.act) for one in chosen[1:]] == [("Support desk 2", Act.ADD), ("New", Act.SKIP)]


# ---------------------------------------------------------------------------------------------------------- imports


def test_an_import_saves_passwords_apart(application: Application) -> None:
    planned = plan(application, found(secret=Secret("correct horse")), found(replace(SERVER, name="B", host="b")))
    done = choose(application, planned, Act.ADD, Act.ADD)
    assert [one.name for one in done.added] == ["Support desk", "B"]
    assert secret_of(application, done.added[0]) == "correct horse"
    assert b"correct horse" not in application.paths.store.read_bytes()


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"database": "other"}, True),
        ({"options": ConnectorOptions(TlsMode.VERIFY_FULL)}, True),
        ({"host": "db.attacker"}, False),
        ({"port": 6000}, False),
        ({"username": "admin"}, False),
        ({"options": ConnectorOptions(TlsMode.DISABLE)}, False),
        ({"options": ConnectorOptions(tls_ca_file="/tmp/theirs.pem")}, False),
    ],
)
def test_a_saved_password_never_follows_to_another_server(
    application: Application, change: dict[str, object], kept: bool
) -> None:
    saved = application.connectors.add(SERVER, Secret("correct horse"))
    draft = replace(SERVER, **change)  # type: ignore[arg-type]  # by parameter
    planned = plan(application, found(draft, wants_secret=True))
    assert planned[0].keeps_secret is kept
    done = choose(application, planned, Act.REPLACE)
    assert [one.id for one in done.replaced] == [saved.id]
    assert secret_of(application, done.replaced[0]) == ("correct horse" if kept else None)
    assert done.without_secret == (() if kept else ("Support desk",))


def test_where_a_password_is_read_from_is_taken_only_when_asked_for(application: Application) -> None:
    planned = plan(application, found(reference="env:SHOP_PASSWORD"))
    assert choose(application, planned, Act.ADD).added[0].secret_reference == ""
    planned = plan(application, found(replace(SERVER, name="B", host="b"), reference="env:SHOP_PASSWORD"))
    done = choose(application, planned, Act.ADD, references=True)
    assert done.added[0].secret_reference == "env:SHOP_PASSWORD"


def test_one_that_fails_keeps_no_other_from_being_saved(application: Application) -> None:
    planned = plan(application, found(reference="env:"), found(replace(SERVER, name="Later", host="later")))
    done = choose(application, planned, Act.ADD, Act.ADD, references=True)
    assert [(one.name, one.error.code) for one in done.failed] == [("Support desk", "input")]
    assert [one.name for one in done.added] == ["Later"]


def test_one_whose_secret_cannot_be_read_yet_is_saved_and_told(application: Application) -> None:
    planned = plan(application, found(reference="env:NOT_THERE"))
    done = choose(application, planned, Act.ADD, references=True)
    assert [(one.name, one.error.code) for one in done.unread] == [("Support desk", "secret_missing")]
    assert (done.failed, done.added[0].secret_reference) == ((), "env:NOT_THERE")


def test_whoever_does_not_unlock_is_asked_once(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def locked(draft: ConnectorDraft, *_: object) -> Connector:
        asked.append(draft.name)
        raise SecretStoreLockedError("The vault is locked.")

    planned = plan(
        application, found(secret=Secret("x")), found(replace(SERVER, name="B", host="b"), secret=Secret("y"))
    )
    monkeypatch.setattr(application.connectors, "add", locked)
    assert len(choose(application, planned, Act.ADD, Act.ADD).failed) == 2
    assert asked == ["Support desk"]


def test_what_is_left_of_an_import_is_what_nobody_has_seen_to_since(application: Application) -> None:
    connectors = application.connectors
    one, two, three, four, five = (
        connectors.add(ConnectorDraft(name, "postgresql", "db.example", 5432, "ana", "main"), None)
        for name in ("One", "Two", "Three", "Four", "Five")
    )
    error = SecretError("Can't be read.")
    done = Imported((one, two, three, four), (five,), (), ("One", "Two", "Three", "Five"), (Refused("Four", error),))
    assert still_left(done, connectors.list()) == done
    connectors.remove(one.id)
    connectors.edit(two.id, draft_of(two), Secret("given"))
    renamed = connectors.edit(three.id, replace(draft_of(three), name="Third"), KeepSecret.KEEP)
    left = still_left(done, connectors.list())
    assert left.added == (one, connectors.get(two.id), renamed, four)
    assert (left.without_secret, left.unread) == (("Third", "Five"), (Refused("Four", error),))
    connectors.edit(four.id, draft_of(four), SecretReference("env:SHOP_PASSWORD"))
    connectors.remove(five.id)
    left = still_left(left, connectors.list())
    assert (left.without_secret, left.unread) == (("Third",), ())


def test_an_export_comes_back_on_another_computer(application: Application, tmp_path: Path) -> None:
    application.connectors.add(SERVER, Secret("correct horse"))
    application.connectors.add(ConnectorDraft("Archive", "sqlite", database="/data/a.db"), None)
    text = export_connectors(application.connectors)
    assert "correct horse" not in text
    assert text == export_connectors(application.connectors, [one.id for one in application.connectors.list()][::-1])
    file = tmp_path / "connectors.json"
    write_connector_file(file, text)
    read = read_connection_file(file)
    assert [one.act for one in plan(application, *read.found)] == [Act.SKIP, Act.SKIP]
    for connector in application.connectors.list():
        application.connectors.remove(connector.id)
    done = choose(application, plan(application, *read.found), Act.ADD, Act.ADD)
    assert [one.name for one in done.added] == ["Archive", "Support desk"]
    assert done.without_secret == ("Support desk",)
    assert export_connectors(application.connectors) == text.replace('"enter"', '"none"')


def test_a_folder_that_can_not_be_written_to_is_said(tmp_path: Path) -> None:
    with pytest.raises(KbConnectError) as caught:
        write_connector_file(tmp_path / "missing" / "x.json", "{}")
    assert "x.json can't be written" in caught.value.message


# ----------------------------------------------------------------------------------------------------------- places


def test_the_places_are_those_of_libpq_and_dbeaver() -> None:
    home = Path("/home/ana")
    linux = connection_places({}, home, "linux")
    assert linux.pgpass == home / ".pgpass"
    assert linux.service_files[0] == home / ".pg_service.conf"
    assert home / ".local/share/DBeaverData" in linux.dbeaver_folders
    named = connection_places({"PGPASSFILE": "/p", "PGSERVICEFILE": "/s", "PGSYSCONFDIR": "/etc/pg"}, home, "linux")
    assert (named.pgpass, named.service_files) == (Path("/p"), (Path("/s"), Path("/etc/pg/pg_service.conf")))
    roaming = Path("C:/Users/ana/AppData/Roaming")
    windows = connection_places({"APPDATA": str(roaming)}, home, "win32")
    assert windows.pgpass == roaming / "postgresql" / "pgpass.conf"
    assert windows.service_files == (roaming / "postgresql" / ".pg_service.conf",)
    assert windows.dbeaver_folders == (roaming / "DBeaverData",)
    assert not windows.checks_rights
    assert connection_places({}, home, "darwin").dbeaver_folders == (home / "Library" / "DBeaverData",)


@pytest.fixture
def places(tmp_path: Path) -> ConnectionPlaces:
    made = connection_places({}, tmp_path, "linux")
    made.pgpass.write_text("db.example:5432:support:reader:from pgpass\nlonely:5432:x:y:alone\n*:*:*:dba:any\n")
    made.pgpass.chmod(0o600)
    made.service_files[0].write_text("[desk]\nhost=db.example\nuser=reader\ndbname=support\n")
    folder = made.dbeaver_folders[0] / "workspace6" / "General" / ".dbeaver"
    folder.mkdir(parents=True)
    configuration = {"host": "other", "user": "dba", "password": "not this"}
    connections = {"a": {"provider": "postgresql", "name": "Other", "configuration": configuration}}
    (folder / "data-sources.json").write_text(json.dumps({"connections": connections}))
    return replace(made, service_files=made.service_files[:1])


def test_everything_is_found_once_and_passwords_go_where_they_fit(places: ConnectionPlaces) -> None:
    read = find_connections(places)
    told = [(one.draft.name, one.origin, one.secret.reveal() if one.secret else None) for one in read.found]
    assert told == [
        ("desk", "pg_service.conf", "from pgpass"),
        ("Other", "DBeaver", "any"),
        ("x", ".pgpass", "alone"),
    ]
    assert [(one.label, one.count, one.problem) for one in read.looked_at] == [
        (".pgpass", 3, ""),
        (".pg_service.conf", 1, ""),
        ("DBeaver", 1, ""),
    ]


def test_a_pgpass_that_others_may_read_gives_no_password(places: ConnectionPlaces) -> None:
    places.pgpass.chmod(0o644)
    read = find_connections(places)
    assert [(one.draft.name, one.secret) for one in read.found] == [("desk", None), ("Other", None), ("x", None)]
    assert read.found[2].wants_secret
    assert "Others can read" in read.looked_at[0].problem


def test_files_that_are_broken_are_told_of(places: ConnectionPlaces) -> None:
    places.pgpass.write_bytes(b"\xff\xfe\x00")
    places.service_files[0].unlink()
    next(places.dbeaver_folders[0].rglob("*.json")).write_text("{")
    read = find_connections(places)
    assert read.found == ()
    assert ["UTF-8" in one.problem or "JSON" in one.problem for one in read.looked_at] == [True, True]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    places = connection_places({"PGSYSCONFDIR": str(tmp_path)}, tmp_path / "nobody", "linux")
    read = find_connections(places)
    assert (read.found, read.looked_at) == ((), ())


@pytest.mark.parametrize(
    ("name", "content", "origin"),
    [
        ("mine.conf", "[a]\nhost=h\n", "mine.conf"),
        ("mine", "h:5432:d:u:p\n", "mine"),
        ("data-sources.json", '{"connections": {"a": {"provider": "sqlite", "name": "x"}}}', "DBeaver"),
        ("ours.json", '{"format": "kbconnect connectors", "version": 1, "connectors": [{}]}', "ours.json"),
    ],
)
def test_a_chosen_file_may_be_of_any_kind(tmp_path: Path, name: str, content: str, origin: str) -> None:
    file = tmp_path / name
    file.write_text(content)
    (one,) = read_connection_file(file).found
    assert one.origin == origin


@pytest.mark.parametrize("content", [b"", b"just words", b"\xff\xff", b"{", b"x" * 10_000_001])
def test_a_chosen_file_without_connections_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_connection_file(file)
    assert caught.value.hint


# ------------------------------------------------------------------------------------------------------- setting aside


def test_a_connector_set_aside_comes_back_with_its_password(application: Application) -> None:
    saved = application.connectors.add(SERVER, Secret("correct horse"))
    aside = application.connectors.set_aside(saved.id)
    assert application.connectors.list() == ()
    back = application.connectors.bring_back(aside)
    assert back == saved
    application.connectors.forget_set_aside()
    assert secret_of(application, back) == "correct horse"


def test_a_secret_set_aside_goes_in_the_end(application: Application) -> None:
    saved = application.connectors.add(SERVER, Secret("correct horse"))
    other = application.connectors.add(replace(SERVER, name="B"), Secret("battery"))
    application.connectors.set_aside(saved.id)
    application.connectors.forget_set_aside()
    with pytest.raises(KbConnectError):
        application.connectors.secret_of(saved)
    assert secret_of(application, other) == "battery"


def test_a_connector_whose_name_was_taken_meanwhile_comes_back_under_another(application: Application) -> None:
    aside = application.connectors.set_aside(application.connectors.add(SERVER, None).id)
    application.connectors.add(SERVER, None)
    assert application.connectors.bring_back(aside).name == "Support desk 2"


def test_an_option_file_of_mysql_gives_its_password_only_if_it_is_private(tmp_path: Path) -> None:
    places = connection_places({}, tmp_path, "linux")
    (options,) = places.option_files
    options.write_text("[client]\nhost=db.example\nuser=reader\npassword=correct horse\n")
    options.chmod(0o600)
    (one,) = find_connections(places).found
    assert one.secret is not None
    assert one.secret.reveal() == "correct horse"
    options.chmod(0o644)
    read = find_connections(places)
    assert (read.found[0].secret, read.found[0].wants_secret) == (None, True)
    assert "Others can read" in read.looked_at[0].problem
    assert read_connection_file(options).found[0].draft.provider == "mysql"


@pytest.mark.parametrize(
    "options",
    [
        ConnectorOptions(tunnel=SshTunnel("bastion")),
        ConnectorOptions(extras=(Extra("wallet_location", "/theirs"),)),
    ],
)
def test_a_password_stays_only_where_the_way_to_the_server_is_the_same(
    application: Application, options: ConnectorOptions
) -> None:
    application.connectors.add(SERVER, Secret("correct horse"))
    (one,) = plan(application, found(replace(SERVER, options=options)))
    assert not one.keeps_secret
    assert [change.what for change in one.changes] in (["tunnel"], ["extras"])
