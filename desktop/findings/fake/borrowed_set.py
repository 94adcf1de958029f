"""What a project without examples shows: the rows of its table, or a ready-made set, which is other people's and never measured."""

from functools import lru_cache
from pathlib import Path

from desktop.findings.fake.table_rows import row_set
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
    """What a product of classes shows while Data holds no examples: the rows of its table, or a ready-made set; None where it shows none.

    The classes and labels of a ready-made set are lent with it: they never become answers of the project.
    """
    chosen = project.answer(READY_MADE_KEY)
    if not is_classifier(project) or project.count_examples():
        return None
    if (rows := row_set(project)) is not None:
        return rows
    return next((each for each in ready_made_sets("classify") if each.name == chosen), None)


def lent_classes(borrowed: ReadyMadeSet) -> list[str]:
    """The classes of a set, in the order in which they come."""
    return list(dict.fromkeys(str(item.good) for item in borrowed.items))


@lru_cache(maxsize=16)
def lent_content(borrowed: ReadyMadeSet) -> dict[str, str | Path]:
    """The text or the file of each item of a set, by its SHA-256."""
    return {content_digest(item.input).hex(): item.input for item in borrowed.items}


@lru_cache(maxsize=16)
def lent_labels(borrowed: ReadyMadeSet) -> dict[str, str]:
    """The class of each item of a set, by its SHA-256."""
    return {content_digest(item.input).hex(): str(item.good) for item in borrowed.items}
