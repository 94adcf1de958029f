"""Thin and lopsided classes."""

from collections import Counter

import numpy as np

from estimators.classifier.data_issue import DataIssue
from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.modality import modality_named

FEW = 15
IMBALANCE = 5.0


def class_warnings(examples: Examples, embeddings: Embeddings) -> tuple[DataIssue, ...]:
    """Classes with few readable examples, and one that outnumbers another by far."""
    modality = modality_named(examples.modality)
    readable = np.flatnonzero(embeddings.readable)
    counts = {
        **dict.fromkeys(examples.classes, 0),
        **Counter(examples.labels[int(position)] for position in readable),
    }
    found = [
        DataIssue((), f"“{name}” has only {modality.count(n)}; {FEW} are a fair start.")
        for name, n in sorted(counts.items())
        if n < FEW
    ]
    largest, smallest = max(counts, key=lambda k: counts[k]), min(counts, key=lambda k: counts[k])
    if counts[smallest] and counts[largest] / counts[smallest] >= IMBALANCE:
        times = counts[largest] / counts[smallest]
        why = f"“{largest}” has {times:.0f} times as many {modality.many} as “{smallest}”; rare classes get missed."
        found.append(DataIssue((), why))
    return tuple(found)
