"""Scenes of the vocabulary itself: every part in its states, to compare with the design page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QMainWindow, QWidget

from kbconnect.ui.models.cells import Cell, Changes, Column, Entry, Row
from kbconnect.ui.painting import LEFT, ink_on
from kbconnect.ui.status import State, Status, expires_in, rejected
from kbconnect.ui.widgets.bars import Bar, Skeleton
from kbconnect.ui.widgets.buttons import Button, Kind, Segments, Tabs, button, icon_button
from kbconnect.ui.widgets.cards import Card, Chip, CodeBox, CountCard, Facts, Notice
from kbconnect.ui.widgets.fields import Check, Choice, Field, LineEdit, SearchEdit, SecretEdit
from kbconnect.ui.widgets.labels import GlyphTile, Pill, Tile, hint, text
from kbconnect.ui.widgets.layout import Item, across, down, flow, frame, rule, scroll, set_role
from kbconnect.ui.widgets.overlays import FocusRing
from kbconnect.ui.widgets.steps import Step, StepChain, StepLook
from kbconnect.ui.widgets.tables import MasterList, Table
from tests.ui.scene import Scene

COLOURS = [
    "canvas",
    "surface",
    "sunken",
    "selected",
    "line",
    "edge",
    "text",
    "text2",
    "text3",
    "accent",
    "success",
    "warning",
    "danger",
    "mark",
    "bar",
    "bar_part",
]
STATUSES = (
    Status(State.HEALTHY),
    Status(State.CAN_WRITE),
    Status(State.LOGIN_REFUSED),
    Status(State.WAITING_UNLOCK),
    Status(State.UNTESTED),
    Status(State.QUEUED),
    Status(State.RUNNING),
    Status(State.COMPLETED),
    rejected(7),
    Status(State.FAILED),
    Status(State.CANCELLED),
    Status(State.INTERRUPTED),
    Status(State.WAITING_ANSWER),
    Status(State.NO_MODEL),
    Status(State.UNLOCKED),
    expires_in(6),
)


class Swatch(QWidget):
    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(36, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        with ink_on(self) as ink:
            ink.round(QRectF(self.rect()), 5, self._token, "edge")


def group(head: str, *items: Item) -> Card:
    return Card(down(text(head, "label"), 2, *items, gap=10))


def states(kind: Kind, words: str, glyph: str = "") -> Item:
    made: list[Button] = []
    for look in ("", "hover", "pressed"):
        one = button(words, kind, glyph)
        set_role(one, "look", look)
        made.append(one)
    disabled = button(words, kind, glyph)
    disabled.setEnabled(False)
    return across(*made, disabled, None)


def fields() -> Card:
    focus, wrong, off = LineEdit("support"), Field("Error", LineEdit("54x32")), LineEdit("read from the URL")
    set_role(focus, "look", "focus")
    wrong.set_error("A port is a number from 1 to 65535")
    off.setEnabled(False)
    ticked = Check("Connect through an SSH tunnel", checked=True)
    rows = (
        (Field("Normal", LineEdit("support")), Field("Focus", focus)),
        (wrong, Field("Disabled", off, hint="Set by the URL")),
        (Field("Choice", Choice(("4h", "Every 4 hours"))), Field("Empty", SearchEdit("Search 43 tables"))),
    )
    lines = [across((left, 1), (right, 1), gap=12) for left, right in rows]
    return group("Fields", *lines, across(ticked, 12, Check("Keep deleted rows"), None))


def parts() -> QWidget:
    saved = button("Save connector", Kind.PRIMARY)
    pills, colours = QGridLayout(), QGridLayout()
    for at, status in enumerate(STATUSES):
        pills.addWidget(Pill(status), at // 3, at % 3, LEFT)
    for at, name in enumerate(COLOURS):
        colours.addLayout(across(Swatch(name), text(name, "small"), None), at // 4, at % 4)
    types = (("Title 15", "title"), ("Section 11.25", "section"), ("Body 10", "body"), ("Caption 9", "caption"))
    left = down(
        group(
            "Buttons: normal, hover, pressed, disabled",
            states(Kind.PRIMARY, "Sync now", "arrows-clockwise"),
            states(Kind.SECONDARY, "Test again"),
            states(Kind.QUIET, "Copy fix", "copy"),
            2,
            across(
                4,
                saved,
                6,
                text("Focus ring, shown after a key", "caption"),
                None,
                button("Remove 4,113 documents", Kind.DANGER, "trash"),
            ),
        ),
        fields(),
        group("Type", across(*(text(*one) for one in types), None, text("225,366", "number"), gap=20)),
        None,
        gap=12,
    )
    columns = (Column("Name"), Column("Role", 140), Column("Changes", 124), Column("Status", 150))
    table = Table(columns, row_height=52, fit=True, name="Rows")
    table.set_rows(
        (
            Row(
                "1",
                (
                    Cell("Chosen row", "line two", strong=True),
                    Cell("Title", picker=True, glyph="text-t", glyph_tone="accent"),
                    Cell(changes=Changes(42, 3, 1)),
                    Cell(status=rejected(7)),
                ),
            ),
            Row(
                "2",
                (
                    Cell("Row", "line two", strong=True),
                    Cell("Leave out", picker=True, glyph="minus-circle", glyph_tone="text3", faint=True),
                    Cell(changes=Changes()),
                    Cell("Adding meaning", status=Status(State.RUNNING), share=0.62),
                ),
            ),
        )
    )
    table.choose("1")
    right = down(
        group("Status: icon and word first, colour last; a tint only for what asks for attention", pills),
        group("Colours", colours),
        group("Rows", table),
        Notice(
            "warning",
            "shield-warning",
            "This account can write",
            "kbconnect never writes, but a read-only account is safer.",
        ),
        None,
        gap=12,
    )
    made = QMainWindow()
    made.setCentralWidget(frame(across((left, 1), (right, 1), gap=12, margins=(20, 20, 20, 20)), "surface"))
    ring = FocusRing(made)
    QTimer.singleShot(30, lambda: ring.show_around(saved))  # after the first focus, which no key has given
    return made


def counts() -> QBoxLayout:
    return across(
        *(
            (CountCard(*one), 1)
            for one in (
                ("Added", "+42", "new at the source", "plus-circle", "success"),
                ("Changed", "~3", "embedded again", "pencil-simple", "accent"),
                ("Removed", "\u22121", "gone from the source", "minus-circle", "danger"),
                ("Rejected", "7", "kept for a retry", "warning-circle", "warning"),
            )
        ),
        gap=12,
    )


def more_parts() -> QWidget:
    fix = (
        "GRANT USAGE ON SCHEMA tickets TO support_app;\nGRANT SELECT ON ALL TABLES\n  IN SCHEMA tickets TO support_app;"
    )
    chain = StepChain(
        Step("Find the server", StepLook.OK, "db.support.acme.example is 10.20.4.17", "3 ms"),
        Step("Reach it", StepLook.OK, "Port 5432 answers", "12 ms"),
        Step(
            "Read tables",
            StepLook.BAD,
            "31 of 43 tables can be read. support_app may not look into the schema “tickets”. Ask its owner to run:",
            fix=fix,
        ),
        Step(
            "Check what the account may do",
            StepLook.WARN,
            "This account can write to 12 tables. kbconnect never writes, but a read-only account is safer.",
            script="CREATE ROLE reader;",
        ),
        Step("Encrypt", StepLook.RUNNING, "Asking for TLS"),
        Step("Log in", StepLook.WAITING),
    )
    skeleton = Skeleton(rows=3, row_height=56, tile=True)
    skeleton.appear_now()
    skeleton.setFixedHeight(170)
    left = down(chain, None)
    chips = flow(
        *(Chip(words) for words in ("category: Account", "language: en", "product: Cloud", "updated: 18 Nov 2025"))
    )
    right = down(
        counts(),
        12,
        across(
            Tabs(("a", "Rejected 7"), ("b", "Added 42"), ("c", "Changed 3")), None, button("Export list", Kind.QUIET)
        ),
        rule(),
        8,
        across(Segments(("all", "All 214"), ("bad", "Needs attention 4"), ("run", "Running 1")), None),
        8,
        across(
            Tile("postgresql", 44),
            Tile("mysql"),
            Tile("mariadb"),
            Tile("sqlite", 28),
            Tile("mssql"),
            GlyphTile("books"),
        ),
        8,
        across(Bar(0.62), text("62 %", "small"), icon_button("dots-three-bold", "More actions")),
        8,
        chips,
        8,
        Field("Password", SecretEdit(), hint="Kept in the OS keyring of this computer.", hint_glyph="lock-simple"),
        8,
        CodeBox('FATAL: password authentication\nfailed for user "hr_reader"', "Copy report"),
        8,
        Notice(
            "danger",
            "x-circle",
            "The server refused the login",
            "Your 812 documents are unchanged.",
            button("Enter new password", Kind.SECONDARY, "key"),
        ),
        8,
        Facts(("Started by", "schedule, daily 02:00"), ("Read", "0 rows"), ("Run", "1204")),
        hint("Rejected rows are tried again when they change."),
        skeleton,
        None,
    )
    master = MasterList(name="Connectors")
    master.set_entries(ENTRIES)
    master.choose("1")
    made = QMainWindow()
    body = across(
        frame(down(master), "left", width=372),
        (scroll(frame(down(left, margins=(20, 20, 10, 20)))), 1),
        (scroll(frame(down(right, margins=(10, 20, 20, 20)))), 1),
        gap=0,
    )
    made.setCentralWidget(frame(body, "surface"))
    return made


ENTRIES = (
    Entry(
        "1",
        "Support desk",
        "PostgreSQL  ·  4 datasets",
        "62 %, about 19 min left",
        tile="postgresql",
        status=Status(State.RUNNING),
        share=0.62,
    ),
    Entry(
        "2",
        "Help centre",
        "MySQL  ·  2 datasets",
        "Synced 12 min ago  ·  next today 14:00",
        tile="mysql",
        status=Status(State.HEALTHY),
    ),
    Entry(
        "3",
        "Product catalogue",
        "PostgreSQL  ·  3 datasets",
        "Synced today 02:04  ·  next tomorrow 02:00",
        tile="postgresql",
        status=Status(State.CAN_WRITE),
    ),
    Entry(
        "4",
        "HR policies",
        "MariaDB  ·  1 dataset",
        "Last synced 15 Nov  ·  paused until fixed",
        tile="mariadb",
        status=Status(State.LOGIN_REFUSED),
    ),
    Entry(
        "5",
        "Finance archive with a name too long for its row",
        "SQL Server  ·  2 datasets",
        "Missed today 06:00  ·  runs after unlock",
        tile="mssql",
        status=Status(State.WAITING_UNLOCK),
    ),
    Entry("6", "Field notes", "SQLite  ·  1 dataset", "Synced yesterday", tile="sqlite", status=Status(State.HEALTHY)),
)

PARTS = (Scene("parts", parts), Scene("parts-more", more_parts, size=(1500, 960)))
