"""Parquet files, where pyarrow is installed beside the app (the extra `parquet`): it is too large to come with everyone's."""

from pathlib import Path
from typing import Any

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.table.json_table import text_of
from estimators.table.table import MOST_ROWS, Table, TableBuilder, unlike

_BATCH = 512  # cells that a file holds once may be long, and are many here


def read_parquet(path: Path) -> Table:
    """The rows of a Parquet file, a batch at a time.

    Raises `UserError` where pyarrow is not installed, or the file is damaged, too large or empty.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UserError(
            tr(
                "“{name}” is a Parquet file, and what reads those is not installed.", name=path.name
            ),
            tr("It is large, so it does not come with the app."),
            tr("Install the extra “parquet” (pip install pyarrow), or save the table as CSV."),
        ) from error
    try:
        with parquet.ParquetFile(path) as file:
            rows = file.metadata.num_rows
            if rows > MOST_ROWS:
                raise UserError(
                    tr("“{name}” has {rows} rows.", name=path.name, rows=digits(rows)),
                    tr("At most {most} are held at once.", most=digits(MOST_ROWS)),
                    tr("Keep a part of its rows picked by chance."),
                )
            notes: list[str] = []
            names = [" ".join(str(name).split()) for name in file.schema_arrow.names]
            builder = TableBuilder(path.name, unlike(names, notes))
            row = 0
            for batch in file.iter_batches(_BATCH):
                columns: list[list[Any]] = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    builder.add(row := row + 1, [text_of(cell) for cell in cells])
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(
            tr("“{name}” can’t be read as a Parquet file.", name=path.name),
            tr("It is damaged, or something else with the name of one."),
            tr("Write it again, or save the table as CSV."),
        ) from error
    return builder.table(notes=notes)
