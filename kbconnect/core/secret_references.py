"""References to secrets that others keep, as text: which kinds there are, how they are read and written.

A reference names a place and never holds a secret: `env:NAME`, `file:PATH`, `cmd:COMMAND`, `openbao:MOUNT/PATH#FIELD`,
`aws:NAME#FIELD`. Beside these stand the program's own, `keyring:…` and `vault:…`, which nobody types. Owns the words
and the form of a reference; must not read what one names, and quotes none in an error: somebody may have typed the
password itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from kbconnect.core.errors import InputError

OWN_SCHEMES = ("keyring", "vault")
"""Of the places this program writes to."""

_MOST_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class ReferenceKind:
    """A kind of reference, for whoever offers a choice. label: what people know it as. example: of what stands behind
    the colon. hint: a sentence on what to write. extra: the optional package it needs, "" for none."""

    scheme: str
    label: str
    example: str
    hint: str
    extra: str = ""


REFERENCE_KINDS: tuple[ReferenceKind, ...] = (
    ReferenceKind(
        "env",
        "Environment variable",
        "DB_PASSWORD",
        "The name of a variable that is set before the program starts.",
    ),
    ReferenceKind(
        "file",
        "File",
        "/run/secrets/db_password",
        "The whole path of a file with nothing but the password in it. Other accounts must not be able to read it.",
    ),
    ReferenceKind(
        "cmd",
        "Command of a password manager",
        "pass show databases/support",
        "A command whose first line of output is the password. It runs without a shell and can't ask anything in a "
        "terminal.",
    ),
    ReferenceKind(
        "openbao",
        "OpenBao or HashiCorp Vault",
        "secret/databases/support#password",
        "Mount, path and field. A role of the database engine (database/creds/reader) gives user name and password; so "
        "do two fields (#username,password).",
        "vault",
    ),
    ReferenceKind(
        "aws",
        "AWS Secrets Manager",
        "prod/support-db#password",
        "Name or ARN of the secret, and the field if it is JSON. Another region: ?region=eu-central-1 behind the name.",
        "aws",
    ),
)
SCHEMES = tuple(kind.scheme for kind in REFERENCE_KINDS)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in its two parts. target: what stands behind the colon, as it was typed."""

    scheme: str
    target: str


@dataclass(frozen=True, slots=True)
class ManagedPath:
    """The target of a reference to a secrets manager, taken apart. path: without a slash at its ends. field: "" for the
    usual one. version, region: "" for the current one and the usual one."""

    path: str
    field: str = ""
    version: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class OpenBaoSettings:
    """Where OpenBao is and how to sign in, as far as the settings say so; what is "" comes from the environment
    (BAO_ADDR, VAULT_ADDR and their kin). role_id, secret_id: of an AppRole, as references (env:NAME, file:PATH)."""

    address: str = ""
    namespace: str = ""
    ca_file: str = ""
    role_id: str = ""
    secret_id: str = ""


def reference_kind(scheme: str) -> ReferenceKind | None:
    """None for the program's own places and for what is no scheme."""
    return next((kind for kind in REFERENCE_KINDS if kind.scheme == scheme), None)


def scheme_of(reference: str) -> str:
    """The word before the colon, "" without one; also of `keyring:…` and `vault:…`."""
    scheme, colon, _ = reference.partition(":")
    return scheme if colon else ""


def parse_reference(text: str) -> Reference:
    """Takes a reference of one of the REFERENCE_KINDS apart. Raises InputError, which says what is wrong with it."""
    scheme, colon, target = text.strip().partition(":")
    kind = reference_kind(scheme) if colon else None
    if kind is None:
        raise InputError(
            "This is not a reference to a secret.",
            meaning="No password was read or saved.",
            hint=f"A reference begins with one of {', '.join(f'{known}:' for known in SCHEMES)}",
        )
    check_target(kind.scheme, target)
    return Reference(scheme, target.strip())


def compose_reference(scheme: str, target: str) -> str:
    """What is saved for a kind and what somebody typed behind it. Raises InputError."""
    typed = target.strip()
    if typed.startswith(f"{scheme}:"):  # typed, or pasted, with its scheme
        typed = typed[len(scheme) + 1 :].strip()
    check_target(scheme, typed)
    return f"{scheme}:{typed}"


def check_target(scheme: str, target: str) -> None:
    """Raises InputError for what can be seen without looking anywhere."""
    kind = reference_kind(scheme)
    if kind is None:
        raise InputError("There is no such kind of reference.", hint=f"Choose one of {', '.join(SCHEMES)}.")
    typed = target.strip()
    wrong = ""
    if not typed:
        wrong = "Nothing is written behind it."
    elif len(typed) > _MOST_CHARACTERS:
        wrong = f"It is longer than {_MOST_CHARACTERS:,} characters."
    elif any(not letter.isprintable() for letter in typed):
        wrong = "It holds a line break or another character that can't be seen."
    elif scheme == "env" and re.search(r"[=\s]", typed):
        wrong = "The name of a variable has no blank and no “=” in it."
    elif scheme == "file" and not re.match(r"/|\\\\|[A-Za-z]:[\\/]", typed):
        wrong = "It names a file without saying which folder it is in."
    elif scheme in ("openbao", "aws"):
        wrong = _path_fault(scheme, typed)
    if wrong:
        raise InputError(
            f"This reference to a secret can't be used. {wrong}",
            meaning="No password was read or saved.",
            hint=f"{kind.hint} For example: {scheme}:{kind.example}",
        )


def _path_fault(scheme: str, typed: str) -> str:
    try:
        found = managed_path(typed)
    except ValueError as error:
        return str(error)
    if not found.path:
        return "It names no secret."
    if scheme == "openbao":
        if "/" not in found.path:
            return "It needs a mount and a path, parted by a slash."
        if any(part in ("", ".", "..") for part in found.path.split("/")):
            return "A part of its path is empty or dots."
        if found.region:
            return "It has a region, which only AWS knows."
        if found.version and not (found.version.isascii() and found.version.isdigit() and int(found.version) > 0):
            return "Its version is not a whole number above 0."
    return ""


def managed_path(target: str) -> ManagedPath:
    """`path?version=3&region=x#field` in its parts; what would part it in a name is written as in a URL (%23 for #).

    Raises ValueError with a sentence for an option there isn't.
    """
    place, _, field = target.strip().partition("#")
    path, _, options = place.partition("?")
    known = {"version": "", "region": ""}
    for option in filter(None, options.split("&")):
        name, _, value = option.partition("=")
        if name not in known:
            raise ValueError("It has an option that isn't known; there are version and region.")
        known[name] = unquote(value).strip()
    return ManagedPath(unquote(path).strip().strip("/"), unquote(field).strip(), known["version"], known["region"])


def write_managed_path(path: ManagedPath) -> str:
    """The target again, as `managed_path` reads it."""
    options = "&".join(
        f"{name}={quote(value, safe=':/')}"
        for name, value in (("version", path.version), ("region", path.region))
        if value
    )
    field = f"#{quote(path.field, safe=' /:@')}" if path.field else ""
    return f"{quote(path.path, safe='/: @+=')}{f'?{options}' if options else ''}{field}"
