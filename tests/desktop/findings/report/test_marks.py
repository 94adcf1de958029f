"""Every mark of the evidence says who gave the number: what nobody typed is never called a guess of the person who reads it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.findings.case import case_of, sources_of_inputs
from desktop.findings.decide.flip_points import source_of
from desktop.findings.report.evidence import evidence_of
from desktop.project.project import Project
from desktop.project.questions import question_of
from desktop.sample import make_sample
from estimators.build_vs_buy.valuation import BuildVsBuy
from reports.evidence import Evidence, ReportedFact
from reports.provenance import Provenance
from reports.trace import trace
from reports.value_data import TornadoRow
from tests.golden.projects import open_project

SAMPLES = ("recycling", "shop", "orders", "support")
GOLDEN = ("recall_bar", "half_filled")
UNTYPED = ("empty", "untrained")  # projects in which nobody answered anything


def opened(name: str, folder: Path) -> Project:
    if name in SAMPLES:
        made = make_sample(name, folder / "sample")
        return Project.open(made if made.is_file() else next(made.rglob("*.smart")))
    return Project.open(open_project(name, folder / "golden"))


def found_in(value: Any, kind: type) -> Iterator[Any]:
    """Every value of a type below the evidence."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from found_in(item, kind)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from found_in(getattr(value, each.name), kind)


@pytest.mark.parametrize("name", [*SAMPLES, *GOLDEN])
def test_every_mark_is_that_of_who_gave_the_number(name: str, tmp_path: Path) -> None:
    with opened(name, tmp_path) as project:
        evidence, facts = evidence_of(project), project.facts()
        sources = sources_of_inputs(project)
        valuation = BuildVsBuy(random_state=0).evaluate(case_of(project))
    walked = 0
    for fact in found_in(evidence.problem, ReportedFact):
        if fact.key:
            assert fact.provenance is facts[fact.key].source, fact.label
            walked += 1
    short = {valuation.words.short(name): each for name, each in valuation.inputs.items()}
    for row in (*found_in(evidence.options, TornadoRow), *evidence.options.inputs):
        given = short[row.label]
        assert row.provenance is source_of(given.provenance), row.label
        asked = question_of(given.name)
        typed = facts.get(asked.key) if asked is not None else None
        if row.provenance is Provenance.GUESS:
            assert typed is not None, row.label
            assert typed.known, row.label
        if row.provenance is Provenance.DEFAULT:
            assert typed is None or not typed.known, row.label
        walked += 1
    for one in evidence.decision.five:
        if one.provenance is Provenance.GUESS:
            assert Provenance.GUESS in sources.values()
        walked += 1
    assert walked > 10


@pytest.mark.parametrize("name", UNTYPED)
def test_where_nobody_typed_anything_nothing_is_called_a_guess(name: str, tmp_path: Path) -> None:
    with opened(name, tmp_path) as project:
        evidence: Evidence = evidence_of(project)
    counted = [each for group in trace(evidence) for each in group.numbers if not each.derived]
    assert counted
    assert [each.what for each in counted if each.provenance is Provenance.GUESS] == []
    assert evidence.options.value.provenance is not Provenance.GUESS
    assert all(row.provenance is not Provenance.GUESS for row in evidence.options.chart.rows)
    for fact in found_in(evidence, ReportedFact):
        assert fact.provenance is not Provenance.GUESS, fact.label


def test_what_was_counted_here_is_no_guess_among_the_five(tmp_path: Path) -> None:
    with opened("recall_bar", tmp_path) as project:
        there = evidence_of(project).decision.five[-1]
    assert there.value.startswith("80")
    assert there.provenance is Provenance.MEASURED
