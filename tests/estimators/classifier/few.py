"""A part of the examples of a data set."""

from estimators.classifier.examples import Examples


def few(examples: Examples, n: int, first: int = 0) -> Examples:
    """`n` examples of each class, from the `first` on."""
    kept: list[int] = []
    for name in examples.classes:
        of_class = [i for i, label in enumerate(examples.labels) if label == name]
        kept += of_class[first : first + n]
    return Examples(
        examples.modality,
        tuple(examples.items[i] for i in kept),
        tuple(examples.labels[i] for i in kept),
        examples.root,
    )
