"""What the forecast means: what another target would take, how far it can be trusted, what to buy, what is lacking."""

from dataclasses import dataclass
from itertools import zip_longest

from desktop.findings.data.learning_curve import measured_curve
from desktop.findings.data.task_range import task_range
from desktop.findings.problem.brief import currency_of
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use
from desktop.project.table_data import table_of
from estimators.acceptance.sample_size import correct_needed
from estimators.base.chance import forecast_chances
from estimators.base.count import count
from estimators.base.date import iso_day_range
from estimators.base.interval import of_all, percent_range
from estimators.base.money import money
from estimators.base.number import about, rounded
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_result import Forecast
from estimators.data_sufficiency.forecast_values import SURE
from estimators.data_sufficiency.plan import UNLIKELY, Plan, Required
from estimators.data_sufficiency.plan_sentences import plan_remarks
from estimators.data_sufficiency.sentences import remarks as forecast_remarks
from estimators.data_sufficiency.sentences import teacher_words
from reports import evidence

_WHOLE = 0.5  # a share times all is a count, give or take rounding
LEAST_FOR_A_CURVE = 4  # examples to learn from in the smallest class


@dataclass(frozen=True)
class MoreOf:
    """What more of would help most: what to do, what that rests on, and the examples of it that there are."""

    title: str
    note: str
    label: str = ""  # a class by its name
    paths: tuple[str, ...] = ()  # or a kind of example, where they are known
    shown_as: str = ""  # "Dark photos", above these


def what_to_add(project: Project) -> tuple[MoreOf, ...]:
    """The kinds of examples that are right less often than the others, the costliest first, and the class that teaches most."""
    kept = measured_curve(project)
    if kept is None:
        return ()
    things = noun(project)
    slices = [
        MoreOf(
            gain.advice(things),
            gain.fact(things),
            paths=paths or (),
            shown_as=capital(gain.called(things)),
        )
        for gain, paths in zip_longest(kept.forecast.by_slice, kept.slice_paths)
    ]
    name, words = kept.forecast.teaches_most, teacher_words(kept.forecast.by_class, things)
    there = any(info.name == name and info.examples for info in project.classes())
    return (*slices, MoreOf(*words, label=str(name))) if words and there else tuple(slices)


def _forecast(project: Project) -> Forecast | None:
    kept = measured_curve(project)
    return kept.forecast if kept else None


def remarks(project: Project) -> tuple[str, ...]:
    """The sentences below the chart, without those that stand in the plan or among what to add."""
    found = _forecast(project)
    return forecast_remarks(found, of_kinds=False) if found else ()


def beside_the_test(project: Project) -> tuple[str, ...]:
    """Why the forecast starts elsewhere than the test ended, and that reaching the bar is not yet passing."""
    found, run, bar = _forecast(project), fair_run_in_use(project), project.accuracy_bar
    if found is None or found.now is None or run is None or not run.result.answered:
        return ()
    right, n = run.result.accuracy.measured, len(run.result.answered)
    start, tested, said = percent(found.now.p50), percent(right.value), []
    if start != tested:
        said.append(
            tr(
                "The forecast starts at {start}, the test came to {tested} (likely {span}): the forecast averages many "
                "trainings on parts of the data.",
                start=start,
                tested=tested,
                span=percent_range(right.low, right.high),
            )
        )
    needed = None if bar is None else correct_needed(n, bar.value, bar.confidence)
    if bar is not None and needed is not None and right.value * n < needed - _WHOLE:
        from scipy.special import betainc

        said.append(
            tr(
                "Reaching {goal} is not passing: what is truly right {goal} of the time passes a test like this with {chance}, "
                "as {counts} have to be right.",
                goal=set_percent(bar.value),
                chance=forecast_chances(float(betainc(needed, n - needed + 1, bar.value))),
                counts=of_all(needed, n),
            )
        )
    return tuple(said)


def reliability_words(project: Project) -> str:
    """How often such bands held the truth on data that the forecaster had not seen."""
    found = _forecast(project)
    tried = found is not None and found.reliability.tasks
    return found.reliability.sentence(found.task.modality) if found and tried else ""


def _plan(project: Project) -> Plan | None:
    """The plan, where it has any rounds."""
    found = _forecast(project)
    return found.plan if found and found.plan and found.plan.rounds else None


def plan_title(project: Project) -> str:
    """ "Plan: 3 rounds, about €210"; empty where there is none."""
    plan = _plan(project)
    if plan is None:
        return ""
    rounds = count(len(plan.rounds), "round")
    if not plan.expected_cost:
        return tr("Plan: {rounds}", rounds=rounds)
    price = money(rounded(plan.expected_cost), currency_of(project))
    return tr("Plan: {rounds}, about {price}", rounds=rounds, price=price)


