"""Every translation keeps up with the code: nothing is missing, each sentence is found again with its places filled,
and what people are told when something goes wrong is in their language from the first word to the last."""

from __future__ import annotations

import re
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.app.application import Application, build_application
from kbconnect.app.connectors import SecretReference
from kbconnect.core.addresses import parse_address
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.cursors import check_cursor
from kbconnect.core.discovery import suggest
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import InlineContext
from kbconnect.core.mapping import check_mapping
from kbconnect.core.model import (
    ChangeMode,
    ColumnInfo,
    ColumnKind,
    DatasetDraft,
    KnowledgeBaseDraft,
    Mapping,
    QuerySelection,
    RunStatus,
    SearchRequest,
    SyncOptions,
    TableRef,
    TableSelection,
)
from kbconnect.core.schedule import CronRule, IntervalRule
from kbconnect.core.schedule_words import interval_words, rule_words
from kbconnect.core.slots import Slots, zone_of
from kbconnect.ui.language import ENGLISH, install_language, read_messages, told

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"
FILES = sorted((SCRIPTS.parent / "resources" / "translations").glob("kbconnect_*.ts"))
CONTEXTS = ("sentences", "window")
HOLE = re.compile(r"\{(\d+)\}")
ENGLISH_WORDS = re.compile(
    r"\b(?:the|is|are|and|or|not|no|nothing|of|to|with|your|this|that|these|there|it|its|can't|could|would|should|must"
    r"|be|been|choose|check|try|again|write|read|give|from|for|has|have|than|which|who|what|when|where|by|at|on|into"
    r"|every|documents|rows|columns)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """packaging/translations.py, which is not part of any package."""
    sys.path.insert(0, str(SCRIPTS))
    import translations

    yield translations
    sys.path.remove(str(SCRIPTS))


@pytest.fixture(params=FILES, ids=lambda path: path.stem.removeprefix("kbconnect_"))
def translated(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Path]:
    """A file of Qt Linguist, its language switched on."""
    install_language(qapp, request.param.stem.removeprefix("kbconnect_"))
    yield request.param
    install_language(qapp, ENGLISH)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    install_language(qapp, "de")
    yield
    install_language(qapp, ENGLISH)


# --------------------------------------------------------------------------------------------------- the files


def test_there_are_translations() -> None:
    assert [path.name for path in FILES]


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_missing_and_no_place_is_lost(path: Path, context: str, script: ModuleType) -> None:
    """`python packaging/translations.py` adds new texts; a translator fills them in."""
    assert script.faults(path, script.texts(), [context]) == []


def test_no_two_places_stand_side_by_side(script: ModuleType) -> None:
    """Nobody could tell where the first value ends; such a sentence is to be written as several."""
    assert [text.source for text in script.texts() if text.context == "sentences" and "}{" in text.source] == []


def test_every_sentence_is_found_again_with_its_places_filled(translated: Path) -> None:
    sentences = read_messages(translated).sentences
    assert len(sentences) > 700
    wrong = {}
    for english, said in sentences.items():
        name = "7" if is_phrase(english) else "Ärzte_{0}"
        shown = told(HOLE.sub(lambda hole, name=name: name.format(hole[1]), english))  # type: ignore[misc]
        wanted = HOLE.sub(lambda hole, name=name: name.format(hole[1]), said)  # type: ignore[misc]
        if shown != wanted:
            wrong[english] = shown
    assert wrong == {}


def is_phrase(english: str) -> bool:
    """A piece of a sentence, which is told only where what fills its places is known."""
    return not english.endswith((".", "?", ":"))


@pytest.mark.usefixtures("german")
def test_names_are_not_translated() -> None:
    assert told("There is no dataset called “table”.") == "Nicht gefunden: Datenbestand „table“."
    assert told("Salt and Pepper has no schedule.") == "Salt and Pepper hat keinen Zeitplan."


# --------------------------------------------------------------------------------------------------- what people see


def assert_german(text: str) -> None:
    """Names in quotes, code and paths aside there is no English word in it."""
    shown = told(text)
    bare = re.sub(r"„[^“]*“|`[^`]*`|\S*[/_:.=]\S+|\([^()]*\)", " ", shown)
    assert text, "there is something to tell"
    assert ENGLISH_WORDS.findall(bare) == [], shown


def assert_error_is_german(error: KbConnectError) -> None:
    told_sentences = [error.message, error.meaning, error.hint]
    for sentence in filter(None, [*told_sentences, " ".join(filter(None, told_sentences))]):
        assert_german(sentence)


COLUMNS = (
    ColumnInfo("id", "integer", ColumnKind.INTEGER, primary_key=1),
    ColumnInfo("body", "text", ColumnKind.TEXT),
    ColumnInfo("flag", "boolean", ColumnKind.BOOLEAN),
)
INPUTS: dict[str, Callable[[], object]] = {
    "few fields": lambda: rule_words(CronRule("0 2", "UTC")),
    "one field": lambda: rule_words(CronRule("x", "UTC")),
    "no minute": lambda: rule_words(CronRule("99 2 * * *", "UTC")),
    "no hour": lambda: rule_words(CronRule("0 25 * * *", "UTC")),
    "no day": lambda: rule_words(CronRule("0 2 32 * *", "UTC")),
    "no month": lambda: rule_words(CronRule("0 2 * 13 *", "UTC")),
    "no weekday": lambda: rule_words(CronRule("0 2 * * SOMEDAY", "UTC")),
    "30 February": lambda: rule_words(CronRule("0 2 30 2 *", "UTC")),
    "near zone": lambda: zone_of("europe/berln"),
    "no zone": lambda: zone_of("qqqqqq"),
    "no interval": lambda: Slots(IntervalRule(0), datetime(2026, 11, 23, tzinfo=UTC)),
    "no address": lambda: parse_address(""),
    "no URL": lambda: parse_address("hello"),
    "other kind": lambda: parse_address("redis://host/shop"),
    "no port": lambda: parse_address("postgresql://host:99999/shop"),
    "no parameter": lambda: parse_address("postgresql://host/shop?colour=red"),
    "no parameters": lambda: parse_address("postgresql://host/shop?colour=red&size=2"),
    "no sslmode": lambda: parse_address("postgresql://host/shop?sslmode=strong"),
    "no SQLite parameter": lambda: parse_address("sqlite:///shop.db?mode=ro"),
    "no column": lambda: check_mapping(Mapping(("nr",), "", ("body",)), COLUMNS),
    "no columns": lambda: check_mapping(Mapping(("nr",), "", ("text", "note")), COLUMNS),
    "no key": lambda: check_mapping(Mapping((), "", ("body",)), COLUMNS),
    "brace": lambda: check_mapping(Mapping(("id",), "", (), template="{body"), COLUMNS),
    "no column to follow": lambda: check_cursor(ChangeMode.CURSOR, "changed", ("id",), COLUMNS),
    "no order": lambda: check_cursor(ChangeMode.CURSOR, "flag", ("id",), COLUMNS),
}


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("work", INPUTS.values(), ids=INPUTS.keys())
def test_what_was_written_wrongly_is_told_in_german(work: Callable[[], object]) -> None:
    with pytest.raises(KbConnectError) as caught:
        work()
    assert_error_is_german(caught.value)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 2 * * *", "Jede Nacht um 02:00"),
        ("0 2,14 * * *", "Jeden Tag um 02:00 und 14:00"),
        ("0 6 * * 0,3", "Jeden Mittwoch und Sonntag um 06:00"),
        ("0 6 * * 1-5", "Montag bis Freitag um 06:00"),
        ("0 3 1 * *", "Am 1. jedes Monats um 03:00"),
        ("0 3 2,11,22,23 jan,jul *", "Am 2., 11., 22. und 23. Januar und Juli um 03:00"),
        ("0 3 13 * fri", "Am 13. jedes Monats und jeden Freitag um 03:00"),
        ("0 3 * 6 MON", "Jeden Montag im Juni um 03:00"),
        ("* * * * *", "Jede Minute"),
        ("7-59/15 * * * *", "Alle 15 Minuten ab Minute 7"),
        ("*/15 8-17 * * MON-FRI", "Alle 15 Minuten von 08:00 bis 17:45, Montag bis Freitag"),
        ("*/30 * * * SUN", "Alle 30 Minuten, jeden Sonntag"),
        ("*/30 * 1 * *", "Alle 30 Minuten, am 1. jedes Monats"),
        ("5 * * * *", "Jede Stunde zur Minute 5"),
        ("1,2,5 1,2 * * *", "Jede Nacht zu 6 Zeiten von 01:01 bis 02:05"),
        ("0 0 */2 * MON", "Wie cron sagt, 0 0 */2 * MON"),
    ],
)
def test_schedules_are_told_in_german(cron: str, words: str) -> None:
    assert told(rule_words(CronRule(cron, "Europe/Berlin"))) == f"{words}, Europe/Berlin"


@pytest.mark.usefixtures("german")
def test_intervals_are_told_in_german() -> None:
    minutes = (1, 30, 60, 240, 1_440, 2_880)
    told_intervals = [told(interval_words(each)) for each in minutes]
    assert told_intervals == ["1 Minute", "30 Minuten", "1 Stunde", "4 Stunden", "1 Tag", "2 Tage"]
    assert told(rule_words(IntervalRule(240))) == "Alle 4 Stunden"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Twenty articles, of which one has no text."""
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, body TEXT, mail TEXT, topic TEXT, seen_at TEXT)"
        )
        for number in range(1, 21):
            text = f"<p>Chapter {number} explains how to mend a tent with a patch. {'It is easy. ' * 20}</p>"
            values = (number, f"Article {number}", text if number != 7 else "<br>", "x@y.example", "care", "2026-11-18")
            connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", values)
    return path


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with build_application(tmp_path / "home", {}, lambda purpose: None) as built:
        yield built


