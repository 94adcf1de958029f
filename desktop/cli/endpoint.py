"""Candidates at an address for ``smart-enough measure``: made of the options, shown before they are asked, asked within the budget.

An option that differs between candidates is given as NAME=VALUE; one without a name is for all.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.output import Output, ProgressBar, deferred_interrupts, interrupted
from desktop.findings.measure.endpoint_text import (
    preview_document,
    preview_lines,
    preview_text,
    run_text,
)
from estimators.base.errors import UserError, cannot_open
from estimators.base.money import money
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.measure.case import EvalCase
    from estimators.measure.endpoint.api_key import ApiKey
    from estimators.measure.endpoint.candidate import EndpointCandidate
    from estimators.measure.endpoint.input_file import InputFile
    from estimators.measure.endpoint.run_outcome import AnswerRun, RunProgress
    from estimators.measure.endpoint.token_price import TokenPrices
    from estimators.measure.kind_scorers import Rules

    Cases = Mapping[str, EvalCase]
    Files = Mapping[str, InputFile]

_ADDRESSES = ("openai:", "openai-responses:", "anthropic:", "gemini:", "http:", "https:")
_LARGEST_TEXT = 400_000
_NO_SCHEMA = "none"


def is_address(source: str) -> bool:
    """Whether the answers of a candidate are to be asked for."""
    return source.startswith(_ADDRESSES)


def option_of(name: str, given: Sequence[str], sources: Mapping[str, str]) -> str | None:
    """What an option says of one of the candidates: NAME=VALUE, or else a value for all."""
    mine = [one.partition("=")[2] for one in given if one.partition("=")[0] == name]
    general = [one for one in given if one.partition("=")[0] not in sources]
    found = mine or general
    return found[-1] if found else None


def kind_before_answers(kind: str | None, cases: "Cases", rules: "Rules") -> str:
    """What is asked for, before there are answers: as said, or by what is expected; free answers where nothing is.

    Raises `UserError` where it cannot be told.
    """
    from estimators.measure.case import CandidateAnswers
    from estimators.measure.scores import kind_of

    if kind is not None or all(case.expected is None for case in cases.values()):
        return kind or "generate"
    return kind_of(cases, CandidateAnswers("", {}), rules)


def candidates_at_addresses(
    options: argparse.Namespace,
    sources: Mapping[str, str],
    cases: "Cases",
    kind: str,
    files: "Files",
) -> "list[EndpointCandidate]":
    """The candidates, frozen as the options say; raises `UserError` where one cannot be."""
    from estimators.measure.endpoint.address import model_address
    from estimators.measure.endpoint.candidate import EndpointCandidate
    from estimators.measure.endpoint.prompt import (  # fmt: skip
        PromptTemplate,
        SamplingSettings,
        few_shot,
        schema_of_kind,
    )

    def of(name: str, given: Sequence[str]) -> str | None:
        return option_of(name, given, sources)

    if options.cases.is_dir() and not all(name.endswith(".txt") or name in files for name in cases):
        raise UserError(
            tr("Not all of these files are texts, photos or sounds."),
            tr("Of others a service at an address would only see the names."),
            tr("Give a table with id and input, or a folder of such files."),
        )
    shown: tuple[tuple[str, str], ...] = ()
    if options.examples is not None:
        from estimators.measure.case_file import read_cases

        shown = few_shot(read_cases(options.examples).cases.values(), cases, options.shots)
    made = []
    for name, source in sources.items():
        prompt, system = of(name, options.prompt), of(name, options.system)
        body, schema = of(name, options.body), of(name, options.schema)
        address = model_address(
            source,
            base_url=of(name, options.base_url),
            body=_text(body) if body else None,
            answer_path=of(name, options.answer_path),
            key_header=of(name, options.key_header) or "",
        )
        asked = schema_of_kind(kind, cases) if schema is None else "" if schema == _NO_SCHEMA else _text(schema)  # fmt: skip
        made.append(
            EndpointCandidate(
                name,
                address,
                PromptTemplate(
                    _text(prompt) if prompt else "{input}", _text(system) if system else "", shown
                ),
                SamplingSettings(
                    None if options.no_temperature else options.temperature, options.max_tokens, asked
                ),
                _prices(of(name, options.price), of(name, options.model_size), address.is_loopback, options),
                kind,
                options.mask,
            )
        )  # fmt: skip
    return made


def show_previews(
    options: argparse.Namespace, candidates: "Sequence[EndpointCandidate]", cases: "Cases", files: "Files", output: Output
) -> None:  # fmt: skip
    """Print what would be sent; nothing is."""
    from estimators.measure.endpoint.answer_log import read_log
    from estimators.measure.endpoint.preview import preview_of

    path = log_path(options)
    received = read_log(path)[0].answers if path.exists() else {}
    previews = [preview_of(each, cases, files=files, trials=options.repeat, received=received) for each in candidates]  # fmt: skip
    lines = [line for each in previews for line in preview_text(each)]
    lines.append(tr("Nothing was sent."))
    output.result({"sending": [preview_document(each) for each in previews]}, lines)


def ask_candidates(
    options: argparse.Namespace, candidates: "Sequence[EndpointCandidate]", cases: "Cases", files: "Files", output: Output
) -> "list[AnswerRun]":  # fmt: skip
    """Ask them one after another, all within the budget; every answer is kept in the log.

    Raises `UserError` where a host is not allowed, or there is no budget, price or key.
    """
    from estimators.measure.endpoint.address import NetworkPermission
    from estimators.measure.endpoint.answer_log import AnswerLog
    from estimators.measure.endpoint.answer_run import ask
    from estimators.measure.endpoint.preview import preview_of
    from estimators.measure.endpoint.spend import SpendLedger

    permission = NetworkPermission.of(*options.allow_network)
    for each in candidates:
        permission.check(each.address)
    _check_budget(options, candidates)
    keys = [_key(options, each) for each in candidates]
    runs: list[AnswerRun] = []
    with AnswerLog.open(log_path(options)) as log, deferred_interrupts():
        before = log.contents.spent + log.contents.lost if options.resume else Decimal(0)
        ledger = SpendLedger(Decimal(str(options.budget or 0)), before)
        for each, key in zip(candidates, keys, strict=True):
            preview = preview_of(
                each, cases, files=files, trials=options.repeat, received=log.contents.answers
            )
            output.say(preview_lines(preview)[0])
            with ProgressBar() as bar:

                def show(at: "RunProgress", bar: ProgressBar = bar, asked: "EndpointCandidate" = each) -> None:  # fmt: skip
                    bar(at.done, at.total, money(float(at.spent), asked.prices.currency))

                run = ask(
                    each,
                    cases,
                    log=log,
                    ledger=ledger,
                    files=files,
                    permission=permission,
                    key=key,
                    trials=options.repeat,
                    most=options.first,
                    concurrency=options.concurrency,
                    seconds=options.timeout,
                    progress=show,
                    cancelled=interrupted,
                )  # fmt: skip
            runs.append(run)
            for line in run_text(run):
                output.say(line)
            if interrupted():
                break
    output.say(tr("The answers are kept in {path}.", path=str(log.path)))
    return runs


def log_path(options: argparse.Namespace) -> Path:
    """Where the answers are kept: as said, else beside the cases."""
    cases: Path = options.cases
    usual = cases.absolute().parent / f"{cases.absolute().stem}.answers.jsonl"
    return options.answers_out or usual


def _check_budget(options: argparse.Namespace, candidates: "Sequence[EndpointCandidate]") -> None:
    priced = [each for each in candidates if not each.prices.is_free]
    if priced and options.budget is None:
        raise UserError(
            tr("There is no budget."),
            tr("“{name}” costs money, and what is spent cannot pass the budget.", name=priced[0].name),
            tr("Look at what it may cost with --dry-run, and give --budget AMOUNT."),
        )  # fmt: skip
    if len({each.prices.currency for each in priced}) > 1:
        raise UserError(
            tr("The prices are in different currencies."),
            tr("One budget is for all candidates."),
            tr("Give all prices in one currency."),
        )


def _prices(
    price: str | None, size: str | None, is_local: bool, options: argparse.Namespace
) -> "TokenPrices":
    from estimators.measure.endpoint.token_price import FREE, own_prices, prices_of_size

    if price is not None:
        return own_prices(price, options.currency)
    if size is not None:
        from desktop.project.prices_file import read_prices
        from estimators.case.price_book import price_book

        if options.currency != "USD":
            raise UserError(
                tr("The price book is in US dollars."),
                tr("The budget would be in {currency}.", currency=options.currency),
                tr("Give --price in {currency}, or leave --currency out.", currency=options.currency),
            )  # fmt: skip
        book = price_book(read_prices(options.prices) if options.prices else None)
        return prices_of_size(size, book)
    if is_local:
        return FREE
    raise UserError(
        tr("There is no price."),
        tr("Without one nobody can say what the answers cost."),
        tr("Give --price IN,OUT for a million tokens, or --model-size for the range of the price book."),
    )  # fmt: skip


def _key(options: argparse.Namespace, candidate: "EndpointCandidate") -> "ApiKey | None":
    """The key: from the variable that was named, the system's key ring, or the terminal; none for this computer."""
    from estimators.measure.endpoint import api_key
    from estimators.measure.endpoint.address import WireName

    host = candidate.address.host
    names = [one.partition("=") for one in options.key_env]
    named = [variable for name, _, variable in names if variable and name == candidate.name]
    named += [name for name, found, _ in names if not found]
    if named:
        key: ApiKey | None = api_key.key_from_environment(named[0])
    elif candidate.address.is_loopback:
        return None
    else:
        key = api_key.key_from_ring(host)
        if key is None and candidate.address.wire is not WireName.JSON:
            key = _asked_for(host)
    if key is not None and options.keep_key:
        api_key.keep_key(host, key)
    return key


