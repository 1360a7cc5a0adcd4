"""What the pages say and offer alike where a sync ended in a fault: which have a way out in the window, and the brake.

Pure: frozen values in, words out. Must not know Qt.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from kbconnect.core.errors import BrakeNumbers, KnowledgeBaseError
from kbconnect.core.model import SyncRun
from kbconnect.ui.language import say
from kbconnect.ui.words import count

PASSWORD_CODES = frozenset({"login_refused", "secret_missing"})
"""Errors that a new password may end."""
CHOICE_CODES = frozenset({"table_missing", "column_missing", "mapping"})
"""Errors that another choice of table and columns ends."""
HAS_WAY_OUT = PASSWORD_CODES | CHOICE_CODES
"""Errors that another sync alone would only meet again."""
KNOWLEDGE_BASE_CODES = frozenset(
    [KnowledgeBaseError.code, *(kind.code for kind in KnowledgeBaseError.__subclasses__())]
)
"""Errors after which nobody knows whether the documents can be searched: what is searched is in trouble itself."""


def brake_meaning(run: SyncRun, brake: BrakeNumbers) -> str:
    """What a sync that stopped before it removed much means for the documents."""
    counts = run.counts  # a document that was lost to a reject counts as rejected
    if counts.added or counts.updated or counts.metadata_updated or counts.deleted or counts.rejected:
        return say("It stopped before that. What it changed before stays and can be searched.")
    return say("Nothing has been removed. All {0} documents can still be searched.").format(count(brake.known))


def can_still_be_searched(run: SyncRun, earlier: Iterable[SyncRun]) -> bool:
    """Whether a failed run left documents that can be searched. earlier: runs of any dataset; those before it are
    looked at."""
    if run.error is not None and run.error.code in KNOWLEDGE_BASE_CODES:
        return False
    before = (one for one in earlier if one.dataset_id == run.dataset_id and one.id < run.id)
    return any(
        one.counts.unchanged or one.counts.added or one.counts.updated or one.counts.metadata_updated
        for one in chain((run,), before)
    )


def brake_cause() -> str:
    """What often lies behind so many removals, and what to do when in doubt."""
    return say(
        "Often the cause is a failed import or a new filter at the source. If you are not sure, keep them and ask "
        "whoever looks after the database."
    )
