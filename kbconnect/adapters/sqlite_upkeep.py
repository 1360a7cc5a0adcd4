"""Compacts and backs up the SQLite files of this program, knowledge bases and its own database. Knows no table.

Both leave the file as it was wherever they break off: compacting is one transaction of SQLite, and a backup is written
beside its place, checked, and only then given its name. The caller sees to it that no sync runs while a file is
compacted; a backup is of one moment, whatever is written meanwhile.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

from kbconnect.adapters.sqlite_uri import sqlite_uri
from kbconnect.core.errors import DiskFullError, InputError, KbConnectError
from kbconnect.core.job import JobContext, Progress, Stage

_BUSY_TIMEOUT_S = 10.0
_PAGES_A_STEP = 1_024
_ROOM_TO_SPARE_BYTES = 1_000_000
_TEMPORARY = ("/var/tmp", "/usr/tmp", "/tmp")
"""Where SQLite itself looks, after SQLITE_TMPDIR and TMPDIR."""

Translated = Callable[[Path], AbstractContextManager[None]]
"""Raises the project's errors for what sqlite3 or the system raises inside, about the file at this path."""


class SqliteUpkeep:
    """See `kbconnect.app.storage.Upkeep`. damaged: the error of a file whose parts don't fit together. free_bytes: of
    the disk that holds a folder."""

    def __init__(
        self, translated: Translated, damaged: type[KbConnectError], free_bytes: Callable[[Path], int] | None = None
    ) -> None:
        self._translated, self._damaged = translated, damaged
        self._free_bytes = free_bytes or (lambda folder: shutil.disk_usage(folder).free)

    def unused_bytes(self, path: Path) -> int:
        """What compacting gives back at least: pages of the file that hold nothing, and its log. Pages that are half
        empty give back more."""
        with self._translated(path), _opened(path) as connection:
            unused = _pragma(connection, "freelist_count") * _pragma(connection, "page_size")
            return unused + _size(_log(path))

    def compact(self, path: Path, context: JobContext) -> None:
        """Writes the file anew without what is unused. Raises DiskFullError before anything is written if there is too
        little room, JobCancelled."""
        with self._translated(path), _opened(path) as connection:
            context.check()
            used = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
            self._check_room(path, used * _pragma(connection, "page_size"))
            context.report(Progress(Stage.LOADING))
            with _breakable(connection, context):
                connection.execute("VACUUM")
            # What is in the log goes to its place, and the log gives its room back; readers beside us may delay that.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _check_room(self, path: Path, needed: int) -> None:
        """The new contents stand once among SQLite's temporary files and once in the log, until they are in place."""
        temporary = temporary_folder(os.environ)
        if temporary.stat().st_dev == path.parent.stat().st_dev:
            self._check_free(path.parent, 2 * needed, path)
        else:
            self._check_free(temporary, needed, path)
            self._check_free(path.parent, needed, path)

    def _check_free(self, folder: Path, needed: int, path: Path) -> None:
        free = self._free_bytes(folder)
        if free < needed + _ROOM_TO_SPARE_BYTES:
            raise DiskFullError(
                f"There is too little room in {folder}: {_megabytes(needed)} are needed, {_megabytes(free)} are free.",
                meaning=f"Nothing was done; {path} is as it was.",
                hint="Free some room on that disk, then try again.",
            )

    def back_up(self, path: Path, target: Path, context: JobContext) -> None:
        """Writes a copy of this moment to `target`, replacing what is there only once the copy is checked.

        Raises DiskFullError, InputError for a target that can't be written, JobCancelled.
        """
        if target.exists() and target.samefile(path):
            raise InputError(
                "A backup can't take the place of the file it is made of.",
                meaning="Nothing was written.",
                hint="Choose another name or folder.",
            )
        part = target.with_name(f"{target.name}.part")
        with _about_target(target):
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            self._copy(path, part, target, context)
            self._check_copy(path, part, context)
            with _about_target(target):
                _to_disk(part)
                part.replace(target)
        finally:
            for left in (part, *(part.with_name(part.name + ending) for ending in ("-journal", "-wal", "-shm"))):
                with suppress(OSError):
                    left.unlink(missing_ok=True)

    def _copy(self, path: Path, part: Path, target: Path, context: JobContext) -> None:
        def step(_status: int, remaining: int, total: int) -> None:
            context.check()
            context.report(Progress(Stage.READING, total - remaining, total))

        with self._translated(path), _opened(path) as source:
            context.check()
            self._check_free(target.parent, _pragma(source, "page_count") * _pragma(source, "page_size"), path)
            # A reading that lasts: else each write of a sync beside it would begin the copy anew.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with closing(sqlite3.connect(part, isolation_level=None)) as copy, _about_target(target):
                source.backup(copy, pages=_PAGES_A_STEP, progress=step, sleep=0)
                # One file, which can be put in the original's place without a log beside it.
                copy.execute("PRAGMA journal_mode = DELETE")

    def _check_copy(self, path: Path, part: Path, context: JobContext) -> None:
        context.report(Progress(Stage.COMPARING))
        opened = closing(sqlite3.connect(part, isolation_level=None))
        with self._translated(path), opened as copy, _breakable(copy, context):
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise self._damaged(
                f"The backup of {path} was made, but what is in it does not fit together.",
                meaning="It was not kept. The file itself was not changed, and may be damaged as well.",
                hint="Check the disk. Keep older backups, and make what is damaged anew from its sources.",
                detail=str(verdict),
            )


def temporary_folder(environment: Mapping[str, str]) -> Path:
    """Where SQLite puts its temporary files."""
    if sys.platform == "win32":
        return Path(tempfile.gettempdir())
    named = [environment.get(name, "") for name in ("SQLITE_TMPDIR", "TMPDIR")]
    usable = (Path(name) for name in (*named, *_TEMPORARY) if name and os.access(name, os.W_OK | os.X_OK))
    return next((folder for folder in usable if folder.is_dir()), Path())


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that must be there: SQLite would make an empty one."""
    mode = "rw" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "ro"
    uri = sqlite_uri(path.absolute(), f"mode={mode}")
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_TIMEOUT_S, isolation_level=None)) as connection:
        yield connection


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def _breakable(connection: sqlite3.Connection, context: JobContext) -> Iterator[None]:
    """A wish to stop breaks the statement off, and is what is raised then."""
    with context.on_cancel(connection.interrupt):
        try:
            yield
        except sqlite3.OperationalError:
            context.check()
            raise


@contextmanager
def _about_target(target: Path) -> Iterator[None]:
    """What goes wrong at the place of the backup is no fault of the file it is made of."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise _unwritten(target, str(error)) from error
        raise
    except OSError as error:
        raise _unwritten(target, error.strerror or str(error)) from error


def _unwritten(target: Path, reason: str) -> InputError:
    return InputError(
        f"The backup can't be written to {target}.",
        meaning="No backup was made; a file that was there before is still there.",
        hint="Choose a folder you may write to, on a disk with enough room.",
        detail=reason,
    )


def _to_disk(file: Path) -> None:
    opened = os.open(file, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _megabytes(size_bytes: int) -> str:
    return f"{max(1, round(size_bytes / 1e6)):,} MB"
