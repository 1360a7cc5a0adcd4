"""The five counts of a sync as cards, while it runs and when it has ended."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kbconnect.core.model import SyncCounts
from kbconnect.ui.widgets.cards import CountCard
from kbconnect.ui.widgets.layout import across
from kbconnect.ui.words import MINUS, count


def _signed(sign: str, number: int) -> str:
    return f"{sign}{count(number)}" if number else "0"


class CountRow(QWidget):
    """Added, changed, removed, unchanged, rejected."""

    def __init__(self) -> None:
        super().__init__()
        self._added = CountCard(self.tr("Added"), "0", "", "plus-circle", "success")
        self._changed = CountCard(self.tr("Changed"), "0", "", "pencil-simple", "accent")
        self._removed = CountCard(self.tr("Removed"), "0", "", "minus-circle", "danger")
        self._unchanged = CountCard(self.tr("Unchanged"), "0", "", "equals", "text3")
        self._rejected = CountCard(self.tr("Rejected"), "0", "", "warning-circle", "warning")
        cards = (self._added, self._changed, self._removed, self._unchanged, self._rejected)
        self.setLayout(across(*((card, 1) for card in cards), gap=12))

    def show_running(self, counts: SyncCounts, *, first: bool) -> None:
        """first: there was no sync before this one."""
        added = self.tr("first sync of this dataset") if first else self.tr("new at the source")
        self._added.show_count(count(counts.added), added)
        self._changed.show_count(count(counts.updated + counts.metadata_updated), self._changed_words(counts))
        self._removed.show_count(count(counts.deleted), self.tr("gone from the source"))
        self._unchanged.show_count(count(counts.unchanged), self.tr("nothing to do, no cost"))
        self._rejected.show_count(count(counts.rejected), self.tr("the rest goes on"))

    def show_finished(self, counts: SyncCounts) -> None:
        self._added.show_count(_signed("+", counts.added), self.tr("new at the source"))
        changed = counts.updated + counts.metadata_updated
        self._changed.show_count(_signed("~", changed), self._changed_words(counts))
        self._removed.show_count(_signed(MINUS, counts.deleted), self.tr("gone from the source"))
        self._unchanged.show_count(count(counts.unchanged), self.tr("nothing to do, no cost"))
        remark = self.tr("listed below") if counts.rejected else self.tr("every row fits")
        self._rejected.show_count(count(counts.rejected), remark)

    def _changed_words(self, counts: SyncCounts) -> str:
        if counts.metadata_updated and counts.updated:
            return self.tr("{0} metadata only").format(count(counts.metadata_updated))
        if counts.metadata_updated:
            return self.tr("metadata only")
        return self.tr("embedded again")
