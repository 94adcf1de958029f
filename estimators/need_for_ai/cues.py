"""The criteria with their sources, and the graded cues: what speaks for AI, what against, what is missing.

Each cue paraphrases one criterion of a published list (People + AI Guidebook, Rules of Machine
Learning, problem framing, AI Canvas, Data Readiness Levels); questions.json holds them, sources.json
where they come from. None is mandatory. A yes to a cue counts for its side; a no counts for neither,
because the lists say when AI helps or harms, not that it does the opposite elsewhere.

They settle one thing only: where a rule does part of the work, whether AI is the better tool. They
do so once enough of them clearly lean one way (docs/decisions/0145).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from estimators.base.codec import convert
from estimators.base.sentence import data_file, tr
from estimators.case.options import kind_of
from estimators.case.questions import OF_CLASSES, Value, cue_entries, questions

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Citation:
    """A published criterion's origin; `date` is when it was last read, `status` how well."""

    id: str
    title: str
    url: str | None
    date: str
    status: str

    @property
    def how_read(self) -> str:
        words = {"verified": tr("verified"), "memory": tr("memory")}
        return words.get(self.status, self.status)


OWN_JUDGEMENT = Citation("own", tr("Our judgement"), None, "", tr("no published source"))
"""Stands where a reason is cited for nothing that was published."""


@cache
def sources() -> dict[str, Citation]:
    document = data_file(_FOLDER / "sources.json")
    return {
        name: convert({"id": name, **entry}, Citation)
        for name, entry in document["sources"].items()
    }


@cache
def criteria() -> dict[str, float]:
    """Return where each cue begins to count."""
    document = data_file(_FOLDER / "criteria.json")
    return {name: entry["value"] for name, entry in document["criteria"].items()}


Lean = Literal["for", "against", "open"]
Effect = Literal["for", "against", "neither", "met", "missing", "open"]

EFFECT_WORDS = {
    "for": tr("for"),
    "against": tr("against"),
    "neither": tr("neither"),
    "met": tr("met"),
    "missing": tr("missing"),
    "open": tr("open"),
    "unknown": tr("unknown"),
}
"""What a cue or a reason does, as it is shown."""


@dataclass(frozen=True)
class Cue:
    """One criterion and the answer to it.

    Attributes
    ----------
    answer : bool, str or None
        None where nobody has answered. str: a data readiness level.
    text : str
        What the answer says, as a sentence; where it is open, the question itself.
        For automate and augment a clause that completes “Help people: …”.
    source, url : str, str or None
        Title and address of the list that it comes from; `source_id` names it in sources.json and
        `item` is its place there.
    group : str
        for_ai, against_ai, automate, augment, framing, canvas, steps or data.
    effect : str
        What the answer speaks for: for or against AI, neither, met or missing, open.
    follows_from : str or None
        The other answer that settles this one where it was not answered itself.
    """

    name: str
    label: str
    answer: bool | str | None
    text: str
    source: str
    url: str | None
    source_id: str
    group: str
    item: str
    effect: Effect
    follows_from: str | None


@dataclass(frozen=True)
class Cues:
    """All cues of a case, sorted by what their answers say.

    Attributes
    ----------
    for_ai, against_ai : tuple of Cue
        Answered cues that speak for or against AI.
    open : tuple of Cue
        Cues that nobody has answered.
    met, missing, neither : tuple of Cue
        The other answered ones: what is in place, what is not, what speaks for neither side.
    balance : float or None
        -1 (all against) to 1 (all for), by the cues that speak; None where nobody has answered one.
    lean : str
        "for" or "against" once enough cues clearly lean that way, else "open".
    ready : dict
        canvas and framing: how many of 7 are in place; data_level: C4 to A1, None if unknown.
    sentence : str
        The cues in one sentence.
    """

    for_ai: tuple[Cue, ...]
    against_ai: tuple[Cue, ...]
    open: tuple[Cue, ...]
    met: tuple[Cue, ...]
    missing: tuple[Cue, ...]
    neither: tuple[Cue, ...]
    balance: float | None
    lean: Lean
    ready: dict[str, int | str | None]
    sentence: str

    @property
    def all(self) -> tuple[Cue, ...]:
        """Every cue, in the order of questions.json."""
        order = {entry["name"]: at for at, entry in enumerate(cue_entries())}
        parts = (self.for_ai, self.against_ai, self.met, self.missing, self.neither, self.open)
        return tuple(sorted((cue for part in parts for cue in part), key=lambda c: order[c.name]))


def cues_of(values: Mapping[str, Value], elsewhere: Collection[str] = ()) -> Cues:
    """Grade a case's known answers; `elsewhere` names those that only the valuation reads."""
    every = [_cue(each, values, elsewhere) for each in cue_entries() if _is_asked(each, values)]

    def those(effect: Effect) -> tuple[Cue, ...]:
        return tuple(cue for cue in every if cue.effect == effect)

    balance = _balance(values)
    ready: dict[str, int | str | None] = {
        group: sum(cue.group == group and cue.answer is True for cue in every)
        for group in ("canvas", "framing")
    }
    level = next(cue.answer for cue in every if cue.group == "data")
    ready["data_level"] = None if level is None else str(level)
    lean = lean_of(values)
    return Cues(
        for_ai=those("for"),
        against_ai=those("against"),
        open=those("open"),
        met=those("met"),
        missing=those("missing"),
        neither=those("neither"),
        balance=balance,
        lean=lean,
        ready=ready,
        sentence=_sentence(len(those("for")), len(those("against")), balance, lean),
    )


