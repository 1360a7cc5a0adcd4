"""Secrets in a real OpenBao server: key-value engines, the database engine on a real PostgreSQL, AppRole, refusals."""

from __future__ import annotations

import secrets as random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # a package without types

import psycopg
import pytest

from kbconnect.adapters.secrets import SecretStores, SecretSurroundings
from kbconnect.adapters.secrets.openbao_client import OpenBaoClient
from kbconnect.adapters.secrets.openbao_refusals import check_address, hvac_package
from kbconnect.adapters.secrets.references_openbao import OpenBaoSecrets, open_openbao
from kbconnect.core.connector import ManagedSecret, Secret
from kbconnect.core.errors import (
    InputError,
    SecretDamagedError,
    SecretDeniedError,
    SecretError,
    SecretMissingError,
    SecretStoreLockedError,
    SecretStoreUnreachableError,
)
from kbconnect.core.secret_care import SignIn
from kbconnect.core.secret_references import OpenBaoSettings
from tests import servers, servers_secrets
from tests.adapters.secrets.leaks import assert_hidden
from tests.fakes_secrets import SettingsInMemory, VaultRowsInMemory

PASSWORD = "plum-4711"

pytestmark = pytest.mark.server


def reading(
    server: servers_secrets.OpenBaoServer, token: str | None = None, settings: OpenBaoSettings | None = None
) -> OpenBaoSecrets:
    return open_openbao(server.environment(token), lambda: settings or OpenBaoSettings())


@pytest.fixture
def path(openbao: servers_secrets.OpenBaoServer) -> str:
    """A path in the engine of version 2 with a secret of two versions."""
    name = f"databases/{random.token_hex(4)}"
    root = openbao.client().secrets.kv.v2
    root.create_or_update_secret(path=name, secret={"password": "old", "username": "joe"})
    root.create_or_update_secret(path=name, secret={"password": PASSWORD, "username": "joe", "deep": {"a": 1}})
    return name


