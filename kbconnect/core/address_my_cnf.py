"""Reading the option files of MySQL and MariaDB: `~/.my.cnf`, with `[client]` and sections of one's own.

Takes their text and gives a connection for each group of clients that says where a server is. The rules are those of
the servers' own programs: of two equal words the last one counts, `-` and `_` are one, a value may stand in quotes, and
`[client]` holds for all groups. Must not open a file. Nothing that is told quotes a line: lines hold passwords.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kbconnect.core.address_files import MOST, FoundConnection, plain_name
from kbconnect.core.address_kinds import MYSQL, folded, is_guard
from kbconnect.core.address_parts import parsed_from
from kbconnect.core.address_words import words_of
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import InputError

_GENERAL = ("client", "client-server", "client-mariadb")
_CLIENTS = ("mysql", "mariadb")
_OWN = re.compile(r"client[_-]?(?P<suffix>.+)", re.DOTALL)
_SERVERS = frozenset({"mysqld", "mariadb-server", "mariadbd", "server", "mysqldump", "mysqladmin", "mysqlimport"})
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "r": "\r", "\\": "\\", "s": " "}
_ON_THIS_COMPUTER = frozenset({"socket", "pipe", "memory"})
_PLACES = frozenset({"host", "socket", "port", "user", "database", "password"})


def parse_my_cnf(text: str, origin: str) -> tuple[FoundConnection, ...]:
    """The connections it describes: the general one, and one for each group with a suffix. One that can't be taken says
    why."""
    groups = _groups(text)
    general: dict[str, str] = {}
    for name in (*_GENERAL, *_CLIENTS):
        general |= groups.get(name, {})
    found = [_connection("", general, general, origin)] if general.keys() & _PLACES else []
    for group, words in groups.items():
        own = _OWN.fullmatch(group)
        if own is None or group in _GENERAL or not words.keys() & _PLACES:
            continue
        found.append(_connection(own["suffix"], general | words, words, origin))
    return tuple(found[:MOST])


def is_my_cnf(text: str) -> bool:
    """Whether it has a group for clients of MySQL."""
    return any(group in (*_GENERAL, *_CLIENTS) or _OWN.fullmatch(group) for group in _groups(text))


def _groups(text: str) -> dict[str, dict[str, str]]:
    """The words of each group. Lines of no group, comments and `!include` count for nothing."""
    groups: dict[str, dict[str, str]] = {}
    words: dict[str, str] | None = None
    for line in (raw.strip() for raw in text.splitlines()[: MOST * 10]):
        if line.startswith("[") and "]" in line:
            group = line[1 : line.index("]")].strip().lower()
            words = None if group in _SERVERS else groups.setdefault(group, {})
        elif words is not None and line and line[0] not in "#;!":
            name, _, value = line.partition("=")
            words[_word(name.strip())] = _value(value.strip())
    return groups


def _word(name: str) -> str:
    plain = folded(name.removeprefix("loose-").removeprefix("loose_"))
    return {"db": "database", "passwd": "password"}.get(plain, plain)


def _value(written: str) -> str:
    quote = written[:1]
    if quote in ("'", '"') and quote:
        end = written.find(quote, 1)
        text = written[1:end] if end > 0 else written[1:]
    else:
        text = re.split(r"\s#", written, maxsplit=1)[0].rstrip()
    return re.sub(r"\\(.)", lambda sign: _ESCAPES.get(sign[1], sign[0]), text)


def _connection(name: str, words: Mapping[str, str], own: Mapping[str, str], origin: str) -> FoundConnection:
    """own: those of its group alone; a socket there counts more than a host that holds for all groups."""
    by_socket = words.get("protocol", "").lower() in _ON_THIS_COMPUTER or ("socket" in own and "host" not in own)
    local = {"host": "localhost"} if by_socket else {}
    remarks = ["It uses a socket of this computer; kbconnect goes over the network to localhost."] if by_socket else []
    known = {word: value for word, value in words.items() if word not in ("socket", "protocol")}
    try:
        # Groups also hold what concerns their programs alone (prompt, pager): nobody misses it in a connector.
        # The password first: no name behind it is told but those of parameters that are known.
        words_found = words_of(MYSQL, sorted(known.items(), key=lambda item: item[0] != "password"))
        values = {"host": "localhost"} | words_found.values | local
        parsed = parsed_from(values, name, kind=MYSQL)
    except InputError as error:
        return FoundConnection(ConnectorDraft(plain_name(name or "MySQL"), MYSQL.id), origin, problem=error.message)
    guards = tuple(name for name in words_found.left_out if is_guard(name))
    remarks.extend(replace(parsed, left_out=guards).warnings)
    return FoundConnection(parsed.draft, origin, parsed.secret, remark=" ".join(remarks))
