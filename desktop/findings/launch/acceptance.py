"""The acceptance test of a project: the run in use against the bar in force, with everything that it rests on.

How to use, line by line:

    bar_test(project)              the test against any kind of bar (`BarTest`): passes, sentence, detail, looks, cut-off
    tested_words(found)            how it was tested in three words; why_not_tested(project) says what stands in the way
    chart_of(found)                its picture: bar, bound, what was measured; None where no case counts
    explain_test(found)            title, text, rows, source: what F1 says

`acceptance_evidence` gathers what it rests on.

A look at the test is paid for: of three looks each must be sure at 98.3 % (see `looks`). So `passes`, the bound and the
count needed already hold over all looks; `measured.test.first_look` says what a first look would have shown.
"""

from dataclasses import dataclass

from desktop.findings.decide.intangibles import round_step
from desktop.findings.launch.bar import bar_label, bar_words, costs_for, requirement_of, value_words
from desktop.findings.measure.error_costs import answers_of
from desktop.findings.measure.test_set_reuse import LooksAtTest, looks_at_test
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Bar, Run
from desktop.project.run_list import fair_run_in_use
from estimators.acceptance.base_rate import BaseRate, beside_commonest
from estimators.acceptance.baseline import BaselineComparison, compare_with_baseline
from estimators.acceptance.bounds import confidence_of_each, interval
from estimators.acceptance.metric import MeasuredMetric, Metric, measure
from estimators.acceptance.result import AcceptanceResult, accept
from estimators.base.chance import set_chances
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent, percent_beside, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.chart_data import Axis, BoundChart, Marker
from reports.stage_view import Explanation

METHOD = tr(
    "Exact one-sided bound (Clopper and Pearson 1934); of several looks or classes each pays its part (Bonferroni, Holm)."
)
METHOD_OF_COST = tr(
    "Exact bounds of how often a case costs at least each amount (Clopper and Pearson 1934), summed."
)


@dataclass(frozen=True)
class BarTest:
    """The run in use against the bar in force. Without a case that counts, ``measured`` has neither test nor cost."""

    project: Project
    run: Run
    bar: Bar
    measured: MeasuredMetric
    looks: LooksAtTest

    @property
    def passes(self) -> bool:
        """Whether the bar is shown, over all looks."""
        return self.measured.passes

    @property
    def base_rate(self) -> BaseRate | None:
        """Beside always giving the commonest answer; None where the bar is not on all right answers."""
        test, result = self.measured.test, self.run.result
        common = result.baseline.value
        if test is None or common is None or not self.measured.requirement.is_plain:
            return None
        paired = against_commonest(self.run, test.confidence)
        return beside_commonest(test.correct, test.total, test.bar, common, paired=paired.better)

    @property
    def shows_nothing(self) -> bool:
        """Whether the bar is passed, and the commonest answer alone would pass it as well as anybody can tell."""
        found = self.base_rate
        return self.passes and found is not None and found.passes_alone and not found.better

    @property
    def outcome(self) -> str:
        """The same in a word, after "the bar is": passed, missed, or not shown where no answers could have shown it."""
        if self.passes:
            return "passed"
        test = self.measured.test
        could_show = self.measured.cost if test is None else test.correct_needed
        return tr("not shown") if could_show is None else "missed"

    @property
    def is_out_of_reach(self) -> bool:
        """Whether it is clearly missed: all that is likely (9 chances in 10) lies on the wrong side of the bar."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return test.high < test.bar
        return cost is not None and cost.low > cost.bar

    @property
    def sentence(self) -> str:
        """The headline: "The bar is passed, by one photo." """
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return test.sentence
        if cost is None:
            return self._nothing()
        verb = "passed" if cost.passes else "missed"
        gap = self._cost(abs(cost.bar - cost.bound))
        return tr("The bar is {verb}, by {gap} a case.", verb=verb, gap=gap)

    @property
    def detail(self) -> str:
        """The counts behind it."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return test.detail
        if cost is None:
            return ""
        return f"{self.counted_words}; {self.bound_words}."

    @property
    def observed_words(self) -> str:
        """What was measured: "163 of 180", of a cost "€2.50 a case"; empty where no case counts."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return of_all(test.correct, test.total)
        return tr("{cost} a case", cost=self._cost(cost.mean)) if cost is not None else ""

    @property
    def counted_words(self) -> str:
        """The same with what was counted: "163 of 180 right", "€2.50 a case in 180 photos"."""
        if self.measured.test is not None:
            return f"{self.observed_words} {self.measured.requirement.metric.counted}"
        if self.measured.cost is None:
            return ""
        cases = count(self.measured.cases, noun(self.project, 1))
        return tr("{observed} in {cases}", observed=self.observed_words, cases=cases)

    @property
    def bound_words(self) -> str:
        """ "sure of at least 86.2%"; empty where no case counts."""
        return tr("sure of {bound}", bound=self.bound) if self.bound else ""

    @property
    def bound(self) -> str:
        """ "at least 86.2%"."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return tr("at least {bound}", bound=percent_beside(test.lower_bound, test.bar))
        return tr("at most {cost}", cost=self._cost(cost.bound)) if cost is not None else ""

    def _cost(self, value: float) -> str:
        return value_words(self.project, Metric.COST, value)

    def _nothing(self) -> str:
        if self.bar.metric == Metric.RECALL:
            return tr("The test has no “{of}”, so nobody knows how many it finds.", of=self.bar.of)
        if self.bar.metric == Metric.PRECISION:
            return tr("It called nothing “{of}” in the test.", of=self.bar.of)
        return tr("It answered nothing alone in the test.")


