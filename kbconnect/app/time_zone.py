"""The time zone this computer is set to, by its IANA name, which schedules are kept with."""

from __future__ import annotations

from zoneinfo import ZoneInfoNotFoundError

from kbconnect.core.errors import InputError
from kbconnect.core.slots import zone_of


def local_zone_name() -> str:
    """ "Europe/Berlin"; "UTC" where the system's setting has no such name."""
    from tzlocal import reload_localzone

    try:
        name = str(reload_localzone())
        zone_of(name)
    except (ZoneInfoNotFoundError, InputError, ValueError, OSError):
        return "UTC"
    return name
