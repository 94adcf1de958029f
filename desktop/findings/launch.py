"""Is it good enough to launch: the acceptance test, the checks, the decision."""

from itertools import pairwise

from desktop.findings.accuracy import share_axis
from desktop.findings.data import findings
from desktop.findings.moments import day
from desktop.findings.once_it_runs import tripwires_of, way_back_of
from desktop.findings.readiness import Readiness, readiness_of
from desktop.findings.readiness_evidence import readiness_evidence, supported
from desktop.findings.risk import risk
from desktop.findings.wording import capital, count, percent, spelled
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use, run_in_use
from estimators.acceptance import AcceptanceResult, accept
from reports import evidence
from reports.chart_data import Axis, BoundChart, Marker
from reports.evidence import CheckState
from reports.provenance import Provenance

DECISIONS = ("launch", "conditions", "not_yet", "stop")


def acceptance(project: Project) -> AcceptanceResult | None:
    """The acceptance test of the run in use against the bar in force; None where one of them is missing."""
    run, bar = fair_run_in_use(project), project.bar
    if run is None or bar is None or not run.result["n_test"]:
        return None
    result = run.result
    return accept(
        result["correct"],
        result["n_test"],
        bar.value,
        bar.confidence,
        noun=(noun(project, 1), noun(project)),
    )


def bound_chart(project: Project, test: AcceptanceResult) -> BoundChart:
    """The launch picture: bar, bound, and what was measured."""
    lowest = min(test.bar, test.low)
    start = max(0.0, int((lowest - 0.02) * 20) / 20)
    axis = share_axis(start)
    step = 0.05 if start >= 0.7 else 0.1
    ticks, at = [], start
    while at < 1.0001:
        ticks.append((round(at, 2), f"{at:.0%}"))
        at += step
    axis = Axis(start, 1.0, tuple(ticks))
    needed = (
        "cannot be shown"
        if test.correct_needed is None
        else f"needs {test.correct_needed:,} of {test.total:,}"
    )
    return BoundChart(
        title=test.sentence.removesuffix("."),
        note=f"{count(test.total, 'held-out ' + noun(project, 1))}. Line: 9 chances in 10. "
        "“Sure of at least”: exact one-sided 95% bound.",
        axis=axis,
        bar=Marker(test.bar, f"≥ bar {percent(test.bar)}", needed, strong=True),
        low=test.low,
        mid=test.observed,
        high=test.high,
        low_text=f"sure of at least {test.lower_bound:.1%}",
        mid_text=f"{test.correct:,} of {test.total:,} right",
    )


def proposal(project: Project) -> str:
    """The decision that the evidence supports: launch, conditions, not_yet or stop."""
    return readiness_of(project, acceptance(project)).proposal


def headline(project: Project) -> str:
    """The page's finding."""
    test = acceptance(project)
    if test is not None:
        return test.sentence
    if project.bar is None:
        return "How good is good enough?"
    if run_in_use(project) is not None and fair_run_in_use(project) is None:
        return f"The bar is {percent(project.bar.value)}. The test was not fair yet."
    return f"The bar is {percent(project.bar.value)}. Nothing has been tested yet."


def lead(project: Project, ready: Readiness | None = None) -> str:
    """The sentence below it."""
    test = acceptance(project)
    if test is None:
        if project.bar is None:
            return "Set the share of right answers that it must reach. A demo session can measure what people accept."
        if run_in_use(project) is not None and fair_run_in_use(project) is None:
            return "Train says what stands in the way, and how its numbers can be shown."
        return "Train a classifier; it is tested on examples that it never saw."
    found = ready or readiness_of(project, test)
    states = [check.state for check in found.checks]
    words = [test.detail]
    for state, one, many in (
        (CheckState.FAIL, "check fails", "checks fail"),
        (CheckState.NOT_SHOWN, "check is not shown yet", "checks are not shown yet"),
        (CheckState.NEEDS_YOU, "question is yours", "questions are yours"),
    ):
        if number := states.count(state):
            words.append(f"{capital(spelled(number))} {one if number == 1 else many}.")
    return " ".join(words)


def _summary(project: Project, test: AcceptanceResult | None, ready: Readiness) -> str:
    if test is None:
        return headline(project)
    words = f"{headline(project)} {lead(project, ready)}"
    decided = project.answer("launch.decision")
    return words if decided else f"{supported(ready)} {words}"


