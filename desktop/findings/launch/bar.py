"""The bar: what it says in words, where one may come from, and which cut-off it is tested at.

How to use, line by line:

    requirement_of(bar)                  the bar of the project as the acceptance engine takes it
    bar_words(project, bar)              "at least 85% right" · "at least 90% of “crack” found" · "at most €2.50 a case"
    metric_words(project, bar)           "right answers" · "“crack” found" · "cost of a case"
    bar_label(project, bar)              "bar: at least 85%" · "bar: at most €2.50", for charts
    value_words(project, metric, value)  "85%" · "€2.50"
    METRICS                              (metric, its name for a choice), in the order of a form
    bar_sources(project)                 where a bar may come from, each with its value and reason; the best founded first
    set_bar(project, ...)                the undoable command that sets one, its cut-off chosen where it needs one
    cutoff_words(project, bar)           "Answers alone from 74% on; chosen on 420 training photos that were left out."
"""

from dataclasses import dataclass, replace
from functools import partial

from desktop.findings.fake.acceptance_curve import curve_of
from desktop.findings.measure.error_costs import error_costs, left_out_answers
from desktop.project import commands as edit
from desktop.project.noun import noun
from desktop.project.product import example_noun_of, is_classifier, kind_name
from desktop.project.project import Project
from desktop.project.records import Bar, BarOrigin, CutoffOrigin, Run
from desktop.project.run_list import fair_run_in_use
from estimators.acceptance.metric import Costs, Metric, Requirement
from estimators.acceptance.operating_point import ChosenCutoff, choose_cutoff
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.money import money
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS
from reports.provenance import Provenance

METRICS = (
    (Metric.ACCURACY, tr("Right answers")),
    (Metric.RECALL, tr("How many of a class it finds")),
    (Metric.PRECISION, tr("How many of those it calls so are")),
    (Metric.COVERAGE, tr("How many it answers alone")),
    (Metric.COST, tr("What a case costs")),
)


def source_words(source: str) -> str:
    """Where a bar comes from, as it is shown; what a command has said stays as it is."""
    known: dict[str, str] = {
        BarOrigin.SESSIONS: tr("demo sessions"),
        BarOrigin.PEOPLE: tr("people today"),
        BarOrigin.NO_AI: tr("no AI at all"),
        BarOrigin.CONTRACT: tr("contract"),
        BarOrigin.OWN: tr("your choice"),
        BarOrigin.START: tr("a starting point"),
    }
    return known.get(source, source)


def origin_words(bar: Bar) -> str:
    """The same with the reason that a person gave for a bar of their own: "your choice: the contract says so"."""
    source, reason = source_words(bar.source), bar.reason.strip().removesuffix(".")
    if bar.source != BarOrigin.OWN or not reason:
        return source
    return tr("{source}: {reason}", source=source, reason=reason)


def requirement_of(bar: Bar) -> Requirement:
    """The bar as the acceptance engine takes it; raises UserError where a foreign file has an impossible one."""
    try:
        metric = Metric(bar.metric)
    except ValueError as error:
        unknown = bar.metric[:40]
        what = tr("The bar is on “{metric}”, which this version does not know.", metric=unknown)
        why = tr("A newer version has set it.")
        raise UserError(what, why, tr("Set the bar again.")) from error
    return Requirement(metric, bar.value, bar.confidence, bar.of, bar.cutoff)


def value_words(project: Project, metric: str, value: float) -> str:
    """A value of a metric: "85%", "€2.50"."""
    if metric == Metric.COST:
        return money(value, str(project.answer("currency", "USD")))
    return set_percent(value)


def bar_words(project: Project, bar: Bar) -> str:
    """What the bar demands: "at least 85% right"."""
    value = value_words(project, bar.metric, bar.value)
    words: dict[str, str] = {
        Metric.ACCURACY: LEVEL_WORDS[kind_name(project)].bar.format(value=value),
        Metric.PRECISION: tr("at least {value} of those called “{of}” are", value=value, of=bar.of),
        Metric.RECALL: tr("at least {value} of “{of}” found", value=value, of=bar.of),
        Metric.COVERAGE: tr("at least {value} answered alone", value=value),
        Metric.COST: tr("at most {value} a case", value=value),
    }
    alone = (
        tr(" of those that it answers alone")
        if bar.metric == Metric.ACCURACY and bar.cutoff
        else ""
    )
    return words.get(bar.metric, value) + alone


