"""Each finding in a sentence, with where the criterion comes from and what it speaks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from estimators.base.count import count
from estimators.base.interval import of_all
from estimators.base.number import digits, number
from estimators.base.percent import percent_beside, set_percent
from estimators.base.sentence import tr, tr_plural
from estimators.case.questions import Value
from estimators.need_for_ai.cues import Citation, Cue, Cues, criteria, sources
from estimators.need_for_ai.verdict_rules import (
    CaseLevels,
    below_gate,
    high_stakes,
    labels_required,
    measured_bound,
    untried_though_costly,
    verdict_of,
)

Effect = Literal["for", "against", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One reason. `effect`: it speaks for AI in the way of the verdict, or against; or is not known."""

    text: str
    source: Citation
    effect: Effect
    finding: str


@dataclass(frozen=True)
class Considered:
    """What the sentences are made from: known values, the view with assumptions, the findings."""

    values: Mapping[str, Value]
    view: Mapping[str, Any]
    found: CaseLevels
    verdict: str
    unknowns: tuple[str, ...]
    cues: Cues


def reasons_for(case: Considered) -> tuple[Reason, ...]:
    """Return the reasons, the one that decided first, then for, against and unknown."""
    every = [
        Reason(text, sources()[source], effect, finding)
        for finding, sentences in _SENTENCES.items()
        for effect, text, source in sentences(case)
    ]
    every += [_cue(cue) for cue in (*case.cues.for_ai, *case.cues.against_ai)]
    every += [_cue(cue) for cue in case.cues.missing if cue.group == "framing" or cue.central]
    order = {"for": 0, "against": 1, "unknown": 2}
    decided = deciding_findings(case)
    ranked = sorted(
        every,
        key=lambda r: (
            decided.index(r.finding) if r.finding in decided else len(decided),
            order[r.effect],
        ),
    )
    return tuple(ranked)


def _cue(cue: Cue) -> Reason:
    effect: Effect = "for" if cue.effect == "for" else "against"
    return Reason(cue.text, sources()[cue.source_id], effect, "cues")


def settled_by_cues(case: Considered) -> bool:
    """Whether the verdict would be another one if the cues leaned neither way."""
    return verdict_of(replace(case.found, lean="open")) != case.verdict


def deciding_findings(case: Considered) -> tuple[str, ...]:
    """Return the findings on which the verdict rests, the weightiest first."""
    match case.verdict:
        case _ if settled_by_cues(case):
            found: tuple[str, ...] = ("rules", "cues")
        case "do_not_launch":
            found = ("safety",)
        case "no_ai_rules":
            found = ("rules",) if case.found.rules == "yes" else ("rules", "data", "market")
        case "fake_it_first":
            found = ("demand",) if case.found.demand == "unproven" else ("data", "market")
        case "buy_api":
            found = ("market", "data")
        case "automl_finetune":
            found = ("data", "market")
        case _:
            found = ("edge", "data", "team")
    return found


Sentences = Iterator[tuple[Effect, str, str]]


def _safety(case: Considered) -> Sentences:
    known, view = case.values, case.view
    tier = known.get("regulatory_tier")
    if tier == "prohibited":
        yield "against", tr("The law forbids this use, however often it is right."), "eu_ai_act"
        return
    if tier == "high":
        text = tr("The law counts this as high risk: oversight and testing come before launch.")
        yield "against", text, "eu_ai_act"
    elif tier is None and "regulatory_tier" in case.unknowns:
        yield "unknown", tr("Nobody has looked up what the law says about it."), "eu_ai_act"
    yield from _measured(case)
    if high_stakes(view):
        yield from _stakes(case)
    elif known.get("error_cost_level") in ("negligible", "low") and known.get("error_reversible"):
        yield "for", tr("A mistake costs little and can be put right."), "pair_user_needs"
    elif known.get("error_cost_level") == "high":
        if view["stage"] == "pre_launch" and untried_though_costly(view):
            text = tr("A mistake costs a lot, and it has not been tried on the people it is for.")
            yield "against", text, "nist_ai_rmf"
        text = tr("Mistakes are costly, but a person checks each result and can put it right.")
        yield "against", text, "pair_user_needs"


