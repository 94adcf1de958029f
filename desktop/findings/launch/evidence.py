"""The launch as the report prints it: the bar and how it moved, the reasons, the conditions, the signatures."""

from dataclasses import replace
from itertools import pairwise

from desktop.findings.data.hygiene import findings
from desktop.findings.launch.acceptance import BarTest, bar_test
from desktop.findings.launch.acceptance_evidence import evidence_of_test
from desktop.findings.launch.bar import (
    costs_for,
    metric_words,
    origin_words,
    requirement_of,
    value_words,
)
from desktop.findings.launch.bound_chart import chart_of
from desktop.findings.launch.conditions import (
    agreed,
    owner_of,
    signed_words,
    tripwires_of,
    way_back_of,
)
from desktop.findings.launch.decision import terms_of, when_words
from desktop.findings.launch.forecast_to_bar import progress_to_bar
from desktop.findings.launch.readiness import (
    Readiness,
    readiness_evidence,
    readiness_of,
    risk,
    supported,
)
from desktop.findings.launch.since_launch import check_of
from desktop.findings.launch.view import view
from desktop.findings.measure.error_costs import answers_of
from desktop.project.project import Project
from desktop.project.records import Bar, Run, SignOff
from estimators.acceptance.metric import Metric, ScoredAnswer, always, cases_by_cost, counts_of
from estimators.acceptance.result import AcceptanceResult
from estimators.base.date import day
from estimators.base.interval import between, of_all
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr
from reports import launch_evidence as evidence
from reports.evidence import ACCURACY_ID, DATA_ID
from reports.figure import Statement


def found_statement(found: BarTest) -> Statement:
    """What the run does in the terms of the bar, beside the baseline of always giving the commonest answer."""
    metric = Metric(found.bar.metric)
    if found.measured.test is not None:
        said, strong = _of_shares(found, found.measured.test)
    elif found.measured.cost is not None:
        strong = tr(
            "{cost} a case", cost=value_words(found.project, metric, found.measured.cost.mean)
        )
        said = tr("It costs {strong} in the test", strong=strong)
    else:  # nothing counts for it
        said = strong = found.sentence.removesuffix(".")
    baseline = "" if found.run is None else _of_baseline(found, found.run, metric)
    return Statement(f"{said}; {baseline}." if baseline else f"{said}.", strong, ACCURACY_ID)


def _of_shares(found: BarTest, test: AcceptanceResult) -> tuple[str, str]:
    name, times = (
        found.bar.of,
        tr("{correct} times in {total}", correct=test.correct, total=test.total),
    )
    counts = of_all(test.correct, test.total)
    match Metric(found.bar.metric):
        case Metric.RECALL:
            return tr(
                "It finds {counts} “{name}”{at_cutoff}",
                counts=counts,
                name=name,
                at_cutoff=_at_cutoff(found),
            ), counts
        case Metric.PRECISION:
            return (
                tr(
                    "Of {total} that it calls “{name}”{at_cutoff}, {correct} are",
                    total=test.total,
                    name=name,
                    at_cutoff=_at_cutoff(found),
                    correct=test.correct,
                ),
                counts,
            )
        case Metric.COVERAGE:
            return tr("It answers {counts} alone", counts=counts), counts
    if found.candidate is not None:
        return tr(
            "{name}: {observed} {counted}",
            name=found.name,
            observed=found.observed_words,
            counted=found.counted,
        ), found.observed_words
    alone = tr(" of those that it answers alone") if found.bar.cutoff is not None else ""
    return tr("It is right {times}{alone}", times=times, alone=alone), times


def _at_cutoff(found: BarTest) -> str:
    """Where the bar is tested at; the counts by class beside it are of every answer, so they may be others."""
    cutoff = found.bar.cutoff
    return tr(" from a chance of {cutoff} on", cutoff=percent(cutoff)) if cutoff is not None else ""