def _asked_for(host: str) -> "ApiKey":
    from estimators.measure.endpoint.api_key import ApiKey

    if not sys.stdin.isatty():
        raise UserError(
            tr("There is no key for {host}.", host=host),
            tr("It is neither in the system’s key ring nor in a variable that was named."),
            tr("Name the environment variable that holds it: --key-env NAME."),
        )
    from getpass import getpass

    return ApiKey(getpass(tr("The key for {host} (it is not shown): ", host=host)))


def _text(name: str) -> str:
    path = Path(name)
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise UserError(tr("“{name}” is too long.", name=path.name), "", tr("Shorten it."))
        return path.read_text("utf-8-sig").removesuffix("\n")
    except FileNotFoundError:
        raise UserError(
            tr("There is no file “{path}”.", path=name), "", tr("Check the name.")
        ) from None
    except UnicodeDecodeError:
        raise UserError(
            tr("“{name}” is not text in UTF-8.", name=path.name), "", tr("Save it as UTF-8.")
        ) from None
    except OSError as error:
        raise cannot_open(path) from error


def checks_of(given: Sequence[str]) -> list[Any]:
    """The checks that the options name, as KIND=VALUE; a schema is a file."""
    from estimators.measure.checks import AnswerCheck, CheckKind

    found = []
    for one in given:
        kind, _, value = one.partition("=")
        if kind not in {each.value for each in CheckKind}:
            raise UserError(
                tr("“{check}” is no check.", check=one[:80]),
                tr("There are {kinds}.", kinds=", ".join(each.value for each in CheckKind)),
                tr("Write, for example, --check contains=refund."),
            )
        check = CheckKind(kind)
        found.append(AnswerCheck(check, _text(value) if check is CheckKind.SCHEMA else value))
    return found
