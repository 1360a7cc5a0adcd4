"""With a person at a terminal: questions without echo, the vault's pass phrase, Ctrl+C, colours and moving progress."""

from __future__ import annotations

import getpass
import signal
import sys
import threading
from pathlib import Path

import pytest

from kbconnect.app.syncing import Syncing
from kbconnect.cli.progress import PlainProgress
from kbconnect.cli.session import Questions
from kbconnect.core.connector import PassPhrasePurpose
from kbconnect.core.job import JobContext
from kbconnect.core.model import SyncOptions
from tests.cli.conftest import CommandLine, Shop, Terminal
from tests.cli.conversation import conversation

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo terminal")

PASSWORD = "pl4nted p@ss w%rd"
PHRASE = "a pass phrase nobody guesses"
ADD = ("connector", "add", "Server", "--url", "postgresql://reader@127.0.0.1:1/shop")


def test_password_and_pass_phrase_are_asked_for(cli: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    with conversation(*ADD, "--json") as person:
        person.wait_for("Password for reader at 127.0.0.1")
        person.type(PASSWORD)
        person.wait_for("Choose a pass phrase")
        person.type(PHRASE)
        person.wait_for("again")
        person.type(PHRASE)
        code, out = person.end()
    assert code == 0, person.said
    assert '"secret": "vault:' in out
    for secret in (PASSWORD, PHRASE):
        assert secret not in out + person.said
        assert all(secret.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())

    with conversation("discover", "Server") as person:
        person.wait_for("Pass phrase of the encrypted vault")
        person.type("a wrong one, surely")
        code, out = person.end()
    assert (code, out) == (1, "")
    assert cli.json("discover", "Server", code=1)["error"]["code"] == "secret_store_locked"


def test_two_different_pass_phrases_save_nothing(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    with conversation(*ADD) as person:
        person.wait_for("Password for reader")
        person.type(PASSWORD)
        person.wait_for("Choose a pass phrase")
        person.type(PHRASE)
        person.wait_for("again")
        person.type(PHRASE + "!")
        assert person.end()[0] == 1
    assert "differ" in person.said
    assert cli.json("connector", "list") == {"connectors": []}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_question_can_be_left(cli: CommandLine, number: signal.Signals) -> None:
    with conversation(*ADD) as person:
        person.wait_for("Password for reader")
        person.process.send_signal(number)
        assert person.end() == (130, "")
    assert "Stopped by you." in person.said
    assert cli.json("connector", "list") == {"connectors": []}


def test_an_empty_answer_means_no_password(cli: CommandLine) -> None:
    with conversation(*ADD) as person:
        person.wait_for("Password for reader")
        person.type("")
        assert person.end()[0] == 0
    assert cli.json("connector", "show", "Server")["secret"] == ""


# --------------------------------------------------------------------------------------------------- what is shown


BOLD = "\x1b[1m"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with colours, 120 columns wide, whatever the tests run in."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")


@pytest.mark.usefixtures("terminal")
def test_results_are_styled_and_progress_moves(cli: CommandLine, dataset: str) -> None:
    synced = cli("sync", "Articles", terminal=True)
    assert f"{BOLD}Articles" in synced.out
    assert "Connecting" in synced.err
    assert "\x1b[?25h" in synced.err  # the cursor is back
    assert f"{BOLD}Articles" in cli("runs", terminal=True).out
    assert "\x1b[1;33mpatch" in cli("search", "patch", terminal=True).out
    assert "\x1b[1;31mThere is no connector" in cli("connector", "show", "Nope", code=1, terminal=True).err


@pytest.mark.usefixtures("terminal")
def test_json_is_never_styled(cli: CommandLine, dataset: str) -> None:
    answer = cli("sync", "Articles", "--json", terminal=True)
    assert answer.document["runs"][0]["status"] == "completed"


@pytest.mark.usefixtures("terminal")
def test_names_with_markup_are_shown_as_they_are(cli: CommandLine, dataset: str, shop: Shop) -> None:
    cli("connector", "add", "[bold]Odd[/]", "--url", shop.url)
    assert "[bold]Odd[/]" in cli("connector", "list", terminal=True).out
    assert "[bold]Odd[/]" in cli("discover", "[bold]Odd[/]", terminal=True).err


def test_a_question_during_a_job_stops_the_moving_line_first(monkeypatch: pytest.MonkeyPatch) -> None:
    class View(PlainProgress):
        paused = False

        def pause(self) -> None:
            self.paused = True

    def answer(prompt: str, stream: object) -> str:
        assert view.paused
        return "typed"

    view, questions = View("Shop"), Questions()
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", answer)
    with questions.pausing(view):
        assert questions.ask_pass_phrase(PassPhrasePurpose.UNLOCK) == "typed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True])
def test_a_signal_reaches_the_job(
    cli: CommandLine, dataset: str, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, twice: bool
) -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)]

    def stubborn(self: Syncing, dataset_id: str, options: SyncOptions, context: JobContext) -> None:
        signal.raise_signal(number)
        if twice:
            signal.raise_signal(number)
            raise AssertionError("the second signal ends the job where it stands")
        context.check()
        raise AssertionError("the first signal asks the job to stop")

    monkeypatch.setattr(Syncing, "sync", stubborn)
    assert cli.json("sync", "Articles", code=130)["error"]["code"] == "cancelled"
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)] == before


def test_a_signal_takes_no_lock_where_the_main_thread_stands(
    cli: CommandLine, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What breaks a call off may need a lock that the interrupted code holds, as an Event's, which is none to enter
    twice."""
    lock = threading.Lock()
    taken: list[bool] = []
    done = threading.Event()

    def interrupt() -> None:
        taken.append(lock.acquire(timeout=5))
        done.set()

    def busy(self: Syncing, dataset_id: str, options: SyncOptions, context: JobContext) -> None:
        with context.on_cancel(interrupt):
            with lock:
                signal.raise_signal(signal.SIGINT)
            assert done.wait(30)
            context.check()

    monkeypatch.setattr(Syncing, "sync", busy)
    cli("sync", "Articles", code=130)
    assert taken[0]


def test_a_wish_to_stop_is_repeated_until_the_job_ends(
    cli: CommandLine, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = threading.Event()
    wishes = []

    def interrupt() -> None:
        wishes.append(1)
        if len(wishes) == 3:
            heard.set()

    def deaf(self: Syncing, dataset_id: str, options: SyncOptions, context: JobContext) -> None:
        with context.on_cancel(interrupt):
            signal.raise_signal(signal.SIGINT)
            assert heard.wait(30)
            context.check()

    monkeypatch.setattr(Syncing, "sync", deaf)
    cli("sync", "Articles", code=130)
    assert len(wishes) >= 3
