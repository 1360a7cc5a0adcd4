"""What an address of OpenBao may be, and what the server's refusals and silence mean to a person.

Foreign exceptions are not kept as causes: their words and frames may hold a token or a secret.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar  # Any: a package without types
from urllib.parse import urlsplit

from kbconnect.core.errors import (
    InputError,
    KbConnectError,
    SecretDeniedError,
    SecretError,
    SecretMissingError,
    SecretStoreLockedError,
    SecretStoreUnreachableError,
)
from kbconnect.core.secret_references import OpenBaoSettings, parse_reference

_MEANING = "The password for this connection is not known, so nothing was read."

T = TypeVar("T")


def hvac_package() -> Any:
    """The optional package, loaded at the first use. Raises SecretError with how to get it."""
    try:
        import hvac  # type: ignore[import-untyped]  # it has no types
    except ImportError as error:
        raise SecretError(
            "Passwords in OpenBao or HashiCorp Vault need a package that is not installed.",
            meaning=_MEANING,
            hint="Install it where kbconnect is: pip install 'kbconnect[vault]'",
            detail=str(error),
        ) from error
    return hvac


def check_address(address: str) -> None:
    """Raises InputError for what is no address, and for one that would send the token in the clear to another
    computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise InputError(
            "The address of OpenBao is none.",
            meaning=_MEANING,
            hint="An address is https://HOST:PORT, for example https://bao.example:8200.",
        )
    if parts.scheme == "http" and not _is_here(host):
        raise InputError(
            f"OpenBao at {host} would be asked without encryption.",
            meaning="No password was read, and no token was sent.",
            hint="Use an address that begins with https. Without encryption only this computer itself is asked.",
        )


def check_settings(settings: OpenBaoSettings) -> None:
    """Raises InputError for what can be seen without asking the server."""
    if settings.address:
        check_address(settings.address)
    if settings.ca_file and not Path(settings.ca_file).is_absolute():
        raise InputError(
            "The certificate authority of OpenBao is named without its folder.",
            meaning="Nothing was changed.",
            hint="Write the whole path of the file.",
        )
    for reference in filter(None, (settings.role_id, settings.secret_id)):
        if parse_reference(reference).scheme not in ("env", "file"):
            raise InputError(
                "Role id and secret id of OpenBao's AppRole are kept as env:NAME or file:PATH.",
                meaning="Nothing was changed.",
                hint="Write where they are read from, not themselves.",
            )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def translated(call: Callable[[], T], address: str) -> T:
    """The result of a call, or a KbConnectError for what the server or the way to it said."""
    hvac = hvac_package()
    try:
        return call()
    except hvac.exceptions.VaultError as error:
        fault = _refusal(error, address)
    except (hvac.adapters.requests.exceptions.RequestException, OSError, ValueError) as error:
        fault = _lost(error, address)
    raise fault


def _refusal(error: Any, address: str) -> KbConnectError:
    """error: a VaultError, told apart by its class's name, so that nothing is imported for it."""
    detail = _plain(f"{type(error).__name__}: {'; '.join(error.errors or [])}")
    kind = {name.__name__ for name in type(error).__mro__}
    if "VaultDown" in kind:
        return sealed(address, detail)
    if "VaultNotInitialized" in kind:
        return SecretStoreUnreachableError(
            f"OpenBao at {address} was never set up.", meaning=_MEANING, hint="Ask whoever runs it.", detail=detail
        )
    if kind & {"Forbidden", "Unauthorized"}:
        return SecretDeniedError(
            f"OpenBao at {address} does not let this account read the password.",
            meaning=_MEANING,
            hint="Ask for a policy with the capability “read” on this path, and check the path for a wrong letter: "
            "what isn't there is refused in the same way.",
            detail=detail,
        )
    if "InvalidPath" in kind:
        return SecretMissingError(
            "OpenBao has nothing under this path.",
            meaning=_MEANING,
            hint="Check mount and path of the reference. The part “data/” that the server puts into addresses is left "
            "out.",
            detail=detail,
        )
    if "RateLimitExceeded" in kind:
        return SecretStoreUnreachableError(
            f"OpenBao at {address} is asked too often now.", meaning=_MEANING, hint="Try again later.", detail=detail
        )
    if kind & {"InternalServerError", "BadGateway"}:
        return SecretStoreUnreachableError(
            f"OpenBao at {address} could not do what was asked.",
            meaning=_MEANING,
            hint="Ask whoever runs it to look into its log. For an account of its database engine: it may not reach "
            "the database.",
            detail=detail,
        )
    return InputError(
        f"OpenBao at {address} did not accept the request.",
        meaning=_MEANING,
        hint="Check mount, path and field of the reference.",
        detail=detail,
    )


def _lost(error: Exception, address: str) -> KbConnectError:
    name = type(error).__name__
    if name == "SSLError":
        return SecretStoreUnreachableError(
            f"The certificate of OpenBao at {address} is not one this computer trusts.",
            meaning="No password was read, and no token was sent.",
            hint="Name the file of its certificate authority in the settings, under Secrets, with `kbconnect secret "
            "openbao --ca`, or in BAO_CACERT.",
            detail=_plain(str(error)),
            retryable=False,
        )
    return SecretStoreUnreachableError(
        f"OpenBao at {address} does not answer.",
        meaning=_MEANING,
        hint="Check the address and the network, and whether the server runs.",
        detail=f"{name}: {_plain(str(error))}",
    )


def _plain(text: str) -> str:
    return " ".join(text.split())[:300]


def sealed(address: str, detail: str = "") -> SecretStoreLockedError:
    """For a server that somebody has to unseal."""
    return SecretStoreLockedError(
        f"OpenBao at {address} is sealed.",
        meaning=_MEANING,
        hint="Whoever runs it has to unseal it. Then try again.",
        detail=detail,
    )


def redirected(address: str) -> SecretStoreUnreachableError:
    """For an answer that leads elsewhere."""
    return SecretStoreUnreachableError(
        f"OpenBao at {address} sends askers on to another address.",
        meaning="No password was read; a token is not taken along to another address.",
        hint="Enter the address of the active server or of the load balancer.",
    )


def token_refused(address: str, *, is_ours: bool) -> SecretDeniedError:
    """is_ours: it came from an AppRole."""
    return SecretDeniedError(
        f"OpenBao at {address} does not know the token, or it has expired.",
        meaning=_MEANING,
        hint="The AppRole's tokens end before they can be used: ask whoever runs the server."
        if is_ours
        else "Sign in again (`bao login` or `vault login`), or put a new token where it is read from.",
    )
