"""The real thing: learns from a few labelled photos, texts, sounds or clips, on this computer."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from estimators.classifier.arrays import Doubles, Labels, Singles
from estimators.classifier.backbone import View, backbone_named, hand_back_memory
from estimators.classifier.backbone_choice import AUTO as BEST
from estimators.classifier.backbone_choice import NGRAMS, choose_backbone
from estimators.classifier.embedding import EmbeddingCache, Embeddings, MemoryCache, embed
from estimators.classifier.export import model_bytes, write_model
from estimators.classifier.grouping.groups import find_groups
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.item import Item, cannot_read
from estimators.classifier.modality import AUTO, TEXT, Modality, modality_named, modality_of
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.training_data import require_classes
from estimators.classifier.training_fingerprints import TrainingFingerprints

if TYPE_CHECKING:
    from estimators.classifier.augmentation import Synthetic


class LocalClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Answers "which of these classes is it, and how sure are you?" from 15 or more labelled examples a class.

    A pretrained network turns each example into features (of photos: EfficientNet-Lite0, https://arxiv.org/abs/1905.11946);
    a calibrated head on them is all that is learned (`CalibratedHead`). Items are texts (`str`), paths, or the bytes of
    a file. `docs/method-classifier.md` explains the choices.

    Parameters
    ----------
    modality : str
        "photo", "text", "sound" or "video"; "auto" looks at the items.
    backbone : str
        Name of the pretrained network, or several joined by "+"; "auto" for the usual one, of texts for the best by
        cross-validation; "quick" for what looks at everything first, and nothing beside it.
    random_state : int
        Seed of the cross-validation folds; the same seed and items give the same model.
    cache : EmbeddingCache, optional
        Where features are kept between trainings.

    Attributes
    ----------
    classes_ : array of shape (classes,)
        As they were given, in order: numbers stay numbers. The exported file has their names.
    head_ : CalibratedHead
    modality_ : str
    backbone_ : str
        What was used, without the n-grams.
    ngrams_ : NgramView or None
        Of texts: columns learned from the training texts.
    columns_ : array of shape (classes,)
        Where each class stands among those of `head_`.
    learned_from_ : TrainingFingerprints
        Prints of the examples that were learned from, which travel in the file.
    """

    def __init__(
        self,
        *,
        modality: str = AUTO,
        backbone: str = BEST,
        random_state: int = 0,
        cache: EmbeddingCache | None = None,
    ) -> None:
        self.modality = modality
        self.backbone = backbone
        self.random_state = random_state
        self.cache = cache

    def fit(
        self,
        items: Sequence[Item],
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
        modality = self._modality(items)
        given = list(np.asarray(labels, dtype=object))
        names = np.asarray([str(label) for label in given])
        if len(items) != len(names):
            raise ValueError(f"There are {len(items)} items but {len(names)} labels.")
        listed = _as_items(items, modality)
        # The scout may be one of the looks of the backbone.
        cache = MemoryCache() if self.cache is None else self.cache
        how: dict[str, Any] = {"cache": cache, "progress": progress, "cancelled": cancelled}
        seen = embed(listed, backbone=modality.scout, **how)
        kept = np.flatnonzero(seen.readable)
        seen, names = seen.take(kept), names[kept]
        require_classes(set(names.tolist()), modality)
        listed = [listed[position] for position in kept]
        paths = [str(item) if isinstance(item, Path) else "" for item in listed]
        owned = None if groups is None else np.asarray(groups)[kept]
        belongings = find_groups(seen, names, paths, owned).ids
        chosen = choose_backbone(
            self.backbone, seen, names, belongings, seed=self.random_state, **how
        )
        if chosen.backbone != modality.scout:
            seen = embed(listed, backbone=chosen.backbone, **how)
        self.fit_embeddings(seen, names, belongings, backbone=chosen.backbone, ngrams=chosen.ngrams)
        as_given = dict(zip(names.tolist(), (given[at] for at in kept.tolist()), strict=True))
        classes = np.array([as_given[name] for name in self.head_.classes_.tolist()])
        if classes.dtype.kind in "biuf":  # "10" stands before "2", 10 after 2
            self.columns_ = classes.argsort()
            self.classes_ = classes[self.columns_]
        return self

    def fit_embeddings(
        self,
        embeddings: Embeddings,
        labels: Labels,
        groups: ArrayLike,
        *,
        backbone: str,
        ngrams: bool = False,
        made: "Synthetic | None" = None,
    ) -> Self:
        """As `fit`, from the embeddings of readable items by `backbone`; what a retraining on cached features costs.

        `groups` number what belongs together (`find_groups`); with `ngrams`, the texts' own words count too. Synthetic
        examples (`made`) are learned from, but nothing is calibrated on them.
        """
        network = backbone_named(backbone)
        self.modality_ = network.modality
        require_classes(set(labels.tolist()), modality_named(network.modality))
        self.backbone_, self.ngrams_ = backbone, None
        views = network.views
        if ngrams:
            from estimators.classifier.text.ngrams import NgramView

            self.ngrams_ = NgramView.fit(embeddings.texts, seed=self.random_state)
            width = network.dimensions
            columns = self.ngrams_.transform(embeddings.texts[:1]).shape[1]
            views = (*views, View(NGRAMS, width, width + columns, "plain"))
        self.head_ = CalibratedHead(views=views, random_state=self.random_state)
        background = None
        if network.modality == TEXT.name:
            from estimators.classifier.text.background import background_features

            background = background_features(backbone)
        X, unseen = self.columns(embeddings), None
        if self.ngrams_ is not None:
            columns = self.ngrams_.left_out(embeddings.texts, np.asarray(groups))
            unseen = None if columns is None else np.hstack([embeddings.features, columns])
            hand_back_memory()
        if made is None:
            self.head_.fit(X, labels, groups=groups, unseen=unseen, background=background)
        else:
            more = made.features
            if self.ngrams_ is not None:
                more = np.hstack([more, self.ngrams_.transform(made.texts)])
            self.head_.fit(
                np.vstack([X, more]),
                np.concatenate([labels, made.labels]),
                groups=np.concatenate([np.asarray(groups), made.groups]),
                scored=np.arange(len(labels) + len(made)) < len(labels),
                unseen=None if unseen is None else np.vstack([unseen, more]),
                background=background,
            )
        self.classes_, self.columns_ = self.head_.classes_, np.arange(len(self.head_.classes_))
        self.learned_from_ = TrainingFingerprints.of(embeddings.keys, embeddings.fingerprints)
        self.groups_ = np.asarray(groups)
        return self

    def columns(self, embeddings: Embeddings) -> Singles:
        """What the head sees: the features, with the n-grams beside them, shape (n, dimensions)."""
        if self.ngrams_ is None:
            return embeddings.features
        return np.hstack([embeddings.features, self.ngrams_.transform(embeddings.texts)])

    def predict_proba(self, items: Sequence[Item]) -> Doubles:
        """Calibrated probabilities, shape (n, classes).

        Raises
        ------
        UserError
            If an item cannot be read.
        """
        return self.head_.predict_proba(self._features(items))[:, self.columns_]

    def predict(self, items: Sequence[Item]) -> NDArray[Any]:
        """The most probable class of each item."""
        return np.asarray(self.classes_[self.predict_proba(items).argmax(axis=1)])

    def abstains(self, items: Sequence[Item]) -> list[bool]:
        """For each item, whether "I don't know" is the better answer: it is strange, or torn between classes."""
        features = self._features(items)
        unknown = self.head_.abstains(
            self.head_.predict_proba(features), self.head_.out_of_distribution_score(features)
        )
        return [bool(value) for value in unknown]

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
        return model_bytes(
            self.head_,
            backbone_named(self.backbone_),
            card or {},
            self.ngrams_,
            learned_from=self.learned_from_,
        )

    def _features(self, items: Sequence[Item]) -> Singles:
        check_is_fitted(self)
        modality = modality_named(self.modality_)
        listed = _as_items(items, modality)
        embeddings = embed(listed, backbone=self.backbone_, cache=self.cache)
        for position, why in embeddings.problems.items():
            raise cannot_read(listed[position], why.sentence, modality.one)
        return self.columns(embeddings)

    def _modality(self, items: Sequence[Item]) -> Modality:
        """A str counts as text unless another kind was asked for or it names a file that is there."""
        if self.modality != AUTO:
            return modality_named(self.modality)
        if any(isinstance(item, str) and not _names_a_file(item) for item in items):
            return modality_named("text")
        return modality_of([Path(item) for item in items if isinstance(item, str | Path)])

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "head_")


def _as_items(items: Sequence[Item], modality: Modality) -> list[Item]:
    """A str is the name of a file where the examples are not texts, and where it is the name of one that is there."""
    text = modality.name == "text"
    return [
        Path(item) if isinstance(item, str) and (not text or _names_a_file(item)) else item
        for item in items
    ]


def _names_a_file(text: str) -> bool:
    try:
        return len(text) < 500 and Path(text).is_file()
    except (OSError, ValueError):  # longer than a name can be, or with a NUL in it
        return False
