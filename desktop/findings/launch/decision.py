"""Is it good enough to launch: the acceptance test, the checks, the decision."""

from itertools import pairwise

from desktop.findings.data.overview import findings
from desktop.findings.launch.acceptance import BarTest, bar_test, why_not_tested
from desktop.findings.launch.acceptance_chart import chart_of
from desktop.findings.launch.bar import metric_words, value_words
from desktop.findings.launch.conditions import condition_words, signed_words
from desktop.findings.launch.forecast_to_bar import progress_to_bar
from desktop.findings.launch.metric_result import change_statements, found_statement
from desktop.findings.launch.operations import tripwires_of, way_back_of
from desktop.findings.launch.readiness import Readiness, readiness_of
from desktop.findings.launch.readiness_evidence import readiness_evidence, supported
from desktop.findings.launch.risk import risk
from desktop.findings.moments import day
from desktop.project.project import Project
from desktop.project.records import Bar
from desktop.project.run_list import fair_run_in_use, run_in_use
from estimators.acceptance import Metric
from estimators.acceptance.readiness import Word
from estimators.acceptance.sentences import times
from estimators.base.count import spelled
from estimators.base.phrase import capital
from reports import evidence
from reports.evidence import CheckState
from reports.figure import Unit

DECISIONS = ("launch", "conditions", "not_yet", "stop")


def proposal(project: Project) -> str:
    """The decision that the evidence supports: launch, conditions, not_yet or stop."""
    return readiness_of(project, bar_test(project)).proposal


def headline(project: Project) -> str:
    """The page's finding."""
    test = bar_test(project)
    return headline_of(project, test, readiness_of(project, test))


def headline_of(project: Project, test: BarTest | None, ready: Readiness) -> str:
    """The finding, where test and readiness are known already. What forbids the launch comes before any test."""
    if ready.verdict.word is Word.STOP:
        what, _, _ = ready.verdict.reasons[0].text.partition(":")
        return f"Stop: {what[:1].lower()}{what[1:].removesuffix('.')}."
    return _of_the_test(project, test)


def _of_the_test(project: Project, test: BarTest | None) -> str:
    bar = project.bar
    if test is not None:
        return test.sentence
    if bar is None:
        return "How good is good enough?"
    said = f"The bar is {value_words(project, bar.metric, bar.value)}{_of_what(bar)}."
    if run_in_use(project) is not None and fair_run_in_use(project) is None:
        return f"{said} The test was not fair yet."
    return f"{said} {'It cannot be tested yet.' if why_not_tested(project) else 'Nothing has been tested yet.'}"


def _of_what(bar: Bar) -> str:
    if bar.metric == Metric.COST:
        return " a case"
    return "" if bar.is_plain else f" on {bar.metric}"


def lead(project: Project) -> str:
    """The sentence below it."""
    test = bar_test(project)
    return lead_of(project, test, readiness_of(project, test))


def lead_of(project: Project, test: BarTest | None, ready: Readiness) -> str:
    """The sentence below it, where test and readiness are known already."""
    if test is None:
        if project.bar is None:
            return "Set the share of right answers that it must reach. A demo session can measure what people accept."
        if run_in_use(project) is not None and fair_run_in_use(project) is None:
            return "Train says what stands in the way, and how its numbers can be shown."
        return (
            why_not_tested(project)
            or "Train a classifier; it is tested on examples that it never saw."
        )
    states = [check.state for check in ready.checks]
    words = [test.sentence] if ready.verdict.word is Word.STOP else []
    words += [test.detail] if test.detail else []
    if test.looks.count > 1:
        words.append(f"The test was looked at {times(test.looks.count)}; the bound pays for that.")
    for state, one, many in (
        (CheckState.FAIL, "check fails", "checks fail"),
        (CheckState.NOT_SHOWN, "check is not shown yet", "checks are not shown yet"),
        (CheckState.NEEDS_YOU, "question is yours", "questions are yours"),
    ):
        number = ready.open_questions if state is CheckState.NEEDS_YOU else states.count(state)
        if number:
            words.append(f"{capital(spelled(number))} {one if number == 1 else many}.")
    return " ".join(words)


def _summary(project: Project, test: BarTest | None, ready: Readiness) -> str:
    if test is None:
        return headline_of(project, test, ready)
    words = f"{headline_of(project, test, ready)} {lead_of(project, test, ready)}"
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
        evidence.Statement(check.sentence, check.claim, check.evidence_id)
        for check in ready.checks
        if check.state is CheckState.FAIL
    ]
    record = findings(project)
    suspects = next((f for f in record if f.kind == "label_suspects"), None)
    if suspects:
        change.append(
            evidence.Statement(
                f"{suspects.text}: checking them may move the result.",
                suspects.text,
                evidence.DATA_ID,
            )
        )
    bar = None
    if moves:
        now = moves[-1]
        bar = evidence.LaunchBar(
            threshold=evidence.Figure(
                value_words(project, now.metric, now.value),
                now.value,
                now.provenance,
                unit=Unit.MONEY if now.metric == Metric.COST else Unit.SHARE,
            ),
            source=now.source,
            metric=metric_words(now),
            confidence=now.confidence,
        )
    choice = evidence.LaunchChoice(decision) if decision in DECISIONS else None
    return evidence.Launch(
        bar=bar,
        decision=choice,
        headline=str(project.answer("launch.headline") or ""),
        summary=_summary(project, found, ready),
        chart=chart_of(found) if found is not None else None,
        why=tuple(why),
        would_change=tuple(change),
        checks=ready.checks,
        conditions=tuple(condition_words(condition) for condition in project.conditions()),
        risk=risk(project, ready.risk),
        sign_offs=tuple(
            evidence.SignOff(
                s.name,
                s.role,
                date=day(s.at) if s.has_signed else "",
                note={"asked": f"asked {day(s.at)}", "to sign": "to sign"}.get(
                    s.state, signed_words(s) if s.outdated else ""
                ),
            )
            for s in project.signoffs()
        ),
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
        tripwires=tuple(wire.sentence for wire in tripwires_of(project)),
        way_back=way_back_of(project),
        readiness=readiness_evidence(project, ready),
        acceptance=found.evidence if found is not None else None,
        progress=progress_to_bar(project),
    )


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
