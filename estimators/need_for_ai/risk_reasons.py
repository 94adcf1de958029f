"""What the law, the stakes and a test say, in sentences."""

from estimators.base.interval import of_all
from estimators.base.number import digits, number
from estimators.base.percent import percent, percent_beside, set_percent
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.gates import (
    below_gate,
    checked,
    measured_bound,
    test_of,
    untried_though_costly,
)
from estimators.case.options import NO_AI
from estimators.case.questions import Measured
from estimators.law.purpose import LegalDuty
from estimators.need_for_ai.considered import Considered, Sentences
from estimators.need_for_ai.cues import Citation, criteria, sources


def law_reasons(case: Considered) -> Sentences:
    law = case.found.law
    nothing_made = case.verdict in ("no_ai_rules", "leave_as_it_is")  # that people could meet
    if law.tier != "prohibited":
        # What could be a ban comes first.
        for question in sorted(law.questions, key=lambda each: each.tier != "prohibited"):
            told = "regulatory_tier" in case.values or nothing_made
            # Words that set no tier ask nothing: a hospital's kitchen is no medical device.
            only_words = bool(case.found.suspected) and question.flag in ("health", "children")
            if not only_words and (question.topic != "Article 50" or not told):
                yield "unknown", question.topic, question.text, _cited(question)
    for duty in law.duties:
        if case.found.suspected:
            text = tr(
                "It sounds as if the law looks at this; say whether it does. {duty}", duty=duty.text
            )
            yield "unknown", duty.topic, text, _cited(duty)
        else:
            yield "against", duty.topic, duty.text, _cited(duty)
    if {"regulatory_tier", "purpose_flags"} & set(case.open_answers) and not law.duties:
        yield "unknown", "law", tr("Nobody has looked up what the law says about it."), "eu_ai_act"


def _cited(duty: LegalDuty) -> Citation:
    title = f"{sources()['eu_ai_act'].title}, {duty.article}"
    return Citation(f"eu_ai_act:{duty.article}", title, duty.url, duty.checked, duty.how)


def condition_reasons(case: Considered) -> Sentences:
    """On what the verdict hangs that nobody was asked, although the law asks for it."""
    if case.waits_for_who_checks:
        text = tr(
            "The law calls it high risk and asks for a person who can step in; nobody has said who checks each result."
        )
        yield "unknown", "review", text, "eu_ai_act"


def safety_reasons(case: Considered) -> Sentences:
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
        yield "against", "undo", _undo(case), "pair_user_needs"
    if case.verdict in NO_AI or case.verdict == "no_ai_rules":
        return
    yield from _review(case)
    if TASK_KINDS[case.kind or "classify"].made_by == ("prompted",):
        text = tr("A language model can say what is not so, and sound sure of it.")
        yield "against", "harm", text, "nist_genai"


def _undo(case: Considered) -> str:
    if checked(case.view):
        return tr(
            "What it does cannot be undone: the person who checks it is the last one who can stop it."
        )
    if {"human_in_loop", "review_share"} & case.values.keys():
        return tr("What it does cannot be undone, and nobody looks before it happens.")
    return tr("What it does cannot be undone, and nobody has said who looks before it happens.")


def _review(case: Considered) -> Sentences:
    share = case.values.get("review_share")
    if isinstance(share, int | float) and 0 < share < 1:
        text = tr("A person checks {share} of the answers before they count.", share=percent(share))
        yield "for" if checked(case.view) and share >= _MOST else "against", "review", text, _PEOPLE
    elif checked(case.view):
        text = tr("A person checks it, so that a mistake can be caught before it counts.")
        yield "for", "review", text, _PEOPLE
    elif case.values.get("human_in_loop") is False and not case.grave:
        yield "against", "review", tr("Nobody checks its answers before they count."), _PEOPLE


_PEOPLE = "pair_user_needs"
_MOST = 0.5  # of the answers


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


