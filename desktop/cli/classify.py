"""``smart-enough inspect`` and ``train``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.arguments import read_data
from desktop.cli.output import Output, ProgressBar, interrupted, sentence
from desktop.cli.tables import inspect_table, refuse_of_rows, table_of_facts, train_on_table
from desktop.findings.data.command_text import inspection_text
from desktop.findings.measure.measured_text import examples_left_out, training_text, written_text
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.remark import sentences

if TYPE_CHECKING:
    from estimators.classifier.examples import Examples
    from estimators.classifier.training_result import TrainingResult


def inspect(options: argparse.Namespace, output: Output) -> None:
    """Print what is wrong with the data, each finding with its files."""
    if (table := table_of_facts(options.data, options)) is not None:
        inspect_table(table, options, output)
        return
    examples = read_data(options.data, options, min_classes=1)
    refuse_of_rows(options)
    test = read_data(options.test, options, min_classes=1) if options.test else None
    # Slow to import; data that cannot be looked at is refused before.
    from estimators.classifier.hygiene.inspection import inspect as look

    with ProgressBar() as progress:
        report = look(
            examples, test=test, seed=options.seed, progress=progress, cancelled=interrupted
        )
    notes = sentences(examples.notes)
    output.result({**report.printed(), "notes": [*notes]}, inspection_text(report, notes))


def train(options: argparse.Namespace, output: Output) -> None:
    """Train, test on what was held out, and write one model file."""
    if not 0 <= options.holdout < 1:
        raise UserError(
            tr("The holdout is a share from 0 up to 1."),
            tr("{holdout} was given.", holdout=f"{options.holdout:g}"),
            tr("Try 0.2."),
        )
    if (table := table_of_facts(options.data, options)) is not None:
        train_on_table(table, options, output)
        return
    examples = read_data(options.data, options)
    refuse_of_rows(options)
    test = read_data(options.test, options, min_classes=1) if options.test else None
    # Slow to import; data is refused at once.
    from estimators.classifier.embedding import MemoryCache
    from estimators.classifier.training import train as learn
    from estimators.classifier.training_time import estimate

    cache = MemoryCache() if examples.modality == "text" else None
    takes = estimate(
        examples, test=test, backbone=options.backbone, cache=cache, cancelled=interrupted
    )
    if takes.worth_saying:
        output.say(takes.sentence)
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
            cache=cache,
            progress=progress,
            cancelled=interrupted,
        )
        document = result.printed()
        if options.int8:
            document["int8"] = _write_int8(options.out, examples, test, result, progress)
    lines = [*examples_left_out(result), *written_text(result, options.out)]
    if options.int8:
        lines.append(document["int8"]["sentence"])
    output.result(document, [*training_text(result), *lines])


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
