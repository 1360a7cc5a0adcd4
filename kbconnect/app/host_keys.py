"""The keys of SSH servers: what a connector's way shows that nobody has approved yet, and approving it.

A key is approved one by one, by somebody who has seen its fingerprint. One that has changed is refused until somebody
types the fingerprint that whoever looks after the server has named. Owns these two rules.
"""

from __future__ import annotations

from kbconnect.app.connectors import Connectors, KeepSecret, NewSecret
from kbconnect.app.reaching import Reaching
from kbconnect.core.connector import ConnectorDraft, HostKey
from kbconnect.core.errors import HostKeyChangedError, InputError
from kbconnect.core.job import JobContext

FINGERPRINT = "SHA256:"


class HostKeys:
    """The approved keys of one data folder."""

    def __init__(self, connectors: Connectors, reaching: Reaching) -> None:
        self._connectors = connectors
        self._reaching = reaching

    def unknown(
        self,
        draft: ConnectorDraft,
        context: JobContext,
        tunnel_secret: NewSecret | KeepSecret = KeepSecret.KEEP,
    ) -> HostKey | None:
        """The key of the first SSH server on the way that nobody has approved; None if all are known, or there is none.

        tunnel_secret: as for `Connectors.test`. Raises SourceError, HostKeyChangedError among them, SecretError and
        JobCancelled.
        """
        return self._connectors.unknown_host_key(draft, context, tunnel_secret)

    def approve(self, key: HostKey) -> None:
        """From now on the server is known by this key: somebody has compared its fingerprint. Raises StoreError."""
        self._reaching.approve(key)

    def replace(self, changed: HostKeyChangedError, typed: str) -> None:
        """Approves the new key of a server that was known by another. typed: its fingerprint, as somebody has got it
        from whoever looks after the server. Raises InputError if it is not that of the new key, StoreError."""
        if not is_fingerprint(typed, changed.host_key):
            raise InputError(
                f"This is not the fingerprint that {changed.host_key.host} shows.",
                meaning="Nothing was approved, and no connection was made.",
                hint="Compare it with what whoever looks after the SSH server says. If they don't agree, somebody may "
                "be in between.",
            )
        self._reaching.approve(changed.host_key)


def is_fingerprint(typed: str, key: HostKey) -> bool:
    """Whether somebody has typed the fingerprint of this key, with or without the word in front of it."""
    return typed.strip().removeprefix(FINGERPRINT).rstrip("=") == key.fingerprint.removeprefix(FINGERPRINT)
