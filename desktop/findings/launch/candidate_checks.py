"""The checks of a candidate that was not trained here: better than today, a fair test, no weak topic, no harm, people who
agree, a judge that read the rest, fast enough."""

from collections.abc import Sequence
from functools import partial

from desktop.findings.candidate_measurement import ProjectMeasurement, measurement_of
from desktop.findings.chosen_candidate import OptionTest, level_scores
from desktop.findings.data.case_set import case_set
from desktop.findings.launch.harm import harm_check
from desktop.findings.measure.grading_view import grading_view
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from estimators.acceptance.subgroups import SubgroupTest, SubgroupVerdict, accept_each
from estimators.base.count import count
from estimators.base.interval import of_all
from estimators.base.number import digits, seconds
from estimators.base.percent import percent, percent_beside, set_percent, signed_points
from estimators.base.phrase import in_quotes, listed, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.measure.comparison import CandidatePair, PairVerdict
from estimators.measure.estimate import ScoreUnit
from estimators.measure.grading_queue import FEWEST_SHARED
from estimators.measure.measurement import GRADED_KINDS
from reports.evidence import ACCURACY_ID, DATA_ID
from reports.launch_evidence import CheckState, LaunchCheck

ALIKE_AT_LEAST = 0.85
"""The share of the answers that two people graded on which they must agree."""
_NO_AI = (CandidateSource.RULE, CandidateSource.COMMONEST)


def candidate_checks(project: Project, test: OptionTest) -> dict[str, LaunchCheck]:
    found = measurement_of(project)
    if found is None:
        return {}
    checks = {
        "better": _better(found, test),
        "fair": _fair(project),
        "every_class": _every_topic(project, test),
        "harm": _harm(project, found, test),
        "alike": _alike(project),
        "all_read": _all_read(project, found, test),
        "fast": _fast(project, test),
    }
    return {name: check for name, check in checks.items() if check is not None}


def topic_parts(project: Project, test: OptionTest) -> SubgroupTest | None:
    """How good it is on each topic, against the bar, all looked at together; None where topics do not tell cases apart."""
    found = measurement_of(project)
    if found is None:
        return None
    row = next(one for one in found.measured.candidates if one.name == test.name)
    scores = level_scores(found.measured.kind, row)
    if scores is None or scores.unit is not ScoreUnit.COUNT:
        return None
    tally: dict[str, list[int]] = {}
    for name, got in zip(scores.slices, scores.got, strict=True):
        pair = tally.setdefault(name, [0, 0])
        pair[0] += bool(got)
        pair[1] += 1
    if len(tally) < 2 or "" in tally:
        return None
    bar = project.accuracy_bar
    value, confidence = (bar.value, bar.confidence) if bar else (0.5, 0.95)
    rows = [(name, right, n) for name, (right, n) in tally.items()]
    return accept_each(rows, value, confidence, kind=("topic", "topics"))


def pair_with(found: ProjectMeasurement, test: OptionTest, other: str) -> CandidatePair | None:
    """The two case by case."""
    names = {test.name, other}
    return next((one for one in found.measured.pairs if {one.first, one.second} == names), None)


def is_better(pair: CandidatePair, name: str) -> bool:
    ahead = PairVerdict.FIRST if pair.first == name else PairVerdict.SECOND
    return pair.verdict is ahead


def _better(found: ProjectMeasurement, test: OptionTest) -> LaunchCheck:
    """Whether it is better than what people do today where that was measured beside it, else than the best that is no AI."""
    pairs = _pairs_with(found, test, (CandidateSource.PEOPLE,)) or _pairs_with(found, test, _NO_AI)
    if not pairs:
        detail = tr("What people do today, a rule, or always the same answer, was not measured beside it.")  # fmt: skip
        nothing = tr("Better than what is done without AI")
        return LaunchCheck(nothing, tr("not measured"), CheckState.NOT_SHOWN, detail, ACCURACY_ID)
    worst = min(pairs, key=lambda pair: _ahead(pair, test.name))
    rival = in_quotes(worst.second if worst.first == test.name else worst.first)
    check = partial(
        LaunchCheck,
        tr("Better than “{name}”", name=rival),
        evidence_id=ACCURACY_ID,
        doubt=tr("It is not shown that it is better than “{name}”", name=rival),
    )
    state = CheckState.PASS if is_better(worst, test.name) else CheckState.NOT_SHOWN
    return check(_gain(worst, test.name), state, worst.sentence)


