"""What every connection test of a server has in common: its steps one after the other, and the words all servers share.

Owns how a step ends and how a test ends that went wrong. Must not know a database: how a step is taken, and what its
refusals mean, stands with each provider.
"""

from __future__ import annotations

import ssl
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kbconnect.adapters.network import Address
from kbconnect.adapters.sources.encryption import Encryption, said_of
from kbconnect.core.access import AccessLevel, Power, access_level
from kbconnect.core.connector import CheckFact, CheckStep, ConnectionReport, ConnectorDraft, StepState, TlsMode
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext


@dataclass(frozen=True, slots=True)
class Advice:
    """What a failed step says to do. fix: text to copy, "" if there is none. facts: found out all the same."""

    hint: str
    fix: str = ""
    facts: tuple[CheckFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What a few questions took. round_trip_s: the best of them. ahead_s: by how much the server's clock is ahead of
    this computer's, None if the server can't be asked for its time."""

    round_trip_s: float
    ahead_s: float | None


_MOST_SKEW_S = 60.0
"""Clocks that are further apart make trouble: what a column of times is compared with comes from both."""

_CLOCK_HINT = (
    "A sync that follows a column of times compares it with the server's clock. Have whichever clock is wrong set."
)


class ConnectionCheck(ABC):
    """One test. `_step` is the name of the step that is being taken; what was found out so far goes into the report."""

    def __init__(self, connector: ConnectorDraft, on_step: Callable[[CheckStep], None], context: JobContext) -> None:
        self._connector = connector
        self._context = context
        self._on_step = on_step
        self._steps: list[CheckStep] = []
        self._started = time.monotonic()
        self._step = "resolve"
        self._version = ""
        self._encryption = Encryption("")
        self._powers: tuple[Power, ...] = ()
        self._can_write = False

    def run(self) -> ConnectionReport:
        """Takes the steps up to the first that fails. Raises JobCancelled."""
        self._context.check()
        try:
            self._go()
        except KbConnectError as error:
            self._context.check()
            advice = self._advice(error)
            self._end(
                StepState.FAILED,
                error.message,
                hint=advice.hint,
                fix=advice.fix,
                technical=error.detail,
                facts=advice.facts,
            )
        return ConnectionReport(
            tuple(self._steps), self._version, self._can_write, self._encryption.version, self._powers
        )

    @abstractmethod
    def _go(self) -> None:
        """Takes one step after the other. Raises the KbConnectError that the step under way fails with."""

    def _advice(self, error: KbConnectError) -> Advice:
        return Advice(error.hint, error.fix)

    def _refused_certificate(
        self, error: KbConnectError, look: Callable[[ConnectorDraft], Encryption | None]
    ) -> tuple[CheckFact, ...]:
        """The certificate that was not taken, for whoever has to put it right. look: makes a connection as far as
        encryption, without a check and without a secret."""
        if not isinstance(error.__cause__, ssl.SSLCertVerificationError):
            return ()
        options = replace(self._connector.options, tls=TlsMode.REQUIRE)
        try:
            found = look(replace(self._connector, options=options))
        except (OSError, KbConnectError):
            return ()
        return found.certificate.told() if found is not None and found.certificate is not None else ()

    def _end(
        self,
        state: StepState,
        detail: str,
        *,
        hint: str = "",
        fix: str = "",
        technical: str = "",
        facts: tuple[CheckFact, ...] = (),
    ) -> None:
        now = time.monotonic()
        step = CheckStep(self._step, state, detail, hint, fix, technical, now - self._started, facts=facts)
        self._steps.append(step)
        self._started = now
        self._on_step(step)
        self._context.check()

    # ---------------------------------------------------------------------------------------- words all servers share

    def _say_found(self, addresses: Sequence[Address], *, over_file: bool = False) -> None:
        """over_file: the server is spoken to over a socket file of this computer."""
        tunnel = self._connector.options.tunnel
        if self._connector.dial is not None and tunnel is not None:
            self._end(StepState.SKIPPED, f"Not needed: {tunnel.host} looks the host up")
        elif over_file:
            self._end(StepState.SKIPPED, "Not needed: the server is on this computer")
        else:
            host = self._connector.host.strip()
            found = [address.host for address in addresses[:2]]
            where = f"{host} has the address {', '.join(found)}"
            self._end(StepState.PASSED, where if host not in found else f"{host} is an address itself")

    def _say_encryption(self, *, is_local: bool, was_tried: bool = True) -> None:
        said = said_of(self._connector, self._encryption, is_local=is_local, was_tried=was_tried)
        self._end(said.state, said.detail, hint=said.hint, facts=said.facts)

    def _say_signed_in(self) -> None:
        self._end(StepState.PASSED, f"Signed in as {self._connector.username}")

    def _say_database(self, detail: str, server: str, seen: Measured, *, outdated: str = "") -> None:
        """server: as it calls itself. outdated: a sentence on its age, "" if that is well."""
        clock = "not known" if seen.ahead_s is None else f"{round(seen.ahead_s, 1) + 0.0:+.1f} s"
        facts = (
            CheckFact("Server", server),
            CheckFact("Round trip", f"{seen.round_trip_s * 1000:.1f} ms"),
            CheckFact("Clock of the server", clock),
        )
        if seen.ahead_s is not None and abs(seen.ahead_s) > _MOST_SKEW_S + seen.round_trip_s:
            self._end(StepState.WARNING, _skew_words(seen.ahead_s), hint=_CLOCK_HINT, facts=facts)
        elif outdated:
            hint = "Reading works. Ask who looks after the server to update it."
            self._end(StepState.WARNING, outdated, hint=hint, facts=facts)
        else:
            self._end(StepState.PASSED, detail, facts=facts)

    def _say_all_readable(self, count: int) -> None:
        self._end(StepState.PASSED, "1 table can be read" if count == 1 else f"All {count:,} tables can be read")

    def _say_powers(self, powers: tuple[Power, ...], fix: Callable[[], str], sentence: str = "") -> None:
        """fix: the script for an account that can only read, "" if there is none; asked for if this one can do more.
        sentence: what it can do worst; "" for the first power's."""
        self._powers = powers
        every = "\n".join(power.sentence for power in powers)
        if access_level(powers) is AccessLevel.READ_ONLY:
            said = "This account can only read, but it reaches more than it needs" if every else ""
            self._end(StepState.PASSED, said or "This account can only read", technical=every)
            return
        self._can_write = True
        script = fix()
        self._end(
            StepState.WARNING,
            f"{sentence or powers[0].sentence} kbconnect never writes, but a read-only account is safer.",
            hint="Have the script below run by an administrator, then use the new account here."
            if script
            else "Have an administrator make an account that may only read, then use it here.",
            fix=script,
            technical=every,
        )


def _skew_words(ahead_s: float) -> str:
    """Which clock is ahead, and by how much."""
    apart = f"{abs(ahead_s) / 60:,.0f} min" if abs(ahead_s) >= 120 else f"{abs(ahead_s):.0f} s"
    if ahead_s > 0:
        return f"The clock of the server is {apart} ahead of this computer's."
    return f"The clock of the server is {apart} behind this computer's."
