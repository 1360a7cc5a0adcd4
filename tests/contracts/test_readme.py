"""What the README says of sources, commands and files is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from kbconnect.adapters import sources
from kbconnect.cli.main import build_commands
from kbconnect.core.addresses import parse_address
from kbconnect.core.connector import ProviderInfo, Verified

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OWN = [info for info in sources.providers() if (ROOT / f"tests/adapters/sources/test_{info.id}.py").exists()]


def row_of(info: ProviderInfo) -> list[str]:
    """The cells of the provider's row in the table of sources."""
    rows = [line for line in README.splitlines() if line.startswith(f"| {info.label}")]
    assert len(rows) == 1, info.label
    return [cell.strip() for cell in rows[0].strip("|").split("|")]


def test_every_kind_of_source_has_tests_and_a_row() -> None:
    assert {info.id for info in OWN} == {info.id for info in sources.providers()}
    table = README.partition("| kind |")[2].partition("\n\n")[0]
    assert len(table.splitlines()) - 2 == len(OWN)


@pytest.mark.parametrize("info", OWN, ids=lambda info: info.id)
def test_the_table_of_sources_is_true(info: ProviderInfo) -> None:
    _, addresses, tls, tunnel, account, tested = row_of(info)
    assert (tls, tunnel) == ("yes" if info.has_tls else "no", "yes" if info.has_tunnel else "no")
    assert account == ("not needed" if info.is_file else "script")
    for address in re.findall("`([^`]+)`", addresses):
        assert parse_address(address).draft.provider == info.id
    suite = (ROOT / f"tests/adapters/sources/test_{info.id}.py").read_text(encoding="utf-8")
    runs_the_contract = "(SourceContract)" in suite
    assert runs_the_contract == (info.verified is Verified.SERVER)
    where = "a real MariaDB" if info.id == "mysql" else "real files" if info.is_file else "real servers"
    assert tested == (where if runs_the_contract else "the driver's edge only")


def test_every_command_in_it_exists() -> None:
    top = get_command(build_commands())
    lines = re.findall(r"^kbconnect ([^#\n]+)", README, re.MULTILINE) + re.findall(r"`kbconnect ([^`]+)`", README)
    assert len(lines) > 25
    for line in lines:
        words = line.split()
        command, path = top, []
        while words and not words[0].startswith("-") and words[0] in getattr(command, "commands", {}):
            path.append(words[0])
            command = command.commands[words.pop(0)]  # type: ignore[attr-defined]  # looked at above
        options = {option for parameter in command.params for option in parameter.opts}
        said = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert path or said <= options | {"--version", "--tray", "--home", "--json"}, line
        assert said <= options | {"--home", "--json", "--tray", "--version"}, f"{line}: {sorted(said - options)}"


@pytest.mark.parametrize("linked", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_every_file_it_links_to_is_there(linked: str) -> None:
    assert (ROOT / linked).exists()
