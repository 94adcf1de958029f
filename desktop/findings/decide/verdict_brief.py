"""What the one-page brief says of a verdict: what was asked, what to do now, and the five answers that decide."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.findings.decide.flip_points import value_words
from desktop.findings.problem.brief import flags_text
from desktop.project.project import Project
from desktop.project.questions import question
from estimators.base.count import count
from estimators.base.money import about_money
from estimators.base.number import number
from estimators.base.phrase import listed, within_a_sentence
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.gates import closed_options
from estimators.case.options import FORBIDDEN, kind_of
from estimators.case.questions import read_case
from estimators.case.ways import DOING
from reports import evidence
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.need_for_ai.assessment import Assessment

_DO = {
    "rule": tr("Write the rule down, and count how often it is right before you build it."),
    "buy_product": tr("Try the product on fifty {cases} of your own before you sign."),
    "prompt_api": tr(
        "Write the prompt, and let people grade its answers to fifty {cases} of your own."
    ),
    "prompt_with_retrieval": tr(
        "Try a prompt with your documents on fifty {cases} of your own, and let people grade it."
    ),
    "fine_tune_hosted": tr(
        "Set aside a tenth of the examples as a test, then tune a hosted model on the rest."
    ),
    "self_host_open_weights": tr(
        "Run an open model on your own computer, and try it on fifty {cases} of your own."
    ),
    "train_own": tr(
        "Bring the examples, and see how right a first model is on those it never saw."
    ),
    "build_from_scratch": tr(
        "Tune a ready model first: it is the number that the own model has to beat."
    ),
}
_DO_INSTEAD = {
    "leave_as_it_is": tr(
        "Go on as today, and look again when there are more {cases} or a mistake costs more."
    ),
    "fake_it_first": tr(
        "Show people a fake for a week: it says whether they want it and how right it must be."
    ),
    "collect_first": tr(
        "Collect examples while people do the work, and count those of the rarest answer."
    ),
    "do_not_launch": tr("Change what it does or who checks it, then ask again."),
    "launch": tr("Launch it behind a tripwire, and keep counting how often it is right."),
}
_STAY = tr("Stay as today; a written rule can take over once it costs less, mistakes included.")
_ASK_A_LAWYER = tr("Ask a lawyer what the law says of this purpose, and tick it on Problem.")
_BANNED = tr("Leave it: the law bans this use, whatever it would be worth.")
_INSTEAD = ("do_not_launch", "leave_as_it_is", "no_ai_rules")


def is_no_ai(assessment: "Assessment") -> bool:
    """Whether what follows stands in the place of an AI."""
    return assessment.verdict in _INSTEAD


def what_to_do(
    assessment: "Assessment", case: Mapping[str, Any], *, today_is_best: bool = False
) -> str:
    """What follows from the verdict; a rule waits where money says that staying as today is worth most."""
    if assessment.blocked_by == "law":
        _, ruled_out = closed_options(read_case(case).values)
        return _BANNED if ruled_out == FORBIDDEN else _ASK_A_LAWYER
    words = assessment.words
    if assessment.verdict == "collect_first" and not words.tells_apart:
        return tr("Collect {examples} while people do the work.", examples=words.example.many)
    if today_is_best and assessment.verdict == "no_ai_rules":
        return _STAY
    named = _DO_INSTEAD.get(assessment.verdict) or _DO[assessment.how or "rule"]
    do = named.format(cases=words.case.many)
    if assessment.waits_for_who_checks:
        return tr("Say first who checks each result and can stop it. {do}", do=do)
    return do


def effort_of(assessment: "Assessment", valuation: "Valuation") -> str:
    """What the way of the verdict costs before it works and every month after; empty where it names none."""
    if assessment.how is None or assessment.verdict in (*_DO_INSTEAD, "do_not_launch"):
        return ""
    option, currency = valuation.option(assessment.how), valuation.currency
    if not option.possible:
        return ""
    month = option.month
    return tr(
        "{doing} costs about {once} once, and {month} a month for answers, checks and upkeep.",
        doing=DOING[assessment.how],
        once=about_money(option.upfront, currency),
        month=about_money(month.answers + month.checks + month.upkeep, currency),
    )


def what_was_asked(project: Project, case: Mapping[str, Any]) -> str:
    """What the idea is, in the words of who had it."""
    told = case.get("description")
    return str(told) if isinstance(told, str) and told.strip() else project.name


def five_answers(
    case: Mapping[str, Any],
    currency: str,
    rule: str,
    law_open: str,
    sources: Mapping[str, Provenance],
) -> tuple[evidence.ReportedFact, ...]:
    """The answers to the five questions that decide, each as it was given.

    ``rule`` is the first, in the words of the kind, ``law_open`` which questions of the law are open; empty: none.
    ``sources``: who gave each input of the case.
    """
    asked = (
        (rule, _said("explicit_rules_possible", case, currency)),
        (tr("Have people shown that they want it?"), _said("demand_validated", case, currency)),
        (tr("How bad is a mistake, and can it be undone?"), _mistake(case, currency)),
        (tr("What does the law say?"), _law(case, currency, law_open)),
        (tr("What is there already?"), _there(case)),
    )
    return tuple(
        evidence.ReportedFact(
            label,
            words or tr("not known"),
            _whose(names, sources) if words else Provenance.UNKNOWN,
        )
        for (label, words), names in zip(asked, _INPUTS, strict=True)
    )


_INPUTS = (
    ("explicit_rules_possible",),
    ("demand_validated",),
    ("error_cost_level", "error_reversible"),
    ("purpose_flags", "regulatory_tier"),
    ("labelled_examples", "needs_own_knowledge", "commodity_fit"),
)
"""What each of the five is made of."""


def _whose(names: tuple[str, ...], sources: Mapping[str, Provenance]) -> Provenance:
    """Who gave an answer: of several inputs the one that bears least."""
    found = {sources[name] for name in names if name in sources}
    order = (Provenance.GUESS, Provenance.PUBLISHED, Provenance.SIMULATED, Provenance.MEASURED)
    return next((source for source in order if source in found), Provenance.GUESS)


def _said(name: str, case: Mapping[str, Any], currency: str) -> str:
    value = case.get(name)
    return "" if value is None else value_words(name, value, currency)


def _mistake(case: Mapping[str, Any], currency: str) -> str:
    undone: Any = case.get("error_reversible")
    can = {True: tr("can be undone"), False: tr("cannot be undone")}
    parts = [_said("error_cost_level", case, currency), can.get(undone, "")]
    return ", ".join(part for part in parts if part)


def _law(case: Mapping[str, Any], currency: str, open_: str) -> str:
    flags = case.get("purpose_flags")
    tier = _said("regulatory_tier", case, currency)
    if flags is None:
        return tier
    said = flags_text(question("purpose_flags"), flags) if flags else tr("nothing special")
    if not open_:
        return said
    still = within_a_sentence(open_.removesuffix("."))
    return tr("{said}; {still_open}", said=said, still_open=still)


def _there(case: Mapping[str, Any]) -> str:
    found = []
    labels, fit = case.get("labelled_examples"), case.get("commodity_fit")
    if isinstance(labels, int | float) and labels > 0:
        kind = TASK_KINDS[kind_of(case) or "classify"]
        found.append(count(int(labels), kind.example))
    if case.get("needs_own_knowledge"):
        found.append(tr("own documents"))
    if isinstance(fit, int | float) and case.get("commodity_api_available") is not False:
        found.append(tr("a service that fits {number} of 5", number=number(fit)))
    if found:
        return listed(found)
    return "" if labels is None and fit is None else tr("nothing")
