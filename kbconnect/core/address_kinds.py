"""The kinds of servers whose addresses kbconnect reads: their schemes, and what their own parameters are called here.

Owns the table. Each kind says its words in terms of libpq's (user, sslmode, connect_timeout, …), which fill the fields
of a connector; a new kind is a new entry. Names of parameters are compared folded: `ssl-ca`, `ssl_ca` and `sslCA` are
one. Must not read an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from kbconnect.core.connector import ProviderInfo, TlsMode


class Unknown(Enum):
    """What becomes of a parameter nobody knows: refused, named and left out, or kept for the provider's driver."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave_out"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class ServerKind:
    """What addresses of one provider look like.

    scheme: with which kbconnect writes them. words: folded parameter -> word of libpq, "" for one of no use here. kept:
    folded parameter -> name of the option it becomes. tls_values: folded values of the parameter for encryption. flags:
    (folded parameter, folded value) -> what it demands. limits: likewise -> more than which is then not demanded.
    guards: folded parameters that make a connection safer in a way there is no field for.
    """

    id: str
    label: str
    scheme: str
    schemes: tuple[str, ...] = ()
    default_port: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    tls_values: Mapping[str, TlsMode] = field(default_factory=dict)
    flags: Mapping[tuple[str, str], TlsMode] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], TlsMode] = field(default_factory=dict)
    guards: frozenset[str] = frozenset()
    unknown: Unknown = Unknown.LEAVE_OUT
    is_file: bool = False


def folded(name: str) -> str:
    """As names of parameters are compared."""
    return name.lower().translate(_WITHOUT)


_WITHOUT = str.maketrans("", "", "-_ .")
TLS_VALUES: dict[str, TlsMode] = {folded(mode.value): mode for mode in TlsMode} | {"allow": TlsMode.PREFER}
COMMON_WORDS = {
    folded(word): word
    for word in (
        *("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"),
        *("connect_timeout", "statement_timeout", "ssh", "ssh_key", "ssh_jump"),
    )
} | {
    "username": "user",
    "uid": "user",
    "userid": "user",
    "pwd": "password",
    "database": "dbname",
    "applicationname": "",
    "app": "",
    "programname": "",
}
"""What every kind but PostgreSQL's own addresses calls its parameters, among other names."""

UNNAMED = "…"
"""Stands for a parameter whose name isn't told, because it may be a part of a password."""
_YES, _NO = ("true", "yes", "1", "on"), ("false", "no", "0", "off")
NO_DEMAND = frozenset((*_YES, *_NO, "tcp"))
"""Values of a parameter about encryption that may be there and ask for nothing, as `verifyServerCertificate=false`."""
_TRUSTING = {("trustservercertificate", yes): TlsMode.REQUIRE for yes in _YES}
_GUARD = re.compile(
    r"ssl|tls|crl|encrypt|encmode|requireauth|requirepeer|channelbinding|sspi|certificate|truststore|keystore|publickey"
)


def is_guard(name: str) -> bool:
    """Whether a parameter makes a connection safer, or may be meant to."""
    return _GUARD.search(folded(name)) is not None


