"""A connection test in words: the chain of steps as it is running and as it ended. Pure; must not know Qt."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime

from kbconnect import __version__
from kbconnect.app.logs import redact
from kbconnect.core.access import Power
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorOptions,
    ProviderInfo,
    StepState,
    TlsMode,
)
from kbconnect.core.job import Progress
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.widgets.steps import LOOK_WORDS, Step, StepLook
from kbconnect.ui.words import duration

TUNNEL = "tunnel"
_SERVER = ("resolve", "connect", "tls", "login", "database", "read", "privileges")
_FILE = ("resolve", "database", "read", "privileges")
_NAMES = {
    TUNNEL: noted("Go through the SSH server"),
    "resolve": noted("Find the server"),
    "connect": noted("Reach it"),
    "tls": noted("Encrypt"),
    "login": noted("Log in"),
    "database": noted("Open the database"),
    "read": noted("Read tables"),
    "privileges": noted("Check what the account may do"),
}
_FILE_NAMES = {
    "resolve": noted("Find the file"),
    "database": noted("Open it"),
    "privileges": noted("Check that nothing is changed"),
}
_FACTS = (
    noted("Certificate of"),
    noted("Issued by"),
    noted("Made out to"),
    noted("Valid until"),
    noted("Encryption"),
    noted("Server's certificate"),
    noted("Shown by this side"),
    noted("Server"),
    noted("Round trip"),
    noted("Clock of the server"),
    noted("Key of the server"),
)
"""What steps call their facts, for the list of texts to translate."""
_LOOKS = {
    StepState.PASSED: StepLook.OK,
    StepState.FAILED: StepLook.BAD,
    StepState.WARNING: StepLook.WARN,
    StepState.SKIPPED: StepLook.SKIPPED,
}

TLS_WORDS = (
    (TlsMode.VERIFY_FULL, noted("Encrypt, check certificate and host name (safest)")),
    (TlsMode.VERIFY_CA, noted("Encrypt, check the certificate only")),
    (TlsMode.REQUIRE, noted("Encrypt, without checking who answers")),
    (TlsMode.PREFER, noted("Encrypt if the server offers it")),
    (TlsMode.DISABLE, noted("Do not encrypt")),
)
TLS_HINTS = {
    TlsMode.VERIFY_FULL: noted("Nobody can read along or pretend to be the server."),
    TlsMode.VERIFY_CA: noted(
        "Nobody can read along, but another server with a certificate of the same issuer could answer."
    ),
    TlsMode.REQUIRE: noted("Nobody can simply read along, but another server could pretend to be yours."),
    TlsMode.PREFER: noted("Falls back to a connection that others on the network could read."),
    TlsMode.DISABLE: noted("Others on the network could read everything, the password included."),
}
VERIFYING = (TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL)


@dataclass(frozen=True, slots=True)
class CheckProgress(Progress):
    """How far a connection test is: all its steps so far, so that none is missed when only the newest is told."""

    steps: tuple[CheckStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """What a test goes through: a file has fewer steps than a server, one behind an SSH server has one more."""

    is_file: bool = False
    has_tls: bool = True
    tunnel: bool = False

    def steps(self) -> tuple[str, ...]:
        """Their names, in order."""
        if self.is_file:
            return _FILE
        names = tuple(name for name in _SERVER if self.has_tls or name != "tls")
        return (TUNNEL, *names) if self.tunnel else names


def way_to(provider: ProviderInfo | None, options: ConnectorOptions) -> Way:
    """What a test of a connector goes through. provider: None for one that isn't there any more."""
    if provider is None:
        return Way()
    return Way(provider.is_file, provider.has_tls, tunnel=provider.has_tunnel and options.tunnel is not None)


