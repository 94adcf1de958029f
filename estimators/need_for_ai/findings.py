"""What a case says: one level for each question that bears on the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from estimators.case.options import chosen_kind, impossible_options, may_use_examples
from estimators.case.questions import Measured, Value, questions
from estimators.law import screen_purpose, suspected_flags
from estimators.law.purpose import PurposeScreening
from estimators.need_for_ai.cues import criteria, lean_of
from estimators.need_for_ai.economics import Economics, economics_of

View = Mapping[str, Any]  # a name's value, read by the finding that knows its kind


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
    demand: str
    data: str
    market: str
    edge: str
    team: str
    lean: str
    money: Economics


def safety(view: View, tier: str | None) -> str:
    """unsafe_launch (it exists and is not safe), unsafe_idea, or fine."""
    launching = view["stage"] == "pre_launch"
    below = below_gate(view["measured"], view["accuracy_gate"])
    if high_stakes(view, tier):
        validated = view["validated_on_target_population"]
        nobody_could_mend_it = not checked(view) and (
            not view["error_reversible"] or tier == "high"
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


def checked(view: View) -> bool:
    """Whether a person looks at a result before it counts."""
    if view["human_in_loop"] is None:
        return view["review_share"] is not None and view["review_share"] >= 0.5
    return bool(view["human_in_loop"])


def high_stakes(view: View, tier: str | None) -> bool:
    """Whether one mistake can do grave harm: by law, by size, or because nobody can mend it."""
    level = view["error_cost_level"]
    if tier == "high" or level == "critical":
        return True
    return bool(level == "high" and not (view["error_reversible"] and checked(view)))


def untried_though_costly(view: View) -> bool:
    """Whether mistakes cost a lot and it is known not to have been tried on the people it is for.

    Someone who checks each result mends single mistakes, but does not stand in for that trial.
    """
    untried = view["validated_on_target_population"] is False
    return bool(view["error_cost_level"] == "high" and untried)


def below_gate(measured: Measured | None, gate: float | None) -> bool | None:
    """Whether what was measured misses the bar: a share by its exact lower bound, an error by its value; None while either is unknown."""
    if measured is None or gate is None or measured.of == "today":
        return None
    if measured.value is not None:
        return measured.value > gate if measured.is_error else measured.value < gate
    return measured_bound(measured) < gate


@lru_cache(maxsize=256)
def measured_bound(measured: Measured) -> float:
    """One-sided 95 % lower bound of a measured share."""
    from estimators.acceptance import lower_bound

    assert measured.correct is not None
    return lower_bound(measured.correct, measured.n)


def tested(view: View, kind: str | None) -> str:
    """none, below, good, idle (no better than always saying the commonest answer) or uncompared (nobody knows)."""
    measured, gate = view["measured"], view["accuracy_gate"]
    below = below_gate(measured, gate)
    if below is None:
        return "none"
    if below:
        return "below"
    if measured.metric == "accuracy" and kind in ("classify", None):
        commonest = view["majority_share"]
        if commonest is not None and measured_bound(measured) <= commonest:
            return "idle"
        # With two answers, one of which nobody checks, being right says nothing by itself.
        if commonest is None and view["n_classes"] == 2 and not checked(view):
            return "uncompared"
    return "good"


def rules(view: View) -> str:
    """yes, partly or no: whether a written rule gives the answer; where there is one answer only, it does."""
    return "yes" if view["n_classes"] == 1 else str(view["explicit_rules_possible"])


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


def uncounted(view: View) -> bool:
    """Whether there are two answers and nobody counted the rarer one: then rows say nothing of what can be learned."""
    return view["n_classes"] == 2 and rarest_examples(view) is None


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
    # What runs at home is behind what is sold, so that own examples are worth their tuning.
    at_home = view["data_may_leave_premises"] is False
    if fit >= criteria()["fit_good"] and not at_home:
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


def view_of(values: Mapping[str, Value]) -> dict[str, Value | None]:
    """Return every input that bears on the verdict: known, assumed, or None."""
    return {
        name: values.get(name, question.assume)
        for name, question in questions().items()
        if not question.advisory
    }


def suspected_of(values: Mapping[str, Value]) -> tuple[str, ...]:
    """What the words of a case suggest of its purpose, where nobody was asked."""
    if values.get("purpose_flags") is not None or values.get("regulatory_tier") is not None:
        return ()
    texts = (values.get(name) for name in ("title", "description", "task_type"))
    return suspected_flags(*(text for text in texts if isinstance(text, str)))


def find(values: Mapping[str, Value]) -> Findings:
    """Answer every question for a case's known values, and see which way the cues lean."""
    view = view_of(values)
    kind = chosen_kind(values)
    suspected = suspected_of(values)
    flags = values.get("purpose_flags")
    tier = values.get("regulatory_tier")
    purpose = flags if isinstance(flags, tuple) else suspected or None
    law = _screened(purpose, str(tier) if tier else None, kind)
    closed = impossible_options(values)
    harm = None if suspected else law.tier  # what is only suspected is asked, not held against it
    return Findings(
        view=view,
        kind=kind,
        law=law,
        suspected=suspected,
        safety=safety(view, harm),
        measured=tested(view, kind),
        rules=rules(view),
        demand=demand(view),
        data=data(view, kind, grave=high_stakes(view, harm)),
        market=market(view, closed),
        edge=edge(view),
        team=team(view),
        lean=lean_of(values),
        money=economics_of(values),
    )


@lru_cache(maxsize=256)  # the flip points ask again and again
def _screened(
    flags: tuple[str, ...] | None, tier: str | None, kind: str | None
) -> PurposeScreening:
    return screen_purpose(flags, tier=tier, task_kind=kind)


def may_be_banned(law: PurposeScreening) -> bool:
    """Whether the purpose is banned, or would be with one more answer (feelings: at work or at school)."""
    return any(each.tier == "prohibited" for each in (*law.duties, *law.questions))
