"""Texts, or names of files, that a workbook, Parquet or JSON lines list with their labels: read as a CSV that lists them is."""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from estimators.base.errors import UserError
from estimators.classifier.column_names import PATH_NAMES, find_column
from estimators.table.table_file import read_table_file

LISTS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".jsonl", ".ndjson"})


@contextmanager
def as_csv(source: Path, *, sheet: str = "", path_column: str = "") -> Iterator[Path]:
    """The same rows as a CSV, each in the line where it stands in ``source``, for as long as the context lasts.

    Names of files (in ``path_column``, or a column with a usual name for them) lead from the folder of ``source``.

    Raises `UserError` where it cannot be read.
    """
    table = read_table_file(source, sheet=sheet)
    at = find_column(list(table.names), path_column or "path", PATH_NAMES)
    folder = Path(tempfile.mkdtemp(prefix="smart-enough-list-"))
    place = folder / f"{source.name}.csv"
    try:
        with place.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(table.names)
            line = 1
            for stands_in, cells in zip(table.lines.tolist(), zip(*table.columns, strict=True), strict=True):  # fmt: skip
                while line + 1 < stands_in:  # what was left out, and what stands above the names
                    file.write("\r\n")
                    line += 1
                flat = [" ".join(cell.split("\n")) for cell in cells]
                if at is not None and flat[at]:
                    flat[at] = str(source.absolute().parent / flat[at])
                rows.writerow(flat)
                line += 1
        yield place
    except UserError as error:  # it speaks of the file that a person knows
        said = (error.what, error.why, error.next_step)
        raise UserError(*(part.replace(place.name, source.name) for part in said)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
