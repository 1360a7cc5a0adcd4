"""What a sync run did so far, in numbers, for whoever started it. Knows nothing of how a run works."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kbconnect.core.model import Reject, SyncCounts

REJECTS_KEPT = 1_000


@dataclass(slots=True)
class SyncTally:
    """What a run did so far; whoever started the run reads it even when the run ends with an error.

    rejects: the first 1,000 rows without a document. words_seconds: None until everything could be found by words.
    retries: how often a reading that broke off was taken up again. remarks: sentences on what was special. has_written:
    whether anything in the knowledge base is other than before the run, rows that are rejected now too. lost: documents
    that were there before the run and are no more.
    """

    counts: SyncCounts = field(default_factory=SyncCounts)
    rejects: list[Reject] = field(default_factory=list)
    words_seconds: float | None = None
    retries: int = 0
    remarks: list[str] = field(default_factory=list)
    has_written: bool = False
    lost: int = 0

    @property
    def written(self) -> int:
        """Documents this run has written and that are there now."""
        return self.counts.added + self.counts.updated + self.counts.metadata_updated

    def start_again(self) -> None:
        """Before another reading: what is counted by comparing is counted anew, what was written stays."""
        self.retries += 1
        self.counts = replace(self.counts, read=0, unchanged=0, rejected=0)
        self.rejects = []
        self.remarks = []

    def add(self, **more: int) -> None:
        self.counts = replace(self.counts, **{name: getattr(self.counts, name) + n for name, n in more.items()})

    def reject(self, reject: Reject, rows: int = 1) -> None:
        self.add(rejected=rows)
        if len(self.rejects) < REJECTS_KEPT:
            self.rejects.append(reject)
