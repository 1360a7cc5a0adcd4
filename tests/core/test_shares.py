"""Shares as people read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kbconnect
from kbconnect.core.shares import percent


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (1e-9, "1%"), (0.004, "1%"), (0.62, "62%"), (0.995, "99%"), (299_000 / 300_000, "99%"), (1, "100%")],
)
def test_only_what_is_all_is_a_hundred_percent(share: float, said: str) -> None:
    assert percent(share) == said


def test_no_share_is_rounded_otherwise() -> None:
    rounded = re.compile(r":\.\d%\}|round\([^)]*\b100\b")
    allowed = {"core/shares.py", "core/cursors.py"}
    root = Path(kbconnect.__file__).parent
    found = {str(path.relative_to(root)) for path in root.rglob("*.py") if rounded.search(path.read_text("utf-8"))}
    assert found <= allowed
