"""English text of any amount, the same each time, and the table `articles` that is made of it.

Texts are joined from WordNet's glosses (Debian's package wordnet-base) by a seeded generator: about 384 characters, all
different. The first rows of a larger table are those of a smaller one. Must not know what is measured with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.servers import PostgresDatabase

WORDNET = Path("/usr/share/wordnet")
FILES = {"noun": "data.noun", "verb": "data.verb", "adjective": "data.adj", "adverb": "data.adv"}
CATEGORIES = (
    *("animals", "body", "buildings", "business", "clothing", "cooking", "events", "feelings", "garden", "health"),
    *("history", "law", "machines", "music", "places", "plants", "science", "sports", "tools", "travel"),
)
TABLE = "articles"
CHARACTERS = 384
_PIECES = 16
"""Glosses at hand for one text; the shortest ones are used up by few."""

_BLOCK = 10_000
_SEED = 20_260
_CREATE = f"""
CREATE TABLE {TABLE} (
    id bigint NOT NULL, title text NOT NULL, body text NOT NULL, category text NOT NULL, updated_at timestamptz NOT NULL
)"""
_FINISH = (
    f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)",
    f"CREATE INDEX {TABLE}_updated_at ON {TABLE} (updated_at)",
    f"VACUUM (ANALYZE, FREEZE) {TABLE}",
)


def has_texts() -> bool:
    """True when Debian's package is installed."""
    return all((WORDNET / name).exists() for name in FILES.values())


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


class Corpus:
    """Rows (id, title, body, category, updated_at) from 1 on; each depends on its id alone."""

    def __init__(self) -> None:
        # A text must not end in blanks, which documents don't keep.
        entries = [(word.partition(",")[0], gloss.strip(" ;")) for _, word, _, gloss, _ in glosses() if len(gloss) > 10]
        self._words = [word for word, _ in entries]
        self._glosses = [gloss for _, gloss in entries]

    def rows(self, first: int, last: int) -> Iterator[tuple[int, str, str, str, str]]:
        """Those with ids from `first` to `last`, both with."""
        for block in range((first - 1) // _BLOCK, (last - 1) // _BLOCK + 1):
            start = block * _BLOCK + 1
            for number, row in enumerate(self._block(block), start):
                if first <= number <= last:
                    yield number, *row

    def _block(self, block: int) -> Iterator[tuple[str, str, str, str]]:
        generator = np.random.default_rng((_SEED, block))
        picks = generator.integers(0, len(self._glosses), (_BLOCK, _PIECES)).tolist()
        # A text ends with the gloss that fills it up, on average 26 characters later.
        sizes = generator.integers(CHARACTERS - 146, CHARACTERS + 95, _BLOCK).tolist()
        categories = generator.integers(0, len(CATEGORIES), _BLOCK).tolist()
        # Some 40 seconds apart, several rows to one moment here and there.
        moments = (
            np.datetime64("2025-01-01T00:00:00", "s")
            + block * _BLOCK * 40
            + np.sort(generator.integers(0, _BLOCK * 40, _BLOCK))
        )
        stamps = np.datetime_as_string(moments, unit="s").tolist()
        for pick, size, category, stamp in zip(picks, sizes, categories, stamps, strict=True):
            body, place = "", 0
            while len(body) < size and place < _PIECES:
                body = f"{body}; {self._glosses[pick[place]]}" if body else self._glosses[pick[place]]
                place += 1
            if len(body) > size + 40:  # not in the midst of a word
                body = body[: body.rfind(" ", 0, size + 40)].rstrip(" ;")
            yield f"{self._words[pick[-1]]} and {self._words[pick[-2]]}", body, CATEGORIES[category], f"{stamp}+00"


def load(database: PostgresDatabase, rows: int) -> None:
    """Makes the table `articles` with ids from 1 to `rows`, indexed and analysed."""
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute(_CREATE)
        with cursor.copy(f"COPY {TABLE} FROM STDIN") as copy:
            lines: list[str] = []
            for row in Corpus().rows(1, rows):
                lines.append("%d\t%s\t%s\t%s\t%s\n" % row)  # noqa: UP031 - a tuple as it is, a million times
                if len(lines) == _BLOCK:
                    copy.write("".join(lines).encode())
                    lines.clear()
            copy.write("".join(lines).encode())
        for statement in _FINISH:
            cursor.execute(statement.encode())
