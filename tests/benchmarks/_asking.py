"""Asks a knowledge base questions in a process of its own and prints what each took, as one JSON document.

    python -m tests.benchmarks._asking HOME KNOWLEDGE_BASE < questions, one a line

The first question finds a fresh process: model and vectors are loaded by it. Then all are asked again, warm; then words
and vectors apart. Must not decide what is a good figure.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from kbconnect.adapters.embedders import open_embedder
from kbconnect.app.application import build_application
from kbconnect.app.paths import resource
from kbconnect.core.knowledge_base import SearchFilter
from kbconnect.core.model import SearchAnswer, SearchRequest

CANDIDATES = 200
"""As many chunks each ranking gives to a search."""

T = TypeVar("T")


def main(home: Path, name: str, questions: Sequence[str]) -> dict[str, object]:
    with build_application(home, os.environ, lambda purpose: None) as application:
        info = application.knowledge_bases.find(name)

        def search(question: str) -> SearchAnswer:
            return application.search.search(SearchRequest(question, info.id))

        first = time.perf_counter()
        answer = search(questions[0])
        first = time.perf_counter() - first
        warm, answers = _timed(search, questions)
        with application.knowledge_bases.open(info.id) as knowledge_base:
            words, _ = _timed(lambda one: knowledge_base.search_words(one, CANDIDATES, SearchFilter()), questions)
            by_vector: list[float] = []
            scores: list[list[float]] = []
            if info.embedder != "none":
                embedder = open_embedder(info.embedder, resource("model", info.embedder))
                vectors = embedder.embed(questions)
                knowledge_base.search_vectors(vectors[0], 10, SearchFilter(), embedder.identity)
                by_vector, rankings = _timed(
                    lambda place: knowledge_base.search_vectors(
                        vectors[place], CANDIDATES, SearchFilter(), embedder.identity
                    ),
                    range(len(questions)),
                )
                scores = [[one.score for one in ranking[:10]] for ranking in rankings]
    return {
        "first_s": first,
        "warm_s": warm,
        "words_s": words,
        "vectors_s": by_vector,
        "hits": [len(one.hits) for one in (answer, *answers)],
        "scores": scores,
    }


A = TypeVar("A")


def _timed(work: Callable[[A], T], arguments: Sequence[A]) -> tuple[list[float], list[T]]:
    seconds: list[float] = []
    results: list[T] = []
    for argument in arguments:
        started = time.perf_counter()
        results.append(work(argument))
        seconds.append(time.perf_counter() - started)
    return seconds, results


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], sys.stdin.read().splitlines())))
