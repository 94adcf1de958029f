"""``smart-enough forecast``: how much data is enough?"""

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.arguments import add_column_arguments, number, read_data, share, whole
from desktop.cli.output import Output, ProgressBar, interrupted
from desktop.findings.data.command_text import forecast_text
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.plan import BuyingConstraints

MODALITIES = ("photo", "text", "sound", "video")


def add_forecast_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = tr(
        "How much data is enough? From DATA, from a curve measured elsewhere, or, with neither, from the task alone: "
        "--classes 3 --modality photo --target 0.9"
    )
    parser.add_argument(
        "data",
        type=Path,
        nargs="?",
        metavar="DATA",
        help=tr("a folder, a CSV, or a .smart project"),
    )
    parser.add_argument(
        "--curve", type=Path, metavar="C.csv", help=tr("measured already: columns n,accuracy")
    )
    parser.add_argument("--target", type=share, help=tr("the accuracy to reach, e.g. 0.9"))
    parser.add_argument("--price", type=number, help=tr("what one more label costs"))
    parser.add_argument(
        "--value", type=number, help=tr("what one more right answer in a hundred is worth")
    )
    parser.add_argument("--budget", type=number, help=tr("the most that labels may cost"))
    parser.add_argument("--currency", default="$", help=tr("the sign before amounts (default $)"))
    parser.add_argument(
        "--labels-per-day",
        type=number,
        metavar="N",
        help=tr("how many are labelled a day; gives dates"),
    )
    parser.add_argument(
        "--start", type=_date, metavar="YYYY-MM-DD", help=tr("the first day of labelling (today)")
    )
    parser.add_argument("--modality", choices=MODALITIES, help=tr("of the task, without DATA"))
    parser.add_argument("--classes", type=whole, metavar="N", help=tr("of the task, without DATA"))
    parser.add_argument(
        "--majority", type=share, metavar="SHARE", help=tr("of the largest class, without DATA")
    )
    parser.add_argument("--seed", type=int, default=0)
    add_column_arguments(parser)


def forecast(options: argparse.Namespace, output: Output) -> None:
    """Print the measured curve, its forecast, and the number to label next."""
    _check(options)
    from estimators.data_sufficiency.plan import BuyingConstraints
    from estimators.data_sufficiency.sufficiency import check_constraints

    wish = BuyingConstraints(
        options.target,
        options.price,
        options.value,
        options.currency,
        options.labels_per_day,
        options.budget,
        options.start,
    )
    check_constraints(wish)
    found = _from_data(options, wish) if options.data else _from_the_task(options, wish)
    output.result(found.to_json(), forecast_text(found, options.currency))


def _check(options: argparse.Namespace) -> None:
    """What can be told before anything is measured: measuring may take minutes."""
    task = {
        "--classes": options.classes,
        "--modality": options.modality,
        "--majority": options.majority,
    }
    told = [name for name, value in task.items() if value is not None]
    if options.data is not None and options.curve is not None:
        raise UserError(
            tr("Give DATA or --curve, one of the two."),
            tr("Both were given."),
            tr("See smart-enough forecast --help."),
        )
    if options.data is not None and told:
        raise UserError(
            tr("{told} does not go with DATA.", told=told[0]),
            tr("The data tells it."),
            tr("Leave out {told}.", told=told[0]),
        )
    if options.data is None and options.curve is None and not told and options.target is None:
        raise UserError(
            tr("Give DATA or --curve, or say something of the task."),
            tr("There is nothing to forecast from."),
            tr("For example: smart-enough forecast --classes 3 --modality photo --target 0.9"),
        )
    if options.start is not None and options.start < datetime.date.today():
        raise UserError(
            f"--start {options.start.isoformat()} is in the past.",
            tr("Labels are still to be given."),
            tr("Give today or a later day, or leave it out."),
        )


def _from_data(options: argparse.Namespace, wish: "BuyingConstraints") -> "Forecast":
    from desktop.jobs.curve import forecast_of

    with ProgressBar() as progress:
        found, _ = forecast_of(
            read_data(options.data, options),
            wish,
            cache=None,
            seed=options.seed,
            progress=progress,
            cancelled=interrupted,
        )
    return found


def _from_the_task(options: argparse.Namespace, wish: "BuyingConstraints") -> "Forecast":
    from estimators.classifier.modality import modality_named
    from estimators.data_sufficiency.measured import read_curve_csv
    from estimators.data_sufficiency.sufficiency import forecast as foresee

    return foresee(
        read_curve_csv(options.curve) if options.curve is not None else [],
        wish,
        n_classes=options.classes,
        majority=options.majority,
        modality=options.modality,
        unit=modality_named(options.modality).many if options.modality else "labels",
        random_state=options.seed,
    )


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("“{text}” is not a day; write it as 2026-12-10", text=text)
        ) from None
