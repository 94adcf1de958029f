"""What would change the answer: each change as a sentence, and where it lies against what is known.

Inputs and their values in words: "300 labelled examples or more", "a written rule could do it", "not known".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import question_of
from estimators.base.codec import plain
from estimators.base.money import money
from estimators.base.number import number
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
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
    if asked is not None and asked.kind is Kind.LEVEL:
        return tr("{number} of 5", number=number(value))
    unit = {"money": "money", "%": "share"}.get(asked.unit if asked else "", "")
    return amount_words(unit, value, currency)


def _choice(asked: Question | None, value: bool | str) -> str:
    key = ("yes" if value else "no") if isinstance(value, bool) else value
    words = dict(asked.choices).get(key, "") if asked else ""
    plain = words or {"pre_launch": tr("about to launch")}.get(key, key.replace("_", " "))
    return plain[:1].lower() + plain[1:]


_CONDITIONS: dict[str, dict[Any, str]] = {
    "explicit_rules_possible": {
        "yes": tr("A written rule could do it"),
        "partly": tr("A written rule could do part of it"),
        "no": tr("No written rule could do it"),
    },
    "data_may_leave_premises": {
        True: tr("The data may leave your house"),
        False: tr("The data may not leave your house"),
    },
    "regulatory_tier": {
        "minimal": tr("The law asks little of it"),
        "limited": tr("The law asks for transparency"),
        "high": tr("The law calls it high risk"),
        "prohibited": tr("The law forbids it"),
    },
    "demand_validated": {
        True: tr("People have shown that they want it"),
        False: tr("People have not shown that they want it"),
    },
    "commodity_api_available": {
        True: tr("You can buy it ready made"),
        False: tr("You cannot buy it ready made"),
    },
    "human_in_loop": {True: tr("A person confirms each answer"), False: tr("It acts alone")},
    "error_reversible": {
        True: tr("A mistake can be undone"),
        False: tr("A mistake cannot be undone"),
    },
    "validated_on_target_population": {
        True: tr("It was tried on the people it is for"),
        False: tr("It was not tried on the people it is for"),
    },
    "data_owned": {True: tr("The data is yours"), False: tr("The data is not yours")},
    "stage": {"concept": tr("It is still a concept"), "pre_launch": tr("It is about to launch")},
    "error_cost_level": {
        "negligible": tr("A mistake hardly matters"),
        "low": tr("A mistake costs little"),
        "medium": tr("A mistake costs something"),
        "high": tr("A mistake costs a lot"),
        "critical": tr("A mistake does grave harm"),
    },
    "pain_evidence": {
        "none": tr("Nobody asked whether it hurts"),
        "anecdotal": tr("Anecdotes say that it hurts"),
        "interviews": tr("Interviews show that it hurts"),
        "metrics": tr("Numbers show that it hurts"),
    },
}
_AMOUNTS = {
    "user_pain": tr("It hurts {} or {}"),
    "data_uniqueness": tr("Your data is special: {} or {}"),
    "differentiation": tr("It sets you apart: {} or {}"),
    "commodity_fit": tr("A bought one fits {} or {}"),
    "labelled_examples": tr("You have {} labelled examples or {}"),
    "n_classes": tr("There are {} different answers or {}"),
    "ml_engineers": tr("You have {} ML engineers or {}"),
    "budget_usd": tr("The budget is {} or {}"),
    "active_users": tr("{} people would use it, or {}"),
    "accuracy_gate": tr("It must be right {} of the time or {}"),
}


def condition(name: str, start: Any, to: Any, currency: str) -> str:
    """The change as the first half of a sentence: "A written rule could do it", "You have 300 labelled examples or more"."""
    words = value_words(name, to, currency)
    if hasattr(to, "correct"):
        return tr("The test gets {words}", words=words)
    if to in _CONDITIONS.get(name, {}):
        return _CONDITIONS[name][to]
    before = start if isinstance(start, int | float) and not isinstance(start, bool) else 0
    fewer = to < before if isinstance(to, int | float) else False
    many = name in {"labelled_examples", "n_classes", "ml_engineers", "active_users"}
    if name in _AMOUNTS:
        return _AMOUNTS[name].format(words, ("fewer" if many else "less") if fewer else "more")
    return f"{question_label(name, name.replace('_', ' '))}: {words}"


def question_label(name: str, otherwise: str) -> str:
    asked = question_of(name)
    return asked.text if asked is not None else capital(otherwise)


_THRESHOLDS = {
    "volume_per_month": (tr("There are {} than {} cases a month"), "fewer"),
    "baseline_accuracy": (tr("People are right {} than {} of the time"), "less"),
    "accuracy_rules": (tr("A rule is right {} than {} of the time"), "less"),
    "accuracy_api": (tr("The service is right {} than {} of the time"), "less"),
    "accuracy_automl": (tr("The trained one is right {} than {} of the time"), "less"),
    "missed_cost": (tr("A miss costs {} than {}"), "less"),
    "false_alarm_cost": (tr("A false alarm costs {} than {}"), "less"),
    "value_per_correct": (tr("A right answer saves {} than {}"), "less"),
    "cost_per_label": (tr("A label costs {} than {}"), "less"),
    "adoption": (tr("People use {} than {} of the answers"), "less"),
    "mistakes_caught": (tr("People catch {} than {} of the mistakes"), "less"),
    "rules_person_months": (tr("The rule takes {} than {} person-months"), "less"),
    "buy_person_months": (tr("Connecting the service takes {} than {} person-months"), "less"),
    "automl_person_months": (tr("Training takes {} than {} person-months"), "less"),
    "build_person_months": (tr("Building takes {} than {} person-months"), "less"),
    "rules_delay": (tr("The rule takes {} than {} months"), "less"),
    "buy_delay": (tr("The service takes {} than {} months"), "less"),
    "automl_delay": (tr("Training takes {} than {} months"), "less"),
    "build_delay": (tr("Building takes {} than {} months"), "less"),
    "price_per_call": (tr("A call costs {} than {}"), "less"),
    "review_cost": (tr("A review costs {} than {}"), "less"),
    "person_month_cost": (tr("A person-month costs {} than {}"), "less"),
}
_SHORT = {
    "baseline_accuracy": tr("Right today"),
    "accuracy_rules": tr("A rule is right"),
    "accuracy_api": tr("The service is right"),
    "accuracy_automl": tr("The trained is right"),
    "adoption": tr("Answers people use"),
    "mistakes_caught": tr("Mistakes caught"),
    "missed_share": tr("Mistakes that are misses"),
    "review_share": tr("Answers reviewed"),
    "rules_person_months": tr("Months on the rule"),
    "buy_person_months": tr("Months to connect"),
    "automl_person_months": tr("Months to train"),
    "build_person_months": tr("Months to build"),
    "build_gain": tr("Gain of building"),
}


def threshold(name: str, label: str, shown: str, *, more: bool) -> str:
    """A number beyond a border as the first half of a sentence: "A miss costs more than €9,100"."""
    if name in _THRESHOLDS:
        words, fewer = _THRESHOLDS[name]
        return words.format("more" if more else fewer, shown)
    return tr(
        "{question_label}: {more} than {shown}",
        question_label=question_label(name, label),
        more=tr("more") if more else tr("less"),
        shown=shown,
    )


def short_label(name: str, label: str) -> str:
    """The name of an input where there is little room: in a chart."""
    return _SHORT.get(name) or question_label(name, label)


def source_of(provenance: str) -> Provenance:
    """Where an input of the valuation comes from: the engine calls "unknown" what is a default of ours."""
    return Provenance.DEFAULT if provenance == "unknown" else Provenance(provenance)


VERDICT_WORDS = {
    "no_ai_rules": tr("use a rule"),
    "fake_it_first": tr("fake it first"),
    "buy_api": tr("buy an API"),
    "automl_finetune": tr("train it from examples"),
    "build_custom": tr("build it"),
    "do_not_launch": tr("do not launch"),
}


def verdict_words(verdict: object) -> str:
    """A verdict as it stands alone: "Use a rule"; one that this version does not know is a decision all the same."""
    return capital(VERDICT_WORDS.get(str(verdict), "decided"))


_OPTION_WORDS = {
    "nothing": tr("staying as today is worth most"),
    "rules": tr("a simple rule is worth most"),
    "buy_api": tr("buying an API is worth most"),
    "automl_finetune": tr("training is worth most"),
    "build_custom": tr("building it is worth most"),
}


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
    of_verdict: bool  # False: the option worth most changes, not the verdict

    @property
    def sentence(self) -> str:
        return f"{self.condition}: {self.outcome}."


def verdict_flips(
    assessment: "Assessment", case: Mapping[str, Any], currency: str
) -> tuple[Flip, ...]:
    """The nearest change of each input alone that changes the verdict, nearest first."""
    return tuple(_verdict_flip(flip, case, currency) for flip in assessment.flip_points)


def _verdict_flip(flip: "FlipPoint", case: Mapping[str, Any], currency: str) -> Flip:
    from estimators.case.questions import questions

    asked = questions()[flip.input]
    if asked.kind in {"yes_no", "choice", "scale"}:
        strip = _steps(asked.kind, asked.values, int(asked.high), flip)
    else:
        strip = _number_strip(flip, case, currency)
    return Flip(
        flip.input,
        flip.to,
        condition(flip.input, flip.start, flip.to, currency),
        VERDICT_WORDS[flip.verdict],
        tr("Now: {value_words}.", value_words=value_words(flip.input, flip.start, currency)),
        strip,
        of_verdict=True,
    )


def _steps(kind: str, values: tuple[str, ...], high: int, flip: "FlipPoint") -> Strip:
    answers: tuple[Any, ...] = {
        "yes_no": (False, True),
        "choice": values,
        "scale": tuple(range(high + 1)),
    }[kind]
    now = float(answers.index(flip.start)) if flip.start in answers else None
    words = capital(value_words(flip.input, flip.to, "USD"))
    return Strip(now, float(answers.index(flip.to)), words, steps=len(answers))


def _number_strip(flip: "FlipPoint", case: Mapping[str, Any], currency: str) -> Strip:
    to, start = _plain(flip.to), _plain(flip.start)
    given = case.get(flip.input)
    low = high = None
    if isinstance(given, Mapping) and "low" in given:
        low, high = float(given["low"]), float(given["high"])
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
    kept = {key: value for key, value in case.items() if key not in measurement_of(flip.input)}
    return {**kept, flip.input: plain(flip.to)}


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
    from estimators.build_vs_buy.valuation import BuildVsBuy

    coarse = BuildVsBuy(draws=_COARSE_DRAWS, random_state=valuation.random_state)
    fine = BuildVsBuy(draws=valuation.draws, random_state=valuation.random_state)
    known = valuation.inputs[name]
    fixed = {key: value for key, value in case.items() if key not in measurement_of(name)}

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


def measurement_of(name: str) -> set[str]:
    """The measurement that would otherwise overrule a number that is tried."""
    return {"accuracy_automl": {"measured"}, "adoption": {"acceptance"}}.get(name, set())


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
    whose = {"guess": "your range", "measured": tr("the measured range")}.get(
        known.provenance, tr("the usual range")
    )
    return Flip(
        name,
        to,
        threshold(name, known.label, shown, more=more),
        _OPTION_WORDS[then],
        tr("Inside {whose} of {low} to {high}.", whose=whose, low=low, high=high),
        Strip(
            known.median, to, shown, known.low, known.high, provenance=source_of(known.provenance)
        ),
        of_verdict=False,
    )