def _gain(pair: CandidatePair, name: str) -> str:
    """By how many points it is ahead; where that is not shown, between which ends it lies."""
    low, high = pair.difference.low, pair.difference.high
    if is_better(pair, name) or low is None or high is None:
        return tr("{points} points", points=signed_points(_ahead(pair, name), 0))
    if (pair.first == name) == pair.lower_is_better:
        low, high = -high, -low
    return tr(
        "between {low} and {high} points", low=signed_points(low, 0), high=signed_points(high, 0)
    )


def _pairs_with(
    found: ProjectMeasurement, test: OptionTest, sources: tuple[CandidateSource, ...]
) -> list[CandidatePair]:
    others = [one for one in found.candidates if one.source in sources and one.uid != test.uid]
    return [pair for one in others if (pair := pair_with(found, test, one.name)) is not None]


def _ahead(pair: CandidatePair, name: str) -> float:
    gap = pair.difference.value or 0.0
    turned = (pair.first == name) == (not pair.lower_is_better)
    return gap if turned else -gap


def _fair(project: Project) -> LaunchCheck:
    thing = case_noun_of(project).one
    leaks = case_set(project).leaks.n
    return LaunchCheck(
        tr("The test was fair"),
        count(leaks, "leak") if leaks else "",
        CheckState.FAIL if leaks else CheckState.PASS,
        tr("They would make the result look better than it is.")
        if leaks
        else tr("No {noun} and no look-alike is on both sides.", noun=thing),
        DATA_ID,
        denial=tr("The test was not fair"),
    )


def _every_topic(project: Project, test: OptionTest) -> LaunchCheck | None:
    found = topic_parts(project, test)
    if found is None:
        return None
    names = weakest([(part.name, part.correct, part.total) for part in found.parts])
    first = next(part for part in found.parts if part.name == names[0])
    name, goal = names_of(names), set_percent(found.bar)
    below = any(part.verdict is SubgroupVerdict.BELOW for part in found.parts)
    state = CheckState.FAIL if below else CheckState.NOT_SHOWN
    few = sum(part.verdict is not SubgroupVerdict.SHOWN for part in found.parts)
    detail = tr_plural(
        "{n} of {topics} topics has too few in the test to be sure of {goal}.",
        "{n} of {topics} topics have too few in the test to be sure of {goal}.",
        few,
        topics=len(found.parts),
        goal=goal,
    )
    if few == len(found.parts):
        detail = tr("Every topic has too few in the test to be sure of {goal}.", goal=goal)
    if below:
        detail = tr("That is more than the luck of the draw.")
    elif found.all_shown:
        state = CheckState.PASS
        detail = tr("Each is good at least {goal} of the time, all topics at once.", goal=goal)
    several = len(names) > 1
    text, doubt = tr("No topic lies below {goal}", goal=goal), tr("It is not known whether every topic reaches {goal}", goal=goal)  # fmt: skip
    if name:
        of_name = tr("{name} are the weakest", name=name) if several else tr("{name} is the weakest", name=name)  # fmt: skip
        text, doubt = tr("{claim}: {weakest}", claim=text, weakest=of_name), tr("{claim}; {weakest}", claim=doubt, weakest=of_name)  # fmt: skip
    denial = tr("It lies below {goal} on {name}", goal=goal, name=name) if name else ""
    counts = of_all(first.correct, first.total)
    value = tr("{counts} each", counts=counts) if several else counts
    return LaunchCheck(text, value, state, detail, ACCURACY_ID, denial=denial, doubt=doubt)


def weakest(tally: Sequence[tuple[str, int, int]]) -> tuple[str, ...]:
    """Of name, right and total, the names with the smallest share; of those that counted the same all, since none is it alone."""

    def rank(part: tuple[str, int, int]) -> tuple[float, int]:
        _, right, total = part
        return (right / total if total else 1.0, -total)

    least = min(map(rank, tally))
    return tuple(part[0] for part in tally if rank(part) == least)


def names_of(names: Sequence[str]) -> str:
    """One or two in quotes; of more none is named."""
    if len(names) > 2:
        return ""
    return listed([tr("“{name}”", name=shorten(name, 32)) for name in names])


def _harm(project: Project, found: ProjectMeasurement, test: OptionTest) -> LaunchCheck | None:
    row = next(one for one in found.measured.candidates if one.name == test.name)
    harm = row.scores.beside.get("harm") if row.scores is not None else None
    if harm is None:
        return None
    return harm_check(project, round(float(harm.got.sum())), len(harm.runs))


