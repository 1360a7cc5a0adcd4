"""DuckDB as a reader of a few files and nothing else: no network, no extension, no other file, nothing written.

Owns how an instance is opened and locked. An instance knows the files it was opened for; where its own temporary data
goes is a private folder. Must not know what is in files.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kbconnect.adapters.sources.files_errors import translated

MEMORY = "512MB"
_MOST_THREADS = 4

ALLOWED_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series", "json_each", "json_tree"})


@contextmanager
def opened(spill: Path, limit_s: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """An instance in memory that may still be set up. spill: a private folder for what doesn't fit into memory.
    limit_s: as long a statement may take; endless for no limit."""
    with translated():
        connection = duckdb.connect(
            ":memory:",
            config={
                "threads": str(max(1, min(_MOST_THREADS, os.cpu_count() or 1))),
                "memory_limit": MEMORY,
                "temp_directory": str(spill),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                # Else a name in a query may be a variable of this program.
                "python_enable_replacements": "false",
            },
        )
    try:
        with translated():
            # Times with a zone are written as UTC wherever this runs.
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            if math.isfinite(limit_s):
                connection.execute(f"SET GLOBAL max_execution_time = {max(1, int(limit_s * 1_000))}")
        yield connection
    finally:
        connection.close()


def lock(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
    """From here on these files alone can be read, and nothing can be set. Raises duckdb.Error."""
    listed = ", ".join(text_literal(str(path)) for path in paths)
    connection.execute(f"SET GLOBAL allowed_paths = [{listed}]")
    connection.execute("SET GLOBAL enable_external_access = false")
    connection.execute("SET GLOBAL lock_configuration = true")


def text_literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def quote(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
