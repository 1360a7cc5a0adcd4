"""Makes the sample source: a shop for outdoor and bicycle gear as a SQLite file, and changes it as time would.

Owns the tables of that file and how the texts of resources/sample get into them. Nothing here looks at the clock, the
environment or the file's neighbours, so two builds hold the same rows. The only code that writes to a source, and it
must never be pointed at a file that people own.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kbconnect.adapters.sources.sample_rows import ShopRows, clock_text, write_shop
from kbconnect.adapters.sources.sqlite_errors import translated
from kbconnect.core.errors import DiskFullError, NotFoundError, SourceError

SAMPLE_DATE = date(2026, 6, 30)
"""The shop's today: everything in it happened in the two years before."""

_ARTICLES_A_ROUND = 3
_TICKETS_A_ROUND = 4
_EDITS_A_ROUND = 2

_SCHEMA = """
CREATE TABLE categories (
    id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES categories (id), slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL
);
CREATE TABLE brands (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, country TEXT NOT NULL, website TEXT);
CREATE TABLE products (
    id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    category_id INTEGER NOT NULL REFERENCES categories (id), brand_id INTEGER NOT NULL REFERENCES brands (id),
    description TEXT NOT NULL, price REAL NOT NULL, weight_g INTEGER, attributes JSON,
    discontinued BOOLEAN NOT NULL DEFAULT 0, updated_at TIMESTAMP NOT NULL
);
CREATE TABLE product_translations (
    product_id INTEGER NOT NULL REFERENCES products (id), language TEXT NOT NULL, name TEXT NOT NULL,
    description TEXT NOT NULL, PRIMARY KEY (product_id, language)
);
CREATE TABLE help_articles (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, language TEXT NOT NULL DEFAULT 'en',
    title TEXT NOT NULL, body_html TEXT NOT NULL, author TEXT NOT NULL, helpful_votes INTEGER NOT NULL DEFAULT 0,
    expires_on DATE, updated_at TIMESTAMP NOT NULL
);
CREATE TABLE customers (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, city TEXT, country TEXT NOT NULL,
    language TEXT NOT NULL, created_at TIMESTAMP NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), status TEXT NOT NULL,
    total REAL NOT NULL, ordered_at TIMESTAMP NOT NULL
);
CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id), line INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id), quantity INTEGER NOT NULL, unit_price REAL NOT NULL,
    PRIMARY KEY (order_id, line)
);
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id),
    product_id INTEGER REFERENCES products (id), order_id INTEGER REFERENCES orders (id), subject TEXT NOT NULL,
    customer_message TEXT NOT NULL, agent_reply TEXT, status TEXT NOT NULL, priority TEXT NOT NULL,
    channel TEXT NOT NULL, language TEXT NOT NULL, created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL
);
CREATE INDEX tickets_by_status ON tickets (status, created_at);
-- Written, but not yet published or filed: from here the shop lives on when the sample is changed.
CREATE TABLE editorial_calendar (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, title TEXT NOT NULL,
    body_html TEXT NOT NULL, planned_for DATE NOT NULL
);
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id),
    product_id INTEGER REFERENCES products (id), order_id INTEGER REFERENCES orders (id), subject TEXT NOT NULL,
    message TEXT NOT NULL, language TEXT NOT NULL, received_at TIMESTAMP NOT NULL
);
CREATE VIEW v_open_tickets AS
    SELECT tickets.id, subject, customer_message, priority, tickets.created_at, customers.name AS customer,
        products.name AS product
    FROM tickets LEFT JOIN customers ON customers.id = customer_id LEFT JOIN products ON products.id = product_id
    WHERE status = 'open';
CREATE VIEW v_product_sheet AS
    SELECT products.id, sku, products.name, brands.name AS brand, categories.name AS category,
        departments.name AS department, description, price, weight_g, discontinued, products.updated_at
    FROM products JOIN brands ON brands.id = brand_id JOIN categories ON categories.id = category_id
        LEFT JOIN categories AS departments ON departments.id = categories.parent_id;
"""

