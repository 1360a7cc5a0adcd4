"""PostgreSQL's start-up by hand, message by message, to learn exactly where and why a login fails.

Owns the wire protocol up to the first "ready for query" (https://www.postgresql.org/docs/current/protocol-flow.html).
The driver reports a failed connect as one text in the server's language; here each step ends on its own and a refusal
comes with its SQLSTATE. Must not run statements. Passwords are only ever sent the way the server's method asks.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import secrets
import socket
import ssl
import stringprep
import struct
import time
import unicodedata
from collections.abc import Sequence

from kbconnect.adapters.network import Address
from kbconnect.adapters.sources.encryption import (
    Encryption,
    alert_error,
    certificate_error,
    encryption_of,
    tls_context,
)
from kbconnect.adapters.sources.postgresql_connect import (
    is_unix_socket,
    limit_s,
    reach,
)
from kbconnect.adapters.sources.postgresql_errors import NOTHING_CHANGED, sqlstate_error
from kbconnect.core.connector import ConnectorDraft, Secret, TlsMode
from kbconnect.core.errors import (
    AccessDeniedError,
    ConnectTimeoutError,
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    SecretMissingError,
    SourceLostError,
    TlsError,
)

_certificate_error = certificate_error

_SSL_REQUEST = 80877103
_PROTOCOL = 196608  # 3.0
_LARGEST_MESSAGE = 1_000_000


class Refusal(Exception):
    """The server's ErrorResponse."""

    def __init__(self, sqlstate: str, message: str) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message


class UnknownMethod(Exception):
    """The server asks for a login method that only the driver knows (Kerberos, certificates of accounts, ...)."""


