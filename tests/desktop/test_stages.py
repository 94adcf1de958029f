"""Every stage is whole: a title, a page, a view, a status and a stop of the tour, so that a new one names what it still lacks."""

from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from desktop.app import page_module
from desktop.findings.stage_status import stage_statuses
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.window.tour import STOPS


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_has_a_title_a_page_and_a_view(stage: Stage) -> None:
    assert stage.title
    page = getattr(import_module(page_module(stage)), f"{stage.name.title()}Page")
    assert page.stage is stage
    view = import_module(f"desktop.findings.{stage.name.lower()}.view").view
    assert next(iter(signature(view).parameters)) == "project"


@pytest.mark.parametrize("stage", Stage)
def test_the_tour_stops_at_a_stage(stage: Stage) -> None:
    assert stage in {stop.stage for stop in STOPS}


def test_an_empty_project_has_a_status_of_every_stage(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.smart", name="Empty") as project:
        assert [status.stage for status in stage_statuses(project)] == list(Stage)
