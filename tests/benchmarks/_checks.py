"""Whether a knowledge base holds what the table holds, seen through the program itself and without its help.

Raises WrongResultError. Must not measure anything.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any  # a run is a JSON document

from kbconnect.app.application import build_application
from kbconnect.core.changes import key_digest
from tests.benchmarks._figures import WrongResultError, expect
from tests.benchmarks._program import Program
from tests.benchmarks._stage import DATASET
from tests.benchmarks._texts import TABLE
from tests.servers import PostgresDatabase

_LOOKED_AT = 500
NAMES = ("read", "added", "updated", "metadata_updated", "unchanged", "deleted", "rejected")


def expect_counts(run: Mapping[str, Any], what: str, **expected: int) -> None:
    """A run is complete and has exactly these counts; those that aren't named are 0."""
    expect(run["status"], "completed", f"{what}, status")
    expect({name: run[name] for name in NAMES}, {name: expected.get(name, 0) for name in NAMES}, what)


def expect_in_step(program: Program, database: PostgresDatabase, what: str) -> None:
    """As many documents as rows, and of some hundred rows picked at random the same title, text and category."""
    with database.connect() as connection:
        found = connection.execute(f"SELECT count(*), max(id) FROM {TABLE}".encode()).fetchone()
        assert found is not None
        rows, last = found
        picked = random.Random(rows).sample(range(1, last + 1), min(_LOOKED_AT, last))
        select = f"SELECT id, title, body, category FROM {TABLE} WHERE id = ANY(%s)"
        wanted = {str(number): tuple(rest) for number, *rest in connection.execute(select.encode(), (picked,))}
    with build_application(program.home, program.environment, lambda purpose: None) as application:
        dataset = application.datasets.find(DATASET)
        with application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
            counts = knowledge_base.dataset_counts(dataset.id)
            documents = knowledge_base.documents_by_digest(dataset.id, [key_digest((str(one),)) for one in picked])
    expect((counts.documents, counts.rejected), (rows, 0), f"{what}, documents and rejects")
    held = {
        str(document.key[0].value): (document.title, document.text, document.metadata[0].value)
        for document in documents
    }
    other = [key for key in held.keys() | wanted.keys() if held.get(key) != wanted.get(key)]
    if other:
        key = min(other)
        raise WrongResultError(
            f"{what}: {len(other)} of {len(wanted)} documents looked at are not as in the table. Of row {key} it has "
            f"{held.get(key)}, and the table has {wanted.get(key)}"
        )
