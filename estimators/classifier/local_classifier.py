"""The real thing: learns from a few labelled photos, on this computer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from estimators.classifier.backbone import backbone_named
from estimators.classifier.duplicates import group_belongings
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.export import model_bytes, write_model
from estimators.classifier.head import CalibratedHead
from estimators.classifier.modality import AUTO, modality_named, modality_of
from estimators.classifier.photos import Item
from estimators.classifier.progress import Cancelled, Progress
from estimators.errors import UserError


class LocalClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Answers "which of these classes is it, and how sure are you?" from 15 or more labelled photos a class.

    A pretrained network turns each photo into features (EfficientNet-Lite0, https://arxiv.org/abs/1905.11946); a
    calibrated logistic regression on them is all that is learned (`CalibratedHead`). Items are paths, or the bytes of a
    file. `docs/method-classifier.md` explains the choices.

    Parameters
    ----------
    modality : str
        "photo", or "auto" to look at the items. Other kinds raise a UserError that says what can be done.
    backbone : str
        Name of the pretrained network.
    random_state : int
        Seed of the cross-validation folds; the same seed and items give the same model.
    cache : EmbeddingCache, optional
        Where features are kept between trainings.

    Attributes
    ----------
    classes_ : array of shape (classes,), str
    head_ : CalibratedHead
    modality_ : str
    """

    def __init__(
        self,
        *,
        modality: str = AUTO,
        backbone: str = "efficientnet-lite0",
        random_state: int = 0,
        cache: EmbeddingCache | None = None,
    ) -> None:
        self.modality = modality
        self.backbone = backbone
        self.random_state = random_state
        self.cache = cache

    def fit(
        self,
        items: Sequence[Item | str],
        labels: ArrayLike,
        groups: ArrayLike | None = None,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Self:
        """Learn from items and their labels; duplicates among the items are found and kept together in every fold.

        Parameters
        ----------
        items : sequence of Path or bytes
            Unreadable ones are left out.
        labels : array-like of shape (n,)
        groups : array-like of shape (n,), optional
            Further belongings, such as one id per burst or patient.

        Raises
        ------
        UserError
            If there are fewer than two classes with readable items, or items of a kind it cannot learn from.
        """
        photos = self._photos(items)
        names = np.asarray([str(label) for label in np.asarray(labels, dtype=object)])
        if len(photos) != len(names):
            raise ValueError(f"There are {len(photos)} items but {len(names)} labels.")
        embeddings = embed(
            photos, backbone=self.backbone, cache=self.cache, progress=progress, cancelled=cancelled
        )
        kept = np.flatnonzero(embeddings.readable)
        extra = None if groups is None else np.asarray(groups)[kept]
        return self.fit_embeddings(embeddings.take(kept), names[kept], extra)

    def fit_embeddings(
        self, embeddings: Embeddings, labels: NDArray[np.str_], groups: ArrayLike | None = None
    ) -> Self:
        """As `fit`, from embeddings of readable items; this is what a retraining on cached features costs."""
        self.modality_ = backbone_named(self.backbone).modality
        if len(np.unique(labels)) < 2:
            raise UserError(
                "There is only one class to learn."
                if len(labels)
                else "There is nothing to learn from.",
                "Telling things apart needs at least two classes with readable photos.",
                "Add photos of another class.",
            )
        belongings = group_belongings(embeddings, groups)
        self.head_ = CalibratedHead(random_state=self.random_state)
        self.head_.fit(embeddings.features, labels, groups=belongings)
        self.classes_ = self.head_.classes_
        self.groups_ = belongings
        return self

    def predict_proba(self, items: Sequence[Item | str]) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (n, classes).

        Raises
        ------
        UserError
            If an item cannot be read.
        """
        return self.head_.predict_proba(self._features(items))

    def predict(self, items: Sequence[Item | str]) -> NDArray[Any]:
        """The most probable class of each item."""
        return self.head_.predict(self._features(items))

    def abstains(self, items: Sequence[Item | str]) -> list[bool]:
        """For each item, whether it is so unlike the training photos that "I don't know" is the better answer."""
        strangeness = self.head_.strangeness(self._features(items))
        threshold = self.head_.threshold_
        return [threshold is not None and value > threshold for value in strangeness.tolist()]

    def export(self, path: Path | str) -> None:
        """Write the model as one ONNX file, whole or not at all (see `export.model_bytes` for what is in it).

        Raises
        ------
        UserError
            If it cannot be written.
        """
        write_model(Path(path), self.to_bytes())

    def to_bytes(self, card: dict[str, Any] | None = None) -> bytes:
        """The bytes that `export` writes."""
        check_is_fitted(self)
        return model_bytes(self.head_, backbone_named(self.backbone), card or {})

    def _features(self, items: Sequence[Item | str]) -> NDArray[np.float32]:
        check_is_fitted(self)
        photos = self._photos(items)
        embeddings = embed(photos, backbone=self.backbone, cache=self.cache)
        for position, why in embeddings.problems.items():
            item = photos[position]
            name = f"“{item.name}”" if isinstance(item, Path) else "The photo that was sent"
            raise UserError(f"{name} can’t be read.", why, "Use another photo.")
        return embeddings.features

    def _photos(self, items: Sequence[Item | str]) -> list[Item]:
        """The items as photos; a str counts as text unless photos were asked for or it names a photo that is there."""
        paths = [Path(item) for item in items if isinstance(item, str | Path)]
        if self.modality == AUTO:
            texts = [item for item in items if isinstance(item, str) and not _names_a_file(item)]
            modality = "text" if texts else modality_of(paths).name
        else:
            modality = self.modality
        modality_named(modality)
        return [Path(item) if isinstance(item, str) else item for item in items]

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "head_")


def _names_a_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # longer than a name can be, or with a NUL in it
        return False
