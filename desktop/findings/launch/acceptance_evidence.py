"""What the acceptance test rests on: classes and groups, comparisons, sizes; all of it as typed evidence.

How to use, line by line:

    class_parts(project, run, looks)   classes against the bar, all at once (Holm); `slice_parts` for what belongs together
    sizes_words(project, bar, 0.9)     how many fresh examples would show the bar, and the sentence on toys and certificates
    evidence_of_test(found)            everything for page and report (`AcceptanceTest`)
"""

from desktop.findings.candidate_measurement import measurement_of
from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.launch.acceptance import (
    METHOD,
    METHOD_OF_COST,
    BarTest,
    against_commonest,
)
from desktop.findings.launch.bar import bar_words, cutoff_words
from desktop.findings.launch.candidate_checks import pair_with, topic_parts
from desktop.findings.launch.sequential import sequential_of
from desktop.findings.measure.run_comparison import compared, tested_runs
from desktop.findings.measure.test_set_reuse import looks_evidence
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Bar, Run
from estimators.acceptance import lower_bound
from estimators.acceptance.bounds import confidence_of_each, upper_bound
from estimators.acceptance.metric import Metric
from estimators.acceptance.sample_size import PlannedTest, plan_test
from estimators.acceptance.subgroups import SubgroupTest, accept_each
from estimators.base.interval import percent_range
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports import launch_evidence as evidence
from reports.provenance import Provenance

_ABOVE_THE_BAR = 0.5  # a test is planned for a truth half-way between the bar and certainty, and for what was observed


def class_parts(project: Project, run: Run, looks: int = 1) -> SubgroupTest | None:
    """How often each class is found, against the bar, all classes looked at together; None without a class."""
    bar = project.accuracy_bar
    rows = [(row.name, row.found, row.n) for row in run.result.per_class]
    if not rows or not any(n for *_, n in rows):
        return None
    value, confidence = (bar.value, bar.confidence) if bar else (0.5, 0.95)
    return accept_each(rows, value, confidence, looks=looks)


def slice_parts(project: Project, run: Run, looks: int = 1) -> SubgroupTest | None:
    """How often it is right on each group that the owner named (a turbine, a speaker); None where nobody has named any."""
    belongs = dict(
        project.file.read("SELECT path, belongs FROM example WHERE held_out AND belongs != ''", ())
    )
    tally: dict[str, list[int]] = {}
    for row in run.result.predictions:
        group = belongs.get(row.path)
        if group and row.label is not None:
            pair = tally.setdefault(group, [0, 0])
            pair[0] += row.label == row.truth
            pair[1] += 1
    if len(tally) < 2:
        return None
    bar = project.accuracy_bar
    value, confidence = (bar.value, bar.confidence) if bar else (0.5, 0.95)
    rows = [(name, right, n) for name, (right, n) in tally.items()]
    return accept_each(rows, value, confidence, looks=looks, kind=("group", "groups"))


def _comparisons(
    project: Project, run: Run, confidence: float
) -> tuple[evidence.PairedComparison, ...]:
    """Against always giving the commonest answer, and against the run before on the examples that both answered."""
    common = against_commonest(run, confidence)
    name = run.result.baseline_class
    found = [
        evidence.PairedComparison(
            tr("always saying “{name}”", name=name), common.only_model, common.only_baseline, common.total,
            common.p_value, common.sentence,
        )
    ]  # fmt: skip
    lines = tested_runs(project)
    own = next((line for line in lines if line.id == run.id), None)
    before = [line for line in lines if line.number < run.number]
    pair = compared(project, own, before[-1]).pair if own is not None and before else None
    if pair is not None:
        clear = pair.p_value <= 1 - confidence
        other = tr("run {number}", number=before[-1].number)
        words = tr(
            "Against {other}: {only_newer} right that it gets wrong, {only_older} the other way round"
            "{luck}.",
            other=other,
            only_newer=pair.only_newer,
            only_older=pair.only_older,
            luck="" if clear else tr("; that may be luck"),
        )
        found.append(
            evidence.PairedComparison(
                other, pair.only_newer, pair.only_older, pair.n, pair.p_value, words
            )
        )
    return tuple(found)


