"""Where code ends and texts begin, by each dialect's own rules: nothing may hide from who looks before it is sent."""

from __future__ import annotations

import os

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot.errors import SqlglotError

from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.adapters.sources.query_text import code_only
from kbconnect.core.errors import QueryRefusedError

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))
DIALECTS = ("postgres", "mysql", "sqlite", "duckdb", "tsql", "oracle", "")


@pytest.mark.parametrize(
    ("dialect", "query", "left"),
    [
        ("postgres", "a$x$, b AS c$x$", "a$x$, b AS c$x$"),
        ("postgres", "1 $x$ ; $x$", "1          "),
        ("postgres", "-- a\r b", "     b"),
        ("postgres", "-- a\n b", "    \n b"),
        ("postgres", "E'it\\'s' b", "         b"),
        ("postgres", "xE'a\\' b", "xE     b"),
        ("postgres", "E'a'\n'b\\'c' d", "             d"),
        ("postgres", "E'a' -- x\n 'b\\'c' d", " " * 18 + " d"),
        ("postgres", "'a'\n'b\\' c", "   \n     c"),
        ("postgres", "/* /* */ a */ b", "              b"),
        ("postgres", '"a;(""b" c', '"a__""b" c'),
        ("sqlite", "/* /* */ a /* */", "         a      "),
        ("sqlite", "[a;b] `c(` 'd'", "[a_b] `c_`    "),
        ("sqlite", "-- a\r b", "       "),
        ("mysql", "'a\\' b' c", "        c"),
        ("mysql", '"a\\" b" c', "        c"),
        ("mysql", "1--1 -- a", "1--1     "),
        ("mysql", "# a\nb `c;`", "   \nb `c_`"),
        ("mysql", "'a''b' c", "       c"),
        ("oracle", "q'[it's]' a", "          a"),
        ("oracle", "nq'!a!' b", "        b"),
        ("tsql", "[a]]b] c", "[a]]b] c"),
    ],
)
def test_what_is_left_is_what_the_server_takes_for_code(dialect: str, query: str, left: str) -> None:
    found = code_only(query, dialect)
    assert found.split() == left.split()
    assert len(found) == len(query)


