"""Whose a connection to a port of this computer is, where the system says so. Owns the reading of /proc (proc(5))."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from kbconnect.core.connector import Dial

_TABLE = Path("/proc/self/net/tcp")
_OWN = Path("/proc/self/fd")


def is_of_this_process(peer: tuple[str, int], port: Dial) -> bool:
    """Whether a connection that came from `peer` to `port` was made by this process; also True if nobody can tell."""
    if sys.platform != "linux":
        return True
    ours, theirs = _written(Dial(*peer)), _written(port)
    try:
        with _TABLE.open(encoding="ascii") as table:
            for line in table:
                words = line.split()
                if words[1] == ours and words[2] == theirs:
                    return _holds(words[9])
    except OSError:
        return True  # no /proc is mounted here
    return False  # it has gone again


def _written(place: Dial) -> str:
    """An address as the table has it: hexadecimal, in the order of this machine's bytes."""
    number = struct.unpack("=I", bytes(int(part) for part in place.host.split(".")))[0]
    return f"{number:08X}:{place.port:04X}"


def _holds(inode: str) -> bool:
    with os.scandir(_OWN) as entries:
        for entry in entries:
            try:
                if os.readlink(entry.path) == f"socket:[{inode}]":  # noqa: PTH115 - Path.readlink makes a path of it
                    return True
            except OSError:
                continue  # the file was closed meanwhile
    return False
