"""Every mark of the evidence says who gave the number: what nobody typed is never called a guess of the person who reads it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.findings.candidate_measurement import candidates_of
from desktop.findings.case import case_of, sources_of_inputs
from desktop.findings.decide.flip_points import source_of
from desktop.findings.decide.intangibles import rests_on
from desktop.findings.fake.acceptance_curve import is_real
from desktop.findings.report.evidence import evidence_of
from desktop.project.measure_records import CandidateSource
from desktop.project.project import Project
from desktop.project.questions import question_of
from desktop.sample import make_sample
from estimators.base.interval import percent_range
from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.case.ways import WAYS
from reports.evidence import Evidence, ReportedFact
from reports.provenance import Provenance
from reports.trace import trace
from reports.value_data import SourceCount, TornadoRow
from tests.desktop.graded_replies import whole_story
from tests.golden.projects import open_project
from tests.kept_records import begin_session, keep_reaction

SAMPLES = ("recycling", "shop", "orders", "support")
GRADED = "graded replies"  # with people who tried a fake, and candidates that were graded
GOLDEN = ("recall_bar", "half_filled")
UNTYPED = ("empty", "untrained")  # projects in which nobody answered anything


def opened(name: str, folder: Path) -> Project:
    if name == GRADED:
        project = Project.open(make_sample("support", folder / "sample"))
        session = begin_session(project, "The promise", 0.9, people="Ana, Ben")
        for number in range(30):
            did = "accepted" if number % 4 else "corrected"
            keep_reaction(project, session, did, 0.9, kind="generate", person="Ana")
        whole_story(project)
        return project
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


def marks(value: Any, path: str = "") -> Iterator[tuple[str, Any, Provenance]]:
    """Every mark below a value with what wears it, and by which names one gets there."""
    if isinstance(value, tuple | list):
        for each in value:
            yield from marks(each, path)
    elif isinstance(value, dict):
        for each in value.values():
            yield from marks(each, path)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            inner = getattr(value, each.name)
            if isinstance(inner, Provenance):
                yield path, value, inner
            else:
                yield from marks(inner, f"{path}.{each.name}".lstrip("."))


def who_gave(project: Project, evidence: Evidence) -> dict[str, Any]:
    """By path: whose mark it must be, as a set of marks or a question to what wears it.

    What was counted here on examples that it never saw is measured; what people did with a fake is simulated; the worth of an
    option is no better known than the weakest number behind it.
    """
    measured, simulated = {Provenance.MEASURED}, {Provenance.SIMULATED}
    valuation = BuildVsBuy(random_state=0).evaluate(case_of(project))
    weakest, inputs = {rests_on(valuation)}, valuation.inputs
    short = {valuation.words.short(name): each for name, each in inputs.items()}
    facts = project.facts()
    real = [is_real(session) for session in project.sessions()]
    tried = {one.name: one.source for one in candidates_of(project)}
    today = {facts["today_accuracy"].source} if "today_accuracy" in facts else set()
    ways = {each.label: inputs[each.accuracy] for each in WAYS if each.accuracy in inputs}

    def of_input(row: Any) -> set[Provenance]:
        return {source_of(short[row.label].provenance)}

    def of_fact(fact: ReportedFact) -> set[Provenance]:
        return {facts[fact.key].source} if fact.key else set(Provenance) - {Provenance.DEFAULT}

    counted = Counter(source_of(each.provenance) for each in inputs.values())

    def of_count(said: SourceCount) -> set[Provenance]:
        return {source for source, numbers in counted.items() if numbers == said.numbers}

    candidates: dict[int, set[Provenance]] = {}
    for row in evidence.candidates.candidates if evidence.candidates is not None else ():
        made = tried.get(row.name)
        if made is not None:
            known = simulated if made is CandidateSource.FAKE else measured
        elif row.name in ways:  # taken to be so right, nobody has tried it
            known = {source_of(ways[row.name].provenance)}
        else:
            known = today if row.name == "People today" else simulated
        candidates[id(row.figure)] = known

    return {
        "accuracy.": measured,
        "accuracy.runs.rows": lambda row: (
            measured | today if "eople" in row.label else measured | simulated
        ),
        "candidates.candidates.figure": lambda figure: candidates[id(figure)],
        "candidates.level": measured,
        "candidates.slices.": measured,
        "data.": measured,
        "decision.five": None,  # compared above, answer by answer
        "fake.sessions.dialled": measured if any(real) else simulated,
        "fake.": simulated,
        "launch.bar.threshold": lambda _: {project.bar.provenance},
        "launch.acceptance.beside": lambda known: today if "people" in known.other else simulated,
        "launch.progress.": measured,
        "options.behind": of_count,
        "options.inputs": of_input,
        "options.lighter": of_input,
        "options.tornado.rows": of_input,
        "options.intangibles_chart.rows": {Provenance.DEFAULT, Provenance.GUESS},
        "options.": weakest,
        "problem.facts": of_fact,
    }


@pytest.mark.parametrize("name", [*SAMPLES, *GOLDEN, *UNTYPED, GRADED])
def test_no_mark_of_the_evidence_is_another_than_that_of_who_gave_the_number(
    name: str, tmp_path: Path
) -> None:
    """Every mark is walked: one that no rule knows of is a number whose giver nobody has thought about."""
    with opened(name, tmp_path) as project:
        evidence = evidence_of(project)
        rules = who_gave(project, evidence)
        found = list(marks(evidence))
        assert len(found) > 20
        for path, wears, mark in found:
            known = [each for each in rules if path == each or path.startswith(each)]
            assert known, f"nobody says who gives {path}"
            rule = rules[max(known, key=len)]
            if rule is not None:
                assert mark in (rule(wears) if callable(rule) else rule), (path, wears)


def test_what_people_took_of_a_fake_is_simulated_wherever_it_is_used(tmp_path: Path) -> None:
    with opened(GRADED, tmp_path) as project:
        evidence = evidence_of(project)
        (taken,) = [each for each in evidence.options.inputs if "people use" in each.label.lower()]
    accepted = evidence.fake.accepted
    assert (taken.provenance, accepted.provenance) == (Provenance.SIMULATED,) * 2
    # One count has one interval.
    assert (accepted.counted, accepted.n) == (22, 30)
    assert taken.value == percent_range(accepted.low, accepted.high)


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
