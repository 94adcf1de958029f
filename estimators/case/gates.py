"""What nothing makes up for: what the law bans, and grave harm that nobody checks; verdict and money read the same gates."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from estimators.base.binomial import exact_lower
from estimators.base.sentence import tr
from estimators.case.options import FORBIDDEN, chosen_kind, impossible_options
from estimators.case.questions import Measured, Value, questions
from estimators.law import screen_purpose, suspected_flags
from estimators.law.purpose import PurposeScreening

View = Mapping[str, Any]  # a name's value, read by the finding that knows its kind

MAY_BE_FORBIDDEN = tr("The law may forbid this use.")
UNSAFE = tr(
    "It may not launch as it is: a mistake can do harm, and nothing shows that it is safe enough."
)


def view_of(values: Mapping[str, Value]) -> dict[str, Value | None]:
    """Return every input that bears on the verdict: known, assumed, or None."""
    return {
        name: values.get(name, question.assume)
        for name, question in questions().items()
        if not question.advisory
    }


def purpose_of(values: Mapping[str, Any]) -> tuple[PurposeScreening, tuple[str, ...]]:
    """What the law says of a case, and the purposes that only its words suggest; there are none where somebody was asked."""
    suspected = _suspected(values)
    flags, tier = values.get("purpose_flags"), values.get("regulatory_tier")
    purpose = flags if isinstance(flags, tuple) else suspected or None
    return _screened(purpose, str(tier) if tier else None, chosen_kind(values)), suspected


def _suspected(values: Mapping[str, Any]) -> tuple[str, ...]:
    if values.get("purpose_flags") is not None or values.get("regulatory_tier") is not None:
        return ()
    texts = (values.get(name) for name in ("title", "description", "task_type"))
    return suspected_flags(*(text for text in texts if isinstance(text, str)))


@lru_cache(maxsize=256)  # the flip points ask again and again
def _screened(
    flags: tuple[str, ...] | None, tier: str | None, kind: str | None
) -> PurposeScreening:
    return screen_purpose(flags, tier=tier, task_kind=kind)


def may_be_banned(law: PurposeScreening) -> bool:
    """Whether the purpose is banned, or would be with one more answer (feelings: at work or at school)."""
    return any(each.tier == "prohibited" for each in (*law.duties, *law.questions))


def safety(view: View, tier: str | None) -> str:
    """unsafe_launch (it exists and is not safe), unsafe_idea, or fine."""
    launching = view["stage"] == "pre_launch"
    below = below_gate(view["measured"], view["accuracy_gate"])
    if high_stakes(view, tier):
        validated = view["validated_on_target_population"]
        # Who checks it is asked first, unless a mistake is grave by its size.
        unasked = view["human_in_loop"] is None and view["review_share"] is None
        asked_first = unasked and view["error_cost_level"] not in ("high", "critical")
        nobody_could_mend_it = (
            not checked(view)
            and (not view["error_reversible"] or tier == "high")
            and not asked_first
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
    assert measured.correct is not None
    return exact_lower(measured.correct, measured.n, 0.05)


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


def closed_options(values: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Return the options that the answers of a case rule out, with the reason, and what rules out all of them.

    What may not launch as it is closes everything but a written rule.
    """
    law, suspected = purpose_of(values)
    view = view_of(values)
    if law.tier == "prohibited" and not suspected:
        return dict.fromkeys(impossible_options(values, forbidden=True), FORBIDDEN), FORBIDDEN
    if suspected and may_be_banned(law):
        every = impossible_options(values, forbidden=True)
        return dict.fromkeys(every, MAY_BE_FORBIDDEN), MAY_BE_FORBIDDEN
    closed = impossible_options(values)
    harm = safety(view, None if suspected else law.tier)
    useless = view["stage"] == "pre_launch" and tested(view, chosen_kind(values)) in (
        "idle",
        "uncompared",
    )
    if harm == "fine" and not useless:
        return closed, ""
    every = dict.fromkeys(impossible_options(values, forbidden=True), UNSAFE)
    if harm == "unsafe_idea" and "rule" not in closed:
        del every["rule"]
        return every, ""
    return every, UNSAFE