def _of_baseline(found: BarTest, run: Run, metric: Metric) -> str:
    """What whoever always says the commonest answer would come to; it answers everything, at no cut-off."""
    answers, common = answers_of(run), str(run.result.baseline_class)
    if not answers:
        return ""
    says, same = tr("always saying “{common}” would", common=common), always(common, answers)
    if metric is Metric.COST:
        return tr("{says} cost {cost_of} a case", says=says, cost_of=_cost_of(found, run, same))
    good, n = counts_of(replace(requirement_of(found.bar), cutoff=None), same)
    counts, times = (of_all(good, n), tr("{good} times", good=good))
    match metric:
        case Metric.RECALL:
            comes_to = (
                tr("find {counts}", counts=counts if good else tr("none of them")) if n else ""
            )
        case Metric.PRECISION if not n:
            comes_to = tr("call nothing so, which leaves its share undefined")
        case Metric.COVERAGE:
            right = sum(answer.truth == common for answer in answers)
            comes_to = tr("answer all {n}, and be right {right} times", n=n, right=right)
        case _:
            test = found.measured.test
            comes_to = tr("be right {times}", times=times) + (
                tr(" in {n}", n=n) if test is None or n != test.total else ""
            )
    return f"{says} {comes_to}" if comes_to else ""


def _cost_of(found: BarTest, run: Run, answers: tuple[ScoredAnswer, ...]) -> str:
    costs = costs_for(found.project, run)
    assert costs is not None  # else there would be no test
    cases = cases_by_cost(answers, costs, None)
    mean = sum(cost * number for cost, number in cases.items()) / len(answers)
    return value_words(found.project, Metric.COST, mean)


def change_statements(found: BarTest) -> list[Statement]:
    """What a new test would have to show for the opposite result, and how large one is likely to show the bar."""
    test, metric = found.measured.test, Metric(found.bar.metric)
    if test is None:
        return []
    said = []
    if test.correct_needed is not None:
        counts = of_all(test.correct_needed, test.total)
        text = (
            tr(
                "Fewer than {counts} {counted} in a repeat test: stop.",
                counts=counts,
                counted=found.counted,
            )
            if test.passes
            else tr(
                "At least {counts} {counted} in a new test would pass.",
                counts=counts,
                counted=found.counted,
            )
        )
        said.append(Statement(text, counts, ACCURACY_ID))
    sizes = [(a, n) for a, n in test.examples_for_power.items() if n is not None and a > test.bar]
    if sizes and not test.passes:
        share, n = sizes[-1]
        truly, of = _truly(found, metric, percent(share))
        strong = tr("A test of {n}", n=n)
        text = tr(
            "{strong}{of} would pass in 8 of 10 tries, if {truly}.",
            strong=strong,
            of=of,
            truly=truly,
        )
        said.append(Statement(text, strong, ACCURACY_ID))
    return said


def _truly(found: BarTest, metric: Metric, share: str) -> tuple[str, str]:
    """The assumption about the truth, and what the test then has to hold so many of."""
    name = found.bar.of
    match metric:
        case Metric.RECALL:
            return tr("it finds {share} of them", share=share), tr(" of “{name}”", name=name)
        case Metric.PRECISION:
            return tr("{share} of them are", share=share), tr(" that it calls “{name}”", name=name)
        case Metric.COVERAGE:
            return tr("it answers {share} alone", share=share), ""
    alone = tr(" that it answers alone") if found.bar.cutoff is not None else ""
    return tr("{share} are {counted}", share=share, counted=found.counted), alone


def _summary(project: Project, test: BarTest | None, ready: Readiness) -> str:
    said = view(project)
    if test is None:
        return said.headline
    words = f"{said.headline} {said.lead}"
    # Undecided, the report says itself what the evidence supports; a decision that goes another way is said so here.
    decided = project.answer("launch.decision")
    return (
        f"{supported(ready, str(decided))} {words}"
        if decided not in (None, ready.proposal)
        else words
    )


