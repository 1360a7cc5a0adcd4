"""Secrets in AWS Secrets Manager: `aws:prod/support-db#password`, by name or ARN, whole or one field of JSON.

Uses `boto3`, an optional package that is imported at the first use, with AWS's own chain of credentials: variables,
profiles, single sign-on, the machine's role. Owns what the service's refusals mean. Must not remember a secret; foreign
exceptions are not kept as causes, their frames may hold one.
"""

from __future__ import annotations

import json
import re
import threading
from typing import Any  # a package without types

from kbconnect.adapters.secrets.references import read_only, target_of
from kbconnect.core.connector import ManagedSecret, Secret
from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    SecretDamagedError,
    SecretDeniedError,
    SecretError,
    SecretMissingError,
    SecretStoreUnreachableError,
)
from kbconnect.core.secret_references import ManagedPath, check_target, managed_path

CONNECT_TIMEOUT_S, READ_TIMEOUT_S = 5, 10
_MEANING = "The password for this connection is not known, so nothing was read."
_ARN = re.compile(r"arn:[^:]+:secretsmanager:(?P<region>[^:]+):")
_VERSION_ID = re.compile(r"[0-9A-Fa-f-]{32,64}")

_SIGN_IN = (
    "NoCredentialsError",
    "PartialCredentialsError",
    "CredentialRetrievalError",
    "ProfileNotFound",
    "TokenRetrievalError",
    "SSOError",
    "SSOTokenLoadError",
    "UnauthorizedSSOTokenError",
    "MetadataRetrievalError",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "MissingAuthenticationToken",
)
_DENIED = ("AccessDeniedException", "AccessDenied", "DecryptionFailure", "NotAuthorized")
_BUSY = ("ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded")
_LOST = (
    "EndpointConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ConnectionClosedError",
    "ProxyConnectionError",
    "HTTPClientError",
    "InternalServiceError",
    "InternalServiceErrorException",
    "InternalFailure",
    "ServiceUnavailable",
)


class AwsSecrets:
    """`aws:NAME[?region=R&version=V][#FIELD | #USER_FIELD,FIELD]`. See `kbconnect.core.ports.SecretStore`.

    version: an id, or the name of a stage such as AWSPREVIOUS.
    """

    name = "aws"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def get(self, reference: str) -> Secret:
        """Raises SecretError and its kin, InputError."""
        target = target_of(reference)
        check_target(self.name, target)
        asked = managed_path(target)
        found = _fetched(self._client(asked), asked)
        if found.fault is not None:
            raise found.fault
        return _chosen(found, asked.field)

    def put(self, owner_id: str, secret: Secret) -> str:  # noqa: ARG002
        raise read_only("What AWS Secrets Manager keeps")

    def delete(self, reference: str) -> None:
        """Does nothing: what AWS keeps is not this program's."""

    def _client(self, asked: ManagedPath) -> Any:
        try:
            import boto3  # type: ignore[import-untyped]  # it has no types
            from botocore.config import Config  # type: ignore[import-untyped]  # nor has this
            from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]
        except ImportError as error:
            raise SecretError(
                "Passwords in AWS Secrets Manager need a package that is not installed.",
                meaning=_MEANING,
                hint="Install it where kbconnect is: pip install 'kbconnect[aws]'",
                detail=str(error),
            ) from error
        arn = _ARN.match(asked.path)
        region = asked.region or (arn["region"] if arn else None)
        config = Config(
            connect_timeout=CONNECT_TIMEOUT_S,
            read_timeout=READ_TIMEOUT_S,
            retries={"total_max_attempts": 2, "mode": "standard"},
        )
        try:
            with self._lock:  # making a session is not for several threads at once
                return boto3.session.Session().client("secretsmanager", region_name=region, config=config)
        except (BotoCoreError, ValueError) as error:
            fault = _fault(error, asked)
        raise fault


class _Found:
    """What the service gave, behind a Secret from the start, or why it gave nothing."""

    def __init__(self, text: Secret, version: str = "", fault: KbConnectError | None = None) -> None:
        self.text, self.version, self.fault = text, version, fault


def _fetched(client: Any, asked: ManagedPath) -> _Found:
    from botocore.exceptions import BotoCoreError, ClientError

    which = {}
    if asked.version:
        which = {"VersionId" if _VERSION_ID.fullmatch(asked.version) else "VersionStage": asked.version}
    try:
        return _unpacked(client.get_secret_value(SecretId=asked.path, **which))
    except (BotoCoreError, ClientError) as error:
        return _Found(Secret(""), fault=_fault(error, asked))
    finally:
        client.close()


