"""Parquet files, where pyarrow is installed beside the app (the extra `parquet`): it is too large to come with everyone's."""

from pathlib import Path
from typing import Any

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.table.json_table import text_of
from estimators.table.table import MOST_ROWS, Table, TableBuilder

_BATCH = 8_192
_MOST_UNPACKED = 3_000_000_000


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
            facts = file.metadata
            unpacked = sum(
                facts.row_group(at).total_byte_size for at in range(facts.num_row_groups)
            )
            if facts.num_rows > MOST_ROWS or unpacked > _MOST_UNPACKED:
                raise UserError(
                    tr("“{name}” has {rows} rows.", name=path.name, rows=digits(facts.num_rows)),
                    tr("At most {most} are held at once.", most=digits(MOST_ROWS)),
                    tr("Keep a part of its rows picked by chance, or leave out columns."),
                )
            names = [str(name) for name in file.schema_arrow.names]
            builder = TableBuilder(path.name, names)
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
    return builder.table()
