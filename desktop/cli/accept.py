"""``smart-enough accept``: is it good enough to launch?"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.arguments import share, whole
from desktop.cli.outcome_files import read_answers, read_counts, read_pairs
from desktop.cli.output import Output
from desktop.findings.launch.accept_text import (
    Lines,
    baseline_text,
    expected_labels,
    going_text,
    parts_text,
    result_text,
    size_text,
)
from estimators.base.errors import UserError
from estimators.base.number import digits

if TYPE_CHECKING:
    from estimators.acceptance import SequentialTest

WRONG_USAGE = 2


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
    from estimators.acceptance import SequentialVerdict, accept_each, compare_with_baseline
    from estimators.acceptance import accept as test
    from estimators.acceptance.argument_checks import share as checked_share

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
    more: Lines = []
    correct, total, going = options.correct, options.total, None
    if options.sequential is not None:
        going = _sequential(options)
        correct, total = going.correct, going.total
        plan = expected_labels(going)
        document["sequential"] = {**going.to_json(), **going.state.to_json(), "plan": plan}
    if options.by_class is not None:
        counts = read_counts(options.by_class)
        parts = accept_each(counts, options.bar, options.confidence, looks=options.looks)
        document["by_class"] = parts.to_json()
        more += ["", *parts_text(parts)]
    if options.baseline is not None:
        model, other = read_pairs(options.baseline)
        _check_same_test(options.baseline, model, correct, total)
        baseline = compare_with_baseline(model, other, confidence=options.confidence)
        document["baseline"] = baseline.to_json()
        more += ["", baseline_text(baseline, len(model))]
    result = test(
        correct,
        total,
        options.bar,
        options.confidence,
        power=options.power,
        looks=options.looks,
        true_accuracy=options.true,
    )
    found, (sizes, lines) = result.to_json(), size_text(result, options.true)
    if going is None:
        lines = [*result_text(result), "", *lines]
    else:  # what a test of fixed size would say holds only if it is looked at once
        state = going.state
        found["fixed_size"] = {key: found[key] for key in ("lower_bound", "passes", "sentence")}
        found |= {"lower_bound": state.lower_bound, "sentence": state.sentence}
        found["passes"] = state.verdict is SequentialVerdict.PASSES
        lines = [*going_text(going), "", "A test of a size that is fixed beforehand instead:", *lines]  # fmt: skip
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


def _sequential(options: argparse.Namespace) -> "SequentialTest":
    from estimators.acceptance import SequentialTest

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
