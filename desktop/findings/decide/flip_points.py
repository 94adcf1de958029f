"""What would change the answer: each change as a sentence, and where it lies against what is known.

Inputs and their values in words: "300 examples or more", "a written rule could do it", "not known".
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.findings.problem.brief import flags_text
from desktop.findings.problem.kind_words import worded
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import question, question_of
from estimators.base.codec import plain
from estimators.base.money import money
from estimators.base.number import number
from estimators.base.percent import percent
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import data_file, tr
from estimators.case.input_words import InputWords
from estimators.case.options import VERDICT_WORDS
from estimators.case.questions import read_case
from estimators.case.ways import DOING
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.need_for_ai.assessment import Assessment
    from estimators.need_for_ai.sensitivity import FlipPoint


def amount_words(unit: str, value: float, currency: str) -> str:
    """A value of the valuation in its unit."""
    if unit == "money":
        return money(value, currency, exact=True)
    if unit == "share":
        return percent(value)
    return number(value)


def value_words(name: str, value: Any, currency: str) -> str:
    """A value of an input as it reads: "yes", "partly", "300", "not known"."""
    if value is None:
        return tr("not known")
    if hasattr(value, "correct"):
        return tr("{correct} of {n} right", correct=value.correct, n=value.n)
    asked = question_of(name)
    if isinstance(value, bool | str):
        return _choice(asked, value)
    if isinstance(value, tuple):
        return flags_text(question(name), value)
    if asked is not None and asked.kind is Kind.LEVEL:
        return tr("{number} of 5", number=number(value))
    unit = {"money": "money", "%": "share"}.get(asked.unit if asked else "", "")
    if asked is None and name in ("majority_share", "review_share"):
        unit = "share"
    return amount_words(unit, value, "USD" if name.endswith("_usd") else currency)


def _answer(value: bool | str) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else value


_WORDS = {
    "concept": tr("not about to launch"),
    "pre_launch": tr("about to launch"),
    "yes": tr("yes"),
    "no": tr("no"),
}


def _choice(asked: Question | None, value: bool | str) -> str:
    key = _answer(value)
    words = dict(asked.choices).get(key, "") if asked else ""
    plain = words or _WORDS.get(key, key.replace("_", " "))
    return within_a_sentence(plain)


_COUNTED = (
    "labelled_examples",
    "rarest_class_examples",
    "n_classes",
    "ml_engineers",
    "active_users",
    "volume_per_month",
)
_WORTH = (
    "rarest_class_examples",
    "volume_per_month",
    "value_of_right_answer",
    "cost_of_today_per_case",
)
_CHANGES: dict[str, Any] = data_file(Path(__file__).with_name("changes.json"))


def condition(name: str, start: Any, to: Any, currency: str, said: InputWords) -> str:
    """The change as the first half of a sentence: "A written rule could do it", "You have 300 examples or more"."""
    words = value_words(name, to, currency)
    if hasattr(to, "correct"):
        return tr("The test gets {words}", words=words)
    conditions = _CHANGES["conditions"].get(name, {})
    answer = _answer(to) if isinstance(to, bool | str) else str(to)
    if answer in conditions:
        return str(conditions[answer])
    if isinstance(to, tuple):
        if not to:
            return tr("Nothing of what the law looks at is true of it")
        return tr("“{words}” is true of it", words=words)
    known = isinstance(start, int | float) and not isinstance(start, bool)
    # Of what is worth something, less changes the verdict; of all else, what is more than is assumed.
    before = start if known else math.inf if name in _WORTH else _assumed(name)
    more = not isinstance(to, int | float) or to >= before
    changed = said.said(name, "at", words=words, more=_than(name, more=more))
    return changed or f"{question_label(said, name, name.replace('_', ' '))}: {words}"


def _assumed(name: str) -> float:
    from estimators.case.questions import questions

    asked = questions().get(name)
    assumed = None if asked is None else asked.assume
    return float(assumed) if isinstance(assumed, int | float) else 0.0


def _than(name: str, *, more: bool) -> str:
    if more:
        return tr("more")
    return tr("fewer") if name in _COUNTED else tr("less")


def question_label(said: InputWords, name: str, otherwise: str) -> str:
    """An input as a person is asked for it, in the words of the kind."""
    asked = question_of(name)
    if asked is None:
        return said.own(name) or capital(otherwise)
    return worded(said, asked).text


def threshold(said: InputWords, name: str, shown: str, *, more: bool) -> str:
    """A number beyond a border as the first half of a sentence: "A miss costs more than €9,100"."""
    than = _than(name, more=more)
    return said.said(name, "beyond", more=than, shown=shown) or tr(
        "{question_label}: {more} than {shown}",
        question_label=question_label(said, name, said.label(name)),
        more=than,
        shown=shown,
    )


def how_to_know(said: InputWords, name: str) -> str:
    """How to find out an input: "Count the cases of last month."; empty where there is no good way."""
    return said.said(name, "find_out")


def source_of(provenance: str) -> Provenance:
    """Where an input of the valuation comes from: the engine calls "unknown" what is a default of ours."""
    return Provenance.DEFAULT if provenance == "unknown" else Provenance(provenance)


def verdict_words(verdict: object) -> str:
    """A verdict as it stands alone: "Use a rule"; one that this version does not know is a decision all the same."""
    return capital(VERDICT_WORDS.get(str(verdict), "decided"))


@dataclass(frozen=True)
class Strip:
    """Where a change lies: what holds now (None: not known), the change, and the range it lies in or beside.

    For a choice, ``steps`` is how many answers it has, and ``now`` and ``to`` are their places from 0.
    """

    now: float | None
    to: float
    to_text: str
    low: float | None = None
    high: float | None = None
    steps: int = 0
    provenance: Provenance | None = None  # of the range


@dataclass(frozen=True)
class Flip:
    """One change: its input, the value to try, the sentence, what the answer becomes, and a note."""

    input: str
    to: Any
    condition: str  # "A miss costs more than €9,100"
    outcome: str  # "use the simple rule"
    note: str
    strip: Strip

    @property
    def sentence(self) -> str:
        return f"{self.condition}: {self.outcome}."


def verdict_flips(
    assessment: "Assessment", case: Mapping[str, Any], currency: str
) -> tuple[Flip, ...]:
    """The nearest change of each input alone that changes the verdict, nearest first."""
    said, answers = assessment.words, read_case(case)
    return tuple(
        _verdict_flip(
            flip, answers.ranges.get(flip.input), currency, said, flip.input in answers.values
        )
        for flip in assessment.flip_points
    )


def start_words(flip: "FlipPoint", given: "tuple[float, float] | None", currency: str) -> str:
    """What holds now: of an answer that was given as a range, both ends."""
    if given is None or given[0] == given[1]:
        return value_words(flip.input, flip.start, currency)
    low, high = (value_words(flip.input, end, currency) for end in given)
    return tr("{low} to {high}", low=low, high=high)


def _verdict_flip(
    flip: "FlipPoint",
    given: tuple[float, float] | None,
    currency: str,
    said: InputWords,
    answered: bool,
) -> Flip:
    from estimators.case.questions import questions

    asked = questions()[flip.input]
    if asked.kind in {"yes_no", "choice", "scale"}:
        strip = _steps(asked.kind, asked.values, int(asked.high), flip)
    elif asked.kind == "flags":  # several at once lie on no line
        strip = Strip(None, 0.0, "")
    else:
        strip = _number_strip(flip, given, currency)
    return Flip(
        flip.input,
        flip.to,
        condition(flip.input, flip.start, flip.to, currency, said),
        VERDICT_WORDS[flip.verdict],
        _note(flip, start_words(flip, given, currency), said, answered),
        strip,
    )


def _note(flip: "FlipPoint", now: str, said: InputWords, answered: bool) -> str:
    """What holds now; of an open answer how to find it out."""
    if flip.start is None:
        return tr("Open. {how}", how=how_to_know(said, flip.input)).rstrip()
    if flip.input == "stage" and flip.start == "concept":  # nobody said so
        return tr("Whether it may launch is asked on Launch.")
    if not answered:
        return tr("Nobody has said; taken as: {value_words}.", value_words=now)
    return tr("Now: {value_words}.", value_words=now)


def _steps(kind: str, values: tuple[str, ...], high: int, flip: "FlipPoint") -> Strip:
    answers: tuple[Any, ...] = {
        "yes_no": (False, True),
        "choice": values,
        "scale": tuple(range(high + 1)),
    }[kind]
    now = float(answers.index(flip.start)) if flip.start in answers else None
    words = capital(value_words(flip.input, flip.to, "USD"))
    return Strip(now, float(answers.index(flip.to)), words, steps=len(answers))


def _number_strip(flip: "FlipPoint", given: tuple[float, float] | None, currency: str) -> Strip:
    to, start = _plain(flip.to), _plain(flip.start)
    low, high = given or (None, None)
    return Strip(start, to, value_words(flip.input, flip.to, currency), low, high)


def _plain(value: Any) -> Any:
    """A measurement as its share of right answers; anything else as it is."""
    return value.correct / value.n if hasattr(value, "correct") else value


# --- values of the options ---------------------------------------------------------------------------------------

_COARSE_DRAWS = 1000
_LOOKED_AT = 4
_HALVINGS = 6


def tried(case: Mapping[str, Any], flip: Flip) -> dict[str, Any]:
    """The case with one change made, in which no measurement overrules it."""
    from estimators.build_vs_buy.measurements import without_measurement

    return {**without_measurement(case, flip.input), flip.input: plain(flip.to)}


def value_flips(case: Mapping[str, Any], valuation: "Valuation") -> tuple[Flip, ...]:
    """Where, inside its range, one number alone makes another option worth most; the weightiest number first.

    Found by valuing again with that number fixed: halved on 1,000 draws, then checked on as many as the valuation has.
    """
    heaviest = sorted(valuation.evppi.items(), key=lambda item: -item[1])[:_LOOKED_AT]
    found = []
    for name, worth in heaviest:
        if worth > 0 and (flip := _value_flip(case, valuation, name)) is not None:
            found.append(flip)
    return tuple(found)


def _value_flip(case: Mapping[str, Any], valuation: "Valuation", name: str) -> Flip | None:
    from estimators.build_vs_buy.measurements import without_measurement
    from estimators.build_vs_buy.valuation import BuildVsBuy

    coarse = BuildVsBuy(draws=_COARSE_DRAWS, random_state=valuation.random_state)
    fine = BuildVsBuy(draws=valuation.draws, random_state=valuation.random_state)
    known = valuation.inputs[name]
    fixed = without_measurement(case, name)

    def best(value: float, model: BuildVsBuy) -> str:
        return model.evaluate({**fixed, name: value}).best

    candidates = []
    for end in (known.low, known.high):
        if best(end, coarse) == valuation.best:
            continue
        same, different = known.median, end
        for _ in range(_HALVINGS):
            middle = (same + different) / 2
            same, different = (
                (same, middle) if best(middle, coarse) != valuation.best else (middle, different)
            )
        candidates.append(different)
    for border in sorted(candidates, key=lambda value: abs(value - known.median)):
        to = _outward(border, known.median)
        then = best(to, fine)
        if then != valuation.best and known.low <= to <= known.high:
            return _worded(valuation, name, to, then)
    return None


def measurement_of(case: Mapping[str, Any], name: str) -> str:
    """The measurement that would otherwise overrule a number that is tried; empty: none would."""
    from estimators.build_vs_buy.measurements import measured_inputs

    if name == "adoption":
        return "acceptance"
    return "measured" if name in measured_inputs(case, case) else ""


def _outward(border: float, middle: float) -> float:
    """The border rounded to three digits, away from the middle."""
    shown = float(f"{border:.2e}")
    step = 10.0 ** (int(f"{border:e}".split("e")[1]) - 2)
    if border > middle:
        return shown if shown >= border else shown + step
    return shown if shown <= border else shown - step


def _worded(valuation: "Valuation", name: str, to: float, then: str) -> Flip:
    known = valuation.inputs[name]
    more = to > known.median
    shown = amount_words(known.unit, to, valuation.currency)
    low, high = (
        amount_words(known.unit, end, valuation.currency) for end in (known.low, known.high)
    )
    whose = {
        "guess": tr("your range"),
        "measured": tr("the measured range"),
        "simulated": tr("the range that the fake showed"),
    }.get(known.provenance, tr("the usual range"))
    return Flip(
        name,
        to,
        threshold(valuation.words, name, shown, more=more),
        tr("{doing} is worth most", doing=within_a_sentence(DOING[then])),
        tr("Inside {whose} of {low} to {high}.", whose=whose, low=low, high=high),
        Strip(
            known.median, to, shown, known.low, known.high, provenance=source_of(known.provenance)
        ),
    )
