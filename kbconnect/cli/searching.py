"""`kbconnect search`: asks a knowledge base one question, or one for every line of standard input."""

from __future__ import annotations

import io
import re
import sys
from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_knowledge_base
from kbconnect.cli.run_words import counted
from kbconnect.cli.screen import Cell, Styled
from kbconnect.cli.session import FAILED, Home, Json, Limit, Session, session
from kbconnect.core.errors import InputError
from kbconnect.core.model import (
    KnowledgeBaseInfo,
    ModelChange,
    SearchAnswer,
    SearchHit,
    SearchRequest,
)
from kbconnect.core.shares import percent

_TEXT_SHOWN = 400


def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question; - reads one question a line.")],
    kb: Annotated[
        str | None,
        typer.Option(
            "--kb", metavar="KB", help="The knowledge base; else the first.", autocompletion=complete_knowledge_base
        ),
    ] = None,
    limit: Limit = 10,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Search a knowledge base by words and meaning."""
    with session(context, home, as_json) as at:
        info = chosen_knowledge_base(at, kb)
        names = {dataset.id: dataset.name for dataset in at.application.datasets.list()}
        if text != "-":
            _answer(at, SearchRequest(text, info.id, limit), names)
            return
        failed = False
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a question that isn't text finds nothing, and the next follows
        for line in sys.stdin:
            failed = not _answer_line(at, SearchRequest(line.strip(), info.id, limit), names) or failed
        if failed:
            raise typer.Exit(FAILED)


def chosen_knowledge_base(at: Session, name: str | None) -> KnowledgeBaseInfo:
    """The one with this name, or the first. Raises NotFoundError, InputError if there is none."""
    if name is not None:
        return at.application.knowledge_bases.find(name)
    if not at.application.knowledge_bases.list():
        raise InputError(
            "There is no knowledge base yet.",
            meaning="Nothing can be found before something is synced.",
            hint="Add a dataset and sync it, or try `kbconnect demo`.",
        )
    return at.application.knowledge_bases.default()


def _answer_line(at: Session, request: SearchRequest, names: dict[str, str]) -> bool:
    """One question of many: a question that can't be asked is answered with its error, and the next one follows."""
    from kbconnect.app.syncing import error_info

    at.screen.result(Styled(f"? {request.text}", "bold"))
    try:
        _answer(at, request, names)
    except InputError as error:
        if at.screen.as_json:
            at.screen.document(output.error_document(error_info(error)))
        at.screen.error(error_info(error))
        return False
    return True


def _answer(at: Session, request: SearchRequest, names: dict[str, str]) -> None:
    answer = at.application.search.search(request)
    if at.screen.as_json:
        at.screen.document(output.search_json(answer, names))
        return
    show_answer(at, answer, names)


def show_answer(at: Session, answer: SearchAnswer, names: dict[str, str]) -> None:
    """The results for people. names: of datasets by their id."""
    if not answer.hits:
        at.screen.result("Nothing was found.")
    for hit in answer.hits:
        document = hit.chunk.document
        key = ", ".join(f"{field.name} = {field.value}" for field in document.key)
        at.screen.result(f"{hit.rank:>2}  ", Styled(document.title or "(no title)", "bold"))
        at.screen.result(Styled(f"    {names.get(hit.chunk.dataset_id, '?')}  ·  {key}", "dim"))
        at.screen.result("    ", *highlighted(hit))
    note = f"{counted(answer.found, 'chunk')} found in {answer.seconds * 1000:,.0f} ms"
    if answer.meaning_share is None:
        note += ", by words only"
        if answer.model_change is ModelChange.DUE:
            note += ". The embedding model changed with this version of the program; the next sync adds meaning again"
    elif answer.meaning_share < 1:
        note += f"; {percent(answer.meaning_share)} of the chunks can be found by meaning so far"
        if answer.model_change is ModelChange.UNDER_WAY:
            note += ", because the embedding model changed and all are embedded again"
    at.screen.note(f"{note}.")


def highlighted(hit: SearchHit, length: int = _TEXT_SHOWN) -> list[Cell]:
    """The part of a chunk around its first match, on one line, matched words in bold."""
    text, spans = hit.chunk.text, hit.highlights
    first = spans[0].start if spans else 0
    start = 0 if len(text) <= length else max(0, min(first - length // 4, len(text) - length))
    end = min(len(text), start + length)
    parts: list[Cell] = ["…"] if start else []
    place = start
    for span in spans:
        if span.start < place or span.end > end:
            continue
        parts += [_one_line(text[place : span.start]), Styled(_one_line(text[span.start : span.end]), "bold yellow")]
        place = span.end
    parts.append(_one_line(text[place:end]) + ("…" if end < len(text) else ""))
    return parts


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
