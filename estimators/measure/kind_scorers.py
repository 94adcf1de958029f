"""What is right, kind by kind: one answer scored against its case.

Each scorer takes a case, the answer and the rules, and gives what the answer got of what it could, by metric, and how it is
wrong; None where the case or the answer lacks what the kind needs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from estimators.base.errors import UserError
from estimators.base.number_reader import PROGRAM, read_number
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.measure.answer_row import LARGEST
from estimators.measure.case import CandidateAnswer, EvalCase
from estimators.measure.estimate import ScoreUnit
from estimators.measure.field_match import fields_of, is_blank, same_value
from estimators.measure.ranking import (
    Relevance,
    hit_at,
    ndcg_at,
    ranked_items,
    reciprocal_rank,
)
from estimators.measure.words_wrong import (
    character_errors,
    keeps_numbers_and_names,
    word_errors,
)

INVALID = "invalid"
"""An answer that is none of the kind: no number, no known label, no object."""


@dataclass(frozen=True)
class Rules:
    """What counts as right where the kind leaves it open.

    - `tolerance`: how far off a number may be, as a share of the right one. `within`: the same as an amount; it counts instead.
    - `relevance`: by case, how relevant each item is; without it what is expected is relevant.
    - `hits`, `depth`: how many items a hit may be among, and how many nDCG looks at.
    - `classes`: labels that are valid answers, as `label_key` writes them.
    - `metric`: the metric of the kind that the figure is of; None for its usual one (of rankings with graded relevance nDCG).
    - `required`: fields that a document needs; empty for all that are expected.
    """

    tolerance: float = 0.1
    within: float | None = None
    relevance: Relevance = field(default_factory=dict)
    hits: int = 3
    depth: int = 10
    required: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    metric: str | None = None


@dataclass(frozen=True)
class AnswerScore:
    """One answer: what it got of what it could, by metric; `failure`: how it is wrong, "" where it is right."""

    parts: Mapping[str, tuple[float, float]]
    failure: str = ""


@dataclass(frozen=True)
class Measurand:
    """A metric of a kind: its name, what it is counted in, and whether less of it is better."""

    name: str
    unit: ScoreUnit
    lower_is_better: bool = False


def label_key(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _classify(case: EvalCase, answer: CandidateAnswer, rules: Rules) -> AnswerScore | None:
    if case.expected is None:
        return None
    said = label_key(answer.answer)
    right = said == label_key(case.expected) and not answer.error
    failure = "" if right else "wrong" if said in rules.classes else INVALID
    return AnswerScore({"accuracy": (right, 1)}, failure)


def _number(case: EvalCase, answer: CandidateAnswer, rules: Rules) -> AnswerScore | None:
    truth = as_number(case.expected)
    if truth is None:
        return None
    said = None if answer.error else as_number(answer.answer)
    if said is None:
        return AnswerScore({"within": (0, 1)}, INVALID)
    off = said - truth
    allowed = abs(truth) * rules.tolerance if rules.within is None else rules.within
    inside = abs(off) <= allowed * (1 + 1e-12)
    parts: dict[str, tuple[float, float]] = {"within": (inside, 1), "mae": (abs(off), 1)}
    if truth:
        parts["relative_error"] = (abs(off / truth), 1)
    if answer.low is not None and answer.high is not None:
        parts["covered"] = (answer.low <= truth <= answer.high, 1)
    return AnswerScore(parts, "" if inside else "too_high" if off > 0 else "too_low")


def as_number(text: str | None) -> float | None:
    if text is None:
        return None
    value = read_number(text, PROGRAM).value
    return value if value is not None and abs(value) <= LARGEST else None


def _rank(case: EvalCase, answer: CandidateAnswer, rules: Rules) -> AnswerScore | None:
    graded = rules.relevance.get(case.id)
    relevant = graded or dict.fromkeys(ranked_items(case.expected), 1.0)
    if not any(grade > 0 for grade in relevant.values()):
        return None
    ranked = () if answer.error else ranked_items(answer.answer)
    hit = hit_at(ranked, relevant, rules.hits)
    return AnswerScore(
        {
            "hit": (hit, 1),
            "ndcg": (ndcg_at(ranked, relevant, rules.depth), 1),
            "reciprocal_rank": (reciprocal_rank(ranked, relevant), 1),
        },
        "" if hit else "missed",
    )


def _extract(case: EvalCase, answer: CandidateAnswer, rules: Rules) -> AnswerScore | None:
    expected = fields_of(case.expected)
    if not expected:
        return None
    given = None if answer.error else fields_of(answer.answer)
    right = {
        name: given is not None and same_value(value, given.get(name))
        for name, value in expected.items()
    }
    needed = rules.required & right.keys() or right.keys()
    whole = all(right[name] for name in needed)
    parts: dict[str, tuple[float, float]] = {
        "fields": (whole, 1),
        "field_share": (sum(right.values()), len(right)),
    }
    if whole:
        return AnswerScore(parts)
    if given is None:
        return AnswerScore(parts, INVALID)
    return AnswerScore(parts, _worst(expected, given, right, needed))


def _worst(
    expected: Mapping[str, object],
    given: Mapping[str, object],
    right: Mapping[str, bool],
    needed: Iterable[str],
) -> str:
    """How a document is wrong: made up is worse than wrong, wrong than missing."""
    wrong = [name for name in needed if not right[name]]
    if any(is_blank(expected[name]) for name in wrong):
        return "made_up"
    return "missing" if all(is_blank(given.get(name)) for name in wrong) else "wrong"


def _transcribe(case: EvalCase, answer: CandidateAnswer, _rules: Rules) -> AnswerScore | None:
    if case.expected is None:
        return None
    written = "" if answer.error else answer.answer or ""
    words, letters = (
        word_errors(case.expected, written),
        character_errors(case.expected, written),
    )
    ways = {"swapped": words.swapped, "left_out": words.left_out, "added": words.added}
    return AnswerScore(
        {
            "wer": (words.wrong, words.said),
            "cer": (letters.wrong, letters.said),
            "without_error": (not words.wrong, 1),
            "numbers_and_names": (keeps_numbers_and_names(case.expected, written), 1),
        },
        max(ways, key=lambda way: ways[way]) if words.wrong else "",
    )


def _generate(_case: EvalCase, answer: CandidateAnswer, _rules: Rules) -> AnswerScore | None:
    good = answer.fair_grade
    if good is None:
        return None
    parts: dict[str, tuple[float, float]] = {"pass_rate": (good, 1)}
    if answer.harm is not None:
        parts["harm"] = (answer.harm, 1)
    return AnswerScore(parts, "" if good else answer.reason or "graded_bad")


def _act(_case: EvalCase, answer: CandidateAnswer, _rules: Rules) -> AnswerScore | None:
    ended = answer.fair_grade if answer.passed is None else answer.passed
    if ended is None and not answer.error:
        return None
    done = bool(ended) and not answer.harm and not answer.error
    parts: dict[str, tuple[float, float]] = {"done": (done, 1)}
    if answer.harm is not None:
        parts["harm"] = (answer.harm, 1)
    if answer.steps is not None:
        parts["steps"] = (answer.steps, 1)
    way = "harmful" if answer.harm else answer.reason or "not_done"
    return AnswerScore(parts, "" if done else way)


MEASURANDS: Mapping[str, tuple[Measurand, ...]] = {
    "classify": (Measurand("accuracy", ScoreUnit.COUNT),),
    "number": (
        Measurand("within", ScoreUnit.COUNT),
        Measurand("mae", ScoreUnit.AMOUNT, lower_is_better=True),
        Measurand("relative_error", ScoreUnit.AMOUNT, lower_is_better=True),
        Measurand("covered", ScoreUnit.COUNT),
    ),
    "rank": (
        Measurand("hit", ScoreUnit.COUNT),
        Measurand("ndcg", ScoreUnit.MEAN),
        Measurand("reciprocal_rank", ScoreUnit.MEAN),
    ),
    "extract": (Measurand("fields", ScoreUnit.COUNT), Measurand("field_share", ScoreUnit.RATIO)),
    "transcribe": (
        Measurand("wer", ScoreUnit.RATIO, lower_is_better=True),
        Measurand("cer", ScoreUnit.RATIO, lower_is_better=True),
        Measurand("without_error", ScoreUnit.COUNT),
        Measurand("numbers_and_names", ScoreUnit.COUNT),
    ),
    "generate": (
        Measurand("pass_rate", ScoreUnit.COUNT),
        Measurand("harm", ScoreUnit.COUNT, lower_is_better=True),
    ),
    "act": (
        Measurand("done", ScoreUnit.COUNT),
        Measurand("harm", ScoreUnit.COUNT, lower_is_better=True),
        Measurand("steps", ScoreUnit.AMOUNT, lower_is_better=True),
    ),
}
"""The metrics of each kind of `estimators.base.task_kind`; the first is the one that a bar is set on."""


def main_metric(kind: str, rules: Rules) -> Measurand:
    """The metric that the figure of a candidate is of.

    Raises `UserError` where the kind has none of the name that was asked for.
    """
    known = {one.name: one for one in MEASURANDS[kind]}
    if rules.metric is not None and rules.metric not in known:
        raise UserError(
            tr("“{metric}” is no metric of this kind.", metric=rules.metric),
            tr("It has {known}.", known=listed(list(known))),
            tr("Give one of these."),
        )
    if rules.metric is None and kind == "rank" and rules.relevance:
        return known["ndcg"]
    return known[rules.metric or MEASURANDS[kind][0].name]


SCORERS: Mapping[str, Callable[[EvalCase, CandidateAnswer, Rules], AnswerScore | None]] = {
    "classify": _classify,
    "number": _number,
    "rank": _rank,
    "extract": _extract,
    "transcribe": _transcribe,
    "generate": _generate,
    "act": _act,
}
