"""What core asks of the world, as Protocols, and the bulk values that pass through them. Adapters implement these. What
it asks of a knowledge base stands in `kbconnect.core.knowledge_base`.

Bulk values hold whole batches as columns, because a dataclass a row would cost more than the work on it. They are
frozen; their arrays must not be changed by whoever receives them.

Two hashes decide what a sync does:
- the key digest names a row for ever and is the same for every provider: `kbconnect.core.changes.key_digest`
- text and metadata hashes say whether a row changed. A provider computes them as it likes (a server with MD5, a reader
  in Python), as long as the same stored values always give the same hash, in `fingerprints`, `rows` and `rows_by_key`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from kbconnect.core.access import AccessScript, AccessWish
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.connector import (
    CheckFact,
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Dial,
    HostKey,
    ProviderInfo,
    Secret,
    SecretPlace,
    SshTunnel,
)
from kbconnect.core.errors import SourceError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ColumnInfo,
    Sample,
    Selection,
    TableInfo,
    TableRef,
)

if TYPE_CHECKING:  # a window that is only open needs no NumPy, which takes 16 MB
    import numpy as np
    from numpy.typing import NDArray

    from kbconnect.core.cursor_facts import SelectionFacts

SAMPLE_CHARACTERS = 20_000
"""Longer values are shortened to so many in a sample."""

Hashes: TypeAlias = "NDArray[np.uint64]"
Key = tuple[str | None, ...]

# --------------------------------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What to read. text_columns make title and text, metadata_columns the rest; a column may stand in both and in key.

    `columns` is the order in which row values come: text columns, then metadata columns, each once. cursor_column: the
    one that windows are about, "" if there will be none.
    """

    selection: Selection
    key_columns: tuple[str, ...]
    text_columns: tuple[str, ...]
    metadata_columns: tuple[str, ...]
    max_cell_bytes: int = 20_000_000
    batch_rows: int = 4_000
    batch_bytes: int = 8_000_000
    cursor_column: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.text_columns, *self.metadata_columns)))


@dataclass(frozen=True, slots=True)
class FingerprintBatch:
    """Keys and hashes of n rows in key order. key_digests: (n, 2) big-endian halves; the other arrays: (n,).

    keys: n tuples of key values as text, in the order of ReadPlan.key_columns.
    """

    key_digests: Hashes
    text_hashes: Hashes
    metadata_hashes: Hashes
    keys: Sequence[Key]


@dataclass(frozen=True, slots=True)
class CellFault:
    """A value that could not be read; its row must be rejected. row: index in the batch. reason: a plain sentence."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowBatch:
    """n rows in key order. values: n tuples of texts in the order of ReadPlan.columns; None is NULL or a fault."""

    fingerprints: FingerprintBatch
    values: Sequence[tuple[str | None, ...]]
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyBatch:
    """Digests (n, 2) and keys of n rows in key order."""

    key_digests: Hashes
    keys: Sequence[Key]


@dataclass(frozen=True, slots=True)
class CursorWindow:
    """The rows whose cursor is at or above `position` less `lag`, and those that have no cursor value.

    position: as `SourceReader.cursor_position` gave it. lag: seconds for times, the column's own unit for numbers.
    """

    position: str
    lag: float


@runtime_checkable
class WritesAccessScripts(Protocol):
    """A source that knows accounts and can say what makes one that may only read."""

    def access_script(self, wish: AccessWish) -> AccessScript:
        """For the tables of the wish as they are at the source now; nothing is run. Raises SourceError."""


class SourceReader(Protocol):
    """One view of one selection: all methods of one reader see the same state of the source, where it can give one.
    Whoever takes less than all of what one of them gives closes it: it may hold a statement of the source open.

    A read replica can't keep a state for long; there a reader sees each page of keys as it is when it reads it, and
    still gives every row whose key stays, and no row twice.
    """

    columns: tuple[ColumnInfo, ...]
    """The columns of ReadPlan.columns, in that order."""

    def row_estimate(self) -> int | None:
        """About how many rows there are, cheaply (statistics); None if the source can't say."""

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        """All rows, or those of a window, without moving their text where the provider can. Ends normally only after
        the last row."""

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        """All rows, or those of a window, with their values. Ends normally only after the last row. after: rows up to
        and with this key, in the order of `fingerprints`, may be left out; a source that can't do so gives them."""

    def keys(self) -> Generator[KeyBatch, None, None]:
        """The keys of all rows and nothing else. Ends normally only after the last row."""

    def cursor_position(self) -> str | None:
        """The highest value of the plan's cursor column now, in a form for CursorWindow; a time that is still to come
        counts as now. None: no row has a value. Raises MappingError for a column whose values have no order."""

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        """The rows with these keys, those that still exist, in any order."""


