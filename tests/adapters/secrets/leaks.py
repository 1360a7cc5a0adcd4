"""Looks for a secret in all that an error carries: its words, its causes, and the variables of the frames it left."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from types import TracebackType

from kbconnect.core.errors import KbConnectError


def assert_hidden(error: KbConnectError, secret: str) -> None:
    """Nothing of the error shows the secret, not even a traceback that prints local variables."""
    shown = [*_words(error)]
    assert not [part for part in shown if secret in part]


def _words(error: BaseException) -> Iterator[str]:
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
    yield "".join(traceback.format_exception_only(error))
    yield from _variables(error.__traceback__)
    for other in (error.__cause__, None if error.__suppress_context__ else error.__context__):
        if other is not None:
            yield from _words(other)


def _variables(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        # The test's own frames hold the secret, of course.
        if "/tests/" not in trace.tb_frame.f_code.co_filename.replace("\\", "/"):
            yield from (repr(value) for value in trace.tb_frame.f_locals.values())
        trace = trace.tb_next
