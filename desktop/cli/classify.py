"""``smart-enough inspect``, ``train``, ``predict`` and ``evaluate``."""

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.data import add_column_arguments, read_data
from desktop.cli.interrupt import interrupted
from desktop.cli.output import Output, ProgressBar, table
from desktop.errors import UserError

_MOST_GROUPS = 8
_NOT_SHOWN = "Accuracy is not shown: it would look better than it is. Mend the split, or add --waive-leakage with your name."
DATA_HELP = "a folder with one folder per class, a CSV, or a .smart project"


def add_inspect_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", type=Path, metavar="DATA", help=DATA_HELP)
    parser.add_argument(
        "--test", type=Path, metavar="DATA", help="test data that must not be among DATA"
    )
    parser.add_argument("--seed", type=int, default=0)
    add_column_arguments(parser)


def inspect(options: argparse.Namespace, output: Output) -> None:
    """Print what is wrong with the data, each finding with its files."""
    from estimators.classifier.hygiene.inspection import inspect as look

    examples = read_data(options.data, options, min_classes=1)
    test = read_data(options.test, options, min_classes=1) if options.test else None
    with ProgressBar() as progress:
        report = look(
            examples,
            test=test,
            seed=options.seed,
            progress=progress,
            cancelled=interrupted,
        ).to_json()
    lines = [
        f"{sum(report['classes'].values()):,} {report['modality']}s in {len(report['classes'])} classes"
    ]
    lines += [f"  {name}: {n:,}" for name, n in report["classes"].items()]
    for kind, words in _FINDINGS:
        for finding in report[kind]:
            lines += [
                f"{words}: {finding['why']}",
                *(f"    {path}" for path in finding["paths"][:10]),
            ]
            if len(finding["paths"]) > 10:
                lines.append(f"    and {len(finding['paths']) - 10:,} more")
    lines += [*_kept_together(report), *_gate(report["gate"])]
    if all(not report[kind] for kind, _ in _FINDINGS) and report["gate"]["passed"]:
        lines.append("Nothing found that would make a result look better than it is.")
    output.result(report, lines)


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


def _kept_together(report: dict[str, Any]) -> list[str]:
    """Why examples stay on one side, the largest groups first; good to know, and nothing to mend."""
    groups = sorted(report["belongings"], key=lambda group: -len(group["paths"]))
    lines = [f"Kept together: {group['why']}" for group in groups[:_MOST_GROUPS]]
    if len(groups) > _MOST_GROUPS:
        lines.append(f"Kept together: {len(groups) - _MOST_GROUPS:,} more groups.")
    return lines


def _gate(gate: dict[str, Any]) -> list[str]:
    """What stands between a result and its numbers."""
    failed = [check["why"] for check in gate["checks"] if not check["passed"]]
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
        "--holdout", type=float, default=0.2, help="share held out for the test (default 0.2)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--waive-leakage",
        default="",
        metavar="NAME",
        help="show accuracy although the test knows something of what was learned from; NAME answers for it",
    )
    add_column_arguments(parser)


def train(options: argparse.Namespace, output: Output) -> None:
    """Train, test on what was held out, and write one model file."""
    from estimators.classifier.training import train as learn

    if not 0 <= options.holdout < 1:
        raise UserError(
            "The holdout is a share from 0 up to 1.", f"{options.holdout:g} was given.", "Try 0.2."
        )
    examples = read_data(options.data, options)
    test = read_data(options.test, options, min_classes=1) if options.test else None
    with ProgressBar() as progress:
        result = learn(
            examples,
            out=options.out,
            test=test,
            holdout=options.holdout,
            seed=options.seed,
            waived_by=options.waive_leakage,
            progress=progress,
            cancelled=interrupted,
        ).to_json()
    certificate, seconds = result["certificate"], result["seconds"]
    gate = result["gate"]
    lines = _gate(gate)
    if gate["waived_by"] and lines:
        lines.append(f"{gate['waived_by']} lets it count all the same.")
    shown = gate["passed"] or bool(gate["waived_by"])
    lines += _measured(result) if shown else [_NOT_SHOWN]
    if shown and result.get("log_loss_uncalibrated") is not None:
        lines.append(
            f"Log loss {result['log_loss']:.3f}, without calibration {result['log_loss_uncalibrated']:.3f}."
        )
    lines += [
        f"{options.out} answers as tested: {certificate['label_flips']} of {certificate['n']:,} labels differ, "
        f"probabilities by {certificate['max_difference']:.1g} at most.",
        f"Learned from {result['n_train']:,} in {seconds['total']:.1f} s "
        f"(embedding {seconds['embed']:.1f} s, fit {seconds['fit']:.1f} s).",
    ]
    output.result(result, lines)