def lean_of(values: Mapping[str, Value]) -> Lean:
    """Return which way the cues lean: open unless enough of them speak and clearly agree."""
    return _lean(*_votes(values))


@cache
def names_of(group: str) -> tuple[str, ...]:
    return tuple(entry["name"] for entry in cue_entries() if entry["group"] == group)


def sided_names(values: Mapping[str, Value]) -> list[str]:
    """Return the names of the cues that speak for or against AI, of those that are asked of this kind of product."""
    sided = ("for_ai", "against_ai")
    return [e["name"] for e in cue_entries() if e["group"] in sided and _is_asked(e, values)]


def _is_asked(entry: Mapping[str, Any], values: Mapping[str, Value]) -> bool:
    name = entry["name"]
    return name not in OF_CLASSES or name in values or kind_of(values) in ("classify", None)


def _votes(values: Mapping[str, Value]) -> tuple[int, int]:
    return (
        sum(values.get(name) is True for name in names_of("for_ai")),
        sum(values.get(name) is True for name in names_of("against_ai")),
    )


def _lean(speak_for: int, speak_against: int) -> Lean:
    votes = speak_for + speak_against
    if votes < criteria()["cues_least"]:
        return "open"
    balance = (speak_for - speak_against) / votes
    if abs(balance) < criteria()["cues_lean"]:
        return "open"
    return "for" if balance > 0 else "against"


def _balance(values: Mapping[str, Value]) -> float | None:
    if not any(name in values for name in sided_names(values)):
        return None
    speak_for, speak_against = _votes(values)
    votes = speak_for + speak_against
    return (speak_for - speak_against) / votes if votes else 0.0


def _cue(entry: Mapping[str, Any], values: Mapping[str, Value], elsewhere: Collection[str]) -> Cue:
    name, group = entry["name"], entry["group"]
    answer, follows_from = values.get(name), None
    if answer is None:
        answer, follows_from = _settled_elsewhere(entry, values, elsewhere)
    source = sources()[entry["source"]]
    return Cue(
        name=name,
        label=questions()[name].label,
        answer=answer if isinstance(answer, bool | str) else None,
        text=_text(entry, answer),
        source=source.title,
        url=source.url,
        source_id=source.id,
        group=group,
        item=entry["item"],
        effect=_effect(group, answer),
        follows_from=follows_from,
    )


def _settled_elsewhere(
    entry: Mapping[str, Any], values: Mapping[str, Value], elsewhere: Collection[str]
) -> tuple[Value | None, str | None]:
    """Nobody should be asked twice: examples that were counted can be loaded, a cost was weighed.

    Returns the answer and the other answer that it follows from.
    """
    labels = values.get("labelled_examples")
    if entry["group"] == "data":
        some = isinstance(labels, int | float) and labels > 0
        return ("C1", "labelled_examples") if some else (None, None)
    for names in entry.get("follows_from", ()):
        wanted = (names,) if isinstance(names, str) else tuple(names)
        if all(name in values or name in elsewhere for name in wanted):
            if entry["name"] == "canvas_training" and isinstance(labels, int | float):
                return labels > 0, wanted[0]
            return True, wanted[0]
    return None, None


def _text(entry: Mapping[str, Any], answer: Value | None) -> str:
    if answer is None:
        return f"{entry['label']}?"
    if isinstance(answer, str):
        return str(entry["says"][answer])
    said = entry["yes"] if answer else entry.get("no")
    return tr("{entry}: no.", entry=entry["label"]) if said is None else str(said)


def _effect(group: str, answer: Value | None) -> Effect:
    if answer is None:
        return "open"
    match group:
        case "for_ai" | "against_ai":
            return ("for" if group == "for_ai" else "against") if answer else "neither"
        case "framing" | "canvas" | "steps":
            return "met" if answer else "missing"
    return "neither"


def _sentence(speak_for: int, speak_against: int, balance: float | None, lean: Lean) -> str:
    if balance is None:
        return tr("No cue for or against AI is answered yet.")
    if not speak_for + speak_against:
        return tr("Of what was answered, nothing speaks for AI and nothing against it.")
    found = tr(
        "{speak_for} of what was answered speak for AI, {speak_against} against",
        speak_for=speak_for,
        speak_against=speak_against,
    )
    found = found.replace(
        tr("1 of what was answered speak "), tr("1 of what was answered speaks "), 1
    )
    match lean:
        case "for":
            return tr("{found}: they lean towards AI.", found=found)
        case "against":
            return tr("{found}: they lean away from AI.", found=found)
    return tr("{found}: that settles nothing.", found=found)
