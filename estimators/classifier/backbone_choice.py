"""Which backbone suits these examples? Asked of the training examples alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import BESIDE
from estimators.classifier.embedding import EmbeddingCache, Embeddings
from estimators.classifier.modality import TEXT, modality_named
from estimators.classifier.progress import Cancelled, Progress

AUTO = "auto"
NGRAMS = "ngrams"


@dataclass(frozen=True)
class BackboneChoice:
    """The chosen backbones.

    Attributes
    ----------
    backbone : str
        One name, or several joined by "+".
    ngrams : bool
        Whether columns learned from the words of the training texts stand beside them.
    why : str
        One sentence for the person; empty where there was nothing to choose.
    """

    backbone: str
    ngrams: bool = False
    why: str = ""

    @property
    def name(self) -> str:
        return f"{self.backbone}{BESIDE}{NGRAMS}" if self.ngrams else self.backbone


def choose_backbone(
    wanted: str,
    seen: Embeddings,
    labels: NDArray[np.str_],
    groups: NDArray[np.intp],
    *,
    seed: int = 0,
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BackboneChoice:
    """The backbone to train with.

    Parameters
    ----------
    wanted : str
        A name ("a", "a+b", "a+ngrams"), or "auto" for the usual one; of texts, the best by cross-validation.
    seen : Embeddings
        The training examples by the modality's scout, which has looked at everything already.
    labels, groups : arrays of shape (n,)
    """
    if wanted != AUTO:
        names = wanted.split(BESIDE)
        return BackboneChoice(BESIDE.join(n for n in names if n != NGRAMS), NGRAMS in names)
    modality = modality_named(seen.modality)
    if modality is not TEXT:
        return BackboneChoice(modality.backbones[0])
    from estimators.classifier.text.network_selection import select_networks

    won = select_networks(
        seen.texts, labels, groups, seed, cache=cache, progress=progress, cancelled=cancelled
    )
    names = won.backbone.split(BESIDE)
    return BackboneChoice(BESIDE.join(n for n in names if n != NGRAMS), NGRAMS in names, won.why)
