"""What Fake it says: the bar that its sessions gave, how many answers people judged, or what it pretends so far."""

from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.percent import set_percent
from reports.figure import Figure
from reports.provenance import Provenance
from reports.stage_view import StageView


def view(project: Project) -> StageView:
    """How far the fake has come; every number of it is simulated."""
    bar, judged = project.bar, sum(len(session.reactions) for session in project.sessions())
    figures = {"judged": Figure(count(judged, "answer"), judged, Provenance.SIMULATED, judged)}
    if bar is not None and bar.source == "demo sessions":
        return StageView(f"People accept it from {set_percent(bar.value)} right on.", status=f"Bar: {set_percent(bar.value)} right", figures=figures)  # fmt: skip
    if judged:
        return StageView(f"People judged {count(judged, 'answer')}.", status=count(judged, "answer"), figures=figures)  # fmt: skip
    scenarios = len(project.scenarios())
    words = count(scenarios, "scenario") if scenarios else ""
    return StageView("Nobody was asked yet.", status=words)
