"""What every benchmark says and how: options, a table for people on stderr, one JSON document on stdout, exit code.

Owns the form of a report and the one exception for results that are wrong, because a wrong sync must never pass as a
fast one. Must not know what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks._program import ProgramFailedError
from tests.benchmarks._stage import Stage, open_stage

Value = str | int | float | None


class WrongResultError(Exception):
    """What was measured did not do its work; the message says which count is wrong."""


def expect(said: object, expected: object, what: str) -> None:
    """Raises WrongResultError unless both are equal."""
    if said != expected:
        raise WrongResultError(f"{what}: expected {expected}, the program said {said}")


@dataclass
class Report:
    """Rows of figures of one benchmark. A row: name -> value, with its unit in the name. missed: limits, in words."""

    name: str
    rows: list[dict[str, Value]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, **figures: Value) -> None:
        self.rows.append(
            {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
        )

    def table(self) -> str:
        """Rows with the same names stand in one table, in the order in which they came."""
        blocks: list[str] = []
        group: list[dict[str, Value]] = []
        for row in [*self.rows, {}]:
            if group and list(row) != list(group[0]):
                blocks.append(_table(group))
                group = []
            group.append(row)
        return "\n\n".join(blocks)

    def document(self) -> dict[str, object]:
        missed = {"missed": self.missed} if self.missed else {}
        return {"benchmark": self.name, "machine": machine(), "figures": self.rows, **missed}


def _table(rows: Sequence[dict[str, Value]]) -> str:
    cells = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(cells[0]))]
    numbers = [not isinstance(value, str) for value in rows[0].values()]
    return "\n".join(
        "  ".join(
            text.rjust(width) if number else text.ljust(width)
            for text, width, number in zip(line, widths, numbers, strict=True)
        ).rstrip()
        for line in cells
    )


def _cell(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else value


def machine() -> dict[str, Value]:
    """What figures depend on. load: processes that wanted a processor during the last minute."""
    return {
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


@dataclass(frozen=True)
class Bench:
    """One benchmark. about: its module's docstring. run: raises WrongResultError, ProgramFailedError."""

    name: str
    about: str
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Stage, argparse.Namespace], Report]


def run_benches(benches: Sequence[Bench], words: Sequence[str]) -> int:
    """Runs benchmarks one after the other on one stage, with those of the options that each knows."""
    chosen = [(bench, _parser(bench)) for bench in benches]
    if {"-h", "--help"} & set(words):
        for _, parser in chosen:
            parser.print_help()
        return 0
    parsed = [(bench, *parser.parse_known_args(words)) for bench, parser in chosen]
    unknown = set(words).intersection(*(left for _, _, left in parsed))
    if unknown:
        print(f"No benchmark knows: {' '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    documents: list[dict[str, object]] = []
    with ExitStack() as stack:
        stack.enter_context(_ended_cleanly())
        stage = stack.enter_context(open_stage(parsed[0][1].keep, reuse=parsed[0][1].reuse))
        for bench, options, _ in parsed:
            print(f"== {bench.name}", file=sys.stderr, flush=True)
            try:
                report = bench.run(stage, options)
            except (WrongResultError, ProgramFailedError) as error:
                print(f"WRONG: {error}", file=sys.stderr, flush=True)
                documents.append({"benchmark": bench.name, "wrong": str(error)})
                continue
            print(report.table(), file=sys.stderr, flush=True)
            for missed in report.missed:
                print(f"MISSED: {missed}", file=sys.stderr, flush=True)
            documents.append(report.document())
    print(json.dumps(documents[0] if len(documents) == 1 else documents))
    return int(any({"wrong", "missed"} & set(document) for document in documents))


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """A benchmark that is told to end (SIGTERM) still stops its server."""
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _parser(bench: Bench) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m tests.benchmarks.{bench.name}",
        description=bench.about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("--keep", type=Path, help="folder for the server and what is made once, for the next run")
    parser.add_argument(
        "--reuse", action="store_true", help="kept knowledge bases count even if the code changed since"
    )
    bench.add_options(parser)
    return parser


def add_rows(parser: argparse.ArgumentParser, default: int = 100_000) -> None:
    parser.add_argument("--rows", type=int, default=default, help=f"rows of the table (default {default:,})")


def add_repeat(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument("--repeat", type=int, default=default, help=f"how often (default {default}); the median counts")


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))
