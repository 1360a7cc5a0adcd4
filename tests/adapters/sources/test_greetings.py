"""Whatever a port answers with, the test of a connection ends in words: bytes at random as greetings."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.adapters.sources import oracle_greeting, sqlserver_greeting
from kbconnect.adapters.sources.encryption import tls_context
from kbconnect.adapters.sources.greetings import Greeting
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, TlsMode
from kbconnect.core.errors import KbConnectError

GREETERS: tuple[Callable[[ConnectorDraft, socket.socket, float], Greeting], ...] = (
    sqlserver_greeting.greet,
    partial(oracle_greeting.greet, context_of=tls_context),
)
PACKETS = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=60).map(lambda body: bytes((4, 1, 0, len(body) + 8, 0, 0, 1, 0)) + body),
    st.binary(max_size=60).map(lambda body: bytes((0, len(body) + 8, 0, 0, 4, 0, 0, 0)) + body),
    st.binary(max_size=60).map(lambda body: bytes((18, 1, 0, len(body) + 8, 0, 0, 1, 0)) + body),
)


@pytest.mark.parametrize("greet", GREETERS)
@given(said=st.lists(PACKETS, max_size=4).map(b"".join), mode=st.sampled_from(list(TlsMode)))
def test_any_answer_is_a_greeting_or_an_error_in_words(
    greet: Callable[[ConnectorDraft, socket.socket, float], Greeting], said: bytes, mode: TlsMode
) -> None:
    draft = ConnectorDraft("x", "x", "127.0.0.1", 4711, "me", "d", ConnectorOptions(tls=mode))
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        told = _told(partial(greet, draft, ours, 2))
    assert told is None or (told.message.endswith(".") and told.hint)


def _told(greet: Callable[[], Greeting]) -> KbConnectError | None:
    try:
        greet()
    except KbConnectError as error:
        return error
    return None