def chain_of(
    steps: tuple[CheckStep, ...], way: Way, *, running: bool, powers: tuple[Power, ...] = ()
) -> tuple[Step, ...]:
    """The rows of the chain: what has ended, what runs now, what is still to come. powers: see ConnectionReport."""
    names = {**_NAMES, **_FILE_NAMES} if way.is_file else _NAMES
    points = tuple(told(power.sentence) for power in powers)
    rows = [_ended(step, names, points if step.name == "privileges" else ()) for step in steps]
    known = {step.name for step in steps}
    order = way.steps()
    last = max((order.index(step.name) for step in steps if step.name in order), default=-1)
    coming = [name for name in order[last + 1 :] if name not in known]
    for number, name in enumerate(coming):
        look = StepLook.RUNNING if running and number == 0 else StepLook.WAITING
        rows.append(Step(say(names[name]), look))
    return tuple(rows)


def _ended(step: CheckStep, names: dict[str, str], points: tuple[str, ...]) -> Step:
    shows_script = step.name == "privileges" and bool(step.fix)
    return Step(
        name=say(names[step.name]) if step.name in names else step.name.capitalize(),
        look=_LOOKS[step.state],
        sentence=_sentence(step),
        took=duration(step.seconds) if step.state is not StepState.SKIPPED and step.seconds else "",
        fix="" if shows_script else step.fix,
        script=step.fix if shows_script else "",
        technical="" if points else _technical(step),
        act=say("Compare its fingerprint…") if step.host_key is not None else "",
        points=points,
        facts=tuple((say(fact.name), told(fact.value)) for fact in step.facts),
    )


def _technical(step: CheckStep) -> str:
    """What whoever looks after the database gets to see: as its driver said it, or what the account may do, in the
    language of the window."""
    if step.name != "privileges" or step.state is StepState.FAILED:
        return step.technical
    return "\n".join(told(line) for line in step.technical.splitlines())


def _sentence(step: CheckStep) -> str:
    """The plain sentence, with what to do; a sentence that leads to the fix below needs no hint."""
    if not step.hint or (step.fix and step.detail.endswith(":")):
        return told(step.detail)
    return f"{told(step.detail).rstrip('.')}. {told(step.hint)}"


def outcome_words(report: ConnectionReport) -> str:
    """One line for the whole test."""
    failed = [step for step in report.steps if step.state is StepState.FAILED]
    warned = [step for step in report.steps if step.state is StepState.WARNING]
    if failed:
        reached = any(step.name == "database" and step.ok for step in report.steps)
        return say("Connected, but nothing can be read yet.") if reached else say("No connection yet.")
    if not warned:
        return say("Everything works.")
    if report.can_write and len(warned) == 1:
        return say("Connected; the account can do more than it needs to.")
    return say("Connected, with something to look at.")


def seconds_of(report: ConnectionReport) -> float:
    return sum(step.seconds for step in report.steps)


def report_for_it(report: ConnectionReport, subject: str, at: datetime) -> str:
    """The whole test as text to send to somebody, without secrets. subject: what was tested, in a line."""
    lines = [say("Connection test of {what}, {when}").format(what=subject, when=at.isoformat(timespec="seconds"))]
    lines += [f"kbconnect: {__version__}", platform.platform(), ""]
    for step in report.steps:
        look = _LOOKS[step.state]
        name, took = say(_NAMES.get(step.name, step.name)), duration(max(step.seconds, 0.001))
        lines.append(f"[{say(LOOK_WORDS[look])}] {name} ({step.name}), {took}: {_sentence(step)}")
        lines += [f"    {say(fact.name)}: {told(fact.value)}" for fact in step.facts]
        lines += [f"    {line}" for part in (step.fix, _technical(step)) if part for line in part.splitlines()]
    listed = "\n".join(step.technical for step in report.steps)
    lines += [f"    {told(power.sentence)}" for power in report.powers if power.sentence not in listed]
    lines += ["", *(f"{name}: {value}" for name, value in _ends(report) if value)]
    return redact("\n".join(lines).rstrip())


def _ends(report: ConnectionReport) -> tuple[tuple[str, str], ...]:
    return ((say("Server"), report.server_version), (say("Encryption"), report.encryption))