_UPDATES = (
    "Since this page was written the telephone line has been staffed on Saturday mornings as well, from 9 to 12 h.",
    "Several of you asked for it: everything on this page can now be printed as a single sheet, button at the top.",
    "We have shortened the answering time for questions about this page to half a working day.",
    "Readers in Northern Ireland: what is said here about Ireland holds for you in the same way.",
)
_REPLIES = {
    "en": (
        """Thank you for writing. I've read through it with a colleague from the workshop, and we want to look at it
properly before we promise anything. You'll hear from me by tomorrow evening.

All the best,
Gráinne""",
        """Thanks for your patience! I have what I need and have passed it on to the person who can decide it. As soon
as there's an answer I write again, at the latest the day after tomorrow.

Tomasz""",
    ),
    "de": (
        """Vielen Dank für Ihre Nachricht. Ich habe sie mit der Werkstatt besprochen und melde mich bis morgen Abend.

Viele Grüße aus Westport
Annika""",
    ),
    "fr": (
        """Merci de votre message. J'en ai parlé avec l'atelier et je reviens vers vous d'ici demain soir.

Bien cordialement,
Solène""",
    ),
}


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows a table of the sample has."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was built, table by table."""

    tables: tuple[TableCount, ...]

    def rows(self, table: str) -> int:
        """Raises KeyError when there is no such table."""
        return {count.table: count.rows for count in self.tables}[table]


@dataclass(frozen=True, slots=True)
class TableChange:
    """The ids of the rows of one table that a round of changes touched; each id stands in one list only.

    text_ids: rows whose text changed (title or body_html; subject, customer_message or agent_reply), and with it
    updated_at. metadata_ids: rows of which only other columns changed, updated_at among them.
    """

    table: str
    added_ids: tuple[int, ...]
    text_ids: tuple[int, ...]
    metadata_ids: tuple[int, ...]
    deleted_ids: tuple[int, ...]

    @property
    def added(self) -> int:
        return len(self.added_ids)

    @property
    def text_changed(self) -> int:
        return len(self.text_ids)

    @property
    def metadata_changed(self) -> int:
        return len(self.metadata_ids)

    @property
    def deleted(self) -> int:
        return len(self.deleted_ids)


@dataclass(frozen=True, slots=True)
class SampleChanges:
    """What one round changed. round_number: 1 for the first call on a file."""

    round_number: int
    help_articles: TableChange
    tickets: TableChange

    @property
    def tables(self) -> tuple[TableChange, ...]:
        return self.help_articles, self.tickets


