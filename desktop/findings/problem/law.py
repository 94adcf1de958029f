"""What the law calls it: the answers of a person here and on Launch, how many questions are open, and the tier that follows.

One standing for Problem, Launch and report. A screening, not legal advice.
"""

from dataclasses import dataclass, replace

from desktop.project.project import Project
from desktop.project.records import Fact
from estimators.acceptance.readiness.law import Screening, purpose_answers, screen
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, lists
from estimators.base.count import spelled_count
from estimators.base.phrase import capital, listed
from estimators.base.sentence import tr, tr_plural
from estimators.law import screen_purpose
from estimators.law.purpose import (
    PURPOSE_FLAGS,
    LegalDate,
    LegalDuty,
    PurposeScreening,
    legal_dates,
    stricter,
)
from reports.launch_evidence import RiskAnswer

KEY = "ready."  # before the question's key: the name of the fact that answers it
# Questions that other pages ask too: nobody is asked twice.
_SHARED = {
    "eu_ai_act.human_in_loop": "human_in_loop",
    "eu_ai_act.about_people": "risk.about_people",
    "eu_ai_act.safety_part": "risk.safety_part",
}
_LAW = "eu_ai_act"
_DECIDING = 4  # questions of the list that decide on the tier
# What the law asks of a purpose, and the question of the list that settles it.
_ASKED_AS = {"Article 5": "prohibited_practice", "law": "safety_part", "Article 50": "transparency"}
# From when the part of the law applies that a question is about.
_DATE_OF = {
    "prohibited_practice": "prohibited",
    "area": "annex_iii",
    "about_people": "annex_iii",
    "safety_part": "annex_i",
    "transparency": "transparency",
}
_LADDER = ("C4", "C3", "C2", "C1", "B", "A", "A1")
PROBLEM_PAGE = tr("said on the Problem page")


def fact_key(item: ListEntry) -> str:
    return _SHARED.get(item.key, KEY + item.key)


def purpose_flags(project: Project) -> tuple[str, ...] | None:
    """What a person said on the Problem page that it is for; None where nobody has answered."""
    given = project.answer("purpose_flags")
    if not isinstance(given, list | tuple):
        return None
    return tuple(flag for flag in PURPOSE_FLAGS if flag in given)


def purpose_screening(project: Project) -> PurposeScreening:
    """What the law says of the purposes that a person named."""
    return screen_purpose(purpose_flags(project), task_kind=task_kind_of(project))


def task_kind_of(project: Project) -> str | None:
    """The kind of product that was chosen, as the law asks for it."""
    given = project.answer("task_kind")
    return given if isinstance(given, str) else None


def stated_answer(
    facts: dict[str, Fact], item: ListEntry, purposes: dict[str, str]
) -> ChecklistAnswer | None:
    """What a person said of it, here or on the Problem page; here counts."""
    fact = facts.get(fact_key(item))
    if item.key in purposes and (fact is None or not fact.known):
        return ChecklistAnswer(purposes[item.key], Basis.STATED, PROBLEM_PAGE)
    if fact is not None and not fact.known:
        return ChecklistAnswer(None, Basis.UNKNOWN, fact.note)
    if fact is not None and fact.value in [value for value, _ in item.choices]:
        return ChecklistAnswer(fact.value, Basis.STATED, fact.note)
    level = facts.get("data_level")
    if item.key.startswith("data_readiness.") and level is not None and level.known:
        reached = _LADDER.index(level.value) if level.value in _LADDER else -1
        if _LADDER.index(item.place) <= reached:
            return ChecklistAnswer("yes", Basis.STATED, PROBLEM_PAGE)
    return None


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
    answered: frozenset[str]  # questions of the list
    confirmed: bool
    answers: tuple[RiskAnswer, ...]

    @property
    def name(self) -> str:
        return TIER_NAMES.get(self.tier or "", tr("Unknown"))

    @property
    def unanswered(self) -> bool:
        """Whether nobody has answered any question of the law."""
        return self.tier is None and len(self.screening.open) == _DECIDING

    @property
    def to_be_answered(self) -> tuple[LegalDuty, ...]:
        """What has to be asked of the named purposes, where nobody has answered it since."""
        settled = {"Article 50"} if self.named else set()
        asked = (each for each in self.purposes.questions if each.topic not in settled)
        return tuple(q for q in asked if f"{_LAW}.{_ASKED_AS[q.topic]}" not in self.answered)

    @property
    def open_questions(self) -> int:
        """How many questions could still make it stricter; none where a person named the tier."""
        return 0 if self.named else len(self.screening.open)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The questions without an answer that could still make the tier in force stricter, by key.

        Whether it decides about people is no tier by itself, but a reason to read the areas of high risk again.
        """
        if self.tier not in ("minimal", "limited"):
            return ()
        settled = {f"{_LAW}.transparency"} if self.tier == "limited" else set()
        open_ = tuple(key for key in self.screening.open if key not in settled)
        people = f"{_LAW}.about_people"
        return open_ if people in self.answered else (*open_, people)

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


def law_answers(project: Project) -> dict[str, ChecklistAnswer]:
    """What a person answered of the law, by the question's key: as ticks on Problem, or one by one on Launch."""
    facts = project.facts()
    purposes = purpose_answers(purpose_flags(project), task_kind=task_kind_of(project))
    found = ((item.key, stated_answer(facts, item, purposes)) for item in lists()[_LAW].items())
    return {key: said for key, said in found if said is not None}


