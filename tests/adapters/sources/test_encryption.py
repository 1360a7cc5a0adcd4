"""What a connection test tells of encryption, certificates, clocks and versions, on a real server that wants them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.adapters.sources.certificates import CertificateFacts
from kbconnect.adapters.sources.encryption import Encryption, said_of
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ConnectorOptions,
    Dial,
    Secret,
    SshTunnel,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import LoginRefusedError, SourceError, TlsError
from kbconnect.core.job import InlineContext
from tests import servers
from tests.adapters.sources.postgresql_world import draft_of
from tests.certificates import Issued

pytestmark = pytest.mark.server

CHECK = "kbconnect.adapters.sources.postgresql_check"


def check(draft: ConnectorDraft, password: str) -> ConnectionReport:
    return check_connection(draft, Secret(password), lambda _: None, InlineContext())


def step_of(report: ConnectionReport, name: str) -> CheckStep:
    return next(step for step in report.steps if step.name == name)


def facts_of(step: CheckStep) -> dict[str, str]:
    return {fact.name: fact.value for fact in step.facts}


def with_certificate(
    login: servers.PostgresDatabase, issued: Issued, mode: TlsMode = TlsMode.REQUIRE
) -> ConnectorDraft:
    draft = draft_of(login, tls=mode)
    certificate, key = str(issued.certificate_file), str(issued.key_file)
    return replace(draft, options=replace(draft.options, tls_certificate_file=certificate, tls_key_file=key))


def refusal(draft: ConnectorDraft, password: str) -> SourceError:
    """The same from the test and from opening."""
    report = check(draft, password)
    assert not report.ok
    with pytest.raises(SourceError) as caught, open_source(draft, Secret(password)):
        pass
    assert report.steps[-1].detail == caught.value.message
    assert caught.value.hint
    return caught.value


# --------------------------------------------------------------------------------------------------- the server's side


@pytest.mark.parametrize(
    ("mode", "checked"),
    [
        (TlsMode.REQUIRE, "not checked"),
        (TlsMode.VERIFY_FULL, "checked: who issued it, and the name of the server"),
    ],
)
def test_what_is_in_use_is_told(debian_postgres: servers.DebianPostgres, mode: TlsMode, checked: str) -> None:
    login = debian_postgres.reader
    told = facts_of(step_of(check(draft_of(login, tls=mode, tls_ca_file=str(login.ca_file)), login.password), "tls"))
    assert told["Encryption"].startswith("TLS 1.3, TLS_")
    assert told["Certificate of"] == "localhost"
    assert told["Issued by"] == "kbconnect tests"
    assert told["Made out to"] == "localhost, 127.0.0.1"
    assert told["Server's certificate"] == checked
    assert told["Valid until"].endswith(" UTC")


def test_server_clock_and_round_trip_are_told(debian_postgres: servers.DebianPostgres) -> None:
    login = debian_postgres.reader
    told = facts_of(step_of(check(draft_of(login), login.password), "database"))
    assert told["Server"].startswith("PostgreSQL ")
    assert told["Round trip"].endswith(" ms")
    assert abs(float(told["Clock of the server"].removesuffix(" s"))) < 5


@pytest.mark.parametrize(
    ("off_s", "says"),
    [(-3600, "60 min ahead of"), (3600, "60 min behind"), (90, "90 s behind"), (-90, "90 s ahead of")],
)
def test_a_clock_that_is_off_is_a_warning(
    debian_postgres: servers.DebianPostgres, monkeypatch: pytest.MonkeyPatch, off_s: float, says: str
) -> None:
    monkeypatch.setattr(f"{CHECK}.clock", lambda: datetime.now(UTC).timestamp() + off_s)
    login = debian_postgres.reader
    step = step_of(check(draft_of(login), login.password), "database")
    assert step.state is StepState.WARNING
    assert says in step.detail
    assert step.hint


def test_a_clock_that_is_a_little_off_is_none(
    debian_postgres: servers.DebianPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{CHECK}.clock", lambda: datetime.now(UTC).timestamp() + 30)
    login = debian_postgres.reader
    assert step_of(check(draft_of(login), login.password), "database").state is StepState.PASSED


@pytest.mark.parametrize(("until", "state"), [(date(2020, 1, 9), StepState.WARNING), (None, StepState.PASSED)])
def test_a_version_without_fixes_is_a_warning(
    debian_postgres: servers.DebianPostgres, monkeypatch: pytest.MonkeyPatch, until: date | None, state: StepState
) -> None:
    monkeypatch.setattr(f"{CHECK}.last_fixes", lambda major: until)
    login = debian_postgres.reader
    step = step_of(check(draft_of(login), login.password), "database")
    assert step.state is state
    assert ("gets no fixes any more since 9 January 2020" in step.detail) is (until is not None)


# --------------------------------------------------------------------------------------------------- this side


def test_a_certificate_of_this_side_lets_in(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    login = debian_postgres.cert_only
    issued = debian_postgres.certificates.authority.issue(tmp_path, "reader")
    draft = with_certificate(login, issued, TlsMode.VERIFY_FULL)
    draft = replace(draft, options=replace(draft.options, tls_ca_file=str(login.ca_file)))
    report = check(draft, login.password)
    assert [step.state for step in report.steps[2:5]] == [StepState.PASSED] * 3
    assert facts_of(step_of(report, "tls"))["Shown by this side"] == "reader"
    with open_source(draft, Secret(login.password)) as source:
        assert source.tables() == ()


def test_certificate_and_key_may_stand_in_one_file(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    login = debian_postgres.cert_only
    issued = debian_postgres.certificates.authority.issue(tmp_path, "reader")
    both = tmp_path / "both.pem"
    both.write_bytes(issued.certificate_file.read_bytes() + issued.key_file.read_bytes())
    both.chmod(0o600)
    draft = draft_of(login, tls=TlsMode.REQUIRE)
    draft = replace(draft, options=replace(draft.options, tls_certificate_file=str(both)))
    with open_source(draft, Secret(login.password)) as source:
        assert source.tables() == ()


def test_without_a_certificate_it_is_said_that_one_may_be_wanted(debian_postgres: servers.DebianPostgres) -> None:
    login = debian_postgres.cert_only
    told = refusal(draft_of(login, tls=TlsMode.REQUIRE), login.password)
    assert isinstance(told, LoginRefusedError)
    assert "certificate of this side" in told.hint


def test_a_certificate_of_somebody_else_is_refused(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    login = debian_postgres.cert_only
    told = refusal(
        with_certificate(login, debian_postgres.certificates.authority.issue(tmp_path, "writer")), login.password
    )
    assert isinstance(told, LoginRefusedError)
    assert "certificate is made out to another name" in told.message


def test_a_certificate_of_a_strange_authority_is_refused(
    debian_postgres: servers.DebianPostgres, tmp_path: Path
) -> None:
    login = debian_postgres.cert_only
    stranger = debian_postgres.certificates.stranger.issue(tmp_path, "reader")
    draft = with_certificate(login, stranger)
    report = check(draft, login.password)
    assert not report.ok
    # What the server says of it may be lost, when it closes while this side goes on talking.
    assert "certificate of this side" in report.steps[-1].detail
    with pytest.raises(TlsError) as caught, open_source(draft, Secret(login.password)):
        pass
    assert "certificate of this side" in caught.value.message


SPOILED: list[tuple[str, Callable[[Issued, Issued], object], str]] = [
    ("no certificate", lambda mine, _: mine.certificate_file.unlink(), "does not exist"),
    ("no key", lambda mine, _: mine.key_file.unlink(), "does not exist"),
    ("no PEM", lambda mine, _: mine.certificate_file.write_text("nothing", encoding="utf-8"), "holds no certificate"),
    ("swapped", lambda mine, _: mine.key_file.write_bytes(mine.certificate_file.read_bytes()), "holds no private key"),
    ("protected", lambda mine, _: mine.write_key(protected=True), "is protected by a pass phrase"),
    ("another key", lambda mine, other: mine.key_file.write_bytes(other.key_file.read_bytes()), "does not belong to"),
]


@pytest.mark.parametrize(("spoil", "says"), [pytest.param(spoil, says, id=name) for name, spoil, says in SPOILED])
def test_files_that_cannot_be_used_are_told(
    spoil: Callable[[Issued, Issued], object], says: str, debian_postgres: servers.DebianPostgres, tmp_path: Path
) -> None:
    authority, login = debian_postgres.certificates.authority, debian_postgres.cert_only
    mine, other = authority.issue(tmp_path, "reader"), authority.issue(tmp_path, "other")
    spoil(mine, other)
    told = refusal(with_certificate(login, mine), login.password)
    assert isinstance(told, TlsError)
    assert says in told.message


def test_times_of_a_certificate(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    authority, login = debian_postgres.certificates.authority, debian_postgres.cert_only
    ended = authority.issue(tmp_path, "reader", days=-1)
    assert "has expired" in refusal(with_certificate(login, ended), login.password).message
    to_come = authority.issue(tmp_path, "reader", days=30, begins_days=10)
    assert "is not valid yet" in refusal(with_certificate(login, to_come), login.password).message
    ending = authority.issue(tmp_path, "reader", days=10)
    step = step_of(check(with_certificate(login, ending), login.password), "tls")
    assert step.state is StepState.WARNING
    assert "certificate of this side ends soon" in step.detail


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions there")
def test_a_key_that_others_can_read_is_not_used(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    login = debian_postgres.cert_only
    mine = debian_postgres.certificates.authority.issue(tmp_path, "reader")
    mine.key_file.chmod(0o644)
    told = refusal(with_certificate(login, mine), login.password)
    assert "can be read by other accounts" in told.message
    assert told.fix == f"chmod 600 {mine.key_file}"


def test_a_key_without_its_certificate(debian_postgres: servers.DebianPostgres, tmp_path: Path) -> None:
    login = debian_postgres.reader
    draft = draft_of(login, tls=TlsMode.REQUIRE)
    draft = replace(draft, options=replace(draft.options, tls_key_file=str(tmp_path / "key")))
    assert "not the certificate" in refusal(draft, login.password).message


# --------------------------------------------------------------------------------------------------- words

FAR = ConnectorDraft("Far", "postgresql", "db.example", 5432)
TUNNEL = ConnectorOptions(tunnel=SshTunnel("ssh.example"))
DIALLED = replace(FAR, options=TUNNEL, dial=Dial("127.0.0.1", 1))


def certificate(days: float) -> CertificateFacts:
    now = datetime.now(UTC)
    return CertificateFacts("db.example", "Authority", (), now - timedelta(days=300), now + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "state", "says"),
    [
        (45, StepState.PASSED, "TLS 1.3, certificate valid until"),
        (29, StepState.WARNING, "ends soon"),
        (-2, StepState.WARNING, "has expired"),
    ],
)
def test_a_certificate_that_ends_is_told_before(days: float, state: StepState, says: str) -> None:
    said = said_of(FAR, Encryption("TLS 1.3", "AES", certificate(days)), is_local=False)
    assert said.state is state
    assert says in said.detail


@pytest.mark.parametrize(
    ("draft", "is_local", "state", "says"),
    [
        (FAR, False, StepState.WARNING, "the server offers no TLS"),
        (
            replace(FAR, options=ConnectorOptions(TlsMode.DISABLE)),
            False,
            StepState.WARNING,
            "as this connector demands",
        ),
        (FAR, True, StepState.SKIPPED, "nothing leaves this computer"),
        (DIALLED, True, StepState.WARNING, "From there to db.example nothing is encrypted"),
        (replace(DIALLED, host="localhost"), True, StepState.SKIPPED, "as far as ssh.example, where the database runs"),
        (replace(DIALLED, host="127.0.0.1"), True, StepState.SKIPPED, "as far as ssh.example, where the database runs"),
    ],
)
def test_nothing_unencrypted_is_silent(draft: ConnectorDraft, is_local: bool, state: StepState, says: str) -> None:
    said = said_of(draft, Encryption(""), is_local=is_local)
    assert said.state is state
    assert says in said.detail


def test_what_nobody_asked_for_is_not_said_to_be_missing() -> None:
    said = said_of(FAR, Encryption(""), is_local=False, was_tried=False)
    assert (said.state, "doesn't demand it" in said.detail) == (StepState.WARNING, True)
    against = replace(FAR, options=replace(FAR.options, tls=TlsMode.DISABLE))
    assert "as this connector demands" in said_of(against, Encryption(""), is_local=False, was_tried=False).detail
