"""How sure the verdict is, and which unknown answers could change it.

An unknown answer is replaced by each answer that it might turn out to have, in every combination
with the other unknown ones. It weighs as much as the chance that its answer is one of those that
change the verdict, in the combination where that matters most; known answers a step from a border
weigh a little. Confidence is the product of 1 - weight / rank, the heaviest first: the heaviest
counts in full, the second half, the third a third.

Making one more answer unknown only adds combinations, so no weight shrinks and the confidence can
never rise; a plain share of all combinations could (docs/decisions/0020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from estimators.need_for_ai.findings import FINDINGS, Findings, measured_bound, verdict_of, view_of
from estimators.need_for_ai.questions import Answers, Measured, Question, Value, questions
from estimators.need_for_ai.sources import criteria

SUREST = 0.95  # a screening by rules is never certain
CHANCE = 1 / 6  # six verdicts
FRAGILE = 0.1  # weight of a known answer that would change the verdict if it were a step off

# Fails every bar, passes the lower ones, passes every one. All right or all wrong: no scipy needed.
_PLAUSIBLE_TESTS = (Measured(0, 1), Measured(20, 20), Measured(10**9, 10**9))

Choices = dict[str, Sequence[Value | None]]


@dataclass(frozen=True)
class Certainty:
    """`unknowns`: the unknown inputs that could change the verdict, heaviest first."""

    confidence: float
    unknowns: tuple[str, ...]
    fragile: tuple[str, ...]


def certainty(answers: Answers) -> Certainty:
    """Weigh every unknown and every borderline answer."""
    choices = _choices(answers)
    tables = {finding: _levels(finding, choices) for finding in FINDINGS}
    reachable = {finding: tuple(set(levels)) for finding, levels in tables.items()}
    unknown: dict[str, float] = {}
    fragile: dict[str, float] = {}
    for finding, (_, inputs) in FINDINGS.items():
        for name in inputs:
            if name not in answers.values:
                rows = _rows(tables[finding], inputs, choices, name)
                weight = _weight(finding, _plausibility(name, choices[name]), rows, reachable)
                if weight:
                    unknown[name] = max(weight, FRAGILE)
                continue
            near = {**choices, name: _neighbours(questions()[name], answers)}
            if len(near[name]) > 1:
                rows = _rows(_levels(finding, near), inputs, near, name)
                if _weight(finding, None, rows, reachable):
                    fragile[name] = FRAGILE
    weights = sorted([*unknown.values(), *fragile.values()], reverse=True)
    confidence = SUREST * prod(1 - weight / rank for rank, weight in enumerate(weights, 1))
    unknowns = sorted(unknown, key=lambda name: -unknown[name])
    return Certainty(max(CHANCE, confidence), tuple(unknowns), tuple(fragile))


def plausible(name: str, answers: Answers) -> list[Value]:
    """Return answers that an unknown might have: at least one on each side of every border."""
    question = questions()[name]
    values = answers.values
    match question.kind:
        case "yes_no":
            return [False, True]
        case "choice":
            return list(question.values)
        case "scale":
            return list(range(int(question.low), int(question.high) + 1))
        case "measured":
            return list(_PLAUSIBLE_TESTS)
    options: set[Value] = set(question.plausible)
    measured, classes = values.get("measured"), values.get("n_classes")
    if name == "accuracy_gate" and isinstance(measured, Measured):
        bound = measured_bound(measured)
        options |= {bound / 2, (1 + bound) / 2}
    if name == "labelled_examples":
        per_class, most = criteria()["labels_per_class"], criteria()["labels_at_most"]
        numbers = [*questions()["n_classes"].plausible]
        numbers += [classes] if isinstance(classes, int | float) else []
        options |= {min(per_class * number, most) for number in numbers}
        options |= {criteria()["labels_without_classes"], criteria()["labels_to_build"]}
    if name in ("ml_engineers", "budget_usd"):
        stem = name.removesuffix("_usd")
        options.add(criteria()[f"{stem}_to_build"])
    return sorted(options, key=float)  # type: ignore[arg-type]  # numbers only, from here on


def _choices(answers: Answers) -> Choices:
    view = view_of(answers.values)
    return {
        name: [view[name]] if name in answers.values else list(plausible(name, answers))
        for name in view
    }


def _neighbours(question: Question, answers: Answers) -> list[Value | None]:
    """Return a known answer and what it could be if it were a step, or its range, off."""
    value = answers.values[question.name]
    if question.name in answers.ranges:
        return [value, *answers.ranges[question.name]]
    match question.kind, value:
        case "scale", int() | float():
            steps = (max(question.low, value - 1), min(question.high, value + 1))
            return [value, *steps]
        case (("count" | "amount"), int() | float()):
            return [value, max(question.low, value / 2), min(question.high, value * 2)]
        case "choice", str() if question.ordered:
            at = question.values.index(value)
            return [value, *question.values[max(0, at - 1) : at], *question.values[at + 1 : at + 2]]
    return [value]


def _levels(finding: str, choices: Choices) -> list[str]:
    """Return the finding for every combination of choices; the last input varies fastest."""
    answer, inputs = FINDINGS[finding]
    combinations = product(*(choices[name] for name in inputs))
    return [answer(dict(zip(inputs, values, strict=True))) for values in combinations]


def _rows(
    levels: list[str], inputs: tuple[str, ...], choices: Choices, name: str
) -> set[tuple[str, ...]]:
    """Return the different ways in which the finding follows one input, over all contexts."""
    at = inputs.index(name)
    step = prod(len(choices[later]) for later in inputs[at + 1 :])
    block = step * len(choices[name])
    return {
        tuple(levels[start + offset : start + block : step])
        for start in range(0, len(levels), block)
        for offset in range(step)
    }


def _plausibility(name: str, options: Sequence[Value | None]) -> tuple[float, ...] | None:
    """Return how likely each option is; None for numbers.

    The options that stand for a number only mark both sides of its borders and say nothing about
    how likely each is, so for a number every verdict that it can lead to counts alike.
    """
    question = questions()[name]
    if question.kind in ("count", "amount", "share"):
        return None
    return question.plausibility or (1 / len(options),) * len(options)


def _weight(
    finding: str,
    plausibility: tuple[float, ...] | None,
    rows: set[tuple[str, ...]],
    reachable: dict[str, tuple[str, ...]],
) -> float:
    """Return the largest chance, over all contexts, of an answer off the likeliest verdict."""
    rows = {row for row in rows if len(set(row)) > 1}
    occurring = {level for row in rows for level in row}
    elsewhere = [other for other in FINDINGS if other != finding]
    heaviest = 0.0
    for levels in product(*(reachable[other] for other in elsewhere)) if rows else ():
        found = dict(zip(elsewhere, levels, strict=True))
        verdicts = {level: verdict_of(Findings(**found, **{finding: level})) for level in occurring}
        if len(set(verdicts.values())) == 1:
            continue
        for row in rows:
            leads_to = [verdicts[level] for level in row]
            shares = plausibility or (1.0,) * len(row)
            chance: dict[str, float] = {}
            for verdict, share in zip(leads_to, shares, strict=True):
                chance[verdict] = share + (chance.get(verdict, 0.0) if plausibility else 0.0)
            heaviest = max(heaviest, 1 - max(chance.values()) / sum(chance.values()))
    return heaviest