def launch_evidence(project: Project) -> evidence.Launch:
    found = bar_test(project)
    ready = readiness_of(project)
    decision, terms = project.answer("launch.decision"), terms_of(project)
    moves = list(reversed(project.bars()))
    change = change_statements(found) if found is not None else []
    record = findings(project)
    suspects = next((f for f in record if f.kind == "label_suspects"), None)
    if suspects:
        text = tr("{text}: checking them may move the result.", text=suspects.text)
        change.append(Statement(text, suspects.text, DATA_ID))
    bar = None
    if moves:
        now = moves[-1]
        bar = evidence.LaunchBar(
            threshold=view(project).figures["bar"],
            source=origin_words(now),
            metric=metric_words(project, now),
            confidence=now.confidence,
            beside_today=_beside_today(project),
        )
    return evidence.Launch(
        bar=bar,
        decision=decision if decision in evidence.DECISIONS else "",
        headline=str(project.answer("launch.headline") or ""),
        summary=_summary(project, found, ready),
        chart=chart_of(found) if found is not None else None,
        why=(found_statement(found),) if found is not None else (),
        would_change=tuple(change),
        checks=ready.checks,
        conditions=tuple(agreed(condition) for condition in project.conditions()),
        risk=risk(project, ready.risk),
        sign_offs=tuple(_signature(person) for person in project.signoffs()),
        test_looks=found.looks.count - 1 if found is not None else None,
        bar_moves=tuple(
            evidence.BarMove(
                day(after.at),
                _value_of(project, before),
                _value_of(project, after),
                after.reason or tr("no reason given"),
            )
            for before, after in pairwise(moves)
            if _value_of(project, before) != _value_of(project, after)  # else a reason was reworded
        ),
        tripwires=tripwires_of(project),
        tripwire_checks=tuple(check_of(project, wire) for wire in tripwires_of(project)),
        owner=owner_of(project),
        way_back=way_back_of(project),
        readiness=readiness_evidence(ready),
        acceptance=evidence_of_test(found) if found is not None else None,
        progress=progress_to_bar(project),
        decided_on=_decided_on(project),
        decided_by=terms.decided_by,
        reason=terms.reason,
        when=when_words(project),
    )


def _beside_today(project: Project) -> str:
    """Whether the bar asks for more or for less than today's way gives; empty where it lies within, or is on something else."""
    bar, today = project.accuracy_bar, project.fact("today_accuracy")
    if bar is None or today is None or not isinstance(today.value, dict):
        return ""
    low, high = float(today.value["low"]), float(today.value["high"])
    right = between(low, high, set_percent)
    if bar.value < low:
        return tr(
            "It asks for less than today’s way gives, which is right {right} of the time.",
            right=right,
        )
    if bar.value > high:
        return tr(
            "It asks for more than today’s way gives, which is right {right} of the time.",
            right=right,
        )
    return ""


def _decided_on(project: Project) -> str:
    """When it was decided; empty where nobody has."""
    decided = project.fact("launch.decision")
    return day(decided.at) if decided is not None and decided.known else ""


def _signature(person: SignOff) -> evidence.Signature:
    asked = {"asked": tr("asked {at}", at=day(person.at)), "to sign": tr("to sign")}
    note = asked.get(person.state, signed_words(person) if person.outdated else "")
    signed = day(person.at) if person.has_signed else ""
    return evidence.Signature(person.name, person.role, signed, note, bool(person.outdated))


def _value_of(project: Project, bar: Bar) -> str:
    value = value_words(project, bar.metric, bar.value)
    return value if bar.is_plain else f"{value} ({metric_words(project, bar)})"


def bar_history(project: Project) -> tuple[str, ...]:
    """How the bar moved, newest first: "85% since 24 Nov, before that 80%: people asked for it.\""""
    moves = pairwise(project.bars())
    return tuple(
        tr(
            "The bar moved from {value_of} to {value_of_2} on {at}: {reason}.",
            value_of=_value_of(project, before),
            value_of_2=_value_of(project, after),
            at=day(after.at),
            reason=(after.reason or tr("no reason given")).removesuffix("."),
        )
        for after, before in moves
    )
