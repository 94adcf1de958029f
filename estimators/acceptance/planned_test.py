"""How large a test to plan, in numbers and in words."""

from dataclasses import asdict, dataclass
from typing import Any

from estimators.acceptance.argument_checks import share
from estimators.acceptance.result import bar_to_show
from estimators.acceptance.sample_size import both_sizes, correct_needed
from estimators.acceptance.sentences import checked_noun
from estimators.base.chance import set_chances
from estimators.base.count import spelled_count
from estimators.base.number import digits
from estimators.base.percent import set_percent


@dataclass(frozen=True)
class PlannedTest:
    """A test that shows a bar with a given power, if the model is as good as assumed.

    Attributes
    ----------
    first : int or None
        The smallest test with the power; None where none has it.
    throughout : int or None
        The size from which every larger test has it too.
    right_needed : int or None
        Right answers needed in the smallest one.
    toy : str
        What training takes against what certifying takes; empty where nothing certifies.
    sentence : str
    """

    bar: float
    true_accuracy: float
    power: float
    confidence: float
    first: int | None
    throughout: int | None
    right_needed: int | None
    sentence: str
    toy: str

    @property
    def size_words(self) -> str:
        """The number of examples from where on every test has the power: "82", "out of reach"."""
        size = self.throughout if self.throughout is not None else self.first
        return "out of reach" if size is None else digits(size)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return asdict(self)


def plan_test(
    bar: float,
    true_accuracy: float,
    power: float = 0.8,
    confidence: float = 0.95,
    *,
    noun: tuple[str, str] = ("example", "examples"),
) -> PlannedTest:
    """Answer “how many do we have to label for the test?”; parameters as in `examples_needed`."""
    bar, truth = bar_to_show(bar), share("true_accuracy", true_accuracy)
    things = checked_noun(noun)
    first, throughout = both_sizes(bar, truth, power, confidence)
    needed = None if first is None else correct_needed(first, bar, confidence)
    goal, truly = set_percent(bar), f"truly right {set_percent(truth)} of the time"
    if first is None:
        sentence = (
            "No test can show 100%: however many are right, the next may be wrong."
            if bar == 1
            else f"A model {truly} cannot show {goal}: it has to be better than what it shows."
            if truth <= bar
            else f"If it is {truly}, no test that can be labelled shows {goal}."
        )
        return PlannedTest(bar, truth, power, confidence, None, None, None, sentence, "")
    more = ""
    if throughout is not None and throughout > first:
        more = f"; from {digits(throughout)} on, any number will do"
    sentence = f"If it is {truly}, {spelled_count(first, things)} show {goal} with {set_chances(power)}{more}."
    toy = f"15 to 20 {things.many} can train a toy; certifying {goal} takes about {digits(first)} at a true {set_percent(truth)}."
    return PlannedTest(
        bar,
        truth,
        power,
        confidence,
        first,
        throughout,
        needed,
        sentence,
        toy if first > 20 else "",
    )
