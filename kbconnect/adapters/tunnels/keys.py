"""What proves who we are at an SSH server: a key file, the keys of the agent, those in ~/.ssh.

Owns where keys are looked for, and what is said of one that can't be used. Must not connect to a server.
"""

from __future__ import annotations

import io
import os
import socket
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from kbconnect.adapters.tunnels.hops import Hop
from kbconnect.adapters.tunnels.words import AGENT, NOTHING
from kbconnect.core.connector import Secret
from kbconnect.core.errors import TunnelError

_USUAL_FILES = ("id_ed25519", "id_ecdsa", "id_rsa")
_LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """A private key, ready to sign. source: what people know it by."""

    source: str
    key: paramiko.PKey

    @property
    def public_line(self) -> str:
        """As a line of authorized_keys."""
        return f"{self.key.get_name()} {self.key.get_base64()}"


@dataclass(frozen=True, slots=True)
class KeysAtHand:
    """proofs: in the order to try them. unusable: why files that ~/.ssh/config names can't be used."""

    proofs: tuple[Proof, ...]
    unusable: tuple[str, ...] = ()


def key_in(place: str, secret: Secret | None) -> Proof:
    """The private key in a file. place: its path, which may begin with "~". secret: its pass phrase. Raises
    TunnelError."""
    path = _path_of(place)
    data = _content(path)
    if data.startswith(b"PuTTY-User-Key-File"):
        raise TunnelError(
            f"{path} is a key in PuTTY's own form, which kbconnect doesn't read.",
            meaning=NOTHING,
            hint="Export it in OpenSSH's form: in PuTTYgen by Conversions, or with the command below.",
            fix=f"puttygen {quote(str(path))} -O private-openssh-new -o {quote(f'{path}.openssh')}",
        )
    if b"PRIVATE KEY" not in data:
        raise TunnelError(
            f"{path} holds no private key.",
            meaning=NOTHING,
            hint="Choose the file of the private key; the one that ends in .pub is the public half."
            if path.suffix == ".pub"
            else "Choose the file that ssh-keygen has made, without .pub at its end.",
        )
    return Proof(path.name, _loaded(path, data, secret))


def is_locked(place: str) -> bool:
    """Whether the key in a file needs a pass phrase. Raises TunnelError if the file can't be read."""
    data = _content(_path_of(place))
    try:
        _loader(data)(data, None)
    except TypeError:
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False  # `key_in` says what is wrong with it
    return False


def is_pass_phrase(secret: Secret, places: Sequence[str]) -> bool:
    """Whether a secret opens one of these key files, and so is no password for any server."""
    for place in places:
        with suppress(TunnelError):  # one that isn't there, or that it doesn't open
            if is_locked(place):
                key_in(place, secret)
                return True
    return False


def _path_of(place: str) -> Path:
    try:
        return Path(place).expanduser()
    except RuntimeError as error:
        raise TunnelError(
            f"There is no account whose home folder {place} could lie in.",
            meaning=NOTHING,
            hint="Choose the file of your private key.",
        ) from error


def _content(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST_FILE:
            data = path.read_bytes()
        else:
            raise TunnelError(f"{path} is not a file with a key.", meaning=NOTHING, hint="Choose another file.")
    except FileNotFoundError as error:
        raise TunnelError(
            f"The key file {path} does not exist.", meaning=NOTHING, hint="Choose the file of your private key."
        ) from error
    except OSError as error:
        raise TunnelError(
            f"The key file {path} can't be read.",
            meaning=NOTHING,
            hint="Give your account the right to read it, or choose another file.",
            detail=str(error),
        ) from error
    if os.name == "posix" and found.st_mode & 0o077:
        raise TunnelError(
            f"The key file {path} can be read by other accounts of this computer.",
            meaning="A key that others can read protects nothing, so it was not used.",
            hint="Take the right to read it from all others with the command below.",
            fix=f"chmod 600 {quote(str(path))}",
        )
    return data


def _loader(data: bytes) -> Callable[[bytes, bytes | None], object]:
    return (
        serialization.load_ssh_private_key
        if b"BEGIN OPENSSH PRIVATE KEY" in data
        else serialization.load_pem_private_key
    )


def _loaded(path: Path, data: bytes, secret: Secret | None) -> paramiko.PKey:
    load = _loader(data)
    try:
        try:
            loaded = load(data, None)
        except TypeError:  # it is encrypted
            if secret is None:
                raise TunnelError(
                    f"The key {path.name} is protected by a pass phrase, and none was given.",
                    meaning=NOTHING,
                    hint="Enter its pass phrase, or load the key into the SSH agent.",
                    fix=f"ssh-add {quote(str(path))}",
                ) from None
            try:
                loaded = load(data, secret.reveal().encode())
            except ValueError:  # as its cause it could carry the pass phrase
                raise TunnelError(
                    f"The pass phrase of the key {path.name} is wrong.", meaning=NOTHING, hint="Enter it again."
                ) from None
    except (ValueError, UnsupportedAlgorithm) as error:
        raise TunnelError(
            f"The key file {path} is damaged, or of a kind kbconnect doesn't know.",
            meaning=NOTHING,
            hint="Choose an RSA, ECDSA or Ed25519 key.",
            detail=str(error),
        ) from error
    if not isinstance(loaded, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey)):
        raise TunnelError(
            f"The key {path.name} is of a kind that SSH servers don't take any more.",
            meaning=NOTHING,
            hint="Make a new one with the command below, and have its public half added on the server.",
            fix="ssh-keygen -t ed25519",
        )
    return _as_paramiko(loaded)


