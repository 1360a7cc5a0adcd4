"""What the pages say and offer alike where a sync ended in a fault: which have a way out in the window, and the brake.

Pure: frozen values in, words out. Must not know Qt.
"""

from __future__ import annotations

from kbconnect.core.errors import BrakeNumbers
from kbconnect.core.model import SyncRun
from kbconnect.ui.language import say
from kbconnect.ui.words import count

PASSWORD_CODES = frozenset({"login_refused", "secret_missing"})
"""Errors that a new password may end."""
CHOICE_CODES = frozenset({"table_missing", "column_missing", "mapping"})
"""Errors that another choice of table and columns ends."""
HAS_WAY_OUT = PASSWORD_CODES | CHOICE_CODES
"""Errors that another sync alone would only meet again."""


def brake_meaning(run: SyncRun, brake: BrakeNumbers) -> str:
    """What a sync that stopped before it removed much means for the documents."""
    if run.counts.deleted:
        return say("It stopped before that. What it changed before stays and can be searched.")
    return say("Nothing has been removed. All {0} documents can still be searched.").format(count(brake.known))


def brake_cause() -> str:
    """What often lies behind so many removals, and what to do when in doubt."""
    return say(
        "Often the cause is a failed import or a new filter at the source. If you are not sure, keep them and ask "
        "whoever looks after the database."
    )
