"""What is put into the store comes back, names are unique, and what is still needed can't go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor  # noqa: TID251 - worker threads are what is tested
from dataclasses import replace

import pytest
from sqlalchemy import text

from kbconnect.adapters.store import SqlStore
from kbconnect.adapters.store.runs import REJECTS_KEPT
from kbconnect.core.connector import ConnectorOptions
from kbconnect.core.errors import (
    InputError,
    InUseError,
    NameTakenError,
    NotFoundError,
    StoreDamagedError,
    StoreError,
    StoreTooNewError,
)
from kbconnect.core.model import (
    ChangeMode,
    KnowledgeBaseInfo,
    QuerySelection,
    Reject,
    RunStatus,
)
from kbconnect.core.store import VaultContent, VaultEntry
from tests.adapters.store.examples import CONNECTOR, DATASET, ELSEWHERE, KNOWLEDGE_BASE, NIGHTLY, NOON, RUN, fill


def test_a_connector_comes_back_as_it_was(store: SqlStore) -> None:
    bare = replace(CONNECTOR, id="c2", name="bare", port=None, options=ConnectorOptions(), last_check=None)
    store.connectors.add(CONNECTOR)
    store.connectors.add(bare)
    assert store.connectors.get("c1") == CONNECTOR
    assert store.connectors.find("sHoP") == CONNECTOR
    assert store.connectors.list() == (bare, CONNECTOR)


def test_a_connector_can_be_changed_and_renamed_to_its_own_name(store: SqlStore) -> None:
    store.connectors.add(CONNECTOR)
    changed = replace(CONNECTOR, name="SHOP", host="other", last_check=None)
    store.connectors.update(changed)
    assert store.connectors.list() == (changed,)


def test_times_come_back_in_utc_whatever_zone_they_had(store: SqlStore) -> None:
    store.connectors.add(replace(CONNECTOR, created_at=NOON.astimezone(ELSEWHERE)))
    created = store.connectors.get("c1").created_at
    assert created == NOON
    assert created.utcoffset() == NOON.utcoffset()


def test_a_time_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="did not do what was asked"):
        store.connectors.add(replace(CONNECTOR, created_at=NOON.replace(tzinfo=None)))
    assert store.connectors.list() == ()


@pytest.mark.parametrize(
    ("name", "other"),
    [("Shop", "sHOP"), ("Größe", "GRÖSSE"), ("Ärger", "A\N{COMBINING DIAERESIS}RGER"), ("Ωμέγα", "ΩΜΈΓΑ")],
)
def test_names_that_differ_only_in_case_are_the_same(store: SqlStore, name: str, other: str) -> None:
    store.connectors.add(replace(CONNECTOR, name=name))
    second = replace(CONNECTOR, id="c2", name="something else")
    store.connectors.add(second)
    with pytest.raises(NameTakenError, match=name):
        store.connectors.add(replace(CONNECTOR, id="c3", name=other))
    with pytest.raises(NameTakenError):
        store.connectors.update(replace(second, name=other))
    assert store.connectors.find(other).id == "c1"
    assert store.connectors.get("c2") == second


@pytest.mark.parametrize("name", ["", " ", "a'b\"c; DROP TABLE connectors", "\N{NULL}x", "🙂" * 500, "%_\\"])
def test_any_text_is_a_name(store: SqlStore, name: str) -> None:
    store.connectors.add(replace(CONNECTOR, name=name))
    assert store.connectors.find(name).name == name


def test_half_a_character_is_refused_and_nothing_is_saved(store: SqlStore) -> None:
    with pytest.raises(InputError, match="characters"):
        store.connectors.add(replace(CONNECTOR, name="\ud800"))
    assert store.connectors.list() == ()


def test_what_is_not_there_is_named(store: SqlStore) -> None:
    fill(store)
    with pytest.raises(NotFoundError, match="no connector called “nobody”"):
        store.connectors.find("nobody")
    for call in (
        lambda: store.connectors.get("x"),
        lambda: store.connectors.remove("x"),
        lambda: store.connectors.update(replace(CONNECTOR, id="x", name="x")),
        lambda: store.datasets.get("x"),
        lambda: store.datasets.find("x"),
        lambda: store.datasets.remove("x"),
        lambda: store.datasets.update(replace(DATASET, id="x", name="x")),
        lambda: store.datasets.add(replace(DATASET, id="x", name="x", connector_id="x")),
        lambda: store.datasets.add(replace(DATASET, id="x", name="x", knowledge_base_id="x")),
        lambda: store.knowledge_bases.get("x"),
        lambda: store.knowledge_bases.find("x"),
        lambda: store.knowledge_bases.remove("x"),
        lambda: store.runs.get(9),
        lambda: store.runs.update(replace(RUN, id=9)),
        lambda: store.runs.add(replace(RUN, dataset_id="x")),
        lambda: store.schedules.put(replace(NIGHTLY, dataset_id="x")),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_a_dataset_comes_back_as_it_was(store: SqlStore) -> None:
    fill(store)
    query = replace(
        DATASET,
        id="d2",
        name="a query",
        selection=QuerySelection("SELECT 'x' AS \"é\""),
        mode=ChangeMode.CURSOR,
        cursor_column="changed",
    )
    store.datasets.add(query)
    assert store.datasets.list() == (query, DATASET)
    assert store.datasets.find("PRODUCTS") == DATASET
    changed = replace(query, name="renamed", selection=DATASET.selection)
    store.datasets.update(changed)
    assert store.datasets.get("d2") == changed


def test_what_a_dataset_uses_stays(store: SqlStore) -> None:
    fill(store)
    with pytest.raises(InUseError, match=r"“Shop”.*“Products”"):
        store.connectors.remove("c1")
    with pytest.raises(InUseError, match=r"“Team”.*“Products”"):
        store.knowledge_bases.remove("k1")
    store.datasets.remove("d1")
    store.connectors.remove("c1")
    store.knowledge_bases.remove("k1")
    assert (store.connectors.list(), store.knowledge_bases.list(), store.datasets.list()) == ((), (), ())


def test_knowledge_bases_are_found_by_name(store: SqlStore) -> None:
    other = KnowledgeBaseInfo("k2", "archive", "sqlite", "/x", "none", NOON)
    store.knowledge_bases.add(KNOWLEDGE_BASE)
    store.knowledge_bases.add(other)
    with pytest.raises(NameTakenError):
        store.knowledge_bases.add(replace(other, id="k3", name="TEAM"))
    assert store.knowledge_bases.list() == (other, KNOWLEDGE_BASE)
    assert store.knowledge_bases.find("team") == store.knowledge_bases.get("k1") == KNOWLEDGE_BASE


def test_a_run_comes_back_with_its_rejects(store: SqlStore) -> None:
    fill(store)
    added = store.runs.add(RUN)
    assert added == replace(RUN, id=added.id) == store.runs.get(added.id)
    done = replace(added, status=RunStatus.COMPLETED, error=None, rejects=(Reject(("2",), "", "Twice."),))
    store.runs.update(done)
    assert store.runs.get(added.id) == done
    assert store.runs.list() == (replace(done, rejects=()),)


def test_runs_are_listed_newest_first_and_their_numbers_never_come_again(store: SqlStore) -> None:
    fill(store)
    store.datasets.add(replace(DATASET, id="d2", name="other"))
    ids = [store.runs.add(replace(RUN, dataset_id=dataset)).id for dataset in ("d1", "d2", "d1", "d2")]
    assert [run.id for run in store.runs.list()] == ids[::-1]
    assert [run.id for run in store.runs.list("d1")] == [ids[2], ids[0]]
    assert [run.id for run in store.runs.list(limit=1)] == [ids[3]]
    store.datasets.remove("d2")
    assert [run.id for run in store.runs.list()] == [ids[2], ids[0]]
    assert store.runs.add(RUN).id > max(ids)


def test_a_run_keeps_the_first_thousand_rejects(store: SqlStore) -> None:
    fill(store)
    rejects = tuple(Reject((str(number),), "body", "bad") for number in range(REJECTS_KEPT + 5))
    assert store.runs.add(replace(RUN, rejects=rejects)).rejects == rejects[:REJECTS_KEPT]
    assert REJECTS_KEPT == 1000


def test_a_run_is_kept_even_if_the_source_sent_half_characters(store: SqlStore) -> None:
    fill(store)
    kept = store.runs.add(replace(RUN, rejects=(Reject(("\ud800",), "\udfff", "bad \ud800"),)))
    assert kept.rejects == (Reject(("\ud800",), "\\udfff", "bad \\ud800"),)


def test_settings_are_replaced(store: SqlStore) -> None:
    assert store.settings.get("theme") is None
    store.settings.put("theme", "dark")
    store.settings.put("theme", "light")
    assert store.settings.get("theme") == "light"


def test_the_vault_is_rewritten_as_a_whole_or_not_at_all(store: SqlStore) -> None:
    first = VaultContent("header", (VaultEntry("a", "1"), VaultEntry("b", "2")))
    assert store.vault.content() == VaultContent(None, ())
    assert store.vault.rewrite(lambda _: first) == first == store.vault.content()
    with pytest.raises(ZeroDivisionError):
        store.vault.rewrite(lambda _: VaultContent(str(1 // 0), ()))
    assert store.vault.content() == first
    store.vault.rewrite(lambda content: replace(content, entries=content.entries[1:]))
    assert store.vault.content() == VaultContent("header", (VaultEntry("b", "2"),))


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("options", "{", StoreDamagedError),
        ("options", "[]", StoreDamagedError),
        ("options", '{"version": 1, "tls": "rot13"}', StoreDamagedError),
        ("options", '{"version": 2}', StoreTooNewError),
        ("created_at", "yesterday", StoreDamagedError),
    ],
)
def test_a_row_that_makes_no_sense_is_an_error_of_ours(
    store: SqlStore, column: str, value: str, error: type[Exception]
) -> None:
    store.connectors.add(CONNECTOR)
    with store._database.write() as connection:
        connection.execute(text(f"UPDATE connectors SET {column} = :value"), {"value": value})
    with pytest.raises(error):
        store.connectors.list()


def test_threads_write_and_read_at_once(store: SqlStore) -> None:
    fill(store)

    def work(number: int) -> int:
        store.connectors.add(replace(CONNECTOR, id=f"t{number}", name=f"name {number}"))
        run = store.runs.add(RUN)
        store.runs.update(replace(run, seconds=float(number)))
        store.vault.rewrite(
            lambda content: replace(content, entries=(*content.entries, VaultEntry(str(number), "token")))
        )
        assert len(store.connectors.list()) > 1
        return run.id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(work, range(40)))
    assert len(set(ids)) == 40
    assert len(store.connectors.list()) == 41
    assert len(store.vault.content().entries) == 40
    assert sorted(store.runs.get(run_id).seconds or 0.0 for run_id in ids) == [float(number) for number in range(40)]
