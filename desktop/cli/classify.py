"""``smart-enough inspect`` and ``train``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.data import DATA_HELP, add_column_arguments, read_data
from desktop.cli.interrupt import interrupted
from desktop.cli.number import share
from desktop.cli.output import Output, ProgressBar, one_line, sentence, table
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.number import seconds as seconds_words
from estimators.base.percent import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from estimators.classifier.data_issue import DataIssue, Gate, HygieneReport
    from estimators.classifier.evaluation_result import Evaluation
    from estimators.classifier.examples import Examples
    from estimators.classifier.training_result import TrainingResult

_MOST_GROUPS = 8
_NOT_SHOWN = "Accuracy is not shown: it would look better than it is. Mend the split, or add --waive-leakage with your name."
_MOST_FINDINGS = 10
_MOST_PATHS = 10
_MOST_CLASSES = 20
_WIDEST_NAME = 60


def add_inspect_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", type=Path, metavar="DATA", help=DATA_HELP)
    parser.add_argument(
        "--test", type=Path, metavar="DATA", help="test data that must not be among DATA"
    )
    parser.add_argument("--seed", type=int, default=0)
    add_column_arguments(parser)


def inspect(options: argparse.Namespace, output: Output) -> None:
    """Print what is wrong with the data, each finding with its files."""
    examples = read_data(options.data, options, min_classes=1)
    test = read_data(options.test, options, min_classes=1) if options.test else None
    # Slow to import; data that cannot be looked at is refused before.
    from estimators.classifier.hygiene.inspection import inspect as look

    with ProgressBar() as progress:
        report = look(
            examples,
            test=test,
            seed=options.seed,
            progress=progress,
            cancelled=interrupted,
        )
    document = {**report.printed(), "notes": [*examples.notes]}
    output.result(document, _findings(report, examples.notes))


def _findings(report: "HygieneReport", notes: "Sequence[str]") -> list[str]:
    from estimators.classifier.modality import modality_named

    modality, classes = modality_named(report.modality), report.classes
    several = f"{digits(len(classes))} class{'' if len(classes) == 1 else 'es'}"
    lines = [f"{modality.count(sum(classes.values()))} in {several}"]
    largest = sorted(classes, key=lambda name: -classes[name])
    shown = classes if len(classes) <= _MOST_CLASSES else largest[: _MOST_CLASSES // 2]
    lines += [f"  {one_line(name, _WIDEST_NAME)}: {digits(classes[name])}" for name in shown]
    if len(classes) > len(shown):
        least = min(classes.values())
        lines.append(
            f"  and {digits(len(classes) - len(shown))} more, the smallest with {digits(least)}"
        )
    lines += notes
    for kind, words in _FINDINGS:
        findings = _one_for_each_reason(getattr(report, kind))
        for finding in findings[:_MOST_FINDINGS]:
            lines += [
                f"{words}: {finding.why}",
                *(f"    {one_line(path)}" for path in finding.paths[:_MOST_PATHS]),
            ]
            if len(finding.paths) > _MOST_PATHS:
                lines.append(f"    and {digits(len(finding.paths) - _MOST_PATHS)} more")
        more = len(getattr(report, kind)) - _MOST_FINDINGS
        if more > 0:
            lines.append(f"{words}: {digits(more)} more; --json lists them.")
    lines += [*_kept_together(report), *_gate(report.gate)]
    if report.gate.passed and not any(getattr(report, kind) for kind, _ in _FINDINGS):
        lines.append("Nothing found that would make a result look better than it is.")
    return lines


_FINDINGS = (
    ("leakage", "In both sets"),
    ("unreadable", "Can’t be opened"),
    ("label_suspects", "Label looks wrong"),
    ("exact_duplicates", "The same file"),
    ("near_duplicates", "Nearly the same"),
    ("shortcuts", "A shortcut, maybe"),
    ("warnings", "Look at this"),
    ("quality", "Hard to see or hear"),
    ("outliers", "An odd one out"),
)


def _one_for_each_reason(findings: "Sequence[DataIssue]") -> "list[DataIssue]":
    """Findings about one example each that say the same are told together."""
    from estimators.classifier.data_issue import DataIssue

    alone: dict[str, list[str]] = {}
    for finding in findings:
        if len(finding.paths) == 1:
            alone.setdefault(finding.why, []).extend(finding.paths)
    together = [DataIssue(tuple(paths), why) for why, paths in alone.items()]
    return [*together, *(finding for finding in findings if len(finding.paths) != 1)]


def _kept_together(report: "HygieneReport") -> list[str]:
    """Why examples stay on one side, the largest groups first; good to know, and nothing to mend."""
    groups = sorted(report.belongings, key=lambda group: -len(group.paths))
    lines = [f"Kept together: {group.why}" for group in groups[:_MOST_GROUPS]]
    if len(groups) > _MOST_GROUPS:
        lines.append(f"Kept together: {digits(len(groups) - _MOST_GROUPS)} more groups.")
    return lines


def _gate(gate: "Gate") -> list[str]:
    """What stands between a result and its numbers."""
    failed = [check.why for check in gate.checks if not check.passed]
    if not failed:
        return []
    return [f"The test is not fair: {why}" for why in failed]


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", type=Path, metavar="DATA", help=DATA_HELP)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="M.onnx", help="where the model goes"
    )
    parser.add_argument(
        "--test", type=Path, metavar="DATA", help="test on these instead of a holdout"
    )
    parser.add_argument(
        "--holdout", type=share, default=0.2, help="share held out for the test (default 0.2)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--waive-leakage",
        default="",
        metavar="NAME",
        help="show accuracy although the test knows something of what was learned from; NAME answers for it",
    )
    parser.add_argument(
        "--backbone",
        default="auto",
        metavar="NAME",
        help="the pretrained network (default: the usual one; of texts, the best by cross-validation)",
    )
    parser.add_argument(
        "--augment",
        choices=("off", "auto", "on"),
        default="off",
        help="make variants of thin classes: auto learns from them only if they measurably help (default: off)",
    )
    parser.add_argument(
        "--int8",
        action="store_true",
        help="also write M.int8.onnx, about a third of the size, and measure what that costs",
    )
    add_column_arguments(parser)


def train(options: argparse.Namespace, output: Output) -> None:
    """Train, test on what was held out, and write one model file."""
    if not 0 <= options.holdout < 1:
        raise UserError(
            "The holdout is a share from 0 up to 1.", f"{options.holdout:g} was given.", "Try 0.2."
        )
    examples = read_data(options.data, options)
    test = read_data(options.test, options, min_classes=1) if options.test else None
    from estimators.classifier.training import (
        train as learn,
    )  # slow to import; data is refused at once

    with ProgressBar() as progress:
        result = learn(
            examples,
            out=options.out,
            test=test,
            holdout=options.holdout,
            seed=options.seed,
            backbone=options.backbone,
            augmentation=options.augment,
            waived_by=options.waive_leakage,
            progress=progress,
            cancelled=interrupted,
        )
        document = result.printed()
        if options.int8:
            document["int8"] = _write_int8(options.out, examples, test, result, progress)
    certificate, seconds, gate = result.certificate, result.seconds, result.gate
    lines = _gate(gate)
    if gate.waived_by and lines:
        lines.append(f"{gate.waived_by} lets it count all the same.")
    lines += measured_lines(result) if gate.opens else [_NOT_SHOWN]
    if gate.opens and result.log_loss_uncalibrated is not None:
        lines.append(
            f"Log loss {result.log_loss:.3f}, without calibration {result.log_loss_uncalibrated:.3f}."
        )
    if result.settings.why_backbone:
        lines.append(result.settings.why_backbone)
    if result.augmentation:
        lines.append(result.augmented)
    lines += _left_out(result.skipped)
    lines += [
        f"{options.out} answers as tested: {certificate.label_flips} of {digits(certificate.n)} labels differ, "
        f"probabilities by {certificate.max_difference:.1g} at most."
        if certificate.n
        else f"{options.out} is written; without a test there was nothing to compare it on.",
        f"Learned from {digits(result.n_train)} in {seconds_words(seconds.total)} "
        f"(embedding {seconds_words(seconds.embed)}, fit {seconds_words(seconds.fit)}).",
    ]
    if options.int8:
        lines.append(document["int8"]["sentence"])
    output.result(document, lines)


def _write_int8(
    out: Path,
    examples: "Examples",
    test: "Examples | None",
    result: "TrainingResult",
    progress: ProgressBar,
) -> dict[str, Any]:
    """The smaller model beside the other, and what it costs; where there is none, a sentence that says why."""
    from estimators.classifier.export import write_model
    from estimators.classifier.quantised import quantise

    target = out.with_name(f"{out.stem}.int8{out.suffix}")
    tested, held = test or examples, set(result.held_out)
    rows = [at for at, name in enumerate(tested.names) if test is not None or name in held]
    learned = [
        item for item, name in zip(examples.items, examples.names, strict=True) if name not in held
    ]
    try:
        model, loss = quantise(
            out.read_bytes(),
            learned,
            [tested.items[at] for at in rows],
            [tested.labels[at] for at in rows],
            progress=progress,
            cancelled=interrupted,
        )
    except UserError as error:
        return {"file": None, "sentence": sentence(error.what, error.why)}
    write_model(target, model)
    return {"file": target, **plain(loss), "sentence": f"{target}: {loss.sentence}"}


def _left_out(skipped: "Sequence[DataIssue]") -> list[str]:
    lines = [
        f"Left out: {', '.join(map(one_line, finding.paths))}: {finding.why}"
        for finding in skipped[:_MOST_FINDINGS]
    ]
    if len(skipped) > _MOST_FINDINGS:
        lines.append(f"Left out: {digits(len(skipped) - _MOST_FINDINGS)} more; --json lists them.")
    return lines


def measured_lines(result: "Evaluation") -> list[str]:
    """What a test found, with n and intervals."""
    from desktop.findings.train.view import right_figure, right_sentence

    ece, chance = result.ece, result.ece_by_chance
    if not result.n_test or ece is None or chance is None:
        return [*result.notes]
    right = right_sentence(right_figure(result, "example"), _whose(result))
    rows = [
        (
            one_line(row.name, _WIDEST_NAME),
            f"{row.found} of {row.n}",
            percent(row.recall.low),
            percent(row.recall.high),
        )
        for row in result.per_class
    ]
    return [
        right,
        f"Always saying “{result.baseline_class}” would be right {percent(result.baseline.measured.value)} of the time.",
        f"How sure it says it is, is off by {ece:.3f} on average; "
        f"{chance:.3f} would be chance (n = {digits(result.n_test)}).",
        "",
        *table(("class", "found", "low", "high"), rows),
        "",
        *result.notes,
    ]


def _whose(result: "Evaluation") -> str:
    """What a test was on: what a training held out, or what an evaluation was given."""
    if result.seen_before is None:
        return " held out"
    return "" if result.seen_before.learned_from is None else " that it had not learned from"
