"""A kind of source that is not kbconnect's own: the notes of an imaginary program, which are SQLite files.

This is all a package needs: a `Dialect` under an entry point (see pyproject.toml). kbconnect then lists the kind, reads
`example-notes:///path/of/notes` as its address, and reads, samples, compares and tests it like any other source.
"""

from __future__ import annotations

from sqlalchemy import URL

from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.core.connector import ConnectorDraft, ProviderInfo


def _url(connector: ConnectorDraft, password: str) -> URL:
    """What SQLAlchemy connects to; `mode=ro` opens the file for reading only."""
    del password  # a file has none
    return URL.create("sqlite", database=f"file:{connector.database}", query={"mode": "ro", "uri": "true"})


DIALECT = Dialect(
    info=ProviderInfo(
        id="example-notes",
        label="Example notes",
        initials="En",
        default_port=None,
        is_file=True,
        scheme="example-notes",
        file_patterns=("*.notes",),
        has_tls=False,
        has_tunnel=False,
    ),
    url=_url,
    connect_arguments=lambda _: {"check_same_thread": False},
    # Reading only, and one state of the file from here on.
    begin=("PRAGMA query_only = ON", "BEGIN", "SELECT 1 FROM sqlite_master LIMIT 1"),
    cancel=lambda driver: driver.interrupt(),
    sqlglot="sqlite",
    size_of="length(CAST({0} AS BLOB))",
    order_of="{0} COLLATE BINARY",
    version="SELECT 'SQLite ' || sqlite_version()",
)
