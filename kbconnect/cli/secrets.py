"""`kbconnect secret`: where passwords are and whether they can be read, and looking after those this program keeps.

No secret stands in an argument or in the output: pass phrases come from a prompt or, line by line, from standard input.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli.completion import complete_connector
from kbconnect.cli.output import Json as JsonValue
from kbconnect.cli.session import FAILED, Home, Json, Session, session
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError

if TYPE_CHECKING:
    from kbconnect.app.secret_health import SecretState
    from kbconnect.app.secret_moves import SecretLeft
    from kbconnect.core.secret_care import OpenBaoState

commands = typer.Typer(
    help="Where passwords are, whether they can be read, and looking after the encrypted vault.",
    short_help="Where passwords are, and looking after the vault.",
    no_args_is_help=True,
)

Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="A connector; all without a name.", autocompletion=complete_connector),
]
_OPEN_BY_KEY = "The vault is locked, but it has no pass phrase: KBCONNECT_VAULT_KEY opens it again without asking."
Stdin = Annotated[bool, typer.Option("--pass-phrase-stdin", help="Read pass phrases from standard input, one a line.")]


@commands.command("list", short_help="List where passwords are. Reads none.")
def show(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List where the passwords of connectors are and when they were last read. Reads none."""
    with session(context, home, as_json) as at:
        _show(at, at.application.secret_health.list(), with_vault=True)


@commands.command("check", short_help="Say which passwords can't be read.")
def check(context: typer.Context, name: Name = None, home: Home = None, as_json: Json = False) -> None:
    """Read each password from where it is, and say which can't be read (then exit code 1)."""
    with session(context, home, as_json) as at:
        chosen = at.application.connectors.find(name) if name is not None else None
        states = [
            state for state in at.application.secret_health.list() if chosen is None or state.connector.id == chosen.id
        ]
        checked = []
        with at.job("check") as job:
            for state in states:
                job.check()
                checked.append(at.application.secret_health.check(state))
        _show(at, checked)
        if not all(state.is_readable for state in checked):
            raise typer.Exit(FAILED)


@commands.command("rotate")
def rotate(context: typer.Context, stdin: Stdin = False, home: Home = None, as_json: Json = False) -> None:
    """Encrypt everything in the vault again with a new key.

    A vault with a pass phrase gets a new key under the same pass phrase. One that KBCONNECT_VAULT_KEY opens takes the
    first of its keys: set it to NEW,OLD before.
    """
    from kbconnect.core.secret_care import VaultLock

    with session(context, home, as_json) as at:
        lock = at.application.vault_care.state().lock
        phrases = _Phrases(at, from_stdin=stdin)
        phrase = phrases.one("Pass phrase of the encrypted vault: ") if lock is VaultLock.PASS_PHRASE else None
        number = at.application.vault_care.rotate(phrase)
        if at.screen.as_json:
            at.screen.document({"rotated": number})
        at.screen.note(f"{_counted(number)} encrypted with a new key.")
        if lock is VaultLock.KEY:
            at.screen.note("The keys behind the first one in KBCONNECT_VAULT_KEY can be taken away now.")


@commands.command("change-pass-phrase")
def change_pass_phrase(context: typer.Context, stdin: Stdin = False, home: Home = None, as_json: Json = False) -> None:
    """Change the pass phrase of the vault. On standard input: the one in force, then the new one."""
    with session(context, home, as_json) as at:
        phrases = _Phrases(at, from_stdin=stdin)
        current = phrases.one("Pass phrase in force: ")
        at.application.vault_care.change_pass_phrase(current, phrases.new("New pass phrase: "))
        if at.screen.as_json:
            at.screen.document({"changed": True})
        at.screen.note("The pass phrase is changed. Programs that are open ask for the new one.")