@pytest.fixture
def draft(application: Application, shop: Path) -> DatasetDraft:
    connector = application.connectors.add(ConnectorDraft("Shop", "sqlite", database=str(shop)), None)
    knowledge_base = application.knowledge_bases.add(KnowledgeBaseDraft("Handbook", embedder="none"))
    return DatasetDraft(
        name="Articles",
        connector_id=connector.id,
        selection=TableSelection(TableRef("", "articles")),
        mapping=Mapping(("id",), "title", ("body",), ("topic",)),
        knowledge_base_id=knowledge_base.id,
    )


@pytest.mark.usefixtures("german")
def test_refusals_of_use_cases_are_told_in_german(application: Application, draft: DatasetDraft) -> None:
    application.datasets.add(draft)
    connector = application.connectors.list()[0]
    knowledge_base = application.knowledge_bases.list()[0]
    refused: list[Callable[[], object]] = [
        lambda: application.connectors.add(ConnectorDraft("shop", "sqlite", database="x.db"), None),
        lambda: application.connectors.add(ConnectorDraft(" ", "sqlite", database="x.db"), None),
        lambda: application.connectors.add(ConnectorDraft("x", "oracle"), None),
        lambda: application.connectors.add(ConnectorDraft("x", "postgresql"), None),
        lambda: application.connectors.add(ConnectorDraft("x", "postgresql", host="h", port=70_000), None),
        lambda: application.connectors.remove(connector.id),
        lambda: application.connectors.find("nobody"),
        lambda: application.datasets.add(draft),
        lambda: application.datasets.add(replace(draft, name="")),
        lambda: application.datasets.add(replace(draft, name="b", mapping=Mapping((), "", ("body",)))),
        lambda: application.datasets.add(replace(draft, name="b", mapping=Mapping(("id",), "", ()))),
        lambda: application.datasets.add(replace(draft, name="b", mode=ChangeMode.CURSOR)),
        lambda: application.datasets.add(replace(draft, name="b", policy=replace(draft.policy, delete_limit=2))),
        lambda: application.datasets.get("0"),
        lambda: application.knowledge_bases.add(KnowledgeBaseDraft("handbook")),
        lambda: application.knowledge_bases.add(KnowledgeBaseDraft("b", embedder="gpt")),
        lambda: application.knowledge_bases.remove(knowledge_base.id),
        lambda: application.history.run(99),
        lambda: application.schedules.get(application.datasets.list()[0].id),
    ]
    for work in refused:
        with pytest.raises(KbConnectError) as caught:
            work()
        assert_error_is_german(caught.value)


