"""The options that `kbconnect dataset add` and `edit` share: which columns make a document, how changes are found, and
what stops a run. None where an option wasn't given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import typer

from kbconnect.cli.completion import complete_knowledge_base
from kbconnect.core.model import SyncPolicy

Key = Annotated[list[str] | None, typer.Option("--key", metavar="COLS", help="What identifies a row.")]
Title = Annotated[str | None, typer.Option("--title", metavar="COL", help="The title's column.")]
Text = Annotated[list[str] | None, typer.Option("--text", metavar="COLS", help="What is searched.")]
Metadata = Annotated[list[str] | None, typer.Option("--metadata", metavar="COLS", help="What is kept beside the text.")]
Template = Annotated[
    str | None, typer.Option("--template", metavar="TEXT", help="Text with {column} instead of --text.")
]
Mask = Annotated[
    list[str] | None,
    typer.Option(
        "--mask",
        metavar="COLS",
        help="Columns to mask: of a card its last digits stay, of an address its domain.",
    ),
]
Hash = Annotated[
    list[str] | None,
    typer.Option("--hash", metavar="COLS", help="Columns taken as keyed hashes: equal values stay equal."),
]
KnowledgeBase = Annotated[
    str | None,
    typer.Option(
        "--kb",
        metavar="KB",
        help="The knowledge base it feeds; else the first.",
        autocompletion=complete_knowledge_base,
    ),
]
Plain = Annotated[
    list[str] | None,
    typer.Option("--plain", metavar="COLS", help="Columns taken as they are, neither masked nor hashed."),
]
Cursor = Annotated[str | None, typer.Option("--cursor", metavar="COL", help="The column cursor mode follows.")]
Lag = Annotated[
    float | None,
    typer.Option("--lag", metavar="N", min=0, help="How far it reads again: seconds, or units of a number."),
]
KeyScanHours = Annotated[
    float | None,
    typer.Option("--key-scan-hours", metavar="N", min=0, help="So often it looks for removed rows; 0: always."),
]
DeleteLimit = Annotated[
    float | None,
    typer.Option("--delete-limit", metavar="SHARE", min=0, max=1, help="Of documents removed without asking."),
]
RejectLimit = Annotated[
    float | None,
    typer.Option("--reject-limit", metavar="SHARE", min=0, max=1, help="Of rows rejected before it stops."),
]
SilenceLimit = Annotated[
    float | None,
    typer.Option("--silence-limit", metavar="MINUTES", min=0, help="Without a row before it gives up; 0: never."),
]
_BY_ITSELF = -1


def _rows(text: str) -> int:
    plain = text.strip().lower().replace(",", "").replace("_", "")
    if plain == "auto":
        return _BY_ITSELF
    if not plain.isascii() or not plain.isdigit():
        raise typer.BadParameter(f"“{text}” is no number of rows; write 50000000, 0 for any number, or auto")
    return int(plain)


RowLimit = Annotated[
    int | None,
    typer.Option(
        "--row-limit",
        metavar="ROWS",
        parser=_rows,
        help="Rows it may be sent before it stops; 0: any number; auto: ten times those before.",
    ),
]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the options say of what stops a run; None where an option wasn't given."""

    delete: float | None
    reject: float | None
    silence: float | None
    rows: int | None

    @property
    def is_named(self) -> bool:
        return any(part is not None for part in (self.delete, self.reject, self.silence, self.rows))

    def applied(self, policy: SyncPolicy) -> SyncPolicy:
        """The policy with the limits that were given; the others stay."""
        rows = policy.row_limit if self.rows is None else self.rows
        return replace(
            policy,
            delete_limit=policy.delete_limit if self.delete is None else self.delete,
            reject_limit=policy.reject_limit if self.reject is None else self.reject,
            silence_limit_minutes=policy.silence_limit_minutes if self.silence is None else self.silence,
            row_limit=None if rows == _BY_ITSELF else rows,
        )
