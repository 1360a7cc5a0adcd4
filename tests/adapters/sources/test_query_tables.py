"""Which tables a query names, so that an account can be given the right to read them."""

from __future__ import annotations

import pytest

from kbconnect.adapters.sources.query_tables import tables_of_query
from kbconnect.core.model import TableRef


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ('SELECT * FROM A.b JOIN "My t" x ON true', ("a.b", "My t")),
        ("WITH a AS (SELECT * FROM t1), b AS (SELECT * FROM a, s.t2) SELECT * FROM b", ("t1", "s.t2")),
        ("SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM t3) UNION SELECT * FROM t4", ("t", "t3", "t4")),
        ("WITH RECURSIVE r AS (SELECT 1 UNION SELECT * FROM r, base) SELECT * FROM r", ("base",)),
        ("SELECT (SELECT max(x) FROM sub), ARRAY(SELECT y FROM arr) FROM main", ("sub", "arr", "main")),
        ("SELECT * FROM generate_series(1, 2) g, LATERAL (SELECT * FROM inside) z", ("inside",)),
        ("WITH x AS (SELECT 1) SELECT * FROM public.x", ("public.x",)),
        ("TABLE whole", ("whole",)),
        ("VALUES (1)", ()),
    ],
)
def test_the_tables_of_a_query(query: str, tables: tuple[str, ...]) -> None:
    found = tables_of_query(query, "postgres")
    assert found is not None
    assert set(map(str, found)) == set(tables)
    assert len(found) == len(tables)


def test_names_are_those_of_the_dialect() -> None:
    assert tables_of_query("SELECT * FROM `A b`.`C`", "mysql") == (TableRef("A b", "C"),)


@pytest.mark.parametrize("query", ["garbage ((", "SELECT FROM WHERE", f"SELECT {'(' * 3_000}1{')' * 3_000}"])
def test_what_can_not_be_read_gives_nothing(query: str) -> None:
    assert tables_of_query(query, "postgres") in (None, ())
