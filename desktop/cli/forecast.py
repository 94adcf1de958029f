"""``smart-enough forecast``: how much data is enough?"""

import argparse
from pathlib import Path

from desktop.cli.data import add_column_arguments, read_data
from desktop.cli.interrupt import interrupted
from desktop.cli.output import Output, ProgressBar, table
from desktop.errors import UserError


def add_forecast_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data", type=Path, nargs="?", metavar="DATA", help="a folder, a CSV, or a .smart project"
    )
    parser.add_argument(
        "--curve", type=Path, metavar="C.csv", help="measured already: columns n,accuracy"
    )
    parser.add_argument("--target", type=float, help="the accuracy to reach, e.g. 0.9")
    parser.add_argument("--price", type=float, help="what one more label costs")
    parser.add_argument(
        "--value", type=float, help="what one more right answer in a hundred is worth"
    )
    parser.add_argument("--currency", default="$", help="the sign before amounts (default $)")
    parser.add_argument("--seed", type=int, default=0)
    add_column_arguments(parser)


def forecast(options: argparse.Namespace, output: Output) -> None:
    """Print the measured curve, its forecast, and the number to label next."""
    if (options.data is None) == (options.curve is None):
        raise UserError(
            "Give DATA or --curve, one of the two.", "", "See smart-enough forecast --help."
        )
    money = {
        "target": options.target,
        "price": options.price,
        "value_per_point": options.value,
        "currency": options.currency,
    }
    if options.curve is not None:
        from estimators.data_sufficiency import forecast as foresee
        from estimators.data_sufficiency import read_curve_csv

        found = foresee(read_curve_csv(options.curve), random_state=options.seed, **money)
    else:
        from desktop.jobs.curve import forecast_of

        with ProgressBar() as progress:
            found = forecast_of(
                read_data(options.data, options),
                cache=None,
                seed=options.seed,
                progress=progress,
                cancelled=interrupted,
                **money,
            )
    rows = [
        (
            f"{p.n:,}",
            f"{p.mean:.1%}",
            "unknown" if p.std is None else f"±{p.std:.1%}",
            f"{p.repeats}",
            "measured",
        )
        for p in found.measured
    ]
    rows += [
        (f"{p.n:,}", f"{p.p50:.1%}", f"{p.p5:.1%} to {p.p95:.1%}", "", "forecast")
        for p in found.curve
        if p.n > found.have
    ]
    quality = found.reliability
    output.result(
        found.to_json(),
        [
            found.headline,
            found.purchase_title,
            *found.remarks,
            "",
            *table(("examples", "right", "9 in 10", "repeats", "source"), rows),
            "",
            f"On {quality.tasks:,} tasks from {quality.datasets} other datasets such 90% bands held the truth "
            f"{quality.within_90:.0%} of the time.",
        ],
    )
