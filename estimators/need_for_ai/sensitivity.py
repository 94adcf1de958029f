"""For each input, the nearest change of it alone that changes the verdict, found by deciding again."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import ClassVar

from estimators.base.interval import of_all
from estimators.base.number import digits, number
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.case.gates import measured_bound
from estimators.case.input_words import InputWords
from estimators.case.options import VERDICT_WORDS, kind_of
from estimators.case.questions import (
    OF_CLASSES,
    CaseAnswers,
    CaseQuestion,
    Measured,
    Value,
    questions,
)
from estimators.need_for_ai.cues import criteria, sided_names
from estimators.need_for_ai.findings import find
from estimators.need_for_ai.verdict_rules import decide

# Two ways to ask for the same; where neither is answered the first is asked.
_SAME = (
    ("purpose_flags", "regulatory_tier"),
    ("human_in_loop", "review_share"),
    ("value_of_right_answer", "cost_of_today_per_case"),
)

# Answered otherwise, these make another product of it.
_PRODUCT = ("task_kind", "purpose_flags")

# Fails every bar, passes the lower ones, passes every one. All right or all wrong: no scipy needed.
_JOINT = ("measured", "accuracy_gate")
_SMALL = 1000  # below this, cents count
_MONEY = ("value_of_right_answer", "cost_of_today_per_case", "error_cost_usd", "budget_usd")

_PLAUSIBLE_TESTS = (Measured(0, 1), Measured(20, 20), Measured(10**9, 10**9))
# What the law may turn out to look at: nothing, a ban, high risk, a duty to tell.
_PLAUSIBLE_FLAGS = ((), ("social_scoring",), ("employment",), ("talks_to_people",))


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


def flip_points(answers: CaseAnswers, words: InputWords) -> tuple[FlipPoint, ...]:
    """Return one flip point for every input that can change the verdict alone, nearest first, in the words of the case."""
    now = decide(answers.values).verdict
    asked = [
        name for name in asked_of(answers) if name not in _PRODUCT or name not in answers.values
    ]
    if answers.values.get("explicit_rules_possible") == "partly":  # elsewhere cues settle nothing
        asked += sided_names(answers.values)
    nearest = (_nearest(questions()[name], answers, now, words) for name in asked)
    found = [flip for flip in nearest if flip is not None]
    return tuple(sorted(found, key=lambda flip: flip.distance))


def asked_of(answers: CaseAnswers) -> Iterator[str]:
    """The inputs that bear on the verdict and are asked of this kind of product."""
    values = answers.values
    settled: set[str] = set()
    if kind_of(values) not in ("classify", None):
        settled.update(OF_CLASSES)
    for one, other in _SAME:  # who answered one of these need not be asked the other
        settled.update({one, other} if one in values or other in values else {other})
    for name, question in questions().items():
        if not question.advisory and (name in values or name not in settled):
            yield name


def straddling(answers: CaseAnswers) -> Iterator[str]:
    """The inputs that were given as a range with an end at which the verdict is another one."""
    now = decide(answers.values).verdict
    for name, ends in answers.ranges.items():
        if any(decide({**answers.values, name: end}).verdict != now for end in ends):
            yield name


def open_together(answers: CaseAnswers) -> bool:
    """Whether two answers that are both open could change the verdict, where none can alone."""
    now = find(answers.values)
    verdict = decide(answers.values, now).verdict
    tried = [
        (name, option)
        for name in asked_of(answers)
        if name not in answers.values
        for option in plausible(name, answers)
        # What moves no finding alone moves none beside another answer, but for a test and its bar.
        if name in _JOINT or replace(find({**answers.values, name: option}), view=now.view) != now
    ]
    return any(
        decide({**answers.values, **dict(pair)}).verdict != verdict
        for pair in combinations(tried, 2)
        if pair[0][0] != pair[1][0]
    )


def plausible(name: str, answers: CaseAnswers) -> list[Value]:
    """Return answers that an unknown might have: at least one on each side of every border."""
    question = questions()[name]
    values = answers.values
    match question.kind:
        case "yes_no":
            return [False, True]
        case "choice":
            return list(question.values)
        case "flags":
            return list(_PLAUSIBLE_FLAGS)
        case "scale":
            return list(range(int(question.low), int(question.high) + 1))
        case "measured":
            return list(_PLAUSIBLE_TESTS)
    options: set[Value] = set(question.plausible)
    measured, classes = values.get("measured"), values.get("n_classes")
    if isinstance(measured, Measured):
        if measured.correct is not None:
            bound = measured_bound(measured)
            between = {bound / 2, (1 + bound) / 2}
        else:
            assert measured.value is not None
            between = {measured.value / 2, measured.value * 2}
        options |= between if name in ("accuracy_gate", "majority_share") else set()
    if name == "labelled_examples":
        per_class, most = criteria()["labels_per_class"], criteria()["labels_at_most"]
        numbers = [*questions()["n_classes"].plausible]
        numbers += [classes] if isinstance(classes, int | float) else []
        options |= {min(per_class * number, most) for number in numbers}
        options |= {value for border, value in criteria().items() if "label" in border}
        options |= {value for border, value in criteria().items() if border.startswith("examples_")}
        options.add(criteria()["rows_to_beat_a_rule"])
    if name == "rarest_class_examples":
        options |= {criteria()["labels_per_class"], criteria()["rare_examples_least"]}
    if name in ("ml_engineers", "budget_usd"):
        stem = name.removesuffix("_usd")
        options.add(criteria()[f"{stem}_to_build"])
    if name == "accuracy_gate" and not isinstance(measured, Measured):
        options = {o for o in options if isinstance(o, int | float) and o <= 1}
    return sorted(options, key=float)  # type: ignore[arg-type]  # numbers only, from here on


def _nearest(
    question: CaseQuestion, answers: CaseAnswers, now: str, words: InputWords
) -> FlipPoint | None:
    name = question.name
    start = answers.values.get(name)
    with_rarest = name == "labelled_examples" and "rarest_class_examples" in answers.values
    rare = with_rarest and find(answers.values).data == "rare"

    def verdict(value: Value) -> str:
        changed = {**answers.values, name: value}
        found = find(changed)
        # The rarest answer becomes rarer as others are added, but nobody is advised to add or to drop only those.
        if with_rarest and (found.data == "rare") != rare:
            return now
        return decide(changed, found).verdict

    if isinstance(start, Measured) and start.correct is not None:
        candidates = _measured_candidates(start, verdict, now)
    elif isinstance(start, Measured):
        candidates = []
    elif question.kind in ("count", "amount", "share"):
        candidates = _number_candidates(question, answers, verdict, now)
    else:
        candidates = [value for value in plausible(name, answers) if verdict(value) != now]
    if not candidates:
        return None
    from_here = start if start is not None else question.assume
    to = min(candidates, key=lambda value: _distance(question, from_here, value))
    becomes, label = verdict(to), words.own(name) or question.label
    return FlipPoint(
        input=name,
        label=label,
        start=start,
        to=to,
        verdict=becomes,
        text=f"{label}: {_in_words(question, from_here, to)}: {VERDICT_WORDS[becomes]}.",
        distance=_distance(question, from_here, to),
    )


def _measured_candidates(start: Measured, verdict: Callable[[Value], str], now: str) -> list[Value]:
    """With as many answers, how many would have to be right?"""

    def differs(correct: int) -> bool:
        return verdict(replace(start, correct=correct, bound=None, value=None)) != now

    assert start.correct is not None
    ends = (end for end in (0, start.n) if differs(end))
    return [
        replace(start, correct=_border(start.correct, end, differs), bound=None, value=None)
        for end in ends
    ]


def _number_candidates(
    question: CaseQuestion, answers: CaseAnswers, verdict: Callable[[Value], str], now: str
) -> list[Value]:
    options = [
        value for value in plausible(question.name, answers) if isinstance(value, int | float)
    ]
    start = answers.values.get(question.name, question.assume)
    if not isinstance(start, int | float):
        return [value for value in options if verdict(value) != now]
    # Borders of shares are found to 0.1 %, of small amounts to the cent.
    cents = question.kind == "amount" and start < _SMALL and question.name in _MONEY
    scale = 1000 if question.kind == "share" else 100 if cents else 1

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


def _distance(question: CaseQuestion, start: Value | None, to: Value) -> float:
    """How far apart two answers are, from 0 (the same) to 1 (the other end), to compare inputs."""
    match start, to:
        case bool(), _:
            return 0.5
        case Measured(correct=int() as before, n=n), Measured(correct=int() as after):
            return abs(after - before) / n
        case str(), str() if question.ordered:
            steps = abs(question.values.index(to) - question.values.index(start))
            return steps / (len(question.values) - 1)
        case ((int() | float()), (int() | float())) if question.kind in ("scale", "share"):
            most = 1 if question.kind == "share" else question.high - question.low
            return min(1.0, abs(to - start) / most)
        case ((int() | float()), (int() | float())):
            ratio = abs(math.log((to + 1) / (start + 1)))
            return ratio / (1 + ratio)
    return 0.75


def _in_words(question: CaseQuestion, start: Value | None, to: Value) -> str:
    match to:
        case bool():
            return "yes" if to else "no"
        case Measured(correct=int() as correct, n=n):
            return of_all(correct, n)
        case tuple():
            return ", ".join(to).replace("_", " ") or tr("none of these")
        case str():
            return to.replace("_", " ")
    assert isinstance(to, int | float)
    limit = {"share": set_percent(to), "scale": tr("{number} of 5", number=number(to))}.get(
        question.kind, number(to) if isinstance(to, float) else digits(to)
    )
    if not isinstance(start, int | float) or to == question.low:
        return limit
    return tr("{limit} or more", limit=limit) if to > start else tr("{limit} or less", limit=limit)
