"""What the pages and the report say of a run."""

from dataclasses import replace

import pytest

from desktop.findings.measure.accuracy import class_chart, confusion_chart, weak_spots
from desktop.findings.measure.calibration import (
    at_cutoff,
    other_cutoff,
    readings,
    reliability_chart,
    sure_answer,
    sure_headline,
    sure_remark,
    too_sure,
)
from desktop.findings.measure.mistakes import answered as mistakes
from desktop.findings.measure.mistakes import what_would_help, wrong_headline
from desktop.project import commands as edit
from estimators.classifier.evaluation_result import (
    ClassResult,
    Confusion,
    Prediction,
    ReliabilityBin,
    Share,
)
from tests.training_results import answered, measured, run_with


def row(truth: str, said: str, probability: float, *, abstain: bool = False) -> Prediction:
    other = "b" if said == "a" else "a"
    path = f"{truth}-{said}-{probability}.png"
    return answered(path, truth, said, probability, other=other, abstain=abstain)


ROWS = [
    *(row("a", "a", 0.9 + i / 1000) for i in range(6)),
    row("b", "b", 0.85), row("b", "a", 0.95), row("b", "a", 0.6), row("a", "a", 0.97, abstain=True),
]  # fmt: skip
RESULT = measured(
    ROWS,
    ("a", "b"),
    ece=0.1,
    ece_by_chance=0.02,
    reliability=(ReliabilityBin(0.9, 0.8, 0.5, 0.96, 10),),
)
RUN = run_with(RESULT, 3)


def test_strange_examples_count_as_not_answered() -> None:
    at = at_cutoff(RUN, 0.8)
    assert (at.answered, at.right, at.n) == (8, 7, 10)
    assert at.low < at.accuracy < at.high


def test_a_cut_off_nobody_reaches_has_no_accuracy(project) -> None:
    at = at_cutoff(RUN, 0.99)
    assert at.accuracy is None
    assert readings(project, at)[1][0] == "–"


def test_one_answer_is_not_called_all_1_times(project) -> None:
    rows = [row("a", "a", 0.95), row("a", "a", 0.5), row("b", "b", 0.4)]
    few = run_with(measured(rows, ("a", "b")), 3)
    assert "be right that one time." in other_cutoff(project, few, 0.8)


def test_a_run_that_says_more_than_is_right_is_called_too_sure(project) -> None:
    run = run_with(replace(RESULT, n_test=100), 3)
    assert round(too_sure(run), 3) == 0.1
    assert sure_headline(run) == "It is surer than it should be."
    assert sure_answer(run) == "off by 10 points"
    chart = reliability_chart(run, project)
    assert chart.title == "When it says 90%, it is right 80% of the time"


@pytest.mark.parametrize(
    ("n", "off", "by_chance", "said"),
    [
        (100, 0.04, 0.02, "honest to 4 points"),
        (48, 0.157, 0.143, "too few to tell"),  # a perfectly honest one would be off by as much
        (20, 0.04, 0.02, "too few to tell"),
        (100, 0.10, 0.07, "off by 10 points"),
    ],
)
def test_being_off_by_no_more_than_chance_shows_nothing(n, off, by_chance, said) -> None:
    run = run_with(replace(RESULT, n_test=n, ece=off, ece_by_chance=by_chance), 3)
    assert sure_answer(run) == said
    assert (said == "too few to tell") == sure_headline(run).startswith("Too few were tested")


def test_only_the_dots_below_the_first_that_says_much_are_said_to_say_little(project) -> None:
    def remark(*counts: int) -> str:
        bins = tuple(
            ReliabilityBin(0.5 + 0.1 * at, 0.5 + 0.1 * at, 0.4, 0.99, n)
            for at, n in enumerate(counts)
        )
        return sure_remark(project, run_with(replace(RESULT, reliability=bins), 3))

    assert "At 60% and below there are only 7" in remark(3, 4, 20, 5)
    assert "only" not in remark(20, 4, 5)
    assert "only" not in remark(9, 9, 9, 9)  # "at 80% and below" would be all there are


