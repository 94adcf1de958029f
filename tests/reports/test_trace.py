"""Every number of a report can be traced to what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from reports.evidence import Evidence, Figure
from reports.report import build
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
        assert (figure.text, figure.provenance) in listed


def test_a_number_says_how_many_it_rests_on_and_how_sure_it_is(full: Evidence) -> None:
    numbers = traced(full)
    right = numbers["E1.1"]
    assert (right.number, right.n, right.split) == ("163 of 180", 180, "180 held-out photos")
    assert right.interval == "86.2% to 93.9%"
    crack = next(n for n in numbers.values() if n.what == "Crack: found")
    assert (crack.number, crack.basis, crack.interval) == ("25 of 30", "n = 30", "68.0% to 93.0%")
    worth = next(n for n in numbers.values() if n.what == "worth of the best option")
    assert worth.interval == "€25k to €239k"


def test_the_last_pages_name_run_date_and_model_of_the_numbers(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    assert full.accuracy is not None
    report = build(full, "launch", tmp_path / "r.pdf", pages=["provenance"])
    printed = words(report.file)
    assert "run 4 · Held out before run 1, by turbine (38 turbines)" in printed
    assert full.accuracy.model_sha256 in printed.replace(" ", "")
    assert "as of 24 November 2026" in printed
    for address in traced(full):
        assert f" {address} " in printed


def test_addresses_stay_when_a_later_part_changes(full: Evidence) -> None:
    without = traced(replace(full, fake=None))
    assert without["E1.3"] == traced(full)["E1.3"]
    assert not any(address.startswith("E2") for address in without)
