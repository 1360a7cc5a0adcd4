"""What a sync would change, told before it is started: a line while it is looked at, then a notice. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.core.model import SyncPlan
from kbconnect.ui.errors import ErrorNotice
from kbconnect.ui.language import say
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Notice
from kbconnect.ui.widgets.layout import clear, down
from kbconnect.ui.words import MINUS, count, counted


class PlanView(QWidget):
    """Hidden until it is asked for. stop_asked: stop looking. asked: look (again). Shows one state at a time."""

    asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.setLayout(down(self._place, 16, gap=0))
        self.hide()

    @Slot()
    def take_away(self) -> None:
        clear(self._place)
        self.hide()

    def show_looking(self) -> None:
        """The source is being compared with the knowledge base."""
        stop = button(self.tr("Stop looking"), Kind.SECONDARY, "stop-circle")
        stop.clicked.connect(self.stop_asked)
        what = self.tr("Looking at what has changed")
        self._show(Notice("text3", "git-diff", what, self.tr("Nothing is written meanwhile."), stop))

    @Slot(object)
    def show_plan(self, plan: SyncPlan) -> None:
        tone, glyph, what, meaning = plan_words(plan)
        hide = button(self.tr("Hide"), Kind.SECONDARY)
        hide.clicked.connect(self.take_away)
        self._show(Notice(tone, glyph, what, meaning, hide))

    @Slot(object)
    def show_problem(self, error: BaseException) -> None:
        """It could not be looked at: what a sync would end with, too."""
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.asked)
        self._show(notice)

    def _show(self, notice: QWidget) -> None:
        clear(self._place)
        self._place.addWidget(notice)
        self.show()


def plan_words(plan: SyncPlan) -> tuple[str, str, str, str]:
    """Tone, glyph, what would happen, and what it means."""
    changed = plan.updated + plan.metadata_updated
    unchanged = counted(plan.unchanged, say("row stays as it is"), say("rows stay as they are"))
    more = [say("{rows_stay}. Nothing has been written yet.").format(rows_stay=unchanged)]
    if plan.rejected:
        rows = counted(plan.rejected, say("row"), say("rows"))
        more.append(say("{rows} would be rejected.").format(rows=rows))
    if plan.gone_titles:
        titles = ", ".join(plan.gone_titles) + (", …" if plan.gone > len(plan.gone_titles) else "")
        more.append(say("Would be removed: {titles}").format(titles=titles))
    if plan.embedded_again:
        chunks = counted(plan.embedded_again, say("chunk"), say("chunks"))
        more.append(
            say("The embedding model has changed: {chunks} would get their meaning anew.").format(chunks=chunks)
        )
    if plan.brake:
        what = say("A sync would stop and ask: {gone} of {known} documents would go")
        return "warning", "hand-palm", what.format(gone=count(plan.gone), known=count(plan.known)), " ".join(more)
    if not (plan.added or changed or plan.gone):
        return "success", "check-circle", say("Nothing has changed at the source"), " ".join(more)
    parts = (
        (plan.added, say("{signed} new").format(signed=f"+{count(plan.added)}")),
        (changed, say("{signed} changed").format(signed=f"~{count(changed)}")),
        (plan.gone, say("{signed} gone").format(signed=f"{MINUS}{count(plan.gone)}")),
    )
    changes = ", ".join(words for number, words in parts if number)
    return "accent", "git-diff", say("A sync would find {changes}").format(changes=changes), " ".join(more)
