"""The rows that are kept with a training, so that they can be opened without the table: some by chance, the worst, and what is like them."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.table.onnx_table import OnnxTableModel, RowAnswers
from estimators.table.row_likeness import LikeRow, RowLikeness
from estimators.table.table import Table
from estimators.table.table_look import told_rows
from estimators.table.table_run import KEPT_ROWS, WORST_ROWS, HeldRow, Likeness

if TYPE_CHECKING:
    from estimators.table.table_training import TableTraining

Rows = NDArray[np.intp]
Kept = tuple[tuple[HeldRow, ...], tuple[HeldRow, ...], tuple[HeldRow, ...]]


def kept_to_label(table: Table, trained: "TableTraining", model: OnnxTableModel) -> tuple[HeldRow, ...]:  # fmt: skip
    """The rows without an answer whose answers would teach most, the most first, with what the model says of each."""
    rows = trained.to_label
    said = model.answers_of(trained.columns, rows)
    return tuple(
        replace(row, said=told, sure=sure)
        for row, (told, sure) in zip(told_rows(table, trained.target, rows), _told(said), strict=True)
    )  # fmt: skip


def kept_rows(table: Table, trained: "TableTraining", model: bytes, seed: int = 0) -> Kept:
    """Rows of the test drawn by chance, its worst, and those learned from that are most like these to the model (`model`: its file)."""
    tested = trained.tested
    if not len(tested):
        return (), (), ()
    by_chance = np.sort(np.random.default_rng(seed).permutation(len(tested))[:KEPT_ROWS])
    worst = _worst(trained)
    places = np.concatenate([by_chance, worst])
    like = RowLikeness(model).like(
        trained.columns, tested[places], trained.split.learning, seed=seed
    )
    named = {one.row: None for found in like for one in found}
    place_of = {row: at for at, row in enumerate(named)}
    learned = told_rows(table, trained.target, np.array(list(named), np.intp))
    held = told_rows(table, trained.target, tested[places])
    opened = [
        replace(row, said=said, sure=sure, like=tuple(_kept(one, place_of) for one in found))
        for row, (said, sure), found in zip(held, _told(trained.said.of(places)), like, strict=True)
    ]
    return tuple(opened[: len(by_chance)]), tuple(opened[len(by_chance) :]), learned


def _kept(one: LikeRow, place_of: dict[int, int]) -> Likeness:
    return Likeness(place_of[one.row], one.share)


def _worst(trained: "TableTraining") -> Rows:
    """Places among the rows tested: mistakes, the surest first, or numbers, the furthest off first."""
    truth, said = trained.target.values[trained.tested], trained.said
    if trained.target.task == "number":
        bad = np.where(said.answered, np.abs(said.values - truth), 0.0)
    else:
        wrong = said.probabilities.argmax(axis=1) != truth
        bad = np.where(wrong, said.probabilities.max(axis=1), 0.0)
    order = np.argsort(-bad, kind="stable")[:WORST_ROWS]
    return np.asarray(order[bad[order] > 0], np.intp)


def _told(said: RowAnswers) -> list[tuple[str, float]]:
    if not said.labels:
        return [(f"{value:.6g}", 0.0) for value in said.values.tolist()]
    return list(zip(said.labels, said.probabilities.max(axis=1).tolist(), strict=True))
