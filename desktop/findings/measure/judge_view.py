"""A judge beside people: where it errs, what it is worth, what it may do. The tab “The judge”."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.findings.candidate_measurement import ProjectCandidate, candidates_of, cases_of
from desktop.findings.measure.accuracy import bar_marker, share_axis
from desktop.findings.measure.grading_plan import USUAL_BAR, plan_of
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from estimators.acceptance.bounds import interval
from estimators.base.count import count
from estimators.base.interval import percent_range
from estimators.base.noun import Noun
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from estimators.measure.case import CandidateAnswer
from estimators.measure.judge import JudgeReport, judge_report
from reports.chart_data import IntervalChart, IntervalRow
from reports.provenance import Provenance
from reports.stage_view import Explanation, Offer, StageView

_FEW_BAD = 10


@dataclass(frozen=True)
class VerdictGrid:
    """People against the judge on answers that both saw."""

    both_good: int
    too_strict: int
    lets_pass: int
    both_bad: int

    @property
    def n(self) -> int:
        """Answers that both saw."""
        return self.both_good + self.both_bad + self.too_strict + self.lets_pass

    @property
    def agree(self) -> int:
        """On how many they say the same."""
        return self.both_good + self.both_bad

    @property
    def bad(self) -> int:
        """How many people find bad."""
        return self.lets_pass + self.both_bad


@dataclass(frozen=True)
class KindnessRow:
    """Of a candidate's answers that both saw: how many people find good, and how many the judge."""

    name: str
    people: int
    judge: int
    n: int

    @property
    def words(self) -> str:
        """Whether the judge is kinder or stricter."""
        gap = self.judge - self.people
        if not gap:
            return tr("the same")
        return tr("{n} kinder", n=digits(gap)) if gap > 0 else tr("{n} stricter", n=digits(-gap))


@dataclass(frozen=True)
class Permission:
    """What the judge may do, or may not: `allowed` None where it depends."""

    text: str
    allowed: bool | None
    note: str = ""


@dataclass(frozen=True)
class JudgeView:
    """The tab. `said`: headline, lead, status, offers, the chart “line” where the judge saw more than people did.

    - `of`: the candidate that the grid and the line are about. `grid` None: nobody graded what it judged, or there is no judge.
    - `rows`: all candidates; the last is their sum. `titles`: above grid, table and line, with a note each.
    - `worth`: what it is worth, in words.
    """

    said: StageView
    of: str = ""
    grid: VerdictGrid | None = None
    rows: tuple[KindnessRow, ...] = ()
    titles: Mapping[str, tuple[str, str]] | None = None
    worth: str = ""
    may: tuple[Permission, ...] = ()


def judge_view(project: Project) -> JudgeView:
    """What the tab shows; kept until the next change."""
    return project.until_change("judge view", lambda: _view(project))


def has_judge(project: Project) -> bool:
    """Whether a machine gave a verdict on any answer."""

    def found() -> bool:
        return any(answer.judge is not None for one in candidates_of(project) for answer in _all(one))  # fmt: skip

    return project.until_change("has a judge", found)


def _view(project: Project) -> JudgeView:
    candidates = [
        one for one in candidates_of(project) if one.source is not CandidateSource.COMMONEST
    ]
    judged = [one for one in candidates if any(a.judge is not None for a in _all(one))]
    if not judged:
        return JudgeView(
            StageView(
                tr("There is no judge."),
                tr("A model’s verdicts come with a file of answers, in a column “judge”. Without people’s grades they measure nothing."),
                tr("none"),
            )
        )  # fmt: skip
    grids = {one.uid: _grid(_all(one)) for one in judged}
    seen = [one for one in judged if grids[one.uid].n]
    if not seen:
        return JudgeView(
            StageView(
                tr("People have graded nothing that the judge read."),
                tr("Until they do, its verdicts are no measurement, and no line is shown."),
                tr("not checked"),
                offers={"grade": Offer(tr("Grade 20"))},
            )
        )
    best = max(seen, key=lambda one: _share(grids[one.uid]))
    groups = {name: case.together for name, case in cases_of(project).items()}
    report = judge_report(_all(best), groups=groups)
    assert report is not None
    return _checked(project, best, report, [(one, grids[one.uid]) for one in seen])


