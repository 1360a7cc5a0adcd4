"""A translation reaches texts behind tr() and filled-in sentences of the layers below; English stays as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject
from PySide6.QtWidgets import QApplication

from kbconnect.core.errors import TableMissingError
from kbconnect.ui import language, words
from kbconnect.ui.errors import explain
from kbconnect.ui.language import Messages, install_language, read_messages, told
from kbconnect.ui.sentences import Marks, Sentences

GERMAN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context><name>window</name>
<message><source>Sync now</source><translation>Jetzt abgleichen</translation></message>
<message><source>Open</source><translation>Öffnen</translation></message>
<message><source>Open</source><comment>state</comment><translation>Offen</translation></message>
<message numerus="yes"><source>%Ln chunk(s)</source><translation><numerusform>%Ln Abschnitt</numerusform>\
<numerusform>%Ln Abschnitte</numerusform></translation></message>
<message><source>{minutes} min ago</source><translation>vor {minutes} min</translation></message>
<message><source>{day} {month}</source><comment>of a date</comment><translation>{day}. {month}</translation></message>
<message><source>Later</source><translation type="unfinished"></translation></message>
</context>
<context><name>sentences</name>
<message><source>The table {0} isn't there any more.</source>
<translation>Die Tabelle {0} gibt es nicht mehr.</translation>
</message>
<message><source>{0} of {1} {2} were read.</source><translation>Von {1} {2} wurden {0} gelesen.</translation></message>
<message><source>rows</source><translation>Zeilen</translation></message>
<message><source>Choose another table.</source><translation>Wählen Sie eine andere Tabelle.</translation></message>
</context>
</TS>
"""


@pytest.fixture
def german(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "kbconnect_de.ts").write_text(GERMAN, "utf-8")
    monkeypatch.setattr(language, "translations_folder", lambda: tmp_path)
    install_language(qapp, "de")
    yield
    install_language(qapp, "en")


@pytest.mark.usefixtures("german")
class TestWindow:
    def test_texts_behind_tr_are_translated_in_every_class(self) -> None:
        class Page(QObject):
            pass

        assert Page().tr("Sync now") == "Jetzt abgleichen"
        assert QCoreApplication.translate("words", "Sync now") == "Jetzt abgleichen"

    def test_a_comment_tells_equal_texts_apart(self) -> None:
        assert QObject().tr("Open") == "Öffnen"
        assert QObject().tr("Open", "state") == "Offen"
        assert QObject().tr("Open", "nobody translated this one") == "Öffnen"

    def test_what_is_unfinished_stays_english(self) -> None:
        assert QObject().tr("Later") == "Later"
        assert QObject().tr("Never heard of") == "Never heard of"

    def test_numbers_choose_their_form_and_are_written_as_usual(self) -> None:
        assert QCoreApplication.translate("x", "%Ln chunk(s)", None, 1) == "1 Abschnitt"
        assert QCoreApplication.translate("x", "%Ln chunk(s)", None, 4_113) == "4.113 Abschnitte"

    def test_words_follow_the_language(self) -> None:
        now = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)
        assert words.count(1_234_567) == "1.234.567"
        assert words.short_count(9_100) == "9,1 k"
        assert words.moment(datetime(2025, 11, 18, 11, 30, tzinfo=UTC), now, UTC) == "vor 30 min"
        assert words.moment(datetime(2025, 10, 5, 11, 30, tzinfo=UTC), now, UTC) == "5. Okt"
        assert words.moment(datetime(2025, 11, 17, 6, 0, tzinfo=UTC), now, UTC).endswith("06:00")
        assert words.exact_moment(datetime(2025, 11, 18, 9, 31, 5, tzinfo=UTC), UTC) == "Di 18. Nov 2025, 09:31:05 UTC"
        assert words.ordinal(3) == "3."


@pytest.mark.usefixtures("german")
class TestSentences:
    def test_a_filled_in_sentence_is_found_by_its_pattern(self) -> None:
        assert told("The table shop.orders isn't there any more.") == "Die Tabelle shop.orders gibt es nicht mehr."

    def test_values_may_change_places_and_are_translated_themselves(self) -> None:
        assert told("4,113 of 10,000 rows were read.") == "Von 10.000 Zeilen wurden 4.113 gelesen."

    def test_sentences_are_told_one_by_one_and_unknown_ones_stay(self) -> None:
        both = told("The table a.b isn't there any more. Nobody knows this. Choose another table.")
        assert both == "Die Tabelle a.b gibt es nicht mehr. Nobody knows this. Wählen Sie eine andere Tabelle."

    def test_a_name_that_looks_like_a_pattern_is_left_alone(self) -> None:
        assert told("The table {0} isn't there any more.") == "Die Tabelle {0} gibt es nicht mehr."
        assert told("The table \\1 isn't there any more.") == "Die Tabelle \\1 gibt es nicht mehr."

    def test_errors_are_explained_in_the_language(self) -> None:
        shown = explain(TableMissingError("The table x isn't there any more.", hint="Choose another table."))
        assert (shown.what, shown.hint) == ("Die Tabelle x gibt es nicht mehr", "Wählen Sie eine andere Tabelle.")


