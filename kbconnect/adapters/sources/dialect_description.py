"""What a package says of a kind of database so that kbconnect can read it through SQLAlchemy: `Dialect`.

This is a public interface. A package makes a `Dialect` known by an entry point of the group "kbconnect.providers":

    [project.entry-points."kbconnect.providers"]
    duckling = "kbconnect_duckling:DIALECT"

Its name there is the provider's id. kbconnect loads it when kinds of sources are listed or one of its connectors is
used, so the module it stands in should import its driver inside of functions alone. The description says how SQLAlchemy
is to connect, and by which statements the database itself is told to let nothing be written; what rows become is
kbconnect's own work. An example with a test that runs kbconnect's whole contract suite against it stands in
tests/adapters/sources/example_provider. Owns the description alone; must not connect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any  # connections and errors of drivers nobody knows here

from kbconnect.core.access import AccessScript, AccessWish, NetworkAdvice, Power
from kbconnect.core.connector import ConnectorDraft, ProviderInfo, Secret
from kbconnect.core.errors import KbConnectError, SourceError
from kbconnect.core.model import ColumnKind, TableRef

if TYPE_CHECKING:
    import socket

    from sqlalchemy import URL, Connection

    from kbconnect.adapters.sources.greetings import Greeting  # it loads what reads certificates

GROUP = "kbconnect.providers"
"""The group of entry points under which packages say what they can read."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A kind of database that SQLAlchemy knows.

    info: as the window shows it; id, scheme and default port are used for its addresses. package: what `pip install`
    needs for its driver. url: from a connector and its password ("" for none); it must use `place_of` for host and
    port, which is the end of a tunnel where there is one. connect_arguments: for the driver's `connect`.

    begin: statements at the start of each transaction, that make it read-only as far as the database can; each
    transaction ends with a rollback whatever happened in it. time_limit: statements behind those for a preview that may
    take so many seconds. cancel: breaks off what a connection of the driver does, from another thread; without it the
    connection is closed. hangs_up: after that nothing more can be asked on it. sqlglot: the name of the dialect there,
    "" if it has none. refused: a regular expression for functions, with their bracket, that do more than read in spite
    of it all; "" for none. connect: makes a connection of the driver itself, for what its URL can't say; no
    variable of it may hold the secret's text, since an error keeps the frames it passed.
    has_known_port: whether port or default port is the one that is dialled; find_port: asks for it where it isn't, and
    raises the KbConnectError that says why it can't be found.

    For the connection test; what one that is left out would tell is said not to be known. greet: reads what a server
    says before anybody signs in, within so many seconds, over a connection that is closed afterwards; it
    raises TlsError, or the error for something else that answers there. explain: the error for what the driver raised
    on the way in, None if its code says it all. database_before_login: a database that isn't there is told before
    anybody signs in. prefers_tls: encryption is asked for unless the connector is against it, not only where it is
    demanded. way_in: lines to copy for whoever looks after a server whose port doesn't answer. clock: SQL for
    the server's time in seconds since 1970 (UTC). grants: lines that let this account read tables, all if none is
    named.

    size_of: SQL for the bytes of a long value, or its characters, {0} stands for its column; "" if it has to be fetched
    to be measured.
    time_of: SQL for a time that is sent as a parameter, {0} stands for it.
    order_of: SQL by which equal texts, and only these, stand side by side; only used where a key is not unique. paged:
    read in pages of its own key instead of by one statement, for drivers that fetch a whole answer at once or have but
    one at a time. one_at_a_time: a connection has but one answer open.

    system_schemas: not shown. schemas: SQL for the names of all others, where SQLAlchemy's own list is of no use.
    all_columns: SQL for the columns of all tables at once, where SQLAlchemy would ask for each table: schema_name,
    table_name, column_name, type_name, is_nullable, key_position, is_unique, is_computed, comment_text,
    column_place; types: kinds by
    the first word of type_name. row_estimates: SQL for rows of schema_name, table_name, row_count, from statistics.
    readable: SQL for rows of (schema, table) that the account may read; "" if the catalogue shows only these. codes:
    the driver's codes, as `code_of` gives them, beside SQLSTATEs. version: SQL for one text. encryption: how the
    connection is encrypted, "" if it isn't, None if that can't be told.
    powers: what the account can do beyond reading, worst first. script: what makes an account that may only read.
    network: what lets this computer reach the server, told with the script.
    rows_a_second: that a comparison without changes gets through.
    """

    info: ProviderInfo
    url: Callable[[ConnectorDraft, str], URL]
    package: str = ""
    connect_arguments: Callable[[ConnectorDraft], Mapping[str, Any]] = lambda _: {}
    begin: tuple[str, ...] = ()
    time_limit: Callable[[int], Sequence[str]] = lambda _: ()
    cancel: Callable[[Any], None] | None = None
    hangs_up: bool = False
    sqlglot: str = ""
    refused: str = ""
    connect: Callable[[ConnectorDraft, Secret | None], Any] | None = None
    has_known_port: Callable[[ConnectorDraft], bool] = lambda _: True
    find_port: Callable[[ConnectorDraft], int] | None = None
    greet: Callable[[ConnectorDraft, socket.socket, float], Greeting] | None = None
    explain: Callable[[ConnectorDraft, BaseException], KbConnectError | None] | None = None
    database_before_login: bool = False
    prefers_tls: bool = False
    way_in: Callable[[ConnectorDraft], str] | None = None
    clock: str = ""
    grants: Callable[[Connection, Sequence[TableRef]], str] | None = None
    size_of: str = ""
    time_of: str = "{0}"
    order_of: str = "{0}"
    paged: bool = False
    one_at_a_time: bool = False
    system_schemas: frozenset[str] = frozenset({"information_schema"})
    schemas: str = ""
    all_columns: str = ""
    types: Mapping[str, ColumnKind] = field(default_factory=dict)
    row_estimates: str = ""
    readable: str = ""
    codes: Mapping[str, type[SourceError]] = field(default_factory=dict)
    code_of: Callable[[BaseException], str] = lambda _: ""
    version: str = ""
    encryption: Callable[[Connection, ConnectorDraft], str | None] | None = None
    powers: Callable[[Connection], tuple[Power, ...]] | None = None
    script: Callable[[Connection, AccessWish], AccessScript] | None = None
    network: Callable[[Connection, ConnectorDraft], NetworkAdvice] | None = None
    rows_a_second: float = 70_000.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection goes. host: "" for a database without a server."""

    host: str
    port: int | None


def place_of(connector: ConnectorDraft, info: ProviderInfo) -> Place:
    """The server's own address, or this end of a tunnel to it."""
    if connector.dial is not None:
        return Place(connector.dial.host, connector.dial.port)
    return Place(connector.host.strip(), connector.port or info.default_port)
