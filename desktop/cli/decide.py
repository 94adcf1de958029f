"""``smart-enough assess`` and ``smart-enough options``."""

import argparse
import json
from pathlib import Path
from typing import Any

from desktop.cli.arguments import WrongUsageError
from desktop.cli.output import Output
from desktop.findings.case import case_of
from desktop.findings.case_file import read_case
from desktop.findings.decide.command_text import assessment_text, valuation_text
from desktop.findings.decide.option_prices import price_sentences
from desktop.findings.decide.reconciled import reconciled
from desktop.findings.decide.verdict import Worked
from desktop.project import SUFFIX
from desktop.project.prices_file import read_prices
from desktop.project.project import Project
from estimators.base.codec import printed
from estimators.base.phrase import nearest_word, shorten
from estimators.base.sentence import tr
from estimators.case.case_schema import known_names, template
from estimators.case.price_book import PRICES

_NAME = 60  # characters of a name that nobody asks for


def assess(options: argparse.Namespace, output: Output) -> None:
    """Print the verdict, its reasons with their sources, and what would flip it."""
    from estimators.need_for_ai import assess as answer

    if options.template:
        print(json.dumps(template(), indent=2))
        return
    case = _case(options, output)
    found = answer(case)
    output.result(found.to_json(), assessment_text(found, case))


def options(arguments: argparse.Namespace, output: Output) -> None:
    """Print what each option is worth, how sure that is, and what to find out first."""
    from estimators.build_vs_buy.valuation import BuildVsBuy
    from estimators.need_for_ai import assess as verdict_of

    model = BuildVsBuy(draws=arguments.draws, random_state=arguments.seed)
    case = _case(arguments, output)
    valuation = model.evaluate(case)
    assessment = verdict_of(case)
    answer = reconciled(assessment, valuation)
    priced = price_sentences(Worked(case, assessment, valuation))
    document = {**printed(valuation), "headline": answer.headline, "sentence": answer.money}
    output.result(document, valuation_text(valuation, answer, priced))


def _case(arguments: argparse.Namespace, output: Output) -> dict[str, Any]:
    """The case of a file, or what a project knows; prices of a file stand in place of its own."""
    path: Path | None = arguments.case
    if path is None:
        raise WrongUsageError(tr("give CASE.json, or --template to get an empty one"))
    if path.suffix.lower() == SUFFIX:
        with Project.open_beside(path) as project:
            case = case_of(project)
    else:
        case = read_case(path)
        _say_unknown(case, output)
    if arguments.prices is not None:
        case[PRICES] = read_prices(arguments.prices)
    return case


def _say_unknown(case: dict[str, Any], output: Output) -> None:
    """Names that no engine reads, each with the one that is probably meant."""
    for name in sorted(set(case) - known_names()):
        said = tr("“{name}” is no input of a case; it was left out.", name=shorten(name, _NAME))
        if near := nearest_word(name, known_names()):
            said = tr("{said} “{near}” is probably meant.", said=said, near=near)
        output.say(said)
