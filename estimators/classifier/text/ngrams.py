"""Columns learned from the words and letters of the training texts themselves, for the classifier and its exported file.

Words and pairs of words, and runs of two to five letters within a word, count by term frequency and inverse document
frequency (https://nlp.stanford.edu/IR-book/html/htmledition/tf-idf-weighting-1.html), each kind at unit length; latent semantic analysis
(Deerwester et al. 1990) turns them into a few hundred columns. A term is known by a whole number made from its letters, so
that numpy here and onnxruntime in the file do the same arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Indices, Mask, Singles
from estimators.classifier.text.graph import TextGraph
from estimators.classifier.text.terms import Alphabet, add_terms, terms_of

if TYPE_CHECKING:
    import onnx
    from scipy.sparse import csr_array

MOST_COLUMNS = 400
_MOST_TERMS = 12_000
_MOST_READ = 5_000
_ALL_COUNT_BELOW = 300
"""Of fewer texts, a term counts that occurs in one; of more, it has to occur in two."""
_AT_ONCE = 1_000


@dataclass(frozen=True)
class NgramView:
    """Terms of some texts, fitted.

    - `keys`, array of shape (terms,), int64: what each term is known by, in rising order; those of letters are below
      zero.
    - `weights`, array of shape (terms,), float32: inverse document frequency.
    - `directions`, array of shape (terms, columns), float16: what turns term weights into columns.
    """

    alphabet: Alphabet
    keys: NDArray[np.int64]
    weights: Singles
    directions: NDArray[np.float16]

    @property
    def columns(self) -> int:
        return int(self.directions.shape[1])

    @classmethod
    def fit(cls, texts: Sequence[str], seed: int = 0) -> Self:
        """Learn the terms of training texts, of 5,000 of them if there are more.

        Raises
        ------
        ValueError
            If there are no texts.
        """
        if not len(texts):
            raise ValueError("There are no texts.")
        if len(texts) > _MOST_READ:
            some = np.random.default_rng(seed).choice(len(texts), _MOST_READ, replace=False)
            texts = [texts[int(position)] for position in np.sort(some)]
        alphabet = Alphabet.of(texts)
        document, key = terms_of(texts, alphabet)
        both = np.unique(np.stack([key, document]), axis=1)
        keys, frequency = np.unique(both[0], return_counts=True)
        enough = frequency >= _fewest_texts(len(texts))
        if enough.any():
            keys, frequency = keys[enough], frequency[enough]
        if len(keys) > _MOST_TERMS:
            most = np.sort(np.argsort(-frequency, kind="stable")[:_MOST_TERMS])
            keys, frequency = keys[most], frequency[most]
        idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
        none = np.zeros((len(keys), 0), np.float16)
        view = cls(alphabet, keys, idf.astype(np.float32), none)
        return cls(alphabet, keys, view.weights, _directions(view._table(texts), seed))

    def transform(self, texts: Sequence[str]) -> Singles:
        """The columns of texts, shape (n, columns), at most of unit length."""
        directions = self.directions.astype(np.float32)
        rows = [np.zeros((0, self.columns), np.float32)]
        for start in range(0, len(texts), _AT_ONCE):
            table = self._table(texts[start : start + _AT_ONCE])
            rows.append(np.asarray(table @ directions, np.float32))
        return np.concatenate(rows)

    def left_out(self, texts: Sequence[str], groups: Sequence[int] | Indices) -> Singles | None:
        """The columns that training texts would have if they, and all of their group, had not been learned from, (n, columns).

        A term that only the group has is then unknown, and what is left makes up the whole length. With the columns that
        they do have, a left-out text looks duller than a new one, and a temperature fitted on such texts is too sure.
        None of more than 5,000 texts: few terms are anyone's own then.
        """
        if len(texts) > _MOST_READ:
            return None
        owner = np.unique(np.asarray(groups), return_inverse=True)[1]
        row, column, _ = self._counts(texts)
        pairs = np.unique(np.stack([column, owner[row]]), axis=1)
        others = np.bincount(pairs[0], minlength=len(self.keys)) - 1
        learned = others >= _fewest_texts(len(texts))
        directions = self.directions.astype(np.float32)
        return np.asarray(self._table(texts, learned) @ directions, np.float32)

    def _counts(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Which text has which known term, and how often."""
        document, key = terms_of(texts, self.alphabet)
        column = np.searchsorted(self.keys, key)
        known = self.keys[np.minimum(column, len(self.keys) - 1)] == key
        place = document[known] * np.int64(len(self.keys)) + column[known]
        place, count = np.unique(place, return_counts=True)
        return place // len(self.keys), place % len(self.keys), count

    def _table(self, texts: Sequence[str], counting: Mask | None = None) -> "csr_array":
        """Weights of the terms that are `counting`, shape (n, terms); words and letters each of unit length, by the root of two."""
        from scipy.sparse import csr_array

        row, column, count = self._counts(texts)
        if counting is not None:
            kept = counting[column]
            row, column, count = row[kept], column[kept], count[kept]
        weight = (1 + np.log(count.astype(np.float32))) * self.weights[column]
        of_letters = (self.keys[column] < 0).astype(np.int64)
        squares = np.bincount(2 * row + of_letters, weight**2, minlength=2 * len(texts))
        weight /= np.sqrt(2 * squares)[2 * row + of_letters].astype(np.float32)
        shape = (len(texts), len(self.keys))
        return csr_array((weight, (row, column)), shape=shape, dtype=np.float32)

    def graph(self) -> "onnx.ModelProto":
        """What `transform` does of one text: from `text`, string [1], to `features`, float32 [1, columns]."""
        g = TextGraph()
        c = g.constant
        column = add_terms(g, self.alphabet, self.keys)
        # One term more, which every text has and which counts for nothing: no sum is ever empty.
        counts = np.zeros(len(self.keys) + 1, np.float32)
        counts[-1] = 1
        ones = g.cast(g.node("Greater", column, c(-2)), np.float32)
        count = g.summed(c(counts, np.float32), column, ones)
        here = g.node("Reshape", g.node("NonZero", count), c([-1]))
        tf = g.node("Add", g.node("Log", g.node("Gather", count, here)), c(1, np.float32))
        weights = c(np.append(self.weights, 1), np.float32)
        weight = g.node("Mul", tf, g.node("Gather", weights, here))
        kinds = np.append(self.keys < 0, False).astype(np.float32)
        of_letters = g.node("Gather", c(kinds, np.float32), here)
        of_words = g.node("Sub", c(1, np.float32), of_letters)
        last = g.node("Cast", g.node("Equal", here, c(len(self.keys))), to=1)
        of_words = g.node("Sub", of_words, last)
        parts = []
        for kind in (of_letters, of_words):
            part = g.node("Mul", weight, kind)
            square = g.node("ReduceSum", g.node("Mul", part, part), c([0]), keepdims=1)
            length = g.node("Sqrt", g.node("Mul", square, c(2, np.float32)))
            parts.append(g.node("Div", part, g.node("Max", length, c(1e-12, np.float32))))
        row = g.node("Unsqueeze", g.node("Add", *parts), c([0]))
        padded = np.vstack([self.directions, np.zeros((1, self.columns), np.float16)])
        directions = g.cast(g.node("Gather", c(padded, np.float16), here), np.float32)
        return g.model(g.node("MatMul", row, directions), "features", "float32", [1, self.columns])


def _fewest_texts(n: int) -> int:
    """In how many of n texts a term has to occur to count."""
    return 1 if n < _ALL_COUNT_BELOW else 2


def _directions(table: "csr_array", seed: int) -> NDArray[np.float16]:
    """Right singular vectors of the term weights, shape (terms, columns); all of them where the texts are few."""
    from sklearn.utils.extmath import randomized_svd

    n, terms = table.shape
    most = min(n, terms, MOST_COLUMNS)
    if n <= 2 * MOST_COLUMNS:
        squares, left = np.linalg.eigh((table @ table.T).toarray().astype(np.float64))
        lengths = np.sqrt(np.maximum(squares[::-1][:most], 0))
        kept = lengths > 1e-3 * max(float(lengths[0]), 1e-12)
        if not kept.any():
            return np.zeros((terms, 1), np.float16)
        left = left[:, ::-1][:, :most][:, kept]
        right = np.asarray(table.T @ left) / lengths[kept]
    else:
        right = randomized_svd(table, most, n_iter=2, random_state=seed)[2].T
    return np.asarray(right, np.float16)
