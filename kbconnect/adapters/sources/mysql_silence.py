"""What to make of a MySQL or MariaDB server that says nothing for long: does it still work for us, or is nobody there?

Owns the question; must not end a connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_errors import translated
from kbconnect.adapters.sources.session_calls import AWAY
from kbconnect.core.errors import SourceError

_WORKING = frozenset({"Query", "Execute", "Fetch"})
_SENDING = re.compile("Writing to net|Sending to client")


def is_working(open_another: Callable[[], Session], thread: int) -> bool:
    """Whether the server works on a statement of this thread of ours, asked over another session."""
    try:
        with translated(), closing(open_another()) as session:
            found = [row for row in session.rows("SHOW PROCESSLIST") if row[0] == thread]
    except AWAY:
        return False
    except SourceError:
        return True  # as with too many sessions: it is there, and that it answers so says nothing about the other one
    # It is done, or waits for us to take what it has sent, of which nothing arrives.
    return any(row[4] in _WORKING and not _SENDING.fullmatch(row[6] or "") for row in found)
