"""``smart-enough accept``: is it good enough to launch?"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.number import share, whole
from desktop.cli.outcome_files import read_answers, read_counts, read_pairs
from desktop.cli.output import Output, table
from estimators.base.codec import printed
from estimators.base.errors import UserError
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits

if TYPE_CHECKING:
    from estimators.acceptance.result import AcceptanceResult
    from estimators.acceptance.sequential import SequentialTest
    from estimators.acceptance.subgroups import SubgroupTest

WRONG_USAGE = 2
_SETTINGS = ("bar", "true_accuracy", "confidence", "power", "noun", "correct", "total")


def add_accept_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--correct", type=whole, metavar="K", help="right answers")
    parser.add_argument("--total", type=whole, metavar="N", help="held-out examples tested")
    parser.add_argument(
        "--bar", type=share, required=True, help="the share that must be right, e.g. 0.8"
    )
    parser.add_argument("--confidence", type=share, default=0.95, help="one-sided (default 0.95)")
    parser.add_argument(
        "--power", type=share, default=0.8, help="for the sample sizes (default 0.8)"
    )
    parser.add_argument(
        "--true",
        type=share,
        metavar="A",
        help="how often it is assumed to be right, for the sample sizes and for --sequential "
        "(default: half-way from the bar to 1)",
    )
    parser.add_argument(
        "--looks",
        type=whole,
        default=1,
        metavar="L",
        help="how often these examples were looked at, this time included (default 1)",
    )
    parser.add_argument(
        "--sequential",
        type=Path,
        metavar="FILE",
        help="answers as they are labelled, 1 for right and 0 for wrong, in their order; instead of --correct and --total",
    )
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="CSV",
        help="the same examples answered by model and baseline: columns model,baseline of 1 and 0",
    )
    parser.add_argument(
        "--by-class",
        type=Path,
        metavar="CSV",
        help="counts by class or by any slice: columns class,correct,total",
    )


def accept(options: argparse.Namespace, output: Output) -> int | None:
    """Print the exact bound, whether it passes, and how many examples it would take."""
    from estimators.acceptance.argument_checks import share as checked_share
    from estimators.acceptance.baseline import compare_with_baseline
    from estimators.acceptance.result import accept as test
    from estimators.acceptance.sequential import SequentialVerdict
    from estimators.acceptance.subgroups import accept_each

    counted = (options.correct, options.total) != (None, None)
    if counted == (options.sequential is not None) or (
        counted and None in (options.correct, options.total)
    ):
        output.say(
            "smart-enough accept: give --correct and --total, or --sequential FILE. See smart-enough accept --help."
        )
        return WRONG_USAGE
    if options.true is not None:
        checked_share("--true", options.true)
    document: dict[str, Any] = {}
    more: list[str] = []
    correct, total, going = options.correct, options.total, None
    if options.sequential is not None:
        going = _sequential(options)
        correct, total = going.correct, going.total
        state = going.state
        set_to = {name: getattr(going, name) for name in _SETTINGS}
        document["sequential"] = {**set_to, **printed(state), "plan": _plan_of(going)}
    parts = None
    if options.by_class is not None:
        parts = accept_each(
            read_counts(options.by_class), options.bar, options.confidence, looks=options.looks
        )
        document["by_class"] = printed(parts)
        more += ["", "By class, all looked at together (Holm):", *_parts_lines(parts)]
    if options.baseline is not None:
        model, other = read_pairs(options.baseline)
        _check_same_test(options.baseline, model, correct, total)
        baseline = compare_with_baseline(model, other, confidence=options.confidence)
        document["baseline"] = printed(baseline)
        by_luck = "under 0.001" if baseline.p_value < 0.001 else f"{baseline.p_value:.2g}"
        more += [
            "",
            f"{baseline.sentence} By luck if both were equal: p = {by_luck} (exact McNemar test, n = {digits(len(model))}).",
        ]
    result = test(
        correct,
        total,
        options.bar,
        options.confidence,
        power=options.power,
        looks=options.looks,
        true_accuracy=options.true,
    )
    found, (lines, sizes) = printed(result), _size_lines(result, options.true)
    if going is None:
        lines = [*_result_lines(result), "", *lines]
    else:  # what a test of fixed size would say holds only if it is looked at once
        state = going.state
        found["fixed_size"] = {key: found[key] for key in ("lower_bound", "passes", "sentence")}
        found |= {"lower_bound": state.lower_bound, "sentence": state.sentence}
        found["passes"] = state.verdict is SequentialVerdict.PASSES
        lines = [
            *_going_lines(going),
            "",
            "A test of a size that is fixed beforehand instead:",
            *lines,
        ]
    output.result({**found, **sizes, **document}, [*lines, *more])
    return None


def _check_same_test(file: Path, model: list[bool], correct: int, total: int) -> None:
    """Pairs of answers must be about the test that was counted."""
    if len(model) == total and sum(model) == correct:
        return
    raise UserError(
        f"{file.name} is about another test.",
        f"In it the model is right {digits(sum(model))} times in {digits(len(model))}; counted were {digits(correct)} of {digits(total)}.",
        "Give a row for each example of this test.",
    )


def _result_lines(result: "AcceptanceResult") -> list[str]:
    """The test in words."""
    from estimators.base.percent import percent, percent_beside

    sure = f"{percent(result.confidence)} one-sided, exact; n = {digits(result.total)}"
    if result.looks_sentence:
        return [result.sentence, result.detail, f"{result.looks_sentence} Over all looks {sure}."]
    bound = percent_beside(result.lower_bound, result.bar)
    return [result.sentence, f"{result.detail} Sure of at least {bound} ({sure})."]


def _size_lines(
    result: "AcceptanceResult", assumed: float | None
) -> tuple[list[str], dict[str, Any]]:
    """How many examples a test takes, in words and as JSON."""
    from estimators.acceptance.sample_size import plan_test
    from estimators.base.percent import percent, set_percent

    plans = [
        plan_test(result.bar, accuracy, result.power, result.confidence)
        for accuracy in sorted(result.examples_for_power)
    ]
    rows = (
        (
            percent(plan.true_accuracy, 1),
            "out of reach" if plan.first is None else digits(plan.first),
            "" if plan.throughout is None else digits(plan.throughout),
        )
        for plan in plans
    )
    wanted = round((1 + result.bar) / 2, 4) if assumed is None else assumed
    planned = next((plan for plan in plans if plan.true_accuracy == wanted), None)
    lines = [
        f"Examples needed to pass {set_percent(result.bar)} with {set_percent(result.power)} power:",
        *table(("true accuracy", "examples", "enough from"), rows),
    ]
    if planned is not None:
        lines += ["", planned.sentence, *([planned.toy] if planned.toy else [])]
    return lines, {
        "examples_throughout": {f"{plan.true_accuracy:g}": plan.throughout for plan in plans},
        "planned": printed(planned),
    }


def _sequential(options: argparse.Namespace) -> "SequentialTest":
    from estimators.acceptance.sequential import SequentialTest

    truth = (1 + options.bar) / 2 if options.true is None else options.true
    if options.true is not None and not options.bar < truth < 1:
        raise UserError(
            "“--true” must lie above the bar and below 1.",
            f"It is {truth:g}, and the bar is {options.bar:g}.",
            "Give how good you think it is; a model no better than the bar cannot show it.",
        )
    test = SequentialTest(options.bar, truth, options.confidence, options.power)
    test.extend(read_answers(options.sequential))
    return test


def _plan_of(going: "SequentialTest") -> dict[str, float]:
    return {
        "expected_labels_if_as_assumed": going.expected_labels(going.true_accuracy),
        "expected_labels_at_the_bar": going.expected_labels(going.bar),
        "chance_to_pass_if_as_assumed": going.chance_to_pass(going.true_accuracy),
    }


def _going_lines(going: "SequentialTest") -> list[str]:
    from estimators.base.percent import percent, set_percent

    state = going.state
    plan = _plan_of(going)
    return [
        state.sentence,
        f"Sure of at least {percent(state.lower_bound, 1)}, however often it is looked at.",
        f"Such a test takes about {plan['expected_labels_if_as_assumed']:.0f} labels if it is right "
        f"{set_percent(going.true_accuracy)} of the time, about {plan['expected_labels_at_the_bar']:.0f} if it is only at the bar.",
    ]


def _parts_lines(parts: "SubgroupTest") -> list[str]:
    rows = (
        (
            part.name,
            of_all(part.correct, part.total),
            percent_range(part.low, part.high) if part.total else "unknown",
            "–" if part.needed is None else digits(part.needed),
            part.verdict.words,
        )
        for part in parts.parts
    )
    return [*table(("class", "right", "likely (9 in 10)", "needs alone", "verdict"), rows), parts.sentence]  # fmt: skip
