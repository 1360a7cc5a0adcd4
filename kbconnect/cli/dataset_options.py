"""The options that `kbconnect dataset add` and `edit` share: which columns make a document, how changes are found, and
what stops a run. None where an option wasn't given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import typer

from kbconnect.cli.completion import complete_knowledge_base
from kbconnect.core.growth import MOST
from kbconnect.core.model import ChangeMode, SyncPolicy

Key = Annotated[list[str] | None, typer.Option("--key", metavar="COLS", help="Columns that identify a row.")]
Title = Annotated[str | None, typer.Option("--title", metavar="COL", help="Column of the title.")]
Text = Annotated[list[str] | None, typer.Option("--text", metavar="COLS", help="Columns whose text is searched.")]
Metadata = Annotated[
    list[str] | None,
    typer.Option("--metadata", metavar="COLS", help="Columns kept beside the text, to be shown with it."),
]
Template = Annotated[
    str | None,
    typer.Option("--template", metavar="TEXT", help="Instead of --text: a text with {column} where values go."),
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
Mode = Annotated[
    ChangeMode,
    typer.Option("--mode", help="How changes are found: compare all rows, follow a cursor, or take only new keys."),
]
NewMode = Annotated[
    ChangeMode | None,
    typer.Option("--mode", help="How changes are found: compare all rows, follow a cursor, or take only new keys."),
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
Cursor = Annotated[
    str | None,
    typer.Option("--cursor", metavar="COL", help="With --mode cursor: the column that grows with each change."),
]
Lag = Annotated[
    float | None,
    typer.Option(
        "--lag",
        metavar="N",
        min=0,
        help="With --mode cursor or append: so far behind the newest it reads again, in seconds or units of a number.",
    ),
]
KeyScanHours = Annotated[
    float | None,
    typer.Option(
        "--key-scan-hours",
        metavar="N",
        min=0,
        help="With --mode cursor: after so long it looks for removed rows; 0: always.",
    ),
]
DeleteLimit = Annotated[
    float | None,
    typer.Option(
        "--delete-limit",
        metavar="SHARE",
        min=0,
        max=1,
        help="Share of its documents that a sync may remove without asking.",
    ),
]
RejectLimit = Annotated[
    float | None,
    typer.Option(
        "--reject-limit",
        metavar="SHARE",
        min=0,
        max=1,
        help="Share of its rows that may be rejected before a sync stops.",
    ),
]
SilenceLimit = Annotated[
    float | None,
    typer.Option(
        "--silence-limit",
        metavar="MINUTES",
        min=0,
        help="Minutes a source may say nothing before a sync gives up; 0: any.",
    ),
]
_BY_ITSELF = -1


def _rows(text: str) -> int:
    plain = text.strip().lower().replace(",", "").replace("_", "")
    if plain == "auto":
        return _BY_ITSELF
    if not plain.isascii() or not plain.isdigit():
        raise typer.BadParameter(f"“{text}” is no number of rows; write 50000000, 0 for any number, or auto")
    digits = plain.lstrip("0")
    if len(digits) > len(str(MOST)) or int(digits or 0) > MOST:
        raise typer.BadParameter(f"a run can be limited to at most {MOST:,} rows; write 0 for any number")
    return int(digits or 0)


RowLimit = Annotated[
    int | None,
    typer.Option(
        "--row-limit",
        metavar="ROWS",
        parser=_rows,
        help="So many a sync reads before it stops; 0: any number; auto: ten times those before.",
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
