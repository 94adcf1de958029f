"""For each input, the nearest change of it alone that changes the verdict, found by deciding again."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from estimators.base.interval import of_all
from estimators.base.number import digits, number
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.case.questions import (
    CaseAnswers,
    MeasuredAccuracy,
    Question,
    Value,
    questions,
)
from estimators.need_for_ai.certainty import plausible
from estimators.need_for_ai.cues import sided_names
from estimators.need_for_ai.verdict_rules import FINDINGS, decide

OUTCOMES = {
    "no_ai_rules": tr("use a rule"),
    "fake_it_first": tr("fake it first"),
    "buy_api": tr("buy an API"),
    "automl_finetune": tr("train from examples"),
    "build_custom": tr("build from scratch"),
    "do_not_launch": "don’t launch",
}


@dataclass(frozen=True)
class FlipPoint:
    """Change `input` from `start` to `to` (None: unknown) and the verdict becomes `verdict`.

    `text` says so: "Budget: 299,999 or less: train from examples." `distance` compares inputs (0 to 1).
    """

    json_names: ClassVar = {"start": "from", "distance": ""}

    input: str
    label: str
    start: Value | None
    to: Value
    verdict: str
    text: str
    distance: float


def flip_points(answers: CaseAnswers) -> tuple[FlipPoint, ...]:
    """Return one flip point for every input that can change the verdict alone, nearest first."""
    now = decide(answers.values)
    asked = [name for _, inputs in FINDINGS.values() for name in inputs]
    if answers.values.get("explicit_rules_possible") == "partly":  # elsewhere cues settle nothing
        asked += sided_names()
    nearest = (_nearest(questions()[name], answers, now) for name in asked)
    found = [flip for flip in nearest if flip is not None]
    return tuple(sorted(found, key=lambda flip: flip.distance))


def _nearest(question: Question, answers: CaseAnswers, now: str) -> FlipPoint | None:
    name = question.name
    start = answers.values.get(name)

    def verdict(value: Value) -> str:
        return decide({**answers.values, name: value})

    if isinstance(start, MeasuredAccuracy):
        candidates = _measured_candidates(start, verdict, now)
    elif question.kind in ("count", "amount", "share"):
        candidates = _number_candidates(question, answers, verdict, now)
    else:
        candidates = [value for value in plausible(name, answers) if verdict(value) != now]
    if not candidates:
        return None
    from_here = start if start is not None else question.assume
    to = min(candidates, key=lambda value: _distance(question, from_here, value))
    becomes = verdict(to)
    return FlipPoint(
        input=name,
        label=question.label,
        start=start,
        to=to,
        verdict=becomes,
        text=f"{question.label}: {_in_words(question, from_here, to)}: {OUTCOMES[becomes]}.",
        distance=_distance(question, from_here, to),
    )


def _measured_candidates(
    start: MeasuredAccuracy, verdict: Callable[[Value], str], now: str
) -> list[Value]:
    """With as many answers, how many would have to be right?"""

    def differs(correct: int) -> bool:
        return verdict(MeasuredAccuracy(correct, start.n)) != now

    ends = (end for end in (0, start.n) if differs(end))
    return [MeasuredAccuracy(_border(start.correct, end, differs), start.n) for end in ends]


def _number_candidates(
    question: Question, answers: CaseAnswers, verdict: Callable[[Value], str], now: str
) -> list[Value]:
    options = [
        value for value in plausible(question.name, answers) if isinstance(value, int | float)
    ]
    start = answers.values.get(question.name, question.assume)
    if not isinstance(start, int | float):
        return [value for value in options if verdict(value) != now]
    scale = 1000 if question.kind == "share" else 1  # borders of shares are found to 0.1 %

    def value_at(whole: int) -> int | float:
        return whole / scale if scale > 1 else whole

    def differs(whole: int) -> bool:
        return verdict(value_at(whole)) != now

    candidates: list[Value] = []
    for further, whole in ((1, math.floor(start * scale)), (-1, math.ceil(start * scale))):
        beyond = sorted(
            (o for o in options if further * (o - start) > 0), key=lambda o: abs(o - start)
        )
        steps = [(math.ceil if further > 0 else math.floor)(option * scale) for option in beyond]
        changed = next((step for step in steps if differs(step)), None)
        if changed is not None:
            same = [whole, *steps[: steps.index(changed)]][-1]
            candidates.append(value_at(_border(same, changed, differs)))
    return [value for value in candidates if verdict(value) != now]


def _border(same: int, different: int, differs: Callable[[int], bool]) -> int:
    """Return the whole number nearest `same` that differs, by halving the way to `different`."""
    while abs(different - same) > 1:
        middle = (same + different) // 2
        if differs(middle):
            different = middle
        else:
            same = middle
    return different


def _distance(question: Question, start: Value | None, to: Value) -> float:
    """How far apart two answers are, from 0 (the same) to 1 (the other end), to compare inputs."""
    match start, to:
        case bool(), _:
            return 0.5
        case MeasuredAccuracy(correct=before, n=n), MeasuredAccuracy(correct=after):
            return abs(after - before) / n
        case str(), str() if question.ordered:
            steps = abs(question.values.index(to) - question.values.index(start))
            return steps / (len(question.values) - 1)
        case ((int() | float()), (int() | float())) if question.kind in ("scale", "share"):
            return abs(to - start) / (question.high - question.low)
        case ((int() | float()), (int() | float())):
            ratio = abs(math.log((to + 1) / (start + 1)))
            return ratio / (1 + ratio)
    return 0.75


def _in_words(question: Question, start: Value | None, to: Value) -> str:
    match to:
        case bool():
            return "yes" if to else "no"
        case MeasuredAccuracy(correct=correct, n=n):
            return of_all(correct, n)
        case str():
            return to.replace("_", " ")
    limit = {"share": set_percent(to), "scale": tr("{number} of 5", number=number(to))}.get(
        question.kind, digits(to)
    )
    if not isinstance(start, int | float) or to == question.low:
        return limit
    return tr("{limit} or {more}", limit=limit, more=tr("more") if to > start else tr("less"))
