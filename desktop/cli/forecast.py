"""``smart-enough forecast``: how much data is enough?"""

import argparse
import datetime
from typing import TYPE_CHECKING

from desktop.cli.arguments import read_data
from desktop.cli.output import Output, ProgressBar, interrupted
from desktop.cli.tables import rows_to_learn_from, table_of_facts
from desktop.findings.data.command_text import forecast_text
from estimators.base.errors import UserError
from estimators.base.noun import LABEL
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.plan import BuyingConstraints


def forecast(options: argparse.Namespace, output: Output) -> None:
    """Print the measured curve, its forecast, and the number to label next."""
    _check(options)
    from estimators.data_sufficiency.plan import BuyingConstraints
    from estimators.data_sufficiency.sentences import forecast_document
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
    output.result(forecast_document(found), forecast_text(found, options.currency))


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
            tr("There is nothing to forecast from yet."),
            tr("For example: smart-enough forecast --classes 3 --modality photo --target 0.9"),
        )
    if options.start is not None and options.start < datetime.date.today():
        raise UserError(
            tr("--start {day} is in the past.", day=options.start.isoformat()),
            tr("Labels are still to be given."),
            tr("Give today or a later day, or leave it out."),
        )


def _from_data(options: argparse.Namespace, wish: "BuyingConstraints") -> "Forecast":
    from desktop.jobs.curve import forecast_of, forecast_of_rows

    if (table := table_of_facts(options.data, options)) is not None:
        rows = rows_to_learn_from(table, options)
        with ProgressBar() as progress:
            return forecast_of_rows(
                rows, wish, seed=options.seed, progress=progress, cancelled=interrupted
            )
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
        unit=modality_named(options.modality).many if options.modality else LABEL.many,
        random_state=options.seed,
    )
