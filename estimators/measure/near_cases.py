"""Cases that say nearly the same: of each such set one counts, the others are set aside.

The finder is that of the classifier's texts (`estimators.classifier.duplicates`, decision 0014): nearly the same letters, and
nearly the same meaning. Cases with the same words are the same whatever the finder says.
"""

from collections.abc import Sequence

from estimators.classifier.modality import TEXT
from estimators.classifier.progress import Cancelled, Progress
from estimators.measure.kind_scorers import label_key


def same_words(texts: Sequence[str]) -> dict[int, int]:
    """Of each text whose words stand earlier in the list already (spaces and capitals aside): the place of the first."""
    first: dict[str, int] = {}
    found = {}
    for at, text in enumerate(texts):
        words = label_key(text)
        place = first.setdefault(words, at) if words else at
        if place != at:
            found[at] = place
    return found


def near_copies(
    texts: Sequence[str], progress: Progress | None = None, cancelled: Cancelled | None = None
) -> dict[int, int]:
    """Of each text that nearly repeats an earlier one: the place of the earliest that stays.

    Reads a small network (about half a second for 500 messages): not for the thread of a window.
    """
    from estimators.classifier.duplicates import near_pairs
    from estimators.classifier.embedding import embed

    found = same_words(texts)
    kept = [at for at in range(len(texts)) if at not in found and texts[at].strip()]
    if len(kept) > 1:
        looked = [texts[at] for at in kept]
        seen = embed(looked, backbone=TEXT.scout, progress=progress, cancelled=cancelled)
        for one, other in near_pairs(seen):  # in order, so that what stays is known
            first = kept[one]
            found.setdefault(kept[other], found.get(first, first))
    return found
