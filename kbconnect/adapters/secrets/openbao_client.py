"""The connection to an OpenBao or HashiCorp Vault server: where it is, how this program signs in there, and what its
refusals mean. Uses `hvac`, an optional package that is imported at the first use.

Address, namespace, certificate authority and token come from the variables both servers' own programs read (BAO_ADDR,
VAULT_ADDR and their kin; BAO_ goes first), or from the settings, which go before. A token is the variable's, an
AppRole's, or that of the file the servers' programs keep (~/.vault-token). Certificates are always verified.

Foreign exceptions are not kept as causes: their words and frames may hold a token or a secret.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar  # Any: documents of a server, and a package without types

from kbconnect.adapters.secrets.openbao_refusals import (
    check_address,
    hvac_package,
    redirected,
    sealed,
    token_refused,
    translated,
)
from kbconnect.adapters.secrets.references import EnvironmentSecrets, FileSecrets
from kbconnect.core.connector import Secret
from kbconnect.core.errors import (
    InputError,
    SecretDeniedError,
    SecretError,
    SecretMissingError,
)
from kbconnect.core.secret_care import OpenBaoState, SignIn
from kbconnect.core.secret_references import OpenBaoSettings

TIMEOUT_S = 8.0
_MEANING = "The password for this connection is not known, so nothing was read."

_NO_PROXY = {"http": None, "all": None}
"""What isn't encrypted stays on this computer, and a proxy may be another one."""

T = TypeVar("T")


@dataclass(slots=True)
class _Token:
    """is_ours: got by an AppRole, so it may be given back. ends_at: by the clock, None if it doesn't end."""

    text: Secret
    sign_in: SignIn
    is_ours: bool = False
    ends_at: float | None = None


