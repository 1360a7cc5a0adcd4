"""Run as a program: kills an upgrade at each of its statements in turn and prints what every kill left behind.

Arguments: a store's file, a folder of migrations, their head. Prints a JSON list with, for each kill, the revision and
the names of the connectors found right after it; the last item is the upgrade that nobody killed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from kbconnect.adapters.store.upgrade import bring_up_to_date


def upgrade_and_die(path: Path, migrations: Path, head: str, fatal_statement: int) -> None:
    count = 0

    def count_down(*_: Any) -> None:  # Any: SQLAlchemy's event arguments
        nonlocal count
        count += 1
        if count > fatal_statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count_down)
    bring_up_to_date(path, migrations, head)


def main() -> None:
    original, migrations, head = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    found = []
    for fatal_statement in range(1000):
        path = original.with_name(f"killed-{fatal_statement}.db")
        shutil.copy(original, path)
        child = os.fork()
        if child == 0:
            upgrade_and_die(path, migrations, head, fatal_statement)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        with closing(sqlite3.connect(path)) as connection:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            names = [name for (name,) in connection.execute("SELECT name FROM connectors ORDER BY name_key")]
            (datasets,) = connection.execute("SELECT count(*) FROM datasets").fetchone()
        found.append({"revision": revision, "names": names, "datasets": datasets, "killed": os.WIFSIGNALED(status)})
        bring_up_to_date(path, migrations, head)
        if not os.WIFSIGNALED(status):
            break
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
