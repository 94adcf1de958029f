"""Candidates on the same cases as ``smart-enough measure`` prints them: as one JSON document, and in words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from estimators.base.codec import plain
from estimators.base.interval import between
from estimators.base.number import UNKNOWN, digits, fixed, number, seconds
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from estimators.base.task_kind import TASK_KINDS
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.measure.case import LeftOut
    from estimators.measure.comparison import CandidatePair
    from estimators.measure.difference_cost import DifferenceCost
    from estimators.measure.estimate import Estimate, ScoreUnit
    from estimators.measure.judge import JudgeReport, NextGrades
    from estimators.measure.measurement import CandidateMeasurement, MeasuredCandidate

METRICS: Mapping[str, str] = {
    "accuracy": tr("right"),
    "within": tr("within the tolerance"),
    "mae": tr("off on average"),
    "relative_error": tr("off on average, as a share"),
    "covered": tr("inside the range it gave"),
    "hit": tr("among the first"),
    "ndcg": tr("nDCG"),
    "reciprocal_rank": tr("reciprocal rank"),
    "fields": tr("documents with every field right"),
    "field_share": tr("fields right"),
    "wer": tr("words wrong"),
    "cer": tr("characters wrong"),
    "without_error": tr("without a wrong word"),
    "numbers_and_names": tr("without a wrong number or name"),
    "pass_rate": tr("graded good"),
    "harm": tr("harmful"),
    "done": tr("done"),
    "steps": tr("steps"),
}
FAILURES: Mapping[str, str] = {
    "wrong": tr("wrong"),
    "invalid": tr("no valid answer"),
    "failed": tr("the call failed"),
    "empty": tr("empty"),
    "not_asked": tr("not asked"),
    "too_high": tr("too high"),
    "too_low": tr("too low"),
    "missed": tr("not among the first"),
    "missing": tr("missing"),
    "made_up": tr("made up"),
    "swapped": tr("words swapped"),
    "left_out": tr("words left out"),
    "added": tr("words added"),
    "graded_bad": tr("graded bad"),
    "harmful": tr("harmful"),
    "not_done": tr("not done"),
}
_MOST_FAILURES = 3
Lines = list[str | TableTwin]


Costs = Mapping[frozenset[str], "DifferenceCost"]
"""What taking one candidate rather than another costs, by the names of the two."""
NO_COSTS: Costs = {}


def measurement_document(
    found: "CandidateMeasurement",
    next_grades: "NextGrades | None" = None,
    costs: Costs = NO_COSTS,
) -> dict[str, Any]:
    """The measurement as JSON; `next_grades`: what to grade next, None where nobody grades."""
    return {
        "kind": found.kind,
        "metric": found.metric,
        "lower_is_better": found.lower_is_better,
        "n": found.n,
        "candidates": [_candidate(one) for one in found.candidates],
        "pairs": [
            {**_pair(pair), "cost": _cost(costs.get(frozenset((pair.first, pair.second))))}
            for pair in found.pairs
        ],
        "not_compared": [list(names) for names in found.apart],
        "slices": [{"slice": name, **_pair(pair)} for name, pair in found.slices],
        "judge": None if found.judged is None else _judge(found.judged),
        "grade_next": None
        if next_grades is None
        else {"n": len(next_grades.places), "why": next_grades.sentence},
        "commonest": None if found.commonest is None else found.commonest._asdict(),
    }


def measurement_text(
    found: "CandidateMeasurement",
    next_grades: "NextGrades | None" = None,
    costs: Costs = NO_COSTS,
) -> Lines:
    """The measurement in words: a table of candidates, a sentence a pair, what the judge is worth, what was left out, what is next."""
    lines: Lines = [
        tr_plural(
            "{kind}: {metric}, on {n} case.",
            "{kind}: {metric}, on {n} cases.",
            found.n,
            kind=TASK_KINDS[found.kind].label,
            metric=METRICS[found.metric],
        ),
        "",
        _table(found),
        "",
    ]
    for pair in found.pairs:
        lines.append(pair.sentence)
        cost = costs.get(frozenset((pair.first, pair.second)))
        lines += [] if cost is None else [cost.sentence]
    lines += [
        tr("“{first}” and “{second}” have no case in common.", first=first, second=second)
        for first, second in found.apart
    ]
    for name, pair in found.slices:
        lines.append(tr("{slice}: {sentence}", slice=name, sentence=pair.sentence))
    lines += list(_beside(found))
    for one in found.candidates:
        lines += [
            tr("“{name}”: {sentence}", name=one.name, sentence=each.sentence)
            for each in one.left_out
        ]
    if next_grades is not None and next_grades.places:
        lines += ["", next_grades.sentence]
    return lines


def _beside(found: "CandidateMeasurement") -> Iterator[str]:
    if found.commonest is not None:
        yield tr(
            "Always “{answer}” would be right in {share}.",
            answer=found.commonest.answer,
            share=percent(found.commonest.share),
        )
    for one in found.candidates:
        if one.repeats_words:
            yield tr("“{name}”: {sentence}", name=one.name, sentence=one.repeats_words)
        if one.judged is not None and one.judged.ungraded:
            yield tr("“{name}”: {sentence}", name=one.name, sentence=one.judged.sentence)
        if one.scores is None:
            yield tr(
                "“{name}” is not measured: no person has graded it.",
                name=one.name,
            )


def _table(found: "CandidateMeasurement") -> TableTwin:
    headers = (
        tr("candidate"),
        METRICS[found.metric],
        tr("9 chances in 10"),
        tr("of"),
        tr("cost per 1,000"),
        tr("seconds"),
        tr("slowest in 20"),
        tr("wrong how"),
    )
    rows = tuple(
        (
            one.name,
            worded(one.figure.value, found.unit),
            UNKNOWN
            if one.figure.low is None
            else between(one.figure.low, one.figure.high, lambda end: worded(end, found.unit)),
            digits(one.graded if one.judged else one.figure.n),
            number(one.usage.cost_per_1000.value),
            _seconds(one.usage.median.value),
            _seconds(one.usage.slow.value),
            _ways(one),
        )
        for one in found.candidates
    )
    known = [at for at in range(len(headers)) if at < 4 or any(row[at] != UNKNOWN for row in rows)]
    return TableTwin(
        tuple(headers[at] for at in known), tuple(tuple(row[at] for at in known) for row in rows)
    )


def worded(value: float | None, unit: "ScoreUnit") -> str:
    """A figure in the words of its unit."""
    if value is None:
        return UNKNOWN
    if unit.value == "mean":  # nDCG is said as a decimal
        return fixed(value, 3)
    return number(value) if unit.value == "amount" else percent(value, 1)


def _seconds(value: float | None) -> str:
    return UNKNOWN if value is None else seconds(value)


def _ways(one: "MeasuredCandidate") -> str:
    if one.scores is None:
        return UNKNOWN
    ways = list(one.scores.failures().items())[:_MOST_FAILURES]
    return ", ".join(
        tr("{n} {way}", n=digits(n), way=FAILURES.get(way, way)) for way, (n, _) in ways
    ) or tr("none")


def _candidate(one: "MeasuredCandidate") -> dict[str, Any]:
    usage, scores = one.usage, one.scores
    document: dict[str, Any] = {
        "name": one.name,
        **_ends(one.figure),
        "n": one.figure.n,
        "groups": one.figure.groups,
        "interval": one.figure.method.value,
        "graded": one.graded,
        "invalid": scores.invalid() if scores else 0,
        "cost_per_1000": usage.cost_per_1000.value,
        "seconds": {"p50": usage.median.value, "p95": usage.slow.value},
        "failures": [
            {"type": way, "n": n, "cases": list(cases)}
            for way, (n, cases) in (scores.failures() if scores else {}).items()
        ],
        "beside": {name: {**_ends(figure), "n": figure.n} for name, figure in one.beside.items()},
        "left_out": [_left_out(each) for each in one.left_out],
    }
    if one.judged is not None:
        document["judge"] = _judge(one.judged)
    if one.pass_all is not None:
        document["pass_all"] = {"k": one.pass_all.k, **_ends(one.pass_all.figure)}
    if one.certainty is not None:
        document["certainty"] = {
            "n": one.certainty.n,
            "calibration_error": one.certainty.calibration_error,
            "by_chance": one.certainty.by_chance,
            "points": plain(one.certainty.points),
        }
    if one.stability is not None:
        found = one.stability
        document["stability"] = {
            "tries": found.tries,
            "n": found.same.n,
            "same": _ends(found.same),
            "alike": None if found.alike is None else _ends(found.alike),
            "by_trial": [figure.value for figure in found.by_trial],
            "sentence": found.sentence,
        }
    return document


def _left_out(one: "LeftOut") -> dict[str, Any]:
    return {"type": one.loss.value, "n": one.n, "lines": list(one.lines), "sentence": one.sentence}


def _pair(pair: "CandidatePair") -> dict[str, Any]:
    return {
        "a": pair.first,
        "b": pair.second,
        "better": pair.better,
        "worse": pair.worse,
        "same": pair.same,
        "difference": _ends(pair.difference),
        "p_value": pair.p_value,
        "adjusted_p_value": pair.adjusted,
        "verdict": pair.verdict.value,
        "sentence": pair.sentence,
    }


def _cost(cost: "DifferenceCost | None") -> dict[str, Any] | None:
    if cost is None:
        return None
    low, high = cost.saved or (None, None)
    return {
        "ahead": cost.first,
        "currency": cost.worth.currency,
        "price": cost.price,
        "more_right": cost.more,
        "saved": {"low": low, "high": high},
        "sentence": cost.sentence,
    }


def _judge(judged: "JudgeReport") -> dict[str, Any]:
    agreement = judged.agreement
    return {
        "agreement": None if agreement is None else agreement.raw,
        "kappa": None if agreement is None else agreement.value,
        "n": judged.people.n,
        "false_passes": judged.false_passes,
        "false_fails": judged.false_fails,
        "naive": judged.naive,
        "people": _ends(judged.people),
        "corrected": _ends(judged.corrected),
        "worth": judged.worth,
        "sentence": judged.sentence,
    }


def _ends(figure: "Estimate") -> dict[str, float | None]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}