def add_predict_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="M.onnx")
    parser.add_argument(
        "paths", type=Path, nargs="*", metavar="PATH", help="photos, or folders of photos"
    )
    parser.add_argument(
        "--csv", type=Path, metavar="F", help="a CSV that lists photos in its path column"
    )
    add_column_arguments(parser)


def predict(options: argparse.Namespace, output: Output) -> None:
    """Print what each photo shows and how sure that is."""
    from estimators.classifier.examples import load_unlabelled
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.classifier.predictions import predict as answer

    model = OnnxClassifier(options.model)
    paths = [
        found
        for path in options.paths
        for found in (load_unlabelled(path) if path.is_dir() else (path,))
    ]
    if options.csv:
        paths += _listed(options.csv)
    if not paths:
        raise UserError(
            "There is nothing to look at.", "No photo was named.", "Give photos, folders, or --csv."
        )
    with ProgressBar() as progress:
        rows = [
            row.to_json() for row in answer(model, paths, progress=progress, cancelled=interrupted)
        ]
    output.result(rows, (f"{row['path']}: {row['why']}" for row in rows))


def _listed(path: Path) -> list[Path]:
    import csv

    from desktop.project.trouble import explain

    try:
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            rows = csv.DictReader(line.replace("\0", "") for line in file)
            if "path" not in (rows.fieldnames or ()):
                raise UserError(
                    f"“{path.name}” has no column “path”.",
                    "",
                    "Name the photos in a column called path.",
                )
            return [path.parent / row["path"] for row in rows if row.get("path")]
    except (OSError, csv.Error) as error:
        raise explain(error, path) from error


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="M.onnx")
    parser.add_argument("data", type=Path, metavar="DATA", help=DATA_HELP)
    parser.add_argument(
        "--outliers", type=Path, metavar="DATA", help="photos of other things: does it notice?"
    )
    parser.add_argument("--seed", type=int, default=0)
    add_column_arguments(parser)


def evaluate(options: argparse.Namespace, output: Output) -> None:
    """Measure a model on labelled examples that it has not learned from."""
    from estimators.classifier.evaluation import evaluate as measure
    from estimators.classifier.examples import load_unlabelled

    examples = read_data(options.data, options, min_classes=1)
    outliers = load_unlabelled(options.outliers) if options.outliers else None
    with ProgressBar() as progress:
        result = measure(
            options.model,
            examples,
            outliers=outliers,
            seed=options.seed,
            progress=progress,
            cancelled=interrupted,
        ).to_json()
    lines = _measured(result)
    if result["ood_auroc"] is not None:
        lines.append(
            f"Strange photos stand out with an AUROC of {result['ood_auroc']:.3f} (n = {result['n_outliers']:,})."
        )
    output.result(result, lines)


def _measured(result: dict[str, Any]) -> list[str]:
    accuracy = result["accuracy"]
    if not result["n_test"]:
        return list(result["notes"])
    rows = [
        (
            row["name"],
            f"{row['found']} of {row['n']}",
            _share(row["recall"]["low"]),
            _share(row["recall"]["high"]),
        )
        for row in result["per_class"]
    ]
    return [
        f"Right {accuracy['value']:.1%} of the time: {result['correct']:,} of {result['n_test']:,} held out "
        f"(9 chances in 10: {accuracy['low']:.1%} to {accuracy['high']:.1%}).",
        f"Always saying “{result['baseline']['class']}” would be right {result['baseline_accuracy']:.1%} of the time.",
        f"How sure it says it is, is off by {result['ece']:.3f} on average; "
        f"{result['ece_by_chance']:.3f} would be chance (n = {result['n_test']:,}).",
        "",
        *table(("class", "found", "low", "high"), rows),
        "",
        *result["notes"],
    ]


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0%}"
