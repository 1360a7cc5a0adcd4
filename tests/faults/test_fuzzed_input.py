"""What people type and what files hold, as nobody would write it: a value or an error one can act on, never a crash.

The connector form's fields, templates, files of connections, backups of secrets and known_hosts. A planted password
stands wherever such a text has one: no error may repeat it. FUZZ_EXAMPLES says how many are tried of each. Addresses as
the core reads them and the query guard have tests of their own.
"""

from __future__ import annotations

import base64
import json
import os
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbconnect.adapters.secrets.backup import seal, unseal
from kbconnect.adapters.secrets.vault_keys import ScryptCost, cipher_of, digest_of
from kbconnect.adapters.sources import providers
from kbconnect.adapters.tunnels.known_hosts import Found, KnownHosts, Standing, fingerprint_of
from kbconnect.app.connection_places import read_connection_file
from kbconnect.app.connector_files import plan_import, with_acts
from kbconnect.core.connector import HostKey, Secret
from kbconnect.core.errors import InputError, KbConnectError, MappingError
from kbconnect.core.mapping import Mapper, check_mapping, template_columns
from kbconnect.core.model import ColumnInfo, ColumnKind, Document, Mapping, Reject
from kbconnect.core.secret_care import SavedSecret, SecretRole
from kbconnect.ui.pages.connector_form_faults import (
    expanded,
    file_fault,
    host_fault,
    is_address,
    may_become_address,
    number_of,
    path_fault,
    port_fault,
    read_address,
    seconds_fault,
    url_fault,
)
from tests.faults.planted import CORE, assert_absent, told

EXAMPLES = settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "200")), deadline=None)

anything = st.text(max_size=60)
signs = st.text(st.sampled_from("/:@?#&=;%{}[](),.\\'\"~|<>! \t\n\0é☃" + string.ascii_letters + "019"), max_size=25)


def acted_on(error: KbConnectError) -> None:
    """A person can act on it, and it repeats no password, nor does what it came from."""
    assert error.message.strip()
    assert (error.hint + error.meaning).strip()
    assert_absent(told(error, frames=False))


# --------------------------------------------------------------------------------------------------- the form

