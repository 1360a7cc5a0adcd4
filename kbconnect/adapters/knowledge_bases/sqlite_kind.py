"""Knowledge bases that are one SQLite file each: created, opened, looked at, deleted.

Owns where the file is and what is kept in memory between searches. What is in it is the business of the modules beside
this one; those that write and search are imported with the first file that is opened for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kbconnect.adapters.knowledge_bases.sqlite_errors import translated
from kbconnect.adapters.knowledge_bases.sqlite_look import SqliteLook
from kbconnect.adapters.knowledge_bases.sqlite_schema import connect, create_file, side_files
from kbconnect.core.errors import InputError, NameTakenError
from kbconnect.core.model import KnowledgeBaseInfo

if TYPE_CHECKING:  # they load NumPy
    from kbconnect.adapters.knowledge_bases.sqlite_file import SqliteKnowledgeBase
    from kbconnect.adapters.knowledge_bases.sqlite_vectors import VectorCache


class SqliteFileKind:
    """Knowledge bases that are one file each. `KnowledgeBaseInfo.location` is its path."""

    def __init__(self) -> None:
        self._caches: dict[Path, VectorCache] = {}

    def create(self, info: KnowledgeBaseInfo) -> None:
        """Raises NameTakenError if there is a file that isn't empty, KnowledgeBaseReadOnlyError, DiskFullError."""
        path = _path_of(info)
        with translated(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.exists() and (not path.is_file() or path.stat().st_size > 0):
                raise NameTakenError(
                    f"There is already something at {path}.",
                    meaning="It has been left as it is, and no knowledge base was made.",
                    hint="Choose another file name.",
                )
        self._caches.pop(path, None)
        create_file(path, info.id)

    @contextmanager
    def open(self, info: KnowledgeBaseInfo) -> Iterator[SqliteKnowledgeBase]:
        """Raises KnowledgeBaseMissingError, KnowledgeBaseDamagedError, KnowledgeBaseTooNewError."""
        from kbconnect.adapters.knowledge_bases.sqlite_file import SqliteKnowledgeBase
        from kbconnect.adapters.knowledge_bases.sqlite_vectors import VectorCache

        path = _path_of(info)
        with closing(connect(path)) as connection:
            with translated(path):
                opened = SqliteKnowledgeBase(connection, path, self._caches.setdefault(path, VectorCache()))
            yield opened

    @contextmanager
    def look(self, info: KnowledgeBaseInfo) -> Iterator[SqliteLook]:
        """Raises what `open` does."""
        path = _path_of(info)
        with closing(connect(path)) as connection:
            yield SqliteLook(connection, path)

    def delete(self, info: KnowledgeBaseInfo) -> None:
        path = _path_of(info)
        self._caches.pop(path, None)
        with translated(path):
            for file in (path, *side_files(path)):
                file.unlink(missing_ok=True)


def _path_of(info: KnowledgeBaseInfo) -> Path:
    try:
        if b"\0" not in os.fsencode(info.location):
            return Path(info.location)
    except UnicodeEncodeError:
        pass
    raise InputError(
        f"The path of the knowledge base, {info.location!a}, holds a character no file can have in its name.",
        meaning="Nothing was changed.",
        hint="Write the path again without that character.",
    )
