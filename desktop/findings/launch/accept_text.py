"""A test against a bar as a command prints it, of counts that belong to no project."""

from typing import TYPE_CHECKING, Any

from estimators.base.codec import plain
from estimators.base.interval import of_all, percent_range
from estimators.base.number import UNKNOWN, digits
from estimators.base.percent import percent, percent_beside, set_percent
from estimators.base.sentence import tr
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.acceptance.baseline import BaselineComparison
    from estimators.acceptance.result import AcceptanceResult
    from estimators.acceptance.sequential import SequentialTest
    from estimators.acceptance.subgroups import SubgroupTest

Lines = list[str | TableTwin]


def result_text(result: "AcceptanceResult") -> Lines:
    """Whether it passes, and what is sure of it."""
    sure = tr(
        "{confidence} one-sided, exact; n = {total}",
        confidence=percent(result.confidence),
        total=result.total,
    )
    if result.looks_sentence:
        return [
            result.sentence,
            result.detail,
            tr(
                "{looks_sentence} Over all looks {sure}.",
                looks_sentence=result.looks_sentence,
                sure=sure,
            ),
        ]
    bound = percent_beside(result.lower_bound, result.bar)
    return [
        result.sentence,
        tr(
            "{detail} Sure of at least {bound} ({sure}).",
            detail=result.detail,
            bound=bound,
            sure=sure,
        ),
    ]


def size_text(result: "AcceptanceResult", assumed: float | None) -> tuple[dict[str, Any], Lines]:
    """How many examples a test takes, as JSON and in words."""
    from estimators.acceptance.sample_size import plan_test

    plans = [
        plan_test(result.bar, accuracy, result.power, result.confidence)
        for accuracy in sorted(result.examples_for_power)
    ]
    rows = tuple(
        (
            percent(plan.true_accuracy, 1),
            tr("out of reach") if plan.first is None else digits(plan.first),
            "" if plan.throughout is None else digits(plan.throughout),
        )
        for plan in plans
    )
    wanted = round((1 + result.bar) / 2, 4) if assumed is None else assumed
    planned = next((plan for plan in plans if plan.true_accuracy == wanted), None)
    lines: Lines = [
        tr(
            "Examples needed to pass {set_percent} with {set_percent_2} power:",
            set_percent=set_percent(result.bar),
            set_percent_2=set_percent(result.power),
        ),
        TableTwin((tr("true accuracy"), tr("examples"), tr("enough from")), rows),
    ]
    if planned is not None:
        lines += ["", planned.sentence, *([planned.toy] if planned.toy else [])]
    throughout = {f"{plan.true_accuracy:g}": plan.throughout for plan in plans}
    return {"examples_throughout": throughout, "planned": plain(planned)}, lines


def baseline_text(found: "BaselineComparison", n: int) -> str:
    """Whether it beats the baseline on the same examples."""
    by_luck = tr("under 0.001") if found.p_value < 0.001 else f"{found.p_value:.2g}"
    exact = tr("p = {by_luck} (exact McNemar test, n = {n})", by_luck=by_luck, n=n)
    return tr(
        "{sentence} By luck if both were equal: {exact}.", sentence=found.sentence, exact=exact
    )


def parts_text(parts: "SubgroupTest") -> Lines:
    """Each class or slice against the bar, all looked at together."""
    rows = tuple(
        (
            part.name,
            of_all(part.correct, part.total),
            percent_range(part.low, part.high) if part.total else UNKNOWN,
            "–" if part.needed is None else digits(part.needed),
            part.verdict.words,
        )
        for part in parts.parts
    )
    headers = (tr("class"), tr("right"), tr("likely (9 in 10)"), tr("needs alone"), tr("verdict"))
    return [
        tr("By class, all looked at together (Holm):"),
        TableTwin(headers, rows),
        parts.sentence,
    ]


def expected_labels(going: "SequentialTest") -> dict[str, float]:
    """What a test that is looked at as it goes takes, and how likely it is to pass."""
    return {
        "expected_labels_if_as_assumed": going.expected_labels(going.true_accuracy),
        "expected_labels_at_the_bar": going.expected_labels(going.bar),
        "chance_to_pass_if_as_assumed": going.chance_to_pass(going.true_accuracy),
    }


def going_text(going: "SequentialTest") -> Lines:
    """Where such a test stands, and what it takes."""
    state, plan = going.state, expected_labels(going)
    bound = percent(state.lower_bound, 1)
    return [
        state.sentence,
        tr("Sure of at least {bound}, however often it is looked at.", bound=bound),
        tr(
            "Such a test takes about {plan} labels if it is right "
            "{set_percent} of the time, about {plan_2} if it is only at the bar.",
            plan=f"{plan['expected_labels_if_as_assumed']:.0f}",
            set_percent=set_percent(going.true_accuracy),
            plan_2=f"{plan['expected_labels_at_the_bar']:.0f}",
        ),
    ]
