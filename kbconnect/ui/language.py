"""The language of the window: which there are, which is on, and how a text gets into it.

    install_language(application, "de")          # before the first widget is made
    self.tr("{rows} rows left")                  # texts of the window: Qt asks `Translation` for them
    say("Queued")                                # the same where there is no QObject
    noted("Queued")                              # a text of a module's table: `say` translates it when it is shown
    told(error.hint)                             # sentences of the layers below, which speak English only

English stands in the code. A translation is one file of Qt Linguist, `resources/translations/kbconnect_<code>.ts`, in
two contexts: "window" for texts behind `tr()`, and "sentences" for what the application, its errors and its remarks
say. Those come filled in ("The table orders isn't there any more."), also from the history of last week, so they are
found by their pattern ("The table {0} isn't there any more."). The command line stays English: scripts read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from kbconnect.app.paths import resource
from kbconnect.ui.sentences import Marks, Sentences

ENGLISH = "en"
WINDOW, SENTENCES = "window", "sentences"
_NAMES = {ENGLISH: "English", "de": "Deutsch"}
_OF_A_DATE = ("{day} {month}", "of a date")


@dataclass(frozen=True, slots=True)
class Messages:
    """One translation. window: (text, comment) -> its forms. sentences: text with {0}, {1} -> text with the same."""

    window: dict[tuple[str, str], tuple[str, ...]]
    sentences: dict[str, str]


class Translation(QTranslator):
    """Answers Qt from a file of Qt Linguist. Contexts of classes don't matter: equal texts read alike everywhere."""

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = messages.window

    def isEmpty(self) -> bool:
        return not self._window

    def translate(  # None is a null string: Qt asks the next translator
        self, _context: str, text: str, comment: str | None = None, number: int = -1
    ) -> str | None:
        forms = self._window.get((text, comment or "")) or self._window.get((text, ""))
        if not forms:
            return None
        return forms[0] if number in (-1, 1) else forms[-1]


_marks = Marks()
_sentences = Sentences({}, _marks)
_installed: list[QTranslator] = []
_code = ENGLISH


def marks() -> Marks:
    """How numbers are written in the language that is on."""
    return _marks


def language() -> str:
    """The code of the language that is on: "en", "de"."""
    return _code


def say(text: str, comment: str | None = None) -> str:
    """A text of the window where there is no QObject; what `tr` is to a class. Call it when it is shown, not before."""
    return QCoreApplication.translate(WINDOW, text, comment)


def noted(text: str) -> str:
    """The text itself: a mark for the list of texts to translate."""
    return text


def told(text: str) -> str:
    """A sentence of the application in the language of the window; an unknown one as it is."""
    return _sentences.tell(text)


def languages() -> dict[str, str]:
    """Code -> its own name, English first."""
    codes = sorted(path.stem.removeprefix("kbconnect_") for path in translations_folder().glob("kbconnect_*.ts"))
    return {code: _NAMES.get(code, QLocale(code).nativeLanguageName()) for code in (ENGLISH, *codes)}


def system_language() -> str:
    """The first language the system prefers that there is a translation for; else English."""
    known = languages()
    for tag in QLocale.system().uiLanguages():
        code = tag.partition("-")[0].lower()
        if code in known:
            return code
    return ENGLISH


def install_language(application: QCoreApplication, code: str) -> None:
    """Switches to a language (an unknown one: English). Widgets made before keep their texts."""
    global _marks, _sentences, _code  # noqa: PLW0603  one window has one language, as Qt has it
    for old in _installed:
        application.removeTranslator(old)
    _installed.clear()
    _code = code if code in languages() else ENGLISH
    locale = QLocale(_code)
    QLocale.setDefault(locale)
    messages = read_messages(translation_file(_code)) if _code != ENGLISH else Messages({}, {})
    _marks = _marks_of(locale, messages)
    _sentences = Sentences(messages.sentences, _marks)
    if _code == ENGLISH:
        return
    qt = QTranslator(application)
    if qt.load(f"qtbase_{_code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _install(application, qt)
    _install(application, Translation(messages, application))


def _marks_of(locale: QLocale, messages: Messages) -> Marks:
    short = QLocale.FormatType.ShortFormat
    quote = locale.quoteString("x")
    return Marks(
        locale.groupSeparator(),
        locale.decimalPoint(),
        (quote[:1], quote[-1:]),
        tuple(locale.dayName(day, short).rstrip(".") for day in range(1, 8)),
        tuple(locale.monthName(month, short).rstrip(".") for month in range(1, 13)),
        messages.window.get(_OF_A_DATE, (_OF_A_DATE[0],))[0],
    )


def _install(application: QCoreApplication, translator: QTranslator) -> None:
    application.installTranslator(translator)
    _installed.append(translator)


def translations_folder() -> Path:
    return resource("translations")


def translation_file(code: str) -> Path:
    return translations_folder() / f"kbconnect_{code}.ts"


def read_messages(path: Path) -> Messages:
    """What is finished in a file of Qt Linguist. Our own file: it comes with the program."""
    import xml.etree.ElementTree as ET  # English needs none

    window: dict[tuple[str, str], tuple[str, ...]] = {}
    sentences: dict[str, str] = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            source, translation = message.findtext("source") or "", message.find("translation")
            if translation is None or translation.get("type") is not None:
                continue  # unfinished, vanished or obsolete
            forms = tuple(form.text or "" for form in translation.iter("numerusform")) or (translation.text or "",)
            if name == SENTENCES:
                sentences[source] = forms[0]
            else:
                window[source, message.findtext("comment") or ""] = forms
    return Messages(window, sentences)