def test_of_many_classes_the_matrix_shows_those_mixed_up_most(project) -> None:
    labels = [f"c{place:02d}" for place in range(40)]
    matrix = [[3 * (i == j) for j in range(40)] for i in range(40)]
    matrix[30][35], matrix[7][31] = 5, 2
    confusion = Confusion(tuple(labels), tuple(map(tuple, matrix)))
    many = replace(RESULT, n_test=127, correct=120, confusion=confusion)
    chart = confusion_chart(run_with(many), project)
    assert len(chart.labels) == 12
    assert {"c30", "c35", "c07", "c31"} <= set(chart.labels)
    assert "7 of 7 mistakes" in chart.note


def test_twelve_classes_are_all_shown_and_thirteen_are_not(project) -> None:
    for n in (12, 13):
        labels = tuple(f"c{place:02d}" for place in range(n))
        matrix = [[3 * (i == j) for j in range(n)] for i in range(n)]
        matrix[2][5] = 4
        confusion = Confusion(labels, tuple(map(tuple, matrix)))
        many = replace(RESULT, n_test=3 * n + 4, correct=3 * n, confusion=confusion)
        chart = confusion_chart(run_with(many), project)
        assert (chart.labels == labels) is (n == 12)
        assert (chart.note == f"{3 * n + 4} held-out photos.") is (n == 12)


def test_the_two_classes_that_it_finds_least_are_the_weak_spots() -> None:
    def found(name: str, n: int) -> ClassResult:
        share = Share(n / 10, 0.0, 1.0, 10)
        return ClassResult(name, 10, n, share, share)

    assert weak_spots([found("a", 10), found("b", 7), found("c", 5)]) == (
        "“c” and “b” are the weak spots"
    )
    assert weak_spots([found("a", 9), found("b", 8)]) == "“b” is the weak spot"
    assert weak_spots([found("a", 10), found("b", 9)]) == "“b” is found least often"
    assert weak_spots([found("a", 10), found("b", 10)]) == "It found every held-out one"


def test_dots_on_top_of_each_other_are_drawn_as_one(project) -> None:
    bins = tuple(ReliabilityBin(said, 1.0, 0.8, 1.0, 20) for said in (0.97, 0.98, 0.99))
    (dot,) = reliability_chart(run_with(replace(RESULT, reliability=bins)), project).bins
    assert dot.n == 60
    assert dot.low > 0.94


def test_mistakes_are_listed_most_confident_first() -> None:
    assert [r.probability for r in mistakes(RUN)] == [0.95, 0.6]
    assert mistakes(RUN)[0].sentence == "A. I’m 95% sure."
    assert wrong_headline(RUN) == "2 of 10 were wrong, most often “b” called “a”."


def test_a_headline_with_long_class_names_fits() -> None:
    long = tuple(replace(row, truth=str(row.truth) * 40) for row in ROWS[:8])
    assert len(wrong_headline(run_with(replace(RESULT, predictions=long)))) <= 62


def test_help_counts_the_mistakes_that_a_cut_off_keeps_back(project) -> None:
    assert what_would_help(project, RUN, 0.8) == (
        ("Answer only when 80% sure", "1 of 2", "2 to a person"),
    )


def test_cases_a_month_say_whose_number_they_are(project) -> None:
    project.do(edit.SetFact("volume_per_month", {"low": 1000, "high": 2000}, "cases a month"))
    assert readings(project, at_cutoff(RUN, 0.8))[2] == (
        "200 to 400", "a month left to a person", "of 1,000 to 2,000, your guess",
    )  # fmt: skip


def test_a_class_that_nothing_in_the_test_belongs_to_is_named(project) -> None:
    rows = [answered(f"{i}.png", "people", "people") for i in range(5)]
    run = run_with(measured(rows, ("people", "vehicles")))
    chart = class_chart(run, project)
    assert chart.title == "“vehicles” was not tested"
    assert [(row.label, row.mid, row.value_text) for row in chart.rows] == [
        ("people", 1.0, "100%"),
        ("vehicles", None, "?"),
    ]