@commands.command("lock", short_help="Lock the vault, now or when it is idle.")
def lock(
    context: typer.Context,
    after: Annotated[
        int | None,
        typer.Option("--after", metavar="MINUTES", help="Lock by itself after so long without use; 0: never."),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Lock the vault now, in the window, too: the next use asks for its pass phrase. --after sets when it does so by
    itself."""
    with session(context, home, as_json) as at:
        care = at.application.vault_care
        if after is None:
            from kbconnect.core.secret_care import VaultLock

            care.lock()
            by_key = care.state().lock is VaultLock.KEY
            at.screen.note(_OPEN_BY_KEY if by_key else "The vault is locked.")
        else:
            care.idle_minutes = after
            words = f"after {after:,} minutes without use" if after else "only when somebody asks for it"
            at.screen.note(f"The vault locks {words}.")
        if at.screen.as_json:
            at.screen.document({"locked": after is None, "idle_minutes": care.idle_minutes})


@commands.command("export", short_help="Write a backup of all saved passwords.")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write; must not be there yet.")],
    stdin: Stdin = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write a backup of all saved passwords, encrypted with a pass phrase of its own."""
    with session(context, home, as_json) as at:
        phrase = _Phrases(at, from_stdin=stdin).new("Pass phrase for the backup: ")
        with at.job("export") as job:
            made = at.application.vault_care.export(file, phrase, job)
        if at.screen.as_json:
            at.screen.document({"secrets": made.secrets, "file": str(file), "left": _left(made.left)})
        at.screen.note(f"{_counted(made.secrets)} written to {file}. Only its pass phrase opens it.")
        _tell(at, made.left)


@commands.command("import")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup that `secret export` has written.")],
    stdin: Stdin = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Give connectors the passwords of a backup. The connectors themselves must be here: import those first."""
    with session(context, home, as_json) as at:
        phrase = _Phrases(at, from_stdin=stdin).one("Pass phrase of the backup: ")
        with at.job("import") as job:
            done = at.application.vault_care.restore(file, phrase, job)
        if at.screen.as_json:
            at.screen.document({"connectors": list(done.connectors), "left": _left(done.left)})
        at.screen.note(f"Restored: {', '.join(done.connectors) or 'nothing'}.")
        _tell(at, done.left)
        if done.left and not done.connectors:
            raise typer.Exit(FAILED)


@commands.command("openbao")
def openbao(
    context: typer.Context,
    address: Annotated[
        str | None, typer.Option("--address", metavar="URL", help="Where it is: https://HOST:8200.")
    ] = None,
    namespace: Annotated[
        str | None, typer.Option("--namespace", metavar="NAME", help="Its namespace, if it has some.")
    ] = None,
    ca_file: Annotated[
        str | None, typer.Option("--ca", metavar="FILE", help="Certificate of the authority its own is from.")
    ] = None,
    role_id: Annotated[
        str | None, typer.Option("--role-id", metavar="REF", help="To sign in by AppRole: env:NAME or file:PATH.")
    ] = None,
    secret_id: Annotated[
        str | None, typer.Option("--secret-id", metavar="REF", help="The AppRole's secret: env:NAME or file:PATH.")
    ] = None,
    test: Annotated[
        bool, typer.Option("--test", help="Ask it whether it lets kbconnect in; what is given is kept only if it does.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show or set where OpenBao or HashiCorp Vault is. What is empty ("") comes from BAO_ADDR, VAULT_ADDR and so on."""
    from dataclasses import asdict, replace

    with session(context, home, as_json) as at:
        given = {
            "address": address,
            "namespace": namespace,
            "ca_file": ca_file,
            "role_id": role_id,
            "secret_id": secret_id,
        }
        health = at.application.secret_health
        changes = {name: value.strip() for name, value in given.items() if value is not None}
        wanted = replace(health.openbao, **changes)
        state = health.test_openbao(wanted) if test else None
        if changes:
            health.openbao = wanted
        kept: dict[str, JsonValue] = {**asdict(health.openbao)}
        if at.screen.as_json:
            at.screen.document({"openbao": kept} if state is None else {"openbao": kept, "test": _tested(state)})
        at.screen.facts([(name, str(value) or "from the environment") for name, value in kept.items()])
        if state is not None:
            at.screen.note(_let_in(state))


class _Phrases:
    """Pass phrases from standard input, one a line, or from the person at the terminal."""

    def __init__(self, at: Session, *, from_stdin: bool) -> None:
        self._at = at
        self._from_stdin = from_stdin

    def one(self, prompt: str) -> Secret:
        """Raises InputError if there is none, JobCancelled."""
        if self._from_stdin:
            phrase = Secret(sys.stdin.readline().removesuffix("\n").removesuffix("\r"))
        else:
            phrase = self._at.ask_hidden(prompt) or Secret("")
        if not phrase.reveal():
            raise InputError(
                "A pass phrase is needed, and none was given.",
                meaning="Nothing was changed.",
                hint="Run the command in a terminal, or pipe it in with --pass-phrase-stdin.",
            )
        return phrase

    def new(self, prompt: str) -> Secret:
        """In a terminal it is typed twice."""
        first = self.one(prompt)
        if not self._from_stdin and self.one("The same once more: ") != first:
            raise InputError("The two pass phrases differ.", meaning="Nothing was changed.", hint="Try again.")
        return first


def _show(at: Session, states: list[SecretState] | tuple[SecretState, ...], *, with_vault: bool = False) -> None:
    if at.screen.as_json:
        document: dict[str, JsonValue] = {"secrets": [_json(state) for state in states]}
        if with_vault:
            vault, idle = at.application.vault_care.state(), at.application.vault_care.idle_minutes
            document["vault"] = {
                "lock": vault.lock.value,
                "secrets": vault.secrets,
                "open": vault.is_open,
                "idle_minutes": idle,
            }
        at.screen.document(document)
        return
    if not states:
        at.screen.note("No connector has a password.")
    rows = [
        (
            state.connector.name,
            state.role.value,
            state.reference,
            _moment(state.last_read_at),
            "" if state.is_readable is None else "yes" if state.is_readable else "no",
            ", ".join(filter(None, (f"version {state.version}" if state.version else "", _until(state.expires_at)))),
        )
        for state in states
    ]
    at.screen.table(("CONNECTOR", "FOR", "WHERE", "LAST READ", "READABLE", ""), rows)
    for state in states:
        if state.error is not None:
            at.screen.note(f"{state.connector.name}: {state.error.message} {state.error.hint}")


def _json(state: SecretState) -> dict[str, JsonValue]:
    error = state.error
    return {
        "connector": state.connector.name,
        "role": state.role.value,
        "reference": state.reference,
        "place": state.reference.partition(":")[0],
        "last_read_at": state.last_read_at.isoformat() if state.last_read_at is not None else None,
        "ok": state.is_readable,
        "version": state.version,
        "expires_at": state.expires_at.isoformat(timespec="seconds") if state.expires_at is not None else None,
        "username": state.username,
        "error": None
        if error is None
        else {"code": error.code, "message": error.message, "hint": error.hint, "retryable": error.retryable},
    }


def _tested(state: OpenBaoState) -> dict[str, JsonValue]:
    ends = state.ends_in_s
    return {
        "ok": True,
        "address": state.address,
        "version": state.version,
        "sign_in": state.sign_in.value,
        "token_ends_in_s": None if ends is None else int(ends),
    }


def _let_in(state: OpenBaoState) -> str:
    from kbconnect.core.secret_care import SignIn

    ways = {
        SignIn.APP_ROLE: "with an AppRole",
        SignIn.VARIABLE: "with the token in BAO_TOKEN or VAULT_TOKEN",
        SignIn.FILE: "with the token of “bao login”",
    }
    named = f"OpenBao {state.version}".rstrip()
    ends = state.ends_in_s or 0.0
    time = f"{ends / 60:,.0f} min" if ends >= 120 else f"{ends:.0f} s"
    good = "" if state.ends_in_s is None else f" This token is good for another {time}."
    return (
        f"{named} at {state.address} answers, is unsealed and let kbconnect in {ways[state.sign_in]}.{good} "
        "No password was read."
    )


def _left(left: tuple[SecretLeft, ...]) -> list[JsonValue]:
    return [{"connector": one.connector, "reason": one.reason, "hint": one.hint} for one in left]


def _tell(at: Session, left: tuple[SecretLeft, ...]) -> None:
    for one in left:
        at.screen.note(f"{one.connector or 'Key of hashed columns'}: {one.reason} {one.hint}".rstrip())


def _counted(number: int) -> str:
    return "1 secret was" if number == 1 else f"{number:,} secrets were"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else "-"


def _until(at: datetime | None) -> str:
    return f"until {at.astimezone():%H:%M:%S}" if at is not None else ""
