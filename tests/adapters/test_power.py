"""Whether the computer runs on its battery: what each system says, at the edge where it says so."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from kbconnect.adapters.power import LINUX_SUPPLIES, linux_on_battery, on_battery
from kbconnect.adapters.power_elsewhere import SystemPowerStatus, macos_on_battery, windows_on_battery

MAINS_OFF = {"type": "Mains", "online": "0"}
MAINS_ON = {"type": "Mains", "online": "1"}
USB_ON = {"type": "USB", "online": "1"}
DRAINING = {"type": "Battery", "status": "Discharging", "scope": "System"}
RESTING = {"type": "Battery", "status": "Not charging"}
MOUSE = {"type": "Battery", "status": "Discharging", "scope": "Device"}


def supplies(folder: Path, *found: dict[str, str]) -> Path:
    for number, supply in enumerate(found):
        place = folder / f"supply{number}"
        place.mkdir()
        for name, value in supply.items():
            (place / name).write_text(f"{value}\n", "ascii")
    return folder


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), False),
        ((MAINS_ON,), False),
        ((MAINS_OFF, DRAINING), True),
        ((DRAINING,), True),
        ((MAINS_ON, DRAINING), False),  # two batteries, or one that is calibrated
        ((MAINS_OFF, USB_ON, DRAINING), False),
        ((MAINS_OFF, RESTING), False),
        ((MOUSE,), False),
        ((MAINS_OFF, {"type": "Battery"}), False),
    ],
)
def test_linux_tells_it_in_files(tmp_path: Path, found: tuple[dict[str, str], ...], expected: bool) -> None:
    assert linux_on_battery(supplies(tmp_path, *found)) is expected


def test_linux_without_the_folder_is_plugged_in(tmp_path: Path) -> None:
    assert linux_on_battery(tmp_path / "nothing") is False


@pytest.mark.parametrize(("line", "works", "expected"), [(0, 1, True), (1, 1, False), (255, 1, False), (0, 0, False)])
def test_windows_fills_in_a_structure(line: int, works: int, expected: bool) -> None:
    def get_status(status: ctypes.Array[SystemPowerStatus]) -> int:
        status[0].ACLineStatus = line
        return works

    assert windows_on_battery(get_status) is expected
    assert ctypes.sizeof(SystemPowerStatus) == 12


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t83%; discharging; 4:10 remaining\n", True),
        ("Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t100%; charged; 'Battery Power' before\n", False),
        ("", False),
    ],
)
def test_macos_says_it_in_words(answer: str, expected: bool) -> None:
    assert macos_on_battery(lambda: answer) is expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at the files of Linux")
def test_this_computer_is_asked() -> None:
    assert on_battery() is linux_on_battery(LINUX_SUPPLIES)
