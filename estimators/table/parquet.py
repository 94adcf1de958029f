"""Parquet files, where pyarrow is installed beside the app (the extra `parquet`): it is too large to come with everyone's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.csv_dialect import MOST_CHARACTERS, too_long
from estimators.table.json_table import text_of
from estimators.table.table import Table, TableBuilder, unlike

_BATCH = 512
_BATCH_BYTES = 64_000_000
_MOST_CONVERTED = 16_000_000


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
            sizes = _largest(file.metadata)
            # A text that a file holds once may stand in every row: read as a dictionary, it is here once as well.
            texts = [at.name for at in file.schema_arrow if _is_text(at.type) and sizes.get(at.name, 0) <= _BATCH_BYTES]  # fmt: skip
            groups = max(file.metadata.num_row_groups, 1)
            size = min(_BATCH, max(1, _BATCH_BYTES * rows // (groups * sum(sizes.values()) or 1)))
        with parquet.ParquetFile(path, read_dictionary=texts) as file:
            notes: list[str] = []
            names = [" ".join(str(name).split()) for name in file.schema_arrow.names]
            builder = TableBuilder(path.name, unlike(names, notes))
            row = 0
            for batch in file.iter_batches(size):
                for cells in _rows(batch):
                    row += 1
                    if max(map(len, cells), default=0) > MOST_CHARACTERS:
                        builder.leave_out(row, too_long(row))
                    else:
                        builder.add(row, cells)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(
            tr("“{name}” can’t be read as a Parquet file.", name=path.name),
            tr("It is damaged, or something else with the name of one."),
            tr("Write it again, or save the table as CSV."),
        ) from error
    return builder.table(notes=notes)


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_binary(kind))


def _largest(metadata: Any) -> dict[str, int]:
    """How many bytes each column comes to at most in one group of rows, as the file holds them."""
    sizes: dict[str, int] = {}
    for at in range(metadata.num_row_groups):
        group = metadata.row_group(at)
        for column in map(group.column, range(group.num_columns)):
            size = column.total_uncompressed_size
            sizes[column.path_in_schema] = max(size, sizes.get(column.path_in_schema, 0))
    return sizes


def _rows(batch: Any) -> Iterator[list[str]]:
    """The cells of each row; as many rows at a time as take `_MOST_CONVERTED` bytes, and one at least."""
    rows = max(1, batch.num_rows * _MOST_CONVERTED // max(batch.nbytes, _MOST_CONVERTED))
    for start in range(0, batch.num_rows, rows):
        columns = [_cells(column) for column in batch.slice(start, rows).columns]
        for cells in zip(*columns, strict=True):
            yield [text_of(cell) for cell in cells]


def _cells(column: Any) -> list[Any]:
    from pyarrow import types

    if not types.is_dictionary(column.type):
        return list(column.to_pylist())
    if len(column.dictionary) > len(column):  # it is of more rows than these
        return list(column.dictionary.take(column.indices).to_pylist())
    known = column.dictionary.to_pylist()
    return [None if at is None else known[at] for at in column.indices.to_pylist()]
