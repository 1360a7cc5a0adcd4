"""What is sensitive on its way into a knowledge base: kept, masked, hashed, gone from the file when that changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import Connector
from kbconnect.core.errors import InputError, MappingError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import (
    ChangeMode,
    Dataset,
    DatasetDraft,
    Document,
    KnowledgeBaseDraft,
    Mapping,
    RunStatus,
    SyncOptions,
    SyncRun,
    TableRef,
    TableSelection,
)
from kbconnect.core.treatment import ColumnTreatment, SensitiveKind, Treatment
from tests.app.conftest import Shop

ROWS = 60
PLAIN = Mapping(("id",), "name", ("note",), ("email", "phone"))


def name(number: int) -> str:
    return f"Qzorvath{number}"


def email(number: int) -> str:
    return f"wkzettel{number}@vrumfondel.example"


@pytest.fixture
def people(shop: Shop) -> Shop:
    shop.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE, phone TEXT, note TEXT)")
    for number in range(ROWS):
        note = f"Wants a tent for {number + 1} people" + (f", write to {email(number)}." if number % 3 == 0 else ".")
        shop.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?)",
            number,
            name(number),
            email(number),
            f"+49 30 55512{number:03}",
            note,
        )
    return shop


@pytest.fixture
def base(application: Application) -> str:
    return application.knowledge_bases.add(KnowledgeBaseDraft("People", embedder="none")).id


@pytest.fixture
def plain(people: Shop, connector: Connector, base: str) -> DatasetDraft:
    return DatasetDraft("People", connector.id, TableSelection(TableRef("", "people")), PLAIN, base)


def treated(mapping: Mapping, **treatments: Treatment) -> Mapping:
    made = tuple(ColumnTreatment(column, treatment) for column, treatment in treatments.items())
    return replace(mapping, treatments=made)


def sync(application: Application, dataset: Dataset, **options: bool) -> SyncRun:
    run = application.syncing.sync(dataset.id, SyncOptions(**options), InlineContext())  # type: ignore[arg-type] # flags
    assert run.status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS), run.error
    return run


def documents(application: Application, dataset: Dataset) -> list[Document]:
    """Sorted by id of the row, or its hash."""
    with application.knowledge_bases.open(dataset.knowledge_base_id) as opened:
        counts = opened.counts()
        found = {
            chunk.document.document_id: chunk.document for chunk in opened.chunks(range(1, opened.next_chunk_id()))
        }
    assert len(found) == counts.documents
    return sorted(found.values(), key=lambda document: str(document.key[0].value).zfill(40))


def files_of(application: Application, dataset: Dataset) -> bytes:
    """Every byte on disk: the file and what SQLite keeps beside it."""
    place = Path(application.knowledge_bases.get(dataset.knowledge_base_id).location)
    return b"".join(path.read_bytes() for path in sorted(place.parent.glob(f"{place.name}*")))


def previewed(application: Application, draft: DatasetDraft) -> list[Document]:
    shown = application.catalog.preview(draft, ROWS, "none", InlineContext())
    return [one.document for one in shown.documents]


MASKED = treated(PLAIN, email=Treatment.MASK, phone=Treatment.MASK, note=Treatment.MASK_FOUND)


def test_the_same_treatment_in_preview_and_sync(application: Application, plain: DatasetDraft) -> None:
    draft = replace(plain, mapping=MASKED)
    dataset = application.datasets.add(draft)
    sync(application, dataset)
    written, shown = documents(application, dataset), previewed(application, draft)
    assert [(one.key, one.title, one.text, one.metadata) for one in written] == [
        (one.key, one.title, one.text, one.metadata) for one in shown
    ]
    first = written[0]
    assert first.text == "Wants a tent for 1 people, write to w…@vrumfondel.example."
    assert [field.value for field in first.metadata] == ["w…@vrumfondel.example", "•••• 00"]
    assert sync(application, dataset).counts.unchanged == ROWS


def test_masked_metadata_leaves_texts_alone(application: Application, plain: DatasetDraft) -> None:
    dataset = application.datasets.add(plain)
    sync(application, dataset)
    mapping = treated(PLAIN, email=Treatment.MASK)
    dataset = application.datasets.edit(dataset.id, replace(plain, mapping=mapping))
    counts = sync(application, dataset).counts
    assert (counts.metadata_updated, counts.updated, counts.chunks_written) == (ROWS, 0, 0)
    assert b"wkzettel4@" not in files_of(application, dataset)


@pytest.mark.parametrize(
    "mapping",
    [MASKED, treated(PLAIN, email=Treatment.HASH, note=Treatment.MASK_FOUND), Mapping(("id",), "name", ("phone",))],
    ids=["masked", "hashed", "left out"],
)
def test_no_copy_of_the_plain_value_stays_behind(
    application: Application, plain: DatasetDraft, mapping: Mapping
) -> None:
    dataset = application.datasets.add(plain)
    sync(application, dataset)
    before = files_of(application, dataset)
    assert b"wkzettel3" in before
    dataset = application.datasets.edit(dataset.id, replace(plain, mapping=mapping))
    run = sync(application, dataset)
    assert (run.counts.updated + run.counts.metadata_updated, run.counts.added) == (ROWS, 0)
    assert any("removed from its file for good" in remark for remark in run.remarks), run.remarks
    after = files_of(application, dataset)
    assert [number for number in range(ROWS) if email(number).partition("@")[0].encode() in after] == []
    assert name(3).lower().encode() in after.lower(), "what stays is still there"
    assert sync(application, dataset).remarks == ()


def test_a_reader_beside_us_keeps_the_wipe_for_the_next_sync(
    application: Application, plain: DatasetDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbconnect.adapters.knowledge_bases.sqlite_schema._BUSY_TIMEOUT_S", 0.1)
    dataset = application.datasets.add(plain)
    sync(application, dataset)
    dataset = application.datasets.edit(dataset.id, replace(plain, mapping=MASKED))
    place = application.knowledge_bases.get(dataset.knowledge_base_id).location
    with closing(sqlite3.connect(place, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        run = sync(application, dataset)
        assert any("The next sync tries again" in remark for remark in run.remarks), run.remarks
    assert any("removed from its file for good" in remark for remark in sync(application, dataset).remarks)
    assert b"wkzettel3" not in files_of(application, dataset)


def test_hashes_join_and_stay(
    application: Application, plain: DatasetDraft, tmp_path: Path, environment: dict[str, str]
) -> None:
    draft = replace(plain, mapping=treated(PLAIN, email=Treatment.HASH))
    dataset = application.datasets.add(draft)
    other = application.datasets.add(
        replace(draft, name="Again", mapping=treated(Mapping(("id",), "", ("email",)), email=Treatment.HASH))
    )
    sync(application, dataset), sync(application, other)
    hashes = [one.metadata[0].value for one in documents(application, dataset) if one.metadata]
    assert len({*hashes}) == ROWS
    assert all(isinstance(value, str) and len(value) == 32 for value in hashes)
    assert {one.text for one in documents(application, other) if not one.metadata} == {*hashes}
    assert previewed(application, draft)[0].metadata[0].value == hashes[0]
    with build_application(tmp_path / "home", environment, lambda purpose: None) as later:
        assert sync(later, dataset).counts.unchanged == ROWS


def test_a_dry_run_counts_what_is_treated(application: Application, plain: DatasetDraft) -> None:
    draft = replace(plain, mapping=treated(PLAIN, email=Treatment.HASH, note=Treatment.MASK_FOUND))
    counted = application.dry_runs.count(draft, InlineContext())
    assert (counted.documents, counted.rejected) == (ROWS, 0)


def test_another_knowledge_base_has_other_hashes(application: Application, plain: DatasetDraft) -> None:
    mapping = treated(PLAIN, email=Treatment.HASH)
    second = application.knowledge_bases.add(KnowledgeBaseDraft("Second", embedder="none")).id
    values = set()
    for number, place in enumerate((plain.knowledge_base_id, second)):
        dataset = application.datasets.add(replace(plain, name=f"P{number}", mapping=mapping, knowledge_base_id=place))
        sync(application, dataset)
        values.add(documents(application, dataset)[0].metadata[0].value)
    assert len(values) == 2


def test_a_hashed_key_can_not_be_found_by_guessing(application: Application, plain: DatasetDraft) -> None:
    """The ledger of a dataset names rows by a hash of their key: it must be keyed, too."""
    from kbconnect.core.changes import key_digest

    mapping = Mapping(("email",), "", ("note",))
    draft = replace(plain, mapping=mapping)
    dataset = application.datasets.add(draft)
    sync(application, dataset)
    assert key_digest((email(3),)) in files_of(application, dataset)
    hashed = treated(mapping, email=Treatment.HASH, note=Treatment.MASK_FOUND)
    dataset = application.datasets.edit(dataset.id, replace(draft, mapping=hashed))
    assert documents(application, dataset) == []
    run = sync(application, dataset)
    assert run.counts.added == ROWS
    after = files_of(application, dataset)
    assert key_digest((email(3),)) not in after
    assert b"wkzettel3" not in after
    assert sync(application, dataset).counts.unchanged == ROWS


def test_rejects_show_hashed_keys_and_are_tried_again(
    application: Application, people: Shop, plain: DatasetDraft
) -> None:
    people.execute("UPDATE people SET note = '' WHERE id < 2")
    draft = replace(plain, mapping=treated(Mapping(("email",), "", ("note",)), email=Treatment.HASH))
    dataset = application.datasets.add(draft)
    run = sync(application, dataset)
    assert [len(reject.key[0] or "") for reject in run.rejects] == [32, 32]
    people.execute("UPDATE people SET note = 'Now there is one' WHERE id = 0")
    again = sync(application, dataset, retry_rejects=True)
    assert (again.counts.added, again.counts.rejected) == (1, 1)


def test_a_lost_key_is_made_anew_and_told(application: Application, plain: DatasetDraft) -> None:
    dataset = application.datasets.add(replace(plain, mapping=treated(PLAIN, email=Treatment.HASH)))
    sync(application, dataset)
    before = documents(application, dataset)[0].metadata[0].value
    keys = application.syncing._hash_keys
    reference = keys._settings.get("hash_key")
    assert reference is not None
    keys._secrets.delete(reference)
    run = sync(application, dataset)
    assert any("key that values are hashed with was gone" in remark for remark in run.remarks)
    assert documents(application, dataset)[0].metadata[0].value != before
    assert run.counts.unchanged == 0


def test_what_becomes_sensitive_later_is_told_once(application: Application, people: Shop, plain: DatasetDraft) -> None:
    people.execute("UPDATE people SET note = 'Nothing to see in this long note about tents'")
    dataset = application.datasets.add(replace(plain, mapping=Mapping(("id",), "name", ("note",))))
    assert sync(application, dataset).remarks == ()
    people.execute("UPDATE people SET note = 'My card is 4111 1111 1111 1111, please use that one' WHERE id IN (4, 5)")
    remarks = sync(application, dataset).remarks
    assert any("“note”" in one and "2 of 2 texts hold a payment card number" in one for one in remarks), remarks
    people.execute("UPDATE people SET note = 'The card is 4111 1111 1111 1111, as I said before' WHERE id = 6")
    assert sync(application, dataset).remarks == ()


def test_a_knowledge_base_tells_what_it_holds_as_it_is(application: Application, plain: DatasetDraft) -> None:
    dataset = application.datasets.add(plain)
    assert application.knowledge_bases.exposed(dataset.knowledge_base_id) == []
    sync(application, dataset)
    (exposed,) = application.knowledge_bases.exposed(dataset.knowledge_base_id)
    assert (exposed.dataset.id, exposed.columns) == (dataset.id, ("email", "note", "phone"))
    dataset = application.datasets.edit(dataset.id, replace(plain, mapping=MASKED))
    sync(application, dataset)
    assert application.knowledge_bases.exposed(dataset.knowledge_base_id) == []


def test_a_key_is_hashed_or_taken_as_it_is(application: Application, plain: DatasetDraft) -> None:
    mapping = treated(Mapping(("email",), "", ("note",)), email=Treatment.MASK)
    with pytest.raises(MappingError, match="can't be masked"):
        previewed(application, replace(plain, mapping=mapping))
    with pytest.raises(MappingError, match="can't be masked"):
        application.datasets.add(replace(plain, mapping=mapping))


def test_a_followed_key_is_not_hidden(application: Application, plain: DatasetDraft) -> None:
    draft = replace(plain, mode=ChangeMode.APPEND, mapping=treated(PLAIN, id=Treatment.HASH))
    with pytest.raises(InputError, match="can't be followed"):
        application.datasets.add(draft)


def test_columns_say_what_they_hold(application: Application, plain: DatasetDraft) -> None:
    found = application.catalog.columns(plain.connector_id, plain.selection, InlineContext())
    told = {one.column.name: one.sensitive for one in found}
    assert (told["id"], told["name"]) == (None, None)
    assert told["email"] is not None
    assert (told["email"].kind, told["email"].reason) == (
        SensitiveKind.EMAIL,
        "50 of 50 samples look like e-mail addresses",
    )
    assert told["note"] is not None
    assert (told["note"].within, told["note"].reason) == (True, "17 of 50 texts hold an e-mail address")
