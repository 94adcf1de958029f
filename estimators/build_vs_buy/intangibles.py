"""What money does not show: differentiation, freedom from lock-in, privacy and speed, by SMARTS.

Every option gets 0 to 100 on every criterion, on anchors that are fixed beforehand, so that adding
an option never moves another one's score. The weights are swing weights: how much it would matter to
get from 0 to 100 on that criterion. From a ranking they are rank-order centroids,

    w_k = (1 / K) × sum over i from k to K of 1 / i,

and where nobody ranked, all alike and said to be so (Edwards and Barron 1994,
https://doi.org/10.1006/obhd.1994.1087). The result stands beside the value in money, never in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.build_vs_buy.swing_weights import (
    Range,
    criteria_entries,
    criteria_names,
    is_number,
    middle_of,
    scores_given,
    weights_of,
)
from estimators.case.ways import LABELS, NOTHING, OPTIONS

if TYPE_CHECKING:
    from estimators.build_vs_buy.input import Input


@dataclass(frozen=True)
class Criterion:
    """One criterion: its swing weight, and what 0 to 100 stand for."""

    json_names: ClassVar = {"anchors": "anchors[score,text]"}

    name: str
    label: str
    weight: float
    anchors: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Score:
    """An option on one criterion; `text` is the nearest anchor, low and high what it may be."""

    criterion: str
    score: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class OptionScore:
    """An option over all criteria: the weighted score, and the least and most that it may be."""

    option: str
    label: str
    score: float
    low: float
    high: float
    parts: tuple[Score, ...]


@dataclass(frozen=True)
class WeightChange:
    """If the weight of `criterion` went from `weight` to `to`, `becomes` would lead."""

    criterion: str
    weight: float
    to: float
    becomes: str
    sentence: str


@dataclass(frozen=True)
class Intangibles:
    """What money does not show.

    Attributes
    ----------
    criteria, options : tuple
        The criteria with their weights; the score of every option that can be had, the highest first, with low and
        high over all weights that agree with what was said and over the ranges of its parts. Staying as today is what
        all are weighed against, and has none.
    best : str or None
        The option that leads; None where only staying as today is compared.
    weights_from : str
        "your weights", "your ranking" or "all alike" (nobody said).
    changes : tuple of WeightChange
        The nearest change of one weight, the others in proportion, that gives the lead away.
    """

    criteria: tuple[Criterion, ...]
    options: tuple[OptionScore, ...]
    best: str | None
    weights_from: str
    changes: tuple[WeightChange, ...]
    sentence: str


def intangibles_of(
    case: Mapping[str, Any],
    answers: Mapping[str, Any],
    inputs: "Mapping[str, Input]",
    options: Sequence[str] = OPTIONS,
    impossible: Mapping[str, str] | None = None,
) -> Intangibles:
    """Score the options; raises UserError naming the ranking, weight or score that cannot be right.

    Parameters
    ----------
    case : mapping
        May hold `intangible_ranking` (names, what matters most first), `intangible_weights` (name:
        weight) and `intangible_scores` (option: {name: score or [low, high]}).
    answers : mapping
        The answers that pick among the levels of intangibles.json.
    inputs : mapping
        The inputs of the valuation, for the months until an option works.
    """
    names = criteria_names()
    weights, weights_from, extremes = weights_of(case)
    given = scores_given(case.get("intangible_scores"))
    scored = []
    for option in options:
        if option == NOTHING or option in (impossible or {}):
            continue
        ranges = {
            entry["name"]: given.get((option, entry["name"]))
            or _range(entry["options"][option], entry, answers, inputs)
            for entry in criteria_entries()
        }
        low, high = (
            choose(sum(w * r[end] for w, r in zip(ws, ranges.values(), strict=True)) for ws in ends)
            for choose, end, ends in ((min, 0, extremes), (max, 2, extremes))
        )
        scored.append(
            OptionScore(
                option=option,
                label=LABELS[option],
                score=sum(weights[name] * ranges[name][1] for name in names),
                low=low,
                high=high,
                parts=tuple(
                    Score(name, middle, low, high, _nearest_anchor(name, middle))
                    for name, (low, middle, high) in ranges.items()
                ),
            )
        )
    scored.sort(key=lambda o: (-round(o.score, 9), OPTIONS.index(o.option)))
    return Intangibles(
        criteria=tuple(
            Criterion(
                e["name"],
                e["label"],
                weights[e["name"]],
                tuple((s, t) for s, t in e["anchors"]),
            )
            for e in criteria_entries()
        ),
        options=tuple(scored),
        best=scored[0].option if scored else None,
        weights_from=weights_from,
        changes=_changes(scored, weights),
        sentence=_sentence(scored, weights_from),
    )


def _range(
    rule: Mapping[str, Any],
    entry: Mapping[str, Any],
    answers: Mapping[str, Any],
    inputs: "Mapping[str, Input]",
) -> Range:
    if "months" in rule:
        months = inputs[rule["months"]]
        slow, usual, soon = (
            _interpolated(entry["months"], m) for m in (months.high, months.median, months.low)
        )
        return slow, usual, soon
    if "by" in rule:
        answer = answers.get(rule["by"])
        number = is_number(answer)
        level = f"{float(str(answer)):.0f}" if number else str(answer).lower()
        return middle_of(rule["levels"].get(level, rule["levels"]["unknown"]))
    return middle_of(rule["score"])


def _interpolated(points: Sequence[Sequence[float]], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return float(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return float(points[-1][1])


def _nearest_anchor(name: str, score: float) -> str:
    entry = next(entry for entry in criteria_entries() if entry["name"] == name)
    return str(min(entry["anchors"], key=lambda anchor: abs(anchor[0] - score))[1])


def _changes(
    contenders: Sequence[OptionScore], weights: Mapping[str, float]
) -> tuple[WeightChange, ...]:
    if len(contenders) < 2:
        return ()
    found = []
    labels = {entry["name"]: entry["label"] for entry in criteria_entries()}
    for at, (name, weight) in enumerate(weights.items()):
        leader, *others = (_line(option, at, weights) for option in contenders)
        nearest: tuple[float, str] | None = None
        for option, (at_0, at_1) in zip(contenders[1:], others, strict=True):
            behind, ahead = leader[0] - at_0, leader[1] - at_1
            if behind == ahead:
                continue
            to = behind / (behind - ahead)
            closer = nearest is None or abs(to - weight) < abs(nearest[0] - weight)
            if 0 <= to <= 1 and abs(to - weight) > 1e-9 and closer:
                nearest = (to, option.option)
        if nearest is not None:
            to, becomes = nearest
            if not 0 < to < 1:
                least = tr("a weight of {to}", to=percent(to))
            elif to > weight:
                least = tr("a weight of {to} or more", to=percent(to))
            else:
                least = tr("a weight of {to} or less", to=percent(to))
            text = tr(
                "{labels}: {least} puts “{labels_2}” first.",
                labels=labels[name],
                least=least,
                labels_2=LABELS[becomes],
            )
            found.append(WeightChange(name, weight, to, becomes, text))
    return tuple(sorted(found, key=lambda change: abs(change.to - change.weight)))


def _line(option: OptionScore, at: int, weights: Mapping[str, float]) -> tuple[float, float]:
    """Return the score if this weight were 0 or 1 and the others kept their proportions."""
    name = list(weights)[at]
    rest = {other: weight for other, weight in weights.items() if other != name}
    total = sum(rest.values())
    scores = {part.criterion: part.score for part in option.parts}
    share = {n: w / total if total > 0 else 1 / len(rest) for n, w in rest.items()}
    return sum(share[n] * scores[n] for n in rest), scores[name]


def _sentence(scored: Sequence[OptionScore], weights_from: str) -> str:
    if not scored:
        return tr("There is nothing to compare with staying as today.")
    best, *others = scored
    label, score = best.label, f"{best.score:.0f}"
    if weights_from == "all alike":
        return tr(
            "On what money does not show, “{label}” leads with {score} of 100 if all four count alike; rank them to say "
            "what counts for you.",
            label=label,
            score=score,
        )
    if any(other.high >= best.low for other in others):
        return tr(
            "On what money does not show, “{label}” leads with {score} of 100, but the order may be another one.",
            label=label,
            score=score,
        )
    return tr(
        "On what money does not show, “{label}” leads with {score} of 100.",
        label=label,
        score=score,
    )