def measured_reasons(case: Considered) -> Sentences:
    measured, gate = case.view["measured"], case.view["accuracy_gate"]
    below = below_gate(measured, gate)
    share = case.view["majority_share"]
    today, rule = test_of(case.view, "today"), test_of(case.view, "rule")
    if today is not None:
        yield "against", "baseline", _to_beat(today), "ml_problem_framing"
    if rule is not None and case.decision.how != "rule":  # tested, and not itself the answer
        yield "against", "baseline", _to_beat(rule), "ml_problem_framing"
    elif rule is not None and below_gate(rule, gate) is False:
        text = tr("The rule that is there is good enough already: anything else has to beat it.")
        yield "against", "baseline", text, "rules_of_ml"
    if below is not None:
        text = _against_the_bar(measured, gate, below=below)
        yield "against" if below else "for", "gate", text, "clopper_pearson"
    elif case.decision.ground == "not measured" or ("measured" in case.open_answers and gate):
        yield "unknown", "gate", tr("Nobody has measured yet how right the AI is."), "ai_canvas"
    elif case.decision.ground == "no bar" or "accuracy_gate" in case.open_answers:
        yield "unknown", "gate", tr("Nobody has said how right it must be in numbers."), "ai_canvas"
    if not _has_classes(case):
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
    elif is_lopsided(case):
        text = tr(
            "Always saying the commonest answer would be right {share} of the time, so being right often says little.",
            share=percent(share),
        )
        yield "against", "base rate", text, "ml_metrics"
        text = tr("Count how many of the rare cases it finds, not how often it is right.")
        yield "against", "recall", text, "ml_metrics"
    yield from _small_test(case, gate)
    if measured is not None and measured.metric == "recall":
        text = tr(
            "What was measured is how many of the rare cases it finds; how often it is right would say less."
        )
        yield "for", "recall", text, "ml_metrics"


_USUAL_BAR = 0.9  # where nobody named one


def _small_test(case: Considered, gate: float | None) -> Sentences:
    """That the examples can train a model, and that what is held out of them cannot show it to be good enough."""
    labels = case.values.get("labelled_examples")
    if not isinstance(labels, int | float) or case.verdict != "automl_finetune":
        return
    tested = int(labels) // 4  # about what is held out
    if case.found.data != "modest" or case.view["measured"] is not None or not tested:
        return
    shows = measured_bound(Measured(tested, tested))
    if shows < (gate or _USUAL_BAR):
        text = tr(
            "A test keeps about {tested} of them; even if all come out right, that shows no more than {share}.",
            tested=digits(tested),
            share=percent(shows),
        )
        yield "against", "gate", text, "clopper_pearson"


def _has_classes(case: Considered) -> bool:
    return case.kind in ("classify", None) or case.view["n_classes"] is not None


def is_lopsided(case: Considered) -> bool:
    """Whether one answer is so common that being right often says little: then what is found of the rest counts."""
    share = case.view["majority_share"]
    lopsided = isinstance(share, int | float) and share >= criteria()["lopsided_share"]
    return lopsided and _has_classes(case)


def _to_beat(measured: Measured) -> str:
    counted, words, units, other = _TO_BEAT[measured.of]
    if measured.correct is not None:
        return counted.format(right=of_all(measured.correct, measured.n))
    assert measured.value is not None
    if measured.metric == "wer":
        return words.format(wrong=percent(measured.value))
    return (units if measured.metric == "mae" else other).format(value=number(measured.value))


_TO_BEAT = {
    "today": (
        tr("Today’s way is right in {right}: that is the number to beat."),
        tr("Today’s way gets {wrong} of the words wrong: that is the number to beat."),
        tr("Today’s way is off by {value} on average: that is the number to beat."),
        tr("Today’s way reaches {value}: that is the number to beat."),
    ),
    "rule": (
        tr("The rule is right in {right}: that is the number to beat."),
        tr("The rule gets {wrong} of the words wrong: that is the number to beat."),
        tr("The rule is off by {value} on average: that is the number to beat."),
        tr("The rule reaches {value}: that is the number to beat."),
    ),
}


def _against_the_bar(measured: Measured, gate: float, *, below: bool) -> str:
    if measured.bound is not None and measured.metric in ("fields", "words"):  # parts of a case
        missed, reached = _SHARE_WORDS
        return (missed if below else reached).format(
            value=percent(measured.value),
            sure=percent_beside(measured.bound, gate),
            bar=set_percent(gate),
        )
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
_SHARE_WORDS = (
    tr("It reaches {value}: sure of at least {sure}, below the bar of {bar}."),
    tr("It reaches {value}: sure of at least {sure}, at or above the bar of {bar}."),
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