def _stakes(case: Considered) -> Sentences:
    validated = case.values.get("validated_on_target_population")
    if validated is False:
        text = tr("A mistake can do real harm, and it has not been tried on the people it is for.")
        yield "against", text, "nist_ai_rmf"
    elif validated is None:
        text = tr("A mistake can do real harm; nobody has tried it on the people it is for.")
        yield "unknown", text, "nist_ai_rmf"
    else:
        text = tr("The stakes are high, and it was tried on the people it is for.")
        yield "for", text, "nist_ai_rmf"
    if case.values.get("human_in_loop") is False:
        text = tr("It would act alone, where a person should answer for the result.")
        yield "against", text, "pair_user_needs"


def _measured(case: Considered) -> Sentences:
    measured, gate = case.view["measured"], case.view["accuracy_gate"]
    below = below_gate(measured, gate)
    if below is not None:
        sure = percent_beside(measured_bound(measured), gate)
        relation = "below" if below else tr("at or above")
        text = tr(
            "{of_all} right: sure of at least {sure}, {relation} the bar of {set_percent}.",
            of_all=of_all(measured.correct, measured.n),
            sure=sure,
            relation=relation,
            set_percent=set_percent(gate),
        )
        yield "against" if below else "for", text, "clopper_pearson"
    elif "measured" in case.unknowns or "accuracy_gate" in case.unknowns:
        missing = tr("how right it must be") if gate is None else tr("how right it is")
        yield "unknown", tr("Nobody has said {missing} in numbers.", missing=missing), "ai_canvas"


def _rules(case: Considered) -> Sentences:
    match case.values.get("explicit_rules_possible"):
        case "yes":
            text = tr("A written rule gives the answer: cheaper, predictable and open to checks.")
            yield "against", text, "rules_of_ml"
        case "partly":
            text = tr("Rules do part of it. They are the benchmark that anything else must beat.")
            yield "against", text, "ml_problem_framing"
        case "no":
            text = tr("No written rule describes the answer; it has to be recognised.")
            yield "for", text, "pair_user_needs"
        case _:
            if "explicit_rules_possible" in case.unknowns:
                yield "unknown", tr("Nobody has tried to write the rule down yet."), "rules_of_ml"


_KNOWN_FROM = {
    "metrics": tr("your metrics show it"),
    "interviews": tr("people said so in interviews"),
    "anecdotal": tr("known from anecdotes only"),
    "none": tr("with no evidence yet"),
}


def _demand(case: Considered) -> Sentences:
    known = case.values
    pain, evidence = known.get("user_pain"), known.get("pain_evidence")
    if case.found.demand != "unproven":
        yield "for", tr("People have shown that they want it."), "ideo_dvf"
    elif pain is not None and case.view["user_pain"] < criteria()["pain_least"]:
        yield "against", tr("It hurts nobody, so there is nothing to solve yet."), "ideo_dvf"
    elif known.get("demand_validated") is False:
        text = tr("Nobody has shown that people want it. A fake can show that without a model.")
        yield "against", text, "brief"
    else:
        text = tr("Nobody has seen it yet, so nobody knows whether they want it.")
        yield "unknown", text, "brief"
    if isinstance(pain, int | float) and pain >= 4:
        how = f"; {_KNOWN_FROM[str(evidence)]}" if evidence else ""
        yield "for", tr("It hurts: {number} of 5{how}.", number=number(pain), how=how), "ideo_dvf"
    often = known.get("frequency_per_user_month")
    if isinstance(often, int | float) and often >= 20:
        text = tr(
            "It comes up {often} times a month for each person: repetitive work.",
            often=digits(often),
        )
        yield "for", text, "pair_user_needs"
    if known.get("active_users") == 0 and "demand" in deciding_findings(case):
        yield "against", tr("No users means no behaviour to learn from."), "rules_of_ml"


