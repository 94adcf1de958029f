"""The jobs on a project's data, run in this process on real photos."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.jobs.add_data import AddData, FindMoved, find_data, find_moved
from desktop.jobs.learn import CheckData, check_data
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.session import Session
from estimators.base.errors import UserError
from tests.jobs_in_process import add_found, run_job


@pytest.fixture
def project(project: Project, digits_folder: Callable[..., Path]) -> Project:
    add_found(project, digits_folder(n=6, classes=2))
    return project


def test_the_same_data_is_split_the_same_way(project) -> None:
    one, two = (run_job(check_data, CheckData(project.path)) for _ in range(2))
    assert one.held_out == two.held_out
    assert one.held_out
    assert one.seen == {example.id for example in project.examples()}


def test_without_holding_out_every_photo_stays_on_its_side(project) -> None:
    project.do(edit.HoldOut(frozenset({1, 7})))
    checked = run_job(check_data, CheckData(project.path, hold_out=False))
    assert checked.held_out == checked.held_before == {1, 7}


def test_a_copy_of_a_held_out_photo_is_held_out_too(project) -> None:
    first = project.examples()[0]
    original = project.original(first)
    copy = original.with_name("copy.png")
    copy.write_bytes(original.read_bytes())
    project.do(edit.HoldOut(frozenset({first.id, 7})))
    add_found(project, original.parent.parent)
    new = project.examples()[-1]
    assert new.name == "copy.png"
    checked = run_job(check_data, CheckData(project.path, new=frozenset({new.id})))
    assert new.id in checked.held_out
    assert not checked.inspection.leakage
    assert any(new.path in row.paths for row in checked.inspection.exact_duplicates)


def test_one_class_is_said_in_words(tmp_path, digits_folder) -> None:
    with Project.create(tmp_path / "q.smart", name="Q") as opened:
        found = add_found(opened, digits_folder(n=3, classes=1))
        assert {example.label for example in found.examples} == {"0"}
        with pytest.raises(UserError, match="needs at least two"):
            run_job(check_data, CheckData(opened.path))


def test_moved_photos_match_by_content_and_never_by_name_alone(project, tmp_path) -> None:
    home = project.original(project.examples()[0]).parent.parent
    away = tmp_path / "away"
    home.rename(away)
    (away / "0" / "0-000.png").write_bytes(b"another photo under the same name")
    found = run_job(find_moved, FindMoved(project.path, away))
    assert len(found.moves) == 11
    assert found.missing == 1


def test_a_list_with_missing_files_names_the_lines(tmp_path, digits_folder) -> None:
    folder = digits_folder(n=2, classes=2)
    table = folder / "list.csv"
    table.write_text("path,label\n0/0-000.png,zero\n1/1-000.png,one\nnone.png,one\n")
    with Project.create(tmp_path / "q.smart", name="Q") as opened:
        found = run_job(find_data, AddData(opened.path, (table,)))
    assert {example.label for example in found.examples} == {"zero", "one"}
    assert any("none.png" in sentence for sentence in found.skipped)


def test_all_pages_share_one_chain_of_jobs(qtbot) -> None:
    from desktop.jobs.queue import JobQueue
    from desktop.jobs.training_pipeline import pipeline_of

    session, jobs = Session(), JobQueue()
    assert pipeline_of(session, jobs) is pipeline_of(session, jobs)
    jobs.forget()
