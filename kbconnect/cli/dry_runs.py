"""`kbconnect preview --count`: what a first sync comes to, counted without writing."""

from __future__ import annotations

from kbconnect.cli import output
from kbconnect.cli.run_words import show_rejects
from kbconnect.cli.screen import Cell
from kbconnect.cli.session import Session
from kbconnect.core.model import Dataset


def show_count(at: Session, dataset: Dataset) -> None:
    """Counts a first sync and keeps the figures for its progress."""
    from kbconnect.app.datasets import draft_of_dataset

    with at.job(dataset.name) as job:
        counted = at.application.dry_runs.count(draft_of_dataset(dataset), job)
    at.application.dry_runs.keep(dataset, counted)
    if at.screen.as_json:
        at.screen.document(output.count_json(counted))
    facts: list[tuple[str, Cell]] = [
        ("Documents", f"{counted.documents:,}"),
        ("Rejected rows", f"{counted.rejected:,}"),
        ("Chunks", f"{counted.chunks:,}"),
    ]
    if counted.tokens is not None:
        facts.append(("Tokens", f"{counted.tokens:,}"))
    if counted.cut:
        facts.append(
            ("Cut chunks", f"{counted.cut:,} are longer than the model reads: their end is found by words only")
        )
    facts.append(("Searchable by words", f"after about {_rough_seconds(counted.words_seconds)}"))
    if counted.meaning_seconds is not None:
        facts.append(("By meaning", f"after about {_rough_seconds(counted.seconds)}"))
    room = "" if counted.free_bytes is None else f" of {counted.free_bytes / 1e9:,.1f} GB free"
    facts.append(("Disk", f"about {counted.size_bytes / 1e6:,.0f} MB{room}"))
    at.screen.facts(facts)
    show_rejects(at.screen, counted.rejects, counted.rejected)
    at.screen.note("Counted row by row; nothing was written.")
    if not counted.fits:
        at.screen.note("There is not enough room on that disk: free some, or put the knowledge base elsewhere.")


def _rough_seconds(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60):,} min"
