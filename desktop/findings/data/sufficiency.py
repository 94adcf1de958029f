"""What the forecast means: what another target would take, how far it can be trusted, what to buy, what is lacking."""

from dataclasses import dataclass
from itertools import zip_longest

from desktop.findings.data.learning_curve import SURE, measured_curve
from desktop.project.noun import noun
from desktop.project.project import Project
from estimators.base.chance import forecast_chances
from estimators.base.count import count
from estimators.base.date import iso_day_range
from estimators.base.interval import percent_range
from estimators.base.money import money
from estimators.base.number import about, digits, rounded
from estimators.base.percent import percent
from estimators.data_sufficiency.forecast_result import Forecast
from estimators.data_sufficiency.plan import Plan, Required
from reports import evidence

# A report reads alike on every computer, so the names are our own.
_UNLIKELY = 0.1  # as the engine's own sentences have it
LEAST_FOR_A_CURVE = 4  # examples to learn from in the smallest class


@dataclass(frozen=True)
class PlanRow:
    """One round of labelling, in words."""

    name: str  # "Round 1"
    buy: str  # "120 photos"
    when: str  # "2 to 6 Dec"; empty where the speed is unknown
    cost: str
    after: str  # "82 to 88%"
    chance: str  # "4 in 10"; empty without a target


@dataclass(frozen=True)
class LackingSlice:
    """A kind of example that is right less often than the others, beyond luck."""

    sentence: str
    name: str  # "dark"
    paths: tuple[str, ...]  # of the examples, where they are known


@dataclass(frozen=True)
class BestClass:
    """The class whose next example is surely worth more than one of any kind."""

    name: str
    sentence: str


def best_class(project: Project) -> BestClass | None:
    """The class that teaches most; None where none surely does, or it is gone."""
    from estimators.data_sufficiency.sentences import teaches_most_sentence

    found = _forecast(project)
    name = found.teaches_most if found else None
    if found is None or name is None:
        return None
    said = teaches_most_sentence(found.by_class, noun(project))
    there = any(info.name == name and info.examples for info in project.classes())
    return BestClass(name, said) if said and there else None


def _forecast(project: Project) -> Forecast | None:
    kept = measured_curve(project)
    return kept.forecast if kept else None


def remarks(project: Project) -> tuple[str, ...]:
    """The sentences below the chart, without those that stand in the plan or among the slices."""
    found = _forecast(project)
    elsewhere = {gain.sentence for gain in found.by_slice} if found else set()
    return tuple(said for said in found.remarks if said not in elsewhere) if found else ()


def reliability_words(project: Project) -> str:
    """How often such bands held the truth on data that the forecaster had not seen."""
    found = _forecast(project)
    if found is None or not found.reliability.tasks:
        return ""
    tried = found.reliability
    return tried.sentence or (
        f"Tried on {digits(tried.tasks)} other tasks from {digits(tried.datasets)} data sets: its 8-in-10 range held the "
        f"truth {percent(tried.within_80)} of the time, its 9-in-10 range {percent(tried.within_90)} of it."
    )


def _plan(project: Project) -> Plan | None:
    """The plan, where it has any rounds."""
    found = _forecast(project)
    return found.plan if found and found.plan and found.plan.rounds else None


def plan_title(project: Project) -> str:
    """ "Plan: 3 rounds, about €210"; empty where there is none."""
    plan = _plan(project)
    if plan is None:
        return ""
    spent = plan.expected_cost
    currency = project.answer("currency", "USD")
    words = f", about {money(rounded(spent), currency)}" if spent else ""
    return f"Plan: {count(len(plan.rounds), 'round')}{words}"


def plan_rows(project: Project) -> tuple[PlanRow, ...]:
    """The rounds of the plan; empty where there is none."""
    plan = _plan(project)
    if plan is None:
        return ()
    currency = project.answer("currency", "USD")
    return tuple(
        PlanRow(
            f"Round {each.number}",
            count(each.buy, noun(project, 1)),
            iso_day_range(each.starts, each.ends),
            "" if each.cost is None else money(rounded(each.cost), currency),
            percent_range(each.low, each.high),
            "" if each.reached is None else forecast_chances(each.reached),
        )
        for each in plan.rounds
    )


def plan_note(project: Project) -> str:
    """How the plan is meant, and how likely it is to fall short."""
    found = _forecast(project)
    if found is None or _plan(project) is None:
        return ""
    needed = "A round is only needed if the ones before did not suffice; measure again after each."
    return " ".join([*found.plan_remarks, needed])


