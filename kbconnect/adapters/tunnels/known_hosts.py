"""Which key an SSH server is known by: the user's own known_hosts, read as `ssh` does, and the keys approved here.

Owns the file of approved keys (0600, in OpenSSH's form, see sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT"). A key approved here
counts more than one in the user's files, which are never written. Must not connect to anything.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

from kbconnect.core.connector import HostKey
from kbconnect.core.errors import StoreError

_LARGEST_FILE = 20_000_000


class Standing(Enum):
    """What is known of a server's key."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A line of a file of known hosts. place: file and number of the line. marker: "@revoked", "@cert-authority"."""

    place: str
    marker: str
    hosts: str
    kind: str
    key: str

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.key)

    def is_of(self, name: str) -> bool:
        """name: as `host_name` gives it."""
        if self.hosts.startswith("|1|"):
            return _is_hash_of(self.hosts, name)
        patterns = [pattern.lower() for pattern in self.hosts.split(",")]
        if any(pattern.startswith("!") and _fits(name, pattern[1:]) for pattern in patterns):
            return False
        return any(_fits(name, pattern) for pattern in patterns if not pattern.startswith("!"))


@dataclass(frozen=True, slots=True)
class Found:
    """known: the keys the server is known by, where that matters for the standing; of one that is UNKNOWN, those of
    authorities that may vouch for it, which nobody checks here."""

    standing: Standing
    known: tuple[KnownKey, ...] = ()


class KnownHosts:
    """Files are read anew each time: another program may have written to them."""

    def __init__(self, approved: Path, others: Sequence[Path] = ()) -> None:
        self._approved = approved
        self._others = tuple(others)

    def look_up(self, key: HostKey) -> Found:
        """What is known of this key of this server."""
        name = host_name(key.host, key.port)
        own = [one for one in _lines(self._approved) if one.is_of(name)]
        others = [one for path in self._others for one in _lines(path) if one.is_of(name)]
        same = [one for one in (*own, *others) if one.key == key.key]
        if any(one.marker == "@revoked" for one in same):
            return Found(Standing.REVOKED, tuple(one for one in same if one.marker == "@revoked"))
        authorities = tuple(one for one in (*own, *others) if one.marker == "@cert-authority")
        own, others = ([one for one in found if not one.marker] for found in (own, others))
        for known in (own, others):
            if any(one.key == key.key for one in known):
                return Found(Standing.KNOWN)
            if known:
                return Found(Standing.CHANGED, tuple(known))
        return Found(Standing.UNKNOWN, authorities)

    def kinds(self, host: str, port: int) -> tuple[str, ...]:
        """The kinds of the keys a server is known by: it is to show one of these, or it looks like another server."""
        name = host_name(host, port)
        for paths in ((self._approved,), self._others):
            found = [one for path in paths for one in _lines(path) if one.is_of(name) and not one.marker]
            if found:
                return tuple(dict.fromkeys(one.kind for one in found))
        return ()

    def approve(self, key: HostKey) -> None:
        """From now on the server is known by this key; others that were approved here are forgotten. Raises
        StoreError."""
        name = host_name(key.host, key.port)
        kept = [line for line, one in _parsed(self._approved) if one is None or one.marker or not one.is_of(name)]
        _write(self._approved, [*kept, f"{name} {key.kind} {key.key}"])


def user_files() -> tuple[Path, ...]:
    """The files `ssh` reads."""
    system = [Path("/etc/ssh/ssh_known_hosts")] if os.name == "posix" else []
    try:
        own = Path("~/.ssh").expanduser()
    except RuntimeError:  # an account without a home
        return tuple(system)
    return own / "known_hosts", own / "known_hosts2", *system


def host_name(host: str, port: int) -> str:
    """The name a server has in these files."""
    return host.lower() if port == 22 else f"[{host.lower()}]:{port}"


def fingerprint_of(key: str) -> str:
    """As `ssh-keygen -l` writes it. key: in Base64."""
    try:
        digest = hashlib.sha256(base64.b64decode(key)).digest()
    except (binascii.Error, ValueError):
        return "SHA256:?"
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _lines(path: Path) -> Iterator[KnownKey]:
    return (one for _, one in _parsed(path) if one is not None)


def _parsed(path: Path) -> Iterator[tuple[str, KnownKey | None]]:
    """Each line with what it says; None for comments and what nobody can read."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_FILE:
            return
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # as `ssh` does: a file that can't be read knows nobody
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        marker = words.pop(0) if words and words[0].startswith("@") else ""
        if len(words) < 3 or words[0].startswith("#"):
            yield line, None
            continue
        hosts, kind, key = words[:3]
        yield line, KnownKey(f"{path}, line {number}", marker, hosts, kind, key)


def _fits(name: str, pattern: str) -> bool:
    # Only * and ? mean something in these files; fnmatch knows brackets as well, which stand around hosts with a port.
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def _is_hash_of(hosts: str, name: str) -> bool:
    with suppress(binascii.Error, ValueError):
        _, _, salt, digest = hosts.split("|", 3)
        made = hmac.digest(base64.b64decode(salt), name.encode(), "sha1")
        return hmac.compare_digest(made, base64.b64decode(digest))
    return False


def _write(path: Path, lines: Sequence[str]) -> None:
    """Whole or not at all, readable by nobody else."""
    try:
        number, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with 0600
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write("".join(f"{line}\n" for line in lines))
        Path(beside).replace(path)
    except OSError as error:
        raise StoreError(
            f"The approved key could not be written to {path}.",
            meaning="Nothing was approved, and no connection was made.",
            hint="Give your account the right to write there, or free some room on the disk.",
            detail=str(error),
        ) from error
