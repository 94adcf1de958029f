"""The acceptance test of a project: the run in use against the bar in force, with everything that it rests on.

How to use, line by line:

    bar_test(project)              the test against any kind of bar (`BarTest`): passes, sentence, detail, looks, cut-off
    tested_words(found)            how it was tested in three words; why_not_tested(project) says what stands in the way

`acceptance_chart` draws and explains it, `acceptance_evidence` gathers what it rests on.

A look at the test is paid for: of three looks each must be sure at 98.3 % (see `looks`). So `passes`, the bound and the
count needed already hold over all looks; `measured.test.first_look` says what a first look would have shown.
"""

from dataclasses import dataclass

from desktop.findings.launch.bar import (
    costs_for,
    requirement_of,
    value_words,
)
from desktop.findings.train.out_of_fold import answers_of
from desktop.findings.train.test_set_reuse import LooksAtTest, looks_at_test
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Bar, Run
from desktop.project.run_list import fair_run_in_use
from estimators.acceptance.metric import MeasuredMetric, Metric, measure
from estimators.acceptance.result import accept
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.percent import percent_beside


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
    def outcome(self) -> str:
        """The same in a word, after "the bar is": passed, missed, or not shown where no answers could have shown it."""
        if self.passes:
            return "passed"
        test = self.measured.test
        could_show = self.measured.cost if test is None else test.correct_needed
        return "not shown" if could_show is None else "missed"

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
        return f"The bar is {verb}, by {gap} a case."

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
            return f"{digits(test.correct)} of {digits(test.total)}"
        return f"{self._cost(cost.mean)} a case" if cost is not None else ""

    @property
    def counted_words(self) -> str:
        """The same with what was counted: "163 of 180 right", "€2.50 a case in 180 photos"."""
        if self.measured.test is not None:
            return f"{self.observed_words} {self.measured.requirement.metric.counted}"
        cases = count(self.measured.cases, noun(self.project, 1))
        return f"{self.observed_words} in {cases}" if self.measured.cost is not None else ""

    @property
    def bound_words(self) -> str:
        """ "sure of at least 86.2%"."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return f"sure of at least {percent_beside(test.lower_bound, test.bar)}"
        return f"sure of at most {self._cost(cost.bound)}" if cost is not None else ""

    def _cost(self, value: float) -> str:
        return value_words(self.project, Metric.COST, value)

    def _nothing(self) -> str:
        if self.bar.metric == Metric.RECALL:
            return f"The test has no “{self.bar.of}”, so nobody knows how many it finds."
        if self.bar.metric == Metric.PRECISION:
            return f"It called nothing “{self.bar.of}” in the test."
        return "It answered nothing alone in the test."


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
        return "not tested"
    test = found.measured.test
    counted = found.observed_words if test is not None else found.bound_words
    looks = f", {found.looks.count} looks" if found.looks.count > 1 else ""
    return f"{counted or 'no case counts'}{looks}"
