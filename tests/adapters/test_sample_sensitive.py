"""What is sensitive in the sample source is found, and nothing else: the shop knows its customers' e-mail addresses."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kbconnect.adapters.sources.sample import build_sample
from kbconnect.app.paths import resource
from kbconnect.core.model import ColumnInfo, ColumnKind
from kbconnect.core.sensitive import find_sensitive
from kbconnect.core.treatment import SensitiveKind

_KINDS = {
    "INTEGER": ColumnKind.INTEGER,
    "REAL": ColumnKind.NUMBER,
    "BOOLEAN": ColumnKind.BOOLEAN,
    "DATE": ColumnKind.DATE,
    "TIMESTAMP": ColumnKind.TIMESTAMP,
    "JSON": ColumnKind.JSON,
}


def test_only_customers_and_help_articles_hold_something_sensitive(tmp_path: Path) -> None:
    build_sample(tmp_path / "sample.db", resources=resource("sample"))
    found: dict[str, tuple[tuple[SensitiveKind, ...], bool]] = {}
    looked_at = 0
    with closing(sqlite3.connect(tmp_path / "sample.db")) as sample:
        tables = sample.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
        for (table,) in tables:
            for _, name, type_, *_ in sample.execute(f"PRAGMA table_info({table})").fetchall():
                rows = sample.execute(f'SELECT "{name}" FROM {table} WHERE "{name}" IS NOT NULL LIMIT 200')
                column = ColumnInfo(name, type_, _KINDS.get(type_, ColumnKind.TEXT))
                looked_at += 1
                if finding := find_sensitive(column, [str(value) for (value,) in rows]):
                    found[f"{table}.{name}"] = (finding.kinds, finding.within)
    assert looked_at > 90
    assert found == {
        "customers.email": ((SensitiveKind.EMAIL,), False),
        "help_articles.body_html": ((SensitiveKind.EMAIL, SensitiveKind.PHONE), True),
    }
