"""Each finding in a sentence, with its topic, where the criterion comes from and what it speaks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from estimators.base.count import count
from estimators.base.interval import of_all
from estimators.base.money import money
from estimators.base.number import digits, number, rounded
from estimators.base.percent import percent, percent_beside, set_percent
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.options import NO_AI, kind_of
from estimators.case.prices import price_per_answer
from estimators.case.questions import Measured, Value
from estimators.law.purpose_screening import LegalDuty
from estimators.need_for_ai.cues import Citation, Cue, Cues, criteria, sources
from estimators.need_for_ai.economics import worth_per_answer
from estimators.need_for_ai.verdict_rules import (
    Decision,
    Findings,
    below_gate,
    checked,
    decide,
    examples_required,
    high_stakes,
    measured_bound,
    rarest_examples,
    uncounted,
    untried_though_costly,
)

Effect = Literal["for", "against", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One reason. `effect`: it speaks for AI in the way of the verdict, or against; or is not known. `topic`: what it is about."""

    text: str
    source: Citation
    effect: Effect
    topic: str
    finding: str


@dataclass(frozen=True)
class Considered:
    """What the sentences are made from: known values, the view with assumptions, the findings and what follows."""

    values: Mapping[str, Value]
    view: Mapping[str, Any]
    found: Findings
    decision: Decision
    open_answers: tuple[str, ...]
    cues: Cues

    @property
    def verdict(self) -> str:
        return self.decision.verdict

    @property
    def kind(self) -> str | None:
        return kind_of(self.values)

    @property
    def grave(self) -> bool:
        return high_stakes(self.view, self.found.law.tier)


def reasons_for(case: Considered) -> tuple[Reason, ...]:
    """Return the reasons, the one that decided first, then for, against and unknown.

    What speaks for an AI is not listed under a verdict that says not to have one.
    """
    every = [
        Reason(
            text,
            source if isinstance(source, Citation) else sources()[source],
            effect,
            topic,
            finding,
        )
        for finding, sentences in _SENTENCES.items()
        for effect, topic, text, source in sentences(case)
    ]
    every += [_cue(cue) for cue in (*case.cues.for_ai, *case.cues.against_ai)]
    every += [_cue(cue) for cue in case.cues.missing if cue.group == "framing" or cue.central]
    if case.verdict in NO_AI:
        every = [reason for reason in every if reason.effect != "for"]
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


_CUE_TOPICS = {"for_ai": "rule", "against_ai": "rule", "framing": "baseline", "canvas": "gate"}


def _cue(cue: Cue) -> Reason:
    effect: Effect = "for" if cue.effect == "for" else "against"
    topic = _CUE_TOPICS.get(cue.group, "rule")
    return Reason(cue.text, sources()[cue.source_id], effect, topic, "cues")


def settled_by_cues(case: Considered) -> bool:
    """Whether the verdict would be another one if the cues leaned neither way."""
    neutral = decide(case.values, replace(case.found, lean="open"))
    return neutral.verdict != case.verdict


_DECIDED_BY = {
    "prohibited": ("law",),
    "ask a lawyer": ("law",),
    "idle": ("measured",),
    "uncompared": ("measured",),
    "not measured": ("measured", "safety"),
    "below the bar": ("measured", "safety"),
    "good enough": ("measured", "safety"),
    "a rule does it": ("rules",),
    "not even a rule pays": ("money", "rules"),
    "only a rule pays": ("money", "rules"),
    "it never pays": ("money",),
    "nobody asked": ("demand",),
    "build": ("edge", "data", "team"),
    "dear to call": ("money", "data", "team"),
    "learn": ("data", "market"),
    "own documents": ("market", "money"),
    "at home": ("market",),
    "sold ready-made": ("market", "data"),
    "partly sold": ("market", "data"),
    "rules are all there is": ("rules", "data", "market"),
    "rules suit it better": ("rules", "cues"),
    "barred": ("data", "market"),
    "rare": ("data", "rules"),
    "nothing to learn from": ("data", "market"),
}


def deciding_findings(case: Considered) -> tuple[str, ...]:
    """Return the findings on which the verdict rests, the weightiest first."""
    if settled_by_cues(case):
        return ("rules", "cues")
    return _DECIDED_BY.get(case.decision.ground, ("safety", "law", "measured"))


