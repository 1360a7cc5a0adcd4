"""What every knowledge base does, whatever it is kept in. A subclass gives the fixture `kind`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbconnect.core.knowledge_base import KnowledgeBase, KnowledgeBaseKind
from kbconnect.core.model import KnowledgeBaseInfo
from tests.adapters.knowledge_bases.contract_of_kinds import KindContract
from tests.adapters.knowledge_bases.contract_of_rows import RowsContract
from tests.adapters.knowledge_bases.contract_of_search import SearchContract
from tests.adapters.knowledge_bases.documents import make_info
from tests.fakes_knowledge_base import FakeEmbedder


class KnowledgeBaseContract(KindContract, RowsContract, SearchContract):
    """Inherited by the tests of each kind."""

    @pytest.fixture
    def info(self, tmp_path: Path) -> KnowledgeBaseInfo:
        return make_info(tmp_path / "folder" / "team.kb")

    @pytest.fixture
    def knowledge_base(self, kind: KnowledgeBaseKind, info: KnowledgeBaseInfo) -> Iterator[KnowledgeBase]:
        kind.create(info)
        with kind.open(info) as opened:
            yield opened

    @pytest.fixture
    def embedder(self) -> FakeEmbedder:
        return FakeEmbedder()