def risk_view(project: Project) -> RiskView:
    """What the law calls the product of a project, as far as it was answered."""
    known = law_answers(project)
    screening = screen(known)
    named = project.answer("regulatory_tier")
    named = named if named in list(TIER_NAMES) else None
    items = {item.key: item for item in lists()[_LAW].items()}
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
        frozenset(key for key, given in known.items() if given.value is not None),
        confirmed is not None and confirmed.value == "yes",
        tuple(rows),
    )
    of_purpose = view.of_purpose.tier if view.of_purpose else None
    return replace(view, tier=stricter(named, screening.tier, of_purpose))


def sentence(view: RiskView) -> str:
    """ "Limited, while a person confirms.", "At least high.", "1 question of the law is open: Article 50." """
    if view.tier is None or view.open_questions:
        least = TIER_NAMES.get(view.tier or view.screening.at_least or "", "").lower()
        return tr("At least {least}.", least=least) if least else open_sentence(view)
    if view.tier in ("minimal", "limited"):
        if view.unconfirmed and view.confirmed:
            return tr(
                "{name}, while a person confirms each result; still open: {which}.",
                name=view.name,
                which=unconfirmed_words(view),
            )
        if view.unconfirmed:
            which = unconfirmed_words(view)
            return tr("{name}; still open: {which}.", name=view.name, which=which)
        if view.confirmed:
            return tr("{name}, while a person confirms.", name=view.name)
    return f"{view.name}."


def unconfirmed_words(view: RiskView) -> str:
    """Which questions could still make the tier stricter: "Article 5 and whether it decides about people"; empty where none."""
    places = {item.key: item.annex or item.place for item in lists()[_LAW].items()}
    people = tr("whether it decides about people")
    return listed([places[key] or people for key in view.unconfirmed])


def legal_dates_of(view: RiskView) -> tuple[LegalDate, ...]:
    """From when the law applies, of what concerns it: its tier, its duties, and what is still open."""
    dates = legal_dates()
    concerned = {
        _DATE_OF[key.removeprefix(f"{_LAW}.")] for key in view.unconfirmed or view.screening.open
    }
    concerned |= {"limited": {"transparency"}, "prohibited": {"prohibited"}}.get(
        view.tier or "", set()
    )
    days = {duty.applies_from for duty in view.purposes.duties}
    applies = view.screening.applies
    return tuple(
        each
        for key, each in dates.items()
        if key in concerned
        or each.date in days
        or (applies is not None and each.key == applies.key)
    )


def open_sentence(view: RiskView) -> str:
    """How many questions of the law are open, and which; that nobody answered any; empty where none is."""
    open_ = view.screening.open if view.open_questions else ()
    if not open_:
        return ""
    if view.unanswered:
        return tr("Nobody has said what the law calls it.")
    least = view.tier or view.screening.at_least
    if least is not None:
        return tr_plural(
            "{count} of the law is open; it is at least {tier}.",
            "{count} of the law are open; it is at least {tier}.",
            len(open_),
            count=capital(spelled_count(len(open_), "question")),
            tier=least,
        )
    places = {item.key: item.place for item in lists()[_LAW].items()}
    return tr_plural(
        "{count} of the law is open: {which}.",
        "{count} of the law are open: {which}.",
        len(open_),
        count=capital(spelled_count(len(open_), "question")),
        which=listed([places[key] for key in open_]),
    )


def only_question(view: RiskView) -> str:
    """The words of the one question of the law that is open; empty where none is, or several are."""
    open_ = view.screening.open if view.open_questions and not view.unanswered else ()
    if len(open_) != 1:
        return ""
    return next(item.text for item in lists()[_LAW].items() if item.key in open_)
