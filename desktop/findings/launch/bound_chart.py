"""The acceptance test as a picture, and how its bound is worked out.

How to use, line by line:

    chart_of(found)        bar, bound, what was measured; None where no case counts
    explain_test(found)    title, text, rows, source: what F1 says
"""

from desktop.findings.decide.intangibles import round_step
from desktop.findings.launch.acceptance import METHOD_OF_COST, BarTest
from desktop.findings.launch.bar import bar_label, bar_words, value_words
from desktop.project.noun import noun
from desktop.project.product import case_noun_of, example_noun_of
from estimators.acceptance.bounds import confidence_of_each, interval
from estimators.acceptance.metric import Metric
from estimators.acceptance.result import AcceptanceResult
from estimators.base.chance import set_chances
from estimators.base.count import count
from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.percent import percent, percent_beside, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.chart_data import Axis, BoundChart, Marker
from reports.stage_view import Explanation


def chart_of(found: BarTest) -> BoundChart | None:
    """The launch picture for any kind of bar; None where no case counts."""
    if found.measured.test is not None:
        return _share_chart(found, found.measured.test)
    return _cost_chart(found) if found.measured.cost is not None else None


def _share_chart(found: BarTest, test: AcceptanceResult) -> BoundChart:
    project = found.project
    # The line's lower end is what the test goes by: over all looks, at the confidence asked for.
    each = confidence_of_each(test.confidence, test.looks)
    _, high = interval(test.correct, test.total, max(2 * each - 1, 0.01))
    lowest = min(test.bar, test.lower_bound)
    start = max(0.0, int((lowest - 0.02) * 20) / 20)
    if start < 0.7:
        start = int(start * 10) / 10
    ticks, at = [], start
    step = 0.05 if start >= 0.7 else 0.1
    while at < 1.0001:
        ticks.append((round(at, 2), percent(round(at, 2))))
        at += step
    by_interval = found.candidate is not None and not found.candidate.exact
    needed = "" if by_interval else tr("{n} are too few", n=test.total)
    if test.correct_needed is not None:
        needed = tr("needs {n} of {total}", n=test.correct_needed, total=test.total)
    # A candidate that was picked among several is tested at what is left of the confidence for each.
    among = found.candidate.among if found.candidate is not None else 1
    sure = found.bar.confidence if among > 1 else test.confidence
    return BoundChart(
        title=test.sentence.removesuffix("."),
        note=tr(
            "Tested on {count} kept aside for it. Line: where the truth lies with {chances}. {longer}",
            count=count(test.total, example_noun_of(project)),
            chances=_line_words(sure),
            longer=_longer(test.looks, among),
        ).strip(),
        axis=Axis(start, 1.0, tuple(ticks)),
        bar=Marker(test.bar, bar_label(project, found.bar), needed, strong=True),
        low=test.lower_bound,
        mid=test.observed,
        high=high,
        low_text=found.bound_words,
        mid_text=found.counted_words,
    )


def _cost_chart(found: BarTest) -> BoundChart:
    cost, project = found.measured.cost, found.project
    assert cost is not None
    top, flag = 1.1 * max(cost.bar, cost.bound), bar_label(project, found.bar)
    step = round_step(top / 5, (1, 2, 5, 10))
    ticks = tuple(
        (place * step, value_words(project, Metric.COST, place * step))
        for place in range(int(top / step) + 1)
    )
    return BoundChart(
        title=found.sentence.removesuffix("."),
        note=tr(
            "Tested on {count} kept aside for it. Line: where the truth lies with {chances}. {longer}",
            count=count(cost.total, example_noun_of(project)),
            chances=_line_words(cost.confidence),
            longer=_longer(cost.looks),
        ).strip(),
        axis=Axis(0.0, top, ticks),
        bar=Marker(cost.bar, flag, bar_words(project, found.bar), strong=True),
        low=cost.low,
        mid=cost.mean,
        high=cost.bound,
        low_text=found.bound_words,
        mid_text=found.observed_words,
        at_most=True,
    )


