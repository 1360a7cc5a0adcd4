"""The one registry of kinds of sources: which there are, and how to open or test one.

Owns the list of providers. Imports no driver by itself: a driver is loaded when a source of its kind is opened, so that
starting the program stays fast. Must not know any provider's inside.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ExtraChoice,
    ExtraInfo,
    ProviderInfo,
    Secret,
    Verified,
)
from kbconnect.core.errors import InputError
from kbconnect.core.job import JobContext

if TYPE_CHECKING:  # it loads NumPy
    from kbconnect.adapters.sources.dialect_description import Dialect
    from kbconnect.adapters.sources.dialect_plugins import Broken
    from kbconnect.core.ports import Source, SourceProvider

__all__ = ["broken_plugins", "check_connection", "check_reachable", "open_source", "provider", "providers"]


def open_source(connector: ConnectorDraft, secret: Secret | None) -> AbstractContextManager[Source]:
    """A read-only connection to the source the connector names. Raises InputError for an unknown provider, else the
    SourceError that says why it can't be opened."""
    return provider(connector.provider).open(connector, secret)


def check_connection(
    connector: ConnectorDraft, secret: Secret | None, on_step: Callable[[CheckStep], None], context: JobContext
) -> ConnectionReport:
    """Tests the connection step by step; `on_step` gets each step as it ends. Raises InputError for an unknown provider
    and JobCancelled; what fails at the source is in the report."""
    return provider(connector.provider).check(connector, secret, on_step, context)


def check_reachable(connector: ConnectorDraft, timeout_s: float) -> None:
    """Looks the host up and connects to its port, without a word of the database's protocol; each of the two takes at
    most timeout_s. A file is not looked for. Raises HostNotFoundError, PortClosedError, ConnectTimeoutError,
    InputError."""
    info = _entry(connector.provider)[0]
    if info.is_file or (connector.port is None and connector.options.extra("instance")):
        return  # a named instance may listen anywhere
    from kbconnect.adapters.sources.postgresql_connect import reach, resolve

    target = replace(connector, port=connector.port or info.default_port)
    connection, _ = reach(target, resolve(target, timeout_s), timeout_s)
    connection.close()


def providers() -> tuple[ProviderInfo, ...]:
    """The kinds of sources, in the order people are offered them."""
    return tuple(info for info, _ in _registry().values())


def broken_plugins() -> tuple[Broken, ...]:
    """What other packages bring and can't be used, each with the reason."""
    from kbconnect.adapters.sources.dialect_plugins import plugins

    return plugins(_own()).broken


def provider(provider_id: str) -> SourceProvider:
    """The provider of this id, its driver loaded. Raises InputError, DriverMissingError."""
    _, load = _entry(provider_id)
    return load()


def _entry(provider_id: str) -> tuple[ProviderInfo, Callable[[], SourceProvider]]:
    registry = _registry()
    if provider_id not in registry:
        known = ", ".join(info.label for info, _ in registry.values())
        broken = next((each for each in broken_plugins() if each.name == provider_id), None)
        if broken is not None:
            raise InputError(
                broken.sentence, meaning="Nothing was read.", hint="Update that package, or ask whoever makes it."
            )
        raise InputError(
            f"“{provider_id}” is not a kind of source kbconnect knows.", hint=f"Choose one of these: {known}."
        )
    return registry[provider_id]


_POSTGRESQL = ProviderInfo(
    "postgresql",
    "PostgreSQL",
    "Pg",
    5432,
    is_file=False,
    scheme="postgresql",
    database_default="If empty: the database with the same name as the user.",
)
_MYSQL = ProviderInfo(
    "mysql",
    "MySQL / MariaDB",
    "My",
    3306,
    is_file=False,
    scheme="mysql",
    database_default="If empty: all databases this account may read.",
)
_SQLITE = ProviderInfo(
    "sqlite",
    "SQLite",
    "Sq",
    None,
    is_file=True,
    scheme="sqlite",
    file_patterns=("*.db", "*.db3", "*.sqlite", "*.sqlite3", "*.s3db"),
    has_tls=False,
    has_tunnel=False,
)

