"""Where it is wrong: which examples, which classes get mixed up, and what would help."""

from collections import Counter
from dataclasses import dataclass

from desktop.findings.measure.calibration import at_cutoff
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, INSPECTION
from desktop.project.records import Run
from estimators.base.count import count
from estimators.base.interval import of_all
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import as_written, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.base.spoken_answer import answer_sentence
from estimators.data_sufficiency.forecast_values import ClassGain

MORE = 40  # examples of one class that a row of "what would help" proposes


@dataclass(frozen=True)
class Answered:
    """One held-out example, what is true, and what it said of it."""

    path: str
    truth: str
    said: str
    probability: float
    of_truth: float  # the probability it gave to what is true
    abstained: bool

    @property
    def sentence(self) -> str:
        return answer_sentence(as_written(self.said), self.probability, self.abstained)


def answered(
    run: Run, *, truth: str | None = None, said: str | None = None
) -> tuple[Answered, ...]:
    """The held-out examples of one cell; without a cell every mistake. Most confident first."""
    rows = [
        Answered(
            row.path,
            row.truth,
            row.label,
            row.probability,
            row.probabilities.get(row.truth, 0.0),
            row.abstain,
        )
        for row in run.result.answered
        if (row.truth == truth and row.label == said if truth else not row.right)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.probability, row.path)))


def wrong_answer(run: Run) -> str:
    """The answer on the tab: ``17 of 180``."""
    n, correct = run.result.n_test, run.result.correct
    return of_all(n - correct, n) if n else tr("not tested")


def wrong_headline(run: Run) -> str:
    """``14 of 180 were wrong, most often “eight” called “one”.``"""
    n, wrong = run.result.n_test, run.result.n_test - run.result.correct
    if not n:
        return tr("Run {number} has not been tested.", number=run.number)
    if not wrong:
        return tr("It got every held-out one right.")
    pairs = Counter((row.truth, row.said) for row in answered(run))
    (truth, said), times = pairs.most_common(1)[0]
    words = tr_plural(
        "{wrong} of {tested} was wrong",
        "{wrong} of {tested} were wrong",
        wrong,
        wrong=wrong,
        tested=n,
    )
    if times < 2 or len(words) + len(truth) + len(said) > 34:
        return shorten(f"{words}.")
    return tr("{words}, most often “{truth}” called “{said}”.", words=words, truth=truth, said=said)


def wrong_lead(project: Project, run: Run) -> str:
    """What the mistakes have in common, as far as is measured."""
    rows = answered(run)
    if not rows:
        return tr("Harder examples would say more.")
    sure = sum(row.probability >= 0.9 for row in rows)
    unknown = sum(row.abstained for row in rows)
    owned = (
        tr(" To {unknown} of them it said “I don’t know this one”.", unknown=unknown)
        if unknown
        else ""
    )
    if sure:
        words = tr("of them it was 90% sure or more; those teach most, or have a wrong label.")
        return tr("In {sure} {words}{owned}", sure=sure, words=words, owned=owned)
    words = tr(
        "It was never more than {probability} sure of a {noun} it got wrong.",
        probability=percent(rows[0].probability),
        noun=noun(project, 1),
    )
    return f"{words}{owned}"


def cell_title(project: Project, run: Run, truth: str, said: str) -> str:
    """``3 photos of “erosion” were called “clean”``."""
    rows = answered(run, truth=truth, said=said)
    many = (
        count(len(rows), example_noun_of(project))
        if rows
        else tr("No {noun}", noun=noun(project, 1))
    )
    found = tr("recognised") if truth == said else tr("called “{said}”", said=said)
    return tr_plural(
        "{many} of “{truth}” was {found}",
        "{many} of “{truth}” were {found}",
        max(len(rows), 1),
        many=many,
        truth=truth,
        found=found,
    )


Help = tuple[tuple[str, str, str], ...]


def what_would_help(project: Project, run: Run, cutoff: float) -> Help:
    """Rows of (do this, how many mistakes that could mend, what it takes), from what is measured."""
    rows: list[tuple[str, str, str]] = []
    wrong = answered(run)
    if not wrong:
        return ()
    suspects = _suspects(project)
    if suspects:
        doubted = sum(row.path in suspects for row in wrong)
        words = (
            tr("Check 1 label that looks wrong")
            if len(suspects) == 1
            else tr("Check {suspects} labels that look wrong", suspects=len(suspects))
        )
        rows.append(
            (
                words,
                _up_to(doubted),
                tr("{minutes} min", minutes=max(1, round(len(suspects) * 10 / 60))),
            )
        )
    n = run.result.n_test
    for gain in _gains(project)[:2]:
        low, high = (max(0, round(end * MORE * n)) for end in (gain.low, gain.high))
        if high and gain.low > 0:  # surely worth something
            words = tr(
                "Add {more} {noun} of “{name}”", more=MORE, noun=noun(project), name=gain.name
            )
            high = min(high, len(wrong))
            rows.append(
                (
                    words,
                    tr("{low} to {high}", low=min(low, high), high=high),
                    tr("{more} labels", more=MORE),
                )
            )
    at = at_cutoff(run, cutoff)
    kept = at.answered - at.right
    left = at.n - at.answered
    if left:
        words = tr("Answer only when {set_percent} sure", set_percent=set_percent(cutoff))
        rows.append(
            (words, of_all(len(wrong) - kept, len(wrong)), tr("{left} to a person", left=left))
        )
    return tuple(rows)


def _up_to(number: int) -> str:
    return tr("0 to {number}", number=number) if number else "0"


def _suspects(project: Project) -> frozenset[str]:
    record = project.record(INSPECTION)
    suspects = record.value.report.label_suspects if record else ()
    return frozenset(path for issue in suspects for path in issue.paths)


def _gains(project: Project) -> tuple[ClassGain, ...]:
    record = project.record(CURVE)
    return record.value.forecast.by_class if record else ()
