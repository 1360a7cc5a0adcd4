"""The dialog in which passwords are moved from one place to another: which way, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from kbconnect.app.secret_moves import SecretMove, SecretMoves
from kbconnect.core.job import Progress, Stage
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Job, Jobs, Queue
from kbconnect.ui.language import told
from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Notice, Swap
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Glyph, hint, text
from kbconnect.ui.widgets.layout import across, clear, down, frame
from kbconnect.ui.widgets.option_cards import OptionCard
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.words import count, counted


@dataclass(frozen=True, slots=True)
class MoveWay:
    """One way passwords can go. place, label: where to, as the program and as people call it. secrets: how many. alone:
    new passwords don't follow there, as KBCONNECT_VAULT_KEY sends them to the vault."""

    place: str
    label: str
    secrets: int
    alone: bool = False


class MoveDialog(Dialog):
    """move_asked: the place to move to. stop_asked: as long as nothing is in use yet, the move can be given up."""

    move_asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, parent: QWidget, ways: Sequence[MoveWay]) -> None:
        """ways: at least one."""
        self._ways = tuple(ways)
        self._group = QButtonGroup()
        title = self.tr("Move saved passwords")
        self._bar = Bar(name=title)
        self._promise = text("", "muted", wrap=True)
        self._step = text("", "muted")
        self._result = QVBoxLayout()
        self._result.setContentsMargins(0, 0, 0, 0)
        self._states = Swap(ask=frame(self._question()), busy=frame(self._busy()), done=frame(self._result))
        self._keep = button(self.tr("Leave them where they are"), Kind.LINK)
        self._act = button("", Kind.PRIMARY, "arrows-left-right")
        self._stop = button(self.tr("Stop moving"), Kind.SECONDARY, "stop-circle")
        self._close = button(self.tr("Close"), Kind.PRIMARY)
        body = down(text(title, "title", wrap=True), 10, self._states, gap=0)
        super().__init__(
            parent,
            across(down(Glyph("arrows-left-right", "accent", 26), None), (body, 1), gap=16),
            across(self._keep, None, self._stop, self._act, self._close),
            title=title,
            width=560,
        )
        self._group.setParent(self)
        self._group.idToggled.connect(self._name_act)
        self._keep.clicked.connect(self.reject)
        self._act.clicked.connect(self._ask)
        self._stop.clicked.connect(self.stop_asked)
        self._close.clicked.connect(self.accept)
        self._show_state("ask")
        self._name_act()
        self._act.setDefault(True)
        self._act.setFocus()

    def _question(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setSpacing(8)
        for number, way in enumerate(self._ways):
            card = OptionCard(self.tr("To: {place}").format(place=way.label), lines=[self._counted(way)])
            card.setChecked(number == 0)
            self._group.addButton(card, number)
            made.addWidget(card)
        made.addSpacing(6)
        made.addWidget(self._promise)
        made.addSpacing(2)
        made.addWidget(
            hint(self.tr("Wherever it breaks off, every password can still be read."), "shield-check", "success")
        )
        return made

    def _counted(self, way: MoveWay) -> str:
        return counted(way.secrets, self.tr("password to move"), self.tr("passwords to move"))

    def _busy(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 6, 0, 6)
        made.setSpacing(8)
        made.addWidget(self._step)
        made.addWidget(self._bar)
        return made

    def way(self) -> MoveWay:
        """The one that is chosen."""
        return self._ways[max(0, self._group.checkedId())]

    def _promised(self, way: MoveWay) -> str:
        if way.alone:
            return self.tr(
                "Each password is copied, read back and compared. Only when all are there do connectors use the "
                "copies, and only then are the old ones deleted. New passwords still go to the encrypted vault, as "
                "long as KBCONNECT_VAULT_KEY is set."
            )
        return self.tr(
            "Each password is copied, read back and compared. Only when all are there do connectors use the "
            "copies, and only then are the old ones deleted. New passwords go to the same place afterwards."
        )

    @Slot()
    def _name_act(self) -> None:
        self._promise.setText(self._promised(self.way()))
        passwords = counted(self.way().secrets, self.tr("password"), self.tr("passwords"))
        self._act.setText(self.tr("Move {passwords}").format(passwords=passwords))

    @Slot()
    def _ask(self) -> None:
        self._show_state("busy")
        self._step.setText(self.tr("Opening both places"))
        self.move_asked.emit(self.way().place)

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Copying, then deleting what is not in use any more."""
        total = max(1, progress.total or 1)
        at = {"number": count(min(progress.done + 1, total)), "total": count(total)}
        copying = progress.stage is Stage.LOADING
        words = self.tr("Copying and comparing {number} of {total}")
        if not copying:
            words = self.tr("Deleting the old copy {number} of {total}")
        self._step.setText(words.format(**at))
        self._stop.setEnabled(copying)
        self._bar.set_share(progress.done / total / 2 + (0.0 if copying else 0.5))

    @Slot(object)
    def show_result(self, done: SecretMove) -> None:
        """What was moved, and what was not and why."""
        clear(self._result)
        label = next((way.label for way in self._ways if way.place == done.place), done.place)
        moved = counted(done.moved, self.tr("password was moved"), self.tr("passwords were moved"))
        self._result.addWidget(
            Notice(
                "success" if done.moved else "text3",
                "check-circle" if done.moved else "info",
                moved,
                self.tr("{place}: every copy was read back and compared.").format(place=label) if done.moved else "",
            )
        )
        for left in done.left:
            self._result.addSpacing(8)
            stays = self.tr("{connector} stays where it was").format(connector=left.connector)
            self._result.addWidget(
                Notice("warning", "warning-circle", stays, f"{told(left.reason)} {told(left.hint)}".strip())
            )
        if done.not_deleted:
            self._result.addSpacing(8)
            copies = counted(done.not_deleted, self.tr("old copy is"), self.tr("old copies are"))
            self._result.addWidget(
                Notice(
                    "warning",
                    "warning-circle",
                    self.tr("{copies_are} still where they were").format(copies_are=copies),
                    self.tr("Nothing uses them any more. The page offers to delete them."),
                )
            )
        self._show_state("done")

    def _show_state(self, state: str) -> None:
        self._states.show_state(state)
        self._keep.setVisible(state == "ask")
        self._act.setVisible(state == "ask")
        self._stop.setVisible(state == "busy")
        self._close.setVisible(state == "done")
        if state == "done":
            self._close.setFocus()

    def reject(self) -> None:
        """Escape: gives up what can be given up, else waits for the end."""
        if self._states.current() == "busy":
            self.stop_asked.emit()
        else:
            super().reject()


class SecretMover(QObject):
    """Asks, moves, and shows what came of it, over the window of its parent. moved: something may have changed."""

    moved = Signal()

    def __init__(self, moves: SecretMoves, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._moves, self._jobs, self._owner = moves, jobs, parent
        self._dialog: MoveDialog | None = None
        self._job: Job | None = None

    def ask(self, ways: Sequence[MoveWay]) -> None:
        """Opens the question; see MoveDialog."""
        dialog = MoveDialog(self._owner, ways)
        dialog.move_asked.connect(self._move)
        dialog.stop_asked.connect(self._stop)
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        dialog.open()

    def delete_old(self) -> None:
        """Tries again to delete copies that nothing uses."""
        job = self._jobs.start(self._moves.delete_old, Queue.INTERACTIVE)
        job.then(returned=self._were_deleted, errored=self._failed)

    @Slot(str)
    def _move(self, place: str) -> None:
        moves = self._moves
        self._job = self._jobs.start(lambda context: moves.move(place, context), Queue.INTERACTIVE)
        self._job.then(
            returned=self._returned, errored=self._failed, aborted=self._aborted, progressed=self._progressed
        )

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(progress)

    @Slot(object)
    def _returned(self, done: SecretMove) -> None:
        self._job = None
        if self._dialog is not None:
            self._dialog.show_result(done)
        self.moved.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._end()
        show_error(self._owner, error)
        self.moved.emit()

    @Slot()
    def _aborted(self) -> None:
        self._end()
        toast(self._owner, self.tr("Stopped. Every password is where it was."), "stop-circle", "text3")

    @Slot(object)
    def _were_deleted(self, remaining: int) -> None:
        if not remaining:
            toast(self._owner, self.tr("The old copies are deleted."))
        self.moved.emit()

    def _end(self) -> None:
        self._job = None
        if self._dialog is not None:
            self._dialog.accept()

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
