"""Whether this computer runs on its battery now. Owns how each system says so; keeps nothing and decides nothing.

Linux tells it in files; for other systems there is `power_elsewhere`, imported where it is needed. A computer that
can't say so counts as plugged in, as those without a battery are.
"""

from __future__ import annotations

import sys
from pathlib import Path

LINUX_SUPPLIES = Path("/sys/class/power_supply")


def on_battery() -> bool:
    """May take some milliseconds. Raises nothing."""
    if sys.platform in {"win32", "darwin"}:
        from kbconnect.adapters.power_elsewhere import asked

        return asked()
    return linux_on_battery(LINUX_SUPPLIES)


def linux_on_battery(supplies: Path) -> bool:
    """supplies: the folder with one folder a supply. Batteries of mice and pens are not this computer's."""
    try:
        folders = sorted(supplies.iterdir())
    except OSError:
        return False
    kinds = {folder: _read(folder / "type") for folder in folders if _read(folder / "scope") != "Device"}
    if any(kind in {"Mains", "USB"} and _read(folder / "online") == "1" for folder, kind in kinds.items()):
        return False
    return any(kind == "Battery" and _read(folder / "status") == "Discharging" for folder, kind in kinds.items())


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii", errors="replace").strip()
    except OSError:  # a supply has only some of the files, and a battery may be taken out while it is read
        return ""
