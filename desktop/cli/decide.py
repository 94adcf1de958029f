"""``smart-enough assess`` and ``smart-enough options``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.number import whole
from desktop.cli.output import Output, table
from desktop.project.case_file import read_case
from estimators.base.codec import printed
from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import shorten

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.need_for_ai.assessment import Assessment

MOST_CUES = 5  # of one kind in the text; the JSON has all
AS_A_TEST = (
    "(Labels as a test of the trained one; what learning from them adds is told by forecast.)"
)
_NAME = 60  # characters of a name that nobody asks for


def add_assess_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "case", type=Path, metavar="CASE.json", help="the inputs, any of them missing or null"
    )


def assess(options: argparse.Namespace, output: Output) -> None:
    """Print the verdict, its reasons with their sources, and what would flip it."""
    from estimators.need_for_ai import assess as answer

    case = read_case(options.case)
    found = answer(case)
    for name in found.ignored:
        output.say(f"“{shorten(name, _NAME)}” is no input of assess; it was left out.")
    output.result(found.to_json(), _assessment_lines(found, case))


def _assessment_lines(found: "Assessment", case: dict[str, Any]) -> list[str]:
    from desktop.findings.decide.cues import cues_summary, ready_sentence
    from desktop.findings.decide.flip_points import verdict_flips
    from desktop.findings.decide.verdict import sureness_sentence

    sources = list({reason.source.id: reason.source for reason in found.reasons}.values())
    numbers = {source.id: number for number, source in enumerate(sources, 1)}
    lines = [found.headline, found.why, sureness_sentence(found), "", "Why"]
    lines += [f"  {r.effect:8} {r.text} [{numbers[r.source.id]}]" for r in found.reasons]
    if found.flip_points:
        flips = verdict_flips(found, case, str(case.get("currency", "USD")))
        lines += ["", "What would change this"]
        lines += [f"  {flip.condition}: {flip.outcome}. {flip.note}" for flip in flips]
    if found.unknowns:
        lines += ["", "Not known, and able to change it: " + ", ".join(found.unknowns)]
    lines += ["", f"Advice: {found.advice.text}", f"Success: {found.success_sentence}"]
    lines += [cues_summary(found.cues), ready_sentence(found.cues)]
    missing = [cue.label.lower() for cue in found.cues.missing]
    if missing:
        more = f" and {len(missing) - MOST_CUES} more" if len(missing) > MOST_CUES else ""
        lines.append(f"Missing: {'; '.join(missing[:MOST_CUES])}{more}.")
    lines += [f"Note: {note}" for note in found.notes]
    lines += ["", "Sources"]
    for source in sources:
        address = f", {source.url}" if source.url else ""
        read = f"{source.date}, {source.status}"
        lines.append(f"  [{numbers[source.id]}] {source.title}{address} ({read})")
    return lines


def add_options_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "case", type=Path, metavar="CASE.json", help="the inputs, any of them missing or null"
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="the same seed gives the same numbers (default 0)"
    )
    parser.add_argument(
        "--draws", type=whole, default=10_000, help="futures to draw (default 10000)"
    )


def options(arguments: argparse.Namespace, output: Output) -> None:
    """Print what each option is worth, how sure that is, and what to find out first."""
    from estimators.build_vs_buy.valuation import BuildVsBuy

    valuation = BuildVsBuy(draws=arguments.draws, random_state=arguments.seed).evaluate(
        read_case(arguments.case)
    )
    output.result(printed(valuation), _valuation_lines(valuation))


def _valuation_lines(valuation: "Valuation") -> list[str]:
    from desktop.findings.decide.intangibles import labels_sentence, worth_of_knowing
    from desktop.findings.decide.value_charts import by_average
    from estimators.base.money import money

    def amount(value: float) -> str:  # as the Decide page and the report print it
        return money(value, valuation.currency, signed=True)

    rows = [
        (o.label, amount(o.mean), amount(o.p5), amount(o.p95), percent(o.p_best), percent(o.p_loss))
        if o.possible
        else (o.label, "not possible", "", "", "", "")
        for o in by_average(valuation)
    ]
    heads = ("option", "average", "1 in 20 below", "1 in 20 above", "best in", "loses in")
    lines = [
        valuation.headline,
        valuation.sentence,
        "",
        *table(heads, rows),
        "",
        f"Net present value over {valuation.horizon_months} months against staying as today; "
        f"{digits(valuation.draws)} draws; prices of {valuation.prices_updated}.",
    ]
    lines += [valuation.find_out_sentence, worth_of_knowing(valuation)]
    if labels := labels_sentence(valuation):
        lines.append(f"{labels} {AS_A_TEST}")
    measured = [i for i in valuation.inputs.values() if i.counts is not None]
    lines += [f"{i.label}: {i.source}; {percent_range(i.low, i.high)}." for i in measured]
    return [*lines, *_intangible_lines(valuation)]


def _intangible_lines(valuation: "Valuation") -> list[str]:
    from desktop.findings.decide.intangibles import intangibles_chart

    found = valuation.intangibles
    heads = ("besides money", *(c.label.lower() for c in found.criteria), "together", "low", "high")
    rows = intangibles_chart(found).table().rows
    changes = [change.sentence for change in found.changes[:1]]
    return ["", *table(heads, rows), found.sentence, *changes]