POSTGRESQL = ServerKind(
    "postgresql",
    "PostgreSQL",
    "postgresql",
    ("postgres", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg"),
    5432,
    # Words of .NET's strings; URLs, keyword strings and service files have libpq's alone.
    words={
        "server": "host",
        "sslcertificate": "sslcert",
        "rootcertificate": "sslrootcert",
        "timeout": "connect_timeout",
        "commandtimeout": "statement_timeout",
        "pooling": "",
    },
    unknown=Unknown.REFUSE,
)
MYSQL = ServerKind(
    "mysql",
    "MySQL",
    "mysql",
    (
        *("mariadb", "mysql+pymysql", "mysql+mysqldb", "mysql+mysqlconnector", "mysql+asyncmy", "mysql+aiomysql"),
        *("mariadb+pymysql", "mariadb+mysqldb", "mariadb+mariadbconnector", "mysql2", "mysqlx"),
    ),
    3306,
    words={
        "db": "dbname",
        "passwd": "password",
        "server": "host",
        "datasource": "host",
        "initialcatalog": "dbname",
        "sslca": "sslrootcert",
        "serversslcert": "sslrootcert",
        "cacertificatefile": "sslrootcert",
        "sslcertificate": "sslcert",
        "certificatefile": "sslcert",
        "connectiontimeout": "connect_timeout",
        "defaultcommandtimeout": "statement_timeout",
        "charset": "",
        "characterencoding": "",
        "useunicode": "",
        "allowpublickeyretrieval": "",
        "zerodatetimebehavior": "",
        "readonly": "",
        "usecompression": "",
    },
    tls_values={
        "disabled": TlsMode.DISABLE,
        "none": TlsMode.DISABLE,
        "preferred": TlsMode.PREFER,
        "required": TlsMode.REQUIRE,
        "trust": TlsMode.REQUIRE,
        "verifyidentity": TlsMode.VERIFY_FULL,
    },
    flags={
        **{(name, no): TlsMode.DISABLE for name in ("usessl", "ssl", "tls") for no in _NO},
        **{(name, yes): TlsMode.DISABLE for name in ("ssldisabled", "skipssl") for yes in (*_YES, "")},
        **{(name, yes): TlsMode.REQUIRE for name in ("usessl", "ssl", "requiressl") for yes in (*_YES, "")},
        **{(name, yes): TlsMode.VERIFY_CA for name in ("verifyservercertificate", "sslverifycert") for yes in _YES},
        **{("sslverifyidentity", yes): TlsMode.VERIFY_FULL for yes in _YES},
        **{("sslverifyservercert", yes): TlsMode.VERIFY_FULL for yes in (*_YES, "")},
        # What Go, Node and Prisma call it.
        **{("tls", yes): TlsMode.VERIFY_FULL for yes in _YES},
        ("tls", "skipverify"): TlsMode.REQUIRE,
        ("tls", "preferred"): TlsMode.PREFER,
        ("ssl", '{"rejectunauthorized":true}'): TlsMode.VERIFY_FULL,
        ("ssl", '{"rejectunauthorized":false}'): TlsMode.REQUIRE,
        ("sslaccept", "strict"): TlsMode.VERIFY_FULL,
        ("sslaccept", "acceptinvalidcerts"): TlsMode.REQUIRE,
    },
    limits={**_TRUSTING, **{("disablesslhostnameverification", yes): TlsMode.VERIFY_CA for yes in _YES}},
    guards=frozenset(
        (
            *("sslcapath", "sslcipher", "sslcrl", "sslcrlpath", "sslfipsmode", "tlsversion", "tlsversions"),
            *("enabledtlsprotocols", "enabledsslprotocolsuites", "enabledsslciphersuites", "tlsciphersuites"),
            *("trustcertificatekeystoreurl", "trustcertificatekeystoretype", "fallbacktosystemtruststore"),
            *("clientcertificatekeystoreurl", "clientcertificatekeystoretype", "serverrsapublickeyfile"),
        )
    ),
)
SQL_SERVER = ServerKind(
    "sqlserver",
    "SQL Server",
    "sqlserver",
    ("mssql", "mssql+pymssql", "mssql+pyodbc", "mssql+aioodbc", "mssql+mssqlpython", "mssql+pytds", "azuresql"),
    1433,
    words={
        "server": "host",
        "servername": "host",
        "datasource": "host",
        "addr": "host",
        "address": "host",
        "networkaddress": "host",
        "portnumber": "port",
        "databasename": "dbname",
        "initialcatalog": "dbname",
        "logintimeout": "connect_timeout",
        "connecttimeout": "connect_timeout",
        "connectiontimeout": "connect_timeout",
        "querytimeout": "statement_timeout",
        "commandtimeout": "statement_timeout",
        "servercertificate": "sslrootcert",
        "driver": "",
        "provider": "",
        "applicationintent": "",
        "workstationid": "",
        "wsid": "",
        "pooling": "",
        "multipleactiveresultsets": "",
        "marsconnection": "",
        "persistsecurityinfo": "",
        "charset": "",
    },
    kept={"instance": "instance", "instancename": "instance"},
    flags={
        **{("encrypt", yes): TlsMode.VERIFY_FULL for yes in (*_YES, "mandatory", "strict", "require")},
        **{("encrypt", no): TlsMode.DISABLE for no in (*_NO, "disable")},
        ("encrypt", "optional"): TlsMode.PREFER,
    },
    limits=_TRUSTING,
    guards=frozenset(("hostnameincertificate", "sslprotocol", "truststore", "truststoretype", "columnencryption")),
)
ORACLE = ServerKind(
    "oracle",
    "Oracle",
    "oracle",
    ("oracle+oracledb", "oracle+cx_oracle", "oracle+oracledb_async"),
    1521,
    words={
        "servicename": "dbname",
        "datasource": "host",
        "service": "dbname",
        "sid": "sid",
        "transportconnecttimeout": "connect_timeout",
        "connectiontimeout": "connect_timeout",
        "encoding": "",
        "nencoding": "",
        # The rest of a descriptor: how often and by which process of the server.
        **dict.fromkeys(("retrycount", "retrydelay", "loadbalance", "failover", "server", "sdu", "expiretime"), ""),
        "threaded": "",
        "pooling": "",
    },
    kept={"connectby": "connect_by", "walletlocation": "wallet_location", "mywalletdirectory": "wallet_location"},
    flags={("protocol", "tcps"): TlsMode.VERIFY_FULL},
    limits={("sslserverdnmatch", no): TlsMode.VERIFY_CA for no in _NO},
    guards=frozenset(("sslservercertdn", "sslversion", "sslallowweakdnmatch")),
)
SERVERS = (POSTGRESQL, MYSQL, SQL_SERVER, ORACLE)
FILES = "files"
"""The provider of tables in files."""
FILE_PARAMETERS = ("encoding", "delimiter", "header")
"""What an address says of how files are written, whatever else their provider knows."""
FILE_PROVIDERS = frozenset({"sqlite", FILES})
SECRET_WORDS = frozenset(
    (
        *(
            "token",
            "accesstoken",
            "secret",
            "secretkey",
            "apikey",
            "passphrase",
            "privatekey",
            "passwd",
            "clientsecret",
        ),
        *("authtoken", "credentials", "credentialsbase64", "privatekeypassphrase", "awssecretaccesskey"),
    )
)
"""Folded parameters of other people's drivers whose value must not be kept beside the address."""


def kind_named(provider: str) -> ServerKind:
    """The kind of this provider's addresses; one nobody has described has its id as its scheme."""
    return next((kind for kind in SERVERS if kind.id == provider), ServerKind(provider, provider, provider))


def kind_of_scheme(scheme: str, providers: Iterable[ProviderInfo] = ()) -> ServerKind | None:
    """The kind an address of this scheme belongs to. providers: those beside the table's own."""
    wanted = scheme.lower()
    for kind in SERVERS:
        if wanted == kind.scheme or wanted in kind.schemes:
            return kind
    base = wanted.partition("+")[0]
    for info in providers:
        if info.id not in FILE_PROVIDERS and base in (info.id, info.scheme) and base:
            return third_party(info)
    return None


def third_party(info: ProviderInfo) -> ServerKind:
    """What addresses of a provider look like that the table doesn't know: every parameter is its driver's."""
    return ServerKind(
        info.id, info.label, info.id, (info.scheme,), info.default_port, unknown=Unknown.KEEP, is_file=info.is_file
    )


def default_port(provider: str) -> int | None:
    """The port servers of this kind usually have; None for files and kinds of others."""
    return kind_named(provider).default_port
