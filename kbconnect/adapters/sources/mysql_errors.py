"""What MySQL, MariaDB and their driver say, in kbconnect's words: the one place that knows their numbers.

Owns the translation of PyMySQL's exceptions at the adapter's edge. Must not connect or query anything. Numbers are
those of the servers' error references; the texts of messages are not looked at, since servers speak many languages.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pymysql

from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
    TlsError,
)

NOTHING_CHANGED = "Nothing was changed, neither in the database nor in your documents."

INTERRUPTED = frozenset({1317, 1028, 1078, 1927, 2006, 2013, 0, 2014})
"""What comes of a statement that somebody asked to break off, or of a connection that was ended for it."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a number or a class of states means. error: the class to raise."""

    error: type[KbConnectError]
    message: str
    hint: str
    retryable: bool | None = None


_LOST = _Meaning(
    SourceLostError,
    "The connection to the database was lost.",
    "Try again; if it happens again, ask who looks after the database whether it was restarted.",
)
_BUSY = _Meaning(
    SourceError,
    "The database server has no room for this right now.",
    "Try again in a few minutes; if it happens again, ask who looks after the database.",
    retryable=True,
)
_FULL = _Meaning(
    SourceError,
    "The server has too many connections open and takes no more right now.",
    "Try again in a few minutes, or ask who looks after the database.",
    retryable=True,
)
_SERVER = _Meaning(
    SourceError,
    "The database server met a fault of its own.",
    "Ask who looks after the database to look into its log, and pass on the text for IT.",
)
_DAMAGED = _Meaning(
    SourceError,
    "The database found damaged data in its own files.",
    "Ask who looks after the database; kbconnect reads again once it is repaired.",
)
_QUERY = _Meaning(
    QueryFailedError,
    "The database could not run this query.",
    "Change the query where the database points at, then try again.",
)
_VALUE = _Meaning(
    QueryFailedError,
    "The database met a value the query can't work with.",
    "Change the query so that it leaves such values out or converts them otherwise.",
)
_REFUSED = _Meaning(
    QueryRefusedError,
    "The database refused this query, because it would change something.",
    "Write one SELECT that only reads.",
)
_ODD = _Meaning(
    SourceError,
    "The database answered in a way kbconnect did not expect.",
    "Try again; if it happens again, pass on the text for IT.",
)
_LOGIN = _Meaning(
    LoginRefusedError,
    "The server refused the login.",
    "Check user name and password, or ask who looks after the database.",
)
_RIGHT = _Meaning(
    AccessDeniedError,
    "The account is not allowed to read this.",
    "Ask who looks after the database for the right to read it, or choose another table.",
)
_DATABASE = _Meaning(
    DatabaseMissingError,
    "The server has no database of this name.",
    "Check the name of the database; capital and small letters count.",
)
_TABLE = _Meaning(
    TableMissingError,
    "The database has no table of this name.",
    "Choose the table again; it may have been renamed or removed.",
)
_COLUMN = _Meaning(
    ColumnMissingError,
    "The table has no column of this name.",
    "Choose the columns again; one may have been renamed or removed.",
)
_LOCKED = _Meaning(
    SourceTimeoutError,
    "Somebody else is changing the structure of the table, so it could not be read in time.",
    "Try again when that work is done.",
)
_TIME = _Meaning(
    SourceTimeoutError,
    "The database took longer than the time limit and was stopped.",
    "Try again later, choose fewer rows, or raise the time limit of this connector.",
)
_BROKEN_OFF = _Meaning(
    SourceLostError, "The database broke off the reading because of other work going on there.", "Try again."
)
_STATE = _Meaning(
    SourceError,
    "The table is not in a state to be read.",
    "Try again later, or ask who looks after the database.",
    retryable=True,
)
_ELSEWHERE = _Meaning(
    SourceError,
    "The database could not read a table that lives on another server.",
    "Ask who looks after the database whether that other server can be reached.",
    retryable=True,
)
_NO_TLS = _Meaning(
    TlsError,
    "Encryption with the server could not be agreed on.",
    "The server may only know old versions of TLS. Pass on the text for IT.",
)
_METHOD = _Meaning(
    LoginRefusedError,
    "The server asks this account for a way to log in that kbconnect does not know.",
    "Ask who looks after the database for an account with a password.",
)
_TOO_LARGE = _Meaning(
    QueryFailedError,
    "The database met a value over its own limit of size (max_allowed_packet).",
    "Leave that column out, or ask who looks after the database to raise the limit.",
)

