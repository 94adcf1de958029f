"""The acceptance test of a project: the run in use against the bar in force, with everything that it rests on.

How to use, line by line:

    acceptance(project)            the test itself (`AcceptanceResult`); None without run or bar, or where the bar is on a cost
    bar_test(project)              the same for every kind of bar (`BarTest`): passes, sentence, detail, looks, cut-off
    bar_test(project).evidence     all of it as typed evidence: sizes, classes, slices, baselines, sequential (`AcceptanceTest`)
    chart_of(found)                the picture of a `BarTest`: bar, bound, what was measured (`bound_chart` of a test alone)
    explain_test(found)            title, text, rows, source: what F1 says
    class_parts(project, run)      classes against the bar, all at once (Holm); `slice_parts` for what belongs together

A look at the test is paid for: of three looks each must be sure at 98.3 % (see `looks`). So `passes`, the bound and the
count needed already hold over all looks; `looks.first_look_bound` says what a first look would have shown.
"""

from dataclasses import dataclass
from functools import cached_property

from desktop.errors import USER_ERRORS
from desktop.findings.bar import (
    bar_label,
    bar_words,
    costs_for,
    cutoff_words,
    requirement_of,
    value_words,
)
from desktop.findings.left_out import answers_of
from desktop.findings.looks import LooksAtTest, looks_at_test, looks_evidence
from desktop.findings.sequential import sequential_of
from desktop.findings.wording import capital, count, percent
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.project.records import Bar, Run
from desktop.project.run_list import fair_run_in_use
from estimators.acceptance import (
    AcceptanceResult,
    Measured,
    Metric,
    Parts,
    accept,
    accept_each,
    compare_with_baseline,
    confidence_of_each,
    measure,
    plan_test,
)
from reports import acceptance_evidence as evidence
from reports.chart_data import Axis, BoundChart, Marker

MOST_PARTS_SHOWN = 40
_ABOVE_THE_BAR = 0.5  # a test is planned for a truth half-way between the bar and certainty, and for what was observed


