"""The command line is a public interface: every command, option and exit code that scripts rely on is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

import kbconnect
from kbconnect.cli.display import has_display
from kbconnect.cli.main import build_commands
from tests.cli.conftest import CommandLine

EVERYWHERE = {"--home", "--json"}
WAY = {
    *("--tls", "--tls-ca", "--tls-cert", "--tls-key"),
    *("--ssh", "--ssh-key", "--ssh-jump", "--ssh-password-stdin", "--ssh-secret"),
}
COMMANDS = {
    "demo": {"--no-window"},
    "connector add": {"NAME", "--url", "--password-stdin", "--secret", *WAY},
    "connector list": set(),
    "connector show": {"NAME"},
    "connector edit": {"NAME", "--name", "--url", "--password-stdin", "--secret", "--no-password", "--no-ssh", *WAY},
    "connector remove": {"NAME"},
    "connector export": {"NAME", "--file"},
    "connector import": {"FILE", "--replace", "--plan", "--references"},
    "connector script": {"NAME", "--account", "--table", "--take-away", "--unseen"},
    "connector test": {"NAME", "--url", "--password-stdin", "--secret", *WAY},
    "connector trust": {"NAME", "--yes", "--fingerprint"},
    "discover": {"NAME", "--schema", "--table", "--columns", "--cursors"},
    "kb add": {"NAME", "--kind", "--location", "--embedder"},
    "kb list": set(),
    "kb show": {"NAME"},
    "kb remove": {"NAME"},
    "dataset add": {
        *("NAME", "--connector", "--table", "--query", "--key", "--title", "--text", "--metadata", "--template"),
        *("--kb", "--mode", "--cursor", "--lag", "--key-scan-hours", "--delete-limit", "--reject-limit"),
        *("--mask", "--hash", "--plain", "--silence-limit", "--row-limit"),
    },
    "dataset edit": {
        *("NAME", "--name", "--key", "--title", "--text", "--metadata", "--template", "--mask", "--hash", "--plain"),
        *("--mode", "--cursor", "--lag", "--key-scan-hours", "--delete-limit", "--reject-limit", "--silence-limit"),
        "--row-limit",
    },
    "dataset list": set(),
    "dataset show": {"NAME"},
    "dataset remove": {"NAME"},
    "preview": {"NAME", "--limit", "--count"},
    "sync": {"DATASET", "--all", "--due", "--allow-deletes", "--words-only", "--plan", "--retry-rejects"},
    "runs": {"DATASET", "--run", "--limit"},
    "schedule": {
        *("DATASET", "--cron", "--every", "--at", "--days", "--timezone", "--off", "--pause", "--resume"),
        *("--no-catch-up", "--watch", "--os-help"),
    },
    "search": {"TEXT", "--kb", "--limit"},
    "question add": {"TEXT", "--expect", "--document", "--dataset", "--within", "--kb"},
    "question list": {"--kb"},
    "question show": {"NUMBER"},
    "question run": {"NUMBER", "--kb"},
    "question remove": {"NUMBER"},
    "secret list": set(),
    "secret check": {"NAME"},
    "secret rotate": {"--pass-phrase-stdin"},
    "secret change-pass-phrase": {"--pass-phrase-stdin"},
    "secret lock": {"--after"},
    "secret export": {"FILE", "--pass-phrase-stdin"},
    "secret import": {"FILE", "--pass-phrase-stdin"},
    "secret openbao": {"--address", "--namespace", "--ca", "--role-id", "--secret-id", "--test"},
}


def offered() -> dict[str, set[str]]:
    """Every command with its options and arguments, as Typer built them."""
    found = {}
    root = typer.main.get_command(build_commands())
    for name, command in getattr(root, "commands").items():  # noqa: B009 - a group has them, its base class not
        for inner, leaf in getattr(command, "commands", {"": command}).items():
            found[f"{name} {inner}".strip()] = {
                parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0]
                for parameter in leaf.params
            }
    return found


def test_every_command_is_there_with_its_options() -> None:
    assert {name: words - EVERYWHERE for name, words in offered().items()} == COMMANDS


def test_every_command_takes_home_and_json() -> None:
    assert [name for name, words in offered().items() if not words >= EVERYWHERE] == []


def test_every_command_explains_itself(cli: CommandLine) -> None:
    for name in COMMANDS:
        assert "Usage: kbconnect" in cli(*name.split(), "--help").out


def test_no_help_is_cut_off_or_written_in_brackets_twice(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for group in ("", *dict.fromkeys(name.split()[0] for name in COMMANDS if " " in name)):
        listed = cli(*group.split(), "--help").out.partition("Commands:")[2]
        assert "..." not in listed, group
    for name in COMMANDS:
        told = cli(*name.split(), "--help").out
        assert "[[" not in told, name
        assert str(2**31 - 1) not in told, name


def test_the_help_says_how_to_begin_and_what_exit_codes_mean(cli: CommandLine) -> None:
    told = " ".join(cli("--help").out.split())
    for words in (
        "connector add",
        "dataset add",
        "sync Articles",
        "search",
        "3 done with rejected rows",
        "130 stopped",
    ):
        assert words in told


def test_home_and_json_may_stand_before_the_command(cli: CommandLine, tmp_path: Path) -> None:
    answer = cli("--home", str(tmp_path / "other"), "--json", "connector", "list")
    assert answer.document == {"connectors": []}
    assert (tmp_path / "other" / "kbconnect.db").exists()


def test_home_after_the_command_wins(cli: CommandLine, tmp_path: Path) -> None:
    cli("--home", str(tmp_path / "first"), "connector", "list", "--home", str(tmp_path / "second"))
    assert not (tmp_path / "first").exists()
    assert (tmp_path / "second" / "kbconnect.db").exists()


def test_the_variable_names_the_folder(cli: CommandLine, home: Path) -> None:
    cli("connector", "list")
    assert (home / "kbconnect.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("connector", "nonsense"),
        ("connector", "add"),
        ("connector", "edit", "Shop"),
        ("connector", "test"),
        ("connector", "test", "Shop", "--url", "sqlite:///x.db"),
        ("dataset", "add", "D", "--connector", "C"),
        ("dataset", "add", "D", "--connector", "C", "--table", "t", "--query", "SELECT 1"),
        ("dataset", "add", "D", "--connector", "C", "--table", "t", "--text", "a", "--template", "{a}"),
        ("dataset", "add", "D", "--connector", "C", "--table", "t", "--mode", "magic"),
        ("dataset", "add", "D", "--connector", "C", "--table", "t", "--cursor", "c"),
        ("dataset", "add", "D", "--connector", "C", "--table", "t", "--lag", "5"),
        ("dataset", "add", "D", "--connector", "C", "--table", "t", "--delete-limit", "1.5"),
        ("dataset", "edit", "D"),
        ("dataset", "edit", "D", "--silence-limit", "-1"),
        ("discover", "C", "--cursors"),
        ("discover", "C", "--columns", "--table", "t"),
        ("sync",),
        ("sync", "D", "--all"),
        ("sync", "--due", "--retry-rejects"),
        ("runs", "D", "--run", "1"),
        ("runs", "--run", "0"),
        ("schedule", "D", "--cron", "0 2 * * *", "--off"),
        ("schedule", "--cron", "0 2 * * *"),
        ("schedule", "D", "--every", "often"),
        ("schedule", "D", "--at", "24:00"),
        ("schedule", "D", "--at", "half past two"),
        ("schedule", "D", "--days", "mon-fri"),
        ("schedule", "D", "--every", "30m", "--timezone", "UTC"),
        ("schedule", "D", "--pause", "--no-catch-up"),
        ("schedule", "D", "--watch"),
        ("search",),
        ("search", "x", "--limit", "0"),
        ("question", "add", "x"),
        ("question", "add", "x", "--expect", "7", "--within", "51"),
        ("question", "run", "0"),
    ],
)
def test_wrong_use_ends_with_2_and_says_where_help_is(cli: CommandLine, words: tuple[str, ...]) -> None:
    answer = cli(*words, code=2)
    assert answer.out == ""
    assert "--help" in answer.err
    told = cli.json(*words, code=2)
    assert told["error"]["code"] == "usage"
    assert set(told["error"]) == {"code", "message", "hint", "retryable"}


def test_wrong_use_points_to_the_help_of_its_command(cli: CommandLine) -> None:
    assert "See `kbconnect connector add --help`." in cli("connector", "add", "X", code=2).err


def test_a_group_alone_shows_its_commands(cli: CommandLine) -> None:
    answer = cli("connector", code=2)
    assert "add" in answer.out + answer.err


def test_home_alone_opens_the_window_on_it(cli: CommandLine, tmp_path: Path) -> None:
    cli("--home", str(tmp_path))
    assert cli.windows == [tmp_path]


def test_version(cli: CommandLine) -> None:
    assert cli("--version").out == f"kbconnect {kbconnect.__version__}\n"


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, "-m", "kbconnect", *words],
        capture_output=True,
        text=True,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def test_version_as_a_process_is_quick() -> None:
    def of_children() -> float:
        """Seconds of work, of which a machine that is busy otherwise makes no more."""
        return sum(os.times()[2:4])

    before = of_children()
    assert process("--version").stdout == f"kbconnect {kbconnect.__version__}\n"
    assert of_children() - before < 0.3


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kbconnect', '--version']; from kbconnect.__main__ import main; main();"
        "print([name for name in ('typer', 'rich', 'sqlalchemy', 'numpy', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.parametrize(
    ("arguments", "home", "in_tray"),
    [
        ([], None, False),
        (["--tray"], None, True),
        (["--tray", "--home", "/srv/my data"], "/srv/my data", True),
        (["--home", "here"], "here", False),
    ],
)
def test_a_window_is_opened_without_the_command_line(arguments: list[str], home: str | None, in_tray: bool) -> None:
    assert opened(arguments) == f"{home} {in_tray} False"


@pytest.mark.parametrize(
    ("arguments", "home"),
    [(["--home=here"], "here"), (["--home", "~"], str(Path.home())), (["--home", "a", "--home", "b"], "b")],
)
def test_what_is_not_said_plainly_is_left_to_the_command_line(arguments: list[str], home: str) -> None:
    assert opened(arguments) == f"{home} False True"


def opened(arguments: list[str]) -> str:
    """What the window is opened with, and whether the command line was loaded."""
    code = (
        "import sys; from types import ModuleType\n"
        "start = sys.modules['kbconnect.ui.start'] = ModuleType('start')\n"
        "def start_window(home, in_tray): print(home, in_tray, 'kbconnect.cli.main' in sys.modules); return 0\n"
        "start.start_window = start_window\n"
        "from kbconnect.__main__ import main; sys.exit(main())"
    )
    environment = {**os.environ, "DISPLAY": ":99"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_a_display_the_window_says_what_to_do(home: Path) -> None:
    done = process(QT_QPA_PLATFORM="")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no display" in done.stderr
    assert "kbconnect --help" in done.stderr


def test_without_qts_libraries_the_window_says_what_to_install() -> None:
    code = (
        "import sys; sys.argv = ['kbconnect']; sys.modules['kbconnect.ui.start'] = None;"
        "from kbconnect.__main__ import main; sys.exit(main())"
    )
    environment = {**os.environ, "DISPLAY": ":99"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert "apt install libgl1" in done.stderr


def test_a_reader_that_goes_away_is_no_error(cli: CommandLine, dataset: str) -> None:
    command = [sys.executable, "-m", "kbconnect", "dataset", "list", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 1


def test_the_shell_is_given_a_completion_script() -> None:
    done = process("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert "_KBCONNECT_COMPLETE=complete_bash" in done.stdout


def complete(line: str, home: Path) -> list[str]:
    environment = {"_KBCONNECT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    return process(KBCONNECT_HOME=str(home), **environment).stdout.split()


def test_completion_knows_commands_and_names(cli: CommandLine, dataset: str, home: Path) -> None:
    assert "connector" in complete("kbconnect c", home)
    assert complete("kbconnect sync ", home) == ["Articles"]
    assert complete("kbconnect connector show ", home) == ["Shop"]
    assert complete("kbconnect search x --kb ", home) == ["Handbook"]


def test_completion_stays_silent_without_or_with_a_damaged_database(tmp_path: Path) -> None:
    assert complete("kbconnect sync ", tmp_path / "nowhere") == []
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "kbconnect.db").write_text("damaged")
    assert complete("kbconnect sync ", tmp_path) == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True), ({"DISPLAY": ""}, False)],
)
def test_a_display_is_found(environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert has_display(environment) is expected
