"""What the forecast means: what another target would take, how far it can be trusted, what to buy, what is lacking."""

from dataclasses import dataclass

from desktop.findings.data.learning_curve import SURE, measured_curve
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
from reports import evidence

# A report reads alike on every computer, so the names are our own.
_UNLIKELY = 0.1  # as the engine's own sentences have it
LEAST_FOR_A_CURVE = 4  # examples to learn from in the smallest class
# How the engine's sentences on the plan begin, in records from when they stood among the others.
_OF_THE_PLAN = ("Label ", "After that, ", "They are labelled ", "The budget of ")


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
    payload = measured_curve(project) or {}
    name = payload.get("teaches_most")
    said = next((s for s in _remarks(project)[0] if s.startswith(f"“{name}” teaches it")), "")
    there = any(info.name == name and info.examples for info in project.classes())
    return BestClass(str(name), said) if name and said and there else None


def remarks(project: Project) -> tuple[str, ...]:
    """The sentences below the chart, without those that stand in the plan or among the slices."""
    elsewhere = {found.sentence for found in lacking_slices(project)}
    return tuple(said for said in _remarks(project)[0] if said not in elsewhere)


def _remarks(project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The engine's sentences, and those of them on the plan."""
    payload = measured_curve(project) or {}
    said = tuple(payload.get("remarks", ()))
    if "plan_remarks" in payload:
        return said, tuple(payload["plan_remarks"])
    plan = tuple(each for each in said if each.startswith(_OF_THE_PLAN))
    return tuple(each for each in said if each not in plan), plan


def reliability_words(project: Project) -> str:
    """How often such bands held the truth on data that the forecaster had not seen."""
    payload = measured_curve(project)
    found = payload.get("reliability") if payload else None
    if not found or not found.get("tasks"):
        return ""
    if found.get("sentence"):
        return str(found["sentence"])
    said = (
        f"Tried on {digits(found['tasks'])} other tasks from {digits(found['datasets'])} data sets: its 8-in-10 range held the "
        f"truth {percent(found['within_80'])} of the time, its 9-in-10 range {percent(found['within_90'])} of it."
    )
    kind = noun(project, 1)
    modality = {"clip": "video"}.get(kind, kind)
    for pool in found.get("pools") or ():
        if pool.get("modality") == modality and pool.get("within_80") is not None:
            said += (
                f" On {noun(project)}: {percent(pool['within_80'])} of the time"
                f" ({count(pool['forecasts'], 'forecast')}, {count(pool['pools'], 'data set')})."
            )
    return said


def plan_title(project: Project) -> str:
    """ "Plan: 3 rounds, about €210"; empty where there is none."""
    payload = measured_curve(project)
    plan = payload.get("plan") if payload else None
    if not plan or not plan["rounds"]:
        return ""
    spent = plan.get("expected_cost")
    currency = project.answer("currency", "USD")
    words = f", about {money(rounded(spent), currency)}" if spent else ""
    return f"Plan: {count(len(plan['rounds']), 'round')}{words}"


def plan_rows(project: Project) -> tuple[PlanRow, ...]:
    """The rounds of the plan; empty where there is none."""
    payload = measured_curve(project)
    plan = payload.get("plan") if payload else None
    if not plan:
        return ()
    currency = project.answer("currency", "USD")
    return tuple(
        PlanRow(
            f"Round {each['number']}",
            count(each["buy"], noun(project, 1)),
            iso_day_range(each.get("starts"), each.get("ends")),
            "" if each.get("cost") is None else money(rounded(each["cost"]), currency),
            percent_range(each["low"], each["high"]),
            "" if each.get("reached") is None else forecast_chances(each["reached"]),
        )
        for each in plan["rounds"]
    )


def plan_note(project: Project) -> str:
    """How the plan is meant, and how likely it is to fall short."""
    payload = measured_curve(project)
    plan = payload.get("plan") if payload else None
    if not plan or not plan["rounds"]:
        return ""
    said = list(_remarks(project)[1])
    said.append(
        "A round is only needed if the ones before did not suffice; measure again after each."
    )
    return " ".join(said)


def lacking_slices(project: Project) -> tuple[LackingSlice, ...]:
    """The kinds of examples that are lacking, the one that costs most first."""
    payload = measured_curve(project)
    found = payload.get("by_slice") if payload else None
    return tuple(
        LackingSlice(each["sentence"], each["slice"], tuple(each.get("paths") or ()))
        for each in found or ()
    )


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
    rounds = tuple(
        evidence.PlanRound(
            number=each["number"],
            buy=each["buy"],
            total=each["total"],
            low=each["low"],
            middle=each["middle"],
            high=each["high"],
            cost=row.cost,
            reached=each.get("reached"),
            when=row.when,
        )
        for each, row in zip(
            (payload.get("plan") or {}).get("rounds", ()), plan_rows(project), strict=True
        )
    )
    slices = tuple(
        evidence.WeakSlice(s["slice"], s["n"], s["accuracy"], s["low"], s["high"], s["sentence"])
        for s in payload.get("by_slice") or ()
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
            said += f", {money(rounded(cost), project.answer('currency', 'USD'))}"
        said += "."
    if answer["reachable"] < SURE:
        said += f" If it can be reached at all: {forecast_chances(answer['reachable'])}."
    return said
