"""Where other programs keep the connections of this computer's people: .pgpass, pg_service.conf, .my.cnf, DBeaver's
workspaces.

Owns the places and the reading of these files; what is in them is read by `kbconnect.core`. Writes nothing, and follows
PostgreSQL's own tools: a .pgpass that others may read gives no passwords; nor does a .my.cnf.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kbconnect.core.address_dbeaver import parse_dbeaver
from kbconnect.core.address_export import is_export, read_connectors
from kbconnect.core.address_files import (
    FoundConnection,
    PassLine,
    connections_of_pgpass,
    parse_pgpass,
    parse_service_file,
    with_passwords,
)
from kbconnect.core.address_kinds import default_port
from kbconnect.core.address_my_cnf import is_my_cnf, parse_my_cnf
from kbconnect.core.connector import ProviderInfo
from kbconnect.core.errors import InputError, KbConnectError

_MOST_BYTES = 10_000_000
_DBEAVER = "DBeaver"


@dataclass(frozen=True, slots=True)
class ConnectionPlaces:
    """The files to look at. service_files: the first that has a service counts. dbeaver_folders: with workspaces.
    option_files: of MySQL's and MariaDB's clients."""

    pgpass: Path
    service_files: tuple[Path, ...] = ()
    dbeaver_folders: tuple[Path, ...] = ()
    checks_rights: bool = True
    option_files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file that is there. count: of the connections in it. problem: why it gave none, or no passwords; "" if fine."""

    label: str
    path: Path
    count: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FoundConnections:
    """What all files together gave."""

    found: tuple[FoundConnection, ...] = ()
    looked_at: tuple[LookedAt, ...] = field(default=())


def connection_places(environment: Mapping[str, str], home: Path, platform: str = sys.platform) -> ConnectionPlaces:
    """As libpq and DBeaver look for them. environment: of the process. platform: as in `sys.platform`."""
    windows = platform == "win32"
    roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    postgresql = roaming / "postgresql" if windows else home
    pgpass = Path(environment.get("PGPASSFILE") or postgresql / ("pgpass.conf" if windows else ".pgpass"))
    own = Path(environment.get("PGSERVICEFILE") or postgresql / ".pg_service.conf")
    folder = environment.get("PGSYSCONFDIR")
    shared = [Path(folder)] if folder else [] if windows else [Path("/etc/postgresql-common"), Path("/etc")]
    if windows:
        dbeaver = [roaming / "DBeaverData"]
    elif platform == "darwin":
        dbeaver = [home / "Library" / "DBeaverData"]
    else:
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
        snap = home / "snap" / "dbeaver-ce" / "current" / ".local" / "share"
        flatpak = home / ".var" / "app" / "io.dbeaver.DBeaverCommunity" / "data"
        dbeaver = [place / "DBeaverData" for place in (data, snap, flatpak)]
    services = (own, *(place / "pg_service.conf" for place in shared))
    options = () if windows else (home / ".my.cnf",)
    return ConnectionPlaces(pgpass, services, tuple(dbeaver), checks_rights=not windows, option_files=options)


def find_connections(places: ConnectionPlaces) -> FoundConnections:
    """What is in the files there are, each connection once; passwords of .pgpass go to the connections they fit.

    A file that can't be read is told of and keeps none of the others from being read.
    """
    looked_at: list[LookedAt] = []
    lines = _pass_lines(places, looked_at)
    found: list[FoundConnection] = []
    names: set[str] = set()
    for path in places.service_files:
        services = _services(path, looked_at)
        found += [one for one in services if one.draft.name not in names]
        names |= {one.draft.name for one in services}
    for path in _dbeaver_files(places.dbeaver_folders):
        found += _dbeaver(path, looked_at)
    for path in places.option_files:
        found += _options(path, places, looked_at)
    is_private = _is_private(places.pgpass, places)
    if is_private:
        found = list(with_passwords(found, lines))
    covered = {_place(one) for one in found if not one.problem}
    own = [one for one in connections_of_pgpass(lines, places.pgpass.name) if _place(one) not in covered]
    if not is_private:
        own = [replace(one, secret=None, wants_secret=True) for one in own]
    return FoundConnections((*found, *own), tuple(looked_at))


