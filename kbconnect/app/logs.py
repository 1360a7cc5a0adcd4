"""The program's log file: small, private, and without secrets. Owns the format and the redaction."""

from __future__ import annotations

import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MAX_BYTES = 2_000_000
_NAME = (
    r"\b((?:\w*_)?(?:password|passwd|pwd|pass[_-]?phrase|secret(?:[_-]?(?:string|id|key))?|token|api[_-]?key))"
    r"(\\?[\"']?\s*[=:]\s*)"
)
_QUOTED = r"b?\"(?:[^\"\\\n]|\\.|\"\")*(?:\"|$)|b?'(?:[^'\\\n]|\\.|'')*(?:'|$)|\{(?:[^}\n]|\}\})*\}"
_SECRETS = (
    (re.compile(r"(\w+://[^\s:/@]*):[^\s]*@"), r"\1:…@"),
    # As Python, JSON, keyword strings, .NET and ODBC write a pair; the last two end it with a semicolon.
    (re.compile(rf"(?im){_NAME}({_QUOTED}|(?<==)[^;\s][^;\n]*(?=;)|\S+)"), r"\1\2…"),
    (
        re.compile(
            r"(?m)(keyword=b?'password'[^\n]*?\bval=)b?(?:'(?:[^'\\\n]|\\.)*(?:'|$)|\"(?:[^\"\\\n]|\\.)*(?:\"|$))"
        ),
        r"\1…",
    ),
)


def redact(text: str) -> str:
    """Takes passwords in URLs and `password=...` pairs out of a text; a second net below never logging them."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class _LogFile(RotatingFileHandler):
    """Every file it makes, the one after a full one too, is its owner's alone."""

    def _open(self) -> TextIOWrapper:
        opened = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return open(opened, "a", encoding=self.encoding)  # noqa: PTH123 - closed by the handler

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Nothing: a log that can't be written any more must neither stop the work nor print traces over it."""


def apply_level(name: str) -> None:
    """How much is logged from now on: warning, info or debug."""
    logging.getLogger("kbconnect").setLevel(logging.getLevelNamesMapping()[name.upper()])


def start_log(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Logs of kbconnect go to kbconnect.log in the folder, 2 MB and two old files at most; returns the handler.

    In a folder that can't be written to, nothing is logged.
    """
    path = folder / "kbconnect.log"
    try:
        path.touch(mode=0o600, exist_ok=True)
        path.chmod(0o600)
    except OSError:
        return logging.NullHandler()  # whoever needs to write more than a log says what is wrong with the folder
    handler = _LogFile(path, maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("kbconnect")
    logger.setLevel(level)
    logger.propagate = False
    logger.addHandler(handler)
    return handler


def stop_log(handler: logging.Handler) -> None:
    logging.getLogger("kbconnect").removeHandler(handler)
    handler.close()
