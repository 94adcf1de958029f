"""What one person did with one answer of the fake: a value that projects keep, read without the libraries that work on it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal, Self

from estimators.base.errors import UserError
from estimators.base.sentence import tr

ReactionOutcome = Literal["accepted", "corrected", "rejected"]
BY_HAND = "by hand"
DIALLED_BY_PARTS = frozenset({"extract", "transcribe"})
"""Kinds whose main dial counts the fields or words of an answer, not whole answers."""
OUTCOMES: tuple[ReactionOutcome, ...] = ("accepted", "corrected", "rejected")


def outcome_named(word: str) -> ReactionOutcome:
    """The outcome of that name.

    Raises `UserError` if there is none.
    """
    for outcome in OUTCOMES:
        if outcome == word:
            return outcome
    raise UserError(
        tr("“{word}” is no reaction.", word=word),
        tr("People accept, correct or reject an answer."),
        tr("Record one of these."),
    )


@dataclass(frozen=True)
class Reaction:
    """What one person did with one answer.

    ``shown_accuracy`` in [0, 1] is what the fake was dialled to; ``item`` the SHA-256 of the example; ``block``
    counts the runs of answers at one dial, from 0; ``variant`` is the kind of error where two are compared,
    or :data:`BY_HAND` where a person answered; such reactions say nothing of a dial, and no curve counts them. ``kind`` is
    that of the product; where it is not classify, ``good`` says whether the answer was, and the shown accuracy is the share
    that the kind's main dial promised (of words right, where it counts wrong ones).
    """

    session: str
    item: str
    shown_accuracy: float
    outcome: ReactionOutcome
    scenario: str = ""
    person: str = ""
    correction: str = ""
    note: str = ""
    at: datetime | None = None
    name: str = ""
    truth: str | None = None
    answer: str | None = None
    confidence: float | None = None
    block: int = 0
    variant: str = ""
    simulated: bool = True
    kind: str = "classify"
    good: bool | None = None

    def __post_init__(self) -> None:
        outcome_named(self.outcome)
        if not 0 <= self.shown_accuracy <= 1:
            raise UserError(
                tr(
                    "A shown accuracy of {shown_accuracy} is not a share.",
                    shown_accuracy=f"{self.shown_accuracy:g}",
                ),
                tr("It must lie between 0 and 1."),
                tr("Record the accuracy that the scenario was set to."),
            )

    @property
    def right(self) -> bool | None:
        """Whether the answer was right; None where its class is not known, or it named none."""
        if self.kind != "classify":
            return self.good
        return None if self.truth is None or self.answer is None else self.answer == self.truth

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; the time in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat() if self.at is not None else None}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_json` wrote; fields that are not known are passed over.

        Raises `UserError` if a field is missing or not of its kind.
        """
        names = {known.name for known in fields(cls)}
        values = {name: value for name, value in document.items() if name in names}
        try:
            if values.get("at") is not None:
                values["at"] = datetime.fromisoformat(values["at"])
            return cls(**values)
        except (TypeError, ValueError) as error:
            raise UserError(
                tr("A reaction cannot be read."), f"{error}.", tr("Leave it out, or mend it.")
            ) from error


def known_person(session: str, person: str) -> str:
    """A name for somebody among the people of all sessions: a name is the same person everywhere, a number is not.

    Without a name or number of their own, the people of a session count as one, because they sat together.
    """
    return person if person and not person.isdigit() else f"{session}/{person}"


def person_of(reaction: Reaction) -> str:
    """Who reacted, among the people of all sessions."""
    return known_person(reaction.session, reaction.person)
