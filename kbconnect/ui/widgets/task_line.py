"""One line for work under way: what is done, how far it is, and a way to stop it. Knows no job."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down


class TaskLine(QWidget):
    """stop_asked: the person wants it to end. stop: the button for it, whose words say what ends."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = text("", elide=True)
        self._bar = Bar(name=self.tr("Progress"))
        self.stop = button("", Kind.SECONDARY, "stop-circle")
        self.stop.clicked.connect(self.stop_asked)
        self.setLayout(across((down(self._words, 4, self._bar, gap=0), 1), self.stop, gap=16))
        self.hide()

    def show_step(self, words: str, share: float | None, *, announce: bool = False) -> None:
        """share: 0 to 1; None while nobody knows, when only the words tell that it goes on. announce: it is a new step,
        which a screen reader is told."""
        self._words.setText(words)
        self._bar.setVisible(share is not None)
        self._bar.set_share(share or 0.0)
        self.show()
        if announce:
            self._words.announce()

    def words(self) -> str:
        return self._words.words()
