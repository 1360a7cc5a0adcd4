"""`kbconnect question …`: questions that are saved with the rows they should find, and asked again and again."""

from __future__ import annotations

from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset, complete_knowledge_base
from kbconnect.cli.names import split_names
from kbconnect.cli.screen import Screen, Styled
from kbconnect.cli.searching import chosen_knowledge_base
from kbconnect.cli.session import WORSE, Home, Json, Session, session
from kbconnect.core.errors import InputError
from kbconnect.core.model import Dataset, KnowledgeBaseInfo
from kbconnect.core.questions import (
    DEPTH,
    ExpectedRow,
    Place,
    QuestionCheck,
    QuestionDraft,
    QuestionState,
    Standing,
    worse_words,
)

commands = typer.Typer(
    help="Saved questions: they are asked again after each sync, and a worse answer is told.",
    short_help="Saved questions, asked again after each sync.",
    no_args_is_help=True,
)

_SHOWN = 20
_STANDINGS = {
    Standing.NOT_ASKED: Styled("Not asked yet", "dim"),
    Standing.FOUND: Styled("Found", "green"),
    Standing.MISSED: Styled("Not found", "yellow"),
    Standing.WORSE: Styled("Worse", "bold red"),
}

Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="Of the question, as `question list` shows it.")]
Kb = Annotated[
    str | None,
    typer.Option(
        "--kb", metavar="KB", help="The knowledge base; else the first.", autocompletion=complete_knowledge_base
    ),
]
AnyKb = Annotated[
    str | None,
    typer.Option("--kb", metavar="KB", help="Only of this knowledge base.", autocompletion=complete_knowledge_base),
]