def _as_paramiko(loaded: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> paramiko.PKey:
    """The same key, in memory alone: paramiko reads fewer forms of files."""
    text = loaded.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    ).decode()
    kind: type[paramiko.PKey]
    if isinstance(loaded, rsa.RSAPrivateKey):
        kind = paramiko.RSAKey
    elif isinstance(loaded, ec.EllipticCurvePrivateKey):
        kind = paramiko.ECDSAKey
    else:
        kind = paramiko.Ed25519Key
    return kind.from_private_key(io.StringIO(text))


class _AgentAt(paramiko.Agent):
    """One that listens somewhere else than the usual one. Raises OSError, paramiko.SSHException."""

    def __init__(self, place: str) -> None:
        paramiko.agent.AgentSSH.__init__(self)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        self._connect(connection)  # type: ignore[attr-defined]  # the stubs lack it


@contextmanager
def keys_at_hand(hop: Hop, secret: Secret | None = None) -> Iterator[KeysAtHand]:
    """The keys that ~/.ssh/config names for this server, or else those in ~/.ssh that need no pass phrase, and those of
    the agent. They sign as long as the context is open. secret: may be the pass phrase of one that is named."""
    agent = None
    try:
        with suppress(paramiko.SSHException, OSError):  # something else may listen there
            agent = _agent(hop)
        held = [Proof(AGENT, key) for key in agent.get_keys()] if agent is not None else []
        yield _at_hand(hop, held, secret)
    finally:
        if agent is not None:
            agent.close()


def _agent(hop: Hop) -> paramiko.Agent | None:
    if hop.agent == "none":
        return None
    return _AgentAt(hop.agent) if hop.agent and os.name == "posix" else paramiko.Agent()


def _at_hand(hop: Hop, held: Sequence[Proof], secret: Secret | None) -> KeysAtHand:
    """In the order in which `ssh` tries them: those of the agent that are named, the rest of the agent's, files."""
    unusable: list[str] = []
    named: list[Proof] = []
    lines: list[str] = []
    for place in hop.key_files:
        if (line := public_line_of(place)) in {proof.public_line for proof in held}:
            lines.append(line)
            continue
        if not Path(place).exists():
            continue
        try:
            named.append(key_in(place, secret))
        except TunnelError as error:
            unusable.append(error.message)
    first = [proof for proof in held if proof.public_line in lines]
    others = [] if hop.only_these else [proof for proof in held if proof not in first]
    files = named if hop.key_files else list(_usual_keys())
    every = {proof.public_line: proof for proof in reversed([*first, *others, *files])}
    return KeysAtHand(tuple(reversed(every.values())), tuple(unusable))


def has_agent(hop: Hop) -> bool:
    """Whether something says where an agent is."""
    return hop.agent != "none" and bool(hop.agent or os.environ.get("SSH_AUTH_SOCK") or os.name == "nt")


def public_line_of(place: str) -> str:
    """The public half that lies beside a key, as a line of authorized_keys; "" if there is none."""
    with suppress(OSError, RuntimeError, UnicodeDecodeError):
        words = Path(f"{place}.pub").expanduser().read_text(encoding="utf-8").split()
        return " ".join(words[:2])
    return ""


def _usual_keys() -> Iterator[Proof]:
    for name in _USUAL_FILES:
        with suppress(TunnelError, RuntimeError):  # no home; or one that can't be used without asking for it by name
            path = Path("~/.ssh").expanduser() / name
            if path.exists():
                yield key_in(str(path), None)