def against_commonest(run: Run, confidence: float) -> BaselineComparison:
    """The run against always giving the commonest answer, on the same examples."""
    kept = run.settings.table
    if kept is not None and kept.number is not None:  # always saying the median
        return compare_with_baseline(*kept.number.paired, confidence=confidence)
    rows, name = run.result.answered, run.result.baseline_class
    return compare_with_baseline(
        [row.label == row.truth for row in rows],
        [row.truth == name for row in rows],
        confidence=confidence,
    )


def bar_test(project: Project) -> BarTest | None:
    """The test of the run in use against the bar in force; None where one of them is missing or nothing was tested.

    A bar that cannot be tested (its costs are not known any more) is None too; `why_not_tested` says why.
    """
    return project.until_change("the test of the bar", lambda: _bar_test(project))


def _bar_test(project: Project) -> BarTest | None:
    run, bar = fair_run_in_use(project), project.bar
    if run is None or bar is None or not run.result.n_test:
        return None
    try:
        return _tested(project, run, bar)
    except UserError:
        return None


def why_not_tested(project: Project) -> str:
    """Why a bar on which there is a tested run has no test; empty where it has one, or there is nothing to test."""
    run, bar = fair_run_in_use(project), project.bar
    if run is None or bar is None or not run.result.n_test:
        return ""
    try:
        _tested(project, run, bar)
    except UserError as error:
        return f"{error.what} {error.next_step}"
    return ""


def _tested(project: Project, run: Run, bar: Bar) -> BarTest:
    requirement = requirement_of(bar)
    found = looks_at_test(project, run)
    nouns = (noun(project, 1), noun(project))
    if requirement.is_plain:  # all that is needed is the count
        result = run.result
        test = accept(
            result.correct, result.n_test, bar.value, bar.confidence,
            noun=nouns, looks=found.count,
        )  # fmt: skip
        return BarTest(project, run, bar, MeasuredMetric(requirement, result.n_test, test), found)
    costs = costs_for(project, run) if requirement.metric is Metric.COST else None
    measured = measure(requirement, answers_of(run), costs=costs, looks=found.count, noun=nouns)
    return BarTest(project, run, bar, measured, found)


def tested_words(found: BarTest | None) -> str:
    """How it was tested, in three words: "163 of 180", "163 of 180, 3 looks"."""
    if found is None:
        return tr("not tested")
    test = found.measured.test
    counted = found.observed_words if test is not None else found.bound_words
    looks = tr(", {count} looks", count=found.looks.count) if found.looks.count > 1 else ""
    return f"{counted or tr('no case counts')}{looks}"


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
    needed = tr("cannot be shown")
    if test.correct_needed is not None:
        needed = tr("needs {n} of {total}", n=test.correct_needed, total=test.total)
    each_look = tr(", each look at {goal}", goal=set_percent(each)) if test.looks > 1 else ""
    return BoundChart(
        title=test.sentence.removesuffix("."),
        note=tr(
            "{count}. Line: {line_words}. "
            "“Sure of at least”: exact one-sided {set_percent} bound{each_look}.",
            count=count(test.total, "held-out " + noun(project, 1)),
            line_words=_line_words(test.confidence, test.looks),
            set_percent=set_percent(test.confidence),
            each_look=each_look,
        ),
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
            "{count}. Line: {line_words}. “Sure of at most”: exact one-sided {set_percent} bound.",
            count=count(cost.total, "held-out " + noun(project, 1)),
            line_words=_line_words(cost.confidence, cost.looks),
            set_percent=set_percent(cost.confidence),
        ),
        axis=Axis(0.0, top, ticks),
        bar=Marker(cost.bar, flag, bar_words(project, found.bar), strong=True),
        low=cost.low,
        mid=cost.mean,
        high=cost.bound,
        low_text=found.bound_words,
        mid_text=found.observed_words,
        at_most=True,
    )


def _line_words(confidence: float, looks: int) -> str:
    """ "9 chances in 10", "9 chances in 10 over 4 looks"."""
    if confidence <= 0.5:
        return tr("the bounds")
    chances = set_chances(round(2 * confidence - 1, 6))
    return tr("{chances} over {n} looks", chances=chances, n=looks) if looks > 1 else chances


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
    right, lower = capital(found.measured.requirement.metric.counted), percent(test.lower_bound, 2)
    rows = [
        (tr("{capital} held out", capital=capital(noun(project))), digits(test.total)),
        (right, f"{digits(test.correct)} · {percent(test.observed)}"),
        (tr("Exact lower bound, one-sided {sure}", sure=sure), lower),
        (tr("Likely range (9 in 10)"), percent_range(test.low, test.high, 1)),
        (tr("Needed for a bar of {set_percent}", set_percent=set_percent(test.bar)), needed),
    ]
    if test.first_look is not None:
        rows.insert(3, (tr("The same at a first look"), percent(test.first_look.lower_bound, 2)))
    source = tr(
        "Clopper–Pearson interval, 1934. Run {number}; it never saw the examples held out.",
        number=found.run.number,
    )
    return Explanation(tr("Sure of at least {bound}", bound=bound), text, tuple(rows), source)


def _one_in(share: float) -> str:
    return digits(round(1 / share))
