"""Is everything ready: checks, lists, law and test together, and the verdict that they support with its reasons."""

from dataclasses import dataclass

from desktop.findings.launch.acceptance import BarTest
from desktop.findings.launch.checks import NO_CONDITION, in_order, named_checks
from desktop.findings.launch.list_answers import answers_of
from desktop.findings.launch.risk import RiskView, grounds, risk_view, sentence
from desktop.project.project import Project
from estimators.acceptance.readiness.law import legal_dates
from estimators.acceptance.readiness.list_grounds import Standing, standings
from estimators.acceptance.readiness.lists import ChecklistAnswer, lists
from estimators.acceptance.readiness.verdict import (
    Ground,
    GroundState,
    Verdict,
    Weight,
    Word,
    decide,
)
from estimators.base.number import digits
from reports.evidence import ACCURACY_ID
from reports.launch_evidence import AnsweredList, CheckState, LaunchCheck, LaunchReadiness
from reports.stage_view import Explanation

_GATES = frozenset({"way_back", "fair"})
_STATES = {
    CheckState.PASS: GroundState.PASS,
    CheckState.FAIL: GroundState.FAIL,
    CheckState.NOT_SHOWN: GroundState.NOT_SHOWN,
    CheckState.NEEDS_YOU: GroundState.UNKNOWN,
}

_SUPPORTED = {
    Word.GO: "What was measured and answered supports a launch.",
    Word.CONDITIONS: "What was measured and answered supports a launch with conditions.",
    Word.NOT_YET: "What was measured and answered does not support a launch yet.",
    Word.STOP: "What was answered says: do not launch.",
}


@dataclass(frozen=True)
class Readiness:
    """Everything that the launch rests on, gathered once."""

    named: dict[str, LaunchCheck]  # in the order in which they are listed
    answers: dict[str, ChecklistAnswer]
    lists: tuple[Standing, ...]
    risk: RiskView
    grounds: tuple[Ground, ...]
    verdict: Verdict

    @property
    def proposal(self) -> str:
        """The decision that the evidence supports: launch, conditions, not_yet or stop."""
        return self.verdict.word.key

    @property
    def checks(self) -> tuple[LaunchCheck, ...]:
        """The checks, what needs a person first."""
        return tuple(self.named.values())

    @property
    def open_questions(self) -> int:
        """The questions that nothing launches without: those of the checks, and the law."""
        return len(self.open_checks()) + (self.risk.tier is None)

    def open_checks(self) -> tuple[str, ...]:
        """The names of the checks that only a person can answer."""
        return tuple(n for n, check in self.named.items() if check.state is CheckState.NEEDS_YOU)


def readiness_of(project: Project, test: BarTest | None) -> Readiness:
    """Gather checks, lists and law, and decide. ``test``: of the bar, None where there is none."""
    named = in_order(named_checks(project, test.looks.count if test is not None else None))
    answers = answers_of(project, named)
    found, law = standings(answers), risk_view(project, answers)
    rests_on = (
        _bar(test),
        *(_ground(name, check) for name, check in named.items() if name != NO_CONDITION),
        *grounds(law),
        *(each.ground for each in found),
    )
    return Readiness(named, answers, found, law, rests_on, decide(rests_on))


def _bar(test: BarTest | None) -> Ground:
    if test is None:
        text = "Nothing was tested against a bar."
        return Ground("bar", text, Weight.GATE, GroundState.UNKNOWN, ACCURACY_ID)
    state = (
        GroundState.PASS
        if test.passes
        else GroundState.FAIL
        if test.is_out_of_reach
        else GroundState.NOT_SHOWN
    )
    return Ground("bar", test.sentence, Weight.GATE, state, ACCURACY_ID)


def _ground(name: str, check: LaunchCheck) -> Ground:
    weight = Weight.GATE if name in _GATES else Weight.CHECK
    return Ground(name, check.sentence, weight, _STATES[check.state], check.evidence_id)


def supported(ready: Readiness) -> str:
    """ "What was measured and answered supports a launch with conditions." """
    return _SUPPORTED[ready.verdict.word]


def readiness_evidence(ready: Readiness) -> LaunchReadiness:
    """Everything beside the acceptance test that the launch rests on, for the report."""
    standing = {each.id: each for each in ready.lists}
    law, named = ready.risk.screening, sentence(ready.risk)  # the finding of the law is a tier
    return LaunchReadiness(
        ready.verdict,
        supported(ready),
        tuple(
            AnsweredList(name, read, found.sentence, found.answered, found.total, found.scores)
            if (found := standing.get(name)) is not None
            else AnsweredList(name, read, named, law.answered, law.total)
            for name, read in ((each.id, each.source.date) for each in lists().values())
        ),
        ready.answers,
        tuple(legal_dates().values()),
    )


def how_decided(ready: Readiness) -> Explanation:
    """How the verdict is worked out, for whoever asks."""
    allowed = [ground.allows for ground in ready.grounds]
    rows = tuple(
        (words, digits(allowed.count(word)))
        for word, words in (
            (Word.STOP, "Forbid it"),
            (Word.NOT_YET, "Hold it back"),
            (Word.CONDITIONS, "Allow it with conditions"),
            (Word.GO, "Allow it"),
        )
    )
    text = (
        "Each thing that the launch rests on allows it a most: the law can forbid it; the bar, a fair test and a way back can "
        "hold it back; a check that is not shown yet makes it a launch with conditions. The verdict is the least that any of "
        "them allows. Nothing is weighed up against anything else, and what nobody knows never counts as shown."
    )
    source = "What holds it back most comes first; the decision stays yours."
    return Explanation(f"It rests on {len(allowed)} things", text, rows, source)


def condition_for(ground: Ground) -> str:
    """A condition under which an open ground could be launched with, as a first wording; empty where there is none."""
    if ground.allows is not Word.CONDITIONS:
        return ""
    return _CONDITIONS.get(ground.name, f"Before it is used everywhere: {ground.text}")


_CONDITIONS = {
    "every_class": "A person confirms every answer until each class has enough examples in the test.",
    "strange": "What it was never trained on goes to a person, until strange examples were tried.",
    "better": "A few people use it beside today’s way, until it is shown to be better.",
    "honest": "Nobody acts on how sure it says it is.",
    "fast": "At one place first, until it is shown to be fast enough there.",
    "owner": "Somebody is named who answers for it before the first day.",
    "tripwires": "What is watched and where it stops is agreed before the first day.",
    "duties": "A lawyer confirms that the duties of a high-risk system are met.",
    "ml_test_score": "The open tests of its lowest section are done within three months.",
    "data_readiness": "Somebody who knows the work confirms that the data stand for what it will meet.",
    "nist_ai_rmf": "The open questions of the weakest function are answered within three months.",
    "hax": "The open guidelines are gone through with people who use it.",
}
