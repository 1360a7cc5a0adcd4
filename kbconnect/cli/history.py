"""`kbconnect runs`: what was synced when, by whom, how fast, and how it went."""

from __future__ import annotations

from typing import Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.completion import complete_dataset
from kbconnect.cli.progress import STAGE_WORDS
from kbconnect.cli.run_words import changes_text, status_cell
from kbconnect.cli.screen import Cell, Screen, Styled
from kbconnect.cli.session import Home, Json, Limit, session
from kbconnect.core.job import Stage
from kbconnect.core.model import Phase, SyncRun, Trigger

_TRIGGERS = {Trigger.MANUAL: "window", Trigger.SCHEDULE: "schedule", Trigger.COMMAND: "command"}
_SHORTEST_S = 0.05
"""A rate over less time says nothing."""


def runs(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="DATASET", help="Only of this one.", autocompletion=complete_dataset)
    ] = None,
    run: Annotated[
        int | None,
        typer.Option("--run", metavar="N", min=1, help="All of one run, by its number here: stages, rejected rows."),
    ] = None,
    limit: Limit = 20,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List what was synced, newest first; or show one run in full."""
    if run is not None and name is not None:
        raise typer.BadParameter("a run's number says which dataset it was, so --run goes without one")
    with session(context, home, as_json) as at:
        names = {each.id: each.name for each in at.application.datasets.list()}
        if run is not None:
            found = at.application.history.run(run)
            dataset = names.get(found.dataset_id, "")
            if at.screen.as_json:
                at.screen.document({"runs": [output.run_detail_json(found, dataset)]})
            _show(at.screen, found, dataset)
            return
        known = at.application.datasets.find(name) if name is not None else None
        listed = at.application.history.runs(known.id if known else None, limit)
        if at.screen.as_json:
            at.screen.document(
                {"runs": [output.history_json(each, names.get(each.dataset_id, each.dataset_id)) for each in listed]}
            )
        if not listed:
            at.screen.note("Nothing has been synced yet.")
        _show_all(at.screen, listed, names)


def _show_all(screen: Screen, runs: tuple[SyncRun, ...], names: dict[str, str]) -> None:
    screen.table(
        (">Run", "Dataset", "Started", "By", "Status", "Changes", ">Seconds", ">Rows/s", "Remarks"),
        [
            (
                str(run.id),
                Styled(names.get(run.dataset_id, "(removed)"), "bold"),
                _time(run),
                _TRIGGERS[run.trigger],
                status_cell(run),
                changes_text(run) if run.error is None else run.error.message,
                "" if run.seconds is None else f"{run.seconds:,.1f}",
                _rate(run.counts.read, run.words_seconds),
                " ".join(run.remarks),
            )
            for run in runs
        ],
    )


def _show(screen: Screen, run: SyncRun, dataset: str) -> None:
    counts = run.counts
    facts: list[tuple[str, Cell]] = [
        ("Run", str(run.id)),
        ("Dataset", Styled(dataset, "bold")),
        ("Started", f"{_time(run)}, by {_TRIGGERS[run.trigger]}"),
        ("Status", status_cell(run)),
        ("Changes", changes_text(run)),
        ("Rows compared", f"{counts.read:,}"),
        ("Chunks written", f"{counts.chunks_written:,}"),
    ]
    if run.seconds is not None:
        facts.append(("Took", f"{run.seconds:,.1f} s"))
    if run.words_seconds is not None:
        rate = _rate(counts.read, run.words_seconds)
        facts.append(
            ("Words searchable", f"after {run.words_seconds:,.1f} s{f', {rate} rows/s' if rate else ''}"),
        )
    facts += [("Stage", _phase_words(phase)) for phase in run.phases]
    facts += [("Continues", f"run {run.continues}")] if run.continues is not None else []
    facts += [("Remark", remark) for remark in run.remarks]
    screen.facts(facts)
    if run.error is not None:
        screen.error(run.error)
    screen.table(
        ("Rejected row", "Column", "Reason"),
        [
            (", ".join("NULL" if part is None else part for part in reject.key), reject.column, reject.reason)
            for reject in run.rejects
        ],
    )
    if counts.rejected > len(run.rejects):
        kept = f"the first {len(run.rejects):,} are" if run.rejects else "none is"
        screen.note(f"{counts.rejected:,} rows were rejected; {kept} still listed here.")


def _phase_words(phase: Phase) -> str:
    words = STAGE_WORDS[Stage(phase.stage)] if phase.stage in set(Stage) else phase.stage
    rate = _rate(phase.items, phase.seconds)
    unit = "chunks" if phase.stage == Stage.EMBEDDING else "rows"
    return f"{words}: {phase.seconds:,.1f} s" + (f", {rate} {unit}/s" if rate else "")


def _rate(count: int, seconds: float | None) -> str:
    """How many a second; "" where that says nothing."""
    return f"{count / seconds:,.0f}" if count and seconds is not None and seconds >= _SHORTEST_S else ""


def _time(run: SyncRun) -> str:
    return run.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
