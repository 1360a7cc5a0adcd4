"""What somebody who helps needs to know, as text to copy: versions, settings, counts, the latest faults. No secrets.

Names of people's things are left out, but for those that warnings of the log hold; the home folder is written as ~.
What the log says is redacted again, whatever was done when it was written: a driver quotes what it stumbled over, so
nothing in quotes is passed on. Of a fault of the program come its kind and its places in the code, without its words.
"""

from __future__ import annotations

import platform
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kbconnect import __version__
from kbconnect.app.application import Application
from kbconnect.app.logs import redact
from kbconnect.core.errors import KbConnectError
from kbconnect.core.model import RunStatus

_PARTS = ("PySide6-Essentials", "sqlalchemy", "psycopg", "onnxruntime", "numpy", "keyring", "cryptography")
_LOG_FILE = "kbconnect.log"
_LOG_LINES, _LOG_BYTES = 60, 200_000
_MOST_RUNS = 20
_MOST_FAULTS, _MOST_PLACES = 3, 12
_LEVELS = re.compile(r"\b(?:WARNING|ERROR|CRITICAL)\b")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|«[^»]*»|`[^`]*`|=\([^)]*\)")
"""In which drivers hand on values: "text", 'text', Key (mail)=(ana@example.com)."""
_TRACE = "Traceback (most recent call last):"
_PLACE = re.compile(r"^\s+File \"(?:.*[\\/])?(kbconnect[\\/][^\"]+)\", line (\d+), in (\w+)")
_KIND = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)")


def diagnostics(application: Application) -> str:
    """Reads the store, the sizes of files and the end of the log. Raises nothing that a damaged part may raise: that is
    told in its place."""
    log = _log(application.paths.logs / _LOG_FILE)
    sections = (
        ("Program", _program()),
        ("Settings", _told(lambda: _settings(application))),
        ("What there is", _told(lambda: _counts(application))),
        ("Latest failed runs", _told(lambda: _runs(application))),
        ("Latest warnings of the log", _warnings(log)),
        ("Latest faults of the program", _faults(log)),
    )
    lines = [line for title, found in sections for line in (f"## {title}", *found, "")]
    return shortened("\n".join(lines).rstrip() + "\n")


def shortened(text: str) -> str:
    """Without secrets, and without the name of the account."""
    return redact(text).replace(str(Path.home()), "~")


def _program() -> list[str]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    lines = [f"kbconnect {__version__}, Python {python}, {platform.platform()}"]
    for name in _PARTS:
        try:
            lines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lines.append(f"{name} is missing")
    return lines


def _settings(application: Application) -> list[str]:
    settings, limits = application.settings, application.history.limits
    return [
        f"secrets go to: {settings.secret_place().name}",
        f"processors for meaning: {settings.embedding_threads or 'all'}",
        f"spare the battery: {settings.spare_battery}",
        f"log level: {settings.log_level.value}",
        f"history: {limits.runs} runs, {limits.days} days",
    ]


def _counts(application: Application) -> list[str]:
    providers = Counter(connector.provider for connector in application.connectors.list())
    modes = Counter(dataset.mode.value for dataset in application.datasets.list())
    schedules = application.schedules.list()
    lines = [
        f"connectors: {_summed(providers)}",
        f"datasets: {_summed(modes)}",
        f"schedules: {len(schedules)}, {sum(not state.schedule.enabled for state in schedules)} paused",
    ]
    for number, info in enumerate(application.knowledge_bases.list(), 1):
        try:
            counts = application.knowledge_bases.counts(info.id)
        except KbConnectError as error:
            lines.append(f"knowledge base {number} ({info.embedder}): {error.code}")
            continue
        sizes = f"{counts.documents} documents, {counts.chunks} chunks, {counts.vectors} vectors, {counts.size_bytes} B"
        lines.append(f"knowledge base {number} ({info.embedder}): {sizes}")
    return lines


def _summed(found: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(found.items())) or "none"


def _runs(application: Application) -> list[str]:
    failed = [run for run in application.history.runs(None, 200) if run.status is RunStatus.FAILED][:_MOST_RUNS]
    return [
        f"{run.started_at.isoformat(timespec='seconds')} {run.error.code if run.error is not None else 'unknown'}"
        for run in failed
    ] or ["none"]


def _log(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _LOG_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError as error:
        return [f"WARNING the log can't be read: {error.strerror}"]
    return lines


def _warnings(lines: Sequence[str]) -> list[str]:
    found = [line for line in lines if _LEVELS.search(line)][-_LOG_LINES:]
    return [_QUOTED.sub("…", line) for line in found] or ["none"]


def _faults(lines: Sequence[str]) -> list[str]:
    """Of each trace the kind of exception and where in the program it passed, innermost last."""
    found: list[list[str]] = []
    for number, line in enumerate(lines):
        if _TRACE not in line:
            continue
        places, kind = [], "unknown"
        for inside in lines[number + 1 :]:
            if not inside.startswith(" "):
                match = _KIND.match(inside)
                kind = match[1] if match is not None else kind
                break
            if (place := _PLACE.match(inside)) is not None:
                places.append(f"  {place[1]}, line {place[2]}, in {place[3]}")
        found.append([kind, *places[-_MOST_PLACES:]])
    return [line for fault in found[-_MOST_FAULTS:] for line in fault] or ["none"]


def _told(make: Callable[[], list[str]]) -> list[str]:
    try:
        return make()
    except KbConnectError as error:
        return [f"can't be told: {error.code}"]
