"""Is everything ready: checks, lists, law and test together, and the verdict that they support with its reasons.

The law is the tier of the EU AI Act from guided answers. A screening, not legal advice.
"""

from dataclasses import dataclass
from pathlib import Path

from desktop.findings.launch.acceptance import BarTest, bar_test
from desktop.findings.launch.checks import GATES, LAW, NO_CONDITION, in_order, named_checks
from desktop.findings.launch.list_answers import answers_of
from desktop.findings.problem.law import (
    RiskView,
    legal_dates_of,
    open_sentence,
    risk_view,
    sentence,
    unconfirmed_words,
)
from desktop.project.project import Project
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
from estimators.base.date import day, month_and_year
from estimators.base.number import digits
from estimators.base.sentence import data_file, tr
from estimators.law.purpose import legal_dates
from reports.evidence import ACCURACY_ID, RISK_ID
from reports.launch_evidence import (
    AnsweredList,
    CheckState,
    LaunchCheck,
    LaunchReadiness,
    Risk,
)
from reports.stage_view import Explanation


def risk(project: Project, view: RiskView | None = None) -> Risk:
    """The risk tier as the report prints it."""
    view = view or risk_view(project)
    source = lists()["eu_ai_act"].source
    return Risk(
        tier=view.name,
        sentence=sentence(view),
        answers=view.answers,
        still_open=unconfirmed_words(view),
        dates=legal_dates_of(view),
        source=tr(
            "{title}, as of {month_and_year}. {caution}",
            title=source.title,
            month_and_year=month_and_year(source.date),
            caution=source.caution,
        ),
    )


def remarks(view: RiskView) -> tuple[str, ...]:
    """What to look at: contradictions, what a lawyer should see, which duties apply from when, and what they ask."""
    found = [view.contradiction, *view.screening.remarks]
    found += [
        tr(
            "{article}, from {day}: {text}",
            article=duty.article,
            day=day(duty.applies_from),
            text=duty.text,
        )
        for duty in view.purposes.duties
    ]
    found += [
        tr("{article}, to be answered: {text}", article=each.article, text=each.text)
        for each in view.to_be_answered
    ]
    applies = view.screening.applies
    if applies is not None and view.tier == view.screening.tier and not view.purposes.duties:
        found.append(
            tr(
                "{what}: applies from {day}. {note}",
                what=applies.what,
                day=applies.words,
                note=applies.note,
            )
        )
    return tuple(filter(None, found))


def grounds(view: RiskView) -> tuple[Ground, ...]:
    """The law as grounds of the verdict: what forbids it, and the duties of a high tier."""
    if view.tier == "prohibited":
        state, text = GroundState.FAIL, tr("The law prohibits it: EU AI Act, Article 5.")
    elif unsettled := open_sentence(view):
        state, text = GroundState.UNKNOWN, unsettled
    else:
        state, tier = GroundState.PASS, sentence(view).removesuffix(".").lower()
        text = tr("What the law calls it: {tier}.", tier=tier)
    law = Ground("law", text, Weight.FORBIDS, state, RISK_ID)
    if view.tier != "high":
        return (law,)
    duties = tr(
        "A high-risk system has duties before it is used; nobody has shown that they are met."
    )
    return law, Ground("duties", duties, Weight.CHECK, GroundState.NOT_SHOWN, RISK_ID)


_CONDITIONS: dict[str, str] = data_file(Path(__file__).with_name("conditions.json"))
_STATES = {
    CheckState.PASS: GroundState.PASS,
    CheckState.FAIL: GroundState.FAIL,
    CheckState.NOT_SHOWN: GroundState.NOT_SHOWN,
    CheckState.NEEDS_YOU: GroundState.UNKNOWN,
}

_SUPPORTED = {
    Word.GO: tr("What was measured and answered supports a launch."),
    Word.CONDITIONS: tr("What was measured and answered supports a launch with conditions."),
    Word.NOT_YET: tr("What was measured and answered does not support a launch yet."),
    Word.STOP: tr("What was answered says: do not launch."),
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
        """How many questions are open that nothing launches without: the one count of window, rail, commands and report."""
        return len(self.open_checks())

    def open_checks(self) -> tuple[str, ...]:
        """The names of the checks that only a person can answer."""
        return tuple(n for n, check in self.named.items() if check.state is CheckState.NEEDS_YOU)


def readiness_of(project: Project) -> Readiness:
    """Gather checks, lists, law and the test of the bar, and decide; once until the next change."""
    return project.until_change("readiness", lambda: _readiness(project))


def _readiness(project: Project) -> Readiness:
    test = bar_test(project)
    looks = test.looks.count if test is not None else None
    candidate = test.candidate if test is not None else None
    named = in_order(named_checks(project, looks, candidate))
    answers = answers_of(project, named)
    found, law = standings(answers), risk_view(project)
    rests_on = (
        _bar(test),
        *(_ground(name, check) for name, check in named.items() if name not in (NO_CONDITION, LAW)),
        *grounds(law),
        *(each.ground for each in found),
    )
    return Readiness(named, answers, found, law, rests_on, decide(rests_on))


def _bar(test: BarTest | None) -> Ground:
    if test is None:
        text = tr("Nothing was tested against a bar.")
        return Ground("bar", text, Weight.GATE, GroundState.UNKNOWN, ACCURACY_ID)
    common = test.base_rate
    text = common.sentence if common is not None and test.shows_nothing else test.sentence
    return Ground("bar", text, Weight.GATE, _STATES[test.state], ACCURACY_ID)


def _ground(name: str, check: LaunchCheck) -> Ground:
    weight = Weight.GATE if name in GATES else Weight.CHECK
    return Ground(name, check.sentence, weight, _STATES[check.state], check.evidence_id)


def supported(ready: Readiness, decision: str = "") -> str:
    """ "What was measured and answered supports a launch with conditions."; of what was stopped nothing is said to come yet."""
    if decision == Word.STOP.key and ready.verdict.word is Word.NOT_YET:
        return tr("What was measured and answered does not support a launch.")
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
        ready.risk.purposes.duties,
        ready.risk.to_be_answered,
    )


def how_decided(ready: Readiness) -> Explanation:
    """How the verdict is worked out, for whoever asks."""
    allowed = [ground.allows for ground in ready.grounds]
    rows = tuple(
        (words, digits(allowed.count(word)))
        for word, words in (
            (Word.STOP, tr("Forbid it")),
            (Word.NOT_YET, tr("Hold it back")),
            (Word.CONDITIONS, tr("Allow it with conditions")),
            (Word.GO, tr("Allow it")),
        )
    )
    text = tr(
        "Each thing that the launch rests on allows it a most: the law can forbid it; the bar, a fair test and a way back can "
        "hold it back; a check that is not shown yet makes it a launch with conditions. The verdict is the least that any of "
        "them allows. Nothing is weighed up against anything else, and what nobody knows never counts as shown."
    )
    source = tr("What holds it back most comes first; the decision stays yours.")
    return Explanation(tr("It rests on {allowed} things", allowed=len(allowed)), text, rows, source)


def condition_for(ground: Ground) -> str:
    """A condition under which an open ground could be launched with, as a first wording; empty where there is none."""
    if ground.allows is not Word.CONDITIONS:
        return ""
    otherwise = tr("Before it is used everywhere: {text}", text=ground.text)
    return _CONDITIONS.get(ground.name, otherwise)
