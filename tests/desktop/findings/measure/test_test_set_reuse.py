"""How often the test was looked at: counted by content, kept after a deletion, paid for by the bound."""

import pytest

from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.acceptance_evidence import evidence_of_test
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.launch.readiness import readiness_of
from desktop.findings.launch.view import view
from desktop.findings.measure.test_set_reuse import looks_at_test
from desktop.project import commands as edit
from desktop.project.project import Project
from reports.provenance import Provenance
from tests.kept_records import begin_session
from tests.training_results import LEAKS


@pytest.fixture
def project(blades) -> Project:
    made = blades.project
    blades.add_examples(240)
    made.do(edit.SetBar(0.85, "your choice", Provenance.GUESS))
    return made


def test_every_run_tested_on_the_same_photos_is_a_look(blades, project) -> None:
    for _ in range(2):
        blades.add_run(range(180), range(30))
    run = blades.add_run(range(180), range(17))
    found = looks_at_test(project, run)
    assert found.count == 3
    assert found.shared == (180, 180, 180)
    assert found.fresh == (0, 0)


def test_a_pass_by_one_photo_does_not_survive_the_third_look(blades, project) -> None:
    blades.add_run(range(180), range(17))
    assert view(project).headline == "The bar is passed, by 1 photo."
    blades.add_run(range(180), range(30))
    blades.add_run(range(180), range(17))
    assert view(project).headline == "The bar is missed, by 1 photo."
    assert "The test was looked at three times; the bound pays for that." in view(project).lead
    assert readiness_of(project).proposal == "not_yet"
    launch = launch_evidence(project)
    assert launch.test_looks == 2
    looks = launch.acceptance.looks
    assert (looks.count, len(looks.rows)) == (3, 3)
    test = launch.acceptance.measured.test
    assert test.first_look.lower_bound == pytest.approx(0.8617, abs=1e-4)
    assert "Only a first look would have passed." in looks.sentence


def test_training_the_same_model_again_is_not_another_look(blades, project) -> None:
    blades.add_run(range(180), range(17), model=b"same")
    run = blades.add_run(range(180), range(17), model=b"same")
    assert looks_at_test(project, run).count == 1


def test_deleting_a_run_does_not_give_its_look_back_and_undo_leaves_no_second_one(
    blades, project
) -> None:
    first = blades.add_run(range(180), range(30))
    run = blades.add_run(range(180), range(17))
    project.do(edit.DeleteRun(first.id, first.number))
    found = looks_at_test(project, run)
    assert found.count == 2
    assert found.looks[0].deleted
    project.file.undo()
    assert looks_at_test(project, run).count == 2
    assert not any(look.deleted for look in looks_at_test(project, run).looks)


def test_a_run_whose_numbers_were_kept_back_is_no_look(blades, project) -> None:
    blades.add_run(range(180), range(30), gate=LEAKS)
    run = blades.add_run(range(180), range(17))
    assert looks_at_test(project, run).count == 1


def test_photos_that_no_earlier_run_was_tested_on_are_fresh(blades, project) -> None:
    blades.add_run(range(180), range(30))
    run = blades.add_run(range(240), [*range(15), 200, 201])
    assert looks_at_test(project, run).fresh == (58, 60)
    found = bar_test(project)
    looks = evidence_of_test(found).looks
    assert looks.fresh_sentence.startswith("60 photos of the test were new to this run: 58 right, ")


def test_runs_tested_on_other_photos_cost_nothing(blades, project) -> None:
    blades.add_run(range(120), range(30))
    blades.add_run(range(120, 240), range(120, 125))
    assert bar_test(project).looks.count == 1


def test_runs_of_before_contents_were_kept_are_known_by_their_paths(blades, project) -> None:
    blades.add_run(range(180), range(30), seen=False)
    run = blades.add_run(range(180), range(17), seen=False)
    assert looks_at_test(project, run).count == 2


def test_people_today_and_the_fake_stand_beside_the_result(blades, project) -> None:
    project.do(edit.SetFact("today_accuracy", {"low": 0.7, "high": 0.8}, "today"))
    add_run = blades.add_run
    add_run(range(180), range(9))
    found = bar_test(project)
    (people,) = evidence_of_test(found).beside
    assert (people.other, people.share, people.verdict) == ("people today", 0.8, "better")
    assert people.sentence == (
        "It is better than people today (80% right): it is right 91% to 97% of the time."
    )
    begin_session(project, "Early", 0.94)
    project.do(edit.SetFact("today_accuracy", {"low": 0.99, "high": 0.995}, "today"))
    found = bar_test(project)
    assert evidence_of_test(found).beside[0].verdict == "worse"
    assert evidence_of_test(found).beside[1].provenance is Provenance.SIMULATED
