"""What the Data page says of the work on its data: while it runs, where it failed, where there is none."""

from desktop.findings.data.task_range import task_range
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.import_controller import sentences
from desktop.project.noun import noun
from desktop.project.project import Project

MEANWHILE = "You can go on meanwhile."


def drop_words(thing: str) -> tuple[str, str]:
    """What the drop zone says at rest, where the project holds such things already."""
    return f"Drop {thing}, folders or tables here.", "Folders inside a folder become labels."


def adding_words(learning: TrainingPipeline) -> str:
    """How far the adding is; an empty text where none is under way."""
    adding = learning.work(work.ADD, work.MOVED)
    return f"{adding.text or adding.title}." if adding is not None else ""


def checks_words(learning: TrainingPipeline, *, checked: bool, why_not_train: str) -> str:
    """What stands below the findings."""
    checking, trouble = learning.work(work.CHECK), learning.trouble(work.CHECK)
    if checking is not None:
        return "" if checked else f"{checking.text or checking.title}."
    if trouble is not None:
        return sentences(trouble)
    return "" if checked else why_not_train or "Not checked yet."


def why_no_curve(learning: TrainingPipeline, project: Project, *, measurable: bool) -> str:
    """What stands where the learning curve will be."""
    measuring, trouble = learning.work(work.MEASURE), learning.trouble(work.MEASURE)
    if measuring is not None and measuring.state == "running":
        return f"{measuring.text or 'Measuring how accuracy grows'}."
    if trouble is not None:
        return sentences(trouble)
    if not measurable:
        least = (
            f"With {work.LEAST_FOR_A_CURVE} {noun(project)} of each class to learn from, yours is measured, and this says "
            "how many more are worth labelling."
        )
        return " ".join(filter(None, (task_range(project).finding, least)))
    waits = learning.is_active(work.CHECK, work.MEASURE)
    return "Measured after the check." if waits else "Not measured yet."


def next_words(learning: TrainingPipeline) -> str:
    """What stands above the unlabelled examples while it is worked out which to label next."""
    choosing, trouble = learning.work(work.NEXT), learning.trouble(work.NEXT)
    if choosing is not None:
        return f"{choosing.text or choosing.title}. You can begin meanwhile."
    return sentences(trouble) if trouble is not None else ""