def metric_words(project: Project, bar: Bar) -> str:
    """What the bar is on, as the report says it: "right answers", "“crack” found"."""
    words: dict[str, str] = {
        Metric.ACCURACY: LEVEL_WORDS[kind_name(project)].metric
        + (tr(" of those it gives alone") if bar.cutoff else ""),
        Metric.PRECISION: tr("right among those called “{of}”", of=bar.of),
        Metric.RECALL: tr("“{of}” found", of=bar.of),
        Metric.COVERAGE: tr("answered alone"),
        Metric.COST: tr("cost of a case"),
    }
    return words.get(bar.metric, bar.metric)


def bar_label(project: Project, bar: Bar) -> str:
    """The flag of the bar on a chart: "bar: at least 85%"."""
    value = value_words(project, bar.metric, bar.value)
    if bar.metric == Metric.COST:
        return tr("bar: at most {value}", value=value)
    return tr("bar: at least {value}", value=value)


@dataclass(frozen=True)
class BarSource:
    """One place that a bar can come from. ``value`` is None where it says nothing yet, and ``why`` then what it takes."""

    source: str  # a `BarOrigin`
    value: float | None
    provenance: Provenance
    why: str
    reason: str = ""  # kept with the bar, and printed


def bar_sources(project: Project) -> tuple[BarSource, ...]:
    """Where a bar may come from, the best founded first; the last two are typed."""
    promised = tr("What was promised; say in which paper.")
    chosen = tr("A number that you choose; say why.")
    return (
        _from_sessions(project),
        _from_people(project),
        _from_nothing(project),
        BarSource(BarOrigin.CONTRACT, None, Provenance.PUBLISHED, promised),
        BarSource(BarOrigin.OWN, None, Provenance.GUESS, chosen),
    )


def _from_sessions(project: Project) -> BarSource:
    found = partial(BarSource, BarOrigin.SESSIONS, provenance=Provenance.SIMULATED)
    sessions = project.sessions()
    if not sessions:
        why = tr("Nobody was asked yet; a session with the fake takes half an hour.")
        return found(value=None, why=why)
    curve = curve_of(project)
    if curve.proposed_bar is None:
        return found(value=None, why=curve.reason)
    answers, goal = count(curve.n, "answer"), tr("{goal} in 10", goal=f"{curve.goal * 10:g}")
    asked = tr("{answers} in {count}", answers=answers, count=count(len(sessions), "session"))
    why = (
        tr("People accept {goal} once it is right so often; {asked}.", goal=goal, asked=asked)
        if is_classifier(project)
        else tr("People accept {goal} once it is so good; {asked}.", goal=goal, asked=asked)
    )
    reason = tr("{goal} of {answers} accepted.", goal=goal, answers=answers)
    return found(value=curve.proposed_bar, why=why, reason=reason)


def _from_people(project: Project) -> BarSource:
    fact = project.fact("today_accuracy")
    if fact is None or not fact.known or not isinstance(fact.value, dict):
        why = tr("Nobody has said how often people are right today (Problem).")
        return BarSource(BarOrigin.PEOPLE, None, Provenance.UNKNOWN, why)
    high = float(fact.value["high"])
    if not 0 < high < 1:
        return BarSource(
            BarOrigin.PEOPLE, None, fact.source, tr("People are always right today, it says.")
        )
    why = tr("As good as the people who do it today; {note}.", note=fact.note or fact.source.words)
    return BarSource(BarOrigin.PEOPLE, high, fact.source, why, tr("As good as people today."))


