"""Chooses the window or the command line, and nothing else. Answers --version before anything heavy is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kbconnect import __version__

_COMPLETION = "_KBCONNECT_COMPLETE"
"""Set by the shell when it asks for completions; it then passes no arguments."""


def main() -> int:
    """Runs kbconnect with the arguments of this process; returns the exit code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        return _show_version()
    opened = _window_asked(arguments) if _COMPLETION not in os.environ else None
    if opened is not None:
        return _open_window(*opened)
    try:
        from kbconnect.cli.main import run
    except KeyboardInterrupt:  # from here on the command line itself answers Ctrl+C
        return 130
    return run(arguments, _open_window)


def _window_asked(arguments: list[str]) -> tuple[Path | None, bool] | None:
    """The data folder and whether only the icon is wanted, if the window is asked for in the plain words of starters
    and of the start with the sign-in; None for all else, which the command line judges.

    A window that stands for weeks then does without the command line, which is 10 MB.
    """
    home, in_tray, left = None, False, list(arguments)
    while left:
        word = left.pop(0)
        if word == "--tray" and not in_tray:
            in_tray = True
        elif word == "--home" and home is None and left and left[0].strip() and left[0][0] not in "-~":
            home = Path(left.pop(0))
        else:
            return None
    return (home, in_tray) if home is None or str(home).isprintable() else None


def _show_version() -> int:
    try:
        print(f"kbconnect {__version__}", flush=True)
    except OSError as error:
        # What Python still holds for stdout would be tried again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # the reader has enough
            print(f"The version can't be written: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


def _open_window(home: Path | None, in_tray: bool = False) -> int:  # noqa: FBT001, FBT002 - the command line calls it
    """Opens the window on a data folder (None: the default one) until it is closed; returns the exit code.

    in_tray: only its icon.
    """
    from kbconnect.cli.display import NO_DISPLAY, NO_QT, has_display

    if not has_display(os.environ) and not os.environ.get("QT_QPA_PLATFORM"):
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    try:
        from kbconnect.ui.pyside_features import read_no_sources

        read_no_sources()
        from kbconnect.ui.start import start_window
    except ImportError as error:
        print(NO_QT.format(reason=error), file=sys.stderr)
        return 1
    return start_window(home, in_tray=in_tray)


if __name__ == "__main__":
    sys.exit(main())
