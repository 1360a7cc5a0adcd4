"""Ways to databases through SSH servers.

Owns that a server is only talked to if its key is known. Imports nothing of SSH by itself: that comes with the first
tunnel.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kbconnect.adapters.network import connect_first, look_up
from kbconnect.core.connector import Dial, HostKey, Secret, SshTunnel

if TYPE_CHECKING:
    from kbconnect.adapters.tunnels.known_hosts import KnownHosts
    from kbconnect.core.ports import OpenTunnel


class SshTunnels:
    """See `kbconnect.core.ports.Tunnels`."""

    def __init__(self, approved: Path) -> None:
        """approved: the file of keys that were approved here; beside it those that `ssh` knows are read."""
        self._approved = approved

    @contextmanager
    def open(self, tunnel: SshTunnel, secret: Secret | None, target: Dial, limit_s: float) -> Iterator[OpenTunnel]:
        """See `kbconnect.core.ports.Tunnels.open`."""
        from kbconnect.adapters.tunnels.forwarding import open_tunnel

        with open_tunnel(tunnel, secret, target, self._known(), limit_s) as opened:
            yield opened

    def check_reachable(self, tunnel: SshTunnel, timeout_s: float) -> None:
        """See `kbconnect.core.ports.Tunnels.check_reachable`."""
        from kbconnect.adapters.tunnels.hops import hops_of
        from kbconnect.adapters.tunnels.ssh_config import SshConfig
        from kbconnect.adapters.tunnels.words import unreachable

        first = hops_of(tunnel, SshConfig.of_user())[0]
        addresses = look_up(first.host, first.port, timeout_s)
        try:
            connection, _ = connect_first(addresses, timeout_s)
        except OSError as error:
            raise unreachable(first.host, first.port, error) from error
        connection.close()

    def approve(self, key: HostKey) -> None:
        """See `kbconnect.core.ports.Tunnels.approve`."""
        self._known().approve(key)

    def _known(self) -> KnownHosts:
        from kbconnect.adapters.tunnels.known_hosts import KnownHosts, user_files

        return KnownHosts(self._approved, user_files())
