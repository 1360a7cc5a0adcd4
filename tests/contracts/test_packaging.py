"""What installs kbconnect keeps its promises: locked versions, the pinned model, clear words where set-up must stop."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "packaging"
APP_LOCK, DEV_LOCK, MODEL_LOCK = (SCRIPTS / f"requirements{kind}.lock" for kind in ("", "-dev", "-model"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]


@pytest.fixture
def system_packages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script's module, which is not part of any package."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import system_packages

    return system_packages


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import model

    return model


def locked(path: Path) -> dict[str, set[str]]:
    """Package name -> its pinned versions (more than one where they differ by Python or system)."""
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


def imported_packages(path: Path) -> set[str]:
    """Top-level names that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.partition(".")[0]
        for name in plain | {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}
    }


@pytest.mark.parametrize("path", [APP_LOCK, DEV_LOCK, MODEL_LOCK], ids=lambda path: path.name)
def test_a_lock_has_hashes_and_names_no_place_to_download_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) > 3
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.search(r"://|--(extra-)?index|--find-links|--trusted-host|^/", text, re.MULTILINE) is None


@pytest.mark.parametrize(
    ("path", "requirements"),
    [
        (APP_LOCK, [*PROJECT["project"]["dependencies"], *GROUPS["build"]]),
        (DEV_LOCK, [*PROJECT["project"]["dependencies"], *GROUPS["build"], *GROUPS["dev"]]),
        (MODEL_LOCK, GROUPS["model"]),
    ],
    ids=["app", "dev", "model"],
)
def test_a_lock_is_in_step_with_the_project(path: Path, requirements: list[str]) -> None:
    pins = locked(path)

    for text in requirements:
        wanted = Requirement(text)
        versions = pins.get(canonicalize_name(wanted.name), set())
        assert versions, f"{text} is not in {path.name}; run packaging/dev.py lock"
        assert all(wanted.specifier.contains(version) for version in versions), f"{text}: {versions} are locked"


def test_every_imported_package_is_a_declared_dependency() -> None:
    files = list((ROOT / "kbconnect").rglob("*.py"))
    imported = {name for path in files for name in imported_packages(path)} - sys.stdlib_module_names - {"kbconnect"}
    extras = [text for texts in PROJECT["project"]["optional-dependencies"].values() for text in texts]
    declared = {canonicalize_name(Requirement(text).name) for text in [*PROJECT["project"]["dependencies"], *extras]}
    providers = packages_distributions()

    undeclared = [
        name
        for name in imported
        if not declared & {canonicalize_name(provider) for provider in providers.get(name, ())}
    ]
    assert undeclared == []


def test_every_dependency_has_a_range() -> None:
    everything = [*PROJECT["project"]["dependencies"], *(text for group in GROUPS.values() for text in group)]

    assert [text for text in everything if not Requirement(text).specifier] == []


def test_development_uses_the_versions_that_people_get() -> None:
    development = locked(DEV_LOCK)

    assert {name: versions for name, versions in locked(APP_LOCK).items() if development.get(name) != versions} == {}


def test_the_model_is_the_pinned_one_and_says_what_it_is(model: ModuleType) -> None:
    folder = ROOT / "resources" / "model" / "minilm"
    described = json.loads((folder / "model.json").read_text(encoding="utf-8"))

    assert model.is_complete(folder)
    assert described == {
        "id": "all-MiniLM-L6-v2",
        "sha256": model.sha256(folder / "model.onnx"),
        "dimensions": 384,
        "max_tokens": 256,
    }
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert "Changed by" in (folder / "NOTICE").read_text(encoding="utf-8")


def test_a_damaged_model_is_not_taken_for_complete(model: ModuleType, tmp_path: Path) -> None:
    good = ROOT / "resources" / "model" / "minilm"
    for path in good.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert model.is_complete(tmp_path)

    with (tmp_path / "model.onnx").open("r+b") as file:
        file.truncate(1000)

    assert not model.is_complete(tmp_path)


def test_what_cannot_be_installed_is_asked_for_with_the_command(
    system_packages: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_packages, "_privilege", lambda: None)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    needs = [
        system_packages.Need("libGL.so.1", "libgl1", lambda: False),
        system_packages.Need("bash", "bash", lambda: True),
    ]

    with pytest.raises(system_packages.MissingFromSystem) as stopped:
        system_packages.provide(needs)

    assert "apt-get install --no-install-recommends -y libgl1\n" in str(stopped.value)
    assert "libGL.so.1" in str(stopped.value)


def test_what_apt_could_not_provide_is_named(system_packages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(system_packages, "_privilege", list)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_packages, "_apt_install", lambda prefix, packages: asked.append(packages))

    with pytest.raises(system_packages.MissingFromSystem, match=r"apt could not provide: Xvfb"):
        system_packages.provide([system_packages.Need("Xvfb", "xvfb", lambda: False)])

    assert asked == [["xvfb"]]


def test_the_script_says_what_it_can_do_without_setting_anything_up() -> None:
    shown = subprocess.run(
        [sys.executable, str(SCRIPTS / "dev.py"), "--help"], capture_output=True, text=True, timeout=30
    )

    assert shown.returncode == 0, shown.stderr
    for command in ("demo", "app", "test", "check", "bench", "screens", "lock", "model"):
        assert re.search(rf"^\s+{command}\s", shown.stdout, re.MULTILINE), command
