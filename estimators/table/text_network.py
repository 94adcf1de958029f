"""Which network reads a column of many different sentences: the slow one only where it may say more of the answer than the scout.

Of some rows to learn from both read the sentences; what each says of rows left out is compared row by row. The scout takes a
hundredth of the time, and most columns of sentences say either nothing or what a few words say.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.embedding import EmbeddingCache, embed
from estimators.classifier.modality import TEXT
from estimators.classifier.progress import Cancelled, Progress
from estimators.table.encoded_input import fit_plain, left_out_errors
from estimators.table.target import ColumnData, Doubles, RowTarget

_MANY, _ASKED = 4_000, 1_000
"""Of fewer different sentences the slow network reads all; so many rows are asked."""
_WORTH = 0.02
"""Of the error on rows left out; what may be more than that is worth its time."""
_NINETEEN_IN_TWENTY = 1.645
Rows = NDArray[np.intp]


def text_network(
    data: ColumnData,
    usual: str,
    target: RowTarget,
    rows: Rows,
    *,
    cache: EmbeddingCache,
    progress: Progress,
    cancelled: Cancelled | None = None,
) -> str:
    """`usual`, or the scout where it is as good for these rows, which are those to learn from: no other answer is looked at."""
    assert data.codes is not None
    filled = rows[(data.codes[rows] >= 0) & target.known[rows]]
    if usual == TEXT.scout or len(data.words) <= _MANY or len(filled) < _ASKED:
        return usual
    asked = np.sort(np.random.default_rng(0).permutation(filled)[:_ASKED])
    found: Mapping[str, Doubles] = {
        name: _errors(
            data, name, target, asked, cache=cache, progress=progress, cancelled=cancelled
        )
        for name in (TEXT.scout, usual)
    }
    less = found[TEXT.scout] - found[usual]
    most = float(less.mean()) + _NINETEEN_IN_TWENTY * float(less.std()) / np.sqrt(len(less))
    return TEXT.scout if most <= _WORTH * found[TEXT.scout].mean() else usual


def _errors(
    data: ColumnData,
    network: str,
    target: RowTarget,
    asked: Rows,
    *,
    cache: EmbeddingCache,
    progress: Progress,
    cancelled: Cancelled | None,
) -> Doubles:
    assert data.codes is not None
    words, places = np.unique(data.codes[asked], return_inverse=True)
    texts = tuple(data.words[word] for word in words.tolist())
    seen = embed(texts, backbone=network, cache=cache, progress=progress, cancelled=cancelled)
    few = replace(data, codes=places.astype(np.int32), words=texts, features=seen.features, network=network)  # fmt: skip
    every = np.arange(len(asked))
    values = target.values[asked]
    if target.task == "number":
        answers, labels = values[:, None], np.zeros(len(asked), np.intp)
    else:
        labels = values.astype(np.intp)
        answers = np.eye(len(target.classes))[labels]
    return left_out_errors(fit_plain(few, every).block(few, every), answers, labels, 0)