ADDRESSES = (
    "postgresql://u:{secret}@h:5432/d",
    "postgres://u:{secret}@[::1]/d?sslmode=require",
    "mysql://u:{secret}@h/d",
    "mssql://u:{secret}@h:1433/d",
    "oracle://u:{secret}@h/svc",
    "jdbc:postgresql://h/d?user=u&password={secret}",
    "jdbc:sqlserver://h:1433;databaseName=d;user=u;password={secret}",
    "jdbc:oracle:thin:u/{secret}@//h:1521/svc",
    "Server=h;Database=d;Uid=u;Pwd={secret};",
    "host=h user=u password={secret} dbname=d",
    "psql 'host=h password={secret}'",
    "scott/{secret}@h:1521/svc",
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """One with a password, damaged behind it."""
    before, after = draw(st.sampled_from(ADDRESSES)).split("{secret}")
    place = draw(st.integers(0, len(after)))
    cut = draw(st.integers(0, 4))
    secret = draw(st.sampled_from(("", "x", "%", "%2"))) + CORE
    return before + secret + after[:place] + draw(signs) + after[place + cut :]


@EXAMPLES
@given(st.one_of(addresses(), st.builds(str.__add__, st.sampled_from([a[:9] for a in ADDRESSES]), signs), anything))
def test_the_forms_address(written: str) -> None:
    every = providers()
    assert isinstance(is_address(written), bool)
    assert isinstance(may_become_address(written), bool)
    fault = url_fault(written, every)
    try:
        parsed = read_address(written, every)
    except InputError as error:
        acted_on(error)
        assert fault or not written.strip()
        assert_absent(fault)
    else:
        assert fault == ""
        assert parsed.draft.provider in {info.id for info in every}
        assert parsed.secret is None or CORE not in repr(parsed.secret)


@EXAMPLES
@given(st.one_of(anything, signs, st.integers().map(str), st.text("0123456789٣²½①", max_size=8)))
def test_the_forms_fields(written: str) -> None:
    for fault in (host_fault(written), port_fault(written), path_fault(written), seconds_fault(written)):
        assert fault == fault.strip()
    number = number_of(written)
    assert number is None or 0 <= number < 10**9
    assert bool(file_fault(written)) == (not written.strip())
    assert isinstance(expanded(written), str)
    if not port_fault(written) and written.strip():
        assert 1 <= int(written.strip()) <= 65_535


# --------------------------------------------------------------------------------------------------- templates

COLUMNS = tuple(
    ColumnInfo(name, "text", ColumnKind.TEXT) for name in ("id", "title", "a b", "price:eur", "x!r", "ü", "0")
)
names = st.sampled_from([column.name for column in COLUMNS])
BRACES = ("{", "}", "{{", "}}", "{}", "{a", "!r}", ":>9}", "[0]", ".b")
pieces = st.one_of(names.map(lambda name: f"{{{name}}}"), st.sampled_from(BRACES), anything)


@EXAMPLES
@given(st.lists(pieces, max_size=8).map("".join), st.lists(st.one_of(st.none(), anything), min_size=7, max_size=7))
def test_templates(template: str, values: list[str | None]) -> None:
    mapping = Mapping(("id",), "", (), (), template)
    try:
        found = template_columns(template)
        check_mapping(mapping, COLUMNS)
    except MappingError as error:
        acted_on(error)
        return
    assert len(set(found)) == len(found)
    assert set(found) <= {column.name for column in COLUMNS}
    needed = [COLUMNS[[column.name for column in COLUMNS].index(name)] for name in found]
    made = Mapper("dataset", mapping, needed).document(b"digest", ("1",), values[: len(needed)])
    assert isinstance(made, (Document, Reject))


# --------------------------------------------------------------------------------------------------- files

WORDS = (
    *("name", "provider", "host", "port", "username", "user", "database", "tls", "ssh", "options", "key_file", "jump"),
    *("connections", "configuration", "handlers", "ssh_tunnel", "properties", "url", "auth-properties", "enabled"),
    *("folders", "connect_timeout_s", "driver", "network-profile", "provider-properties", "configurationType"),
)
VALUES = (
    "postgresql",
    "mysql",
    "files",
    "h",
    "jdbc:postgresql://h/d",
    "oracle",
    "sqlite",
    "URL",
    "require",
    "${x}",
    "\ud800",
)
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(VALUES), st.text(max_size=12))
secrets = st.sampled_from((CORE, f"x {CORE}", f"cmd {CORE}", {"a": CORE}, [CORE]))
entries = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.builds(
            lambda some, secret: {**some, **({"password": secret} if secret else {})},
            st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
            st.one_of(st.none(), secrets),
        ),
    ),
    max_leaves=12,
)
ours = st.builds(
    lambda version, some, more: json.dumps(
        {"format": "kbconnect connectors", "version": version, "connectors": some} | more
    ),
    st.one_of(st.just(1), plain),
    st.one_of(st.lists(entries, max_size=4), entries),
    st.one_of(st.just({}), st.dictionaries(st.sampled_from(WORDS), plain, max_size=2)),
)
dbeaver = st.builds(
    lambda some: json.dumps({"folders": {}, "connections": some}),
    st.one_of(st.dictionaries(st.text(max_size=5), entries, max_size=4), entries),
)
lines = st.lists(
    st.one_of(
        st.builds(lambda *five: ":".join(map(str, five)), signs, st.integers(), signs, signs, st.just(CORE)),
        st.sampled_from(
            ("[s]", "[client]", "[", "[]", f"password={CORE}", f"password = '{CORE}", "host=h", "#x", "", "port=é")
        ),
        st.builds(
            lambda name, value: f"{name}={value}", st.sampled_from(("host", "port", "user", "ssl-mode", "x")), signs
        ),
        signs,
    ),
    max_size=8,
).map("\n".join)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def damaged(text: str, place: int, with_: bytes) -> bytes:
    whole = encoded(text)
    return whole[:place] + with_ + whole[place:]