@commands.command("add")
def add(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What people ask.")],
    expect: Annotated[
        list[str] | None,
        typer.Option(
            "--expect", metavar="KEY", help="The key of a row it should find; several columns parted by commas."
        ),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", metavar="ID", help="A document it should find, by its id in `search --json`."),
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option(
            "--dataset",
            metavar="DATASET",
            help="Whose keys these are, if several feed it.",
            autocompletion=complete_dataset,
        ),
    ] = None,
    within: Annotated[
        int, typer.Option("--within", metavar="N", min=1, max=DEPTH, help="Among so many answers it should be.")
    ] = 5,
    kb: Kb = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Save a question with the rows it should find, and ask it."""
    if not expect and not document:
        raise typer.BadParameter("say what the question should find: --expect KEY or --document ID")
    with session(context, home, as_json) as at:
        questions = at.application.questions
        info = chosen_knowledge_base(at, kb)
        rows = [questions.row(info.id, each) for each in document or ()]
        if expect:
            feeding = _dataset(at, info, dataset)
            rows += [questions.row_by_key(feeding, _key(feeding, each)) for each in expect]
        saved = questions.add(QuestionDraft(info.id, text, tuple(dict.fromkeys(rows)), within))
        with at.job("Asking") as job:
            (state,) = questions.ask(info.id, job, [saved.id])
        _answer(at, [state], one=True)


@commands.command("list")
def list_questions(context: typer.Context, kb: AnyKb = None, home: Home = None, as_json: Json = False) -> None:
    """List the saved questions, and whether they find what they should."""
    with session(context, home, as_json) as at:
        info = at.application.knowledge_bases.find(kb) if kb is not None else None
        states = at.application.questions.list(info.id if info is not None else None)
        if not states:
            at.screen.note("No question is saved yet. Save one with `kbconnect question add`.")
        _answer(at, states)


@commands.command("show")
def show(context: typer.Context, number: Number, home: Home = None, as_json: Json = False) -> None:
    """Show one saved question with where its rows were found each time."""
    with session(context, home, as_json) as at:
        state = at.application.questions.get(number)
        checks = at.application.questions.history(number)
        names = _names(at)
        if at.screen.as_json:
            shown = output.question_json(state, names[state.question.knowledge_base_id], names)
            at.screen.document({**shown, "history": [output.check_json(check) for check in checks]})
        _show_one(at.screen, state, names)
        _show_history(at.screen, state, checks)


@commands.command("run")
def run(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="NUMBER", min=1, help="Of questions, as `question list` shows them; else all."),
    ] = None,
    kb: AnyKb = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Ask saved questions now. Exit code 5: one does not find a row that it found before."""
    with session(context, home, as_json) as at:
        states = _ask(at, numbers, kb)
        if not states:
            at.screen.note("No question is saved yet. Save one with `kbconnect question add`.")
        _answer(at, states)
        worse = [state for state in states if state.standing is Standing.WORSE]
        for state in worse:
            at.screen.note(Styled(worse_words(state), "red"))
        if worse:
            raise typer.Exit(WORSE)


@commands.command("remove")
def remove(context: typer.Context, number: Number, home: Home = None, as_json: Json = False) -> None:
    """Forget a saved question and its history."""
    with session(context, home, as_json) as at:
        question = at.application.questions.get(number).question
        at.application.questions.remove(number)
        if at.screen.as_json:
            at.screen.document({"removed": number})
        at.screen.result(f"Removed question {number}: {question.text}")


def _ask(at: Session, numbers: list[int] | None, kb: str | None) -> list[QuestionState]:
    questions = at.application.questions
    info = at.application.knowledge_bases.find(kb) if kb is not None else None
    if numbers:
        wanted = [questions.get(number).question for number in dict.fromkeys(numbers)]
        if info is not None and any(question.knowledge_base_id != info.id for question in wanted):
            raise InputError(
                f"Not all of these questions belong to {info.name}.",
                meaning="Nothing was asked.",
                hint="Leave --kb out: a question's number says which knowledge base it is about.",
            )
    else:
        wanted = [state.question for state in questions.list(info.id if info is not None else None)]
    asked: list[QuestionState] = []
    with at.job("Asking") as job:
        for base_id in dict.fromkeys(question.knowledge_base_id for question in wanted):
            ids = [question.id for question in wanted if question.knowledge_base_id == base_id]
            asked += questions.ask(base_id, job, ids)
    return asked


def _dataset(at: Session, info: KnowledgeBaseInfo, name: str | None) -> Dataset:
    feeding = [each for each in at.application.datasets.list() if each.knowledge_base_id == info.id]
    if name is not None:
        found = at.application.datasets.find(name)
        if found not in feeding:
            raise InputError(
                f"{found.name} does not feed {info.name}.",
                meaning="Nothing was saved.",
                hint="Name the knowledge base that it feeds with --kb.",
            )
        return found
    if len(feeding) != 1:
        raise InputError(
            f"{info.name} is not fed by one dataset alone, so a key does not name a row.",
            meaning="Nothing was saved.",
            hint="Say whose key it is with --dataset.",
        )
    return feeding[0]


def _key(dataset: Dataset, text: str) -> tuple[str, ...]:
    """A key of one column is taken as it is, commas and all."""
    return (text,) if len(dataset.mapping.key) == 1 else split_names(text, ",")


def _names(at: Session) -> dict[str, str]:
    """Of knowledge bases and datasets by their ids."""
    bases = {each.id: each.name for each in at.application.knowledge_bases.list()}
    return bases | {each.id: each.name for each in at.application.datasets.list()}


def _answer(at: Session, states: list[QuestionState] | tuple[QuestionState, ...], *, one: bool = False) -> None:
    names = _names(at)
    if at.screen.as_json:
        shown = [output.question_json(state, names[state.question.knowledge_base_id], names) for state in states]
        at.screen.document(shown[0] if one else {"questions": shown})
    if one:
        _show_one(at.screen, states[0], names)
        return
    at.screen.table(
        (">No.", "State", "Question", "Expected", "Knowledge base"),
        [
            (
                str(state.question.id),
                _STANDINGS[state.standing],
                Styled(state.question.text, "bold"),
                _places_text(state),
                names[state.question.knowledge_base_id],
            )
            for state in states
        ],
    )


def _places_text(state: QuestionState) -> str:
    """ "2 and 12, should be in the first 5"."""
    places = state.check.places if state.check is not None else ()
    found = ", ".join(_place_text(place) for place in places)
    return f"{found or '?'} (first {state.question.within})"


def _place_text(place: Place | None) -> str:
    if place is None:
        return "?"
    if not place.exists:
        return "gone"
    return f"over {DEPTH}" if place.rank is None else f"{place.rank}"


def _show_one(screen: Screen, state: QuestionState, names: dict[str, str]) -> None:
    question = state.question
    places = {place.document_id: place for place in state.check.places} if state.check is not None else {}
    screen.result(Styled(question.text, "bold"), "  ", _STANDINGS[state.standing])
    screen.facts(
        [
            ("Number", str(question.id)),
            ("Knowledge base", names[question.knowledge_base_id]),
            ("Expected", f"among the first {question.within}"),
        ]
    )
    for row in question.expected:
        screen.result(f"  {_place_text(places.get(row.document_id)):>8}  ", _row_text(row, names))


def _row_text(row: ExpectedRow, names: dict[str, str]) -> str:
    key = ", ".join(f"{field.name} = {field.value}" for field in row.key)
    return f"{row.title or '(no title)'}  ·  {names.get(row.dataset_id, 'removed dataset')}, {key}"


def _show_history(screen: Screen, state: QuestionState, checks: tuple[QuestionCheck, ...]) -> None:
    if not checks:
        return
    screen.result("")
    screen.table(
        ("Asked", "After run", "Places", ""),
        [
            (
                f"{check.asked_at.astimezone():%Y-%m-%d %H:%M}",
                str(check.run_id) if check.run_id is not None else "",
                ", ".join(_place_text(place) for place in check.places),
                Styled("got worse", "red") if check.worse else "",
            )
            for check in checks[:_SHOWN]
        ],
    )
    if len(checks) > _SHOWN:
        screen.note(f"{len(checks) - _SHOWN:,} older ones with --json.")
