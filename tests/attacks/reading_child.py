"""Opens a project in a process of its own and reads and edits all of it, as the library lets one; prints what came of it.

python reading_child.py FILE.smart       one line: whole | said SENTENCE | failed TRACEBACK
"""

import sys
import traceback
from pathlib import Path

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, CurveForecast
from estimators.base.errors import UserError
from tests.kept_records import forecast_with


def read_all(project: Project) -> None:
    """What the commands and pages read."""
    from desktop.findings.case import case_of
    from desktop.findings.fake.demo_sessions import examples_to_show
    from desktop.findings.fake.scenarios import active_scenario, fake_of
    from desktop.findings.report.evidence import evidence_of
    from desktop.findings.stage_status import project_sentence, stage_statuses
    from desktop.jobs.learn import classifier_examples
    from desktop.project.example_list import listed
    from desktop.project.run_list import listed_runs, run_in_use

    project.name, project.organisation, project.last_change()
    project_sentence(project)
    stage_statuses(project)
    case_of(project)
    listed_runs(project)
    for one in project.classes():
        listed(project, one.id)
    project.blocks.files()
    fake_of(project, active_scenario(project)[1])
    for row in project.requests.rows():
        project.requests.wire(row["id"])
    examples_to_show(project)
    for example in project.examples()[:20]:
        project.is_here(example)
        project.caches.thumbnail(example.sha256)
    run = run_in_use(project)
    if run is not None:
        project.caches.model(run.model_sha256)
    evidence_of(project)
    if len(project.classes()) > 1:
        classifier_examples(project, project.labelled())


def edit_some(project: Project) -> None:
    """A few edits, taken back and done again."""
    project.do(edit.SetFact("today", "nothing", "today"))
    project.do(edit.AddClass("A class that nobody has"))
    for _ in range(4):
        project.file.undo()
    project.file.redo()
    project.append_record(CURVE, CurveForecast(forecast_with()), "")


def main(path: Path) -> str:
    said = []
    for use in (read_all, edit_some):
        try:
            with Project.open(path) as project:
                use(project)
        except UserError as error:
            said.append(" ".join((error.what, error.why, error.next_step)))
        except Exception:  # noqa: BLE001  to be counted
            return "failed " + traceback.format_exc().replace("\n", " | ")[-3000:]
    return f"said {said[0]}" if said else "whole"


if __name__ == "__main__":
    print(ascii(main(Path(sys.argv[1])))[1:-1])
