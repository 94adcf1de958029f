"""What the forecast means: what another target would take, how far it can be trusted, what to buy, what is lacking."""

from dataclasses import dataclass, fields

from desktop.findings.data.learning_curve import SURE, measured_curve
from desktop.findings.data.task_range import task_range
from desktop.findings.problem.brief import currency_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Json
from estimators.base.chance import forecast_chances
from estimators.base.count import count
from estimators.base.date import iso_day_range
from estimators.base.interval import percent_range
from estimators.base.money import money
from estimators.base.number import about, digits, rounded
from estimators.base.percent import percent
from estimators.base.phrase import capital
from reports import evidence

_UNLIKELY = 0.1  # as the engine's own sentences have it
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
    payload = measured_curve(project) or {}
    slices = [
        MoreOf(
            each.get("advice") or each["sentence"],  # an older record has both in one
            each.get("fact", ""),
            paths=tuple(each.get("paths") or ()),
            shown_as=capital(_called(each["slice"], noun(project))),
        )
        for each in payload.get("by_slice") or ()
    ]
    name, words = payload.get("teaches_most"), _teacher_words(project, payload)
    there = any(info.name == name and info.examples for info in project.classes())
    return (*slices, MoreOf(*words, label=str(name))) if words and there else tuple(slices)


def _called(words: str, things: str) -> str:
    """Photos in “night”, but dark photos."""
    return f"{things} {words}" if words.startswith("in ") else f"{words} {things}"


def _teacher_words(project: Project, payload: dict[str, Json]) -> tuple[str, str] | None:
    if payload.get("teaches_most") is None:
        return None
    from estimators.data_sufficiency.class_gain import ClassGain
    from estimators.data_sufficiency.sentences import teacher_words

    gains = ({**gain, "name": gain["class"]} for gain in payload["by_class"])
    names = [each.name for each in fields(ClassGain)]
    return teacher_words(
        [ClassGain(**{key: gain[key] for key in names}) for gain in gains], noun(project)
    )


def remarks(project: Project) -> tuple[str, ...]:
    """The sentences below the chart, without those that stand in the plan or among what to add."""
    payload = measured_curve(project) or {}
    elsewhere = {each["sentence"] for each in payload.get("by_slice") or ()}
    if words := _teacher_words(project, payload):
        elsewhere.add(": ".join(words))
    return tuple(said for said in payload.get("remarks", ()) if said not in elsewhere)


def reliability_words(project: Project) -> str:
    """How often such bands held the truth on data that the forecaster had not seen."""
    found = (measured_curve(project) or {}).get("reliability") or {}
    if not found.get("tasks") or found.get("sentence"):
        return str(found.get("sentence") or "")
    from estimators.data_sufficiency.forecast_result import Reliability
    from estimators.data_sufficiency.sentences import reliability_sentence

    kind = noun(project, 1)
    return reliability_sentence(Reliability(**found), {"clip": "video"}.get(kind, kind))


def plan_title(project: Project) -> str:
    """ "Plan: 3 rounds, about €210"; empty where there is none."""
    plan = _plan(project)
    if not plan.get("rounds"):
        return ""
    spent = plan.get("expected_cost")
    words = f", about {money(rounded(spent), currency_of(project))}" if spent else ""
    return f"Plan: {count(len(plan['rounds']), 'round')}{words}"


def plan_rounds(project: Project) -> tuple[evidence.PlanRound, ...]:
    """The rounds of the plan; empty where there is none."""
    currency = currency_of(project)
    return tuple(
        evidence.PlanRound(
            number=each["number"],
            buy=each["buy"],
            total=each["total"],
            low=each["low"],
            middle=each["middle"],
            high=each["high"],
            cost="" if each.get("cost") is None else money(rounded(each["cost"]), currency),
            reached=each.get("reached"),
            when=iso_day_range(each.get("starts"), each.get("ends")),
        )
        for each in _plan(project).get("rounds", ())
    )


def round_words(project: Project, each: evidence.PlanRound) -> tuple[str, str]:
    """What a round buys, and what it leads to; what is unknown is left out."""
    chance = "" if each.reached is None else f"target reached: {forecast_chances(each.reached)}"
    right = f"Then {percent_range(each.low, each.high)} right"
    leads_to = "; ".join(filter(None, (right, chance, each.when)))
    return f"Round {each.number}: {count(each.buy, noun(project, 1))}", f"{leads_to}."