@dataclass(frozen=True)
class BarTest:
    """The run in use against the bar in force. Without a case that counts, ``measured`` has neither test nor cost."""

    project: Project
    run: Run
    bar: Bar
    measured: Measured
    looks: LooksAtTest

    @property
    def passes(self) -> bool:
        """Whether the bar is shown, over all looks."""
        return self.measured.passes

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
        gap = self._money(abs(cost.bar - cost.bound))
        return f"The bar is {verb}, by {gap} a case."

    @property
    def detail(self) -> str:
        """The counts behind it."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return test.detail
        if cost is None:
            return ""
        return (
            f"{self._money(cost.mean)} a case in {count(cost.total, noun(self.project, 1))}; "
            f"sure of at most {self._money(cost.bound)}."
        )

    @property
    def bound_words(self) -> str:
        """ "sure of at least 86.2%"."""
        test, cost = self.measured.test, self.measured.cost
        if test is not None:
            return f"sure of at least {test.lower_bound:.1%}"
        return f"sure of at most {self._money(cost.bound)}" if cost is not None else ""

    def _money(self, value: float) -> str:
        return value_words(self.project, Metric.COST, value)

    def _nothing(self) -> str:
        if self.bar.metric == Metric.RECALL:
            return f"The test has no “{self.bar.of}”, so nobody knows how many it finds."
        if self.bar.metric == Metric.PRECISION:
            return f"It called nothing “{self.bar.of}” in the test."
        return "It answered nothing alone in the test."

    @cached_property
    def evidence(self) -> evidence.AcceptanceTest:
        """All that the test rests on, for page and report."""
        return _evidence(self)


def bar_test(project: Project) -> BarTest | None:
    """The test of the run in use against the bar in force; None where one of them is missing or nothing was tested.

    A bar that cannot be tested (its costs are not known any more) is None too; `why_not_tested` says why.
    """
    run, bar = fair_run_in_use(project), project.bar
    if run is None or bar is None or not run.result["n_test"]:
        return None
    try:
        return _tested(project, run, bar)
    except USER_ERRORS:
        return None


def why_not_tested(project: Project) -> str:
    """Why a bar on which there is a tested run has no test; empty where it has one, or there is nothing to test."""
    run, bar = fair_run_in_use(project), project.bar
    if run is None or bar is None or not run.result["n_test"]:
        return ""
    try:
        _tested(project, run, bar)
    except USER_ERRORS as error:
        return f"{error.what} {error.next_step}"
    return ""


def _tested(project: Project, run: Run, bar: Bar) -> BarTest:
    requirement = requirement_of(bar)
    found = looks_at_test(project, run)
    nouns = (noun(project, 1), noun(project))
    if requirement.is_plain:  # all that is needed is the count
        result = run.result
        test = accept(
            result["correct"], result["n_test"], bar.value, bar.confidence,
            noun=nouns, looks=found.count,
        )  # fmt: skip
        return BarTest(project, run, bar, Measured(requirement, result["n_test"], test), found)
    costs = costs_for(project, run) if requirement.metric is Metric.COST else None
    measured = measure(requirement, answers_of(run), costs=costs, looks=found.count, noun=nouns)
    return BarTest(project, run, bar, measured, found)


def tested_words(found: BarTest | None) -> str:
    """How it was tested, in three words: "163 of 180", "163 of 180, 3 looks"."""
    if found is None:
        return "not tested"
    test = found.measured.test
    counted = f"{test.correct:,} of {test.total:,}" if test is not None else found.bound_words
    looks = f", {found.looks.count} looks" if found.looks.count > 1 else ""
    return f"{counted or 'no case counts'}{looks}"


def acceptance(project: Project) -> AcceptanceResult | None:
    """The acceptance test of the run in use against the bar in force, where the bar is on a share; None otherwise."""
    found = bar_test(project)
    return found.measured.test if found is not None else None


# --- its parts ---------------------------------------------------------------------------------------------------------


def class_parts(project: Project, run: Run, looks: int = 1) -> Parts | None:
    """How often each class is found, against the bar, all classes looked at together; None without a class."""
    bar = project.accuracy_bar
    rows = [(row["name"], row["found"], row["n"]) for row in run.result["per_class"]]
    if not rows or not any(n for *_, n in rows):
        return None
    value, confidence = (bar.value, bar.confidence) if bar else (0.5, 0.95)
    return accept_each(rows, value, confidence, looks=looks)


def slice_parts(project: Project, run: Run, looks: int = 1) -> Parts | None:
    """How often it is right on each group that the owner named (a turbine, a speaker); None where nobody has named any."""
    belongs = dict(
        project.file.read("SELECT path, belongs FROM example WHERE held_out AND belongs != ''", ())
    )
    tally: dict[str, list[int]] = {}
    for row in run.result["predictions"]:
        group = belongs.get(row["path"])
        if group and row["label"] is not None:
            pair = tally.setdefault(group, [0, 0])
            pair[0] += row["label"] == row["truth"]
            pair[1] += 1
    if len(tally) < 2:
        return None
    bar = project.accuracy_bar
    value, confidence = (bar.value, bar.confidence) if bar else (0.5, 0.95)
    rows = [(name, right, n) for name, (right, n) in tally.items()]
    return accept_each(rows, value, confidence, looks=looks, kind=("group", "groups"))


def _part_results(parts: Parts, kind: str) -> evidence.PartResults:
    return evidence.PartResults(
        kind,
        parts.bar,
        parts.all_shown,
        parts.sentence,
        tuple(
            evidence.PartResult(
                p.name, p.correct, p.total, p.low, p.high, p.needed, p.verdict.words
            )
            for p in parts.parts[:MOST_PARTS_SHOWN]
        ),
    )


def _comparisons(project: Project, run: Run, confidence: float) -> tuple[evidence.Comparison, ...]:
    """Against always giving the commonest answer, and against the run before on the examples that both answered."""
    from desktop.findings.run_comparison import paired
    from desktop.project.run_list import listed_runs, run_with

    rows = [row for row in run.result["predictions"] if row["label"] is not None]
    name = run.result["baseline"]["class"]
    compared = compare_with_baseline(
        [row["label"] == row["truth"] for row in rows],
        [row["truth"] == name for row in rows],
        confidence=confidence,
    )
    found = [
        evidence.Comparison(
            f"always “{name}”", compared.only_model, compared.only_baseline, len(rows),
            compared.p_value, compared.better, compared.sentence,
        )
    ]  # fmt: skip
    earlier = [
        line for line in listed_runs(project) if line.number < run.number and line.accuracy is not None
    ]  # fmt: skip
    before = run_with(project, earlier[0].id) if earlier else None
    pair = paired(run, before) if before is not None else None
    if before is not None and pair is not None:
        better = pair.only_newer > pair.only_older and pair.p_value <= 1 - confidence
        other = f"run {before.number}"
        words = (
            f"Against {other}: {pair.only_newer:,} right that it gets wrong, {pair.only_older:,} the other way round"
            f"{'' if pair.p_value <= 1 - confidence else '; that may be luck'}."
        )
        found.append(
            evidence.Comparison(
                other, pair.only_newer, pair.only_older, pair.n, pair.p_value, better, words
            )
        )
    return tuple(found)


def sizes_words(
    project: Project, bar: Bar, observed: float | None
) -> tuple[tuple[evidence.NeededSize, ...], str]:
    """How many fresh examples would show the bar, for some assumed truths; and the sentence on toys and certificates."""
    nouns = (noun(project, 1), noun(project))
    half = round(bar.value + (1 - bar.value) * _ABOVE_THE_BAR, 3)
    truths = sorted(
        {half, *([round(observed, 3)] if observed and bar.value < observed < 1 else [])}
    )
    plans = [plan_test(bar.value, truth, confidence=bar.confidence, noun=nouns) for truth in truths]
    rows = tuple(
        evidence.NeededSize(p.true_accuracy, p.first, p.throughout, p.sentence) for p in plans
    )
    return rows, next((p.toy for p in plans if p.true_accuracy == half), "")


def _evidence(found: BarTest) -> evidence.AcceptanceTest:
    project, run, bar = found.project, found.run, found.bar
    test, cost = found.measured.test, found.measured.cost
    looks = found.looks.count
    of_shares = bar.metric != Metric.COST
    sizes, toy = (
        sizes_words(project, bar, test.observed if test else None) if of_shares else ((), "")
    )
    parts = []
    for kind, made in (
        ("class", class_parts(project, run, looks)),
        ("group", slice_parts(project, run, looks)),
    ):
        if made is not None:
            parts.append(_part_results(made, kind))
    going = sequential_of(project)
    return evidence.AcceptanceTest(
        run=f"run {run.number}",
        metric=bar.metric,
        bar_words=bar_words(project, bar),
        bar=bar.value,
        confidence=bar.confidence,
        passes=found.passes,
        sentence=found.sentence,
        detail=found.detail,
        n=test.total if test else found.measured.cases,
        correct=test.correct if test else None,
        needed=test.correct_needed if test else None,
        observed=test.observed if test else cost.mean if cost else None,
        bound=test.lower_bound if test else cost.bound if cost else None,
        low=test.low if test else cost.low if cost else None,
        high=test.high if test else cost.high if cost else None,
        bound_words=found.bound_words,
        cutoff=bar.cutoff,
        cutoff_words=cutoff_words(project, bar),
        looks=looks_evidence(project, found.looks, bar.confidence, test),
        sizes=sizes,
        size_words=toy,
        parts=tuple(parts),
        comparisons=_comparisons(project, run, bar.confidence),
        sequential=going.evidence() if going is not None else None,
        method=_METHOD_OF_COST if cost else _METHOD,
    )


_METHOD = "Exact one-sided bound (Clopper and Pearson 1934); of several looks or classes each pays its part (Bonferroni, Holm)."
_METHOD_OF_COST = "Exact bounds of how often a case costs at least each amount (Clopper and Pearson 1934), summed."


# --- the picture -------------------------------------------------------------------------------------------------------


def chart_of(found: BarTest) -> BoundChart | None:
    """The launch picture for any kind of bar; None where no case counts."""
    if found.measured.test is not None:
        return bound_chart(found.project, found.measured.test, bar_label(found.project, found.bar))
    return _cost_chart(found) if found.measured.cost is not None else None


def bound_chart(project: Project, test: AcceptanceResult, label: str = "") -> BoundChart:
    """The launch picture: bar, bound, and what was measured."""
    lowest = min(test.bar, test.low, test.lower_bound)
    start = max(0.0, int((lowest - 0.02) * 20) / 20)
    ticks, at = [], start
    step = 0.05 if start >= 0.7 else 0.1
    while at < 1.0001:
        ticks.append((round(at, 2), f"{at:.0%}"))
        at += step
    needed = (
        "cannot be shown"
        if test.correct_needed is None
        else f"needs {test.correct_needed:,} of {test.total:,}"
    )
    word = test.detail.split(";")[0].rsplit(" ", 1)[-1]
    each = confidence_of_each(test.confidence, test.looks)
    over = f" over {test.looks} looks" if test.looks > 1 else ""
    return BoundChart(
        title=test.sentence.removesuffix("."),
        note=f"{count(test.total, 'held-out ' + noun(project, 1))}. Line: 9 chances in 10. "
        f"“Sure of at least”: exact one-sided {percent(test.confidence)} bound{over}"
        f"{f', each at {percent(each)}' if over else ''}.",
        axis=Axis(start, 1.0, tuple(ticks)),
        bar=Marker(test.bar, label or f"≥ bar {percent(test.bar)}", needed, strong=True),
        low=test.low,
        mid=test.observed,
        high=test.high,
        low_text=f"sure of at least {test.lower_bound:.1%}",
        mid_text=f"{test.correct:,} of {test.total:,} {word}",
    )


def _cost_chart(found: BarTest) -> BoundChart:
    cost, project = found.measured.cost, found.project
    assert cost is not None
    top = 1.1 * max(cost.high, cost.bar, cost.bound)
    step = _round_step(top)
    ticks = tuple(
        (place * step, value_words(project, Metric.COST, place * step))
        for place in range(int(top / step) + 1)
    )
    return BoundChart(
        title=found.sentence.removesuffix("."),
        note=f"{count(cost.total, 'held-out ' + noun(project, 1))}. Line: 9 chances in 10. “Sure of at most”: exact one-sided "
        f"{percent(cost.confidence)} bound from how often each cost was met.",
        axis=Axis(0.0, top, ticks),
        bar=Marker(
            cost.bar, bar_label(project, found.bar), bar_words(project, found.bar), strong=True
        ),
        low=cost.low,
        mid=cost.mean,
        high=cost.high,
        low_text=found.bound_words,
        mid_text=f"{value_words(project, Metric.COST, cost.mean)} a case",
    )


def _round_step(top: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that gives about four ticks."""
    from math import floor, log10

    size = 10.0 ** floor(log10(top / 4))
    return next(size * times for times in (1, 2, 5, 10) if top / (size * times) <= 5)


