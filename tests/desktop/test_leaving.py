"""Leaving a project while it trains: the work goes on, says so, and what comes of it is there on return."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline, pipeline_of
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.stages import Stage
from desktop.widgets.ask import ConfirmPopover
from tests.jobs_in_process import add_found
from tests.kept_records import keep

pytestmark = pytest.mark.slow


@pytest.fixture
def checked(tmp_path: Path, digits_folder: Callable[..., Path]) -> Path:
    """A project with 18 photos of three digits, a third held out: the next training starts without a check."""
    path = tmp_path / "digits.smart"
    with Project.create(path, name="Digits") as project:
        add_found(project, digits_folder(n=6, classes=3))
        ids = [example.id for example in project.examples()]
        project.do(edit.HoldOut(frozenset(ids[::3])))
        keep(project, INSPECTION, {"seen": ids}, project.fingerprint())
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.smart"
    Project.create(path, name="Other").close()
    return path


def learning(application: Application) -> TrainingPipeline:
    return pipeline_of(application.session, application.jobs)


def said(application: Application) -> str:
    page = application.window.page()
    message = (
        page.message.message if page is not None else application.window.welcome.message.message
    )
    return f"{message.what} {message.why}" if message is not None else ""


def test_a_training_goes_on_in_a_project_that_was_left_and_its_run_is_there_on_return(
    application, checked, other, qtbot
) -> None:
    application.open_project(checked)
    learning(application).train()
    application.open_project(other)
    assert application.session.name == "Other"
    assert "Training run 1 goes on in “Digits”." in said(application)
    assert [job.text.split(" · ")[0] for job in application.background.jobs()] == ["in “Digits”"]
    with qtbot.waitSignal(application.background.closing):
        pass
    qtbot.waitUntil(lambda: not application.background.has(checked))
    application.open_project(checked)
    assert [run.number for run in application.session.project.runs()] == [1]


def test_closing_a_project_keeps_its_training_and_welcome_says_so(
    application, checked, qtbot
) -> None:
    application.open_project(checked)
    learning(application).train()
    application.close_project()
    (row,) = application.window.welcome.recent_rows()
    assert "Training run 1 goes on." in row.accessibleName()
    assert "goes on in “Digits”" in said(application)
    qtbot.waitUntil(lambda: not application.background.has(checked))
    (row,) = application.window.welcome.recent_rows()
    assert "goes on" not in row.accessibleName()
    assert said(application) == ""  # nor does the message above say so
    assert application.window.focusWidget() is row  # the list was made anew below the keyboard
    with Project.open(checked) as project:  # no lock is left
        assert len(project.runs()) == 1


def test_coming_back_joins_the_training_under_way(application, checked, other, qtbot) -> None:
    application.open_project(checked)
    learning(application).train()
    application.open_project(other)
    application.open_project(checked)
    assert learning(application).is_active(work.TRAIN)
    assert application.jobs.busy
    application.window.show_stage(Stage.MEASURE)
    qtbot.waitUntil(lambda: application.session.project.runs() != ())
    assert not application.background.has(checked)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_leads_back_to_the_work_under_way(application, checked, other, tmp_path) -> None:
    link = tmp_path / "link.smart"
    link.symlink_to(checked)
    application.open_project(checked)
    learning(application).train()
    application.open_project(other)
    assert application.open_project(link)
    assert learning(application).is_active(work.TRAIN)
    assert not application.background.has(checked)


def test_a_check_that_was_left_goes_on_to_the_training_that_was_asked_for(
    application, checked, other, qtbot
) -> None:
    with Project.open(checked) as project:
        keep(project, INSPECTION, {"seen": []})  # everything is new
    application.open_project(checked)
    learning(application).train()
    assert learning(application).is_active(work.CHECK)
    application.open_project(other)
    qtbot.waitUntil(lambda: not application.background.has(checked))
    with Project.open(checked) as project:
        assert len(project.runs()) == 1


def test_a_training_that_fails_out_of_sight_says_so_there_and_on_return(
    application, checked, other, qtbot
) -> None:
    with Project.open(checked) as project:
        held = [e.id for e in project.examples() if e.class_name == project.classes()[0].name]
        project.do(edit.HoldOut(frozenset(held)))  # nothing of that class is left to learn from
    application.open_project(checked)
    learning(application).train()
    with qtbot.waitSignal(application.background.failed):
        application.open_project(other)
    assert "Work in “Digits” has failed." in said(application)
    application.open_project(checked)
    trouble = learning(application).trouble(work.TRAIN)
    assert "to learn from" in trouble.what
    application.window.show_stage(Stage.MEASURE)
    assert trouble.what in said(application)


def test_a_project_that_cannot_be_opened_leaves_the_one_there_is_at_work(
    application, checked, tmp_path
) -> None:
    application.open_project(checked)
    learning(application).train()
    assert not application.open_project(tmp_path / "gone.smart")
    assert application.session.path == checked
    assert learning(application).is_active(work.TRAIN)


def test_a_new_project_never_takes_the_place_of_one_that_was_left(
    application, checked, other, monkeypatch
) -> None:
    application.open_project(checked)
    learning(application).train()
    application.open_project(other)
    monkeypatch.setattr(application.dialogs, "project_to_make", lambda: checked)
    application.ask_place()
    assert application.session.name == "Other"
    assert "exists already" in said(application)


def question(application: Application) -> ConfirmPopover | None:
    asked = application.window.findChildren(ConfirmPopover)
    return next((popover for popover in asked if popover.isVisible()), None)


@pytest.mark.parametrize("left", [False, True])
def test_quitting_asks_while_a_training_would_be_lost(
    application, checked, other, left, qtbot
) -> None:
    application.open_project(checked)
    learning(application).train()
    if left:
        application.open_project(other)
    assert not application.window.close()
    asked = question(application)
    assert asked.accessibleName() == "Quit while training run 1 is under way?"
    asked.leave.click()  # Keep waiting
    assert application.window.isVisible()
    assert len(application.background.would_be_lost()) == 1
    assert not application.window.close()
    asked = question(application)
    asked.send.click()  # Stop and quit
    assert not application.window.isVisible()


def test_quitting_twice_leaves_the_keyboard_in_the_question(application, checked, qtbot) -> None:
    application.open_project(checked)
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    application.window.show_stage(Stage.PROBLEM)
    at = QApplication.focusWidget()
    learning(application).train()
    assert not application.window.close()
    assert not application.window.close()
    asked = question(application)
    assert asked.leave.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert question(application) is None
    assert at.hasFocus()


def test_the_question_goes_away_with_the_work_that_it_is_about(application, checked, qtbot) -> None:
    application.open_project(checked)
    learning(application).train()
    assert not application.window.close()
    assert question(application) is not None
    qtbot.waitUntil(lambda: bool(application.session.project.runs()))
    qtbot.waitUntil(lambda: question(application) is None)


def test_quitting_does_not_ask_where_nothing_would_be_lost(application, checked) -> None:
    application.open_project(checked)
    assert application.window.close()
