"""From a project to the case that ``assess`` and ``options`` take.

Answers go in under the engine's names; what the project has *measured* replaces what was guessed: labelled examples are
counted, a tested run brings its right answers, demo sessions bring the share of answers people accept.
"""

from collections.abc import Mapping
from math import exp, hypot, log, prod, sqrt
from typing import Any

from desktop.findings.chosen_candidate import (
    TRAINED_OPTION,
    is_chosen,
    launch_test,
    measured_case,
    option_tests,
)
from desktop.project.product import case_noun_of, inputs_of, kind_name, kind_of
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import ALL_QUESTIONS
from desktop.project.records import Bar, Fact, Run
from desktop.project.run_list import fair_run_in_use
from desktop.project.table_data import look_of
from estimators.acceptance.metric import Metric
from estimators.base.input_kind import INPUT_KINDS, in_order
from estimators.base.money import money
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.case.default_inputs import CASE_WORD, default_inputs
from estimators.case.price_book import PRICES, currencies
from estimators.case.questions import OWNED
from reports.provenance import Provenance

BUDGET = "budget_usd"
RANKING_KEY = "intangible_ranking"  # what counts besides money, the weightiest first
COST_OF_TODAY = "cost_of_today_per_case"
YES = {"yes": True, "no": False}
RANGE_SOURCES = {Provenance.MEASURED, Provenance.PUBLISHED, Provenance.GUESS}


def case_of(project: Project) -> dict[str, Any]:
    """The inputs that this project knows, under the names of the engines; what is unknown is left out."""
    facts = project.facts()
    case: dict[str, Any] = {"title": project.name, "currency": project.answer("currency", "USD")}
    for question in ALL_QUESTIONS:
        fact = facts.get(question.key)
        if question.case_key and fact is not None and fact.known and fact.value is not None:
            case[question.case_key] = input_of(question, fact)
    if COST_OF_TODAY not in case and (cost := cost_of_today(facts)) is not None:
        case[COST_OF_TODAY] = cost
    if BUDGET in case:  # typed in the project's currency, as every amount; asked in US dollars
        case[BUDGET] /= currencies()[case["currency"]]
    ranking = _ranking(project)
    if ranking:
        case[RANKING_KEY] = ranking
    if prices := project.answer(PRICES):
        case[PRICES] = prices
    case.update(measured_inputs(project))
    documents = case.get("needs_own_knowledge") is True
    for name, price in measured_prices(project, with_documents=documents).items():
        case.setdefault(name, price)  # what a person typed counts
    if kind_of(project) is not None or inputs_of(project):  # else a case is a case
        case["goes_in"] = _goes_in(project)
        case[CASE_WORD] = case_noun_of(project).one
    if "n_classes" in case:  # classes tell things apart, unless the person chose otherwise
        case.setdefault("task_kind", "classify")
    if project.answer(OWNED) in YES:  # asked by earlier versions
        case[OWNED] = YES[project.answer(OWNED)]
    case.setdefault("stage", "concept")  # whether it may launch is asked on Launch
    return case


def says_nothing(case: Mapping[str, Any]) -> bool:
    """Whether nothing is known yet of what is asked for."""
    return set(case) <= {"title", "currency", "stage"}


def _goes_in(project: Project) -> list[str]:
    """What goes in; of a table also what a network reads in its columns."""
    from estimators.table.column import ColumnRole

    look = look_of(project)
    used = [one.type for one in look.columns if one.role == ColumnRole.USE] if look else []
    return list(in_order({*inputs_of(project), *(one for one in used if one in INPUT_KINDS)}))


def sources_of_inputs(project: Project) -> dict[str, Provenance]:
    """Who gave each input of the case, by its name; what was measured here is nobody's guess."""
    facts = project.facts()
    given = {
        asked.case_key: facts[asked.key].source
        for asked in ALL_QUESTIONS
        if asked.case_key and asked.key in facts and facts[asked.key].known
    }
    return given | dict.fromkeys(measured_inputs(project), Provenance.MEASURED)


def cost_of_today(facts: Mapping[str, Fact]) -> dict[str, Any] | None:
    """What a case costs today, of the minutes that it takes and what an hour costs; None while either is unknown.

    The ends of two 90 % ranges multiplied would be a wider one: of independent log-normals the squares of the widths add up.
    """
    factors = [facts.get(key) for key in ("minutes_per_case", "hour_cost")]
    ends = [
        (fact.value["low"], fact.value["high"])
        for fact in factors
        if fact is not None and fact.known and isinstance(fact.value, dict)
    ]
    ends = [(max(low, high / 1000), high) for low, high in ends if high > 0]
    if len(ends) < len(factors):
        return None
    middle = prod(sqrt(low * high) for low, high in ends) / 60
    width = hypot(*(log(high / low) for low, high in ends)) / 2
    sources = {fact.source for fact in factors if fact is not None}
    source = sources.pop() if len(sources) == 1 else Provenance.GUESS
    return {
        "low": float(f"{middle * exp(-width):.6g}"),
        "high": float(f"{middle * exp(width):.6g}"),
        "source": tr("minutes × what an hour costs"),
        "provenance": str(source) if source in RANGE_SOURCES else "guess",
    }


def _ranking(project: Project) -> list[str]:
    """What the person put in order; names that no criterion has any more are left out."""
    from estimators.build_vs_buy.swing_weights import criteria_names

    kept = project.answer(RANKING_KEY)
    names = criteria_names()
    return [str(name) for name in kept if name in names] if isinstance(kept, list) else []


