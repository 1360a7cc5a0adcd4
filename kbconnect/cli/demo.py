"""`kbconnect demo`: the whole job on the sample source, told in a screenful: from a connection test to search.

Everything goes through the same use cases as people's own data. It can be run again: what is there is used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli import output
from kbconnect.cli.display import has_display
from kbconnect.cli.previews import previewed
from kbconnect.cli.run_words import changes_text, exit_code, status_cell
from kbconnect.cli.screen import Styled
from kbconnect.cli.searching import highlighted
from kbconnect.cli.session import CANCELLED, DONE, FAILED, Home, Json, Session, globals_of, session
from kbconnect.cli.syncing import run_once
from kbconnect.core.connector import ConnectionReport, Connector
from kbconnect.core.model import (
    Dataset,
    RunStatus,
    SearchAnswer,
    SearchRequest,
    SyncCounts,
    SyncOptions,
    SyncRun,
    TableInfo,
    TableSelection,
    Trigger,
)

if TYPE_CHECKING:
    from kbconnect.app.samples import TableChange

_QUESTIONS = 4
_PREVIEW_DOCUMENTS = 20
_TEXT_SHOWN = 150
_WORKED = (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS)


@dataclass(frozen=True, slots=True)
class _Synced:
    dataset: Dataset
    run: SyncRun


def demo(
    context: typer.Context,
    no_window: Annotated[bool, typer.Option("--no-window", help="Don't open the window at the end.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Try it: a sample source becomes a knowledge base that answers questions."""
    with session(context, home, as_json) as at:
        story = _Story(at)
        code = story.tell()
        if at.screen.as_json:
            at.screen.document(story.told)
        if code != DONE:
            raise typer.Exit(code)
        options = globals_of(context)
        if not no_window and not at.screen.as_json and has_display(os.environ):
            options.opens_window, options.window_home = True, at.application.paths.home
        else:
            at.screen.note("See it in the window with `kbconnect`, or go on with `kbconnect --help`.")


