"""Scripts for an account that may only read, where no open source can write them: a server that lets nobody in yet,
and files, whose rights are those of the system they lie on.

Must not ask a server. Loads a provider's part only for that provider.
"""

from __future__ import annotations

import shlex

from kbconnect.adapters.sources import providers
from kbconnect.core.access import AccessScript, AccessWish
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import InputError

_POSTGRESQL_PORT = 5432


def script_without_source(connector: ConnectorDraft, wish: AccessWish, reason: str) -> AccessScript:
    """reason: why nobody was asked, a plain sentence. Raises InputError for a provider that needs its server for it."""
    if any(info.is_file for info in providers() if info.id == connector.provider):
        return _file_script(connector.database, wish)
    if connector.provider == "postgresql":
        from kbconnect.adapters.sources.postgresql_access import offline_script

        database = connector.database or connector.username
        return offline_script(database, connector.port or _POSTGRESQL_PORT, wish, reason)
    raise InputError(
        f"A script for a read-only account can't be written without the server: {reason}",
        meaning="Nothing was changed.",
        hint="Test the connection first; what is in its way is told there.",
    )


def _file_script(path: str, wish: AccessWish) -> AccessScript:
    """Files have no accounts of their own; who may write to one is the system's to say."""
    account, file = shlex.quote(wish.account), shlex.quote(path)
    lines = (
        "# Run by the owner of the file: the account of this computer named below may read it, and no more",
        f"setfacl -m u:{account}:r-X {file}",
        "# On Windows:",
        f'#   icacls "{" ".join(path.split())}" /grant "{wish.account}:(R)"',
    )
    no_accounts = (
        "A file has no accounts of its own. kbconnect opens it for reading only; the lines below make sure of it for "
        "any other program that runs under the same account of the computer."
    )
    then = "Run kbconnect under that account afterwards, and check that it may look into the folders above the file."
    return AccessScript(wish.account, "\n".join(lines), notes=(no_accounts, then), language="shell")
