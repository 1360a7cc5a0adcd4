"""The way to a source: through its SSH server if it has one, then through its provider. Opening and testing both go
this way, and both end at once when the person asks to stop.

Owns the order of the two and what is told of the tunnel; must not know where secrets are kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from kbconnect.app.left_behind import unless_stopped
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    Dial,
    HostKey,
    ManagedSecret,
    ProviderInfo,
    Secret,
    StepState,
)
from kbconnect.core.errors import HostKeyUnknownError, InputError, SourceError
from kbconnect.core.job import JobContext
from kbconnect.core.ports import OpenTunnel, Source, Sources, Tunnels

LONGEST_STEP_S = 9.0
_LOG = logging.getLogger("kbconnect.sources")


@dataclass(frozen=True, slots=True)
class SourceSecrets:
    """What lets one in: the password of the database's account, and that of the SSH account or its key."""

    secret: Secret | None = None
    tunnel_secret: Secret | None = None

    def named(self, draft: ConnectorDraft) -> ConnectorDraft:
        """With the account that was lent, where one was."""
        if isinstance(self.secret, ManagedSecret) and self.secret.username:
            return replace(draft, username=self.secret.username)
        return draft

    def show_the_same(self, other: SourceSecrets, draft: ConnectorDraft) -> bool:
        """Whether servers are shown the same by both. What else is known of a secret, as its end, may differ: that is
        counted anew at each reading."""
        pairs = ((self.secret, other.secret), (self.tunnel_secret, other.tunnel_secret))
        return self.named(draft).username == other.named(draft).username and all(
            (one and one.reveal()) == (another and another.reveal()) for one, another in pairs
        )


@dataclass(frozen=True, slots=True)
class _Way:
    """An open source, and the tunnel it goes through."""

    stack: ExitStack
    source: Source
    tunnel: OpenTunnel | None

    def explained(self, error: SourceError) -> SourceError:
        """The same error, or what was wrong with the tunnel behind it."""
        return (self.tunnel.fault() if self.tunnel is not None else None) or error


