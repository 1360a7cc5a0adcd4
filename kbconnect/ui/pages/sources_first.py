"""The page "Sources" before there is a connector: what the program is for, and the three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kbconnect.ui.language import say
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.empty import EmptyState, Picture


class FirstConnector(EmptyState):
    """Tells which way was chosen: a connector of one's own, the sample source, or those of other programs."""

    new_asked = Signal()
    sample_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        first = button(say("New connector"), Kind.PRIMARY, "plus")
        self.sample = button(say("Try the sample source"), glyph="flask")
        take_over = button(say("Import connections…"), Kind.LINK)
        super().__init__(
            Picture.ROWS_TO_ANSWERS,
            say("Connect your first database"),
            say("kbconnect turns rows into a knowledge base you can ask, and keeps it in step with your database."),
            first,
            self.sample,
            take_over,
            safe=say("kbconnect only reads. Your database is never changed."),
            cards=(
                (say("Connect"), say("Say where your data is. A test shows each step.")),
                (say("Choose"), say("Pick tables and columns. See the documents first.")),
                (say("Ask"), say("Search by words at once, by meaning soon after.")),
            ),
        )
        first.clicked.connect(self.new_asked)
        self.sample.clicked.connect(self.sample_asked)
        take_over.clicked.connect(self.import_asked)

    def show_making(self, *, making: bool) -> None:
        """Whether the sample is being made."""
        self.sample.setEnabled(not making)
        self.sample.setText(self.tr("Making the sample…") if making else self.tr("Try the sample source"))
