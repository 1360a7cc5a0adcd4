"""Which key an SSH server is known by: the user's files in all their forms, and those approved here."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from kbconnect.adapters.tunnels.known_hosts import KnownHosts, Standing, fingerprint_of
from kbconnect.core.connector import HostKey
from kbconnect.core.errors import StoreError
from tests.conftest import require
from tests.servers_ssh import has_sshd


def a_key(name: str) -> str:
    return base64.b64encode(f"key of {name}".encode()).decode()


def shown(host: str = "db.example", port: int = 22, key: str = "one", kind: str = "ssh-ed25519") -> HostKey:
    return HostKey(host, port, kind, a_key(key), fingerprint_of(a_key(key)))


def standing(text: str, key: HostKey, folder: Path) -> Standing:
    file = folder / "others"
    file.write_text(text, encoding="utf-8")
    return KnownHosts(folder / "approved", [folder / "missing", file]).look_up(key).standing


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"db.example ssh-ed25519 {a_key('one')}", Standing.KNOWN),
        (f"DB.Example,10.0.0.1 ssh-ed25519 {a_key('one')} a comment", Standing.KNOWN),
        (f"*.example ssh-ed25519 {a_key('one')}", Standing.KNOWN),
        (f"d?.example ssh-ed25519 {a_key('one')}", Standing.KNOWN),
        (f"*.example,!db.example ssh-ed25519 {a_key('one')}", Standing.UNKNOWN),
        (f"[db.example]:2222 ssh-ed25519 {a_key('one')}", Standing.UNKNOWN),
        (f"other.example ssh-ed25519 {a_key('one')}", Standing.UNKNOWN),
        (f"db.example ssh-ed25519 {a_key('two')}", Standing.CHANGED),
        (f"db.example ssh-rsa {a_key('two')}", Standing.CHANGED),
        (f"db.example ssh-rsa {a_key('two')}\ndb.example ssh-ed25519 {a_key('one')}", Standing.KNOWN),
        (f"@revoked db.example ssh-ed25519 {a_key('one')}", Standing.REVOKED),
        (f"@revoked * ssh-ed25519 {a_key('one')}\ndb.example ssh-ed25519 {a_key('one')}", Standing.REVOKED),
        (f"@cert-authority *.example ssh-ed25519 {a_key('one')}", Standing.UNKNOWN),
        ("# db.example ssh-ed25519 AAAA\n\ndb.example\nnot a line at all", Standing.UNKNOWN),
        ("|1|not base64|either ssh-ed25519 AAAA", Standing.UNKNOWN),
    ],
)
def test_files_are_read_as_ssh_reads_them(line: str, expected: Standing, tmp_path: Path) -> None:
    assert standing(f"{line}\n", shown(), tmp_path) is expected


def test_a_server_with_a_port_of_its_own_stands_in_brackets(tmp_path: Path) -> None:
    assert standing(f"[db.example]:2222 ssh-ed25519 {a_key('one')}", shown(port=2222), tmp_path) is Standing.KNOWN


def test_hashed_names_are_found(tmp_path: Path) -> None:
    require(has_sshd(), "ssh-keygen")
    file = tmp_path / "known_hosts"
    file.write_text(f"[db.example]:2222 ssh-ed25519 {a_key('one')}\n", encoding="utf-8")
    # ssh-keygen wants real keys; the name is hashed by the same rule whatever stands behind it.
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    kind, key, *_ = (tmp_path / "key.pub").read_text(encoding="utf-8").split()
    file.write_text(f"[db.example]:2222 {kind} {key}\n", encoding="utf-8")
    subprocess.run(["ssh-keygen", "-H", "-f", str(file)], check=True, capture_output=True)
    text = file.read_text(encoding="utf-8")
    assert "db.example" not in text
    known = KnownHosts(tmp_path / "approved", [file])
    assert known.look_up(HostKey("db.example", 2222, kind, key, "")).standing is Standing.KNOWN
    assert known.look_up(HostKey("db.example", 22, kind, key, "")).standing is Standing.UNKNOWN
    assert known.look_up(shown(port=2222)).standing is Standing.CHANGED


def test_a_fingerprint_is_as_ssh_keygen_writes_it(tmp_path: Path) -> None:
    require(has_sshd(), "ssh-keygen")
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", str(tmp_path / "key")], check=True)
    said = subprocess.run(["ssh-keygen", "-lf", str(tmp_path / "key.pub")], check=True, capture_output=True, text=True)
    key = (tmp_path / "key.pub").read_text(encoding="utf-8").split()[1]
    assert fingerprint_of(key) == said.stdout.split()[1]


def test_an_approved_key_is_known_from_then_on_and_kept_from_others(tmp_path: Path) -> None:
    file = tmp_path / "approved"
    known = KnownHosts(file)
    assert known.look_up(shown()).standing is Standing.UNKNOWN
    known.approve(shown())
    known.approve(shown("other.example", 2222, "two"))
    assert known.look_up(shown()).standing is Standing.KNOWN
    assert known.look_up(shown("other.example", 2222, "two")).standing is Standing.KNOWN
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_replaced_key_is_not_known_any_more(tmp_path: Path) -> None:
    known = KnownHosts(tmp_path / "approved")
    known.approve(shown(key="old"))
    assert known.look_up(shown(key="new")).standing is Standing.CHANGED
    known.approve(shown(key="new"))
    assert known.look_up(shown(key="new")).standing is Standing.KNOWN
    assert known.look_up(shown(key="old")).standing is Standing.CHANGED


def test_what_was_approved_here_counts_more_than_the_users_file(tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.write_text(f"db.example ssh-ed25519 {a_key('old')}\n", encoding="utf-8")
    known = KnownHosts(tmp_path / "approved", [others])
    found = known.look_up(shown(key="new"))
    assert found.standing is Standing.CHANGED
    assert found.known[0].place == f"{others}, line 1"
    known.approve(shown(key="new"))
    assert known.look_up(shown(key="new")).standing is Standing.KNOWN
    assert known.look_up(shown(key="old")).standing is Standing.CHANGED
    assert others.read_text(encoding="utf-8") == f"db.example ssh-ed25519 {a_key('old')}\n"


def test_the_kinds_a_server_is_known_by_are_asked_for_first(tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.write_text(
        f"db.example ssh-rsa {a_key('a')}\ndb.example ecdsa-sha2-nistp256 {a_key('b')}\n", encoding="utf-8"
    )
    known = KnownHosts(tmp_path / "approved", [others])
    assert known.kinds("db.example", 22) == ("ssh-rsa", "ecdsa-sha2-nistp256")
    assert known.kinds("db.example", 2222) == ()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        KnownHosts(tmp_path / "no folder" / "approved").approve(shown())
    assert "Nothing was approved" in caught.value.meaning