def launch_evidence(project: Project) -> evidence.Launch:
    """The launch part of the report."""
    test = acceptance(project)
    ready = readiness_of(project, test)
    decision = project.answer("launch.decision")
    moves = list(reversed(project.bars()))
    why: list[evidence.Statement] = []
    change: list[evidence.Statement] = []
    used = run_in_use(project)
    if test is not None and used is not None:
        result = used.result
        baseline = result["baseline"]
        base_right = round(baseline["value"] * result["n_test"])
        why.append(
            evidence.Statement(
                f"It is right {test.correct:,} times in {test.total:,}; always saying “{baseline['class']}” would be right "
                f"{base_right:,} times.",
                f"{test.correct:,} times in {test.total:,}",
                evidence.ACCURACY_ID,
            )
        )
        if test.correct_needed is not None:
            change.append(
                evidence.Statement(
                    f"Fewer than {test.correct_needed:,} of {test.total:,} right in a repeat test: stop."
                    if test.passes
                    else f"At least {test.correct_needed:,} of {test.total:,} right in a new test would pass.",
                    f"{test.correct_needed:,} of {test.total:,}",
                    evidence.ACCURACY_ID,
                )
            )
        if not test.passes:
            sizes = [
                (a, n) for a, n in test.examples_for_power.items() if n is not None and a > test.bar
            ]
            if sizes:
                accuracy, n = sizes[-1]
                change.append(
                    evidence.Statement(
                        f"If it is truly right {accuracy:.0%} of the time, a test of {n:,} would show it 8 times in 10.",
                        f"a test of {n:,}",
                        evidence.ACCURACY_ID,
                    )
                )
    why += [
        evidence.Statement(
            f"{check.text}: {check.value}. {check.detail}", check.text, check.evidence_id
        )
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
        bar = evidence.Bar(
            threshold=evidence.Figure(
                percent(now.value), now.value, now.provenance, evidence_id=evidence.FAKE_ID
            ),
            source=now.source,
            confidence=now.confidence,
        )
    choice = evidence.LaunchChoice(decision) if decision in DECISIONS else None
    return evidence.Launch(
        bar=bar,
        decision=choice,
        headline=str(project.answer("launch.headline") or ""),
        summary=_summary(project, test, ready),
        chart=bound_chart(project, test) if test is not None else None,
        why=tuple(why),
        would_change=tuple(change),
        checks=ready.checks,
        conditions=tuple(condition.text for condition in project.conditions()),
        risk=risk(project, ready.risk),
        sign_offs=tuple(
            evidence.SignOff(
                s.name,
                s.role,
                date=day(s.at) if s.state == "signed" else "",
                note=f"asked {day(s.at)}" if s.state == "asked" else "to sign",
            )
            for s in project.signoffs()
        ),
        test_looks=len([run for run in project.runs() if run.result["n_test"]]) or None,
        bar_moves=tuple(
            evidence.BarMove(
                day(after.at),
                percent(before.value),
                percent(after.value),
                after.reason or "no reason given",
            )
            for before, after in pairwise(moves)
        ),
        tripwires=tuple(wire.sentence for wire in tripwires_of(project)),
        way_back=way_back_of(project),
        readiness=readiness_evidence(project, ready),
    )


def provenance_of_bar(project: Project) -> Provenance:
    """Where the bar comes from."""
    return project.bar.provenance if project.bar else Provenance.UNKNOWN


def bar_history(project: Project) -> tuple[str, ...]:
    """How the bar moved, newest first: "85% since 24 Nov, before that 80%: people asked for it.\""""
    moves = pairwise(project.bars())
    return tuple(
        f"The bar moved from {percent(before.value)} to {percent(after.value)} on {day(after.at)}: "
        f"{(after.reason or 'no reason given').removesuffix('.')}."
        for after, before in moves
    )


def explain_bound(
    project: Project, test: AcceptanceResult
) -> tuple[str, str, tuple[tuple[str, str], ...], str]:
    """How the bound is worked out: title, sentences, numbers, method."""
    run = run_in_use(project)
    assert run is not None  # there is a test
    bound = f"{test.lower_bound:.1%}"
    text = (
        f"It got {test.correct:,} of {test.total:,} right. If the truth were only {bound}, a result this good "
        "would turn up 1 time in 20. So we are 95% sure that the truth is better."
    )
    needed = "not even all" if test.correct_needed is None else f"{test.correct_needed:,}"
    rows = (
        (f"{capital(noun(project))} held out", f"{test.total:,}"),
        ("Right", f"{test.correct:,} · {test.observed:.1%}"),
        ("Exact lower bound, one-sided 95%", f"{test.lower_bound:.2%}"),
        ("Likely range (9 in 10)", f"{test.low * 100:.1f} to {test.high:.1%}"),
        (f"Needed for a bar of {percent(test.bar)}", needed),
    )
    source = (
        f"Clopper–Pearson interval, 1934. Run {run.number}; it never saw the examples held out."
    )
    return f"Sure of at least {bound}", text, rows, source
