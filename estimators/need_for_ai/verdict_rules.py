"""From what a case says to a verdict and a way to do it.

The order is that of the gates: the law; grave harm that nobody checks; a rule or today's way that does it, or money
that never comes back; nobody has shown that they want it; what there is to learn from or to buy; money among what is
left, and else what is cheapest to undo. Nothing makes up for a gate that is not passed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from estimators.base.task_kind import TASK_KINDS
from estimators.case.gates import (
    View,
    acts_beyond_repair,
    barred_model,
    below_gate,
    decides_alone_about_people,
    high_stakes,
    may_be_banned,
)
from estimators.case.options import impossible_options, kind_of, may_use_examples
from estimators.case.questions import Measured, Value
from estimators.need_for_ai.cues import criteria
from estimators.need_for_ai.economics import dear_to_call, loses_each
from estimators.need_for_ai.findings import Findings, find, uncounted

# The `of` of a measurement and the way that it measured.
_MEASURED_HOW = {
    "trained": "train_own",
    "service": "buy_product",
    "prompt": "prompt_api",
    "rule": "rule",
}
_SOLVED = 5  # of 5: a product does it, so that nobody has to prompt


@dataclass(frozen=True)
class GroundedVerdict:
    """A verdict, the way to do it (one of `HOWS` or None), and the ground on which it stands."""

    verdict: str
    how: str | None
    ground: str
    blocked_by: str | None = None


def decide(values: Mapping[str, Value], found: Findings | None = None) -> GroundedVerdict:
    """Return the verdict for a case's known values, how it is done and on what ground it stands."""
    found = found or find(values)
    view = found.view
    return next(
        chain(
            _gates(values, view, found), _launch(values, view, found), _rungs(values, view, found)
        )
    )


def _gates(values: Mapping[str, Value], view: View, found: Findings) -> Iterator[GroundedVerdict]:
    """The verdict of each gate that is not passed, in order; the first one counts."""
    if found.law.tier == "prohibited" and not found.suspected:
        yield GroundedVerdict("do_not_launch", None, "prohibited", "law")
    launching = view["stage"] == "pre_launch"
    unasked = bool(found.suspected) and found.law.tier == "high"
    if (found.suspected and may_be_banned(found.law)) or (unasked and launching):
        yield GroundedVerdict("do_not_launch", None, "ask a lawyer", "law")
    if found.safety == "unsafe_launch":
        yield GroundedVerdict("do_not_launch", None, _danger(view, found))
    if launching and found.measured in ("idle", "uncompared"):
        yield GroundedVerdict("do_not_launch", None, found.measured)
    today = None if found.rules == "no" else "rule"  # what is done without AI, then
    proven_rule = launching and found.measured == "good" and view["measured"].of == "rule"
    if found.rules == "yes" and not proven_rule:
        worthless = found.money.named and not found.money.rule_pays
        yield (
            GroundedVerdict("leave_as_it_is", today, "not even a rule pays")
            if worthless
            else GroundedVerdict("no_ai_rules", "rule", "a rule does it")
        )
    if found.safety == "unsafe_idea":
        yield GroundedVerdict("do_not_launch", None, _danger(view, found))
    if unasked:  # a fake decides about nobody
        yield GroundedVerdict("fake_it_first", None, "ask a lawyer", "law")
    if not found.money.pays:
        yield (
            GroundedVerdict("no_ai_rules", "rule", "only a rule pays")
            if found.rules == "partly" and found.money.rule_pays
            else GroundedVerdict("leave_as_it_is", today, "it never pays")
        )
    if found.today_does_it:
        yield GroundedVerdict("leave_as_it_is", today, "today does it")
    painless = view["user_pain"] < criteria()["pain_least"]
    if painless and view["demand_validated"] is not True:
        yield GroundedVerdict("leave_as_it_is", today, "it hurts nobody")
    # What is about to launch is asked whether it is good enough, unless it is known that nobody wants it.
    unwanted = view["demand_validated"] is False or values.get("active_users") == 0
    if found.demand == "unproven" and (unwanted or not launching):
        yield GroundedVerdict("fake_it_first", None, "nobody asked")


def _launch(values: Mapping[str, Value], view: View, found: Findings) -> Iterator[GroundedVerdict]:
    """What is there already and wanted is launched once a test has shown that it is good enough."""
    measured = view["measured"]
    if view["stage"] != "pre_launch":
        return
    if barred_model(view):
        yield GroundedVerdict("do_not_launch", None, "barred from launch", "rights")
    if found.measured == "good":
        assert isinstance(measured, Measured)
        how = _MEASURED_HOW[measured.of]
        if how == "prompt_api" and view["data_may_leave_premises"] is False:
            how = "self_host_open_weights"
        elif how == "prompt_api" and view["needs_own_knowledge"]:
            how = "prompt_with_retrieval"
        if loses_each(values, how):
            yield GroundedVerdict("leave_as_it_is", None, "no call pays")
        yield GroundedVerdict("launch", how, "good enough")
    harmless = values.get("error_cost_level") in ("negligible", "low")
    if found.measured == "none" and not harmless:
        untested = measured is None or measured.of == "today"
        yield GroundedVerdict("do_not_launch", None, "not measured" if untested else "no bar")


def _danger(view: View, found: Findings) -> str:
    below = below_gate(view["measured"], view["accuracy_gate"])
    if not high_stakes(view, found.law.tier):
        return "below the bar" if below else "costly and not tried"
    if below:
        return "grave and below the bar"
    validated = view["validated_on_target_population"]
    if validated and decides_alone_about_people(view, found.law):
        return "decides alone"
    if validated and acts_beyond_repair(view):
        return "acts unseen"
    if validated is None:
        return "grave, nobody said tried"
    return "grave and not measured" if validated else "grave and not tried"


