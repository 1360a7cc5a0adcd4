"""Taking connections over that somebody has described elsewhere, and writing connectors to a file.

Owns what an import would do, which is told before anything is written, and the order in which it is done. Two things
protect from a file somebody else has made: a saved password stays with a replaced connector only if that still leads to
the same account at the same server, as well encrypted; and where a password is read from (env:, file:) is only taken
over when asked for, since it could hand any variable of this computer to a server of somebody's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kbconnect.app.connectors import Connectors, KeepSecret, NewSecret, OnUnread, SecretReference, draft_of, free_name
from kbconnect.core.address_export import write_connectors
from kbconnect.core.address_files import FoundConnection
from kbconnect.core.address_kinds import default_port
from kbconnect.core.connector import Connector, ConnectorDraft, TlsMode, references_of
from kbconnect.core.errors import KbConnectError, SecretStoreLockedError
from kbconnect.core.job import JobContext


class Act(StrEnum):
    """What becomes of a connection that was found."""

    ADD = "add"
    REPLACE = "replace"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Change:
    """A field a replacement changes. what: its name in a ConnectorDraft or in its options."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import would do with one connection.

    name: under which it is added. acts: what may be chosen, none if it can't be taken. existing: the connector of the
    same name. changes: what a replacement changes. keeps_secret: a replacement leaves the saved password alone.
    same_as: the name of a connector that leads to the same place already, "" if none.
    """

    found: FoundConnection
    name: str
    act: Act
    acts: tuple[Act, ...]
    existing: Connector | None = None
    changes: tuple[Change, ...] = ()
    keeps_secret: bool = False
    same_as: str = ""

    @property
    def is_renamed(self) -> bool:
        return self.act is Act.ADD and self.name != self.found.draft.name


@dataclass(frozen=True, slots=True)
class Refused:
    """A connection that could not be saved, and why."""

    name: str
    error: KbConnectError


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. failed: the others were saved all the same. without_secret: still to be given a password.
    unread: those that are saved, with why their secret can't be read from where it is kept now."""

    added: tuple[Connector, ...] = ()
    replaced: tuple[Connector, ...] = ()
    failed: tuple[Refused, ...] = ()
    without_secret: tuple[str, ...] = ()
    unread: tuple[Refused, ...] = ()


def export_connectors(connectors: Connectors, connector_ids: Iterable[str] | None = None) -> str:
    """The text of a file with these connectors, all of them if None; never with a password. Raises NotFoundError."""
    chosen = connectors.list() if connector_ids is None else [connectors.get(one) for one in connector_ids]
    return write_connectors(chosen)


def plan_import(found: Sequence[FoundConnection], connectors: Sequence[Connector]) -> tuple[Planned, ...]:
    """What importing would do, in the order found. Nothing is replaced unless somebody chooses that: what differs from
    a connector of the same name is added under another name, and what is there already is left out."""
    known = {connector.name.casefold(): connector for connector in connectors}
    places = {_place(draft_of(connector)): connector.name for connector in reversed(connectors)}
    taken = set(known)
    replaceable = set(known)
    planned = []
    for one in found:
        wanted = one.draft.name
        if one.problem:
            planned.append(Planned(one, wanted, Act.SKIP, ()))
            continue
        existing = known.get(wanted.casefold()) if wanted.casefold() in replaceable else None
        replaceable.discard(wanted.casefold())
        made = _planned(one, existing, places.get(_place(one.draft), ""), free_name(wanted, taken))
        if made.act is Act.ADD:
            taken.add(made.name.casefold())
            places.setdefault(_place(one.draft), made.name)
        planned.append(made)
    return tuple(planned)


def _planned(one: FoundConnection, existing: Connector | None, same_as: str, name: str) -> Planned:
    changes = changes_between(draft_of(existing), one.draft) if existing is not None else ()
    if existing is not None and not changes:
        return Planned(one, name, Act.SKIP, (Act.SKIP, Act.ADD), existing, same_as=existing.name)
    acts = (Act.ADD, Act.SKIP) if existing is None else (Act.ADD, Act.REPLACE, Act.SKIP)
    keeps = existing is not None and _keeps_secret(draft_of(existing), one.draft)
    return Planned(one, name, Act.SKIP if same_as else Act.ADD, acts, existing, changes, keeps, same_as)


def with_acts(planned: Sequence[Planned], acts: Sequence[Act], connectors: Sequence[Connector]) -> tuple[Planned, ...]:
    """The plan with the acts somebody chose, one for each; names are found anew, so that no two are the same."""
    taken = {connector.name.casefold() for connector in connectors}
    chosen = []
    for one, act in zip(planned, acts, strict=True):
        name = free_name(one.found.draft.name, taken) if act is Act.ADD else one.name
        if act is Act.ADD:
            taken.add(name.casefold())
        chosen.append(replace(one, act=act if act in one.acts else Act.SKIP, name=name))
    return tuple(chosen)


