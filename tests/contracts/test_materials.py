"""The bill of materials names all that is installed and shipped, and an audit without an answer says so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def materials(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script's module, which is not part of any package."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import materials

    return materials


def test_every_part_is_named_with_its_licence_and_its_hash(materials: ModuleType) -> None:
    parts = {part["name"]: part for part in materials.bill()["components"]}
    locked = re.findall(
        r"^([a-z0-9-]+)==(\S+)(.*)", (ROOT / "packaging/requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    here = [name for name, _, marker in locked if materials.ELSEWHERE not in marker]
    assert len(here) > 40
    assert set(here) <= parts.keys()
    assert {"all-MiniLM-L6-v2", "Inter", "JetBrains Mono", "Phosphor Icons"} <= parts.keys()
    assert [name for name, part in parts.items() if not part["licenses"]] == []
    assert [name for name, part in parts.items() if "SHA-256" not in json.dumps(part)] == []


def test_every_shipped_font_and_icon_belongs_to_a_part(materials: ModuleType) -> None:
    shipped = {path for pattern, *_ in materials.SHIPPED for path in (ROOT / "resources").glob(pattern)}
    binary = {path for path in (ROOT / "resources").rglob("*") if path.suffix in {".otf", ".ttf", ".onnx", ".woff2"}}
    assert binary
    assert binary <= shipped


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}, ["a 1: CVE-1, mended in 2"]),
        ({"name": "a", "version": "1", "vulns": []}, []),
    ],
)
def test_an_audit_names_what_it_found(
    materials: ModuleType, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], said: list[str]
) -> None:
    _answer(monkeypatch, {"dependencies": [answer]})
    assert materials.audit() == said


def test_an_audit_that_nobody_answers_is_not_a_good_one(
    materials: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _answer(monkeypatch, {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "vulns": []}]})
    assert materials.main(["audit"]) == 2
    assert "1 of 2 packages could not be looked up" in capsys.readouterr().err


def _answer(monkeypatch: pytest.MonkeyPatch, document: object) -> None:
    def run(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([sys.executable], 0, json.dumps(document), "")

    monkeypatch.setattr(subprocess, "run", run)