_FILES = ProviderInfo(
    "files",
    "Files",
    "Fi",
    None,
    is_file=True,
    scheme="file",
    takes_folder=True,
    file_patterns=(
        *("*.csv", "*.tsv", "*.txt", "*.parquet", "*.jsonl", "*.ndjson", "*.json"),
        *("*.csv.gz", "*.tsv.gz", "*.txt.gz", "*.jsonl.gz", "*.ndjson.gz", "*.json.gz"),
        *("*.xlsx", "*.xlsm", "*.xlsb", "*.xls", "*.ods"),
    ),
    has_tls=False,
    has_tunnel=False,
    extras=(
        ExtraInfo(
            "encoding",
            "Encoding",
            choices=(
                ExtraChoice("", "Found automatically"),
                ExtraChoice("utf-8", "Unicode (UTF-8)"),
                ExtraChoice("utf-16", "Unicode (UTF-16)"),
                ExtraChoice("windows-1252", "Western Europe (Windows-1252)"),
                ExtraChoice("latin-1", "Western Europe (Latin-1)"),
                ExtraChoice("windows-1250", "Central Europe (Windows-1250)"),
                ExtraChoice("windows-1251", "Cyrillic (Windows-1251)"),
            ),
        ),
        ExtraInfo(
            "delimiter",
            "Separator",
            choices=(
                ExtraChoice("", "Found automatically"),
                ExtraChoice(",", "Comma ,"),
                ExtraChoice(";", "Semicolon ;"),
                ExtraChoice("tab", "Tab"),
                ExtraChoice("|", "Bar |"),
            ),
        ),
        ExtraInfo(
            "header",
            "First line",
            choices=(
                ExtraChoice("", "Found automatically"),
                ExtraChoice("yes", "Names the columns"),
                ExtraChoice("no", "Is a row like the others"),
                ExtraChoice("2", "Line 2 names the columns"),
                ExtraChoice("3", "Line 3 names the columns"),
                ExtraChoice("4", "Line 4 names the columns"),
                ExtraChoice("5", "Line 5 names the columns"),
            ),
        ),
        ExtraInfo(
            "values",
            "Numbers in Excel files",
            choices=(
                ExtraChoice("", "As the sheet shows them"),
                ExtraChoice("stored", "As they are stored, without % and currency"),
            ),
        ),
    ),
)


_SQL_SERVER = ProviderInfo(
    "sqlserver",
    "SQL Server",
    "MS",
    1433,
    is_file=False,
    scheme="sqlserver",
    verified=Verified.DRIVER,
    database_default="If empty: the one the server has set for this account.",
    extras=(
        ExtraInfo(
            "instance",
            "Instance",
            hint="Only for a named instance whose port nobody knows: the server is asked for it.",
            example="SQLEXPRESS",
        ),
    ),
)
_ORACLE = ProviderInfo(
    "oracle",
    "Oracle",
    "Or",
    1521,
    is_file=False,
    scheme="oracle",
    verified=Verified.DRIVER,
    database_word="Service name",
    extras=(
        ExtraInfo(
            "connect_by",
            "Connect by",
            choices=(ExtraChoice("", "Service name"), ExtraChoice("sid", "SID")),
        ),
        ExtraInfo(
            "wallet_location",
            "Folder of the wallet",
            hint="Its file ewallet.pem says which certificates are trusted.",
            example="/etc/oracle/wallet",
        ),
    ),
)


def _registry() -> dict[str, tuple[ProviderInfo, Callable[[], SourceProvider]]]:
    """kbconnect's own kinds, then those of other packages."""
    from kbconnect.adapters.sources.dialect_plugins import plugins

    own = _own()
    return own | {each.info.id: (each.info, partial(_load_dialect, each)) for each in plugins(own).dialects}


def _own() -> dict[str, tuple[ProviderInfo, Callable[[], SourceProvider]]]:
    entries: tuple[tuple[ProviderInfo, Callable[[], SourceProvider]], ...] = (
        (_POSTGRESQL, _load_postgresql),
        (_MYSQL, _load_mysql),
        (_SQL_SERVER, _load_sql_server),
        (_ORACLE, _load_oracle),
        (_SQLITE, _load_sqlite),
        (_FILES, _load_files),
    )
    return {info.id: (info, load) for info, load in entries}


def _load_dialect(dialect: Dialect) -> SourceProvider:
    from kbconnect.adapters.sources.dialect import DialectProvider

    made = DialectProvider(dialect)
    made.load_driver()
    return made


def _load_postgresql() -> SourceProvider:
    from kbconnect.adapters.sources.postgresql import PostgresqlProvider

    return PostgresqlProvider(_registry()["postgresql"][0])


def _load_mysql() -> SourceProvider:
    from kbconnect.adapters.sources.mysql import MysqlProvider

    return MysqlProvider(_registry()["mysql"][0])


def _load_sql_server() -> SourceProvider:
    from kbconnect.adapters.sources.sqlserver import dialect

    return _load_dialect(dialect(_SQL_SERVER))


def _load_oracle() -> SourceProvider:
    from kbconnect.adapters.sources.oracle import dialect

    return _load_dialect(dialect(_ORACLE))


def _load_sqlite() -> SourceProvider:
    from kbconnect.adapters.sources.sqlite import SqliteProvider

    return SqliteProvider(_registry()["sqlite"][0])


def _load_files() -> SourceProvider:
    from kbconnect.adapters.sources.files import FilesProvider

    return FilesProvider(_registry()["files"][0])
