"""Candidates that can answer by themselves and have not answered every case, since fresh ones came or asking stopped.

How to use, line by line:

    waiting = unanswered(project)                   who they are, and which cases each has not answered
    unanswered_words(project, waiting[0])           "Prompt v1 has not answered 12 of the 72 messages."
    answers_by_itself(project, waiting[0])          what a rule or a trained model answers; an address is asked by a job of its own
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.findings.candidate_measurement import cases_of, run_name, run_uid
from desktop.findings.measure.address_candidate import files_of
from desktop.findings.measure.new_candidate import offered_cases
from desktop.project.gate import gate_of
from desktop.project.measure_records import CandidateSource, KeptCandidate
from desktop.project.product import case_noun_of, is_classifier
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import run_in_use
from estimators.base.count import count
from estimators.base.phrase import shorten
from estimators.base.sentence import tr_plural
from estimators.measure.case import CandidateAnswer, EvalCase
from reports.stage_view import Offer


@dataclass(frozen=True)
class UnansweredCases:
    """Who, and the names of the cases that it has not answered. `kept`: of one that was added; `run`: of one trained here."""

    uid: str
    name: str
    source: CandidateSource
    cases: tuple[str, ...]
    kept: KeptCandidate | None = None
    run: Run | None = None


def unanswered(project: Project) -> tuple[UnansweredCases, ...]:
    """Rules, addresses and the model in use that have not answered all that is offered to them, in the order they were added."""
    return project.until_change("unanswered cases", lambda: _unanswered(project))


def first_unanswered(project: Project, uid: str) -> UnansweredCases | None:
    """Whom to ask first: the one that is looked at, where it has not answered all; None where nobody has anything to answer."""
    return min(unanswered(project), key=lambda one: one.uid != uid, default=None)


def unanswered_words(project: Project, one: UnansweredCases) -> str:
    """How many it has not answered."""
    return tr_plural(
        "{name} has not answered {n} of the {things}.",
        "{name} has not answered {n} of the {things}.",
        len(one.cases),
        name=one.name,
        things=count(len(cases_of(project)), case_noun_of(project)),
    )


def ask_offer(one: UnansweredCases) -> Offer:
    """The button that has it answer them; of an address after one has said for how much."""
    n, name = len(one.cases), shorten(one.name, 20)
    if one.source is CandidateSource.ADDRESS:
        return Offer(tr_plural("Ask {name} {n} more…", "Ask {name} {n} more…", n, name=name))
    return Offer(
        tr_plural("Let {name} answer {n} more", "Let {name} answer {n} more", n, name=name)
    )


def answers_by_itself(project: Project, one: UnansweredCases) -> tuple[CandidateAnswer, ...]:
    """What a rule or a model answers to them; a model takes a while to open. Raises `UserError` where it cannot be used any more."""
    every = cases_of(project)
    cases = {name: every[name] for name in one.cases if name in every}
    if one.kept is not None:
        from estimators.measure.rule_file import rule_answers, rules_of

        found = rule_answers(one.name, cases, rules_of(one.kept.settings.rules, one.name))
    else:
        from estimators.measure.model_answers import model_answers

        assert one.run is not None
        examples = {each.path: each for each in project.examples()}
        items = {
            name: replace(case, input=str(project.item(examples[case.input])))
            if case.input in examples
            else case
            for name, case in cases.items()
        }
        found = model_answers(one.name, items, project.caches.model(one.run.model_sha256))
    return tuple(answer for trials in found.answers.values() for answer in trials)


def _unanswered(project: Project) -> tuple[UnansweredCases, ...]:
    if not project.measured.count_cases():
        return ()
    offered = offered_cases(project)
    wanted = {CandidateSource.RULE: offered.offered(), CandidateSource.ADDRESS: offered.to_ask()}
    found = [
        UnansweredCases(kept.uid, kept.name, kept.source, missing, kept)
        for kept in project.measured.candidates()
        if kept.source in wanted and (missing := _missing(project, kept.uid, wanted[kept.source]))
    ]
    run = run_in_use(project) if is_classifier(project) else None
    if run is not None and run.result.n_test and gate_of(project, run).open:
        tested = {row.path for row in run.result.predictions}
        missing = _missing(project, run_uid(run), _readable(project, offered.offered(), tested))
        if missing:
            found.append(UnansweredCases(run_uid(run), run_name(run), CandidateSource.TRAINED, missing, run=run))  # fmt: skip
    return tuple(found)


def _missing(project: Project, uid: str, cases: Mapping[str, EvalCase]) -> tuple[str, ...]:
    answered = project.measured.answers(uid).keys()
    return tuple(name for name in cases if name not in answered)


def _readable(
    project: Project, cases: Mapping[str, EvalCase], tested: set[str]
) -> dict[str, EvalCase]:
    """The cases that a model can be asked: texts for one of texts; else examples, but none that it learned from or was tested on."""
    first = project.first_example()
    files = files_of(project, cases)
    free = {
        one.path for one in project.examples() if one.held_out or one.class_name is None
    } - tested
    return {
        name: case
        for name, case in cases.items()
        if (case.input in free if name in files else first is not None and first.modality == "text")
    }
