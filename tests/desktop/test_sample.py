"""Each sample opens with answers of its kind, a verdict that is true to say, and its ready-made set."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.findings.case import case_of
from desktop.findings.data.evidence import data_evidence
from desktop.findings.decide.view import view as decide_view
from desktop.findings.fake.demo_sessions import cannot_present
from desktop.findings.problem.view import view as problem_view
from desktop.jobs.learn import train
from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import JobCancelled
from desktop.project.product import READY_MADE_KEY, case_noun_of, inputs_of, kind_of
from desktop.project.project import Project
from desktop.project.questions import ALL_QUESTIONS
from desktop.project.table_data import look_of
from desktop.sample import (
    SAMPLES,
    TRAINED,
    Sample,
    SampleData,
    make_sample,
    write_data,
    write_sample,
)
from estimators.base.task_kind import TASK_KINDS
from estimators.need_for_ai import assess
from tests.desktop.jobs.test_table_data import look, take
from tests.jobs_in_process import run_job

SAMPLE = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.id for sample in SAMPLES])


def test_each_kind_has_a_sample_in_the_order_of_the_kinds_and_so_has_a_table() -> None:
    assert list(dict.fromkeys(sample.kind for sample in SAMPLES)) == [*TASK_KINDS]
    assert any(sample.table for sample in SAMPLES)
    assert len({sample.title for sample in SAMPLES}) == len(SAMPLES)


@SAMPLE
def test_a_sample_is_whole(sample: Sample, tmp_path: Path) -> None:
    assert re.fullmatch("[a-z][a-z-]*", sample.id)
    assert all((sample.title, sample.shows, sample.word, sample.goes_in, sample.facts.get("idea")))
    if not sample.learns:
        assert sample.shown_set.kind == sample.kind
        return
    written = write_data(sample.id, tmp_path)
    if sample.table:
        names, *rows = written.read_text(encoding="utf-8").splitlines()
        assert sample.goes_in == ("table",)
        assert sample.answer
        assert names.endswith(sample.answer)
        assert len(rows) == sample.rows
    else:
        classes = {str(item.good) for item in sample.shown_set.items}
        assert {path.name for path in written.iterdir()} == classes


@SAMPLE
def test_a_sample_opens_with_a_verdict(sample: Sample, tmp_path: Path) -> None:
    with Project.open(make_sample(sample.id, tmp_path)) as project:
        kind = kind_of(project)
        assert kind is not None
        assert kind.name == sample.kind
        assert inputs_of(project) == sample.goes_in
        assert case_noun_of(project).one == sample.word
        shown = None if sample.table else sample.shown_set.name
        assert project.answer(READY_MADE_KEY) == shown
        found = assess(case_of(project))
        assert found.verdict
        assert found.headline
        assert problem_view(project).headline == sample.facts["idea"]
        assert decide_view(project).headline
        story = str(project.answer("story"))
        assert "made" in story or "written" in story or "not" in story


@SAMPLE
def test_a_sample_answers_only_what_is_asked(sample: Sample) -> None:
    asked = {question.key for question in ALL_QUESTIONS} | {"story"}
    other = {
        key for key in sample.facts if key not in asked and "." not in key and key != "review_cost"
    }
    assert not other
    assert set(sample.sources) <= set(sample.facts)


def test_a_second_sample_of_a_kind_shows_a_set_of_its_own(tmp_path: Path, monkeypatch) -> None:
    first = next(sample for sample in SAMPLES if sample.kind == "extract")
    second = replace(first, id="receipts", ready_made="extract-receipts")
    monkeypatch.setattr("desktop.sample.SAMPLES", (*SAMPLES, second))
    with Project.open(make_sample("receipts", tmp_path)) as project:
        assert project.answer(READY_MADE_KEY) == "extract-receipts"
    assert second.shown_set.title != first.shown_set.title


def test_the_verdicts_of_the_samples_differ(tmp_path: Path) -> None:
    verdicts = set()
    for sample in SAMPLES:
        with Project.open(make_sample(sample.id, tmp_path)) as project:
            found = assess(case_of(project))
            verdicts.add((found.verdict, found.how))
    assert len(verdicts) >= 6


def test_a_sample_that_was_opened_before_is_kept_as_it_was_left(tmp_path: Path) -> None:
    from desktop.project import commands as edit

    path = make_sample("sales", tmp_path)
    with Project.open(path) as project:
        project.do(edit.SetFact("who", "Me", "who"))
    with Project.open(make_sample("sales", tmp_path)) as project:
        assert project.answer("who") == "Me"


def test_the_photos_of_the_sample_that_learns_are_real_ones_in_a_folder_a_class(
    tmp_path: Path,
) -> None:
    folder = write_data(TRAINED, tmp_path / "photos")
    sample = next(each for each in SAMPLES if each.id == TRAINED)
    assert sample.count == "160 photos"
    assert {path.name: len([*path.iterdir()]) for path in folder.iterdir()} == dict.fromkeys(
        ("cardboard", "glass", "metal", "plastic"), 40
    )


def test_writing_the_photos_is_counted_and_can_be_stopped(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []

    def progress(done: int, total: int, _text: str = "") -> None:
        said.append((done, total))

    with pytest.raises(JobCancelled):
        write_sample(SampleData(TRAINED, tmp_path), progress, lambda: len(said) > 3)
    assert said == [(0, 1), (0, 160), (1, 160), (2, 160)]
    assert len([*tmp_path.glob("*/*")]) == 3


def test_one_sample_has_something_in_every_stage_before_it_learned_and_says_who_is_made_up(
    tmp_path: Path,
) -> None:
    with Project.open(make_sample(TRAINED, tmp_path)) as project:
        (session,) = project.sessions()
        assert len(session.reactions) == 54
        assert all("made up" in reaction.person for reaction in session.reactions)
        assert session.notes.note == "Made up for the sample."
        assert project.bar is not None
        assert project.bar.value == 0.85


def test_the_sample_on_a_table_goes_all_the_way_and_says_whose_data_it_is(tmp_path: Path) -> None:
    with Project.open(make_sample("biopsies", tmp_path)) as project:
        assert "CC BY 4.0" in str(project.answer("story"))
        take(project, write_data("biopsies", tmp_path / "data"))
        look(project)
        seen = look_of(project)
        assert seen is not None
        assert (seen.rows, seen.classes) == (569, {"benign": 357, "malignant": 212})
        assert not seen.leaks
        done = run_job(train, OnProject(project.path))
        shutil.rmtree(done.model.parent)
        project.append_run(done.settings, done.result)
        assert done.result.accuracy.value > 0.93
        assert done.settings.table is not None
        assert done.settings.table.found is not None
        assert done.settings.table.found.label == "malignant"
        assert not cannot_present(project)
        printed = data_evidence(project)
        assert printed is not None
        assert sum(row.learn + row.held_out for row in printed.classes) == 569
        assert "UCI Machine Learning Repository" in printed.origin
