"""What a training or an evaluation measured, as commands print it."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.data.command_text import LONGEST_PATH, gate_text
from desktop.findings.measure.view import right_figure, right_sentence
from estimators.base.interval import of_all
from estimators.base.number import digits, fixed
from estimators.base.number import seconds as seconds_words
from estimators.base.percent import percent
from estimators.base.phrase import as_written, cut
from estimators.base.sentence import tr
from estimators.classifier.remark import sentences
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.classifier.evaluation_result import Evaluation
    from estimators.classifier.training_result import TrainingResult

_NOT_SHOWN = tr(
    "Accuracy is not shown: it would look better than it is. Mend the split, or add --waive-leakage with your name."
)
_MOST_LEFT_OUT = 10
_WIDEST_NAME = 60
Lines = list[str | TableTwin]


def training_text(result: "TrainingResult") -> Lines:
    """What was measured, if the test was fair, and how it was trained."""
    gate = result.gate
    lines: Lines = [*gate_text(gate)]
    if gate.waived_by and lines:
        lines.append(tr("{waived_by} lets it count all the same.", waived_by=gate.waived_by))
    lines += evaluation_text(result) if gate.opens else [_NOT_SHOWN]
    if gate.opens and result.log_loss_uncalibrated is not None:
        without = tr(
            "without calibration {log_loss_uncalibrated}",
            log_loss_uncalibrated=f"{result.log_loss_uncalibrated:.3f}",
        )
        lines.append(
            tr(
                "Log loss {log_loss}, {without}.",
                log_loss=f"{result.log_loss:.3f}",
                without=without,
            )
        )
    if result.settings.why_backbone:
        lines.append(result.settings.why_backbone)
    if result.settings.excerpt is not None and result.settings.excerpt.longer:
        lines.append(result.settings.excerpt.sentence)
    if result.augmentation:
        lines.append(result.augmented)
    return lines


def examples_left_out(result: "TrainingResult") -> list[str]:
    """What could not be learned from, and why."""
    lines = []
    for finding in result.skipped[:_MOST_LEFT_OUT]:
        names = ", ".join(cut(path, LONGEST_PATH) for path in finding.paths)
        lines.append(tr("Left out: {names}: {why}", names=names, why=finding.why))
    if more := len(result.skipped) - _MOST_LEFT_OUT:
        lines += [tr("Left out: {more} more; --json lists them.", more=more)] if more > 0 else []
    return lines


def written_text(result: "TrainingResult", out: Path) -> list[str]:
    """Whether the model file answers as tested, and how long it took."""
    found, took = result.certificate, result.seconds
    answers = tr(
        "{out} is written; without a test there was nothing to compare it on.", out=str(out)
    )
    if found.n:
        differ = tr(
            "{label_flips} of {n} labels differ", label_flips=str(found.label_flips), n=found.n
        )
        answers = tr(
            "{out} answers as tested: {differ}, probabilities by {max_difference} at most.",
            out=str(out),
            differ=differ,
            max_difference=f"{found.max_difference:.1g}",
        )
    embedding, fit = seconds_words(took.embed), seconds_words(took.fit)
    learned = tr(
        "Learned from {n_train} in {seconds_words}",
        n_train=result.n_train,
        seconds_words=seconds_words(took.total),
    )
    return [
        answers,
        tr(
            "{learned} (embedding {embedding}, fit {fit}).",
            learned=learned,
            embedding=embedding,
            fit=fit,
        ),
    ]


def evaluation_text(result: "Evaluation") -> Lines:
    """What a test found, with n and intervals."""
    ece, chance = result.ece, result.ece_by_chance
    if not result.n_test or ece is None or chance is None:
        return [*sentences(result.notes)]
    always = percent(result.baseline.measured.value)
    rows = tuple(
        (
            cut(as_written(row.name), _WIDEST_NAME),
            of_all(row.found, row.n),
            percent(row.recall.low),
            percent(row.recall.high),
        )
        for row in result.per_class
    )
    lines: Lines = [
        right_sentence(right_figure(result, "example"), _whose(result)),
        tr(
            "Always saying “{baseline_class}” would be right {always} of the time.",
            baseline_class=result.baseline_class,
            always=always,
        ),
        tr(
            "How sure it says it is, is off by {ece} on average; {chance} would be chance "
            "(n = {n_test}).",
            ece=f"{ece:.3f}",
            chance=f"{chance:.3f}",
            n_test=result.n_test,
        ),
        "",
        TableTwin((tr("class"), tr("found"), tr("low"), tr("high")), rows),
        "",
        *sentences(result.notes),
    ]
    return lines


def strange_text(result: "Evaluation", many: str) -> list[str]:
    """Whether what it was never meant for stands out; empty where that was not tried."""
    if result.ood_auroc is None:
        return []
    tried = f"(n = {digits(result.n_outliers)})"
    return [
        tr(
            "Strange {many} stand out with an AUROC of {ood_auroc} {tried}.",
            many=many,
            ood_auroc=fixed(result.ood_auroc, 3),
            tried=tried,
        )
    ]


def _whose(result: "Evaluation") -> str:
    """What a test was on: what a training held out, or what an evaluation was given."""
    if result.seen_before is None:
        return tr(" held out")
    return "" if result.seen_before.learned_from is None else tr(" that it had not learned from")
