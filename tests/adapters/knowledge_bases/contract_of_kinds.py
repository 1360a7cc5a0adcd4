"""What every kind of knowledge base does with its files or places."""

from __future__ import annotations

import pytest

from kbconnect.core.errors import KnowledgeBaseMissingError, NameTakenError
from kbconnect.core.knowledge_base import KnowledgeBase, KnowledgeBaseKind
from kbconnect.core.model import (
    DatasetCounts,
    KnowledgeBaseInfo,
)
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    SHOP,
    WIKI,
    digest_of,
    embed_all,
    found_by_meaning,
    found_by_words,
    make_document,
    write,
)
from tests.fakes_knowledge_base import FakeEmbedder


class KindContract:
    """Part of `KnowledgeBaseContract`."""

    def test_an_empty_one_knows_nothing(self, knowledge_base: KnowledgeBase) -> None:
        counts = knowledge_base.counts()
        assert (counts.documents, counts.chunks, counts.vectors) == (0, 0, 0)
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 0, 0, 0, 0)
        ledger = knowledge_base.ledger(SHOP)
        assert ledger.key_digests.shape == (0, 2)
        assert ledger.rejected_rows.shape == (0,)
        assert knowledge_base.search_words("anything", 10, EVERYWHERE) == ()
        assert knowledge_base.rejects(SHOP, 10) == ()
        assert knowledge_base.pending_texts(SHOP, 10) == ()
        assert knowledge_base.remove(SHOP, [digest_of("a")]) == 0
        assert knowledge_base.remove_dataset(SHOP) == 0
        assert knowledge_base.document_chunks("00" * 16) == ()

    def test_what_is_there_is_not_created_again(self, kind: KnowledgeBaseKind, info: KnowledgeBaseInfo) -> None:
        kind.create(info)
        with pytest.raises(NameTakenError):
            kind.create(info)

    def test_a_missing_one_cannot_be_opened(self, kind: KnowledgeBaseKind, info: KnowledgeBaseInfo) -> None:
        with pytest.raises(KnowledgeBaseMissingError), kind.open(info):
            pass

    def test_a_look_sees_how_much_is_there(self, kind: KnowledgeBaseKind, info: KnowledgeBaseInfo) -> None:
        with pytest.raises(KnowledgeBaseMissingError), kind.look(info):
            pass
        kind.create(info)
        with kind.open(info) as opened:
            write(opened, make_document("a", "alpha"), make_document("b", "beta"))
            opened.put_sync_state(SHOP, "kept")
            with kind.look(info) as look:
                assert (look.counts(), look.dataset_counts(SHOP)) == (opened.counts(), opened.dataset_counts(SHOP))
        with kind.look(info) as look:
            assert (look.counts().documents, look.dataset_counts(WIKI)) == (2, DatasetCounts(WIKI, 0, 0, 0, 0))
            assert (look.sync_state(SHOP), look.sync_state(WIKI)) == ("kept", None)

    def test_a_deleted_one_is_gone_and_its_place_free(self, kind: KnowledgeBaseKind, info: KnowledgeBaseInfo) -> None:
        kind.create(info)
        with kind.open(info) as opened:
            write(opened, make_document("a", "alpha"))
        kind.delete(info)
        kind.delete(info)
        with pytest.raises(KnowledgeBaseMissingError), kind.open(info):
            pass
        kind.create(info)
        with kind.open(info) as opened:
            assert opened.counts().documents == 0

    def test_what_was_written_is_there_after_opening_again(
        self, kind: KnowledgeBaseKind, info: KnowledgeBaseInfo, embedder: FakeEmbedder
    ) -> None:
        kind.create(info)
        with kind.open(info) as opened:
            write(opened, make_document("a", "alpha beta"), make_document("b", "gamma"))
            embed_all(opened, embedder)
        with kind.open(info) as opened:
            assert found_by_words(opened, "alpha") == ["alpha beta"]
            assert found_by_meaning(opened, embedder, "gamma")[0] == "gamma"
            assert opened.counts().vectors == 2