class StartUp:
    """One connection on its way to be ready. Close it whatever happens."""

    def __init__(self, connector: ConnectorDraft, addresses: Sequence[Address]) -> None:
        self._connector = connector
        self._limit_s = limit_s(connector)
        self._socket, self.address = reach(connector, addresses, self._limit_s)
        self._deadline = 0.0
        self._shows_certificate = self._was_answered = False
        self.parameters: dict[str, str] = {}

    def close(self) -> None:
        self._socket.close()

    def break_off(self) -> None:
        """Wakes whoever waits for an answer here; may be called from another thread."""
        with contextlib.suppress(OSError):  # closed or never connected: nobody waits
            self._socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> StartUp:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ----------------------------------------------------------------------------------------------- encryption

    def encrypt(self) -> Encryption:
        """Agrees on encryption as the connector demands it. Raises TlsError."""
        mode = self._connector.options.tls
        if mode is TlsMode.DISABLE or is_unix_socket(self._connector):
            return Encryption("")
        self._deadline = time.monotonic() + self._limit_s
        self._send(struct.pack("!ii", 8, _SSL_REQUEST))
        answer = self._receive(1)
        if answer == b"S":
            return self._handshake()
        if answer == b"E":
            raise self._refusal(self._body())
        if mode is TlsMode.PREFER:
            return Encryption("")
        raise TlsError(
            f"{self._connector.host} offers no encryption, but this connector demands it.",
            meaning=NOTHING_CHANGED,
            hint="Ask who looks after the server to switch TLS on, or choose a weaker setting "
            "if the network in between is yours.",
        )

    def _handshake(self) -> Encryption:
        try:
            wrapped = tls_context(self._connector).wrap_socket(self._socket, server_hostname=self._connector.host)
        except ssl.SSLCertVerificationError as error:
            raise certificate_error(self._connector, error) from error
        except (ssl.SSLError, OSError) as error:
            refused = alert_error(self._connector, error) if isinstance(error, ssl.SSLError) else None
            if refused is not None:
                raise refused from error
            raise TlsError(
                f"Encryption with {self._connector.host} could not be agreed on.",
                meaning=NOTHING_CHANGED,
                hint="The server may only know old versions of TLS. Pass on the text for IT.",
                detail=str(error),
            ) from error
        self._socket = wrapped
        self._shows_certificate = bool(self._connector.options.tls_certificate_file)
        return encryption_of(wrapped)

    # ----------------------------------------------------------------------------------------------- login

    def log_in(self, secret: Secret | None) -> None:
        """Sends user and database and proves who we are. Raises Refusal, UnknownMethod, SecretMissingError."""
        self._deadline = time.monotonic() + self._limit_s
        values = {
            "user": self._connector.username,
            "database": self._connector.database or self._connector.username,
            "application_name": "kbconnect",
            "client_encoding": "UTF8",
        }
        body = b"".join(f"{name}\0{value}\0".encode() for name, value in values.items())
        self._send(struct.pack("!ii", len(body) + 9, _PROTOCOL) + body + b"\0")
        while True:
            kind, body = self._message()
            if kind == b"E":
                raise self._refusal(body)
            if kind == b"R" and struct.unpack("!i", body[:4])[0] == 0:
                return
            if kind == b"R":
                self._answer(body, secret)

    def get_ready(self) -> None:
        """Waits until the database is open; fills `parameters`. Raises Refusal."""
        self._deadline = time.monotonic() + self._limit_s
        while True:
            kind, body = self._message()
            if kind == b"E":
                raise self._refusal(body)
            if kind == b"S":
                name, value, _ = body.split(b"\0", 2)
                self.parameters[name.decode()] = value.decode(errors="replace")
            elif kind == b"Z":
                self._send(b"X\0\0\0\4")
                return

    def _answer(self, body: bytes, secret: Secret | None) -> None:
        method = struct.unpack("!i", body[:4])[0]
        if method not in {3, 5, 10}:
            raise UnknownMethod
        if secret is None:
            raise SecretMissingError(
                f"The server asks for the password of {self._connector.username}, and none was given.",
                meaning=NOTHING_CHANGED,
                hint="Enter the password.",
            )
        if method == 3:
            self._send_password(secret.reveal().encode() + b"\0")
        elif method == 5:
            inner = hashlib.md5(
                secret.reveal().encode() + self._connector.username.encode(), usedforsecurity=False
            ).hexdigest()
            outer = hashlib.md5(inner.encode() + body[4:8], usedforsecurity=False).hexdigest()
            self._send_password(f"md5{outer}".encode() + b"\0")
        elif b"SCRAM-SHA-256" in body[4:].split(b"\0"):
            self._scram(secret)
        else:
            raise UnknownMethod

    def _scram(self, secret: Secret) -> None:
        """SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677)."""
        nonce = secrets.token_urlsafe(18)
        first = f"n=,r={nonce}"
        initial = f"n,,{first}".encode()
        self._send_password(b"SCRAM-SHA-256\0" + struct.pack("!i", len(initial)) + initial)
        challenge = self._sasl(11)
        fields = dict(part.split("=", 1) for part in challenge.split(","))
        if not fields["r"].startswith(nonce):
            raise SourceLostError("The server answered the login wrongly.", hint="Ask who looks after the server.")
        salted = hashlib.pbkdf2_hmac(
            "sha256", prepared_password(secret.reveal()), base64.b64decode(fields["s"]), int(fields["i"])
        )
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        without_proof = f"c=biws,r={fields['r']}"
        message = f"{first},{challenge},{without_proof}".encode()
        signature = hmac.digest(hashlib.sha256(client_key).digest(), message, "sha256")
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature, strict=True))).decode()
        self._send_password(f"{without_proof},p={proof}".encode())
        final = self._sasl(12)
        server_key = hmac.digest(salted, b"Server Key", "sha256")
        expected = base64.b64encode(hmac.digest(server_key, message, "sha256")).decode()
        if not hmac.compare_digest(final, f"v={expected}"):
            raise SourceLostError(
                "The server could not prove that it knows this account.", hint="Ask who looks after the server."
            )

    def _sasl(self, expected: int) -> str:
        kind, body = self._message()
        if kind == b"E":
            raise self._refusal(body)
        if kind != b"R" or struct.unpack("!i", body[:4])[0] != expected:
            raise UnknownMethod
        return body[4:].decode()

    # ----------------------------------------------------------------------------------------------- messages

    def _send_password(self, body: bytes) -> None:
        self._send(b"p" + struct.pack("!i", len(body) + 4) + body)

    def _message(self) -> tuple[bytes, bytes]:
        return self._receive(1), self._body()

    def _body(self) -> bytes:
        length = struct.unpack("!i", self._receive(4))[0]
        if not 4 <= length <= _LARGEST_MESSAGE:
            raise self._not_postgresql()
        return self._receive(length - 4)

    def _send(self, data: bytes) -> None:
        try:
            self._socket.settimeout(self._time_left())
            self._socket.sendall(data)
        except OSError as error:
            raise self._lost(self._last_word() or error) from error

    def _last_word(self) -> ssl.SSLError | None:
        """What the server said before it closed, if that came before we went on talking."""
        try:
            self._socket.recv(1)
        except ssl.SSLError as error:
            return error
        except OSError:
            return None
        return None

    def _receive(self, count: int) -> bytes:
        received = b""
        while len(received) < count:
            try:
                self._socket.settimeout(self._time_left())
                part = self._socket.recv(count - len(received))
            except OSError as error:
                raise self._lost(error) from error
            if not part:
                raise self._lost(None)
            received += part
        self._was_answered = self._shows_certificate
        return received

    def _time_left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _lost(self, error: OSError | None) -> KbConnectError:
        host = self._connector.host
        # With TLS 1.3 the server looks at this side's certificate after the handshake.
        refused = alert_error(self._connector, error) if isinstance(error, ssl.SSLError) else None
        if refused is not None:
            return refused
        if isinstance(error, ConnectionError) and self._shows_certificate and not self._was_answered:
            return TlsError(
                f"{host} broke off the connection as soon as it had seen the certificate of this side.",
                meaning=NOTHING_CHANGED,
                hint="It may be issued by an authority that the server does not know. Ask who looks after the server.",
                detail=str(error),
            )
        if isinstance(error, TimeoutError):
            return ConnectTimeoutError(
                f"{host} took the connection but did not answer in time.",
                meaning=NOTHING_CHANGED,
                hint="Check that this is the port of PostgreSQL; else the server may be overloaded.",
            )
        return SourceLostError(
            f"{host} broke off the connection.",
            meaning=NOTHING_CHANGED,
            hint="Check that this is the port of PostgreSQL, and whether the server lets this computer in.",
            detail=str(error or "closed by the server"),
        )

    def _not_postgresql(self) -> KbConnectError:
        return SourceLostError(
            f"What answers at {self._connector.host} does not speak as PostgreSQL does.",
            meaning=NOTHING_CHANGED,
            hint="Check the port.",
        )

    def _refusal(self, body: bytes) -> Refusal:
        fields = {part[:1]: part[1:].decode(errors="replace") for part in body.split(b"\0") if part}
        return Refusal(fields.get(b"C", "XX000"), fields.get(b"M", ""))