def lacking_slices(project: Project) -> tuple[LackingSlice, ...]:
    """The kinds of examples that are lacking, the one that costs most first."""
    kept = measured_curve(project)
    if kept is None:
        return ()
    return tuple(
        LackingSlice(gain.sentence, gain.slice, paths or ())
        for gain, paths in zip_longest(kept.forecast.by_slice, kept.slice_paths)
    )


def sufficiency_evidence(project: Project) -> evidence.Sufficiency:
    """What stands beside the curve in the report; where nothing was measured, what that would take."""
    found = _forecast(project)
    if found is None:
        return evidence.Sufficiency(takes=what_it_takes(project))
    tried, reliability = found.reliability, None
    if tried.tasks:
        reliability = evidence.ForecastReliability(
            tasks=tried.tasks,
            datasets=tried.datasets,
            within_80=tried.within_80,
            within_90=tried.within_90,
            sentence=tried.sentence if tried.pools else "",
        )
    rounds = tuple(
        evidence.PlanRound(
            number=each.number,
            buy=each.buy,
            total=each.total,
            low=each.low,
            middle=each.middle,
            high=each.high,
            cost=row.cost,
            reached=each.reached,
            when=row.when,
        )
        for each, row in zip(
            found.plan.rounds if found.plan else (), plan_rows(project), strict=True
        )
    )
    slices = tuple(
        evidence.WeakSlice(s.slice, s.n, s.accuracy, s.low, s.high, s.sentence)
        for s in found.by_slice
    )
    return evidence.Sufficiency(reliability, rounds, plan_note(project), slices)


def what_it_takes(project: Project) -> str:
    """What it takes to measure the curve."""
    return (
        f"How accuracy grows with examples was not measured yet: that takes {LEAST_FOR_A_CURVE} {noun(project)} of each "
        "class to learn from."
    )


def missing_answers(project: Project) -> tuple[tuple[str, str], ...]:
    """The questions (key, words) whose answer would sharpen the forecast and that nobody has answered."""
    kept = measured_curve(project)
    worth = kept.asked.value_per_point if kept and kept.asked else None
    volume = project.answer("volume_per_month") is not None
    asked = (
        ("accuracy_gate", "How right must it be?", project.accuracy_bar is not None),
        ("label_cost", "What does a label cost?", False),
        ("labels_per_day", "How many can be labelled a day?", False),
        (
            "right_value" if volume else "volume_per_month",
            "What is a right answer worth?",
            bool(worth),
        ),
    )
    return tuple(
        (key, words)
        for key, words, known in asked
        if not known and project.answer(key) is None
    )  # fmt: skip


def labels_per_day(project: Project) -> float | None:
    """How many labels a day people can give; None where nobody has said."""
    value = project.answer("labels_per_day")
    return float(value) if isinstance(value, int | float) and value > 0 else None


# --- what if ------------------------------------------------------------------------------------------------------


def what_if(project: Project, target: float) -> Required | None:
    """What ``target`` would take; None where the record does not say."""
    kept = measured_curve(project)
    if kept is None:
        return None
    own = kept.forecast.required
    if own is not None and abs(own.target - target) < 5e-4:
        return own
    return next((other for other in kept.what_if if abs(other.target - target) < 5e-3), None)


def has_what_if(project: Project) -> bool:
    """Whether other targets were worked out with the curve; older records have none."""
    kept = measured_curve(project)
    return bool(kept and kept.what_if)


def what_if_words(project: Project, answer: Required) -> str:
    """What that target takes, in a sentence."""
    found = _forecast(project)
    have = found.have if found else 0
    goal, things = percent(answer.target), noun(project)
    low, middle, high = answer.p10, answer.p50, answer.p90
    if answer.reached_now >= SURE:
        return f"The {digits(have)} there are suffice for {goal}."
    if middle is None or answer.reachable < _UNLIKELY:
        return f"{goal} is out of reach with this setup: {forecast_chances(answer.reachable)}."
    more = max(middle - have, 0)
    if more == 0:
        said = f"The {digits(have)} there are may do for {goal}: {forecast_chances(answer.reached_now)}."
    else:
        said = f"{goal} takes about {about(more)} more {things}"
        if low is not None and high is not None:
            few, many = max(low - have, 0), max(high - have, 0)
            span = f"up to {about(many)}" if not few else f"{about(few)} to {about(many)}"
            said += f" (8 in 10: {span})"
        price = project.answer("label_cost")
        if isinstance(price, dict):
            cost = more * (price["low"] + price["high"]) / 2
            said += f", {money(rounded(cost), project.answer('currency', 'USD'))}"
        said += "."
    if answer.reachable < SURE:
        said += f" If it can be reached at all: {forecast_chances(answer.reachable)}."
    return said
