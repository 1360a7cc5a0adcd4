"""The part of "Choose data" where somebody writes a SELECT: editor, what its check said, Run. Runs nothing itself."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from kbconnect.core.errors import KbConnectError, SourceError
from kbconnect.ui.language import told
from kbconnect.ui.pages.data_selection_columns import ColumnsPane
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import Hint, text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.widgets.sql_edit import SqlEdit
from kbconnect.ui.words import counted

_ITS_CODE = re.compile(r" \((?:SQLSTATE|SQLITE)[ _]\w+\)$|^SQLSTATE \w+$")


class QueryPane(QFrame):
    """run_asked: the words of the query. stop_asked: break it off. changed: it was edited, so the columns below may be
    wrong."""

    run_asked = Signal(str)
    stop_asked = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.columns = ColumnsPane(with_head=False)
        self._editor = SqlEdit(name=self.tr("SELECT"))
        self._editor.setPlaceholderText(self.tr("SELECT id, title, body FROM articles"))
        self._line = Hint("", "info", "text3")
        self._run = button(self.tr("Run"), Kind.LINK, "play", tip=self.tr("Run the query and read its columns (F5)"))
        self._ran = self._sent = self._saved = ""
        self._running = False
        self._section = text(self.tr("Columns of the result"), "section")
        line = across((down(None, self._line, None, gap=0), 1), self._run)
        above = down(self._editor, 8, line, 16, self._section, 2, gap=0, margins=(24, 16, 24, 0))
        self._rest = frame(down())
        self.setLayout(down(above, (self.columns, 1), (self._rest, 1), gap=0))
        self._editor.textChanged.connect(self._edited)
        self._run.clicked.connect(self._press)
        self._show_line()

    def sql(self) -> str:
        return self._editor.toPlainText().strip()

    def set_sql(self, sql: str) -> None:
        self._editor.setPlainText(sql)

    def show_saved(self, sql: str) -> None:
        """The query of a dataset that is changed."""
        self.set_sql(sql)
        self._saved = self.sql()

    def is_changed(self) -> bool:
        """Whether somebody wrote another query than was filled in, or changed what is made of its columns."""
        return self.sql() != self._saved or self.columns.is_changed()

    def was_saved(self) -> None:
        """What stands here is what is saved."""
        self._saved = self.sql()
        self.columns.was_saved()

    def line(self) -> str:
        """What is said of the query below it."""
        return self._line.words()

    def is_current(self) -> bool:
        """The columns below are those of the query as it stands."""
        return bool(self._ran) and self._ran == self.sql()

    def editor(self) -> SqlEdit:
        return self._editor

    @Slot()
    def _press(self) -> None:
        if self._running:
            self.stop_asked.emit()
        else:
            self.run()

    def show_stopped(self) -> None:
        """It was broken off; nothing is known of its columns."""
        self._running, self._ran = False, ""
        self._show_line()
        self._line.say(self.tr("Stopped. Nothing was changed at the source."), "stop-circle", "text3")

    @Slot()
    def run(self) -> None:
        """Asks for the query to be run, unless there is none."""
        if self.sql() and not self._running:
            self._running, self._sent = True, self.sql()
            self._show_line()
            self.run_asked.emit(self._sent)

    def show_result(self, sql: str, columns: int) -> None:
        """The query could be run and gives so many columns."""
        self._running, self._ran = False, sql
        self._found = columns
        self._show_line()

    def show_problem(self, error: KbConnectError) -> None:
        """The check or the database refused it."""
        self._running, self._ran = False, ""
        self._run.setText(self.tr("Run again"))
        self._run.set_glyph("play")
        at = self._place(error)
        self._line.say(self._fault_words(error, at), "x-circle", "danger")
        self._columns_visible(visible=False)
        if at is not None:
            self._editor.point_at(at)

    def _place(self, error: KbConnectError) -> int | None:
        """Where in the editor the fault is, from 1; None if nobody says, or if the query is another one by now."""
        written = self._editor.toPlainText()
        if error.position is None or self.sql() != self._sent:
            return None
        return error.position + len(written) - len(written.lstrip())

    def _fault_words(self, error: KbConnectError, at: int | None) -> str:
        parts = [told(error.message)]
        if isinstance(error, SourceError) and (said := _ITS_CODE.sub("", error.detail)):
            parts.append(self.tr("It says: {words}.").format(words=said.rstrip(".")))
        elif error.hint:
            parts.append(told(error.hint))
        words = " ".join(parts)
        if at is None or "\n" not in self.sql():
            return words
        line = self._editor.toPlainText().count("\n", 0, at - 1) + 1
        return self.tr("Line {line}: {fault}").format(line=line, fault=words)

    @Slot()
    def _edited(self) -> None:
        self._show_line()
        self.changed.emit()

    def _show_line(self) -> None:
        self._run.setText(self.tr("Stop") if self._running else self.tr("Run again") if self._ran else self.tr("Run"))
        self._run.set_glyph("stop-circle" if self._running else "play")
        if self._running:
            self._line.say(self.tr("Running, read-only."), "hourglass", "text3")
        elif self.is_current():
            columns = counted(self._found, self.tr("column"), self.tr("columns"))
            self._line.say(self.tr("One query, read-only, {0}").format(columns), "check-circle", "success")
        elif self._ran:
            self._line.say(self.tr("Changed since it ran. Run it again to see its columns."), "info", "text3")
        else:
            self._line.say(self.tr("One SELECT. It runs read-only; only a few rows are read here."), "info", "text3")
        self._columns_visible(visible=bool(self._ran))

    def _columns_visible(self, *, visible: bool) -> None:
        self._section.setVisible(visible)
        self.columns.setVisible(visible)
        self._rest.setVisible(not visible)
