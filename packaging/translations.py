"""Keeps the translations of the window in step with the code: `python packaging/translations.py [update | check]`.

Texts of kbconnect/ui behind tr(), say() and noted() go into the context "window"; sentences people are told by core,
app and adapters, which `told.py` finds, go into "sentences", with {0}, {1} where an f-string has a value. `update` adds
new texts to every file of Qt Linguist as unfinished and takes out those that are gone; `check` says what is unfinished.
Translators use Qt Linguist, or fill in `<translation>` by hand.
"""

from __future__ import annotations

import ast
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from told import ToldTexts

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TRANSLATED_CALLS = {"tr": 0, "say": 0, "noted": 0, "Column": 0, "translate": 1}
"""Name of the call -> which argument is the text."""
CONTEXTS = ("window", "sentences")
BELOW = ("core", "app", "adapters")
FOR_IT = ("diagnostics.py",)
"""Modules that write reports for whoever helps; those stay English."""
SAMPLES = "sample"
"""Modules whose name begins so hold the rows of the sample source: only their errors are words of the program."""
_HOLE = re.compile(r"\{\w*(?:[:!][^{}]*)?\}|%L?n")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text. context: "window" or "sentences". plural: has a form for one and a form for many."""

    context: str
    source: str
    comment: str = ""
    plural: bool = False


def texts() -> list[Text]:
    """All there is to translate, sorted and each once."""
    found: set[Text] = set()
    for path in sorted((ROOT / "kbconnect" / "ui").rglob("*.py")):
        found.update(window_texts(ast.parse(path.read_text("utf-8"))))
    files = (path for layer in BELOW for path in sorted((ROOT / "kbconnect" / layer).rglob("*.py")))
    below = [path for path in files if path.name not in FOR_IT]
    trees = [_errors_of(tree) if is_sample else tree for is_sample, tree in map(_parsed, below)]
    found.update(Text("sentences", source) for source in ToldTexts(trees).all())
    return sorted(found)


def _parsed(path: Path) -> tuple[bool, ast.Module]:
    return path.name.startswith(SAMPLES), ast.parse(path.read_text("utf-8"))


def _errors_of(tree: ast.Module) -> ast.Module:
    return ast.Module([node for node in ast.walk(tree) if isinstance(node, ast.Raise)], [])


def window_texts(tree: ast.Module) -> Iterator[Text]:
    """Literal texts of the calls that translate. Raises ValueError for a text that is put together at run time."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = TRANSLATED_CALLS.get(name)
        if place is None or len(node.args) <= place or not _is_translation(node, name):
            continue
        source = node.args[place]
        if isinstance(source, ast.Constant) and isinstance(source.value, str):
            comment = node.args[place + 1] if len(node.args) > place + 1 else None
            said = comment.value if isinstance(comment, ast.Constant) and isinstance(comment.value, str) else ""
            yield Text("window", source.value, said, plural=len(node.args) > place + 2)
        elif isinstance(source, ast.JoinedStr):
            raise ValueError(f"line {node.lineno}: an f-string can't be translated: {ast.unparse(source)}")


def _is_translation(node: ast.Call, name: str) -> bool:
    """str.translate has one argument, Qt's has two or more; labels have a method `say`."""
    if name == "translate":
        return len(node.args) > 1
    return name == "tr" or isinstance(node.func, ast.Name)


def update(path: Path, wanted: list[Text]) -> tuple[int, int, int]:
    """Returns how many texts were added, taken out, and are unfinished."""
    kept = _read(path) if path.exists() else {}
    root = ET.Element("TS", version="2.1", language=path.stem.removeprefix("kbconnect_"), sourcelanguage="en")
    unfinished = 0
    for name in sorted({text.context for text in wanted}):
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for text in (text for text in wanted if text.context == name):
            message = ET.SubElement(context, "message", {"numerus": "yes"} if text.plural else {})
            ET.SubElement(message, "source").text = text.source
            if text.comment:
                ET.SubElement(message, "comment").text = text.comment
            forms = kept.get(text)
            translation = ET.SubElement(message, "translation")
            if not forms:
                unfinished += 1
                translation.set("type", "unfinished")
            elif text.plural:
                for form in forms:
                    ET.SubElement(translation, "numerusform").text = form
            else:
                translation.text = forms[0]
    ET.indent(root, " " * 4)
    body = ET.tostring(root, "unicode", short_empty_elements=False)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")
    added, gone = set(wanted) - set(kept), set(kept) - set(wanted)
    return len(added), len(gone), unfinished


def _read(path: Path) -> dict[Text, tuple[str, ...]]:
    """Text -> its forms; empty if it is unfinished."""
    found: dict[Text, tuple[str, ...]] = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            forms: tuple[str, ...] = ()
            if translation is not None and translation.get("type") is None:
                forms = tuple(form.text or "" for form in translation.iter("numerusform")) or (translation.text or "",)
            source, comment = message.findtext("source") or "", message.findtext("comment") or ""
            found[Text(name, source, comment, message.get("numerus") == "yes")] = forms if all(forms) else ()
    return found


def faults(path: Path, wanted: list[Text], contexts: Collection[str] = CONTEXTS) -> list[str]:
    """What is missing in parts of a file, and translations that lost a placeholder or made one up."""
    kept = {text: forms for text, forms in _read(path).items() if text.context in contexts}
    known = {text for text in wanted if text.context in contexts}
    said = [f"not translated: {text.source!r}" for text in sorted(known) if not kept.get(text)]
    said += [f"not in the code any more: {text.source!r}" for text in kept if text not in known]
    for text, forms in kept.items():
        said += [
            f"placeholders differ: {text.source!r} -> {form!r}"
            for form in forms
            if sorted(_HOLE.findall(text.source)) != sorted(_HOLE.findall(form))
        ]
    return said


def main(arguments: list[str]) -> int:
    wanted = texts()
    failed = 0
    for path in sorted(FOLDER.glob("kbconnect_*.ts")):
        if arguments == ["check"]:
            found = faults(path, wanted)
            print("\n".join([f"{path.name}: {len(found)} of {len(wanted)} texts to look at", *found]))
            failed += len(found)
        else:
            added, gone, unfinished = update(path, wanted)
            print(f"{path.name}: {len(wanted)} texts, {added} new, {gone} gone, {unfinished} unfinished")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
