"""No text of the window is written where a translation can't reach it.

A rough finder: string constants in kbconnect/ui that look like words for people, outside of tr(), say(), noted() and
told(), and outside of what only programs read. What it can't know stands in EXCEPT, with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WINDOW = Path(__file__).resolve().parents[2] / "kbconnect" / "ui"
FILES = sorted(WINDOW.rglob("*.py"))
TRANSLATED = {"tr", "say", "noted", "translate", "told", "Column"}
FOR_PROGRAMS = {
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "getLogger",
    "compile",
    "setObjectName",
    "setProperty",
}
FOR_PROGRAMS |= {"property", "QShortcut", "QKeySequence", "Template", "print", "TypeVar", "startswith", "encode"}
KEYS = re.compile(r"(?:Ctrl|Shift|Alt|Esc|F\d)\b.*")
EXCEPT = {
    "errors.py": "the report for whoever looks after the program",
    "fonts.py": "names of fonts",
    "language.py": "names of languages and files",
    "models/activity.py": "the report for whoever looks after the database",
    "models/sql_words.py": "words of SQL",
    "motion.py": "settings of the system",
    "painting.py": "two letters for each provider",
    "pages/settings_parts.py": "names of parts and licences",
    "sentences.py": "English that is looked for, to be translated",
    "style.py": "tokens of colours",
    "widgets/sql_edit.py": "words of SQL",
    "words.py": "units: they are the same in every language there is",
}
"""File -> why its English is right."""
KNOWN = {"NULL", "UTC", "Return", "Del", "by hand", "first sync", "as suggested", "no others", "PySide6.QtCore"}
KNOWN |= {"kbconnect sync --due", "*.json *.conf .pgpass pgpass.conf *.pgpass", "kbconnect {}  ·  Qt {}  ·  Python "}
KNOWN |= {"data source="}
"""Keys of tables, commands and names, which are the same in every language."""


def words_for_people(tree: ast.Module) -> Iterator[str]:
    """Constants and f-strings that look like words, outside of the calls that translate or don't show them."""
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_quiet(node):
            quiet.update(id(inner) for inner in ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))  # what documents something
        elif isinstance(node, (ast.Raise, ast.Assert)):
            quiet.update(id(inner) for inner in ast.walk(node))  # errors speak English; the window tells them
        elif isinstance(node, (ast.arg, ast.AnnAssign, ast.FunctionDef)):
            note = node.returns if isinstance(node, ast.FunctionDef) else node.annotation
            quiet.update(id(inner) for inner in (ast.walk(note) if note is not None else ()))
    for node in ast.walk(tree):
        if id(node) in quiet:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if isinstance(part, ast.Constant)]
            quiet.update(id(part) for part in parts)
            said = "{}".join(str(part.value) for part in parts)
            if re.search(r"(?<![\w/-])[A-Za-z]{3,} |[ ,][A-Za-z]{3,}", said):
                yield said
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _reads_like_words(node.value):
            yield node.value


def _is_quiet(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in TRANSLATED | FOR_PROGRAMS or name.endswith("Error")


def _reads_like_words(text: str) -> bool:
    if KEYS.fullmatch(text) or not re.search(r"[A-Za-z]{2,}", text):
        return False
    return text[:1].isupper() or bool(re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(WINDOW).as_posix())
def test_a_translation_reaches_every_text(path: Path) -> None:
    if path.relative_to(WINDOW).as_posix() in EXCEPT:
        return
    found = words_for_people(ast.parse(path.read_text("utf-8")))
    assert [words for words in found if words not in KNOWN] == []


def test_every_exception_is_a_file_that_has_one() -> None:
    names = {path.relative_to(WINDOW).as_posix() for path in FILES}
    assert set(EXCEPT) <= names
    idle = [name for name in EXCEPT if not list(words_for_people(ast.parse((WINDOW / name).read_text("utf-8"))))]
    assert idle == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('text("Save connector")', ["Save connector"]),
        ('text(self.tr("Save connector"))', []),
        ('text(f"{count} rows are left")', [" rows are left"]),
        ('button(say("Close"), glyph="x-circle")', []),
        ('raise ValueError("No such row")', []),
    ],
)
def test_the_finder_finds(code: str, found: list[str]) -> None:
    assert list(words_for_people(ast.parse(code))) == found
