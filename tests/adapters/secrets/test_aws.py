"""Secrets in AWS Secrets Manager, on moto's server; refusals that it doesn't make come from the driver's own stubs."""

from __future__ import annotations

import json
import secrets as random
import sys
from typing import Any  # a package without types

import pytest

from kbconnect.adapters.secrets import references_aws
from kbconnect.adapters.secrets.references_aws import AwsSecrets
from kbconnect.core.connector import ManagedSecret
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    SecretDamagedError,
    SecretDeniedError,
    SecretError,
    SecretMissingError,
    SecretStoreUnreachableError,
)
from tests import servers, servers_secrets
from tests.adapters.secrets.leaks import assert_hidden

PASSWORD = "plum-4711"

pytestmark = pytest.mark.server


@pytest.fixture
def environment(aws: servers_secrets.AwsServer, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in aws.environment().items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def name(aws: servers_secrets.AwsServer, environment: pytest.MonkeyPatch) -> str:
    """A secret of two versions: first "old", then JSON."""
    made, client = f"prod/{random.token_hex(4)}", aws.client()
    client.create_secret(Name=made, SecretString="old")
    client.put_secret_value(SecretId=made, SecretString=json.dumps({"username": "joe", "password": PASSWORD, "d": {}}))
    return made


def test_whole_or_one_field(aws: servers_secrets.AwsServer, name: str) -> None:
    store = AwsSecrets()
    secret = store.get(f"aws:{name}#password")
    assert isinstance(secret, ManagedSecret)
    assert (secret.reveal(), secret.username) == (PASSWORD, "")
    current = aws.client().get_secret_value(SecretId=name)
    assert secret.version == current["VersionId"]
    assert json.loads(store.get(f"aws:{name}").reveal())["password"] == PASSWORD
    both = store.get(f"aws:{name}#username,password")
    assert isinstance(both, ManagedSecret)
    assert (both.username, both.reveal()) == ("joe", PASSWORD)
    assert store.get(f"aws:{current['ARN']}#password").reveal() == PASSWORD
    assert store.get(f"aws:{name}?version=AWSPREVIOUS").reveal() == "old"
    assert store.get(f"aws:{name}?version={secret.version}#password").reveal() == PASSWORD
    assert PASSWORD not in f"{secret!r} {secret} {store!r}"


def test_another_region(aws: servers_secrets.AwsServer, environment: pytest.MonkeyPatch, name: str) -> None:
    aws.client("us-east-1").create_secret(Name=f"{name}-us", SecretBinary=PASSWORD.encode())
    assert AwsSecrets().get(f"aws:{name}-us?region=us-east-1").reveal() == PASSWORD
    with pytest.raises(SecretMissingError, match="no secret by this name"):
        AwsSecrets().get(f"aws:{name}-us")
    environment.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(InputError, match="in which region") as caught:
        AwsSecrets().get(f"aws:{name}")
    assert "?region=" in caught.value.hint
    arn = aws.client().get_secret_value(SecretId=name)["ARN"]
    assert AwsSecrets().get(f"aws:{arn}#password").reveal() == PASSWORD


@pytest.mark.parametrize(
    ("inside", "error", "match"),
    [
        ("#nope", SecretMissingError, "no field “nope”"),
        ("#d", SecretDamagedError, "not a text"),
        ("?version=AWSPREVIOUS#password", SecretDamagedError, "not JSON"),
        ("?version=AWSNOTHING", SecretMissingError, "version AWSNOTHING"),
    ],
)
def test_what_is_not_there_is_named(name: str, inside: str, error: type[SecretError], match: str) -> None:
    with pytest.raises(error, match=match) as caught:
        AwsSecrets().get(f"aws:{name}{inside}")
    assert_hidden(caught.value, PASSWORD)


def test_a_secret_that_waits_to_be_deleted(aws: servers_secrets.AwsServer, name: str) -> None:
    aws.client().delete_secret(SecretId=name, RecoveryWindowInDays=7)
    with pytest.raises(SecretMissingError, match="marked to be deleted"):
        AwsSecrets().get(f"aws:{name}")


def test_binary_that_is_no_text(aws: servers_secrets.AwsServer, name: str) -> None:
    aws.client().create_secret(Name=f"{name}-b", SecretBinary=b"\xff\xfe")
    with pytest.raises(SecretDamagedError, match="not text"):
        AwsSecrets().get(f"aws:{name}-b")


def test_nobody_is_signed_in(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv("AWS_ACCESS_KEY_ID")
    environment.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SecretDeniedError, match="not signed in"):
        AwsSecrets().get(f"aws:{name}")
    environment.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(SecretDeniedError, match="not signed in"):
        AwsSecrets().get(f"aws:{name}")


def test_a_service_that_does_not_answer(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{servers.free_port()}")
    with pytest.raises(SecretStoreUnreachableError, match="does not answer") as caught:
        AwsSecrets().get("aws:x")
    assert caught.value.retryable


@pytest.mark.parametrize(
    ("code", "error", "match"),
    [
        ("AccessDeniedException", SecretDeniedError, "does not let this account"),
        ("ThrottlingException", SecretStoreUnreachableError, "too often"),
        ("ExpiredTokenException", SecretDeniedError, "not signed in"),
        ("UnrecognizedClientException", SecretDeniedError, "not signed in"),
        ("DecryptionFailure", SecretDeniedError, "does not let"),
        ("InternalServiceError", SecretStoreUnreachableError, "does not answer"),
        ("SomethingNew", SecretError, "did not give"),
    ],
)
def test_refusals_of_the_service(
    environment: pytest.MonkeyPatch, code: str, error: type[KbConnectError], match: str
) -> None:
    """moto doesn't check rights: botocore's own stubber answers in its place."""
    from botocore.stub import Stubber  # type: ignore[import-untyped]  # it has no types

    make = AwsSecrets._client

    def stubbed(store: AwsSecrets, asked: Any) -> Any:
        client = make(store, asked)
        stubber = Stubber(client)
        stubber.add_client_error("get_secret_value", code, "refused")
        stubber.activate()
        return client

    environment.setattr(references_aws.AwsSecrets, "_client", stubbed)
    with pytest.raises(error, match=match) as caught:
        AwsSecrets().get("aws:x")
    assert type(caught.value) is error
    assert code in caught.value.detail


def test_a_missing_package_says_how_to_get_it(environment: pytest.MonkeyPatch) -> None:
    environment.setitem(sys.modules, "boto3", None)
    with pytest.raises(SecretError) as caught:
        AwsSecrets().get("aws:x")
    assert "pip install 'kbconnect[aws]'" in caught.value.hint
