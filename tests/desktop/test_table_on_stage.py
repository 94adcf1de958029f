"""The rows of a table on the Stage, in the window and in a browser: the fake answers, then what was trained, and people react."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.findings.fake.demo_sessions import cannot_present, plan_for, running_demo
from desktop.findings.fake.ready_made import ready_made_view, to_show
from desktop.findings.fake.sample_request import fake_sample, sample_request
from desktop.findings.fake.scenarios import active_scenario, answering
from desktop.findings.fake.served_model import served_model
from desktop.findings.fake.view import answers_view, swap
from desktop.findings.fake.web_stage import Audience
from desktop.jobs.learn import train
from desktop.jobs.training_request import OnProject
from desktop.pages.stage.row_cells import RowCells
from desktop.pages.stage.window import StageWindow
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from desktop.project.table_data import look_of, say_role
from desktop.session import Session
from desktop.widgets.label import Label
from estimators.base.cell_lines import cells_of
from estimators.table.column import ColumnRole
from mock_ai.server.runner import ServerThread
from tests.desktop.jobs.test_table_data import look, take, write_csv
from tests.desktop.pages.fake_hands import at_once
from tests.estimators.table.made_tables import honest
from tests.jobs_in_process import run_job
from tests.mock_ai.kind_products import kept_server

TASKS = pytest.mark.parametrize("label", ["cancelled", "spent"])


@pytest.fixture(scope="module")
def server() -> Iterator[ServerThread]:
    with kept_server() as running:
        yield running


@pytest.fixture
def table(tmp_path: Path, label: str) -> Iterator[Project]:
    """A project whose table was looked through, and nothing trained yet."""
    with Project.create(tmp_path / "churn.smart", name="Churn") as project:
        take(project, write_csv(tmp_path / "churn.csv", honest(200, 0)[0]))
        task = "number" if label == "spent" else "classify"
        project.do(say_role(project, label, ColumnRole.PREDICT, task=task))
        look(project)
        at_once(project)
        yield project


def trained(project: Project) -> None:
    done = run_job(train, OnProject(project.path))
    shutil.rmtree(done.model.parent)
    project.append_run(done.settings, done.result)
    project.do(swap(project))


@TASKS
def test_the_fake_answers_rows_that_are_held_out_as_well_as_it_is_dialled(
    table: Project, label: str
) -> None:
    assert cannot_present(table) == ""
    assert to_show(table) == "40 rows to show"
    plan = plan_for(table, "fixed")
    assert len(plan.items) == 40
    demo = running_demo(table, plan, recorded=False)
    seen = look_of(table)
    assert seen is not None
    names = {one.name for one in seen.columns if one.role == ColumnRole.USE}
    if label == "cancelled":
        assert set(plan.scenario.classes) == {"no", "yes"}
        assert all(item.truth in {"no", "yes"} for item in plan.items)
    else:
        assert {name for name, _ in cells_of(str(demo.content(plan.items[0])))} == names
    right = demo._right(plan.level, "")
    judged = [one for one in right.values() if one is not None]
    assert sum(judged) / len(judged) == pytest.approx(plan.level, abs=0.06)
    shown = ready_made_view(table)
    assert (shown.borrowed, shown.own) == (
        None,
        "Rows of your table that are held out for the test.",
    )
    sample = fake_sample(active_scenario(table)[1], sample_request(table, ""))
    assert '-d \'{"row": {' in sample.before


@TASKS
def test_what_was_trained_takes_its_place_before_people(
    table: Project, label: str, look: QApplication, qtbot: QtBot
) -> None:
    trained(table)
    run = run_in_use(table)
    assert run is not None
    view, served = answers_view(table), served_model(table)
    assert "run 1." in view.headline
    assert ("of the truth" in view.lead) == (label == "spent")
    assert served is not None
    assert ("Within 10%" in dict(served.rows)) == (label == "spent")
    sample = served.sample(sample_request(table, ""), table)
    assert sample is not None
    assert not sample.simulated
    session = Session()
    session.use(table)
    plan = plan_for(table)
    assert not plan.simulated
    window = StageWindow(session, running_demo(table, plan), recorded=True, letters=True)
    window.resize(1280, 760)
    window.show()
    try:
        qtbot.waitUntil(lambda: window.answer is not None and window.view.ready)
        assert window.answer is not None
        assert not window.answer.simulated
        cells = window.view.findChild(RowCells)
        assert cells is not None
        assert cells.isVisible()
        assert {"age", "contract"} <= {one.text() for one in cells.findChildren(Label)}
        qtbot.keyClick(window, Qt.Key.Key_A)
        qtbot.waitUntil(lambda: window.turn is not None and window.turn.number == 2)
    finally:
        window.close()
    (session_kept,) = table.sessions()
    (reaction,) = session_kept.reactions
    assert (reaction.outcome, reaction.simulated) == ("accepted", False)
    assert reaction.right is not None


@TASKS
def test_a_browser_shows_the_cells_of_a_row_and_what_the_model_says(
    table: Project, label: str, server: ServerThread, open_page
) -> None:
    trained(table)
    server.service.use(*answering(table)[:1], name="run-1")
    audience = Audience(table.path, "fixed", lambda: None)
    try:
        server.stage.show = audience
        page = open_page(server.stage_url, reduced_motion=True)
        page.wait_for("document.querySelector('#start').checkVisibility()")
        page.wait_for("document.title === 'Churn – Stage'")
        assert page.text("#show") == "Churn"
        page.type("#person", f"Ana {label}")
        page.press("Enter")
        page.wait_for("document.querySelector('#accept').ariaDisabled === 'false'")
        page.wait_for("document.querySelector('.cells')?.checkVisibility()")
        assert "contract" in page.text(".cells")
        page.press("a")
        page.wait_for_text("#progress", " 2 of")
    finally:
        audience.close()
    (kept,) = table.sessions()
    assert [one.simulated for one in kept.reactions] == [False]