Sentences = Iterator[tuple[Effect, str, str, str | Citation]]


def _law(case: Considered) -> Sentences:
    law = case.found.law
    tier = case.values.get("regulatory_tier")
    for duty in law.duties:
        if case.found.suspected:
            text = tr(
                "It sounds as if the law looks at this; say whether it does. {duty}", duty=duty.text
            )
            yield "unknown", duty.topic, text, _cited(duty)
        else:
            yield "against", duty.topic, duty.text, _cited(duty)
    topics = {duty.topic for duty in law.duties}
    if tier == "prohibited" and "Article 5" not in topics:
        text = tr("The law forbids this use, however often it is right (Article 5).")
        yield "against", "Article 5", text, "eu_ai_act"
    elif tier == "high" and "Annex III" not in topics:
        text = tr(
            "The law counts this as high risk (Annex III): oversight and testing come before launch."
        )
        yield "against", "Annex III", text, "eu_ai_act"
    elif tier == "limited" and "Article 50" not in topics:
        text = tr("People must be told that a machine answers, or that it made this (Article 50).")
        yield "against", "Article 50", text, "eu_ai_act"
    elif law.tier is None and {"regulatory_tier", "purpose_flags"} & set(case.open_answers):
        yield "unknown", "law", tr("Nobody has looked up what the law says about it."), "eu_ai_act"
    for question in law.questions if law.tier != "prohibited" else ():
        yield "unknown", question.topic, question.text, _cited(question)


def _cited(duty: LegalDuty) -> Citation:
    title = f"{sources()['eu_ai_act'].title}, {duty.article}"
    return Citation("eu_ai_act", title, duty.url, duty.checked, duty.how)


def _safety(case: Considered) -> Sentences:
    known, view = case.values, case.view
    if case.grave:
        yield from _stakes(case)
    elif known.get("error_cost_level") in ("negligible", "low") and known.get("error_reversible"):
        yield "for", "harm", tr("A mistake costs little and can be put right."), "pair_user_needs"
    elif known.get("error_cost_level") == "high":
        if view["stage"] == "pre_launch" and untried_though_costly(view):
            text = tr("A mistake costs a lot, and it has not been tried on the people it is for.")
            yield "against", "harm", text, "nist_ai_rmf"
        text = tr("Mistakes are costly, but a person checks each result and can put it right.")
        yield "against", "harm", text, "pair_user_needs"
    elif known.get("error_cost_level") == "medium":
        yield "against", "harm", tr("A mistake costs money or trust."), "pair_user_needs"
    if known.get("error_reversible") is False:
        if checked(view):
            text = tr(
                "What it does cannot be undone: the person who checks it is the last one who can stop it."
            )
        else:
            text = tr("What it does cannot be undone, and nobody looks before it happens.")
        yield "against", "undo", text, "pair_user_needs"
    if checked(view):
        yield (
            "for",
            "review",
            tr("A person checks it, so that a mistake can be caught before it counts."),
            "pair_user_needs",
        )
    elif known.get("human_in_loop") is False and not case.grave:
        yield (
            "against",
            "review",
            tr("Nobody checks its answers before they count."),
            "pair_user_needs",
        )
    if case.kind in ("generate", "act") and case.verdict not in ("no_ai_rules", *NO_AI):
        text = tr("A language model can say what is not so, and sound sure of it.")
        yield "against", "harm", text, "nist_genai"


def _stakes(case: Considered) -> Sentences:
    validated = case.values.get("validated_on_target_population")
    if validated is False:
        text = tr("A mistake can do real harm, and it has not been tried on the people it is for.")
        yield "against", "harm", text, "nist_ai_rmf"
    elif validated is None:
        text = tr("A mistake can do real harm; nobody has tried it on the people it is for.")
        yield "unknown", "harm", text, "nist_ai_rmf"
    else:
        text = tr("The stakes are high, and it was tried on the people it is for.")
        yield "for", "harm", text, "nist_ai_rmf"
    if not checked(case.view) and case.values.get("human_in_loop") is False:
        text = tr("It would act alone, where a person should answer for the result.")
        yield "against", "review", text, "pair_user_needs"