files = st.one_of(ours, dbeaver, lines)
contents = st.one_of(
    files.map(encoded), st.builds(damaged, files, st.integers(0, 120), st.binary(max_size=4)), st.binary(max_size=80)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed")


@EXAMPLES
@example(content=f"h:5432:d:u:{CORE}".encode() + b"\xff", name="pgpass")
@example(content=('{"connections": {"a": {"password": "' + CORE).encode(), name="a.json")
@example(content=('{"format": "kbconnect connectors", "version": 1, "password": "' + CORE).encode(), name="a.json")
@given(content=contents, name=st.sampled_from(("a.json", "pgpass", "pg_service.conf", "my.cnf")))
def test_files_of_connections(folder: Path, content: bytes, name: str) -> None:
    path = folder / name
    path.write_bytes(content)
    try:
        found = read_connection_file(path, providers())
    except KbConnectError as error:
        acted_on(error)
        return
    planned = plan_import(found.found, ())
    assert len(planned) == len(found.found) > 0
    again = with_acts(planned, [one.act for one in planned], ())
    for one in planned:
        assert one.found.draft.name.strip()
        assert_absent(f"{one.found.problem} {one.found.remark} {one.same_as} {one.found.secret!r}")
    assert len({one.name.casefold() for one in again if one.act.value == "add"}) == sum(
        one.act.value == "add" for one in again
    )


# --------------------------------------------------------------------------------------------------- backups

PHRASE = Secret(f"phrase {CORE}")
CHEAP = ScryptCost(n=2**4)
SEALED = seal(
    (SavedSecret(SecretRole.PASSWORD, Secret(CORE), "1", "Shop"),), PHRASE, CHEAP, datetime(2026, 1, 1, tzinfo=UTC)
)
odd = st.one_of(plain, st.sampled_from((0, 1, 3, 2**4, 2**14, -1, 10**30, "16", True, [], {}, "AAAA", "=", "é")))
inside = st.one_of(
    st.lists(
        st.dictionaries(
            st.sampled_from(("role", "connector_id", "connector", "secret")), st.one_of(plain, st.just(CORE))
        )
    ),
    entries,
)


@EXAMPLES
@example(changes={"n": -1, "r": -1}, gone=set(), content=None, is_whole=True)
@given(
    changes=st.dictionaries(st.sampled_from((*json.loads(SEALED), "more")), odd, max_size=4),
    gone=st.sets(st.sampled_from(tuple(json.loads(SEALED))), max_size=1),
    content=st.one_of(st.none(), inside, st.binary(max_size=30)),
    is_whole=st.booleans(),
)
def test_backups_of_secrets(changes: dict[str, object], gone: set[str], content: object, is_whole: bool) -> None:
    """Changed, with a digest that is right again where is_whole, and with anything in place of the secrets."""
    document = json.loads(SEALED)
    if content is not None:
        packed = content if isinstance(content, bytes) else json.dumps(content).encode()
        document["content"] = cipher_of(PHRASE, base64.b64decode(document["salt"]), CHEAP).encrypt(packed).decode()
    document |= changes
    for name in gone:
        del document[name]
    if is_whole:
        document.pop("digest", None)
        document["digest"] = digest_of(document)
    assert_read_or_refused(json.dumps(document))


@EXAMPLES
@given(st.one_of(anything, st.integers(0, len(SEALED)).map(lambda end: SEALED[:end]), entries.map(json.dumps)))
def test_what_is_no_backup(text: str) -> None:
    assert_read_or_refused(text)


def assert_read_or_refused(text: str) -> None:
    """A backup gives secrets that show in no repr, or an error a person can act on."""
    try:
        found = unseal(text, PHRASE)
    except KbConnectError as error:
        acted_on(error)
    else:
        assert all(isinstance(one.secret.reveal(), str) for one in found)
        if CORE not in {name for one in found for name in (one.connector, one.connector_id)}:  # they may be anything
            assert_absent(repr(found))


# --------------------------------------------------------------------------------------------------- known_hosts

KEY = base64.b64encode(b"key").decode()
SHOWN = HostKey("db.example", 2222, "ssh-ed25519", KEY, fingerprint_of(KEY))
NAMES = ("[db.example]:2222", "*", "!*", "[*", "|1|AAAA|AAAA", "|1|", "|1|é|=", "db.example,!db.example", "?" * 40)
patterns = st.text(st.sampled_from("*?[]!,|db.exampl:2"), min_size=1, max_size=40)
hosts = st.one_of(st.sampled_from(NAMES), patterns, anything)
host_lines = st.builds(
    lambda *parts: " ".join(parts),
    st.sampled_from(("", "@revoked", "@cert-authority", "@", "#")),
    hosts,
    st.sampled_from(("ssh-ed25519", "ssh-rsa", "")),
    st.one_of(st.just(KEY), anything),
)


known_files = st.lists(host_lines, max_size=8).map("\n".join).map(encoded)


@EXAMPLES
@given(content=st.one_of(known_files, st.binary(max_size=80)))
def test_known_hosts(folder: Path, content: bytes) -> None:
    for path in (folder / "others", folder / "approved"):
        path.write_bytes(content)
    known = KnownHosts(folder / "approved", [folder / "others"])
    found = known.look_up(SHOWN)
    assert isinstance(found, Found)
    assert all(each.place and each.fingerprint for each in found.known)
    assert isinstance(known.kinds(SHOWN.host, SHOWN.port), tuple)
    known.approve(SHOWN)
    assert known.look_up(SHOWN).standing is (Standing.REVOKED if found.standing is Standing.REVOKED else Standing.KNOWN)
