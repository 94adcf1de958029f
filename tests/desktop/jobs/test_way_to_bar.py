"""From real photos to a bar at an operating point and a forecast of reaching one, through the jobs."""

from pathlib import Path

import pytest

from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.acceptance_evidence import evidence_of_test
from desktop.findings.launch.bar import set_bar
from desktop.findings.launch.forecast_to_bar import chance_with, progress_to_bar
from desktop.findings.measure.error_costs import left_out_answers
from desktop.jobs.learn import CheckData, check_data, train
from desktop.jobs.measure_curve import MeasureCurve, measure_curve
from desktop.jobs.training_request import TrainModel
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE
from estimators.acceptance.metric import Metric, Requirement
from estimators.data_sufficiency.plan import BuyingConstraints
from reports.provenance import Provenance
from tests.jobs_in_process import add_found, run_job


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a trained run and a measured curve of 60 real photos."""
    from tests.digits import write_digits

    folder = tmp_path_factory.mktemp("way")
    with Project.create(folder / "p.smart", name="P") as project:
        photos = write_digits(folder / "digits", per_class=30)
        two = (photos / "three", photos / "eight")
        for other in photos.iterdir():
            if other not in two:
                for photo in other.iterdir():
                    photo.unlink()
                other.rmdir()
        add_found(project, photos)
        checked = run_job(check_data, CheckData(project.path))
        project.do(edit.HoldOut(checked.held_out))
        trained = run_job(train, TrainModel(project.path))
        project.append_run(trained.settings, trained.result)
        asked = BuyingConstraints(target=0.9)
        curve = run_job(measure_curve, MeasureCurve(project.path, asked=asked))
        project.append_record(CURVE, curve.value, curve.fingerprint)
        return project.path


def test_a_run_keeps_answers_on_its_training_photos_and_they_choose_the_cut_off(path: Path) -> None:
    with Project.open(path) as project:
        (run,) = project.runs()
        answers = left_out_answers(run)
        tested = {row.path for row in run.result.predictions}
        assert len(answers) == run.result.n_train
        assert len(answers) + len(tested) == 60
        bar = set_bar(
            project, Requirement(Metric.RECALL, 0.6, of="eight"), "contract", Provenance.GUESS
        )
        assert bar.cutoff is not None
        assert bar.cutoff_from == "left-out examples"
        project.do(bar)
        found = bar_test(project)
        assert found.measured.test.total == sum(
            row.truth == "eight" for row in run.result.predictions
        )
        assert f"{len(answers)} training photos" in evidence_of_test(found).cutoff_words


def test_a_measured_curve_keeps_what_the_way_to_the_bar_needs(path: Path) -> None:
    with Project.open(path) as project:
        project.do(edit.SetBar(0.97, "contract", Provenance.GUESS, "Asked for."))
        record = project.record(CURVE)
        assert len(record.value.curves.accuracy) == 400
        found = chance_with(project, 100)
        assert 0 <= found.chance <= 1
        assert found.low <= found.middle <= found.high
        progress = progress_to_bar(project)
        assert progress.forecast_chart is not None
        assert len(progress.forecasts) == 4
