"""What a training or an evaluation measured, as commands print it."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.data.command_text import LONGEST_PATH, gate_text
from desktop.findings.train.view import right_figure, right_sentence
from estimators.base.number import digits
from estimators.base.number import seconds as seconds_words
from estimators.base.percent import percent
from estimators.base.phrase import cut
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.classifier.evaluation_result import Evaluation
    from estimators.classifier.training_result import TrainingResult

_NOT_SHOWN = "Accuracy is not shown: it would look better than it is. Mend the split, or add --waive-leakage with your name."
_MOST_LEFT_OUT = 10
_WIDEST_NAME = 60
Lines = list[str | TableTwin]


def training_text(result: "TrainingResult") -> Lines:
    """What was measured, if the test was fair, and how it was trained."""
    gate = result.gate
    lines: Lines = [*gate_text(gate)]
    if gate.waived_by and lines:
        lines.append(f"{gate.waived_by} lets it count all the same.")
    lines += evaluation_text(result) if gate.opens else [_NOT_SHOWN]
    if gate.opens and result.log_loss_uncalibrated is not None:
        without = f"without calibration {result.log_loss_uncalibrated:.3f}"
        lines.append(f"Log loss {result.log_loss:.3f}, {without}.")
    if result.settings.why_backbone:
        lines.append(result.settings.why_backbone)
    if result.augmentation:
        lines.append(result.augmented)
    return lines


def examples_left_out(result: "TrainingResult") -> list[str]:
    """What could not be learned from, and why."""
    lines = []
    for finding in result.skipped[:_MOST_LEFT_OUT]:
        names = ", ".join(cut(path, LONGEST_PATH) for path in finding.paths)
        lines.append(f"Left out: {names}: {finding.why}")
    if more := len(result.skipped) - _MOST_LEFT_OUT:
        lines += [f"Left out: {digits(more)} more; --json lists them."] if more > 0 else []
    return lines


def written_text(result: "TrainingResult", out: Path) -> list[str]:
    """Whether the model file answers as tested, and how long it took."""
    found, took = result.certificate, result.seconds
    answers = f"{out} is written; without a test there was nothing to compare it on."
    if found.n:
        differ = f"{found.label_flips} of {digits(found.n)} labels differ"
        answers = f"{out} answers as tested: {differ}, probabilities by {found.max_difference:.1g} at most."
    embedding, fit = seconds_words(took.embed), seconds_words(took.fit)
    learned = f"Learned from {digits(result.n_train)} in {seconds_words(took.total)}"
    return [answers, f"{learned} (embedding {embedding}, fit {fit})."]


def evaluation_text(result: "Evaluation") -> Lines:
    """What a test found, with n and intervals."""
    ece, chance = result.ece, result.ece_by_chance
    if not result.n_test or ece is None or chance is None:
        return [*result.notes]
    always = percent(result.baseline.measured.value)
    rows = tuple(
        (
            cut(row.name, _WIDEST_NAME),
            f"{row.found} of {row.n}",
            percent(row.recall.low),
            percent(row.recall.high),
        )
        for row in result.per_class
    )
    lines: Lines = [
        right_sentence(right_figure(result, "example"), _whose(result)),
        f"Always saying “{result.baseline_class}” would be right {always} of the time.",
        f"How sure it says it is, is off by {ece:.3f} on average; {chance:.3f} would be chance "
        f"(n = {digits(result.n_test)}).",
        "",
        TableTwin(("class", "found", "low", "high"), rows),
        "",
        *result.notes,
    ]
    return lines


def strange_text(result: "Evaluation", many: str) -> list[str]:
    """Whether what it was never meant for stands out; empty where that was not tried."""
    if result.ood_auroc is None:
        return []
    tried = f"(n = {digits(result.n_outliers)})"
    return [f"Strange {many} stand out with an AUROC of {result.ood_auroc:.3f} {tried}."]


def _whose(result: "Evaluation") -> str:
    """What a test was on: what a training held out, or what an evaluation was given."""
    if result.seen_before is None:
        return " held out"
    return "" if result.seen_before.learned_from is None else " that it had not learned from"