def _from_nothing(project: Project) -> BarSource:
    run = fair_run_in_use(project)
    value = run.result.baseline.value if run is not None and run.result.n_test else None
    if run is None or not value or not 0 < value < 1:
        why = (
            tr("Known once a classifier was trained and tested.")
            if is_classifier(project)
            else tr(
                "Known once answers were graded, which this version cannot do for this kind yet."
            )
        )
        return BarSource(BarOrigin.NO_AI, None, Provenance.UNKNOWN, why)
    always = tr("always saying “{baseline_class}”", baseline_class=run.result.baseline_class)
    right = tr(
        "is right {value} of the time, on {count}",
        value=percent(value),
        count=count(run.result.n_test, example_noun_of(project)),
    )
    why = tr("{capital} {right}. It must beat that.", capital=capital(always), right=right)
    reason = tr("Better than {always}.", always=always)
    return BarSource(BarOrigin.NO_AI, float(value), Provenance.MEASURED, why, reason)


# --- the operating point -----------------------------------------------------------------------------------------------


def costs_for(project: Project, run: Run) -> Costs | None:
    """What each kind of error costs, from Problem, the middle of each range; None where it is not known."""
    known = error_costs(project, run.result.confusion.labels)
    return None if known is None else known.middle


def operating_point(project: Project, requirement: Requirement) -> ChosenCutoff | None:
    """The cut-off for a bar, chosen on what the run in use said of training examples that were left out.

    None where the run kept none of that (trained by an earlier version, or a class with a single example), or the bar is
    on all answers. Raises UserError where a cost is asked for and the costs are not known.
    """
    run = fair_run_in_use(project)
    if run is None or requirement.is_plain:
        return None
    answers = left_out_answers(run)
    if not answers:
        return None
    return choose_cutoff(requirement, answers, costs=costs_for(project, run))


def set_bar(
    project: Project,
    requirement: Requirement,
    source: str,
    provenance: Provenance,
    reason: str = "",
) -> edit.SetBar:
    """The command that sets this bar.

    A bar on a class, on coverage or on cost is tested at a cut-off: the one given, else the one chosen on left-out
    examples. One that a person gives after the test was looked at is marked as such.
    """
    chosen_by = ""
    if requirement.cutoff is not None:
        run = fair_run_in_use(project)
        tested = run is not None and bool(run.result.n_test)
        chosen_by = CutoffOrigin.AFTER_THE_TEST if tested else CutoffOrigin.OWN
    elif requirement.metric is not Metric.ACCURACY:
        point = operating_point(project, requirement)
        if point is not None:
            requirement = replace(requirement, cutoff=point.cutoff)
            chosen_by = CutoffOrigin.LEFT_OUT
        elif requirement.metric in {Metric.COVERAGE, Metric.COST}:
            raise UserError(
                tr("There is no cut-off yet to test this at."),
                tr("It is chosen on training examples that were left out, and none were kept."),
                tr("Train once more, or give a cut-off yourself."),
            )
    return edit.SetBar(
        requirement.value,
        source,
        provenance,
        reason,
        requirement.confidence,
        str(requirement.metric),
        requirement.of,
        requirement.cutoff,
        chosen_by,
    )


def cutoff_words(project: Project, bar: Bar) -> str:
    """Where it is tested at, and who chose that; empty for a bar on all answers."""
    if bar.cutoff is None:
        return ""
    at = set_percent(bar.cutoff)
    rule = tr("Answers alone from {at} on", at=at)
    if bar.metric in {Metric.PRECISION, Metric.RECALL}:
        rule = tr("Calls it “{of}” from a chance of {at} on", of=bar.of, at=at)
    if bar.cutoff_from == CutoffOrigin.LEFT_OUT:
        run = fair_run_in_use(project)
        n = len(left_out_answers(run)) if run is not None else 0
        of = tr("training {noun}", noun=noun(project))
        if n:
            of = tr("{n} training {noun}", n=n, noun=noun(project, n))
        return tr("{rule}; chosen on {of} that were left out, never on the test.", rule=rule, of=of)
    if bar.cutoff_from == CutoffOrigin.AFTER_THE_TEST:
        return tr(
            "{rule}; chosen by a person who could see the test, so the result is a little too kind.",
            rule=rule,
        )
    return tr("{rule}; chosen before the test.", rule=rule)
