"""Demo sessions in a project: what they show, what they keep, and how they go on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.findings.fake.acceptance_curve import reactions_of
from desktop.findings.fake.demo_sessions import (
    KeptInProject,
    examples_to_show,
    plan_for,
    plan_of,
    plan_to_present,
    running_demo,
    unfinished,
)
from desktop.jobs.add_data import AddData, find_data
from desktop.project import commands as edit
from desktop.project.project import Project
from mock_ai.demo.running_demo import RunningDemo
from tests.desktop.pages.fake_hands import at_once
from tests.kept_records import begin_session, keep_reaction


@pytest.fixture
def project(tmp_path: Path, digits_folder: Callable[..., Path]) -> Iterator[Project]:
    path = tmp_path / "digits.smart"
    with Project.create(path, name="Digits") as made:
        photos = digits_folder(n=6, classes=3)
        found = find_data(AddData(path, (photos,)), lambda *_: None, lambda: False)
        made.do(edit.AddExamples(found.examples))
        at_once(made)
        yield made


def react(demo: RunningDemo, person: str, n: int) -> None:
    for _ in range(n):
        turn = demo.turn(person)
        assert turn is not None
        demo.react(turn, demo.answer(turn), "accepted")


def test_what_was_kept_comes_back_as_it_was(project: Project) -> None:
    demo = running_demo(project, plan_for(project))
    react(demo, "Ana", 6)
    (session,) = project.sessions()
    assert plan_of(session) == demo.plan
    kept = reactions_of(project)
    assert [replace(one, at=None) for one in kept] == [
        replace(one, at=None) for one in demo.reactions
    ]
    assert {one.person for one in kept} == {"Ana"}
    assert {one.block for one in kept} == {0, 1}


def test_looking_alone_leaves_nothing(project: Project) -> None:
    demo = running_demo(project, plan_for(project))
    demo.turn("1")
    assert not project.sessions()


def test_a_session_cut_short_goes_on_where_it_stood(project: Project) -> None:
    demo = running_demo(project, plan_for(project, people=2))
    react(demo, "1", 7)
    path = project.path
    project.close()
    with Project.open(path) as again:
        found = unfinished(again)
        assert found is not None
        session, plan = found
        resumed = running_demo(again, plan, session)
        assert resumed.turn("1") == demo.turn("1")
        react(resumed, "1", 23)
        assert resumed.turn("1") is None
        assert len(again.sessions()) == 1
        assert unfinished(again) is not None  # the second person has not come yet
        react(resumed, "2", 30)
        assert unfinished(again) is None


def test_a_session_whose_classes_changed_does_not_go_on(project: Project) -> None:
    react(running_demo(project, plan_for(project)), "1", 3)
    assert unfinished(project) is not None
    project.do(edit.AddClass("another"))
    assert unfinished(project) is None


def test_examples_nobody_labelled_are_left_out_where_others_have_a_class(project: Project) -> None:
    ids = [example.id for example in project.examples()]
    project.do(edit.LabelExamples(tuple(ids[:4]), None))
    assert len(examples_to_show(project)) == len(ids) - 4
    project.do(edit.HoldOut(frozenset(ids[5:8])))
    assert len(examples_to_show(project, only_held_out=True)) == 3


def test_examples_nobody_labelled_can_be_presented_after_the_others(project: Project) -> None:
    ids = [example.id for example in project.examples()]
    project.do(edit.LabelExamples(tuple(ids[:4]), None))
    plan = plan_to_present(project)
    assert [item.truth is None for item in plan.items] == [False] * (len(ids) - 4) + [True] * 4
    project.do(edit.LabelExamples(tuple(ids), None))
    demo = running_demo(project, plan_to_present(project), recorded=False)
    react(demo, "1", 3)
    assert {reaction.right for reaction in demo.reactions} == {None}


def test_earlier_sessions_help_to_choose_the_first_accuracy(project: Project) -> None:
    before = running_demo(project, plan_for(project)).turn("1")
    row = begin_session(project, accuracy=0.9)
    for number in range(40):
        keep_reaction(project, row, "rejected", 0.9, str(number))
    after = running_demo(project, plan_for(project)).turn("1")
    assert before is not None
    assert after is not None
    assert after.accuracy > before.accuracy


def test_a_keeper_of_its_own_connection_writes_while_a_window_holds_the_project(
    project: Project,
) -> None:
    plan = plan_for(project)
    with Project.open_beside(project.path) as beside:
        demo = RunningDemo(plan, KeptInProject(beside, plan), session="1")
        react(demo, "phone", 3)
        demo.take_back("phone")
    assert len(project.sessions()[0].reactions) == 2


def test_a_session_of_browsers_is_not_offered_to_the_window(project: Project) -> None:
    windows = running_demo(project, plan_for(project))
    react(windows, "Ana", 2)
    browsers = plan_for(project)
    demo = RunningDemo(browsers, KeptInProject(project, browsers, browser=True), session="2")
    react(demo, "Bo", 1)
    found = unfinished(project)
    assert found is not None
    assert found[0].number == 1
