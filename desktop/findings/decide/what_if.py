"""Trying another number or answer: what may be dialled, what is tried, and what comes out differently."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.findings.decide.flip_points import (
    Flip,
    Strip,
    amount_words,
    question_label,
    value_words,
)
from desktop.findings.decide.intangibles import round_step
from desktop.findings.decide.verdict import Worked, label_of
from estimators.base.money import signed_worth
from estimators.base.number import number
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.case.options import VERDICT_WORDS

if TYPE_CHECKING:
    from estimators.build_vs_buy.input import Input

_STEPS = 200
_BEYOND = 0.25  # how far past either end of its range a number may be tried


@dataclass(frozen=True)
class Dial:
    """What may be tried of one input: a number between ``low`` and ``high``, or one of ``choices``."""

    name: str
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    ticks: tuple[tuple[float, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()  # value as text, words


@dataclass(frozen=True)
class Changed:
    """One result before and with the change."""

    name: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        return self.before == self.after


def changes(base: Worked, now: Worked) -> tuple[Changed, ...]:
    """What the change does: to the verdict, to the option worth most, to its value and to what could still change it."""

    def results(worked: Worked) -> tuple[str, str, str, str]:
        best = worked.valuation.option(worked.valuation.best)
        return (
            capital(VERDICT_WORDS[worked.assessment.verdict]),
            best.label,
            signed_worth(best.mean, worked.valuation.currency),
            number(len(worked.assessment.open_answers)),
        )

    names = (
        tr("Verdict"),
        tr("Worth most"),
        tr("On average"),
        tr("Open answers that could change it"),
    )
    return tuple(
        Changed(name, before, after)
        for name, before, after in zip(names, results(base), results(now), strict=True)
    )


def dial_of(flip: Flip, base: Worked) -> Dial | None:
    """What else may be tried of this input; None where only the change itself can be."""
    from estimators.case.questions import questions

    if not isinstance(flip.to, bool | str | int | float):
        return None
    name = name_of(flip.input, base)
    asked = questions().get(flip.input)
    if asked is not None and asked.kind in {"yes_no", "choice"}:
        answers = ("true", "false") if asked.kind == "yes_no" else asked.values
        words = ((key, capital(value_words(flip.input, _answer(key), ""))) for key in answers)
        return Dial(name, choices=tuple(words))
    if asked is not None and asked.kind == "scale":
        return Dial(name, 0, float(asked.high), 1, ((0, "0"), (asked.high, f"{asked.high:g}")))
    assert isinstance(flip.to, int | float)
    known = base.valuation.inputs.get(flip.input)
    if known is not None and known.high > known.low:
        return _dial_of_range(name, float(flip.to), known, base.valuation.currency)
    now = flip.strip.now or 0.0
    high = 2 * max(float(flip.to), now, 0.5)
    if isinstance(flip.to, float) and flip.to <= 1 and now <= 1:  # a share
        high = 1.0
    step = round_step((high or 1.0) / _STEPS, (1, 2, 5, 10))
    if isinstance(flip.to, int):
        step = max(1.0, step)
    ticks = tuple(
        (at, words) for at, words in ((now, tr("now")), (float(flip.to), tr("here"))) if at
    )
    return Dial(name, 0.0, high, step, ticks)


def _dial_of_range(name: str, to: float, known: "Input", currency: str) -> Dial:
    room = _BEYOND * (known.high - known.low)
    least = 1e-3 if known.kind == "share" else min(known.low, to) / 10
    low = max(min(known.low, to) - room, least)
    high = max(known.high, to) + room
    if known.kind == "share":
        high = min(high, 0.999)
    ticks = tuple((end, amount_words(known.unit, end, currency)) for end in (known.low, known.high))
    return Dial(name, low, high, (high - low) / _STEPS, ticks)


def flip_of_input(name: str, base: Worked) -> Flip | None:
    """One number of the valuation to try, beginning at its middle; None where it is taken as known."""
    known = base.valuation.inputs.get(name)
    if known is None or known.high <= known.low:
        return None
    shown = amount_words(known.unit, known.median, base.valuation.currency)
    strip = Strip(known.median, known.median, shown, known.low, known.high)
    said = tr("“{name_of}” is {shown}", name_of=name_of(name, base), shown=shown)
    return Flip(name, known.median, said, "", "", strip)


def moved(flip: Flip, value: Any, base: Worked) -> Flip:
    """The same input at another value, said as it is."""
    shown = value_text(flip.input, value, base)
    return replace(
        flip,
        to=value,
        condition=tr("“{name_of}” is {shown}", name_of=name_of(flip.input, base), shown=shown),
        outcome="",
    )


def moved_to(flip: Flip, number: float) -> Any:
    """A dialled number as the input takes it: whole where its numbers are whole."""
    whole = isinstance(flip.to, int) and not isinstance(flip.to, bool)
    return round(number) if whole else float(f"{number:.3g}")


def chosen_as(key: str) -> Any:
    """A chosen answer as the input takes it."""
    return _answer(key)


def value_text(name: str, value: Any, base: Worked) -> str:
    """A value that is tried, in its unit."""
    known = base.valuation.inputs.get(name)
    if known is not None and isinstance(value, int | float) and not isinstance(value, bool):
        return amount_words(known.unit, float(value), base.valuation.currency)
    return value_words(name, value, base.valuation.currency)


def name_of(name: str, base: Worked) -> str:
    """An input as the person knows it."""
    known = base.valuation.inputs.get(name)
    if known is not None:
        return base.valuation.words.short(name)
    return question_label(base.assessment.words, name, label_of(name))


def _answer(key: str) -> Any:
    return {"true": True, "false": False}.get(key, key)
