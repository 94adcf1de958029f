"""Read a learning curve that somebody measured elsewhere."""

import csv
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.number_reader import read_count, read_share
from estimators.data_sufficiency.measured import MeasuredPoint

MOST_LINES = 100_000


def read_curve_csv(path: str | Path) -> list[MeasuredPoint]:
    """Read a CSV file with the columns `n` and `accuracy` (and, where known, `n_test`).

    A repeated `n` is a repeat. Accuracies are shares from 0 to 1, or percentages with their sign ("71%").
    Columns are separated by commas, or by semicolons or tabs, where the decimals may have a comma. Other
    columns are ignored.

    Raises
    ------
    UserError
        With the line, if one cannot be read; or if the file is missing, empty or lacks a column.
    """
    path = Path(path)
    scores: dict[int, list[float]] = {}
    tested: dict[int, list[int]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = _separator(file.readline())
            file.seek(0)
            rows = csv.DictReader(file, delimiter=separator)
            names = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
            for column in ("n", "accuracy"):
                if column not in names:
                    raise UserError(
                        f"{path.name} has no column “{column}”.",
                        "A curve needs the columns n and accuracy.",
                        "Name them in the first line: n,accuracy",
                    )
            for row in rows:
                line = rows.line_num
                if line > MOST_LINES:
                    raise UserError(
                        f"{path.name} has more than {digits(MOST_LINES)} lines.",
                        "A learning curve has one line per training run.",
                        "Check that this is the right file.",
                    )
                n = _count(path, line, row[names["n"]], "n")
                scores.setdefault(n, []).append(_accuracy(path, line, row[names["accuracy"]]))
                if "n_test" in names and (row[names["n_test"]] or "").strip():
                    tested.setdefault(n, []).append(
                        _count(path, line, row[names["n_test"]], "n_test")
                    )
    except FileNotFoundError:
        raise UserError(
            f"There is no file {path.name}.", "", "Check the name and the folder."
        ) from None
    except IsADirectoryError:
        raise UserError(
            f"{path.name} is a folder.",
            "--curve takes a CSV file of measured accuracies.",
            "Give the file; a folder of examples goes without --curve.",
        ) from None
    except (UnicodeDecodeError, csv.Error):
        raise UserError(
            f"{path.name} is not a CSV file.",
            "It is not text in UTF-8, or not in columns.",
            "Save it as CSV in UTF-8.",
        ) from None
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be read.",
            f"{error.strerror or error}.",
            "Check that you may read it, or copy it elsewhere.",
        ) from None
    if not scores:
        raise UserError(
            f"{path.name} has no measurements.",
            "There is nothing below the first line.",
            "Add one line per training run: its number of examples and its accuracy.",
        )
    return [
        MeasuredPoint.from_scores(
            n, scores[n], round(sum(tested[n]) / len(tested[n])) if n in tested else None
        )
        for n in sorted(scores)
    ]


def _separator(first_line: str) -> str:
    """The separator that the first line uses: a comma unless only another one is there."""
    return next((mark for mark in ",;\t" if mark in first_line), ",")


def _count(path: Path, line: int, text: str | None, column: str) -> int:
    value = read_count(text or "")
    if value is None or not 1 <= value < 1e12:
        raise UserError(
            f"Line {line} of {path.name}: {column} is “{_short(text)}”.",
            "It is a number of examples, so a whole number of 1 or more.",
            "Correct the line or remove it.",
        )
    return value


def _accuracy(path: Path, line: int, text: str | None) -> float:
    value = read_share(text or "")
    if value is None or not 0 <= value <= 1:
        raise UserError(
            f"Line {line} of {path.name}: accuracy is “{_short(text)}”.",
            "It is the share of right answers, from 0 to 1.",
            "If these are percentages, divide them by 100."
            if value is not None and 1 < value <= 100
            else "Correct the line.",
        )
    return value


def _short(text: str | None) -> str:
    text = (text or "").strip()
    return text if len(text) <= 20 else text[:20] + "…"
