"""The learning curve of a project as chart, sentences and evidence; also as it grows, and from older projects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.findings.data.evidence import data_evidence
from desktop.findings.data.learning_curve import (
    curve_chart,
    growing_chart,
    growing_words,
    measured_curve,
)
from desktop.findings.data.sufficiency import (
    has_what_if,
    missing_answers,
    plan_note,
    plan_rounds,
    plan_title,
    reliability_words,
    remarks,
    round_words,
    what_if,
    what_if_words,
    what_to_add,
)
from desktop.findings.data.task_range import asked_of_task, task_range
from desktop.findings.data.view import view as data_view
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, TASK, TaskCounts, TaskForecast
from desktop.project.records import NewExample
from estimators.data_sufficiency.forecast_values import SliceGain
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.plan import BuyingConstraints, Required
from estimators.data_sufficiency.sentences import forecast_document
from estimators.data_sufficiency.sufficiency import forecast
from tests.kept_records import keep

HAVE = 400
DARK = SliceGain("dark", 20, 12, 80, 72, 0.4, 0.77, more_helps=True, gain_per_example=0.001)
SAID = DARK.sentence("photos")
Payload = dict[str, Any]


def required(p50: int | None, *, reachable: float, reached_now: float) -> Required:
    return Required(0.86, None, p50, None, reachable, 6400, reached_now)


@dataclass(frozen=True)
class Size:
    n: int
    mean: float
    std: float | None
    repeats: int


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.smart", name="P") as opened:
        rows = (
            NewExample(f"{i}.jpg", f"{i}.jpg", f"{i:064x}", 1, "photo", "ab"[i % 2])
            for i in range(8)
        )
        opened.do(edit.AddExamples(tuple(rows)))
        yield opened


@pytest.fixture(scope="module")
def payload() -> Payload:
    points = [
        MeasuredPoint.from_scores(n, np.array([0.0, 0.02, -0.02]) + 0.94 - 2.2 / n**0.5, HAVE - n)
        for n in (20, 40, 80, 160, 320)
    ]
    found = forecast(
        points,
        BuyingConstraints(target=0.9, price=0.2, currency="$"),
        have=HAVE,
        pool=HAVE,
        by_slice=[DARK],
        unit="photos",
    )
    target = {
        "target": 0.86,
        "p10": 500,
        "p50": 650,
        "p90": 900,
        "reachable": 0.95,
        "reached_now": 0.2,
    }
    return {**forecast_document(found), "what_if": [target]}


@pytest.fixture
def measured(project: Project, payload: Payload) -> Project:
    keep(project, CURVE, payload)
    return project


def test_the_chart_has_bands_dots_with_their_spread_and_what_there_is_now(measured) -> None:
    chart = curve_chart(measured)
    assert [band.share for band in chart.inner] == [0.8, 0.5]
    assert (chart.now.value, chart.now.label) == (HAVE, "400 now")
    assert chart.forecast_from == HAVE
    assert all(p.low < p.y < p.high for p in chart.points)
    there = chart.read(HAVE)
    eighty = {x: (low, high) for x, low, high in chart.inner[0].points}[HAVE]
    assert there.low < eighty[0] < there.y < eighty[1] < there.high
    assert chart.line[-1][0] == chart.x_axis.high


def test_on_a_log_scale_only_the_axis_is_another(measured) -> None:
    even, log = curve_chart(measured), curve_chart(measured, doublings=True)
    assert log.x_axis.log
    assert not even.x_axis.log
    assert log.line == even.line


def test_another_target_moves_the_goal_and_is_said_without_touching_the_project(measured) -> None:
    answer = what_if(measured, 0.86)
    chart = curve_chart(measured, required=answer)
    assert chart.goal.value == 0.86
    assert (
        what_if_words(measured, answer) == "86% takes about 250 more photos (8 in 10: 100 to 500)."
    )
    own = curve_chart(measured)
    assert own.goal.value == 0.9


def test_with_the_price_of_a_label_what_if_says_the_cost(measured) -> None:
    measured.do(edit.SetFact("label_cost", {"low": 0.1, "high": 0.3}, "what a label costs"))
    answer = what_if(measured, 0.86)
    assert "(8 in 10: 100 to 500), $50." in what_if_words(measured, answer)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (required(None, reachable=0.02, reached_now=0.0), "is out of reach with this setup"),
        (required(300, reachable=1.0, reached_now=0.97), "The 400 there are suffice for 86%."),
        (required(390, reachable=1.0, reached_now=0.6), "may do for 86%: 6 chances in 10."),
        (required(800, reachable=0.6, reached_now=0.0), "at all: 6 chances in 10."),
    ],
)
def test_what_if_is_honest_about_reach(measured, found, said) -> None:
    assert said in what_if_words(measured, found)


def test_where_the_target_may_never_hold_the_chart_says_if(measured) -> None:
    answer = Required(0.86, 500, 650, 900, reachable=0.5, within=6400, reached_now=0.0)
    chart = curve_chart(measured, required=answer)
    assert chart.reached_at.label == "650 · if reached"


@pytest.mark.parametrize(("shape", "known"), [("ordinary", True), ("falling", False)])
def test_the_report_gives_no_count_of_labels_for_a_curve_that_falls(
    project, payload, shape, known
) -> None:
    keep(project, CURVE, {**payload, "shape": shape})
    evidence = data_evidence(project)
    assert (evidence.labels_needed is not None) is known


def test_slices_and_the_plan_are_not_said_twice(measured, payload) -> None:
    (dark,) = what_to_add(measured)
    assert (dark.title, dark.note, dark.shown_as) == (
        "You lack dark photos.",
        "Dark photos: 12 of 20 right, the others 72 of 80.",
        "Dark photos",
    )
    assert SAID in payload["remarks"]
    assert SAID not in remarks(measured)
    assert not set(payload["plan_remarks"]) & set(remarks(measured))
    rounds = plan_rounds(measured)
    assert plan_title(measured).startswith(f"Plan: {len(rounds)} round")
    assert plan_note(measured).endswith("measure again after each.")
    assert rounds[0].cost.startswith("$")
    buys, leads_to = round_words(measured, rounds[0])
    assert buys == f"Round 1: {rounds[0].buy} photos"
    assert "; target reached: " in leads_to


def test_what_older_files_kept_as_sentences_is_said_from_their_numbers(project, payload) -> None:
    said = {"headline": "Kept.", "purchase_title": "Kept.", "remarks": ["Kept."]}
    keep(project, CURVE, {**payload, **said, "plan_remarks": ["Kept."]})
    found = measured_curve(project).forecast
    assert (found.task.modality, found.task.unit) == ("photo", "photos")
    assert forecast_document(found)["remarks"] == payload["remarks"]
    assert forecast_document(found)["plan_remarks"] == payload["plan_remarks"]
    assert data_view(project).headline == payload["headline"]
    assert curve_chart(project).title == payload["purchase_title"]


def test_a_record_from_before_is_shown_with_what_it_has(project, payload) -> None:
    newer = {"plan", "by_slice", "shape", "what_if"}
    old = {key: value for key, value in payload.items() if key not in newer}
    old["reliability"] = {"tasks": 1200, "datasets": 136, "within_80": 0.812, "within_90": 0.898}
    keep(project, CURVE, old)
    assert curve_chart(project) is not None
    assert not has_what_if(project)
    assert plan_rounds(project) == ()
    assert plan_title(project) == plan_note(project) == ""
    assert what_to_add(project) == ()
    assert "90% of the results lay inside its 90% band" in reliability_words(project)
    evidence = data_evidence(project)
    assert evidence.sufficiency.rounds == ()


def test_the_labels_needed_are_those_still_missing_with_their_range(measured, payload) -> None:
    evidence = data_evidence(measured)
    needed = evidence.labels_needed
    required = payload["required"]
    assert needed.value == required["p50"] - HAVE
    assert (needed.low, needed.high) == (required["p10"] - HAVE, required["p90"] - HAVE)
    assert ("if 90% can be reached" in needed.text) == (required["reachable"] < 0.9)


def test_no_labels_are_needed_where_the_target_is_reached(project, payload) -> None:
    reached = {**payload["required"], "p50": HAVE - 10}
    keep(project, CURVE, {**payload, "required": reached})
    evidence = data_evidence(project)
    assert evidence.labels_needed is None


def test_a_curve_under_way_has_dots_and_no_forecast(project) -> None:
    chart = growing_chart(project, [Size(4, 0.6, 0.1, 3), Size(6, 0.7, None, 1)], None)
    assert [p.x for p in chart.points] == [4, 6]
    assert chart.points[0].low < 0.6 < chart.points[0].high
    assert chart.points[1].low == chart.points[1].high == 0.7  # one repeat has no spread
    assert chart.line == chart.band == ()
    assert growing_words(4, 10) == "Measuring: 4 of 10 sizes."


def test_measuring_again_keeps_the_forecast_and_hollows_the_dots_from_before(measured) -> None:
    before = curve_chart(measured)
    chart = growing_chart(measured, [Size(20, 0.5, 0.1, 3), Size(30, 0.6, 0.1, 3)], before)
    assert [(p.x, p.earlier) for p in chart.points[:3]] == [(20, False), (30, False), (40, True)]
    assert chart.line == before.line


def test_questions_without_an_answer_are_asked(project) -> None:
    asked = [key for key, _ in missing_answers(project)]
    assert asked == ["accuracy_gate", "label_cost", "labels_per_day", "volume_per_month"]
    project.do(edit.SetFact("label_cost", {"low": 0.1, "high": 0.3}, "what a label costs"))
    project.do(edit.SetFact("volume_per_month", {"low": 10, "high": 30}, "how many"))
    asked = [key for key, _ in missing_answers(project)]
    assert asked == ["accuracy_gate", "labels_per_day", "right_value"]


# Before any data --------------------------------------------------------------------------------


def kind(modality: str, p50: int, reachable: float = 0.5) -> TaskCounts:
    return TaskCounts(modality, p50 // 4, p50, 4 * p50, reachable)


@pytest.fixture
def keep_range(tmp_path: Path) -> Iterator[Callable[..., Project]]:
    with Project.create(tmp_path / "empty.smart", name="P") as opened:

        def keep_kinds(*kinds: TaskCounts) -> Project:
            opened.append_record(TASK, TaskForecast(asked_of_task(opened), kinds), "")
            return opened

        yield keep_kinds


def test_what_tasks_took_is_said_for_each_kind_of_example(keep_range) -> None:
    found = task_range(keep_range(kind("photo", 200), kind("text", 800, 0.7)))
    assert found.rows == (
        ("Photos", "about 200 (50 to 800)"),
        ("Texts", "about 800 (200 to 3,200)"),
    )
    assert "5 to 7 chances in 10" in found.note


def test_what_is_alike_for_all_kinds_is_said_once(keep_range) -> None:
    found = task_range(keep_range(kind("photo", 200), kind("text", 200)))
    assert found.finding == "Tasks like this reached 90% with about 200 examples (50 to 800)."
    assert found.rows == ()


def test_a_range_for_another_task_is_not_shown(keep_range) -> None:
    project = keep_range(kind("photo", 200))
    project.do(edit.AddClass("a"))
    project.do(edit.AddClass("b"))
    assert task_range(project).finding == ""
