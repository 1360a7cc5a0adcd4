"""The chunks a question found, as rows of a list: an excerpt around the matched words, places, source. Asks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kbconnect.core.model import Document, SearchHit, Span
from kbconnect.ui.language import marks, say
from kbconnect.ui.sentences import written
from kbconnect.ui.words import ordinal

Index = QModelIndex | QPersistentModelIndex

EXCERPT_CHARACTERS = 420
"""Enough for three lines of a wide window; what doesn't fit is elided by whoever paints."""
_LEAD = 60
"""So many characters stand before the first match of an excerpt that starts inside the chunk."""
_NEAR = 150
"""A first match up to here leaves the excerpt at the chunk's beginning."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of text (line breaks became spaces) with the matched parts in it. cut: something stood before it."""

    text: str
    marks: tuple[Span, ...]
    cut: bool = False


def excerpt(text: str, highlights: Sequence[Span], length: int = EXCERPT_CHARACTERS) -> Excerpt:
    """The part of a chunk that shows best why it was found: from the beginning, or from shortly before the matches."""
    flat = text.translate({ord("\n"): " ", ord("\r"): " ", ord("\t"): " ", 0x2028: " ", 0x2029: " "})
    start = 0
    if highlights and highlights[0].start > _NEAR:
        best = max(highlights, key=lambda mark: sum(mark.start <= h.start < mark.start + _NEAR for h in highlights))
        if best.start > _NEAR:
            start = flat.find(" ", max(0, best.start - _LEAD), best.start) + 1 or best.start
    shown = flat[start : start + length]
    marks = tuple(
        Span(mark.start - start, min(mark.end - start, len(shown)))
        for mark in highlights
        if start <= mark.start < start + len(shown)
    )
    return Excerpt(shown, marks, cut=start > 0)


def key_words(document: Document) -> str:
    """The row a document came from, by its key: "id 48213", "order 7, line 2"."""
    return ", ".join(f"{field.name} {field.value}" for field in document.key)


def score_words(score: float) -> str:
    """A score or a part of one: 0.980."""
    return written(f"{score:.3f}", marks())


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit as it is shown. by_words, by_meaning: the place in each ranking, "" if not found there.

    with_meaning: the answer was looked for by meaning too.
    """

    rank: int
    title: str
    score: str
    excerpt: Excerpt
    by_words: str
    by_meaning: str
    source: str
    with_meaning: bool = True

    def words(self) -> str:
        places = []
        if self.by_words:
            places.append(say("Words {place}").format(place=self.by_words))
        if self.by_meaning:
            places.append(say("Meaning {place}").format(place=self.by_meaning))
        parts = (f"{self.rank}. {self.title}", self.excerpt.text, *places, self.source)
        return ", ".join(part for part in parts if part)


def hit_row(hit: SearchHit, dataset_names: Mapping[str, str], *, with_meaning: bool = True) -> HitRow:
    """dataset_names: by id."""
    document = hit.chunk.document
    dataset = dataset_names.get(hit.chunk.dataset_id, "")
    source = ", ".join(part for part in (dataset, key_words(document)) if part)
    return HitRow(
        rank=hit.rank,
        title=document.title or source,
        score=score_words(hit.score),
        excerpt=excerpt(hit.chunk.text, hit.highlights),
        by_words=ordinal(hit.word_rank) if hit.word_rank is not None else "",
        by_meaning=ordinal(hit.meaning_rank) if hit.meaning_rank is not None else "",
        source=source,
        with_meaning=with_meaning,
    )


class HitsModel(QAbstractListModel):
    """The hits of one answer, best first. UserRole gives the HitRow, `hit` the hit itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[SearchHit, ...] = ()
        self._rows: tuple[HitRow, ...] = ()

    def show_hits(
        self, hits: Sequence[SearchHit], dataset_names: Mapping[str, str], *, with_meaning: bool = True
    ) -> None:
        self.beginResetModel()
        self._hits = tuple(hits)
        self._rows = tuple(hit_row(hit, dataset_names, with_meaning=with_meaning) for hit in hits)
        self.endResetModel()

    def hit(self, row: int) -> SearchHit | None:
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row.words() if role == Qt.ItemDataRole.AccessibleTextRole else None
