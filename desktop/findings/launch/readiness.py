"""Is everything ready: checks, lists, law and test together, and the verdict that they support with its reasons.

The law is the tier of the EU AI Act from guided answers. A screening, not legal advice.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from desktop.findings.launch.acceptance import BarTest, bar_test
from desktop.findings.launch.checks import NO_CONDITION, in_order, named_checks
from desktop.findings.launch.list_answers import answers_of, purpose_screening
from desktop.project.project import Project
from estimators.acceptance.readiness.law import Screening, screen
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
from estimators.base.count import count
from estimators.base.date import day, month_and_year
from estimators.base.number import digits
from estimators.base.sentence import data_file, tr, tr_plural
from estimators.law.purpose import LegalDuty, PurposeScreening, legal_dates, stricter
from reports.evidence import ACCURACY_ID, RISK_ID
from reports.launch_evidence import (
    AnsweredList,
    CheckState,
    LaunchCheck,
    LaunchReadiness,
    Risk,
    RiskAnswer,
)
from reports.stage_view import Explanation

TIER_NAMES = {"minimal": tr("Minimal"), "limited": tr("Limited"), "high": tr("High"), "prohibited": tr("Prohibited")}  # fmt: skip
SHOWN = ("about_people", "safety_part", "human_in_loop")  # the answers beside the tier


@dataclass(frozen=True)
class RiskView:
    """The tier in force. ``named`` is what a person called it on the Problem page, without the questions.

    ``purposes`` is what the law says of the purposes named there.
    """

    tier: str | None
    named: str | None
    screening: Screening
    purposes: PurposeScreening
    confirmed: bool
    answers: tuple[RiskAnswer, ...]

    @property
    def name(self) -> str:
        return TIER_NAMES.get(self.tier or "", tr("Unknown"))

    @property
    def open_questions(self) -> int:
        """How many questions could still make it stricter; none where a person named the tier."""
        return 0 if self.named else len(self.screening.open)

    @property
    def of_purpose(self) -> LegalDuty | None:
        """The strictest duty of the named purposes; those of Annex III not where it is exempt."""
        exempt = self.screening.exempt
        duties = (d for d in self.purposes.duties if not (exempt and d.topic == "Annex III"))
        return next(duties, None)

    @property
    def contradiction(self) -> str:
        """Where the questions lead elsewhere than what a person said on the Problem page; empty where they agree."""
        found, duty = self.screening.tier, self.of_purpose
        if self.named and found and self.named != found:
            return tr(
                "It was called {named}; the answers lead to {tier}. The stricter counts.",
                named=self.named,
                tier=found,
            )
        if duty and found and stricter(duty.tier, found) != found:
            return tr(
                "What it is for makes it {named} ({article}); the answers lead to {tier}. The stricter counts.",
                named=duty.tier,
                article=duty.article,
                tier=found,
            )
        return ""


def risk_view(project: Project, answers: dict[str, ChecklistAnswer] | None = None) -> RiskView:
    """The risk of a project."""
    known = answers_of(project) if answers is None else answers
    screening = screen(known)
    named = project.answer("regulatory_tier")
    named = named if named in list(TIER_NAMES) else None
    items = {item.key: item for item in lists()["eu_ai_act"].items()}
    rows = []
    for key in (f"eu_ai_act.{name}" for name in SHOWN):
        given = known.get(key)
        rows.append(RiskAnswer(items[key].text, items[key].words(given.value if given else None)))
    confirmed = known.get("eu_ai_act.human_in_loop")
    view = RiskView(
        None,
        named,
        screening,
        purpose_screening(project),
        confirmed is not None and confirmed.value == "yes",
        tuple(rows),
    )
    of_purpose = view.of_purpose.tier if view.of_purpose else None
    return replace(view, tier=stricter(named, screening.tier, of_purpose))


def risk(project: Project, view: RiskView | None = None) -> Risk:
    """The risk tier as the report prints it."""
    view = view or risk_view(project)
    source = lists()["eu_ai_act"].source
    return Risk(
        tier=view.name,
        sentence=sentence(view),
        answers=view.answers,
        source=tr(
            "{title}, as of {month_and_year}. {caution}",
            title=source.title,
            month_and_year=month_and_year(source.date),
            caution=source.caution,
        ),
    )


def sentence(view: RiskView) -> str:
    """ "Limited, while a person confirms." """
    if view.tier is None:
        least = TIER_NAMES.get(view.screening.at_least or "", "").lower()
        unknown = tr("Nobody has said which tier it is.")
        return tr("At least {least}.", least=least) if least else unknown
    if view.confirmed and view.tier in ("minimal", "limited"):
        return tr("{name}, while a person confirms.", name=view.name)
    return f"{view.name}."


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
        for each in view.purposes.questions
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
    open_ = view.open_questions
    if view.tier == "prohibited":
        state, text = GroundState.FAIL, tr("The law prohibits it: EU AI Act, Article 5.")
    elif view.tier is None:
        state, text = GroundState.UNKNOWN, tr("Nobody has said what the law calls it.")
    elif open_:
        state = GroundState.UNKNOWN
        text = tr_plural(
            "{count} of the law is open; it is at least {tier}.",
            "{count} of the law are open; it is at least {tier}.",
            open_,
            count=count(open_, "question"),
            tier=view.tier,
        )
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
_GATES = frozenset({"way_back", "fair"})
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
        """The questions that nothing launches without: those of the checks, and the law."""
        return len(self.open_checks()) + (self.risk.tier is None)

    def open_checks(self) -> tuple[str, ...]:
        """The names of the checks that only a person can answer."""
        return tuple(n for n, check in self.named.items() if check.state is CheckState.NEEDS_YOU)


def readiness_of(project: Project) -> Readiness:
    """Gather checks, lists, law and the test of the bar, and decide; once until the next change."""
    return project.until_change("readiness", lambda: _readiness(project))


def _readiness(project: Project) -> Readiness:
    test = bar_test(project)
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
        text = tr("Nothing was tested against a bar.")
        return Ground("bar", text, Weight.GATE, GroundState.UNKNOWN, ACCURACY_ID)
    missed = GroundState.FAIL if test.is_out_of_reach else GroundState.NOT_SHOWN
    common = test.base_rate
    if common is not None and test.shows_nothing:
        return Ground("bar", common.sentence, Weight.GATE, GroundState.NOT_SHOWN, ACCURACY_ID)
    state = GroundState.PASS if test.passes else missed
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
        ready.risk.purposes.duties,
        ready.risk.purposes.questions,
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
