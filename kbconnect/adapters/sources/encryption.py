"""How a connection is encrypted: what a connector demands of TLS, what came of it, and what is said of that.

The same for every kind of server. Owns the check of a server's certificate as libpq makes it in each mode, and the
words of the step "tls" of a connection test. Must not know a database's protocol.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from kbconnect.adapters.sources.certificates import SOON_DAYS, CertificateFacts, read_certificate
from kbconnect.adapters.sources.client_certificates import client_certificate
from kbconnect.core.connector import CheckFact, ConnectorDraft, SshTunnel, StepState, TlsMode
from kbconnect.core.errors import InputError, TlsError

_NOTHING = "Nothing was read; your documents are as they were."
_SYSTEM_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a connection is encrypted. version: as people say it ("TLS 1.3"), "" for not at all."""

    version: str
    cipher: str = ""
    certificate: CertificateFacts | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a step of a connection test says."""

    state: StepState
    detail: str
    hint: str = ""
    facts: tuple[CheckFact, ...] = ()


def encryption_of(wrapped: ssl.SSLSocket | ssl.SSLObject) -> Encryption:
    """What was agreed on."""
    version = (wrapped.version() or "TLS").replace("TLSv", "TLS ")
    cipher = wrapped.cipher()
    return Encryption(version, cipher[0] if cipher else "", read_certificate(wrapped.getpeercert(binary_form=True)))


# --------------------------------------------------------------------------------------------------- demanding


def certificate_file(connector: ConnectorDraft) -> str:
    """The certificates a server's is checked against; "" if none is checked. Raises InputError."""
    if connector.options.tls not in {TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL}:
        return ""
    if connector.options.tls_ca_file:
        path = Path(connector.options.tls_ca_file).expanduser()
        if not path.is_file():
            raise InputError(
                f"The certificate file {path} does not exist.",
                hint="Choose the file that holds the certificate of the authority, or leave the field empty.",
            )
        return str(path)
    # The OpenSSL the driver was built with looks where its builder kept certificates, not where this system does.
    for candidate in (ssl.get_default_verify_paths().cafile, *_SYSTEM_CERTIFICATES):
        if candidate and Path(candidate).is_file():
            return candidate
    return "system" if connector.options.tls is TlsMode.VERIFY_FULL else ""


def tls_context(connector: ConnectorDraft) -> ssl.SSLContext:
    """Checks of a server's certificate as libpq makes them in the connector's mode, and this side's own certificate.
    Raises TlsError, InputError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    mode = connector.options.tls
    own = client_certificate(connector)
    if own is not None:
        context.load_cert_chain(own.certificate_file, own.key_file)
    context.check_hostname = mode is TlsMode.VERIFY_FULL
    if mode not in {TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL}:
        context.verify_mode = ssl.CERT_NONE
        return context
    authorities = certificate_file(connector)
    try:
        if authorities and authorities != "system":
            context.load_verify_locations(authorities)
        else:
            context.load_default_certs()
    except (ssl.SSLError, OSError) as error:
        raise TlsError(
            f"{authorities} holds no certificate that can be used.",
            meaning=_NOTHING,
            hint="Choose the file with the certificate of the authority, in PEM form.",
            detail=str(error),
        ) from error
    return context


def certificate_error(connector: ConnectorDraft, error: ssl.SSLCertVerificationError) -> TlsError:
    """Why the server's certificate was not taken."""
    # X509_V_ERR_* of OpenSSL, whose numbers are fixed.
    if error.verify_code in {62, 64}:
        message = f"The server's certificate is not made out to {connector.host}."
        hint = "Use the host name the certificate names, or ask who looks after the server."
    elif error.verify_code == 10:
        message = f"The certificate of {connector.host} has expired."
        hint = "Ask who looks after the server to renew it."
    else:
        message = f"The certificate of {connector.host} is signed by nobody this computer trusts."
        hint = "Choose the file with the certificate of your organisation's authority in the connector."
    return TlsError(message, meaning=_NOTHING, hint=hint, detail=error.verify_message)


