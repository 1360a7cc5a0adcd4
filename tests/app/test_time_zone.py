"""The time zone of this computer has an IANA name, or it is UTC."""

from __future__ import annotations

import pytest

from kbconnect.app.time_zone import local_zone_name


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("Asia/Kathmandu", "Asia/Kathmandu"), (":Europe/Berlin", "Europe/Berlin"), ("Nowhere/Atall", "UTC")],
)
def test_the_name_of_the_zone(monkeypatch: pytest.MonkeyPatch, setting: str, expected: str) -> None:
    monkeypatch.setenv("TZ", setting)
    assert local_zone_name() == expected