def changes_between(before: ConnectorDraft, after: ConnectorDraft) -> tuple[Change, ...]:
    """The fields that differ, but the name's spelling and a port that is the usual one anyway."""
    pairs = [
        *((what, getattr(before, what), getattr(after, what)) for what in ("provider", "host", "username", "database")),
        ("port", _port(before), _port(after)),
        ("tls", before.options.tls.value, after.options.tls.value),
        *(
            (what, getattr(before.options, what), getattr(after.options, what))
            for what in ("tls_ca_file", "tls_certificate_file", "tls_key_file")
        ),
        ("tunnel", _tunnel(before), _tunnel(after)),
        ("extras", _extras(before), _extras(after)),
        *(
            (what, getattr(before.options, what), getattr(after.options, what))
            for what in ("connect_timeout_s", "statement_timeout_s")
        ),
    ]
    return tuple(Change(what, str(old or ""), str(new or "")) for what, old, new in pairs if old != new)


def _tunnel(draft: ConnectorDraft) -> str:
    """The SSH server it goes through, "" if through none."""
    found = draft.options.tunnel
    if found is None:
        return ""
    account = f"{found.username}@{found.host}" if found.username else found.host
    return ", ".join(part for part in (f"{account}:{found.port}", found.key_file, found.jump) if part)


def _extras(draft: ConnectorDraft) -> str:
    return ", ".join(f"{each.name}={each.value}" for each in draft.options.extras)


def _place(draft: ConnectorDraft) -> tuple[object, ...]:
    return draft.provider, draft.host.casefold(), _port(draft), draft.username, draft.database, _tunnel(draft)


def _port(draft: ConnectorDraft) -> int | None:
    return draft.port or default_port(draft.provider)


def _keeps_secret(before: ConnectorDraft, after: ConnectorDraft) -> bool:
    modes = list(TlsMode)
    same = _place(replace(before, database="")) == _place(replace(after, database=""))
    as_safe = modes.index(after.options.tls) >= modes.index(before.options.tls)
    same_extras = _extras(before) == _extras(after)  # an option of a driver may lead elsewhere
    return same and as_safe and same_extras and before.options.tls_ca_file == after.options.tls_ca_file


def carry_out(
    connectors: Connectors, planned: Sequence[Planned], context: JobContext, *, take_references: bool = False
) -> Imported:
    """Does what is planned, one after the other; what can't be saved doesn't keep the rest from it.

    take_references: where a file says a password is read from, it is read from there. Raises JobCancelled.
    """
    added: list[Connector] = []
    replaced: list[Connector] = []
    failed: list[Refused] = []
    without: list[str] = []
    unread: list[Refused] = []
    locked: SecretStoreLockedError | None = None
    for one in planned:
        if one.act is Act.SKIP:
            continue
        context.check()
        needs_store = one.found.secret is not None
        if locked is not None and needs_store:  # whoever did not unlock it once isn't asked for each
            failed.append(Refused(one.name, locked))
            continue
        try:
            saved = _carry_out(
                connectors,
                one,
                take_references=take_references,
                on_unread=lambda error, name=one.name: unread.append(Refused(name, error)),  # type: ignore[misc]  # a default has no type here
            )
        except KbConnectError as error:
            locked = error if isinstance(error, SecretStoreLockedError) else locked
            failed.append(Refused(one.name, error))
            continue
        (added if one.act is Act.ADD else replaced).append(saved)
        if not saved.secret_reference and (one.found.wants_secret or one.found.reference):
            without.append(saved.name)
    return Imported(tuple(added), tuple(replaced), tuple(failed), tuple(without), tuple(unread))


def still_left(done: Imported, connectors: Sequence[Connector]) -> Imported:
    """The same import with its connectors as they are now, and only what is left to do: nothing of one that was removed
    since, or given another secret."""
    now = {connector.id: connector for connector in connectors}
    was = {connector.name: connector for connector in (*done.added, *done.replaced)}

    def name_of(name: str) -> str:
        """Of one of which something is left, as it is called now; else ""."""
        before = was.get(name)
        if before is None:
            return name
        after = now.get(before.id)
        return after.name if after is not None and references_of(after) == references_of(before) else ""

    return replace(
        done,
        added=tuple(now.get(one.id, one) for one in done.added),
        replaced=tuple(now.get(one.id, one) for one in done.replaced),
        without_secret=tuple(filter(None, map(name_of, done.without_secret))),
        unread=tuple(replace(one, name=name_of(one.name)) for one in done.unread if name_of(one.name)),
    )


def _carry_out(connectors: Connectors, one: Planned, *, take_references: bool, on_unread: OnUnread) -> Connector:
    found = one.found
    secret: NewSecret = found.secret
    if secret is None and found.reference and take_references:
        secret = SecretReference(found.reference)
    tunnel = found.draft.options.tunnel
    named = tunnel.secret_reference if tunnel is not None and take_references else ""
    tunnel_secret = SecretReference(named) if named else None
    if one.act is Act.REPLACE and one.existing is not None:
        keep = secret is None and one.keeps_secret
        # A saved password of an SSH account is for that account at that server alone.
        keep_tunnel = not named and _tunnel(draft_of(one.existing)) == _tunnel(found.draft)
        return connectors.edit(
            one.existing.id,
            replace(found.draft, name=one.existing.name),
            KeepSecret.KEEP if keep else secret,
            KeepSecret.KEEP if keep_tunnel else tunnel_secret,
            on_unread,
        )
    return connectors.add(replace(found.draft, name=one.name), secret, tunnel_secret, on_unread)
