"""The migrations: one test module and one old file each, no live models, and together exactly the tables."""

from __future__ import annotations

import ast
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kbconnect.adapters.store import SqlStore
from kbconnect.adapters.store.database import connect
from kbconnect.adapters.store.tables import metadata
from kbconnect.adapters.store.upgrade import HEAD, MIGRATIONS, bring_up_to_date

VERSIONS = sorted((MIGRATIONS / "versions").glob("*.py"))


def test_the_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


@pytest.mark.parametrize("migration", VERSIONS, ids=lambda path: path.stem)
def test_every_migration_has_its_test_and_its_old_file(migration: Path) -> None:
    here = Path(__file__).parent
    assert (here / f"test_{migration.stem}.py").is_file()
    assert (here / "fixtures" / f"{migration.stem}.sql").is_file()


@pytest.mark.parametrize("migration", [*VERSIONS, MIGRATIONS / "env.py"], ids=lambda path: path.stem)
def test_no_migration_imports_the_program(migration: Path) -> None:
    imported = [
        name
        for node in ast.walk(ast.parse(migration.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    assert imported
    assert [name for name in imported if name.startswith("kbconnect")] == []


def shape(path: Path) -> dict[str, object]:
    """Columns, keys, indexes and names of every table as SQLite itself tells them, without their running numbers."""
    pragmas = ("table_xinfo", "foreign_key_list", "index_list")
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        return {
            name: (
                "AUTOINCREMENT" in sql,
                sorted(re.findall(r"CONSTRAINT (\w+)", sql)),
                *(sorted(row[1:] for row in connection.execute(f"PRAGMA {pragma}('{name}')")) for pragma in pragmas),
            )
            for name, sql in tables.fetchall()
        }


def test_migrations_lead_to_exactly_the_tables(store: SqlStore, store_path: Path, tmp_path: Path) -> None:
    """A new file is made without them, so what they make of an empty one must be the same."""
    migrated = tmp_path / "migrated.db"
    bring_up_to_date(migrated, shutil.copytree(MIGRATIONS, tmp_path / "migrations"), HEAD)
    for path in (store_path, migrated):
        engine = connect(path)
        with engine.begin() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": True}
            )
            assert compare_metadata(context, metadata) == []
        engine.dispose()
        with closing(sqlite3.connect(path)) as plain:
            assert plain.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    assert shape(store_path) == shape(migrated)
