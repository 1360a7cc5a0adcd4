"""LangChain's way from a table to a searchable store: load, split, index with a record manager, Chroma on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any  # LangChain is not installed where types are checked

from langchain_chroma import Chroma
from langchain_classic.indexes import SQLRecordManager, index
from langchain_community.document_loaders import SQLDatabaseLoader
from langchain_community.utilities import SQLDatabase
from langchain_text_splitters import RecursiveCharacterTextSplitter
from minilm import Model
from task import QUERY, Task, Watch, run

PACKAGES = ("langchain-core", "langchain-classic", "langchain-community", "langchain-text-splitters", "chromadb")


class Embeddings:
    """The model under the names that LangChain calls."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return list(self._model.embed(texts))

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def text_of(row: Mapping[str, str]) -> str:
    return f"{row['title']}\n\n{row['body']}"


def metadata_of(row: Mapping[str, str]) -> dict[str, str]:
    return {"title": row["title"], "category": row["category"]}


def pieces(task: Task) -> Iterator[Any]:
    """Chunks as they are read; a list of all would only take memory."""
    loader = SQLDatabaseLoader(
        QUERY,
        SQLDatabase.from_uri(task.url),
        page_content_mapper=text_of,
        metadata_mapper=metadata_of,
        source_columns=["id"],
    )
    splitter = RecursiveCharacterTextSplitter(chunk_size=850, chunk_overlap=0)
    for document in loader.lazy_load():
        yield from splitter.split_documents([document])


def work(task: Task, model: Model) -> dict[str, float]:
    watch = Watch()
    records = SQLRecordManager("articles", db_url=f"sqlite:///{Path(task.folder) / 'records.db'}")
    records.create_schema()
    store = Chroma("articles", Embeddings(model), persist_directory=str(Path(task.folder) / "chroma"))
    opening_s = watch.seconds()
    counts = index(pieces(task), records, store, batch_size=task.batch, cleanup="full", source_id_key="source")
    return {
        **watch.took(),
        "opening_s": opening_s,
        "added": counts["num_added"],
        "unchanged": counts["num_skipped"],
        "stored": store._collection.count(),  # LangChain has no public count
    }


if __name__ == "__main__":
    run(PACKAGES, work)