def _measured(case: Considered) -> Sentences:
    measured, gate = case.view["measured"], case.view["accuracy_gate"]
    below = below_gate(measured, gate)
    share = case.view["majority_share"]
    has_classes = case.kind in ("classify", None)
    if measured is not None and measured.of == "today":
        yield "against", "baseline", _today(measured), "ml_problem_framing"
    if below is not None:
        text = _against_the_bar(measured, gate, below=below)
        yield "against" if below else "for", "gate", text, "clopper_pearson"
    elif {"measured", "accuracy_gate"} & set(case.open_answers):
        missing = tr("how right it must be") if gate is None else tr("how right it is")
        yield (
            "unknown",
            "gate",
            tr("Nobody has said {missing} in numbers.", missing=missing),
            "ai_canvas",
        )
    if not has_classes:
        return
    if case.found.measured == "idle":
        text = tr(
            "Always saying the commonest answer would be right {share} of the time: this is not shown to be better.",
            share=percent(share),
        )
        yield "against", "base rate", text, "ml_metrics"
    elif case.found.measured == "uncompared":
        text = tr(
            "Nobody has said how often the commonest answer is right by itself; being right may be worth nothing."
        )
        yield "against", "base rate", text, "ml_metrics"
    elif isinstance(share, int | float) and share >= criteria()["lopsided_share"]:
        text = tr(
            "Always saying the commonest answer would be right {share} of the time, so being right often says little.",
            share=percent(share),
        )
        yield "against", "base rate", text, "ml_metrics"
        text = tr("Count how many of the rare cases it finds, not how often it is right.")
        yield "against", "recall", text, "ml_metrics"


def _today(measured: Measured) -> str:
    if measured.correct is not None:
        right = of_all(measured.correct, measured.n)
        return tr("Today’s way is right in {right}: that is the number to beat.", right=right)
    assert measured.value is not None
    if measured.metric == "wer":
        wrong = percent(measured.value)
        return tr(
            "Today’s way gets {wrong} of the words wrong: that is the number to beat.", wrong=wrong
        )
    value = number(measured.value)
    if measured.metric == "mae":
        return tr(
            "Today’s way is off by {value} on average: that is the number to beat.", value=value
        )
    return tr("Today’s way reaches {value}: that is the number to beat.", value=value)


def _against_the_bar(measured: Measured, gate: float, *, below: bool) -> str:
    if measured.correct is not None:
        parts = {
            "of_all": of_all(measured.correct, measured.n),
            "sure": percent_beside(measured_bound(measured), gate),
            "bar": set_percent(gate),
        }
        missed, reached = _COUNT_WORDS.get(measured.metric, _RIGHT_WORDS)
        return (missed if below else reached).format(**parts)
    assert measured.value is not None
    in_words = measured.metric == "wer"
    value = percent(measured.value) if in_words else number(measured.value)
    bar = set_percent(gate) if in_words else number(gate)
    missed, reached = _ERROR_WORDS.get(measured.metric, _VALUE_WORDS)
    return (missed if below else reached).format(value=value, bar=bar)


_ERROR_WORDS = {
    "wer": (
        tr("{value} of the words are wrong; at most {bar} may be."),
        tr("{value} of the words are wrong, no more than the {bar} that may be."),
    ),
    "mae": (
        tr("It is off by {value} on average; at most {bar} is good enough."),
        tr("It is off by {value} on average, within the {bar} that is good enough."),
    ),
}
_VALUE_WORDS = (
    tr("It reaches {value}, below the bar of {bar}."),
    tr("It reaches {value}, at or above the bar of {bar}."),
)
_COUNT_WORDS = {
    "recall": (
        tr("{of_all} were found: sure of at least {sure}, below the bar of {bar}."),
        tr("{of_all} were found: sure of at least {sure}, at or above the bar of {bar}."),
    ),
    "pass_rate": (
        tr("{of_all} were good: sure of at least {sure}, below the bar of {bar}."),
        tr("{of_all} were good: sure of at least {sure}, at or above the bar of {bar}."),
    ),
    "done": (
        tr("{of_all} were done: sure of at least {sure}, below the bar of {bar}."),
        tr("{of_all} were done: sure of at least {sure}, at or above the bar of {bar}."),
    ),
}
_RIGHT_WORDS = (
    tr("{of_all} right: sure of at least {sure}, below the bar of {bar}."),
    tr("{of_all} right: sure of at least {sure}, at or above the bar of {bar}."),
)


