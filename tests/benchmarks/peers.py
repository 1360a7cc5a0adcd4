"""kbconnect beside LangChain and LlamaIndex: the same table, the same model with the same threads, in one sitting.

Three figures each: a first sync with an embedder that costs nothing (kbconnect: until all can be found by words), a run
in which nothing changed, and a first sync with MiniLM as a share of the bare model in the same environment. The peers
live in an environment of their own, made with pip in the cache folder; `peers` in pyproject.toml says what is in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

from kbconnect import __version__
from kbconnect.adapters.embedders import open_embedder
from kbconnect.app.paths import resource
from tests.benchmarks._checks import expect_counts, expect_in_step
from tests.benchmarks._figures import Bench, Report, Value, add_rows, expect, run_benches
from tests.benchmarks._program import Cost, run_measured
from tests.benchmarks._stage import DATASET, Stage
from tests.benchmarks._texts import Corpus
from tests.benchmarks.embedding import Took, bare_embedder
from tests.servers import PostgresDatabase

SCRIPTS = Path(__file__).parent / "peers_environment"
PEERS = {"LangChain": "langchain_sync.py", "LlamaIndex": "llama_index_sync.py"}
PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser, 20_000)
    parser.add_argument("--vector-rows", type=int, default=1_000, help="rows of the sync with MiniLM (default 1,000)")
    parser.add_argument("--batch", type=int, default=100, help="rows LangChain indexes at a time (default 100)")
    parser.add_argument("--only", nargs="+", choices=["kbconnect", *PEERS], default=["kbconnect", *PEERS])


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("peers")
    python = environment()
    versions: list[dict[str, Value]] = []
    for name in options.only:
        if name == "kbconnect":
            report.add(program=name, **_kbconnect(stage, options.rows, options.vector_rows))
            versions.append({"program": name, "versions": __version__})
            continue
        peer = Peer(name, python, stage, options.batch)
        report.add(program=name, **_peer(peer, options.rows, options.vector_rows))
        versions.append({"program": name, "versions": peer.versions})
    report.rows += versions
    return report


@dataclass(frozen=True)
class _Ran:
    """seconds: as the program measured it, without the start of its process. opening_s: of these, until what it kept
    was open. cpu_s: without the start of the process too; of kbconnect, less what a run takes that finds nothing to do.
    """

    rows: int
    seconds: float
    cpu_s: float
    opening_s: float
    cost: Cost

    @property
    def rate(self) -> float:
        return self.rows / self.seconds

    @property
    def peak_mb(self) -> float:
        return self.cost.peak_bytes / 1e6


def _figures(first: _Ran, again: _Ran, vectors: _Ran, bare: Sequence[Took]) -> dict[str, Value]:
    """bare: the model alone, before and after."""
    bare_s, bare_cpu_s = (sum(one.seconds for one in bare) / len(bare), sum(one.cpu_s for one in bare) / len(bare))
    return {
        "rows": first.rows,
        "first_rows_per_s": first.rate,
        "first_peak_mb": first.peak_mb,
        "no_change_rows_per_s": again.rate,
        "no_change_when_open": again.rows / (again.seconds - again.opening_s),
        "no_change_peak_mb": again.peak_mb,
        "minilm_rows": vectors.rows,
        "minilm_rows_per_s": vectors.rate,
        "minilm_peak_mb": vectors.peak_mb,
        "bare_rows_per_s": vectors.rows / bare_s,
        "share_of_bare": bare_s / vectors.seconds,
        "share_by_cpu": bare_cpu_s / vectors.cpu_s,
    }


def _kbconnect(stage: Stage, rows: int, vector_rows: int) -> dict[str, Value]:
    """Through the command line; the first sync counts until everything can be found by words."""
    database, vector_database = stage.corpus(rows), stage.corpus(vector_rows)
    with stage.fresh_home(database) as program:
        first = stage.first_sync(program)
        expect_counts(first.run, "first sync", read=rows, added=rows)
        again = program.run("sync", DATASET)
        unchanged = again.said["runs"][0]
        expect_counts(unchanged, "no-change sync", read=rows, unchanged=rows)
        expect_in_step(program, database, "no-change sync")
    embedder = open_embedder("minilm", resource("model", "minilm"))
    texts = [f"{row[1]}\n\n{row[2]}" for row in Corpus().rows(1, vector_rows)]
    before, _ = bare_embedder(embedder, texts)
    with stage.fresh_home(vector_database, "minilm") as program:
        done = program.run("sync", DATASET)
        embedded = done.said["runs"][0]
        expect_counts(embedded, "sync with vectors", read=vector_rows, added=vector_rows)
        expect(embedded["embedded"], vector_rows, "embedded chunks")
        idle = program.run("sync", DATASET)
        expect_counts(idle.said["runs"][0], "no-change sync with vectors", read=vector_rows, unchanged=vector_rows)
    after, _ = bare_embedder(embedder, texts)
    return _figures(
        _Ran(rows, first.run["words_seconds"], first.cost.cpu_s, 0, first.cost),
        _Ran(rows, unchanged["seconds"], again.cost.cpu_s, 0, again.cost),
        _Ran(vector_rows, embedded["seconds"], done.cost.cpu_s - idle.cost.cpu_s, 0, done.cost),
        (before, after),
    )


class Peer:
    """One of the peers, run by the Python of their environment."""

    def __init__(self, name: str, python: Path, stage: Stage, batch: int) -> None:
        self.name = name
        self.versions = ""
        self._python = python
        self.stage = stage
        self._batch = batch

    def bare(self, database: PostgresDatabase, rows: int) -> Took:
        """The model alone in the peers' environment."""
        said, _ = self._run("bare.py", database, Path(), minilm=True)
        expect(said["stored"], rows, "texts embedded by the bare model")
        return Took(said["seconds"], said["cpu_s"])

    def sync(self, database: PostgresDatabase, state: Path, added: int, unchanged: int, *, minilm: bool) -> _Ran:
        """added, unchanged: what it must report. Raises WrongResultError."""
        rows = added + unchanged
        said, cost = self._run(PEERS[self.name], database, state, minilm=minilm)
        expect((said["added"], said["unchanged"], said["stored"]), (added, unchanged, rows), f"{self.name}, counts")
        self.versions = ", ".join(f"{package} {number}" for package, number in said["versions"].items())
        return _Ran(rows, said["seconds"], said["cpu_s"], said["opening_s"], cost)

    def _run(self, script: str, database: PostgresDatabase, state: Path, *, minilm: bool) -> tuple[Any, Cost]:
        task = {
            "url": database.url.replace("postgresql://", "postgresql+psycopg://", 1),
            "folder": str(state),
            "model_folder": str(resource("model", "minilm")) if minilm else "",
            "threads": len(os.sched_getaffinity(0)),
            "batch": self._batch,
        }
        # What leads to our own packages must not lead theirs astray.
        quiet = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        quiet |= {"ANONYMIZED_TELEMETRY": "False", "PYTHONWARNINGS": "ignore"}
        said, cost = run_measured([str(self._python), str(SCRIPTS / script)], quiet, json.dumps(task))
        return json.loads(said.strip().splitlines()[-1]), cost


