"""The JSON documents of the command line: a public interface that scripts rely on. The one place that knows them.

Keys are added here, never renamed or removed. Must not write anything itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kbconnect.core.access import Power
from kbconnect.core.connector import CheckStep, ConnectionReport, Connector, HostKey, SshTunnel, access_of
from kbconnect.core.cursors import Advice
from kbconnect.core.model import (
    ColumnInfo,
    ColumnSuggestion,
    Dataset,
    ErrorInfo,
    Field,
    KnowledgeBaseCounts,
    KnowledgeBaseInfo,
    Scalar,
    SearchAnswer,
    SearchHit,
    SyncPlan,
    SyncRun,
    TableInfo,
    TableSelection,
)
from kbconnect.core.model import Mapping as DatasetMapping
from kbconnect.core.preview import Preview
from kbconnect.core.questions import QuestionCheck, QuestionState
from kbconnect.core.schedule import CronRule, IntervalRule
from kbconnect.core.treatment import Finding, Treatment

if TYPE_CHECKING:  # it loads the syncs
    from kbconnect.app.schedule import ScheduleState, Waiting
    from kbconnect.core.dry_run import DryRun

Json = str | int | float | bool | None | Sequence["Json"] | dict[str, "Json"]


def error_json(error: ErrorInfo | None) -> Json:
    """As it stands in every document that has an error."""
    if error is None:
        return None
    return {"code": error.code, "message": error.message, "hint": error.hint, "retryable": error.retryable}


def error_document(error: ErrorInfo) -> dict[str, Json]:
    """What a command answers that failed before it had a result."""
    return {"error": error_json(error)}


def connector_json(connector: Connector, datasets: Iterable[Dataset] = ()) -> dict[str, Json]:
    check = connector.last_check
    return {
        "name": connector.name,
        "provider": connector.provider,
        "host": connector.host,
        "port": connector.port,
        "username": connector.username,
        "database": connector.database,
        "tls": connector.options.tls.value,
        "tls_ca_file": connector.options.tls_ca_file,
        "tls_certificate_file": connector.options.tls_certificate_file,
        "tls_key_file": connector.options.tls_key_file,
        "tunnel": _tunnel_json(connector.options.tunnel),
        "secret": connector.secret_reference,
        "datasets": [dataset.name for dataset in datasets if dataset.connector_id == connector.id],
        "created_at": _time(connector.created_at),
        "updated_at": _time(connector.updated_at),
        "last_check": None
        if check is None
        else {
            "at": _time(check.at),
            "ok": check.ok,
            "can_write": check.can_write,
            "summary": check.summary,
            "server_version": check.server_version,
            "encryption": check.encryption,
            "access": None if not check.ok else access_of(check).value,
            "powers": powers_json(check.powers),
        },
    }


def _tunnel_json(tunnel: SshTunnel | None) -> Json:
    if tunnel is None:
        return None
    return {
        "host": tunnel.host,
        "port": tunnel.port,
        "username": tunnel.username,
        "key_file": tunnel.key_file,
        "jump": tunnel.jump,
        "secret": tunnel.secret_reference,
    }


def host_key_json(key: HostKey) -> Json:
    """`connector trust`, and the step of a test that failed for it."""
    return {"host": key.host, "port": key.port, "kind": key.kind, "fingerprint": key.fingerprint}


def powers_json(powers: Iterable[Power]) -> Json:
    """What an account may do beyond reading, the worst first."""
    return [{"kind": each.kind.value, "severity": each.severity.value, "sentence": each.sentence} for each in powers]


def report_json(report: ConnectionReport) -> dict[str, Json]:
    """`connector test`."""
    steps: list[Json] = [_step_json(step) for step in report.steps]
    powers = powers_json(report.powers)
    return {"ok": report.ok, "steps": steps, "warnings": list(report.warnings), "powers": powers}


def _step_json(step: CheckStep) -> Json:
    return {
        "name": step.name,
        "ok": step.ok,
        "state": step.state.value,
        "detail": step.detail,
        "hint": step.hint,
        "fix": step.fix,
        "facts": [{"name": fact.name, "value": fact.value} for fact in step.facts],
        "host_key": None if step.host_key is None else host_key_json(step.host_key),
    }


def tables_json(tables: Iterable[TableInfo]) -> dict[str, Json]:
    """`discover`."""
    return {"tables": [_table_json(table) for table in tables]}


def _table_json(table: TableInfo) -> dict[str, Json]:
    return {
        "schema": table.ref.schema,
        "name": table.ref.name,
        "kind": table.kind,
        "rows_estimate": table.rows_estimate,
        "comment": table.comment,
    }


def catalogue_json(tables: Iterable[tuple[TableInfo, Sequence[ColumnInfo]]]) -> dict[str, Json]:
    """`discover --columns`."""
    return {
        "tables": [
            {**_table_json(table), "columns": [_column_json(each) for each in columns]} for table, columns in tables
        ]
    }


def _column_json(column: ColumnInfo) -> dict[str, Json]:
    return {
        "name": column.name,
        "type": column.type,
        "nullable": column.nullable,
        "primary_key": column.primary_key > 0,
    }


def columns_json(columns: Iterable[ColumnSuggestion]) -> dict[str, Json]:
    """`discover --table`. "sensitive": null, or what is known to be sensitive in a column and why."""
    return {
        "columns": [
            {
                **_column_json(suggestion.column),
                "suggested_role": suggestion.role.value,
                "reason": suggestion.reason,
                "sensitive": _finding_json(suggestion.sensitive),
            }
            for suggestion in columns
        ]
    }


def _finding_json(finding: Finding | None) -> Json:
    """kind: the most telling of kinds. within: it stands inside of texts, and masking leaves the rest of them."""
    if finding is None:
        return None
    return {
        "kind": finding.kind.value,
        "kinds": [kind.value for kind in finding.kinds],
        "within": finding.within,
        "confidence": finding.confidence,
        "reason": finding.reason,
    }


def advice_json(advice: Advice) -> dict[str, Json]:
    """`discover --table --cursors`. "lag_unit": "seconds", or "units" of a column of numbers."""
    cursors: list[Json] = [
        {
            "column": each.column.name,
            "type": each.column.type,
            "fit": each.fit.value,
            "lag": each.lag,
            "lag_unit": "seconds" if each.is_time else "units",
            "reasons": list(each.reasons),
            "warnings": list(each.warnings),
        }
        for each in advice.cursors
    ]
    mode = advice.mode
    return {"cursors": cursors, "mode": {"advice": mode.mode.value, "cursor": mode.cursor, "reason": mode.reason}}


def knowledge_base_json(info: KnowledgeBaseInfo, counts: KnowledgeBaseCounts | None) -> dict[str, Json]:
    """`kb show`. counts None: the knowledge base can't be opened now."""
    return {
        "name": info.name,
        "kind": info.kind,
        "location": info.location,
        "documents": counts.documents if counts else None,
        "chunks": counts.chunks if counts else None,
        "vectors": counts.vectors if counts else None,
        "bytes": counts.size_bytes if counts else None,
        "embedder": info.embedder,
    }


