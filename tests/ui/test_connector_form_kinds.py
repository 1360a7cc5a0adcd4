"""The connector form for every kind of source: its tiles, its words, its options, and what is missing for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.app.application import Application
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Extra
from kbconnect.core.errors import DriverMissingError
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.widgets.provider_choice import ProviderChoice
from tests.ui.connector_forms import Form, application_in
from tests.ui.pages import Reader
from tests.ui.scenes_connector_form import KINDS
from tests.ui.shop import shell_on

PASSWORD = "not used here"


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with application_in(tmp_path / "home", SHOP_PASSWORD=PASSWORD) as built:
        yield built


@pytest.fixture
def shell(application: Application, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


@pytest.fixture
def form(shell: Shell, qtbot: QtBot) -> Form:
    return Form(shell, qtbot)


@pytest.fixture
def all_kinds(application: Application, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Form:
    """With one of another package, too, and drivers that are all there."""
    monkeypatch.setattr(application.connectors, "providers", lambda: KINDS)
    monkeypatch.setattr(application.connectors, "check_driver", lambda _: None)
    return Form(shell, qtbot)


# ------------------------------------------------------------------------------------------------ tiles


@pytest.mark.parametrize(("width", "columns"), [(900, 4), (536, 3), (433, 2), (180, 1)])
def test_tiles_wrap_and_none_is_cut(qtbot: QtBot, width: int, columns: int) -> None:
    choice = ProviderChoice([(kind.id, kind.label) for kind in KINDS], name="Kinds")
    qtbot.addWidget(choice)
    choice.resize(width, choice.heightForWidth(width))
    choice.show()
    tiles = choice.findChildren(QPushButton)
    assert len({tile.x() for tile in tiles}) == columns
    assert all(choice.rect().contains(tile.geometry()) for tile in tiles)
    assert all(tile.width() >= tile.sizeHint().width() for tile in tiles)
    assert len({tile.width() for tile in tiles}) <= 2  # of a width, but for a pixel


def test_arrow_keys_choose_a_kind(all_kinds: Form) -> None:
    tiles = {each.property("key"): each for each in all_kinds.fields.kinds.findChildren(QPushButton)}
    tiles["postgresql"].setFocus()
    QTest.keyClick(tiles["postgresql"], Qt.Key.Key_Right)
    assert all_kinds.fields.provider().id == "mysql"
    assert tiles["mysql"].hasFocus()
    QTest.keyClick(tiles["mysql"], Qt.Key.Key_Left)
    assert all_kinds.fields.provider().id == "postgresql"


def test_a_long_name_is_elided_and_heard_whole(all_kinds: Form) -> None:
    tile = all_kinds.tile("clickhouse")
    assert tile.text().endswith("…")
    assert tile.accessibleName() == tile.toolTip() == "ClickHouse Acme & Partner Frankfurt"


def test_what_was_tested_with_a_driver_only_is_said(all_kinds: Form) -> None:
    assert "not on a real server" not in all_kinds.said()
    all_kinds.choose("sqlserver")
    assert "paste it, and the fields below are filled" in all_kinds.said()
    assert "Tested by us with the driver of SQL Server only, not on a real server" in all_kinds.said()
    tile = all_kinds.tile("oracle")
    assert "not on a real server" in tile.accessibleDescription()


def test_a_missing_driver_says_how_to_get_it(
    all_kinds: Form, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(provider_id: str) -> None:
        if provider_id == "oracle":
            raise DriverMissingError(
                "What kbconnect needs to read Oracle is not installed on this computer.",
                hint="Install it, then start kbconnect again: pip install 'kbconnect[oracle]'",
            )

    monkeypatch.setattr(application.connectors, "check_driver", check)
    all_kinds.choose("oracle")
    all_kinds.wait_for("What kbconnect needs to read Oracle is not installed on this computer.")
    all_kinds.press("Copy command")
    assert QGuiApplication.clipboard().text() == "pip install 'kbconnect[oracle]'"
    all_kinds.choose("mysql")
    assert "is not installed" not in all_kinds.said()


def test_a_kind_that_is_gone_leaves_its_connector_alone(
    application: Application, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = application.connectors.add(ConnectorDraft("Field notes", "sqlite", database="/notes.db"), None)
    left = tuple(kind for kind in application.connectors.providers() if kind.id != "sqlite")
    monkeypatch.setattr(application.connectors, "providers", lambda: left)
    page = ConnectorFormPage(shell, connector.id)
    shell.navigator.push(lambda: page)
    reader = Reader(page, qtbot)
    reader.wait_for("What kbconnect needs for sources of the kind “sqlite” is not installed")
    assert not page.fields.isEnabled()


# ------------------------------------------------------------------------------------------------ words and addresses


def test_each_kind_has_its_own_words(all_kinds: Form) -> None:
    fields = all_kinds.fields
    all_kinds.choose("oracle")
    assert fields.database.editor.accessibleName() == "Service name"
    assert _placeholder(fields.port.editor) == "1521"
    assert _placeholder(fields.url.editor).startswith("oracle://")
    all_kinds.choose("postgresql")
    assert fields.database.editor.accessibleName() == "Database"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("postgresql", "If empty: the database with the same name as the user."),
        ("mysql", "If empty: all databases this account may read."),
        ("sqlserver", "If empty: the one the server has set for this account."),
        ("oracle", ""),
    ],
)
def test_a_sentence_says_what_an_empty_database_means(all_kinds: Form, kind: str, said: str) -> None:
    all_kinds.choose(kind)
    assert all_kinds.fields.database.editor.accessibleDescription() == said
    assert _placeholder(all_kinds.fields.database.editor) == ""


@pytest.mark.parametrize(
    ("address", "kind", "shown"),
    [
        ("mysql://reader:pw@db.acme.example/shop", "mysql", "mysql://reader@db.acme.example/shop"),
        ("jdbc:mariadb://db.acme.example:3307/shop?user=reader", "mysql", "mysql://reader@db.acme.example:3307/shop"),
        ("Server=db.acme.example,1433;Database=shop;User ID=reader;Password=pw", "sqlserver", ""),
        ("jdbc:oracle:thin:@//db.acme.example:1521/ORCLPDB1", "oracle", ""),
        ("clickhouse://db.acme.example/shop?compression=lz4", "clickhouse", ""),
    ],
)
def test_addresses_of_every_kind_fill_the_form(all_kinds: Form, address: str, kind: str, shown: str) -> None:
    all_kinds.paste(address)
    assert all_kinds.fields.provider().id == kind
    assert all_kinds.fields.host.value() == "db.acme.example"
    assert "pw" not in all_kinds.fields.url.value()
    if shown:
        assert all_kinds.fields.url.value() == shown


def test_an_address_of_a_kind_that_is_not_there_is_explained(
    application: Application, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application.connectors, "providers", lambda: KINDS[:1])
    form = Form(shell, qtbot)
    form.type(form.fields.url, "oracle://scott:tiger@db/x")
    assert "no kind of source for this address" in form.fields.url.error()
    assert "tiger" not in form.fields.url.error()
    assert form.fields.provider().id == "postgresql"


def test_what_a_driver_of_others_is_told_is_named_and_kept(all_kinds: Form) -> None:
    all_kinds.paste("clickhouse://db.acme.example/shop?compression=lz4")
    assert all_kinds.fields.more.isVisible()
    assert "Also passed to the driver: compression" in all_kinds.said()
    assert all_kinds.fields.entered().draft.options.extra("compression") == "lz4"


# ------------------------------------------------------------------------------------------------ files


def test_a_folder_of_files_is_connected(form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "price lists"
    folder.mkdir()
    (folder / "prices.csv").write_text("sku;price\nA1;9,90\n", "utf-8")
    (folder / "shops.csv").write_text("id;city\n1;Köln\n", "utf-8")
    form.choose("files")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    form.press("Choose folder… File or folder")
    assert form.fields.file.value() == str(folder)
    assert form.fields.name.value() == "price lists"
    form.press("Test connection")
    form.wait_for("Everything works.")
    saved = form.save()
    assert (saved.provider, saved.database) == ("files", str(folder))


def test_how_files_are_read_is_found_out_unless_somebody_says_it(form: Form, tmp_path: Path) -> None:
    form.choose("files")
    form.type(form.fields.file, str(tmp_path))
    assert form.fields.entered().draft.options == ConnectorOptions()
    assert not form.fields.more.isVisible()
    form.press("Advanced")
    encoding, delimiter, header, *_ = form.fields.more.extra_fields()
    form.pick(delimiter, ";")
    form.pick(header, "no")
    assert encoding.value() == ""
    assert form.fields.entered().draft.options.extras == (Extra("delimiter", ";"), Extra("header", "no"))
    assert form.fields.url.value().endswith("delimiter=%3B&header=no") or not form.fields.url.value()


def test_an_option_nobody_offers_is_not_lost(application: Application, shell: Shell, qtbot: QtBot) -> None:
    draft = ConnectorDraft("Old lists", "files", database="/data/lists")
    options = ConnectorOptions(extras=(Extra("encoding", "cp850"),))
    connector = application.connectors.add(replace(draft, options=options), None)
    form = Form(shell, qtbot, connector.id)
    assert form.fields.more.isVisible()
    assert not form.page.is_changed()
    form.type(form.fields.name, "Older lists")
    assert form.save().options == options


def test_a_file_has_no_password_and_no_encryption(form: Form) -> None:
    form.choose("sqlite")
    for part in (form.fields.secret, form.fields.tls, form.fields.host, form.fields.tunnel, form.fields.more.opener):
        assert not part.isVisible()
    assert form.button("Choose folder… File") is None


def test_who_picks_files_is_asked_for_a_path_alone(form: Form) -> None:
    form.choose("files")
    assert not form.fields.url.isVisible()
    assert "JDBC" not in form.said()
    assert "CSV, Excel, Parquet or JSON." in form.said()
    form.choose("sqlite")
    assert "The file of an SQLite database" in form.said()
    form.choose("postgresql")
    assert form.fields.url.isVisible()
    assert not form.fields.file.isVisible()


@pytest.mark.parametrize(
    ("address", "kind", "path"),
    [
        ("file:///data/lists?delimiter=%3B", "files", "/data/lists"),
        ("sqlite:////data/shop.db", "sqlite", "/data/shop.db"),
    ],
)
def test_an_address_pasted_as_a_path_is_taken_apart(form: Form, address: str, kind: str, path: str) -> None:
    form.choose("files")
    form.paste(address, form.fields.file)
    assert (form.fields.provider().id, form.fields.file.value()) == (kind, path)
    assert "Taken from the address." in form.said()
    form.type(form.fields.file, "/data/other")
    assert "Taken from the address." not in form.said()


def test_a_server_pasted_as_a_path_leads_to_its_kind(form: Form) -> None:
    form.choose("files")
    form.paste("postgresql://ana:pw@db.acme.example/main", form.fields.file)
    assert form.fields.provider().id == "postgresql"
    assert (form.fields.host.value(), form.fields.secret.value()) == ("db.acme.example", "pw")
    assert form.fields.file.value() == ""
    assert form.fields.url.editor.hasFocus()


def test_a_file_pasted_as_a_url_leads_to_its_kind(form: Form) -> None:
    form.paste("sqlite:////data/shop.db")
    assert form.fields.provider().id == "sqlite"
    assert form.fields.file.value() == "/data/shop.db"
    assert form.fields.file.editor.hasFocus()


def can_save(form: Form) -> bool:
    save = form.button("Save connector")
    return save is not None and save.isEnabled()


@pytest.mark.parametrize("before", ["postgresql", "sqlite"])
@pytest.mark.parametrize(
    ("content", "kind"), [(b"sku;price\nA1;9,90\n", "files"), (b"SQLite format 3\x00rest", "sqlite")]
)
def test_a_path_that_tells_no_kind_is_looked_into(
    form: Form, tmp_path: Path, content: bytes, kind: str, before: str
) -> None:
    path = tmp_path / "prices.2026"
    path.write_bytes(content)
    form.choose(before)
    if before == "sqlite":
        form.paste(f"file://{path}", form.fields.file)
    else:
        form.paste(str(path))
    form.wait_for("What is inside tells its kind.")
    assert (form.fields.provider().id, form.fields.file.value()) == (kind, str(path))
    assert can_save(form)
    form.type(form.fields.name, "Prices")
    assert form.save().provider == kind


def test_a_folder_that_tells_no_kind_holds_files(form: Form, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    form.paste(str(tmp_path / "lists"))
    form.wait_for("What is inside tells its kind.")
    assert form.fields.provider().id == "files"


def test_a_path_nobody_can_look_into_is_told_and_does_not_bar_the_way(form: Form, tmp_path: Path) -> None:
    form.paste(str(tmp_path / "gone"))
    form.wait_for("Check the path, or choose the kind of source.")
    assert "can't be looked into" in form.fields.file.error()
    form.choose("files")
    assert can_save(form)


def test_who_chooses_a_kind_meanwhile_is_not_overruled(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def slow(_: Path) -> str:
        gate.wait(10)
        return "sqlite"

    monkeypatch.setattr("kbconnect.ui.pages.connector_form_work.provider_of_path", slow)
    form.paste(str(tmp_path / "prices.2026"))
    assert not can_save(form)
    form.choose("files")
    assert can_save(form)
    gate.set()
    form.qtbot.waitUntil(lambda: form.shell.jobs.running() == 0)
    assert form.fields.provider().id == "files"


def test_an_address_of_no_known_kind_is_no_path(form: Form) -> None:
    form.choose("files")
    form.type(form.fields.file, "redis://scott:tiger@db/x")
    assert "address of something else" in form.fields.file.error()
    form.type(form.fields.file, "C:\\lists\\prices.csv")
    assert form.fields.file.error() == ""


def _placeholder(editor: object) -> str:
    assert isinstance(editor, QLineEdit)
    return editor.placeholderText()
