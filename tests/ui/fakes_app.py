"""Frozen values as the use cases give them, for pictures and tests of pages: a believable team with its sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kbconnect.core.access import AccessScript, NetworkAdvice, Power, PowerKind, Severity
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    Connector,
    ConnectorOptions,
    LastCheck,
    ProviderInfo,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import BrakeNumbers
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    ErrorInfo,
    Mapping,
    QuerySelection,
    Reject,
    RunStatus,
    Selection,
    SyncCounts,
    SyncPolicy,
    SyncRun,
    TableRef,
    TableSelection,
    Trigger,
)
from kbconnect.core.schedule import WaitKind
from kbconnect.ui.models.activity import History, Origin
from kbconnect.ui.models.next_sync import NextSync
from kbconnect.ui.models.sources import ConnectorOverview, DatasetOverview, SourcesOverview
from kbconnect.ui.words import utc_now

PROVIDERS = {
    "postgresql": ProviderInfo("postgresql", "PostgreSQL", "Pg", 5432, is_file=False),
    "sqlite": ProviderInfo("sqlite", "SQLite", "Sq", None, is_file=True),
}


def ago(**parts: float) -> datetime:
    """A time before now: `ago(minutes=12)`."""
    return utc_now() - timedelta(**parts)


def at_next(hour: int) -> datetime:
    """The next time it is this hour on this machine."""
    now = utc_now().astimezone()
    at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at > now else at + timedelta(days=1)


POWERS = (
    Power(PowerKind.ACCOUNTS, "It can create accounts and change what they may do.", Severity.ADMINISTERS),
    Power(PowerKind.WRITES, "It can write to 42 tables in the schema “shop” (INSERT, UPDATE 12).", Severity.WRITES),
    Power(PowerKind.RUNS_AS_OWNER, "It can run functions that act with the rights of their owner: “refresh_stock”.",
          Severity.REACHES),
)  # fmt: skip
SCRIPT = AccessScript(
    "kbconnect_reader",
    """-- An account that may read what kbconnect reads in the database shop, and nothing
-- else. Run it there as an administrator. It may be run again: it only adds what is missing.
BEGIN;
DO $kbconnect$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'kbconnect_reader') THEN
    CREATE ROLE kbconnect_reader LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    ALTER ROLE kbconnect_reader SET default_transaction_read_only = on;
  END IF;
END
$kbconnect$;
GRANT CONNECT ON DATABASE shop TO kbconnect_reader;
GRANT USAGE ON SCHEMA shop TO kbconnect_reader;
GRANT SELECT (id, name, description)
  ON shop.products TO kbconnect_reader;
