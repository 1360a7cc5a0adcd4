"""Secrets that somebody else keeps: `env:NAME` and `file:PATH`, read when they are needed and never written.

The environment is handed in. Must not remember what it read.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError, SecretDamagedError, SecretError, SecretMissingError

MAX_FILE_BYTES = 64 * 1024


def target_of(reference: str) -> str:
    """What stands behind the colon."""
    return reference.partition(":")[2]


def read_only(what: str) -> InputError:
    """For `put`: what others keep is not written."""
    return InputError(
        f"{what} can only be read by this program.",
        meaning="The secret was not saved.",
        hint="Change it where it is kept, or give the secret itself so that it is stored.",
    )


class EnvironmentSecrets:
    """`env:NAME`: the variable NAME of the environment. See `kbconnect.core.ports.SecretStore`."""

    name = "env"

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def get(self, reference: str) -> Secret:
        variable = target_of(reference)
        if variable not in self._environment:
            raise SecretMissingError(
                f"The environment has no variable {variable or 'without a name'}.",
                meaning="The password for this connection is not known, so nothing was read.",
                hint=f"Set {variable or 'the variable'} before the program starts, or change the connector's secret.",
            )
        return Secret(self._environment[variable])

    def put(self, owner_id: str, secret: Secret) -> str:  # noqa: ARG002
        raise read_only("The environment")

    def delete(self, reference: str) -> None:
        """Does nothing: the variable is not this program's."""


class FileSecrets:
    """`file:PATH`: the text of a file without its last line break. See `kbconnect.core.ports.SecretStore`.

    On POSIX a file that every account of the machine can read is refused.
    """

    name = "file"

    def get(self, reference: str) -> Secret:
        path = Path(target_of(reference))
        if not path.is_absolute():
            raise InputError(
                f"“{reference}” names a file without saying which folder it is in.",
                meaning="The password for this connection is not known, so nothing was read.",
                hint="Write the whole path, for instance file:/etc/kbconnect/password.",
            )
        try:
            if stat.S_ISFIFO(path.stat().st_mode):  # opening one waits for whoever writes into it
                raise _unreadable(path, "it is not an ordinary file")
            with path.open("rb") as file:
                _check_permissions(path)
                if not stat.S_ISREG(path.stat().st_mode):
                    raise _unreadable(path, "it is not an ordinary file")
                # Behind a Secret from the start, so that no frame an error passes through holds it.
                content = Secret(file.read(MAX_FILE_BYTES + 1).decode("latin-1"))
        except FileNotFoundError as error:
            raise SecretMissingError(
                f"The file {path} with the password is not there.",
                meaning="The password for this connection is not known, so nothing was read.",
                hint="Put the file there, or change the connector's secret.",
            ) from error
        except (OSError, ValueError) as error:
            raise _unreadable(path, getattr(error, "strerror", None) or type(error).__name__) from error
        if len(content.reveal()) > MAX_FILE_BYTES:
            raise _unreadable(path, f"it is larger than {MAX_FILE_BYTES // 1024} KB")
        secret = _decode(path, content)
        if not secret.reveal():
            raise SecretMissingError(
                f"The file {path} with the password is empty.",
                meaning="The password for this connection is not known, so nothing was read.",
                hint="Write the password into it, or change the connector's secret.",
            )
        return secret

    def put(self, owner_id: str, secret: Secret) -> str:  # noqa: ARG002
        raise read_only("A file named by a reference")

    def delete(self, reference: str) -> None:
        """Does nothing: the file is not this program's."""


def _check_permissions(path: Path) -> None:
    if sys.platform == "win32":
        return
    if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise InputError(
            f"The file {path} with the password is open to every account of this machine.",
            meaning="The password was not used.",
            hint=f"Close the file with: chmod 600 '{path}'. Then change the password, others may have read it.",
        )


def _decode(path: Path, content: Secret) -> Secret:
    try:
        # Some editors put a byte order mark in front; no password begins with one.
        text = Secret(content.reveal().encode("latin-1").decode("utf-8-sig"))
        return Secret(text.reveal().removesuffix("\n").removesuffix("\r"))
    except UnicodeDecodeError:
        # Without the cause: it carries the content.
        raise SecretDamagedError(
            f"The file {path} with the password is not UTF-8 text.",
            meaning="The password was not used.",
            hint="Save the file again as plain UTF-8 text with nothing but the password in it.",
        ) from None


def _unreadable(path: Path, reason: str) -> SecretError:
    return SecretError(
        f"The file {path} with the password can't be read.",
        meaning="The password for this connection is not known, so nothing was read.",
        hint="Allow this account to read the file, or change the connector's secret.",
        detail=reason,
    )
