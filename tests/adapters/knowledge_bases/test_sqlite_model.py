"""Whatever is written, changed, rejected, removed, embedded and opened again in whatever order: the file holds what a
plain dict says, and its word index agrees with its text.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kbconnect.adapters.knowledge_bases import knowledge_base_kind, sqlite_document_ids, sqlite_known_texts
from kbconnect.core.chunking import text_to_embed
from kbconnect.core.knowledge_base import (
    CHUNKS_A_DOCUMENT,
    ChunkedDocument,
    KnowledgeBase,
    MetadataChange,
    RejectedRow,
    SearchFilter,
    WriteBatch,
)
from kbconnect.core.model import DatasetCounts, Field
from tests.adapters.knowledge_bases.documents import (
    EVERYWHERE,
    digest_of,
    entry_of,
    found_by_meaning,
    found_by_words,
    make_document,
    make_info,
    make_reject,
)
from tests.adapters.knowledge_bases.sqlite_checks import assert_sound
from tests.fakes_knowledge_base import FakeEmbedder

DATASETS = ("shop", "wiki")
WORDS = ("apple", "pear", "plum", "größe", "日本", "nul\0nul")

names = st.sampled_from([f"row {n}" for n in range(8)])
datasets = st.sampled_from(DATASETS)
pieces = st.lists(st.sampled_from(WORDS), max_size=4)
titles = st.sampled_from(["", "Fruit", "Obst ü"])
colours = st.sampled_from(["red", "green"])


@dataclass
class Model:
    """What should be known of one dataset."""

    documents: dict[str, ChunkedDocument] = field(default_factory=dict)
    rejects: dict[str, RejectedRow] = field(default_factory=dict)

    def chunks(self) -> list[tuple[str, str]]:
        """(title, chunk) of every document."""
        return [(one.document.title, chunk) for one in self.documents.values() for chunk in chunks_of(one)]


def chunks_of(one: ChunkedDocument) -> list[str]:
    return [one.document.text[span.start : span.end] for span in one.spans]


class SqliteFileMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        # So that the lists of a large file are filled, joined and let go of.
        few = self.stack.enter_context(pytest.MonkeyPatch.context())
        few.setattr(sqlite_known_texts, "UNLISTED", 5)
        few.setattr(sqlite_document_ids, "_IDS_A_ROW", 3)
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.kind = knowledge_base_kind("sqlite")
        self.info = make_info(self.folder / "kb.sqlite")
        self.embedder = FakeEmbedder(dimensions=8)
        self.embedded: set[str] = set()
        self.hash = 0

    @initialize()
    def start(self) -> None:
        self.kind.create(self.info)
        self.model = {dataset: Model() for dataset in DATASETS}
        self.knowledge_base: KnowledgeBase
        self.opened = ExitStack()
        self.knowledge_base = self.opened.enter_context(self.kind.open(self.info))

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.close()
        self.stack.close()

    @rule(
        dataset=datasets, rows=st.lists(st.tuples(names, titles, pieces, colours), max_size=5, unique_by=lambda r: r[0])
    )
    def write(self, dataset: str, rows: list[tuple[str, str, list[str], str]]) -> None:
        documents = []
        for name, title, parts, colour in rows:
            self.hash += 1
            made = make_document(
                name, " ".join(parts), title=title, pieces=parts, dataset_id=dataset, metadata={"colour": colour},
                text_hash=self.hash,
            )  # fmt: skip
            documents.append(made)
            self.model[dataset].documents[name] = made
            self.model[dataset].rejects.pop(name, None)
        written = self.knowledge_base.write(dataset, WriteBatch(documents=documents))
        assert written == sum(len(one.spans) for one in documents)
        self._forget_unused()

    @rule(dataset=datasets, name=names, rows=st.integers(1, 3))
    def reject(self, dataset: str, name: str, rows: int) -> None:
        rejected = make_reject(name, rows=rows)
        self.knowledge_base.write(dataset, WriteBatch(rejected=[rejected]))
        self.model[dataset].documents.pop(name, None)
        self.model[dataset].rejects.pop(name, None)
        self.model[dataset].rejects[name] = rejected
        self._forget_unused()

    @rule(dataset=datasets, name=names, colour=colours)
    def change_metadata(self, dataset: str, name: str, colour: str) -> None:
        self.hash += 1
        known = self.model[dataset].documents.get(name)
        text_hash = known.entry.text_hash if known else 1
        change = MetadataChange(entry_of(name, text_hash, self.hash), (Field("colour", colour),))
        self.knowledge_base.write(dataset, WriteBatch(metadata_changes=[change]))
        if known is not None:
            made = make_document(
                name, known.document.text, title=known.document.title, dataset_id=dataset, metadata={"colour": colour}
            )
            self.model[dataset].documents[name] = ChunkedDocument(change.entry, made.document, known.spans)

    @rule(dataset=datasets, gone=st.lists(names, max_size=4, unique=True))
    def remove(self, dataset: str, gone: list[str]) -> None:
        model = self.model[dataset]
        removed = self.knowledge_base.remove(dataset, [digest_of(name) for name in gone])
        assert removed == sum(1 for name in gone if model.documents.pop(name, None) is not None)
        for name in gone:
            model.rejects.pop(name, None)
        self._forget_unused()

    @rule(dataset=datasets)
    def remove_dataset(self, dataset: str) -> None:
        assert self.knowledge_base.remove_dataset(dataset) == len(self.model[dataset].documents)
        self.model[dataset] = Model()
        self._forget_unused()

    @rule(dataset=datasets, limit=st.integers(1, 5))
    def embed(self, dataset: str, limit: int) -> None:
        pending = self.knowledge_base.pending_texts(dataset, limit)
        vectors = self.embedder.embed([one.text for one in pending])
        self.knowledge_base.store_vectors([one.text_id for one in pending], vectors, self.embedder.identity)
        assert not self.embedded & {one.text for one in pending}, "a text was embedded that had a vector"
        self.embedded |= {one.text for one in pending}

    @rule()
    def open_again(self) -> None:
        self.opened.close()
        self.opened = ExitStack()
        self.knowledge_base = self.opened.enter_context(self.kind.open(self.info))

    def _forget_unused(self) -> None:
        used = {text_to_embed(*chunk) for model in self.model.values() for chunk in model.chunks()}
        self.embedded &= used

    @precondition(lambda self: self.embedded)
    @rule(word=st.sampled_from(WORDS[:5]), dataset=datasets)
    def search(self, word: str, dataset: str) -> None:
        where = SearchFilter((dataset,))
        documents = self.model[dataset].documents.values()
        with_word = Counter(one.document.document_id for one in documents for chunk in chunks_of(one) if chunk == word)
        assert sorted(found_by_words(self.knowledge_base, word, where)) == [word] * sum(
            min(count, CHUNKS_A_DOCUMENT) for count in with_word.values()
        )
        with_vector = Counter(
            one.document.document_id
            for one in documents
            for chunk in chunks_of(one)
            if text_to_embed(one.document.title, chunk) in self.embedded
        )
        assert len(found_by_meaning(self.knowledge_base, self.embedder, word, where)) == sum(
            min(count, CHUNKS_A_DOCUMENT) for count in with_vector.values()
        )
        if not with_vector:
            return
        best = self.knowledge_base.search_vectors(self.embedder.embed([word])[0], 1, EVERYWHERE, self.embedder.identity)
        assert len(best) == 1

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "opened"):
            return
        totals = [0, 0, 0]
        for dataset, model in self.model.items():
            self._agrees_on_dataset(dataset, model)
            counts = self.knowledge_base.dataset_counts(dataset)
            totals = [a + b for a, b in zip(totals, (counts.documents, counts.chunks, counts.vectors), strict=True)]
        counts_of_all = self.knowledge_base.counts()
        assert [counts_of_all.documents, counts_of_all.chunks, counts_of_all.vectors] == totals
        assert_sound(Path(self.info.location))

    def _agrees_on_dataset(self, dataset: str, model: Model) -> None:
        chunks = model.chunks()
        texts = {text_to_embed(*chunk) for chunk in chunks}
        assert self.knowledge_base.dataset_counts(dataset) == DatasetCounts(
            dataset,
            len(model.documents),
            len(chunks),
            sum(1 for chunk in chunks if text_to_embed(*chunk) in self.embedded),
            sum(one.rows for one in model.rejects.values()),
        )
        pending = self.knowledge_base.pending_texts(dataset, 1_000)
        assert {one.text for one in pending} == texts - self.embedded
        assert len(pending) == self.knowledge_base.pending_count(dataset) == len({one.text for one in pending})
        assert list(self.knowledge_base.rejects(dataset, 100)) == [one.reject for one in model.rejects.values()]
        for one in model.documents.values():
            stored = self.knowledge_base.document_chunks(one.document.document_id)
            assert [chunk.text for chunk in stored] == [one.document.text[span.start : span.end] for span in one.spans]
            assert all(chunk.document == one.document for chunk in stored)
        ledger = self.knowledge_base.ledger(dataset)
        entries = [one.entry for one in model.documents.values()] + [one.entry for one in model.rejects.values()]
        expected = sorted((one.key_digest, one.text_hash, one.metadata_hash) for one in entries)
        digests = [row.astype(">u8").tobytes() for row in ledger.key_digests]
        assert list(zip(digests, ledger.text_hashes.tolist(), ledger.metadata_hashes.tolist(), strict=True)) == expected


@pytest.mark.slow
def test_the_file_holds_what_a_dict_says() -> None:
    run_state_machine_as_test(
        SqliteFileMachine, settings=settings(max_examples=60, stateful_step_count=20, deadline=None)
    )


def test_the_check_sees_an_index_that_disagrees(tmp_path: Path) -> None:
    kind, info = knowledge_base_kind("sqlite"), make_info(tmp_path / "kb.sqlite")
    kind.create(info)
    with kind.open(info) as opened:
        opened.write("shop", WriteBatch(documents=[make_document("a", "alpha beta")]))
    connection = sqlite3.connect(info.location)
    connection.execute("UPDATE documents SET text = 'gamma beta'")
    connection.commit()
    connection.close()
    with pytest.raises((AssertionError, sqlite3.DatabaseError)):
        assert_sound(tmp_path / "kb.sqlite")