def measured_inputs(project: Project) -> dict[str, Any]:
    measured: dict[str, Any] = {}
    classes = project.classes()
    labelled = sum(c.examples for c in classes)
    if labelled:
        measured["labelled_examples"] = labelled
    if len(classes) > 1:
        measured["n_classes"] = len(classes)
        if labelled:
            measured["rarest_class_examples"] = min(c.examples for c in classes)
    run = fair_run_in_use(project)
    tested = _tested(project, run)
    if tested is not None:
        measured["measured"] = tested
    bar = project.accuracy_bar
    if bar is not None:
        measured["accuracy_gate"] = bar.value
    elif project.bar is not None:
        measured["bar_missed"] = _missed(project, project.bar)
    planned = run.result.accuracy.value if run is not None else measured.get("accuracy_gate")
    if run is None and (launched := launch_test(project)) is not None:
        planned = launched.share
    acceptance = _acceptance(project, planned)
    if acceptance is not None:
        measured["acceptance"] = acceptance
    return measured


def _tested(project: Project, run: Run | None) -> dict[str, Any] | None:
    """The tests of the ways that were measured, the one in question first; None where none was."""
    tests = [one for one in option_tests(project) if run is None or one.option != TRAINED_OPTION]
    if run is None:
        return measured_case(tests) if tests else None
    own = {"correct": run.result.correct, "n": run.result.n_test, "metric": "accuracy"}
    if not tests:
        return own
    found = measured_case(tests)
    if is_chosen(project, tests[0]):
        return {**found, "beside": [*found["beside"], {**own, "of": TRAINED_OPTION}]}
    others = found.pop("beside")
    return {**own, "beside": [found, *others]}


def measured_prices(project: Project, *, with_documents: bool) -> dict[str, Any]:
    """What an answer of each way costs, as its answers said, under the names of the engines.

    A candidate that counts in another currency than the project says nothing; people are paid for by the hour, not by the answer.
    """
    found: dict[str, Any] = {}
    names = {
        "prompt": "retrieval_price" if with_documents else "prompt_price",
        "service": "product_price",
        TRAINED_OPTION: "trained_price",
    }
    for one in option_tests(project):
        name, cost = names.get(one.option), one.cost_per_1000
        if name is None or not cost or one.currency not in ("", currency_of_case(project)):
            continue
        found[name] = {
            "low": cost / 1000,
            "high": cost / 1000,
            "source": tr("measured: {cost} for 1,000", cost=money(cost, currency_of_case(project))),
            "provenance": "measured",
        }
    return found


def currency_of_case(project: Project) -> str:
    return str(project.answer("currency", "USD"))


def _missed(project: Project, bar: Bar) -> str:
    """The bar as what has to happen for it to be missed: "fewer than 75% of “crack” are found"."""
    value = set_percent(bar.value)
    match bar.metric:
        case Metric.COST:
            return tr(
                "a case costs more than {value}",
                value=money(bar.value, str(project.answer("currency", "USD"))),
            )
        case Metric.RECALL:
            return tr("fewer than {value} of “{of}” are found", value=value, of=bar.of)
        case Metric.PRECISION:
            return tr("fewer than {value} of those called “{of}” are", value=value, of=bar.of)
        case Metric.COVERAGE:
            return tr("it answers fewer than {value} alone", value=value)
    return tr("fewer than {value} of the answers that it gives alone are right", value=value)


def _acceptance(project: Project, planned: float | None) -> dict[str, Any] | None:
    """How many answers people took, of those shown at the accuracy nearest the one planned.

    Reactions to the real model are left out: people were asked what they would do with answers of a
    known quality, and mixing in others would make the share depend on which was tried more often. So are
    those to compared kinds of error, which no product makes in that mixture.
    Reactions to a product of another kind say nothing of this one. Without a plan every other demo reaction counts.
    """
    kind = kind_name(project)
    shown = [
        (round(reaction.shown_accuracy, 2), reaction.outcome)
        for session in project.sessions()
        for reaction in session.reactions
        if reaction.simulated and not reaction.variant and reaction.kind == kind
    ]
    if not shown:
        return None
    known: dict[str, Any] = {}
    if planned is not None:
        nearest = min({accuracy for accuracy, _ in shown}, key=lambda a: (abs(a - planned), a))
        shown = [pair for pair in shown if pair[0] == nearest]
        known["shown_accuracy"] = nearest
    accepted = sum(outcome == "accepted" for _, outcome in shown)
    return {"accepted": accepted, "n": len(shown), **known}


def input_of(question: Question, fact: Fact) -> Any:
    """What an answer is to the engines."""
    value = fact.value
    if question.kind is Kind.CHOICE:
        yes_or_no = all(choice in YES for choice, _ in question.choices)
        return YES.get(value, value) if yes_or_no else value
    of_value = question.case_key in default_inputs()  # there, its source travels with it
    if question.kind is Kind.NUMBER and of_value:
        value = {"low": value, "high": value}
    if isinstance(value, dict) and (of_value or question.kind is Kind.RANGE):
        return {
            "low": value["low"],
            "high": value["high"],
            "source": fact.note or fact.source.words,
            "provenance": str(fact.source) if fact.source in RANGE_SOURCES else "guess",
        }
    return value
