"""Connectors, datasets and runs with every field set to something that must come back, for the tests of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from kbconnect.adapters.store import SqlStore
from kbconnect.core.access import Power, PowerKind, Severity
from kbconnect.core.connector import (
    Connector,
    ConnectorOptions,
    LastCheck,
    TlsMode,
)
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    ErrorInfo,
    Field,
    KnowledgeBaseInfo,
    Mapping,
    Phase,
    Reject,
    RunStatus,
    SyncCounts,
    SyncPolicy,
    SyncRun,
    TableRef,
    TableSelection,
    Trigger,
)
from kbconnect.core.questions import ExpectedRow, Place, QuestionCheck, SavedQuestion
from kbconnect.core.schedule import CronRule, IntervalRule, Schedule, WaitKind
from kbconnect.core.store import ChunkMark

NOON = datetime(2026, 3, 29, 12, 0, 0, 123456, tzinfo=UTC)
ELSEWHERE = timezone(timedelta(hours=5, minutes=45))

CONNECTOR = Connector(
    id="c1",
    name="Shop",
    provider="postgresql",
    host="db.example",
    port=5432,
    username="réader",
    database="shop",
    options=ConnectorOptions(tls=TlsMode.VERIFY_FULL, tls_ca_file="/etc/ca.pem", connect_timeout_s=3),
    secret_reference="vault:c1",
    created_at=NOON,
    updated_at=NOON,
    last_check=LastCheck(NOON, ok=True, can_write=False, summary="All steps passed.", server_version="18.1"),
)
AUDITED = replace(
    CONNECTOR,
    id="c2",
    name="Audited",
    last_check=LastCheck(
        NOON,
        ok=True,
        can_write=True,
        summary="",
        powers=(
            Power(PowerKind.SUPERUSER, "This account is an administrator of the whole server.", Severity.ADMINISTERS),
            Power(PowerKind.OTHER_SERVERS, "It can reach other servers through “dblínk”.", Severity.REACHES),
        ),
    ),
)
KNOWLEDGE_BASE = KnowledgeBaseInfo("k1", "Team", "sqlite", "/data/team.kb", "minilm", NOON)
DATASET = Dataset(
    id="d1",
    name="Products",
    connector_id="c1",
    knowledge_base_id="k1",
    selection=TableSelection(TableRef("sales", 'od"d name')),
    mapping=Mapping(key=("id", "part"), title="name", text=("body",), metadata=("price",), template="{name}\n{body}"),
    mode=ChangeMode.COMPARE,
    cursor_column="",
    chunks=ChunkPolicy(500),
    policy=SyncPolicy(delete_limit=0.5, max_cell_bytes=1, reject_limit=0.25),
    created_at=NOON,
    updated_at=NOON,
)
RUN = SyncRun(
    id=0,
    dataset_id="d1",
    trigger=Trigger.SCHEDULE,
    status=RunStatus.COMPLETED_WITH_REJECTS,
    started_at=NOON,
    finished_at=NOON + timedelta(seconds=2),
    counts=SyncCounts(1, 2, 3, 4, 5, 6, 7, 8, 9),
    words_seconds=1.5,
    seconds=2.0,
    error=ErrorInfo("source_lost", "The connection broke.", "Try again.", retryable=True, detail="SQLSTATE 57P01"),
    rejects=(Reject(("1", None), "body", "Too large."), Reject((), "", "No key.")),
    phases=(Phase("comparing", 0.25, 100), Phase("embedding", 1.5)),
    continues=7,
    remarks=("Catches up the sync of Mon 02:00.", 'A "remark" – è'),
)
NIGHTLY = Schedule("d1", CronRule("0 2 * * *", "Europe/Berlin"), set_at=NOON, served_until=NOON)
EVERY_HALF_HOUR = Schedule(
    dataset_id="d1",
    rule=IntervalRule(30),
    set_at=NOON,
    served_until=NOON + timedelta(minutes=30),
    enabled=False,
    begun_slot=NOON + timedelta(minutes=60),
    begun_at=NOON + timedelta(minutes=61),
    waiting_for="the keyring to be unlocked",
    waiting_kind=WaitKind.UNLOCK,
    told=True,
)

MARK = ChunkMark("k1", 4711)
QUESTION = SavedQuestion(
    id=1,
    knowledge_base_id="k1",
    text="Wie ändere ich das “Kennwort”?",
    expected=(
        ExpectedRow("a" * 32, "d1", (Field("id", "7"), Field("part", None)), "Reset – a forgotten password"),
        ExpectedRow("b" * 32, "d2", (Field("id", "8"),), ""),
    ),
    within=3,
    created_at=NOON,
    changed_at=NOON + timedelta(hours=1),
)
FOUND = QuestionCheck(1, 1, NOON + timedelta(hours=2), (Place("a" * 32, 1), Place("b" * 32, 3)), 1, 0.5)
LOST = QuestionCheck(
    id=2,
    question_id=1,
    asked_at=NOON + timedelta(hours=3),
    places=(Place("a" * 32, 12, lost=True), Place("b" * 32, None, exists=False, lost=True)),
    worse=True,
)


def fill(store: SqlStore) -> None:
    """One connector, one knowledge base and one dataset that uses both."""
    store.connectors.add(CONNECTOR)
    store.knowledge_bases.add(KNOWLEDGE_BASE)
    store.datasets.add(DATASET)