_NUMBERS: dict[int, _Meaning] = {
    number: meaning
    for meaning, numbers in (
        (_LOST, (1053, 1077, 1079, 1080, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1927, 2002, 2003, 2006, 2012, 2013,
                 2014, 2027, 2055, 4031, 0)),
        (_FULL, (1040, 1203, 1226, 3168)),
        (_BUSY, (1015, 1021, 1037, 1038, 1041, 1114, 1135, 1206, 1041, 3006)),
        (_SERVER, (1004, 1005, 1006, 1016, 1017, 1018, 1024, 1030, 1033, 1105, 1030, 1815, 1835)),
        (_DAMAGED, (1034, 1035, 1194, 1195, 1712, 1877, 1878, 1932)),
        (_LOGIN, (1045, 1130, 1129, 1227, 1251, 1275, 1396, 1524, 1698, 1820, 1862, 3032, 3118, 3159, 3955, 4151)),
        (_RIGHT, (1142, 1143, 1044, 1370, 1356, 1345, 1346)),
        (_DATABASE, (1049, 1046)),
        (_TABLE, (1146, 1051, 1109, 1177)),
        (_COLUMN, (1054, 1072)),
        (_LOCKED, (1205, 1099, 1100)),
        (_TIME, (1969, 3024, 1317, 1028, 1078)),
        (_BROKEN_OFF, (1213, 1412, 1020, 1615)),
        (_REFUSED, (1036, 1290, 1792, 1665, 1223, 1295, 1148, 3948)),
        (_ELSEWHERE, (1296, 1297, 1429, 1430, 1431, 12701)),
        (_STATE, (1105, 1412, 1178, 1031)),
        (_NO_TLS, (2026, 1043)),
        (_METHOD, (2058, 2059, 2061, 1835)),
        (_TOO_LARGE, (1301, 1162, 1260)),
        (_VALUE, (1264, 1292, 1365, 1366, 1242, 1690, 1300, 1411, 1525, 1977, 3140, 3141, 3143, 3146, 4037, 4038)),
        (_QUERY, (1064, 1149, 1052, 1055, 1060, 1066, 1111, 1140, 1055, 1235, 1248, 1241, 1222, 1305, 1582, 1630, 1267,
                  1104, 1128, 1583, 1584)),
    )
    for number in numbers
}  # fmt: skip

# By class of SQLSTATE (its first two characters); HY and the rest say nothing.
_CLASSES = {
    "08": _LOST, "0A": _QUERY, "21": _VALUE, "22": _VALUE, "23": _REFUSED, "25": _REFUSED, "28": _LOGIN,
    "3D": _DATABASE, "40": _BROKEN_OFF, "42": _QUERY, "44": _REFUSED, "45": _VALUE, "70": _TIME, "XA": _REFUSED,
}  # fmt: skip


def number_of(error: pymysql.MySQLError) -> int | None:
    """The error's number as the server or the driver gave it; None if there is none."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, int) else None


def words_of(error: pymysql.MySQLError) -> str:
    """What the server said, and its number."""
    words = " ".join(str(part) for part in error.args[1:] if part)
    number = number_of(error)
    said = " ".join((words or ("" if number is not None else str(error))).split())
    state = getattr(error, "sqlstate", None)
    name = f"error {number}" + (f", SQLSTATE {state}" if state else "")
    return said if number is None else f"{said} ({name})".strip()


def numbered_error(number: int | None, state: str | None, detail: str) -> KbConnectError:
    """The error for a server's number and SQLSTATE. detail: the server's words, without secrets."""
    meaning = _NUMBERS.get(number) if number is not None else None
    if meaning is None:
        meaning = _CLASSES.get((state or "")[:2], _ODD)
    return meaning.error(
        meaning.message, meaning=NOTHING_CHANGED, hint=meaning.hint, detail=detail, retryable=meaning.retryable
    )


def translate(error: pymysql.MySQLError, *, interrupted: bool = False) -> KbConnectError:
    """The error in kbconnect's words. interrupted: somebody asked to break the query off."""
    number = number_of(error)
    if interrupted and (number is None or number in INTERRUPTED):
        return stopped()
    return numbered_error(number, getattr(error, "sqlstate", None), words_of(error))


def out_of_step(error: Exception) -> KbConnectError:
    """The error for an answer that the driver could not take apart."""
    return _ODD.error(_ODD.message, meaning=NOTHING_CHANGED, hint=_ODD.hint, detail=type(error).__name__)


def stopped() -> SourceError:
    """The error for work that somebody asked to break off."""
    return SourceError("The query was stopped before it was done.", meaning=NOTHING_CHANGED, hint="Try again.")


UNREADABLE = (struct.error, IndexError, UnicodeDecodeError)
"""What the driver raises of an answer that breaks off or isn't one."""


@contextmanager
def translated(interrupted: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Raises what PyMySQL raises inside as the SourceError that says it."""
    try:
        yield
    except pymysql.MySQLError as error:
        raise translate(error, interrupted=interrupted()) from error
