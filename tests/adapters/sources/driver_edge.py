"""What holds at the edge of every driver that is tested without a server of its kind: SQL Server's and Oracle's.

A subclass names the dialect and a server that speaks its protocol as far as a refusal. The real driver is used.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
import sqlglot

from kbconnect.adapters.sources.dialect import DialectProvider, checked_selection
from kbconnect.adapters.sources.dialect_check import check
from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.adapters.sources.dialect_powers import Question
from kbconnect.core.connector import (
    CheckStep,
    ConnectorDraft,
    ConnectorOptions,
    Dial,
    Secret,
    SshTunnel,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import (
    ConnectTimeoutError,
    DriverMissingError,
    KbConnectError,
    PortClosedError,
    QueryRefusedError,
    SourceError,
    SourceLostError,
    TlsError,
)
from kbconnect.core.job import InlineContext
from kbconnect.core.model import QuerySelection
from tests.adapters.sources import tds_server
from tests.adapters.sources.sent_sql import Recorded
from tests.adapters.sources.tds_server import Behaviour, Seen
from tests.certificates import Certificates

PASSWORD = "planted-secret-5417"
LOCAL = "127.0.0.1"


class DriverEdge:
    """dialect: what is tested. module, package: of its driver. kind: what a refused login is.

    questions: of the audit. refused_queries: SQL that does more than read.
    """

    dialect: ClassVar[Dialect]
    module: ClassVar[str]
    package: ClassVar[str]
    kind: ClassVar[type[SourceError]]
    questions: ClassVar[tuple[Question, ...]]
    refused_queries: ClassVar[tuple[str, ...]]

    def refusing(self, seen: Seen, certificate: Path | None = None) -> Behaviour:
        """A server that greets, and refuses whoever signs in with an error that is of `kind`."""
        raise NotImplementedError

    def written(self) -> object:
        """How SQLAlchemy writes for this driver."""
        raise NotImplementedError

    # ---------------------------------------------------------------------------------------- reaching for it

    def draft(self, port: int | None, **options: object) -> ConnectorDraft:
        chosen = ConnectorOptions(connect_timeout_s=1, **options)  # type: ignore[arg-type]  # by field
        return ConnectorDraft("Shop", self.dialect.info.id, LOCAL, port, "reader", "shop", chosen)

    def refusal(self, connector: ConnectorDraft) -> SourceError:
        with pytest.raises(SourceError) as caught, DialectProvider(self.dialect).open(connector, Secret(PASSWORD)):
            pass
        assert PASSWORD not in f"{caught.value.message}{caught.value.hint}{caught.value.detail}{caught.value.fix}"
        assert caught.value.hint
        return caught.value

    def steps_of(self, connector: ConnectorDraft) -> dict[str, CheckStep]:
        report = check(self.dialect, connector, Secret(PASSWORD), lambda _: None, InlineContext())
        assert len({step.name for step in report.steps}) == len(report.steps)
        assert PASSWORD not in repr(report)
        for step in report.steps:
            assert step.hint or step.state in {StepState.PASSED, StepState.SKIPPED}
        return {step.name: step for step in report.steps}

    def failing(self, connector: ConnectorDraft) -> CheckStep:
        """The step that fails, and nothing after it."""
        steps = list(self.steps_of(connector).values())
        assert [step.ok for step in steps] == [True] * (len(steps) - 1) + [False]
        return steps[-1]

    @pytest.fixture
    def _left_behind(self) -> Iterator[None]:
        """Drivers leave sockets to the garbage collector, which Python warns of, and threads that wait."""
        yield
        for thread in threading.enumerate():
            if thread.name == "connecting":
                thread.join(20)  # the server has hung up
                assert not thread.is_alive()
        gc.collect()

    # ---------------------------------------------------------------------------------------- ports

    def test_a_closed_port_is_told_with_what_to_do_on_the_server(self) -> None:
        with tds_server.serving(tds_server.hang_up) as port:
            pass
        step = self.failing(self.draft(port))
        assert (step.name, step.detail) == ("connect", f"{LOCAL} answers, but nothing listens on port {port}.")
        assert step.fix
        assert isinstance(self.refusal(self.draft(port)), PortClosedError)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    @pytest.mark.usefixtures("_left_behind")
    @pytest.mark.parametrize(
        ("behave", "said"),
        [
            (tds_server.talk_rubbish, "a web server"),
            (tds_server.answering(b"SSH-2.0-OpenSSH_9.2\r\n"), "an SSH server"),
            (tds_server.answering(b"220 mail.example ESMTP\r\n"), "a mail or file server"),
            (tds_server.answering(b"J\0\0\0\x0a8.4.0\0" + bytes(60)), "MySQL or MariaDB"),
            (tds_server.answering(b"\x01\x02\x03" * 9), "something else"),
        ],
    )
    def test_something_else_on_the_port_is_named(self, behave: Behaviour, said: str) -> None:
        with tds_server.serving(behave) as port:
            assert isinstance(self.refusal(self.draft(port)), (PortClosedError, SourceLostError))
            step = self.failing(self.draft(port))
        assert step.name == "connect"
        assert said in step.detail
        assert "port" in step.hint

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    @pytest.mark.usefixtures("_left_behind")
    def test_a_server_that_hangs_up_at_once_is_told(self) -> None:
        with tds_server.serving(tds_server.hang_up) as port:
            assert isinstance(self.refusal(self.draft(port)), (PortClosedError, SourceLostError))
            step = self.failing(self.draft(port))
        assert step.detail in {
            f"{LOCAL} took the connection and broke it off at once.",
            f"{LOCAL} broke off the connection before anybody signed in.",
        }

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    @pytest.mark.usefixtures("_left_behind")
    def test_a_server_that_says_nothing_is_given_up(self) -> None:
        with tds_server.serving(tds_server.stay_silent) as port:
            step = self.failing(self.draft(port))
            assert (step.name, step.detail) == ("connect", f"{LOCAL} took the connection but did not answer in time.")
            assert isinstance(self.refusal(self.draft(port)), ConnectTimeoutError)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    @pytest.mark.usefixtures("_left_behind")
    def test_a_silent_server_keeps_nobody_from_another(self) -> None:
        seen = Seen()
        with (
            tds_server.serving(tds_server.stay_silent) as silent,
            tds_server.serving(self.refusing(seen)) as port,
        ):
            assert isinstance(self.refusal(self.draft(silent)), ConnectTimeoutError)
            assert isinstance(self.refusal(self.draft(port)), self.kind)

    # ---------------------------------------------------------------------------------------- encryption

    @pytest.mark.parametrize(
        ("mode", "authority", "host", "reaches_login"),
        [
            (TlsMode.REQUIRE, "", LOCAL, True),
            (TlsMode.VERIFY_CA, "ours", "elsewhere.example", True),
            (TlsMode.VERIFY_FULL, "ours", LOCAL, True),
            (TlsMode.VERIFY_FULL, "ours", "elsewhere.example", False),
            (TlsMode.VERIFY_CA, "other", LOCAL, False),
            (TlsMode.VERIFY_FULL, "", LOCAL, False),
        ],
    )
    def test_the_certificate_is_checked_before_anybody_signs_in(
        self,
        edge_certificates: Certificates,
        edge_pem: Path,
        mode: TlsMode,
        authority: str,
        host: str,
        reaches_login: bool,
    ) -> None:
        seen = Seen()
        file = {"ours": str(edge_certificates.ca_file), "other": str(edge_certificates.other_ca_file), "": ""}[
            authority
        ]
        with tds_server.serving(self.refusing(seen, edge_pem)) as port:
            connector = replace(self.draft(port, tls=mode, tls_ca_file=file), host=host, dial=Dial(LOCAL, port))
            error = self.refusal(connector)
        assert bool(seen.logins) is reaches_login
        assert all(seen.encrypted)
        assert isinstance(error, self.kind) is reaches_login

    def test_the_doctor_shows_the_certificate_that_is_in_use(
        self, edge_certificates: Certificates, edge_pem: Path
    ) -> None:
        with tds_server.serving(self.refusing(Seen(), edge_pem)) as port:
            steps = self.steps_of(
                self.draft(port, tls=TlsMode.VERIFY_FULL, tls_ca_file=str(edge_certificates.ca_file)),
            )
        facts = {fact.name: fact.value for fact in steps["tls"].facts}
        assert steps["tls"].state is StepState.PASSED
        assert facts["Encryption"].startswith("TLS 1.")
        assert facts["Certificate of"] == "localhost"
        assert facts["Issued by"] == "kbconnect tests"
        assert facts["Made out to"] == "localhost, 127.0.0.1"
        assert facts["Server's certificate"] == "checked: who issued it, and the name of the server"
        assert {fact.name for fact in steps["connect"].facts} >= {"Address", "Connecting took"}

    @pytest.mark.parametrize(
        ("authority", "said"), [("other", "signed by nobody this computer trusts"), ("", "signed by nobody")]
    )
    def test_a_certificate_nobody_trusts_ends_the_test_at_its_step(
        self, edge_certificates: Certificates, edge_pem: Path, authority: str, said: str
    ) -> None:
        seen = Seen()
        file = str(edge_certificates.other_ca_file) if authority else ""
        with tds_server.serving(self.refusing(seen, edge_pem)) as port:
            step = self.failing(self.draft(port, tls=TlsMode.VERIFY_FULL, tls_ca_file=file))
        assert step.name == "tls"
        assert said in step.detail
        assert {fact.name: fact.value for fact in step.facts}["Issued by"] == "kbconnect tests"
        assert seen.logins == []

    def test_certificates_that_can_not_be_read_are_named_at_their_step(self, edge_pem: Path, tmp_path: Path) -> None:
        with tds_server.serving(self.refusing(Seen(), edge_pem)) as port:
            step = self.failing(self.draft(port, tls=TlsMode.VERIFY_FULL, tls_ca_file=str(tmp_path / "no.pem")))
        assert step.name == "tls"
        assert step.hint

    def test_the_end_of_a_tunnel_is_not_taken_for_the_server(self) -> None:
        seen = Seen()
        with tds_server.serving(self.refusing(seen)) as port:
            draft = self.draft(4711)
            tunnel = replace(draft.options, tunnel=SshTunnel("jump.example"))
            steps = self.steps_of(replace(draft, host="db.example", options=tunnel, dial=Dial(LOCAL, port)))
        assert steps["resolve"].detail == "Not needed: jump.example looks the host up"
        assert steps["connect"].detail == "Port 4711 answers"
        assert "Address" not in {fact.name for fact in steps["connect"].facts}
        assert (steps["tls"].state, "Encrypted by SSH as far as jump" in steps["tls"].detail) == (
            StepState.WARNING,
            True,
        )
        assert seen.logins

    def test_encryption_that_is_demanded_is_never_given_up(self) -> None:
        seen = Seen()
        with tds_server.serving(self.refusing(seen)) as port:
            assert isinstance(self.refusal(self.draft(port, tls=TlsMode.REQUIRE)), (TlsError, PortClosedError))
            assert self.failing(self.draft(port, tls=TlsMode.REQUIRE)).name == "tls"
        assert b"shop" not in b"".join(seen.logins).replace(b"\0", b"").lower()

    # ---------------------------------------------------------------------------------------- driver and SQL

    def test_a_missing_driver_says_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, self.module, None)
        with (
            pytest.raises(DriverMissingError) as caught,
            DialectProvider(self.dialect).open(self.draft(1), None),
        ):
            pass
        assert f"pip install '{self.package}'" in caught.value.hint

    def test_what_is_asked_of_the_catalogue_can_be_parsed_and_only_reads(self) -> None:
        dialect = self.dialect
        asked = (dialect.all_columns, dialect.row_estimates, dialect.readable, dialect.schemas, dialect.version)
        for statement in filter(None, (*asked, dialect.clock, *(each.statement for each in self.questions))):
            parsed = sqlglot.parse(statement, read=dialect.sqlglot)
            assert len(parsed) == 1, statement
            assert isinstance(parsed[0], sqlglot.exp.Query), statement

    def test_queries_that_do_more_than_read_are_refused(self) -> None:
        for sql in self.refused_queries:
            with pytest.raises(QueryRefusedError):
                checked_selection(self.dialect, QuerySelection(sql))

    def test_what_the_account_could_do_is_named(self) -> None:
        powers = self.dialect.powers
        assert powers is not None
        found = powers(Recorded(self.written(), answer=1))  # type: ignore[arg-type]  # records
        assert "administrator" in found[0].sentence
        assert len(found) == len(self.questions)
        assert powers(Recorded(self.written(), answer=0)) == ()  # type: ignore[arg-type]  # records


def told(error: KbConnectError | None, code: str) -> str:
    """What is told of a code of the server; it says what to do, and leaves the code to IT."""
    assert error is not None, code
    assert error.message.endswith("."), code
    assert code not in error.message
    assert error.hint, code
    assert error.detail == f"words of {code}"
    return error.message
