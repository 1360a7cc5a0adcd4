"""What is said when an SSH server can't be talked to. Owns sentences; each says that nothing was changed."""

from __future__ import annotations

import socket

from kbconnect.core.errors import ConnectTimeoutError, PortClosedError, SourceError

NOTHING = "Nothing was read; your documents are as they were."


def unreachable(host: str, port: int, error: OSError) -> SourceError:
    """Why no connection to the port of an SSH server could be made."""
    detail = f"{host} port {port}: {error}"
    if isinstance(error, ConnectionRefusedError):
        return PortClosedError(
            f"The SSH server {host} answers, but nothing listens on port {port}.",
            meaning=NOTHING,
            hint="Check the port of the SSH server; 22 is the usual one. Ask who looks after it whether it is running.",
            detail=detail,
        )
    if isinstance(error, (TimeoutError, socket.timeout)):
        return ConnectTimeoutError(
            f"The SSH server {host} did not answer on port {port} in time.",
            meaning=NOTHING,
            hint="A firewall often causes this. Check host, port and VPN, or ask for this computer to be let through.",
            detail=detail,
        )
    return ConnectTimeoutError(
        f"The SSH server {host} cannot be reached from this computer.",
        meaning=NOTHING,
        hint="Check the network or VPN of this computer, and the host.",
        detail=detail,
    )
