"""A knowledge base in an SQLite file: the contract, and what is particular to a file."""

from __future__ import annotations

import pytest

from kbconnect.adapters.knowledge_bases import knowledge_base_kind
from kbconnect.core.ports import KnowledgeBaseKind
from tests.adapters.knowledge_bases.contract import KnowledgeBaseContract


class TestSqliteFile(KnowledgeBaseContract):
    @pytest.fixture
    def kind(self) -> KnowledgeBaseKind:
        return knowledge_base_kind("sqlite")
