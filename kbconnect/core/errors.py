"""Every error kbconnect raises on purpose, in one tree. Adapters translate foreign exceptions into these at their edge.

KbConnectError                      what happened, what it means for the data, what to do next
├── InputError                      what was asked for can't be done as written
│   ├── NotFoundError               no such connector, dataset, knowledge base, run
│   ├── NameTakenError
│   ├── InUseError                  something else still needs it
│   ├── MappingError                columns and roles don't fit
│   └── QueryRefusedError           not one reading query
├── SourceError                     the database people read from
│   ├── HostNotFoundError
│   ├── PortClosedError
│   ├── ConnectTimeoutError
│   ├── TlsError
│   ├── LoginRefusedError
│   ├── DatabaseMissingError
│   ├── AccessDeniedError
│   ├── TableMissingError
│   ├── ColumnMissingError
│   ├── QueryFailedError
│   ├── SourceTimeoutError
│   ├── SourceLostError
│   ├── SourceConflictError         a read replica broke off what it was reading for us
│   ├── DriverMissingError
│   └── TunnelError                 the SSH server on the way to it
│       ├── HostKeyUnknownError     nobody has approved its key yet
│       └── HostKeyChangedError     another one may answer in its place
├── KnowledgeBaseError              the file that is searched
│   ├── KnowledgeBaseMissingError
│   ├── KnowledgeBaseDamagedError
│   ├── KnowledgeBaseReadOnlyError
│   ├── KnowledgeBaseBusyError
│   ├── KnowledgeBaseTooNewError
│   └── ModelMismatchError
├── DiskFullError
├── EmbedderError
│   └── ModelMissingError
├── SecretError
│   ├── SecretMissingError
│   ├── SecretStoreLockedError
│   ├── SecretStoreMissingError
│   ├── SecretStoreUnreachableError a secrets manager that doesn't answer
│   ├── SecretDeniedError           a secrets manager that refuses to give it
│   ├── WrongKeyError
│   └── SecretDamagedError
├── StoreError                      the program's own database
│   ├── StoreDamagedError
│   ├── StoreTooNewError
│   ├── StoreReadOnlyError
│   └── StoreBusyError
└── SyncStopped                     a sync that stopped itself to protect the data
    ├── DeleteBrakeError
    ├── DatasetBusyError
    ├── TooManyRejectsError
    └── TooManyRowsError            far more rows than before
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from kbconnect.core.connector import HostKey


class KbConnectError(Exception):
    """An error a person can act on. The three sentences never hold a secret.

    message: what happened. meaning: what it means for the data. hint: what to do next.
    detail: the technical text for IT (driver message, SQLSTATE), already without secrets.
    retryable: the same call may succeed later without anybody changing anything. position: of a fault in a query: the
    character it is at, counted from 1 without white space before the query; None if nobody names one. fix: text to
    copy (a command, a line of configuration), "" if there is none.
    """

    position: int | None = None
    fix: str = ""
    code: ClassVar[str] = "error"
    retryable_by_default: ClassVar[bool] = False

    def __init__(
        self, message: str, *, meaning: str = "", hint: str = "", detail: str = "", retryable: bool | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.meaning = meaning
        self.hint = hint
        self.detail = detail
        self.retryable = self.retryable_by_default if retryable is None else retryable


class InputError(KbConnectError):
    code = "input"


class NotFoundError(InputError):
    code = "not_found"


class NameTakenError(InputError):
    code = "name_taken"


class InUseError(InputError):
    code = "in_use"


class MappingError(InputError):
    code = "mapping"


class QueryRefusedError(InputError):
    code = "query_refused"


class SourceError(KbConnectError):
    code = "source"


class HostNotFoundError(SourceError):
    code = "host_not_found"
    retryable_by_default = True


class PortClosedError(SourceError):
    code = "port_closed"
    retryable_by_default = True


class ConnectTimeoutError(SourceError):
    code = "connect_timeout"
    retryable_by_default = True


class TlsError(SourceError):
    code = "tls"


class LoginRefusedError(SourceError):
    code = "login_refused"


class DatabaseMissingError(SourceError):
    code = "database_missing"


class AccessDeniedError(SourceError):
    code = "access_denied"


class TableMissingError(SourceError):
    code = "table_missing"


class ColumnMissingError(SourceError):
    code = "column_missing"


class QueryFailedError(SourceError):
    code = "query_failed"

    def __init__(
        self,
        message: str,
        *,
        meaning: str = "",
        hint: str = "",
        detail: str = "",
        retryable: bool | None = None,
        position: int | None = None,
    ) -> None:
        super().__init__(message, meaning=meaning, hint=hint, detail=detail, retryable=retryable)
        self.position = position


class SourceTimeoutError(SourceError):
    code = "source_timeout"
    retryable_by_default = True


class SourceLostError(SourceError):
    code = "source_lost"
    retryable_by_default = True


class SourceConflictError(SourceError):
    code = "source_conflict"
    retryable_by_default = True


class DriverMissingError(SourceError):
    code = "driver_missing"


class TunnelError(SourceError):
    code = "tunnel"

    def __init__(
        self,
        message: str,
        *,
        meaning: str = "",
        hint: str = "",
        detail: str = "",
        retryable: bool | None = None,
        fix: str = "",
    ) -> None:
        super().__init__(message, meaning=meaning, hint=hint, detail=detail, retryable=retryable)
        self.fix = fix


class HostKeyUnknownError(TunnelError):
    """host_key: the one the server shows, to be approved by somebody who has compared its fingerprint."""

    code = "host_key_unknown"

    def __init__(self, message: str, *, host_key: HostKey, meaning: str = "", hint: str = "", detail: str = "") -> None:
        super().__init__(message, meaning=meaning, hint=hint, detail=detail)
        self.host_key = host_key


class HostKeyChangedError(TunnelError):
    """host_key: the one the server shows now. known: fingerprints of those it showed before."""

    code = "host_key_changed"

    def __init__(
        self,
        message: str,
        *,
        host_key: HostKey,
        known: tuple[str, ...],
        meaning: str = "",
        hint: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(message, meaning=meaning, hint=hint, detail=detail)
        self.host_key = host_key
        self.known = known


class KnowledgeBaseError(KbConnectError):
    code = "knowledge_base"


class KnowledgeBaseMissingError(KnowledgeBaseError):
    code = "knowledge_base_missing"


class KnowledgeBaseDamagedError(KnowledgeBaseError):
    code = "knowledge_base_damaged"


class KnowledgeBaseReadOnlyError(KnowledgeBaseError):
    code = "knowledge_base_read_only"


class KnowledgeBaseBusyError(KnowledgeBaseError):
    code = "knowledge_base_busy"
    retryable_by_default = True


class KnowledgeBaseTooNewError(KnowledgeBaseError):
    code = "knowledge_base_too_new"


class ModelMismatchError(KnowledgeBaseError):
    code = "model_mismatch"


class DiskFullError(KbConnectError):
    code = "disk_full"
    retryable_by_default = True


class EmbedderError(KbConnectError):
    code = "embedder"


class ModelMissingError(EmbedderError):
    code = "model_missing"


class SecretError(KbConnectError):
    code = "secret"


class SecretMissingError(SecretError):
    code = "secret_missing"


class SecretStoreLockedError(SecretError):
    code = "secret_store_locked"
    retryable_by_default = True


class SecretStoreMissingError(SecretError):
    code = "secret_store_missing"


class SecretStoreUnreachableError(SecretError):
    code = "secret_store_unreachable"
    retryable_by_default = True


class SecretDeniedError(SecretError):
    code = "secret_denied"


class WrongKeyError(SecretError):
    code = "wrong_key"


class SecretDamagedError(SecretError):
    code = "secret_damaged"


class StoreError(KbConnectError):
    code = "store"


class StoreDamagedError(StoreError):
    code = "store_damaged"


class StoreTooNewError(StoreError):
    code = "store_too_new"


class StoreReadOnlyError(StoreError):
    code = "store_read_only"


class StoreBusyError(StoreError):
    code = "store_busy"
    retryable_by_default = True


class SyncStopped(KbConnectError):
    code = "sync_stopped"


@dataclass(frozen=True, slots=True)
class BrakeNumbers:
    """What the delete brake found: documents that would be removed, documents of the dataset now.

    Run history keeps them in the error's detail, from where `of` reads them again.
    """

    gone: int
    known: int

    def detail(self) -> str:
        return f"delete brake: {self.gone} of {self.known} documents"

    @classmethod
    def of(cls, detail: str) -> BrakeNumbers | None:
        """None if the detail isn't that of a delete brake."""
        found = re.fullmatch(r"delete brake: (\d+) of (\d+) documents", detail)
        return cls(int(found[1]), int(found[2])) if found else None


class DeleteBrakeError(SyncStopped):
    """gone: documents that would be removed. known: documents of the dataset now."""

    code = "delete_brake"

    def __init__(self, message: str, *, gone: int, known: int, meaning: str = "", hint: str = "") -> None:
        super().__init__(message, meaning=meaning, hint=hint, detail=BrakeNumbers(gone, known).detail())
        self.gone = gone
        self.known = known


class DatasetBusyError(SyncStopped):
    code = "dataset_busy"
    retryable_by_default = True


class TooManyRejectsError(SyncStopped):
    code = "too_many_rejects"


class TooManyRowsError(SyncStopped):
    code = "too_many_rows"
