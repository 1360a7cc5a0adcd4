"""Kinds of sources that other packages bring: found, used and tested like kbconnect's own; broken ones are named."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.adapters.sources import broken_plugins, check_connection, open_source, provider, providers
from kbconnect.core.addresses import display_url, parse_address
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import InputError, SourceError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import TableRef
from kbconnect.core.ports import Source
from tests.adapters.sources.contract import SourceContract
from tests.adapters.sources.test_sqlite import SqliteWorld

EXAMPLE = Path(__file__).parent / "example_provider"


def install(site: Path, pyproject: Path) -> None:
    """What an installer leaves in `site`: the package's files, and the metadata that its pyproject.toml says."""
    project = tomllib.loads(pyproject.read_text())["project"]
    for file in pyproject.parent.glob("kbconnect_*/*.py"):
        target = site / file.relative_to(pyproject.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    described(site, project["name"], project["version"], project["entry-points"])


def described(site: Path, name: str, version: str, groups: dict[str, dict[str, str]]) -> None:
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n")
    lines = [
        line for group, points in groups.items() for line in (f"[{group}]", *(f"{k} = {v}" for k, v in points.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that Python takes packages from, gone afterwards with what was loaded from it."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    known = set(sys.modules)
    yield folder
    for name in set(sys.modules) - known:
        if name.startswith(("kbconnect_example", "kbconnect_broken")):
            del sys.modules[name]


@pytest.fixture
def example(site: Path) -> Path:
    install(site, EXAMPLE / "pyproject.toml")
    return site


class NotesWorld(SqliteWorld):
    def draft(self, *, statement_timeout_s: int = 60) -> ConnectorDraft:
        return replace(super().draft(statement_timeout_s=statement_timeout_s), provider="example-notes")

    def open(self) -> AbstractContextManager[Source]:
        return open_source(self.draft(), None)

    def create(self, *arguments: object, **others: object) -> TableRef:
        return replace(super().create(*arguments, **others), schema="main")  # type: ignore[arg-type]  # as there


class TestExample(SourceContract):
    @pytest.fixture
    def world(self, example: Path, tmp_path: Path) -> NotesWorld:
        assert example.is_dir()
        return NotesWorld(tmp_path / "diary.notes")


@pytest.mark.usefixtures("example")
def test_the_kind_of_another_package_is_one_of_the_kinds(tmp_path: Path) -> None:
    assert "example-notes" in [info.id for info in providers()]
    assert provider("example-notes").info.label == "Example notes"
    draft = parse_address(f"example-notes://{tmp_path}/diary.notes", providers()).draft
    assert (draft.provider, draft.database) == ("example-notes", f"{tmp_path}/diary.notes".lstrip("/"))
    whole = parse_address(f"example-notes:///{tmp_path}/diary.notes", providers()).draft
    assert whole.database == f"{tmp_path}/diary.notes"
    assert parse_address(display_url(whole), providers()).draft == whole


@pytest.mark.usefixtures("example")
def test_its_doctor_looks_into_it(tmp_path: Path) -> None:
    world = NotesWorld(tmp_path / "diary.notes")
    world.create("entries", ["id", "body"], [("1", "Dear diary")], ["id"])
    report = check_connection(world.draft(), None, lambda _: None, InlineContext())
    assert [step.name for step in report.steps] == ["database", "read", "privileges"]
    assert report.ok
    assert "SQLite" in report.server_version
    missing = replace(world.draft(), database=str(tmp_path / "nowhere" / "x.notes"))
    assert not check_connection(missing, None, lambda _: None, InlineContext()).ok
    with pytest.raises(SourceError), open_source(missing, None):
        pass


def test_without_the_package_there_is_no_such_kind() -> None:
    assert "example-notes" not in [info.id for info in providers()]
    with pytest.raises(InputError, match="example-notes"):
        provider("example-notes")


@pytest.mark.parametrize(
    ("name", "module", "said"),
    [
        ("broken-import", "import nothing_of_this_name\n", "No module named"),
        ("broken-fault", "raise ZeroDivisionError('oops')\n", "ZeroDivisionError: oops"),
        ("broken-kind", "DIALECT = {'id': 'x'}\n", "not a description"),
        ("Broken Name", "DIALECT = None\n", "small letters"),
        ("postgresql", "DIALECT = None\n", "has this name already"),
        ("broken-id", (EXAMPLE / "kbconnect_example" / "__init__.py").read_text(), "example-notes"),
    ],
)
def test_a_broken_package_is_named_and_keeps_no_other_from_being_used(
    example: Path, name: str, module: str, said: str
) -> None:
    package = f"kbconnect_broken_{abs(hash(name))}"
    (example / f"{package}.py").write_text(module)
    described(example, "kbconnect-broken", "0.1", {"kbconnect.providers": {name: f"{package}:DIALECT"}})
    assert "example-notes" in [info.id for info in providers()]
    (broken,) = broken_plugins()
    assert broken.package == "kbconnect-broken 0.1"
    assert said in broken.reason
    if name != "postgresql":
        with pytest.raises(InputError) as caught:
            provider(name)
        assert "kbconnect-broken 0.1" in caught.value.message
    assert provider("postgresql").info.label == "PostgreSQL"