class Reaching:
    """Ways to the sources of all kinds."""

    def __init__(self, sources: Sources, tunnels: Tunnels) -> None:
        self._sources = sources
        self._tunnels = tunnels

    def providers(self) -> tuple[ProviderInfo, ...]:
        """The kinds of sources."""
        return self._sources.providers()

    def check_driver(self, provider_id: str) -> None:
        """Raises DriverMissingError, which says how to get it, and InputError for a provider that isn't there."""
        self._sources.provider(provider_id)

    @contextmanager
    def open(
        self, draft: ConnectorDraft, secrets: SourceSecrets, context: JobContext | None = None
    ) -> Iterator[Source]:
        """A read-only source. Raises SourceError and its kin, JobCancelled within a moment of the wish to stop."""
        if self._info(draft).is_file:
            with self._sources.provider(draft.provider).open(draft, secrets.secret) as source:
                yield source
            return
        if context is None:
            way = self._way(draft, secrets)
        else:
            way = unless_stopped(lambda _: self._way(draft, secrets), context, lambda made: made.stack.close())
        with way.stack:
            try:
                yield way.source
            except SourceError as error:
                told = way.explained(error)
                if told is error:
                    raise
                raise told from error

    def _way(self, draft: ConnectorDraft, secrets: SourceSecrets) -> _Way:
        with ExitStack() as stack:
            tunnel = self._tunnel(draft, secrets, stack)
            provider = self._sources.provider(draft.provider)
            try:
                source = stack.enter_context(provider.open(_dialled(draft, tunnel), secrets.secret))
            except SourceError as error:
                fault = tunnel.fault() if tunnel is not None else None
                if fault is None:
                    raise
                raise fault from error
            return _Way(stack.pop_all(), source, tunnel)

    def _tunnel(self, draft: ConnectorDraft, secrets: SourceSecrets, stack: ExitStack) -> OpenTunnel | None:
        tunnel = draft.options.tunnel
        if tunnel is None:
            return None
        limit_s = min(float(max(draft.options.connect_timeout_s, 1)), LONGEST_STEP_S)
        target = Dial(draft.host, draft.port or self._info(draft).default_port or 0)
        return stack.enter_context(self._tunnels.open(tunnel, secrets.tunnel_secret, target, limit_s))

    # ---------------------------------------------------------------------------------------- testing

    def check(
        self,
        draft: ConnectorDraft,
        secrets: SourceSecrets,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        """Tests the tunnel, then all the provider tests. Raises InputError, JobCancelled within a moment of the wish
        to stop."""
        if self._info(draft).is_file:
            return _logged(draft, self._sources.provider(draft.provider).check(draft, secrets.secret, on_step, context))

        def work(inner: JobContext) -> ConnectionReport:
            def tell(step: CheckStep) -> None:
                inner.check()
                on_step(step)

            return self._checked(draft, secrets, tell, inner)

        return _logged(draft, unless_stopped(work, context))

    def _checked(
        self,
        draft: ConnectorDraft,
        secrets: SourceSecrets,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        provider = self._sources.provider(draft.provider)
        with ExitStack() as stack:
            started = time.monotonic()
            try:
                tunnel = self._tunnel(draft, secrets, stack)
            except SourceError as error:
                step = _failed(error, time.monotonic() - started)
                on_step(step)
                return ConnectionReport((step,))
            if tunnel is None:
                return provider.check(draft, secrets.secret, on_step, context)
            took = time.monotonic() - started
            through = CheckStep("tunnel", StepState.PASSED, tunnel.words, seconds=took, facts=tunnel.facts)
            on_step(through)
            report = provider.check(_dialled(draft, tunnel), secrets.secret, on_step, context)
            return replace(report, steps=(through, *report.steps))

    # ---------------------------------------------------------------------------------------- SSH servers

    def unknown_host_key(self, draft: ConnectorDraft, secrets: SourceSecrets, context: JobContext) -> HostKey | None:
        """The key of the first SSH server on the way that nobody has approved; None if all are known, or there is none.

        Raises SourceError for what else is in the way, HostKeyChangedError among them, and JobCancelled.
        """

        def work(_: JobContext) -> HostKey | None:
            with ExitStack() as stack:
                try:
                    self._tunnel(draft, secrets, stack)
                except HostKeyUnknownError as error:
                    return error.host_key
            return None

        return unless_stopped(work, context)

    def approve(self, key: HostKey) -> None:
        """From now on the SSH server is known by this key. Raises StoreError."""
        self._tunnels.approve(key)

    def check_reachable(self, draft: ConnectorDraft, timeout_s: float) -> None:
        """Connects to the port that is dialled first, and says nothing. Raises HostNotFoundError, PortClosedError,
        ConnectTimeoutError, InputError."""
        if draft.options.tunnel is not None:
            self._tunnels.check_reachable(draft.options.tunnel, timeout_s)
        else:
            self._sources.check_reachable(draft, timeout_s)

    def _info(self, draft: ConnectorDraft) -> ProviderInfo:
        for info in self._sources.providers():
            if info.id == draft.provider:
                return info
        raise InputError(f"There is no provider “{draft.provider}”.", hint="Choose one that kbconnect knows.")


def _dialled(draft: ConnectorDraft, tunnel: OpenTunnel | None) -> ConnectorDraft:
    return draft if tunnel is None else replace(draft, dial=tunnel.dial)


def _logged(draft: ConnectorDraft, report: ConnectionReport) -> ConnectionReport:
    """The outcome for the log, and what each step found for who looks for a fault."""
    for step in report.steps:
        said = f" {step.technical!r}" if step.technical else ""
        _LOG.debug("test of %r: %s %s in %.3f s%s", draft.name, step.name, step.state.value, step.seconds, said)
    failed = next((f"{step.name} failed" for step in report.steps if not step.ok), "connected")
    _LOG.info("test of %r (%s): %s", draft.name, draft.provider, failed)
    return report


def _failed(error: SourceError, seconds: float) -> CheckStep:
    return CheckStep(
        "tunnel",
        StepState.FAILED,
        error.message,
        error.hint,
        error.fix,
        error.detail,
        seconds,
        error.host_key if isinstance(error, HostKeyUnknownError) else None,
    )
