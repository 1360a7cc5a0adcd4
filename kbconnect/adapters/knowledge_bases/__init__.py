"""Places where knowledge bases live. Owns the one table of kinds; must not know what is written into them."""

from __future__ import annotations

from contextlib import AbstractContextManager

from kbconnect.core.errors import InputError
from kbconnect.core.knowledge_base import KnowledgeBase, KnowledgeBaseKind
from kbconnect.core.model import KnowledgeBaseInfo


def knowledge_base_kind(kind: str) -> KnowledgeBaseKind:
    """A new object for a kind ("sqlite"). It keeps the vectors of what was searched through it in memory, so a
    program that searches again and again should hold on to it. Raises InputError for an unknown kind."""
    if kind == "sqlite":
        from kbconnect.adapters.knowledge_bases.sqlite_kind import SqliteFileKind

        return SqliteFileKind()
    raise InputError(
        f"There is no kind of knowledge base called “{kind}”.",
        meaning="Nothing has been changed.",
        hint="Use the kind “sqlite”: one file on this computer.",
    )


def open_knowledge_base(info: KnowledgeBaseInfo) -> AbstractContextManager[KnowledgeBase]:
    """Raises KnowledgeBaseMissingError, KnowledgeBaseDamagedError, KnowledgeBaseTooNewError, ... when entered."""
    return knowledge_base_kind(info.kind).open(info)
