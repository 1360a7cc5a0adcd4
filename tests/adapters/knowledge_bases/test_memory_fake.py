"""The fake that tests of other layers use keeps the same contract as the real thing."""

from __future__ import annotations

import pytest

from kbconnect.core.knowledge_base import KnowledgeBaseKind
from tests.adapters.knowledge_bases.contract import KnowledgeBaseContract
from tests.fakes_knowledge_base import MemoryKind


class TestMemoryKind(KnowledgeBaseContract):
    @pytest.fixture
    def kind(self) -> KnowledgeBaseKind:
        return MemoryKind()