def _rules(case: Considered) -> Sentences:
    rule = case.values.get("explicit_rules_possible")
    if case.values.get("n_classes") == 1:
        yield (
            "against",
            "rule",
            tr("There is one answer only, so there is nothing to tell apart."),
            "rules_of_ml",
        )
    elif rule == "yes":
        text = tr("A written rule gives the answer: cheaper, predictable and open to checks.")
        yield "against", "rule", text, "rules_of_ml"
    elif rule == "partly":
        text = tr("Rules do part of it. They are the benchmark that anything else must beat.")
        yield "against", "rule", text, "ml_problem_framing"
    elif rule == "no" and case.kind in ("classify", None) and not case.values.get("task_type"):
        text = tr("No written rule describes the answer; it has to be recognised.")
        yield "for", "rule", text, "pair_user_needs"
    elif rule == "no":
        yield "for", "rule", tr("No written rule gives the answer."), "pair_user_needs"
    elif "explicit_rules_possible" in case.open_answers:
        yield "unknown", "rule", tr("Nobody has tried to write the rule down yet."), "rules_of_ml"
    kind = TASK_KINDS.get(case.kind or "")
    if kind is not None and case.view["measured"] is None and case.verdict != "do_not_launch":
        text = tr(
            "Before anything is built, beat this on the same cases: {baseline}.",
            baseline=kind.baseline,
        )
        yield "against", "baseline", text, "rules_of_ml"


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
        shown = known.get("demand_validated") is True
        text = (
            tr("People have shown that they want it.")
            if shown
            else tr(
                "People use the product, and the pain is known; nobody has said whether they want this."
            )
        )
        yield "for", "demand", text, "ideo_dvf"
    elif pain is not None and case.view["user_pain"] < criteria()["pain_least"]:
        yield (
            "against",
            "demand",
            tr("It hurts nobody, so there is nothing to solve yet."),
            "ideo_dvf",
        )
    elif known.get("demand_validated") is False:
        text = tr("Nobody has shown that people want it. A fake can show that without a model.")
        yield "against", "demand", text, "brief"
    else:
        text = tr("Nobody has seen it yet, so nobody knows whether they want it.")
        yield "unknown", "demand", text, "brief"
    if isinstance(pain, int | float) and pain >= 4:
        how = f"; {_KNOWN_FROM[str(evidence)]}" if evidence else ""
        yield (
            "for",
            "demand",
            tr("It hurts: {number} of 5{how}.", number=number(pain), how=how),
            "ideo_dvf",
        )
    often = known.get("frequency_per_user_month")
    if isinstance(often, int | float) and often >= 20:
        text = tr(
            "It comes up {often} times a month for each person: repetitive work.",
            often=digits(often),
        )
        yield "for", "demand", text, "pair_user_needs"
    if known.get("active_users") == 0 and "demand" in deciding_findings(case):
        yield "against", "demand", tr("No users means no behaviour to learn from."), "rules_of_ml"


