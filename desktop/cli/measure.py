"""``smart-enough measure``: any candidates on the same cases, scored by the kind's measure and compared case by case."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.endpoint import (
    ask_candidates,
    candidates_at_addresses,
    checks_of,
    is_address,
    kind_before_answers,
    option_of,
    show_previews,
)
from desktop.cli.output import Output, interrupted, stop_if_interrupted
from desktop.findings.measure.candidates_text import measurement_document, measurement_text
from desktop.findings.measure.endpoint_text import checks_document, checks_text, run_document
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural

if TYPE_CHECKING:
    from estimators.measure.answer_row import OwnColumns
    from estimators.measure.case import CandidateAnswers, EvalCase, LeftOut
    from estimators.measure.difference_cost import DifferenceCost
    from estimators.measure.endpoint.candidate import EndpointCandidate
    from estimators.measure.endpoint.input_file import InputFile
    from estimators.measure.endpoint.run_outcome import AnswerRun
    from estimators.measure.judge import NextGrades
    from estimators.measure.kind_scorers import Rules
    from estimators.measure.measurement import CandidateMeasurement


def measure(options: argparse.Namespace, output: Output) -> None:
    """Ask those at an address, score all candidates, compare them, and say what is sure."""
    if options.cases.suffix == ".smart":
        from desktop.cli.measured_project import measure_project

        measure_project(options, output)
    elif not options.candidate:
        raise UserError(
            tr("No candidate was named."),
            tr("A candidate is a name and where its answers are."),
            tr("Write, for example, --candidate gpt=answers.csv."),
        )
    else:
        _measure_files(options, output)


def _measure_files(options: argparse.Namespace, output: Output) -> None:
    from estimators.measure.answer_row import OwnColumns
    from estimators.measure.case_file import cases_of_folder, read_cases
    from estimators.measure.checks import check_shares
    from estimators.measure.endpoint.input_file import files_of_cases
    from estimators.measure.grade_file import read_grades, with_grades
    from estimators.measure.measurement import measure as measured

    own = OwnColumns(
        options.group_column,
        options.by,
        id=options.id_column,
        input=options.input_column,
        expected=options.expected_column,
    )
    from_folder = options.cases.is_dir()
    found = cases_of_folder(options.cases) if from_folder else read_cases(options.cases, own)
    folder = options.cases if from_folder else options.cases.parent
    _say(output, options.cases, found.left_out)
    rules, sources = _rules(options, output), _sources(options)
    at_addresses = {name: source for name, source in sources.items() if is_address(source)}
    kind: str | None = options.kind
    endpoints: list[EndpointCandidate] = []
    files: Mapping[str, InputFile] = {}
    if at_addresses:
        files = files_of_cases(folder, found.cases)
        kind = kind_before_answers(kind, found.cases, rules)
        endpoints = candidates_at_addresses(options, at_addresses, found.cases, kind, files)
        if options.dry_run:
            show_previews(options, endpoints, found.cases, files, output)
            return
    checks = checks_of(options.check)
    given: dict[str, CandidateAnswers] = {}
    for name in [name for name in sources if name not in at_addresses]:
        given[name] = _answers(
            name, sources[name], found.cases, folder, _own_of(options, name, sources)
        )
        stop_if_interrupted()
    runs = ask_candidates(options, endpoints, found.cases, files, output) if endpoints else []
    given |= {run.candidate.name: run.answers for run in runs if run.answers.answers}
    candidates = {name: given[name] for name in sources if name in given}
    if options.grades is not None:
        grades, left_out = read_grades(options.grades)
        candidates = with_grades(candidates, grades)
        _say(output, options.grades, left_out)
    stop_if_interrupted()
    cases = _asked(found.cases, runs, output)
    shares = {name: check_shares(checks, cases, each) for name, each in candidates.items()}
    beside: dict[str, Any] = {"runs": [run_document(run) for run in runs]} if runs else {}
    beside |= {"checks": checks_document(shares)} if checks else {}
    try:
        result = measured(cases, candidates, kind=kind, rules=rules, seed=options.seed)
    except UserError as error:
        if not any(run.answers.answers for run in runs):
            raise _unanswered(runs) or error from error
        output.result(
            beside, [*checks_text(shares), str(error)]
        )  # the answers are there, to be graded
        return
    following = _following(result, candidates, options.seed)
    costs = _costs(result, options)
    document = measurement_document(result, following, costs)
    lines = measurement_text(result, following, costs)
    output.result({**document, **beside}, [*lines, *checks_text(shares)])


def _following(
    found: "CandidateMeasurement", candidates: "Mapping[str, CandidateAnswers]", seed: int
) -> "NextGrades | None":
    """What to grade next; None where nobody grades."""
    from estimators.measure.judge import grade_next

    every = (each.answers.values() for each in candidates.values())
    answers = [one for by_case in every for trials in by_case for one in trials]
    return grade_next(answers, seed=seed) if found.kind == "generate" else None


def _costs(
    found: "CandidateMeasurement", options: argparse.Namespace
) -> "dict[frozenset[str], DifferenceCost]":
    """What taking one candidate rather than another costs, where a price or the worth of an answer is known."""
    from estimators.measure.difference_cost import AnswerWorth, difference_cost

    prices = {one.name: one.usage.cost_per_1000.value for one in found.candidates}
    if options.worth is None and all(price is None for price in prices.values()):
        return {}
    worth = AnswerWorth(options.worth, options.currency)
    return {
        frozenset((pair.first, pair.second)): difference_cost(pair, prices, worth, tr("cases"))
        for pair in found.pairs
    }


def _asked(
    cases: "Mapping[str, EvalCase]", runs: "Sequence[AnswerRun]", output: Output
) -> "Mapping[str, EvalCase]":
    """The cases that every run has asked: those that are still to be asked are no mistakes."""
    known = {name: case for name, case in cases.items() if all(name in run.answers.answers for run in runs if run.answers.answers)}  # fmt: skip
    if len(known) < len(cases):
        output.say(
            tr_plural(
                "Measured on the {n} case that was asked so far.",
                "Measured on the {n} cases that were asked so far.",
                len(known),
            )
        )
    return known


def _rules(options: argparse.Namespace, output: Output) -> "Rules":
    from estimators.measure.kind_scorers import Rules
    from estimators.measure.ranking import read_relevance

    relevance: Mapping[str, Mapping[str, float]] = {}
    if options.relevance is not None:
        relevance, left_out = read_relevance(options.relevance)
        _say(output, options.relevance, left_out)
    return Rules(
        tolerance=options.tolerance,
        within=options.within,
        relevance=relevance,
        metric=options.metric,
    )


def _sources(options: argparse.Namespace) -> dict[str, str]:
    """Where the answers of each candidate are, by its name."""
    sources: dict[str, str] = {}
    for asked in options.candidate:
        name, source = _named(asked, sources)
        sources[name] = source
    return sources


def _unanswered(runs: "Sequence[AnswerRun]") -> UserError | None:
    """What is said where nothing was answered."""
    said = [sentence for run in runs for sentence in run.sentences]
    if not said:
        return None
    return UserError(said[0], " ".join(said[1:2]), tr("Mend that, and run the same again."))


def _say(output: Output, path: Path, left_out: "Iterable[LeftOut]") -> None:
    for each in left_out:
        output.say(tr("{name}: {sentence}", name=path.name, sentence=each.sentence))


def _named(asked: str, known: Mapping[str, object]) -> tuple[str, str]:
    name, found, source = asked.partition("=")
    if not found or not name.strip() or not source.strip():
        raise UserError(
            tr("“{asked}” is no candidate.", asked=asked[:80]),
            tr("A candidate is a name and where its answers are."),
            tr("Write, for example, --candidate gpt=answers.csv."),
        )
    if name.strip() in known:
        raise UserError(
            tr("There are two candidates “{name}”.", name=name.strip()),
            tr("They are told apart by their names."),
            tr("Call one of them something else."),
        )
    return name.strip(), source.strip()


def _own_of(options: argparse.Namespace, name: str, sources: Mapping[str, str]) -> "OwnColumns":
    """The columns that were named of this candidate's file."""
    from estimators.measure.answer_row import OwnColumns

    return OwnColumns(
        options.group_column,
        options.by,
        id=option_of(name, options.answer_id_column, sources),
        answer=option_of(name, options.answer_column, sources),
    )


def _answers(
    name: str, source: str, cases: "Mapping[str, EvalCase]", folder: Path, own: "OwnColumns"
) -> "CandidateAnswers":
    """The candidate's answers: from a file of them, a model, or a file of rules."""
    from estimators.measure.answer_file import answers_to, read_answers
    from estimators.measure.model_answers import model_answers
    from estimators.measure.rule_file import read_rules, rule_answers

    path = Path(source)
    if not path.exists():
        raise UserError(
            tr("There is no file “{path}”.", path=source),
            tr("The answers of “{name}” should be in it.", name=name),
            tr("Check the name."),
        )
    if path.suffix == ".onnx":
        return model_answers(name, cases, path, folder=folder, cancelled=interrupted)
    if path.suffix in (".yaml", ".yml"):
        return rule_answers(name, cases, read_rules(path))
    return answers_to(cases, read_answers(path, own), name)
