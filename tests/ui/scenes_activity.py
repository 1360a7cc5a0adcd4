"""Scenes of the page "Activity"."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.activity import ActivityPage
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import history
from tests.ui.scene import LIGHT_ONLY, Scene
from tests.ui.scenes_shell import support_tickets, window


class _ShownActivity(ActivityPage):
    """The page with a history of its own instead of that of the empty data folder."""

    def __init__(self, shell: Shell, chosen: str, kind: str) -> None:
        super().__init__(shell)
        self._chosen_first = chosen
        self.filter.choose(kind)
        self._job.returned.disconnect(self.show_history)
        self._job.returned.connect(self._show_examples)
        self._run_job.errored.disconnect(self._run_failed)

    def _show_examples(self) -> None:
        shown = history()
        self.show_history(shown)
        self._whole = shown.find(self._chosen_first)
        self.table.choose(self._chosen_first)
        self._show_chosen()


def _activity(chosen: str = "1202", kind: str = "all", *, syncing: bool = False) -> MainWindow:
    made = window(lambda shell: _ShownActivity(shell, chosen, kind), *((support_tickets(),) if syncing else ()))
    made.navigator().go("activity")
    return made


def _is_shown(widget: QWidget) -> bool:
    page = widget.navigator().page() if isinstance(widget, MainWindow) else None
    return isinstance(page, ActivityPage) and page.states.current() in ("full", "empty")


ACTIVITY = (
    Scene("activity", lambda: _activity(syncing=True), ready=_is_shown),
    Scene("activity-narrow", lambda: _activity(syncing=True), LIGHT_ONLY, (1024, 700), ready=_is_shown),
    Scene("activity-running", lambda: _activity("1204", syncing=True), LIGHT_ONLY, ready=_is_shown),
    Scene("activity-rejects", lambda: _activity("1203"), ready=_is_shown),
    Scene("activity-brake", lambda: _activity("1201", "attention"), LIGHT_ONLY, ready=_is_shown),
    Scene("activity-fine", lambda: _activity("1200", "all"), LIGHT_ONLY, ready=_is_shown),
    Scene("activity-empty", lambda: window(ActivityPage, section="activity"), LIGHT_ONLY, ready=_is_shown),
)
