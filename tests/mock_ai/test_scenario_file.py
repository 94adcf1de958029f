from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.errors import UserError
from mock_ai.confusion import ByClass
from mock_ai.delays import Delay
from mock_ai.fault_catalogue import example, possible_faults, with_rate, with_section
from mock_ai.presets import PRESETS
from mock_ai.scenario import Drift, Scenario
from mock_ai.scenario_file import (
    LARGEST_BYTES,
    load_scenario,
    load_with_items,
    parse_scenario,
    scenario_text,
    text_at,
)

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.yaml"))
WHOLE = """\
name: The promise
classes: [yes, no, lightning mark]
accuracy: 85%
calibration: too sure
skew: -0.5
delay:
  usually: 0.9 s
  one_in_20_slower_than: 2.4
no_answer: 2%
error: 0.01
unknown: 4%
drift:
  - after: 20
    accuracy: 60%
seed: 7
"""


def test_a_scenario_file_says_everything_a_scenario_can():
    assert parse_scenario(WHOLE) == Scenario(
        id="the-promise",
        name="The promise",
        classes=("yes", "no", "lightning mark"),
        accuracy=0.85,
        calibration="overconfident",
        skew=-0.5,
        delay=Delay(0.9, 2.4),
        no_answer_rate=0.02,
        error_rate=0.01,
        unknown_rate=0.04,
        drift=(Drift(20, 0.6),),
        seed=7,
    )


def test_a_name_and_classes_are_enough():
    assert parse_scenario("name: x\nclasses: [a, b]").accuracy == 0.85


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("85%", "850%"), "Line 3 of promise.yaml says accuracy is 850%"),
        (("85%", "high"), "Line 3 of promise.yaml has no number for “accuracy”"),
        (("too sure", "loud"), "Line 4 of promise.yaml says calibration is “loud”"),
        (("2.4", "0.1"), "Line 8 of promise.yaml has a delay that does not fit"),
        (("  usually: 0.9 s\n", ""), "Line 7 of promise.yaml has a delay without “usually”"),
        (("after: 20", "after: 0"), "Line 13 of promise.yaml is out of order"),
        (("after: 20", "after: 2.5"), "Line 13 of promise.yaml has a fraction for “after”"),
        (("seed: 7", "sead: 7"), "Line 15 of promise.yaml has an unknown “sead”"),
        (("seed: 7", "error: 0.02"), "Line 15 of promise.yaml says “error” again"),
        (("[yes, no, lightning mark]", "[yes]"), "Line 2 of promise.yaml has fewer than two"),
        (("[yes, no,", "[yes, yes,"), "Line 2 of promise.yaml names “yes” twice"),
        (("[yes, no, lightning mark]", "yes"), "Line 2 of promise.yaml has no list for “classes”"),
        (("[yes, no,", "[yes, {no: 1},"), "Line 2 of promise.yaml has no words for “classes”"),
        (("name: The promise\n", ""), "“promise.yaml” has no “name”"),
        (("85%", "&a 85%"), "Line 3 of promise.yaml is not allowed"),
        (("85%", "!!python/object:os.system 1"), "Line 3 of promise.yaml is not allowed"),
        (("no_answer: 2%", "no_answer: 2: 3"), "Line 9 of promise.yaml is not YAML"),
        (("0.01", "99%"), "In promise.yaml: The scenario’s no answer and error"),
    ],
)
def test_a_mistake_is_named_with_its_line(change, says):
    with pytest.raises(UserError) as refused:
        parse_scenario(WHOLE.replace(*change), "promise.yaml")
    assert refused.value.what.startswith(says)
    assert refused.value.next_step


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- 1", "[" * 100_000, "{" * 100_000, "a: *b", "--- 1\n--- 2", "\0"]
)
def test_what_is_no_scenario_is_refused_and_never_hangs(text):
    with pytest.raises(UserError):
        parse_scenario(text)


@given(st.text(max_size=60).map(lambda text: WHOLE[:80] + text))
def test_any_text_gives_a_scenario_or_a_sentence(text):
    try:
        scenario = parse_scenario(text)
    except UserError as refused:
        sentence = refused.what
        assert sentence
    else:
        assert scenario.name


def test_files_that_cannot_be_scenarios_are_refused_in_words(tmp_path: Path):
    path = tmp_path / "s.yaml"
    with pytest.raises(UserError, match="There is no “s"):
        load_scenario(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="not text in UTF-8"):
        load_scenario(path)
    path.write_bytes(b"a" * (LARGEST_BYTES + 1))
    with pytest.raises(UserError, match="too large"):
        load_scenario(path)
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert load_scenario(path).name == "The promise"


def test_items_are_a_folder_beside_the_file_and_nothing_outside(tmp_path):
    (tmp_path / "photos").mkdir()
    text = "name: N\nclasses: [a, b]\nitems: {}\n"
    path = tmp_path / "scenario.yaml"
    path.write_text(text.format("photos"))
    scenario, items = load_with_items(path)
    assert (scenario.name, items) == ("N", (tmp_path / "photos").resolve())
    for outside in ("../photos", "missing", "/etc"):
        path.write_text(text.format(outside))
        with pytest.raises(UserError, match="Line 3"):
            load_with_items(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: x\nclasses: [a, b]\ndelya: 3", "Probably “delay” is meant."),
        (
            "name: x\nclasses: [a, b]\nfailures: [halucination]",
            "Probably “hallucination” is meant.",
        ),
        ("name: x\nclasses: [a, b]\nzzz: 3", "Known are id, name, classes"),
    ],
)
def test_a_misspelt_word_is_told_what_it_probably_means(text, said):
    with pytest.raises(UserError) as caught:
        parse_scenario(text)
    assert caught.value.why.startswith(said)


def test_a_files_name_stays_as_it_is_where_a_sentence_begins_with_it():
    with pytest.raises(UserError) as caught:
        parse_scenario("", source="bins.yaml")
    assert caught.value.what == "“bins.yaml” is empty."


def test_thousands_of_names_are_refused_with_the_line_of_the_first_too_many():
    names = "\n".join(f"  c{number}: 0.5" for number in range(14_000))
    with pytest.raises(
        UserError, match=r"Line 1,003 .* is one too many for “accuracy_of”. 1,000 are"
    ):
        parse_scenario(f"classes: [a, b]\naccuracy_of:\n{names}\nname: A\n")
    listed = ", ".join(f"c{number}" for number in range(14_000))
    with pytest.raises(UserError, match="14,000 names"):
        parse_scenario(f"name: A\nclasses: [{listed}]\n")


# Written, and read again ----------------------------------------------------------------------


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
