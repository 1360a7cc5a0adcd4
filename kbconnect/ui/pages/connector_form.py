"""The page "New connector" and "Edit": the form at the left, the test of what is filled in at the right.

Owns when something is tested and saved: only when asked. Leaves by itself once it has saved.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from kbconnect.core.addresses import display_url
from kbconnect.core.connector import ConnectionReport, ConnectorDraft
from kbconnect.core.errors import DriverMissingError, InputError, NameTakenError
from kbconnect.core.job import Progress
from kbconnect.ui.errors import ErrorNotice, log_error
from kbconnect.ui.jobs import Job, Latest, Queue
from kbconnect.ui.language import say, told
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.connector_form_fields import ConnectorFields
from kbconnect.ui.pages.connector_form_host_key import HostKeyQuestion
from kbconnect.ui.pages.connector_form_test import ConnectionTest
from kbconnect.ui.pages.connector_form_words import Way, way_to
from kbconnect.ui.pages.connector_form_work import Entered, FormSetting, FormWork, Kept
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.pages.sources_transfer import Transfer
from kbconnect.ui.style import FORM_WIDTH
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down, frame, scroll
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.panes import Panes


class ConnectorFormPage(Page):
    """saved: the Connector, before the page leaves. focus_secret: the password is what is asked for."""

    saved = Signal(object)

    def __init__(self, shell: Shell, connector_id: str = "", *, focus_secret: bool = False) -> None:
        """connector_id: of the connector to change, "" for a new one."""
        super().__init__(say("Edit connector") if connector_id else say("New connector"))
        self._shell = shell
        self._work = FormWork(shell.application, connector_id)
        self._is_new, self._focus_secret = not connector_id, focus_secret
        self.fields = ConnectorFields(shell.application.connectors.providers())
        self.test = ConnectionTest()
        self._clean: Entered | None = self.fields.entered()
        self._tested: tuple[Entered, ConnectionReport] | None = None
        self._testing: Entered | None = None
        self._test_job: Job | None = None
        self._leaving = False
        self._invited = Way()
        self._question: Question | None = None
        self._host_key = HostKeyQuestion(self, shell)
        self._transfer = Transfer(self, shell.jobs, shell.application, Routes(shell, self), tuple)
        self._notices = QVBoxLayout()
        self._arrange(shell)
        self._setting_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._save_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._driver_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._look_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._looked_into = ""
        self._connect_parts()
        self._invite()
        self.fields.setEnabled(self._is_new)  # nothing is typed over what is still to come
        self._load()
        self._show_state()

    def _arrange(self, shell: Shell) -> None:
        form = down(self._notices, self.fields, None, gap=0, margins=(24, 18, 24, 12))
        inside = frame(form)
        inside.setMaximumWidth(FORM_WIDTH + 48)
        left = scroll(across((inside, 1), gap=0))
        left.setMinimumWidth(420)
        right = frame(down(scroll(down(self.test, None, gap=0, margins=(20, 18, 20, 12))), gap=0), "canvas")
        right.setMinimumWidth(320)
        self.set_body(Panes("connector-form", shell.memory, (left, 0), (right, 472)))
        self._cancel = button(self.tr("Cancel"), Kind.LINK)
        self._remark = text(self.tr("Nothing is saved until you say so."), "caption", elide=True)
        self._try = button(self.tr("Test connection"), Kind.SECONDARY, "arrow-clockwise", shortcut="F5")
        self._stop = button(self.tr("Stop test"), Kind.SECONDARY, "stop-circle")
        self._save = button(self.tr("Save connector"), Kind.PRIMARY, shortcut="Ctrl+Return")
        for steady in (self._try, self._save):  # other words in them move nothing
            steady.setMinimumWidth(steady.sizeHint().width())
        self._stop.setMinimumWidth(self._try.sizeHint().width())
        self._stop.hide()
        self.set_foot(self._cancel, None, self._remark, 8, self._try, self._stop, self._save)

    def _connect_parts(self) -> None:
        self._setting_job.returned.connect(self._setting_loaded)
        self._setting_job.errored.connect(self._load_failed)
        self._save_job.returned.connect(self._was_saved)
        self._save_job.errored.connect(self._save_failed)
        self._driver_job.errored.connect(self._driver_missing)
        self._look_job.returned.connect(self.fields.show_kind_inside)
        self._look_job.errored.connect(self._no_kind_inside)
        self._look_job.busy_changed.connect(self._show_state)
        self.fields.guessed.connect(self._look_into)
        self.fields.changed.connect(self._edited)
        self.fields.take_over.setVisible(self._is_new)
        self.fields.take_over.clicked.connect(self._transfer.ask_to_import)
        self._transfer.imported.connect(self._imported)
        self.fields.kind_changed.connect(self._kind_changed)
        self.test.retry_asked.connect(self.start_test)
        self.test.key_asked.connect(self._host_key.ask)
        self._host_key.approved.connect(self.start_test)
        self._cancel.clicked.connect(self._leave)
        self._try.clicked.connect(self.start_test)
        self._stop.clicked.connect(self._stop_test)
        self._save.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+R"), self).activated.connect(self.start_test)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)

    # -------------------------------------------------------------------------------------------- loading

    @Slot(object)
    def _setting_loaded(self, setting: FormSetting) -> None:
        self.fields.set_taken(setting.taken)
        self.fields.show_place(setting.place)
        connector = setting.connector
        if connector is None:
            return
        self.fields.setEnabled(True)
        clear(self._notices)
        self.fields.show_connector(connector)
        self._clean = self.fields.entered()
        self.set_title(self.tr("Edit %s") % connector.name)
        self._invite()
        (self.fields.password.first() if self._focus_secret else self.fields.name).editor.setFocus()
        self._show_state()

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        notice = self._say(error, can_retry=True)
        notice.retry_asked.connect(self._load)

    @Slot()
    def _load(self) -> None:
        self._setting_job.start(self._work.setting)

    # -------------------------------------------------------------------------------------------- testing

    @Slot()
    def start_test(self) -> None:
        """Tests what is filled in, if it can be; saves nothing."""
        if self._test_job is not None or self._look_job.is_busy() or not self.fields.check(with_name=False):
            return
        entered = self.fields.entered()
        self._testing = entered
        self._tested = None
        self.test.begin(self._way(), self._subject())
        self._test_job = self._shell.jobs.start(self._work.test(self._to_test(entered)), owner=self)
        self._test_job.then(
            progressed=self._test_progressed,
            returned=self._test_ended,
            errored=self._test_failed,
            finished=self._test_finished,
        )
        self._show_state()

    def _invite(self) -> None:
        self._invited = self._way()
        self.test.invite(self._invited)

    def _way(self) -> Way:
        return way_to(self.fields.provider(), self.fields.entered().draft.options)

    def _subject(self) -> str:
        """What is tested, in a line for whoever gets the report."""
        provider, draft = self.fields.provider(), self.fields.entered().draft
        return f"{provider.label}, {display_url(draft)}"

    def _to_test(self, entered: Entered) -> Entered:
        """A test needs no name, but the use case looks for one."""
        if entered.draft.name:
            return entered
        return replace(entered, draft=_named(entered, self.tr("New connector")))

    def _is_of_stopped_test(self) -> bool:
        """The signal comes from a test that somebody has stopped: a call that blocks may take seconds to end."""
        return self.sender() is not self._test_job

    @Slot(object)
    def _test_progressed(self, progress: Progress) -> None:
        if not self._is_of_stopped_test():
            self.test.show_progress(progress)

    @Slot(object)
    def _test_failed(self, error: BaseException) -> None:
        if not self._is_of_stopped_test():
            self.test.show_error(error)

    @Slot(object)
    def _test_ended(self, report: ConnectionReport) -> None:
        if self._is_of_stopped_test():
            return
        self.test.show_report(report)
        if self._testing is not None:
            self._tested = (self._testing, report)
            if not _same_connection(self.fields.entered(), self._testing):
                self.test.outdate()
            else:
                self.fields.tls_part.show_used(report)
        key = self.test.asked_key()
        if key is not None and self.isVisible():
            self._host_key.ask(key)

    @Slot()
    def _test_finished(self) -> None:
        if not self._is_of_stopped_test():
            self._end_test()

    def _end_test(self) -> None:
        self._test_job = None
        self._try.setText(self.tr("Test again"))
        self._show_state()

    @Slot()
    def _stop_test(self) -> None:
        job = self._test_job
        if job is not None:
            self._end_test()
            self.test.show_stopped()
            job.cancel()

    # -------------------------------------------------------------------------------------------- saving

    @Slot()
    def save(self) -> None:
        """Saves what is filled in, if nothing of it is plainly wrong."""
        if self._save_job.is_busy() or self._look_job.is_busy() or not self.fields.check(with_name=True):
            return
        clear(self._notices)
        entered = self.fields.entered()
        report = None
        if self._tested is not None and _same_connection(entered, self._tested[0]):
            report = self._tested[1]
        self._save_job.start(self._work.save(entered, report))
        self._show_state()

    @Slot(object)
    def _was_saved(self, kept: Kept) -> None:
        self._leaving = True
        self.saved.emit(kept.connector)
        if kept.unread:
            words = self.tr("{name} is saved, and can't connect yet. {reason}")
            toast(self, words.format(name=kept.connector.name, reason=told(kept.unread)), "warning", "warning")
        self._shell.navigator.pop()

    @Slot(object)
    def _save_failed(self, error: BaseException) -> None:
        if isinstance(error, NameTakenError):
            self.fields.name.set_error(told(error.message))
            self.fields.name.editor.setFocus()
        else:
            self._say(error)
        self._show_state()

    def _say(self, error: BaseException, *, can_retry: bool = False) -> ErrorNotice:
        clear(self._notices)
        notice = ErrorNotice(error, can_retry=can_retry)
        self._notices.addWidget(notice)
        self._notices.addSpacing(14)
        return notice

    # -------------------------------------------------------------------------------------------- the page

    def is_changed(self) -> bool:
        """Something was filled in that isn't saved."""
        return self.fields.entered() != self._clean

    @Slot()
    def _edited(self) -> None:
        if self.fields.path() != self._looked_into:
            self._look_job.cancel()
        if self._tested is not None and not _same_connection(self.fields.entered(), self._tested[0]):
            self.test.outdate()
            self.fields.tls_part.show_used(None)
        if self._test_job is None and self._tested is None and self._way() != self._invited:
            self._invite()  # an SSH server is one step more
        self._show_state()

    @Slot(object)
    def _driver_missing(self, error: BaseException) -> None:
        if isinstance(error, DriverMissingError):
            self.fields.kinds.show_missing(error)
        else:
            log_error(error)  # a test of it will say so in its place

    @Slot()
    def _look_into(self, path: str) -> None:
        """Nobody can tell the kind of a file by its path; neither test nor saving begins before it is known."""
        self._looked_into = path
        self._look_job.start(self._work.kind_inside(path))

    @Slot(object)
    def _no_kind_inside(self, error: BaseException) -> None:
        if isinstance(error, InputError):
            words = self.tr("{reason} Check the path, or choose the kind of source.")
            self.fields.file.set_error(words.format(reason=told(error.message)))
        else:
            log_error(error)  # what was guessed stays; a test of it will say so in its place

    @Slot()
    def _kind_changed(self) -> None:
        self._look_job.cancel()  # somebody has said it
        self._driver_job.start(self._work.driver(self.fields.provider().id))
        if self._test_job is None:
            self._tested = None
            self._invite()

    @Slot()
    def _show_state(self) -> None:
        testing = self._test_job is not None
        saving, ready = self._save_job.is_busy(), self.fields.isEnabled() and not self._look_job.is_busy()
        self._try.setVisible(not testing)
        self._stop.setVisible(testing)
        self._try.setEnabled(ready and not saving)
        self._save.setEnabled(ready and not saving)
        self._save.setText(self.tr("Saving…") if saving else self.tr("Save connector"))

    @Slot()
    def _leave(self) -> None:
        self._shell.navigator.pop()

    @Slot()
    def _imported(self) -> None:
        """What came in stands in the list; a form in which something is filled in stays."""
        if not self.is_changed():
            self._shell.navigator.pop()

    def may_leave(self) -> bool:
        if self._leaving or not self.is_changed():
            return True
        if self._save_job.is_busy():
            return False  # leaves by itself in a moment; nobody could say any more that nothing was stored
        if self._question is None:
            new = self._is_new
            self._question = Question(
                self,
                Asking(
                    title=self.tr("Leave without saving?"),
                    why=self.tr("What you filled in for this connector has not been saved.")
                    if new
                    else self.tr("Your changes to this connector have not been saved."),
                    unchanged=self.tr("Nothing has been stored, the password neither.")
                    if new
                    else self.tr("The connector and its password are as they were before."),
                    act=self.tr("Discard what I filled in") if new else self.tr("Discard my changes"),
                    keep=self.tr("Keep editing"),
                    glyph="pencil-simple",
                ),
            )
            self._question.answered.connect(self._answered)
            self._question.open()
        return False

    @Slot(bool)
    def _answered(self, discard: bool) -> None:
        self._question = None
        if discard:
            self._leaving = True
            self.discarded.emit()

    def entered(self) -> None:
        if self._is_new and not self.is_changed():
            self.fields.url.editor.setFocus()

    def left(self) -> None:
        self._stop_test()


def _named(entered: Entered, name: str) -> ConnectorDraft:
    return replace(entered.draft, name=name)


def _same_connection(one: Entered, other: Entered) -> bool:
    """Whether both reach the same source in the same way; their names don't matter."""
    return replace(one, draft=_named(one, "")) == replace(other, draft=_named(other, ""))
