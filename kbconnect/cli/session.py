"""What every command has: the options that stand on all of them, the application, questions, cancelling, errors.

Owns exit codes; what a signal does stands in signals.py. The only file of the command line that catches whatever ends a
command, because it is its top.
"""

from __future__ import annotations

import errno
import getpass
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli.output import error_document
from kbconnect.cli.screen import Screen, close_if_full, close_quietly
from kbconnect.cli.signals import Interruption, Wish
from kbconnect.core.connector import PassPhrasePurpose, Secret
from kbconnect.core.errors import InputError, KbConnectError
from kbconnect.core.job import InlineContext, JobCancelled
from kbconnect.core.model import ErrorInfo

if TYPE_CHECKING:
    from kbconnect.app.application import Application
    from kbconnect.cli.progress import ProgressView

DONE, FAILED, USAGE, REJECTS, BRAKE, WORSE, CANCELLED = 0, 1, 2, 3, 4, 5, 130


def _folder(text: str) -> Path:
    # An empty one would be the folder the command happens to be started in: the mark of a variable that isn't set.
    if not text.strip():
        raise typer.BadParameter("the folder has no name")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise typer.BadParameter(f"there is no account whose home folder {text} could lie in") from error


Home = Annotated[
    Path | None,
    typer.Option(
        "--home", parser=_folder, help="Folder with all that kbconnect keeps; else KBCONNECT_HOME.", metavar="DIR"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, messages on stderr.")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
SecretRef = Annotated[
    str | None,
    typer.Option(
        "--secret",
        metavar="REF",
        help="Where the password is: env:NAME, file:PATH, cmd:COMMAND, openbao:MOUNT/PATH#FIELD, aws:NAME#FIELD.",
    ),
]


def _at_most(given: str | int) -> int:
    text = str(given)  # a default comes as the number it is
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
    if not 1 <= number < 2**31:
        raise typer.BadParameter(f"“{text}” is no number from 1 to {2**31 - 1:,}")
    return number


_DIGITS = 10
Limit = Annotated[int, typer.Option("--limit", metavar="N", parser=_at_most, help="How many at most.")]


@dataclass(slots=True)
class Globals:
    """What stood before the command's name, and what is to happen after the command.

    has_session: a command has begun, and tells of its end itself.
    opens_window: the window is opened on window_home once the command is over and has let go of everything.
    """

    home: Path | None = None
    as_json: bool = False
    opens_window: bool = False
    window_home: Path | None = None
    in_tray: bool = False
    has_session: bool = False
    interruption: Interruption = field(default_factory=Interruption)


class Questions:
    """Asks the person at the terminal, if there is one."""

    def __init__(self) -> None:
        self.is_asking = False
        self._view: ProgressView | None = None

    def ask(self, prompt: str) -> str | None:
        """What was typed, without echo; None without a terminal or for an empty answer. Raises JobCancelled."""
        if not sys.stdin.isatty():
            return None
        if self._view is not None:
            self._view.pause()
        self.is_asking = True
        try:
            return getpass.getpass(prompt, sys.stderr) or None
        except (KeyboardInterrupt, EOFError) as error:
            raise JobCancelled from error
        finally:
            self.is_asking = False

    def ask_pass_phrase(self, purpose: str) -> str | None:
        """For the encrypted vault. purpose: a PassPhrasePurpose. Raises InputError, JobCancelled."""
        if purpose != PassPhrasePurpose.CREATE:
            return self.ask("Pass phrase of the encrypted vault: ")
        first = self.ask("Choose a pass phrase for the encrypted vault that will hold your passwords: ")
        if first is not None and self.ask("The same pass phrase again: ") != first:
            raise InputError("The two pass phrases differ.", meaning="Nothing was saved.", hint="Try again.")
        return first

    @contextmanager
    def pausing(self, view: ProgressView) -> Iterator[None]:
        """While open, a question first stops the moving line."""
        self._view = view
        try:
            yield
        finally:
            self._view = None


class Session:
    """One command at work."""

    def __init__(self, application: Application, screen: Screen, questions: Questions) -> None:
        self.application = application
        self.screen = screen
        self._questions = questions
        self.warnings: list[str] = []

    def warn(self, sentence: str) -> None:
        """Says on stderr what people should know, and keeps it for the command's document."""
        from kbconnect.cli.screen import Styled

        self.warnings.append(sentence)
        self.screen.note(Styled("Warning: ", "yellow"), sentence)

    def warn_unread(self, error: KbConnectError) -> None:
        """For a secret kept elsewhere that can't be read now."""
        self.warn(f"{error.message} The connector is saved, and can't connect before that is mended. {error.hint}")

    @contextmanager
    def job(self, subject: str) -> Iterator[InlineContext]:
        """A context for a use case: its progress is shown; SIGINT or SIGTERM asks it to stop, a second one breaks off.

        Raises JobCancelled.
        """
        from kbconnect.cli.progress import progress_view

        with progress_view(subject) as view, self._questions.pausing(view):
            wish = Wish()
            context = InlineContext(view.show, wish.is_uttered, pause=threading.Event().wait)
            with wish.asking(context.cancel, lambda: self._questions.is_asking):
                yield context

    def ask_hidden(self, prompt: str) -> Secret | None:
        """Asks without echo; None without a terminal or for an empty answer. Raises JobCancelled."""
        text = self._questions.ask(prompt)
        return Secret(text) if text else None

    def ask_password(self, purpose: str) -> Secret | None:
        """Asks without echo; None without a terminal or for an empty answer."""
        text = self._questions.ask(f"Password for {purpose} (empty for none): ")
        return Secret(text) if text else None


@contextmanager
def session(context: typer.Context, home: Path | None, as_json: bool) -> Iterator[Session]:
    """The application for one command. Errors end as typer.Exit with the right code, after they were shown."""
    options = globals_of(context)
    screen = Screen(as_json=as_json or options.as_json)
    questions = Questions()
    options.has_session = True
    with errors_shown(screen, options.interruption):
        from kbconnect.app.application import build_application

        built = build_application(home or options.home, os.environ, questions.ask_pass_phrase)
        with built as application, _bugs_logged(options.interruption):
            yield Session(application, screen, questions)


@contextmanager
def _bugs_logged(interruption: Interruption) -> Iterator[None]:
    """Writes the trace of an unexpected error to the log, which is only open as long as the application."""
    try:
        yield
    except (KbConnectError, JobCancelled, typer.Exit, typer.TyperException, BrokenPipeError):
        raise
    except Exception:
        if interruption.has_come:
            raise
        logging.getLogger("kbconnect").exception("the command ended by a bug")
        raise


def globals_of(context: typer.Context) -> Globals:
    """What `main.run` put into the context."""
    options = context.find_root().obj
    if not isinstance(options, Globals):
        raise TypeError("commands are started by kbconnect.cli.main.run")
    return options


@contextmanager
def errors_shown(screen: Screen, interruption: Interruption) -> Iterator[None]:
    """Shows what ends a command and turns it into its exit code. Raises typer.Exit."""
    try:
        yield
    except typer.Exit:
        raise
    except (JobCancelled, KeyboardInterrupt) as stopped:
        show_cancelled(screen)
        raise typer.Exit(CANCELLED) from stopped
    except KbConnectError as error:
        from kbconnect.app.syncing import error_info

        info = error_info(error)
        if not screen.answered and screen.as_json:
            screen.document(error_document(info))
        screen.error(ErrorInfo(info.code, error.message, info.hint, info.retryable, info.detail), error.meaning)
        raise typer.Exit(FAILED) from error
    except BrokenPipeError as error:
        close_quietly()
        raise typer.Exit(FAILED) from error
    except typer.TyperException:
        raise  # a wrong use, which main.run shows
    except Exception as error:  # the command line's top: a person gets sentences, the log has the trace
        if interruption.has_come:
            show_cancelled(screen)
            raise typer.Exit(CANCELLED) from error
        close_if_full()  # it may have been the help that could not be written
        _fail(screen, _unexpected(error), "What was finished before is kept; the next sync continues.")
        raise typer.Exit(FAILED) from error


def _unexpected(error: Exception) -> ErrorInfo:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ErrorInfo(
            "disk_full",
            "A disk is full, so not everything could be written.",
            "Make room, there and where the output goes, then try again.",
            retryable=True,
        )
    return ErrorInfo(
        "bug",
        f"kbconnect made a mistake ({type(error).__name__}).",
        "Please report it with the end of logs/kbconnect.log in the data folder.",
        retryable=False,
    )


def show_cancelled(screen: Screen) -> None:
    _fail(screen, ErrorInfo("cancelled", "Stopped by you.", "", retryable=True), "What was done so far is kept.")


def _fail(screen: Screen, info: ErrorInfo, meaning: str) -> None:
    if screen.as_json and not screen.answered:
        screen.document(error_document(info))
    screen.error(info, meaning)


def password_from_stdin() -> Secret:
    """All of standard input but one newline at its end. Raises InputError if nothing is left or it isn't text."""
    try:
        text = sys.stdin.read().removesuffix("\n").removesuffix("\r")
        text.encode()
    except UnicodeError:  # as its cause it would carry the password
        raise InputError(
            "The password on standard input is not text in UTF-8.",
            meaning="Nothing was saved.",
            hint="Check that the right file is piped in, and that it is saved as UTF-8.",
        ) from None
    if not text:
        raise InputError(
            "No password came on standard input.",
            meaning="Nothing was saved.",
            hint='Pipe it in: printf %s "$PASSWORD" | kbconnect … --password-stdin',
        )
    return Secret(text)
