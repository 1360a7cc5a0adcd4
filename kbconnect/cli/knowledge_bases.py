"""`kbconnect kb …`: where documents are kept and searched."""

from __future__ import annotations

from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_knowledge_base
from kbconnect.cli.screen import Styled
from kbconnect.cli.session import Home, Json, Session, session
from kbconnect.core.errors import KnowledgeBaseError
from kbconnect.core.model import KnowledgeBaseCounts, KnowledgeBaseDraft, KnowledgeBaseInfo, ModelChange

commands = typer.Typer(help="Knowledge bases: where documents are kept and searched.", no_args_is_help=True)

_MODEL_CHANGE = {
    ModelChange.DUE: "The embedding model changed with this version of the program. Until the next sync makes the "
    "vectors anew, documents are found by words only.",
    ModelChange.UNDER_WAY: "The embedding model changed with this version of the program. The chunks that aren't "
    "embedded again yet are found by words; a sync goes on with them.",
}

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of the knowledge base.", autocompletion=complete_knowledge_base)
]


@commands.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that people recognise.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="sqlite: one file.")] = "sqlite",
    location: Annotated[
        str, typer.Option("--location", metavar="PATH", help="The file; else one in the data folder.")
    ] = "",
    embedder: Annotated[
        str, typer.Option("--embedder", metavar="minilm|none", help="none: found by words only.")
    ] = "minilm",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Make a knowledge base."""
    with session(context, home, as_json) as at:
        info = at.application.knowledge_bases.add(KnowledgeBaseDraft(name, kind, location, embedder))
        if at.screen.as_json:
            at.screen.document(output.knowledge_base_json(info, at.application.knowledge_bases.counts(info.id)))
        at.screen.result(f"Made knowledge base {info.name} at {info.location}.")


@commands.command("list")
def list_knowledge_bases(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List the knowledge bases."""
    with session(context, home, as_json) as at:
        found = [(info, _counts(at, info)) for info in at.application.knowledge_bases.list()]
        if at.screen.as_json:
            at.screen.document(
                {"knowledge_bases": [output.knowledge_base_json(info, counts) for info, counts in found]}
            )
        if not found:
            at.screen.note("There are no knowledge bases yet. The first dataset makes one, or `kbconnect kb add` does.")
        at.screen.table(
            ("Name", ">Documents", ">Chunks", ">With meaning", ">Size", "Location"),
            [
                (
                    Styled(info.name, "bold"),
                    *(_numbers(info, counts) if counts else ("?", "?", "?", "?")),
                    info.location,
                )
                for info, counts in found
            ],
        )


@commands.command("show")
def show(context: typer.Context, name: Name, home: Home = None, as_json: Json = False) -> None:
    """Show one knowledge base with its sizes."""
    with session(context, home, as_json) as at:
        info = at.application.knowledge_bases.find(name)
        counts = at.application.knowledge_bases.counts(info.id)
        change = at.application.search.model_change(info.id)
        if at.screen.as_json:
            at.screen.document({**output.knowledge_base_json(info, counts), "model_change": change.value})
        documents, chunks, meaning, size = _numbers(info, counts)
        at.screen.result(Styled(info.name, "bold"))
        at.screen.facts(
            [
                ("Documents", documents),
                ("Chunks", chunks),
                ("With meaning", meaning),
                ("Size", size),
                ("Embedder", info.embedder),
                ("Location", info.location),
            ],
        )
        if change is not ModelChange.NONE:
            at.screen.note(_MODEL_CHANGE[change])


@commands.command("remove")
def remove(context: typer.Context, name: Name, home: Home = None, as_json: Json = False) -> None:
    """Remove a knowledge base and its file. Refused while a dataset feeds it."""
    with session(context, home, as_json) as at:
        info = at.application.knowledge_bases.find(name)
        at.application.knowledge_bases.remove(info.id)
        if at.screen.as_json:
            at.screen.document({"removed": info.name})
        at.screen.result(f"Removed knowledge base {info.name} and its file {info.location}.")


def _counts(at: Session, info: KnowledgeBaseInfo) -> KnowledgeBaseCounts | None:
    try:
        return at.application.knowledge_bases.counts(info.id)
    except KnowledgeBaseError as error:
        at.screen.note(f"{info.name}: {error.message} {error.hint}".strip())
        return None


def _numbers(info: KnowledgeBaseInfo, counts: KnowledgeBaseCounts) -> tuple[str, str, str, str]:
    if info.embedder == "none":
        meaning = "words only"
    else:
        meaning = f"{counts.vectors:,} of {counts.chunks:,} chunks"
    return f"{counts.documents:,}", f"{counts.chunks:,}", meaning, size_text(counts.size_bytes)


def size_text(size_bytes: int) -> str:
    """ "812 bytes", "4.2 MB"; powers of 1,000."""
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:,.0f} {unit}" if unit in ("bytes", "kB") else f"{size:,.1f} {unit}"
        size /= 1000
    raise AssertionError("unreachable")
