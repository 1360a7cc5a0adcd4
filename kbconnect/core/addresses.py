"""Addresses of sources as people paste them, and as they are shown.

Owns which kind of address a text is, paths of files, and how an address is written. Must not look whether anything is
there. What the kinds of servers call their parameters is in `kbconnect.core.address_kinds`, the rules for URLs in
`kbconnect.core.address_urls`.

A path is a database of SQLite unless it ends like a table (.csv, .xlsx, …) or with a slash, which makes it a folder of
tables. `file:` addresses: `file:///data/sales.csv`, `file:///C:/data/`, `file:sales.csv` for a path that isn't
absolute; their parameters say how the file is to be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from kbconnect.core.address_jdbc import parse_jdbc, sqlite_path
from kbconnect.core.address_keywords import is_keyword_string, parse_keywords
from kbconnect.core.address_kinds import FILE_PARAMETERS, FILES, SQL_SERVER, kind_named, kind_of_scheme
from kbconnect.core.address_oracle import is_oracle, parse_oracle
from kbconnect.core.address_pairs import is_pairs, parse_pairs
from kbconnect.core.address_parts import (
    FILE_ENDINGS,
    NAME_LENGTH,
    TABLE_ENDINGS,
    ParsedAddress,
    check_plain,
    told_names,
)
from kbconnect.core.address_urls import parse_server_url
from kbconnect.core.connector import Connector, ConnectorDraft, ConnectorOptions, Extra, ProviderInfo, SshTunnel
from kbconnect.core.errors import InputError

__all__ = ["ParsedAddress", "display_url", "parse_address"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+._-]*")
_KNOWN = "It reads addresses of PostgreSQL, MySQL, MariaDB, SQL Server and Oracle, and paths of files."


def parse_address(text: str, providers: Sequence[ProviderInfo] = ()) -> ParsedAddress:
    """Reads a URL, a JDBC URL, a keyword string of libpq, a connection string of .NET or ODBC, an address of Oracle or
    the path of a file. providers: whose addresses are read beside those kbconnect knows by itself.

    Raises InputError, which never quotes the password.
    """
    address = _without_command(text.strip())
    if is_keyword_string(address):
        return parse_keywords(address)
    if not address:
        raise InputError("The address is empty.", hint="Paste something like postgresql://user@host:5432/database.")
    check_plain((address,))
    if is_oracle(address):
        return parse_oracle(address)
    if address.lower().startswith("jdbc:"):
        return _jdbc(address)
    if address.lower().startswith("file:"):
        return _file_url(address, providers)
    scheme, separator, rest = address.partition("://")
    if separator and _SCHEME.fullmatch(scheme):
        return _url(scheme, rest, providers)
    if is_pairs(address):
        return parse_pairs(address)
    if (found := _path_with_parameters(address, providers)) is not None:
        return found
    if "/" in address or "\\" in address or address.startswith("~") or address.lower().endswith(_ENDINGS):
        return ParsedAddress(_file(address), is_guess=not address.lower().endswith((*_ENDINGS, "/", "\\")))
    raise InputError(
        "This is neither the URL of a database nor the path of a file.",
        hint="Write postgresql://user@host:5432/database, or the path of a SQLite file.",
    )


def _without_command(text: str) -> str:
    """What hosts of databases give people to copy often is a whole command: psql 'postgresql://…'."""
    rest = text[5:].strip() if text.startswith("psql ") else text
    return rest[1:-1].strip() if len(rest) > 1 and rest[0] == rest[-1] and rest[0] in "'\"" else rest


def _jdbc(address: str) -> ParsedAddress:
    path = sqlite_path(address)
    if path is not None:
        given = address.partition("?")[2].split("&")
        return ParsedAddress(_sqlite(path), left_out=told_names(part.partition("=")[0] for part in given if part))
    parsed = parse_jdbc(address)
    if parsed is None:
        raise InputError("kbconnect has no kind of source for this JDBC address.", hint=_KNOWN)
    return parsed


def _url(scheme: str, rest: str, providers: Sequence[ProviderInfo]) -> ParsedAddress:
    name = scheme.lower()
    if name in {"sqlite", "sqlite+pysqlite"}:
        return ParsedAddress(_sqlite_url(rest))
    kind = kind_of_scheme(name, providers)
    if kind is None:
        raise InputError(f"kbconnect has no kind of source for addresses that begin with “{scheme}://”.", hint=_KNOWN)
    if kind is SQL_SERVER and (odbc := re.search(r"[?&]odbc_connect=([^&]*)", rest)) is not None:
        written = unquote(odbc[1].replace("+", " "))
        check_plain((written,))
        return parse_pairs(f"{written.rstrip(';')};Driver=SQL Server")
    return parse_server_url(kind, rest, path_is_sid=name.startswith("oracle+"))


def display_url(connector: Connector | ConnectorDraft) -> str:
    """The connector's address as a URL without its password; `parse_address` reads it back. Where the tunnel's password
    is kept is not in it."""
    if connector.provider == "sqlite":
        return f"sqlite:///{_escaped_path(connector.database)}"
    if connector.provider == FILES:
        return f"{_written_path(connector.database)}{_query(_kept(connector.options.extras))}"
    kind = kind_named(connector.provider)
    user = f"{quote(connector.username, safe='')}@" if connector.username else ""
    port = f":{connector.port}" if connector.port is not None else ""
    database = quote(connector.database, safe="/:" if kind.default_port is None else "")
    path = f"/{database}" if database else ""
    names = None if kind.default_port is None else set(kind.kept.values())  # None: all of them are the driver's
    kept = [each for each in connector.options.extras if names is None or each.name in names]
    parameters = [*_parameters(connector.options), *_kept(kept)]
    return f"{kind.scheme}://{user}{_written_host(connector.host)}{port}{path}{_query(parameters)}"


def _written_host(host: str) -> str:
    if ":" in host and not host.startswith("/"):
        return f"[{host.replace('%', '%25')}]"
    return re.sub(r"[^\w.~-]", lambda sign: quote(sign[0], safe=""), host)


def _kept(extras: Sequence[Extra]) -> list[tuple[str, str]]:
    return [(quote(each.name, safe=""), quote(each.value, safe="/")) for each in extras]


def _query(parameters: Sequence[tuple[str, str]]) -> str:
    return f"?{'&'.join(f'{name}={value}' for name, value in parameters)}" if parameters else ""


def _parameters(options: ConnectorOptions) -> list[tuple[str, str]]:
    """Names with values already escaped, in the order they are written."""
    usual = ConnectorOptions()
    parameters: dict[str, object] = {
        "sslmode": "" if options.tls is usual.tls else options.tls.value,
        "sslrootcert": options.tls_ca_file,
        "sslcert": options.tls_certificate_file,
        "sslkey": options.tls_key_file,
        "connect_timeout": "" if options.connect_timeout_s == usual.connect_timeout_s else options.connect_timeout_s,
        "statement_timeout": ""
        if options.statement_timeout_s == usual.statement_timeout_s
        else options.statement_timeout_s,
    }
    written = [(name, quote(str(value), safe="/")) for name, value in parameters.items() if value != ""]
    return [*written, *_tunnel(options.tunnel)] if options.tunnel is not None else written


def _tunnel(tunnel: SshTunnel) -> list[tuple[str, str]]:
    user = f"{quote(tunnel.username, safe='')}@" if tunnel.username else ""
    host = f"[{tunnel.host}]" if ":" in tunnel.host else tunnel.host
    parameters = {"ssh": f"{user}{host}:{tunnel.port}", "ssh_key": tunnel.key_file, "ssh_jump": tunnel.jump}
    return [(name, quote(value, safe="/@:[]~,")) for name, value in parameters.items() if value]


# --------------------------------------------------------------------------------------------------- files

_IN_PATH = "/:~ ()+,@&=$!"
_ENDINGS = (*FILE_ENDINGS, *TABLE_ENDINGS)


def _escaped_path(path: str) -> str:
    """Blanks stay for people to read, but for one at the end, which would be lost."""
    escaped = quote(path, safe=_IN_PATH)
    return f"{escaped[:-1]}%20" if escaped.endswith(" ") else escaped


def _written_path(path: str) -> str:
    """A `file:` address of any path."""
    escaped = _escaped_path(path)
    if path.startswith("/"):
        return f"file://{escaped}"
    return f"file:///{escaped}" if re.match(r"[A-Za-z]:[/\\]", path) else f"file:{escaped}"


def _file_url(address: str, providers: Sequence[ProviderInfo]) -> ParsedAddress:
    body, _, query = address[len("file:") :].partition("?")
    path = unquote(body)
    if path.startswith("//"):
        host, slash, rest = path[2:].partition("/")
        if host.lower() in ("", "localhost"):
            path = rest if re.match(r"[A-Za-z]:([/\\]|$)", rest) else f"{slash}{rest}"
        else:  # a share on another computer
            path = f"//{host}/{rest}"
    if not path.strip("/"):
        raise InputError("The address names no file.", hint="Write file:/// and the path of the file.")
    check_plain((path,))
    pairs = [part.partition("=")[::2] for part in query.split("&") if part]
    extras = tuple(Extra(unquote(name), unquote(value)) for name, value in pairs)
    check_plain(text for each in extras for text in (each.name, each.value))
    known = [*FILE_PARAMETERS, *(extra.name for info in providers if info.id == FILES for extra in info.extras)]
    told = told_names(each.name for each in extras)
    if any(each.name not in known for each in extras):
        unknown = [f"“{name}”" for name in told if name not in known]
        raise InputError(
            f"kbconnect doesn't know what {', '.join(unknown)} says of a file.",
            hint=f"Known are {', '.join(dict.fromkeys(known))}. A question mark in a file's name is written %3F.",
        )
    if path.lower().endswith(FILE_ENDINGS) and not extras:
        return ParsedAddress(_sqlite(path))
    is_guess = not (extras or path.lower().endswith((*TABLE_ENDINGS, "/", "\\")))
    return ParsedAddress(_tables(path, ConnectorOptions(extras=extras)), is_guess=is_guess)


def _path_with_parameters(address: str, providers: Sequence[ProviderInfo]) -> ParsedAddress | None:
    """A path as it is, with parameters behind it as in a `file:` address: /data/prices.csv?delimiter=;"""
    path, question, query = address.partition("?")
    is_written = question and re.fullmatch(r"[A-Za-z_]+=[^&/\\]*(?:&[A-Za-z_]+=[^&/\\]*)*", query)
    if not is_written or not path.lower().endswith((*_ENDINGS, "/", "\\")) or address.lower().endswith(_ENDINGS):
        return None
    return _file_url(f"file:{_escaped_path(path)}?{query}", providers)


def _file(path: str) -> ConnectorDraft:
    """A path nobody has said more of: its ending tells what it is."""
    is_tables = path.lower().endswith(TABLE_ENDINGS) or path.endswith(("/", "\\"))
    return _tables(path, ConnectorOptions()) if is_tables else _sqlite(path)


def _tables(path: str, options: ConnectorOptions) -> ConnectorDraft:
    file = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    stem = next((file[: -len(end)] for end in TABLE_ENDINGS if file.lower().endswith(end)), file)
    return ConnectorDraft((stem or file or path)[:NAME_LENGTH], FILES, database=path, options=options)


def _sqlite_url(rest: str) -> ConnectorDraft:
    """rest: behind sqlite://. As in SQLAlchemy, three slashes begin a relative path and four an absolute one."""
    if not rest.startswith("/"):
        raise InputError(
            "A SQLite address names no server.",
            hint="Write sqlite:/// and the path, for example sqlite:////data/shop.db.",
        )
    path, question, query = rest[1:].partition("?")
    if question:
        names = ", ".join(f"“{part.partition('=')[0]}”" for part in query.split("&") if part)
        raise InputError(
            f"kbconnect knows no parameters for SQLite files, and this address has {names}."
            if names
            else "kbconnect knows no parameters for SQLite files.",
            hint="Remove what stands behind the “?”. A question mark in a file's name is written %3F.",
        )
    if path in {"", ":memory:"}:
        raise InputError("The address names no file.", hint="Write sqlite:/// and the path of the file.")
    return _sqlite(unquote(path))


def _sqlite(path: str) -> ConnectorDraft:
    file = re.split(r"[/\\]", path)[-1]
    stem = file.rpartition(".")[0] if file.lower().endswith(FILE_ENDINGS) else file
    return ConnectorDraft(name=(stem or file or "SQLite")[:NAME_LENGTH], provider="sqlite", database=path)
