"""A scenario written as a file and read again."""

from dataclasses import replace
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from mock_ai.confusion import ByClass
from mock_ai.delays import Delay
from mock_ai.fault_catalogue import example, possible_faults, with_rate, with_section
from mock_ai.presets import PRESETS
from mock_ai.scenario import Drift
from mock_ai.scenario_file import load_scenario, parse_scenario, scenario_text, text_at

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.yaml"))


@pytest.mark.parametrize("scenario", PRESETS, ids=lambda one: one.id)
def test_a_preset_reads_back_as_it_was(scenario):
    assert parse_scenario(scenario_text(scenario)) == scenario


def test_every_dial_reads_back_as_it_was():
    scenario = replace(
        PRESETS[0],
        id="another-id",
        name="Yes: no # 1",
        classes=("yes", "no", "1", "1.0", "null", "a: b", "’quoted’ “so”", "- x"),
        accuracy=0.123456,
        calibration="underconfident",
        delay=Delay(0.25, 0.25),
        drift=(Drift(3, 0.5), Drift(9, 0.25)),
        seed=12,
        by_class=ByClass((("no", 0.5),), (("1", (("yes", 0.7), ("no", 0.3))),)),
    )
    assert parse_scenario(scenario_text(scenario)) == scenario
    skewed = replace(scenario, skew=-0.25, by_class=ByClass())
    assert parse_scenario(scenario_text(skewed)) == skewed


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda one: one.stem)
def test_the_examples_of_the_docs_read_back_as_they_were(path):
    scenario = load_scenario(path)
    again = parse_scenario(scenario_text(scenario), folder=path.parent)
    assert again == scenario
    assert [one.name for one in again.stubs.stubs] == [one.name for one in scenario.stubs.stubs]


def test_a_scenario_whose_files_lie_elsewhere_is_not_saved_where_it_would_not_play(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "waits.txt").write_text("0.1\n0.4\n")
    file = folder / "a.yaml"
    file.write_text("name: A\nclasses: [a, b]\ndelay: {recording: waits.txt}")
    scenario = load_scenario(file)
    assert [scenario.fault_and_delay_at(place)[1] for place in range(3)] == [0.1, 0.4, 0.1]
    with pytest.raises(UserError, match="would not play from there"):
        text_at(scenario, tmp_path / "b.yaml")
    (folder / "b.yaml").write_text(text_at(scenario, folder / "b.yaml"), encoding="utf-8")
    assert load_scenario(folder / "b.yaml").fault_and_delay_at(1)[1] == 0.4


def test_a_trouble_gets_a_rate_and_loses_it_again():
    scenario = PRESETS[0]
    troubled = with_rate(with_rate(scenario, "hallucination", 0.1), "rate limit", 0.05)
    rates = {one.id: one.rate for one in possible_faults(troubled)}
    assert (rates["hallucination"], rates["rate limit"]) == (0.1, 0.05)
    assert rates["timeout"] == scenario.no_answer_rate
    assert troubled.stubs.failures[0].failure.id == "hallucination"
    back = with_rate(with_rate(troubled, "hallucination", 0), "rate limit", 0)
    assert back == scenario


def test_silence_and_errors_are_the_dials_that_they_were():
    scenario = parse_scenario("name: A\nclasses: [a, b]\nfaults: [{fault: timeout, rate: 20%}]")
    assert {one.id: one.rate for one in possible_faults(scenario)}["timeout"] == 0.2
    turned = with_rate(scenario, "timeout", 0.1)
    assert (turned.no_answer_rate, turned.stubs.faults) == (0.1, ())


def test_what_a_file_says_with_a_condition_stays():
    file = "name: A\nclasses: [a, b]\nfailures: [refusal, {failure: refusal, rate: 50%, when: {text: tax}}]"
    left = with_rate(parse_scenario(file), "refusal", 0)
    assert [(one.rate, one.condition is not None) for one in left.stubs.failures] == [(0.5, True)]


def test_faults_for_more_than_all_requests_are_refused():
    crowded = with_rate(PRESETS[0], "overloaded", 0.7)
    with pytest.raises(UserError, match="more than all requests"):
        with_rate(crowded, "rate limit", 0.7)


@pytest.mark.parametrize("trouble", [one.id for one in possible_faults(PRESETS[0])])
def test_every_trouble_shows_what_it_makes_of_an_answer(trouble):
    before, after = example(trouble)
    assert before
    assert after
    assert before != after


def test_a_delay_that_the_dial_cannot_show_is_played_and_written():
    scenario = with_section(PRESETS[0], "delay", {"uniform": ["0.2", "0.6"]})
    waits = sorted(scenario.fault_and_delay_at(place)[1] for place in range(100))
    assert 0.2 <= waits[0] < 0.21
    assert 0.59 < waits[-1] <= 0.6
    again = parse_scenario(scenario_text(scenario))
    assert again.fault_and_delay_at(7) == scenario.fault_and_delay_at(7)