def dataset_json(dataset: Dataset, connector: str, knowledge_base: str) -> dict[str, Json]:
    """connector, knowledge_base: their names. "mask": columns masked as a whole; "mask_found": of which only the
    sensitive pieces are."""
    selection, mapping = dataset.selection, dataset.mapping
    return {
        "name": dataset.name,
        "connector": connector,
        "knowledge_base": knowledge_base,
        "table": {"schema": selection.table.schema, "name": selection.table.name}
        if isinstance(selection, TableSelection)
        else None,
        "query": None if isinstance(selection, TableSelection) else selection.sql,
        "key": list(mapping.key),
        "title": mapping.title,
        "text": list(mapping.text),
        "metadata": list(mapping.metadata),
        "template": mapping.template,
        "mask": _treated(mapping, Treatment.MASK),
        "mask_found": _treated(mapping, Treatment.MASK_FOUND),
        "hash": _treated(mapping, Treatment.HASH),
        "mode": dataset.mode.value,
        "cursor": dataset.cursor_column,
        "lag": dataset.policy.cursor_lag,
        "key_scan_hours": dataset.policy.key_scan_hours,
        "delete_limit": dataset.policy.delete_limit,
        "reject_limit": dataset.policy.reject_limit,
        "silence_limit": dataset.policy.silence_limit_minutes,
        "row_limit": dataset.policy.row_limit,
        "created_at": _time(dataset.created_at),
        "updated_at": _time(dataset.updated_at),
    }


