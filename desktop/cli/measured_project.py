"""``smart-enough measure FILE.smart``: what the candidates of a project come to, and, with --fresh, their answers to cases that came since."""

import argparse
from typing import TYPE_CHECKING

from desktop.cli.endpoint import option_of
from desktop.cli.output import Output, ProgressBar, deferred_interrupts, interrupted
from desktop.findings.measure.candidates_text import measurement_document, measurement_text
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural

if TYPE_CHECKING:
    from desktop.findings.measure.unanswered import UnansweredCases
    from desktop.project.project import Project
    from estimators.measure.case import CandidateAnswer


def measure_project(options: argparse.Namespace, output: Output) -> None:
    """Let those answer that can by themselves, where that is asked for; then score, and say who has not answered all."""
    from desktop.findings.candidate_measurement import measurement_of
    from desktop.findings.measure.unanswered import unanswered, unanswered_words
    from desktop.project.project import Project

    opened = Project.open if options.fresh else Project.open_beside
    with opened(options.cases) as project:
        if options.fresh:
            for one in _asked(unanswered(project), options):
                answers = _answers(project, one, options, output)
                project.measured.append_answers(one.uid, answers)
                output.say(tr_plural("{name}: {n} answer more.", "{name}: {n} answers more.", len(answers), name=one.name))  # fmt: skip
        found, waiting = measurement_of(project), unanswered(project)
        lines = [unanswered_words(project, one) for one in waiting]
        beside = {"unanswered": [{"name": one.name, "n": len(one.cases)} for one in waiting]}
    if found is None:
        output.result(beside, [tr("Nothing can be counted in this project yet."), *lines])
        return
    document, text = measurement_document(found.measured), measurement_text(found.measured)
    output.result({**document, **beside}, [*text, *lines])


def _asked(
    waiting: "tuple[UnansweredCases, ...]", options: argparse.Namespace
) -> "list[UnansweredCases]":
    """Those that were named; else all that cost nothing, and addresses where a budget was given."""
    from desktop.project.measure_records import CandidateSource

    unknown = set(options.candidate) - {one.name for one in waiting}
    if unknown:
        raise UserError(
            tr("“{name}” has nothing to answer here.", name=min(unknown)[:60]),
            tr("Only rules, trained models and addresses answer by themselves, each case once."),
            tr("Leave --candidate out to see who has not answered all."),
        )
    if options.candidate:
        return [one for one in waiting if one.name in options.candidate]
    paid = options.budget is not None
    return [one for one in waiting if paid or one.source is not CandidateSource.ADDRESS]


def _answers(
    project: "Project", one: "UnansweredCases", options: argparse.Namespace, output: Output
) -> "tuple[CandidateAnswer, ...]":
    from desktop.findings.measure.unanswered import answers_by_itself

    if one.kept is None or not one.kept.settings.url:
        return answers_by_itself(project, one)
    from desktop.findings.measure.address_candidate import endpoint_of
    from desktop.jobs.ask_candidate import AskCandidate, ask_candidate
    from desktop.project.product import kind_name
    from estimators.measure.endpoint.address import NetworkPermission
    from estimators.measure.endpoint.api_key import key_from_environment

    kind, settings = kind_name(project), one.kept.settings
    candidate = endpoint_of(one.name, settings, kind)
    NetworkPermission.of(*options.allow_network).check(candidate.address)
    if options.budget is None:
        raise UserError(
            tr("There is no budget."),
            tr("“{name}” is asked at an address, and what is spent cannot pass the budget.", name=one.name),
            tr("Give --budget AMOUNT: the most that all its answers may cost, those before included."),
        )  # fmt: skip
    variable = option_of(one.name, options.key_env, {one.name: ""})
    key = key_from_environment(variable).reveal() if variable else ""
    request = AskCandidate(
        project.path,
        one.uid,
        one.name,
        kind,
        settings,
        one.cases,
        tuple(options.allow_network),
        options.budget,
        key,
    )
    with ProgressBar() as bar, deferred_interrupts():
        found = ask_candidate(
            request, lambda done, total, text="": bar(done, total, text), interrupted
        )
    for sentence in found.sentences:
        output.say(tr("“{name}”: {sentence}", name=one.name, sentence=sentence))
    return found.answers
