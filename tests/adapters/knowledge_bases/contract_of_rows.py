"""What every knowledge base does with documents, the ledger and rejected rows."""

from __future__ import annotations

import numpy as np

from kbconnect.core.knowledge_base import (
    ChunkedDocument,
    KnowledgeBase,
    LedgerEntry,
    MetadataChange,
    SearchFilter,
    WriteBatch,
)
from kbconnect.core.model import (
    DatasetCounts,
    Field,
    Scalar,
    Span,
)
from tests.adapters.knowledge_bases.documents import (
    SHOP,
    WIKI,
    digest_of,
    embed_all,
    entry_of,
    found_by_meaning,
    found_by_words,
    make_document,
    make_reject,
    write,
)
from tests.fakes_knowledge_base import FakeEmbedder


class RowsContract:
    """Part of `KnowledgeBaseContract`."""

    def test_ids_of_chunks_grow_and_are_given_once(self, knowledge_base: KnowledgeBase) -> None:
        marks = [knowledge_base.next_chunk_id()]
        for text in ("first", "second"):
            write(knowledge_base, make_document("1", text))
            (found,) = knowledge_base.search_words(text, 10, SearchFilter())
            marks.append(knowledge_base.next_chunk_id())
            assert marks[-2] <= found.chunk_id < marks[-1]
        knowledge_base.remove_dataset(SHOP)
        assert knowledge_base.next_chunk_id() >= marks[-1] > marks[0]

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

    def test_a_document_of_many_chunks_goes_as_a_whole(
        self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder
    ) -> None:
        pieces = [f"größe{n} 日本" for n in range(60)]
        long = make_document("long", " ".join(pieces), title="Maß", pieces=pieces)
        assert write(knowledge_base, long, make_document("short", "größe1 alone")) == 61
        embed_all(knowledge_base, embedder)
        assert write(knowledge_base, make_document("long", "größe2 anew", title="Maß")) == 1
        assert found_by_words(knowledge_base, "größe1 größe2 größe59 日本") == ["größe1 alone", "größe2 anew"]
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 2, 2, 1, 0)
        assert knowledge_base.pending_count(SHOP) == 1
        write(knowledge_base, long)
        assert knowledge_base.remove(SHOP, [digest_of("long")]) == 1
        assert found_by_words(knowledge_base, "größe1 größe2 größe59 日本 maß") == ["größe1 alone"]
        assert knowledge_base.dataset_counts(SHOP) == DatasetCounts(SHOP, 1, 1, 1, 0)

    def test_the_last_change_of_metadata_in_a_batch_counts(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, *(make_document(str(n), "alpha") for n in range(40)))
        knowledge_base.write(SHOP, WriteBatch(rejected=[make_reject("bad")]))
        changes = [MetadataChange(entry_of(str(n), 1, 100 + n), (Field("n", n),)) for n in range(0, 40, 2)]
        again = MetadataChange(entry_of("2", 1, 7), (Field("n", "last"),))
        rejected = MetadataChange(entry_of("bad", 1, 8), (Field("n", "no document"),))
        knowledge_base.write(SHOP, WriteBatch(metadata_changes=[*changes, again, rejected]))
        read = knowledge_base.documents_by_digest(SHOP, [digest_of(name) for name in ("2", "4", "5", "bad")])
        assert [one.metadata for one in read] == [(Field("n", "last"),), (Field("n", 4),), ()]
        hashes = [
            knowledge_base.ledger_of(SHOP, [digest_of(name)]).metadata_hashes.tolist()
            for name in ("2", "4", "5", "bad")
        ]
        assert hashes == [[7], [104], [1], [1]]

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

    def test_the_ledger_of_some_keys_holds_those_that_are_known(self, knowledge_base: KnowledgeBase) -> None:
        documents = [make_document(str(n), f"t{n}", text_hash=n) for n in range(40)]
        knowledge_base.write(SHOP, WriteBatch(documents=documents, rejected=[make_reject("bad", rows=3)]))
        write(knowledge_base, make_document("elsewhere", "t", dataset_id=WIKI), dataset_id=WIKI)
        wanted = [digest_of(name) for name in ("7", "bad", "unknown", "elsewhere", "3", "7")]
        ledger = knowledge_base.ledger_of(SHOP, wanted)
        known = sorted([(digest_of("3"), 3, 0), (digest_of("7"), 7, 0), (digest_of("bad"), 1, 3)])
        digests = [row.astype(">u8").tobytes() for row in ledger.key_digests]
        rows = zip(digests, ledger.text_hashes.tolist(), ledger.rejected_rows.tolist(), strict=True)
        assert list(rows) == known
        assert ledger.metadata_hashes.tolist() == [1, 1, 1]
        assert ledger.key_digests.dtype == ledger.text_hashes.dtype == np.uint64
        for none in ([], [digest_of("unknown")]):
            assert knowledge_base.ledger_of(SHOP, none).key_digests.shape == (0, 2)
        assert knowledge_base.ledger_of("no such dataset", wanted).rejected_rows.shape == (0,)
        whole = knowledge_base.ledger(SHOP)
        every = knowledge_base.ledger_of(SHOP, [one.entry.key_digest for one in documents] + wanted)
        assert np.array_equal(every.key_digests, whole.key_digests)
        assert np.array_equal(every.text_hashes, whole.text_hashes)

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

    def test_wiping_changes_nothing_that_is_there(self, knowledge_base: KnowledgeBase) -> None:
        write(knowledge_base, make_document("a", "alpha"), make_document("b", "beta"))
        knowledge_base.remove(SHOP, [digest_of("a")])
        assert knowledge_base.wipe_removed()
        assert found_by_words(knowledge_base, "alpha beta") == ["beta"]
        assert knowledge_base.counts().documents == 1

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
