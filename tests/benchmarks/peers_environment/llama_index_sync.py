"""LlamaIndex's way from a table to a searchable store: read, split and embed in a pipeline with docstore upserts.

Stores are its own in-memory ones, written to disk at the end and read again by the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any  # LlamaIndex is not installed where types are checked

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.core.vector_stores import SimpleVectorStore
from llama_index.readers.database import DatabaseReader
from minilm import Model
from task import QUERY, Task, Watch, run

PACKAGES = ("llama-index-core", "llama-index-readers-database")


class Embedding(BaseEmbedding):  # type: ignore[misc] # as above
    """The model under the names that LlamaIndex calls."""

    _model: Any = PrivateAttr()

    def __init__(self, model: Model) -> None:
        super().__init__(embed_batch_size=32)
        self._model = model

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: Sequence[str]) -> list[list[float]]:
        return list(self._model.embed(texts))

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def work(task: Task, model: Model) -> dict[str, float]:
    watch = Watch()
    folder = Path(task.folder)
    docstore_file, vectors_file = str(folder / "docstore.json"), str(folder / "vectors.json")
    known = Path(docstore_file).exists()
    docstore = SimpleDocumentStore.from_persist_path(docstore_file) if known else SimpleDocumentStore()
    vectors = SimpleVectorStore.from_persist_path(vectors_file) if known else SimpleVectorStore()
    opening_s = watch.seconds()
    documents = DatabaseReader(uri=task.url).load_data(
        query=QUERY,
        metadata_cols=["category"],
        excluded_text_cols=["id", "category"],
        document_id=lambda row: row["id"],
    )
    for document in documents:
        document.excluded_embed_metadata_keys = ["category"]  # else it would be embedded with the text
    pipeline = IngestionPipeline(
        transformations=[SentenceSplitter(), Embedding(model)],
        docstore=docstore,
        vector_store=vectors,
        docstore_strategy=DocstoreStrategy.UPSERTS,
        disable_cache=True,  # it hashes all texts once more, and nothing here is seen twice
    )
    nodes = pipeline.run(documents=documents)
    if nodes:
        docstore.persist(docstore_file)
        vectors.persist(vectors_file)
    return {
        **watch.took(),
        "opening_s": opening_s,
        "added": len(nodes),
        "unchanged": len(documents) - len(nodes),
        "stored": len(vectors.data.embedding_dict),
    }


if __name__ == "__main__":
    run(PACKAGES, work)
