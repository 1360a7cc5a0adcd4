"""What of a connector's draft can be seen to be wrong without connecting. Must not look anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from kbconnect.core.connector import ConnectorDraft, ProviderInfo, SshTunnel
from kbconnect.core.errors import InputError
from kbconnect.core.given_names import check_given_name


def check_draft(draft: ConnectorDraft, providers: Sequence[ProviderInfo], saved_name: str = "") -> None:
    """providers: all there are. saved_name: that of a saved connector, "" if none is called so: only a new name is
    looked at. Raises InputError."""
    known = {provider.id: provider for provider in providers}
    if not draft.name.strip():
        raise InputError("The connector has no name.", hint="Give it a name that people recognise.")
    if draft.name.strip() != saved_name:
        check_given_name(draft.name.strip())
    if draft.provider not in known:
        raise InputError(
            f"There is no provider “{draft.provider}”.", hint=f"Choose one of: {', '.join(sorted(known))}."
        )
    if draft.port is not None and not 1 <= draft.port <= 65535:
        raise InputError(f"{draft.port} is not a port.", hint="A port is a number from 1 to 65535.")
    if known[draft.provider].is_file and not draft.database:
        raise InputError("No database file is named.", hint="Choose the file of the database.")
    if not known[draft.provider].is_file and not draft.host:
        raise InputError("No host is named.", hint="Enter the name or address of the database server.")
    if draft.options.tunnel is not None:
        _check_tunnel(draft, draft.options.tunnel, known[draft.provider])


def _check_tunnel(draft: ConnectorDraft, tunnel: SshTunnel, info: ProviderInfo) -> None:
    if not info.has_tunnel:
        raise InputError(
            f"{info.label} is not reached through an SSH server.",
            hint="Leave the SSH server out, or copy the file here.",
        )
    if not tunnel.host.strip():
        raise InputError(
            "No SSH server is named.", hint="Enter the name or address of the SSH server, or leave it out."
        )
    if not 1 <= tunnel.port <= 65535:
        raise InputError(f"{tunnel.port} is not a port.", hint="A port is a number from 1 to 65535.")
    if draft.host.startswith("/"):
        raise InputError(
            "A socket in a folder can't be reached through an SSH server.",
            hint="Enter the host the database has there; localhost if it runs on the SSH server itself.",
        )
