"""What the inputs of one case are called: in a list, inside a sentence, in a chart, at a border.

Decided here and nowhere else, by the input and the kind of product: what tells things apart has misses, false alarms and
labels, what writes an answer has good answers and a cost of a wrong one. The texts are beside this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.errors import UserError
from estimators.base.noun import EXAMPLE, Noun, noun, tr_noun
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import data_file, tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.default_inputs import CASE_WORD, default_inputs
from estimators.case.given_number import AskedNumber, read_range, says_nothing
from estimators.case.options import kind_of

CASE = tr_noun("case", "cases")
_MISTAKES = ("missed_cost", "false_alarm_cost")


@dataclass(frozen=True)
class InputWords:
    """The words for one case.

    Attributes
    ----------
    kind : str or None
        What the product does; None where nobody said, and nothing suggests it.
    case, example : Noun
        What one case, and one past case that shows the right answer, is called.
    one_mistake : bool
        Whether a wrong answer costs the same whichever way it is wrong, so that one number says it.
    """

    kind: str | None = None
    case: Noun = CASE
    example: Noun = EXAMPLE
    one_mistake: bool = False

    @property
    def tells_apart(self) -> bool:
        """Whether classes and labels are spoken of; also where nobody said what it does."""
        return self.kind in (None, "classify")

    def own(self, name: str, form: str = "label", **parts: str) -> str:
        """What an input is called because of the kind; empty: nothing but what any kind calls it."""
        return self._said(name, form, self._sections(), parts)

    def label(self, name: str) -> str:
        """An input of the valuation as it stands alone: "A wrong one costs"."""
        return self.own(name) or default_inputs()[name].label

    def short(self, name: str) -> str:
        """An input of the valuation where there is little room: in a chart."""
        return (
            self.own(name, "short")
            or self.own(name)
            or self.said(name, "short")
            or self.label(name)
        )

    def inside(self, name: str) -> str:
        """An input of the valuation inside a sentence: "what a wrong one costs"."""
        known = default_inputs()[name]
        if said := self.own(name, "inside"):
            return said
        label = self.label(name)
        return (label == known.label and known.noun) or within_a_sentence(label)

    def said(self, name: str, form: str, **parts: str) -> str:
        """The text of an input for a form that any kind may have: beyond, at, find_out; empty: there is none."""
        return self._said(name, form, (*self._sections(), "all"), parts)

    def _sections(self) -> tuple[str, ...]:
        one = ("one",) if self.one_mistake else ()
        if self.tells_apart:
            return (*one, "any")
        trained = "trained" in TASK_KINDS[self.kind or "classify"].made_by
        return (*one, *(() if trained else ("untrained",)), "other", "any")

    def _said(
        self, name: str, form: str, sections: tuple[str, ...], parts: Mapping[str, str]
    ) -> str:
        texts = (_texts()[section].get(name, {}).get(form, "") for section in sections)
        text = next(filter(None, texts), "")
        one = parts.get("words") == "1"
        example = (
            EXAMPLE if self.tells_apart else self.example
        )  # a label is what a question asks for
        nouns = {
            "case": self.case.one,
            "cases": self.case.one if one else self.case.many,
            "example": example.one,
            "examples": example.one if one else example.many,
            "are": tr("is") if one else tr("are"),
        }
        found = text.format_map({**nouns, **parts})
        return found if form in ("inside", "source", "unit") else capital(found)


def words_for(case: Mapping[str, Any]) -> InputWords:
    """The words for a case; where nobody chose a kind, as its own words suggest."""
    kind = kind_of(case)
    given = case.get(CASE_WORD)
    called = noun(given) if isinstance(given, str) and given.strip() else CASE
    one = kind != "classify" and has_one_mistake(case)
    if kind not in TASK_KINDS:
        return InputWords(None, called, one_mistake=one)
    return InputWords(kind, called, TASK_KINDS[kind].example, one)


def has_one_mistake(case: Mapping[str, Any]) -> bool:
    """Whether a case names one cost of a wrong answer, or none: of what tells nothing apart, one number then says it."""
    miss, alarm = (_ends(case, name) for name in _MISTAKES)
    return alarm is None or alarm == miss


def _ends(case: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    for key in (name, "error_cost", "error_cost_usd"):
        if not says_nothing(case.get(key)):
            try:
                low, _, high = read_range(AskedNumber(key, key, high=1e15), case[key])
            except UserError:  # whoever reads the case says so
                return None
            return low, high
    return None


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    texts: dict[str, dict[str, dict[str, str]]] = data_file(
        Path(__file__).with_name("input_words.json")
    )
    return texts
