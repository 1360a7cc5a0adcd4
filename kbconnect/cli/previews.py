"""`kbconnect preview`: the documents a dataset makes, before a sync writes them. Writes nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset
from kbconnect.cli.dry_runs import show_count
from kbconnect.cli.run_words import counted, show_rejects
from kbconnect.cli.screen import Styled
from kbconnect.cli.session import Home, Json, Limit, Session, session
from kbconnect.core.errors import ModelMissingError
from kbconnect.core.model import Dataset
from kbconnect.core.preview import Preview

_TEXT_SHOWN = 600


def preview(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the dataset.", autocompletion=complete_dataset)],
    limit: Limit = 5,
    count: Annotated[
        bool, typer.Option("--count", help="Count what a first sync comes to: documents, chunks, time, disk.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show documents and chunks as a sync would write them; nothing is written."""
    with session(context, home, as_json) as at:
        if count:
            show_count(at, at.application.datasets.find(name))
            return
        shown = previewed(at, at.application.datasets.find(name), limit)
        if at.screen.as_json:
            at.screen.document(output.preview_json(shown))
        show_rejects(at.screen, shown.rejects)
        for each in shown.documents:
            at.screen.result(Styled(each.document.title or "(no title)", "bold"))
            at.screen.result(
                Styled(
                    ", ".join(f"{field.name} = {field.value}" for field in each.document.key)
                    + f"  ·  {each.document.document_id}",
                    "dim",
                )
            )
            for field in each.document.metadata:
                at.screen.result(Styled(f"  {field.name}: {field.value}", "dim"))
            for number, chunk in enumerate(each.chunks, 1):
                size = f"{len(chunk.text):,} characters" + (f", {chunk.tokens:,} tokens" if chunk.tokens else "")
                at.screen.result(Styled(f"  Chunk {number} of {len(each.chunks)}, {size}", "dim"))
                at.screen.result(_shortened(chunk.text))
            at.screen.result("")
        at.screen.note(
            f"{counted(len(shown.documents), 'document')} as it would be; nothing was written."
            if len(shown.documents) == 1
            else f"{counted(len(shown.documents), 'document')} as they would be; nothing was written."
        )


def previewed(at: Session, dataset: Dataset, limit: int) -> Preview:
    """A dataset's first documents; by characters alone where the model is missing, which is said."""
    from kbconnect.app.datasets import draft_of_dataset

    draft = draft_of_dataset(dataset)
    embedder = at.application.knowledge_bases.get(dataset.knowledge_base_id).embedder
    with at.job(dataset.name) as job:
        try:
            return at.application.catalog.preview(draft, limit, embedder, job, dataset.id)
        except ModelMissingError as error:
            at.screen.note(f"{error.message} Chunks are cut by characters alone.")
            return at.application.catalog.preview(draft, limit, "none", job, dataset.id)


def _shortened(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN] + "…"
