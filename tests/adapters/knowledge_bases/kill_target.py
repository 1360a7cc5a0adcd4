"""Writes into a knowledge base until it is killed: `kill_target.py FILE SEED`. Says on stdout when it has begun."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from kbconnect.adapters.knowledge_bases import knowledge_base_kind
from kbconnect.core.knowledge_base import KnowledgeBase, WriteBatch
from tests.adapters.knowledge_bases.documents import digest_of, make_document, make_info, make_reject
from tests.fakes_knowledge_base import FakeEmbedder

_ROWS = 300


def work(knowledge_base: KnowledgeBase, choose: random.Random) -> None:
    embedder = FakeEmbedder()
    while True:
        names = [f"row {choose.randrange(_ROWS)}" for _ in range(40)]
        documents = [
            make_document(name, f"{name} {choose.random()} tail", pieces=[name, "tail"], title=f"{choose.random()}")
            for name in names
        ]
        knowledge_base.write(
            "shop", WriteBatch(documents=documents[5:], rejected=[make_reject(name) for name in names[:5]])
        )
        knowledge_base.remove("shop", [digest_of(name) for name in names[:10]])
        pending = knowledge_base.pending_texts("shop", 20)
        vectors = embedder.embed([one.text for one in pending])
        knowledge_base.store_vectors([one.text_id for one in pending], vectors, embedder.identity)


def main(path: str, seed: str) -> None:
    with knowledge_base_kind("sqlite").open(make_info(Path(path))) as knowledge_base:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        work(knowledge_base, random.Random(seed))


if __name__ == "__main__":
    main(*sys.argv[1:])
