"""What becomes of the rows of one batch: documents with their chunks, metadata changes and rejects. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kbconnect.core.changes import Action, ChangePlan, Definition
from kbconnect.core.knowledge_base import LedgerEntry, MetadataChange, RejectedRow, WriteBatch
from kbconnect.core.mapping import Mapper
from kbconnect.core.model import Document, Reject
from kbconnect.core.ports import RowBatch


class Todo:
    """Which rows of the plan are still to be written: each is handed out once, however often it is read."""

    def __init__(self, plan: ChangePlan) -> None:
        self._plan = plan
        self._handed_out = np.zeros(len(plan.digests), np.bool_)
        self.done = 0

    def actions(self, batch: RowBatch) -> NDArray[np.uint8]:
        """(n,) what to do with each row of a batch; NONE for what isn't in the plan or was handed out before.

        A row whose text has changed since it was compared, on a source without one lasting view, is replaced: written
        as a change of metadata, its old text would pass for the new one.
        """
        found, places = self._plan.places(batch.fingerprints.key_digests)
        found[found] = ~self._handed_out[places[found]]
        _, first = np.unique(places[found], return_index=True)
        rows = np.flatnonzero(found)[first]
        self._handed_out[places[rows]] = True
        self.done += len(rows)
        actions = np.zeros(len(found), np.uint8)
        planned = self._plan.actions[places[rows]]
        moved_on = batch.fingerprints.text_hashes[rows] != self._plan.text_hashes[places[rows]]
        actions[rows] = np.where(moved_on & (planned == Action.METADATA), Action.REPLACE, planned)
        return actions


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """A batch ready to be written. done: rows of the plan up to and with this batch. lost_documents: documents that
    are no more, because their row is rejected now."""

    write: WriteBatch
    added: int
    replaced: int
    lost_documents: int
    done: int


class BatchWork:
    """Sorts the rows of one batch. actions: (n,) of Action."""

    def __init__(self, mapper: Mapper, definition: Definition, actions: NDArray[np.uint8]) -> None:
        self._mapper = mapper
        self._definition = definition
        self._actions = actions
        self.documents: list[tuple[LedgerEntry, Document]] = []
        self.metadata_changes: list[MetadataChange] = []
        self.rejected: list[RejectedRow] = []
        self.replaced = 0
        self.lost_documents = 0

    def map(self, batch: RowBatch) -> None:
        faults = {fault.row: fault for fault in reversed(batch.faults)}
        prints = batch.fingerprints
        wanted = np.flatnonzero(self._actions)
        digests = prints.key_digests[wanted].astype(">u8").tobytes()
        text_hashes: Sequence[int] = (prints.text_hashes[wanted] ^ np.uint64(self._definition.text)).tolist()
        metadata_hashes: Sequence[int] = (
            prints.metadata_hashes[wanted] ^ np.uint64(self._definition.metadata)
        ).tolist()
        actions = self._actions[wanted].tolist()
        for place, row in enumerate(wanted.tolist()):
            entry = LedgerEntry(digests[place * 16 : place * 16 + 16], text_hashes[place], metadata_hashes[place])
            if row in faults:
                reject = Reject(self._mapper.shown_key(prints.keys[row]), faults[row].column, faults[row].reason)
                self._reject(entry, reject, actions[place])
            elif actions[place] == Action.METADATA:
                self.metadata_changes.append(MetadataChange(entry, self._mapper.metadata(batch.values[row])))
            else:
                self._map_row(entry, batch, row, actions[place])

    def _map_row(self, entry: LedgerEntry, batch: RowBatch, row: int, action: int) -> None:
        made = self._mapper.document(entry.key_digest, batch.fingerprints.keys[row], batch.values[row])
        if isinstance(made, Reject):
            self._reject(entry, made, action)
        else:
            self.documents.append((entry, made))
            self.replaced += action == Action.REPLACE

    def _reject(self, entry: LedgerEntry, reject: Reject, action: int) -> None:
        self.rejected.append(RejectedRow(entry, reject))
        self.lost_documents += action != Action.ADD
