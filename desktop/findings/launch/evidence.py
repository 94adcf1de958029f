"""The launch as the report prints it: the bar and how it moved, the reasons, the conditions, the signatures."""

from itertools import pairwise

from desktop.findings.data.hygiene import findings
from desktop.findings.launch.acceptance import BarTest, bar_test
from desktop.findings.launch.acceptance_chart import chart_of
from desktop.findings.launch.acceptance_evidence import evidence_of_test
from desktop.findings.launch.bar import metric_words, value_words
from desktop.findings.launch.conditions import condition_words, signed_words
from desktop.findings.launch.forecast_to_bar import progress_to_bar
from desktop.findings.launch.metric_result import change_statements, found_statement
from desktop.findings.launch.operations import owner_of, tripwires_of, way_back_of
from desktop.findings.launch.readiness import (
    Readiness,
    readiness_evidence,
    readiness_of,
    risk,
    supported,
)
from desktop.findings.launch.view import view
from desktop.project.project import Project
from desktop.project.records import Bar, SignOff
from estimators.base.date import day
from reports import launch_evidence as evidence
from reports.evidence import DATA_ID
from reports.figure import Statement
from reports.launch_evidence import CheckState


def _summary(project: Project, test: BarTest | None, ready: Readiness) -> str:
    said = view(project)
    if test is None:
        return said.headline
    words = f"{said.headline} {said.lead}"
    # Undecided, the report says itself what the evidence supports; a decision that goes another way is said so here.
    decided = project.answer("launch.decision")
    return f"{supported(ready)} {words}" if decided not in (None, ready.proposal) else words


def launch_evidence(project: Project) -> evidence.Launch:
    """The launch part of the report."""
    found = bar_test(project)
    ready = readiness_of(project, found)
    decision = project.answer("launch.decision")
    moves = list(reversed(project.bars()))
    why = [found_statement(found)] if found is not None else []
    change = change_statements(found) if found is not None else []
    why += [
        Statement(check.sentence, check.claim, check.evidence_id)
        for check in ready.checks
        if check.state is CheckState.FAIL
    ]
    record = findings(project)
    suspects = next((f for f in record if f.kind == "label_suspects"), None)
    if suspects:
        text = f"{suspects.text}: checking them may move the result."
        change.append(Statement(text, suspects.text, DATA_ID))
    bar = None
    if moves:
        now = moves[-1]
        bar = evidence.LaunchBar(
            threshold=view(project).figures["bar"],
            source=now.source,
            metric=metric_words(now),
            confidence=now.confidence,
        )
    return evidence.Launch(
        bar=bar,
        decision=decision if decision in evidence.DECISIONS else "",
        headline=str(project.answer("launch.headline") or ""),
        summary=_summary(project, found, ready),
        chart=chart_of(found) if found is not None else None,
        why=tuple(why),
        would_change=tuple(change),
        checks=ready.checks,
        conditions=tuple(condition_words(condition) for condition in project.conditions()),
        risk=risk(project, ready.risk),
        sign_offs=tuple(_signature(person) for person in project.signoffs()),
        test_looks=found.looks.count - 1 if found is not None else None,
        bar_moves=tuple(
            evidence.BarMove(
                day(after.at),
                _value_of(project, before),
                _value_of(project, after),
                after.reason or "no reason given",
            )
            for before, after in pairwise(moves)
        ),
        tripwires=tripwires_of(project),
        owner=owner_of(project),
        way_back=way_back_of(project),
        readiness=readiness_evidence(ready),
        acceptance=evidence_of_test(found) if found is not None else None,
        progress=progress_to_bar(project),
    )


def _signature(person: SignOff) -> evidence.Signature:
    asked = {"asked": f"asked {day(person.at)}", "to sign": "to sign"}
    note = asked.get(person.state, signed_words(person) if person.outdated else "")
    signed = day(person.at) if person.has_signed else ""
    return evidence.Signature(person.name, person.role, signed, note)


def _value_of(project: Project, bar: Bar) -> str:
    value = value_words(project, bar.metric, bar.value)
    return value if bar.is_plain else f"{value} ({metric_words(bar)})"


def bar_history(project: Project) -> tuple[str, ...]:
    """How the bar moved, newest first: "85% since 24 Nov, before that 80%: people asked for it.\""""
    moves = pairwise(project.bars())
    return tuple(
        f"The bar moved from {_value_of(project, before)} to {_value_of(project, after)} on {day(after.at)}: "
        f"{(after.reason or 'no reason given').removesuffix('.')}."
        for after, before in moves
    )
