"""What nothing makes up for: what the law bans, and grave harm that nobody checks; verdict and money read the same gates."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from estimators.base.binomial import exact_lower
from estimators.base.sentence import tr
from estimators.case.options import FORBIDDEN, chosen_kind, impossible_options, may_use_examples
from estimators.case.questions import Measured, Value, questions
from estimators.law import screen_purpose, suspected_flags
from estimators.law.purpose import PurposeScreening, stricter

View = Mapping[str, Any]  # a name's value, read by the finding that knows its kind

MAY_BE_FORBIDDEN = tr("The law may forbid this use.")
UNSAFE = tr(
    "It may not launch as it is: a mistake can do harm, and nothing shows that it is safe enough."
)


def view_of(values: Mapping[str, Value]) -> dict[str, Value | None]:
    """Return every input that bears on the verdict: known, assumed, or None."""
    return {name: values.get(name, assumed) for name, assumed in _assumed()}


@cache
def _assumed() -> tuple[tuple[str, Value | None], ...]:
    """How each unknown answer that bears on the verdict is read."""
    asked = questions().items()
    return tuple((name, each.assume) for name, each in asked if not each.advisory)


def purpose_of(values: Mapping[str, Any]) -> tuple[PurposeScreening, tuple[str, ...]]:
    """What the law says of a case, and the purposes that only its words suggest; there are none where somebody was asked."""
    suspected = _suspected(values)
    flags, tier = values.get("purpose_flags"), values.get("regulatory_tier")
    purpose = flags if isinstance(flags, tuple) else suspected or None
    return _screened(purpose, str(tier) if tier else None, chosen_kind(values)), suspected


def unnamed_purposes(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the words of a case suggest, where somebody was asked, did not name it, and the law would be stricter with it."""
    named = values.get("purpose_flags")
    if not isinstance(named, tuple):
        return ()
    more = tuple(flag for flag in _by_words(values) if flag not in named)
    kind = chosen_kind(values)
    before, after = (_screened(flags, None, kind) for flags in (named, (*named, *more)))
    return more if stricter(before.tier, after.tier) != before.tier else ()


def _suspected(values: Mapping[str, Any]) -> tuple[str, ...]:
    asked = ("purpose_flags", "regulatory_tier")
    return () if any(values.get(name) is not None for name in asked) else _by_words(values)


def _by_words(values: Mapping[str, Any]) -> tuple[str, ...]:
    texts = (values.get(name) for name in ("title", "description", "task_type"))
    return suspected_flags(*(text for text in texts if isinstance(text, str)))


@lru_cache(maxsize=256)  # the flip points ask again and again
def _screened(
    flags: tuple[str, ...] | None, tier: str | None, kind: str | None
) -> PurposeScreening:
    return screen_purpose(flags, tier=tier, task_kind=kind)


def may_be_banned(law: PurposeScreening) -> bool:
    """Whether the purpose is banned, or would be with one more answer (feelings: at work or at school)."""
    asked = (
        each for each in law.questions if each.flag != "children"
    )  # what is for children is no ban
    return any(each.tier == "prohibited" for each in (*law.duties, *asked))


def decides_alone_about_people(view: View, law: PurposeScreening | None) -> bool:
    """Whether the law counts its purpose as high risk to people, and it is known that nobody checks a result."""
    if law is None or view["human_in_loop"] is not False or checked(view):
        return False
    # What keeps a network or a machine safe acts by itself as a rule; what judges people may not.
    return any(duty.topic == "Annex III" and duty.flag not in _OF_THINGS for duty in law.duties)


def waits_for_who_checks(view: View, law: PurposeScreening | None) -> bool:
    """Whether the law counts its purpose as high risk, nobody was asked who checks a result, and it may not be had where nobody does."""
    asked = view["human_in_loop"] is not None or view["review_share"] is not None
    if asked or law is None or law.tier != "high":
        return False
    return safety({**view, "human_in_loop": False}, law) != "fine"


_OF_THINGS = ("", "critical_infrastructure")


def safety(view: View, law: PurposeScreening | None) -> str:
    """unsafe_launch (it exists and is not safe), unsafe_idea, or fine; without a law where it is only suspected."""
    tier = law.tier if law is not None else None
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
        alone = decides_alone_about_people(view, law)
        unsafe = not validated or below is True or unmeasured or alone or acts_beyond_repair(view)
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
    if level == "medium" and view["task_kind"] == "act":  # what acts alone and cannot be undone
        return bool(view["human_in_loop"] is False and not view["error_reversible"])
    return bool(level == "high" and not (view["error_reversible"] and checked(view)))


def acts_beyond_repair(view: View) -> bool:
    """Whether it does what may cost dearly and cannot be undone, and it is known that nobody looks before it does.

    A test shows how often it is right. It does not bring back what the other times destroy.
    """
    dear = view["error_cost_level"] in ("high", "critical")
    unseen = view["human_in_loop"] is False and not checked(view)
    return bool(
        dear and unseen and view["task_kind"] == "act" and view["error_reversible"] is False
    )


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
        held = measured.value if measured.bound is None else measured.bound
        return held > gate if measured.is_error else held < gate
    return measured_bound(measured) < gate


@lru_cache(maxsize=256)
def measured_bound(measured: Measured) -> float:
    """One-sided 95 % lower bound of a measured share; over all of those that it was chosen from."""
    assert measured.correct is not None
    if measured.bound is not None:
        return measured.bound
    return exact_lower(measured.correct, measured.n, 0.05 / measured.among)


def test_of(view: View, of: str) -> Measured | None:
    """What the test of one of the ways came to; None where it was not tested."""
    measured: Measured | None = view["measured"]
    return None if measured is None else measured.test_of(of)


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
        two = view["n_classes"] == 2 or (view["n_classes"] is None and kind == "classify")
        if commonest is None and two and not checked(view):
            return "uncompared"
    return "good"


def barred_model(view: View) -> bool:
    """Whether what was tested learned from examples that nobody may use for that, or nobody knows."""
    measured = view["measured"]
    return measured is not None and measured.of == "trained" and not may_use_examples(view)


def closed_options(values: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Return the options that the answers of a case rule out, with the reason, and what rules out all of them.

    What may not launch as it is closes everything but a written rule.
    """
    law, suspected = purpose_of(values)
    view = view_of(values)
    if law.tier == "prohibited" and not suspected:
        return dict.fromkeys(impossible_options(values, forbidden=True), FORBIDDEN), FORBIDDEN
    launching = view["stage"] == "pre_launch"
    if suspected and (may_be_banned(law) or (launching and law.tier == "high")):
        every = impossible_options(values, forbidden=True)
        return dict.fromkeys(every, MAY_BE_FORBIDDEN), MAY_BE_FORBIDDEN
    closed = impossible_options(values)
    harm = safety(view, None if suspected else law)
    useless = launching and tested(view, chosen_kind(values)) in ("idle", "uncompared")
    if harm == "fine" and not useless and not (launching and barred_model(view)):
        return closed, ""
    every = dict.fromkeys(impossible_options(values, forbidden=True), UNSAFE)
    if harm == "unsafe_idea" and "rule" not in closed:
        del every["rule"]
        return every, ""
    return every, UNSAFE