def _rungs(values: Mapping[str, Value], view: View, found: Findings) -> Iterator[GroundedVerdict]:
    """From what can be had ready-made to what has to be built; what is cheapest to undo comes first."""
    words = kind_of(values)
    closed = impossible_options(values, words)
    if "deepfake" in (view["purpose_flags"] or ()) and not may_use_examples(values):
        yield GroundedVerdict("collect_first", None, "a likeness", "rights")
    if found.edge == "unique" and found.data == "vast" and found.team == "able":
        yield GroundedVerdict("build_custom", "build_from_scratch", "build")
    # A rule that does part of it is the benchmark: neither a few thousand examples nor a service that does part of it,
    # too, is known to beat it; the latter is tried where the pain is acute.
    partly = found.rules == "partly"
    lean = found.lean if partly else "open"
    hard_to_beat = partly and lean != "for"
    rows_only = uncounted(view, words)
    buy = _buying(values, found, words, closed)
    if found.market == "good":
        tunable = found.data in ("solid", "enough", "vast") and found.team == "able"
        if tunable and dear_to_call(values, buy.how if buy and buy.how else "prompt_api"):
            yield GroundedVerdict("automl_finetune", "self_host_open_weights", "dear to call")
        if buy:
            yield buy
    if lean == "against":
        yield GroundedVerdict("no_ai_rules", "rule", "rules suit it better")
    enough = ("enough", "vast") if hard_to_beat else ("modest", "solid", "enough", "vast")
    learnable = found.data in enough and not (hard_to_beat and rows_only)
    ways = _training(view, words, closed)
    training = next((how for how in ways if found.money.may_pay(how)), ways[0])
    if learnable and found.money.may_pay(training) and not _sold_to_all(values, found, words):
        ground = "learn, untried" if _untried(values) else "learn"
        ground = "learn, dear to call" if found.market == "good" else ground
        yield GroundedVerdict("automl_finetune", training, ground)
    tried_where_it_hurts = found.demand == "acute" and not _untried(values)
    if buy and found.market == "fair" and (tried_where_it_hurts or not hard_to_beat):
        yield buy
    # Too little to learn from and nothing better to buy: rules go part of the way, or people do it unseen.
    if partly:
        rows = found.data in ("enough", "vast") and rows_only
        ground = "rules, uncounted" if rows else "rules, rare" if found.data == "rare" else "rules"
        yield GroundedVerdict("no_ai_rules", "rule", ground)
    if found.market in ("good", "fair") and not buy:
        yield GroundedVerdict("leave_as_it_is", None, "no call pays")
    if found.data == "barred":
        yield GroundedVerdict("collect_first", None, "barred", "rights")
    lacking = "rare" if found.data == "rare" else "nothing to learn from"
    yield GroundedVerdict("collect_first", None, lacking)


def _sold_to_all(values: Mapping[str, Value], found: Findings, kind: str | None) -> bool:
    """Whether something ready-made is tried before own examples: what it knows is common, or trying it is cheaper to undo."""
    if found.market != "fair" or found.view["data_may_leave_premises"] is False:
        return False
    if found.edge == "common":
        return True
    uniqueness = values.get("data_uniqueness")
    ordinary = isinstance(uniqueness, int | float) and uniqueness < criteria()["edge_each"]
    return _untried(values) and (
        TASK_KINDS[kind or "classify"].is_written or (ordinary and kind in ("classify", None))
    )


def _untried(values: Mapping[str, Value]) -> bool:
    """Whether nobody has said how well something ready-made does it."""
    return "commodity_fit" not in values


def _buying(
    values: Mapping[str, Value], found: Findings, kind: str | None, closed: Mapping[str, str]
) -> GroundedVerdict | None:
    """Something ready-made that could pay: at home where the data stay in, else a prompt where a text model does such work, or a product."""
    view = found.view
    if view["data_may_leave_premises"] is False:
        ground = "at home, untried" if _untried(values) else "at home"
        usual = "self_host_open_weights"
    elif "prompt_with_retrieval" not in closed:
        usual, ground = "prompt_with_retrieval", "own documents"
    else:
        solved = view["commodity_fit"] == _SOLVED and kind in ("classify", "act", None)
        nobody = values.get("engineers") == 0  # to put a prompt into a product
        usual = "buy_product" if "prompt_api" in closed or solved or nobody else "prompt_api"
        ground = "sold ready-made" if found.market == "good" else "partly sold"
        if _untried(values):
            grave = high_stakes(view, None if found.suspected else found.law.tier)
            ground = "untried and grave" if grave else "untried"
    if found.money.may_pay(usual):
        return GroundedVerdict("buy_api", usual, ground)
    others = ("buy_product", "prompt_api", "self_host_open_weights")
    # What has to be set up for want of something cheaper is not chosen for its best case.
    how = next((how for how in others if how not in closed and found.money.likely_pays(how)), None)
    if how is None:
        return None
    at_home = how == "self_host_open_weights"
    return GroundedVerdict("buy_api", how, "cheaper at home" if at_home else ground)


def _training(view: View, kind: str | None, closed: Mapping[str, str]) -> tuple[str, ...]:
    """The ways to fit a ready model to own examples, the first choice first: this app's, a hosted trainer's, open weights at home."""
    hosted = "fine_tune_hosted" not in closed
    by_others = kind in ("number", "rank") and view["ml_engineers"] == 0
    found = ["train_own"] if "train_own" not in closed and not (hosted and by_others) else []
    found += ["fine_tune_hosted"] if hosted else []
    return (*found, "self_host_open_weights")
