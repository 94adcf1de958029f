"""One key, one meaning: in the whole window, on every page, in every language."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.actions import KEYS_OF_SEVERAL, Action
from desktop.app import Application
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.widgets.explain import ExplainPopover
from desktop.widgets.popover import open_popover
from desktop.window.keys import by_place

PORTABLE = QKeySequence.SequenceFormat.PortableText


def keys_with_two_meanings(actions: Iterable[Action]) -> list[str]:
    """What is wrong with the keys: one sentence each, for the engineer who adds one."""
    wrong, places = [], defaultdict[str, list[Action]](list)
    for action in actions:
        if action.shortcut:
            places[action.shortcut].append(action)
    for key, those in places.items():
        ids = ", ".join(action.id for action in those)
        stages = [action.stage for action in those]
        if len(set(stages)) < len(stages):
            wrong.append(f"{key} does several things in one place: {ids}")
        elif len(those) > 1 and key not in KEYS_OF_SEVERAL:
            wrong.append(f"{key} means different things in different places: {ids}")
    return wrong


@pytest.fixture
def every_page(application: Application, tmp_path: Path, qtbot) -> Application:
    """An open project of which every page has been made."""
    Project.create(tmp_path / "keys.smart", name="Keys").close()
    application.open_project(tmp_path / "keys.smart")
    for stage in Stage:
        application.window.show_stage(stage)
        application.window.page()
    return application


def test_no_key_means_two_things_and_the_list_of_keys_says_each_once(every_page) -> None:
    actions, window = every_page.registry.all(), every_page.window
    assert not keys_with_two_meanings(actions)
    held = [action.shortcut for action in actions if action.shortcut]
    assert {key for key in KEYS_OF_SEVERAL if held.count(key) < 2} == set()
    # As Qt writes it: a word that is translated would be a dead key in that language.
    assert [key for key in held if QKeySequence(key).toString(PORTABLE) != key] == []
    assert not window.findChildren(QShortcut)  # all of them come from the registry
    for stage in Stage:
        window.show_stage(stage)
        assert registry_explains(every_page), stage  # F1 answers the page at hand, empty or not
        acting = [action.shortcut().toString() for action in window.actions() if action.isEnabled()]
        keys = [key for key in acting if key]
        assert sorted(keys) == sorted(set(keys))
    places = dict(by_place(actions))
    assert ("1–9", "Label as the class with this number") in places[Stage.DATA.title]
    for rows in places.values():
        assert len({key for key, _ in rows}) == len(rows)


def registry_explains(application: Application) -> bool:
    """Whether F1 opens what a page means, and Esc closes it."""
    application.registry.run("help.explain")
    over = open_popover(application.window)
    if isinstance(over, ExplainPopover):
        over.close_popover()
    return isinstance(over, ExplainPopover)


def test_two_meanings_are_found() -> None:
    def action(name: str, key: str, stage: Stage | None) -> Action:
        return Action(name, name, lambda: None, key, stage=stage)

    here, there = action("a", "H", Stage.DATA), action("b", "H", Stage.MEASURE)
    assert keys_with_two_meanings([here, there]) == [
        "H means different things in different places: a, b"
    ]
    twice = action("c", "H", Stage.DATA)
    assert keys_with_two_meanings([here, twice]) == ["H does several things in one place: a, c"]
    assert not keys_with_two_meanings([action("a", "1", Stage.DATA), action("b", "1", Stage.FAKE)])
