"""A network inside a model file of a table, which reads the cells of a column one by one."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.sentence import tr
from estimators.classifier.arrays import Decoded, Singles
from estimators.classifier.backbone import session
from estimators.classifier.embedding import threads
from estimators.classifier.item import Item, read_bytes, reader_of
from estimators.classifier.model_file import unusable
from estimators.classifier.progress import Cancelled, Progress, each_result, report_nothing, stop_if
from estimators.classifier.remark import DataRemark
from estimators.classifier.unreadable import UnreadableItem
from estimators.table.cell_values import texts
from estimators.table.encoder import features_of, nothing
from estimators.table.table import TextColumn

if TYPE_CHECKING:
    import onnx


class FileNetwork:
    """Reads cells.

    - `model`: the network alone, as `encoder_graph.taken_apart` gives it. `name`: of the file, for messages.

    Raises `UserError` if it does not open, and, from `read`, if it breaks off.
    """

    def __init__(self, model: "onnx.ModelProto", modality: str, name: str) -> None:
        self.modality, self._name = modality, name
        self._reader = reader_of(modality)
        try:
            self._session = session(model.SerializeToString(), keep_memory=False)
        except Exception as error:  # onnxruntime raises its own kinds, which share no base class
            raise unusable(name, tr("It is damaged.")) from error
        self._empty = self._look(nothing(modality))

    def read(
        self,
        column: TextColumn,
        folder: Path | None,
        progress: Progress = report_nothing,
        cancelled: Cancelled | None = None,
    ) -> tuple[Singles, tuple[int, ...]]:
        """The features of each row, shape (rows, dimensions), and the rows whose cell cannot be read, which count as empty.

        - `folder`: in which the files are that cells name.

        Raises `WorkCancelled`.
        """
        cells = texts(column)

        def read(items: Sequence[Item]) -> tuple[Singles, dict[int, DataRemark]]:
            return self._each(items, column.name, progress, cancelled)

        features, problems = features_of(cells.words, self.modality, folder, read, self._empty)  # fmt: skip
        unread: NDArray[np.intp] = np.flatnonzero(np.isin(cells.codes, list(problems)))
        return features[cells.codes], tuple(unread.tolist())

    def _each(
        self, items: Sequence[Item], name: str, progress: Progress, cancelled: Cancelled | None
    ) -> tuple[Singles, dict[int, DataRemark]]:
        from joblib import delayed

        calls = (delayed(self._one)(item) for item in items)
        found: list[Any] = []
        results = each_result(calls, jobs=min(threads(), len(items)), require="sharedmem")
        with closing(results) as each:  # closed, so that cancelling ends the threads
            for one in each:
                found.append(one)
                progress(len(found), len(items), tr("Reading “{column}”", column=name))
                stop_if(cancelled)
        problems = {at: one for at, one in enumerate(found) if isinstance(one, DataRemark)}
        return np.concatenate([self._empty if at in problems else one for at, one in enumerate(found)]), problems  # fmt: skip

    def _one(self, item: Item) -> Singles | DataRemark:
        try:
            return self._look(self._reader.decode(read_bytes(item)))
        except UnreadableItem as error:
            return error.remark

    def _look(self, decoded: Decoded) -> Singles:
        try:
            said = self._session.run(None, {self._reader.input_name: np.ascontiguousarray(decoded)})[0]  # fmt: skip
        except Exception as error:  # as above
            raise unusable(self._name, tr("It breaks off.")) from error
        return np.asarray(said)
