"""From answers to findings, and from findings to a verdict.

Each finding answers one question from its own inputs, and no input belongs to two findings: that
is what lets `certainty` look at every completion of the unknown answers exactly. A value of None
is an unknown that the finding reads itself; every other unknown arrives as what is assumed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from estimators.case.questions import MeasuredAccuracy, Value, questions
from estimators.need_for_ai.cues import LEANS, criteria, lean_of

View = Mapping[str, Any]  # a name's value, read by the finding that knows its kind


@dataclass(frozen=True)
class CaseLevels:
    """One level per question; see the functions below for what each means."""

    safety: str
    rules: str
    demand: str
    data: str
    market: str
    edge: str
    team: str
    lean: str = "open"  # of the cues; it counts only where a rule does part of it


def safety(view: View) -> str:
    """prohibited, unsafe_launch (it exists and is not safe), unsafe_idea, or fine."""
    if view["regulatory_tier"] == "prohibited":
        return "prohibited"
    launching = view["stage"] == "pre_launch"
    below = below_gate(view["measured"], view["accuracy_gate"])
    if high_stakes(view):
        validated = view["validated_on_target_population"]
        nobody_could_mend_it = not view["human_in_loop"] and (
            not view["error_reversible"] or view["regulatory_tier"] == "high"
        )
        if validated is None:  # an idea can still be validated, unless it would act alone
            validated = not (launching or nobody_could_mend_it)
        unmeasured = launching and view["accuracy_gate"] is not None and below is None
        unsafe = not validated or below is True or unmeasured
    else:
        unsafe = launching and (below is True or untried_though_costly(view))
    if not unsafe:
        return "fine"
    return "unsafe_launch" if launching else "unsafe_idea"


def high_stakes(view: View) -> bool:
    """Whether one mistake can do grave harm: by law, by size, or because nobody can mend it."""
    level = view["error_cost_level"]
    if view["regulatory_tier"] == "high" or level == "critical":
        return True
    return bool(level == "high" and not (view["error_reversible"] and view["human_in_loop"]))


def untried_though_costly(view: View) -> bool:
    """Whether mistakes cost a lot and it is known not to have been tried on the people it is for.

    Someone who checks each result mends single mistakes, but does not stand in for that trial.
    """
    untried = view["validated_on_target_population"] is False
    return bool(view["error_cost_level"] == "high" and untried)


def below_gate(measured: MeasuredAccuracy | None, gate: float | None) -> bool | None:
    """Whether the exact lower bound misses the gate; None while either is unknown."""
    if measured is None or gate is None:
        return None
    return measured_bound(measured) < gate


@lru_cache(maxsize=256)
def measured_bound(measured: MeasuredAccuracy) -> float:
    """One-sided 95 % lower bound of the measured accuracy."""
    from estimators.acceptance import lower_bound

    return lower_bound(measured.correct, measured.n)


def rules(view: View) -> str:
    """yes, partly or no: whether a written rule gives the answer."""
    return str(view["explicit_rules_possible"])


def demand(view: View) -> str:
    """unproven, proven, or acute: people are known to be hurt, so that half a gain is too little.

    Unknown counts as unproven, unless evidence from users speaks for it.
    """
    if view["user_pain"] < criteria()["pain_least"]:
        return "unproven"
    shown = view["demand_validated"]
    if shown is None:
        shown = view["active_users"] > 0 and view["pain_evidence"] in ("interviews", "metrics")
    if not shown:
        return "unproven"
    known = view["pain_evidence"] in ("interviews", "metrics")
    return "acute" if known and view["user_pain"] >= criteria()["pain_acute"] else "proven"


def data(view: View) -> str:
    """few, modest (for a first model), enough (to tune one), vast (to build one, from own data)."""
    labels = view["labelled_examples"]
    if labels < labels_required(view["n_classes"]):
        return "few"
    if labels < criteria()["labels_solid"]:
        return "modest"
    vast = labels >= criteria()["labels_to_build"] and view["data_owned"]
    return "vast" if vast else "enough"


def labels_required(n_classes: float | None) -> float:
    """Fewest labelled examples worth training on."""
    if n_classes is None:
        return criteria()["labels_without_classes"]
    return min(criteria()["labels_per_class"] * n_classes, criteria()["labels_at_most"])


def market(view: View) -> str:
    """How well something ready-made does it: none (or not allowed), poor, fair, good."""
    if not (view["commodity_api_available"] and view["data_may_leave_premises"]):
        return "none"
    fit = view["commodity_fit"]
    if fit >= criteria()["fit_good"]:
        return "good"
    return "fair" if fit >= criteria()["fit_fair"] else "poor"


def edge(view: View) -> str:
    """Whether the data are common, your own, or (with what customers value) unique to you."""
    difference, uniqueness = view["differentiation"], view["data_uniqueness"]
    each = criteria()["edge_each"]
    if min(difference, uniqueness) >= each and difference + uniqueness >= criteria()["edge_sum"]:
        return "unique"
    return "own" if uniqueness >= criteria()["own_data"] else "common"


def team(view: View) -> str:
    """able (to build a model and keep it alive) or small."""
    people = view["ml_engineers"] >= criteria()["ml_engineers_to_build"]
    return "able" if people and view["budget_usd"] >= criteria()["budget_to_build"] else "small"


FINDINGS: dict[str, tuple[Callable[[View], str], tuple[str, ...]]] = {
    "safety": (
        safety,
        (
            "stage",
            "regulatory_tier",
            "error_cost_level",
            "error_reversible",
            "human_in_loop",
            "validated_on_target_population",
            "measured",
            "accuracy_gate",
        ),
    ),
    "rules": (rules, ("explicit_rules_possible",)),
    "demand": (demand, ("demand_validated", "active_users", "pain_evidence", "user_pain")),
    "data": (data, ("labelled_examples", "n_classes", "data_owned")),
    "market": (market, ("commodity_api_available", "commodity_fit", "data_may_leave_premises")),
    "edge": (edge, ("differentiation", "data_uniqueness")),
    "team": (team, ("ml_engineers", "budget_usd")),
}


LEVELS: dict[str, tuple[str, ...]] = {
    "safety": ("prohibited", "unsafe_launch", "unsafe_idea", "fine"),
    "rules": ("yes", "partly", "no"),
    "demand": ("unproven", "proven", "acute"),
    "data": ("few", "modest", "enough", "vast"),
    "market": ("none", "poor", "fair", "good"),
    "edge": ("common", "own", "unique"),
    "team": ("small", "able"),
    "lean": LEANS,
}


def verdict_of(found: CaseLevels) -> str:
    """Apply the gates in order, then climb the ladder from bought to built."""
    return _gate(found) or _rung(found)


def _rung(found: CaseLevels) -> str:
    if found.edge == "unique" and found.data == "vast" and found.team == "able":
        return "build_custom"
    if found.market == "good":
        return "buy_api"
    # Where a rule does part of it, the cues say which is the better tool.
    lean = found.lean if found.rules == "partly" else "open"
    if lean == "against":
        return "no_ai_rules"
    # A rule that does part of it is the benchmark: neither a few hundred examples nor a service
    # that does part of it, too, is known to beat it; the latter is tried where the pain is acute.
    hard_to_beat = found.rules == "partly" and lean != "for"
    learnable = found.data in ("enough", "vast") or (found.data == "modest" and not hard_to_beat)
    if learnable and not (found.market == "fair" and found.edge == "common"):
        return "automl_finetune"
    if found.market == "fair" and (found.demand == "acute" or not hard_to_beat):
        return "buy_api"
    # Too little to learn from and nothing better to buy: rules go part of the way, or people do it
    # unseen.
    return "no_ai_rules" if found.rules == "partly" else "fake_it_first"


def _gate(found: CaseLevels) -> str | None:
    """The verdict of the first gate that is not passed, or None; no strength elsewhere makes up for one."""
    if found.safety in ("prohibited", "unsafe_launch"):
        return "do_not_launch"
    if found.rules == "yes":
        return "no_ai_rules"
    if found.safety == "unsafe_idea":
        return "do_not_launch"
    return "fake_it_first" if found.demand == "unproven" else None


def view_of(values: Mapping[str, Value]) -> dict[str, Value | None]:
    """Return every input that bears on the verdict: known, assumed, or None."""
    return {
        name: values.get(name, question.assume)
        for name, question in questions().items()
        if not question.advisory
    }


def find(values: Mapping[str, Value]) -> CaseLevels:
    """Answer all seven questions for a case's known values, and see which way the cues lean."""
    view = view_of(values)
    levels = {name: answer(view) for name, (answer, _) in FINDINGS.items()}
    return CaseLevels(**levels, lean=lean_of(values))


def decide(values: Mapping[str, Value]) -> str:
    """Return the verdict for a case's known values."""
    return verdict_of(find(values))
