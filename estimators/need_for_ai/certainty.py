"""How sure the verdict is, and which unknown answers could change it.

An unknown answer is replaced by each answer that it might turn out to have, in every combination
with the other unknown ones. It weighs as much as the chance that its answer is one of those that
change the verdict, in the combination where that matters most; known answers a step from a border
weigh a little. Confidence is the product of 1 - weight / rank, the heaviest first: the heaviest
counts in full, the second half, the third a third.

Making one more answer unknown only adds combinations, so no weight shrinks and the confidence can
never rise; a plain share of all combinations could (docs/decisions/0020). The cues that nobody has
answered weigh as one known answer a step off, while they could still settle the verdict: answering
them can only add to the confidence.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import prod

from estimators.case.questions import (
    CaseAnswers,
    MeasuredAccuracy,
    Question,
    Value,
    questions,
)
from estimators.need_for_ai.cues import criteria, lean_of, reachable_leans
from estimators.need_for_ai.verdict_rules import (
    FINDINGS,
    LEVELS,
    CaseLevels,
    measured_bound,
    verdict_of,
    view_of,
)

SUREST = 0.95  # a screening by rules is never certain
CHANCE = 1 / 6  # six verdicts
FRAGILE = 0.1  # weight of a known answer that would change the verdict if it were a step off

# Fails every bar, passes the lower ones, passes every one. All right or all wrong: no scipy needed.
_PLAUSIBLE_TESTS = (
    MeasuredAccuracy(0, 1),
    MeasuredAccuracy(20, 20),
    MeasuredAccuracy(10**9, 10**9),
)

Choices = dict[str, tuple[Value | None, ...]]
Levels = dict[str, tuple[str, ...]]
Way = dict[str, str]  # the verdict at every level of a finding


@dataclass(frozen=True)
class Certainty:
    """`unknowns`: the unknown inputs that could change the verdict, heaviest first."""

    confidence: float
    unknowns: tuple[str, ...]
    fragile: tuple[str, ...]


def certainty(answers: CaseAnswers) -> Certainty:
    """Weigh every unknown and every borderline answer."""
    choices = _choices(answers)
    reachable: Levels = {
        finding: tuple(sorted(set(_levels(finding, _of(inputs, choices)))))
        for finding, (_, inputs) in FINDINGS.items()
    }
    reachable["lean"] = reachable_leans(answers.values)
    now = lean_of(answers.values)
    unknown: dict[str, float] = {}
    fragile: dict[str, float] = {}
    fragile_now = []
    for finding, (_, inputs) in FINDINGS.items():
        outcomes = _outcomes(finding, reachable)
        for name in inputs if outcomes else ():
            question, options = questions()[name], choices[name]
            known = name in answers.values
            if known:
                options = tuple(_neighbours(question, answers))
                if len(options) == 1:
                    continue
            rows = _rows(finding, _of(inputs, {**choices, name: options}), inputs.index(name))
            shares = None if known else _plausibility(question, options)
            weight = _weight(shares, rows, outcomes)
            if weight and known:
                matters = {
                    lean: _weight(None, rows, _outcomes(finding, {**reachable, "lean": (lean,)}))
                    for lean in ("open", now)
                }
                # Only if the open cues settle it, too: a step off twice.
                plainly = "open" in reachable["lean"] and matters["open"]
                fragile[name] = FRAGILE if plainly else FRAGILE**2
                fragile_now += [name] if matters[now] else []
            elif weight:
                unknown[name] = max(weight, FRAGILE)
    cues = [FRAGILE] if _open_cues_matter(reachable) else []
    weights = sorted([*unknown.values(), *fragile.values(), *cues], reverse=True)
    confidence = SUREST * prod(1 - weight / rank for rank, weight in enumerate(weights, 1))
    unknowns = sorted(unknown, key=lambda name: -unknown[name])
    return Certainty(max(CHANCE, confidence), tuple(unknowns), tuple(fragile_now))


def _open_cues_matter(reachable: Levels) -> bool:
    """Whether cues that nobody answered could change the verdict, whatever else turns out."""
    leans = reachable["lean"]
    return any(len({way[lean] for lean in leans}) > 1 for way in _outcomes("lean", reachable))


def plausible(name: str, answers: CaseAnswers) -> list[Value]:
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
    if name == "accuracy_gate" and isinstance(measured, MeasuredAccuracy):
        bound = measured_bound(measured)
        options |= {bound / 2, (1 + bound) / 2}
    if name == "labelled_examples":
        per_class, most = criteria()["labels_per_class"], criteria()["labels_at_most"]
        numbers = [*questions()["n_classes"].plausible]
        numbers += [classes] if isinstance(classes, int | float) else []
        options |= {min(per_class * number, most) for number in numbers}
        borders = ("labels_without_classes", "labels_solid", "labels_to_build")
        options |= {criteria()[border] for border in borders}
    if name in ("ml_engineers", "budget_usd"):
        stem = name.removesuffix("_usd")
        options.add(criteria()[f"{stem}_to_build"])
    return sorted(options, key=float)  # type: ignore[arg-type]  # numbers only, from here on


def _choices(answers: CaseAnswers) -> Choices:
    """Return the known answer, or else all that an unknown might be: also that it stays unknown."""
    view = view_of(answers.values)
    choices: Choices = {}
    for name, assumed in view.items():
        if name in answers.values:
            choices[name] = (assumed,)
        else:
            stays = () if assumed is not None else (None,)
            choices[name] = (*stays, *plausible(name, answers))
    return choices


def _neighbours(question: Question, answers: CaseAnswers) -> list[Value | None]:
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


def _of(inputs: tuple[str, ...], choices: Choices) -> tuple[tuple[Value | None, ...], ...]:
    return tuple(choices[name] for name in inputs)


@lru_cache(maxsize=64)  # typing one answer changes one finding; the others are looked up
def _levels(finding: str, choices: tuple[tuple[Value | None, ...], ...]) -> tuple[str, ...]:
    """Return the finding for every combination of choices; the last input varies fastest."""
    answer, inputs = FINDINGS[finding]
    return tuple(answer(dict(zip(inputs, values, strict=True))) for values in product(*choices))


def _rows(
    finding: str, choices: tuple[tuple[Value | None, ...], ...], at: int
) -> set[tuple[str, ...]]:
    """Return the different ways in which the finding follows its input `at`, over all contexts."""
    levels = _levels(finding, choices)
    step = prod(len(later) for later in choices[at + 1 :])
    block = step * len(choices[at])
    rows = {
        levels[start + offset : start + block : step]
        for start in range(0, len(levels), block)
        for offset in range(step)
    }
    return {row for row in rows if len(set(row)) > 1}


def _plausibility(
    question: Question, options: tuple[Value | None, ...]
) -> tuple[float, ...] | None:
    """Return how likely each option is; None for numbers.

    The options that stand for a number only mark both sides of its borders and say nothing about
    how likely each is, so for a number every verdict that it can lead to counts alike.
    """
    if question.kind in ("count", "amount", "share"):
        return None
    if question.plausibility:
        return question.plausibility
    known = sum(option is not None for option in options)
    return tuple(0.0 if option is None else 1 / known for option in options)


def _weight(
    shares: tuple[float, ...] | None,
    rows: set[tuple[str, ...]],
    outcomes: tuple[Way, ...],
) -> float:
    """Return the largest chance, over all contexts, of an answer off the likeliest verdict."""
    heaviest = 0.0
    for row, verdict_at in product(rows, outcomes):
        leads_to = [verdict_at[level] for level in row]
        if shares is None:
            heaviest = max(heaviest, 1 - 1 / len(set(leads_to)))
            continue
        chance: dict[str, float] = {}
        for verdict, share in zip(leads_to, shares, strict=True):
            chance[verdict] = chance.get(verdict, 0.0) + share
        heaviest = max(heaviest, 1 - max(chance.values()))
    return heaviest if heaviest > 1e-9 else 0.0


def _outcomes(finding: str, reachable: Levels) -> tuple[Way, ...]:
    """Return the different ways in which the verdict follows a finding, given what else may be."""
    strides, ways = _strides(), _ways(finding)
    bases = [0]
    for other, levels in LEVELS.items():
        if other != finding:
            steps = [strides[other] * levels.index(level) for level in reachable[other]]
            bases = [base + step for base in bases for step in steps]
    different = {ways[base] for base in bases}
    return tuple(
        dict(zip(LEVELS[finding], way, strict=True)) for way in different if len(set(way)) > 1
    )


@cache
def _ways(finding: str) -> dict[int, tuple[str, ...]]:
    """Return for each combination of the other findings the verdict at every level of this one."""
    verdicts, stride = _verdicts(), _strides()[finding]
    n = len(LEVELS[finding])
    starts = (at for at in range(len(verdicts)) if at // stride % n == 0)
    return {at: tuple(verdicts[at : at + stride * n : stride]) for at in starts}


@cache
def _verdicts() -> list[str]:
    """Return the verdict for every combination of findings; the last finding varies fastest."""
    return [verdict_of(CaseLevels(*levels)) for levels in product(*LEVELS.values())]


@cache
def _strides() -> dict[str, int]:
    sizes = [len(levels) for levels in LEVELS.values()]
    return {name: prod(sizes[at + 1 :]) for at, name in enumerate(LEVELS)}
