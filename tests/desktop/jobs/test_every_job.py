"""Every kind of job by itself: its progress never goes backwards, and stopped in the middle it leaves nothing behind."""

import contextlib
import importlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desktop
from desktop.jobs.add_data import AddData, FindMoved
from desktop.jobs.bring_cases import BringCases
from desktop.jobs.copy_project import CopyProject
from desktop.jobs.find_alike import FindAlike
from desktop.jobs.journal_out import ForgetJournal
from desktop.jobs.label_next import SuggestNext
from desktop.jobs.learn import CheckData
from desktop.jobs.measure_curve import MeasureCurve
from desktop.jobs.model_files import WriteModel
from desktop.jobs.more_data import PlanCollection
from desktop.jobs.pack import PackProject
from desktop.jobs.training_request import OnProject, TrainModel
from desktop.jobs.worker import JobCancelled
from desktop.jobs.write_report import WriteReport
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import TaskQuestion
from desktop.project.schema import EDITED_TABLES
from estimators.classifier.progress import WorkCancelled
from tests.desktop.jobs.test_table_data import take, write_csv
from tests.digits import write_some
from tests.estimators.table.made_tables import honest

Ask = Callable[[Project, Path], Any]


def run_of(project: Project) -> int:
    return project.runs()[-1].id


def others(project: Project, out: Path) -> Path:
    """Ten more photos than the project has."""
    return write_some(Path(tempfile.mkdtemp(dir=out)), n=5, classes=2, first=100)


def without_labels(project: Project) -> Path:
    """The project, with every third label taken away."""
    ids = tuple(example.id for example in project.examples())[::3]
    project.do(edit.LabelExamples(ids, None))
    return project.path


ON_PHOTOS: dict[str, Ask] = {
    "add_data:find_data": lambda p, out: AddData(p.path, (others(p, out),)),
    "add_data:find_moved": lambda p, _: FindMoved(p.path, p.path.parent / "digits"),
    "bring_cases:bring_cases": lambda p, _: BringCases(p.path, text="one\ntwo\nthree"),
    "copy_project:copy_project": lambda p, out: CopyProject(p.path, out / "copy.smart"),
    "find_alike:find_alike": lambda p, _: FindAlike(p.path, example=1),
    "journal_out:forget_journal": lambda p, _: ForgetJournal(p.path),
    "label_next:suggest_next": lambda p, _: SuggestNext(without_labels(p)),
    "learn:check_data": lambda p, _: CheckData(p.path),
    "measure_curve:measure_curve": lambda p, _: MeasureCurve(p.path),
    "model_files:write_certified": lambda p, out: WriteModel(p.path, run_of(p), out / "m.onnx"),
    "more_data:measure_made": lambda p, _: OnProject(p.path),
    "more_data:plan_collection": lambda p, _: PlanCollection(p.path),
    "pack:pack_project": lambda p, out: PackProject(p.path, out / "packed.smart"),
    "task_range:forecast_task": lambda *_: TaskQuestion(("photo", "text"), 3, 0.9),
    "write_report:write_report": lambda p, out: WriteReport(p.path, out / "report.pdf"),
}
ON_ROWS: dict[str, Ask] = {
    "table_data:look_at_table": lambda p, _: OnProject(p.path),
    "learn:train": lambda p, _: TrainModel(p.path),
    "measure_curve:measure_curve": lambda p, _: MeasureCurve(p.path),
}
ELSEWHERE = {
    "model_files:check_file",  # as write_certified
    "sample:write_sample",  # needs no project: tests/desktop/test_sample.py
    "answer_fresh:answer_fresh",  # needs cases without an answer: test_measure_fresh.py
    "ask_candidate:ask_candidate",  # needs somebody who answers: test_measure_address.py
    "journal_out:write_journal",  # need a journal: tests/desktop/pages/test_fake_journal.py
    "replay:replay_journal",
    "time_training:time_training",  # needs a training of more than a moment: test_measure_time.py
}
LONG = {"write_report:write_report"}
"""Seconds: its two steps follow one another."""
EVERY = [(name, False) for name in ON_PHOTOS] + [(name, True) for name in ON_ROWS]


def product_jobs() -> set[str]:
    """What the product starts as a job: ``module:function`` in its source."""
    source = "".join(path.read_text() for path in Path(desktop.__file__).parent.rglob("*.py"))
    return set(re.findall(r'"desktop\.(?:jobs\.)?(\w+:[a-z_]+)"', source))


def test_every_job_of_the_product_is_tried_here_or_elsewhere() -> None:
    tried = ON_PHOTOS.keys() | ON_ROWS.keys() | ELSEWHERE
    assert product_jobs() <= tried
    assert tried - product_jobs() == {"model_files:write_certified"}  # named by what is written


@pytest.fixture
def with_data(request, tmp_path, trained_folder) -> Iterator[Project]:
    """A trained project of photos that nothing has looked at since, or one of rows."""
    if request.param:
        with Project.create(tmp_path / "rows.smart", name="Rows") as project:
            take(project, write_csv(tmp_path / "rows.csv", honest(150, 0)[0]))
            yield project
        return
    shutil.copytree(trained_folder, tmp_path / "trained")
    with Project.open(tmp_path / "trained" / "digits.smart") as project:
        with project.file.transaction() as connection:
            connection.execute("DELETE FROM embedding")  # so that all are looked at anew
        yield project


@pytest.mark.parametrize(("name", "with_data"), EVERY, indirect=["with_data"])
def test_progress_never_goes_backwards_and_a_stop_leaves_nothing(
    name, with_data, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("desktop.jobs.more_data.MADE_FROM", 100)
    module, function = name.split(":")
    job = getattr(importlib.import_module(f"desktop.jobs.{module}"), function)
    out = tmp_path / "out"
    out.mkdir()
    request = (ON_ROWS if with_data.path.stem == "rows" else ON_PHOTOS)[name](with_data, out)
    before, there = content(with_data), set(out.rglob("*"))
    stopped = False

    def stop_at_once(_done: int, _total: int, _text: str = "") -> None:
        nonlocal stopped
        if stopped:
            raise JobCancelled  # as the process of a job does
        stopped = True

    with contextlib.suppress(WorkCancelled):  # or it came to its end: its queue keeps nothing of it
        job(request, stop_at_once, lambda: stopped)
    assert stopped, "it never says how far it is"
    assert set(out.rglob("*")) == there
    assert content(with_data) == before

    if name in LONG:
        return
    shares = []
    job(request, lambda done, total, _text="": shares.append(done / total), lambda: False)
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1


def content(project: Project) -> list[object]:
    """Everything that the project holds, without what is only kept to be quicker."""
    tables = sorted({*EDITED_TABLES, "record", "run"})
    return [project.file.read(f"SELECT * FROM {table}", ()) for table in tables]
