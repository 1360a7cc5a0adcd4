"""Saving, changing and removing datasets. Removing one takes its documents out of the knowledge base too."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kbconnect.app.hash_keys import HashKeys
from kbconnect.app.knowledge_bases import DEFAULT_NAME, KnowledgeBases
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.errors import InputError, KnowledgeBaseDamagedError, KnowledgeBaseMissingError, NameTakenError
from kbconnect.core.given_names import check_given_name
from kbconnect.core.growth import MOST
from kbconnect.core.mapping import check_treatments, plain_columns, text_columns
from kbconnect.core.model import ChangeMode, Dataset, DatasetDraft, SyncPolicy
from kbconnect.core.seen_plain import SeenPlain
from kbconnect.core.store import Store
from kbconnect.core.treatment import Treatment

_LOCK_WAIT_S = 2.0
"""Long enough for somebody who looks at the history to let go of the lock."""


def draft_of_dataset(dataset: Dataset) -> DatasetDraft:
    """A saved dataset as a draft, to be previewed or edited."""
    return DatasetDraft(
        name=dataset.name,
        connector_id=dataset.connector_id,
        selection=dataset.selection,
        mapping=dataset.mapping,
        knowledge_base_id=dataset.knowledge_base_id,
        mode=dataset.mode,
        cursor_column=dataset.cursor_column,
        chunks=dataset.chunks,
        policy=dataset.policy,
    )


class Datasets:
    """The datasets of one data folder."""

    def __init__(
        self,
        store: Store,
        knowledge_bases: KnowledgeBases,
        locks: DatasetLocks,
        hash_keys: HashKeys,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._knowledge_bases = knowledge_bases
        self._locks = locks
        self._hash_keys = hash_keys
        self._now = now

    def list(self, connector_id: str | None = None) -> tuple[Dataset, ...]:
        """By name; of one connector or all."""
        known = self._store.datasets.list()
        return tuple(dataset for dataset in known if connector_id in (None, dataset.connector_id))

    def get(self, dataset_id: str) -> Dataset:
        return self._store.datasets.get(dataset_id)

    def find(self, name: str) -> Dataset:
        """By name, ignoring case. Raises NotFoundError."""
        return self._store.datasets.find(name)

    def add(self, draft: DatasetDraft, *, first_base: str = DEFAULT_NAME) -> Dataset:
        """Saves a dataset; without a knowledge base it feeds the default one, made now and called first_base if there
        is none at all. Raises NameTakenError, InputError; for one that hashes a column SecretError and its kin if the
        key can't be kept anywhere, MappingError for a masked key."""
        self._check(draft, other_than="")
        connector = self._store.connectors.get(draft.connector_id)
        knowledge_base_id = draft.knowledge_base_id or self._knowledge_bases.default(first_base).id
        self._knowledge_bases.get(knowledge_base_id)
        if draft.mapping.hashes:
            self._hash_keys.make_sure()
        now = self._now()
        dataset = Dataset(
            id=uuid.uuid4().hex,
            name=draft.name.strip(),
            connector_id=connector.id,
            knowledge_base_id=knowledge_base_id,
            selection=draft.selection,
            mapping=draft.mapping,
            mode=draft.mode,
            cursor_column=draft.cursor_column,
            chunks=draft.chunks,
            policy=draft.policy,
            created_at=now,
            updated_at=now,
        )
        self._store.datasets.add(dataset)
        return dataset

    def edit(self, dataset_id: str, draft: DatasetDraft) -> Dataset:
        """Replaces what is saved; the next sync brings the documents in step. Raises DatasetBusyError while one runs.

        Another knowledge base: the documents are removed from the old one first, so that none is left there unowned.
        They are removed as well when the key is hashed from now on, or no longer: a document is known by its key, so
        all of them are other documents then. The connector stays; raises InputError for another one.
        """
        old = self.get(dataset_id)
        self._check(draft, other_than=dataset_id)
        if draft.connector_id != old.connector_id:
            raise InputError(
                "A dataset stays with its connector.",
                meaning="Nothing was changed.",
                hint="Add a new dataset to the other connector, and remove this one.",
            )
        if draft.mapping.hashes:
            self._hash_keys.make_sure()
        with self._locks.hold(old, wait_s=_LOCK_WAIT_S):
            old = self.get(dataset_id)  # it may have been moved in the meantime
            knowledge_base_id = draft.knowledge_base_id or old.knowledge_base_id
            dataset = replace(
                old,
                name=draft.name.strip(),
                knowledge_base_id=knowledge_base_id,
                selection=draft.selection,
                mapping=draft.mapping,
                mode=draft.mode,
                cursor_column=draft.cursor_column,
                chunks=draft.chunks,
                policy=draft.policy,
                updated_at=self._now(),
            )
            if knowledge_base_id != old.knowledge_base_id:
                self._knowledge_bases.get(knowledge_base_id)
                self._remove_documents(old)
            elif old.mapping.hashes_key != dataset.mapping.hashes_key:
                self._begin_anew(old)
            self._store.datasets.update(dataset)
        return dataset

    def set_policy(self, dataset_id: str, policy: SyncPolicy) -> Dataset:
        """Replaces the limits alone, which change no document, so that a run that continues one before it still may.
        Raises InputError; DatasetBusyError while one runs."""
        _check_policy(policy, self.get(dataset_id).policy)
        with self._locks.hold(self.get(dataset_id), wait_s=_LOCK_WAIT_S):
            dataset = replace(self.get(dataset_id), policy=policy)
            self._store.datasets.update(dataset)
        return dataset

    def remove(self, dataset_id: str) -> int:
        """Removes the documents, then the dataset; returns the number of documents. Raises DatasetBusyError."""
        dataset = self.get(dataset_id)
        with self._locks.hold(dataset, wait_s=_LOCK_WAIT_S):
            removed = self._remove_documents(self.get(dataset_id))
            self._store.datasets.remove(dataset_id)
        from kbconnect.app.dry_runs import forget_dry_run

        forget_dry_run(self._store, dataset_id)
        return removed

    def _remove_documents(self, dataset: Dataset) -> int:
        try:
            with self._knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
                return knowledge_base.remove_dataset(dataset.id)
        except (KnowledgeBaseMissingError, KnowledgeBaseDamagedError):
            # Gone with its documents, or beyond reading: the way out is to remove it, which its datasets must not bar.
            return 0

    def _begin_anew(self, old: Dataset) -> None:
        """Removes the documents, and leaves word for the next sync of what must not stay behind in the file."""
        self._remove_documents(old)
        with self._knowledge_bases.open(old.knowledge_base_id) as knowledge_base:
            plain = SeenPlain(frozenset(plain_columns(old.mapping)))
            knowledge_base.put_sync_state(old.id, plain.beside(None))

    def _check(self, draft: DatasetDraft, other_than: str) -> None:
        if not draft.name.strip():
            raise InputError("The dataset has no name.", hint="Give it a name that people recognise.")
        known = self._store.datasets.list()
        if all(one.id != other_than or one.name != draft.name.strip() for one in known):
            check_given_name(draft.name.strip())  # a name that stays may be one of an older version
        taken = {one.name.casefold(): one.id for one in known}
        if taken.get(draft.name.strip().casefold(), other_than) != other_than:
            raise NameTakenError(
                f"There is already a dataset called {draft.name.strip()}.",
                meaning="Nothing was saved.",
                hint="Choose another name.",
            )
        if not draft.mapping.key:
            raise InputError(
                "No key is chosen.",
                meaning="Without one, a changed row can't be told from a new one.",
                hint="Choose the column or columns whose values are different in every row.",
            )
        if not text_columns(replace(draft.mapping, title="")):
            raise InputError("No text is chosen.", hint="Give at least one column the role Text.")
        check_treatments(draft.mapping)
        _check_mode(draft)
        _check_hashed_key(draft)
        _check_policy(draft.policy, next((one.policy for one in known if one.id == other_than), SyncPolicy()))


def _check_mode(draft: DatasetDraft) -> None:
    """What can be told without looking at the source; whether a column's values have an order, the first sync sees."""
    cursor, key = draft.cursor_column, draft.mapping.key
    if draft.mode is ChangeMode.CURSOR and not cursor:
        raise InputError(
            "No column is chosen to follow.",
            meaning="Nothing was saved.",
            hint="Choose the column that holds the time of a row's last change, or find changes by comparing.",
        )
    if draft.mode is ChangeMode.APPEND and len(key) != 1:
        raise InputError(
            f"Reading only what is added needs a key of one column; this one has {len(key)}.",
            meaning="Nothing was saved.",
            hint="Choose a key of one growing column, or find changes by comparing.",
        )
    if draft.mode is ChangeMode.APPEND and cursor not in ("", key[0]):
        raise InputError(
            f"Reading only what is added follows the key “{key[0]}”, not “{cursor}”.",
            meaning="Nothing was saved.",
            hint="Leave the column to follow empty, or choose to follow a cursor.",
        )


def _check_hashed_key(draft: DatasetDraft) -> None:
    """The highest value a run has seen is kept with the documents, to know what is new to the next one."""
    followed = draft.cursor_column or draft.mapping.key[0]
    if draft.mode is not ChangeMode.COMPARE and draft.mapping.treatment_of(followed) is not Treatment.KEEP:
        raise InputError(
            f"“{followed}” can't be followed and hidden at once.",
            meaning="Nothing was saved. Its highest value would be kept with the documents as it is.",
            hint="Find changes by comparing, or take the column as it is.",
        )


def _check_policy(policy: SyncPolicy, before: SyncPolicy) -> None:
    """before: what is saved. A row limit of an older version may stay."""
    for share, what in ((policy.delete_limit, "removed"), (policy.reject_limit, "rejected")):
        if not 0 <= share <= 1:
            raise InputError(
                f"The share of rows that may be {what} can't be {share:g}.",
                meaning="Nothing was saved.",
                hint="Give a number from 0 to 1; 0.2 is one in five.",
            )
    if policy.cursor_lag is not None and not 0 <= policy.cursor_lag < math.inf:
        raise InputError(
            f"A run can't look back by {policy.cursor_lag:g}.",
            meaning="Nothing was saved.",
            hint="Give 0 or more: seconds for a time, or units of a number.",
        )
    if not 0 <= policy.key_scan_hours < math.inf:
        raise InputError(
            f"Removed rows can't be looked for every {policy.key_scan_hours:g} hours.",
            meaning="Nothing was saved.",
            hint="Give 0 to look in every run, or a number of hours.",
        )
    if not 0 <= policy.silence_limit_minutes < math.inf:
        raise InputError(
            f"A run can't wait {policy.silence_limit_minutes:g} minutes for a source that says nothing.",
            meaning="Nothing was saved.",
            hint="Give a number of minutes, or 0 to wait without end.",
        )
    if policy.row_limit is not None and policy.row_limit < 0:
        raise InputError(
            f"A run can't be limited to {policy.row_limit:,} rows.",
            meaning="Nothing was saved.",
            hint="Give a number of rows, or 0 for any number.",
        )
    if policy.row_limit is not None and policy.row_limit > MOST and policy.row_limit != before.row_limit:
        raise InputError(
            f"A run can be limited to at most {MOST:,} rows.",
            meaning="Nothing was saved.",
            hint="Give a smaller number, or 0 for any number.",
        )