class Source(Protocol):
    """An open, read-only connection to a source, used by one thread at a time. Raises SourceError and its kin,
    QueryRefusedError for a query."""

    def tables(self) -> tuple[TableInfo, ...]:
        """Every table and view this account can see, without the system's own."""

    def catalogue(self) -> Catalogue:
        """All tables with all columns, in a number of queries that doesn't grow with them."""

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        """Raises TableMissingError."""

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        """The columns a selection gives, without reading its rows."""

    def sample(self, selection: Selection, limit: int) -> Sample:
        """The first rows in the source's own order; large values shortened to SAMPLE_CHARACTERS."""

    def row_estimate(self, selection: Selection) -> int | None:
        """About how many rows, cheaply; None if the source can't say."""

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        """What can be told within a second or two of those of the columns that are times or numbers. Raises as
        `sample`."""

    def read(self, plan: ReadPlan) -> AbstractContextManager[SourceReader]:
        """Raises TableMissingError, ColumnMissingError, AccessDeniedError, QueryFailedError."""

    def interrupt(self) -> None:
        """Breaks off what the source is doing for us now, from any thread; the call under way raises SourceError."""

    def heard_at(self) -> float:
        """When something last came from the other side, by `time.monotonic`; 0.0 if that isn't known. Any thread."""

    def check_alive(self, silent_s: float) -> None:
        """To be called now and then while a call waits, and nothing has come for so long. Breaks the call off if the
        other side is gone, so that it raises a SourceError. Any thread; may take as long as connecting."""


class SourceProvider(Protocol):
    """A kind of source."""

    info: ProviderInfo

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        """Tests the connection step by step, each below 10 s; what fails is in the report, not raised."""

    def open(self, connector: ConnectorDraft, secret: Secret | None) -> AbstractContextManager[Source]:
        """Raises the SourceError that says why it can't be opened."""


class Sources(Protocol):
    """The one registry of providers."""

    def providers(self) -> tuple[ProviderInfo, ...]:
        """In the order people look for them."""

    def provider(self, provider_id: str) -> SourceProvider:
        """Raises InputError for an unknown one, DriverMissingError with how to get it."""

    def check_reachable(self, connector: ConnectorDraft, timeout_s: float) -> None:
        """Connects to the server's port and says nothing; a file is not looked for. Raises HostNotFoundError,
        PortClosedError, ConnectTimeoutError, InputError."""


class OpenTunnel(Protocol):
    """A way through an SSH server, open until its context ends. What breaks is made again when something next goes
    through."""

    dial: Dial
    """Where this end of it is."""

    words: str
    """A sentence about the way, for the connection test."""

    facts: tuple[CheckFact, ...]
    """What whoever looks closer wants to know of it."""

    def fault(self) -> SourceError | None:
        """What was wrong with the way itself when something last failed to get through; None if nothing was."""


class Tunnels(Protocol):
    """Ways to servers through SSH servers, whose keys somebody has approved."""

    def open(
        self, tunnel: SshTunnel, secret: Secret | None, target: Dial, limit_s: float
    ) -> AbstractContextManager[OpenTunnel]:
        """A way to the target, whose host the SSH server looks up. limit_s: for each step. Raises SourceError:
        HostKeyUnknownError, HostKeyChangedError, LoginRefusedError, ..."""

    def check_reachable(self, tunnel: SshTunnel, timeout_s: float) -> None:
        """Connects to the port of the first SSH server and says nothing. Raises HostNotFoundError, PortClosedError,
        ConnectTimeoutError, InputError."""

    def approve(self, key: HostKey) -> None:
        """From now on the server is known by this key, in place of all others it had here. Raises StoreError."""


# --------------------------------------------------------------------------------------------------- embedders


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Vectors of two identities are never mixed. sha256: of the model file."""

    id: str
    sha256: str
    dimensions: int


class Embedder(Protocol):
    identity: EmbedderIdentity
    max_tokens: int
    """Of one text, without the two special tokens a model adds."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without truncation and special tokens."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimensions), L2-normalised, the same vector for the same text in any company."""


# --------------------------------------------------------------------------------------------------- secrets


class SecretStore(Protocol):
    """A place where secrets live. Raises SecretError and its kin."""

    name: str
    """The word before the colon of its references: keyring, vault, env, file."""

    def get(self, reference: str) -> Secret:
        """Raises SecretMissingError."""

    def put(self, owner_id: str, secret: Secret) -> str:
        """Stores a secret for a connector and returns its reference; replaces the one that was there."""

    def delete(self, reference: str) -> None:
        """Nothing happens if it is gone already."""


class SecretLender(SecretStore, Protocol):
    """Secrets that may end while they are used, as the accounts do that a secrets manager makes for an hour."""

    def lend(self, reference: str) -> AbstractContextManager[Secret]:
        """As `get`, for as long as the secret is used: what ends is renewed until then, and given back afterwards where
        nobody else uses it. A `ManagedSecret` with a user name counts with that."""

    def forget(self, reference: str) -> None:
        """What was read is not used again, so that the next call gets what is there then. For a refused password."""


class SecretPlaces(SecretLender, Protocol):
    """All places secrets can be, as one store: a reference goes where it says, a new secret to the place chosen."""

    def places(self) -> tuple[SecretPlace, ...]:
        """All places new secrets can go to, usable or not. Asks no person, but may take a moment."""

    def current(self) -> SecretPlace:
        """Where the next secret goes."""

    def put_into(self, place: str, owner_id: str, secret: Secret) -> str:
        """As `put`, into the place with this name. Raises SecretError and its kin, InputError."""

    def choose(self, preferred: str | None = None) -> SecretPlace:
        """Keeps a choice; None for the best. Stored secrets stay. Raises SecretStoreMissingError, InputError."""
