"""The delete brake: stops a run before more documents go than the dataset's policy allows without asking."""

from __future__ import annotations

from kbconnect.core.changes import ChangePlan
from kbconnect.core.errors import DeleteBrakeError
from kbconnect.core.model import SyncOptions, SyncPolicy
from kbconnect.core.shares import percent
from kbconnect.core.tally import SyncTally


class DeleteBrake:
    """Counts documents that would go, whatever the cause. options: what the person has agreed to.

    lost_before: documents that earlier readings of the same run took away; removed_before: those of them whose row was
    gone, the others are rejected.
    """

    def __init__(
        self,
        plan: ChangePlan,
        policy: SyncPolicy,
        options: SyncOptions,
        *,
        lost_before: int = 0,
        removed_before: int = 0,
    ) -> None:
        self._allowed = options.allow_deletes
        self._known = plan.known_documents + lost_before
        # A complete reading that gave nothing is more likely a failure than a wish.
        self._limit = self._known * policy.delete_limit if plan.looked_at or not plan.complete else 0
        # Agreed to is the loss that a comparison shows. Which rows turn out as rejects is known only on the way: of
        # them the policy's share may go beside it, and more are asked about again.
        if options.agreed_deletes >= removed_before + plan.lost_documents:
            self._limit += options.agreed_deletes
        self._plan = plan
        self._lost = lost_before

    def would_stop(self) -> bool:
        """Whether what the plan itself loses is too much."""
        return not self._allowed and self._plan.lost_documents > self._limit

    def lose(self, documents: int, tally: SyncTally) -> None:
        """Before that many more documents go. Raises DeleteBrakeError."""
        self._lost += documents
        if self._allowed or documents == 0 or self._lost <= self._limit:
            return
        known, read = self._known, self._plan.looked_at
        untouched = not tally.has_written
        raise DeleteBrakeError(
            _what_would_go(f"{read:,} rows" if read else "no rows", self._lost, known, untouched=untouched),
            gone=self._lost,
            known=known,
            meaning=f"Nothing has been changed. All {known:,} documents can still be searched."
            if untouched
            else "It stopped before that. What it changed before stays and can be searched.",
            hint="Often the cause is a failed import or a new filter at the source. If the rows are really gone or "
            "empty, sync again and allow the removal (--allow-deletes).",
        )


def _what_would_go(returned: str, lost: int, known: int, *, untouched: bool) -> str:
    share = percent(lost / known)
    if untouched:
        return f"The source returned {returned}, and {lost:,} of {known:,} documents ({share}) would be removed."
    return (
        f"The source returned {returned}, and {lost:,} of {known:,} documents ({share}) would be removed, as far as "
        "this sync came."
    )
