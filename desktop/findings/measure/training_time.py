"""How long the next training of a project will take: what is still to be looked at, and how fast this computer was so far."""

from collections.abc import Callable

from desktop.findings.data.training_data import why_not_train
from desktop.project.example_list import sampled_sizes
from desktop.project.project import Project
from desktop.project.table_data import look_of
from estimators.classifier.modality import AUTO
from estimators.classifier.text.excerpt import kept_as
from estimators.classifier.training_time import (
    PlannedTraining,
    TimeEstimate,
    networks_of,
    training_time,
)
from estimators.table.column import ColumnRole
from estimators.table.training_time import table_training_time

BACKBONE = "train.backbone"  # the fact: what a person chose to train with
CERTIFIED_AT_ONCE = 8
"""Test examples that go through the whole file where the others follow the number (`desktop.jobs.model_files.check_file`)."""
_ASKED = 300  # examples


def next_training(project: Project) -> TimeEstimate:
    """What the next training of this project takes; nothing where nothing is there to train with."""
    planned = project.until_change("the next training", lambda: _planned(project))
    return planned()  # how fast this computer is may be known by now


def worth_timing(project: Project) -> bool:
    """Whether a few of its examples or rows should be timed, so that a time can be said before the first training."""
    return not why_not_train(project) and next_training(project).worth_timing


def _planned(project: Project) -> Callable[[], TimeEstimate]:
    look, first = look_of(project), project.first_example()
    if look is not None:
        used = [one.guess.type for one in look.having(ColumnRole.USE)]
        rows = look.test.split.learning if look.test else look.rows
        return lambda: table_training_time(rows, used)
    if first is None:
        return lambda: TimeEstimate(0.0, measured=False)
    backbone = str(project.answer(BACKBONE, AUTO))
    names = {kept_as(name): name for name in networks_of(first.modality, backbone)}
    sizes = sampled_sizes(project, names, _ASKED)
    classes = [info for info in project.classes() if info.examples]
    planned = PlannedTraining(
        first.modality,
        backbone,
        len(classes),
        sum(info.examples for info in classes),
        sum(sizes.asked) / max(len(sizes.asked), 1),
        {names[kept]: unseen for kept, unseen in sizes.unseen.items()},
        sizes.each,
        CERTIFIED_AT_ONCE,
    )
    return lambda: training_time(planned)
