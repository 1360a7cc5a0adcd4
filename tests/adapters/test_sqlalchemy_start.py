"""SQLAlchemy without asyncio: left out at the start, and there for whoever needs it."""

from __future__ import annotations

import subprocess
import sys

BEGIN = """
import sys
from kbconnect.adapters.sqlalchemy_start import import_sqlalchemy
"""


def said(program: str) -> str:
    """What it prints, in a process of its own."""
    ran = subprocess.run([sys.executable, "-c", BEGIN + program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_the_programs_own_database_works_without_asyncio() -> None:
    assert (
        said(
            "import_sqlalchemy()\n"
            "import sqlalchemy as sa\n"
            "with sa.create_engine('sqlite://').connect() as connection:\n"
            "    number = connection.execute(sa.select(sa.literal(7))).scalar_one()\n"
            "print(number, sorted({'asyncio', 'ssl'} & sys.modules.keys()))"
        )
        == "7 []"
    )


def test_whoever_uses_asyncio_has_it_afterwards() -> None:
    assert said("import_sqlalchemy()\nimport asyncio\nprint(asyncio.run(asyncio.sleep(0, 5)))") == "5"


def test_sqlalchemy_finds_it_by_the_name_it_was_given() -> None:
    assert (
        said(
            "import_sqlalchemy()\n"
            "from sqlalchemy.util import concurrency\n"
            "async def later(): pass\n"
            "waiting = later()\n"
            "print(concurrency.iscoroutine(waiting), concurrency.iscoroutine(7), end=' ')\n"
            "waiting.close()\n"
            "import asyncio\n"
            "print(concurrency.asyncio.Lock is asyncio.Lock)"
        )
        == "True False True"
    )


def test_it_changes_nothing_where_asyncio_is_there_already() -> None:
    assert (
        said(
            "import asyncio\n"
            "import_sqlalchemy()\n"
            "from sqlalchemy.util import concurrency\n"
            "print(concurrency.asyncio is asyncio is sys.modules['asyncio'])"
        )
        == "True"
    )