def _alike(project: Project) -> LaunchCheck | None:
    """Whether two people who graded the same answers say the same of them; None where nobody has to grade.

    Where they differ nothing is shown, and nothing has failed: the answers may be good, only nobody can tell yet.
    """
    if kind_name(project) not in GRADED_KINDS:
        return None
    limit = set_percent(ALIKE_AT_LEAST)
    check = partial(
        LaunchCheck,
        tr("Two people grade alike"),
        evidence_id=ACCURACY_ID,
        doubt=tr("It is not shown that two people grade alike"),
    )
    shared = grading_view(project).shared
    if shared is None:
        detail = tr("Let a second person grade {n} of the same answers.", n=FEWEST_SHARED)
        graded = len({(one.grade.case, one.grade.candidate, one.grade.trial) for one in project.measured.grades()})  # fmt: skip
        if graded < FEWEST_SHARED:
            detail = tr_plural(
                "Let a second person grade the same answers. It takes {least}, and {n} is graded.",
                "Let a second person grade the same answers. It takes {least}, and {n} are graded.",
                graded,
                least=FEWEST_SHARED,
            )
        return check(tr("only one person graded"), CheckState.NOT_SHOWN, detail)
    same = shared.both_good + shared.both_bad
    value = of_all(same, shared.n)
    if shared.n < FEWEST_SHARED:
        detail = tr_plural(
            "Let the second person grade {n} more of the same answers. Limit: {limit}.",
            "Let the second person grade {n} more of the same answers. Limit: {limit}.",
            FEWEST_SHARED - shared.n,
            limit=limit,
        )
        return check(value, CheckState.NOT_SHOWN, detail)
    if same < ALIKE_AT_LEAST * shared.n:
        detail = tr(
            "Limit: {limit}. Settle what they differ on, write it into the points, and grade again.",
            limit=limit,
        )
        return check(value, CheckState.NOT_SHOWN, detail)
    return check(value, CheckState.PASS, tr("Limit: {limit}.", limit=limit))


def _all_read(project: Project, found: ProjectMeasurement, test: OptionTest) -> LaunchCheck | None:
    """What the corrected figure says of all cases, those included that the judge alone read; None where there are none."""
    row = next(one for one in found.measured.candidates if one.name == test.name)
    judged, bar = row.judged, project.accuracy_bar
    if judged is None or not judged.ungraded:
        return None
    noun, figure = case_noun_of(project), judged.corrected
    low, high = figure.low, figure.high
    if figure.value is None or low is None or high is None:
        return None
    every = count(figure.n + judged.ungraded, noun)
    check = partial(
        LaunchCheck,
        tr(
            "Holds on all {cases}, {n} read by the judge only",
            cases=every,
            n=digits(judged.ungraded),
        ),
        percent(figure.value),
        evidence_id=ACCURACY_ID,
        denial=tr("Does not hold on all {cases}, by the judge and people", cases=every),
        doubt=tr(
            "It is not shown that it holds on all {cases}: the judge alone read {n}",
            cases=every,
            n=digits(judged.ungraded),
        ),
    )
    if bar is not None and high < bar.value:
        detail = tr(
            "At most {high}, corrected; the bar is {bar}. Better answers come first.",
            high=percent_beside(high, bar.value),
            bar=set_percent(bar.value),
        )
        return check(CheckState.FAIL, detail)
    detail = tr_plural(
        "Sure of {low}, corrected; a judge never passes a bar. Grade that {n} too, or launch on a condition.",
        "Sure of {low}, corrected; a judge never passes a bar. Grade those {n} too, or launch on a condition.",
        judged.ungraded,
        low=percent(low) if bar is None else percent_beside(low, bar.value),
    )
    return check(CheckState.NOT_SHOWN, detail)


def without_limit(slow: str) -> str:
    """How fast 19 of 20 answers came, where nobody said how fast they must: "2.8 s, no limit set"."""
    return tr("{slow}, no limit set", slow=slow)


def _fast(project: Project, test: OptionTest) -> LaunchCheck:
    check = partial(
        LaunchCheck,
        tr("Fast enough"),
        denial=tr("Not fast enough"),
        doubt=tr("It is not known whether it is fast enough"),
    )
    limit = project.answer("answer_seconds")
    if test.slow_seconds is None:
        detail = tr("Its answers do not say how long they took.")
        return check(tr("not measured"), CheckState.NOT_SHOWN, detail)
    text = seconds(test.slow_seconds)
    if not limit:
        return check(without_limit(text), CheckState.NOT_SHOWN, tr("1 in 20 takes longer."))
    state = CheckState.PASS if test.slow_seconds <= limit else CheckState.FAIL
    return check(text, state, tr("Limit: 1 in 20 slower than {limit}.", limit=seconds(limit)))