def _beside(
    project: Project, run: Run, confidence: float, looks: int
) -> tuple[evidence.KnownShare, ...]:
    """Against what people do today and what they were shown: shares that are known without these examples."""
    others = []
    today = project.fact("today_accuracy")
    if today is not None and today.known and isinstance(today.value, dict):
        others.append((tr("people today"), float(today.value["high"]), today.source))
    if project.sessions():
        dial = active_scenario(project)[1].accuracy
        others.append((tr("the fake as it was dialled"), dial, Provenance.SIMULATED))
    each = confidence_of_each(confidence, looks)
    k, n = run.result.correct, run.result.n_test
    low, high = lower_bound(k, n, each), upper_bound(k, n, each)
    found = []
    for name, share, provenance in others:
        verdict = "better" if low > share else "worse" if high < share else "open"
        sure = {
            "better": tr("better than {name}", name=name),
            "worse": tr("not as good as {name}", name=name),
            "open": tr("not told apart from {name}", name=name),
        }[verdict]
        words = tr(
            "It is {sure} ({share} right): it is right {percent_range} of the time.",
            sure=sure,
            share=percent(share),
            percent_range=percent_range(low, high),
        )
        found.append(evidence.KnownShare(name, share, provenance, verdict, words))
    return tuple(found)


def _too_low(found: BarTest) -> tuple[evidence.KnownShare, ...]:
    """That the commonest answer alone would pass the bar, where it would."""
    common = found.base_rate
    if common is None or not common.passes_alone or found.run is None:
        return ()
    name = tr("always saying “{name}”", name=found.run.result.baseline_class)
    verdict = "better" if common.better else "open"
    share = evidence.KnownShare(
        name, common.majority_share, Provenance.MEASURED, verdict, common.sentence
    )
    return (share,)


def sizes_words(
    project: Project, bar: Bar, observed: float | None
) -> tuple[tuple[PlannedTest, ...], str]:
    """How many fresh examples would show the bar, for some assumed truths; and the sentence on toys and certificates."""
    nouns = (noun(project, 1), noun(project))
    half = round(bar.value + (1 - bar.value) * _ABOVE_THE_BAR, 3)
    truths = sorted(
        {half, *([round(observed, 3)] if observed and bar.value < observed < 1 else [])}
    )
    plans = [plan_test(bar.value, truth, confidence=bar.confidence, noun=nouns) for truth in truths]
    return tuple(plans), next((p.toy for p in plans if p.true_accuracy == half), "")


def evidence_of_test(found: BarTest) -> evidence.AcceptanceTest:
    """All that the test rests on, for page and report."""
    project, run, bar = found.project, found.run, found.bar
    if run is None:
        return _of_candidate(found)
    test, looks = found.measured.test, found.looks.count
    sizes, toy = (
        sizes_words(project, bar, test.observed if test else None)
        if bar.metric != Metric.COST
        else ((), "")
    )
    going = sequential_of(project)
    return evidence.AcceptanceTest(
        run=tr("run {number}", number=run.number),
        measured=found.measured,
        bar_words=bar_words(project, bar),
        sentence=found.sentence,
        detail=found.detail,
        shows_nothing=found.shows_nothing,
        observed_words=found.observed_words,
        bound=found.bound,
        cutoff_words=cutoff_words(project, bar),
        looks=looks_evidence(project, found.looks, bar.confidence, test),
        sizes=sizes,
        size_words=toy,
        by_class=class_parts(project, run, looks),
        by_group=slice_parts(project, run, looks),
        comparisons=_comparisons(project, run, bar.confidence),
        beside=(*_too_low(found), *_beside(project, run, bar.confidence, looks)),
        sequential=going.said if going is not None else None,
        method=METHOD_OF_COST if found.measured.cost else METHOD,
    )


def _of_candidate(found: BarTest) -> evidence.AcceptanceTest:
    """The same of a candidate that was not trained here: by topic, and case by case against the others."""
    project, bar, chosen = found.project, found.bar, found.candidate
    assert chosen is not None
    test, measured = found.measured.test, measurement_of(project)
    sizes, toy = sizes_words(project, bar, test.observed if test else None)
    pairs = [
        pair
        for one in (measured.candidates if measured is not None else ())
        if measured is not None and (pair := pair_with(measured, chosen, one.name)) is not None
    ]
    return evidence.AcceptanceTest(
        run=found.name,
        measured=found.measured,
        bar_words=bar_words(project, bar),
        sentence=found.sentence,
        detail=" ".join(filter(None, (found.detail, found.choice_words))),
        shows_nothing=found.shows_nothing,
        observed_words=found.observed_words,
        bound=found.bound,
        sizes=sizes,
        size_words=toy,
        by_group=topic_parts(project, chosen),
        comparisons=tuple(
            evidence.PairedComparison(
                pair.second if pair.first == chosen.name else pair.first,
                pair.better if pair.first == chosen.name else pair.worse,
                pair.worse if pair.first == chosen.name else pair.better,
                pair.n,
                pair.p_value,
                pair.sentence,
            )
            for pair in pairs
        ),
        method=METHOD,
    )
