"""Settings, "Run history" within "Storage": how many runs of each dataset are kept, and how long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from kbconnect.app.history import HistoryLimits
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import noted, say
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings_work import SettingsWork
from kbconnect.ui.widgets.fields import Choice, Field
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.words import counted

_RUNS = (50, 100, 500, 2_000, 10_000)
_DAYS = (
    (31, noted("1 month")),
    (92, noted("3 months")),
    (183, noted("6 months")),
    (400, noted("13 months")),
    (1_096, noted("3 years")),
)
_FIELD_WIDTH = 200


class HistoryPart(QWidget):
    """Keeps a choice at once, like the other settings. Nothing can be chosen until the limits in force are known."""

    def __init__(self, shell: Shell, work: SettingsWork) -> None:
        super().__init__()
        self._work = work
        self.runs = Choice(name=self.tr("Runs of each dataset"))
        self.days = Choice(name=self.tr("Not older than"))
        fields = (Field(self.tr("Runs of each dataset"), self.runs), Field(self.tr("Not older than"), self.days))
        for field in fields:
            field.setFixedWidth(_FIELD_WIDTH)
        self.setLayout(
            down(
                text(self.tr("Run history"), "section"),
                2,
                text(self.tr("What each sync did, as the page “Activity” shows it."), "muted", wrap=True),
                12,
                across(*fields, None, gap=16),
                6,
                text(
                    self.tr(
                        "Older runs go after the next sync of their dataset. The newest 20 and the last one that was "
                        "completed always stay; documents are not touched."
                    ),
                    "caption",
                    wrap=True,
                ),
                gap=0,
            )
        )
        self.show_limits(HistoryLimits())
        self.setEnabled(False)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._keep_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self.show_limits)
        self._job.errored.connect(self._failed)
        self._keep_job.errored.connect(self._keep_failed)
        for choice in (self.runs, self.days):
            choice.picked.connect(self._keep)

    def reload(self) -> None:
        """Reads what is in force."""
        self._job.start(self._work.history)

    @Slot(object)
    def show_limits(self, limits: HistoryLimits) -> None:
        """Shows what is in force, also numbers that are not among those offered."""
        runs = sorted({*_RUNS, limits.runs})
        self.runs.set_options((str(number), counted(number, say("run"), say("runs"))) for number in runs)
        self.runs.choose(str(limits.runs))
        self.days.set_options((str(number), words) for number, words in _with_days(_DAYS, limits.days))
        self.days.choose(str(limits.days))
        self.setEnabled(True)

    @Slot(str)
    def _keep(self, _: str) -> None:
        self._keep_job.start(self._work.keep_history(HistoryLimits(int(self.runs.key()), int(self.days.key()))))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)

    @Slot(object)
    def _keep_failed(self, error: BaseException) -> None:
        show_error(self, error)
        self.reload()  # what is shown is what is kept


def _with_days(offered: Sequence[tuple[int, str]], days: int) -> list[tuple[int, str]]:
    said = [(number, say(words)) for number, words in offered]
    return said if days in dict(said) else sorted([*said, (days, counted(days, say("day"), say("days")))])
