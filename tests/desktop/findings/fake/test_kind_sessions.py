"""Demo sessions of every kind of product: what is shown without any data, how good it is, what is kept."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from desktop.findings.fake.acceptance_curve import (
    quotes_of,
    reactions_csv,
    reactions_of,
    said_by,
)
from desktop.findings.fake.demo_sessions import (
    cannot_present,
    plan_for,
    plan_of,
    plan_to_present,
    running_demo,
    unfinished,
)
from desktop.findings.fake.evidence import fake_evidence
from desktop.findings.fake.own_examples import keep_as_good, own_examples
from desktop.findings.fake.ready_made import MOST_LISTED, borrow, ready_made_view
from desktop.findings.fake.scenarios import active_scenario, outcome_grid
from desktop.findings.fake.view import people_view, set_own_bar
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.launch.view import view as launch_view
from desktop.project import commands as edit
from desktop.project.product import set_product
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.task_kind import TASK_KINDS
from mock_ai.demo.plan import DemoPlan
from mock_ai.demo.running_demo import RunningDemo
from mock_ai.kinds.product import GoodExample
from mock_ai.reaction import DIALLED_BY_PARTS

KINDS = [kind for kind in TASK_KINDS if kind != "classify"]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "idea.smart", name="Idea") as made:
        yield made


def become(project: Project, kind: str) -> None:
    project.do(edit.Several(set_product(None, kind, TASK_KINDS[kind].inputs), "kind"))


def react(demo: RunningDemo, person: str, n: int) -> None:
    for _ in range(n):
        turn = demo.turn(person)
        assert turn is not None
        demo.react(turn, demo.answer(turn), "accepted")


@pytest.mark.parametrize("kind", KINDS)
def test_with_no_data_there_is_a_question_and_an_answer_to_react_to(
    project: Project, kind: str
) -> None:
    become(project, kind)
    assert cannot_present(project) == ""
    demo = running_demo(project, plan_to_present(project), recorded=False)
    turn = demo.turn("1")
    assert turn is not None
    question = demo.question(turn.item)
    answer = demo.shown(turn.item, demo.answer(turn))
    assert question.text or (kind == "transcribe" and question.modality == "sound")
    assert answer is not None
    assert answer.kind == kind
    assert answer.headline
    assert answer.parts
    assert answer.accept.label
    assert answer.reject.label


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_shown_says_whether_the_answer_is_good(project: Project, kind: str) -> None:
    """The same words around good answers and bad ones, but for what is in the answer itself."""
    become(project, kind)
    demo = running_demo(project, plan_for(project, "fixed"), recorded=False)
    for item in demo.plan.items:
        assert "good" not in asdict(demo.question(item))
    turn = demo.turn("1")
    assert turn is not None
    shown = demo.shown(turn.item, demo.answer(turn))
    assert shown is not None
    assert not {"good", "failure"} & set(json.dumps(shown.to_json()).split('"'))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in DIALLED_BY_PARTS])
def test_people_see_as_many_good_answers_as_the_dial_says(project: Project, kind: str) -> None:
    become(project, kind)
    plan = plan_for(project, "fixed", answers=20)
    demo = running_demo(project, plan)
    react(demo, "Ana", 20)
    good = sum(reaction.good is True for reaction in demo.reactions)
    assert abs(good - 20 * plan.level) <= 1
    assert {reaction.shown_accuracy for reaction in demo.reactions} == {plan.level}


@pytest.mark.parametrize("kind", sorted(DIALLED_BY_PARTS))
def test_where_parts_are_dialled_whole_answers_are_good_as_often_as_in_the_set(
    project: Project, kind: str
) -> None:
    become(project, kind)
    demo = running_demo(project, plan_for(project, "fixed", answers=20))
    react(demo, "Ana", 20)
    turn = demo.turn("Ben")
    assert turn is not None
    answers = [demo.answer(turn)]
    assert answers[0].given is not None
    fake = demo.plan.scenario.product.fitted(demo.plan.scenario.seed)
    whole = [fake.answer(demo.content(item)).good for item in demo.plan.items]
    good = sum(reaction.good is True for reaction in demo.reactions)
    assert abs(good / 20 - sum(whole) / len(whole)) <= 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_kept_comes_back_and_can_go_on(project: Project, kind: str) -> None:
    become(project, kind)
    demo = running_demo(project, plan_for(project))
    react(demo, "Ana", 7)
    (session,) = project.sessions()
    assert plan_of(session) == demo.plan
    assert DemoPlan.from_json(json.loads(json.dumps(demo.plan.to_json()))) == demo.plan
    kept = reactions_of(project)
    assert [one.good for one in kept] == [one.good for one in demo.reactions]
    assert {one.kind for one in kept} == {kind}
    going_on = unfinished(project)
    assert going_on is not None
    again = running_demo(project, going_on[1], going_on[0])
    assert again.turn("Ana") == demo.turn("Ana")


def test_another_kind_has_a_curve_of_its_own(project: Project) -> None:
    become(project, "generate")
    react(running_demo(project, plan_for(project)), "Ana", 3)
    become(project, "rank")
    assert not reactions_of(project)
    assert unfinished(project) is None


def test_of_many_examples_of_ones_own_those_shown_go_with_the_plan(project: Project) -> None:
    become(project, "generate")
    many = tuple(
        GoodExample(f"What about {n}?", f"It is number {n}, of course.") for n in range(300)
    )
    project.do(keep_as_good(project, "generate", many))
    plan = plan_for(project)
    assert len(plan.items) == len(plan.scenario.product.good_examples) == 100
    turn = running_demo(project, plan).turn("1")
    assert turn is not None
    assert turn.item.name.startswith("What about")


def test_what_cannot_be_faked_says_what_is_missing(project: Project) -> None:
    become(project, "rank")
    one = (GoodExample("bread", "butter"), GoodExample("tea", "milk"))
    project.do(keep_as_good(project, "rank", one))
    assert cannot_present(project) == ""
    become(project, "classify")
    assert cannot_present(project) == "Say on Problem what the answer would be first."


def test_a_borrowed_set_of_classes_can_be_presented_and_tells_which_answers_are_right(
    project: Project,
) -> None:
    become(project, "classify")
    assert cannot_present(project) != ""
    project.do(borrow(project, "classify"))
    assert cannot_present(project) == ""
    demo = running_demo(project, plan_for(project))
    react(demo, "Ana", 6)
    assert {item.modality for item in demo.plan.items} == {"photo"}
    assert {reaction.right for reaction in reactions_of(project)} == {True, False}
    assert unfinished(project) is not None
    assert not project.classes()


def test_a_ready_made_set_takes_the_place_of_own_examples_in_one_step(project: Project) -> None:
    become(project, "rank")
    many = tuple(GoodExample(f"cart {n}", f"thing {n}") for n in range(MOST_LISTED + 3))
    project.do(keep_as_good(project, "rank", many))
    view = ready_made_view(project)
    assert (len(view.items), view.more, view.borrowed) == (MOST_LISTED, 3, None)
    project.do(borrow(project, "rank"))
    assert not own_examples(project)
    assert ready_made_view(project).borrowed is not None
    project.file.undo()
    assert len(own_examples(project)) == len(many)


def test_a_bar_of_ones_own_needs_a_reason_that_launch_and_report_print(project: Project) -> None:
    become(project, "act")
    with pytest.raises(UserError):
        set_own_bar(0.85, "  ")
    project.do(set_own_bar(0.85, "The auditor asked for it."))
    view = launch_view(project)
    assert view.headline == "The bar is at least 85% of tasks done. Nothing has been tested yet."
    assert view.lead.startswith("It is your choice: The auditor asked for it. ")
    bar = launch_evidence(project).bar
    assert bar is not None
    assert (bar.source, bar.metric) == ("your choice: The auditor asked for it", "tasks done")
    project.file.undo()
    assert project.bar is None


def test_a_name_and_a_remark_are_kept_and_told(project: Project) -> None:
    become(project, "generate")
    demo = running_demo(project, plan_for(project))
    turn = demo.turn("Ana")
    assert turn is not None
    demo.react(turn, demo.answer(turn), "rejected", note="Far too long.")
    react(demo, "Ben", 1)
    (session,) = project.sessions()
    (quote,) = quotes_of((session,))
    assert quote.text == "Far too long."
    assert quote.who.startswith("Ana, at ")
    assert quote.who.endswith(", rejected")
    hover = next(iter(said_by(reactions_of(project), 0.7).who.values()))
    assert hover.startswith("Ana: 0 of 1 accepted\n“Far too long.”")
    assert b"Far too long." in reactions_csv(project)
    trial = fake_evidence(project)
    assert trial is not None
    assert trial.sessions[0].people == "Ana and Ben"
    assert trial.quotes == (quote,)


def test_a_session_without_a_bar_says_how_many_more_answers_would_place_one(
    project: Project,
) -> None:
    become(project, "generate")
    react(running_demo(project, plan_for(project)), "Ana", 3)
    said = said_by(reactions_of(project), 0.7)
    assert said.more is not None
    assert said.still_open in people_view(said).lead
    assert "more answers" in said.still_open
    trial = fake_evidence(project)
    assert trial is not None
    assert trial.lead.endswith(said.still_open)


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_the_picture_of_a_hundred_counts_what_the_headline_says(
    project: Project, kind: str
) -> None:
    """Whatever else goes wrong with requests."""
    become(project, kind)
    scenario = replace(active_scenario(project)[1], no_answer_rate=0.04, unknown_rate=0.1, drift=())
    grid = outcome_grid(scenario, "messages")
    share = f"{grid.count('right')}%"
    if kind == "transcribe":
        share = f"{100 - grid.count('right')}%"
    assert len(grid.outcomes) == 100
    assert share in (scenario.product.summary if kind != "classify" else scenario.summary)
    assert "in 100 get no" in grid.note


def test_kinds_of_error_are_compared_of_classes_only(project: Project) -> None:
    become(project, "rank")
    with pytest.raises(UserError):
        plan_for(project, "compare within")
