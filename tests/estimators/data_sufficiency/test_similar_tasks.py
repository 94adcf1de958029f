import numpy as np
import pytest

from estimators.base.codec import plain
from estimators.data_sufficiency.prior import N_FEATURES, logit
from estimators.data_sufficiency.similar_tasks import similar_tasks
from tests.benchmarks.train_prior import save_similar, similar_task


def test_the_nearest_known_tasks_come_first_and_each_data_set_once():
    found = similar_tasks(10, 0.1, "photo")
    assert found
    assert {task.modality for task in found} == {"photo"}
    assert len({task.name for task in found}) == len(found) <= 5
    distances = [abs(np.log2(task.n_classes / 10)) for task in found]
    assert distances[0] <= 0.6


def test_a_task_like_no_known_one_has_no_neighbours():
    assert similar_tasks(10_000, 0.0001, "photo") == []


def test_without_facts_any_task_is_like_any_other():
    assert len(similar_tasks(most=7)) == 7


def test_the_counts_are_read_off_between_two_sizes():
    curve = np.full(N_FEATURES, np.nan)
    curve[[0, 2, 4]] = logit([0.7, 0.78, 0.84])  # 16, 32 and 64 examples
    task = similar_task("bottles", "photo", 3, 0.4, curve)
    assert 32 < task.n_80 < 64
    assert task.n_90 is None
    assert (task.largest, task.best) == (64, pytest.approx(0.84))


def test_a_task_is_stored_as_it_is_told(tmp_path):
    import json

    task = similar_tasks(2, 0.5, "text")[0]
    save_similar([task], tmp_path / "known.json")
    assert json.loads((tmp_path / "known.json").read_text(encoding="utf-8")) == [plain(task)]
