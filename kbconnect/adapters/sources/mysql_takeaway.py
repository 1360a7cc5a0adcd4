"""The script that takes from the present MySQL or MariaDB account what reading doesn't need.

Owns its text, every name in it quoted. It is shown and never run here: other programs may use the same account. What
everybody has (PUBLIC) can't be revoked from one account; such lines are comments that say whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pymysql

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_rights import (
    OwnGrant,
    account_name,
    grants_of,
    in_a_line,
    lines_with_role,
    own_grants_of,
    powers_of,
)
from kbconnect.adapters.sources.mysql_statements import quote
from kbconnect.core.access import Severity

_READS = frozenset({"USAGE", "SELECT", "SHOW VIEW", "SHOW DATABASES"})
_STAYS = frozenset({"EXECUTE"})
"""A query, or a view, may call functions."""

_EVERYBODY = "PUBLIC"
_EVERYTHING = "ALL PRIVILEGES"


@dataclass(frozen=True, slots=True)
class _Roles:
    """taken: those that may do more than read. unknown: those whose rights nobody here may see."""

    taken: tuple[str, ...]
    unknown: tuple[str, ...]


def take_away_script(session: Session, rights: Sequence[str]) -> str:
    """For the account of this session; "" if there is nothing to take. rights: the statements that let it read, so that
    what it read as a member of a role stays. Raises pymysql.MySQLError."""
    ((current,),) = session.rows("SELECT CURRENT_USER()")
    user, _, host = current.rpartition("@")
    account = account_name(user, host)
    lines = [line for (line,) in session.rows("SHOW GRANTS")]
    grants = own_grants_of(lines)
    if any(grant.place == "*.*" and {"SUPER", _EVERYTHING} & set(grant.rights) for grant in grants):
        # It may be the only administrator there is: a new account it is.
        return ""
    roles = _roles(session, lines, user)
    taken = [statement for grant in grants if grant.grantee == user for statement in _statements(grant, account)]
    taken += [f"REVOKE {quote(role)} FROM {account};" for role in roles.taken]
    if not taken:
        return ""
    return "\n".join(
        (
            in_a_line(f"-- Takes from {account} what reading doesn't need. Run it once, as an administrator, and only"),
            "-- if no other program uses this account.",
            *taken,
            *_remarks(roles, grants, account),
            *rights,
            "-- Sessions that are open keep a part of what they had until they end.",
        )
    )


def _statements(grant: OwnGrant, account: str) -> Iterator[str]:
    on = f"{grant.kind} {grant.place}".strip()
    if grant.grantable:
        yield f"REVOKE GRANT OPTION ON {on} FROM {account};"
    if _EVERYTHING in grant.rights:
        yield f"REVOKE ALL PRIVILEGES ON {on} FROM {account};"
        yield f"GRANT SELECT ON {on} TO {account};"
    elif more := _more_than_reading(grant):
        yield f"REVOKE {', '.join(more)} ON {on} FROM {account};"


def _more_than_reading(grant: OwnGrant) -> list[str]:
    """With the columns they are about."""
    return [f"{right} {columns}".strip() for right, columns in grant.rights.items() if right not in _READS | _STAYS]


def _remarks(roles: _Roles, grants: Sequence[OwnGrant], account: str) -> Iterator[str]:
    for role in roles.unknown:
        yield in_a_line(
            f"-- What the role {quote(role)} may do could not be seen. Perhaps: REVOKE {quote(role)} FROM {account};"
        )
    for grant in grants:
        if grant.grantee == _EVERYBODY and (more := _more_than_reading(grant)):
            on = f"{grant.kind} {grant.place}".strip()
            yield in_a_line(
                f"-- Everybody may do this on {on}, so it can't be taken from one account: {', '.join(more)}."
            )
        elif "EXECUTE" in grant.rights:
            on = f"{grant.kind} {grant.place}".strip()
            yield "-- It may still run stored programs, because a query may call functions. If none does:"
            yield in_a_line(f"-- REVOKE EXECUTE ON {on} FROM {account};")


def _roles(session: Session, lines: Sequence[str], user: str) -> _Roles:
    # A role that is taken on by itself shows its rights among the account's.
    own, _ = grants_of(line for line in lines if any(one.grantee == user for one in own_grants_of([line])))
    taken, unknown = [], []
    for role in grants_of(lines)[1]:
        try:
            lent = grants_of(lines_with_role(session, role))[0]
        except pymysql.MySQLError:
            unknown.append(role)
            continue
        if any(power.severity is not Severity.REACHES for power in powers_of([one for one in lent if one not in own])):
            taken.append(role)
    return _Roles(tuple(taken), tuple(unknown))
