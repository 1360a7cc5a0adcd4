"""Searching by words and vectors: warm, and the first question of a fresh process.

Texts are real and indexed by a real sync. Vectors of a million texts would take hours, so they are made: each is a
mixture of two real ones with a little noise, normalised and stored through the knowledge base's own port. What vectors
find is compared with scoring all of them one by one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.embedders import open_embedder
from kbconnect.app.application import build_application
from kbconnect.app.paths import resource
from kbconnect.core.ports import Embedder
from tests.benchmarks._figures import Bench, Report, WrongResultError, expect, middle, run_benches
from tests.benchmarks._program import run_measured
from tests.benchmarks._stage import DATASET, Stage
from tests.benchmarks._texts import Corpus

_AT_A_TIME = 5_000
_NOISE = 0.35
"""Length of the noise against a mixture of length 1: two neighbours are as alike as texts of one kind are."""

_LEAST_RECALL = 0.97
"""Of the ten best vectors of each question."""

_ROUNDING = 0.005
"""Vectors are stored in 8 bits a dimension."""

QUESTIONS = (
    *("animal that barks and guards the house", "a machine that flies with rotating blades"),
    *("someone who repairs shoes", "fear of heights", "the scientific study of stars and planets"),
    *("to cook something slowly in liquid", "a large body of frozen water moving slowly"),
    *("musical instrument with black and white keys", "doctor who treats children"),
    *("small room where food is stored", "where do bees keep honey", "coin of ancient Rome"),
    *("disease of the lungs caused by dust", "person who steals from ships at sea", "bird that cannot fly"),
    *("how to preserve meat with salt", "the part of a plant that takes up water", "wind from the desert"),
    *("boat pulled along a canal by horses", "a tax on goods from abroad", "cloth made from the hair of goats"),
    *("instrument for measuring the pressure of the air", "poem of fourteen lines", "tree whose bark gives cork"),
    *("to speak in a low voice", "move quickly and without noise", "unable to pay debts", "fish of cold rivers"),
    *("a king's wife", "of or relating to the liver", "religious ceremony for the dead", "small dog with long hair"),
    *("a chemical element used in lamps", "tool for cutting grass", "mountain that throws out lava"),
    *("made of baked clay", "the time between two reigns", "one who studies insects", "a dance in three four time"),
    *("without any doubt", "very hot and humid", "plant with yellow flowers", "an army officer of low rank"),
    *("chasuble", "quaternion arithmetic", "lepidopterous larva", "Punic wars", "water", "the act of changing"),
    "something used for something",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--chunks", type=int, nargs="+", default=[100_000, 1_000_000], help="of the tables (100,000 and 1,000,000)"
    )
    parser.add_argument("--questions", type=int, default=len(QUESTIONS), help="how many are asked (default all 50)")
    parser.add_argument("--real", type=int, default=2_000, help="texts that are really embedded (default 2,000)")


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("search")
    folder = resource("model", "minilm")
    embedder = open_embedder("minilm", folder)
    made = MadeVectors(real_vectors(stage, embedder, options.real))
    questions = QUESTIONS[: options.questions]
    for chunks in options.chunks:
        home = searchable(stage, chunks, embedder, made)
        command = [sys.executable, "-m", "tests.benchmarks._asking", str(home), "Words"]
        program = stage.program(home)
        said, cost = run_measured(command, program.environment, "\n".join(questions))
        asked = json.loads(said)
        expect(set(asked["hits"]), {10}, f"hits a question in {chunks:,} chunks")
        recall, worst = expect_best(asked["scores"], made, chunks, embedder.embed(questions))
        once = program.run("search", questions[1], "--kb", "Words")
        expect(len(once.said["results"]), 10, "results of the command")
        report.add(
            chunks=chunks,
            questions=len(questions),
            median_ms=1000 * middle(asked["warm_s"]),
            p95_ms=1000 * float(np.percentile(asked["warm_s"], 95)),
            words_median_ms=1000 * middle(asked["words_s"]),
            words_p95_ms=1000 * float(np.percentile(asked["words_s"], 95)),
            vectors_median_ms=1000 * middle(asked["vectors_s"]),
            vectors_p95_ms=1000 * float(np.percentile(asked["vectors_s"], 95)),
            first_s=asked["first_s"],
            recall_at_10=recall,
            worst_share=worst,
            command_s=once.cost.seconds,
            peak_mb=cost.peak_bytes / 1e6,
        )
    return report


class MadeVectors:
    """As many vectors as wanted, each depending on its number alone. real: (n, dimensions), normalised."""

    def __init__(self, real: NDArray[np.float32]) -> None:
        self._real = real

    def block(self, block: int) -> NDArray[np.float32]:
        """(5,000, dimensions), normalised."""
        generator = np.random.default_rng((block, len(self._real)))
        pairs = generator.integers(0, len(self._real), (2, _AT_A_TIME))
        share = generator.uniform(0.5, 1, (_AT_A_TIME, 1)).astype(np.float32)
        mixed: NDArray[np.float32] = share * self._real[pairs[0]] + (1 - share) * self._real[pairs[1]]
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        noise = generator.standard_normal(mixed.shape, np.float32)
        mixed += noise * np.float32(_NOISE / np.sqrt(mixed.shape[1]))
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        return mixed

    def best_scores(self, chunks: int, questions: NDArray[np.float32], most: int) -> NDArray[np.float32]:
        """(questions, most): the highest cosines among the first `chunks`, best first."""
        best = np.full((len(questions), most), -1, np.float32)
        for block in range((chunks + _AT_A_TIME - 1) // _AT_A_TIME):
            scores = questions @ self.block(block)[: chunks - block * _AT_A_TIME].T
            best = np.sort(np.concatenate([best, scores], axis=1), axis=1)[:, ::-1][:, :most]
        return best


def real_vectors(stage: Stage, embedder: Embedder, texts: int) -> NDArray[np.float32]:
    """(texts, dimensions), of the first rows of the corpus; made once."""
    place = stage.folder / f"vectors-{embedder.identity.sha256[:16]}-{texts}.npy"
    if not place.exists():
        print(f"Embedding {texts:,} texts", file=sys.stderr, flush=True)
        vectors = embedder.embed([row[2] for row in Corpus().rows(1, texts)])
        np.save(place, vectors)
    kept: NDArray[np.float32] = np.load(place)
    return kept


def searchable(stage: Stage, chunks: int, embedder: Embedder, made: MadeVectors) -> Path:
    """A data folder whose texts were synced and have vectors; the texts' vectors go in their own order."""
    home, first = stage.synced(chunks, "minilm")
    expect(first.run["chunks_written"], chunks, "chunks of the table, one a row")
    with build_application(home, stage.program(home).environment, lambda purpose: None) as application:
        dataset = application.datasets.find(DATASET)
        with application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
            stored = knowledge_base.dataset_counts(dataset.id).vectors
            if stored % _AT_A_TIME:
                raise WrongResultError(f"{stored} vectors are no number of whole blocks; remove the kept folder {home}")
            block = stored // _AT_A_TIME
            while pending := knowledge_base.pending_texts(dataset.id, _AT_A_TIME):
                ids = [text.text_id for text in pending]
                knowledge_base.store_vectors(ids, made.block(block)[: len(ids)], embedder.identity)
                block += 1
            counts = knowledge_base.dataset_counts(dataset.id)
    expect((counts.chunks, counts.vectors), (chunks, chunks), "chunks and vectors")
    return home


def expect_best(
    scores: Sequence[Sequence[float]], made: MadeVectors, chunks: int, questions: NDArray[np.float32]
) -> tuple[float, float]:
    """What was found for each question is nearly all of the best there is. Returns which share of the ten best vectors
    was found, and the lowest share that a question's scores have of the best ones. Raises WrongResultError."""
    found = np.array(scores, np.float32)
    truth = made.best_scores(chunks, questions, found.shape[1])
    expect(found.shape, truth.shape, "vectors found")
    recall = float(np.mean(found >= truth[:, -1:] - _ROUNDING))
    worst = float((found.sum(axis=1) / truth.sum(axis=1)).min())
    if recall < _LEAST_RECALL:
        raise WrongResultError(
            f"in {chunks:,} chunks only {recall:.1%} of the ten best vectors are found; what is found for one question "
            f"scores {worst:.1%} of the best there is"
        )
    return recall, worst


BENCH = Bench("search", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