class OpenBaoClient:
    """One server. Any thread may use it."""

    def __init__(
        self,
        environment: Mapping[str, str],
        settings: Callable[[], OpenBaoSettings],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._environment = environment
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._token: _Token | None = None
        self._token_for = OpenBaoSettings()

    # ------------------------------------------------------------------------------------------- asking

    def read(self, path: str, parameters: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """The JSON document at a path of the API. Raises SecretError and its kin, InputError."""
        query = "&".join(f"{name}={value}" for name, value in (parameters or {}).items())
        return self._asking(lambda api: api.get(f"/v1/{path}{f'?{query}' if query else ''}"))

    def write(self, path: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """As `read`; {} where the server answers with nothing."""
        return self._asking(lambda api: api.put(f"/v1/{path}", json=dict(document)))

    def check_open(self) -> None:
        """Raises SecretStoreLockedError for a sealed server, SecretStoreUnreachableError for one that doesn't answer.
        Needs no token."""
        self._unsealed()

    def look(self) -> OpenBaoState:
        """What the server says of itself and of the token this program signs in with. Raises as `read`."""
        said = self._unsealed()
        token = self.read("auth/token/lookup-self").get("data") or {}
        signed_in = self._signed_in()
        seconds = float(token.get("ttl") or 0)
        return OpenBaoState(self._address(), str(said.get("version") or ""), signed_in.sign_in, seconds or None)

    def _unsealed(self) -> Mapping[str, Any]:
        with closing(self._api(Secret(""))) as api:
            said = translated(lambda: api.get("/v1/sys/seal-status"), self._address())
        if not isinstance(said, Mapping):
            raise redirected(self._address())
        if said.get("sealed"):
            raise sealed(self._address())
        return said

    def keep_signed_in(self) -> float | None:
        """Renews the token of an AppRole; for how many seconds it is good now, None if it needs no renewing or is
        somebody else's."""
        token = self._token
        if token is None or not token.is_ours or token.ends_at is None:
            return None
        answer = self.write("auth/token/renew-self", {})
        seconds = float(answer.get("auth", {}).get("lease_duration") or 0)
        token.ends_at = self._clock() + seconds
        return seconds

    def signed_in_s(self) -> float | None:
        """For how many seconds the token of an AppRole is good; None for one without an end, or somebody else's."""
        token = self._token
        return None if token is None or token.ends_at is None else max(0.0, token.ends_at - self._clock())

    def sign_out(self) -> None:
        """Gives back the token of an AppRole, and with it all that was lent to it."""
        with self._lock:
            token, self._token = self._token, None
        if token is not None and token.is_ours and self._token_for == self._settings():  # for no other server to see
            with closing(self._api(token.text)) as api:
                translated(lambda: api.put("/v1/auth/token/revoke-self"), self._address())

    def _asking(self, ask: Callable[[Any], Any]) -> Mapping[str, Any]:
        """A token that ended since is got anew, once."""
        address = self._address()
        for is_last in (False, True):
            token = self._signed_in()
            api = self._api(token.text)
            try:
                answer = translated(partial(ask, api), address)
            except SecretMissingError as error:
                raise self._with_namespace(error) from None
            except SecretDeniedError:
                if self._is_valid(token):
                    raise
                with self._lock:
                    self._token = None
                if is_last or not token.is_ours:
                    raise token_refused(address, is_ours=token.is_ours) from None
                continue
            finally:
                api.close()
            if isinstance(answer, Mapping):
                return answer
            if answer.status_code == 204:
                return {}
            raise redirected(address)
        raise AssertionError("the second try raises")  # pragma: no cover

    def _with_namespace(self, error: SecretMissingError) -> SecretMissingError:
        """What isn't there may be in another namespace."""
        if namespace := self._namespace():
            error.hint = f"{error.hint} The namespace “{namespace}” was looked in; it has to exist."
        return error

    def _is_valid(self, token: _Token) -> bool:
        with closing(self._api(token.text)) as api:
            try:
                translated(lambda: api.get("/v1/auth/token/lookup-self"), self._address())
            except SecretDeniedError:
                return False
        return True

    # ------------------------------------------------------------------------------------------- signing in

    def _signed_in(self) -> _Token:
        with self._lock:
            token = self._token
            settings = self._settings()
            lasts = token is not None and (token.ends_at is None or token.ends_at > self._clock())
            if token is not None and token.is_ours and lasts and self._token_for == settings:
                return token
            self._token = None
            self._token, self._token_for = self._sign_in(), settings
            return self._token

    def _sign_in(self) -> _Token:
        settings = self._settings()
        if settings.role_id:
            return self._by_role(self._referenced(settings.role_id), self._referenced(settings.secret_id))
        named = self._variable("TOKEN")
        if named:
            return _Token(Secret(named), SignIn.VARIABLE)
        role_id = self._variable("ROLE_ID")
        if role_id:
            return self._by_role(Secret(role_id), Secret(self._variable("SECRET_ID")))
        home = self._environment.get("HOME") or self._environment.get("USERPROFILE") or Path.home()
        kept = Path(home, ".vault-token")
        if kept.is_file():
            return _Token(Secret(FileSecrets().get(f"file:{kept.absolute()}").reveal().strip()), SignIn.FILE)
        raise SecretError(
            f"There is no token to sign in to OpenBao with at {self._address()}.",
            meaning=_MEANING,
            hint="Sign in with `bao login` or `vault login`, set BAO_TOKEN, or enter an AppRole in the settings, under "
            "Secrets, or with `kbconnect secret openbao`.",
        )

    def _by_role(self, role_id: Secret, secret_id: Secret) -> _Token:
        address = self._address()
        login = {"role_id": role_id.reveal(), **({"secret_id": secret_id.reveal()} if secret_id.reveal() else {})}
        with closing(self._api(Secret(""))) as api:
            try:
                answer = _login(api, login, address)
            except SecretMissingError as error:
                raise self._no_app_roles(address, error.detail) from None
            except (InputError, SecretDeniedError) as error:
                raise SecretDeniedError(
                    f"OpenBao at {address} did not accept the AppRole.",
                    meaning=_MEANING,
                    hint="Role id or secret id is wrong, used up or expired. Get a new secret id and put it where the "
                    "reference leads.",
                    detail=error.detail,
                ) from None
        auth = answer.get("auth") or {}
        seconds = float(auth.get("lease_duration") or 0)
        ends_at = self._clock() + seconds if seconds else None
        return _Token(Secret(str(auth.get("client_token", ""))), SignIn.APP_ROLE, is_ours=True, ends_at=ends_at)

    def _no_app_roles(self, address: str, detail: str) -> SecretDeniedError:
        if namespace := self._namespace():
            return SecretDeniedError(
                f"OpenBao at {address} has no namespace “{namespace}”, or nobody signs in with an AppRole there.",
                meaning=_MEANING,
                hint="Correct the namespace in the settings, under Secrets, or with `kbconnect secret openbao "
                "--namespace`.",
                detail=detail,
            )
        return SecretDeniedError(
            f"At OpenBao at {address} nobody signs in with an AppRole.",
            meaning=_MEANING,
            hint="Ask whoever runs it to enable the auth method approle, or which namespace it is in.",
            detail=detail,
        )

    def _namespace(self) -> str:
        return self._settings().namespace or self._variable("NAMESPACE")

    def _referenced(self, reference: str) -> Secret:
        if not reference:
            return Secret("")
        scheme = reference.partition(":")[0]
        store = EnvironmentSecrets(self._environment) if scheme == "env" else FileSecrets()
        if scheme not in ("env", "file"):
            raise InputError(
                "Role id and secret id of OpenBao's AppRole are kept as env:NAME or file:PATH.",
                meaning=_MEANING,
                hint="Enter them again in the settings, under Secrets, or with `kbconnect secret openbao --role-id REF "
                "--secret-id REF`.",
            )
        return Secret(store.get(reference).reveal().strip())

    # ------------------------------------------------------------------------------------------- reaching

    def _api(self, token: Secret) -> Any:
        hvac, settings = hvac_package(), self._settings()
        ca_file = settings.ca_file or self._variable("CACERT") or self._variable("CAPATH")
        if ca_file and not Path(ca_file).exists():
            raise InputError(
                f"The certificate authority of OpenBao, {ca_file}, is not there.",
                meaning=_MEANING,
                hint="Correct BAO_CACERT or the setting, or leave it out if the computer trusts the issuer.",
            )
        address = self._address()
        return hvac.adapters.JSONAdapter(
            base_uri=address,
            token=token.reveal(),
            verify=ca_file or True,
            timeout=TIMEOUT_S,
            proxies=None if address.lower().startswith("https:") else _NO_PROXY,
            namespace=self._namespace() or None,
            allow_redirects=False,  # a redirect would take the token along to wherever it leads
        )

    def _address(self) -> str:
        address = (self._settings().address or self._variable("ADDR")).strip().rstrip("/")
        if not address:
            raise InputError(
                "It is not known where OpenBao is.",
                meaning=_MEANING,
                hint="Enter its address, https://bao.example:8200, in the settings, under Secrets, or with `kbconnect "
                "secret openbao --address`, or set BAO_ADDR (or VAULT_ADDR) to it.",
            )
        check_address(address)
        return address

    def _variable(self, name: str) -> str:
        return self._environment.get(f"BAO_{name}") or self._environment.get(f"VAULT_{name}") or ""


def surroundings(environment: Mapping[str, str]) -> OpenBaoSettings:
    """What the variables say, except a token; an AppRole as a reference to its variables."""
    names = {
        known: next((name for name in (f"BAO_{known}", f"VAULT_{known}") if environment.get(name)), "")
        for known in ("ADDR", "NAMESPACE", "CACERT", "CAPATH", "ROLE_ID", "SECRET_ID", "TOKEN")
    }
    has_role = names["ROLE_ID"] and not names["TOKEN"]
    return OpenBaoSettings(
        environment.get(names["ADDR"], ""),
        environment.get(names["NAMESPACE"], ""),
        environment.get(names["CACERT"] or names["CAPATH"], ""),
        f"env:{names['ROLE_ID']}" if has_role else "",
        f"env:{names['SECRET_ID']}" if has_role and names["SECRET_ID"] else "",
    )


def _login(api: Any, login: dict[str, str], address: str) -> Mapping[str, Any]:
    try:
        found: object = translated(lambda: api.post("/v1/auth/approle/login", json=login), address)
    finally:
        login.clear()  # an error's frames must not show it
    if not isinstance(found, Mapping):
        raise redirected(address)
    return found
