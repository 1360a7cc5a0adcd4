"""Secrets in OpenBao or HashiCorp Vault: `openbao:secret/databases/support#password`.

Key-value engines of both versions are told apart by asking the server; `?version=3` takes an older version. A role of
the database engine gives an account with a name, made for this program, that ends with its lease. Owns which field is
the secret and what a lease is here; must not remember either.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any  # documents of a server
from urllib.parse import quote

from kbconnect.adapters.secrets.leases import Lease
from kbconnect.adapters.secrets.openbao_client import OpenBaoClient
from kbconnect.adapters.secrets.references import read_only, target_of
from kbconnect.core.connector import ManagedSecret, Secret
from kbconnect.core.errors import KbConnectError, SecretDamagedError, SecretMissingError
from kbconnect.core.secret_references import ManagedPath, OpenBaoSettings, check_target, managed_path

_log = logging.getLogger(__name__)
_MEANING = "The password for this connection is not known, so nothing was read."


class OpenBaoSecrets:
    """`openbao:MOUNT/PATH[?version=N][#FIELD | #USER_FIELD,FIELD]`. See `kbconnect.core.ports.SecretStore`."""

    name = "openbao"

    def __init__(self, client: OpenBaoClient) -> None:
        self._client = client

    def get(self, reference: str) -> Secret:
        """Raises SecretError and its kin, InputError. Whoever needs an account of the database engine calls `lease`:
        one that is got so is given back by nobody."""
        return self.lease(reference).secret

    def lease(self, reference: str) -> Lease:
        """What stands under the reference, with its lease; one without an end for what is merely kept there."""
        target = target_of(reference)
        check_target(self.name, target)
        asked = managed_path(target)
        found = self._found(asked, *self._mount(asked.path))
        if isinstance(found, KbConnectError):  # raised here: the frames below hold what the server said
            raise found
        return found

    def _found(self, asked: ManagedPath, mount: str, engine: str) -> Lease | KbConnectError:
        if engine == "kv 2":
            return self._versioned(mount, asked.path.removeprefix(mount), asked)
        answer = self._client.read(_path(asked.path))
        if engine.startswith("kv"):
            return _chosen(answer.get("data") or {}, asked)
        return self._lent(answer, asked)

    def check_open(self) -> None:
        """Raises SecretStoreLockedError for a sealed server, SecretStoreUnreachableError."""
        self._client.check_open()

    def close(self) -> None:
        """Signs out where this program has signed in, which also ends what was lent to it."""
        try:
            self._client.sign_out()
        except KbConnectError as error:
            _log.info("not signed out of OpenBao, the token ends by itself: %s", error.message)

    def put(self, owner_id: str, secret: Secret) -> str:  # noqa: ARG002
        raise read_only("What OpenBao keeps")

    def delete(self, reference: str) -> None:
        """Does nothing: what OpenBao keeps is not this program's."""

    def _mount(self, path: str) -> tuple[str, str]:
        """The mount a path lies in, with its slash, and its engine: "kv 1", "kv 2", "database", ..."""
        answer = self._client.read(f"sys/internal/ui/mounts/{_path(path)}").get("data") or {}
        kind = str(answer.get("type") or "")
        if kind in ("kv", "generic"):
            kind = f"kv {(answer.get('options') or {}).get('version') or 1}"
        return str(answer.get("path") or ""), kind

    def _versioned(self, mount: str, inside: str, asked: ManagedPath) -> Lease | KbConnectError:
        chosen = {"version": asked.version} if asked.version else {}
        try:
            answer = self._client.read(f"{_path(mount)}data/{_path(inside)}", chosen).get("data") or {}
        except SecretMissingError as error:
            return self._gone(mount, inside, asked, error)
        version = str((answer.get("metadata") or {}).get("version") or "")
        return _chosen(answer.get("data") or {}, asked, version)

    def _gone(self, mount: str, inside: str, asked: ManagedPath, error: SecretMissingError) -> KbConnectError:
        """A version that was deleted is no wrong path; who may not look at versions hears the plain sentence."""
        try:
            known = self._client.read(f"{_path(mount)}metadata/{_path(inside)}").get("data") or {}
        except KbConnectError:
            return error
        which = f"Version {asked.version}" if asked.version else "The newest version"
        left = [number for number, each in (known.get("versions") or {}).items() if _can_be_read(each)]
        return SecretMissingError(
            f"{which} of this secret in OpenBao was deleted, or never was.",
            meaning=_MEANING,
            hint=f"There are the versions {', '.join(sorted(left, key=int))}." if left else "Write the password again.",
            detail=error.detail,
        )

    def _lent(self, answer: Mapping[str, Any], asked: ManagedPath) -> Lease | KbConnectError:
        values, lease_id = answer.get("data") or {}, str(answer.get("lease_id") or "")
        # Static roles have no lease and say when the password changes.
        seconds = float(answer.get("lease_duration") or 0) or float(values.get("ttl") or 0)
        fields = asked.field or ("username,password" if "username" in values else "")
        ends = datetime.now(UTC) + timedelta(seconds=seconds) if seconds else None
        found = _chosen(values, replace(asked, field=fields), expires_at=ends)
        if isinstance(found, KbConnectError) or not seconds:
            return found
        if not lease_id:
            return replace(found, seconds=seconds)

        def renew() -> float:
            left = self._client.keep_signed_in()
            told = self._client.write("sys/leases/renew", {"lease_id": lease_id, "increment": int(seconds)})
            renewed = float(told.get("lease_duration") or 0)
            return renewed if left is None else min(left, renewed)

        def revoke() -> None:
            if self._client.signed_in_s() == 0.0:
                return  # it has ended with the token; to sign in again would use up a secret id for nothing
            self._client.write("sys/leases/revoke", {"lease_id": lease_id})

        left = self._client.signed_in_s()  # with the token ends what was lent to it
        return Lease(found.secret, seconds if left is None else min(left, seconds), renew, revoke)


