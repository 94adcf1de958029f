"""Inputs that wait for a good answer: which comes next, how many are asked for, and what is refused."""

import pytest

from desktop.findings.fake.own_examples import (
    SHOWN,
    AnswerCard,
    answer_waiting,
    drop_waiting,
    next_card,
    skip_waiting,
    unanswered,
)
from desktop.project import commands as edit
from desktop.project.product import UNANSWERED_KEY
from desktop.project.project import Project
from estimators.base.errors import UserError


@pytest.fixture
def project(blades) -> Project:
    return blades.project


def waiting(project: Project, n: int, answered: int = 0) -> None:
    """So many inputs wait; so many others got their answer before there was enough for a fake."""
    pairs = [[f"question {i}", None] for i in range(n)]
    pairs += [[f"early {i}", f"answer {i}"] for i in range(answered)]
    project.do(edit.SetFact(UNANSWERED_KEY, pairs, "inputs"))


def test_no_more_are_asked_for_than_will_be_shown(project: Project) -> None:
    assert next_card(project) is None
    waiting(project, 25)
    assert next_card(project) == AnswerCard("question 0", 1, SHOWN, 0, 5)
    waiting(project, 25, answered=3)
    assert next_card(project) == AnswerCard("question 0", 4, SHOWN, 3, 8)
    waiting(project, 2, answered=1)
    assert next_card(project) == AnswerCard("question 0", 2, 3, 1, 0)
    waiting(project, 5, answered=SHOWN + 1)
    assert next_card(project) is None


@pytest.mark.parametrize("typed", [None, "", "  \n"])
def test_an_empty_good_answer_is_refused(project: Project, typed: object) -> None:
    waiting(project, 2)
    with pytest.raises(UserError):
        answer_waiting(project, "generate", typed)
    assert unanswered(project) == ("question 0", "question 1")


def test_a_skipped_input_comes_last_and_what_was_answered_early_stays(project: Project) -> None:
    waiting(project, 3, answered=1)
    project.do(skip_waiting(project))
    assert unanswered(project) == ("question 1", "question 2", "question 0")
    assert next_card(project).answered == 1


def test_dropping_leaves_nothing_waiting_and_is_undone_in_one_step(project: Project) -> None:
    waiting(project, 3)
    project.do(drop_waiting(project))
    assert (unanswered(project), next_card(project)) == ((), None)
    project.file.undo()
    assert len(unanswered(project)) == 3
