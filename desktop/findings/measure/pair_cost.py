"""What it costs to take one candidate rather than another, from the prices that were measured and the costs that Problem holds.

How to use, line by line:

    pair_cost(project, found, pair).sentence      one sentence, which names what nobody put a number on
    worth_of_right(project)                       what a right answer in place of a wrong one is worth
"""

from dataclasses import replace

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.case import COST_OF_TODAY, cost_of_today
from desktop.findings.measure.candidate_rows import NO_AI
from desktop.findings.problem.brief import currency_of
from desktop.findings.problem.kind_words import FALSE_ALARM, MISS
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.measure.comparison import CandidatePair
from estimators.measure.difference_cost import CASES, AnswerWorth, DifferenceCost, difference_cost

_SAVES = "right_value"


def pair_cost(project: Project, found: ProjectMeasurement, pair: CandidatePair) -> DifferenceCost:
    """What taking the one that came out ahead rather than the other costs."""
    prices = {
        one.name: _price(project, found, one)
        for one in found.candidates
        if one.name in (pair.first, pair.second)
    }
    found_cost = difference_cost(pair, prices, worth_of_right(project), case_noun_of(project).many)
    by_people = any(one.source is CandidateSource.PEOPLE for one in found.candidates if one.name in prices)  # fmt: skip
    return replace(found_cost, unchecked=by_people)


def pair_costs(project: Project, found: ProjectMeasurement) -> dict[frozenset[str], DifferenceCost]:
    """The same of every pair, by the names of the two.

    Left out is what always gives one answer, and two trainings while nobody said what a right answer is worth: both run here.
    """
    source, worth = {one.name: one.source for one in found.candidates}, worth_of_right(project)
    return {
        frozenset((pair.first, pair.second)): pair_cost(project, found, pair)
        for pair in found.measured.pairs
        if CandidateSource.COMMONEST not in (both := {source[pair.first], source[pair.second]})
        and (worth.ends is not None or both != {CandidateSource.TRAINED})
    }


def worth_of_right(project: Project) -> AnswerWorth:
    """What a right answer saves, and what the mistake in its place would have cost: of two kinds of mistake either.

    The ends are None where nobody said any of it.
    """
    mistakes = [ends for key in (MISS, FALSE_ALARM) if (ends := _ends(project.answer(key)))]
    either = [(min(low for low, _ in mistakes), max(high for _, high in mistakes))] if mistakes else []  # fmt: skip
    saves = _ends(project.answer(_SAVES))
    parts = either + ([saves] if saves else [])
    if not parts:
        return AnswerWorth(None, currency_of(project))
    return AnswerWorth((sum(low for low, _ in parts), sum(high for _, high in parts)), currency_of(project))  # fmt: skip


def _price(project: Project, found: ProjectMeasurement, one: ProjectCandidate) -> float | None:
    """Of a thousand answers in the project's currency: as measured; nothing of what is no AI; of people as somebody said."""
    row = next(each for each in found.measured.candidates if each.name == one.name)
    measured = row.usage.cost_per_1000.value
    if measured is not None:
        same = (one.settings.currency or currency_of(project)) == currency_of(project)
        return measured if same else None
    if one.source in NO_AI:
        return 0.0
    if one.source is not CandidateSource.PEOPLE:
        return None
    today = _ends(project.answer(COST_OF_TODAY)) or _ends(cost_of_today(project.facts()))
    return None if today is None else CASES * sum(today) / 2


def _ends(value: object) -> tuple[float, float] | None:
    if not isinstance(value, dict) or value.get("low") is None or value.get("high") is None:
        return None
    return float(value["low"]), float(value["high"])
