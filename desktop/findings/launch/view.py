"""What Launch says: the test against the bar, for page, rail, command and report."""

from desktop.findings.launch.acceptance import BarTest, bar_test, why_not_tested
from desktop.findings.launch.bar import bar_words, origin_words, value_words
from desktop.findings.launch.bound_chart import chart_of, explain_test
from desktop.findings.launch.checks import questions
from desktop.findings.launch.readiness import Readiness, how_decided, readiness_of
from desktop.findings.problem.product_words import not_tested
from desktop.project.product import is_trained_here
from desktop.project.project import Project
from desktop.project.records import Bar, BarOrigin
from desktop.project.run_list import fair_run_in_use, run_in_use
from estimators.acceptance.metric import Metric
from estimators.acceptance.readiness.verdict import Word
from estimators.base.count import spelled, times
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.figure import Figure, Unit
from reports.launch_evidence import CheckState
from reports.stage_view import StageView


def view(project: Project) -> StageView:
    """The finding, the bar, and what the test shows of it."""
    return project.until_change("what Launch says", lambda: _view(project))


def status(project: Project) -> str:
    """Bar and test in two words; asked with every edit, so without all else that the launch rests on."""
    if project.bar is None:
        return ""
    test = bar_test(project)
    words = test.outcome if test is not None else tr("Bar set")
    asked = questions(project).values()
    n = sum(check.state is CheckState.NEEDS_YOU for check in asked)
    return tr("{words}, {n} open", words=words, n=n) if n else words


def _view(project: Project) -> StageView:
    test = bar_test(project)
    ready = readiness_of(project)
    chart = chart_of(test) if test is not None else None
    explained = {"verdict": how_decided(ready)}
    bound = explain_test(test) if test is not None else None
    return StageView(
        headline=_headline(project, test, ready),
        lead=_lead(project, test, ready),
        status=status(project),
        figures=_bar(project),
        charts={} if chart is None else {"bound": chart},
        explanations=explained if bound is None else {"bound": bound, **explained},
    )


def _bar(project: Project) -> dict[str, Figure]:
    bar = project.bar
    if bar is None:
        return {}
    unit = Unit.MONEY if bar.metric == Metric.COST else Unit.SHARE
    currency = str(project.answer("currency", "USD"))
    words = value_words(project, bar.metric, bar.value)
    return {"bar": Figure(words, bar.value, bar.provenance, unit=unit, currency=currency)}


def _headline(project: Project, test: BarTest | None, ready: Readiness) -> str:
    """The finding, where test and readiness are known already. What forbids the launch comes before any test."""
    if ready.verdict.word is Word.STOP:
        return tr("Stop: the law prohibits it.")  # nothing else forbids a launch
    return _of_the_test(project, test)


def _of_the_test(project: Project, test: BarTest | None) -> str:
    bar = project.bar
    if test is not None:
        return test.sentence
    if bar is None:
        return tr("How good is good enough?")
    said = tr(
        "The bar is {value_words}{of_what}.",
        value_words=value_words(project, bar.metric, bar.value),
        of_what=_of_what(bar),
    )
    if bar.is_plain and not is_trained_here(project):
        said = tr("The bar is {bar}.", bar=bar_words(project, bar))
    if run_in_use(project) is not None and fair_run_in_use(project) is None:
        return tr("{said} The test was not fair yet.", said=said)
    return f"{said} {tr('It cannot be tested yet.') if why_not_tested(project) else tr('Nothing has been tested yet.')}"


def _of_what(bar: Bar) -> str:
    if bar.metric == Metric.COST:
        return tr(" a case")
    return "" if bar.is_plain else tr(" on {metric}", metric=bar.metric)


def _lead(project: Project, test: BarTest | None, ready: Readiness) -> str:
    """The sentence below it, where test and readiness are known already."""
    if test is None:
        if project.bar is None:
            return (
                tr(
                    "Set the share of right answers that it must reach. A demo session can measure what people accept."
                )
                if is_trained_here(project)
                else tr("Set how good it must be. A demo session can measure what people accept.")
            )
        if run_in_use(project) is not None and fair_run_in_use(project) is None:
            return tr("Train says what stands in the way, and how its numbers can be shown.")
        untested = why_not_tested(project) or not_tested(project)
        if project.bar.source != BarOrigin.OWN or not project.bar.reason:
            return untested
        return tr("It is {origin}. {untested}", origin=origin_words(project.bar), untested=untested)
    states = [check.state for check in ready.checks]
    states += [test.state]  # the bar is one of them
    words = [test.sentence] if ready.verdict.word is Word.STOP else []
    if test.candidate is not None:
        words.append(tr("{name}: {detail}", name=test.name, detail=test.detail))
        words += [test.choice_words] if test.choice_words else []
    else:
        words += [test.detail] if test.detail else []
    if test.looks.count > 1:
        words.append(
            tr(
                "The test was looked at {times}; the bound pays for that.",
                times=times(test.looks.count),
            )
        )
    for state, one, many in (
        (CheckState.FAIL, tr("One check fails"), tr("checks fail")),
        (CheckState.NOT_SHOWN, tr("One check is not shown yet"), tr("checks are not shown yet")),
        (CheckState.NEEDS_YOU, tr("One question is yours"), tr("questions are yours")),
    ):
        number = ready.open_questions if state is CheckState.NEEDS_YOU else states.count(state)
        if number:
            said = one if number == 1 else f"{capital(spelled(number))} {many}"
            if state is not test.state:
                words.append(f"{said}.")
            elif number == 1:
                words.append(tr("{said}: the bar.", said=said))
            else:
                words.append(tr("{said}, the bar among them.", said=said))
    return " ".join(words)
