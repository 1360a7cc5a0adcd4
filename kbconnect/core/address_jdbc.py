"""Reading JDBC URLs, as Java programs and other database tools have them.

`jdbc:postgresql://host:port/database?user=…&password=…&ssl=true`, `jdbc:postgresql:database`, `jdbc:sqlite:path`,
`jdbc:mysql://host:port/database?…`, `jdbc:mariadb:`, `jdbc:sqlserver://host\\instance:port;databaseName=…;encrypt=…`.
Oracle's are in `kbconnect.core.address_oracle`. Parameters are read as the drivers read them (`+` is a space). Each
driver has a hundred more; those are left out, and named where no password stands before them that could have ended too
early.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus

from kbconnect.core.address_kinds import MYSQL, SQL_SERVER
from kbconnect.core.address_pairs import made, split_pairs
from kbconnect.core.address_parts import LEFT_OUT, TAKEN, ParsedAddress, parsed_from
from kbconnect.core.address_words import words_of
from kbconnect.core.errors import InputError

_NAMES = {name: name for name in ("user", "password", "sslmode", "sslrootcert")} | {
    "connectTimeout": "connect_timeout",
    "loginTimeout": "connect_timeout",
    "PGHOST": "host",
    "PGPORT": "port",
    "PGDBNAME": "dbname",
}
_OF_NO_USE = ("ApplicationName", "application_name", "readOnly", "ssl", "sslfactory")
_TRUSTS_ANYBODY = "NonValidatingFactory"
_PLACE = re.compile(
    r"(?:(?P<user>[^:/?#]*)(?::(?P<password>.*))?@)?"
    r"(?P<host>\[[^\]/]*\]|[^:/\[\]]*)(?::(?P<port>[^/]*))?(?:/(?P<database>.*))?",
    re.DOTALL,
)


_MYSQL = re.compile(r"jdbc:(?:mysql|mariadb)(?:\+srv)?:(?:[a-z]+:)?//", re.IGNORECASE)
_SQL_SERVER = re.compile(r"jdbc:(?:jtds:)?sqlserver:(?://)?", re.IGNORECASE)


def parse_jdbc(text: str) -> ParsedAddress | None:
    """A server's address; None for a kind of which none is read here. Raises InputError, which quotes no password."""
    if is_postgresql(text):
        return parse_jdbc_postgresql(text)
    if (found := _MYSQL.match(text)) is not None:
        return _mysql(text[found.end() :])
    if (found := _SQL_SERVER.match(text)) is not None:
        return _sql_server(text[found.end() :])
    return None


def _mysql(body: str) -> ParsedAddress:
    front, _, query = body.partition("?")
    given = [part.partition("=")[::2] for part in query.split("&") if part]
    pairs = [(unquote_plus(name), unquote_plus(value)) for name, value in given]
    found = words_of(MYSQL, pairs, milliseconds=True)
    parsed = parsed_from({"host": "localhost"} | _place(f"//{front}") | found.values, kind=MYSQL)
    return ParsedAddress(parsed.draft, parsed.secret, found.left_out)


def _sql_server(body: str) -> ParsedAddress:
    place, _, properties = body.partition(";")
    server, _, database = place.partition("/")  # only jTDS names the database there
    pairs = [("server", server), ("database", database), *split_pairs(properties)]
    return made(SQL_SERVER, words_of(SQL_SERVER, [pair for pair in pairs if pair[1]]))


def is_postgresql(text: str) -> bool:
    return text.lower().startswith("jdbc:postgresql:")


def sqlite_path(text: str) -> str | None:
    """The path in `jdbc:sqlite:path`, without parameters; None if it is another URL. Raises InputError."""
    if not text.lower().startswith("jdbc:sqlite:"):
        return None
    path = text[len("jdbc:sqlite:") :].partition("?")[0]
    path = path.removeprefix("file:")
    if path in {"", ":memory:"} or path.startswith(":"):
        raise InputError("The address names no file.", hint="Write jdbc:sqlite: and the path of the file.")
    return path


def parse_jdbc_postgresql(text: str) -> ParsedAddress:
    """Raises InputError, which never quotes a password."""
    body, _, query = text[len("jdbc:postgresql:") :].partition("?")
    given, left_out = _parameters(query)
    values = _place(body) | given
    values.setdefault("host", "localhost")
    parsed = parsed_from(values)
    return ParsedAddress(parsed.draft, parsed.secret, tuple(dict.fromkeys((*parsed.left_out, *left_out))))


def _place(body: str) -> dict[str, str]:
    if not body.startswith("//"):  # only a database, on this computer
        return {"dbname": unquote(body.strip("/"))}
    match = _PLACE.fullmatch(body[2:])
    if match is None:
        raise InputError(
            "The part of the URL behind “//” is not a host with port and database.",
            hint="It should look like jdbc:postgresql://host:5432/database.",
        )
    parts = {
        "user": unquote(match["user"] or ""),
        "password": unquote(match["password"] or ""),
        "host": unquote(match["host"]) if not match["host"].startswith("[") else match["host"],
        "port": match["port"] or "",
        "dbname": unquote(match["database"] or ""),
    }
    return {name: value for name, value in parts.items() if value}


def _parameters(query: str) -> tuple[dict[str, str], list[str]]:
    """The words of libpq that the parameters stand for, and the names of those that stand for none."""
    written: dict[str, str] = {}
    left_out: list[str] = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if not part:
            continue
        if name not in _NAMES and name not in _OF_NO_USE and ("password" not in written or name in LEFT_OUT):
            left_out.append(name if re.fullmatch(r"[A-Za-z_]{1,40}", name) else "…")
        written[name] = unquote_plus(value)
    if written.get("ssl", "").lower() not in ("", "true", "false"):
        raise InputError(
            "The address has a value of ssl that PostgreSQL's driver for Java doesn't have.",
            hint="Write ssl=true or ssl=false, or say with sslmode what is wanted.",
        )
    values = {_NAMES[name]: value for name, value in written.items() if name in _NAMES and value}
    if "sslmode" not in values and "ssl" in written and written["ssl"].lower() in ("", "true"):
        trusts = written.get("sslfactory", "").endswith(_TRUSTS_ANYBODY)
        values["sslmode"] = "require" if trusts else "verify-full"
    return {name: value for name, value in values.items() if name in TAKEN}, left_out