def _treated(mapping: DatasetMapping, treatment: Treatment) -> list[Json]:
    return [each.column for each in mapping.treatments if each.treatment is treatment]


def preview_json(preview: Preview) -> dict[str, Json]:
    """`preview`."""
    return {
        "documents": [
            {
                "document_id": shown.document.document_id,
                "key": _fields(shown.document.key),
                "title": shown.document.title,
                "text": shown.document.text,
                "metadata": _fields(shown.document.metadata),
                "chunks": [chunk.text for chunk in shown.chunks],
            }
            for shown in preview.documents
        ]
    }


def run_json(run: SyncRun, dataset: str) -> dict[str, Json]:
    """One run of `sync`. dataset: its name. A run with the id 0 was never started: its "run_id" is null."""
    counts = run.counts
    return {
        "run_id": run.id or None,
        "dataset": dataset,
        "status": run.status.value,
        "read": counts.read,
        "added": counts.added,
        "updated": counts.updated,
        "metadata_updated": counts.metadata_updated,
        "unchanged": counts.unchanged,
        "deleted": counts.deleted,
        "rejected": counts.rejected,
        "chunks_written": counts.chunks_written,
        "embedded": counts.embedded,
        "words_seconds": _seconds(run.words_seconds),
        "seconds": _seconds(run.seconds),
        "error": error_json(run.error),
    }


def plan_json(plan: SyncPlan, dataset: str) -> dict[str, Json]:
    """One of `sync --plan`. deleted: documents that would go, of which examples has some titles; asks: the delete brake
    would stop the sync; embedded_again: chunks that get another vector, in all of the knowledge base."""
    return {
        "dataset": dataset,
        "read": plan.read,
        "added": plan.added,
        "updated": plan.updated,
        "metadata_updated": plan.metadata_updated,
        "unchanged": plan.unchanged,
        "deleted": plan.gone,
        "rejected": plan.rejected,
        "documents": plan.known,
        "asks": plan.brake,
        "examples": list(plan.gone_titles),
        "embedded_again": plan.embedded_again,
    }


def sync_json(runs: Iterable[tuple[SyncRun, str]]) -> dict[str, Json]:
    """`sync`. runs: each with the name of its dataset."""
    return {"runs": [run_json(run, dataset) for run, dataset in runs]}


def due_json(
    runs: Iterable[tuple[SyncRun, str]], waiting: Sequence[Waiting], taken: Sequence[str], reason: str
) -> dict[str, Json]:
    """`sync --due`. taken: names of datasets that another program has; "waiting" and "skipped" are only there if there
    are some."""
    document = sync_json(runs)
    if waiting:
        document["waiting"] = [_waiting_json(one) for one in waiting]
    if taken:
        document["skipped"] = [{"dataset": name, "reason": reason} for name in taken]
    return document


def count_json(counted: DryRun) -> dict[str, Json]:
    """`preview --count`. tokens, meaning_seconds: null without a model; free_bytes: null where nobody can tell."""
    return {
        "rows": counted.rows_read,
        "documents": counted.documents,
        "rejected": counted.rejected,
        "chunks": counted.chunks,
        "tokens": counted.tokens,
        "cut_chunks": counted.cut,
        "words_seconds": round(counted.words_seconds, 3),
        "meaning_seconds": None if counted.meaning_seconds is None else round(counted.meaning_seconds, 3),
        "bytes": counted.size_bytes,
        "free_bytes": counted.free_bytes,
    }


def history_json(run: SyncRun, dataset: str) -> dict[str, Json]:
    """One run of `runs`: as in `sync`, with trigger, times, what it continues and how long its stages took."""
    phases: list[Json] = [
        {"stage": phase.stage, "seconds": round(phase.seconds, 3), "items": phase.items} for phase in run.phases
    ]
    return {
        **run_json(run, dataset),
        "trigger": run.trigger.value,
        "started_at": _time(run.started_at),
        "finished_at": None if run.finished_at is None else _time(run.finished_at),
        "continues": run.continues,
        "remarks": list(run.remarks),
        "phases": phases,
    }