def alert_error(connector: ConnectorDraft, error: ssl.SSLError) -> TlsError | None:
    """What the server has against this side's certificate, or that there is none; None for any other error."""
    reason = error.reason or ""
    if "ALERT" not in reason or not any(word in reason for word in ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED")):
        return None
    if not connector.options.tls_certificate_file:
        return TlsError(
            f"{connector.host} asks for a certificate of this side, and the connector has none.",
            meaning=_NOTHING,
            hint="Ask who looks after the server for a certificate and its key, and choose both files.",
            detail=str(error),
        )
    return TlsError(
        f"{connector.host} does not accept the certificate of this side.",
        meaning=_NOTHING,
        hint="It may be issued by an authority that the server does not know. Ask who looks after the server.",
        detail=str(error),
    )


# --------------------------------------------------------------------------------------------------- saying


def said_of(connector: ConnectorDraft, seen: Encryption, *, is_local: bool, was_tried: bool = True) -> Said:
    """What the step "tls" says. is_local: nothing leaves this computer on the way to the server itself. was_tried: the
    server was asked for encryption, unless the connector is against it. Raises TlsError for a certificate of this side
    that can't be used."""
    if seen.version:
        return _encrypted(connector, seen)
    tunnel = connector.options.tunnel
    if connector.dial is not None and tunnel is not None:
        return _within_ssh(connector, tunnel)
    if is_local:
        return Said(StepState.SKIPPED, "Not encrypted; nothing leaves this computer")
    if connector.options.tls is TlsMode.DISABLE:
        return Said(
            StepState.WARNING,
            "Not encrypted, as this connector demands. Others on the network could read along.",
            "Choose an encrypted connection (TLS) if the server offers it.",
        )
    if not was_tried:
        return Said(
            StepState.WARNING,
            "Not encrypted, because this connector doesn't demand it. Others on the network could read along.",
            "Choose an encrypted connection (TLS), and ask who looks after the server for the port: some servers "
            "encrypt on another one.",
        )
    return Said(
        StepState.WARNING,
        "Not encrypted: the server offers no TLS. Others on the network could read along.",
        "Ask who looks after the server to switch TLS on.",
    )


def _within_ssh(connector: ConnectorDraft, tunnel: SshTunnel) -> Said:
    if connector.host.lower() in {"localhost", "::1"} or connector.host.startswith("127."):
        return Said(StepState.SKIPPED, f"Encrypted by SSH as far as {tunnel.host}, where the database runs")
    return Said(
        StepState.WARNING,
        f"Encrypted by SSH as far as {tunnel.host}. From there to {connector.host} nothing is encrypted, and others on "
        "that network could read along.",
        "Choose an encrypted connection (TLS) as well, if the database offers it.",
    )


def _encrypted(connector: ConnectorDraft, seen: Encryption) -> Said:
    own = client_certificate(connector)
    facts: tuple[CheckFact, ...] = (
        CheckFact("Encryption", f"{seen.version}, {seen.cipher}" if seen.cipher else seen.version),
    )
    certificate = seen.certificate
    if certificate is not None:
        facts += certificate.told()
    facts += (CheckFact("Server's certificate", _checked_words(connector.options.tls)),)
    if own is not None:
        facts += (CheckFact("Shown by this side", own.facts.subject),)
    if certificate is None:
        return Said(StepState.PASSED, seen.version, facts=facts)
    ending = _ending_words(connector, certificate, own.facts if own is not None else None)
    if ending:
        return Said(StepState.WARNING, ending, "Have it renewed before: ask whoever issued it.", facts)
    ends = certificate.ends
    until = f"{seen.version}, certificate valid until {ends.day} {ends:%B} {ends.year}"
    return Said(StepState.PASSED, until, facts=facts)


def _ending_words(connector: ConnectorDraft, server: CertificateFacts, own: CertificateFacts | None) -> str:
    """A sentence about a certificate that ends soon, or has ended where nobody checks that; "" if none does."""
    host, ends = connector.host, server.ends
    if server.days_left < 0:
        return f"Encrypted, but the certificate of {host} has expired on {ends.day} {ends:%B} {ends.year}."
    if server.days_left < SOON_DAYS:
        return f"Encrypted, but the certificate of {host} ends soon, on {ends.day} {ends:%B} {ends.year}."
    if own is not None and own.days_left < SOON_DAYS:
        ends = own.ends
        return f"Encrypted, but the certificate of this side ends soon, on {ends.day} {ends:%B} {ends.year}."
    return ""


def _checked_words(mode: TlsMode) -> str:
    """What of the server's certificate was checked."""
    if mode is TlsMode.VERIFY_FULL:
        return "checked: who issued it, and the name of the server"
    return "checked: who issued it" if mode is TlsMode.VERIFY_CA else "not checked"