def plan_rounds(project: Project) -> tuple[evidence.PlanRound, ...]:
    """The rounds of the plan; empty where there is none."""
    plan, currency = _plan(project), currency_of(project)
    return tuple(
        evidence.PlanRound(
            number=each.number,
            buy=each.buy,
            total=each.total,
            low=each.low,
            middle=each.middle,
            high=each.high,
            cost="" if each.cost is None else money(rounded(each.cost), currency),
            reached=each.reached,
            when=iso_day_range(each.starts, each.ends),
        )
        for each in (plan.rounds if plan else ())
    )


def round_words(project: Project, each: evidence.PlanRound) -> tuple[str, str]:
    """What a round buys, and what it leads to; what is unknown is left out."""
    parts = [tr("Then {range} right", range=percent_range(each.low, each.high))]
    if each.reached is not None:
        parts.append(tr("target reached: {chances}", chances=forecast_chances(each.reached)))
    leads_to = "; ".join([*parts, each.when] if each.when else parts)
    bought = count(each.buy, example_noun_of(project))
    return tr("Round {number}: {count}", number=each.number, count=bought), f"{leads_to}."


def plan_note(project: Project) -> str:
    """How the plan is meant, and how likely it is to fall short."""
    found = _forecast(project)
    if found is None or _plan(project) is None:
        return ""
    needed = tr(
        "A round is only needed if the ones before did not suffice; measure again after each."
    )
    return " ".join([*plan_remarks(found), needed])


def sufficiency_evidence(project: Project) -> evidence.Sufficiency:
    """What stands beside the curve in the report; where nothing was measured, what that would take."""
    found = _forecast(project)
    if found is None:
        return evidence.Sufficiency(takes=what_it_takes(project))
    tried = found.reliability if found.reliability.tasks else None
    return evidence.Sufficiency(
        tried,
        plan_rounds(project),
        plan_note(project),
        found.by_slice,
        modality=found.task.modality,
    )


def what_it_takes(project: Project) -> str:
    """What it takes to measure the curve."""
    if table_of(project) is not None:
        return tr(
            "How accuracy grows with rows was not measured yet: Data does so in under a minute."
        )
    return tr(
        "How accuracy grows with examples was not measured yet: that takes {least_for_a_curve} {noun} of each "
        "class to learn from.",
        least_for_a_curve=LEAST_FOR_A_CURVE,
        noun=noun(project),
    )


def no_curve_words(project: Project, *, measurable: bool, waits: bool) -> str:
    """Why there is no curve yet; ``waits``: it is about to be measured."""
    if table_of(project) is not None:
        return tr(
            "Learning from growing parts of the rows, under a minute, says what more of them would bring."
        )
    if measurable:
        return tr("Measured after the check.") if waits else tr("Not measured yet.")
    least = tr(
        "With {least_for_a_curve} {noun} of each class to learn from, yours is measured, and this says how many "
        "more are worth labelling.",
        least_for_a_curve=LEAST_FOR_A_CURVE,
        noun=noun(project),
    )
    return " ".join(filter(None, (task_range(project).finding, least)))


def missing_answers(project: Project) -> tuple[tuple[str, str], ...]:
    """The questions (key, words) whose answer would sharpen the forecast and that nobody has answered."""
    kept = measured_curve(project)
    worth = kept.forecast.asked.value_per_point if kept else None
    volume = project.answer("volume_per_month") is not None
    asked = (
        ("accuracy_gate", tr("How right must it be?"), project.accuracy_bar is not None),
        ("label_cost", tr("What does a label cost?"), False),
        ("labels_per_day", tr("How many can be labelled a day?"), False),
        (
            "right_value" if volume else "volume_per_month",
            tr("What is a right answer worth?"),
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
        return tr("The {have} there are suffice for {goal}.", have=have, goal=goal)
    chance = forecast_chances(answer.reachable)
    if middle is None or answer.reachable < UNLIKELY:
        return tr("{goal} is out of reach with this setup: {chance}.", goal=goal, chance=chance)
    more = max(middle - have, 0)
    if more == 0:
        now = forecast_chances(answer.reached_now)
        said = tr("The {have} there are may do for {goal}: {now}.", have=have, goal=goal, now=now)
    else:
        often = about(more)
        said = tr("{goal} takes about {n} more {things}", goal=goal, n=often, things=things)
        if low is not None and high is not None:
            few, many = max(low - have, 0), about(max(high - have, 0))
            span = tr("up to {many}", many=many)
            if few:
                span = tr("{few} to {many}", few=about(few), many=many)
            said += tr(" (8 in 10: {span})", span=span)
        price = project.answer("label_cost")
        if isinstance(price, dict):
            cost = more * (price["low"] + price["high"]) / 2
            said += f", {money(rounded(cost), currency_of(project))}"
        said += "."
    if answer.reachable < SURE:
        said += tr(" If it can be reached at all: {chance}.", chance=chance)
    return said
