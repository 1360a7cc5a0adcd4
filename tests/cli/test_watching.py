"""`schedule --watch`: who is asked for the vault's pass phrase, and what is said where nobody can be."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from kbconnect.app.application import build_application
from kbconnect.app.connectors import draft_of
from kbconnect.core.connector import Secret
from kbconnect.core.job import JobCancelled
from tests.cli.conftest import CommandLine, Terminal
from tests.cli.conversation import conversation
from tests.cli.test_schedules import NIGHTLY, let_pass

PHRASE = "a pass phrase nobody guesses"


@pytest.fixture
def locked(cli: CommandLine, dataset: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A scheduled dataset, one night late, whose password is in a vault with a pass phrase."""
    cli("schedule", dataset, *NIGHTLY)
    let_pass(home, 1)
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    with build_application(home, {}, lambda _: PHRASE) as application:
        connector = application.connectors.find("Shop")
        saved = application.connectors.edit(connector.id, draft_of(connector), Secret("hunter2"))
        assert saved.secret_reference.startswith("vault:")
    return dataset


@pytest.fixture
def one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that is stopped after it began what was due."""

    def stop(*_: object) -> None:
        raise JobCancelled

    monkeypatch.setattr("kbconnect.core.job.InlineContext.wait", stop)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo terminal")
def test_the_pass_phrase_is_asked_for_before_the_watch_begins(cli: CommandLine, locked: str) -> None:
    with conversation("schedule", "--watch") as person:
        person.wait_for("Its pass phrase is needed for Articles")
        person.wait_for("Pass phrase of the encrypted vault: ")
        person.type("a wrong one, surely")
        person.wait_for("This is not the pass phrase of the encrypted vault.\nPass phrase of the encrypted vault: ")
        person.type(PHRASE)
        person.wait_for("Catches up the sync of")
        person.process.send_signal(signal.SIGTERM)
        code, out = person.end()
    assert (code, out[:20]) == (0, "Articles  Done  +10 ")
    assert "The encrypted vault is open." in person.said
    assert PHRASE not in person.said


@pytest.mark.usefixtures("one_look")
def test_without_a_terminal_it_says_which_syncs_wait_and_what_helps(cli: CommandLine, locked: str) -> None:
    told = cli("schedule", "--watch").err
    assert "there is no terminal to ask for its pass phrase, so these wait: Articles." in told
    assert "kbconnect connector edit NAME --secret REF" in told
    assert "Watching the schedules." in told


@pytest.mark.usefixtures("one_look")
def test_whoever_gives_no_pass_phrase_is_told_what_waits(
    cli: CommandLine, locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_: "")
    told = cli("schedule", "--watch", stdin=Terminal()).err
    assert "The encrypted vault stays locked, so these wait: Articles." in told
    assert cli.json("runs") == {"runs": []}


@pytest.mark.usefixtures("one_look")
def test_nobody_is_asked_for_what_no_sync_needs(cli: CommandLine, locked: str) -> None:
    cli("schedule", locked, "--pause")
    told = cli("schedule", "--watch", stdin=Terminal()).err
    assert "pass phrase" not in told
    assert "Watching the schedules." in told
