"""Made examples in a training: of thin classes only, measured on what is learned from alone, and used where they help."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.classifier.backbone import Features, View, backbone_named
from estimators.classifier.backbone_choice import NGRAMS, BackboneChoice
from estimators.classifier.embedding import Embeddings
from estimators.classifier.item import Item
from estimators.classifier.modality import modality_named
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.synthetic_data import (
    Synthetic,
    make_synthetic,
    measure_augmentation,
)
from estimators.classifier.training_result import Augmentation, AugmentationEffect

if TYPE_CHECKING:
    from estimators.classifier.head.head import CalibratedHead

OFF, AUTO, ON = "off", "auto", "on"
MODES = (OFF, AUTO, ON)
THIN = 50
"""A class of so many real examples is no longer thin: with 20 a class the gain was within noise already (decision 0093)."""


def augment(
    mode: str,
    items: Sequence[Item],
    embeddings: Embeddings,
    labels: NDArray[np.str_],
    groups: NDArray[np.intp],
    *,
    chosen: BackboneChoice,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Synthetic | None, Augmentation]:
    """Make variants of the examples of thin classes, and say whether to learn from them.

    Parameters
    ----------
    mode : str
        "auto" or "on".
    items, embeddings, labels, groups : of n training examples, all readable
        The embeddings by `chosen.backbone`. Test examples have no place here.

    Returns
    -------
    Synthetic or None
        What to learn from beside the real examples; its features are those of the backbone alone.
    Augmentation
    """
    names, counts = np.unique(labels, return_counts=True)
    thin = [str(name) for name, n in zip(names, counts, strict=True) if n < THIN]
    if not thin:
        many = modality_named(embeddings.modality).many
        return None, _nothing(mode, f"Every class has {THIN} {many} or more, so none were made.")
    made = make_synthetic(
        items,
        labels,
        groups,
        backbone=chosen.backbone,
        classes=thin,
        seed=seed,
        progress=progress,
        cancelled=cancelled,
    )
    if not len(made):
        return None, _nothing(mode, "No variants could be made.")
    effect: AugmentationEffect | None = None
    try:
        features, views, columns = _columns(made, embeddings, chosen, seed)
        effect = measure_augmentation(
            features,
            labels,
            groups,
            replace(made, features=columns),
            make_head=lambda: _quick_head(views),
            seed=seed,
            cancelled=cancelled,
        )
        measured = effect.sentence
    except UserError as error:  # a class has a single group
        measured = error.what
    used = mode == ON or (effect is not None and effect.helped)
    parents = len(set(made.parents.tolist()))
    fate = "They were learned from" if used else "They were not used"
    against = " all the same" if used and not (effect and effect.helped) else ""
    sentence = f"{digits(len(made))} variants were made of {digits(parents)} examples. {measured} {fate}{against}."
    return made if used else None, Augmentation(
        mode,
        used,
        len(made),
        parents,
        effect.gain if effect else None,
        effect.low if effect else None,
        effect.high if effect else None,
        effect.n if effect else 0,
        sentence,
    )


def _nothing(mode: str, sentence: str) -> Augmentation:
    return Augmentation(mode, False, 0, 0, None, None, None, 0, sentence)


def _columns(
    made: Synthetic, embeddings: Embeddings, chosen: BackboneChoice, seed: int
) -> tuple[Features, tuple[View, ...], Features]:
    """What a head sees of the real ones, its views, and what it sees of the made ones."""
    views, features = backbone_named(chosen.backbone).views, embeddings.features
    if not chosen.ngrams:
        return features, views, made.features
    from estimators.classifier.text.ngrams import NgramView

    terms = NgramView.fit(embeddings.texts, seed=seed)
    width = features.shape[1]
    views = (*views, View(NGRAMS, width, width + terms.columns, "plain"))
    beside = np.hstack([features, terms.transform(embeddings.texts)])
    return beside, views, np.hstack([made.features, terms.transform(made.texts)])


def _quick_head(views: tuple[View, ...]) -> "CalibratedHead":
    from estimators.classifier.head.head import CalibratedHead

    return CalibratedHead(
        views=views, folds=2
    )  # only the answers count here, not how sure they are