@pytest.mark.parametrize(
    ("dialect", "query"),
    [
        ("postgres", "SELECT 'a"),
        ("postgres", 'SELECT "a'),
        ("postgres", "SELECT $a$ b"),
        ("postgres", "SELECT 1 /* /* */"),
        ("sqlite", "SELECT `a"),
        ("oracle", "SELECT q'[a' FROM dual"),
        ("oracle", "SELECT q'"),
        ("mysql", "SELECT 'a\\'"),
        ("mysql", "SELECT 1 /*! , sleep(1) */"),
        ("mysql", "SELECT 1 /*M!100100 , sleep(1) */"),
    ],
)
def test_what_is_never_closed_or_is_run_in_a_comment_is_refused(dialect: str, query: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        checked_query(query, dialect)
    assert caught.value.position


@pytest.mark.parametrize(
    ("dialect", "query"),
    [
        ("postgres", "SELECT 1 AS a$x$, pg_sleep(3) AS b$x$"),
        ("postgres", "SELECT 1 -- \r, pg_sleep(3)"),
        ("postgres", "SELECT E'a'\n'b\\' ' , pg_sleep(1) , ' ' , ' '"),
        ("postgres", "SELECT 1 AS ·E'\\' , pg_sleep(1) --'"),
        ("postgres", "SELECT 1 AS a$x$) AS q; COMMIT; DELETE FROM victim; SELECT * FROM (SELECT 1 AS b$x$"),
        ("postgres", "SELECT * FROM pg_authid"),
        ("postgres", 'SELECT * FROM pg_catalog."pg_shadow"'),
        ("postgres", "SELECT brin_summarize_new_values('i'), heap_force_kill('t', ARRAY['(0,1)']::tid[])"),
        ("sqlite", "SELECT 1 /* a /* b */ , load_extension('x') /* */"),
        ("sqlite", "SELECT [load_extension]('x')"),
        ("mysql", "SELECT LOAD_FILE('/etc/passwd')"),
        ("mysql", "SELECT `sleep`(9)"),
        ("mysql", "SELECT BENCHMARK(1000000000, MD5('a'))"),
        ("mysql", "SELECT GET_LOCK('a', 10), RELEASE_ALL_LOCKS()"),
        ("mysql", "SELECT * FROM t INTO OUTFILE '/tmp/x'"),
        ("mysql", "SELECT 'x' INTO DUMPFILE '/tmp/x'"),
        ("mysql", "SELECT id INTO @a FROM t"),
        ("mysql", "SELECT NEXT VALUE FOR s"),
        ("mysql", "SELECT 1 # \n, sleep(9)"),
        ("mysql", "SELECT * FROM t LOCK IN SHARE MODE"),
        ("tsql", "SELECT * FROM OPENROWSET('a', 'b', 'c')"),
        ("tsql", "SELECT NEXT VALUE FOR s"),
        ("oracle", "SELECT utl_http.request('http://x') FROM dual"),
        ("oracle", "SELECT \"DBMS_XMLGEN\".getxml('SELECT 1') FROM dual"),
        ("oracle", "SELECT s.NEXTVAL FROM dual"),
        ("oracle", "SELECT httpuritype('http://x').getclob() FROM dual"),
        ("postgres", f"SELECT {'(' * 400}1{')' * 400}"),
    ],
)
def test_what_does_more_than_read_can_not_hide(dialect: str, query: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        checked_query(query, dialect)
    assert caught.value.message.endswith(".")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("dialect", "query"),
    [
        ("mysql", "SELECT \"it's\", 'a\\'b', `a;b`, 1--1 FROM t -- end"),
        ("oracle", "SELECT q'[it's; (]', dbms_lob.getlength(a) FROM t"),
        ("tsql", "SELECT TOP 5 [a;b] FROM [t (1)]"),
        ("sqlite", "SELECT `a;b`, [c(] FROM t /* /* once */"),
        ("postgres", "SELECT E'a'\n'b\\'; c' AS x, pg_shadow_of.y FROM pg_shadow_of"),
        ("postgres", f"SELECT {'(' * 200}1{')' * 200}"),
    ],
)
def test_what_reads_passes(dialect: str, query: str) -> None:
    assert checked_query(query, dialect) == query


WORDS = "SELECT 1 FROM t WHERE a = ( ) ; ' \" ` [ ] $ $x$ -- /* */ # \\ , . : ? @ E' U&\" q'[ :: -> \0"
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *("WITH x AS (", "UNION ALL ", "DELETE FROM t ", "INTO OUTFILE ", "pg_sleep(1)", "load_file(", "CASE WHEN "),
        *("NOT ", "- ", "a.b", "·", "ſ", "İ", "É'", "'it''s'", "$$ ; $$", "VALUES (1)", "TABLE t", "(SELECT ", ")"),
        *(" ", "\t", "\n", "\r", "\x0b", "\u00a0", "\u2028", "\ufeff"),
    ]
)
DEEP = ["(", "NOT ", "-", "SELECT (", "CASE WHEN ", "a + ", "f(", "[", "/*"]
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("".join),
    st.text(max_size=80),
    st.text(st.sampled_from("SELECT 1()';\"-/*$aE\\\n\r#`[]"), max_size=60),
    st.builds(lambda piece, times: f"SELECT {piece * times}", st.sampled_from(DEEP), st.integers(1, 600)),
)


@settings(max_examples=EXAMPLES)
@given(TEXTS, st.sampled_from(DIALECTS))
def test_any_text_is_refused_or_one_reading_query(text: str, dialect: str) -> None:
    """Nothing else is ever raised. What the parser knows is one query to it; of what it doesn't know, at least no
    second statement begins."""
    try:
        checked = checked_query(text, dialect)
    except QueryRefusedError:
        return
    assert ";" not in code_only(checked, dialect)
    assert code_only(checked, dialect).count("(") == code_only(checked, dialect).count(")")
    try:
        statements = sqlglot.parse(checked, read=dialect)
    except (SqlglotError, RecursionError):
        return
    assert len([statement for statement in statements if statement is not None]) == 1
