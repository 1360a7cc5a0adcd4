"""The dialog "Import connections": what was found elsewhere, what would become of each, and a box to tick.

Shows a plan and hands back what is chosen; reads no file and saves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.app.connection_places import FoundConnections
from kbconnect.app.connector_files import Act, Change, Planned
from kbconnect.core.addresses import display_url
from kbconnect.core.connector import TlsMode
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Notice
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Check, Choice
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, clear, down, frame, rule, scroll
from kbconnect.ui.words import DOT, counted, plain_tip

_LIST_HEIGHT, _CHOICE_WIDTH = 330, 190
_LONGEST_VALUE = 40
_AT_ONCE = 25
"""So many rows are made at a time: a workspace of DBeaver may hold hundreds, and the window goes on meanwhile."""
_FIELDS = {
    "provider": noted("kind of source"),
    "host": noted("host"),
    "port": noted("port"),
    "username": noted("user name"),
    "database": noted("database"),
    "tls": noted("encryption"),
    "tls_ca_file": noted("certificate"),
    "tls_certificate_file": noted("own certificate"),
    "tls_key_file": noted("key of the own certificate"),
    "tunnel": noted("SSH tunnel"),
    "extras": noted("options"),
}
_TIMES = noted("time limits")
_TLS = {
    TlsMode.DISABLE.value: noted("off"),
    TlsMode.PREFER.value: noted("if the server offers it"),
    TlsMode.REQUIRE.value: noted("required"),
    TlsMode.VERIFY_CA.value: noted("required, certificate checked"),
    TlsMode.VERIFY_FULL.value: noted("required, certificate and name checked"),
}
"""Encryption in a word or two; the form has a sentence for each."""


class _Row(QWidget):
    """One connection: a box where there is a yes or no, a choice where it could replace one that is there."""

    changed = Signal()

    def __init__(self, planned: Planned) -> None:
        super().__init__()
        self._planned = planned
        draft = planned.found.draft
        self.tick = Check(planned.name if planned.act is Act.ADD else draft.name)
        self.tick.setChecked(planned.act is Act.ADD)
        self.tick.setEnabled(bool(planned.acts))
        self.tick.toggled.connect(self.changed)
        self.choice: Choice | None = None
        where = text(DOT.join((display_url(draft), planned.found.origin)), "caption", elide=True)
        self._said = text("", "caption", wrap=True)
        head = across((self.tick, 1))
        if Act.REPLACE in planned.acts:
            self.choice = self._make_choice()
            head.addWidget(self.choice)
        said = down(where, self._said, gap=2)
        self.setLayout(down(head, across(26, (said, 1), gap=0), gap=2, margins=(0, 8, 0, 8)))
        self._show_remark()

    def _make_choice(self) -> Choice:
        made = Choice(
            (Act.ADD.value, self.tr("Add beside it")),
            (Act.REPLACE.value, self.tr("Replace it")),
            name=self.tr("What to do with {name}").format(name=self._planned.found.draft.name),
        )
        made.setFixedWidth(_CHOICE_WIDTH)
        made.picked.connect(self._show_choice)
        made.picked.connect(self.changed)
        return made

    @Slot()
    def _show_choice(self) -> None:
        """The name it will have, and what that means for its password."""
        existing = self._planned.existing
        self.tick.setText(existing.name if self._replaces() and existing is not None else self._planned.name)
        self._show_remark()

    def _replaces(self) -> bool:
        return self.choice is not None and self.choice.key() == Act.REPLACE.value

    def _show_remark(self) -> None:
        remark = "\n".join(line for line in self._remarks() if line)
        self._said.setText(remark)
        self._said.setVisible(bool(remark))

    def _remarks(self) -> list[str]:
        """A line each, "" for none."""
        planned, found = self._planned, self._planned.found
        lines = [told(found.problem), told(found.remark)]
        if found.problem:
            return lines
        if planned.existing is not None and planned.changes:
            lines.append(say("There is one of this name, and it differs:"))
            lines += [_change_words(change) for change in planned.changes]
        elif planned.same_as:
            lines.append(say("{name} leads there already.").format(name=planned.same_as))
        return [*lines, self._password_words()]

    def _password_words(self) -> str:
        planned, found, existing = self._planned, self._planned.found, self._planned.existing
        if found.secret is not None:
            return say("Its password is taken over.")
        if self._replaces() and existing is not None and existing.secret_reference:
            if planned.keeps_secret:
                return say("Its saved password stays.")
            return say("Its saved password goes, because it was for another server or account: enter it again.")
        return say("Its password has to be entered again.") if found.wants_secret and not found.remark else ""

    def act(self) -> Act:
        """What is chosen for this one."""
        if not self.tick.isChecked() or not self._planned.acts:
            return Act.SKIP
        return Act(self.choice.key()) if self.choice is not None else Act.ADD


def _change_words(change: Change) -> str:
    """ "host old.example → new.example"; of time limits only that they differ."""
    field = say(_FIELDS.get(change.what, _TIMES))
    if change.what not in _FIELDS:
        return field
    none = say("none")
    before, after = (_value_words(change.what, value) or none for value in (change.before, change.after))
    return say("{field} {before} → {after}").format(field=field, before=before, after=after)


def _value_words(what: str, value: str) -> str:
    return say(_TLS[value]) if what == "tls" and value in _TLS else _shortened(value)


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 1]}…"


class ImportDialog(Dialog):
    """chosen: an Act for each connection of the plan, in its order, and whether passwords are to be read from where a
    file says. file_asked: another file is to be looked at."""

    chosen = Signal(object, bool)
    file_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._rows: list[_Row] = []
        self._planned: tuple[Planned, ...] = ()
        self._looked = text("", "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(0)
        self._place = frame(down(scroll(self._list), gap=0), height=_LIST_HEIGHT)
        self._all, self._line = Check(""), rule()
        self._references = Check("")
        self._more = QTimer()
        self._more.setInterval(0)
        self._import = button("", Kind.PRIMARY, "download-simple")
        self._nothing = button("", Kind.LINK)
        self._other = button(say("Choose a file…"), glyph="file")
        title = say("Import connections")
        body = down(
            across(Glyph("database", "accent", 26), (text(title, "title"), 1), gap=14),
            8,
            self._looked,
            8,
            self._all,
            2,
            self._line,
            self._place,
            self._references,
            gap=0,
        )
        super().__init__(
            parent, body, across(self._other, None, self._nothing, 8, self._import), title=title, width=680
        )
        self._more.setParent(self)
        self._more.timeout.connect(self._make_more)
        self._all.clicked.connect(self._tick_all)
        self._import.clicked.connect(self._take)
        self._nothing.clicked.connect(self.reject)
        self._other.clicked.connect(self.file_asked)
        self._show_count()

    def show_plan(self, found: FoundConnections, planned: Sequence[Planned]) -> None:
        """What was looked at and what would be done with each connection."""
        self._planned = tuple(planned)
        clear(self._list)
        self._rows = []
        for problem in (place for place in found.looked_at if place.problem):
            self._list.addWidget(Notice("warning", "warning-circle", problem.label, told(problem.problem)))
            self._list.addSpacing(8)
        self._list.addStretch(1)
        self._make_more()
        self._place.setVisible(bool(self._planned or any(place.problem for place in found.looked_at)))
        self._looked.setText(self._looked_words(found))
        self._show_references()
        self._show_count()
        self._rank_buttons()

    def _rank_buttons(self) -> None:
        """Where nothing was found, a file is what comes next, and there is nothing to import."""
        some = bool(self._planned)
        self._line.setVisible(some)
        self._import.setVisible(some)
        self._import.setDefault(some)
        self._other.set_kind(Kind.SECONDARY if some else Kind.PRIMARY)
        self._other.set_glyph("file")
        self._other.setDefault(not some)
        self._nothing.setText(self.tr("Import nothing") if some else self.tr("Close"))

    @Slot()
    def _make_more(self) -> None:
        made = len(self._rows)
        for one in self._planned[made : made + _AT_ONCE]:
            row = _Row(one)
            row.changed.connect(self._show_count)
            self._rows.append(row)
            self._list.insertWidget(self._list.count() - 1, row)
            self._list.insertWidget(self._list.count() - 1, rule())
        if len(self._rows) < len(self._planned):
            self._more.start()
        else:
            self._more.stop()

    def _show_references(self) -> None:
        """Where a file says passwords are read from: asked for, since it could name any variable of this computer."""
        named = sorted({one.found.reference for one in self._planned if one.found.reference and one.acts})
        self._references.setVisible(bool(named))
        self._references.setChecked(False)
        self._references.setToolTip(plain_tip("\n".join(named)))
        self._references.setText(
            self.tr("Also read passwords from where the file says ({places})").format(
                places=", ".join([*named[:2], *(["…"] if len(named) > 2 else [])])
            )
        )

    def acts(self) -> tuple[Act, ...]:
        """What is chosen for each connection; for rows that aren't made yet, what is planned."""
        made = [row.act() for row in self._rows]
        return (*made, *(one.act for one in self._planned[len(made) :]))

    @Slot(bool)
    def _tick_all(self, ticked: bool) -> None:
        while len(self._rows) < len(self._planned):
            self._make_more()
        for row in self._rows:
            row.tick.setChecked(ticked and row.tick.isEnabled())

    def _looked_words(self, found: FoundConnections) -> str:
        if not self._planned:
            return self.tr(
                "No connection was found in .pgpass, pg_service.conf or DBeaver. Choose a file, also one that "
                "kbconnect has exported."
            )
        places = ", ".join(dict.fromkeys(place.label for place in found.looked_at))
        return self.tr("Found in {places}. Nothing is saved before you import it.").format(places=places)

    @Slot()
    def _show_count(self) -> None:
        number = sum(act is not Act.SKIP for act in self.acts())
        possible = sum(bool(one.acts) for one in self._planned)
        self._all.setVisible(possible > 1)
        every = counted(possible, self.tr("connection"), self.tr("connections"))
        self._all.setText(self.tr("All {connections}").format(connections=every))
        state = Qt.CheckState.Checked if number == possible else Qt.CheckState.PartiallyChecked
        self._all.setCheckState(state if number else Qt.CheckState.Unchecked)
        words = counted(number, self.tr("connection"), self.tr("connections"))
        self._import.setText(self.tr("Import {connections}").format(connections=words))
        self._import.setEnabled(number > 0)

    @Slot()
    def _take(self) -> None:
        self.chosen.emit(self.acts(), self._references.isChecked() and not self._references.isHidden())
        self.accept()
