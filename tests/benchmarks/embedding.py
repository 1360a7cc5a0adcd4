"""The embedding stage of a real sync as a share of the bare model on the same texts.

Three figures, taken in turns so that all see the same machine: onnxruntime alone on batches of texts of one length that
are ready to run, a plain loop of Embedder.embed over 32 texts at a time, and the second stage of a sync. Texts have
some 95 tokens.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # onnxruntime has no types

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.embedders import open_embedder
from kbconnect.app.application import Application, build_application
from kbconnect.app.paths import resource
from kbconnect.core.job import InlineContext, Progress
from kbconnect.core.job import Stage as JobStage
from kbconnect.core.knowledge_base import SearchFilter
from kbconnect.core.model import Dataset, SyncOptions
from kbconnect.core.ports import Embedder
from tests.benchmarks._figures import Bench, Report, add_repeat, expect, middle, run_benches
from tests.benchmarks._stage import DATASET, Stage

_BATCH = 32
_LOOKED_AT = 20


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=int, default=2_000, help="rows to embed (default 2,000)")
    add_repeat(parser, 3)


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("embedding")
    rows = options.texts
    database = stage.corpus(rows)
    embedder = open_embedder("minilm", resource("model", "minilm"))
    shares: list[float] = []
    rates: list[float] = []
    for _ in range(options.repeat):
        with (
            stage.fresh_home(database, "minilm") as program,
            build_application(program.home, program.environment, lambda purpose: None) as application,
        ):
            dataset = application.datasets.find(DATASET)
            texts = words_first(application, dataset, rows)
            tokens = embedder.count_tokens(texts)
            alone = _onnxruntime(embedder, texts)
            bare, vectors = bare_embedder(embedder, texts)
            staged = _staged(application, dataset, rows)
            expect_vectors(application, dataset, embedder, vectors, texts)
        rates.append(rows / staged.seconds)
        shares.append(bare.seconds / staged.seconds)
        report.add(
            texts=rows,
            tokens_a_text=sum(tokens) / rows,
            onnxruntime_per_s=rows / alone.seconds,
            embedder_per_s=rows / bare.seconds,
            stage_per_s=rates[-1],
            share_of_embedder=shares[-1],
            share_of_embedder_by_cpu=bare.cpu_s / staged.cpu_s,
            share_of_onnxruntime=alone.seconds / staged.seconds,
            share_of_onnxruntime_by_cpu=alone.cpu_s / staged.cpu_s,
        )
    report.add(texts=rows, median_stage_per_s=middle(rates), median_share_of_embedder=middle(shares))
    return report


@dataclass(frozen=True)
class Took:
    """cpu_s: of all threads of this process; on a busy machine it says more than the clock."""

    seconds: float
    cpu_s: float


class _Watch:
    def __init__(self) -> None:
        self._started, self._cpu = time.perf_counter(), time.process_time()

    def took(self) -> Took:
        return Took(time.perf_counter() - self._started, time.process_time() - self._cpu)


def words_first(application: Application, dataset: Dataset, rows: int) -> list[str]:
    """Syncs by words; returns the texts that wait for vectors, in the order in which the second stage takes them."""
    run = application.syncing.sync(dataset.id, SyncOptions(words_only=True), InlineContext())
    expect((run.status, run.counts.added), ("completed", rows), "sync by words")
    with application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
        return [pending.text for pending in knowledge_base.pending_texts(dataset.id, rows + 1)]


def _onnxruntime(embedder: Embedder, texts: Sequence[str]) -> Took:
    """The model alone, 32 texts at a time, sorted by length so that next to nothing is padded."""
    import onnxruntime
    from tokenizers import Tokenizer

    folder = resource("model", "minilm")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(embedder.max_tokens + 2)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    # As the program has it; where nothing else runs, the rate is the same.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session: Any = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    ready: list[dict[str, NDArray[np.int64]]] = []
    encoded = sorted((one.ids for one in tokenizer.encode_batch_fast(list(texts))), key=len)
    for start in range(0, len(encoded), _BATCH):
        batch = encoded[start : start + _BATCH]
        tokens = np.zeros((len(batch), len(batch[-1])), np.int64)
        mask = np.zeros_like(tokens)
        for row, ids in enumerate(batch):
            tokens[row, : len(ids)], mask[row, : len(ids)] = ids, 1
        ready.append({"input_ids": tokens, "attention_mask": mask})
    session.run(None, ready[0])
    watch = _Watch()
    for inputs in ready:
        session.run(None, inputs)
    return watch.took()


def bare_embedder(embedder: Embedder, texts: Sequence[str]) -> tuple[Took, NDArray[np.float32]]:
    """A plain loop of 32 texts at a time, and the vectors."""
    embedder.embed(texts[:_BATCH])
    watch = _Watch()
    vectors = [embedder.embed(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    return watch.took(), np.concatenate(vectors)


def _staged(application: Application, dataset: Dataset, rows: int) -> Took:
    """From the first report of the second stage to the end of a sync that has nothing else to do."""
    began: list[_Watch] = []

    def note(progress: Progress) -> None:
        if progress.stage is JobStage.EMBEDDING and not began:
            began.append(_Watch())

    run = application.syncing.sync(dataset.id, SyncOptions(), InlineContext(note))
    took = began[0].took()
    expect((run.status, run.counts.unchanged, run.counts.embedded), ("completed", rows, rows), "sync with vectors")
    return took


def expect_vectors(
    application: Application,
    dataset: Dataset,
    embedder: Embedder,
    vectors: NDArray[np.float32],
    texts: Sequence[str],
) -> None:
    """Every chunk has a vector, and some texts find themselves first by theirs."""
    with application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
        counts = knowledge_base.dataset_counts(dataset.id)
        expect((counts.chunks, counts.vectors), (len(texts), len(texts)), "chunks and vectors")
        for place in range(0, len(texts), max(1, len(texts) // _LOOKED_AT)):
            best = knowledge_base.search_vectors(vectors[place], 1, SearchFilter(), embedder.identity)
            (found,) = knowledge_base.chunks([one.chunk_id for one in best])
            expect(texts[place].endswith(found.text), True, f"text {place} is found by its own vector")


BENCH = Bench("embedding", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
