"""The password that the tests of leaks plant, and how they look for it in whatever was written, shown or raised.

It has a core of letters and digits that every way to escape a text leaves alone (quotes, URLs, JSON, repr), so that a
part of it is found, too; what changes letters (hex, Base64, UTF-16) is looked for each by itself. What a
process holds in its memory can't be kept from whoever may read that memory, and nobody looks there: Python copies texts
as it likes. Nor are the variables of a driver's own frames looked at, which hold what the driver was called with: no
part of the program prints variables. Those of the program's own frames are.
"""

from __future__ import annotations

import base64
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from kbconnect.core.job import JobCancelled

CORE = "q7f3aZk9w"
PLANTED = f"Planted/{CORE}@:%\"'\\ x"
"""Everything that addresses, keyword strings, SQL, JSON and Python have to escape."""


def forms_of(core: str) -> tuple[bytes, ...]:
    """How a text of letters and digits can stand in a file; in small letters, as `is_in` compares."""
    plain = core.encode()
    encoded = []
    for before in range(3):  # where it stands in a longer text moves the bits
        text = base64.b64encode(bytes(before) + plain).rstrip(b"=")
        encoded.append(text[(0, 2, 3)[before] : len(text) - (len(text) % 4 > 0)])
    return tuple({form.lower() for form in (plain, plain.hex().encode(), core.encode("utf-16-le"), *encoded)})


FORMS = forms_of(CORE)


def is_in(content: bytes, forms: tuple[bytes, ...] = FORMS) -> bool:
    """Whether a form of the password stands there, in whatever case."""
    small = content.lower()
    return any(form in small for form in forms)


def assert_absent(text: str, where: str = "") -> None:
    """where: what to say of the place; the text itself if nothing."""
    assert not is_in(text.encode(errors="surrogatepass")), where or text


def assert_absent_from(folder: Path, *, logged: bool = True, forms: tuple[bytes, ...] = FORMS) -> None:
    """No file of a data folder holds it: neither the store with its write-ahead log and the vault's rows, nor a
    knowledge base, a lock or a log. logged: something was logged there."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "kbconnect.db" for path in files)
    assert any(path.suffix == ".log" for path in files) or not logged
    for path in files:
        assert not is_in(path.read_bytes(), forms), path
        assert not is_in(str(path).encode(), forms), path


def failure(work: Callable[[], object], *kinds: type[BaseException]) -> str:
    """What must fail with one of these, as a report has it that prints everything it can reach."""
    try:
        work()
    except kinds as error:
        return told(error)
    raise AssertionError("this must fail")


def told(error: BaseException, *, frames: bool = True) -> str:
    """The words of an error and of its causes, their fields, and the variables of the program's frames."""
    return "\n".join(_words(error, frames))


def _words(error: BaseException, frames: bool) -> Iterator[str]:
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)), *getattr(error, "__notes__", ()))
    yield from traceback.format_exception(error)
    if frames and not isinstance(error, JobCancelled):
        yield from _variables(error.__traceback__)
    for other in (error.__cause__, None if error.__suppress_context__ else error.__context__):
        if other is not None:
            yield from _words(other, frames)


def _variables(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        place = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/kbconnect/" in place and "/tests/" not in place:
            yield from (f"{place}: {name} = {value!r}" for name, value in trace.tb_frame.f_locals.items())
        trace = trace.tb_next
