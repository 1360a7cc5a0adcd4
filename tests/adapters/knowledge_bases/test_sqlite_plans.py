"""How SQLite carries the writing out: nothing that is done for a few rows may look at all of a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbconnect.adapters.knowledge_bases import knowledge_base_kind
from kbconnect.adapters.knowledge_bases.sqlite_file import SqliteKnowledgeBase
from kbconnect.core.knowledge_base import MetadataChange, WriteBatch
from tests.adapters.knowledge_bases.documents import (
    SHOP,
    digest_of,
    embed_all,
    entry_of,
    make_document,
    make_info,
    make_reject,
    write,
)
from tests.fakes_knowledge_base import FakeEmbedder

LARGE = ("documents", "chunks", "texts", "vectors", "ledger")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[SqliteKnowledgeBase]:
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "shop.kb")
    kind.create(info)
    with kind.open(info) as knowledge_base:
        assert isinstance(knowledge_base, SqliteKnowledgeBase)
        write(knowledge_base, *(make_document(f"d{number}", f"text {number}") for number in range(40)))
        embed_all(knowledge_base, FakeEmbedder())
        yield knowledge_base


def scans(opened: SqliteKnowledgeBase, statements: list[str]) -> list[str]:
    """Every step of a plan that goes through all of a large table, with its statement."""
    found = []
    for statement in statements:
        if statement.split(" ", 1)[0] not in {"SELECT", "INSERT", "UPDATE", "DELETE"} or "words(words" in statement:
            continue
        plan = opened._connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        found += [
            f"{step} of {statement[:80]}"
            for *_, step in plan
            if step.startswith("SCAN") and step.removeprefix("SCAN ").split(" ")[0] in LARGE
        ]
    return found


def test_a_batch_looks_at_its_own_rows_alone(opened: SqliteKnowledgeBase) -> None:
    statements: list[str] = []
    opened._connection.set_trace_callback(statements.append)
    opened.write(
        SHOP,
        WriteBatch(
            [make_document("d1", "another text"), make_document("new", "a new text")],
            [MetadataChange(entry_of("d2", metadata_hash=2), ())],
            [make_reject("d3")],
        ),
    )
    opened.remove(SHOP, [digest_of("d4"), digest_of("d5")])
    opened._connection.set_trace_callback(None)
    assert any(statement.startswith("UPDATE documents SET metadata") for statement in statements)
    assert set(scans(opened, statements)) == {"SCAN vectors of SELECT 1 FROM vectors LIMIT 1"}
    assert opened.dataset_counts(SHOP).documents == 38
