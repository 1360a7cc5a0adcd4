"""The `kbconnect` command: puts the commands together and turns wrong use into exit code 2. `run` is the way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kbconnect import __version__
from kbconnect.cli import (
    connectors,
    demo,
    history,
    knowledge_bases,
    previews,
    questions,
    schedules,
    searching,
    secrets,
    syncing,
)
from kbconnect.cli.dataset_edit import commands as dataset_commands
from kbconnect.cli.host_keys import commands as connector_commands
from kbconnect.cli.output import error_document
from kbconnect.cli.screen import Screen, prepare_streams
from kbconnect.cli.session import (
    CANCELLED,
    DONE,
    USAGE,
    Globals,
    Home,
    Json,
    errors_shown,
    globals_of,
    show_cancelled,
)
from kbconnect.cli.signals import interruptible
from kbconnect.core.errors import InputError
from kbconnect.core.model import ErrorInfo

PROGRAM = "kbconnect"
_EPILOG = """\b
First steps:
  kbconnect connector add Shop --url postgresql://reader@db.example/shop
  kbconnect discover Shop
  kbconnect dataset add Articles --connector Shop --table articles
  kbconnect sync Articles
  kbconnect search "how do I mend a tent"

Exit codes: 0 done; 1 failed, with what to do on stderr; 2 wrong use; 3 done with rejected rows; 4 stopped before
removing many documents; 5 a saved question finds less than before; 130 stopped by you."""


def build_commands() -> typer.Typer:
    """All commands. They need the context that `run` makes."""
    app = typer.Typer(
        name=PROGRAM,
        help="Turns the rows of your databases into a searchable knowledge base and keeps it true. "
        "Without a command the window opens.",
        epilog=_EPILOG,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_before_command)
    app.command("demo", short_help="Try it on a sample: sync it and ask it something.")(demo.demo)
    app.add_typer(connector_commands, name="connector")
    app.command("discover", short_help="List the tables of a source, or the columns of one.")(connectors.discover)
    app.add_typer(knowledge_bases.commands, name="kb")
    app.add_typer(dataset_commands, name="dataset")
    app.command("preview", short_help="Show documents as a sync would write them.")(previews.preview)
    app.command("sync")(syncing.sync)
    app.command("runs", short_help="List what was synced, or show one run in full.")(history.runs)
    app.command("schedule", short_help="Set, show or run the times of syncs.")(schedules.schedule)
    app.command("search")(searching.search)
    app.add_typer(questions.commands, name="question")
    app.add_typer(secrets.commands, name="secret")
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"{PROGRAM} {__version__}")
        raise typer.Exit(DONE)


def _before_command(
    context: typer.Context,
    home: Home = None,
    as_json: Json = False,
    tray: Annotated[bool, typer.Option("--tray", help="Open in the notification area, without the window.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    options = globals_of(context)
    options.home, options.as_json = home, as_json
    if context.invoked_subcommand is None:
        if as_json:
            raise typer.BadParameter("--json needs a command")
        options.opens_window, options.window_home, options.in_tray = True, home, tray
    elif tray:
        raise typer.BadParameter("--tray opens the program, so it goes without a command")


def run(arguments: Sequence[str], open_window: Callable[[Path | None, bool], int]) -> int:
    """Runs one command; returns its exit code. open_window: opens the window on a data folder (None: the default), or
    only its icon (True)."""
    prepare_streams()
    options = Globals()
    code = _run(arguments, options)
    opens = options.opens_window and code == DONE
    return open_window(options.window_home, options.in_tray) if opens else code


def _run(arguments: Sequence[str], options: Globals) -> int:
    screen = Screen(as_json="--json" in arguments)
    try:
        with interruptible(options.interruption), errors_shown(screen, options.interruption):
            _check_text(arguments)
            code = build_commands()(list(arguments), prog_name=PROGRAM, standalone_mode=False, obj=options)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        return CANCELLED
    except typer.TyperException as error:
        return _wrong_use(error, screen)
    if code == CANCELLED and not options.has_session:
        show_cancelled(screen)  # Typer answered Ctrl+C before a command had begun
    return code if isinstance(code, int) else DONE


def _check_text(arguments: Sequence[str]) -> None:
    """Raises InputError for bytes that aren't text: Python keeps them as lone surrogates, which no layer below can
    store, send or search."""
    try:
        "".join(arguments).encode()
    except UnicodeEncodeError as error:
        raise InputError(
            "An argument holds bytes that are not text in UTF-8.",
            meaning="Nothing was done.",
            hint="Type it again instead of pasting it, or use a terminal that is set to UTF-8.",
        ) from error


def _wrong_use(error: typer.TyperException, screen: Screen) -> int:
    # Only errors of use know their command, by a class that Typer doesn't make public.
    path = getattr(getattr(error, "ctx", None), "command_path", PROGRAM)
    # Typer's "Invalid value for '--limit': …" says nothing but the option that the rest is about.
    message = re.sub(
        r"^Invalid value(?: for (.+?))?: ", lambda found: f"{found[1]}: " if found[1] else "", error.format_message()
    )
    info = ErrorInfo("usage", message[:1].upper() + message[1:], f"See `{path} --help`.", retryable=False)
    if screen.as_json:
        screen.document(error_document(info))
    screen.error(info)
    return error.exit_code if error.exit_code != 1 else USAGE
