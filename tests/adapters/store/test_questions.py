"""Saved questions come back as they were kept, once each in a knowledge base, and go with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.adapters.store import SqlStore
from kbconnect.core.errors import NameTakenError, NotFoundError
from tests.adapters.store.examples import DATASET, FOUND, KNOWLEDGE_BASE, LOST, QUESTION, fill


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    fill(store)
    return store


def test_a_question_comes_back_as_it_was_with_a_number_of_its_own(filled: SqlStore) -> None:
    assert filled.questions.add(replace(QUESTION, id=0)) == QUESTION
    assert filled.questions.get(1) == QUESTION
    assert filled.questions.list("k1") == filled.questions.list() == (QUESTION,)
    assert filled.questions.list("another") == ()


def test_a_question_can_be_changed(filled: SqlStore) -> None:
    filled.questions.add(QUESTION)
    changed = replace(QUESTION, within=10, expected=QUESTION.expected[:1], text=QUESTION.text.upper())
    filled.questions.update(changed)
    assert filled.questions.get(1) == changed


def test_the_same_question_is_kept_once_a_knowledge_base(filled: SqlStore) -> None:
    filled.knowledge_bases.add(replace(KNOWLEDGE_BASE, id="k2", name="Other"))
    filled.questions.add(QUESTION)
    with pytest.raises(NameTakenError, match="number 1"):
        filled.questions.add(replace(QUESTION, text=f"  {QUESTION.text.upper()} "))
    other = filled.questions.add(replace(QUESTION, knowledge_base_id="k2"))
    with pytest.raises(NameTakenError):
        filled.questions.update(replace(other, knowledge_base_id="k1"))


def test_a_number_is_never_given_twice(filled: SqlStore) -> None:
    filled.questions.add(QUESTION)
    filled.questions.remove(1)
    assert filled.questions.add(QUESTION).id == 2
    for act in (filled.questions.get, filled.questions.remove):
        with pytest.raises(NotFoundError, match="number 1"):
            act(1)
    with pytest.raises(NotFoundError):
        filled.questions.update(QUESTION)


def test_a_question_needs_its_knowledge_base_and_goes_with_it(filled: SqlStore) -> None:
    with pytest.raises(NotFoundError, match="knowledge base"):
        filled.questions.add(replace(QUESTION, knowledge_base_id="none"))
    filled.questions.add(QUESTION)
    filled.questions.add_checks([FOUND], 10)
    filled.datasets.remove(DATASET.id)
    filled.knowledge_bases.remove("k1")
    assert filled.questions.list() == ()
    assert filled.questions.newest_checks() == filled.questions.checks(1, 10) == ()


def test_checks_come_back_newest_first(filled: SqlStore) -> None:
    filled.questions.add(QUESTION)
    filled.questions.add_checks([FOUND, LOST], 10)
    assert filled.questions.checks(1, 10) == (LOST, FOUND)
    assert filled.questions.checks(1, 1) == filled.questions.newest_checks() == (LOST,)


def test_old_checks_go_and_those_of_removed_questions_never_come(filled: SqlStore) -> None:
    filled.questions.add(QUESTION)
    filled.questions.add_checks([replace(FOUND, run_id=number) for number in range(5)], 3)
    assert [check.run_id for check in filled.questions.checks(1, 10)] == [4, 3, 2]
    filled.questions.add_checks([replace(FOUND, question_id=99), LOST], 3)
    assert filled.questions.checks(99, 10) == ()
    assert filled.questions.checks(1, 10)[0].worse