def _data(case: Considered) -> Sentences:
    labels = case.values.get("labelled_examples")
    required = labels_required(case.view["n_classes"])
    if not isinstance(labels, int | float):
        if "labelled_examples" in case.unknowns:
            yield "unknown", tr("Nobody has counted the labelled examples."), "drl"
    elif case.found.data == "few":
        text = tr(
            "There are no labelled examples; about {required} are needed to train.",
            required=digits(required),
        )
        if labels:
            text = tr_plural(
                "{examples} is too few; about {required} are needed to train.",
                "{examples} are too few; about {required} are needed to train.",
                1 if labels == 1 else 2,
                examples=count(int(labels), "labelled example"),
                required=digits(required),
            )
        yield "for" if case.verdict == "buy_api" else "against", text, "brief"
    elif case.found.data == "modest":
        text = tr("{labels} labelled examples can train a first model.", labels=digits(labels))
        yield "for", text, "brief"
    elif case.found.data == "vast":
        text = tr(
            "{labels} labelled examples of your own can carry a model of your own.",
            labels=digits(labels),
        )
        yield "for", text, "brief"
    else:
        text = tr("{labels} labelled examples are enough to train on.", labels=digits(labels))
        yield "for", text, "brief"
    if case.values.get("data_owned") is False and labels:
        yield "against", tr("The examples are not yours; check that you may use them."), "drl"
    weeks = case.values.get("deadline_weeks")
    trains = case.verdict in ("automl_finetune", "build_custom")
    if trains and isinstance(weeks, int | float) and weeks < criteria()["deadline_weeks_tight"]:
        text = tr("{number} weeks are short; launch something simple first.", number=number(weeks))
        yield "against", text, "rules_of_ml"


def _market(case: Considered) -> Sentences:
    known = case.values
    fit = known.get("commodity_fit")
    assert fit is None or isinstance(fit, int | float)
    # What cannot be bought speaks for a model of one's own, where one can be had.
    missing: Effect = "for" if case.verdict in ("automl_finetune", "build_custom") else "against"
    if known.get("data_may_leave_premises") is False:
        text = tr("The data may not leave the house, so no outside service.")
        yield missing, text, "ml_problem_framing"
    elif known.get("commodity_api_available") is False:
        yield missing, tr("Nothing ready-made exists to buy."), "automl_ladder"
    elif fit is None:
        if "commodity_fit" in case.unknowns:
            text = tr("Nobody has tried a ready-made service on this yet.")
            yield "unknown", text, "automl_ladder"
    elif case.found.market == "good":
        text = tr("A ready-made service already does it well ({number} of 5).", number=number(fit))
        yield "for", text, "automl_ladder"
    elif case.found.market == "fair":
        text = tr("A ready-made service does part of it ({number} of 5).", number=number(fit))
        yield "for", text, "automl_ladder"
    else:
        text = tr("Ready-made services do not fit it ({number} of 5).", number=number(fit))
        yield missing, text, "automl_ladder"


def _edge(case: Considered) -> Sentences:
    difference = case.values.get("differentiation")
    if case.found.edge == "unique":
        text = tr("Customers choose you for this, and few others have such data.")
        yield "for", text, "brief"
    elif (
        isinstance(difference, int | float)
        and difference <= 2
        and case.verdict in ("buy_api", "automl_finetune")
    ):
        text = tr("Customers do not choose you for this, so building from scratch wins no edge.")
        yield "for", text, "brief"


def _team(case: Considered) -> Sentences:
    people, budget = case.values.get("ml_engineers"), case.values.get("budget_usd")
    if case.found.team == "able" and isinstance(people, int | float):
        text = tr(
            "{people} machine-learning engineers can build it and keep it alive.",
            people=digits(people),
        )
        yield "for", text, "ml_problem_framing"
    elif case.found.edge == "unique" and people is not None and budget is not None:
        text = tr("The team or the budget is too small to build a model and keep it alive.")
        yield "against", text, "ml_problem_framing"


_SENTENCES = {
    "safety": _safety,
    "rules": _rules,
    "demand": _demand,
    "data": _data,
    "market": _market,
    "edge": _edge,
    "team": _team,
}