def explain_test(found: BarTest) -> tuple[str, str, tuple[tuple[str, str], ...], str] | None:
    """How the bound of any kind of bar is worked out: title, sentences, numbers, method; None where no case counts."""
    if found.measured.test is not None:
        return explain_bound(found.project, found.measured.test)
    cost = found.measured.cost
    if cost is None:
        return None
    project, say = found.project, Metric.COST
    mean, bound = value_words(project, say, cost.mean), value_words(project, say, cost.bound)
    text = (
        f"A case cost {mean} in the test. A few dear mistakes more or less would change that much, so each amount has its "
        f"exact bound: how often a case costs at least so much. Their sum is {bound}, and we are {percent(cost.confidence)} "
        "sure that a case costs less."
    )
    rows = [
        (f"{capital(noun(project))} held out", f"{cost.total:,}"),
        *(
            (f"Cost {value_words(project, say, amount)}", f"{n:,}")
            for amount, n in sorted(found.measured.by_cost.items())
        ),
        ("Cost of a case", mean),
        (f"Exact upper bound, one-sided {percent(cost.confidence)}", bound),
    ]
    return f"Sure of at most {bound} a case", text, tuple(rows), _METHOD_OF_COST


def explain_bound(
    project: Project, test: AcceptanceResult
) -> tuple[str, str, tuple[tuple[str, str], ...], str]:
    """How the bound is worked out: title, sentences, numbers, method."""
    run = fair_run_in_use(project)
    assert run is not None  # there is a test
    bound, one_in = f"{test.lower_bound:.1%}", _one_in(1 - test.confidence)
    word = test.detail.split(";")[0].rsplit(" ", 1)[-1]
    if test.looks > 1:
        text = (
            f"It got {test.correct:,} of {test.total:,} {word}. These {noun(project)} were looked at {test.looks} times, and "
            f"each look is a chance to pass by luck. Were the truth only {bound}, a look this good would turn up "
            f"1 time in {_one_in((1 - test.confidence) / test.looks)}, and in {test.looks} looks at most 1 time in {one_in}. "
            f"So we are {percent(test.confidence)} sure that the truth is better."
        )
    else:
        text = (
            f"It got {test.correct:,} of {test.total:,} {word}. If the truth were only {bound}, a result this good "
            f"would turn up 1 time in {one_in}. So we are {percent(test.confidence)} sure that the truth is better."
        )
    needed = "not even all" if test.correct_needed is None else f"{test.correct_needed:,}"
    rows = [
        (f"{capital(noun(project))} held out", f"{test.total:,}"),
        (capital(word), f"{test.correct:,} · {test.observed:.1%}"),
        (f"Exact lower bound, one-sided {percent(test.confidence)}", f"{test.lower_bound:.2%}"),
        ("Likely range (9 in 10)", f"{test.low * 100:.1f} to {test.high:.1%}"),
        (f"Needed for a bar of {percent(test.bar)}", needed),
    ]
    if test.first_look is not None:
        rows.insert(3, ("The same at a first look", f"{test.first_look.lower_bound:.2%}"))
    source = (
        f"Clopper–Pearson interval, 1934. Run {run.number}; it never saw the examples held out."
    )
    return f"Sure of at least {bound}", text, tuple(rows), source


def _one_in(share: float) -> str:
    return f"{round(1 / share):,}"
