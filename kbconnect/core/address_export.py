"""The file in which connectors go from one kbconnect to another: JSON that people can read, review and keep in git.

    {
      "format": "kbconnect connectors",
      "version": 1,
      "connectors": [
        {
          "name": "Support desk",            what people call it; names differ, ignoring case
          "provider": "postgresql",          or "mysql", …; of "sqlite" and "files" only "database" is said, their path
          "host": "db.example",
          "port": 5432,                      null for the usual one
          "username": "kb_reader",
          "database": "support",
          "tls": "verify-full",              disable, prefer, require, verify-ca, verify-full
          "tls_ca_file": "",                 the issuer's certificate, "" for those the computer trusts
          "connect_timeout_s": 8,
          "statement_timeout_s": 60,
          "password": "enter",               "none"; "enter": there is one, to be entered again; or where it is read
                                             from: "env:NAME", "file:PATH", "openbao:PATH#FIELD", "aws:NAME#FIELD";
                                             "cmd:COMMAND" is written, but never taken over: no file starts a program
                                             and only where they are used:
          "tls_certificate_file": "",        what this side shows to a server that asks for a certificate, and its key
          "tls_key_file": "",
          "ssh": {"host": "", "port": 22, "username": "", "key_file": "", "jump": "", "password": "none"},
          "options": {"delimiter": ";"}      what only the provider knows
        }
      ]
    }

It never holds a password. Connectors stand in the order of their names and keys in the order above, so that the same
connectors always give the same bytes. Whoever reads it refuses a higher version and words it doesn't know. Owns the
format; must not open a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # what a JSON document holds is checked where it is used

from kbconnect.core.address_files import FoundConnection, plain_name
from kbconnect.core.address_kinds import FILE_PROVIDERS, SERVERS
from kbconnect.core.address_parts import check_plain
from kbconnect.core.connector import (
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    Extra,
    ProviderInfo,
    SshTunnel,
    TlsMode,
)
from kbconnect.core.errors import InputError

FORMAT, VERSION = "kbconnect connectors", 1
MOST_CONNECTORS = 5_000
_TEXT_LENGTH, _MOST_SECONDS = 2_000, 999_999
_REFERENCE = re.compile(r"(env|file|openbao|aws):.+")
_COMMAND = re.compile(r"cmd:.+")
_KEYS = frozenset(
    (
        *("name", "provider", "host", "port", "username", "database", "tls", "tls_ca_file"),
        *("connect_timeout_s", "statement_timeout_s", "password"),
        *("tls_certificate_file", "tls_key_file", "ssh", "options"),
    )
)
_SSH_KEYS = frozenset({"host", "port", "username", "key_file", "jump", "password"})
_MOST_OPTIONS = 100
_NOTHING = "Nothing was imported."


def write_connectors(connectors: Iterable[Connector]) -> str:
    """The whole file, with a line break at its end."""
    ordered = sorted(connectors, key=lambda one: (one.name.casefold(), one.name))
    document = {"format": FORMAT, "version": VERSION, "connectors": [_entry(one) for one in ordered]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _entry(connector: Connector) -> dict[str, object]:
    options, reference = connector.options, connector.secret_reference
    more: dict[str, object] = {}
    if options.tls_certificate_file or options.tls_key_file:
        more |= {"tls_certificate_file": options.tls_certificate_file, "tls_key_file": options.tls_key_file}
    if options.tunnel is not None:
        tunnel = options.tunnel
        more["ssh"] = {
            "host": tunnel.host,
            "port": tunnel.port,
            "username": tunnel.username,
            "key_file": tunnel.key_file,
            "jump": tunnel.jump,
            "password": _written_reference(tunnel.secret_reference),
        }
    if options.extras:
        more["options"] = {each.name: each.value for each in options.extras}
    if connector.provider in FILE_PROVIDERS:
        return {"name": connector.name, "provider": connector.provider, "database": connector.database} | more
    return {
        "name": connector.name,
        "provider": connector.provider,
        "host": connector.host,
        "port": connector.port,
        "username": connector.username,
        "database": connector.database,
        "tls": options.tls.value,
        "tls_ca_file": options.tls_ca_file,
        "connect_timeout_s": options.connect_timeout_s,
        "statement_timeout_s": options.statement_timeout_s,
        "password": _written_reference(reference),
    } | more


def _written_reference(reference: str) -> str:
    if _REFERENCE.fullmatch(reference) or _COMMAND.fullmatch(reference):
        return reference
    return "enter" if reference else "none"


def is_export(text: str) -> bool:
    """Whether it is such a file, of whatever version."""
    return FORMAT in text[:200]


def read_connectors(text: str, origin: str, providers: Sequence[ProviderInfo] = ()) -> tuple[FoundConnection, ...]:
    """The connectors of a file. One that can't be taken says why; a file that is none raises InputError. providers:
    those there are beside kbconnect's own."""
    try:
        read = json.loads(text)
    except RecursionError as error:
        raise _refused("This file is nested too deeply to be a file of connectors.") from error
    except json.JSONDecodeError as error:
        # As its cause it would carry the whole text, in which somebody may have written a password.
        raise _refused(f"This file can't be read: it is not JSON from line {error.lineno} on.") from None
    except ValueError as error:
        raise _refused("This file can't be read: it holds a number that is too long.") from error
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise _refused("This is not a file of kbconnect's connectors.")
    version = read.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _refused("This file of connectors doesn't say its version.")
    if version > VERSION:
        raise _refused(
            "This file of connectors was written by a newer kbconnect.", "Update kbconnect, then import it again."
        )
    entries = read.get("connectors")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _refused("This file has no list of connectors.")
    if len(entries) > MOST_CONNECTORS:
        raise _refused(f"This file has more than {MOST_CONNECTORS:,} connectors.", "Split it into several files.")
    known = {kind.id: False for kind in SERVERS} | dict.fromkeys(FILE_PROVIDERS, True)
    known |= {info.id: info.is_file for info in providers}
    return tuple(_connection(entry, origin, known) for entry in entries)