def _longer(looks: int, among: int = 1) -> str:
    """Why the line is longer than one test alone would make it; empty where it is not."""
    if among > 1:
        return tr("It is longer because the best of {n} was picked.", n=digits(among))
    if looks > 1:
        return tr("It is longer because the test was looked at {n} times.", n=digits(looks))
    return ""


def _line_words(confidence: float) -> str:
    """ "9 chances in 10": of the two ends together."""
    return set_chances(round(max(2 * confidence - 1, 0.01), 6))


def explain_test(found: BarTest) -> Explanation | None:
    """How the bound of any kind of bar is worked out: title, sentences, numbers, method; None where no case counts."""
    if found.measured.test is not None:
        return _explain_share(found, found.measured.test)
    cost = found.measured.cost
    if cost is None:
        return None
    project, say = found.project, Metric.COST
    mean, bound = value_words(project, say, cost.mean), value_words(project, say, cost.bound)
    sure = set_percent(cost.confidence)
    text = tr(
        "A case cost {mean} in the test. A few dear mistakes more or less would change that much, so each amount has its "
        "exact bound: how often a case costs at least so much. Their sum is {bound}, and we are {sure} "
        "sure that a case costs less.",
        mean=mean,
        bound=bound,
        sure=sure,
    )
    rows = [
        (tr("{capital} held out", capital=capital(noun(project))), digits(cost.total)),
        *(
            (tr("Cost {value_words}", value_words=value_words(project, say, amount)), digits(n))
            for amount, n in sorted(found.measured.by_cost.items())
        ),
        (tr("Cost of a case"), mean),
        (tr("Exact upper bound, one-sided {sure}", sure=sure), bound),
    ]
    title = tr("Sure of at most {bound} a case", bound=bound)
    return Explanation(title, text, tuple(rows), METHOD_OF_COST)


def _explain_share(found: BarTest, test: AcceptanceResult) -> Explanation:
    project = found.project
    bound, one_in = percent_beside(test.lower_bound, test.bar), _one_in(1 - test.confidence)
    sure, said = set_percent(test.confidence), found.counted_words
    if test.looks > 1:
        text = tr(
            "It got {counted_words}. These {noun} were looked at {looks} times, and "
            "each look is a chance to pass by luck. Were the truth only {bound}, a look this good would turn up "
            "1 time in {one_in}, and in {looks} looks at most 1 time in {one_in_2}. "
            "So we are {sure} sure that the truth is better.",
            counted_words=said,
            noun=noun(project),
            looks=test.looks,
            bound=bound,
            one_in=_one_in((1 - test.confidence) / test.looks),
            one_in_2=one_in,
            sure=sure,
        )
    else:
        text = tr(
            "It got {counted_words}. If the truth were only {bound}, a result this good "
            "would turn up 1 time in {one_in}. So we are {sure} sure that the truth is better.",
            counted_words=said,
            bound=bound,
            one_in=one_in,
            sure=sure,
        )
    needed = tr("not even all") if test.correct_needed is None else digits(test.correct_needed)
    right, lower = capital(found.counted), percent(test.lower_bound, 2)
    rows = [
        (tr("{capital} held out", capital=capital(noun(project))), digits(test.total)),
        (right, f"{digits(test.correct)} · {percent(test.observed)}"),
        (tr("Exact lower bound, one-sided {sure}", sure=sure), lower),
        (tr("Likely range (9 in 10)"), percent_range(test.low, test.high, 1)),
        (tr("Needed for a bar of {set_percent}", set_percent=set_percent(test.bar)), needed),
    ]
    if test.first_look is not None:
        rows.insert(3, (tr("The same at a first look"), percent(test.first_look.lower_bound, 2)))
    source = (
        tr(
            "Clopper–Pearson interval, 1934. “{name}”, on {things} that were held out.",
            name=found.name,
            things=case_noun_of(project).many,
        )
        if found.run is None
        else tr(
            "Clopper–Pearson interval, 1934. Run {number}; it never saw the examples held out.",
            number=found.run.number,
        )
    )
    return Explanation(tr("Sure of at least {bound}", bound=bound), text, tuple(rows), source)


def _one_in(share: float) -> str:
    return digits(round(1 / share))
