"""Runs that are killed while a knowledge base is embedded again, because the program has come by another model.

Wherever they die the file is sound and holds vectors of one model, words find everything, and the next run goes on.
A child that is killed is a fork of the test. FAULT_KILLS in the environment says how many die at random moments.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from kbconnect.adapters.knowledge_bases import sqlite_model_change, sqlite_signs
from kbconnect.app.application import Application, build_application
from kbconnect.app.datasets import draft_of_dataset
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import DatasetBusyError
from kbconnect.core.job import InlineContext
from kbconnect.core.meaning import EMBED_BATCH
from kbconnect.core.model import RunStatus, SearchRequest, SyncOptions, SyncRun, TableRef
from tests.faults.contents import Codes, Content, content_of, file_in, vectors_of
from tests.faults.counting import CountingEmbedder, embedded_again, texts_embedded
from tests.faults.lab import open_lab

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="processes that fork"),
    pytest.mark.timeout(1_800),
]

KILLS = int(os.environ.get("FAULT_KILLS", "3"))
ROWS = 1_500
PARTS = 12
"""Vectors are forgotten in about so many parts."""


@dataclass
class Program:
    """The program on a data folder. embedded: file with the hash of every text that was embedded."""

    home: Path
    key: str
    embedded: Path

    def copy(self, name: str) -> Program:
        target = replace(self, home=self.home.with_name(name))
        shutil.copytree(self.home, target.home)
        return target

    @contextmanager
    def open(self) -> Iterator[Application]:
        with build_application(self.home, {"KBCONNECT_VAULT_KEY": self.key}, lambda purpose: None) as application:
            yield application

    def sync(self, name: str) -> SyncRun:
        with self.open() as application:
            dataset = application.datasets.find(name)
            return application.syncing.sync(dataset.id, SyncOptions(), InlineContext())

    def start(self, name: str, before: Callable[[], object] = lambda: None) -> int:
        """Syncs in a child and returns its process id. It exits with 0 if the run is done."""
        child = os.fork()
        if child == 0:
            code = 1
            try:
                before()
                with suppress(DatasetBusyError):
                    code = int(self.sync(name).error is not None)
            finally:
                os._exit(code)
        return child

    def state(self) -> tuple[Content, Codes]:
        return content_of(file_in(self.home)), vectors_of(file_in(self.home))

    def find(self, text: str) -> int:
        with self.open() as application:
            (base,) = application.knowledge_bases.list()
            return len(application.search.search(SearchRequest(text, base.id, limit=10)).hits)

    def models(self) -> set[str]:
        """Versions of the model in the file: the one it names, and those whose vectors there are."""
        path = file_in(self.home)
        with closing(sqlite3.connect(path)) as connection:
            named = connection.execute("SELECT value FROM meta WHERE name = 'embedder_sha256'").fetchall()
            held = connection.execute("SELECT count(*) FROM vectors").fetchone() != (0,)
        assert bool(named) == held
        return {sha256[0] for (sha256,) in named}


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], None]:
    """Gives the program another version of its model."""

    def choose(version: int) -> None:
        made = CountingEmbedder(tmp_path / "embedded", version)
        monkeypatch.setattr("kbconnect.adapters.embedders.open_embedder", lambda *model: made)

    return choose


@pytest.fixture
def program(tmp_path: Path, vault_key: str, use: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Two datasets in one knowledge base, synced with version 1 of a model; the next runs have version 2."""
    source = tmp_path / "source.db"
    with closing(sqlite3.connect(source)) as connection, connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT, tag TEXT)")
        connection.executemany(
            "INSERT INTO notes VALUES (?, ?, ?, 'tag')",
            [(n, f"Note {n}", f"A note on matter {n}. " * (1 + n % 9)) for n in range(ROWS)],
        )
    monkeypatch.setattr(sqlite_signs, "_STORED_ROWS", 2 * ROWS // PARTS)
    monkeypatch.setattr(sqlite_model_change, "_BLOCKS_AT_ONCE", 1)
    use(1)
    made = Program(tmp_path / "home", vault_key, tmp_path / "embedded")
    draft = ConnectorDraft("Source", "sqlite", database=str(source))
    with open_lab(made.home, vault_key, draft, None, table=TableRef("", "notes"), embedder="minilm") as lab:
        other = replace(
            draft_of_dataset(lab.dataset), name="Others", mapping=replace(lab.dataset.mapping, template="And {body}")
        )
        lab.application.datasets.add(other)
    for name in ("Notes", "Others"):
        assert made.sync(name).error is None
    use(2)
    return made


@pytest.fixture
def clean(program: Program) -> tuple[Content, Codes]:
    """What a run that nobody disturbs makes of it."""
    undisturbed = program.copy("clean")
    before, old = program.state()
    run = undisturbed.sync("Notes")
    content, vectors = undisturbed.state()
    assert run.counts.embedded == len(content["chunks"])
    assert content == before
    assert not np.array_equal(vectors, old)
    shutil.rmtree(undisturbed.home)
    return content, vectors


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_part(number: int, *, before_commit: bool) -> Callable[[], object]:
    """Arranges for the process to die in a part of the forgetting, or when the next one begins."""
    parts = iter(range(1_000))
    forget = sqlite_model_change._forget_up_to

    def forget_or_die(connection: sqlite3.Connection, last: int) -> None:
        part = next(parts)
        if part == number and not before_commit:
            die()
        forget(connection, last)
        if part == number:
            die()

    def arrange() -> None:
        sqlite_model_change._forget_up_to = forget_or_die

    return arrange


def assert_in_between(case: Program, all_texts: int) -> None:
    content, _ = case.state()  # sound, too
    assert len(content["texts"]) == all_texts
    assert case.models() <= {"1", "2"}
    assert len(case.models()) <= 1
    assert case.find("note on matter 77") == 10


def assert_ends_clean(case: Program, clean: tuple[Content, Codes], name: str = "Others") -> None:
    """name: of the dataset that is synced next."""
    run = case.sync(name)
    assert run.status is RunStatus.COMPLETED
    content, vectors = case.state()
    assert content == clean[0]
    assert np.array_equal(vectors, clean[1]), "vectors of the old model, or of other texts"
    assert case.models() == {"2"}


@pytest.mark.parametrize("before_commit", [True, False])
def test_dying_in_any_part_of_the_forgetting(
    program: Program, clean: tuple[Content, Codes], *, before_commit: bool
) -> None:
    texts = len(clean[0]["texts"])
    for part in (0, 1, PARTS // 2, PARTS - 1):
        case = program.copy(f"part {part}")
        child = case.start("Notes", die_in_part(part, before_commit=before_commit))
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), part
        assert case.models() == {"1"}
        assert_in_between(case, texts)
        assert_ends_clean(case, clean)
        shutil.rmtree(case.home)


@pytest.mark.slow
@pytest.mark.parametrize("names", [("Notes",), ("Notes", "Others")])
def test_dying_at_any_moment_alone_and_in_company(
    program: Program, clean: tuple[Content, Codes], names: Sequence[str]
) -> None:
    choose = random.Random(f"{names}")
    timed = program.copy("timed")
    started = time.monotonic()
    timed.sync("Notes")
    seconds = time.monotonic() - started
    killed = 0
    for number in range(KILLS):
        case = program.copy(f"killed {number}")
        before, kills = texts_embedded(program.embedded), 0
        for _ in range(1 + number % 3):
            children = [case.start(name) for name in names]
            time.sleep(choose.uniform(0.1, 1.0) * seconds)  # noqa: TID251 - the moment of a kill is what this is about
            for child in children:
                os.kill(child, signal.SIGKILL)
                kills += os.WIFSIGNALED(os.waitpid(child, 0)[1])
            assert_in_between(case, len(clean[0]["texts"]))
        assert_ends_clean(case, clean, choose.choice(["Notes", "Others"]))
        # Each run that has a model to change to tries it on one text, the same each time, and dies with a batch in
        # hand; of two that run at a time one may have begun a batch of the other's dataset when that one came to it.
        assert embedded_again(program.embedded, before) <= (EMBED_BATCH + 1) * (kills + len(names))
        killed += kills
        shutil.rmtree(case.home)
    assert killed


def test_two_runs_at_a_time_share_the_work(program: Program, clean: tuple[Content, Codes]) -> None:
    before = texts_embedded(program.embedded)
    children = [program.start(name) for name in ("Notes", "Others")]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    content, vectors = program.state()
    assert content == clean[0]
    assert np.array_equal(vectors, clean[1])
    assert embedded_again(program.embedded, before) <= EMBED_BATCH + 1
    with program.open() as application:
        runs = application.history.runs(limit=2)
    assert sum(run.counts.embedded for run in runs) == len(content["chunks"])
