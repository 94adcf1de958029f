"""Edits of the launch: bar, conditions, sign-off."""

import sqlite3
from dataclasses import dataclass

from desktop.project.commands.brief import ClearFact, SetFact
from desktop.project.commands.rows import clean_name, dump
from desktop.project.file import now
from desktop.project.records import condition_key, signed_key
from desktop.project.signed import what_is_signed
from estimators.acceptance.metric import Metric, Requirement
from estimators.base.errors import UserError
from estimators.base.number import number
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from reports.provenance import Provenance

_WHOSE = tr("who sees to a condition")
_SIGNED = tr("what was signed")


@dataclass(frozen=True)
class SetBar:
    """Set or move the launch bar; earlier bars stay in the history, and the report prints why it moved.

    The fields are those of `records.Bar`.
    """

    value: float
    source: str
    provenance: Provenance
    reason: str = ""
    confidence: float = 0.95
    metric: str = "accuracy"
    of: str = ""
    cutoff: float | None = None
    cutoff_from: str = ""

    @property
    def text(self) -> str:
        if self.metric == Metric.COST:
            return tr("set the bar to {number} a case", number=number(self.value))
        return tr("set the bar to {set_percent}", set_percent=set_percent(self.value))

    def apply(self, connection: sqlite3.Connection) -> None:
        if self.metric != Metric.COST and not 0 < self.value < 1:
            raise UserError(
                tr("A bar lies between 0% and 100%."),
                tr("{set_percent} was given.", set_percent=set_percent(self.value)),
                tr("Choose one in between."),
            )
        Requirement(Metric(self.metric), self.value, self.confidence, self.of, self.cutoff)
        kept = {"value": self.value, "confidence": self.confidence, "provenance": self.provenance}
        if (self.metric, self.cutoff) != (Metric.ACCURACY, None):
            kept |= {"metric": self.metric, "of": self.of}
            kept |= {"cutoff": self.cutoff, "cutoff_from": self.cutoff_from}
        value = dump(kept)
        connection.execute(
            "INSERT INTO bar (value, source, reason, at) VALUES (?, ?, ?, ?)",
            (value, self.source, self.reason, now()),
        )


@dataclass(frozen=True)
class PutCondition:
    """Add a condition of the launch (``id`` None) or reword one; ``by``: the day until which ``owner`` sees to it, ISO."""

    id: int | None
    condition: str
    owner: str = ""
    by: str = ""

    @property
    def text(self) -> str:
        return tr("add a condition") if self.id is None else tr("reword a condition")

    def apply(self, connection: sqlite3.Connection) -> None:
        words = " ".join(self.condition.split())
        if not words:
            raise UserError(tr("A condition needs words."), "", tr("Say what must hold."))
        kept = self.id
        if kept is None:
            kept = connection.execute(
                "INSERT INTO condition (text, position) "
                "VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM condition))",
                (words,),
            ).lastrowid
        else:
            connection.execute("UPDATE condition SET text = ? WHERE id = ?", (words, kept))
        assert kept is not None
        owner = " ".join(self.owner.split())
        if owner or self.by:
            SetFact(condition_key(kept), {"owner": owner, "by": self.by}, _WHOSE).apply(connection)
        else:
            ClearFact(condition_key(kept), _WHOSE).apply(connection)


@dataclass(frozen=True)
class DeleteCondition:
    id: int

    @property
    def text(self) -> str:
        return tr("delete a condition")

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM condition WHERE id = ?", (self.id,))
        ClearFact(condition_key(self.id), _WHOSE).apply(connection)


_HOW_FAR = {"signed": tr("signature of"), "asked": "asking"}


@dataclass(frozen=True)
class PutSignOff:
    """Name a person who signs (``id`` None), or change how far that is."""

    id: int | None
    name: str
    role: str
    state: str  # "to sign" | "asked" | "signed"

    @property
    def text(self) -> str:
        if self.state in _HOW_FAR:
            return f"{_HOW_FAR[self.state]} {self.name}"
        return (
            tr("name {name} to sign", name=self.name)
            if self.id is None
            else tr("ask {name} anew", name=self.name)
        )

    def apply(self, connection: sqlite3.Connection) -> None:
        row = (clean_name(self.name, "A signature"), self.role.strip(), self.state, now())
        kept = self.id
        if kept is None:
            kept = connection.execute(
                "INSERT INTO signoff (name, role, state, at) VALUES (?, ?, ?, ?)", row
            ).lastrowid
            assert kept is not None
        else:
            connection.execute(
                "UPDATE signoff SET name = ?, role = ?, state = ?, at = ? WHERE id = ?",
                (*row, self.id),
            )
        if self.state == "signed":
            signed = what_is_signed(lambda query: connection.execute(query).fetchall())
            SetFact(signed_key(kept), signed, _SIGNED).apply(connection)
        else:
            ClearFact(signed_key(kept), _SIGNED).apply(connection)


@dataclass(frozen=True)
class DeleteSignOff:
    id: int
    name: str

    @property
    def text(self) -> str:
        return tr("remove {name} from the sign-off", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM signoff WHERE id = ?", (self.id,))
        ClearFact(signed_key(self.id), _SIGNED).apply(connection)