def _refused(message: str, hint: str = "") -> InputError:
    return InputError(message, meaning=_NOTHING, hint=hint or "Choose a file that kbconnect has exported.")


def _connection(entry: Mapping[str, Any], origin: str, known: Mapping[str, bool]) -> FoundConnection:
    name = plain_name(entry.get("name"))
    try:
        unknown = [key for key in entry if key not in _KEYS]
        if unknown:
            raise InputError(f"It has a word that kbconnect doesn't know: “{plain_name(unknown[0])}”.")
        draft = _draft(entry, known)
        reference, wants_secret = _password(entry)
    except InputError as error:
        return FoundConnection(ConnectorDraft(name, plain_name(entry.get("provider"))), origin, problem=error.message)
    remark = "Its password has to be entered again." if wants_secret else ""
    if wants_secret and _COMMAND.fullmatch(_text(entry, "password")):
        remark = "Its password comes from a command, and no command is taken over from a file: enter it again."
    if not remark and "ssh" in entry and _password(entry["ssh"])[1]:
        remark = "The password of its SSH account has to be entered again."
    return FoundConnection(draft, origin, None, reference, remark, wants_secret=wants_secret)


def _draft(entry: Mapping[str, Any], known: Mapping[str, bool]) -> ConnectorDraft:
    """known: the ids of the providers there are, and whether each is one of files."""
    provider = _text(entry, "provider")
    if provider not in known:
        raise InputError("kbconnect has no such kind of source.")
    name = _text(entry, "name").strip()
    if not name:
        raise InputError("It has no name.")
    extras = _extras(entry)
    if known[provider]:
        if not _text(entry, "database"):
            raise InputError("It names no file.")
        options = ConnectorOptions(extras=extras)
        return ConnectorDraft(name, provider, database=_text(entry, "database"), options=options)
    usual = ConnectorOptions()
    if not _text(entry, "host"):
        raise InputError("It names no host.")
    mode = _text(entry, "tls") or usual.tls.value
    if mode not in {known.value for known in TlsMode}:
        raise InputError("Its “tls” is none of the words there are for it.")
    options = ConnectorOptions(
        TlsMode(mode),
        _text(entry, "tls_ca_file"),
        _number(entry, "connect_timeout_s", _MOST_SECONDS) or usual.connect_timeout_s,
        _number(entry, "statement_timeout_s", _MOST_SECONDS) or usual.statement_timeout_s,
        _text(entry, "tls_certificate_file"),
        _text(entry, "tls_key_file"),
        _tunnel(entry),
        extras,
    )
    port = _number(entry, "port", 65_535)
    return ConnectorDraft(
        name, provider, _text(entry, "host"), port, _text(entry, "username"), _text(entry, "database"), options
    )


def _tunnel(entry: Mapping[str, Any]) -> SshTunnel | None:
    said = entry.get("ssh")
    if said is None:
        return None
    if not isinstance(said, dict) or not said.keys() <= _SSH_KEYS or not _text(said, "host"):
        raise InputError("Its “ssh” is not the description of an SSH server.")
    port = _number(said, "port", 65_535) or 22
    try:
        reference, _ = _password(said)
    except InputError as error:
        raise InputError(
            "The “password” of its “ssh” may only be none, enter, or a reference such as env:NAME or file:PATH."
        ) from error
    username, key_file, jump = (_text(said, key) for key in ("username", "key_file", "jump"))
    return SshTunnel(_text(said, "host"), port, username, key_file, jump, reference)


def _extras(entry: Mapping[str, Any]) -> tuple[Extra, ...]:
    said = entry.get("options", {})
    if not isinstance(said, dict) or len(said) > _MOST_OPTIONS:
        raise InputError("Its “options” are not names with texts.")
    check_plain(said)
    return tuple(Extra(name, _text(said, name)) for name in said)


def _password(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """Where the password is read from, and whether it has to be entered."""
    said = _text(entry, "password") or "none"
    if said in ("none", "enter"):
        return "", said == "enter"
    if _COMMAND.fullmatch(said):
        return "", True
    if _REFERENCE.fullmatch(said):
        return said, False
    # Not quoted: somebody may have written the password itself.
    raise InputError(
        "Its “password” may only be none, enter, or a reference such as env:NAME or file:PATH. A password has no "
        "place there."
    )


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str) or len(value) > _TEXT_LENGTH:
        raise InputError(f"Its “{key}” is not a text, or too long a one.")
    check_plain((value,))
    return value


def _number(entry: Mapping[str, Any], key: str, largest: int) -> int | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= largest:
        raise InputError(f"Its “{key}” is not a whole number from 1 to {largest:,}.")
    return value
