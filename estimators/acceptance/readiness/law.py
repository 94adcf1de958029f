"""The tier of the EU AI Act from guided answers. A screening, not legal advice: unknown never lowers a tier."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from estimators.acceptance.readiness.lists import Answers, lists, value_of
from estimators.base.sentence import tr
from estimators.law.purpose import LegalDate, legal_dates, screen_purpose

_AREAS = {
    "employment": "employment",
    "education": "education",
    "credit_insurance": "services",
    "public_services": "services",
    "law_enforcement": "police",
    "migration": "migration",
    "justice": "justice",
    "critical_infrastructure": "infrastructure",
    "biometrics": "biometrics",
    "emotion_recognition": "biometrics",
}
_OF_THINGS = {"critical_infrastructure", "biometrics", "emotion_recognition"}
_ABOUT_PEOPLE = {*_AREAS, "social_scoring"} - _OF_THINGS
"""Purposes in which it decides about people. That none is named says nothing: others decide about people too."""


@dataclass(frozen=True)
class Screening:
    """What the answers amount to.

    - `tier`: None while an open question could still decide between tiers.
    - `at_least`: the lightest tier that the answers leave, where that is known.
    - `open`: keys of the unanswered questions that could make it stricter.
    - `applies`: from when the duties of that tier apply.
    - `exempt`: whether the exception of Article 6 (3) takes it out of Annex III.
    - `remarks`: what a lawyer should look at.
    """

    tier: str | None
    at_least: str | None
    open: tuple[str, ...]
    applies: LegalDate | None
    exempt: bool
    remarks: tuple[str, ...]
    answered: int
    total: int


def screen(answers: Answers) -> Screening:
    """Screen the answers of the list "eu_ai_act", by question key."""

    def said(name: str) -> str | None:
        return value_of(answers, f"eu_ai_act.{name}")

    in_an_area = said("area") not in (None, "none")
    exempt = in_an_area and said("narrow_task") == "yes" and said("profiling") == "no"
    # The exception is asked only where it could matter.
    relevant = [item.key for item in lists()["eu_ai_act"].items() if in_an_area or not item.after]
    dates = legal_dates()
    tier, applies = None, None
    stricter_first = ("prohibited_practice", "area", "safety_part", "transparency")
    deciding = {name: said(name) for name in stricter_first}
    if said("prohibited_practice") == "yes":
        tier, applies = "prohibited", dates["prohibited"]
    elif in_an_area and not exempt:
        tier, applies = "high", dates["annex_iii"]
    elif said("safety_part") == "yes":
        tier, applies = "high", dates["annex_i"]
    elif said("transparency") == "yes":
        tier, applies = "limited", dates["transparency"]
    elif None not in deciding.values():
        tier = "minimal"
    before = {"prohibited": 0, "high": 1, "limited": 3, "minimal": 4, None: 4}[tier]
    unanswered = tuple(
        f"eu_ai_act.{name}" for name in stricter_first[:before] if deciding[name] is None
    )
    at_least = tier
    if tier == "limited" and unanswered:
        tier = None
    return Screening(
        tier,
        at_least,
        unanswered,
        applies,
        exempt,
        tuple(_remarks(said, exempt)),
        sum(value_of(answers, key) is not None for key in relevant),
        len(relevant),
    )


def purpose_answers(
    flags: Collection[str] | None, *, task_kind: str | None = None
) -> dict[str, str]:
    """What the purposes that a person named answer of the list "eu_ai_act", by question key.

    What they leave open (whether it does harm, whether a notified body checks it) is not among them.
    """
    if flags is None:
        return {}
    found = screen_purpose(flags, task_kind=task_kind)
    banned = any(duty.tier == "prohibited" for duty in found.duties)
    told = "talks_to_people" in flags or "deepfake" in flags
    area = next((_AREAS[flag] for flag in _AREAS if flag in flags), "none")
    answers = {"area": area, **({"about_people": "yes"} if _ABOUT_PEOPLE & {*flags} else {})}
    for name, holds, question in (
        ("prohibited_practice", banned, "Article 5"),
        ("safety_part", "product_safety" in flags, "law"),
        ("transparency", told, "Article 50"),
    ):
        if holds:
            answers[name] = "yes"
        elif not any(each.topic == question for each in found.questions):
            answers[name] = "no"
    return {f"eu_ai_act.{name}": value for name, value in answers.items()}


def _remarks(said: Callable[[str], str | None], exempt: bool) -> Iterator[str]:
    if said("area") == "none" and said("about_people") == "yes":
        yield tr(
            "It decides about people, yet none of the areas is named: have Annex III read again."
        )
    if exempt:
        yield tr(
            "The exception of Article 6 (3) must be written down and registered before it is used."
        )
    if said("human_in_loop") == "no" and said("safety_part") == "yes":
        yield tr(
            "Nobody confirms its results, and it is part of a safety system: Article 14 asks for a person."
        )
