"""``smart-enough measure FILE.smart``: what the candidates of a project come to; with --fresh they answer cases that came since, with --repeat the same again."""

import argparse
from typing import TYPE_CHECKING

from desktop.cli.endpoint import option_of
from desktop.cli.output import Output, ProgressBar, deferred_interrupts, interrupted
from desktop.findings.measure.candidates_text import measurement_document, measurement_text
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural

if TYPE_CHECKING:
    from desktop.findings.measure.ask_again import AskedCases
    from desktop.findings.measure.unanswered import UnansweredCases
    from desktop.project.measure_records import KeptCandidate
    from desktop.project.project import Project
    from estimators.measure.case import CandidateAnswer


def measure_project(options: argparse.Namespace, output: Output) -> None:
    """Let those answer that can by themselves, where that is asked for; then score, and say who has not answered all."""
    from desktop.findings.candidate_measurement import measurement_of
    from desktop.findings.measure.answer_checks import check_lines
    from desktop.findings.measure.pair_cost import pair_costs
    from desktop.findings.measure.unanswered import unanswered, unanswered_words
    from desktop.project.project import Project

    opened = Project.open if options.fresh else Project.open_beside
    with opened(options.cases) as project:
        if options.fresh:
            for one in _asked(unanswered(project), options):
                _keep(project, one.uid, one.name, _answers(project, one, options, output), output)
            for again in _asked_again(project, options):
                _keep(
                    project, again.uid, again.name, _tries(project, again, options, output), output
                )
        found, waiting = measurement_of(project), unanswered(project)
        lines = [unanswered_words(project, one) for one in waiting]
        if found is not None:
            lines += [
                said for one in found.candidates for _, said in check_lines(project, found, one)
            ]
        costs = {} if found is None else pair_costs(project, found)
        beside = {"unanswered": [{"name": one.name, "n": len(one.cases)} for one in waiting]}
    if found is None:
        output.result(beside, [tr("Nothing can be counted in this project yet."), *lines])
        return
    document = measurement_document(found.measured, costs=costs)
    text = measurement_text(found.measured, costs=costs)
    output.result({**document, **beside}, [*text, *lines])


def _keep(
    project: "Project",
    uid: str,
    name: str,
    answers: "tuple[CandidateAnswer, ...]",
    output: Output,
) -> None:
    project.measured.append_answers(uid, answers)
    output.say(tr_plural("{name}: {n} answer more.", "{name}: {n} answers more.", len(answers), name=name))  # fmt: skip


def _asked(
    waiting: "tuple[UnansweredCases, ...]", options: argparse.Namespace
) -> "list[UnansweredCases]":
    """Those that were named; else all that cost nothing, and addresses where a budget was given."""
    from desktop.project.measure_records import CandidateSource

    unknown = set(options.candidate) - {one.name for one in waiting}
    if unknown and options.repeat == 1:
        raise UserError(
            tr("“{name}” has nothing to answer here.", name=min(unknown)[:60]),
            tr("Only rules, trained models and addresses answer by themselves, each case once."),
            tr("Leave --candidate out to see who has not answered all, or have it answer again with --repeat."),
        )  # fmt: skip
    if options.candidate:
        return [one for one in waiting if one.name in options.candidate]
    paid = options.budget is not None
    return [one for one in waiting if paid or one.source is not CandidateSource.ADDRESS]


def _asked_again(project: "Project", options: argparse.Namespace) -> "list[AskedCases]":
    """Of those that were named, or that cost nothing, who lacks some of the tries that --repeat asks for.

    Raises `UserError` where one that was named cannot be asked again.
    """
    from desktop.findings.candidate_measurement import candidates_of
    from desktop.findings.measure.ask_again import asked_cases, why_not_ask_again
    from desktop.project.measure_records import CandidateSource

    if options.repeat < 2:
        return []
    every = {one.name: one for one in candidates_of(project)}
    for name in options.candidate:
        why_not = tr("There is no such candidate.") if name not in every else why_not_ask_again(project, every[name])  # fmt: skip
        if why_not:
            raise UserError(tr("“{name}” cannot be asked again.", name=name[:60]), why_not, tr("Leave it out."))  # fmt: skip
    named = options.candidate or [
        name
        for name, one in every.items()
        if options.budget is not None or one.source is not CandidateSource.ADDRESS
    ]
    found = [asked_cases(project, every[name].uid) for name in named]
    return [one for one in found if one is not None and one.missing(options.repeat)]


def _tries(
    project: "Project", asked: "AskedCases", options: argparse.Namespace, output: Output
) -> "tuple[CandidateAnswer, ...]":
    from desktop.findings.measure.ask_again import tries_by_itself

    if asked.kept is not None and asked.kept.settings.url:
        cases = tuple(asked.tries)
        return _of_address(project, asked.kept, cases, options, output)
    trials = range(1, options.repeat)
    return tuple(one for trial in trials for one in tries_by_itself(project, asked, trial))


def _answers(
    project: "Project", one: "UnansweredCases", options: argparse.Namespace, output: Output
) -> "tuple[CandidateAnswer, ...]":
    from desktop.findings.measure.unanswered import answers_by_itself

    if one.kept is None or not one.kept.settings.url:
        return answers_by_itself(project, one)
    return _of_address(project, one.kept, one.cases, options, output)


def _of_address(
    project: "Project",
    one: "KeptCandidate",
    cases: tuple[str, ...],
    options: argparse.Namespace,
    output: Output,
) -> "tuple[CandidateAnswer, ...]":
    """What a candidate at an address answers to these, as often as --repeat says, within the budget."""
    from desktop.findings.measure.address_candidate import endpoint_of
    from desktop.jobs.ask_candidate import AskCandidate, ask_candidate
    from desktop.project.product import kind_name
    from estimators.measure.endpoint.address import NetworkPermission
    from estimators.measure.endpoint.api_key import key_from_environment

    kind, settings = kind_name(project), one.settings
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
        cases,
        tuple(options.allow_network),
        options.budget,
        key,
        times=options.repeat,
    )
    with ProgressBar() as bar, deferred_interrupts():
        found = ask_candidate(
            request, lambda done, total, text="": bar(done, total, text), interrupted
        )
    for sentence in found.sentences:
        output.say(tr("“{name}”: {sentence}", name=one.name, sentence=sentence))
    return found.answers
