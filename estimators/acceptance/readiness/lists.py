"""The published lists as questions (dated, editable data beside this file), and the answer to one that counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.codec import convert
from estimators.base.sentence import data_file, tr

_FOLDER = Path(__file__).parent
IDS = ("ml_test_score", "data_readiness", "eu_ai_act", "nist_ai_rmf", "hax")
DOES_NOT_APPLY = ("na", tr("Does not apply"))


class Basis(StrEnum):
    """Who says so."""

    MEASURED = "measured"
    STATED = "stated"
    OVERRIDE = "override"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ChecklistAnswer:
    """The answer in force.

    - `value`: a choice of the question; None: unknown, which is an answer.
    - `why`: the evidence, or the reason that a person gave.
    - `measured`: what the app had found, where a person overrode it.
    """

    value: str | None
    basis: Basis
    why: str = ""
    measured: str | None = None
    measured_why: str = ""


UNKNOWN = ChecklistAnswer(None, Basis.UNKNOWN)


def in_force(stated: ChecklistAnswer | None, measured: ChecklistAnswer | None) -> ChecklistAnswer:
    """Return the answer that counts: what was measured, unless a person says otherwise with a reason.

    A person's answer without a reason never replaces a measured one, and one that agrees with it adds nothing.
    """
    if measured is None or measured.value is None:
        return stated or UNKNOWN
    if stated is None or stated.value == measured.value or not stated.why.strip():
        return measured
    return ChecklistAnswer(stated.value, Basis.OVERRIDE, stated.why, measured.value, measured.why)


Answers = Mapping[str, ChecklistAnswer]


def value_of(answers: Answers, key: str) -> str | None:
    """Return the value in force of one question, None where it is unknown."""
    return answers.get(key, UNKNOWN).value


@dataclass(frozen=True)
class ListSource:
    """A list's origin; `date` is when it was last read, `status` how well."""

    title: str
    url: str
    date: str
    status: str
    caution: str


@dataclass(frozen=True)
class ListEntry:
    """One question.

    - `key`: its name in the whole product: "ml_test_score.data.1".
    - `place`: its place in the list: "Data 1".
    - `evidence`: what the app may have measured that answers it; empty where only a person can.
    - `after`: the key of a question that has to be answered "in this area" before this one makes sense.
    - `annex`: of a place in a law, its annex, which says enough where there is little room; empty where it has none.
    """

    key: str
    place: str
    text: str
    help: str
    choices: tuple[tuple[str, str], ...]
    evidence: str = ""
    after: str = ""
    annex: str = ""

    def words(self, value: str | None) -> str:
        """An answer in words."""
        return dict(self.choices).get(value or "", tr("Unknown"))


@dataclass(frozen=True)
class ListGroup:
    """A section of a list."""

    key: str
    title: str
    items: tuple[ListEntry, ...]


@dataclass(frozen=True)
class PublishedList:
    """One list: what it asks for in a sentence, its source and its sections."""

    id: str
    title: str
    lead: str
    source: ListSource
    groups: tuple[ListGroup, ...]

    def items(self) -> Iterator[ListEntry]:
        """Every question in order."""
        for group in self.groups:
            yield from group.items


@cache
def lists() -> dict[str, PublishedList]:
    return {name: _list(document(name)) for name in IDS}


@cache
def document(name: str) -> dict[str, Any]:
    """Return the data file of that name as written."""
    read: dict[str, Any] = data_file(_FOLDER / f"{name}.json")
    return read


def _list(written: dict[str, Any]) -> PublishedList:
    source = document("sources")["sources"][written["id"]]
    groups = tuple(
        ListGroup(
            group["key"],
            group["title"],
            tuple(_item(written, group, entry) for entry in group["questions"]),
        )
        for group in written["groups"]
    )
    return PublishedList(
        written["id"],
        written["title"],
        written["lead"],
        convert(source, ListSource),
        groups,
    )


def _item(written: dict[str, Any], group: dict[str, Any], entry: dict[str, Any]) -> ListEntry:
    scale = written[entry["choices"]] if "choices" in entry else written["scale"]
    choices = [(value, words) for value, words in scale]
    if written["may_not_apply"]:
        choices.append(DOES_NOT_APPLY)
    place = entry.get("article", entry.get("item", entry["key"]))
    after = f"{written['id']}.{entry['after']}" if "after" in entry else ""
    named = written["id"] in ("ml_test_score", "nist_ai_rmf")
    key = f"{group['key']}.{entry['key']}" if named else entry["key"]
    return ListEntry(
        f"{written['id']}.{key}",
        place,
        entry["text"],
        entry["help"],
        tuple(choices),
        entry.get("evidence", ""),
        after,
        entry.get("annex", ""),
    )
