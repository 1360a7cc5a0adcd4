"""The one registry of providers: what it offers, and that it costs nothing to look at."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kbconnect.adapters.sources import check_connection, open_source, provider, providers
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import InputError
from kbconnect.core.job import InlineContext


def test_every_provider_offered_can_be_loaded() -> None:
    assert {"postgresql", "mysql", "sqlite"} <= {info.id for info in providers()}
    for info in providers():
        assert provider(info.id).info == info


def test_an_unknown_provider_is_named() -> None:
    draft = ConnectorDraft("x", "abacus")
    with pytest.raises(InputError, match="abacus") as caught, open_source(draft, None):
        pass
    assert all(info.label in caught.value.hint for info in providers())
    with pytest.raises(InputError):
        check_connection(draft, None, lambda step: None, InlineContext())


def test_no_driver_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from kbconnect.adapters.sources import providers; providers();"
        "heavy = {'psycopg', 'pymysql', 'sqlalchemy', 'sqlglot', 'sqlite3', 'cryptography', 'numpy'};"
        "sys.exit(','.join(heavy & set(sys.modules)) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
