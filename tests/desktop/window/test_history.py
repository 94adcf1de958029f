"""History in a real window: naming, comparing, going back; and copies of the project."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.project.versions import Version, VersionKind
from desktop.widgets.ask import AskPopover
from desktop.widgets.button import Button
from desktop.window import history as module
from desktop.window.copies import open_own_window
from desktop.window.history import HistoryView
from reports.provenance import Provenance
from tests.golden.pages import jobs_in_this_process

RECORDED = Path(__file__).parents[2] / "golden" / "recorded" / "recall_bar.sql"


@pytest.fixture
def opened(application: Application, tmp_path: Path) -> Application:
    """A trained project with one named version, before two guesses became counts and it was decided."""
    path = tmp_path / "Blades.smart"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(RECORDED.read_text(encoding="utf-8"))
    with Project.open(path) as project:
        project.versions.keep(VersionKind.NAMED, "Steering meeting")
        counted = Provenance.MEASURED
        photos = {"low": 5000, "high": 9000}
        project.do(edit.SetFact("volume_per_month", photos, "photos a month", counted, "the log"))
        project.do(
            edit.SetFact("miss_cost", {"low": 500, "high": 900}, "a miss", counted, "claims")
        )
        project.do(edit.SetFact("launch.decision", "launch", "the decision"))
    application.open_project(path)
    return application


def history(application: Application, qtbot) -> HistoryView:
    """History, once two versions are compared."""
    assert application.registry.run("history.show")
    view = application.history.view
    assert view is not None
    qtbot.waitUntil(lambda: bool(view.as_text()))
    return view


def test_closing_it_does_not_wait_for_a_comparison(
    opened: Application, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, compared = Event(), []

    def slow(*_of: object) -> None:
        go_on.wait(5)
        compared.append("")

    monkeypatch.setattr(module, "compare_versions", slow)
    assert opened.registry.run("history.show")
    view = opened.history.view
    with qtbot.waitSignal(view.destroyed):
        view.close_popover()
    assert not compared
    # Of what is compared still, a History that has nothing to compare with says nothing.
    versions = opened.session.project.versions
    for version in versions.all():
        versions.forget(version.id)
    assert opened.registry.run("history.show")
    shown = []
    monkeypatch.setattr(opened.history.view, "_say", lambda *words: shown.append(words))
    go_on.set()
    qtbot.waitUntil(lambda: bool(compared) and not opened.history._comparing.busy)
    assert not shown


def say(application: Application, qtbot, name: str) -> None:
    """Answer the question for a name."""
    popover = application.window.findChildren(AskPopover)[-1]
    popover.fields["name"].clear()
    qtbot.keyClicks(popover.fields["name"], name)
    qtbot.keyClick(popover.fields["name"], Qt.Key.Key_Return)


def test_what_changed_since_the_last_named_version_is_a_headline_and_lines(
    opened: Application, qtbot
) -> None:
    view = history(opened, qtbot)
    said = "Since “Steering meeting”, two assumptions became measurements."
    assert view.header.headline.text() == said
    lines = dict(line.split("\t", 1) for line in view.as_text().splitlines())
    assert lines["Photos a month"] == "◌ 800 to 2,000\t● 5,000 to 9,000\tthe log"
    assert lines["Launch decision"] == "–\tLaunch\t"
    deeds = [button.text() for button in view.findChildren(Button)]
    assert {"Open “Steering meeting” beside this one", "Go back to “Steering meeting”…"} < {*deeds}
    done = [label.text() for label in view.findChildren(type(view.title))]
    assert "Change the decision" in done


def test_ctrl_c_copies_what_is_compared(opened: Application, qtbot) -> None:
    view = history(opened, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == view.as_text()


def test_a_version_is_named_by_key_and_compared_at_once(opened: Application, qtbot) -> None:
    view = history(opened, qtbot)
    assert opened.registry.run("history.name")
    say(opened, qtbot, "Workshop")
    assert opened.session.project.versions.all()[0].name == "Workshop"
    assert [row.version and row.version.name for row in view.rows][:2] == [None, "Workshop"]


def test_a_name_of_nothing_is_refused_where_it_was_typed(opened: Application, qtbot) -> None:
    assert opened.registry.run("history.name")
    say(opened, qtbot, "  ")
    popover = opened.window.findChildren(AskPopover)[-1]
    assert popover.problem.text().startswith("A version needs a name.")


def test_the_arrows_choose_and_shift_compares_with_an_older_one(opened: Application, qtbot) -> None:
    project = opened.session.project
    project.versions.keep(VersionKind.NAMED, "Workshop")
    project.do(edit.SetFact("today", "Nobody looks", "what is done today"))
    view = history(opened, qtbot)
    assert view.before.name == "Workshop"
    qtbot.keyClick(view.rows[0], Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.header.headline.text().startswith("From “"))
    assert (view.before.name, view.after.name) == ("Steering meeting", "Workshop")
    qtbot.keyClick(view.rows[1], Qt.Key.Key_Up)
    assert view.after is None
    qtbot.keyClick(view.rows[0], Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.before.name == "Workshop"


def test_going_back_keeps_what_was_there_and_undo_brings_it_back(
    opened: Application, qtbot
) -> None:
    project = opened.session.project
    view = history(opened, qtbot)
    view.back_asked.emit(view.before)
    opened.history.question.submit()
    assert project.answer("launch.decision") is None
    assert project.fact("miss_cost").source is Provenance.GUESS
    assert project.versions.all()[0].name == "go back to “Steering meeting”"
    headline = view.header.headline
    qtbot.waitUntil(lambda: headline.text() == "Since “Steering meeting”, nothing changed.")
    opened.session.undo()
    assert project.answer("launch.decision") == "launch"
    assert headline.text() == "Comparing two versions…"
    qtbot.waitUntil(lambda: "two assumptions became" in headline.text())


def test_a_version_is_deleted_only_after_a_yes(opened: Application, qtbot) -> None:
    view = history(opened, qtbot)
    view.forget_asked.emit(view.before)
    assert opened.session.project.versions.version(view.before.id)
    opened.history.question.submit()
    assert not [one for one in opened.session.project.versions.all() if one.is_named]


def test_a_damaged_version_is_said_in_its_place(opened: Application, qtbot) -> None:
    opened.session.project.file.connection.execute("PRAGMA query_only = OFF")
    opened.session.project.file.connection.execute("DELETE FROM version_part")
    assert opened.registry.run("history.show")
    view = opened.history.view
    qtbot.waitUntil(lambda: "cannot be compared" in view.header.headline.text())
    assert "damaged" in view.title.text() or "hold" in view.title.text()


def test_an_older_version_opens_in_a_window_of_its_own_to_read(
    opened: Application, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("desktop.window.history_actions.open_own_window", shown.append)
    view = history(opened, qtbot)
    view.beside_asked.emit(view.before)
    with Project.open_beside(shown[0]) as then:
        assert then.name.startswith("Blade inspection, ")
        assert then.answer("launch.decision") is None
    assert shown[0].stat().st_mode & 0o222 == 0


def test_another_window_is_another_process(tmp_path: Path, monkeypatch, qtbot) -> None:
    out = tmp_path / "said.txt"
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\necho "$@" > {out}.part && mv {out}.part {out}\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    open_own_window(Path("a b.smart"))
    qtbot.waitUntil(out.exists)
    assert out.read_text() == "-P -m desktop a b.smart\n"


# --- copies --------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(opened: Application, monkeypatch) -> list[Path]:
    """Where the person says that a copy goes."""
    jobs_in_this_process(monkeypatch)
    places: list[Path] = []
    monkeypatch.setattr(opened.dialogs, "place_of_copy", lambda _title, _at: places.pop())
    return places


def test_a_copy_is_saved_while_the_project_stays_open(
    opened: Application, asked: list[Path], tmp_path: Path, qtbot
) -> None:
    out = tmp_path / "kept.smart"
    asked.append(out)
    assert opened.registry.run("project.copy")
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert opened.session.path == tmp_path / "Blades.smart"
    with Project.open(out) as copy:
        assert copy.uid == opened.session.project.uid
        assert [one.name for one in copy.versions.all()] == ["Steering meeting"]


def test_a_project_and_its_organisation_are_named_in_one_step_that_can_be_undone(
    opened: Application, qtbot
) -> None:
    before = (opened.session.name, opened.session.organisation)
    assert opened.registry.run("project.rename")
    popover = opened.window.findChildren(AskPopover)[-1]
    popover.fields["organisation"].setText("Meadow  Rail")
    say(opened, qtbot, "Track inspection")
    assert (opened.session.name, opened.session.organisation) == ("Track inspection", "Meadow Rail")
    assert "Project Track inspection, Meadow Rail" in opened.window.rail.project.accessibleName()
    opened.session.undo()
    assert (opened.session.name, opened.session.organisation) == before


def test_a_duplicate_is_a_project_of_its_own_and_opens(
    opened: Application, asked: list[Path], tmp_path: Path, qtbot
) -> None:
    uid = opened.session.project.uid
    assert opened.registry.run("project.duplicate")
    qtbot.waitUntil(lambda: opened.session.name == "Blade inspection, copy")
    assert opened.session.project.uid != uid
    assert (tmp_path / "Blades.smart").exists()


def test_a_moved_project_is_in_the_new_place_alone(
    opened: Application, asked: list[Path], tmp_path: Path, qtbot
) -> None:
    (tmp_path / "there").mkdir()
    out = tmp_path / "there" / "Wings.smart"
    asked.append(out)
    opened.window.show_stage(Stage.LAUNCH)
    assert opened.registry.run("project.move")
    qtbot.waitUntil(lambda: opened.session.path == out)
    assert opened.window.stage is Stage.LAUNCH
    assert not (tmp_path / "Blades.smart").exists()


def test_a_move_that_fails_leaves_the_project_open_where_it_was(
    opened: Application, tmp_path: Path, qtbot, monkeypatch
) -> None:
    nowhere = tmp_path / "nowhere" / "Wings.smart"
    monkeypatch.setattr(opened.dialogs, "place_of_copy", lambda _title, _at: nowhere)
    assert opened.registry.run("project.move")
    assert not opened.session.is_open
    qtbot.waitUntil(lambda: opened.session.is_open)
    assert opened.session.path == tmp_path / "Blades.smart"
    message = opened.window.page().message.message
    assert "nowhere" in f"{message.what} {message.why}" or "Wings" in message.what


def test_the_version_rows_say_what_they_are(opened: Application, qtbot) -> None:
    view = history(opened, qtbot)
    named = [row.accessibleName() for row in view.rows]
    assert named[0] == "As it is, Now, after"
    assert named[-1].startswith("Steering meeting, ")
    assert isinstance(view.before, Version)
