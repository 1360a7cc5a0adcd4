"""Paths of every system as SQLite's URI names; those of this one are opened by the tests of whatever opens files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from kbconnect.adapters.sqlite_uri import sqlite_uri


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PurePosixPath("/srv/team data/a%20?#.db"), "file:///srv/team%20data/a%2520%3F%23.db?mode=ro"),
        (PurePosixPath("/ä"), "file:///%C3%A4?mode=ro"),
        (PureWindowsPath("C:\\Users\\Ann Lee\\shop.db"), "file:///C:/Users/Ann%20Lee/shop.db?mode=ro"),
        (PureWindowsPath("\\\\files\\team\\shop.db"), "file:////files/team/shop.db?mode=ro"),
        (PureWindowsPath("\\\\files\\team$\\ä b\\shop.db"), "file:////files/team%24/%C3%A4%20b/shop.db?mode=ro"),
    ],
)
def test_a_path_of_any_system_has_no_authority(path: PurePath, expected: str) -> None:
    assert sqlite_uri(path, "mode=ro") == expected


def test_sqlite_opens_what_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "100% sure? #1: ä.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
    # Two slashes at the start of a path lead to the same place on most systems, as they do behind an authority.
    for name in (path, PurePosixPath(f"/{path.as_posix()}")):
        with closing(sqlite3.connect(sqlite_uri(name, "mode=ro"), uri=True)) as connection:
            assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