def _money(case: Considered) -> Sentences:
    money_found, known = case.found.money, case.values
    volume = known.get("volume_per_month")
    if not isinstance(volume, int | float):
        if "volume_per_month" in case.open_answers:
            yield (
                "unknown",
                "volume",
                tr("Nobody has said how many there are in a month."),
                "ml_problem_framing",
            )
        return
    worth, named = worth_per_answer(known)
    each = money(worth, "USD")
    if not money_found.pays or case.decision.ground == "not even a rule pays":
        assert money_found.worth is not None
        text = tr(
            "{volume} a month, worth at most {each} each, come to {sum} in three years: less than the cheapest way costs.",
            volume=digits(volume),
            each=each,
            sum=money(rounded(money_found.worth), "USD"),
        )
        yield "against", "volume", text, "ml_problem_framing"
        if worth == 0:
            yield (
                "against",
                "price",
                tr("A right answer is worth nothing, whatever it costs."),
                "ml_problem_framing",
            )
            text = tr("What is done today does it already.")
            yield "against", "baseline", text, "ml_problem_framing"
        return
    how = case.decision.how
    if how is None or how in ("rule", "build_from_scratch"):
        return
    bought = (
        how if how in _CALLED else "prompt_api" if case.decision.ground == "dear to call" else ""
    )
    if not bought:
        return
    low, high = price_per_answer(known, bought)
    month = (low * volume, high * volume)
    parts = {
        "low": money(low, "USD"),
        "high": money(high, "USD"),
        "sum_low": money(rounded(month[0]), "USD"),
        "sum_high": money(rounded(month[1]), "USD"),
    }
    dear = case.decision.ground == "dear to call"
    effect: Effect = "against" if named and low > worth else "for"
    if named:
        text = tr(
            "One answer costs about {low} to {high} to ask for; a right one is worth {each}.",
            each=each,
            **parts,
        )
    else:
        text = tr("One answer costs about {low} to {high} to ask for.", **parts)
    yield effect, "token cost", text, "list_prices"
    if dear:
        text = tr(
            "Calls would cost about {sum_low} to {sum_high} a month; a tuned model of your own, a part of that.",
            **parts,
        )
    else:
        text = tr("That is about {sum_low} to {sum_high} a month.", **parts)
    yield effect, "price", text, "list_prices"


_CALLED = ("buy_product", "prompt_api", "prompt_with_retrieval")


def _data(case: Considered) -> Sentences:
    labels, kind = (
        case.values.get("labelled_examples"),
        TASK_KINDS.get(case.kind or "classify"),
    )
    assert kind is not None
    level = case.found.data
    trains = case.verdict in ("automl_finetune", "build_custom", "collect_first", "fake_it_first")
    if isinstance(labels, int | float) and (labels or trains or kind.name == "classify"):
        yield from _examples(case, int(labels), level, trains=trains)
    elif labels is None and "labelled_examples" in case.open_answers:
        text = tr("Nobody has counted the {examples}.", examples=kind.example.many)
        yield "unknown", "examples", text, "drl"
    rights = case.values.get("data_rights")
    if labels and level == "barred":
        text = tr("The examples may not be used: the right to them is not there, or nobody knows.")
        yield "against", "data rights", text, "drl"
    elif rights == "unclear" or ("data_rights" in case.open_answers and labels):
        yield "unknown", "data rights", tr("Nobody has settled who may use the examples."), "drl"
    weeks = case.values.get("deadline_weeks")
    trains = case.verdict in ("automl_finetune", "build_custom")
    if trains and isinstance(weeks, int | float) and weeks < criteria()["deadline_weeks_tight"]:
        text = tr("{number} weeks are short; launch something simple first.", number=number(weeks))
        yield "against", "deadline", text, "rules_of_ml"


def _examples(case: Considered, labels: int, level: str, *, trains: bool) -> Sentences:
    kind = TASK_KINDS[case.kind or "classify"]
    have = count(labels, kind.example)
    rarest = rarest_examples(case.view)
    if level == "rare" and rarest is not None:
        text = tr(
            "Of {have}, only {rarest} show the rarest answer: that is the number that counts.",
            have=have,
            rarest=digits(int(rarest)),
        )
        yield "against", "rarest class", text, "peduzzi"
        return
    if level in ("enough", "vast") and uncounted(case.view):
        text = tr(
            "{have}, but nobody has counted those of the rarer answer: that is the number that counts.",
            have=have,
        )
        yield (
            "against" if case.found.rules == "partly" else "unknown",
            "rarest class",
            text,
            "peduzzi",
        )
        if case.verdict == "no_ai_rules":
            return
    if level == "few":
        if not trains and case.verdict not in ("no_ai_rules", "buy_api"):
            return
        if case.verdict == "buy_api" and (labels == 0 or kind.name != "classify"):
            return
        need = digits(examples_required(case.view["n_classes"], case.found.kind, grave=case.grave))
        text = (
            tr("There are {have}; a first training takes about {need}.", have=have, need=need)
            if labels
            else tr(
                "There is nothing to learn from yet; a first training takes about {need}.",
                need=need,
            )
        )
        yield "for" if case.verdict == "buy_api" else "against", "examples", text, "brief"
    elif level == "barred":
        return
    elif (
        level in ("modest", "solid")
        and case.found.rules == "partly"
        and case.verdict == "no_ai_rules"
    ):
        text = tr("{have} are too few to beat the rule that does part of it.", have=have)
        yield "against", "examples", text, "rules_of_ml"
    elif level == "vast":
        text = tr("{have} of your own can carry a model of your own.", have=have)
        yield "for", "examples", text, "brief"
    elif level == "modest":
        yield "for", "examples", tr("{have} can train a first model.", have=have), "brief"
    else:
        yield (
            "for",
            "examples",
            tr("{have} are enough to train on, and to test against.", have=have),
            "brief",
        )


