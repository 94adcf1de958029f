"""What a training on a table has to say beside its numbers: what networks read, and which cells count as empty."""

from collections.abc import Sequence

from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.table.column import ColumnType
from estimators.table.table import Table
from estimators.table.target import ColumnData


def training_notes(table: Table, columns: Sequence[ColumnData]) -> list[str]:
    """In sentences, those of the table first."""
    said = table.remarks
    for data in columns:
        if data.network:
            said.append(_network_note(data))
        if data.first_unreadable is not None and data.why:
            row, text = data.first_unreadable
            said.append(
                tr_plural(
                    "A cell of “{column}” can’t be read and counts as empty: “{text}” in {place}. {why}",
                    "{n} cells of “{column}” can’t be read and count as empty; the first is “{text}” in {place}. {why}",
                    data.unreadable,
                    column=data.plan.name,
                    text=text[:40],
                    place=table.place(row),
                    why=data.why,
                )
            )
        elif data.first_unreadable is not None:
            row, text = data.first_unreadable
            said.append(
                tr_plural(
                    "A cell of “{column}” is no {type} and counts as empty: “{text}” in {place}.",
                    "{n} cells of “{column}” are no {type} and count as empty; the first is “{text}” in {place}.",
                    data.unreadable,
                    column=data.plan.name,
                    type=data.plan.type.words,
                    text=text[:40],
                    place=table.place(row),
                )
            )
    return said


def _network_note(data: ColumnData) -> str:
    """What reads a column, and how much that makes of it."""
    name, column, n = data.network, data.plan.name, digits(len(data.words))
    if data.plan.type == ColumnType.PHOTO:
        return tr("The network {network} looked at the {n} photos of “{column}”.", network=name, n=n, column=column)  # fmt: skip
    if data.plan.type == ColumnType.SOUND:
        return tr("The network {network} listened to the {n} sounds of “{column}”.", network=name, n=n, column=column)  # fmt: skip
    return tr("The network {network} read the {n} different texts of “{column}”.", network=name, n=n, column=column)  # fmt: skip