def _can_be_read(version: Mapping[str, Any]) -> bool:
    """Whether a version is neither destroyed nor deleted by now; a time of deletion may be one to come."""
    deleted_at = str(version.get("deletion_time") or "")
    soon = datetime.now(UTC) + timedelta(minutes=1)  # its clock may be ahead of ours
    return not version.get("destroyed") and (not deleted_at or deleted_at > f"{soon:%Y-%m-%dT%H:%M:%S}")


def _path(text: str) -> str:
    return quote(text, safe="/")


def _chosen(
    values: Mapping[str, Any], asked: ManagedPath, version: str = "", expires_at: datetime | None = None
) -> Lease | KbConnectError:
    """The field that was asked for, or two parted by a comma, user name first; `password` if none was, or the only
    field there is. An error is returned: this frame holds all fields."""
    fields = asked.field or ("password" if "password" in values or len(values) != 1 else next(iter(values)))
    name, comma, second = fields.partition(",")
    user_field, field = (name.strip(), second.strip()) if comma and fields not in values else ("", fields)
    for needed in filter(None, (user_field, field)):
        if needed not in values:
            return SecretMissingError(
                f"What OpenBao keeps there has no field “{needed}”.",
                meaning=_MEANING,
                hint="Write the name of the field behind “#”.",
                detail=f"fields: {', '.join(sorted(map(str, values)))[:200] or 'none'}",
            )
        if not isinstance(values[needed], str | int | float) or isinstance(values[needed], bool):
            return SecretDamagedError(
                f"The field “{needed}” in OpenBao is not a text.",
                meaning=_MEANING,
                hint="Keep the password there as a text of its own.",
            )
    username = str(values[user_field]) if user_field else ""
    return Lease(ManagedSecret(str(values[field]), username, version, expires_at))


def open_openbao(environment: Mapping[str, str], settings: Callable[[], OpenBaoSettings]) -> OpenBaoSecrets:
    """Cheap: the server is asked with the first secret. environment: of the process."""
    return OpenBaoSecrets(OpenBaoClient(environment, settings))
