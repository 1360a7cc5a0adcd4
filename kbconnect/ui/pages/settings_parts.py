"""What the program is made of: its parts with version and licence, read from what is installed. Shows nothing.

Reads files, so it is work for a job.
"""

from __future__ import annotations

import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from kbconnect import __version__
from kbconnect.app.paths import resource
from kbconnect.core.job import JobContext
from kbconnect.ui.language import noted, say

_NEED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[(?P<extras>[^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")
_LICENCE_FILE = re.compile(r"(?i)(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$")
_SHIPPED = (
    ("Inter", noted("typeface"), "OFL-1.1", ("fonts", "LICENSE-Inter.txt")),
    ("JetBrains Mono", noted("typeface"), "OFL-1.1", ("fonts", "LICENSE-JetBrainsMono.txt")),
    ("Phosphor", noted("icons"), "MIT", ("icons", "LICENSE-phosphor.txt")),
    ("all-MiniLM-L6-v2", noted("embedding model"), "Apache-2.0", ("model", "minilm", "LICENSE")),
)
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Part:
    """kind: typeface, icons, embedding model, library. files: the texts of its licence, empty if it ships none."""

    name: str
    kind: str
    version: str
    licence: str
    files: tuple[Path, ...] = ()


def parts(context: JobContext) -> tuple[Part, ...]:
    """kbconnect first, then what it ships, then the libraries it needs by name. What isn't installed is left out."""
    found = [_own()]
    for name, kind, licence, path in _SHIPPED:
        try:
            found.append(Part(name, kind, "", licence, (resource(*path),)))
        except FileNotFoundError:
            continue
    context.check()
    return (*found, *_libraries(context))


def licence_text(part: Part) -> str:
    """The whole text of a part's licence, "" if it ships none."""
    return "\n\n".join(file.read_text("utf-8", errors="replace").strip("\n") for file in part.files)


def _own() -> Part:
    files: tuple[Path, ...] = ()
    with suppress(PackageNotFoundError):  # started from a folder without installing
        files = _licence_files(distribution("kbconnect"))
    return Part("kbconnect", noted("this program"), __version__, "Apache-2.0", files)


def _libraries(context: JobContext) -> list[Part]:
    known: dict[str, Part] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = deque([("kbconnect", frozenset[str]())])
    while waiting:
        context.check()
        name, extras = waiting.popleft()
        key = name.lower().replace("_", "-").replace(".", "-")
        if (key, extras) in seen:
            continue
        seen.add((key, extras))
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # for another system or Python
        kind = "library"
        known[key] = Part(installed.name, kind, installed.version, _licence(installed), _licence_files(installed))
        waiting.extend(_needs(installed, extras))
    known.pop("kbconnect", None)
    return sorted(known.values(), key=lambda part: part.name.casefold())


def _needs(installed: Distribution, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Names of what a package needs, with the extras it wants of them; what other extras need is left out."""
    found = []
    for line in installed.requires or ():
        only_for = _EXTRA.search(line)
        match = _NEED.match(line)
        if match is not None and (only_for is None or only_for[1] in extras):
            wanted = [extra.strip() for extra in (match["extras"] or "").split(",")]
            found.append((match["name"], frozenset(extra for extra in wanted if extra)))
    return found


def _licence(installed: Distribution) -> str:
    for words in (_field(installed, "License-Expression"), _from_classifiers(installed), _field(installed, "License")):
        if words and words.strip():
            first = words.strip().splitlines()[0]
            return first if len(first) <= _MOST_WORDS else f"{first[: _MOST_WORDS - 1]}…"
    return say("see its text")


def _field(installed: Distribution, name: str) -> str:
    return str(installed.metadata[name]) if name in installed.metadata else ""


def _from_classifiers(installed: Distribution) -> str:
    lines = [line for line in installed.metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(line.rpartition(" :: ")[2] for line in lines)


def _licence_files(installed: Distribution) -> tuple[Path, ...]:
    files = [
        file for file in installed.files or () if _LICENCE_FILE.search(str(file)) and not str(file).endswith(".py")
    ]
    paths = [Path(str(installed.locate_file(file))) for file in files]
    return tuple(path for path in paths if path.is_file())
