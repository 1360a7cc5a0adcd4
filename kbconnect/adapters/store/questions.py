"""The repository of saved questions with their checks. See `kbconnect.adapters.store.repositories` for the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection as Transaction
from sqlalchemy import RowMapping, Select, delete, func, insert, select, update

from kbconnect.adapters.store import tables
from kbconnect.adapters.store.database import Database
from kbconnect.adapters.store.encoding import decode_list, encode_list
from kbconnect.adapters.store.repositories import KNOWLEDGE_BASES, Values, reading
from kbconnect.core.errors import NameTakenError, NotFoundError
from kbconnect.core.model import Field
from kbconnect.core.questions import ExpectedRow, Place, QuestionCheck, SavedQuestion

_QUESTIONS, _CHECKS = tables.questions, tables.question_checks


@dataclass(frozen=True, slots=True)
class _KeptRow:
    """An ExpectedRow as it is written: key columns and their values, as texts, beside each other."""

    document_id: str
    dataset_id: str
    columns: tuple[str, ...]
    values: tuple[str | None, ...]
    title: str


class SqlQuestions:
    """See `kbconnect.core.store.QuestionRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, question: SavedQuestion) -> SavedQuestion:
        with self._database.write() as connection:
            KNOWLEDGE_BASES.row(connection, question.knowledge_base_id)
            _refuse_known(connection, question, None)
            inserted = insert(_QUESTIONS).values(_values(question)).returning(_QUESTIONS.c.id)
            question_id = int(connection.execute(inserted).scalar_one())
            return _question(_row(connection, question_id))

    def update(self, question: SavedQuestion) -> None:
        with self._database.write() as connection:
            _row(connection, question.id)
            _refuse_known(connection, question, question.id)
            connection.execute(update(_QUESTIONS).where(_QUESTIONS.c.id == question.id).values(_values(question)))

    def remove(self, question_id: int) -> None:
        with self._database.write() as connection:
            _row(connection, question_id)
            connection.execute(delete(_QUESTIONS).where(_QUESTIONS.c.id == question_id))

    def get(self, question_id: int) -> SavedQuestion:
        with self._database.read() as connection:
            return _question(_row(connection, question_id))

    def list(self, knowledge_base_id: str | None = None) -> tuple[SavedQuestion, ...]:
        query = select(_QUESTIONS).order_by(_QUESTIONS.c.id)
        if knowledge_base_id is not None:
            query = query.where(_QUESTIONS.c.knowledge_base_id == knowledge_base_id)
        with self._database.read() as connection:
            return tuple(_question(row) for row in connection.execute(query).mappings())

    def add_checks(self, checks: Sequence[QuestionCheck], kept: int) -> None:
        with self._database.write() as connection:
            for check in checks:
                known = select(_QUESTIONS.c.id).where(_QUESTIONS.c.id == check.question_id)
                if connection.execute(known).first() is None:
                    continue  # removed while it was asked
                connection.execute(insert(_CHECKS).values(_check_values(check)))
                newest = (
                    select(_CHECKS.c.id)
                    .where(_CHECKS.c.question_id == check.question_id)
                    .order_by(_CHECKS.c.id.desc())
                    .limit(kept)
                )
                old = (_CHECKS.c.question_id == check.question_id, _CHECKS.c.id.not_in(newest))
                connection.execute(delete(_CHECKS).where(*old))

    def checks(self, question_id: int, limit: int) -> tuple[QuestionCheck, ...]:
        query = select(_CHECKS).where(_CHECKS.c.question_id == question_id).order_by(_CHECKS.c.id.desc()).limit(limit)
        return self._checks(query)

    def newest_checks(self) -> tuple[QuestionCheck, ...]:
        newest = select(func.max(_CHECKS.c.id)).group_by(_CHECKS.c.question_id)
        return self._checks(select(_CHECKS).where(_CHECKS.c.id.in_(newest)))

    def _checks(self, query: Select[tuple[object, ...]]) -> tuple[QuestionCheck, ...]:
        with self._database.read() as connection:
            return tuple(_check(row) for row in connection.execute(query).mappings())


def text_key(text: str) -> str:
    """What questions have in common that differ in case or in spaces only."""
    return tables.name_key(" ".join(text.split()))


def _row(connection: Transaction, question_id: int) -> RowMapping:
    found = connection.execute(select(_QUESTIONS).where(_QUESTIONS.c.id == question_id)).mappings().first()
    if found is None:
        raise NotFoundError(
            f"There is no saved question number {question_id}.",
            meaning="It may have been removed in another window or by a command.",
            hint="Look at the list of saved questions again.",
        )
    return found


def _refuse_known(connection: Transaction, question: SavedQuestion, own_id: int | None) -> None:
    same = select(_QUESTIONS.c.id).where(
        _QUESTIONS.c.knowledge_base_id == question.knowledge_base_id,
        _QUESTIONS.c.text_key == text_key(question.text),
    )
    taken = connection.execute(same).scalar()
    if taken not in (None, own_id):
        raise NameTakenError(
            f"This question is saved already, as number {taken}.",
            meaning="Nothing was saved.",
            hint="Change the rows that the saved one expects, or remove it first.",
        )


def _values(question: SavedQuestion) -> Values:
    kept = [
        _KeptRow(
            row.document_id,
            row.dataset_id,
            tuple(field.name for field in row.key),
            tuple(None if field.value is None else str(field.value) for field in row.key),
            row.title,
        )
        for row in question.expected
    ]
    return {
        "knowledge_base_id": question.knowledge_base_id,
        "text": question.text,
        "text_key": text_key(question.text),
        "expected": encode_list(kept) or "",
        "within": question.within,
        "created_at": question.created_at,
        "changed_at": question.changed_at,
    }


def _question(row: RowMapping) -> SavedQuestion:
    with reading("saved question"):
        expected = tuple(
            ExpectedRow(
                kept.document_id,
                kept.dataset_id,
                tuple(Field(name, value) for name, value in zip(kept.columns, kept.values, strict=True)),
                kept.title,
            )
            for kept in decode_list(_KeptRow, row["expected"] or None)
        )
        return SavedQuestion(
            id=row["id"],
            knowledge_base_id=row["knowledge_base_id"],
            text=row["text"],
            expected=expected,
            within=row["within"],
            created_at=row["created_at"],
            changed_at=row["changed_at"],
        )


def _check_values(check: QuestionCheck) -> Values:
    return {
        "question_id": check.question_id,
        "asked_at": check.asked_at,
        "run_id": check.run_id,
        "meaning_share": check.meaning_share,
        "worse": check.worse,
        "places": encode_list(check.places) or "",
    }


def _check(row: RowMapping) -> QuestionCheck:
    with reading("saved question"):
        return QuestionCheck(
            id=row["id"],
            question_id=row["question_id"],
            asked_at=row["asked_at"],
            places=decode_list(Place, row["places"] or None),
            run_id=row["run_id"],
            meaning_share=row["meaning_share"],
            worse=row["worse"],
        )