def _peer(peer: Peer, rows: int, vector_rows: int) -> dict[str, Value]:
    stage = peer.stage
    database, vector_database = stage.corpus(rows), stage.corpus(vector_rows)
    with (
        tempfile.TemporaryDirectory(dir=stage.folder) as state,
        tempfile.TemporaryDirectory(dir=stage.folder) as vector_state,
    ):
        first = peer.sync(database, Path(state), rows, 0, minilm=False)
        again = peer.sync(database, Path(state), 0, rows, minilm=False)
        before = peer.bare(vector_database, vector_rows)
        vectors = peer.sync(vector_database, Path(vector_state), vector_rows, 0, minilm=True)
        after = peer.bare(vector_database, vector_rows)
    return _figures(first, again, vectors, (before, after))


def environment() -> Path:
    """The Python of the peers' environment, made when it isn't there or pyproject.toml names other packages."""
    wanted: list[str] = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["dependency-groups"]["peers"]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kbconnect-build"
    named = hashlib.sha256(f"{wanted} {sys.version}".encode()).hexdigest()[:16]
    folder = cache / f"peers-{named}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"Installing the peers into {folder} (once; some 760 MB)", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*pip, *wanted], stdout=sys.stderr, check=False).returncode != 0:
            sys.exit("The peers could not be installed; pip's messages are above.")
        (folder / "complete").touch()
    return python


BENCH = Bench("peers", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
