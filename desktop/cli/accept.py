"""``smart-enough accept``: is it good enough to launch? From counts, or from small files of outcomes.

Answers as they come, pairs of answers, counts by class.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.arguments import WrongUsageError, whole
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
from estimators.acceptance.outcome_file import (
    WORDS,
    bad_file,
    numbered_lines,
    outcome,
    read_outcomes,
)
from estimators.base.codec import printed
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.acceptance.sequential import SequentialTest


def read_pairs(path: Path) -> tuple[list[bool], list[bool]]:
    """What model and baseline made of the same examples: columns model,baseline (in that order without a heading)."""
    rows = [
        [outcome(cell, path, number) for cell in cells]
        for number, cells in _columns(path, ("model", "baseline"))
    ]
    return [row[0] for row in rows], [row[1] for row in rows]


def read_counts(path: Path) -> list[tuple[str, int, int]]:
    """Counts by class: columns class,correct,total (in that order without a heading)."""
    return [
        (name, _count(correct, path, number), _count(total, path, number))
        for number, (name, correct, total) in _columns(path, ("class", "correct", "total"))
    ]


def _columns(path: Path, names: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The cells of some columns, with the number of their line; a heading is passed over."""
    lines = [(number, line) for number, line in numbered_lines(path) if line.strip()]
    try:
        parsed = [[cell.strip() for cell in row] for row in csv.reader(line for _, line in lines)]
    except csv.Error as error:
        raise bad_file(tr("{name} is not a CSV file.", name=path.name), f"{error}") from error
    if not parsed:
        raise bad_file(tr("{name} is empty.", name=path.name))
    heading = [cell.lower() for cell in parsed[0]]
    first, places = 0, list(range(len(names)))
    if all(name in heading for name in names):
        first, places = 1, [heading.index(name) for name in names]
        if len(parsed) == 1:
            raise bad_file(tr("{name} has a heading and nothing below it.", name=path.name))
    elif len(parsed) > 1 and not any(c in WORDS or c.lstrip("-").isdigit() for c in heading):
        has = ", ".join(cell[:40] or tr("one without a name") for cell in parsed[0][:6])
        raise UserError(
            tr("{name} needs the columns {names}.", name=path.name, names=", ".join(names)),
            tr("It has {cell}.", cell=has),
            tr("Name them so in its first line, or put them in that order without a heading."),
        )
    for (number, _), row in list(zip(lines, parsed, strict=False))[first:]:
        if len(row) <= max(places):
            what = tr(
                "{name}, line {number}: {row} of {names} columns.",
                name=path.name,
                number=number,
                row=len(row),
                names=len(names),
            )
            raise bad_file(what, tr("It should hold {names}.", names=", ".join(names)))
        yield number, [row[place] for place in places]


def _count(word: str, path: Path, number: int) -> int:
    try:
        return whole(word)
    except argparse.ArgumentTypeError as error:
        what = tr(
            "{name}, line {number}: “{word}” is no whole number.",
            name=path.name,
            number=number,
            word=word[:40],
        )
        raise bad_file(what) from error


MISSED = 3
_SETTINGS = ("bar", "true_accuracy", "confidence", "power", "noun", "correct", "total")


def accept(options: argparse.Namespace, output: Output) -> int | None:
    """Print the exact bound, whether it passes, and how many examples it would take.

    With ``--fail`` the exit status says whether it passes, too.
    """
    from estimators.acceptance.argument_checks import share as checked_share
    from estimators.acceptance.base_rate import beside_commonest
    from estimators.acceptance.baseline import compare_with_baseline
    from estimators.acceptance.metric import Metric
    from estimators.acceptance.result import accept as test
    from estimators.acceptance.sequential import SequentialVerdict
    from estimators.acceptance.subgroups import accept_each

    counted = (options.correct, options.total) != (None, None)
    if counted == (options.sequential is not None) or (
        counted and None in (options.correct, options.total)
    ):
        raise WrongUsageError(tr("give --correct and --total, or --sequential FILE"))
    if options.true is not None:
        checked_share("--true", options.true)
    document: dict[str, Any] = {}
    more: Lines = []
    correct, total, going = options.correct, options.total, None
    if options.sequential is not None:
        going = _sequential(options)
        correct, total = going.correct, going.total
        set_to = {name: getattr(going, name) for name in _SETTINGS}
        document["sequential"] = {**set_to, **printed(going.state), "plan": expected_labels(going)}
    if options.by_class is not None:
        counts = read_counts(options.by_class)
        parts = accept_each(counts, options.bar, options.confidence, looks=options.looks)
        document["by_class"] = printed(parts)
        more += ["", *parts_text(parts)]
    if options.baseline is not None:
        model, other = read_pairs(options.baseline)
        _check_same_test(options.baseline, model, correct, total)
        baseline = compare_with_baseline(model, other, confidence=options.confidence)
        document["baseline"] = printed(baseline)
        more += ["", baseline_text(baseline, len(model))]
    metric = Metric(options.metric)
    result = test(
        correct,
        total,
        options.bar,
        options.confidence,
        power=options.power,
        looks=options.looks,
        true_accuracy=options.true,
        counted_as=metric.counted,
    )
    found, (sizes, lines) = printed(result), size_text(result, options.true)
    found["metric"] = metric.value
    base_rate: Lines = []
    if options.majority_share is not None:
        beside = beside_commonest(
            correct,
            total,
            options.bar,
            options.majority_share,
            options.confidence,
            looks=options.looks,
            metric=metric,
        )
        found["base_rate"] = printed(beside)
        base_rate = [beside.sentence]
    if going is None:
        lines = [*result_text(result), *base_rate, "", *lines]
    else:  # what a test of fixed size would say holds only if it is looked at once
        state = going.state
        found["fixed_size"] = {key: found[key] for key in ("lower_bound", "passes", "sentence")}
        found |= {"lower_bound": state.lower_bound, "sentence": state.sentence}
        found["passes"] = state.verdict is SequentialVerdict.PASSES
        lines = [*going_text(going), *base_rate, "", tr("A test of a size that is fixed beforehand instead:"), *lines]  # fmt: skip
    output.result({**found, **sizes, **document}, [*lines, *more])
    return MISSED if options.fail and not found["passes"] else None


def _check_same_test(file: Path, model: list[bool], correct: int, total: int) -> None:
    """Pairs of answers must be about the test that was counted."""
    if len(model) == total and sum(model) == correct:
        return
    raise UserError(
        tr("{name} is about another test.", name=file.name),
        tr(
            "In it the model is right {right} times in {model}; counted were {correct} of {total}.",
            right=sum(model),
            model=len(model),
            correct=correct,
            total=total,
        ),
        tr("Give a row for each example of this test."),
    )


def _sequential(options: argparse.Namespace) -> "SequentialTest":
    from estimators.acceptance.sequential import SequentialTest

    truth = (1 + options.bar) / 2 if options.true is None else options.true
    if options.true is not None and not options.bar < truth < 1:
        raise UserError(
            tr("“--true” must lie above the bar and below 1."),
            tr("It is {truth}, and the bar is {bar}.", truth=f"{truth:g}", bar=f"{options.bar:g}"),
            tr("Give how good you think it is; a model no better than the bar cannot show it."),
        )
    test = SequentialTest(options.bar, truth, options.confidence, options.power)
    test.extend(read_outcomes(options.sequential))
    return test
