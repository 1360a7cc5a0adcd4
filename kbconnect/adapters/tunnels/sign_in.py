"""Signing in at an SSH server: with a key, a password, or one after the other where the server wants both.

Owns in which order proofs are given, and what is said when they don't do. The server's key was looked at before. Must
not know what goes through the connection.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from shlex import quote

import paramiko

from kbconnect.adapters.tunnels.hops import Hop
from kbconnect.adapters.tunnels.keys import (
    Proof,
    has_agent,
    is_locked,
    is_pass_phrase,
    key_in,
    keys_at_hand,
    public_line_of,
)
from kbconnect.adapters.tunnels.login import translated
from kbconnect.adapters.tunnels.words import AGENT, NOTHING, PASSWORD
from kbconnect.core.connector import Secret, SshTunnel
from kbconnect.core.errors import LoginRefusedError, TunnelError

_BY_PASSWORD = ("password", "keyboard-interactive")


@dataclass(frozen=True, slots=True)
class Identity:
    """What we have to show on the whole way. key_file: that the connector names, "" for none. is_pass_phrase: the
    secret opens a key that ~/.ssh/config names for one of the servers, so none of them is told it."""

    key_file: str
    secret: Secret | None
    is_pass_phrase: bool

    @classmethod
    def of(cls, tunnel: SshTunnel, secret: Secret | None, hops: Sequence[Hop]) -> Identity:
        named = [] if tunnel.key_file else [place for hop in hops for place in hop.key_files]
        return cls(tunnel.key_file, secret, secret is not None and is_pass_phrase(secret, named))


def sign_in(transport: paramiko.Transport, hop: Hop, identity: Identity, limit_s: float) -> str:
    """Proves who we are, and returns by what: AGENT, the name of a key file, PASSWORD, two of them with "and" in
    between, "" for nothing. Raises LoginRefusedError, TunnelError, SourceLostError, ConnectTimeoutError."""
    started = time.monotonic()
    with translated(hop, started, limit_s):
        methods = _methods(transport, hop)
        if methods is None:
            return ""
        with _held(hop, identity) as held:
            return _Login(transport, hop, held).through(methods)


def _methods(transport: paramiko.Transport, hop: Hop) -> Sequence[str] | None:
    """The ways to sign in a server takes; None if it lets everybody in."""
    try:
        transport.auth_none(hop.username)
    except paramiko.BadAuthenticationType as error:
        return list(error.allowed_types)
    return None


@dataclass(frozen=True, slots=True)
class _Held:
    """What we can show. keys_first: these are named, so they are meant. only_keys: the connector names one, and a
    password is for a server that wants one as well. unusable: see `KeysAtHand`."""

    proofs: Sequence[Proof]
    password: Secret | None
    keys_first: bool
    only_keys: bool = False
    unusable: Sequence[str] = ()


@contextmanager
def _held(hop: Hop, identity: Identity) -> Iterator[_Held]:
    key_file, secret = identity.key_file, identity.secret
    if not key_file:
        with keys_at_hand(hop, secret) as keys:
            password = None if identity.is_pass_phrase else secret
            keys_first = bool(hop.key_files) or password is None
            yield _Held(keys.proofs, password, keys_first, unusable=keys.unusable)
        return
    try:
        proof, is_password = key_in(key_file, secret), not is_locked(key_file)
    except TunnelError:
        # The agent may hold it; then the secret is no pass phrase.
        with keys_at_hand(hop) as keys:
            line = public_line_of(key_file)
            proofs = [one for one in keys.proofs if (one.source, one.public_line) == (AGENT, line)]
            if not proofs:
                raise
            yield _Held(proofs, secret, keys_first=True, only_keys=True)
        return
    yield _Held([proof], secret if is_password else None, keys_first=True, only_keys=True)


class _Login:
    """One login, which may take several steps."""

    def __init__(self, transport: paramiko.Transport, hop: Hop, held: _Held) -> None:
        self._transport, self._hop, self._held = transport, hop, held
        self._proofs, self._password = list(held.proofs), held.password
        self._used: list[str] = []

    def through(self, methods: Sequence[str]) -> str:
        """Until the server is satisfied; methods: those it takes now. Returns by what."""
        while methods:
            methods = self._step(methods)
        return " and ".join(self._used)

    def _step(self, methods: Sequence[str]) -> Sequence[str]:
        takes_key, takes_password = "publickey" in methods, any(method in methods for method in _BY_PASSWORD)
        too_early = self._held.only_keys and takes_key and not self._used
        by_password = takes_password and self._password is not None and not too_early
        by_key = takes_key and bool(self._proofs)
        if by_password and not (by_key and self._held.keys_first):
            return self._use_password(methods)
        if not by_key:
            raise self._nothing_to_show(methods)
        try:
            return self._use_key(methods)
        except LoginRefusedError:
            if not by_password:
                raise
            return self._use_password(methods)

    def _use_key(self, methods: Sequence[str]) -> Sequence[str]:
        hop, transport, tried = self._hop, self._transport, list(self._proofs)
        while self._proofs:
            proof = self._proofs.pop(0)
            try:
                remaining = transport.auth_publickey(hop.username, proof.key)
            except paramiko.SSHException:  # refused, or an agent that won't sign with this one
                if not transport.is_active():
                    raise
                continue
            self._used.append(proof.source)
            return remaining
        refused = LoginRefusedError(
            f"The SSH server {hop.host} takes no key of {hop.username} that was tried: "
            f"{', '.join(dict.fromkeys(proof.source for proof in tried))}.",
            meaning=NOTHING,
            hint="Check the user name. To let the key in, have the line below added to ~/.ssh/authorized_keys there.",
            detail="; ".join((f"the server takes: {', '.join(methods)}", *self._held.unusable)),
        )
        refused.fix = tried[0].public_line
        raise refused

    def _use_password(self, methods: Sequence[str]) -> Sequence[str]:
        assert self._password is not None  # or nobody would call this
        hop, transport, password, answering = self._hop, self._transport, self._password, _Answering(self._password)
        try:
            if "password" in methods:
                remaining = transport.auth_password(hop.username, password.reveal(), fallback=False)
            else:
                remaining = transport.auth_interactive(hop.username, answering.answer)
        except paramiko.AuthenticationException as error:
            if answering.wants_more:
                raise self._second_proof(methods) from error
            if not transport.is_active():
                raise
            raise LoginRefusedError(
                f"The SSH server {hop.host} refused the login of {hop.username}: the password is wrong, or there is no "
                "such account.",
                meaning=NOTHING,
                hint=f"Enter the password of {hop.username} there again.",
                detail=f"the server takes: {', '.join(methods)}",
            ) from error
        self._password = None
        self._used.append(PASSWORD)
        return remaining

    # ---------------------------------------------------------------------------------------- what is missing

    def _nothing_to_show(self, methods: Sequence[str]) -> TunnelError | LoginRefusedError:
        hop, detail = self._hop, f"the server takes: {', '.join(methods)}"
        if self._used:
            return self._second_proof(methods)
        if self._held.only_keys or (self._held.password is None and "publickey" not in methods):
            return LoginRefusedError(
                f"The SSH server {hop.host} takes no keys.",
                meaning=NOTHING,
                hint="Enter the password of your account there instead.",
                detail=f"it takes: {', '.join(methods)}",
            )
        if self._held.password is not None:
            return LoginRefusedError(
                f"The SSH server {hop.host} takes no passwords.",
                meaning=NOTHING,
                hint="Choose the file of a key that it knows, or leave the password out to use the keys of the agent.",
                detail=detail,
            )
        return _no_keys(hop, self._held.unusable)

    def _second_proof(self, methods: Sequence[str]) -> LoginRefusedError:
        hop, detail = self._hop, f"it still wants: {', '.join(methods)}"
        first = " and ".join(self._used)
        if self._used and PASSWORD not in self._used and any(method in methods for method in _BY_PASSWORD):
            return LoginRefusedError(
                f"The SSH server {hop.host} took {first} and wants the password of {hop.username} as well.",
                meaning=NOTHING,
                hint="Enter that password as the one of the SSH server. A key with a pass phrase has to be in the SSH "
                "agent then, and its public half (.pub) beside it.",
                detail=detail,
            )
        if self._used and "publickey" in methods:
            return LoginRefusedError(
                f"The SSH server {hop.host} took {first} and wants a further key as well.",
                meaning=NOTHING,
                hint="Load the key into the SSH agent, or name it in ~/.ssh/config, and leave the key file of this "
                "connector empty.",
                detail=detail,
            )
        return LoginRefusedError(
            f"The SSH server {hop.host} wants a second proof of who you are, which a program can't give.",
            meaning=NOTHING,
            hint="Ask who looks after it for an account that needs one proof only, such as a key.",
            detail=detail,
        )


class _Answering:
    """Answers the one question that is for a password. wants_more: the server asked for something else, too."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self.wants_more = False

    def answer(self, _title: str, _words: str, questions: Sequence[tuple[str, bool]]) -> list[str]:
        if [echo for _, echo in questions] == [False]:
            return [self._secret.reveal()]
        self.wants_more = bool(questions)
        return ["" for _ in questions]


def _no_keys(hop: Hop, unusable: Sequence[str]) -> TunnelError:
    if hop.key_files:
        return TunnelError(
            f"None of the keys that ~/.ssh/config names for {hop.alias or hop.host} can be used.",
            meaning=NOTHING,
            hint="Load the key into the SSH agent, choose its file, or enter its pass phrase.",
            detail=" ".join(unusable) or f"not there: {', '.join(hop.key_files)}",
            fix=f"ssh-add {quote(hop.key_files[0])}",
        )
    if has_agent(hop):
        return TunnelError(
            "The SSH agent holds no key, and there is none in ~/.ssh.",
            meaning=NOTHING,
            hint=f"Load the key that {hop.host} knows into the agent, choose its file, or enter a password.",
            fix="ssh-add ~/.ssh/id_ed25519",
        )
    return TunnelError(
        "No SSH agent is running, and there is no key in ~/.ssh that can be used without a pass phrase.",
        meaning=NOTHING,
        hint=f"Choose the file of the key that {hop.host} knows, or enter a password.",
    )
