"""The ready-made set that a project borrows: content of other people's, shown and never measured, never counted in Data."""

from functools import cache
from pathlib import Path

from desktop.project.product import READY_MADE_KEY, is_classifier
from desktop.project.project import Project
from mock_ai.dials import content_digest
from mock_ai.kinds.product import KindSetting
from mock_ai.ready_made import ReadyMadeSet, ready_made_sets


def borrowed_set(product: KindSetting) -> ReadyMadeSet | None:
    """The ready-made set that a scenario of a kind other than classify shows; None where it has examples of its own."""
    if not product.borrowed:
        return None
    sets = ready_made_sets(product.kind)
    return next((each for each in sets if each.name == product.ready_made), sets[0])


def borrowed_classes(project: Project) -> ReadyMadeSet | None:
    """The ready-made set that a product of classes shows while Data holds no examples; None where it borrows none.

    Its classes and labels are lent with it: they never become answers of the project.
    """
    chosen = project.answer(READY_MADE_KEY)
    if chosen is None or not is_classifier(project) or project.count_examples():
        return None
    return next((each for each in ready_made_sets("classify") if each.name == chosen), None)


def lent_classes(borrowed: ReadyMadeSet) -> list[str]:
    """The classes of a set, in the order in which they come."""
    return list(dict.fromkeys(str(item.good) for item in borrowed.items))


@cache
def lent_content(borrowed: ReadyMadeSet) -> dict[str, str | Path]:
    """The text or the file of each item of a set, by its SHA-256."""
    return {content_digest(item.input).hex(): item.input for item in borrowed.items}


@cache
def lent_labels(borrowed: ReadyMadeSet) -> dict[str, str]:
    """The class of each item of a set, by its SHA-256."""
    return {content_digest(item.input).hex(): str(item.good) for item in borrowed.items}
