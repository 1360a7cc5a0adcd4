"""A connection test that is made a second time, because where the password is kept it has been changed since it was
read, and how both look like one test to whoever watches the steps. Must not know where secrets are kept."""

from __future__ import annotations

from collections.abc import Callable

from kbconnect.core.connector import CheckStep

_SIGNED_IN_BY = ("tunnel", "login")
"""Steps that fail for a password that is no longer right."""


class StepsOfTwo:
    """Passes the steps of a test on, but holds back a refused login until it is known whether there is a second try;
    of that one only steps that nobody was told of yet."""

    def __init__(self, on_step: Callable[[CheckStep], None]) -> None:
        self._on_step = on_step
        self._told: set[str] = set()
        self._held: list[CheckStep] = []

    @property
    def was_refused(self) -> bool:
        return bool(self._held)

    def first(self, step: CheckStep) -> None:
        # A server that nobody knows was shown no password.
        if self._held or (not step.ok and step.name in _SIGNED_IN_BY and step.host_key is None):
            self._held.append(step)
        else:
            self._tell(step)

    def second(self, step: CheckStep) -> None:
        if step.name not in self._told:
            self._tell(step)

    def give_up(self) -> None:
        """There is no second try: tells what was held back."""
        for step in self._held:
            self._tell(step)

    def _tell(self, step: CheckStep) -> None:
        self._told.add(step.name)
        self._on_step(step)
