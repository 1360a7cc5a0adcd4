"""What proves who we are at an SSH server: a key file, the keys of the agent, those in ~/.ssh.

Owns where keys are looked for, and what is said of one that can't be used. Must not connect to a server.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

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


def key_in(place: str, secret: Secret | None) -> Proof:
    """The private key in a file. place: its path, which may begin with "~". secret: its pass phrase. Raises
    TunnelError."""
    try:
        path = Path(place).expanduser()
    except RuntimeError as error:
        raise TunnelError(
            f"There is no account whose home folder {place} could lie in.",
            meaning=NOTHING,
            hint="Choose the file of your private key.",
        ) from error
    data = _content(path)
    if data.startswith(b"PuTTY-User-Key-File"):
        raise TunnelError(
            f"{path} is a key in PuTTY's own form, which kbconnect doesn't read.",
            meaning=NOTHING,
            hint="Export it in OpenSSH's form: in PuTTYgen by Conversions, or with the command below.",
            fix=f"puttygen {path} -O private-openssh-new -o {path}.openssh",
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
            fix=f"chmod 600 {path}",
        )
    return data


def _loaded(path: Path, data: bytes, secret: Secret | None) -> paramiko.PKey:
    load = (
        serialization.load_ssh_private_key
        if b"BEGIN OPENSSH PRIVATE KEY" in data
        else serialization.load_pem_private_key
    )
    try:
        try:
            loaded = load(data, None)
        except TypeError:  # it is encrypted
            if secret is None:
                raise TunnelError(
                    f"The key {path.name} is protected by a pass phrase, and none was given.",
                    meaning=NOTHING,
                    hint="Enter its pass phrase, or load the key into the SSH agent.",
                    fix=f"ssh-add {path}",
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


@contextmanager
def keys_at_hand() -> Iterator[Sequence[Proof]]:
    """The keys of the agent, and those in ~/.ssh that need no pass phrase. They sign as long as the context is open."""
    agent = None
    proofs: list[Proof] = []
    try:
        with suppress(paramiko.SSHException, OSError):  # something else may listen there
            agent = paramiko.Agent()
            proofs += [Proof(AGENT, key) for key in agent.get_keys()]
        known = {proof.public_line for proof in proofs}
        for proof in _usual_keys():
            if proof.public_line not in known:
                proofs.append(proof)
        yield proofs
    finally:
        if agent is not None:
            agent.close()


def has_agent() -> bool:
    """Whether something says where an agent is."""
    return bool(os.environ.get("SSH_AUTH_SOCK")) or os.name == "nt"


def _usual_keys() -> Iterator[Proof]:
    for name in _USUAL_FILES:
        with suppress(TunnelError, RuntimeError):  # no home; or one that can't be used without asking for it by name
            path = Path("~/.ssh").expanduser() / name
            if path.exists():
                yield key_in(str(path), None)
