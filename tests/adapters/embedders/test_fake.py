"""The fake embedder keeps the contract of the real one."""

from __future__ import annotations

import pytest

from kbconnect.core.ports import Embedder
from tests.adapters.embedders.contract import EmbedderContract
from tests.fakes_knowledge_base import FakeEmbedder


class TestFakeEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return FakeEmbedder()
