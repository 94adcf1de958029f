"""Every number of the evidence with where it comes from: what the last pages of a report list.

The evidence is walked by its dataclasses, so a number in a new part is listed without being named here: a figure says itself
what it rests on, and a value of an engine or a row of a chart is listed as `traced_numbers` says. Each number gets an address
below that of its page: E1.3 is the third number behind E1.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from estimators.base.sentence import tr
from reports.chart_data import IntervalChart
from reports.evidence import (
    ACCURACY_ID,
    DATA_ID,
    FAKE_ID,
    PROBLEM_ID,
    READINESS_ID,
    RISK_ID,
    VALUE_ID,
    Accuracy,
    Evidence,
    Options,
    SessionSummary,
)
from reports.figure import Unit
from reports.provenance import MADE_UP, Provenance
from reports.text_runs import clean
from reports.traced_numbers import FUTURES, LISTED, Context, TracedNumber


@dataclass(frozen=True)
class TraceGroup:
    """The numbers behind one address, and what all of them share: run, date, model."""

    address: str
    title: str
    made: str
    numbers: tuple[TracedNumber, ...]


# The parts of the evidence in the order of their addresses.
_PARTS = (
    (
        ACCURACY_ID,
        tr("The test"),
        ("accuracy", "acceptance", "progress", "candidates"),
    ),
    (FAKE_ID, tr("What people did with the fake"), ("fake",)),
    (VALUE_ID, tr("Options and value"), ("options",)),
    (RISK_ID, tr("Risk, checks, the bar"), ("launch",)),
    (PROBLEM_ID, tr("Problem and assessment"), ("problem", "decision")),
    (DATA_ID, tr("The data"), ("data",)),
    (READINESS_ID, tr("Published checklists"), ("readiness",)),
)
FIGURE_WORDS = {
    "right": tr("right answers in the test"),
    "bound": tr("sure of at least (one-sided bound, over all looks)"),
    "confidence": tr("how sure the assessment is"),
    "ece": tr("how far its confidence is off"),
    "ece_by_chance": tr("how far by chance alone"),
    "value": tr("worth of the best option"),
    "p_loss": tr("futures in which it loses money"),
    "find_out_worth": tr("what knowing the next number is worth"),
    "proposed_bar": tr("bar that the sessions propose"),
    "labels_needed": tr("labels needed"),
    "threshold": tr("the bar"),
    "lighter": tr("the value at either end"),
    "dialled": tr("accuracy that the fake was set to"),
}


def trace(evidence: Evidence) -> tuple[TraceGroup, ...]:
    """Every number that the evidence holds, by address; parts that are missing have none."""
    launch = evidence.launch
    parts: dict[str, Any] = {each.name: getattr(evidence, each.name) for each in fields(evidence)}
    # Some parts of the launch stand at an address of their own.
    parts |= {name: getattr(launch, name) for name in ("readiness", "acceptance", "progress")}
    unread = replace(launch.readiness, lists=())
    parts["launch"] = replace(launch, readiness=unread, acceptance=None, progress=None)
    groups = []
    for address, title, names in _PARTS:
        found: dict[tuple[str, str, Provenance], TracedNumber] = {}
        for name in names:
            known = {(one.number, one.provenance) for one in found.values()}
            for one in _walk(parts.get(name), Context()):
                if name == "candidates" and (one.number, one.provenance) in known:
                    continue  # a run's own numbers stand above
                found.setdefault((one.what, one.number, one.provenance), one)
        made = _made(evidence, address)
        numbers = tuple(
            replace(one, address=f"{address}.{place}", made=made)
            for place, one in enumerate(found.values(), start=1)
        )
        if numbers:
            groups.append(TraceGroup(address, title, made, numbers))
    return tuple(groups)


def count_by_source(evidence: Evidence) -> Counter[Provenance]:
    """How many of the traced numbers come from where; what is worked out from others is not counted again."""
    return _counted(_Same(evidence))[0]


def count_made_up(evidence: Evidence) -> int:
    """How many of those guesses came with a sample."""
    return _counted(_Same(evidence))[1]


@dataclass(frozen=True, eq=False)
class _Same:
    """An evidence by which object it is: a page tries how much it holds, and asks each time."""

    evidence: Evidence

    def __hash__(self) -> int:
        return id(self.evidence)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.evidence is self.evidence


@lru_cache(maxsize=1)
def _counted(of: _Same) -> tuple[Counter[Provenance], int]:
    every = (one for group in trace(of.evidence) for one in group.numbers)
    first = [one for one in every if not one.derived]
    guesses = (one for one in first if one.provenance is Provenance.GUESS)
    made_up = sum(one.source == MADE_UP for one in guesses)
    return Counter(one.provenance for one in first), made_up


def _made(evidence: Evidence, address: str) -> str:
    """Run, date and model of the numbers behind an address."""
    project, accuracy = evidence.project, evidence.accuracy
    parts = []
    if address == ACCURACY_ID and accuracy is not None:
        parts += [accuracy.run, accuracy.split]
        if accuracy.model_sha256:
            parts.append(
                tr(
                    "{model_file}, sha256 {model_sha256}",
                    model_file=accuracy.model_file,
                    model_sha256=accuracy.model_sha256,
                )
            )
    parts.append(
        tr("project {project_id}", project_id=project.project_id) if project.project_id else ""
    )
    parts.append(tr("as of {date}", date=project.date) if project.date else "")
    return " · ".join(clean(part) for part in parts if part)


def _walk(value: Any, context: Context) -> Iterator[TracedNumber]:
    """The numbers below a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item, context)
        return
    if not is_dataclass(value) or isinstance(value, type):
        return
    listed = LISTED.get(type(value))
    if listed is not None:
        found = listed(value, context)
        yield from (found,) if isinstance(found, TracedNumber) else found
        if not isinstance(value, SessionSummary):  # it holds a figure besides
            return
    if isinstance(value, Accuracy):
        context = Context("", value.right.n, value.right.split)
    elif isinstance(value, Options):
        context = Context("", value.value.n, FUTURES if value.value.n else "")
    elif isinstance(value, IntervalChart):
        context = replace(context, unit=Unit.SHARE if value.axis.high <= 1 else Unit.NUMBER)
    title = str(getattr(value, "title", "") or "")
    for each in fields(value):
        inner = FIGURE_WORDS.get(each.name, each.name.replace("_", " "))
        yield from _walk(getattr(value, each.name), replace(context, words=title or inner))