def build_sample(path: Path, *, resources: Path, today: date = SAMPLE_DATE) -> SampleSummary:
    """Writes the sample source to `path`, replacing what is there only once the new file is complete.

    resources: the folder resources/sample. today: the last day of the two years that the shop looks back on.
    Raises DiskFullError, SourceError.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        rows = ShopRows.read(resources, today)
        with translated(), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            # A crash leaves only the unfinished file, so nothing needs to be safe half way.
            connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
            connection.execute("BEGIN")
            write_shop(connection, rows)
            connection.execute("COMMIT")
            summary = _summary(connection)
        unfinished.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return summary


def change_sample(path: Path) -> SampleChanges:
    """Lets the shop live on for a day: articles and tickets are added, edited and deleted in one transaction.

    Articles +3, 2 texts edited, 1 touched in its metadata, -1. Tickets +4, 2 answered, 2 resolved (metadata), -1.
    Not idempotent: each call is a further day with further changes, the same ones for the same file. The number of
    days is kept in the file's user_version. Raises NotFoundError when there is no sample at `path`, SourceError.
    """
    if not path.is_file():
        raise NotFoundError(
            f"There is no sample source at {path}.",
            meaning="Nothing was changed.",
            hint="Make the sample source first.",
        )
    with translated(), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        done = int(connection.execute("PRAGMA user_version").fetchone()[0])
        latest = str(connection.execute("SELECT max(updated_at) FROM tickets").fetchone()[0])
        # Of the day after the newest ticket, so that reading by updated_at sees the changes as new.
        now = clock_text(date.fromisoformat(latest[:10]) + timedelta(days=1), 600 + done % 300)
        changes = SampleChanges(
            done + 1, _change_articles(connection, done, now), _change_tickets(connection, done, now)
        )
        connection.execute(f"PRAGMA user_version = {done + 1}")
        connection.execute("COMMIT")
    return changes


def _change_articles(connection: sqlite3.Connection, done: int, now: str) -> TableChange:
    stock = connection.execute("SELECT slug, topic, title, body_html FROM editorial_calendar ORDER BY id").fetchall()
    old = _ids(connection, "SELECT id FROM help_articles WHERE expires_on IS NULL ORDER BY id")
    edited = tuple(old[(done * 5 + step * 17) % len(old)] for step in range(_EDITS_A_ROUND))
    touched = next(article for article in old[(done * 7) % len(old) :] + old if article not in edited)
    deleted = _ids(
        connection,
        "SELECT id FROM help_articles WHERE id NOT IN (?, ?, ?)"
        " ORDER BY expires_on IS NULL, expires_on, id DESC LIMIT 1",
        *edited,
        touched,
    )
    for article in edited:
        note = f"\n<p><strong>Update {done + 1}:</strong> {_UPDATES[(done + article) % len(_UPDATES)]}</p>"
        _edit(
            connection,
            "UPDATE help_articles SET body_html = body_html || ?, updated_at = ? WHERE id = ?",
            note,
            now,
            article,
        )
    _edit(
        connection,
        "UPDATE help_articles SET helpful_votes = helpful_votes + 9, updated_at = ? WHERE id = ?",
        now,
        touched,
    )
    added = []
    for place in range(done * _ARTICLES_A_ROUND, (done + 1) * _ARTICLES_A_ROUND):
        edition, index = divmod(place, len(stock))
        slug, topic, title, body = stock[index]
        if edition:
            slug, title = f"{slug}-{edition + 1}", f"{title} (edition {edition + 1})"
        added.append(
            connection.execute(
                "INSERT INTO help_articles (slug, topic, title, body_html, author, updated_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (slug, topic, title, body, "Gráinne Walsh", now),
            ).lastrowid
        )
    # After the insertions: SQLite would give the id of the last row, once deleted, to the next one.
    connection.execute("DELETE FROM help_articles WHERE id = ?", deleted)
    return TableChange("help_articles", _known(added), edited, (touched,), deleted)


def _change_tickets(connection: sqlite3.Connection, done: int, now: str) -> TableChange:
    stock = connection.execute(
        "SELECT customer_id, product_id, order_id, subject, message, language FROM inbox ORDER BY id"
    ).fetchall()
    waiting = connection.execute(
        "SELECT id, language FROM tickets WHERE status = 'open' ORDER BY id LIMIT ?", (_EDITS_A_ROUND,)
    ).fetchall()
    settled = _ids(connection, "SELECT id FROM tickets WHERE status = 'pending' ORDER BY id LIMIT ?", _EDITS_A_ROUND)
    deleted = _ids(
        connection,
        "SELECT id FROM tickets WHERE status IN ('spam', 'closed') ORDER BY status = 'closed', id LIMIT 1",
    )
    for ticket, language in waiting:
        replies = _REPLIES[language]
        _edit(
            connection,
            "UPDATE tickets SET agent_reply = ?, status = 'pending', updated_at = ? WHERE id = ?",
            replies[ticket % len(replies)], now, ticket,
        )  # fmt: skip
    for ticket in settled:
        _edit(connection, "UPDATE tickets SET status = 'resolved', updated_at = ? WHERE id = ?", now, ticket)
    added = []
    for place in range(done * _TICKETS_A_ROUND, (done + 1) * _TICKETS_A_ROUND):
        again, index = divmod(place, len(stock))
        customer, product, order, subject, message, language = stock[index]
        added.append(
            connection.execute(
                "INSERT INTO tickets (customer_id, product_id, order_id, subject, customer_message, status, priority,"
                " channel, language, created_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?, 'open', 'normal', 'email', ?, ?, ?)",
                (customer, product, order, "Re: " * again + subject, message, language, now, now),
            ).lastrowid
        )
    connection.execute("DELETE FROM tickets WHERE id = ?", deleted)
    return TableChange("tickets", _known(added), tuple(ticket for ticket, _ in waiting), settled, deleted)


def _edit(connection: sqlite3.Connection, statement: str, *values: object) -> None:
    connection.execute(statement, values)


def _ids(connection: sqlite3.Connection, query: str, *values: object) -> tuple[int, ...]:
    return tuple(int(row[0]) for row in connection.execute(query, values))


def _known(ids: list[int | None]) -> tuple[int, ...]:
    return tuple(each for each in ids if each is not None)


def _summary(connection: sqlite3.Connection) -> SampleSummary:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
    count = "SELECT count(*) FROM {}"
    return SampleSummary(tuple(TableCount(name, _ids(connection, count.format(name))[0]) for name in names))


def _not_written(path: Path, error: OSError) -> SourceError | DiskFullError:
    kind = DiskFullError if error.errno in {errno.ENOSPC, errno.EDQUOT} else SourceError
    return kind(
        f"The sample source can't be written to {path}: {error.strerror}.",
        meaning="A sample that was there before is unchanged; nothing else was touched.",
        hint="Free some space or choose another folder, then try again.",
        detail=str(error),
    )
