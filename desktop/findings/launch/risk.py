"""The risk: the tier of the EU AI Act from guided answers. A screening, not legal advice."""

from dataclasses import dataclass

from desktop.findings.launch.list_answers import answers_of
from desktop.project.project import Project
from estimators.acceptance.readiness.law import Screening, screen, stricter
from estimators.acceptance.readiness.lists import ChecklistAnswer, lists
from estimators.acceptance.readiness.verdict import Ground, GroundState, Weight
from estimators.base.count import count
from estimators.base.date import month_and_year
from reports.evidence import RISK_ID
from reports.launch_evidence import Risk, RiskAnswer

TIER_NAMES = {"minimal": "Minimal", "limited": "Limited", "high": "High", "prohibited": "Prohibited"}  # fmt: skip
SHOWN = ("about_people", "safety_part", "human_in_loop")  # the answers beside the tier


@dataclass(frozen=True)
class RiskView:
    """The tier in force. ``named`` is what a person called it on the Problem page, without the questions."""

    tier: str | None
    named: str | None
    screening: Screening
    confirmed: bool
    answers: tuple[RiskAnswer, ...]

    @property
    def name(self) -> str:
        return TIER_NAMES.get(self.tier or "", "Unknown")

    @property
    def open_questions(self) -> int:
        """How many questions could still make it stricter; none where a person named the tier."""
        return 0 if self.named else len(self.screening.open)

    @property
    def contradiction(self) -> str:
        """Where the questions lead elsewhere than what a person called it; empty where they agree."""
        if not (self.named and self.screening.tier) or self.named == self.screening.tier:
            return ""
        return f"It was called {self.named}; the answers lead to {self.screening.tier}. The stricter counts."


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
    return RiskView(
        stricter(named, screening.tier),
        named,
        screening,
        confirmed is not None and confirmed.value == "yes",
        tuple(rows),
    )


def risk(project: Project, view: RiskView | None = None) -> Risk:
    """The risk tier as the report prints it."""
    view = view or risk_view(project)
    source = lists()["eu_ai_act"].source
    return Risk(
        tier=view.name,
        sentence=sentence(view),
        answers=view.answers,
        source=f"{source.title}, as of {month_and_year(source.date)}. {source.caution}",
    )


def sentence(view: RiskView) -> str:
    """ "Limited, while a person confirms." """
    if view.tier is None:
        least = TIER_NAMES.get(view.screening.at_least or "")
        return f"At least {least.lower()}." if least else "Nobody has said which tier it is."
    while_confirmed = (
        ", while a person confirms"
        if view.confirmed and view.tier in ("minimal", "limited")
        else ""
    )
    return f"{view.name}{while_confirmed}."


def remarks(view: RiskView) -> tuple[str, ...]:
    """What to look at: contradictions, what a lawyer should see, from when duties apply."""
    found = [view.contradiction, *view.screening.remarks]
    applies = view.screening.applies
    if applies is not None and view.tier == view.screening.tier:
        found.append(f"{applies.what}: applies from {applies.words}. {applies.note}".rstrip())
    return tuple(filter(None, found))


def grounds(view: RiskView) -> tuple[Ground, ...]:
    """The law as grounds of the verdict: what forbids it, and the duties of a high tier."""
    open_ = view.open_questions
    if view.tier == "prohibited":
        state, text = GroundState.FAIL, "The law prohibits it: EU AI Act, Article 5."
    elif view.tier is None:
        state, text = GroundState.UNKNOWN, "Nobody has said what the law calls it."
    elif open_:
        state = GroundState.UNKNOWN
        text = f"{count(open_, 'question')} of the law {'is' if open_ == 1 else 'are'} open; it is at least {view.tier}."
    else:
        state, text = (
            GroundState.PASS,
            f"What the law calls it: {sentence(view).removesuffix('.').lower()}.",
        )
    law = Ground("law", text, Weight.FORBIDS, state, RISK_ID)
    if view.tier != "high":
        return (law,)
    duties = "A high-risk system has duties before it is used; nobody has shown that they are met."
    return law, Ground("duties", duties, Weight.CHECK, GroundState.NOT_SHOWN, RISK_ID)
