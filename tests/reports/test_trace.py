"""Every number of a report can be traced to what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from reports.evidence import Evidence
from reports.figure import Figure
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
        assert (figure.counts or figure.text, figure.provenance) in listed


def test_a_number_says_how_many_it_rests_on_and_how_sure_it_is(full: Evidence) -> None:
    numbers = traced(full)
    right = numbers["E1.1"]
    assert (right.number, right.n, right.split) == ("23 of 24", 24, "24 held-out photos")
    assert right.interval == "81.7% to 99.8%"
    defect = next(n for n in numbers.values() if n.what == "defect: found")
    assert (defect.number, defect.basis, defect.interval) == (
        "11 of 12",
        "n = 12",
        "66.1% to 99.6%",
    )
    worth = next(n for n in numbers.values() if n.what == "worth of the best option")
    assert worth.interval == "$394k to $3.9m"


def test_the_last_pages_name_run_date_and_model_of_the_numbers(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    assert full.accuracy is not None
    report = build(full, "launch", tmp_path / "r.pdf", pages=["provenance"])
    printed = words(report.file)
    assert "run 2 · held out before run 1" in printed
    assert full.accuracy.model_sha256 in printed.replace(" ", "")
    assert "as of 2 Mar 2026" in printed
    for address in traced(full):
        assert f" {address} " in printed


def test_addresses_stay_when_a_later_part_changes(full: Evidence) -> None:
    without = traced(replace(full, fake=None))
    assert without["E1.3"] == traced(full)["E1.3"]
    assert not any(address.startswith("E2") for address in without)
