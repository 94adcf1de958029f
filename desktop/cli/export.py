"""``smart-enough export``: a trained model in the forms that other servers ask for."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.arguments import read_data
from desktop.cli.output import Output, ProgressBar, interrupted
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.classifier.training_result import Certificate


def export(options: argparse.Namespace, output: Output) -> None:
    """Write the files beside the model, once their answers were compared with its own."""
    from estimators.classifier.batched import batch_model, compared
    from estimators.classifier.export import require_place, write_model
    from estimators.classifier.model_file import read_model_file
    from estimators.table.model_check import is_table_model

    data = read_model_file(options.model)
    if is_table_model(data):
        raise UserError(
            tr("“{name}” needs no other form.", name=options.model.name),
            tr("A model of rows takes any number of them in one call."),
            tr("Give it to the server as it is."),
        )
    examples = read_data(options.data, options, min_classes=1)
    made = batch_model(data)
    folder, stem = options.out or options.model.parent, options.model.stem
    folder.mkdir(parents=True, exist_ok=True)
    forms = {"batch": made.whole, "tokeniser": made.tokeniser, "network": made.network}
    files = {folder / f"{stem}.{form}.onnx": part for form, part in forms.items() if part}
    for path in files:
        require_place(path)
    with ProgressBar() as progress:
        progress(0, 1, tr("Comparing the answers in one call with those one by one"))
        same = compared(data, made, examples.items, cancelled=interrupted)
    if not same.n:
        raise UserError(
            tr("None of the examples in “{name}” can be read.", name=options.data.name),
            tr("So nothing shows that the files answer as the model does."),
            tr("Name examples of the model’s kind."),
        )
    for path, part in files.items():
        write_model(path, part)
    output.result({"files": [str(path) for path in files], **plain(same)}, _text(files, same))


def _text(files: "Mapping[Path, bytes]", same: "Certificate") -> list[str]:
    whole, *halves = map(str, files)
    lines = [tr("{whole} takes any number of examples in one call.", whole=whole)]
    if halves:
        first, second = halves
        lines.append(
            tr(
                "{first} and {second} are the same in two: the first turns texts into tokens, the second is standard ONNX.",
                first=first,
                second=second,
            )
        )
    differ = tr("{label_flips} of {n} labels differ", label_flips=str(same.label_flips), n=same.n)
    lines.append(
        tr(
            "In one call as one by one: {differ}, probabilities by {max_difference} at most.",
            differ=differ,
            max_difference=f"{same.max_difference:.1g}",
        )
    )
    return lines
