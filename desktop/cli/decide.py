"""``smart-enough assess`` and ``smart-enough options``."""

import argparse
from pathlib import Path

from desktop.cli.case import read_case
from desktop.cli.output import Output, table


def add_assess_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "case", type=Path, metavar="CASE.json", help="the inputs, any of them missing or null"
    )


def assess(options: argparse.Namespace, output: Output) -> None:
    """Print the verdict, its reasons with their sources, and what would flip it."""
    from estimators.need_for_ai import assess as answer

    found = answer(read_case(options.case))
    lines = [found.headline, found.why, f"Sure: {found.confidence:.0%}.", "", "Why"]
    lines += [
        f"  {reason.effect:8} {reason.text} ({reason.source.title})" for reason in found.reasons
    ]
    if found.flip_points:
        lines += ["", "What would change this"]
        lines += [
            f"  {flip.label}: {_words(flip.start)} → {_words(flip.to)}: {flip.verdict}"
            for flip in found.flip_points
        ]
    if found.unknowns:
        lines += ["", "Unknown and able to change it: " + ", ".join(found.unknowns)]
    lines += [f"Note: {note}" for note in found.notes]
    for name in found.ignored:
        output.say(f"“{name}” is no input of assess; it was left out.")
    output.result(found.to_json(), lines)


def add_options_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "case", type=Path, metavar="CASE.json", help="the inputs, any of them missing or null"
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="the same seed gives the same numbers (default 0)"
    )
    parser.add_argument("--draws", type=int, default=10_000, help="futures to draw (default 10000)")


def options(arguments: argparse.Namespace, output: Output) -> None:
    """Print what each option is worth, how sure that is, and what to find out first."""
    from estimators.build_vs_buy import BuildVsBuy

    valuation = BuildVsBuy(draws=arguments.draws, random_state=arguments.seed).evaluate(
        read_case(arguments.case)
    )
    money = valuation.symbol

    def amount(value: float) -> str:
        return f"{'−' if value < 0 else ''}{money}{abs(value):,.0f}"

    rows = [
        (o.label, amount(o.mean), amount(o.p5), amount(o.p95), f"{o.p_best:.0%}", f"{o.p_loss:.0%}")
        if o.possible
        else (o.label, "not possible", "", "", "", "")
        for o in valuation.options
    ]
    output.result(
        valuation.to_json(),
        [
            valuation.headline,
            valuation.sentence,
            "",
            *table(
                ("option", "average", "1 in 20 below", "1 in 20 above", "best in", "loses in"), rows
            ),
            "",
            f"Net present value over {valuation.horizon_months} months against staying as today; "
            f"{valuation.draws:,} draws.",
            f"Knowing everything would be worth {amount(valuation.evpi)}.",
            valuation.find_out_sentence,
        ],
    )


def _words(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,g}" if isinstance(value, int | float) else str(value)