COMMIT;""",
    "BEGIN;\nREVOKE INSERT, UPDATE ON ALL TABLES\n  IN SCHEMA shop FROM shop;\nCOMMIT;",
    (
        "There is already an account “kbconnect_reader”. The script leaves it as it is and only adds rights.",
        "“shop.stock” is a view and reads with its owner's rights: no table behind it opens.",
    ),
    NetworkAdvice(
        "10.20.4.77",
        "hostssl  shop  kbconnect_reader  10.20.4.77/32  scram-sha-256",
        "pg_hba.conf",
        "ufw allow proto tcp from 10.20.4.77 to any port 5432",
        ("In a cloud, the security group of the server has to let TCP port 5432 in from 10.20.4.77/32.",),
    ),
)


def check(*, ok: bool = True, can_write: bool = False, summary: str = "", minutes: float = 12) -> LastCheck:
    return LastCheck(ago(minutes=minutes), ok, can_write, summary, "PostgreSQL 16.3", "TLS 1.3" if ok else "")


def connector(
    connector_id: str,
    name: str,
    host: str,
    *,
    last_check: LastCheck | None = None,
    username: str = "kb_reader",
    secret: str = "keyring:x",
) -> Connector:
    """A PostgreSQL server."""
    made = ago(days=40)
    options = ConnectorOptions(tls=TlsMode.VERIFY_FULL)
    return Connector(
        connector_id, name, "postgresql", host, 5432, username, "main", options, secret, made, made, last_check
    )


def file_connector(connector_id: str, name: str, path: str, last_check: LastCheck | None = None) -> Connector:
    """A SQLite file."""
    made = ago(days=40)
    return Connector(connector_id, name, "sqlite", "", None, "", path, ConnectorOptions(), "", made, made, last_check)


def dataset(dataset_id: str, name: str, connector_id: str, selection: str | Selection = "public.tickets") -> Dataset:
    if isinstance(selection, str):
        schema, _, table = selection.rpartition(".")
        selection = TableSelection(TableRef(schema, table))
    made = ago(days=30)
    return Dataset(
        dataset_id,
        name,
        connector_id,
        "kb",
        selection,
        Mapping(("id",), "title", ("body",)),
        ChangeMode.COMPARE,
        "",
        ChunkPolicy(),
        SyncPolicy(),
        made,
        made,
    )


def run(
    run_id: int,
    dataset_id: str,
    started: datetime,
    status: RunStatus = RunStatus.COMPLETED,
    counts: SyncCounts | None = None,
    *,
    seconds: float | None = 1.2,
    trigger: Trigger = Trigger.MANUAL,
    error: ErrorInfo | None = None,
    rejects: tuple[Reject, ...] = (),
) -> SyncRun:
    finished = started + timedelta(seconds=seconds) if seconds is not None else None
    return SyncRun(
        run_id, dataset_id, trigger, status, started, finished, counts or SyncCounts(), None, seconds, error, rejects
    )


REFUSED = ErrorInfo(
    "login_refused",
    "The server refused the login of hr_reader: the password is wrong, or there is no such user.",
    "Enter the password of hr_reader again, or ask who looks after the database for it.",
    retryable=False,
    detail='FATAL: password authentication failed for user "hr_reader"\nSQLSTATE 28P01',
)
BRAKE = ErrorInfo(
    "delete_brake",
    "The source returned 3,888 rows, and 22,116 of 26,004 documents (85%) would be removed.",
    "Often the cause is a failed import or a new filter at the source. If the rows are really gone or empty, sync "
    "again and allow the removal (--allow-deletes).",
    retryable=False,
    detail=BrakeNumbers(22_116, 26_004).detail(),
)
REJECTS = (
    Reject(("48771",), "body_html", "The text is empty after the HTML tags are removed"),
    Reject(("48772",), "body_html", "The text is empty after the HTML tags are removed"),
    Reject(("49004",), "title", "Not valid UTF-8 at character 18"),
    Reject(("49120",), "body_html", "Larger than the limit of 20 MB (52 MB)"),
    Reject(("49121",), "body_html", "Larger than the limit of 20 MB (31 MB)"),
    Reject(("50310",), "updated_at", "Not valid UTF-8 at character 7"),
    Reject(("50311",), "updated_at", "Not valid UTF-8 at character 7"),
)

_SELECT = QuerySelection("SELECT r.id, r.name, n.body FROM releases r JOIN notes n ON n.release_id = r.id")


def overview() -> SourcesOverview:
    """Six connectors in different states; the first one is "Support desk" with four datasets ("c" is its id)."""
    support = connector("c", "Support desk", "db.support.acme.example", last_check=check())
    tickets = run(1, "Support tickets", ago(days=1), counts=SyncCounts(read=1))
    articles = run(
        2,
        "articles",
        ago(hours=3),
        RunStatus.COMPLETED_WITH_REJECTS,
        SyncCounts(read=9_052, added=42, updated=3, deleted=1, unchanged=9_000, rejected=7),
        seconds=4,
    )
    macros = run(3, "macros", ago(hours=8), counts=SyncCounts(read=318, unchanged=318))
    notes = run(4, "notes", ago(hours=8, minutes=1), counts=SyncCounts(read=1_204, added=2, unchanged=1_202))
    support_sets = (
        _shown(dataset("Support tickets", "Support tickets", "c"), 214_799, tickets),
        _shown(dataset("articles", "Help articles", "c", "public.help_articles"), 9_045, articles),
        _shown(dataset("macros", "Macros and replies", "c", "public.macros"), 318, macros),
        _shown(dataset("notes", "Release notes", "c", _SELECT), 1_204, notes),
    )
    wide = replace(check(can_write=True), powers=POWERS)
    catalogue = connector("products", "Product catalogue", "catalogue.acme.example", last_check=wide, username="shop")
    refused = check(
        ok=False, summary="The server refused the login of hr_reader: the password is wrong, or there is no such user."
    )
    policies = connector("hr", "HR policies", "10.20.4.31", last_check=refused, username="hr_reader")
    failed = run(5, "policies", ago(hours=10), RunStatus.FAILED, error=REFUSED)
    before = run(6, "policies", ago(days=4), counts=SyncCounts(read=812, unchanged=812))
    policy_set = replace(
        _shown(dataset("policies", "Policies", "hr", "hr.policies"), 812, failed), synced_at=before.started_at
    )
    texts = run(7, "texts", ago(hours=10), counts=SyncCounts(read=26_004))
    field_notes = file_connector("field", "Field notes", "/home/ana/Documents/field-notes.db", check(minutes=2_000))
    visits = run(8, "visits", ago(days=1, hours=2), counts=SyncCounts(read=512, unchanged=512))
    archive = connector("archive", "Finance archive", "finance.acme.example", secret="env:FINANCE_PASSWORD")
    nightly = NextSync("Every night at 02:00", at_next(2))
    plans = {
        "Support tickets": nightly,
        "articles": NextSync("Every 4 hours", at_next(14)),
        "macros": replace(nightly, at=None, paused=True),
        "texts": nightly,
        "policies": NextSync(
            "Every day at 07:00", at_next(7), waiting_for="the keyring to be unlocked", waiting_kind=WaitKind.UNLOCK
        ),
        "visits": NextSync(
            "Every hour",
            ago(minutes=-20),
            waiting_for="the network: field.acme.example can't be reached",
            waiting_kind=WaitKind.NETWORK,
        ),
    }
    return SourcesOverview(
        PROVIDERS,
        (
            ConnectorOverview(support, support_sets, (articles, macros, notes)),
            ConnectorOverview(
                catalogue,
                (_shown(dataset("texts", "Product texts", "products", "shop.texts"), 26_004, texts),),
                (texts,),
            ),
            ConnectorOverview(policies, (policy_set,), (before,)),
            ConnectorOverview(
                field_notes, (_shown(dataset("visits", "Visits", "field", "visits"), 512, visits),), (visits,)
            ),
            ConnectorOverview(archive),
        ),
    ).with_plans(plans)


def _shown(one: Dataset, documents: int | None, last: SyncRun) -> DatasetOverview:
    return DatasetOverview(one, "Customer support", documents, last, last.finished_at)


def history() -> History:
    """Four weeks of runs in every state; the newest one, of "Support tickets", is running."""
    shown = overview()
    origins = {
        one.dataset.id: Origin(one.dataset, source.connector.name, source.connector.id, source.connector.host)
        for source in shown.connectors
        for one in source.datasets
    }
    rejected = SyncCounts(read=9_052, added=42, updated=3, deleted=1, unchanged=9_000, rejected=7, embedded=96)
    running = SyncCounts(read=214_806, added=214_799, rejected=7)
    some, by_schedule = RunStatus.COMPLETED_WITH_REJECTS, Trigger.SCHEDULE
    runs = [
        run(1204, "Support tickets", ago(minutes=10), RunStatus.RUNNING, running, seconds=None),
        run(1203, "articles", ago(hours=3), some, rejected, seconds=4, rejects=REJECTS),
        run(1202, "policies", ago(hours=10), RunStatus.FAILED, seconds=2, trigger=by_schedule, error=REFUSED),
        run(
            1201,
            "texts",
            ago(hours=10),
            RunStatus.FAILED,
            SyncCounts(read=26_004),
            seconds=41,
            trigger=by_schedule,
            error=BRAKE,
        ),
        run(1200, "visits", ago(hours=11), counts=SyncCounts(read=2_118, added=4, updated=1), seconds=2),
        run(1199, "Support tickets", ago(days=1), RunStatus.CANCELLED, SyncCounts(read=31_000), seconds=64),
        run(1198, "notes", ago(days=2), RunStatus.INTERRUPTED, SyncCounts(read=18_330, added=1_204), seconds=190),
        run(1197, "macros", ago(days=2, hours=4), counts=SyncCounts(read=318, unchanged=318), trigger=Trigger.COMMAND),
    ]
    number = 1196
    for day in range(3, 28):
        for turn in range(3 + (day * 7) % 5):
            at = ago(days=day, minutes=20 * turn)
            bad = day in (5, 12, 13) and turn == 1
            half = day in (6, 13, 20) and turn == 0
            status = RunStatus.FAILED if bad else some if half else RunStatus.COMPLETED
            counts = SyncCounts(read=9_000, added=turn, rejected=2 if half else 0)
            which = ("articles", "macros", "policies", "texts")[turn % 4]
            runs.append(run(number, which, at, status, counts, error=REFUSED if bad else None))
            number -= 1
    return History(origins, tuple(sorted(runs, key=lambda one: one.started_at, reverse=True)))


REPORT = ConnectionReport(
    (
        CheckStep("resolve", StepState.PASSED, "db.support.acme.example has the address 10.20.4.17", seconds=0.003),
        CheckStep("connect", StepState.PASSED, "Port 5432 answers", seconds=0.012),
        CheckStep("tls", StepState.PASSED, "TLS 1.3, certificate valid until 12 March 2027", seconds=0.021),
        CheckStep("login", StepState.PASSED, "Signed in as support_app", seconds=0.038),
        CheckStep("database", StepState.PASSED, "support, PostgreSQL 16.3", seconds=0.004),
        CheckStep(
            "read",
            StepState.WARNING,
            "31 of 43 tables can be read. support_app may not look into the schema “tickets”. Ask its owner to run:",
            "That is enough if the tables you need are among them. To read all, have their owner run:",
            "GRANT USAGE ON SCHEMA tickets TO support_app;\n"
            "GRANT SELECT ON ALL TABLES\n  IN SCHEMA tickets TO support_app;",
            seconds=0.009,
        ),
        CheckStep(
            "privileges",
            StepState.WARNING,
            "This account can write to 12 tables. kbconnect never writes, but a read-only account is safer.",
            "Have the script below run by an administrator, then use the new account here.",
            "CREATE ROLE kb_reader LOGIN;",
            seconds=0.006,
        ),
    ),
    "PostgreSQL 16.3",
    can_write=True,
    encryption="TLS 1.3",
)
