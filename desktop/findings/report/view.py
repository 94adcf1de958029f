"""What Report says: how long the report is, and for whom."""

from desktop.findings.report.preflight import kind_of, sections_of
from desktop.project.project import Project
from estimators.base.count import count, spelled_count
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.stage_view import StageView

_FOR_WHOM = {"brief": tr("for everyone"), "model-card": tr("for engineers")}


def view(project: Project, pages: int = 0) -> StageView:
    """The report of that many pages, as its preview shows it; 0: none was written yet."""
    if not pages:
        return StageView(
            tr("What will the meeting read?"), tr("The report writes itself from the project.")
        )
    kind = kind_of(project)
    ending = f" {_FOR_WHOM[kind]}." if kind in _FOR_WHOM else tr(", without the decision.")
    if kind not in _FOR_WHOM and pages == 1:
        ending = "."
    elif kind not in _FOR_WHOM and "decision" in sections_of(project, kind):
        ending = tr("; the decision is on the first.")
    return StageView(
        f"{capital(spelled_count(pages, 'page'))}{ending}",
        tr("Written from the project. When a number changes, the page changes with it."),
        count(pages, "page"),
    )