class _Story:
    """The demo step by step. told: what happened, as the JSON document of the command."""

    def __init__(self, at: Session) -> None:
        self._at = at
        self._screen = at.screen
        self._application = at.application
        self.told: dict[str, output.Json] = {}

    def tell(self) -> int:
        """Does everything; returns the exit code."""
        connector = self._source()
        if not self._test(connector).ok:
            return FAILED
        self._discover(connector)
        datasets = self._application.samples.datasets()
        self._preview(datasets)
        first = self._sync("4 Sync", "first_sync", datasets)
        if not _all_worked(first):
            return _code(first)
        changes = self._change()
        second = self._sync("6 Sync again", "second_sync", datasets)
        if not _all_worked(second):
            return _code(second)
        exact = self._compare(changes, second)
        self._search()
        return DONE if exact else FAILED

    def _source(self) -> Connector:
        connector = self._application.samples.connector()
        self._head("Sample source", f"{connector.database}, a SQLite file; nothing else is touched")
        self.told["connector"] = output.connector_json(connector)
        return connector

    def _test(self, connector: Connector) -> ConnectionReport:
        with self._at.job(connector.name) as job:
            report = self._application.connectors.test_saved(connector.id, lambda _: None, job)
        self.told["test"] = output.report_json(report)
        failed = next((step for step in report.steps if not step.ok), None)
        passed = ", ".join(step.name for step in report.steps if step.ok)
        self._head("1 Test", f"✓ {passed}" if failed is None else f"✗ {failed.detail} {failed.hint}")
        return report

    def _discover(self, connector: Connector) -> tuple[TableInfo, ...]:
        with self._at.job(connector.name) as job:
            tables = self._application.catalog.tables(connector.id, job)
        self.told.update(output.tables_json(tables))
        self._head("2 Discover", f"{len(tables)} tables and views: {', '.join(table.ref.name for table in tables)}")
        return tables

    def _preview(self, datasets: Sequence[Dataset]) -> None:
        preview = previewed(self._at, datasets[0], _PREVIEW_DOCUMENTS)
        chunks = sum(len(each.chunks) for each in preview.documents)
        self._head(
            "3 Preview",
            f"the first {len(preview.documents)} documents of {datasets[0].name} would be {chunks} chunks",
        )
        info = self._application.samples.knowledge_base()
        if info.embedder == "none":
            self._screen.note("The embedding model isn't there, so documents are found by words only.")

    def _sync(self, head: str, name: str, datasets: Sequence[Dataset]) -> list[_Synced]:
        done: list[_Synced] = []
        self._head(head, "")
        for dataset in datasets:
            run = run_once(self._at, dataset, SyncOptions(Trigger.COMMAND))
            done.append(_Synced(dataset, run))
            seconds = "" if run.seconds is None else f", {run.seconds:,.1f} s"
            self._screen.result(f"    {dataset.name:<16}", status_cell(run), f"  {changes_text(run)}{seconds}")
            if run.error is not None:
                self._screen.error(run.error)
            if run.status is RunStatus.CANCELLED:
                break
        self.told[name] = [output.run_json(each.run, each.dataset.name) for each in done]
        return done

    def _change(self) -> Sequence[TableChange]:
        changes = self._application.samples.change()
        self._head("5 Change", "somebody works on the source: " + "; ".join(_change_text(change) for change in changes))
        self.told["changes"] = [
            {
                "table": change.table,
                "added": change.added,
                "text_changed": change.text_changed,
                "metadata_changed": change.metadata_changed,
                "deleted": change.deleted,
            }
            for change in changes
        ]
        return changes

    def _compare(self, changes: Sequence[TableChange], synced: Sequence[_Synced]) -> bool:
        """Whether the second sync changed exactly what was changed at the source; says so."""
        by_table = {change.table: change for change in changes}
        wrong = [each.dataset.name for each in synced if _seen(each.run.counts) != _expected(each.dataset, by_table)]
        self.told["exactly_those"] = not wrong
        if wrong:
            self._screen.result(Styled(f"    ✗ {', '.join(wrong)}: the sync differs from the changes.", "bold red"))
        else:
            self._screen.result(Styled("    ✓ exactly the changed rows were synced", "green"))
        return not wrong

    def _search(self) -> None:
        info = self._application.samples.knowledge_base()
        names = {dataset.id: dataset.name for dataset in self._application.datasets.list()}
        answers: list[output.Json] = []
        self._head("7 Search", "by words only" if info.embedder == "none" else "by words and meaning")
        for asked in self._application.samples.questions()[:_QUESTIONS]:
            answer = self._application.search.search(SearchRequest(asked.question, info.id, 3))
            answers.append({"question": asked.question, **output.search_json(answer, names)})
            self._show_best(asked.question, answer, names)
        self.told["answers"] = answers
        counts = self._application.knowledge_bases.counts(info.id)
        self.told["knowledge_base"] = output.knowledge_base_json(info, counts)
        self._screen.result(
            Styled("Done. ", "bold green"),
            f"{counts.documents:,} documents, {counts.chunks:,} chunks, {counts.vectors:,} with meaning, "
            f"in the knowledge base “{info.name}”.",
        )

    def _show_best(self, question: str, answer: SearchAnswer, names: dict[str, str]) -> None:
        self._screen.result(Styled(f"    ? {question}", "bold"))
        if not answer.hits:
            self._screen.result("      Nothing was found.")
            return
        best = answer.hits[0]
        document = best.chunk.document
        key = ", ".join(f"{field.name} {field.value}" for field in document.key)
        origin = f"{names.get(best.chunk.dataset_id, '')}, {key}"
        self._screen.result("      ", Styled(document.title, "bold cyan"), Styled(f"  ({origin})", "dim"))
        self._screen.result("      ", *highlighted(best, _TEXT_SHOWN))

    def _head(self, head: str, text: str) -> None:
        self._screen.result(Styled(f"{head:<14}", "bold blue"), text)


def _all_worked(synced: Sequence[_Synced]) -> bool:
    return all(each.run.status in _WORKED for each in synced)


def _code(synced: Sequence[_Synced]) -> int:
    codes = [exit_code(each.run) for each in synced]
    return CANCELLED if CANCELLED in codes else FAILED


def _change_text(change: TableChange) -> str:
    text = f"{change.table} +{change.added} ~{change.text_changed} −{change.deleted}"
    return text + (f", {change.metadata_changed} with new metadata only" if change.metadata_changed else "")


def _seen(counts: SyncCounts) -> tuple[int, int, int, int]:
    return counts.added, counts.updated, counts.metadata_updated, counts.deleted


def _expected(dataset: Dataset, by_table: dict[str, TableChange]) -> tuple[int, int, int, int]:
    table = dataset.selection.table.name if isinstance(dataset.selection, TableSelection) else ""
    change = by_table.get(table)
    if change is None:
        return 0, 0, 0, 0
    return change.added, change.text_changed, change.metadata_changed, change.deleted