def _unpacked(answer: dict[str, Any]) -> _Found:
    version = str(answer.get("VersionId") or "")
    if "SecretString" in answer:
        return _Found(Secret(answer["SecretString"]), version)
    try:
        return _Found(Secret(bytes(answer.get("SecretBinary") or b"").decode()), version)
    except UnicodeDecodeError:
        fault = _damaged("The secret in AWS Secrets Manager is not text.")
    return _Found(Secret(""), version, fault)


def _chosen(found: _Found, fields: str) -> ManagedSecret:
    """fields: "" for the whole text, one field of JSON, or two parted by a comma, user name first."""
    if not fields:
        return ManagedSecret(found.text.reveal(), "", found.version)
    user_field, comma, field = fields.partition(",")
    names = (user_field.strip(), field.strip()) if comma else ("", fields)
    values = _values(found.text, tuple(name for name in names if name))
    if isinstance(values, KbConnectError):
        raise values
    username = values[names[0]].reveal() if names[0] else ""
    return ManagedSecret(values[names[1]].reveal(), username, found.version)


def _values(text: Secret, names: tuple[str, ...]) -> dict[str, Secret] | KbConnectError:
    """Those fields of a JSON object; the error is returned, so that none of its frames has held the object."""
    try:
        read = json.loads(text.reveal())
    except (ValueError, RecursionError):
        return _damaged("The secret in AWS Secrets Manager has no fields: it is not JSON.")
    if not isinstance(read, dict):
        return _damaged("The secret in AWS Secrets Manager has no fields: it is no JSON object.")
    values = {}
    for name in names:
        if name not in read:
            return SecretMissingError(
                f"The secret in AWS Secrets Manager has no field “{name}”.",
                meaning=_MEANING,
                hint="Write the name of the field behind “#”, or leave it out for the whole text.",
                detail=f"fields: {', '.join(sorted(map(str, read)))[:200] or 'none'}",
            )
        if not isinstance(read[name], str | int | float) or isinstance(read[name], bool):
            return _damaged(f"The field “{name}” of the secret in AWS Secrets Manager is not a text.")
        values[name] = Secret(str(read[name]))
    return values


def _damaged(message: str) -> SecretDamagedError:
    return SecretDamagedError(message, meaning=_MEANING, hint="Look at the secret in AWS, or correct the reference.")


def _fault(error: Any, asked: ManagedPath) -> KbConnectError:
    """By the service's code or the class's name: what boto3 raises has no better place to stand in."""
    response = getattr(error, "response", None) or {}
    code = str((response.get("Error") or {}).get("Code") or type(error).__name__)
    detail = f"{code}: {' '.join(str(error).split())[:300]}"
    kinds = {code, *(kind.__name__ for kind in type(error).__mro__)}
    if kinds & {"NoRegionError", "InvalidRegionError"}:
        return InputError(
            "It is not known in which region of AWS the secret is.",
            meaning=_MEANING,
            hint="Set AWS_DEFAULT_REGION, or write ?region=eu-central-1 behind the name in the reference.",
            detail=detail,
        )
    if kinds & set(_SIGN_IN):
        return SecretDeniedError(
            "This program is not signed in to AWS.",
            meaning=_MEANING,
            hint="Sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY where the program is started.",
            detail=detail,
        )
    if kinds & set(_DENIED):
        return SecretDeniedError(
            "AWS does not let this account read the secret.",
            meaning=_MEANING,
            hint="Ask for secretsmanager:GetSecretValue on it, and kms:Decrypt on its key if it has one of its own.",
            detail=detail,
        )
    if kinds & set(_BUSY):
        return SecretStoreUnreachableError(
            "AWS Secrets Manager is asked too often now.", meaning=_MEANING, hint="Try again later.", detail=detail
        )
    if "ResourceNotFoundException" in kinds:
        which = f"in the version {asked.version}" if asked.version else "by this name"
        return SecretMissingError(
            f"AWS Secrets Manager has no secret {which}.",
            meaning=_MEANING,
            hint="Check the name, the region and the account you are signed in to.",
            detail=detail,
        )
    if "InvalidRequestException" in kinds:
        return SecretMissingError(
            "The secret in AWS Secrets Manager can't be read now; it may be marked to be deleted.",
            meaning=_MEANING,
            hint="Restore it in AWS, or choose another one.",
            detail=detail,
        )
    if kinds & set(_LOST):
        return SecretStoreUnreachableError(
            "AWS Secrets Manager does not answer.",
            meaning=_MEANING,
            hint="Check the network, the region and a proxy, then try again.",
            detail=detail,
        )
    return SecretError(
        "AWS Secrets Manager did not give the secret.",
        meaning=_MEANING,
        hint="Check the reference: its name, region and version.",
        detail=detail,
    )
