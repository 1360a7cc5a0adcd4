"""Whether there is a screen for a window, and what to say if not. Imports nothing heavy: the window waits for it."""

from __future__ import annotations

import sys
from collections.abc import Mapping


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether this session has a screen that a person looks at."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


NO_DISPLAY = """\
kbconnect can't open its window: this session has no display.
Nothing was changed. Everything the window does works from the command line too.
See `kbconnect --help`, or try `kbconnect demo --no-window`."""

NO_QT = """\
kbconnect can't open its window: a system library it needs is missing ({reason}).
Nothing was changed. Everything the window does works from the command line too.
Install the libraries (on Debian: `apt install libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 \
libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-randr0 \
libxcb-shape0 libxcb-xinerama0`), or see `kbconnect --help`."""
