"""The data folder, shipped files, the log and settings."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.app.application import Application, build_application
from kbconnect.app.logs import redact, start_log, stop_log
from kbconnect.app.paths import Paths, default_home, resource
from kbconnect.app.settings import Appearance
from kbconnect.core.errors import StoreError


def test_the_home_comes_from_the_environment_or_the_platform() -> None:
    assert default_home({"KBCONNECT_HOME": "/data/kb"}) == Path("/data/kb")
    assert default_home({"KBCONNECT_HOME": "~/kb"}) == Path.home() / "kb"
    assert default_home({}).name == "kbconnect"


def test_folders_and_files_are_their_owners_alone(application: Application) -> None:
    for path in application.paths.home.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert application.paths.home.stat().st_mode & 0o777 == 0o700


def test_a_home_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(StoreError) as caught,
        build_application(tmp_path / "file" / "home", {}, lambda purpose: None),
    ):
        raise AssertionError("never built")
    assert str(tmp_path / "file" / "home") in caught.value.message
    assert "--home" in caught.value.hint


def test_a_knowledge_base_file_is_named_after_it(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    assert paths.knowledge_base_file("Help / Hilfe", "abcdef123456").name == "Help-Hilfe-abcdef12.kb"
    assert paths.knowledge_base_file("../..", "abcdef123456").name == "knowledge-abcdef12.kb"


@given(st.text())
def test_a_knowledge_base_file_is_always_in_its_folder(name: str) -> None:
    paths = Paths(Path("/home/of"))
    assert paths.knowledge_base_file(name, "abcdef123456").resolve().parent == paths.knowledge_bases


def test_shipped_files_are_found() -> None:
    assert resource("sample").is_dir()
    with pytest.raises(FileNotFoundError):
        resource("no such file")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://reader:hunter2@db.example/shop",
        "failed: postgres://reader:a@b:hunter2@db.example",
        "password=hunter2 host=db",
        'PASSWORD: "hunter2"',
        "token = hunter2",
    ],
)
def test_passwords_do_not_reach_the_log(text: str, tmp_path: Path) -> None:
    assert "hunter2" not in redact(text)
    handler = start_log(tmp_path)
    try:
        logging.getLogger("kbconnect.test").warning("seen: %s", text)
    finally:
        stop_log(handler)
    written = tmp_path / "kbconnect.log"
    assert "seen:" in written.read_text()
    assert "hunter2" not in written.read_text()
    assert written.stat().st_mode & 0o777 == 0o600


def test_harmless_text_is_left_alone() -> None:
    assert redact("see https://example.org/page and 3 tokens") == "see https://example.org/page and 3 tokens"


def test_settings_are_kept(tmp_path: Path, environment: dict[str, str]) -> None:
    home = tmp_path / "kept"
    with build_application(home, environment, lambda purpose: None) as first:
        assert first.settings.appearance is Appearance.SYSTEM
        first.settings.appearance = Appearance.DARK
    with build_application(home, environment, lambda purpose: None) as second:
        assert second.settings.appearance is Appearance.DARK


def test_where_secrets_go_is_shown(application: Application) -> None:
    assert {place.name for place in application.settings.secret_places()} == {"keyring", "vault"}
    assert application.settings.secret_place().name == "vault"
    assert application.settings.choose_secret_place("vault").available


def test_a_log_that_cannot_be_written_does_not_stop_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kbconnect.log").mkdir()
    handler = start_log(tmp_path)
    try:
        logging.getLogger("kbconnect.test").warning("lost")
    finally:
        stop_log(handler)
    assert capsys.readouterr().err == ""


def test_a_log_that_stops_being_writable_prints_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handler = start_log(tmp_path)
    (tmp_path / "kbconnect.log").unlink()
    (tmp_path / "kbconnect.log").mkdir()
    try:
        logging.getLogger("kbconnect.test").warning("lost")
    finally:
        stop_log(handler)
    assert capsys.readouterr().err == ""


def test_the_log_after_a_full_one_is_private_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.app.logs._MAX_BYTES", 200)
    handler = start_log(tmp_path)
    try:
        for number in range(20):
            logging.getLogger("kbconnect.test").warning("line %d", number)
    finally:
        stop_log(handler)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