def test_a_field_of_version_2(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    store = reading(openbao)
    secret = store.get(f"openbao:secret/{path}#password")
    assert isinstance(secret, ManagedSecret)
    assert (secret.reveal(), secret.username, secret.version) == (PASSWORD, "", "2")
    assert PASSWORD not in f"{secret!r} {secret} {store!r}"
    assert store.get(f"openbao:secret/{path}").reveal() == PASSWORD
    assert store.get(f"openbao:secret/{path}?version=1#password").reveal() == "old"
    both = store.get(f"openbao:secret/{path}#username,password")
    assert isinstance(both, ManagedSecret)
    assert (both.username, both.reveal()) == ("joe", PASSWORD)


def test_version_1_and_names_that_urls_part(openbao: servers_secrets.OpenBaoServer) -> None:
    root, mount = openbao.client(), f"kv{random.token_hex(4)}"
    root.sys.enable_secrets_engine("kv", path=f"{mount}/deep", options={"version": "1"})
    root.secrets.kv.v1.create_or_update_secret(
        path="a b/c", mount_point=f"{mount}/deep", secret={"pass#word": PASSWORD}
    )
    store = reading(openbao)
    assert store.get(f"openbao:{mount}/deep/a b/c#pass%23word").reveal() == PASSWORD
    assert store.get(f"openbao:{mount}/deep/a b/c").reveal() == PASSWORD  # the only field there is


@pytest.mark.parametrize(
    ("inside", "error", "match"),
    [
        ("#nope", SecretMissingError, "no field “nope”"),
        ("#deep", SecretDamagedError, "not a text"),
        ("?version=9", SecretMissingError, "Version 9"),
        ("/x", SecretMissingError, "nothing under this path"),
    ],
)
def test_what_is_not_there_is_named(
    openbao: servers_secrets.OpenBaoServer, path: str, inside: str, error: type[SecretError], match: str
) -> None:
    with pytest.raises(error, match=match) as caught:
        reading(openbao).get(f"openbao:secret/{path}{inside}")
    assert_hidden(caught.value, PASSWORD)
    assert_hidden(caught.value, openbao.root_token)


def test_a_deleted_version_is_no_wrong_path(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    openbao.client().secrets.kv.v2.delete_latest_version_of_secret(path=path)
    with pytest.raises(SecretMissingError, match="was deleted") as caught:
        reading(openbao).get(f"openbao:secret/{path}#password")
    assert "versions 1" in caught.value.hint


def test_versions_that_can_not_be_read_are_not_offered(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    root = openbao.client().secrets.kv.v2
    for number in (3, 4, 5):
        root.create_or_update_secret(path=path, secret={"password": f"p{number}"})
    root.delete_secret_versions(path=path, versions=[1, 5])
    root.destroy_secret_versions(path=path, versions=[2, 4])
    with pytest.raises(SecretMissingError, match="newest version") as caught:
        reading(openbao).get(f"openbao:secret/{path}#password")
    assert caught.value.hint == "There are the versions 3."
    with pytest.raises(SecretMissingError, match="Version 2"):
        reading(openbao).get(f"openbao:secret/{path}?version=2#password")
    root.destroy_secret_versions(path=path, versions=[3])
    with pytest.raises(SecretMissingError) as none_left:
        reading(openbao).get(f"openbao:secret/{path}#password")
    assert none_left.value.hint == "Write the password again."


def test_another_namespace_is_named(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    wrong = OpenBaoSettings(openbao.address, namespace="nosuch")
    with pytest.raises(SecretError) as caught:
        reading(openbao, settings=wrong).get(f"openbao:secret/{path}#password")
    assert "nosuch" in f"{caught.value.message} {caught.value.hint}"
    environment = {**openbao.environment(), "ROLE": "r", "SECRET": "s"}
    role = OpenBaoSettings(openbao.address, namespace="nosuch", role_id="env:ROLE", secret_id="env:SECRET")
    with pytest.raises(SecretDeniedError, match="namespace “nosuch”") as denied:
        open_openbao(environment, lambda: role).get(f"openbao:secret/{path}#password")
    assert "--namespace" in denied.value.hint


def test_what_the_policy_does_not_allow_is_no_expired_token(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    allowed = openbao.token(f'path "secret/data/{path}" {{ capabilities = ["read"] }}')
    assert reading(openbao, allowed).get(f"openbao:secret/{path}#password").reveal() == PASSWORD
    other = openbao.token('path "secret/data/other" { capabilities = ["read"] }')
    with pytest.raises(SecretDeniedError, match="does not let this account read") as caught:
        reading(openbao, other).get(f"openbao:secret/{path}#password")
    assert "policy" in caught.value.hint
    assert_hidden(caught.value, other)


def test_an_expired_token_is_told_as_one(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    token = openbao.token(f'path "secret/data/{path}" {{ capabilities = ["read"] }}')
    openbao.client().auth.token.revoke(token)
    for wrong in (token, "nonsense"):
        with pytest.raises(SecretDeniedError, match="expired") as caught:
            reading(openbao, wrong).get(f"openbao:secret/{path}#password")
        assert "bao login" in caught.value.hint
        assert_hidden(caught.value, wrong)


def test_the_token_is_taken_from_the_file_that_login_writes(
    openbao: servers_secrets.OpenBaoServer, path: str, tmp_path: Path
) -> None:
    environment = {"VAULT_ADDR": openbao.address, "HOME": str(tmp_path)}
    store = open_openbao(environment, OpenBaoSettings)
    with pytest.raises(SecretError, match="no token"):
        store.get(f"openbao:secret/{path}")
    kept = tmp_path / ".vault-token"
    kept.write_text(f"{openbao.root_token}\n")
    kept.chmod(0o600)
    assert store.get(f"openbao:secret/{path}#password").reveal() == PASSWORD
    if sys.platform != "win32":
        kept.chmod(0o644)
        with pytest.raises(InputError, match="every account"):
            store.get(f"openbao:secret/{path}")


@dataclass(frozen=True)
class Role:
    role_id: str
    secret_id: str


@pytest.fixture(scope="module")
def role(openbao: servers_secrets.OpenBaoServer) -> Role:
    """An AppRole whose tokens live for two seconds and may read everything in secret/ and database/."""
    root = openbao.client()
    root.sys.enable_auth_method("approle")
    policy = 'path "secret/data/*" { capabilities = ["read"] } path "database/creds/*" { capabilities = ["read"] }'
    root.sys.create_or_update_policy(name="kb", policy=policy)
    root.auth.approle.create_or_update_approle("kb", token_policies=["kb"], token_ttl="2s", token_max_ttl="1h")
    role_id = root.auth.approle.read_role_id("kb")["data"]["role_id"]
    return Role(role_id, root.auth.approle.generate_secret_id("kb")["data"]["secret_id"])


def test_an_app_role_signs_in_and_in_again(
    openbao: servers_secrets.OpenBaoServer, path: str, role: Role, tmp_path: Path
) -> None:
    file = tmp_path / "secret-id"
    file.write_text(role.secret_id)
    file.chmod(0o600)
    settings = OpenBaoSettings(openbao.address, role_id="env:ROLE", secret_id=f"file:{file}")
    store = open_openbao({"ROLE": role.role_id, "BAO_TOKEN": "nonsense"}, lambda: settings)
    assert store.get(f"openbao:secret/{path}#password").reveal() == PASSWORD
    token = store._client._token
    assert token is not None
    openbao.client().auth.token.revoke(token.text.reveal())
    assert store.get(f"openbao:secret/{path}#password").reveal() == PASSWORD
    store.close()
    file.write_text("wrong")
    with pytest.raises(SecretDeniedError, match="AppRole") as caught:
        store.get(f"openbao:secret/{path}#password")
    assert_hidden(caught.value, role.role_id)


def test_an_app_role_of_the_environment(openbao: servers_secrets.OpenBaoServer, path: str, role: Role) -> None:
    environment = {"BAO_ADDR": openbao.address, "BAO_ROLE_ID": role.role_id, "BAO_SECRET_ID": role.secret_id}
    store = open_openbao({**environment, "HOME": "/nowhere"}, OpenBaoSettings)
    assert store.get(f"openbao:secret/{path}#password").reveal() == PASSWORD


# ------------------------------------------------------------------------------------------------- database engine


@pytest.fixture(scope="module")
def accounts(openbao: servers_secrets.OpenBaoServer, postgres: servers.PostgresServer) -> Iterator[str]:
    """The database engine, with a role that makes accounts for three seconds; gives the role's reference."""
    root, login = openbao.client(), postgres.superuser
    root.sys.enable_secrets_engine("database")
    root.secrets.database.configure(
        name="pg",
        plugin_name="postgresql-database-plugin",
        allowed_roles=["reader"],
        connection_url=f"postgresql://{{{{username}}}}:{{{{password}}}}@{login.host}:{login.port}/postgres",
        username=login.user,
        password=login.password,
    )
    root.secrets.database.create_role(
        name="reader",
        db_name="pg",
        creation_statements=["CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'"],
        default_ttl="3s",
        max_ttl="1h",
    )
    yield "openbao:database/creds/reader"
    root.sys.disable_secrets_engine("database")


def logins(postgres: servers.PostgresServer) -> set[str]:
    with postgres.superuser.connect() as connection:
        return {str(row[0]) for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'")}


def stores(environment: dict[str, str]) -> SecretStores:
    surroundings = SecretSurroundings(environment, lambda _: None)
    return SecretStores(VaultRowsInMemory(), SettingsInMemory(), surroundings)


def can_log_in(postgres: servers.PostgresServer, secret: Secret) -> bool:
    assert isinstance(secret, ManagedSecret)
    login = postgres.superuser
    try:
        with psycopg.connect(
            host=login.host, port=login.port, user=secret.username, password=secret.reveal(), dbname="postgres"
        ) as connection:
            return connection.execute("SELECT current_user").fetchone() == (secret.username,)
    except psycopg.OperationalError:
        return False


def test_an_account_is_lent_renewed_and_given_back(
    openbao: servers_secrets.OpenBaoServer, postgres: servers.PostgresServer, accounts: str
) -> None:
    before = logins(postgres)
    used = stores(openbao.environment())
    with used.lend(accounts) as secret:
        assert isinstance(secret, ManagedSecret)
        assert secret.expires_at is not None
        assert logins(postgres) - before == {secret.username}
        with used.lend(accounts) as same:
            assert same == secret
        # Longer than the lease, which is three seconds.
        client = openbao.client()
        lease = client.sys.list_leases("database/creds/reader")["data"]["keys"]
        assert len(lease) == 1
        first = client.sys.read_lease(f"database/creds/reader/{lease[0]}")["data"]
        with postgres.superuser.connect() as connection:
            connection.execute("SELECT pg_sleep(4)")
        again = client.sys.read_lease(f"database/creds/reader/{lease[0]}")["data"]
        assert again["expire_time"] > first["expire_time"]
        assert can_log_in(postgres, secret)
    used.close()
    assert logins(postgres) == before
    assert not can_log_in(postgres, secret)


def test_an_app_role_keeps_its_token_with_what_was_lent_to_it(
    openbao: servers_secrets.OpenBaoServer, postgres: servers.PostgresServer, accounts: str, role: Role
) -> None:
    before = logins(postgres)
    environment = {"BAO_ADDR": openbao.address, "BAO_ROLE_ID": role.role_id, "BAO_SECRET_ID": role.secret_id}
    used = stores({**environment, "HOME": "/nowhere"})
    with used.lend(accounts) as secret:
        with postgres.superuser.connect() as connection:
            connection.execute("SELECT pg_sleep(3)")  # longer than the token, which is two seconds
        assert can_log_in(postgres, secret)
    used.close()  # its policy doesn't let it revoke a lease: signing out does it, a moment later
    for _ in range(100):
        if logins(postgres) == before:
            break
        with postgres.superuser.connect() as connection:
            connection.execute("SELECT pg_sleep(0.1)")
    assert logins(postgres) == before


def test_a_role_that_is_not_there(openbao: servers_secrets.OpenBaoServer, accounts: str) -> None:
    with pytest.raises(InputError, match="did not accept") as caught:
        reading(openbao).get(f"{accounts}-of-nobody")
    assert "unknown role" in caught.value.detail


# ------------------------------------------------------------------------------------------------- reaching


def test_a_server_that_is_sealed_or_gone(openbao: servers_secrets.OpenBaoServer, path: str) -> None:
    program = servers_secrets.beside_python("bao")
    assert program is not None
    with servers_secrets.run_openbao(program) as other:
        store = reading(other)
        store.check_open()
        other.client().sys.seal()
        for call in (store.check_open, lambda: store.get("openbao:secret/x")):
            with pytest.raises(SecretStoreLockedError, match="sealed"):
                call()
    for call in (store.check_open, lambda: store.get("openbao:secret/x")):
        with pytest.raises(SecretStoreUnreachableError, match="does not answer") as caught:
            call()
        assert caught.value.retryable
        assert_hidden(caught.value, other.root_token)


@pytest.mark.parametrize(
    "address", ["bao.example", "ftp://x", "https://", "https://u:plum-4711@x", "https://x:port", "https://x?a=b"]
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(InputError, match="none"):
        check_address(address)


def test_no_token_goes_unencrypted_to_another_computer() -> None:
    with pytest.raises(InputError, match="without encryption"):
        open_openbao({"BAO_ADDR": "http://bao.example:8200", "BAO_TOKEN": "x"}, OpenBaoSettings).get("openbao:a/b")
    for here in ("http://localhost:8200", "http://127.0.0.1", "http://[::1]:8200", "https://bao.example"):
        check_address(here)


def test_where_it_is_has_to_be_known() -> None:
    with pytest.raises(InputError, match="not known where") as caught:
        open_openbao({}, OpenBaoSettings).get("openbao:a/b")
    assert "BAO_ADDR" in caught.value.hint


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hvac", None)
    with pytest.raises(SecretError) as caught:
        open_openbao({"BAO_ADDR": "https://x", "BAO_TOKEN": "x"}, OpenBaoSettings).get("openbao:a/b")
    assert "pip install 'kbconnect[vault]'" in caught.value.hint


def test_settings_go_before_the_environment_and_are_checked() -> None:
    used = stores({"BAO_ADDR": "https://x"})
    assert used.openbao == OpenBaoSettings()
    settings = OpenBaoSettings("https://bao.example:8200", "team", role_id="env:ROLE", secret_id="file:/run/id")
    used.set_openbao(settings)
    assert used.openbao == settings
    for wrong in (
        OpenBaoSettings("http://bao.example"),
        OpenBaoSettings(ca_file="ca.pem"),
        OpenBaoSettings(role_id="hvs.something"),
        OpenBaoSettings(secret_id="cmd:x"),
    ):
        with pytest.raises(InputError):
            used.set_openbao(wrong)
    assert used.openbao == settings


def test_a_test_says_how_it_signed_in_and_for_how_long(
    openbao: servers_secrets.OpenBaoServer, role: Role, tmp_path: Path
) -> None:
    token = openbao.token('path "secret/*" { capabilities = ["read"] }')
    used = stores({"BAO_TOKEN": token, "ROLE": role.role_id, "ID": role.secret_id, "HOME": str(tmp_path)})
    by_token = used.test_openbao(OpenBaoSettings(openbao.address))
    assert (by_token.address, by_token.sign_in) == (openbao.address, SignIn.VARIABLE)
    assert by_token.version
    assert by_token.ends_in_s is not None
    assert 3_000 < by_token.ends_in_s <= 3_600
    by_role = used.test_openbao(OpenBaoSettings(openbao.address, role_id="env:ROLE", secret_id="env:ID"))
    assert by_role.sign_in is SignIn.APP_ROLE
    assert used.openbao == OpenBaoSettings()
    (tmp_path / ".vault-token").write_text(openbao.root_token, "utf-8")
    (tmp_path / ".vault-token").chmod(0o600)
    by_file = stores({"BAO_ADDR": openbao.address, "HOME": str(tmp_path)}).test_openbao(OpenBaoSettings())
    assert (by_file.sign_in, by_file.ends_in_s) == (SignIn.FILE, None)


def test_a_test_that_fails_says_what_to_do_and_shows_no_token(openbao: servers_secrets.OpenBaoServer) -> None:
    used = stores({"BAO_TOKEN": PASSWORD})
    with pytest.raises(SecretDeniedError, match="does not know the token") as caught:
        used.test_openbao(OpenBaoSettings(openbao.address))
    assert_hidden(caught.value, PASSWORD)
    with pytest.raises(InputError, match="not known where"):
        used.test_openbao(OpenBaoSettings())
    with pytest.raises(InputError, match="without encryption"):
        used.test_openbao(OpenBaoSettings("http://bao.example"))


def test_what_the_environment_says_is_told_without_a_token() -> None:
    said = stores({"VAULT_ADDR": "https://vault", "BAO_ADDR": "https://bao", "VAULT_TOKEN": PASSWORD})
    assert said.openbao_surroundings() == OpenBaoSettings("https://bao")
    role = stores({"BAO_NAMESPACE": "team", "BAO_CACERT": "/ca.pem", "VAULT_ROLE_ID": "r", "BAO_SECRET_ID": "s"})
    expected = OpenBaoSettings("", "team", "/ca.pem", "env:VAULT_ROLE_ID", "env:BAO_SECRET_ID")
    assert role.openbao_surroundings() == expected
    assert stores({}).openbao_surroundings() == OpenBaoSettings()


def test_a_token_does_not_follow_to_another_address(
    openbao: servers_secrets.OpenBaoServer, path: str, role: Role
) -> None:
    environment = {"ROLE": role.role_id, "ID": role.secret_id, "HOME": "/nowhere"}
    first = OpenBaoSettings(openbao.address, role_id="env:ROLE", secret_id="env:ID")
    in_force = [first]
    client = OpenBaoClient(environment, lambda: in_force[0])
    OpenBaoSecrets(client).get(f"openbao:secret/{path}#password")
    token = client._token
    in_force[0] = OpenBaoSettings(f"http://127.0.0.1:{servers.free_port()}", role_id="env:ROLE", secret_id="env:ID")
    client.sign_out()  # nobody is asked there, so nothing is refused
    client._token = token
    with pytest.raises(SecretStoreUnreachableError):
        client.read("auth/token/lookup-self")
    assert client._token is None, "it is for nobody else"


def test_every_connection_is_closed(
    openbao: servers_secrets.OpenBaoServer, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    hvac = hvac_package()
    left: list[object] = []
    adapter: Any = hvac.adapters.JSONAdapter

    class Counted(adapter):  # type: ignore[misc]  # untyped there
        def __init__(self, **given: object) -> None:
            super().__init__(**given)
            left.append(self)

        def close(self) -> None:
            left.remove(self)
            super().close()

    monkeypatch.setattr(hvac.adapters, "JSONAdapter", Counted)
    used = stores({"ROLE": role.role_id, "ID": role.secret_id})
    state = used.test_openbao(OpenBaoSettings(openbao.address, role_id="env:ROLE", secret_id="env:ID"))
    assert state.sign_in is SignIn.APP_ROLE
    with pytest.raises(SecretDeniedError):
        stores({"BAO_TOKEN": PASSWORD}).test_openbao(OpenBaoSettings(openbao.address))
    assert left == []


def test_what_is_not_encrypted_goes_past_proxies(
    openbao: servers_secrets.OpenBaoServer, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy is another computer, and would read the token."""
    assert openbao.address.startswith("http://127.0.0.1:")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{servers.free_port()}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert reading(openbao).get(f"openbao:secret/{path}#password").reveal() == PASSWORD
