"""What the command line writes: results on stdout, everything else on stderr, and with --json one document on stdout.

Owns how text looks in a terminal and in a pipe. What a JSON document holds is output.py's matter.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TextIO

from kbconnect.core.errors import BrakeNumbers, DiskFullError, KbConnectError
from kbconnect.core.model import ErrorInfo


@dataclass(frozen=True, slots=True)
class Styled:
    """A text with the name of a rich style, which only a terminal shows."""

    text: str
    style: str = ""


Cell = str | Styled


def prepare_streams() -> None:
    """A character the terminal can't show becomes a question mark instead of an error, and a stream that was closed
    by whoever started the program (`>&-`) leads nowhere."""
    import io

    if sys.stdin is None:
        sys.stdin = _nowhere("r")
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _nowhere(mode: str = "w") -> IO[Any]:  # what is read or written with it is up to the mode
    return Path(os.devnull).open(mode, encoding="utf-8")  # open until the process ends, as streams are


def close_quietly(stream: TextIO | None = None) -> None:
    """After a reader such as `head` went away: nothing more is written to the stream (None: stdout), not even when
    Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, (stream or sys.stdout).fileno())
    os.close(nowhere)


def close_if_full() -> None:
    """Nothing more is written to stdout if what it holds can't be."""
    try:
        sys.stdout.flush()
    except OSError:
        close_quietly()


@contextmanager
def _answering() -> Iterator[None]:
    """Around what writes to stdout. Raises DiskFullError and KbConnectError for an answer that can't be written."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader has enough, which session.py knows about
    except OSError as error:
        close_quietly()
        kind = DiskFullError if error.errno in (errno.ENOSPC, errno.EDQUOT) else KbConnectError
        raise kind(
            "The answer of the command could not be written.",
            meaning="What the command did is done and kept; only its answer is lost.",
            hint="Check where the output goes, then look at the result with list, show or runs.",
            detail=str(error),
        ) from error


def write_aside(*parts: Cell) -> None:
    """One line for people on stderr. Work goes on although nobody may read it: a reader that went away loses it."""
    try:
        _write(sys.stderr, parts)
    except OSError:
        with suppress(OSError):
            close_quietly(sys.stderr)


def _is_utf8(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf8")


class Screen:
    """Where a command writes. as_json: results are a JSON document, so text for people is left out."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.answered = False

    def document(self, value: object) -> None:
        """Writes one JSON document on one line of stdout, at once."""
        self.answered = True
        with _answering():
            print(json.dumps(value, ensure_ascii=not _is_utf8(sys.stdout)), flush=True)

    def text(self, text: str) -> None:
        """Writes a text to stdout as it is, with --json, too: it is a document of its own."""
        self.answered = True
        with _answering():
            print(text, end="" if text.endswith("\n") else "\n", flush=True)

    def result(self, *parts: Cell) -> None:
        """One line for people on stdout; nothing with --json."""
        if not self.as_json:
            with _answering():
                _write(sys.stdout, parts)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """A table for people on stdout, in a pipe as plain columns that nothing is cut from; nothing with --json.

        A column whose head starts with ">" is aligned to the right.
        """
        if self.as_json or not rows:
            return
        with _answering():
            if sys.stdout.isatty():
                _rich_table(columns, rows)
            else:
                _plain_table(columns, rows)

    def facts(self, facts: Sequence[tuple[str, Cell]]) -> None:
        """Names with their values, one a line, for people on stdout; nothing with --json."""
        width = max(len(name) for name, _ in facts)
        for name, value in facts:
            self.result(Styled(f"  {name:<{width}}  ", "dim"), value)

    def note(self, *parts: Cell) -> None:
        """One line for people on stderr."""
        write_aside(*parts)

    def error(self, error: ErrorInfo, meaning: str = "") -> None:
        """An error on stderr: what happened, what it means for the data, what to do next, and the words for IT."""
        write_aside(Styled(_bounded(error.message), "bold red"))
        for line in (meaning, error.hint):
            if line:
                write_aside(_bounded(line))
        if error.detail and BrakeNumbers.of(error.detail) is None:
            write_aside(Styled(_bounded(f"For IT: {error.detail}"), "dim"))


_LONGEST_LINE = 1_500
"""Characters of a sentence. What is longer quotes a name or a path that nobody reads to its end."""


def _bounded(text: str) -> str:
    half = _LONGEST_LINE // 2
    return text if len(text) <= _LONGEST_LINE else f"{text[:half]} … {text[-half:]}"


_PICTURES = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: "\u2421"} | dict.fromkeys(range(0x80, 0xA0), "\ufffd")


def printable(text: str) -> str:
    """The text with a picture for each control character: what stands in a database must not steer a terminal."""
    return text.replace("\r\n", "\n").translate(_PICTURES)


def text_of(cell: Cell) -> str:
    return printable(cell.text if isinstance(cell, Styled) else cell)


def _write(stream: TextIO, parts: Sequence[Cell]) -> None:
    if not stream.isatty():
        print("".join(text_of(part) for part in parts), file=stream, flush=True)
        return
    from rich.console import Console
    from rich.text import Text

    line = Text()
    for part in parts:
        line.append(text_of(part), part.style if isinstance(part, Styled) else "")
    Console(file=stream, highlight=False).print(line)


def _rich_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(text_of(cell), cell.style if isinstance(cell, Styled) else "") for cell in row))
    Console(highlight=False).print(table)


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    texts = [
        [name.lstrip(">") for name in columns],
        *([" ".join(text_of(cell).split()) for cell in row] for row in rows),
    ]
    widths = [max(len(row[place]) for row in texts) for place in range(len(columns))]
    for row in texts:
        cells = [
            text.rjust(width) if name.startswith(">") else text.ljust(width)
            for text, width, name in zip(row, widths, columns, strict=True)
        ]
        print("  ".join(cells).rstrip(), flush=row is texts[-1])
