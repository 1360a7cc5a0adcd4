"""Certificates for tests: an authority, a server's certificate, and what the authority issues for accounts.

Owns how they are made; lives without any server.
"""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PASS_PHRASE = b"open sesame"


@dataclass(frozen=True)
class Authority:
    """Signs certificates."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    def issue(self, folder: Path, name: str, *, days: float = 90, begins_days: float = 0) -> Issued:
        """A certificate made out to an account, from `begins_days` from now until `days` from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(name, key.public_key(), days, begins_days)
        signed = builder.issuer_name(self.certificate.subject).sign(self.key, hashes.SHA256())
        made = Issued(folder / f"{name}.pem", folder / f"{name}.key", key)
        made.certificate_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        made.write_key()
        return made


@dataclass(frozen=True)
class Issued:
    """The files of a certificate and its key."""

    certificate_file: Path
    key_file: Path
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def write_key(self, *, protected: bool = False) -> None:
        """protected: by PASS_PHRASE."""
        self.key_file.write_bytes(pem(self.key, protected=protected))
        self.key_file.chmod(0o600)


@dataclass(frozen=True)
class Certificates:
    """PEM files: the authority that signed the server's certificate, the certificate and key, and a stranger."""

    ca_file: Path
    server_file: Path
    server_key_file: Path
    other_ca_file: Path
    authority: Authority
    stranger: Authority


def make_certificates(folder: Path) -> Certificates:
    """Of a server at localhost and 127.0.0.1."""
    authority, stranger = make_authority("kbconnect tests"), make_authority("a stranger")
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        _builder("localhost", key.public_key(), 90)
        .issuer_name(authority.certificate.subject)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    made = Certificates(
        ca_file=folder / "ca.pem",
        server_file=folder / "server.pem",
        server_key_file=folder / "server.key",
        other_ca_file=folder / "other-ca.pem",
        authority=authority,
        stranger=stranger,
    )
    made.ca_file.write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    made.other_ca_file.write_bytes(stranger.certificate.public_bytes(serialization.Encoding.PEM))
    made.server_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.server_key_file.write_bytes(pem(key))
    return made


def make_authority(name: str) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    unsigned = _builder(name, key.public_key(), 90).issuer_name(_name(name))
    is_authority = x509.BasicConstraints(ca=True, path_length=0)
    return Authority(key, unsigned.add_extension(is_authority, critical=True).sign(key, hashes.SHA256()))


def pem(key: ec.EllipticCurvePrivateKey, *, protected: bool = False) -> bytes:
    encryption: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(PASS_PHRASE) if protected else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def _builder(name: str, key: ec.EllipticCurvePublicKey, days: float, begins_days: float = 0) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    begins = now + datetime.timedelta(days=begins_days, hours=-1)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(begins, now + datetime.timedelta(days=days - 1)))
        .not_valid_after(now + datetime.timedelta(days=days))
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
