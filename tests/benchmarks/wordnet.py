"""The main job on real input: WordNet's 117,000 glosses in a real PostgreSQL, through the command line people use."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from cryptography.fernet import Fernet

from tests.benchmarks._checks import expect_counts
from tests.benchmarks._figures import Bench, Report, WrongResultError, expect, run_benches
from tests.benchmarks._program import Program
from tests.benchmarks._stage import Stage, address
from tests.benchmarks._texts import glosses
from tests.servers import PostgresDatabase

QUESTIONS = (
    ("animal that barks and guards the house", "dog"),
    ("a machine that flies with rotating blades", "helicopter"),
    ("someone who repairs shoes", "cobbler"),
    ("fear of heights", "acrophobia"),
    ("the scientific study of stars and planets", "astronomy"),
    ("to cook something slowly in liquid", "stew"),
    ("a large body of frozen water moving slowly", "glacier"),
    ("musical instrument with black and white keys", "piano"),
    ("doctor who treats children", "pediatrician"),
    ("small room where food is stored", "pantry"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--vectors", type=int, default=5_000, help="rows that are also embedded (default 5,000)")


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("wordnet")
    with stage.fresh_database() as database, tempfile.TemporaryDirectory(dir=stage.folder) as folder:
        rows = load(database)
        # The password lies in the vault, as it does for people.
        program = Program(Path(folder) / "home", {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()})
        program.run(
            *("connector", "add", "WordNet", "--url", address(database), "--password-stdin"), stdin=database.password
        )
        expect(program.run("connector", "test", "WordNet").said["ok"], True, "connection test")
        by_words(program, database, report, rows)
        by_meaning(program, report, options.vectors)
    return report


def load(database: PostgresDatabase) -> int:
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE glosses (synset text PRIMARY KEY, word text NOT NULL, part_of_speech text NOT NULL,"
            " gloss text NOT NULL, examples text)"
        )
        rows = 0
        with cursor.copy("COPY glosses FROM STDIN") as copy:
            for row in glosses():
                copy.write_row(row)
                rows += 1
        cursor.execute("ANALYZE glosses")
    return rows


def by_words(program: Program, database: PostgresDatabase, report: Report, rows: int) -> None:
    """Everything into a knowledge base without an embedder, then once more unchanged, then changed by SQL."""
    program.run("kb", "add", "Words", "--embedder", "none")
    program.run(
        *("dataset", "add", "Glosses", "--connector", "WordNet", "--table", "public.glosses", "--kb", "Words"),
        *("--key", "synset", "--title", "word", "--text", "gloss,examples", "--metadata", "part_of_speech"),
    )
    first = program.run("sync", "Glosses").said["runs"][0]
    expect_counts(first, "first sync", read=rows, added=rows)
    second = program.run("sync", "Glosses").said["runs"][0]
    expect_counts(second, "no-change sync", read=rows, unchanged=rows)
    database.execute(
        "UPDATE glosses SET gloss = gloss || ' (edited)' WHERE synset IN (SELECT synset FROM glosses ORDER BY synset"
        " LIMIT 300);"
        "UPDATE glosses SET part_of_speech = 'name' WHERE synset IN (SELECT synset FROM glosses ORDER BY synset OFFSET"
        " 1000 LIMIT 40);"
        "DELETE FROM glosses WHERE synset IN (SELECT synset FROM glosses ORDER BY synset OFFSET 2000 LIMIT 70);"
        "INSERT INTO glosses SELECT 'new' || n, 'word ' || n, 'noun', 'a new gloss number ' || n"
        " FROM generate_series(1, 25) n"
    )
    third = program.run("sync", "Glosses").said["runs"][0]
    counts = {"added": 25, "updated": 300, "metadata_updated": 40, "unchanged": rows - 410, "deleted": 70}
    expect_counts(third, "changes by SQL", read=rows - 45, **counts)
    report.add(
        rows=rows,
        first_sync_rows_per_s=rows / first["words_seconds"],
        no_change_rows_per_s=rows / second["words_seconds"],
        change_sync_seconds=third["seconds"],
    )


def by_meaning(program: Program, report: Report, vectors: int) -> None:
    """Some rows with vectors, and whether questions find their answers among the first five."""
    program.run("kb", "add", "Meaning", "--embedder", "minilm")
    # Concrete nouns and verbs with a question's answer first, then others up to the number wanted.
    answers = ", ".join(f"'{word}'" for _, word in QUESTIONS)
    query = (
        "SELECT synset, word, gloss, examples FROM glosses WHERE part_of_speech IN ('noun', 'verb') ORDER BY"
        f" (split_part(word, ',', 1) IN ({answers})) DESC, md5(synset) LIMIT {vectors}"
    )
    program.run(
        *("dataset", "add", "Some glosses", "--connector", "WordNet", "--query", query, "--key", "synset"),
        *("--title", "word", "--text", "gloss,examples", "--kb", "Meaning"),
    )
    meaning = program.run("sync", "Some glosses").said["runs"][0]
    expect_counts(meaning, "sync with vectors", read=vectors, added=vectors)
    held = program.run("kb", "show", "Meaning").said
    expect((held["documents"], held["vectors"]), (vectors, held["chunks"]), "documents and vectors")
    started = time.perf_counter()
    found = program.answers([question for question, _ in QUESTIONS], "Meaning", 5)
    report.add(
        vector_rows=vectors,
        vector_sync_seconds=meaning["seconds"],
        chunks_per_s=meaning["embedded"] / max(meaning["seconds"] - meaning["words_seconds"], 0.001),
        ten_questions_seconds=time.perf_counter() - started,
    )
    places = [
        next((hit["rank"] for hit in answer["results"] if word in hit["title"].split(", ")), None)
        for (_, word), answer in zip(QUESTIONS, found, strict=True)
    ]
    for (question, _), place in zip(QUESTIONS, places, strict=True):
        report.add(question=question, place=place)
    if sum(place is not None for place in places) < len(QUESTIONS) * 0.7:
        raise WrongResultError(f"only these questions were answered among the first five: {places}")


BENCH = Bench("wordnet", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
