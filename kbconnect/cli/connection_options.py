"""The options of `kbconnect connector add`, `edit` and `test` that say how a database is reached.

Owns what an address, the options of encryption and those of an SSH server come to, and where a password is taken from.
Must not save anything.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbconnect.cli.session import Session, password_from_stdin
from kbconnect.core.address_kinds import FILE_PROVIDERS
from kbconnect.core.addresses import ParsedAddress, parse_address
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, ProviderInfo, SshTunnel, TlsMode
from kbconnect.core.errors import InputError

if TYPE_CHECKING:
    from kbconnect.app.connectors import KeepSecret, NewSecret

Tls = Annotated[
    TlsMode | None,
    typer.Option(
        "--tls",
        metavar="MODE",
        help="Encryption: disable, prefer (as without this), require, verify-ca (checks the server's certificate) or "
        "verify-full (its name, too).",
    ),
]
TlsCa = Annotated[
    Path | None, typer.Option("--tls-ca", metavar="FILE", help="Certificate of the authority the server's is from.")
]
TlsCert = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="FILE", help="Certificate of this side, for a server that asks.")
]
TlsKey = Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key, readable by you alone.")]
Ssh = Annotated[
    str | None,
    typer.Option("--ssh", metavar="USER@HOST[:PORT]", help="Go through this SSH server, or alias of ~/.ssh/config."),
]
SshKey = Annotated[
    Path | None, typer.Option("--ssh-key", metavar="FILE", help="Private key for it; else the agent's and ~/.ssh.")
]
SshJump = Annotated[
    str | None,
    typer.Option("--ssh-jump", metavar="HOPS", help="SSH servers to go through before that one, as for ssh -J."),
]
SshPasswordStdin = Annotated[
    bool, typer.Option("--ssh-password-stdin", help="Read the SSH password, or its key's pass phrase, from stdin.")
]
SshSecret = Annotated[
    str | None, typer.Option("--ssh-secret", metavar="REF", help="Where the SSH password is, written as for --secret.")
]
NoSsh = Annotated[bool, typer.Option("--no-ssh", help="Reach the database without an SSH server.")]


@dataclass(frozen=True, slots=True)
class WayOptions:
    """What the options say of encryption and of an SSH server; None and False: nothing."""

    tls: TlsMode | None = None
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    ssh: str | None = None
    ssh_key: Path | None = None
    ssh_jump: str | None = None
    ssh_password_stdin: bool = False
    ssh_secret: str | None = None
    no_ssh: bool = False

    @property
    def say_something(self) -> bool:
        return self != WayOptions()

    def check(self, password_stdin: bool) -> None:
        """Raises typer.BadParameter for options that exclude each other."""
        if self.ssh_password_stdin and (password_stdin or self.ssh_secret is not None):
            raise typer.BadParameter(
                "standard input holds one password: give only one of --ssh-password-stdin, --ssh-secret and, with it, "
                "--password-stdin"
            )
        ssh = (self.ssh, self.ssh_key, self.ssh_jump, self.ssh_secret)
        if self.no_ssh and (self.ssh_password_stdin or any(one is not None for one in ssh)):
            raise typer.BadParameter("--no-ssh and an SSH server exclude each other")

    def applied(self, draft: ConnectorDraft) -> ConnectorDraft:
        """The draft with what is said. Raises InputError."""
        options = draft.options
        if self.tls is not None:
            options = replace(options, tls=self.tls)
        if self.tls_ca is not None:
            options = replace(options, tls_ca_file=_whole(self.tls_ca))
        if self.tls_cert is not None:
            options = replace(options, tls_certificate_file=_whole(self.tls_cert))
        if self.tls_key is not None:
            options = replace(options, tls_key_file=_whole(self.tls_key))
        return replace(draft, options=replace(options, tunnel=self._tunnel(options)))

    def _tunnel(self, options: ConnectorOptions) -> SshTunnel | None:
        tunnel = None if self.no_ssh else options.tunnel
        if self.ssh is not None:
            said = _ssh_server(self.ssh)
            tunnel = said if tunnel is None else replace(said, key_file=tunnel.key_file, jump=tunnel.jump)
        if tunnel is None:
            if self.ssh_key is not None or self.ssh_jump is not None or self.ssh_secret or self.ssh_password_stdin:
                raise InputError(
                    "There is no SSH server that these options could be for.",
                    meaning="Nothing was saved.",
                    hint="Name it with --ssh USER@HOST.",
                )
            return None
        if self.ssh_key is not None:
            tunnel = replace(tunnel, key_file=_whole(self.ssh_key) if str(self.ssh_key) not in {"", "."} else "")
        return tunnel if self.ssh_jump is None else replace(tunnel, jump=self.ssh_jump)

    def secret(self) -> NewSecret:
        """The secret of the SSH account or its key, None if none is said. Reads stdin. Raises InputError."""
        from kbconnect.app.connectors import SecretReference

        if self.ssh_secret is not None:
            return SecretReference(self.ssh_secret)
        return password_from_stdin() if self.ssh_password_stdin else None

    def changed_secret(self) -> NewSecret | KeepSecret:
        """As `secret`; KEEP if nothing is said of it."""
        from kbconnect.app.connectors import KeepSecret

        says = self.ssh_password_stdin or self.ssh_secret is not None
        return self.secret() if says else KeepSecret.KEEP


def one_secret(password_stdin: bool, secret: str | None, no_password: bool = False) -> None:
    """Raises typer.BadParameter for several ways to give one password."""
    if sum((password_stdin, secret is not None, no_password)) > 1:
        raise typer.BadParameter("give only one of --password-stdin, --secret and --no-password")


def draft_from(at: Session, url: str) -> ConnectorDraft:
    """The connector a URL on the command line describes. Raises InputError, also if it holds a password."""
    parsed = _parsed(url, at.application.connectors.providers())
    if parsed.secret is not None:
        raise InputError(
            "The URL holds a password, and kbconnect takes none from the command line.",
            meaning="Other programs and your shell's history can see what stands there. Nothing was saved.",
            hint="Leave it out: you are asked for it. Or pipe it in with --password-stdin, or name it with --secret.",
        )
    for warning in parsed.warnings:
        at.warn(warning)
    if parsed.draft.provider not in FILE_PROVIDERS:
        return parsed.draft
    # A saved path must not depend on the folder a command was started in.
    path = _whole(Path(parsed.draft.database))
    if parsed.is_guess:
        from kbconnect.app.source_files import provider_of_path

        return replace(parsed.draft, provider=provider_of_path(Path(path)), database=path)
    # Only whoever looks can tell a folder from a file.
    provider = "files" if os.path.isdir(path) else parsed.draft.provider  # noqa: PTH112 - pathlib raises for long names
    return replace(parsed.draft, provider=provider, database=path)


def _parsed(url: str, providers: Sequence[ProviderInfo]) -> ParsedAddress:
    """Also of the bare name of what lies in the present folder. Raises InputError."""
    try:
        return parse_address(url, providers)
    except InputError:
        if not url.strip() or not os.path.exists(url):  # noqa: PTH110 - pathlib raises for long names
            raise
        return parse_address(os.path.join(".", url), providers)  # noqa: PTH118 - pathlib drops the dot


def secret_from(at: Session, draft: ConnectorDraft, password_stdin: bool, reference: str | None) -> NewSecret:
    """The database's password as the options say, else asked for. Raises InputError, JobCancelled."""
    from kbconnect.app.connectors import SecretReference

    if reference is not None:
        return SecretReference(reference)
    if password_stdin:
        return password_from_stdin()
    if draft.username and draft.provider != "sqlite":
        return at.ask_password(f"{draft.username} at {draft.host}")
    return None


def _ssh_server(text: str) -> SshTunnel:
    user, _, place = text.rpartition("@")
    host, colon, port = (place, "", "") if place.endswith("]") else place.rpartition(":")
    if not colon or (":" in host.strip("[]") and not host.endswith("]")):
        host, port = place, "22"
    if not host.strip("[]") or not (port.isascii() and port.isdigit() and len(port) <= 5) or ":" in user:
        raise InputError(
            "This is not an SSH server to go through.",
            meaning="Nothing was saved.",
            hint="Write user@host or user@host:22, without a password.",
        )
    return SshTunnel(host.removeprefix("[").removesuffix("]"), int(port), user)


def _whole(path: Path) -> str:
    from kbconnect.app.paths import expanded

    return str(expanded(path))