@pytest.mark.usefixtures("german")
def test_what_a_source_refuses_is_told_in_german(shop: Path, tmp_path: Path) -> None:
    draft = ConnectorDraft("Shop", "sqlite", database=str(shop))
    queries = ["SELECT", "DELETE FROM articles", "SELECT 1; SELECT 2", "SELECT nothing FROM articles", "", "SELECT (1"]
    with open_source(draft, None) as source:
        refused: list[Callable[[], object]] = [
            *(lambda query=query: source.describe(QuerySelection(query)) for query in queries),
            lambda: source.columns(TableRef("", "orders")),
        ]
        for work in refused:
            with pytest.raises(KbConnectError) as caught:
                work()
            assert_error_is_german(caught.value)
    for reference in ("env:NOBODY", "file:/nowhere/at.all", "file:relative"):
        with build_application(tmp_path / "home", {}, lambda purpose: None) as application:
            with pytest.raises(KbConnectError) as caught:
                application.connectors.add(replace(draft, name=reference), SecretReference(reference))
            assert_error_is_german(caught.value)


@pytest.mark.usefixtures("german")
def test_connection_tests_are_told_in_german(shop: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    (tmp_path / "text.db").write_text("no database, but longer than the header of one " * 9, "utf-8")
    (tmp_path / "empty.db").touch()
    drafts = [
        ConnectorDraft("a", "sqlite", database=str(shop)),
        ConnectorDraft("a", "sqlite", database=str(tmp_path / "missing.db")),
        ConnectorDraft("a", "sqlite", database=str(tmp_path / "text.db")),
        ConnectorDraft("a", "sqlite", database=str(tmp_path / "empty.db")),
        ConnectorDraft("a", "sqlite", database=str(tmp_path)),
        ConnectorDraft("a", "postgresql", host="127.0.0.1", port=closed, username="u", database="d"),
        ConnectorDraft("a", "postgresql", host="two hosts", username="u", database="d"),
        ConnectorDraft("a", "postgresql", username="u", database="d"),
    ]
    for draft in drafts:
        report = check_connection(draft, Secret("x"), lambda step: None, InlineContext())
        assert report.steps
        for step in report.steps:
            assert_german(step.detail)
            if step.hint:
                assert_german(step.hint)


@pytest.mark.usefixtures("german")
def test_runs_are_told_in_german(application: Application, draft: DatasetDraft, shop: Path) -> None:
    dataset = application.datasets.add(replace(draft, policy=replace(draft.policy, reject_limit=0.5)))
    first = application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert first.status is RunStatus.COMPLETED_WITH_REJECTS
    for reject in first.rejects:
        assert_german(reject.reason)
    retried = application.syncing.sync(dataset.id, SyncOptions(retry_rejects=True), InlineContext())
    for remark in retried.remarks:
        assert_german(remark)
    with closing(sqlite3.connect(shop)) as connection, connection:
        connection.execute("DELETE FROM articles WHERE id > 2")
    braked = application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert braked.error is not None
    assert_german(braked.error.message)
    assert_german(braked.error.hint)


@pytest.mark.usefixtures("german")
def test_advice_is_told_in_german(application: Application, draft: DatasetDraft, shop: Path) -> None:
    connector = ConnectorDraft("Shop", "sqlite", database=str(shop))
    with open_source(connector, None) as source:
        columns = source.describe(draft.selection)
        sample = source.sample(draft.selection, 20)
    for suggestion in suggest(columns, sample):
        assert_german(suggestion.reason)
    advice = application.catalog.cursor_advice(draft.connector_id, draft.selection, InlineContext(), ("id",))
    assert_german(advice.mode.reason)
    for cursor in advice.cursors:
        for words in (*cursor.reasons, *cursor.warnings):
            assert_german(words)


@pytest.mark.usefixtures("german")
def test_an_empty_question_is_told_in_german(application: Application, draft: DatasetDraft) -> None:
    with pytest.raises(KbConnectError) as caught:
        application.search.search(SearchRequest(" ", draft.knowledge_base_id))
    assert_error_is_german(caught.value)
