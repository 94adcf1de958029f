"""The acceptance test of a project: the run in use against the bar in force, with everything that it rests on.

How to use, line by line:

    bar_test(project)              the test against any kind of bar (`BarTest`): passes, sentence, detail, looks, cut-off
    tested_words(found)            how it was tested in three words; why_not_tested(project) says what stands in the way

`bound_chart` draws and explains it, `acceptance_evidence` gathers what it rests on.

A look at the test is paid for: of three looks each must be sure at 98.3 % (see `looks`). So `passes`, the bound and the
count needed already hold over all looks; `measured.test.first_look` says what a first look would have shown.
"""

from dataclasses import dataclass, replace

from desktop.findings.chosen_candidate import (
    TRAINED_OPTION,
    OptionTest,
    interval_of,
    is_chosen,
    launch_test,
    picked_words,
)
from desktop.findings.launch.bar import costs_for, requirement_of, value_words
from desktop.findings.measure.error_costs import answers_of
from desktop.findings.measure.test_set_reuse import LooksAtTest, looks_at_test
from desktop.project.noun import noun
from desktop.project.product import case_noun_of, example_noun_of, kind_name
from desktop.project.project import Project
from desktop.project.records import Bar, Run
from desktop.project.run_list import fair_run_in_use
from estimators.acceptance.base_rate import BaseRate, beside_commonest
from estimators.acceptance.baseline import BaselineComparison, compare_with_baseline
from estimators.acceptance.bounds import confidence_of_each
from estimators.acceptance.metric import MeasuredMetric, Metric, measure
from estimators.acceptance.result import AcceptanceResult, accept
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.interval import of_all
from estimators.base.percent import percent, percent_beside
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS
from reports.launch_evidence import CheckState, bar_state

METHOD = tr(
    "Exact one-sided bound (Clopper and Pearson 1934); of several looks or classes each pays its part (Bonferroni, Holm)."
)
METHOD_OF_COST = tr(
    "Exact bounds of how often a case costs at least each amount (Clopper and Pearson 1934), summed."
)


@dataclass(frozen=True)
class BarTest:
    """What is launched against the bar in force: the run in use, or another candidate. Without a case that counts, ``measured`` has
    neither test nor cost.

    ``run`` None: it is ``candidate``, whose confidence in ``measured`` already pays for having been picked among several.
    """

    project: Project
    run: Run | None
    bar: Bar
    measured: MeasuredMetric
    looks: LooksAtTest
    candidate: OptionTest | None = None

    @property
    def name(self) -> str:
        """What is tested: "run 4", "Prompt v3"."""
        if self.candidate is not None:
            return self.candidate.name
        assert self.run is not None
        return tr("run {number}", number=self.run.number)

    @property
    def counted(self) -> str:
        """What those that count are called: "right", "good", "found"."""
        if self.candidate is None:
            return self.measured.requirement.metric.counted
        return _COUNTED.get(kind_name(self.project), tr("right"))

    @property
    def choice_words(self) -> str:
        """That the bound pays for having picked this one among several; empty where it need not."""
        chosen = self.candidate
        if chosen is None:
            return ""
        return picked_words(self.project, chosen.uid, chosen.name, chosen.among)

    @property
    def passes(self) -> bool:
        """Whether the bar is shown, over all looks."""
        return self.measured.passes

    @property
    def state(self) -> CheckState:
        """How the bar stands as one of the checks."""
        return bar_state(self.measured, shows_nothing=self.shows_nothing)

    @property
    def base_rate(self) -> BaseRate | None:
        """Beside always giving the commonest answer; None where the bar is not on all right answers."""
        if self.run is None:
            return None
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
        """The same in two words: bar passed, missed, or not shown where no answers could have shown it."""
        if self.passes:
            return tr("Bar passed")
        test = self.measured.test
        could_show = self.measured.cost if test is None else test.correct_needed
        return tr("Bar not shown") if could_show is None else tr("Bar missed")

    @property
    def sentence(self) -> str:
        """The headline: "The bar is passed, by 1 photo." """
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return test.sentence
        if cost is None:
            return self._nothing()
        gap = self._cost(abs(cost.bar - cost.bound))
        if cost.passes:
            return tr("The bar is passed, by {gap} a case.", gap=gap)
        return tr("The bar is missed, by {gap} a case.", gap=gap)

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
        if self.candidate is not None and self.candidate.right is None:
            return percent(self.candidate.share)
        if test is not None:
            return of_all(test.correct, test.total)
        return tr("{cost} a case", cost=self._cost(cost.mean)) if cost is not None else ""

    @property
    def counted_words(self) -> str:
        """The same with what was counted: "163 of 180 right", "€2.50 a case in 180 photos"."""
        if self.candidate is not None and self.candidate.right is None:
            return LEVEL_WORDS[kind_name(self.project)].short.format(value=self.observed_words)
        if self.measured.test is not None:
            return f"{self.observed_words} {self.counted}"
        if self.measured.cost is None:
            return ""
        cases = count(self.measured.cases, example_noun_of(self.project))
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
    chosen = _candidate(project, run)
    if chosen is not None and bar is not None and bar.is_plain:
        return _tested_candidate(project, chosen, bar)
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


def _candidate(project: Project, run: Run | None) -> OptionTest | None:
    """The candidate that is tested in place of the run in use; None where it is that run."""
    found = launch_test(project)
    if found is None or run is None:
        return found
    return found if is_chosen(project, found) and found.option != TRAINED_OPTION else None


def _tested_candidate(project: Project, chosen: OptionTest, bar: Bar) -> BarTest:
    """A share of cases by its exact bound; what is counted in words, or in cases that belong together, by the lower end of its interval."""
    each = confidence_of_each(bar.confidence, chosen.among)
    requirement, nouns = requirement_of(bar), case_noun_of(project)
    counted = _COUNTED.get(kind_name(project), tr("right"))
    right = round(chosen.share * chosen.n) if chosen.right is None else chosen.right
    test = accept(right, chosen.n, bar.value, each, noun=nouns, counted_as=counted)
    if not chosen.exact:
        test = _of_interval(project, chosen, test)
    measured = MeasuredMetric(requirement, chosen.n, test)
    return BarTest(project, None, bar, measured, LooksAtTest((), (), (0, 0)), chosen)


def _of_interval(
    project: Project, chosen: OptionTest, counts: AcceptanceResult
) -> AcceptanceResult:
    low, high = interval_of(project, chosen, counts.confidence)
    passes, sure = low >= counts.bar, percent_beside(low, counts.bar)
    return replace(
        counts,
        observed=chosen.share,
        lower_bound=low,
        low=chosen.low,
        high=high,
        passes=passes,
        correct_needed=None,
        margin=None,
        examples_for_power={},
        sentence=tr("The bar is passed.") if passes else tr("The bar is not shown yet."),
        detail=tr(
            "{share} on {cases}: sure of at least {sure}.",
            share=percent(chosen.share) if chosen.right is None else of_all(chosen.right, chosen.n),
            cases=count(chosen.n, case_noun_of(project)),
            sure=sure,
        ),
    )


_COUNTED = {"generate": tr("good"), "act": tr("done"), "rank": tr("found")}


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
