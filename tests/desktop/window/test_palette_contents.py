"""What the palette finds beside actions, in a real window with a sample open: each result leads to where it says."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.actions import Group, Menu
from desktop.app import Application
from desktop.project.stages import Stage
from desktop.widgets.explain import ExplainPopover
from desktop.widgets.popover import open_popover
from desktop.window.glossary import GlossaryPopover, glossary
from desktop.window.shell_actions import shell_actions
from tests.golden import projects


@pytest.fixture
def ask(application: Application, qtbot, tmp_path: Path, monkeypatch):
    """Type a query, press Enter, and say what stood first."""
    window = application.window
    monkeypatch.setattr("desktop.sample.sample_folder", lambda: tmp_path)

    def type_and_enter(query: str) -> str:
        window.show_palette()
        palette = window.palette_popover
        qtbot.keyClicks(palette.search, query)
        first = palette.results.found[0].action
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
        assert not palette.isVisible()
        return f"{first.words} ({first.detail_words})"

    return type_and_enter


def test_questions_examples_report_parts_settings_and_words_are_found(
    application: Application, qtbot, ask, tmp_path: Path
) -> None:
    window = application.window
    assert application.open_project(projects.open_project("untrained", tmp_path / "project"))
    for stage in Stage:
        window.show_stage(stage)
    every = window.registry.all()
    of_files = {one.shortcut for one in every if one.menu is Menu.FILE} - {""}
    assert len([one for one in every if one.shortcut in of_files]) == len(of_files)
    project = application.session.project
    example = project.examples()[7]

    assert ask("an hour costs").startswith("An hour costs (Problem")
    assert window.stage is Stage.PROBLEM
    problem = window.page(Stage.PROBLEM)
    qtbot.waitUntil(lambda: problem.isAncestorOf(window.focusWidget() or problem))

    assert ask(example.name).startswith(example.name)
    assert window.stage is Stage.DATA
    pane = window.page(Stage.DATA).pane
    assert pane.selected() == [example.id]

    assert ask("datasheet").endswith("(Report · part of the report)")
    assert window.stage is Stage.REPORT

    assert ask("text size") == "Text size (Settings)"
    open_popover(window).close_popover()

    assert ask("kappa").startswith("Kappa (How far two people agree")
    assert isinstance(open_popover(window), ExplainPopover)
    open_popover(window).close_popover()


def test_what_ends_the_work_stands_last_among_what_the_window_does(
    application: Application,
) -> None:
    every = [one for one in shell_actions(application.window) if one.in_palette]
    assert [one.id for one in every if one.group is Group.DO][-2:] == ["project.close", "app.quit"]


def test_another_project_is_opened_by_its_name(application: Application, qtbot, ask) -> None:
    for at, sample in enumerate(("recycling", "orders"), 1):
        application.open_sample(sample)
        qtbot.waitUntil(lambda at=at: len(application.recent.entries()) == at)
    name = application.recent.entries()[1].name
    assert ask(name).startswith(f"{name} (project")
    assert application.session.name == name


def test_the_glossary_has_every_term_once_by_the_alphabet(application: Application) -> None:
    names = [one.term for one in glossary()]
    assert names == sorted(set(names), key=str.casefold)
    assert application.registry.run("help.glossary")
    assert isinstance(open_popover(application.window), GlossaryPopover)
    open_popover(application.window).close_popover()
