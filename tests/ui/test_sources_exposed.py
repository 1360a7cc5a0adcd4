"""The page "Sources" says which sensitive columns stand in a knowledge base as they are, and leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kbconnect.core.model import Dataset, DatasetDraft, Mapping, TableRef, TableSelection
from kbconnect.core.treatment import ColumnTreatment, Treatment
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.models.sources import DatasetOverview
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.data_selection import DataSelectionPage
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.pages.sources_exposed import ExposedColumns, exposure_words
from tests.ui.fakes_app import dataset
from tests.ui.pages import Reader
from tests.ui.shop import Shop, open_shop, shell_on


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as made:
        made.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT, note TEXT)")
        for number in range(9):
            made.execute(
                f"INSERT INTO people VALUES ({number}, 'Person number {number}', 'p{number}@example.com', "
                f"'Wants the red tent for {number} people, by tomorrow')"
            )
        yield made


@pytest.fixture
def shell(shop: Shop, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    yield shell_on(shop.application, jobs, qtbot, tmp_path)
    assert jobs.shutdown(5)


def people(shop: Shop, treatment: Treatment) -> Dataset:
    """The table of people in the knowledge base, synced."""
    treatments = (ColumnTreatment("email", treatment),)
    mapping = Mapping(("id",), "name", ("note",), ("email",), treatments=treatments)
    made = shop.application.datasets.add(
        DatasetDraft(
            "People", shop.connector.id, TableSelection(TableRef("", "people")), mapping, shop.knowledge_base.id
        )
    )
    shop.sync(made)
    return made


def open_page(shell: Shell, qtbot: QtBot) -> tuple[SourcesPage, Reader]:
    page = SourcesPage(shell)
    shell.navigator.push(lambda: page)
    qtbot.waitUntil(lambda: page.states.current() == "full")
    return page, Reader(page, qtbot)


def test_what_is_stored_as_it_is_is_named_and_leads_to_its_columns(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    made = people(shop, Treatment.KEEP)
    _, reader = open_page(shell, qtbot)
    reader.wait_for("People: the sensitive column email is stored as it is")
    reader.press("Look at the columns of People")
    qtbot.waitUntil(lambda: isinstance(shell.navigator.page(), DataSelectionPage))
    assert made.id


def test_what_is_masked_is_not_named(shell: Shell, shop: Shop, qtbot: QtBot) -> None:
    people(shop, Treatment.MASK)
    page, reader = open_page(shell, qtbot)
    assert not page.detail.exposed.isVisible()
    assert "sensitive" not in reader.said()


def test_three_datasets_are_named_and_the_others_counted(qtbot: QtBot) -> None:
    part = ExposedColumns()
    qtbot.addWidget(part)
    exposed = DatasetOverview(dataset("d", "Orders", "c"), "Shop", 5, exposed=("email", "phone"))
    part.show_datasets([replace(exposed, dataset=dataset(str(n), f"Orders {n}", "c")) for n in range(5)])
    part.show()
    said = Reader(part, qtbot).said()
    assert "Orders 0: 2 sensitive columns are stored as they are: email, phone" in said
    assert "2 datasets more with sensitive columns as they are" in said
    part.show_datasets([])
    assert not part.isVisible()
    assert exposure_words(replace(exposed, exposed=())) == ""
