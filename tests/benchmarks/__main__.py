"""Runs benchmarks by name, or all of them, in one process on one server: `python -m tests.benchmarks [NAME ...]`.

Options go to the benchmarks that know them. Prints one JSON document, a list where several ran; exit code 1 when a
result was wrong or a limit was missed.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from tests.benchmarks._figures import Bench, run_benches

NAMES = (
    *("corpus", "first_sync", "no_change", "changed", "memory", "discovery", "embedding", "search", "wordnet"),
    "files",
    "mariadb",
    *("window_start", "window_memory", "window_stalls"),
    "peers",
)


def main(words: Sequence[str]) -> int:
    names = [word for word in words if word in NAMES]
    options = [word for word in words if word not in NAMES]
    benches: list[Bench] = [importlib.import_module(f"tests.benchmarks.{name}").BENCH for name in names or NAMES]
    return run_benches(benches, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
