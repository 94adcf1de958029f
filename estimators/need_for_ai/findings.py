"""What a case says: one level for each question that bears on the verdict."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from estimators.base.task_kind import TASK_KINDS
from estimators.case.gates import (
    View,
    below_gate,
    high_stakes,
    purpose_of,
    safety,
    test_of,
    tested,
    view_of,
)
from estimators.case.options import (
    FITTED,
    READY_MADE,
    chosen_kind,
    impossible_options,
    may_use_examples,
)
from estimators.case.questions import Value
from estimators.law.purpose import PurposeScreening
from estimators.need_for_ai.cues import criteria, lean_of
from estimators.need_for_ai.economics import Economics, cheapest_answer, economics_of


@dataclass(frozen=True)
class Findings:
    """What a case says, one level per question; see the functions below for what each means."""

    view: View
    kind: str | None
    law: PurposeScreening
    suspected: tuple[str, ...]
    safety: str
    measured: str
    rules: str
    today_does_it: bool
    demand: str
    data: str
    market: str
    edge: str
    team: str
    lean: str
    money: Economics


def rules(view: View) -> str:
    """yes, partly or no: whether a written rule gives the answer; where there is one answer only, it does.

    A rule that was measured counts as what it was shown to be.
    """
    if view["n_classes"] == 1:
        return "yes"
    below = below_gate(test_of(view, "rule"), view["accuracy_gate"])
    if below is not None:
        return "partly" if below else "yes"
    return str(view["explicit_rules_possible"])


def today_does_it(values: Mapping[str, Value], view: View, there: Collection[str]) -> bool:
    """Whether today's way is measured as good enough and costs no more for each answer than the cheapest way that is there."""
    measured, gate = test_of(view, "today"), view["accuracy_gate"]
    cost = values.get("cost_of_today_per_case")
    if measured is None or gate is None:
        return False
    # Nothing changes, so that what was counted is enough; a bound would ask today's way to prove itself.
    if measured.correct is not None:
        good = measured.correct / measured.n >= gate
    else:
        assert measured.value is not None
        good = measured.value <= gate if measured.is_error else measured.value >= gate
    return bool(good and isinstance(cost, int | float) and cheapest_answer(values, there) >= cost)


def ways_there(market: str, data: str) -> frozenset[str]:
    """The ways with AI that could be had now: what is ready-made where it fits, what is fitted where there are examples."""
    ready = READY_MADE if market in ("good", "fair") else ()
    fitted = FITTED if data in ("modest", "solid", "enough", "vast") else ()
    return frozenset({*ready, *fitted})


def demand(view: View) -> str:
    """unproven, proven, or acute: people are known to be hurt, so that half a gain is too little.

    Unknown counts as unproven, unless evidence from users speaks for it.
    """
    shown = view["demand_validated"]
    if shown is None and view["user_pain"] >= criteria()["pain_least"]:
        shown = view["active_users"] > 0 and view["pain_evidence"] in ("interviews", "metrics")
    if not shown:
        return "unproven"
    known = view["pain_evidence"] in ("interviews", "metrics")
    return "acute" if known and view["user_pain"] >= criteria()["pain_acute"] else "proven"


def data(view: View, kind: str | None, *, grave: bool = False) -> str:
    """What there is to learn from.

    barred (nobody may use it), rare (too few of the rarest answer), few, modest (for a first model), solid (to tune
    one), enough (to beat a rule that does part of it), vast (to build one).
    """
    labels = view["labelled_examples"]
    if not may_use_examples(view) and labels:
        return "barred"
    if labels < examples_required(view["n_classes"], kind, grave=grave):
        return "few"
    rarest = rarest_examples(view)
    if rarest is not None and rarest < _rarest_required(labels, rarest):
        return "rare"
    if labels < criteria()["labels_solid"]:
        return "modest"
    if labels < criteria()["rows_to_beat_a_rule"]:
        return "solid"
    return "vast" if labels >= criteria()["labels_to_build"] else "enough"


def uncounted(view: View, kind: str | None) -> bool:
    """Whether there may be two answers only and nobody counted the rarer one: then rows say nothing of what can be learned."""
    few = view["n_classes"] == 2 or (view["n_classes"] is None and kind in ("classify", None))
    return few and rarest_examples(view) is None


def rarest_examples(view: View) -> float | None:
    """How many examples there are of the rarest answer: as counted, or what two answers leave of the commonest."""
    counted = view["rarest_class_examples"]
    if counted is not None:
        return float(counted)
    share = view["majority_share"]
    if share is not None and view["n_classes"] == 2:
        return float(view["labelled_examples"] * (1 - share))
    return None


def _rarest_required(labels: float, rarest: float) -> float:
    rare = labels > 0 and rarest / labels < criteria()["rare_share"]
    return criteria()["rare_examples_least" if rare else "labels_per_class"]


def examples_required(n_classes: float | None, kind: str | None, *, grave: bool = False) -> float:
    """Fewest examples worth training on; where a mistake is grave, so many that a test could show it to be rare."""
    if kind not in ("classify", None):
        least = criteria()[f"examples_{kind}"]
    elif n_classes is None:
        least = criteria()["labels_without_classes"]
    else:
        least = min(criteria()["labels_per_class"] * n_classes, criteria()["labels_at_most"])
    return max(least, criteria()["examples_where_grave"]) if grave else least


def market(view: View, closed: Mapping[str, str]) -> str:
    """How well something ready-made does it, bought or run at home: none, poor, fair, good."""
    ready = ("buy_product", "prompt_api", "self_host_open_weights")
    if view["commodity_api_available"] is False or all(how in closed for how in ready):
        return "none"
    fit = view["commodity_fit"]
    tests = [each for of in ("service", "prompt") if (each := test_of(view, of)) is not None]
    if tests and all(below_gate(each, view["accuracy_gate"]) for each in tests):
        fit = 0  # what was measured counts more than what was thought
    # What runs at home is behind what is sold, so that own examples are worth their tuning.
    at_home = view["data_may_leave_premises"] is False
    if fit >= criteria()["fit_good"] and not at_home:
        return "good"
    # What lacks only what your own documents say is helped by finding the passage for it.
    finds = "self_host_open_weights" if at_home else "prompt_with_retrieval"
    written = TASK_KINDS[str(view["task_kind"] or "classify")].is_written
    documents = written and view["needs_own_knowledge"] is True and finds not in closed
    return "fair" if fit >= criteria()["fit_fair"] or documents else "poor"


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


def find(values: Mapping[str, Value]) -> Findings:
    """Answer every question for a case's known values, and see which way the cues lean."""
    view = view_of(values)
    kind = chosen_kind(values)
    law, suspected = purpose_of(values)
    closed = impossible_options(values)
    harm = None if suspected else law.tier  # what is only suspected is asked, not held against it
    learns_from = data(view, kind, grave=high_stakes(view, harm))
    sold = market(view, closed)
    return Findings(
        view=view,
        kind=kind,
        law=law,
        suspected=suspected,
        safety=safety(view, None if suspected else law),
        measured=tested(view, kind),
        rules=rules(view),
        today_does_it=today_does_it(values, view, ways_there(sold, learns_from)),
        demand=demand(view),
        data=learns_from,
        market=sold,
        edge=edge(view),
        team=team(view),
        lean=lean_of(values),
        money=economics_of(values),
    )
