"""What Problem says: the brief in one sentence, and how far it is."""

from collections.abc import Collection

from desktop.findings.problem.brief import brief_sentence
from desktop.findings.problem.five_questions import answered_questions
from desktop.project.project import Project
from estimators.base.interval import of_all
from estimators.base.sentence import tr
from reports.stage_view import StageView


def view(project: Project, wrong: Collection[str] = ()) -> StageView:
    """The brief; ``wrong`` are the keys of answers that cannot be right, of which nothing is said."""
    answered, total = answered_questions(project)
    return StageView(
        headline=brief_sentence(project, wrong),
        lead=tr("Five questions decide; the rest may stay unknown."),
        status=tr("{of_all} answered", of_all=of_all(answered, total)),
    )
