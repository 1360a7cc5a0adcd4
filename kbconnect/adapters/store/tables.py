"""The tables of the program's own database as they are now, and how Python values become columns.

Owns names and types only. A change here needs a migration in `migrations/versions`, which must not import this module;
a test compares the two.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from kbconnect.adapters.store.faults import damaged_value


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime as ISO 8601 text in UTC with microseconds, so that texts sort like times."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        try:
            return None if value is None else datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as error:
            raise damaged_value("time", type(error).__name__) from error


class Report(TypeDecorator[str]):
    """Text from elsewhere. Lone surrogates are written out: keeping a run's history must never fail on them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.encode("utf-8", "backslashreplace").decode()


def name_key(name: str) -> str:
    """What two names that differ only in case, in any script, have in common."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

connectors = Table(
    "connectors",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("port", Integer),
    Column("username", Text, nullable=False),
    Column("secret_reference", Text, nullable=False),
    Column("database_name", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("last_check_at", UtcTime),
    Column("last_check_ok", Boolean),
    Column("last_check_can_write", Boolean),
    Column("last_check_summary", Report),
    Column("last_check_server_version", Report),
    Column("last_check_encryption", Report),
    Column("last_check_powers", Text),
    UniqueConstraint("name_key"),
)

knowledge_bases = Table(
    "knowledge_bases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("embedder", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("name_key"),
)

datasets = Table(
    "datasets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("connector_id", Text, ForeignKey("connectors.id", ondelete="RESTRICT"), nullable=False),
    Column("knowledge_base_id", Text, ForeignKey("knowledge_bases.id", ondelete="RESTRICT"), nullable=False),
    Column("selection", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("cursor_column", Text, nullable=False),
    Column("chunks", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    UniqueConstraint("name_key"),
    Index(None, "connector_id"),
    Index(None, "knowledge_base_id"),
)

schedules = Table(
    "schedules",
    metadata,
    Column("dataset_id", Text, ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    Column("cron", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("interval_minutes", Integer),
    Column("set_at", UtcTime, nullable=False),
    Column("served_until", UtcTime, nullable=False),
    Column("begun_slot", UtcTime),
    Column("begun_at", UtcTime),
    Column("waiting_for", Report, nullable=False),
    Column("told", Boolean, nullable=False),
)

sync_runs = Table(
    "sync_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset_id", Text, ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    Column("trigger", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("read", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("metadata_updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("deleted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("chunks_written", Integer, nullable=False),
    Column("embedded", Integer, nullable=False),
    Column("words_seconds", Float),
    Column("seconds", Float),
    Column("error_code", Text),
    Column("error_message", Report),
    Column("error_hint", Report),
    Column("error_retryable", Boolean),
    Column("error_detail", Report),
    Column("phases", Text),
    # Not a foreign key: the run that is continued may be pruned before this one.
    Column("continues", Integer),
    Column("remarks", Text),
    Index(None, "dataset_id"),
    # A run's number is never given again, even after its dataset was removed.
    sqlite_autoincrement=True,
)

chunk_marks = Table(
    "chunk_marks",
    metadata,
    Column("run_id", Integer, ForeignKey("sync_runs.id", ondelete="CASCADE"), primary_key=True),
    # Not a foreign key: runs outlive the knowledge base they wrote into.
    Column("knowledge_base_id", Text, nullable=False),
    Column("next_chunk", Integer, nullable=False),
)

sync_rejects = Table(
    "sync_rejects",
    metadata,
    Column("run_id", Integer, ForeignKey("sync_runs.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("column_name", Report, nullable=False),
    Column("reason", Report, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("knowledge_base_id", Text, ForeignKey("knowledge_bases.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("text_key", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("within", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    UniqueConstraint("knowledge_base_id", "text_key"),
    # People type a question's number: it must never mean another one.
    sqlite_autoincrement=True,
)

question_checks = Table(
    "question_checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question_id", Integer, ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    # Not a foreign key: runs are pruned, and what came of asking stays.
    Column("run_id", Integer),
    Column("meaning_share", Float),
    Column("worse", Boolean, nullable=False),
    Column("places", Text, nullable=False),
    Index(None, "question_id"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

vault_header = Table(
    "vault_header",
    metadata,
    # Always 1: there is one vault.
    Column("id", Integer, primary_key=True),
    Column("header", Text, nullable=False),
)

vault_entries = Table(
    "vault_entries",
    metadata,
    Column("name", Text, primary_key=True),
    Column("token", Text, nullable=False),
)
