"""The repository of sync runs with their rejects. See `kbconnect.adapters.store.repositories` for the rules."""

from __future__ import annotations

from sqlalchemy import Connection as Transaction
from sqlalchemy import RowMapping, ScalarSelect, Select, delete, func, insert, or_, select, update

from kbconnect.adapters.store import tables
from kbconnect.adapters.store.database import Database
from kbconnect.adapters.store.encoding import decode_key, decode_list, encode_key, encode_list
from kbconnect.adapters.store.repositories import Values, reading
from kbconnect.core.errors import NotFoundError
from kbconnect.core.model import (
    ErrorInfo,
    Phase,
    Reject,
    RunStatus,
    SyncCounts,
    SyncRun,
    Trigger,
)
from kbconnect.core.store import ChunkMark, RunsKept

REJECTS_KEPT = 1000
"""Of each run, the first ones; `counts.rejected` says how many there were."""


class SqlRuns:
    """See `kbconnect.core.store.RunRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run: SyncRun) -> SyncRun:
        with self._database.write() as connection:
            dataset = select(tables.datasets.c.id).where(tables.datasets.c.id == run.dataset_id)
            if connection.execute(dataset).first() is None:
                raise NotFoundError(
                    "The dataset of this run is not there any more.",
                    meaning="The run was not started.",
                    hint="Look at the list of datasets again.",
                    detail=f"id {run.dataset_id}",
                )
            inserted = insert(tables.sync_runs).values(_values(run)).returning(tables.sync_runs.c.id)
            run_id = int(connection.execute(inserted).scalar_one())
            _write_rejects(connection, run_id, run.rejects)
        return self.get(run_id)

    def update(self, run: SyncRun) -> None:
        with self._database.write() as connection:
            changed = update(tables.sync_runs).where(tables.sync_runs.c.id == run.id).values(_values(run))
            if connection.execute(changed).rowcount == 0:
                raise _missing(run.id)
            connection.execute(delete(tables.sync_rejects).where(tables.sync_rejects.c.run_id == run.id))
            _write_rejects(connection, run.id, run.rejects)

    def get(self, run_id: int) -> SyncRun:
        run = select(tables.sync_runs).where(tables.sync_runs.c.id == run_id)
        rejects = select(tables.sync_rejects).where(tables.sync_rejects.c.run_id == run_id).order_by("ordinal")
        with self._database.read() as connection:
            row = connection.execute(run).mappings().first()
            if row is None:
                raise _missing(run_id)
            with reading("rejected row"):
                kept = tuple(
                    Reject(decode_key(reject["key"]), reject["column_name"], reject["reason"])
                    for reject in connection.execute(rejects).mappings()
                )
            return _run(row, kept)

    def list(self, dataset_id: str | None = None, limit: int = 100) -> tuple[SyncRun, ...]:
        query = select(tables.sync_runs).order_by(tables.sync_runs.c.id.desc()).limit(limit)
        if dataset_id is not None:
            query = query.where(tables.sync_runs.c.dataset_id == dataset_id)
        with self._database.read() as connection:
            return tuple(_run(row, ()) for row in connection.execute(query).mappings())

    def mark(self, run_id: int, mark: ChunkMark) -> None:
        values = {"knowledge_base_id": mark.knowledge_base_id, "next_chunk": mark.next_chunk}
        with self._database.write() as connection:
            connection.execute(insert(tables.chunk_marks).values(run_id=run_id, **values))

    def marks(self, dataset_id: str, knowledge_base_id: str) -> tuple[tuple[int, ChunkMark], ...]:
        runs, kept = tables.sync_runs, tables.chunk_marks
        query = (
            select(kept)
            .join(runs, runs.c.id == kept.c.run_id)
            .where(runs.c.dataset_id == dataset_id, kept.c.knowledge_base_id == knowledge_base_id)
            .order_by(kept.c.run_id.desc())
        )
        with self._database.read() as connection:
            rows = connection.execute(query).mappings()
            return tuple((row["run_id"], ChunkMark(row["knowledge_base_id"], row["next_chunk"])) for row in rows)

    def prune(self, dataset_id: str, kept: RunsKept) -> int:
        runs, rejects = tables.sync_runs, tables.sync_rejects
        with self._database.read() as connection:  # mostly there is nothing to remove, and a look holds nobody up
            expired = connection.execute(_expired(dataset_id, kept)).scalars().all()
            old = select(runs.c.id).where(
                runs.c.dataset_id == dataset_id, runs.c.id <= _nth(dataset_id, kept.with_rejects)
            )
            lists = (
                connection.execute(select(rejects.c.run_id).where(rejects.c.run_id.in_(old)).distinct()).scalars().all()
            )
        if expired or lists:
            with self._database.write() as connection:
                connection.execute(delete(rejects).where(rejects.c.run_id.in_(lists)))
                connection.execute(delete(runs).where(runs.c.id.in_(expired)))
        return len(expired)


def _nth(dataset_id: str, count: int) -> ScalarSelect[int]:
    """The newest run that is not among the newest `count`; NULL, which nothing is below, if there are no more."""
    runs = tables.sync_runs
    newest = select(runs.c.id).where(runs.c.dataset_id == dataset_id).order_by(runs.c.id.desc())
    return newest.offset(count).limit(1).scalar_subquery()


def _expired(dataset_id: str, kept: RunsKept) -> Select[tuple[int]]:
    runs = tables.sync_runs
    completed = select(func.max(runs.c.id)).where(
        runs.c.dataset_id == dataset_id, runs.c.status.in_([RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS])
    )
    return select(runs.c.id).where(
        runs.c.dataset_id == dataset_id,
        runs.c.id <= _nth(dataset_id, kept.at_least),
        runs.c.id != func.coalesce(completed.scalar_subquery(), 0),
        runs.c.status != RunStatus.RUNNING,
        or_(runs.c.id <= _nth(dataset_id, kept.runs), runs.c.started_at < kept.since),
    )


def _missing(run_id: int) -> NotFoundError:
    return NotFoundError(
        f"There is no run number {run_id}.",
        meaning="It may have gone with its dataset.",
        hint="Look at the list of runs again.",
    )


def _write_rejects(connection: Transaction, run_id: int, rejects: tuple[Reject, ...]) -> None:
    rows = [
        {
            "run_id": run_id,
            "ordinal": ordinal,
            "key": encode_key(reject.key),
            "column_name": reject.column,
            "reason": reject.reason,
        }
        for ordinal, reject in enumerate(rejects[:REJECTS_KEPT])
    ]
    if rows:
        connection.execute(insert(tables.sync_rejects), rows)


def _values(run: SyncRun) -> Values:
    counts, error = run.counts, run.error
    return {
        "dataset_id": run.dataset_id,
        "trigger": run.trigger.value,
        "status": run.status.value,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "read": counts.read,
        "added": counts.added,
        "updated": counts.updated,
        "metadata_updated": counts.metadata_updated,
        "unchanged": counts.unchanged,
        "deleted": counts.deleted,
        "rejected": counts.rejected,
        "chunks_written": counts.chunks_written,
        "embedded": counts.embedded,
        "words_seconds": run.words_seconds,
        "seconds": run.seconds,
        "error_code": error and error.code,
        "error_message": error and error.message,
        "error_hint": error and error.hint,
        "error_retryable": error and error.retryable,
        "error_detail": error and error.detail,
        "phases": encode_list(run.phases),
        "continues": run.continues,
        "remarks": encode_list(run.remarks),
    }


def _run(row: RowMapping, rejects: tuple[Reject, ...]) -> SyncRun:
    with reading("run"):
        return SyncRun(
            id=row["id"],
            dataset_id=row["dataset_id"],
            trigger=Trigger(row["trigger"]),
            status=RunStatus(row["status"]),
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            counts=SyncCounts(
                read=row["read"],
                added=row["added"],
                updated=row["updated"],
                metadata_updated=row["metadata_updated"],
                unchanged=row["unchanged"],
                deleted=row["deleted"],
                rejected=row["rejected"],
                chunks_written=row["chunks_written"],
                embedded=row["embedded"],
            ),
            words_seconds=row["words_seconds"],
            seconds=row["seconds"],
            error=_error(row),
            rejects=rejects,
            phases=decode_list(Phase, row["phases"]),
            continues=row["continues"],
            remarks=decode_list(str, row["remarks"]),
        )


def _error(row: RowMapping) -> ErrorInfo | None:
    if row["error_code"] is None:
        return None
    return ErrorInfo(
        code=row["error_code"],
        message=row["error_message"],
        hint=row["error_hint"],
        retryable=row["error_retryable"],
        detail=row["error_detail"],
    )
