"""What to make of a MySQL or MariaDB server that says nothing for long: does it still work for us, or is nobody there?

Owns the question and the error; must not end a connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_errors import NOTHING_CHANGED, translated
from kbconnect.core.errors import (
    ConnectTimeoutError,
    HostNotFoundError,
    PortClosedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
)

_AWAY = (HostNotFoundError, PortClosedError, ConnectTimeoutError, SourceLostError, SourceTimeoutError)
_WORKING = frozenset({"Query", "Execute", "Fetch"})
_SENDING = re.compile("Writing to net|Sending to client")


def is_working(open_another: Callable[[], Session], thread: int) -> bool:
    """Whether the server works on a statement of this thread of ours, asked over another session."""
    try:
        with translated(), closing(open_another()) as session:
            found = [row for row in session.rows("SHOW PROCESSLIST") if row[0] == thread]
    except _AWAY:
        return False
    except SourceError:
        return True  # as with too many sessions: it is there, and that it answers so says nothing about the other one
    # It is done, or waits for us to take what it has sent, of which nothing arrives.
    return any(row[4] in _WORKING and not _SENDING.fullmatch(row[6] or "") for row in found)


def given_up(silent_s: float) -> SourceLostError:
    """The error for a connection that was ended because nothing came."""
    return SourceLostError(
        f"The connection to the database was lost: nothing had come for {silent_s:.0f} s, and the server does not work "
        "on it any more.",
        meaning=NOTHING_CHANGED,
        hint="Try again; if it happens again, ask who looks after the database or the network whether something in "
        "between, as a connection pooler or a firewall, drops connections that are quiet.",
    )
