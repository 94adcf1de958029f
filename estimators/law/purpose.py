"""The tier of the EU AI Act and the duties that come with it, from what a thing is for.

Everything that the law says is data (`duties.json`): the article, from when, an address, when and how well it was read.
Unknown never lowers a tier, and neither does an answer lower the tier that a person named: the stricter counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from estimators.base.codec import convert
from estimators.base.date import day
from estimators.base.sentence import data_file

Tier = Literal["minimal", "limited", "high", "prohibited"]
TIERS: tuple[Tier, ...] = ("minimal", "limited", "high", "prohibited")  # from the lightest

PURPOSE_FLAGS = (
    "employment",
    "education",
    "credit_insurance",
    "law_enforcement",
    "migration",
    "justice",
    "critical_infrastructure",
    "biometrics",
    "emotion_recognition",
    "social_scoring",
    "children",
    "health",
    "deepfake",
    "sexual_images",
    "public_services",
    "product_safety",
    "manipulation",
    "talks_to_people",
)


@dataclass(frozen=True)
class LegalSource:
    """Where a part of the law is to be read; `date` is when it was checked, `status` how well."""

    title: str
    url: str
    date: str
    status: str


@dataclass(frozen=True)
class LegalDate:
    """From when a part of the law applies, as published, and how sure that is."""

    key: str
    what: str
    date: str  # ISO
    note: str

    @property
    def words(self) -> str:
        """The day as people write it: 2 Aug 2026."""
        return day(self.date)


@dataclass(frozen=True)
class LegalDuty:
    """One thing that the law says of a purpose.

    Attributes
    ----------
    flag : str
        The purpose that it comes from; empty where it comes from the kind of task or the tier that a person named.
    topic : str
        "Article 5", "Annex III", "Article 50", or "law" for what is none of them.
    article : str
        The place in full: "Article 5(1)(f)".
    tier : str
        The tier that it sets; of a question, the one that a yes would set.
    text : str
        One sentence.
    applies_from, checked : str
        ISO dates: from when it applies, and when it was last checked.
    how : str
        How well it was checked.
    """

    flag: str
    topic: str
    article: str
    tier: Tier
    text: str
    applies_from: str
    url: str
    checked: str
    how: str


@dataclass(frozen=True)
class PurposeScreening:
    """What the law says of a purpose.

    Attributes
    ----------
    tier : str or None
        None: unknown, since nobody said what it is for and nobody named a tier.
    duties : tuple of LegalDuty
        What holds, the strictest first.
    questions : tuple of LegalDuty
        What a person has to answer because the purpose alone does not tell. They claim nothing and set no tier.
    """

    tier: Tier | None
    duties: tuple[LegalDuty, ...]
    questions: tuple[LegalDuty, ...]


@dataclass(frozen=True)
class _Entry:
    """A duty as written in duties.json, with when it holds."""

    flag: str
    duty: LegalDuty
    with_one_of: frozenset[str]
    unless: frozenset[str]
    kinds: frozenset[str]
    said: str
    unasked: bool
    asks: bool

    def holds(self, flags: Collection[str] | None, kind: str | None) -> bool:
        """Whether it holds of these purposes, whatever tier a person named."""
        given = frozenset(flags or ())
        if self.said or (self.unasked and flags is not None) or self.unless & given:
            return False
        if not self.flag:
            return kind in self.kinds
        return self.flag in given and (not self.with_one_of or bool(self.with_one_of & given))


def screen_purpose(
    flags: Collection[str] | None, *, tier: str | None = None, task_kind: str | None = None
) -> PurposeScreening:
    """Screen a purpose: which tier it is, which duties hold, and what has to be asked. Not legal advice.

    Parameters
    ----------
    flags : collection of str or None
        Out of `PURPOSE_FLAGS`; empty: asked, none applies; None: nobody was asked.
    tier : str or None
        What a person calls it; the flags never lower it.
    task_kind : str or None
        Where it is generate or act, what Article 50 asks is asked as well.

    Raises
    ------
    ValueError
        If a flag or the tier is none that the law data knows.
    """
    strange = {*(flags or ())} - {*PURPOSE_FLAGS}
    if strange or tier not in (None, *TIERS):
        raise ValueError(f"No such purpose or tier: {', '.join(sorted(strange)) or tier}.")
    held = [entry for entry in _entries() if entry.holds(flags, task_kind)]
    found = stricter(
        None if flags is None else "minimal",
        *(entry.duty.tier for entry in held if not entry.asks),
        tier,
    )
    duties = [entry.duty for entry in held if not entry.asks]
    if found is not None and found not in {duty.tier for duty in duties}:
        duties += [entry.duty for entry in _entries() if entry.said == found]
    strictness = {name: -at for at, name in enumerate(TIERS)}
    return PurposeScreening(
        found,
        tuple(sorted(duties, key=lambda duty: strictness[duty.tier])),
        tuple(entry.duty for entry in held if entry.asks),
    )


def stricter(*tiers: str | None) -> Tier | None:
    """Return the strictest of some tiers; an unknown one yields to the others."""
    return max((tier for tier in TIERS if tier in tiers), key=TIERS.index, default=None)


def legal_dates() -> dict[str, LegalDate]:
    """Return from when the parts of the law apply, by key; they are data, because they keep moving."""
    days = (LegalDate(d["key"], d["what"], d["date"], d["remark"]) for d in _document()["days"])
    return {each.key: each for each in days}


def legal_sources() -> dict[str, LegalSource]:
    return {name: convert(each, LegalSource) for name, each in _document()["sources"].items()}


@cache
def _document() -> dict[str, Any]:
    read: dict[str, Any] = data_file(Path(__file__).with_name("duties.json"))
    return read


@cache
def _entries() -> tuple[_Entry, ...]:
    days, sources = legal_dates(), legal_sources()
    found = []
    for each in _document()["duties"]:
        source = sources[each["source"]]
        duty = LegalDuty(
            flag=each["flag"],
            topic=each["topic"],
            article=each["article"],
            tier=each["tier"],
            text=each["text"],
            applies_from=days[each["from"]].date,
            url=source.url,
            checked=source.date,
            how=source.status,
        )
        found.append(
            _Entry(
                flag=each["flag"],
                duty=duty,
                with_one_of=frozenset(each.get("with", ())),
                unless=frozenset(each.get("unless", ())),
                kinds=frozenset(each.get("kinds", ())),
                said=each.get("said", ""),
                unasked=each.get("unasked", False),
                asks=each.get("asks", False),
            )
        )
    return tuple(found)
