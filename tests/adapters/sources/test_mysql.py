"""MySQL and MariaDB as a source: the contract, and what only they do. Each test on a real MariaDB."""

from __future__ import annotations

import pytest

from tests.adapters.sources.contract import SourceContract
from tests.adapters.sources.mysql_world import MysqlWorld

pytestmark = pytest.mark.server


@pytest.fixture
def world(mysql_world: MysqlWorld) -> MysqlWorld:
    return mysql_world


class TestMysqlSource(SourceContract):
    """Runs on MariaDB."""