def _pass_lines(places: ConnectionPlaces, looked_at: list[LookedAt]) -> tuple[PassLine, ...]:
    if not places.pgpass.is_file():
        return ()
    label = places.pgpass.name
    try:
        lines = parse_pgpass(_text(places.pgpass))
    except InputError as error:
        looked_at.append(LookedAt(label, places.pgpass, 0, error.message))
        return ()
    problem = ""
    if not _is_private(places.pgpass, places):
        problem = (
            f"Others can read {label}. PostgreSQL's own tools don't use it then, and no password was taken from it."
        )
    looked_at.append(LookedAt(label, places.pgpass, len(lines), problem))
    return lines


def _is_private(path: Path, places: ConnectionPlaces) -> bool:
    try:
        return not places.checks_rights or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except OSError:
        return False


def _options(path: Path, places: ConnectionPlaces, looked_at: list[LookedAt]) -> tuple[FoundConnection, ...]:
    if not path.is_file():
        return ()
    try:
        found = parse_my_cnf(_text(path), path.name)
    except InputError as error:
        looked_at.append(LookedAt(path.name, path, 0, error.message))
        return ()
    problem = ""
    if not _is_private(path, places) and any(one.secret is not None for one in found):
        problem = f"Others can read {path.name}. No password was taken from it."
        found = tuple(replace(one, secret=None, wants_secret=one.secret is not None) for one in found)
    looked_at.append(LookedAt(path.name, path, len(found), problem))
    return found


def _services(path: Path, looked_at: list[LookedAt]) -> tuple[FoundConnection, ...]:
    if not path.is_file():
        return ()
    try:
        found = parse_service_file(_text(path), path.name.removeprefix("."))
    except InputError as error:
        looked_at.append(LookedAt(path.name, path, 0, error.message))
        return ()
    looked_at.append(LookedAt(path.name, path, len(found)))
    return found


def _dbeaver_files(folders: tuple[Path, ...]) -> list[Path]:
    return [
        file
        for folder in folders
        if folder.is_dir()
        for file in sorted(folder.glob("workspace*/*/.dbeaver/data-sources*.json"))[:50]
    ]


def _dbeaver(path: Path, looked_at: list[LookedAt]) -> tuple[FoundConnection, ...]:
    project = path.parent.parent.name
    label = _DBEAVER if project == "General" else f"{_DBEAVER}, {project}"
    try:
        found = parse_dbeaver(_text(path), label)
    except InputError as error:
        looked_at.append(LookedAt(label, path, 0, error.message))
        return ()
    looked_at.append(LookedAt(label, path, len(found)))
    return found


def _place(one: FoundConnection) -> tuple[object, ...]:
    draft = one.draft
    return draft.provider, draft.host, draft.port or default_port(draft.provider), draft.username, draft.database


def read_connection_file(path: Path, providers: Sequence[ProviderInfo] = ()) -> FoundConnections:
    """What is in a file somebody has chosen, of any of the kinds there are. Passwords of other files are not given to
    it: nobody knows who wrote it. providers: those there are. Raises InputError, also if nothing is in it."""
    text = _text(path)
    if is_export(text):
        found = read_connectors(text, path.name, providers)
    elif text.lstrip().startswith(("{", "[")) and path.suffix == ".json":
        found = parse_dbeaver(text, _DBEAVER)
    elif is_my_cnf(text):
        found = parse_my_cnf(text, path.name)
    elif any(line.strip().startswith("[") for line in text.splitlines()):
        found = parse_service_file(text, path.name)
    else:
        found = connections_of_pgpass(parse_pgpass(text), path.name)
    if not found:
        raise InputError(
            f"No connection was found in {path.name}.",
            meaning="Nothing was imported.",
            hint="Choose a file that kbconnect has exported, a .pgpass, a pg_service.conf, a .my.cnf, or DBeaver's "
            "data-sources.json.",
        )
    return FoundConnections(found, (LookedAt(path.name, path, len(found)),))


def _text(path: Path) -> str:
    """Raises InputError."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{path.name} can't be read: {error.strerror}.", hint="Look at the file's rights, or choose another one."
        ) from error
    if len(content) > _MOST_BYTES:
        raise InputError(f"{path.name} is larger than any file of connections.", hint="Choose another file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:  # as its cause it would carry the whole text, passwords too
        raise InputError(f"{path.name} is not text in UTF-8.", hint="Choose another file.") from None


def write_connector_file(path: Path, text: str) -> None:
    """Writes an export. Raises KbConnectError."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KbConnectError(
            f"{path.name} can't be written: {error.strerror}.",
            meaning="No connector was changed, and nothing was exported.",
            hint="Choose another folder.",
        ) from error
