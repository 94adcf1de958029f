"""Every number of a report can be traced to what it rests on."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from reports.evidence import Evidence
from reports.figure import Figure
from reports.trace import trace
from reports.traced_numbers import TracedNumber


def figures(value: Any) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from figures(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from figures(getattr(value, each.name))


def traced(evidence: Evidence) -> dict[str, TracedNumber]:
    return {number.address: number for group in trace(evidence) for number in group.numbers}


def test_every_figure_of_the_evidence_is_listed(full: Evidence) -> None:
    listed = {(number.number, number.provenance) for number in traced(full).values()}
    for figure in figures(full):
        assert (figure.counts or figure.text, figure.provenance) in listed


def test_addresses_stay_when_a_later_part_changes(full: Evidence) -> None:
    without = traced(replace(full, fake=None))
    assert without["E1.3"] == traced(full)["E1.3"]
    assert not any(address.startswith("E2") for address in without)
