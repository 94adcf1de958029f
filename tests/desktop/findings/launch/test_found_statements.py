"""Every metric words its own counts, and its own baseline of always giving the commonest answer."""

import pytest

from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.measure.evidence import accuracy_evidence
from desktop.findings.measure.view import view
from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.acceptance import lower_bound
from reports.evidence import Statement
from reports.provenance import Provenance

GUESS = Provenance.GUESS
CLEAN, CRACK = "clean", "crack"
# Of 150 photos that are tested, 75 are cracks (odd numbers): 6 are missed, and 10 clean ones are false alarms.
WRONG = [*range(1, 13, 2), *range(0, 20, 2)]


@pytest.fixture
def project(blades) -> Project:
    blades.add_examples(150)
    return blades.project


def first_reason(project: Project) -> Statement:
    return launch_evidence(project).why[0]


def changes(project: Project) -> list[str]:
    return [statement.text for statement in launch_evidence(project).would_change]


def test_right_answers_stand_beside_the_right_answers_of_always_saying_the_commonest(
    blades, project: Project
) -> None:
    # 30 cracks too many were tested: "clean" is right 60 times in 135, whatever the run is.
    blades.add_run([*range(0, 120, 2), *range(1, 150, 2)], WRONG)
    project.do(edit.SetBar(0.85, "contract", GUESS))
    assert first_reason(project).text == (
        "It is right 119 times in 135; always saying “clean” would be right 60 times."
    )
    assert first_reason(project).strong == "119 times in 135"
    assert changes(project)[0] == "At least 122 of 135 right in a new test would pass."


def test_two_counts_of_one_class_say_which_is_at_the_cut_off(blades, project: Project) -> None:
    blades.add_run(range(150), WRONG)
    project.do(edit.SetBar(0.9, "contract", GUESS, metric="recall", of=CRACK, cutoff=0.75))
    launch = launch_evidence(project)
    assert "“crack” from a chance of 75% on; " in launch.why[0].text
    weakest = next(check for check in launch.checks if check.name == "every_class")
    assert weakest.detail.endswith("Counted over every answer, without the cut-off of the bar.")


@pytest.mark.parametrize(
    ("bar", "value", "abstains", "said"),
    [
        (
            {"metric": "recall", "of": CRACK}, 0.9, (),
            "It finds 69 of 75 “crack”; always saying “clean” would find none of them.",
        ),
        (  # perfect without any model
            {"metric": "recall", "of": CLEAN}, 0.8, (),
            "It finds 65 of 75 “clean”; always saying “clean” would find 75 of 75.",
        ),
        (
            {"metric": "precision", "of": CRACK}, 0.7, (),
            "Of 79 that it calls “crack”, 69 are; always saying “clean” would call nothing so, "
            "which leaves its share undefined.",
        ),
        (
            {"metric": "precision", "of": CLEAN}, 0.7, (),
            "Of 71 that it calls “clean”, 65 are; always saying “clean” would be right 75 times in 150.",
        ),
        (
            {"metric": "coverage", "cutoff": 0.5}, 0.7, range(30),
            "It answers 120 of 150 alone; always saying “clean” would answer all 150, and be right 75 times.",
        ),
        (
            {"cutoff": 0.5}, 0.9, range(30),
            "It is right 120 times in 120 of those that it answers alone; "
            "always saying “clean” would be right 75 times in 150.",
        ),
    ],
)  # fmt: skip
def test_each_metric_stands_beside_what_always_saying_the_commonest_would_come_to(
    blades, project: Project, bar, value, abstains, said
) -> None:
    blades.add_run(range(150), WRONG, abstains=abstains)
    project.do(edit.SetBar(value, "contract", GUESS, **bar))
    assert first_reason(project).text == said


def test_what_would_pass_a_bar_on_recall_is_said_of_what_is_found(blades, project: Project) -> None:
    blades.add_run(range(150), WRONG)
    project.do(edit.SetBar(0.9, "contract", GUESS, metric="recall", of=CRACK))
    said = changes(project)
    assert said[0] == "At least 73 of 75 found in a new test would pass."
    assert "finds 95% of them" in said[1]
    assert "right" not in "".join(said[:2])


def test_a_bar_on_cost_has_both_in_money_and_a_miss_costs_what_a_miss_costs(
    blades, project: Project
) -> None:
    blades.add_run(range(150), WRONG)
    for key, value in (("miss_cost", 100.0), ("false_alarm_cost", 10.0), ("label_cost", 2.0)):
        project.do(edit.SetFact(key, {"low": value, "high": value}, key))
    project.do(edit.SetFact("currency", "EUR", "currency"))
    project.do(edit.SetBar(9.0, "contract", GUESS, metric="cost", cutoff=0.5))
    # 6 misses at 100 and 10 false alarms at 10, over 150; always "clean" misses all 75.
    assert first_reason(project).text == (
        "It costs €4.67 a case in the test; always saying “clean” would cost €50 a case."
    )


def test_the_train_page_and_the_report_pay_for_looks_at_the_same_photos(
    blades, project: Project
) -> None:
    blades.add_run(range(150), range(40))
    blades.add_run(range(150), range(30))
    run = blades.add_run(range(150), range(14))
    paid = lower_bound(136, 150, 1 - 0.05 / 3)
    assert f"{paid:.0%}" != f"{lower_bound(136, 150):.0%}"  # else nothing would be seen below
    assert f"sure of at least {paid:.1%} over 3 looks" in view(project, run).lead
    evidence = accuracy_evidence(project)
    assert evidence.bound.value == paid
    assert evidence.bound.text == f"{paid:.1%}"


def test_the_report_has_the_ends_of_the_interval_the_right_way_round(
    blades, project: Project
) -> None:
    run = blades.add_run(range(150), range(14))
    evidence = accuracy_evidence(project)
    low, high = run.result.accuracy.low, run.result.accuracy.high
    assert low < 136 / 150 < high
    assert (evidence.right.low, evidence.right.high) == (low, high)
    assert evidence.bound.low is None  # one-sided


@pytest.mark.parametrize("wrong", [8, 9, 10, 11, 12, 13, 14])
def test_train_launch_and_the_way_to_the_bar_agree_on_passing(
    blades, project: Project, wrong: int
) -> None:
    blades.add_run(range(150), range(60))
    run = blades.add_run(range(150), range(wrong))
    project.do(edit.SetBar(0.87, "contract", GUESS))
    launch = launch_evidence(project)
    cleared = view(project, run).headline.endswith("passes the bar.")
    assert cleared == launch.acceptance.measured.passes
    assert launch.progress.headline.endswith(" is above 87%.") == launch.acceptance.measured.passes