def prepared_password(password: str) -> bytes:
    """The password as both sides put it into SCRAM: SASLprep (RFC 4013); where that forbids it, as it is."""
    if password.isascii():
        return password.encode()
    mapped = "".join(
        " " if stringprep.in_table_c12(character) else character
        for character in password
        if not stringprep.in_table_b1(character)
    )
    normal = unicodedata.ucd_3_2_0.normalize("NFKC", mapped)
    forbidden = (
        stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3, stringprep.in_table_c4,
        stringprep.in_table_c5, stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8,
        stringprep.in_table_c9, stringprep.in_table_a1,
    )  # fmt: skip
    if not normal or any(test(character) for character in normal for test in forbidden):
        return password.encode()
    right_to_left = [stringprep.in_table_d1(character) for character in normal]
    if any(right_to_left) and (
        any(stringprep.in_table_d2(character) for character in normal) or not (right_to_left[0] and right_to_left[-1])
    ):
        return password.encode()
    return normal.encode()


# --------------------------------------------------------------------------------------------------- meaning


def refusal_error(
    connector: ConnectorDraft, refusal: Refusal, encryption: Encryption, *, logged_in: bool
) -> KbConnectError:
    """What a refusal means. logged_in: it came after the account was accepted."""
    user, database = connector.username, connector.database or connector.username
    detail = f"{refusal.message} (SQLSTATE {refusal.sqlstate})"
    if refusal.sqlstate == "3D000":
        return DatabaseMissingError(
            f"The server has no database named “{database}”.",
            meaning=NOTHING_CHANGED,
            hint="Check the spelling; capital and small letters count.",
            detail=detail,
        )
    if refusal.sqlstate == "28P01" and connector.options.tls_certificate_file:
        return LoginRefusedError(
            f"The server refused the login of {user}: the password is wrong, there is no such user, or this side's "
            "certificate is made out to another name.",
            meaning=NOTHING_CHANGED,
            hint=f"Enter the password of {user} again, and choose the certificate that is made out to {user}.",
            detail=detail,
        )
    if refusal.sqlstate == "28P01":
        return LoginRefusedError(
            f"The server refused the login of {user}: the password is wrong, or there is no such user.",
            meaning=NOTHING_CHANGED,
            hint=f"Enter the password of {user} again, or ask who looks after the database for it.",
            detail=detail,
        )
    if refusal.sqlstate == "28000" and logged_in:
        return LoginRefusedError(
            f"The account {user} exists, but may not log in.",
            meaning=NOTHING_CHANGED,
            hint="Ask who looks after the database for the right to log in.",
            detail=detail,
        )
    if refusal.sqlstate == "28000" and not encryption.version and not is_unix_socket(connector):
        return LoginRefusedError(
            f"The server does not let {user} in from this computer without encryption, or not at all.",
            meaning=NOTHING_CHANGED,
            hint="Choose an encrypted connection (TLS). If it is chosen already, ask who looks after the server to let "
            "this computer in.",
            detail=detail,
        )
    if refusal.sqlstate == "28000" and connector.options.tls_certificate_file:
        return LoginRefusedError(
            f"The server does not let {user} in with this side's certificate, or not from this computer.",
            meaning=NOTHING_CHANGED,
            hint="The certificate may have to be made out to the user name. Pass on the text for IT.",
            detail=detail,
        )
    if refusal.sqlstate == "28000":
        return LoginRefusedError(
            f"The server does not let {user} in: there is no such user, or not from this computer.",
            meaning=NOTHING_CHANGED,
            hint="Check the user name, or ask who looks after the server to let this computer in; it may also want a "
            "certificate of this side.",
            detail=detail,
        )
    if refusal.sqlstate == "42501" and logged_in:
        return AccessDeniedError(
            f"{user} may log in, but not open the database “{database}”.",
            meaning=NOTHING_CHANGED,
            hint="Ask who looks after the database for the right to connect to it.",
            detail=detail,
        )
    try:
        return sqlstate_error(refusal.sqlstate, refusal.message)
    except KeyError:
        return LoginRefusedError(
            "The server refused the login.", meaning=NOTHING_CHANGED, hint="Pass on the text for IT.", detail=detail
        )


def explain_refusal(
    connector: ConnectorDraft, secret: Secret | None, addresses: Sequence[Address]
) -> KbConnectError | None:
    """Why a connection can't be made, found by trying again step by step; None if all steps work by now or only the
    driver knows the method."""
    encryption = Encryption("")
    logged_in = False
    try:
        with StartUp(connector, addresses) as start_up:
            encryption = start_up.encrypt()
            start_up.log_in(secret)
            logged_in = True
            start_up.get_ready()
    except Refusal as refusal:
        return refusal_error(connector, refusal, encryption, logged_in=logged_in)
    except KbConnectError as error:
        return error
    except UnknownMethod:
        return None
    return None
