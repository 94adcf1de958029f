"""What a test found in the terms of its metric, and what always giving the commonest answer would come to in the same terms.

How to use, line by line:

    found_statement(found)     "It finds 84 of 90 “crack”; always saying “clean” would find none of them."
    change_statements(found)   what a repeat test would have to show, and how large one is likely to show it
"""

from dataclasses import replace

from desktop.findings.launch.acceptance import BarTest
from desktop.findings.launch.bar import costs_for, requirement_of, value_words
from desktop.findings.train.out_of_fold import answers_of
from estimators.acceptance.metric import Metric, ScoredAnswer, always, cases_by_cost, counts_of
from estimators.acceptance.result import AcceptanceResult
from estimators.base.number import digits
from estimators.base.percent import percent
from reports.evidence import ACCURACY_ID
from reports.figure import Statement


def found_statement(found: BarTest) -> Statement:
    """What the run does in the terms of the bar, beside the baseline of always giving the commonest answer."""
    metric = Metric(found.bar.metric)
    if found.measured.test is not None:
        said, strong = _of_shares(found, found.measured.test)
    elif found.measured.cost is not None:
        strong = f"{value_words(found.project, metric, found.measured.cost.mean)} a case"
        said = f"It costs {strong} in the test"
    else:  # nothing counts for it
        said = strong = found.sentence.removesuffix(".")
    baseline = _of_baseline(found, metric)
    return Statement(f"{said}; {baseline}." if baseline else f"{said}.", strong, ACCURACY_ID)


def _of_shares(found: BarTest, test: AcceptanceResult) -> tuple[str, str]:
    name, times = found.bar.of, f"{digits(test.correct)} times in {digits(test.total)}"
    counts = f"{digits(test.correct)} of {digits(test.total)}"
    match Metric(found.bar.metric):
        case Metric.RECALL:
            return f"It finds {counts} “{name}”{_at_cutoff(found)}", counts
        case Metric.PRECISION:
            return (
                f"Of {digits(test.total)} that it calls “{name}”{_at_cutoff(found)}, {digits(test.correct)} are",
                counts,
            )
        case Metric.COVERAGE:
            return f"It answers {counts} alone", counts
    alone = " of those that it answers alone" if found.bar.cutoff is not None else ""
    return f"It is right {times}{alone}", times


def _at_cutoff(found: BarTest) -> str:
    """Where the bar is tested at; the counts by class beside it are of every answer, so they may be others."""
    cutoff = found.bar.cutoff
    return f" from a chance of {percent(cutoff)} on" if cutoff is not None else ""


def _of_baseline(found: BarTest, metric: Metric) -> str:
    """What whoever always says the commonest answer would come to; it answers everything, at no cut-off."""
    answers, common = answers_of(found.run), str(found.run.result.baseline_class)
    if not answers:
        return ""
    says, same = f"always saying “{common}” would", always(common, answers)
    if metric is Metric.COST:
        return f"{says} cost {_cost_of(found, same)} a case"
    good, n = counts_of(replace(requirement_of(found.bar), cutoff=None), same)
    counts, times = f"{digits(good)} of {digits(n)}", f"{digits(good)} times"
    match metric:
        case Metric.RECALL:
            comes_to = f"find {counts if good else 'none of them'}" if n else ""
        case Metric.PRECISION if not n:
            comes_to = "call nothing so, which leaves its share undefined"
        case Metric.COVERAGE:
            right = sum(answer.truth == common for answer in answers)
            comes_to = f"answer all {digits(n)}, and be right {digits(right)} times"
        case _:
            test = found.measured.test
            comes_to = f"be right {times}" + (
                f" in {digits(n)}" if test is None or n != test.total else ""
            )
    return f"{says} {comes_to}" if comes_to else ""


def _cost_of(found: BarTest, answers: tuple[ScoredAnswer, ...]) -> str:
    costs = costs_for(found.project, found.run)
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
        counts = f"{digits(test.correct_needed)} of {digits(test.total)}"
        text = (
            f"Fewer than {counts} {metric.counted} in a repeat test: stop."
            if test.passes
            else f"At least {counts} {metric.counted} in a new test would pass."
        )
        said.append(Statement(text, counts, ACCURACY_ID))
    sizes = [(a, n) for a, n in test.examples_for_power.items() if n is not None and a > test.bar]
    if sizes and not test.passes:
        share, n = sizes[-1]
        truly, of = _truly(found, metric, percent(share))
        strong = f"a test of {digits(n)}"
        text = f"If {truly}, {strong}{of} would show it 8 times in 10."
        said.append(Statement(text, strong, ACCURACY_ID))
    return said


def _truly(found: BarTest, metric: Metric, share: str) -> tuple[str, str]:
    """The assumption about the truth, and what the test then has to hold so many of."""
    name = found.bar.of
    match metric:
        case Metric.RECALL:
            return f"it truly finds {share} of “{name}”", " of them"
        case Metric.PRECISION:
            return f"{share} of those that it calls “{name}” truly are", " called so"
        case Metric.COVERAGE:
            return f"it truly answers {share} alone", ""
    alone = found.bar.cutoff is not None
    return (
        f"it is truly right {share} of the time" + (" where it answers alone" if alone else ""),
        " answered alone" if alone else "",
    )
