"""What a sync leaves in the log: that it began and how it ended, why it waited, and, for who looks for a fault, its
stages. Must log no value of a row: names, numbers and codes alone."""

from __future__ import annotations

import logging

from kbconnect.core.job import Progress, Stage
from kbconnect.core.model import Dataset, SyncRun

_LOG = logging.getLogger("kbconnect.sync")


class SyncLog:
    """Of one run; told of each progress, it writes a stage or a note once."""

    def __init__(self, run: SyncRun) -> None:
        self._run = run
        self._stage: Stage | None = None
        self._note = ""

    @staticmethod
    def begins(run: SyncRun, dataset: Dataset) -> None:
        _LOG.info("run %d begins: dataset %r, %s", run.id, dataset.name, run.trigger.value)

    def follow(self, progress: Progress) -> None:
        if progress.stage is not self._stage:
            self._stage = progress.stage
            total = "" if progress.total is None else f" of {progress.total}"
            _LOG.debug("run %d: %s, %d%s", self._run.id, progress.stage.value, progress.done, total)
        if progress.note != self._note:
            self._note = progress.note
            if self._note:
                _LOG.info("run %d waits: %s", self._run.id, self._note)

    @staticmethod
    def ends(run: SyncRun) -> None:
        counts = run.counts
        _LOG.info(
            "run %d ends: %s%s, read %d, added %d, updated %d, metadata updated %d, deleted %d, unchanged %d, "
            "rejected %d, embedded %d, %.1f s",
            run.id,
            run.status.value,
            f" ({run.error.code})" if run.error is not None else "",
            counts.read,
            counts.added,
            counts.updated,
            counts.metadata_updated,
            counts.deleted,
            counts.unchanged,
            counts.rejected,
            counts.embedded,
            run.seconds or 0.0,
        )
