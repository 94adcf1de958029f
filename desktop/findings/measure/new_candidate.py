"""A candidate about to be added: which cases it gets, and what a file of answers or a rule comes to on them.

How to use, line by line:

    offered = offered_cases(project)                     held-out cases, and those of them that nobody has read a mistake of
    found = of_file(offered, read_answers(path), "gpt")  its answers, and in sentences what was read and what is left out
    found = of_rules(offered, text)                      what a rule answers; `tried_rules` shows it on cases one works with
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.findings.candidate_measurement import cases_of
from desktop.findings.measure.grading_words import words_of_answer
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.noun import Noun
from estimators.base.phrase import shorten
from estimators.base.sentence import tr, tr_plural
from estimators.measure.answer_file import answers_to
from estimators.measure.case import AnswerFile, CandidateAnswer, EvalCase, LeftOut
from estimators.measure.measurement import GRADED_KINDS
from estimators.measure.rule_file import rule_answers, rules_of

_TRIED, _ASKED_AT_FIRST = 4, 60
A_RULE = """\
rules:
  - if: {contains: [refund, money back]}
    then: Your refund is on its way.
  - if: {contains: [where is, not arrived]}
    then: Your parcel is on its way.
"""
"""What a rule looks like: shown until somebody writes one."""


@dataclass(frozen=True)
class OfferedCases:
    """What a new candidate answers.

    - `fresh`: those of `every` on which nobody has opened a mistake. `graded`: where people say what is right, those that they
      graded; None where right answers are known. `kind`: of the product, as which an answer is read.
    """

    every: Mapping[str, EvalCase]
    fresh: Mapping[str, EvalCase]
    things: Noun
    graded: frozenset[str] | None = None
    kind: str = ""

    def to_ask(self) -> Mapping[str, EvalCase]:
        """What costs something to answer: all that is offered, or of what people grade as many as they grade, those first."""
        offered = self.offered()
        if self.graded is None:
            return offered
        ordered = sorted(offered, key=lambda name: name not in (self.graded or ()))
        most = max(_ASKED_AT_FIRST, len(self.graded))
        return {name: offered[name] for name in ordered[:most]}

    @property
    def seen(self) -> int:
        """Cases on which a mistake was opened."""
        return len(self.every) - len(self.fresh)

    @property
    def seen_sentence(self) -> str:
        """What reading mistakes means for a new candidate; empty where nobody read one."""
        if not self.seen:
            return ""
        if not self.fresh:
            return tr(
                "Mistakes were read on all {things}; whoever mended it by them is tested on what he has seen.",
                things=count(len(self.every), self.things),
            )
        return tr_plural(
            "A mistake on {n} of them was read, so it gets the other {fresh}.",
            "Mistakes on {n} of them were read, so it gets the other {fresh}.",
            self.seen,
            fresh=len(self.fresh),
        )

    def offered(self) -> Mapping[str, EvalCase]:
        """The fresh ones, as long as there are any."""
        return self.fresh or self.every


@dataclass(frozen=True)
class FoundAnswers:
    """What a source comes to: its answers, a headline, and what else is to be said of it."""

    answers: tuple[CandidateAnswer, ...]
    headline: str
    remarks: tuple[str, ...] = ()
    first: str = ""


def offered_cases(project: Project) -> OfferedCases:
    """The held-out cases for a new candidate."""
    every = cases_of(project)
    seen = {kept.case.id for kept in project.measured.cases() if kept.seen}
    fresh = {name: case for name, case in every.items() if name not in seen}
    graded = None
    if kind_name(project) in GRADED_KINDS:
        graded = frozenset(one.grade.case for one in project.measured.grades()) & every.keys()
    return OfferedCases(every, fresh, case_noun_of(project), graded, kind_name(project))


def of_file(offered: OfferedCases, file: AnswerFile, candidate: str = "") -> FoundAnswers:
    """One candidate of a file of answers. Raises `UserError` where none of its answers is to a case."""
    found = answers_to(offered.offered(), file, candidate)
    answers = tuple(one for trials in found.answers.values() for one in trials)
    return FoundAnswers(
        answers,
        _answered(len(found.answers), offered, file.rows),
        tuple(_remarks(found.left_out)),
        _first(offered, answers),
    )


def _answered(n: int, offered: OfferedCases, rows: int) -> str:
    return tr_plural(
        "{n} row read: {answered} of the {things} have an answer.",
        "{n} rows read: {answered} of the {things} have an answer.",
        rows,
        answered=n,
        things=count(len(offered.offered()), offered.things),
    )


def _remarks(left_out: Iterable[LeftOut]) -> Iterable[str]:
    for one in left_out:
        if one.lines:
            lines = ", ".join(map(str, one.lines))
            yield tr("{what} Lines: {lines}.", what=one.sentence, lines=lines)
        else:
            yield one.sentence


def _first(offered: OfferedCases, answers: tuple[CandidateAnswer, ...]) -> str:
    """The first answer beside its case, so that one sees what was taken for what."""
    if not answers:
        return ""
    one = answers[0]
    return tr(
        "{case}: “{asked}” answered “{answer}”.",
        case=one.case,
        asked=shorten(offered.every[one.case].input, 60),
        answer=shorten(" ".join(words_of_answer(one.answer or "", offered.kind).split()), 60),
    )


def of_rules(offered: OfferedCases, text: str) -> FoundAnswers:
    """What rules answer to the held-out cases. Raises `UserError` where the text says no rules."""
    found = rule_answers("", offered.offered(), rules_of(text, tr("The text")))
    answers = tuple(one for trials in found.answers.values() for one in trials)
    n = sum(one.answer is not None for one in answers)
    said = tr(
        "It answers {n} of the {things}; to the others it says nothing.",
        n=n,
        things=count(len(answers), offered.things),
    )
    return FoundAnswers(answers, said)


def tried_rules(project: Project, text: str) -> tuple[tuple[str, str], ...]:
    """What rules answer to a few cases that one works with: input and answer. Never to those held out.

    Raises `UserError` where the text says no rules.
    """
    rules = rules_of(text, tr("The text"))
    work = [one.case for one in project.measured.cases() if not one.held_out and not one.aside]
    tried = [(case.input, rules.answer(case.input)) for case in work]
    tried.sort(key=lambda pair: pair[1] is None)
    return tuple((asked, said or tr("nothing")) for asked, said in tried[:_TRIED])


def of_expected(offered: OfferedCases) -> FoundAnswers:
    """What people answered, where the cases came with it: answers that were sent, graded as the others are."""
    answers = tuple(
        CandidateAnswer(name, case.expected)
        for name, case in offered.offered().items()
        if case.expected is not None
    )
    said = tr_plural(
        "{n} of the {things} came with what people answered.",
        "{n} of the {things} came with what people answered.",
        len(answers),
        things=count(len(offered.offered()), offered.things),
    )
    return FoundAnswers(answers, said, first=_first(offered, answers))
