"""The rows that a model learned from and takes for much the same as another: they go the same way through most of its trees.

The proximity of Breiman and Cutler's random forests (https://www.stat.berkeley.edu/~breiman/RandomForests/cc_home.htm#prox), of boosted
trees: the share of the trees in which two rows end in one leaf. A model without trees is asked how much its sums differ, column by
column. The model looks nothing up: such rows show what it takes a row for, not why the row is as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import session
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.table import Table
from estimators.table.target import ColumnData, Doubles

_MOST_PLACES = 5_000_000
Rows = NDArray[np.intp]
Given = dict[str, Any]


@dataclass(frozen=True)
class LikeRow:
    """A row that was learned from: its place among those, and in which share of the trees it ends in the same leaf."""

    row: int
    share: float


class RowLikeness:
    """Compares rows as a model file does.

    - `data`: the bytes of the file, which `OnnxTableModel` has looked through.
    """

    def __init__(self, data: bytes, name: str = "model.onnx") -> None:
        import onnx

        self.model = OnnxTableModel.from_bytes(data, name)
        made = onnx.ModelProto()
        made.CopyFrom(self.model.rows_graph)
        graph = made.graph
        widened = {
            one.input[0] for one in graph.node if one.op_type == "Max"
        }  # by how far off it is
        trees = [one for one in graph.node if one.op_type == "TreeEnsembleRegressor" and one.output[0] not in widened]  # fmt: skip
        gemm = next(one for one in graph.node if one.op_type == "Gemm")
        asked = trees[0].input[0] if trees else gemm.input[0]
        graph.output.append(onnx.helper.make_tensor_value_info(asked, onnx.TensorProto.FLOAT, None))
        self._asked, self._session = asked, session(made.SerializeToString())
        self._trees: dict[str, Any] | None = None
        if trees:
            self._trees = {one.name: np.array(onnx.helper.get_attribute_value(one)) for one in trees[0].attribute if one.name.startswith("nodes_")}  # fmt: skip
            starts = np.flatnonzero(np.diff(self._trees["nodes_treeids"], prepend=-1))
            self._starts = starts
            self._offsets = np.repeat(starts, np.diff([*starts, len(self._trees["nodes_treeids"])]))
        else:
            weights = next(onnx.numpy_helper.to_array(one) for one in graph.initializer if one.name == gemm.input[1])  # fmt: skip
            self._weights = weights - weights[:, :1] if weights.shape[1] > 1 else weights

    @property
    def most_rows(self) -> int:
        """How many rows are compared with at most."""
        return max(100, _MOST_PLACES // max(len(self._starts), 1)) if self._trees else 20_000

    def like(
        self, columns: Sequence[ColumnData], rows: Rows, learned: Rows, *, most: int = 5, seed: int = 0
    ) -> tuple[tuple[LikeRow, ...], ...]:  # fmt: skip
        """For each of `rows` the rows of `learned`, by their place in the table, that are most like it, the likest first.

        Of more than `most_rows` some are drawn by chance.
        """
        drawn = np.sort(np.random.default_rng(seed).permutation(learned)[: self.most_rows])
        inputs = self.model.inputs_of
        return self._like(self._places(inputs(columns, rows)), self._places(inputs(columns, drawn)), drawn, most)  # fmt: skip

    def like_rows_of(
        self, table: Table, others: Table, known: Rows, *, most: int = 3, seed: int = 0
    ) -> tuple[tuple[LikeRow, ...], ...]:
        """The same for the rows of a table, among the `known` rows of another."""
        drawn = np.sort(np.random.default_rng(seed).permutation(known)[: self.most_rows])
        given, _ = self.model.inputs(others)
        among = {name: cells[drawn] for name, cells in given.items()}
        return self._like(self._places(self.model.inputs(table)[0]), self._places(among), drawn, most)  # fmt: skip

    def _like(self, own: Any, among: Any, rows: Rows, most: int) -> tuple[tuple[LikeRow, ...], ...]:
        found = []
        for one in own:
            share = self._share(one, among)
            best = np.argsort(-share, kind="stable")[:most]
            found.append(tuple(LikeRow(int(rows[at]), float(share[at])) for at in best))
        return tuple(found)

    def _share(self, one: Any, among: Any) -> Doubles:
        if self._trees is not None:
            return np.asarray((among == one).mean(axis=1))
        return np.asarray(np.exp(-np.abs(among - one).sum(axis=1)))

    def _places(self, given: Given) -> Any:
        """Of each row the leaf that it ends in, tree by tree, or what each column adds to its sums."""
        X = self._session.run([self._asked], given)[0]
        if self._trees is None:
            return (X[:, :, None] * self._weights[None]).reshape(len(X), -1)
        trees, at = self._trees, np.tile(self._starts, (len(X), 1))
        branch = trees["nodes_modes"] != b"LEAF"
        every = np.arange(len(X))[:, None]
        while (inner := branch[at]).any():
            seen = X[every, trees["nodes_featureids"][at]]
            below = (seen <= trees["nodes_values"].astype(np.float32)[at]) | (np.isnan(seen) & (trees["nodes_missing_value_tracks_true"][at] == 1))  # fmt: skip
            onward = np.where(
                below, trees["nodes_truenodeids"][at], trees["nodes_falsenodeids"][at]
            )
            at = np.where(inner, self._offsets[at] + onward, at)
        return at.astype(np.int32)