def plan_note(project: Project) -> str:
    """How the plan is meant, and how likely it is to fall short."""
    if not _plan(project).get("rounds"):
        return ""
    needed = "A round is only needed if the ones before did not suffice; measure again after each."
    return " ".join((*(measured_curve(project) or {}).get("plan_remarks", ()), needed))


def _plan(project: Project) -> dict[str, Json]:
    return (measured_curve(project) or {}).get("plan") or {}


def sufficiency_evidence(project: Project) -> evidence.Sufficiency:
    """What stands beside the curve in the report; where nothing was measured, what that would take."""
    payload = measured_curve(project)
    if payload is None:
        return evidence.Sufficiency(takes=what_it_takes(project))
    found = payload.get("reliability") or {}
    reliability = None
    if found.get("tasks"):
        kept = ("tasks", "datasets", "within_80", "within_90")
        said = found.get("sentence", "") if found.get("pools") else ""
        reliability = evidence.ForecastReliability(
            **{key: found[key] for key in kept}, sentence=said
        )
    slices = tuple(
        evidence.WeakSlice(s["slice"], s["n"], s["accuracy"], s["low"], s["high"], s["sentence"])
        for s in payload.get("by_slice") or ()
    )
    return evidence.Sufficiency(reliability, plan_rounds(project), plan_note(project), slices)


def what_it_takes(project: Project) -> str:
    """What it takes to measure the curve."""
    return (
        f"How accuracy grows with examples was not measured yet: that takes {LEAST_FOR_A_CURVE} {noun(project)} of each "
        "class to learn from."
    )


def no_curve_words(project: Project, *, measurable: bool, waits: bool) -> str:
    """Why there is no curve yet; ``waits``: it is about to be measured."""
    if measurable:
        return "Measured after the check." if waits else "Not measured yet."
    least = (
        f"With {LEAST_FOR_A_CURVE} {noun(project)} of each class to learn from, yours is measured, and this says how many "
        "more are worth labelling."
    )
    return " ".join(filter(None, (task_range(project).finding, least)))


def missing_answers(project: Project) -> tuple[tuple[str, str], ...]:
    """The questions (key, words) whose answer would sharpen the forecast and that nobody has answered."""
    payload = measured_curve(project) or {}
    worth = (payload.get("asked") or {}).get("value_per_point")
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


def what_if(project: Project, target: float) -> dict[str, Json] | None:
    """What ``target`` would take, as `Required.to_json` has it; None where the record does not say."""
    payload = measured_curve(project)
    if payload is None:
        return None
    own = payload.get("required") or {}
    if own.get("target") is not None and abs(own["target"] - target) < 5e-4:
        return dict(own)
    rows = payload.get("what_if") or ()
    return next((dict(row) for row in rows if abs(row["target"] - target) < 5e-3), None)


def has_what_if(project: Project) -> bool:
    """Whether other targets were worked out with the curve; older records have none."""
    payload = measured_curve(project)
    return bool(payload and payload.get("what_if"))


def what_if_words(project: Project, answer: dict[str, Json]) -> str:
    """What that target takes, in a sentence."""
    payload = measured_curve(project)
    have = payload["have"] if payload else 0
    goal, things = percent(answer["target"]), noun(project)
    low, middle, high = (answer.get(key) for key in ("p10", "p50", "p90"))
    if answer["reached_now"] >= SURE:
        return f"The {digits(have)} there are suffice for {goal}."
    if middle is None or answer["reachable"] < _UNLIKELY:
        return f"{goal} is out of reach with this setup: {forecast_chances(answer['reachable'])}."
    more = max(middle - have, 0)
    if more == 0:
        said = f"The {digits(have)} there are may do for {goal}: {forecast_chances(answer['reached_now'])}."
    else:
        said = f"{goal} takes about {about(more)} more {things}"
        if low is not None and high is not None:
            few, many = max(low - have, 0), max(high - have, 0)
            span = f"up to {about(many)}" if not few else f"{about(few)} to {about(many)}"
            said += f" (8 in 10: {span})"
        price = project.answer("label_cost")
        if isinstance(price, dict):
            cost = more * (price["low"] + price["high"]) / 2
            said += f", {money(rounded(cost), currency_of(project))}"
        said += "."
    if answer["reachable"] < SURE:
        said += f" If it can be reached at all: {forecast_chances(answer['reachable'])}."
    return said
