"""What it is worth: the few numbers that are asked for, and the sum of today's mistakes that a person can say yes or no to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.findings.case import COST_OF_TODAY
from desktop.findings.problem.brief import currency_of, question_text, range_text
from desktop.findings.problem.kind_words import FALSE_ALARM, MISS, case_noun, one_mistake
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.questions import question, question_of
from estimators.base.count import count
from estimators.base.money import about_money
from estimators.base.number import number, rounded
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation

VOLUME, WRONG = "volume_per_month", "today_accuracy"
_TIME, DIRECT = ("minutes_per_case", "hour_cost"), ("right_value", COST_OF_TODAY)
WORTH = (VOLUME, *_TIME, *DIRECT, WRONG, MISS, FALSE_ALARM)
_WORTH_A_SALARY = 1.5  # below, a number of people says nothing
ABOUT_RIGHT = "worth.about_right"  # the sum that somebody said yes to


def asked_for(project: Project) -> tuple[str, ...]:
    """The numbers that are asked for: what a case costs as minutes and wage, unless somebody said it otherwise."""
    facts = project.facts()
    direct = next((key for key in DIRECT if key in facts), None)
    costs = (MISS,) if one_mistake(project) else (MISS, FALSE_ALARM)
    return (VOLUME, *(_TIME if direct is None else (direct,)), WRONG, *costs)


def label_of_number(project: Project, key: str) -> str:
    """What one of the numbers is called there."""
    if key == WRONG:
        return tr("Wrong today")
    if key == COST_OF_TODAY:
        return tr("One costs today")
    if key == "right_value":
        return tr("A right one saves")
    return question_text(project, question(key))


@dataclass(frozen=True)
class SanityQuestion:
    """What today's mistakes cost a month, as a question to a person.

    ``sentence`` is empty where the sum is too small to ask; ``agreed``: somebody said about right, and it has not moved since.
    ``key`` is the number that moves it most, ``hint`` by how much.
    """

    sentence: str
    factors: str
    key: str
    hint: str
    agreed: bool


def sanity_question(
    project: Project, case: Mapping[str, Any], valuation: "Valuation"
) -> SanityQuestion:
    """Ask whether the sum is so, with what it is made of."""
    from estimators.build_vs_buy.input import mean_of_range

    found = valuation.sanity
    currency = valuation.currency
    volume, right, pay = (
        valuation.inputs[name].draw(valuation.draws, valuation.random_state)
        for name in (VOLUME, "baseline_accuracy", "person_month_cost")
    )
    wrong = float((volume * (1 - right)).mean())
    factors = tr(
        "{wrong} wrong {cases} at {each} each.",
        wrong=number(rounded(wrong)),
        cases=case_noun(project).many,
        each=about_money(found.cost / wrong if wrong else 0.0, currency),
    )
    today = case.get(COST_OF_TODAY)
    if isinstance(today, dict):
        each = mean_of_range(today["low"], today["high"])
        whole = about_money(each * float(volume.mean()), currency)
        factors = f"{factors} {tr('Doing them all costs another {whole}.', whole=whole)}"
    if (people := found.cost / float(pay.mean())) >= _WORTH_A_SALARY:
        salaries = tr(
            "That is what {people} cost, at {each} a month each.",
            people=count(round(rounded(people)), "person"),
            each=about_money(float(pay.mean()), currency),
        )
        factors = f"{factors} {salaries}"
    agreed = project.answer(ABOUT_RIGHT) == rounded(found.cost)
    return SanityQuestion(found.sentence, factors, *_moves_most(project, valuation), agreed)


def _moves_most(project: Project, valuation: "Valuation") -> tuple[str, str]:
    factor = next(
        each for each in valuation.sanity.factors if each.input == valuation.sanity.moves_most
    )
    asked = question_of(factor.input)
    assert asked is not None
    ends = [(factor.low, factor.at_low), (factor.high, factor.at_high)]
    if asked.key == WRONG:
        ends = [(1 - end, sum_) for end, sum_ in reversed(ends)]
    (low, at_low), (high, at_high) = (
        (
            range_text(asked, end, end, currency_of(project)),
            about_money(sum_, valuation.currency),
        )
        for end, sum_ in ends
    )
    hint = tr(
        "This moves it most: with {low} it is {at_low} a month, with {high} {at_high}.",
        low=low,
        at_low=at_low,
        high=high,
        at_high=at_high,
    )
    return asked.key, hint


def about_right(valuation: "Valuation") -> Command:
    """The edit that says yes to the sum: what were defaults of ours are now the person's numbers."""
    taken: list[Command] = []
    for factor in valuation.sanity.factors:
        asked = question_of(factor.input)
        if asked is not None and valuation.inputs[factor.input].provenance == "unknown":
            ends = {"low": factor.low, "high": factor.high}
            taken.append(edit.SetFact(asked.key, ends, asked.words))
    agreed = edit.SetFact(ABOUT_RIGHT, rounded(valuation.sanity.cost), tr("what mistakes cost"))
    return edit.Several((*taken, agreed), tr("say “about right”"))
