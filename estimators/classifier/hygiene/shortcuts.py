"""What predicts the class on its own although it should not matter: size, format, camera, date, background, length.

A model that learns a shortcut is right for the wrong reason (Geirhos et al., https://arxiv.org/abs/2004.07780), and its
accuracy says little about photos from elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from estimators.classifier.arrays import Doubles, Indices
from estimators.classifier.attributes import BORDER
from estimators.classifier.data_issue import NOT_ALL, WHETHER, DataIssue
from estimators.classifier.embedding import Embeddings
from estimators.classifier.hygiene.out_of_fold import CrossValidatedAnswers, balanced
from estimators.classifier.issue_remark import shortcut
from estimators.classifier.modality import modality_named

_TECHNICAL, _OF_THE_SCENE = 0.3, 0.5
"""Share of the model's way from chance to its accuracy that a fact has to go on its own to be worth a look."""
_BEYOND_CHANCE = 4.0  # standard errors: a dozen facts are tried on every set
_FEWEST = 40


@dataclass(frozen=True)
class _Attribute:
    """Something that may predict the class, as `remark.shortcut` calls it, with its columns (n, c)."""

    name: str
    columns: Doubles
    technical: bool
    "Of the file or the camera, rather than of what is in front of it."


def shortcuts(embeddings: Embeddings, answers: CrossValidatedAnswers) -> tuple[DataIssue, ...]:
    """Facts that predict the class far beyond chance, the strongest first, each with its cross-validated accuracy.

    Accuracy here is the mean over the classes, so chance is one in k; the interval is two standard errors wide to
    either side.
    """
    codes, k = answers.codes, len(answers.classes)
    if len(codes) < _FEWEST:
        return ()
    model = answers.balanced_accuracy
    chance = 1.0 / k
    found = []
    for attribute in _attributes(embeddings.take(answers.kept)):
        guesses = _guess(attribute.columns, codes, answers.folds)
        accuracy = balanced(codes, guesses)
        error = _standard_error(codes, guesses)
        share = (accuracy - chance) / max(model - chance, 1e-9)
        least = _TECHNICAL if attribute.technical else _OF_THE_SCENE
        if accuracy - _BEYOND_CHANCE * error > chance and share >= least:
            low, high = max(0.0, accuracy - 2 * error), min(1.0, accuracy + 2 * error)
            why = shortcut(
                attribute.name,
                embeddings.modality,
                len(codes),
                accuracy=float(accuracy),
                low=float(low),
                high=float(high),
                chance=chance,
                model=float(model),
            )
            advice = NOT_ALL if attribute.technical else WHETHER
            found.append((share, DataIssue((), why, advice=advice)))
    found.sort(key=lambda one: -one[0])
    return tuple(finding for _, finding in found)


def _attributes(embeddings: Embeddings) -> Iterator[_Attribute]:
    modality = modality_named(embeddings.modality)
    first, second = embeddings.sizes.T
    if modality.name == "text":
        yield _Attribute("length", np.log1p(first)[:, None], technical=False)
        return
    yield from _columns(embeddings, "format", ("format",), technical=True)
    if modality.name == "photo":
        yield _Attribute("size", np.log(np.maximum(embeddings.sizes, 1)), technical=True)
        ratio = np.log(np.maximum(first, 1) / np.maximum(second, 1))
        yield _Attribute("shape", ratio[:, None], technical=True)
        for name in ("jpeg_quality", "camera", "taken_day", "taken_second"):
            yield from _columns(embeddings, name, (name,), technical=True)
    if modality.name in ("photo", "video"):
        yield from _columns(embeddings, "border", BORDER, technical=False)
        yield from _columns(embeddings, "brightness", ("brightness",), technical=False)
    if modality.name in ("sound", "video"):
        seconds = np.log(np.maximum(first, 1e-3))
        yield _Attribute("length", seconds[:, None], technical=False)
    yield from _columns(embeddings, "loudness", ("loudness",), technical=False)


def _columns(
    embeddings: Embeddings, name: str, names: tuple[str, ...], *, technical: bool
) -> Iterator[_Attribute]:
    """The fact, where it is known of most."""
    columns = np.stack([embeddings.attribute(column) for column in names], axis=1)
    if np.isfinite(columns).all(axis=1).mean() > 0.5:
        yield _Attribute(name, np.nan_to_num(columns, nan=-1.0), technical)


def _guess(columns: Doubles, codes: Indices, folds: Indices) -> Indices:
    """The class by the fact alone, from a small tree that had not seen the example."""
    from sklearn.tree import DecisionTreeClassifier

    guesses = np.zeros(len(codes), dtype=np.intp)
    k = int(codes.max()) + 1
    if (columns == columns[0]).all():
        return guesses
    tree = DecisionTreeClassifier(
        max_leaf_nodes=max(8, 3 * k),
        min_samples_leaf=max(3, len(codes) // (20 * k)),
        class_weight="balanced",
        random_state=0,
    )
    for number in range(folds.max() + 1):
        out = folds == number
        guesses[out] = tree.fit(columns[~out], codes[~out]).predict(columns[out])
    return guesses


def _standard_error(codes: Indices, guesses: Indices) -> float:
    """Of the mean over the classes."""
    counts = np.bincount(codes)
    right = (np.bincount(codes, weights=guesses == codes) + 1) / (counts + 2)
    return float(np.sqrt((right * (1 - right) / counts).sum()) / len(counts))
