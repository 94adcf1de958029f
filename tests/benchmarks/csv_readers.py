"""How many awkward tables does each reader of CSVs read as a person would?

    python tests/benchmarks/csv_readers.py

Writes the tables of tests/estimators/classifier/awkward_tables.py and has each reader that is installed (clevercsv, duckdb
and polars are no dependencies) find out by itself how they are written. A table counts where its rows come in their
order, and no more others than the damaged ones and the titles above.
"""

import importlib
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from estimators.classifier.csv_records import read_records
from tests.estimators.classifier.awkward_tables import TABLES, Rows, reads


def ours(path: Path) -> Rows:
    return [list(row.cells) for row in read_records(path) if not row.problem]


def clevercsv(path: Path) -> Rows:
    return importlib.import_module("clevercsv").read_table(str(path))  # type: ignore[no-any-return]


def duckdb(path: Path) -> Rows:
    query = "select * from read_csv(?, header = false, all_varchar = true, ignore_errors = true)"
    found = importlib.import_module("duckdb").execute(query, [str(path)]).fetchall()
    return [list(row) for row in found]


def polars(path: Path) -> Rows:
    frame = importlib.import_module("polars").read_csv(
        path, has_header=False, infer_schema=False, ignore_errors=True, truncate_ragged_lines=True
    )
    return [list(row) for row in frame.rows()]


def main() -> None:
    readers: dict[str, Callable[[Path], Rows]] = {"smart-enough": ours}
    for reader in (clevercsv, duckdb, polars):
        try:
            readers[f"{reader.__name__} {version(reader.__name__)}"] = reader
        except PackageNotFoundError:
            print(f"{reader.__name__} is not installed", file=sys.stderr)
    right = dict.fromkeys(readers, 0)
    with tempfile.TemporaryDirectory() as folder:
        for number, table in enumerate(TABLES):
            path = Path(folder, f"{number}.csv")
            path.write_bytes(table.data)
            missed = []
            for name, reader in readers.items():
                if _read(reader, path, table):
                    right[name] += 1
                else:
                    missed.append(name)
            print(f"{table.name}: {'missed by ' + ', '.join(missed) if missed else 'read by all'}")
    for name, n in right.items():
        print(f"{name}: {n} of {len(TABLES)}")


def _read(reader: Callable[[Path], Rows], path: Path, table: object) -> bool:
    try:
        return reads(reader(path), table)  # type: ignore[arg-type]
    except BaseException as error:  # a reader that panics has not read it
        if isinstance(error, KeyboardInterrupt):
            raise
        return False


if __name__ == "__main__":
    main()
