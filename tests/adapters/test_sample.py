"""The sample source: what it promises to hold, that it is the same each time, and that its changes are what it says."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kbconnect.adapters.sources.sample import SAMPLE_DATE, SampleSummary, TableChange, build_sample, change_sample
from kbconnect.core.errors import NotFoundError, SourceError

RESOURCES = Path(__file__).parents[2] / "resources" / "sample"
_TEXTS = {"help_articles": ("title", "body_html"), "tickets": ("subject", "customer_message", "agent_reply")}
_VOID = {"br", "hr", "img"}
_SHARED_WORDS = 0.5

Rows = dict[int, dict[str, object]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSummary]:
    path = tmp_path_factory.mktemp("sample") / "shop.db"
    return path, build_sample(path, resources=RESOURCES)


@pytest.fixture
def shop(built: tuple[Path, SampleSummary]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{built[0].as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture
def changing(built: tuple[Path, SampleSummary], tmp_path: Path) -> Path:
    """A copy to change."""
    path = tmp_path / "shop.db"
    path.write_bytes(built[0].read_bytes())
    return path


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def _rows(path: Path, table: str) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {row["id"]: dict(row) for row in connection.execute(f"SELECT * FROM {table}")}


def _changed(before: Rows, after: Rows, table: str) -> TableChange:
    """What really changed between two states of a table, by looking at every row."""
    text, metadata = [], []
    for key in sorted(before.keys() & after.keys()):
        columns = {name for name in after[key] if after[key][name] != before[key][name]}
        if columns & set(_TEXTS[table]):
            text.append(key)
        elif columns:
            metadata.append(key)
    return TableChange(
        table,
        tuple(sorted(after.keys() - before.keys())),
        tuple(text),
        tuple(metadata),
        tuple(sorted(before.keys() - after.keys())),
    )


def _sorted(change: TableChange) -> TableChange:
    return TableChange(
        change.table,
        tuple(sorted(change.added_ids)),
        tuple(sorted(change.text_ids)),
        tuple(sorted(change.metadata_ids)),
        tuple(sorted(change.deleted_ids)),
    )


def test_it_is_as_large_as_promised(built: tuple[Path, SampleSummary], shop: sqlite3.Connection) -> None:
    summary = built[1]
    assert summary.rows("help_articles") >= 60
    assert summary.rows("products") >= 250
    assert summary.rows("tickets") >= 1_500
    assert summary.rows("help_articles") + summary.rows("products") + summary.rows("tickets") >= 2_000
    for count in summary.tables:
        assert count.rows == shop.execute(f"SELECT count(*) FROM {count.table}").fetchone()[0]
        assert count.rows > 0


def test_two_builds_hold_the_same(built: tuple[Path, SampleSummary], tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    assert build_sample(again, resources=RESOURCES) == built[1]
    assert again.read_bytes() == built[0].read_bytes()


def test_another_today_moves_all_times_with_it(tmp_path: Path) -> None:
    moved = tmp_path / "moved.db"
    build_sample(moved, resources=RESOURCES, today=date(2030, 1, 31))
    newest = max(str(row["updated_at"]) for row in _rows(moved, "tickets").values())
    assert newest.startswith(("2030-01-31", "2030-01-30"))


def test_foreign_keys_hold_and_the_file_is_sound(shop: sqlite3.Connection) -> None:
    assert shop.execute("PRAGMA foreign_key_check").fetchall() == []
    assert shop.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_views_answer(shop: sqlite3.Connection) -> None:
    sheets = shop.execute("SELECT count(*), count(brand), count(category), count(department) FROM v_product_sheet")
    products = shop.execute("SELECT count(*) FROM products").fetchone()[0]
    assert sheets.fetchone() == (products,) * 4
    opened = shop.execute("SELECT count(*) FROM tickets WHERE status = 'open'").fetchone()[0]
    assert shop.execute("SELECT count(*) FROM v_open_tickets").fetchone()[0] == opened > 10


def test_no_text_is_empty_and_no_notation_is_left_in_it(shop: sqlite3.Connection) -> None:
    texts = shop.execute(
        "SELECT subject FROM tickets UNION ALL SELECT customer_message FROM tickets"
        " UNION ALL SELECT agent_reply FROM tickets WHERE agent_reply IS NOT NULL"
        " UNION ALL SELECT subject FROM inbox UNION ALL SELECT message FROM inbox"
        " UNION ALL SELECT name FROM products UNION ALL SELECT description FROM products"
        " UNION ALL SELECT name FROM product_translations UNION ALL SELECT description FROM product_translations"
        " UNION ALL SELECT title FROM help_articles UNION ALL SELECT body_html FROM help_articles"
    )
    for (text,) in texts:
        assert text.strip()
        assert not re.search(r"[{}|]|\[(?!TOPIC\])|^[0-9a-zA-Z,_-]{1,6}> ", text), text


def test_texts_differ(shop: sqlite3.Connection) -> None:
    for table, column in (("tickets", "customer_message"), ("products", "description"), ("help_articles", "body_html")):
        rows, different = shop.execute(f"SELECT count(*), count(DISTINCT {column}) FROM {table}").fetchone()
        assert different >= 0.99 * rows, table


def test_articles_are_pages_of_sound_html(shop: sqlite3.Connection) -> None:
    elements: set[str] = set()
    for slug, body in shop.execute(
        "SELECT slug, body_html FROM help_articles UNION SELECT slug, body_html FROM editorial_calendar"
    ):
        page = _Page()
        page.feed(body)
        page.close()
        assert page.open == [], slug
        assert 95 <= len(" ".join(page.words).split()) <= 400, slug
        elements |= page.seen
    assert elements >= {"h2", "p", "ul", "ol", "li", "a", "table", "strong"}


def test_links_between_articles_lead_somewhere(shop: sqlite3.Connection) -> None:
    slugs = {
        slug for (slug,) in shop.execute("SELECT slug FROM help_articles UNION SELECT slug FROM editorial_calendar")
    }
    written = shop.execute("SELECT body_html FROM help_articles UNION ALL SELECT agent_reply FROM tickets").fetchall()
    linked = {slug for (text,) in written for slug in re.findall(r"(?:href=\"|example)/help/([\w-]+)", text or "")}
    assert linked
    assert linked <= slugs


def test_a_ticket_speaks_of_its_own_product_order_and_customer(shop: sqlite3.Connection) -> None:
    rows = shop.execute(
        "SELECT subject || ' ' || customer_message || ' ' || coalesce(agent_reply, ''), products.name, orders.id,"
        " tickets.created_at, ordered_at, tickets.customer_id = orders.customer_id, order_items.product_id"
        " FROM tickets LEFT JOIN products ON products.id = tickets.product_id"
        " LEFT JOIN orders ON orders.id = tickets.order_id"
        " LEFT JOIN order_items ON order_items.order_id = orders.id AND order_items.product_id = tickets.product_id"
    ).fetchall()
    others = sorted({str(row[1]) for row in rows if row[1]}, key=len, reverse=True)
    spoken = 0
    for text, product, order, created, ordered, same_customer, bought in rows:
        assert {int(number) for number in re.findall(r"\b4\d{5}\b", text)} <= {order}
        if order is not None:
            assert same_customer
            assert bought is not None
            assert ordered[:10] <= created[:10]
        named = next((name for name in others if name in text), None)
        if named is not None:
            spoken += 1
            assert named == product
    assert spoken > 1_000


def test_times_lie_in_the_two_years_before(shop: sqlite3.Connection) -> None:
    times = [datetime.fromisoformat(row[0]) for row in shop.execute("SELECT created_at FROM tickets")]
    assert all(time.tzinfo is not None for time in times)
    assert max(times).date() <= SAMPLE_DATE
    assert min(times).date() >= SAMPLE_DATE - timedelta(days=731)
    assert max(times) - min(times) > timedelta(days=700)
    late = "SELECT count(*) FROM tickets WHERE updated_at < created_at"
    assert shop.execute(late).fetchone() == (0,)


def test_the_oddities_of_real_data_are_there(shop: sqlite3.Connection) -> None:
    def count(condition: str, table: str = "tickets") -> int:
        return int(shop.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])

    assert count("agent_reply IS NULL") > 10
    assert count("product_id IS NULL") > 10
    assert count("weight_g IS NULL", "products") > 0
    assert count("attributes IS NULL", "products") > 0
    assert count("discontinued", "products") > 0
    assert count("city IS NULL", "customers") > 0
    assert count("length(customer_message) > 3000") > 0
    assert count("customer_message LIKE '%' || char(10) || char(10) || '%'") > 100
    assert count("customer_message LIKE '%&amp;%' OR customer_message LIKE '%&quot;%'") > 0
    assert count("customer_message GLOB '*[😰🙏👋🐶]*'") > 0
    assert count("language = 'de'") > 50
    assert count("language = 'fr'") > 50
    assert count("name LIKE '%田中%'", "customers") > 0
    assert all(
        isinstance(json.loads(row[0]), dict)
        for row in shop.execute("SELECT attributes FROM products WHERE attributes IS NOT NULL")
    )


def test_nobody_real_can_be_written_to(shop: sqlite3.Connection) -> None:
    addresses = [row[0] for row in shop.execute("SELECT email FROM customers")]
    assert all(re.fullmatch(r"[a-z0-9.]+@example\.(com|org|net)", address) for address in addresses)


def test_questions_name_the_row_that_answers_them_in_other_words(shop: sqlite3.Connection) -> None:
    questions = json.loads((RESOURCES / "questions.json").read_text(encoding="utf-8"))
    titles = {"help_articles": "title", "products": "name", "tickets": "subject"}
    assert len(questions) >= 8
    for each in questions:
        found = shop.execute(f"SELECT {titles[each['table']]} FROM {each['table']} WHERE id = ?", (each["key"],))
        title = found.fetchone()[0]
        assert title == each["title"]
        words = set(re.findall(r"\w{4,}", each["question"].lower()))
        shared = words & set(re.findall(r"\w{4,}", title.lower()))
        assert len(shared) < _SHARED_WORDS * len(words), each["question"]


def test_the_texts_are_small_enough_to_ship() -> None:
    assert sum(file.stat().st_size for file in RESOURCES.rglob("*") if file.is_file()) < 1_500_000


def test_an_old_sample_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "shop.db"
    path.parent.mkdir()
    path.write_bytes(b"not a database")
    (tmp_path / "folder" / "shop.db.part").write_bytes(b"of a build that was broken off")
    build_sample(path, resources=RESOURCES)
    assert [file.name for file in path.parent.iterdir()] == ["shop.db"]
    assert len(_rows(path, "tickets")) > 1_000


def test_a_build_that_fails_leaves_the_old_sample(changing: Path, tmp_path: Path) -> None:
    before = changing.read_bytes()
    with pytest.raises(SourceError, match="can't be written"):
        build_sample(changing, resources=tmp_path / "missing")
    assert changing.read_bytes() == before
    assert [file.name for file in changing.parent.iterdir()] == [changing.name]


def test_what_change_says_is_what_changed(changing: Path) -> None:
    before = {table: _rows(changing, table) for table in _TEXTS}
    changes = change_sample(changing)
    assert changes.round_number == 1
    for change in changes.tables:
        assert _changed(before[change.table], _rows(changing, change.table), change.table) == _sorted(change)
    articles, tickets = changes.help_articles, changes.tickets
    assert (articles.added, articles.text_changed, articles.metadata_changed, articles.deleted) == (3, 2, 1, 1)
    assert (tickets.added, tickets.text_changed, tickets.metadata_changed, tickets.deleted) == (4, 2, 2, 1)


def test_each_call_makes_a_further_change(changing: Path) -> None:
    for number in range(1, 31):
        before = {table: _rows(changing, table) for table in _TEXTS}
        changes = change_sample(changing)
        assert changes.round_number == number
        for change in changes.tables:
            after = _rows(changing, change.table)
            assert _changed(before[change.table], after, change.table) == _sorted(change)
            assert change.added > change.deleted == 1
            newest = max(str(row["updated_at"]) for row in before[change.table].values())
            touched = change.added_ids + change.text_ids + change.metadata_ids
            assert all(str(after[key]["updated_at"]) > newest for key in touched)
    with closing(sqlite3.connect(changing)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_same_file_changes_in_the_same_way(changing: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin.db"
    twin.write_bytes(changing.read_bytes())
    assert change_sample(changing) == change_sample(twin)
    assert _dump(changing) == _dump(twin)


def test_rows_that_the_questions_ask_for_stay(changing: Path) -> None:
    questions = json.loads((RESOURCES / "questions.json").read_text(encoding="utf-8"))
    for _ in range(10):
        change_sample(changing)
    for each in questions:
        assert int(each["key"]) in _rows(changing, each["table"])


def test_without_a_sample_there_is_nothing_to_change(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no sample source"):
        change_sample(tmp_path / "nowhere.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_sample_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(b"something that somebody needs" * 99)
    with pytest.raises(SourceError):
        change_sample(path)
    assert path.read_bytes() == b"something that somebody needs" * 99


class _Page(HTMLParser):
    """Notes which elements a page has, which stay open, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
