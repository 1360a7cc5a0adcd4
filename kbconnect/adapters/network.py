"""Finding hosts and connecting to their ports, with limits of time, for whatever speaks there afterwards.

Owns look-ups and TCP connections up to the first byte; must not know a protocol, nor say what a closed port means.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from kbconnect.core.errors import HostNotFoundError, InputError


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a host: an IP address and port, or the path of a Unix socket."""

    family: int
    host: str
    port: int

    @property
    def is_local(self) -> bool:
        """Whether nothing leaves this computer on the way there."""
        if not self.host or self.host.startswith("/"):
            return True
        return ipaddress.ip_address(self.host.split("%")[0]).is_loopback


def look_up(host: str, port: int, timeout_s: float) -> tuple[Address, ...]:
    """The addresses of a host. Raises HostNotFoundError, InputError."""
    host = host.strip()
    if not host:
        raise InputError("The host of the server is missing.", hint="Enter the host name, for example db.example.org.")
    if any(character in host for character in ", \t\n"):
        raise InputError(f"“{host}” is not the name of one host.", hint="Enter one host name or IP address.")
    # The system's look-up has no time limit of its own and can't be broken off, so it gets a thread to be left behind.
    answers: queue.SimpleQueue[list[Address] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([Address(int(family), str(name[0]), port) for family, _, _, _, name in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="kbconnect-resolve").start()  # noqa: TID251 - see above
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty as error:
        raise HostNotFoundError(
            f"This computer could not find out the address of {host} within {timeout_s:.0f} seconds.",
            hint="Check the network or VPN of this computer, then try again.",
        ) from error
    if isinstance(answer, (OSError, UnicodeError)):
        raise HostNotFoundError(
            f"There is no server named {host}, as far as this computer can see.",
            hint="Check the spelling of the host, and whether this computer is on the right network or VPN.",
            detail=str(answer),
        ) from answer
    return tuple(dict.fromkeys(answer))


def connect_first(addresses: Sequence[Address], timeout_s: float) -> tuple[socket.socket, Address]:
    """A connection to the first address that answers. Raises OSError: of several failures the one that says most."""
    failure: OSError | None = None
    for address in addresses:
        family = address.family or socket.AF_UNIX
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(max(timeout_s / len(addresses), 1.0))
        try:
            connection.connect((address.host, address.port) if address.family else address.host)
        except OSError as error:
            connection.close()
            # A refusal says more than a time-out of another address of the same host.
            failure = error if failure is None or isinstance(error, ConnectionRefusedError) else failure
        else:
            return connection, address
    raise failure or OSError("no address")
