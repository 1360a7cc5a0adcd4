"""The values that cross kbconnect's layers: frozen, without behaviour beyond what follows from their own fields.

Owns the words of the product (dataset, document, chunk, knowledge base, run); those for reaching a source stand in
`kbconnect.core.connector`. Times are aware datetimes in UTC. Must not know where anything is stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kbconnect.core.treatment import ColumnTreatment, Finding, Treatment

# --------------------------------------------------------------------------------------------------- catalogue


class ColumnKind(StrEnum):
    """What a column's values are, whatever the provider calls the type."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    JSON = "json"
    UUID = "uuid"
    BINARY = "binary"
    OTHER = "other"


class ColumnRole(StrEnum):
    KEY = "key"
    TITLE = "title"
    TEXT = "text"
    METADATA = "metadata"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class TableRef:
    """A table by its exact name. schema: "" where the provider has none."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


@dataclass(frozen=True, slots=True)
class TableInfo:
    """kind: table, view, materialized_view, partitioned_table or foreign_table.

    rows_estimate: from statistics, None if there are none. readable: this account may SELECT from it. empty: the source
    has looked and found no row, which an estimate of 0 doesn't say.
    """

    ref: TableRef
    kind: str
    rows_estimate: int | None = None
    comment: str = ""
    readable: bool = True
    empty: bool = False


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """type: as the database writes it. primary_key: position in the key from 1, 0 if not part of it.

    unique: one-column unique index or constraint. generated: the database computes it (tsvector and the like too).
    key_reason: why a source without keys proposes it as one, "" if it doesn't.
    """

    name: str
    type: str
    kind: ColumnKind
    nullable: bool = True
    primary_key: int = 0
    unique: bool = False
    generated: bool = False
    comment: str = ""
    key_reason: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A few rows as text, as the sync would read them. rows: one tuple a row, in the order of columns."""

    columns: tuple[ColumnInfo, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class ColumnSuggestion:
    """A column with the role it probably has. sample: the first value that isn't empty, shortened; "" if none.

    as_cursor: grows when a row changes, so `cursor` mode could use it. samples: some different values, shortened.
    sensitive: what is known to be sensitive in it, None for nothing. treatment: what is suggested as soon as it is
    taken. running: a value says several things, so masking it means masking what is found in it.
    """

    column: ColumnInfo
    role: ColumnRole
    reason: str
    sample: str = ""
    as_cursor: bool = False
    samples: tuple[str, ...] = ()
    sensitive: Finding | None = None
    treatment: Treatment = Treatment.KEEP
    running: bool = False


# --------------------------------------------------------------------------------------------------- datasets


@dataclass(frozen=True, slots=True)
class TableSelection:
    table: TableRef


@dataclass(frozen=True, slots=True)
class QuerySelection:
    sql: str


Selection = TableSelection | QuerySelection


class ChangeMode(StrEnum):
    COMPARE = "compare"
    CURSOR = "cursor"
    APPEND = "append"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which columns make a document.

    key: the columns that identify a row, in order. title: a column or "". text: columns joined by blank lines.
    template: text with {column} placeholders instead of `text`, "" if unused. metadata: columns kept for filtering.
    treatments: of the columns that are not taken as they are, by name; wherever a column is used, its treatment holds.
    """

    key: tuple[str, ...]
    title: str = ""
    text: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    template: str = ""
    treatments: tuple[ColumnTreatment, ...] = ()

    def treatment_of(self, column: str) -> Treatment:
        return next((each.treatment for each in self.treatments if each.column == column), Treatment.KEEP)

    @property
    def hashes(self) -> bool:
        """A key is needed to make its documents."""
        return any(each.treatment is Treatment.HASH for each in self.treatments)

    @property
    def hashes_key(self) -> bool:
        return any(self.treatment_of(name) is Treatment.HASH for name in self.key)


@dataclass(frozen=True, slots=True)
class ChunkPolicy:
    """max_characters: where the splitter aims. A chunk over the embedder's token limit is split again."""

    max_characters: int = 850


@dataclass(frozen=True, slots=True)
class SyncPolicy:
    """delete_limit: the share of known documents (0 to 1) a run may remove without asking.

    max_cell_bytes: a larger value rejects its row. reject_limit: the share of rows (0 to 1) that may be rejected before
    the run stops. cursor_lag: how far behind the newest value it knows a cursor run reads again, in seconds for times
    and in the column's own unit for numbers; None: a default that fits the column. key_scan_hours: so often a cursor
    run looks through all keys for removed rows; 0: in every run. silence_limit_minutes: so long the source may send
    nothing before a run gives it up; 0: without end. row_limit: so many rows a run reads before it stops and asks; 0:
    any number, None: what `kbconnect.core.growth` makes of the rows before.
    """

    delete_limit: float = 0.2
    max_cell_bytes: int = 20_000_000
    reject_limit: float = 1.0
    cursor_lag: float | None = None
    key_scan_hours: float = 24.0
    silence_limit_minutes: float = 60.0
    row_limit: int | None = None


@dataclass(frozen=True, slots=True)
class DatasetDraft:
    """A dataset as somebody fills it in."""

    name: str
    connector_id: str
    selection: Selection
    mapping: Mapping
    knowledge_base_id: str = ""
    mode: ChangeMode = ChangeMode.COMPARE
    cursor_column: str = ""
    chunks: ChunkPolicy = ChunkPolicy()
    policy: SyncPolicy = SyncPolicy()


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is taken from a connector and what becomes of it."""

    id: str
    name: str
    connector_id: str
    knowledge_base_id: str
    selection: Selection
    mapping: Mapping
    mode: ChangeMode
    cursor_column: str
    chunks: ChunkPolicy
    policy: SyncPolicy
    created_at: datetime
    updated_at: datetime


# --------------------------------------------------------------------------------------------------- documents


Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a document's metadata or key."""

    name: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Document:
    """The text made from one row. document_id: 32 hex digits, the same for the same dataset and key in every run."""

    document_id: str
    key: tuple[Field, ...]
    title: str
    text: str
    metadata: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A chunk as a piece of its document's text: characters from start up to, not with, end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not become a document. key: its key values as text; column: "" if none is to blame."""

    key: tuple[str | None, ...]
    column: str
    reason: str


# --------------------------------------------------------------------------------------------------- knowledge bases


@dataclass(frozen=True, slots=True)
class KnowledgeBaseDraft:
    """location: a file; "" puts it into the data folder. embedder: minilm or none."""

    name: str
    kind: str = "sqlite"
    location: str = ""
    embedder: str = "minilm"


@dataclass(frozen=True, slots=True)
class KnowledgeBaseInfo:
    """A knowledge base as the program's own database knows it."""

    id: str
    name: str
    kind: str
    location: str
    embedder: str
    created_at: datetime


class ModelChange(StrEnum):
    """Whether the vectors of a knowledge base are those of the program's model. DUE: they are of another one, and the
    next sync makes them anew; UNDER_WAY: it has begun to."""

    NONE = "none"
    DUE = "due"
    UNDER_WAY = "under_way"


@dataclass(frozen=True, slots=True)
class KnowledgeBaseCounts:
    """vectors: chunks that have one. size_bytes: of the files on disk."""

    documents: int
    chunks: int
    vectors: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DatasetCounts:
    dataset_id: str
    documents: int
    chunks: int
    vectors: int
    rejected: int


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """metadata: every field must be equal. dataset_ids: empty means all."""

    text: str
    knowledge_base_id: str
    limit: int = 10
    dataset_ids: tuple[str, ...] = ()
    metadata: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """One entry of a ranking, best first. score: bigger is better, comparable within one ranking only."""

    chunk_id: int
    score: float


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with the document and row it came from. ordinal from 0; chunk_count of its document."""

    chunk_id: int
    ordinal: int
    chunk_count: int
    text: str
    document: Document
    dataset_id: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """rank from 1. word_rank, meaning_rank: place in each ranking, None if not found there.

    highlights: parts of chunk.text that matched by words, in order, not overlapping.
    """

    rank: int
    score: float
    chunk: StoredChunk
    word_rank: int | None
    meaning_rank: int | None
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """found: chunks in either ranking before the limit. meaning_share: of chunks with vectors; None: no model, or none
    whose vectors these are."""

    hits: tuple[SearchHit, ...]
    found: int
    seconds: float
    meaning_share: float | None
    model_change: ModelChange = ModelChange.NONE


# --------------------------------------------------------------------------------------------------- sync runs


class RunStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    COMPLETED_WITH_REJECTS = "completed_with_rejects"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class Trigger(StrEnum):
    MANUAL = "manual"
    SCHEDULE = "schedule"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """read: rows compared at the source. updated: text changed. rejected: rows of the source without a document.

    chunks_written and embedded count chunks of this run.
    """

    read: int = 0
    added: int = 0
    updated: int = 0
    metadata_updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    rejected: int = 0
    chunks_written: int = 0
    embedded: int = 0


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """An error as run history and JSON keep it."""

    code: str
    message: str
    hint: str
    retryable: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """One stage of a run: a word of `kbconnect.core.job.Stage`, how long it took, how many rows or chunks it did."""

    stage: str
    seconds: float
    items: int = 0


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One execution of a dataset's sync. words_seconds: until everything was searchable by words; None if never.

    continues: the run this one takes up, which ended before it was done. remarks: sentences on what was special.
    """

    id: int
    dataset_id: str
    trigger: Trigger
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None = None
    counts: SyncCounts = SyncCounts()
    words_seconds: float | None = None
    seconds: float | None = None
    error: ErrorInfo | None = None
    rejects: tuple[Reject, ...] = ()
    phases: tuple[Phase, ...] = ()
    continues: int | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """allow_deletes: the delete brake was answered, whatever goes. agreed_deletes: it was answered when so many
    documents would have gone; they may go beside the policy's share, and more are asked about again. words_only: leave
    the embedding stage to the next sync.

    retry_rejects: read the rejected rows again and nothing else. remark: why it runs now, kept with the run.
    meaning_only: leave the source alone, and only give vectors to texts that have none yet.
    """

    trigger: Trigger = Trigger.MANUAL
    allow_deletes: bool = False
    words_only: bool = False
    retry_rejects: bool = False
    remark: str = ""
    meaning_only: bool = False
    agreed_deletes: int = 0


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync would do now. read: rows of the source. gone: documents that would be removed; gone_titles: some.

    changed rows may still turn out as rejects when they are read. brake: it would stop and ask. embedded_again: chunks
    of the knowledge base that get another vector because the embedding model changed.
    """

    read: int
    added: int
    updated: int
    metadata_updated: int
    unchanged: int
    gone: int
    rejected: int
    known: int
    brake: bool
    gone_titles: tuple[str, ...] = ()
    embedded_again: int = 0
