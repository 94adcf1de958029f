"""Which class's next example gains most?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimators.classifier.progress import Cancelled, Progress, stop_if
from estimators.data_sufficiency.measurement import (
    MakeHead,
    checked_embeddings,
    coded_groups,
    score_head,
)
from estimators.data_sufficiency.subsets import LEARN_SHARE, coded_labels, draw_subset

SURE = 1.645
"""Standard errors of a 90 % interval."""


@dataclass(frozen=True)
class ClassGain:
    """Accuracy (0 to 1, over all classes) that one more example of a class brings, with its 90 % interval.

    `examples` of the class are labelled; `repeats` random splits were tried.
    """

    name: str
    examples: int
    gain_per_example: float
    low: float
    high: float
    repeats: int

    def to_json(self) -> dict[str, str | int | float]:
        """The gain as the command line prints it."""
        return {
            "class": self.name,
            "examples": self.examples,
            "gain_per_example": self.gain_per_example,
            "low": self.low,
            "high": self.high,
            "repeats": self.repeats,
        }


def class_gains(
    embeddings: ArrayLike,
    labels: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    repeats: int = 5,
    random_state: int = 0,
    make_head: MakeHead | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[ClassGain]:
    """Measure what each class's examples are worth, most valuable first.

    Empty if the groups allow fewer than two splits.

    Each split is learned once with all and, for each class, once with half of its examples; the same
    examples are tested. If accuracy rises with the logarithm of a class's count k, the next example is
    worth (all - half) / (k ln 2). The interval allows for splits that share examples (Nadeau and Bengio
    2003, https://doi.org/10.1023/A:1024068626366).
    """
    X = checked_embeddings(embeddings, normal=make_head is None)
    names, codes = coded_labels(labels, len(X))
    members = coded_groups(groups, len(X))
    size = max(int(LEARN_SHARE * len(X)), 2)
    drops: list[list[float]] = []
    ratios: list[float] = []
    for repeat in range(repeats):
        rng = np.random.default_rng((random_state, repeat))
        split = draw_subset(size, codes, members, rng)
        if split is None:
            continue
        learn, test = split
        whole = score_head(X, codes, learn, test, make_head)
        ratios.append(len(test) / len(learn))
        drops.append([])
        for c, name in enumerate(names):
            stop_if(cancelled)
            own = rng.permutation(learn[codes[learn] == c])
            kept = np.setdiff1d(learn, own[len(own) // 2 + len(own) % 2 :], assume_unique=True)
            drops[-1].append(whole - score_head(X, codes, kept, test, make_head))
            if progress is not None:
                done = repeat * len(names) + c + 1
                progress(done, repeats * len(names), f"Learning with fewer of “{name}”")
    if len(drops) < 2:
        return []
    lost = np.asarray(drops)
    counts = np.bincount(codes)
    per_example = 1 / (counts * LEARN_SHARE * np.log(2))
    mean = lost.mean(axis=0) * per_example
    # That all splits agree to the last example would be luck: at least one could have fallen otherwise.
    floor = 1 / max(len(X) * (1 - LEARN_SHARE), 1)
    spread = np.maximum(lost.std(axis=0, ddof=1), floor)
    error = spread * np.sqrt(1 / len(lost) + np.mean(ratios)) * per_example
    gains = [
        ClassGain(
            name,
            int(counts[c]),
            float(mean[c]),
            float(mean[c] - SURE * error[c]),
            float(mean[c] + SURE * error[c]),
            len(lost),
        )
        for c, name in enumerate(names)
    ]
    return sorted(gains, key=lambda gain: -gain.gain_per_example)
