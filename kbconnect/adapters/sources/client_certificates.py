"""The certificate this side shows to a server that asks for one: two PEM files, looked at before a driver gets them.

A driver says of a wrong one what OpenSSL says. Owns what is said of files that can't be used; must not connect.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from kbconnect.adapters.sources.certificates import CertificateFacts, facts_of
from kbconnect.core.connector import ConnectorDraft, TlsMode
from kbconnect.core.errors import TlsError

_NOTHING = "Nothing was read; your documents are as they were."
_LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """Two files that belong together, and what the certificate says."""

    certificate_file: str
    key_file: str
    facts: CertificateFacts


def client_certificate(connector: ConnectorDraft) -> ClientCertificate | None:
    """None if this connector shows none. Raises TlsError for one that can't be used."""
    options = connector.options
    if not options.tls_certificate_file or options.tls is TlsMode.DISABLE:
        if options.tls_key_file and options.tls is not TlsMode.DISABLE:
            raise TlsError(
                "A key is named, but not the certificate it belongs to.",
                meaning=_NOTHING,
                hint="Choose the file of this side's certificate, or leave the key out.",
            )
        return None
    certificate_path = _path(options.tls_certificate_file)
    key_path = _path(options.tls_key_file or options.tls_certificate_file)
    found = _certificate(certificate_path)
    facts = facts_of(found)
    _check_key(key_path, certificate_path, found)
    _check_times(certificate_path, facts)
    return ClientCertificate(str(certificate_path), str(key_path), facts)


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise TlsError(
            f"There is no account whose home folder {text} could lie in.",
            meaning=_NOTHING,
            hint="Choose the file of this side's certificate or key again, or leave the fields empty.",
        ) from error


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(_content(path))
    except ValueError as error:
        raise TlsError(
            f"{path} holds no certificate that can be used.",
            meaning=_NOTHING,
            hint="Choose the file with this side's certificate, in PEM form.",
            detail=str(error),
        ) from error


def _check_key(path: Path, certificate_path: Path, certificate: x509.Certificate) -> None:
    data = _content(path)
    if b"PRIVATE KEY" not in data:
        raise TlsError(
            f"{path} holds no private key.",
            meaning=_NOTHING,
            hint="Choose the file with the private key of this side's certificate, in PEM form.",
        )
    # As libpq has it: a key of root may be read by its group, any other by its owner alone.
    found = path.stat()
    if os.name == "posix" and found.st_mode & (0o037 if found.st_uid == 0 else 0o077):
        open_to_others = TlsError(
            f"The key {path} can be read by other accounts of this computer.",
            meaning="A key that others can read protects nothing, so it was not used.",
            hint="Take the right to read it from all others with the command below.",
        )
        open_to_others.fix = f"chmod 600 {quote(str(path))}"
        raise open_to_others
    try:
        key = load_pem_private_key(data, None)
    except TypeError as error:
        protected = TlsError(
            f"The key {path} is protected by a pass phrase, which nobody could enter for a sync at night.",
            meaning=_NOTHING,
            hint="Make a copy without one, which only you can read, and choose that.",
        )
        protected.fix = f"(umask 077; openssl pkey -in {quote(str(path))} -out {quote(f'{path}.open')})"
        raise protected from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise TlsError(
            f"The key {path} is damaged, or of a kind that is not known.",
            meaning=_NOTHING,
            hint="Choose the file with the private key of this side's certificate, in PEM form.",
            detail=str(error),
        ) from error
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
        raise TlsError(
            f"The key {path} does not belong to the certificate {certificate_path}.",
            meaning=_NOTHING,
            hint="Choose the two files that were made together.",
        )


def _check_times(path: Path, facts: CertificateFacts) -> None:
    now = datetime.now(UTC)
    ends = facts.ends
    if ends <= now:
        raise TlsError(
            f"This side's certificate {path.name} has expired: it was valid until {ends.day} {ends:%B} {ends.year}.",
            meaning=_NOTHING,
            hint="Ask whoever issued it for a new one.",
        )
    if facts.begins > now:
        raise TlsError(
            f"This side's certificate {path.name} is not valid yet.",
            meaning=_NOTHING,
            hint="Check the clock of this computer, then ask whoever issued it.",
            detail=f"valid from {facts.begins:%Y-%m-%d %H:%M} UTC",
        )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise TlsError(f"{path} is no file of a certificate or key.", meaning=_NOTHING, hint="Choose another file.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TlsError(
            f"The file {path} does not exist.",
            meaning=_NOTHING,
            hint="Choose the file of this side's certificate or key again, or leave the fields empty.",
        ) from error
    except OSError as error:
        raise TlsError(
            f"The file {path} can't be read.",
            meaning=_NOTHING,
            hint="Give your account the right to read it, or choose another file.",
            detail=str(error),
        ) from error
