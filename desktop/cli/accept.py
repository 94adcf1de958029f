"""``smart-enough accept``: is it good enough to launch?"""

import argparse

from desktop.cli.output import Output, table


def add_accept_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--correct", type=int, required=True, metavar="K", help="right answers")
    parser.add_argument(
        "--total", type=int, required=True, metavar="N", help="held-out examples tested"
    )
    parser.add_argument(
        "--bar", type=float, required=True, help="the share that must be right, e.g. 0.8"
    )
    parser.add_argument("--confidence", type=float, default=0.95, help="one-sided (default 0.95)")
    parser.add_argument(
        "--power", type=float, default=0.8, help="for the sample sizes (default 0.8)"
    )


def accept(options: argparse.Namespace, output: Output) -> None:
    """Print the exact bound, whether it passes, and how many examples it would take."""
    from estimators.acceptance import accept as test

    result = test(
        options.correct, options.total, options.bar, options.confidence, power=options.power
    )
    sizes = table(
        ("true accuracy", "examples"),
        (
            (f"{accuracy:.1%}", "out of reach" if n is None else f"{n:,}")
            for accuracy, n in result.examples_for_power.items()
        ),
    )
    output.result(
        result.to_json(),
        [
            result.sentence,
            f"{result.detail} Sure of at least {result.lower_bound:.1%} "
            f"({result.confidence:.0%} one-sided, exact; n = {result.total:,}).",
            "",
            f"Examples needed to pass {result.bar:.0%} with {result.power:.0%} power:",
            *sizes,
        ],
    )
