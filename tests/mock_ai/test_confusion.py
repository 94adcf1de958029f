"""Dials of single classes in a scenario and its file."""

from collections import Counter
from dataclasses import replace

import pytest

from estimators.base.errors import UserError
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario

FILE = """\
name: Inspectors
classes: [clean, crack, erosion]
accuracy: 80%
accuracy_of: {crack: 60%}
mistakes:
  crack: {erosion: 90%, clean: 10%}
  erosion: clean
"""


def answers(scenario, n=3000):
    items = [f"item {place}" for place in range(n)]
    labels = [scenario.classes[place % len(scenario.classes)] for place in range(n)]
    said = scenario.fake(items, labels).answer_all(items)
    return Counter((label, one.label) for label, one in zip(labels, said, strict=True))


def test_a_class_may_be_right_more_or_less_often_and_be_taken_for_a_certain_other():
    file = FILE
    counts = answers(parse_scenario(file))
    assert abs(counts["crack", "crack"] - 600) <= 10
    assert abs(counts["clean", "clean"] - 800) <= 10
    assert counts["erosion", "crack"] == 0
    assert abs(counts["crack", "erosion"] - 360) < 40


def test_what_it_says_counts_every_class_as_often():
    scenario = parse_scenario(FILE)
    assert scenario.accuracy_at(0) == pytest.approx((0.8 + 0.6 + 0.8) / 3)
    assert scenario.summary == "73% right, not all alike, honest"
    assert scenario.mistakes_sentence.startswith("“crack” is mostly taken for “erosion”")


def test_it_survives_being_kept_and_old_scenarios_stay_as_they_were():
    scenario = parse_scenario(FILE)
    assert Scenario.from_json(scenario.to_json()) == scenario
    plain = parse_scenario("name: A\nclasses: [a, b]")
    assert "by_class" not in plain.to_json()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("accuracy_of: {rust: 60%}", "Line 3 of the scenario does not fit: “rust” is no class"),
        ("accuracy_of: {a: 160%}", "Line 3 of the scenario says a is 160%"),
        ("mistakes: {a: a}", "Line 3 of the scenario does not fit: “a” is taken for itself"),
        ("mistakes: {a: {b: 0}}", "Line 3 of the scenario does not fit: The mistakes of “a” go"),
        ("mistakes: [a, b]", "Line 3 of the scenario has no values for “mistakes”"),
        ("accuracy_of: {a: 50%}\nskew: 0.5", "Line 3 of the scenario has “accuracy_of” besides"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(line, words):
    with pytest.raises(UserError, match=words):
        parse_scenario(f"name: A\nclasses: [a, b]\n{line}")


def test_dials_of_classes_that_are_gone_go_with_them():
    scenario = parse_scenario(FILE)
    left = scenario.by_class.kept_for(["clean", "crack"])
    assert left.mistakes == (("crack", (("clean", 0.1),)),)
    replace(scenario, classes=("clean", "crack"), by_class=left)
