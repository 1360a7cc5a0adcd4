"""Whether this computer runs on its battery, by Windows, which has a call for it, and by macOS, which has `pmset`."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable

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


def asked() -> bool:
    """May take some milliseconds. Raises nothing."""
    if sys.platform == "win32":
        return windows_on_battery(ctypes.windll.kernel32.GetSystemPowerStatus)
    return macos_on_battery(_ask_pmset)


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
