"""What every knowledge base does, whatever it is kept in. A subclass gives the fixture `kind`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kbconnect.core.chunking import text_to_embed
from kbconnect.core.errors import KnowledgeBaseMissingError, ModelMismatchError, NameTakenError
from kbconnect.core.model import (
    DatasetCounts,
    Document,
    Field,
    KnowledgeBaseInfo,
    Reject,
    Scalar,
    Span,
)
from kbconnect.core.ports import (
    ChunkedDocument,
    EmbedderIdentity,
    KnowledgeBase,
    KnowledgeBaseKind,
    LedgerEntry,
    MetadataChange,
    RejectedRow,
    SearchFilter,
    WriteBatch,
)
from tests.fakes_knowledge_base import FakeEmbedder

EVERYWHERE = SearchFilter()
SHOP = "shop"
WIKI = "wiki"


def digest_of(name: str) -> bytes:
    return hashlib.md5(name.encode()).digest()


def entry_of(name: str, text_hash: int = 1, metadata_hash: int = 1) -> LedgerEntry:
    return LedgerEntry(digest_of(name), text_hash, metadata_hash)


def make_document(
    name: str,
    text: str,
    *,
    title: str = "",
    dataset_id: str = SHOP,
    metadata: dict[str, Scalar] | None = None,
    pieces: Sequence[str] | None = None,
    text_hash: int = 1,
) -> ChunkedDocument:
    """A document of one chunk, or of the pieces named, which stand in the text in this order."""
    spans = []
    at = 0
    for piece in [text] if pieces is None else pieces:
        at = text.index(piece, at)
        spans.append(Span(at, at + len(piece)))
    document = Document(
        document_id=hashlib.md5(f"{dataset_id} {name}".encode()).hexdigest(),
        key=(Field("id", name),),
        title=title,
        text=text,
        metadata=tuple(Field(*one) for one in (metadata or {}).items()),
    )
    return ChunkedDocument(entry_of(name, text_hash), document, tuple(spans))


def make_reject(name: str, reason: str = "The text is empty", rows: int = 1) -> RejectedRow:
    return RejectedRow(entry_of(name), Reject((name, None), "body", reason), rows)


def write(knowledge_base: KnowledgeBase, *documents: ChunkedDocument, dataset_id: str = SHOP) -> int:
    return knowledge_base.write(dataset_id, WriteBatch(documents=documents))


def embed_all(knowledge_base: KnowledgeBase, embedder: FakeEmbedder, dataset_id: str = SHOP) -> int:
    stored = 0
    while pending := knowledge_base.pending_texts(dataset_id, 7):
        vectors = embedder.embed([one.text for one in pending])
        stored += knowledge_base.store_vectors([one.text_id for one in pending], vectors, embedder.identity)
    return stored


def found_by_words(knowledge_base: KnowledgeBase, text: str, where: SearchFilter = EVERYWHERE) -> list[str]:
    """Texts of the chunks, best first."""
    found = knowledge_base.search_words(text, 100, where)
    return [chunk.text for chunk in knowledge_base.chunks([one.chunk_id for one in found])]


def found_by_meaning(
    knowledge_base: KnowledgeBase, embedder: FakeEmbedder, text: str, where: SearchFilter = EVERYWHERE, limit: int = 100
) -> list[str]:
    found = knowledge_base.search_vectors(embedder.embed([text])[0], limit, where, embedder.identity)
    return [chunk.text for chunk in knowledge_base.chunks([one.chunk_id for one in found])]


def make_info(location: Path | str) -> KnowledgeBaseInfo:
    return KnowledgeBaseInfo("kb-1", "Team", "sqlite", str(location), "minilm", datetime(2024, 5, 1, tzinfo=UTC))


class KnowledgeBaseContract:
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

    # ---------------------------------------------------------------------------------------- kind

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

    # ---------------------------------------------------------------------------------------- documents

    def test_a_document_comes_back_as_it_was_written(self, knowledge_base: KnowledgeBase) -> None:
        text = "Größe 42 – «naïve» 日本語 🎉 tail"
        metadata: dict[str, Scalar] = {
            "price": 12.5, "count": 3, "sold": True, "note": None, 'odd "name" \\ 100%\n': "v", "": "empty name",
            "città": "Zürich",
        }  # fmt: skip
        source = make_document("ü", text, title="Tïtle", metadata=metadata, pieces=["Größe 42", "日本語 🎉 tail"])
        assert write(knowledge_base, source) == 2
        first, second = knowledge_base.document_chunks(source.document.document_id)
        assert first.document == source.document
        assert (first.text, second.text) == ("Größe 42", "日本語 🎉 tail")
        assert (first.ordinal, second.ordinal, first.chunk_count, first.dataset_id) == (0, 1, 2, SHOP)
        assert knowledge_base.documents_by_digest(SHOP, [digest_of("ü"), digest_of("other")]) == (source.document,)
        assert knowledge_base.documents_by_digest(WIKI, [digest_of("ü")]) == ()
        assert knowledge_base.chunks([second.chunk_id, 10**9, first.chunk_id]) == (second, first)

    def test_text_with_nul_and_broken_pairs_is_kept(self, knowledge_base: KnowledgeBase) -> None:
        text = "one\0two three\0 four"
        source = make_document("a", text, title="t\0itle", pieces=["one\0two", "three\0 four"])
        write(knowledge_base, source)
        assert [chunk.text for chunk in knowledge_base.document_chunks(source.document.document_id)] == [
            "one\0two",
            "three\0 four",
        ]
        assert found_by_words(knowledge_base, "four") == ["three\0 four"]
        write(knowledge_base, make_document("b", "half \ud83d pair", title="\udc00"))
        (found,) = found_by_words(knowledge_base, "pair")
        assert len(found) == len("half \ud83d pair")
        write(knowledge_base, make_document("a", "changed"), make_document("b", "changed"))
        assert found_by_words(knowledge_base, "four pair") == []

    def test_a_document_replaces_the_one_of_its_key(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, make_document("a", "old words here", title="Before", pieces=["old", "words", "here"]))
        assert write(knowledge_base, make_document("a", "new text", title="After", text_hash=2)) == 1
        assert found_by_words(knowledge_base, "old words here before") == []
        assert found_by_words(knowledge_base, "after") == ["new text"]
        counts = knowledge_base.dataset_counts(SHOP)
        assert (counts.documents, counts.chunks) == (1, 1)
        assert knowledge_base.ledger(SHOP).text_hashes.tolist() == [2]

    def test_a_document_without_chunks_is_counted(self, knowledge_base: KnowledgeBase) -> None:
        source = make_document("a", " ", pieces=[])
        assert write(knowledge_base, source) == 0
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 1, 0, 0, 0)
        assert knowledge_base.document_chunks(source.document.document_id) == ()
        assert knowledge_base.remove(SHOP, [digest_of("a")]) == 1

    def test_the_last_of_one_key_in_a_batch_counts(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, make_document("a", "first"), make_document("a", "second"))
        assert found_by_words(knowledge_base, "first second") == ["second"]
        assert knowledge_base.counts().documents == 1

    def test_metadata_changes_and_text_stays(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        source = make_document("a", "alpha", metadata={"state": "new"})
        write(knowledge_base, source)
        embed_all(knowledge_base, embedder)
        change = MetadataChange(entry_of("a", 1, 9), (Field("state", "old"), Field("more", 1)))
        lost = MetadataChange(entry_of("not there"), ())
        assert knowledge_base.write(SHOP, WriteBatch(metadata_changes=[change, lost])) == 0
        (document,) = knowledge_base.documents_by_digest(SHOP, [digest_of("a")])
        assert document.metadata == (Field("state", "old"), Field("more", 1))
        assert knowledge_base.ledger(SHOP).metadata_hashes.tolist() == [9]
        assert knowledge_base.pending_count(SHOP) == 0
        assert found_by_words(knowledge_base, "alpha", SearchFilter(metadata=(Field("state", "old"),))) == ["alpha"]
        assert found_by_words(knowledge_base, "alpha", SearchFilter(metadata=(Field("state", "new"),))) == []

    def test_removing_leaves_the_rest(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, *(make_document(str(n), f"number{n} common") for n in range(2_000)))
        before = knowledge_base.pending_count(SHOP)
        gone = [digest_of(str(n)) for n in range(0, 2_000, 2)]
        assert knowledge_base.remove(SHOP, [*gone, digest_of("unknown")]) == 1_000
        assert before == 2_000
        assert knowledge_base.pending_count(SHOP) == 1_000
        assert len(knowledge_base.ledger(SHOP).key_digests) == 1_000
        assert found_by_words(knowledge_base, "number2") == []
        assert found_by_words(knowledge_base, "number3") == ["number3 common"]
        assert knowledge_base.remove(SHOP, gone) == 0

    def test_removing_a_dataset_leaves_the_others(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        write(knowledge_base, make_document("a", "same text"), make_document("b", "only here"))
        write(knowledge_base, make_document("a", "same text", dataset_id=WIKI), dataset_id=WIKI)
        knowledge_base.write(SHOP, WriteBatch(rejected=[make_reject("r")]))
        embed_all(knowledge_base, embedder)
        assert knowledge_base.remove_dataset(SHOP) == 2
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 0, 0, 0, 0)
        assert knowledge_base.rejects(SHOP, 9) == ()
        assert len(knowledge_base.ledger(SHOP).key_digests) == 0
        assert knowledge_base.dataset_counts(WIKI) == DatasetCounts(WIKI, 1, 1, 1, 0)
        assert found_by_words(knowledge_base, "same only") == ["same text"]
        assert found_by_meaning(knowledge_base, embedder, "same text") == ["same text"]
        assert knowledge_base.remove_dataset(WIKI) == 1
        counts = knowledge_base.counts()
        assert (counts.documents, counts.chunks, counts.vectors) == (0, 0, 0)
        write(knowledge_base, make_document("a", "back again"))
        assert found_by_words(knowledge_base, "back same") == ["back again"]

    # ---------------------------------------------------------------------------------------- ledger and rejects

    def test_the_ledger_is_sorted_and_exact(self, knowledge_base: KnowledgeBase) -> None:
        highest = (1 << 64) - 1
        entries = {digest_of(str(n)): (highest - n, n << 32) for n in range(300)}
        knowledge_base.write(
            SHOP,
            WriteBatch(
                documents=[
                    ChunkedDocument(LedgerEntry(digest, *hashes), make_document(str(n), "t").document, (Span(0, 1),))
                    for n, (digest, hashes) in enumerate(entries.items())
                ],
                rejected=[make_reject("bad", rows=4_000_000_000)],
            ),
        )
        write(knowledge_base, make_document("elsewhere", "t", dataset_id=WIKI), dataset_id=WIKI)
        ledger = knowledge_base.ledger(SHOP)
        assert ledger.key_digests.dtype == np.uint64
        assert ledger.text_hashes.dtype == np.uint64
        assert ledger.rejected_rows.dtype == np.uint32
        digests = [row.astype(">u8").tobytes() for row in ledger.key_digests]
        assert digests == sorted([*entries, digest_of("bad")])
        rows = zip(digests, ledger.text_hashes.tolist(), ledger.metadata_hashes.tolist(), strict=True)
        read = {digest: (text, metadata) for digest, text, metadata in rows}
        assert read == {**entries, digest_of("bad"): (1, 1)}
        assert dict(zip(digests, ledger.rejected_rows.tolist(), strict=True))[digest_of("bad")] == 4_000_000_000

    def test_what_a_run_keeps_for_the_next_one(self, knowledge_base: KnowledgeBase) -> None:
        assert knowledge_base.sync_state(SHOP) is None
        knowledge_base.put_sync_state(SHOP, None)
        assert knowledge_base.counts().documents == 0
        knowledge_base.put_sync_state(SHOP, '{"cursor": "größer \u0000 日本"}')
        knowledge_base.put_sync_state(WIKI, "")
        assert knowledge_base.sync_state(SHOP) == '{"cursor": "größer \u0000 日本"}'
        write(knowledge_base, make_document("a", "alpha"))
        knowledge_base.put_sync_state(SHOP, "second")
        assert (knowledge_base.sync_state(SHOP), knowledge_base.sync_state(WIKI)) == ("second", "")
        assert knowledge_base.remove_dataset(SHOP) == 1
        assert (knowledge_base.sync_state(SHOP), knowledge_base.sync_state(WIKI)) == (None, "")
        knowledge_base.put_sync_state(WIKI, None)
        assert knowledge_base.sync_state(WIKI) is None

    def test_a_dataset_made_after_another_was_removed_has_nothing_of_it(self, knowledge_base: KnowledgeBase) -> None:
        knowledge_base.put_sync_state(SHOP, "old")
        assert knowledge_base.remove_dataset(SHOP) == 0
        write(knowledge_base, make_document("a", "alpha", dataset_id=WIKI), dataset_id=WIKI)
        assert knowledge_base.sync_state(WIKI) is None

    def test_a_rejected_row_removes_its_document_and_comes_back(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, make_document("a", "alpha"), make_document("b", "beta"))
        rejected = make_reject("a", rows=3)
        assert knowledge_base.write(SHOP, WriteBatch(rejected=[rejected])) == 0
        assert knowledge_base.rejects(SHOP, 10) == (rejected.reject,)
        assert found_by_words(knowledge_base, "alpha beta") == ["beta"]
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 1, 1, 0, 3)
        assert sorted(knowledge_base.ledger(SHOP).rejected_rows.tolist()) == [0, 3]
        again = make_reject("a", "Too large", rows=2)
        knowledge_base.write(SHOP, WriteBatch(rejected=[again]))
        assert knowledge_base.rejects(SHOP, 10) == (again.reject,)
        assert knowledge_base.dataset_counts(SHOP).rejected == 2
        write(knowledge_base, make_document("a", "alpha again"))
        assert knowledge_base.rejects(SHOP, 10) == ()
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 2, 2, 0, 0)

    def test_a_key_both_written_and_rejected_is_rejected(self, knowledge_base: KnowledgeBase) -> None:
        batch = WriteBatch(documents=[make_document("a", "alpha")], rejected=[make_reject("a")])
        assert knowledge_base.write(SHOP, batch) == 0
        assert found_by_words(knowledge_base, "alpha") == []
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 0, 0, 0, 1)

    def test_rejects_come_oldest_first_and_can_be_removed(self, knowledge_base: KnowledgeBase) -> None:
        rejects = [make_reject(str(n), f"reason {n}") for n in range(5)]
        for one in rejects:
            knowledge_base.write(SHOP, WriteBatch(rejected=[one]))
        assert knowledge_base.rejects(SHOP, 3) == tuple(one.reject for one in rejects[:3])
        assert knowledge_base.remove(SHOP, [digest_of("0"), digest_of("3")]) == 0
        assert knowledge_base.rejects(SHOP, 10) == tuple(rejects[n].reject for n in (1, 2, 4))
        assert knowledge_base.dataset_counts(SHOP).rejected == 3

    # ---------------------------------------------------------------------------------------- vectors

    def test_each_text_is_embedded_once(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        write(
            knowledge_base,
            make_document("a", "twice twice", title="T", pieces=["twice", "twice"]),
            make_document("b", "twice", title="T"),
            make_document("c", "twice", title="Other"),
        )
        write(knowledge_base, make_document("a", "twice", title="T", dataset_id=WIKI), dataset_id=WIKI)
        assert knowledge_base.pending_count(SHOP) == 2
        assert knowledge_base.pending_count(WIKI) == 1
        assert embed_all(knowledge_base, embedder) == 5
        assert sorted(embedder.embedded) == sorted([text_to_embed("T", "twice"), text_to_embed("Other", "twice")])
        assert knowledge_base.pending_count(WIKI) == 0
        assert knowledge_base.counts().vectors == 5
        assert knowledge_base.dataset_counts(WIKI).vectors == 1
        assert len(found_by_meaning(knowledge_base, embedder, "twice")) == 5

    def test_the_newest_documents_are_embedded_first(self, knowledge_base: KnowledgeBase) -> None:
        for n in range(5):
            write(knowledge_base, make_document(str(n), f"text {n}"))
        assert [one.text for one in knowledge_base.pending_texts(SHOP, 2)] == ["text 4", "text 3"]
        assert knowledge_base.pending_texts(WIKI, 2) == ()

    def test_the_same_text_keeps_its_vector_when_its_document_is_written_again(
        self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder
    ) -> None:
        pieces = ["one fish", "two fish", "red fish"]
        write(knowledge_base, make_document("a", " ".join(pieces), pieces=pieces))
        embed_all(knowledge_base, embedder)
        write(
            knowledge_base,
            make_document("a", "one fish BLUE fish red fish", pieces=["one fish", "BLUE fish", "red fish"]),
        )
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 1, 3, 2, 0)
        assert [one.text for one in knowledge_base.pending_texts(SHOP, 9)] == ["BLUE fish"]
        assert sorted(found_by_meaning(knowledge_base, embedder, "fish")) == ["one fish", "red fish"]
        knowledge_base.remove(SHOP, [digest_of("a")])
        write(knowledge_base, make_document("a", "one fish"))
        assert knowledge_base.pending_count(SHOP) == 1, "a text nobody had any more must be embedded again"

    def test_vectors_for_texts_that_are_gone_are_left_out(
        self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder
    ) -> None:
        write(knowledge_base, make_document("a", "alpha"), make_document("b", "beta"))
        pending = knowledge_base.pending_texts(SHOP, 9)
        vectors = embedder.embed([one.text for one in pending])
        knowledge_base.remove(SHOP, [digest_of("a")])
        write(knowledge_base, make_document("c", "gamma"))
        ids = [one.text_id for one in pending]
        assert knowledge_base.store_vectors(ids, vectors, embedder.identity) == 1
        assert knowledge_base.store_vectors(ids, vectors, embedder.identity) == 0
        assert [one.text for one in knowledge_base.pending_texts(SHOP, 9)] == ["gamma"]
        assert knowledge_base.counts().vectors == 1
        assert found_by_meaning(knowledge_base, embedder, "beta") == ["beta"]

    def test_two_models_are_never_mixed(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        write(knowledge_base, make_document("a", "alpha"))
        other = FakeEmbedder(name="other")
        vector = embedder.embed(["alpha"])
        assert knowledge_base.search_vectors(vector[0], 5, EVERYWHERE, other.identity) == ()
        embed_all(knowledge_base, embedder)
        write(knowledge_base, make_document("b", "beta"))
        (pending,) = knowledge_base.pending_texts(SHOP, 9)
        with pytest.raises(ModelMismatchError):
            knowledge_base.store_vectors([pending.text_id], vector, other.identity)
        with pytest.raises(ModelMismatchError):
            knowledge_base.search_vectors(vector[0], 5, EVERYWHERE, other.identity)
        newer = EmbedderIdentity(embedder.identity.id, "0" * 64, embedder.identity.dimensions)
        with pytest.raises(ModelMismatchError):
            knowledge_base.search_vectors(vector[0], 5, EVERYWHERE, newer)
        assert knowledge_base.pending_count(SHOP) == 1
        assert found_by_meaning(knowledge_base, embedder, "alpha") == ["alpha"]

    def test_without_vectors_any_model_will_do(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        write(knowledge_base, make_document("a", "alpha"))
        write(knowledge_base, make_document("b", "beta", dataset_id=WIKI), dataset_id=WIKI)
        embed_all(knowledge_base, embedder)
        knowledge_base.remove(SHOP, [digest_of("a")])
        other = FakeEmbedder(dimensions=16, name="other")
        embed_all(knowledge_base, other, WIKI)
        assert found_by_meaning(knowledge_base, other, "beta") == ["beta"]
        knowledge_base.remove_dataset(WIKI)
        write(knowledge_base, make_document("c", "gamma"))
        embed_all(knowledge_base, embedder)
        assert found_by_meaning(knowledge_base, embedder, "gamma") == ["gamma"]

    def test_meaning_ranks_by_cosine(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        texts = [f"word{n} word{n + 1} word{n + 2}" for n in range(40)]
        write(knowledge_base, *(make_document(str(n), text) for n, text in enumerate(texts)))
        embed_all(knowledge_base, embedder)
        vector = embedder.embed(["word20 word21 word22"])[0]
        exact = {text: float(one @ vector) for text, one in zip(texts, embedder.embed(texts), strict=True)}
        found = knowledge_base.search_vectors(vector, 10, EVERYWHERE, embedder.identity)
        assert len(found) == 10
        for one, chunk in zip(found, knowledge_base.chunks([one.chunk_id for one in found]), strict=True):
            assert one.score == pytest.approx(exact[chunk.text], abs=0.02)
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        assert found_by_meaning(knowledge_base, embedder, "word20 word21 word22", limit=1) == [texts[20]]
        assert knowledge_base.search_vectors(vector, 0, EVERYWHERE, embedder.identity) == ()

    # ---------------------------------------------------------------------------------------- searching

    def test_words_are_found_whatever_their_case(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, make_document("a", "The red Bicycle"), make_document("b", "a blue car"))
        assert found_by_words(knowledge_base, "BICYCLE") == ["The red Bicycle"]
        assert sorted(found_by_words(knowledge_base, "bicycle, car!")) == ["The red Bicycle", "a blue car"]
        assert len(knowledge_base.search_words("red blue", 1, EVERYWHERE)) == 1
        assert knowledge_base.search_words("red blue", 0, EVERYWHERE) == ()

    def test_the_title_is_searched_too_and_counts_more(self, knowledge_base: KnowledgeBase) -> None:
        write(
            knowledge_base,
            make_document("a", "warranty", title="about returns"),
            make_document("b", "returns", title="about warranty"),
        )
        assert found_by_words(knowledge_base, "warranty") == ["returns", "warranty"]

    def test_a_long_document_leaves_room_for_others(
        self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder
    ) -> None:
        pieces = [f"shoe part{n}" for n in range(300)]
        write(knowledge_base, make_document("long", " ".join(pieces), pieces=pieces, metadata={"kind": "manual"}))
        write(knowledge_base, *(make_document(str(n), f"shoe and much more{n} besides") for n in range(10)))
        embed_all(knowledge_base, embedder)
        manuals = SearchFilter(metadata=(Field("kind", "manual"),))
        for found, filtered in (
            (found_by_words(knowledge_base, "shoe"), found_by_words(knowledge_base, "shoe", manuals)),
            (
                found_by_meaning(knowledge_base, embedder, "shoe"),
                found_by_meaning(knowledge_base, embedder, "shoe", manuals),
            ),
        ):
            assert len(found) == 13
            assert sum(text.startswith("shoe part") for text in found) == 3
            assert len(filtered) == 3
        best = found_by_meaning(knowledge_base, embedder, "shoe part7", limit=5)
        assert best[0] == "shoe part7"
        assert len(best) == 5

    def test_filters_hold_for_words_and_meaning(self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder) -> None:
        for n in range(30):
            colour = "red" if n % 10 == 0 else "blue"
            metadata: dict[str, Scalar] = {"colour": colour, "n": n, 'size "EU" %': 40.5, "sold": n > 20, "note": None}
            write(knowledge_base, make_document(str(n), f"shoe item{n}", metadata=metadata))
        write(knowledge_base, make_document("w", "shoe elsewhere", dataset_id=WIKI), dataset_id=WIKI)
        embed_all(knowledge_base, embedder)
        embed_all(knowledge_base, embedder, WIKI)
        filters = {
            SearchFilter(dataset_ids=(WIKI,)): ["shoe elsewhere"],
            SearchFilter(dataset_ids=("unknown",)): [],
            SearchFilter(metadata=(Field("colour", "red"),)): ["shoe item0", "shoe item10", "shoe item20"],
            SearchFilter((SHOP,), (Field("colour", "red"), Field("n", 10))): ["shoe item10"],
            SearchFilter(metadata=(Field("n", "10"),)): ["shoe item10"],
            SearchFilter(metadata=(Field("sold", "true"), Field("colour", "blue"), Field("n", 21))): ["shoe item21"],
            SearchFilter(metadata=(Field("sold", True), Field("n", 29))): ["shoe item29"],
            SearchFilter(metadata=(Field("n", "10 OR 1=1"),)): [],
            SearchFilter(metadata=(Field("colour", '"red"'),)): [],
            SearchFilter(metadata=(Field("no such column", "x"),)): [],
            SearchFilter((WIKI,), (Field("colour", "red"),)): [],
        }
        for where, expected in filters.items():
            assert sorted(found_by_words(knowledge_base, "shoe", where)) == expected, where
            assert sorted(found_by_meaning(knowledge_base, embedder, "shoe", where)) == expected, where
        sized = SearchFilter(metadata=(Field('size "EU" %', "40.5"), Field("note", None)))
        assert len(found_by_words(knowledge_base, "shoe", sized)) == 30
        assert len(found_by_meaning(knowledge_base, embedder, "shoe", SearchFilter((SHOP, WIKI)))) == 31

    @pytest.mark.parametrize(
        ("stored", "same", "others"),
        [
            (39.9, [39.9, "39.9", "39.90", "3.99e1", "039.9"], [39.91, "39.9.0", "39,9", "x", "3_9.9", "NaN"]),
            (40, [40, 40.0, "40", "40.0", "40.00", "4e1"], [41, "40.01", "40 ", True]),
            (40.0, [40, 40.0, "40", "40.00"], ["4"]),
            (0, [0, 0.0, "0", "-0", "0.00", "0e9"], ["", None, False]),
            (-0.0, [0, "0", -0.0], [1]),
            (1e22, [1e22, 10**22, "10000000000000000000000"], [1e23]),
            (
                "12345678901234567890",
                ["12345678901234567890", 12345678901234567890],
                ["12345678901234567891", 1.2345678901234567e19],
            ),
            ("01234", ["01234"], [1234, "1234", "01234.0"]),
            ("5", ["5", 5], [5.0, "5.0", 6]),
            (1, [1, "1"], [True, "true", "1e999999999", "1e99999999999999999999"]),
            (True, [True, "true"], [1, "1", "True"]),
            ("true", ["true", True], [1]),
        ],
    )
    def test_numbers_are_compared_as_numbers_and_texts_as_texts(
        self, knowledge_base: KnowledgeBase, stored: Scalar, same: list[Scalar], others: list[Scalar]
    ) -> None:
        write(knowledge_base, make_document("a", "shoe", metadata={"v": stored}))
        for value, expected in [(value, ["shoe"]) for value in same] + [(value, []) for value in others]:
            where = SearchFilter(metadata=(Field("v", value),))
            assert found_by_words(knowledge_base, "shoe", where) == expected, value

    @pytest.mark.parametrize(
        "text",
        ["", " ", '"', '""" AND (', "NEAR(alpha beta)", "alpha*", "title:alpha", "-alpha", "^alpha", "a\0lpha alpha",
         "{alpha}", "alpha OR OR", "🎉", "\ud83d", "'; DROP TABLE documents; --", "日本語", "e\u0301", "\u200b",
         "%s ?1 :x", "AND", "NOT", "*", "of the", "ß İ ǅ"],
    )  # fmt: skip
    def test_no_text_is_a_broken_query(self, knowledge_base: KnowledgeBase, text: str) -> None:
        write(knowledge_base, make_document("a", "alpha beta"))
        expected = ["alpha beta"] if "alpha" in text or "lpha" in text else []
        assert found_by_words(knowledge_base, text) == expected
        (chunk_id,) = [one.chunk_id for one in knowledge_base.search_words("beta", 1, EVERYWHERE)]
        assert len(knowledge_base.highlights(text, [chunk_id])) == 1

    def test_a_very_long_question_is_answered(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, make_document("a", "alpha beta"))
        assert found_by_words(knowledge_base, "alpha " + " ".join(f"w{n}" for n in range(10_000))) == ["alpha beta"]

    def test_highlights_are_exact_places(self, knowledge_base: KnowledgeBase) -> None:
        text = "Größe: a red bicycle 🎉, a RED\0 house and red\u0002 paint"
        write(knowledge_base, make_document("a", f"x {text} y", pieces=[text]), make_document("b", "nothing here"))
        (first,) = [one.chunk_id for one in knowledge_base.search_words("bicycle", 9, EVERYWHERE)]
        (second,) = [one.chunk_id for one in knowledge_base.search_words("nothing", 9, EVERYWHERE)]
        spans = knowledge_base.highlights("red bicycle", [second, first, 10**9])
        assert [len(one) for one in spans] == [0, 4, 0]
        assert [text[span.start : span.end] for span in spans[1]] == ["red", "bicycle", "RED", "red"]
        assert knowledge_base.highlights("", [first]) == ((),)
        assert knowledge_base.highlights("red", []) == ()
