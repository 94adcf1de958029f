"""``smart-enough measure``: any candidates on the same cases, scored by the kind's measure and compared case by case."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.output import Output, interrupted, stop_if_interrupted
from desktop.findings.measure.candidates_text import measurement_document, measurement_text
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.measure.answer_row import OwnColumns
    from estimators.measure.case import CandidateAnswers, EvalCase

_ADDRESSES = ("openai:", "anthropic:", "gemini:", "http:", "https:")


def measure(options: argparse.Namespace, output: Output) -> None:
    """Score the candidates, compare them, and say what is sure."""
    from estimators.measure.answer_row import OwnColumns
    from estimators.measure.case_file import cases_of_folder, read_cases
    from estimators.measure.grade_file import read_grades, with_grades
    from estimators.measure.kind_scorers import Rules
    from estimators.measure.measurement import measure as measured
    from estimators.measure.ranking import read_relevance

    own = OwnColumns(options.group_column, options.by)
    from_folder = options.cases.is_dir()
    found = cases_of_folder(options.cases) if from_folder else read_cases(options.cases, own)
    folder = options.cases if from_folder else options.cases.parent
    for each in found.left_out:
        output.say(tr("{name}: {sentence}", name=options.cases.name, sentence=each.sentence))
    candidates: dict[str, CandidateAnswers] = {}
    for asked in options.candidate:
        name, source = _named(asked, candidates)
        candidates[name] = _answers(name, source, found.cases, folder, own)
        stop_if_interrupted()
    relevance: Mapping[str, Mapping[str, float]] = {}
    if options.relevance is not None:
        relevance, left_out = read_relevance(options.relevance)
        for each in left_out:
            output.say(
                tr("{name}: {sentence}", name=options.relevance.name, sentence=each.sentence)
            )
    if options.grades is not None:
        grades, left_out = read_grades(options.grades)
        candidates = with_grades(candidates, grades)
        for each in left_out:
            output.say(tr("{name}: {sentence}", name=options.grades.name, sentence=each.sentence))
    rules = Rules(
        tolerance=options.tolerance,
        within=options.within,
        relevance=relevance,
        metric=options.metric,
    )
    result = measured(found.cases, candidates, kind=options.kind, rules=rules, seed=options.seed)
    output.result(measurement_document(result), measurement_text(result))


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


def _answers(
    name: str, source: str, cases: "Mapping[str, EvalCase]", folder: Path, own: "OwnColumns"
) -> "CandidateAnswers":
    """The candidate's answers: from a file of them, a model, or a file of rules."""
    from estimators.measure.answer_file import answers_to, read_answers
    from estimators.measure.model_answers import model_answers
    from estimators.measure.rule_file import read_rules, rule_answers

    if source.startswith(_ADDRESSES):
        raise UserError(
            tr("“{name}” is an address, and those cannot be asked yet.", name=name),
            tr("This command reads answers; nothing leaves this computer."),
            tr("Ask it with a tool of your own, and give the file of its answers."),
        )
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
