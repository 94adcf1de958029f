"""Where it is wrong: which examples, which classes get mixed up, and what would help."""

from collections import Counter
from dataclasses import dataclass

from desktop.findings.train.calibration import at_cutoff
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, INSPECTION
from desktop.project.records import Run
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import shorten
from estimators.base.spoken_answer import answer_sentence
from estimators.data_sufficiency.class_gain import ClassGain

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
        """The answer as the product words it."""
        return answer_sentence(self.said, self.probability, self.abstained)


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
    return f"{digits(n - correct)} of {digits(n)}" if n else "not tested"


def wrong_headline(run: Run) -> str:
    """``14 of 180 were wrong, most often “eight” called “one”.``"""
    n, wrong = run.result.n_test, run.result.n_test - run.result.correct
    if not n:
        return f"Run {run.number} has not been tested."
    if not wrong:
        return "It got every held-out one right."
    were = "was" if wrong == 1 else "were"
    pairs = Counter((row.truth, row.said) for row in answered(run))
    (truth, said), times = pairs.most_common(1)[0]
    words = f"{digits(wrong)} of {digits(n)} {were} wrong"
    if times < 2 or len(words) + len(truth) + len(said) > 34:
        return shorten(f"{words}.")
    return f"{words}, most often “{truth}” called “{said}”."


def wrong_lead(project: Project, run: Run) -> str:
    """What the mistakes have in common, as far as is measured."""
    rows = answered(run)
    if not rows:
        return "Harder examples would say more."
    sure = sum(row.probability >= 0.9 for row in rows)
    unknown = sum(row.abstained for row in rows)
    owned = f" To {digits(unknown)} of them it said “I don’t know this one”." if unknown else ""
    if sure:
        words = "of them it was 90% sure or more; those teach most, or have a wrong label."
        return f"In {digits(sure)} {words}{owned}"
    words = f"It was never more than {percent(rows[0].probability)} sure of a {noun(project, 1)} it got wrong."
    return f"{words}{owned}"


def cell_title(project: Project, run: Run, truth: str, said: str) -> str:
    """``3 photos of “erosion” were called “clean”``."""
    rows = answered(run, truth=truth, said=said)
    were = "was" if len(rows) < 2 else "were"
    many = count(len(rows), noun(project, 1)) if rows else f"No {noun(project, 1)}"
    found = "recognised" if truth == said else f"called “{said}”"
    return f"{many} of “{truth}” {were} {found}"


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
            "Check 1 label that looks wrong"
            if len(suspects) == 1
            else f"Check {digits(len(suspects))} labels that look wrong"
        )
        rows.append((words, _up_to(doubted), f"{max(1, round(len(suspects) * 10 / 60))} min"))
    n = run.result.n_test
    for gain in _gains(project)[:2]:
        low, high = (max(0, round(end * MORE * n)) for end in (gain.low, gain.high))
        if high and gain.low > 0:  # surely worth something
            words = f"Add {MORE} {noun(project)} of “{gain.name}”"
            high = min(high, len(wrong))
            rows.append((words, f"{min(low, high)} to {high}", f"{MORE} labels"))
    at = at_cutoff(run, cutoff)
    kept = at.answered - at.right
    left = at.n - at.answered
    if left:
        words = f"Answer only when {set_percent(cutoff)} sure"
        rows.append((words, f"{len(wrong) - kept} of {len(wrong)}", f"{digits(left)} to a person"))
    return tuple(rows)


def _up_to(number: int) -> str:
    return f"0 to {number}" if number else "0"


def _suspects(project: Project) -> frozenset[str]:
    record = project.record(INSPECTION)
    suspects = record.value.report.label_suspects if record else ()
    return frozenset(path for issue in suspects for path in issue.paths)


def _gains(project: Project) -> tuple[ClassGain, ...]:
    record = project.record(CURVE)
    return record.value.forecast.by_class if record else ()
