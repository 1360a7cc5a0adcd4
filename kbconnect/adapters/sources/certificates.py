"""What a certificate says, in words for people. Owns reading it; must not judge whether it is to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from kbconnect.core.connector import CheckFact

SOON_DAYS = 30
"""Whoever is told so long before has the time to have a certificate renewed."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """subject, issuer: the name people know them by. names: hosts it is made out to. begins, ends: in UTC."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    begins: datetime
    ends: datetime

    @property
    def days_left(self) -> int:
        """Whole days until it ends; below 0 once it has ended."""
        return (self.ends - datetime.now(UTC)).days

    def told(self) -> tuple[CheckFact, ...]:
        return (
            CheckFact("Certificate of", self.subject),
            CheckFact("Issued by", self.issuer),
            *((CheckFact("Made out to", ", ".join(self.names)),) if self.names else ()),
            CheckFact("Valid until", f"{self.ends:%Y-%m-%d %H:%M} UTC"),
        )


def read_certificate(der: bytes | None) -> CertificateFacts | None:
    """None without a certificate, or for an odd one that OpenSSL took all the same."""
    if der is None:
        return None
    try:
        return facts_of(x509.load_der_x509_certificate(der))
    except ValueError:
        return None


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Raises ValueError for one whose fields can't be read."""
    return CertificateFacts(
        _name(certificate.subject),
        _name(certificate.issuer),
        _names(certificate),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def _name(name: x509.Name) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(kind)
        if found:
            value = found[0].value
            return value if isinstance(value, str) else value.decode(errors="replace")
    return name.rfc4514_string()


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    hosts = extension.get_values_for_type(x509.DNSName)
    return (*hosts, *(str(address) for address in extension.get_values_for_type(x509.IPAddress)))