def run_detail_json(run: SyncRun, dataset: str) -> dict[str, Json]:
    """`runs --run`: with the rejected rows, as many as are kept."""
    rejects: list[Json] = [
        {"key": list(reject.key), "column": reject.column, "reason": reject.reason} for reject in run.rejects
    ]
    return {**history_json(run, dataset), "rejects": rejects}


def schedules_json(states: Iterable[ScheduleState]) -> dict[str, Json]:
    """`schedule`. cron and timezone: null for an interval, which has interval_minutes. next: the first of upcoming."""
    return {"schedules": [_schedule_json(state) for state in states]}


def _schedule_json(state: ScheduleState) -> dict[str, Json]:
    schedule, rule = state.schedule, state.schedule.rule
    upcoming: list[Json] = [_time(slot) for slot in state.upcoming]
    return {
        "dataset": state.dataset.name,
        "cron": rule.cron if isinstance(rule, CronRule) else None,
        "interval_minutes": rule.minutes if isinstance(rule, IntervalRule) else None,
        "timezone": rule.timezone if isinstance(rule, CronRule) else None,
        "enabled": schedule.enabled,
        "next": upcoming[0] if upcoming else None,
        "upcoming": upcoming,
        "last_slot": None if schedule.begun_slot is None else _time(schedule.begun_slot),
        "waiting_for": schedule.waiting_for or None,
        "words": state.words,
        "problem": state.problem or None,
    }


def _waiting_json(waiting: Waiting) -> dict[str, Json]:
    return {"dataset": waiting.dataset, "slot": _time(waiting.slot), "waiting_for": waiting.waiting_for}


def search_json(answer: SearchAnswer, names: Mapping[str, str]) -> dict[str, Json]:
    """`search`. names: of datasets by their id."""
    return {"results": [_hit_json(hit, names.get(hit.chunk.dataset_id, "")) for hit in answer.hits]}


def _hit_json(hit: SearchHit, dataset: str) -> dict[str, Json]:
    document = hit.chunk.document
    return {
        "rank": hit.rank,
        "score": hit.score,
        "title": document.title,
        "text": hit.chunk.text,
        "document_id": document.document_id,
        "dataset": dataset,
        "key": _fields(document.key),
        "metadata": _fields(document.metadata),
        "words_rank": hit.word_rank,
        "meaning_rank": hit.meaning_rank,
    }


def question_json(state: QuestionState, knowledge_base: str, datasets: Mapping[str, str]) -> dict[str, Json]:
    """One of `question`. datasets: names by id. "state": not_asked, found, missed (it never found all of its rows) or
    worse (it did once); "rank" is null for a row that is not among the first 50, "exists" false if it is gone."""
    question, check = state.question, state.check
    places = {place.document_id: place for place in check.places} if check is not None else {}
    expected: list[Json] = []
    for row in question.expected:
        place = places.get(row.document_id)
        expected.append(
            {
                "dataset": datasets.get(row.dataset_id, ""),
                "key": _fields(row.key),
                "title": row.title,
                "document_id": row.document_id,
                "rank": place.rank if place is not None else None,
                "exists": place.exists if place is not None else None,
                "lost": place is not None and place.lost,
            }
        )
    return {
        "number": question.id,
        "knowledge_base": knowledge_base,
        "text": question.text,
        "within": question.within,
        "state": state.standing.value,
        "asked_at": _time(check.asked_at) if check is not None else None,
        "run_id": check.run_id if check is not None else None,
        "got_worse": check is not None and check.worse,
        "expected": expected,
    }


def check_json(check: QuestionCheck) -> dict[str, Json]:
    """One asking of `question show`. ranks: by document id."""
    ranks: dict[str, Json] = {place.document_id: place.rank for place in check.places}
    return {
        "asked_at": _time(check.asked_at),
        "run_id": check.run_id,
        "meaning_share": check.meaning_share,
        "got_worse": check.worse,
        "ranks": ranks,
    }


def _fields(fields: Iterable[Field]) -> dict[str, Json]:
    values: dict[str, Json] = {field.name: _scalar(field.value) for field in fields}
    return values


def _scalar(value: Scalar) -> Json:
    return value


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