def _market(case: Considered) -> Sentences:
    known = case.values
    fit = known.get("commodity_fit")
    assert fit is None or isinstance(fit, int | float)
    # What cannot be bought speaks for a model of one's own, where one can be had.
    missing: Effect = "for" if case.verdict in ("automl_finetune", "build_custom") else "against"
    if known.get("data_may_leave_premises") is False:
        if case.decision.how == "self_host_open_weights":
            text = tr(
                "The data may not leave the house: an open model runs on your own computers, and nothing leaves."
            )
            yield "for", "own hardware", text, "open_weights"
        else:
            text = tr(
                "The data may not leave the house: whatever answers has to run on your own computers."
            )
            yield missing, "own hardware", text, "open_weights"
    elif known.get("commodity_api_available") is False:
        yield missing, "fit", tr("Nothing ready-made exists to buy."), "automl_ladder"
        return
    if known.get("needs_own_knowledge") is True:
        text = tr(
            "The answers stand in your own documents: find the passage first, then answer from it and name the place."
        )
        yield "for", "retrieval", text, "retrieval"
    if fit is None:
        if "commodity_fit" in case.open_answers:
            text = tr("Nobody has tried a ready-made service on this yet.")
            yield "unknown", "fit", text, "automl_ladder"
    elif fit >= criteria()["fit_good"]:
        text = tr("Something ready-made already does it well ({number} of 5).", number=number(fit))
        yield "for", "fit", text, "automl_ladder"
    elif fit >= criteria()["fit_fair"]:
        text = tr("Something ready-made does part of it ({number} of 5).", number=number(fit))
        yield "for", "fit", text, "automl_ladder"
    else:
        text = tr("Nothing ready-made fits it ({number} of 5).", number=number(fit))
        yield missing, "fit", text, "automl_ladder"


def _edge(case: Considered) -> Sentences:
    difference = case.values.get("differentiation")
    if case.found.edge == "unique":
        text = tr("Customers choose you for this, and few others have such data.")
        yield "for", "differentiation", text, "brief"
    elif (
        isinstance(difference, int | float)
        and difference <= 2
        and case.verdict in ("buy_api", "automl_finetune")
    ):
        text = tr("Customers do not choose you for this, so building from scratch wins no edge.")
        yield "for", "differentiation", text, "brief"


def _team(case: Considered) -> Sentences:
    people, budget = case.values.get("ml_engineers"), case.values.get("budget_usd")
    if case.found.team == "able" and isinstance(people, int | float):
        text = tr(
            "{people} machine-learning engineers can build it and keep it alive.",
            people=digits(people),
        )
        yield "for", "team", text, "ml_problem_framing"
    elif case.found.edge == "unique" and people is not None and budget is not None:
        text = tr("The team or the budget is too small to build a model and keep it alive.")
        yield "against", "team", text, "ml_problem_framing"
    elif people == 0 and case.verdict == "buy_api":
        text = tr("Nobody there builds models, and for this nobody needs to.")
        yield "for", "team", text, "ml_problem_framing"


_SENTENCES = {
    "law": _law,
    "safety": _safety,
    "measured": _measured,
    "rules": _rules,
    "demand": _demand,
    "money": _money,
    "data": _data,
    "market": _market,
    "edge": _edge,
    "team": _team,
}
