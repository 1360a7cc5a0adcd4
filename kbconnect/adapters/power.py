"""Whether this computer runs on its battery now. Owns how each system says so; keeps nothing and decides nothing.

Linux tells it in files, Windows by a call, macOS by its program `pmset`. A computer that can't say so counts as plugged
in, as those without a battery are.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

LINUX_SUPPLIES = Path("/sys/class/power_supply")
_PMSET = ("/usr/bin/pmset", "-g", "batt")
_PMSET_TIMEOUT_S = 5.0
_ON_BATTERY = 0
"""Of SYSTEM_POWER_STATUS.ACLineStatus: 1 is plugged in, 255 is unknown."""


class SystemPowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS of winbase.h."""

    _fields_ = (
        ("ACLineStatus", ctypes.c_ubyte),
        ("BatteryFlag", ctypes.c_ubyte),
        ("BatteryLifePercent", ctypes.c_ubyte),
        ("SystemStatusFlag", ctypes.c_ubyte),
        ("BatteryLifeTime", ctypes.c_uint32),
        ("BatteryFullLifeTime", ctypes.c_uint32),
    )


def on_battery() -> bool:
    """May take some milliseconds. Raises nothing."""
    if sys.platform == "win32":
        return windows_on_battery(ctypes.windll.kernel32.GetSystemPowerStatus)
    if sys.platform == "darwin":
        return macos_on_battery(_ask_pmset)
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


def windows_on_battery(get_status: Callable[[ctypes.Array[SystemPowerStatus]], int]) -> bool:
    """get_status: GetSystemPowerStatus, which fills in the one structure it is given; 0 if it can't."""
    status = (SystemPowerStatus * 1)()
    return bool(get_status(status)) and status[0].ACLineStatus == _ON_BATTERY


def macos_on_battery(ask: Callable[[], str]) -> bool:
    """ask: what `pmset -g batt` says, "Now drawing from 'Battery Power'" first."""
    return "'Battery Power'" in ask().partition("\n")[0]


def _ask_pmset() -> str:
    try:
        answer = subprocess.run(_PMSET, capture_output=True, text=True, timeout=_PMSET_TIMEOUT_S, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout
