"""What a change of a dataset means for its next sync. Must not know how it is told or saved."""

from __future__ import annotations

from enum import StrEnum

from kbconnect.core.mapping import mapping_signature, plain_columns
from kbconnect.core.model import ChangeMode, Dataset, Mapping
from kbconnect.core.treatment import Treatment


class NextSync(StrEnum):
    """The most that it does. AS_BEFORE: what it would have done anyway. ALL_ROWS: compares all rows once, although it
    follows a column. METADATA: writes the metadata of all documents anew. DOCUMENTS: makes all documents anew.
    OTHER_DOCUMENTS: adds others for all rows, and removes those that are there. FROM_NOTHING: those are removed
    already."""

    AS_BEFORE = "as_before"
    ALL_ROWS = "all_rows"
    METADATA = "metadata"
    DOCUMENTS = "documents"
    OTHER_DOCUMENTS = "other_documents"
    FROM_NOTHING = "from_nothing"


def next_sync(before: Dataset, after: Dataset) -> NextSync:
    """before, after: the same dataset as it was saved before and as it is saved now."""
    old, new = before.mapping, after.mapping
    if old.hashes_key != new.hashes_key or before.knowledge_base_id != after.knowledge_base_id:
        return NextSync.FROM_NOTHING
    if old.key != new.key:
        return NextSync.OTHER_DOCUMENTS
    (old_text, old_metadata), (new_text, new_metadata) = mapping_signature(old), mapping_signature(new)
    if old_text != new_text or before.chunks != after.chunks:
        return NextSync.DOCUMENTS
    if old_metadata != new_metadata:
        return NextSync.METADATA
    followed = (before.selection, before.mode, before.cursor_column) != (
        after.selection,
        after.mode,
        after.cursor_column,
    )
    return NextSync.ALL_ROWS if followed and after.mode is not ChangeMode.COMPARE else NextSync.AS_BEFORE


def newly_treated(before: Mapping, after: Mapping) -> tuple[str, ...]:
    """Columns whose values reached the documents as they are, and are masked or hashed from now on. Raises MappingError
    for a damaged template."""
    return tuple(name for name in plain_columns(before) if after.treatment_of(name) is not Treatment.KEEP)
