"""What was measured of a learning curve, here or elsewhere (a CSV file), and how sure each size's mean is."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.base.errors import UserError
from estimators.base.number_reader import read_count, read_share
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles
from estimators.classifier.csv_dialect import CsvRecord
from estimators.classifier.csv_records import at_most, read_records

PRIOR_REPEATS = 10.0
"""How many repeats the binomial variance counts for beside the observed one (by cross-validation)."""
MOST_LINES = 100_000
FEW = 30
"""Examples below which luck decides most of a measurement."""
LITTLE = 0.005
"""Accuracy per doubling that counts as none."""
WHOLE_POINT = 0.01
GUESSED_SPREAD = 0.02
LATE = 4
"""What counts as the end of a curve: the last two doublings."""


@dataclass(frozen=True)
class MeasuredPoint:
    """The accuracy at one number of training examples.

    `n` examples to learn from; `mean` and `std` of the accuracy over `repeats` random subsets (`std` is
    None for a single one); `n_test` examples tested each time (None: unknown); `scores` each subset's.
    """

    json_names: ClassVar = {"scores": ""}

    n: int
    mean: float
    std: float | None
    repeats: int
    n_test: int | None
    scores: tuple[float, ...]

    @classmethod
    def from_scores(cls, n: int, scores: ArrayLike, n_test: int | None) -> "MeasuredPoint":
        """Summarise the repeats of one size."""
        values = np.asarray(scores, dtype=np.float64)
        std = float(values.std(ddof=1)) if len(values) > 1 else None
        return cls(n, float(values.mean()), std, len(values), n_test, tuple(values.tolist()))


@dataclass(frozen=True)
class MeasuredCurve:
    """Sizes in rising order, with mean accuracy, the variance of that mean, and the size of the pool."""

    n: Doubles
    mean: Doubles
    variance: Doubles
    pool: float


def summarise(
    n: ArrayLike, accuracy: ArrayLike, n_test: ArrayLike | None, pool: float | None
) -> MeasuredCurve:
    """Gather repeated measurements by size.

    A handful of repeats gives a poor variance (0 if all agree), so it is averaged with the binomial one.
    Without `pool` it is taken as the largest size and what it was tested on, else a quarter more than
    the largest size.
    """
    size, score = checked(n, accuracy)
    unique, member = np.unique(size, return_inverse=True)
    repeats = np.bincount(member).astype(np.float64)
    mean = np.bincount(member, weights=score) / repeats if len(size) else np.empty(0)
    largest = float(unique[-1]) if len(unique) else 0.0
    tested = _tests_per_size(n_test, size, unique, member)
    if pool is None:  # where nobody says what it was tested on: a fifth of all, as is usual
        pool = 1.25 * largest if tested is None else largest + float(tested[-1]) if largest else 0.0
    if not np.isfinite(pool) or pool < largest:
        raise UserError(
            tr(
                "The pool has {pool} examples, but {largest} of them were learned from.",
                pool=f"{pool:g}",
                largest=f"{largest:g}",
            ),
            tr("The pool is all the labelled examples: those learned from and those tested on."),
            tr("Give the number of all labelled examples."),
        )
    if tested is None:
        tested = np.maximum(pool - unique, 1.0)
    # All right of a few has a variance, too: it could have been one less.
    smooth = (mean * pool + 0.5) / (pool + 1) if len(unique) else mean
    binomial = smooth * (1 - smooth) / tested
    squares = np.bincount(member, weights=(score - mean[member]) ** 2) if len(size) else mean
    variance = (squares + PRIOR_REPEATS * binomial) / (repeats - 1 + PRIOR_REPEATS) / repeats
    return MeasuredCurve(unique, mean, variance, float(pool))


def checked(n: ArrayLike, accuracy: ArrayLike) -> tuple[Doubles, Doubles]:
    """Both as 1-D arrays of the same length, or a `UserError` that says what is wrong with them."""
    try:
        if np.iscomplexobj(n) or np.iscomplexobj(accuracy):
            raise TypeError("complex numbers")
        size, score = np.asarray(n, dtype=np.float64), np.asarray(accuracy, dtype=np.float64)
    except (TypeError, ValueError):
        raise UserError(
            tr("Some sizes or accuracies are not numbers."),
            "",
            tr("Give one number of each per measurement."),
        ) from None
    if size.ndim != 1 or score.ndim != 1 or len(size) != len(score):
        raise UserError(
            tr(
                "There are {size} sizes and {size_2} accuracies.", size=size.size, size_2=score.size
            ),
            tr("Each accuracy belongs to one number of examples."),
            tr("Give two lists of the same length."),
        )
    if not np.all(np.isfinite(size)) or np.any(size < 1):
        raise UserError(
            tr("A number of training examples is missing or below 1."),
            tr("An accuracy can only be placed on the curve with its number of examples."),
            tr("Remove that measurement or give its count."),
        )
    if not np.all(np.isfinite(score)) or np.any((score < 0) | (score > 1)):
        percent = bool(np.all(np.isfinite(score)) and np.all((score >= 0) & (score <= 100)))
        raise UserError(
            tr("An accuracy is outside 0 to 1."),
            tr("These look like percentages.")
            if percent
            else tr("An accuracy is a share of right answers."),
            tr("Divide them by 100.") if percent else tr("Give each as a number between 0 and 1."),
        )
    return size, score


def _tests_per_size(
    n_test: ArrayLike | None, size: Doubles, unique: Doubles, member: NDArray[np.intp]
) -> Doubles | None:
    if n_test is None or not len(size):
        return None
    tested = np.asarray(n_test, dtype=np.float64)
    if not np.all(np.isfinite(tested)) or np.any(tested < 1):
        raise UserError(
            tr("A number of test examples is missing or below 1."),
            tr("An accuracy needs at least one example to test on."),
            tr("Give the count, or leave it out if it is unknown."),
        )
    if tested.ndim == 0:
        return np.full(len(unique), float(tested))
    if tested.shape == size.shape:
        return np.asarray(np.bincount(member, weights=tested) / np.bincount(member))
    if tested.shape == unique.shape:
        return tested
    raise UserError(
        tr(
            "There are {size} test counts for {size_2} measurements.",
            size=tested.size,
            size_2=len(size),
        ),
        "",
        tr("Give one count for all, one for each size, or one for each measurement."),
    )


def read_curve_csv(path: str | Path) -> list[MeasuredPoint]:
    """Read a CSV file with the columns `n` and `accuracy` (and, where known, `n_test`).

    A repeated `n` is a repeat. Accuracies are shares from 0 to 1, or percentages with their sign ("71%").
    Columns are separated by commas, or by semicolons or tabs, where the decimals may have a comma. Other
    columns are ignored.

    Raises `UserError`: with the line, if one cannot be read; or if the file is missing, empty or lacks a column.
    """
    path = Path(path)
    if not path.exists():
        raise UserError(
            tr("There is no file {name}.", name=path.name), "", tr("Check the name and the folder.")
        )
    scores: dict[int, list[float]] = {}
    tested: dict[int, list[int]] = {}
    records = (_sound(path, record) for record in at_most(read_records(path), MOST_LINES, path))
    place = {name.strip().lower(): at for at, name in enumerate(next(records).cells)}
    for column in ("n", "accuracy"):
        if column not in place:
            raise UserError(
                tr("{name} has no column “{column}”.", name=path.name, column=column),
                tr("A curve needs the columns n and accuracy."),
                tr("Name them in the first line: n,accuracy"),
            )
    for record in records:
        row = defaultdict(str, zip(place, record.cells, strict=False))
        n = _count(path, record.line, row["n"], "n")
        scores.setdefault(n, []).append(_accuracy(path, record.line, row["accuracy"]))
        if row["n_test"].strip():
            tested.setdefault(n, []).append(_count(path, record.line, row["n_test"], "n_test"))
    if not scores:
        raise UserError(
            tr("{name} has no measurements.", name=path.name),
            tr("There is nothing below the first line."),
            tr("Add one line per training run: its number of examples and its accuracy."),
        )
    return [
        MeasuredPoint.from_scores(
            n, scores[n], round(sum(tested[n]) / len(tested[n])) if n in tested else None
        )
        for n in sorted(scores)
    ]


def _sound(path: Path, record: CsvRecord) -> CsvRecord:
    if record.problem:
        raise UserError(
            tr("{name} is not a CSV file.", name=path.name),
            record.problem,
            tr("Save it as CSV in UTF-8."),
        )
    return record


def _count(path: Path, line: int, text: str, column: str) -> int:
    value = read_count(text)
    if value is None or not 1 <= value < 1e12:
        raise UserError(
            tr(
                "Line {line} of {name}: {column} is “{short}”.",
                line=line,
                name=path.name,
                column=column,
                short=_short(text),
            ),
            tr("It is a number of examples, so a whole number of 1 or more."),
            tr("Correct the line or remove it."),
        )
    return value


def _accuracy(path: Path, line: int, text: str) -> float:
    value = read_share(text)
    if value is None or not 0 <= value <= 1:
        raise UserError(
            tr(
                "Line {line} of {name}: accuracy is “{short}”.",
                line=line,
                name=path.name,
                short=_short(text),
            ),
            tr("It is the share of right answers, from 0 to 1."),
            tr("If these are percentages, divide them by 100.")
            if value is not None and 1 < value <= 100
            else tr("Correct the line."),
        )
    return value


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 20 else text[:20] + "…"


def shape_of(points: "tuple[MeasuredPoint, ...]", lack_of_fit: float) -> str:
    """Name the shape of a measured curve, what matters most first: "few" (too few examples to tell), "falling", "unlike"
    (any known curve), "flat" or "ordinary".

    `lack_of_fit` is the forecaster's: above 1 the curve is unlike any that the prior has seen.
    """
    if points and points[-1].n < FEW:
        return "few"
    late = tuple(point for point in points if LATE * point.n >= points[-1].n)
    if len(late) >= 3:
        slope, unsure = _slope(late)
        fallen = max(point.mean for point in late[:-1]) - late[-1].mean
        if slope < -2 * unsure and fallen > WHOLE_POINT:
            return "falling"
    if lack_of_fit > 1:
        return "unlike"
    rises = len(late) >= 3 and slope > 2 * unsure and slope > LITTLE
    return "ordinary" if rises or flat_from(points) is None else "flat"


def flat_from(points: "tuple[MeasuredPoint, ...]") -> int | None:
    """The smallest size from which the curve is flat: after which nothing surely rises, at least two doublings before the end."""
    found = None
    for at in range(len(points) - 2):
        part = points[at:]
        if LATE * part[0].n > points[-1].n * 1.05:  # sizes are rounded, and keep groups together
            break
        slope, unsure = _slope(part)
        level = np.mean([point.mean for point in part])
        even = all(
            abs(point.mean - level)
            < 2 * WHOLE_POINT + 2 * (point.std or 0.0) / np.sqrt(point.repeats)
            for point in part
        )
        if abs(slope) < LITTLE and unsure < LITTLE and even:
            found = part[0].n
            break
    return found


def _slope(points: "tuple[MeasuredPoint, ...]") -> tuple[float, float]:
    """Accuracy per doubling by least squares, and its standard error.

    It comes from the spread of the repeats; where a size has a single one, from how far the sizes lie from the line.
    """
    octave: Doubles = np.log2([point.n for point in points])
    x = octave - octave.mean()
    squares = float(x @ x)
    means: Doubles = np.array([point.mean for point in points])
    slope = float(x @ means) / squares
    away = means - means.mean() - slope * x
    # A guess of the spread counts as one size more, or three sizes that happen to lie on a line would be sure of it.
    single = float(np.sqrt((away @ away + GUESSED_SPREAD**2) / max(len(points) - 1, 1)))
    spread = [single if p.std is None else p.std / np.sqrt(p.repeats) for p in points]
    return slope, max(float(np.mean(spread)), 1e-3) / float(np.sqrt(squares))
