"""What every knowledge base finds, by words and by meaning."""

from __future__ import annotations

import pytest

from kbconnect.core.chunking import text_to_embed
from kbconnect.core.errors import ModelMismatchError
from kbconnect.core.knowledge_base import KnowledgeBase, SearchFilter
from kbconnect.core.model import (
    DatasetCounts,
    Field,
    Scalar,
)
from kbconnect.core.ports import EmbedderIdentity
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


class SearchContract:
    """Part of `KnowledgeBaseContract`."""

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

    def test_vectors_of_another_model_are_forgotten_part_by_part(
        self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder
    ) -> None:
        write(knowledge_base, *(make_document(str(n), f"shared{n % 10} text", title="T") for n in range(20)))
        write(knowledge_base, make_document("w", "shared1 text", title="T", dataset_id=WIKI), dataset_id=WIKI)
        write(knowledge_base, make_document("x", "elsewhere", dataset_id=WIKI), dataset_id=WIKI)
        assert knowledge_base.vector_model() is None
        assert not knowledge_base.forget_vectors(embedder.identity), "there are none"
        embed_all(knowledge_base, embedder)
        embed_all(knowledge_base, embedder, WIKI)
        assert knowledge_base.vector_model() == embedder.identity
        assert not knowledge_base.forget_vectors(embedder.identity), "they are of this model"
        assert (knowledge_base.counts().vectors, knowledge_base.is_embedded_again()) == (22, False)
        other = FakeEmbedder(dimensions=16, name="other")
        question = other.embed(["shared1 text"])[0]
        while knowledge_base.forget_vectors(other.identity):
            assert knowledge_base.vector_model() == embedder.identity
            with pytest.raises(ModelMismatchError):
                knowledge_base.search_vectors(question, 5, EVERYWHERE, other.identity)
            (first, *_) = knowledge_base.pending_texts(SHOP, 1)
            with pytest.raises(ModelMismatchError):
                knowledge_base.store_vectors([first.text_id], other.embed([first.text]), other.identity)
            assert len(found_by_words(knowledge_base, "shared1 elsewhere")) == 4
        assert knowledge_base.vector_model() is None
        assert knowledge_base.is_embedded_again()
        assert knowledge_base.counts().vectors == 0
        assert knowledge_base.pending_count(SHOP) == 10
        assert knowledge_base.pending_count(WIKI) == 2
        assert set(knowledge_base.pending_datasets()) == {SHOP, WIKI}
        assert embed_all(knowledge_base, other) == 21
        assert not knowledge_base.forget_vectors(other.identity)
        assert knowledge_base.is_embedded_again(), "another dataset is not done"
        assert knowledge_base.pending_datasets() == (WIKI,)
        assert embed_all(knowledge_base, other, WIKI) == 1
        assert not knowledge_base.is_embedded_again()
        assert knowledge_base.dataset_counts(WIKI) == DatasetCounts(WIKI, 2, 2, 2, 0)
        assert len(found_by_meaning(knowledge_base, other, "shared1 text")) == 22
        write(knowledge_base, make_document("new", "one more"))
        assert not knowledge_base.is_embedded_again(), "this one is new"

    def test_what_is_written_while_vectors_are_forgotten_is_not_lost(
        self, knowledge_base: KnowledgeBase, embedder: FakeEmbedder
    ) -> None:
        write(knowledge_base, *(make_document(str(n), f"text{n}") for n in range(10)))
        embed_all(knowledge_base, embedder)
        other = FakeEmbedder(name="other")
        more = knowledge_base.forget_vectors(other.identity)
        write(knowledge_base, *(make_document(str(n), f"text{n}", dataset_id=WIKI) for n in range(12)), dataset_id=WIKI)
        knowledge_base.remove(SHOP, [digest_of(str(n)) for n in (0, 9)])
        while more:
            more = knowledge_base.forget_vectors(other.identity)
        assert knowledge_base.counts().vectors == 0
        assert (knowledge_base.pending_count(SHOP), knowledge_base.pending_count(WIKI)) == (8, 12)
        assert embed_all(knowledge_base, other) == 16
        assert embed_all(knowledge_base, other, WIKI) == 4

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
