"""`kbconnect dataset edit`: what is saved of a dataset changes, and what that means for its next sync is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from kbconnect.cli import dataset_options as options
from kbconnect.cli import datasets
from kbconnect.cli.dataset_columns import Wanted, changed_mapping, exposed_words, quoted_names
from kbconnect.cli.names import as_argument, column_of, no_columns
from kbconnect.cli.screen import Styled
from kbconnect.cli.session import Home, Json, Session, session
from kbconnect.core.address_kinds import FILE_PROVIDERS
from kbconnect.core.mapping_change import NextSync, newly_treated, next_sync
from kbconnect.core.model import ChangeMode, ColumnSuggestion, Dataset, DatasetDraft

commands = datasets.commands
"""All of `kbconnect dataset`, with the one of this module."""


@dataclass(frozen=True, slots=True)
class Following:
    """What the options say about how changes are found; None where an option wasn't given."""

    mode: ChangeMode | None
    cursor: str | None
    lag: float | None
    key_scan_hours: float | None

    @property
    def is_named(self) -> bool:
        return any(part is not None for part in (self.mode, self.cursor, self.lag, self.key_scan_hours))


@commands.command("edit")
def edit(
    context: typer.Context,
    name: datasets.Name,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NEW", help="Another name.")] = None,
    key: options.Key = None,
    title: options.Title = None,
    text: options.Text = None,
    metadata: options.Metadata = None,
    template: options.Template = None,
    mask: options.Mask = None,
    hash_columns: options.Hash = None,
    plain: options.Plain = None,
    mode: options.NewMode = None,
    cursor: options.Cursor = None,
    lag: options.Lag = None,
    key_scan_hours: options.KeyScanHours = None,
    delete_limit: options.DeleteLimit = None,
    reject_limit: options.RejectLimit = None,
    silence_limit: options.SilenceLimit = None,
    row_limit: options.RowLimit = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Change a dataset: its columns, how changes are found, its limits. What isn't named stays.

    Columns are written as for `kbconnect dataset add`; the new ones take the place of the old ones; '' leaves none.
    --mask, --hash and --plain say it of the columns they name and leave the others as they are. What the next sync has
    to do because of the change is said; until then the documents stay.
    """
    wanted = Wanted(key, title, text, metadata, template, mask or (), hash_columns or (), plain or ())
    following = Following(mode, cursor, lag, key_scan_hours)
    limits = options.Limits(delete_limit, reject_limit, silence_limit, row_limit)
    if new_name is None and not wanted.is_named and not following.is_named and not limits.is_named:
        raise typer.BadParameter("say what to change, for example --text, --metadata or --delete-limit")
    wanted.check_use()
    with session(context, home, as_json) as at:
        dataset = at.application.datasets.find(name)
        policy = limits.applied(dataset.policy)
        if new_name is None and not wanted.is_named and not following.is_named:
            _show(at, dataset, at.application.datasets.set_policy(dataset.id, policy), ())
            return
        from kbconnect.app.datasets import draft_of_dataset

        draft = replace(draft_of_dataset(dataset), policy=policy, name=dataset.name if new_name is None else new_name)
        columns: Sequence[ColumnSuggestion] = ()
        if wanted.is_named or following.is_named:
            columns = _columns(at, dataset)
            draft = _followed(
                following, replace(draft, mapping=changed_mapping(wanted, draft.mapping, columns)), columns
            )
        if draft == draft_of_dataset(dataset):
            _show(at, dataset, dataset, ())
            return
        _show(at, dataset, at.application.datasets.edit(dataset.id, draft), exposed_words(columns, draft.mapping))


def _columns(at: Session, dataset: Dataset) -> Sequence[ColumnSuggestion]:
    connector = at.application.connectors.get(dataset.connector_id)
    with at.job(connector.name) as job:
        columns = at.application.catalog.columns(connector.id, dataset.selection, job)
    if not columns:
        raise no_columns(None, is_file=connector.provider in FILE_PROVIDERS)
    return columns


def _followed(following: Following, draft: DatasetDraft, columns: Sequence[ColumnSuggestion]) -> DatasetDraft:
    """The draft with another way of finding changes. Raises InputError for a column that can't be followed."""
    from kbconnect.core.cursors import check_cursor

    mode = following.mode or draft.mode
    lag = draft.policy.cursor_lag if following.lag is None else following.lag
    cursor = draft.cursor_column
    if following.cursor is not None:
        cursor = column_of(following.cursor, {each.column.name for each in columns}, "--cursor")
    if mode is ChangeMode.COMPARE:
        if following.cursor:
            raise typer.BadParameter("--cursor goes with --mode cursor")
        if following.lag is not None:
            raise typer.BadParameter("--lag goes with --mode cursor or --mode append")
        cursor, lag = "", None
    elif mode is ChangeMode.APPEND and following.mode is ChangeMode.APPEND and following.cursor is None:
        cursor = ""  # it follows the key
    hours = draft.policy.key_scan_hours if following.key_scan_hours is None else following.key_scan_hours
    check_cursor(mode, cursor, draft.mapping.key, [each.column for each in columns])
    policy = replace(draft.policy, cursor_lag=lag, key_scan_hours=hours)
    return replace(draft, mode=mode, cursor_column=cursor, policy=policy)


def _show(at: Session, before: Dataset, after: Dataset, warnings: Sequence[str]) -> None:
    """What is saved now, and what follows from it."""
    effect = next_sync(before, after)
    if at.screen.as_json:
        answer = {**datasets.described(at, after), "next_sync": effect.value, "warnings": [*warnings]}
        at.screen.document(answer)
    if replace(after, updated_at=before.updated_at) == before:
        at.screen.result(f"Dataset {after.name} is as it was.")
        return
    if after.policy != before.policy and replace(after, policy=before.policy, updated_at=before.updated_at) == before:
        at.screen.result(f"Saved the limits of {after.name}. They count from the next sync on.")
        at.screen.facts([("Limits", datasets.limits_in_words(after))])
        return
    at.screen.result(f"Saved dataset {after.name}.")
    for sentence in _effect_words(at, before, after, effect):
        at.screen.result(sentence)
    for warning in warnings:
        at.screen.note(Styled("Warning: ", "yellow"), warning)
    name = as_argument(after.name)
    allow = " --allow-deletes" if effect is NextSync.OTHER_DOCUMENTS else ""
    at.screen.note(f"Next: kbconnect preview {name}, then kbconnect sync {name}{allow}")


def _effect_words(at: Session, before: Dataset, after: Dataset, effect: NextSync) -> Sequence[str]:
    last = at.application.history.last_run(after.id)
    if last is None:
        return ("It was not synced yet, so there are no documents to change.",)
    stops = (
        " Because it would remove so many, it stops and asks; this lets it: "
        f"kbconnect sync {as_argument(after.name)} --allow-deletes"
    )
    words = {
        NextSync.AS_BEFORE: "No document changes because of that.",
        NextSync.ALL_ROWS: "The next sync compares all rows once, and follows the column from then on.",
        NextSync.METADATA: "The next sync writes the metadata of all its documents anew; nothing is embedded again.",
        NextSync.DOCUMENTS: "The next sync writes all its documents anew and embeds again what reads differently. "
        "Until it is done, they are found as they were.",
        NextSync.OTHER_DOCUMENTS: "A document is known by its key, so with another key all of them are other "
        "documents: the next sync adds the new ones and removes the old ones."
        + (stops if after.policy.delete_limit < 1 else ""),
        NextSync.FROM_NOTHING: "A document is known by its key, and the key is another one now that it is hashed, or "
        "no longer is. Its documents were removed from the knowledge base; the next sync makes all of them anew.",
    }
    told = [words[effect]]
    if before.updated_at > last.started_at:
        told.append("What was changed before and is not synced yet comes on top.")
    hidden = newly_treated(before.mapping, after.mapping)
    if hidden and effect is not NextSync.FROM_NOTHING:
        told.append(f"Until then what stands in it of {quoted_names(hidden)} can be found as it is.")
    return told
