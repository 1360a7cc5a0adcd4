"""What syncs and connection tests leave in the log at each of its levels."""

from __future__ import annotations

import pytest

from kbconnect.app.application import Application
from kbconnect.app.settings import LogLevel
from kbconnect.core.connector import Connector
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset, SyncOptions
from tests.app.conftest import Shop


def logged(application: Application) -> list[str]:
    """The lines, without their time."""
    written = (application.paths.logs / "kbconnect.log").read_text(encoding="utf-8")
    return [line.split(" ", 2)[2] for line in written.splitlines()]


def work(application: Application, connector: Connector, dataset: Dataset) -> None:
    application.connectors.test_saved(connector.id, lambda step: None, InlineContext())
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())


@pytest.mark.parametrize(("level", "lines"), [(LogLevel.WARNING, 0), (LogLevel.INFO, 3)])
def test_what_is_done_is_logged_where_it_is_wanted(
    application: Application, connector: Connector, dataset: Dataset, level: LogLevel, lines: int
) -> None:
    application.settings.log_level = level
    work(application, connector, dataset)
    path = application.paths.logs / "kbconnect.log"
    assert len(path.read_text().splitlines() if path.exists() else []) == lines


def test_a_sync_says_how_it_began_and_ended(application: Application, shop: Shop, dataset: Dataset) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    shop.execute("DROP TABLE articles")
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    first, ended, _, failed = logged(application)
    assert first == "INFO kbconnect.sync: run 1 begins: dataset 'Articles', manual"
    assert ended.startswith("INFO kbconnect.sync: run 1 ends: completed, read 10, added 10, updated 0,")
    assert failed.startswith("INFO kbconnect.sync: run 2 ends: failed (table_missing), read 0,")


def test_every_step_is_logged_and_no_value_of_a_row(
    application: Application, connector: Connector, dataset: Dataset
) -> None:
    application.settings.log_level = LogLevel.DEBUG
    work(application, connector, dataset)
    lines = logged(application)
    assert any(line.startswith("DEBUG kbconnect.sources: test of 'Shop': read passed in ") for line in lines)
    assert "INFO kbconnect.sources: test of 'Shop' (sqlite): connected" in lines
    stages = [line.split()[4] for line in lines if line.startswith("DEBUG kbconnect.sync: run 1: ")]
    assert stages[0] == "connecting,"
    assert "reading," in stages
    assert len(stages) == len(set(stages))
    assert not [line for line in lines if "tent" in line or "Chapter" in line]