def _checked(
    project: Project,
    best: ProjectCandidate,
    report: JudgeReport,
    seen: Sequence[tuple[ProjectCandidate, VerdictGrid]],
) -> JudgeView:
    noun = case_noun_of(project)
    grid = next(each for one, each in seen if one is best)
    rows = [_row(one.name, each) for one, each in seen]
    whole = KindnessRow(tr("All"), sum(one.people for one in rows), sum(one.judge for one in rows), sum(one.n for one in rows))  # fmt: skip
    every = _sum([each for _, each in seen])
    answers = tr("answers")
    return JudgeView(
        said=StageView(
            headline=tr(
                "The judge agrees with people on {agree} of {n} {answers}.",
                agree=digits(grid.agree),
                n=digits(grid.n),
                answers=answers,
            ),
            lead=_lead(best.name, report, grid, noun),
            status=tr("agrees {agree} of {n}", agree=digits(grid.agree), n=digits(grid.n)),
            charts={"line": _chart(project, report, grid)} if report.ungraded else {},
            explanations={"corrected": _explained(kind_name(project))},
            offers={
                "differ": Offer(
                    tr_plural("Show the {n} they disagree on", "Show the {n} they disagree on", grid.n - grid.agree),
                    "" if grid.n > grid.agree else tr("They agree on all."),
                ),
                "grade": Offer(tr("Grade 20 more")),
            },
        ),
        of=best.name,
        grid=grid,
        rows=(*rows, whole) if len(rows) > 1 else tuple(rows),
        titles={
            "grid": (
                tr_plural(
                    "It lets {lets} of {n} bad answer pass",
                    "It lets {lets} of {n} bad answers pass",
                    grid.bad,
                    lets=digits(grid.lets_pass),
                ),
                tr(
                    "The {n} answers of {name}, graded by people and by the judge.",
                    n=digits(grid.n),
                    name=best.name,
                ),
            ),
            "rows": (_kindest(rows), _over_all(every, len(rows))),
            "line": (
                tr_plural(
                    "{n} more {one}, and what it adds",
                    "{n} more {many}, and what they add",
                    report.ungraded,
                    one=noun.one,
                    many=noun.many,
                ),
                tr(
                    "Good answers of {name}. Line: 9 chances in 10; corrected, its own mistakes are in it.",
                    name=best.name,
                ),
            ),
        },
        worth=_worth(report, grid),
        may=_may(report),
    )  # fmt: skip


def _all(one: ProjectCandidate) -> list[CandidateAnswer]:
    return [answer for trials in one.answers.answers.values() for answer in trials]


def _grid(answers: Sequence[CandidateAnswer]) -> VerdictGrid:
    said = [(one.grade, one.judge) for one in answers if one.judge is not None and one.grade is not None]  # fmt: skip
    return VerdictGrid(
        said.count((True, True)),
        said.count((True, False)),
        said.count((False, True)),
        said.count((False, False)),
    )


def _sum(grids: Sequence[VerdictGrid]) -> VerdictGrid:
    return VerdictGrid(
        sum(one.both_good for one in grids),
        sum(one.too_strict for one in grids),
        sum(one.lets_pass for one in grids),
        sum(one.both_bad for one in grids),
    )


def _share(grid: VerdictGrid) -> tuple[float, int]:
    return (grid.both_good + grid.too_strict) / grid.n, grid.n


def _row(name: str, grid: VerdictGrid) -> KindnessRow:
    return KindnessRow(name, grid.both_good + grid.too_strict, grid.both_good + grid.lets_pass, grid.n)  # fmt: skip


def _lead(name: str, report: JudgeReport, grid: VerdictGrid, noun: Noun) -> str:
    if not report.ungraded:
        return tr("People graded all that it did, so it is not needed. Only people’s grades pass the bar.")  # fmt: skip
    corrected = report.corrected
    return tr(
        "Corrected for that, {name} is good on {value} of all {cases} ({range}). Only people’s grades pass the bar.",
        name=name,
        value=percent(corrected.value or 0.0),
        cases=count(report.ungraded + grid.n, noun),
        range=percent_range(corrected.low, corrected.high),
    )


