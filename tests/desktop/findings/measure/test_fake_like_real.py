"""The fake and the real one meet in predict_proba: what measures, draws and judges the one does the same with the other."""

import numpy as np
import pytest

from desktop.findings.measure.accuracy import class_chart, confusion_chart
from desktop.findings.measure.calibration import reliability_chart
from desktop.project.commands import AddClass
from estimators.classifier.evaluation import evaluate_predictions
from estimators.classifier.evaluation_result import Prediction
from mock_ai import FakeClassifier
from tests.training_results import measured as result_of
from tests.training_results import run_with

CLASSES = ("clean", "crack", "erosion")


@pytest.fixture
def project(blades):
    blades.project.do(AddClass(CLASSES[-1]))
    return blades.project


def measured(fake, items, truth):
    """What `evaluate` measures, from any classifier's predict_proba."""
    names = [str(name) for name in fake.classes_]
    rows = []
    for item, label, row in zip(items, truth, fake.predict_proba(items), strict=True):
        best = int(row.argmax())
        shares = dict(zip(names, row.tolist(), strict=True))
        rows.append(
            Prediction(item, names[best], float(row[best]), shares, False, None, str(label))
        )
    return evaluate_predictions(rows, names, {})


@pytest.fixture(scope="module")
def evaluation():
    truth = np.random.default_rng(0).choice(CLASSES, 4000, p=(0.7, 0.2, 0.1))
    items = [f"photo {number}" for number in range(len(truth))]
    return measured(FakeClassifier(accuracy=0.87).fit(items, truth), items, truth)


def test_a_calibrated_fake_is_measured_as_what_it_was_dialled_to(evaluation):
    assert evaluation.accuracy.value == pytest.approx(0.87, abs=0.005)
    assert evaluation.ece < 0.02
    assert all(one.low <= one.said <= one.high for one in evaluation.reliability if one.n > 50)
    assert {one.name for one in evaluation.per_class} == set(CLASSES)


def test_it_is_drawn_by_the_same_charts(evaluation, project):
    run = run_with(result_of(evaluation.predictions, CLASSES))
    drawn = reliability_chart(run, project)
    assert sum(one.n for one in drawn.bins) == evaluation.n_test
    assert sum(map(sum, confusion_chart(run, project).counts)) == evaluation.n_test
    assert len(class_chart(run, project).rows) == len(CLASSES)