def test_the_pattern_with_most_words_wins() -> None:
    known = Sentences({"{0} is gone.": "{0} fehlt.", "The file {0} is gone.": "Die Datei {0} fehlt."}, Marks())
    assert known.tell("The file a.csv is gone.") == "Die Datei a.csv fehlt."
    assert known.tell("x is gone.") == "x fehlt."


@pytest.mark.parametrize("text", ["", "a" * 10_000, "\n\n", ". . .", "{0}", "  ·  ", "é: \ud800 ?"])
def test_hostile_texts_are_given_back(text: str) -> None:
    assert Sentences({"x {0}": "y {0}"}, Marks()).tell(text) == text


def test_an_unknown_language_is_english(qapp: QApplication) -> None:
    install_language(qapp, "xx")
    assert language.language() == "en"
    assert QObject().tr("Sync now") == "Sync now"
    assert words.count(4_113) == "4,113"


def test_the_languages_have_their_own_names() -> None:
    assert list(language.languages().items())[:2] == [("en", "English"), ("de", "Deutsch")]


def test_qt_brings_the_words_of_its_own_dialogs() -> None:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert (folder / "qtbase_de.qm").is_file()


def test_a_file_of_linguist_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kbconnect_de.ts"
    path.write_text(GERMAN, "utf-8")
    messages = read_messages(path)
    assert isinstance(messages, Messages)
    assert messages.window["Sync now", ""] == ("Jetzt abgleichen",)
    assert ("Later", "") not in messages.window


class TestPlaces:
    """What fills the places of a sentence: words and numbers are translated, names are not."""

    KNOWN = Sentences(
        {
            "There is no column {0}.": "Es gibt keine Spalte {0}.",
            "Choose another column.": "Wählen Sie eine andere.",
            "There is no {0} called “{1}”.": "Nicht gefunden: {0} „{1}“.",
            "table": "Tabelle",
            "{0} and {1}": "{0} und {1}",
            "Every {0}": "Jeden {0}",
            "{0} at {1}": "{0} um {1}",
            "{0} MB": "{0} MB",
            "write to {0} tables": "in {0} Tabellen schreiben",
            "create tables": "Tabellen anlegen",
            "Monday": "Montag",
            "Friday": "Freitag",
            "Reading broke off; trying again in {0} s. {1}": "Abgebrochen; neuer Versuch in {0} s. {1}",
            "Takes up the sync of {0}.": "Setzt den Abgleich von {0} fort.",
        },
        Marks(".", ",", ("„", "“"), ("Mo", "Di"), ("Jan",), "{day}. {month}"),
    )

    @pytest.mark.parametrize(
        ("english", "german"),
        [
            ("There is no column x. Choose another column.", "Es gibt keine Spalte x. Wählen Sie eine andere."),
            ("There is no table called “table”.", "Nicht gefunden: Tabelle „table“."),
            ("There is no column Cats and Dogs.", "Es gibt keine Spalte Cats and Dogs."),
            ("There is no column “a” and “b”.", "Es gibt keine Spalte „a“ und „b“."),
            ("There is no column .", "Es gibt keine Spalte ."),
            ("Every Monday and Friday at 02:00, Europe/Berlin", "Jeden Montag und Freitag um 02:00, Europe/Berlin"),
            ("Monday, every Friday", "Montag, jeden Freitag"),
            ("Monday, x", "Monday, x"),
            ("1,234.5 MB", "1.234,5 MB"),
            ("write to 3 tables and create tables", "in 3 Tabellen schreiben und Tabellen anlegen"),
            ("34%", "34 %"),
            (" Choose another column. ", " Wählen Sie eine andere. "),
            ("Takes up the sync of Mon 02:00.", "Setzt den Abgleich von Mo 02:00 fort."),
            ("Takes up the sync of Tue 3 Jan 2026 02:00.", "Setzt den Abgleich von Di 3. Jan 2026 02:00 fort."),
        ],
    )
    def test_names_stay_and_words_are_told(self, english: str, german: str) -> None:
        assert self.KNOWN.tell(english) == german

    def test_a_place_may_hold_sentences(self) -> None:
        english = "Reading broke off; trying again in 5 s. There is no column x. Choose another column."
        german = "Abgebrochen; neuer Versuch in 5 s. Es gibt keine Spalte x. Wählen Sie eine andere."
        assert self.KNOWN.tell(english) == german

    def test_what_is_nested_without_end_is_given_back(self) -> None:
        for text in (" and ".join(["x"] * 600), "Every " * 600, "Monday, " * 400, "There is no column " * 200):
            assert isinstance(self.KNOWN.tell(text), str)