def _chart(project: Project, report: JudgeReport, grid: VerdictGrid) -> IntervalChart:
    """People, the judge as it reads, and the judge corrected."""
    people, corrected = report.people, report.corrected
    all_n = report.ungraded + grid.n
    read = round(report.naive * all_n) - (grid.both_good + grid.lets_pass)
    low, high = interval(read, report.ungraded)
    rows = (
        IntervalRow(
            tr("People"), people.value, people.low, people.high, percent(people.value or 0.0), Provenance.MEASURED,
            note=tr("{good} of {n}", good=grid.both_good + grid.too_strict, n=grid.n), emphasis=True,
        ),
        IntervalRow(
            tr("Judge, as it reads"), read / report.ungraded, low, high, percent(read / report.ungraded), Provenance.GUESS,
            note=tr("{good} of {n}", good=read, n=report.ungraded), source_text=tr("a machine’s verdicts alone"),
        ),
        IntervalRow(
            tr("Judge, corrected"), corrected.value, corrected.low, corrected.high, percent(corrected.value or 0.0),
            Provenance.MEASURED, note=tr("all {n}", n=digits(all_n)), emphasis=True,
        ),
    )  # fmt: skip
    plan, bar = plan_of(project), project.accuracy_bar
    value = bar.value if bar is not None else plan.bar if plan is not None else USUAL_BAR
    lowest = min(row.low for row in rows if row.low is not None)
    return IntervalChart("", "", rows, share_axis(min(lowest, value)), (bar_marker(value),))


def _kindest(rows: Sequence[KindnessRow]) -> str:
    by_gap = sorted(rows, key=lambda one: one.judge - one.people)
    strict, kind = by_gap[0], by_gap[-1]
    if strict is kind and strict.judge != strict.people:
        return (
            tr("It is kinder than people")
            if kind.judge > kind.people
            else tr("It is stricter than people")
        )
    if kind.judge > kind.people:
        return tr("It is kindest to {name}", name=kind.name)
    if strict.judge < strict.people:
        return tr("It is strictest with {name}", name=strict.name)
    return tr("It favours nobody")


def _over_all(grid: VerdictGrid, candidates: int) -> str:
    if candidates < 2:
        return tr("Candidates are compared on people’s grades only.")
    return tr(
        "So candidates are compared on people’s grades only. Over all {candidates} it agrees on {agree} of {n} and lets {lets} of {bad} bad ones pass.",
        candidates=digits(candidates),
        agree=digits(grid.agree),
        n=digits(grid.n),
        lets=digits(grid.lets_pass),
        bad=digits(grid.bad),
    )


def _worth(report: JudgeReport, grid: VerdictGrid) -> str:
    if not report.ungraded or report.worth < 1.05:
        return report.sentence
    worth = tr_plural(
        "With this judge, {n} grade says about as much as {worth} would without it.",
        "With this judge, {n} grades say about as much as {worth} would without it.",
        grid.n,
        worth=digits(round(report.worth * grid.n)),
    )
    if grid.bad >= _FEW_BAD:
        return worth
    few = tr_plural(
        "People found {n} bad answer, and that is few to learn from where it errs.",
        "People found {n} bad answers, and those are few to learn from where it errs.",
        grid.bad,
    )
    return tr("{worth} {few}", worth=worth, few=few)


def _may(report: JudgeReport) -> tuple[Permission, ...]:
    useful = report.ungraded > 0 and report.worth >= 1.05
    return (
        Permission(
            tr_plural(
                "Read the {n} that nobody has time for, and put the doubtful ones first",
                "Read the {n} that nobody has time for, and put the doubtful ones first",
                report.ungraded,
            )
            if report.ungraded
            else tr("Read what nobody has time for, and put the doubtful ones first"),
            True if useful else None,
            "" if useful else tr("It adds little to people’s grades here."),
        ),
        Permission(tr("Watch after launch, corrected by 20 grades of people a week"), True),
        Permission(tr("Pass the bar by itself, or choose between candidates"), False),
        Permission(
            tr("Valid for this judge and these points"),
            None,
            tr("Change either one and the agreement counts from zero."),
        ),
    )


def _explained(kind: str) -> Explanation:
    return Explanation(
        tr("How the judge is corrected"),
        tr(
            "Answers are sorted by the judge’s verdict. People’s grades say how many of each sort are good, and the two are put together "
            "in the share in which the judge gave them. What is not known of the sorts, and of their share, is in the line."
        ),
        ((tr("metric"), kind),),
        "Tenenbein 1970; Zou and Donner 2008, https://doi.org/10.1002/sim.3095",
    )
