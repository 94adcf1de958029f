"""Registry, settings, recent projects, fuzzy match, palette, status bar, jobs: the frame's parts by themselves."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from unittest.mock import Mock, call

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.actions import Action, ActionRegistry, Group
from desktop.jobs.job import JobView, time_left
from desktop.project.stages import Stage, State
from desktop.recent import MOST, RecentProjects
from desktop.settings import DECLARED, Preferences, Settings
from desktop.settings_store import open_store
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.popover import SHADOW
from desktop.window.jobs import JobsPopover
from desktop.window.keys import by_place
from desktop.window.palette import Palette, find, match
from desktop.window.preferences import PreferencesPopover
from desktop.window.statusbar import StatusBar
from estimators.base.errors import UserError

Shown = Callable[..., QWidget]


def nothing() -> None:
    return


def test_an_action_that_is_off_is_not_run(qtbot) -> None:
    done: list[str] = []
    reasons = ["There is nothing to undo."]
    registry = ActionRegistry()
    registry.add(Action("undo", "Undo", lambda: done.append("undo"), off=lambda: reasons[0]))
    assert not registry.run("undo")
    reasons[0] = ""
    assert registry.run("undo")
    assert not registry.run("redo")
    assert done == ["undo"]


def test_registering_an_id_twice_is_refused() -> None:
    registry = ActionRegistry()
    registry.add(Action("undo", "Undo", nothing))
    with pytest.raises(ValueError, match="registered twice"):
        registry.add(Action("undo", "Undo", nothing))


def test_what_a_person_can_mend_is_announced_and_a_bug_is_not_hidden(qtbot) -> None:
    def mendable() -> None:
        raise UserError("The disk is full.", "Nothing was saved.", "Make room.")

    def bug() -> None:
        raise ZeroDivisionError

    registry = ActionRegistry()
    registry.add(Action("a", "A", mendable), Action("b", "B", bug))
    with qtbot.waitSignal(registry.failed) as heard:
        registry.run("a")
    assert heard.args[0].what == "The disk is full."
    with pytest.raises(ZeroDivisionError):
        registry.run("b")


def test_preferences_come_back_after_a_restart(qtbot) -> None:
    Settings().change(theme="dark", text_scale=1.25, single_letter_keys=False)
    again = Settings().preferences
    assert (again.theme, again.text_scale, again.single_letter_keys) == ("dark", 1.25, False)
    assert again.reduced_motion is False


def test_damaged_preferences_fall_back(qtbot) -> None:
    store = open_store()
    for name, value in (("theme", "purple"), ("text_scale", "huge"), ("reduced_motion", "?")):
        store.setValue(f"look/{name}", value)
    store.sync()
    found = Settings(store).preferences
    assert (found.theme, found.text_scale, found.reduced_motion) == ("system", 1.0, False)


def test_every_preference_is_set_and_kept_by_the_dialog(shown) -> None:
    settings = Settings()
    window = shown(QWidget())
    popover = PreferencesPopover(window, settings)
    assert list(popover.fields) == [one.name for one in fields(Preferences)]
    for name, part in popover.fields.items():
        before = getattr(settings.preferences, name)
        if isinstance(part, ChoiceBar):
            other = next(value for value in DECLARED[name].choices if value != before)
            part.chosen.emit(str(other))
        else:
            other = not before
            part.click()
        assert getattr(settings.preferences, name) == other
        assert getattr(Settings().preferences, name) == other


NOW = datetime(2026, 11, 24, 9, 41)


def test_the_newest_project_comes_first_and_only_once(qtbot, tmp_path) -> None:
    recent = RecentProjects()
    for number in range(MOST + 3):
        path = tmp_path / f"{number}.smart"
        path.touch()
        recent.note(path, name=f"P{number}", sentence="", states=(State.DRAFT,), when=NOW)
    recent.note(tmp_path / "5.smart", name="P5", sentence="New.", states=(), when=NOW)
    entries = RecentProjects().entries()
    assert entries[0].name == "P5"
    assert entries[0].sentence == "New."
    assert [entry.name for entry in entries].count("P5") == 1
    assert len(entries) == MOST
    assert len(entries[1].states) == len(Stage)
    (tmp_path / "5.smart").unlink()
    assert "P5" not in [entry.name for entry in recent.entries()]


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '[{"path": 3}]', '{"a": 1}'])
def test_a_damaged_list_of_projects_is_empty(qtbot, text) -> None:
    store = open_store()
    store.setValue("recent/projects", text)
    assert RecentProjects(store).entries() == ()


@pytest.mark.parametrize(
    ("query", "text", "places"),
    [
        ("", "Anything", ()),
        ("fake", "Start a fake session", (8, 9, 10, 11)),
        ("fs", "Fake session", (0, 5)),
        ("FAKE run", "Swap the fake for run 4", (9, 10, 11, 12, 18, 19, 20)),
    ],
)
def test_letters_are_found_where_a_reader_sees_them(query, text, places) -> None:
    found = match(query, text)
    assert found.places == places


@pytest.mark.parametrize("query", ["xyz", "sessions", "tnif"])
def test_what_is_not_there_is_not_found(query) -> None:
    assert match(query, "Start a fake session") is None


def actions(done: list[str]) -> ActionRegistry:
    registry = ActionRegistry()
    registry.add(
        Action("why", "Why fake it first?", lambda: done.append("why"), group=Group.EXPLAIN),
        Action("new", "New fake scenario", lambda: done.append("new"), stage=Stage.FAKE),
        Action("off", "Fake a crash", lambda: done.append("off"), off=lambda: "Not now."),
        Action("go", "Fake it", lambda: done.append("go"), "Ctrl+4", Group.GO_TO),
        Action("hidden", "Fake everything", nothing, in_palette=False),
    )
    return registry


def test_results_come_in_groups_with_what_is_off_last() -> None:
    found = find(actions([]).all(), "fake")
    assert [one.action.id for one in found] == ["go", "new", "off", "why"]


def test_other_words_find_it_too_and_scattered_letters_only_where_no_word_does() -> None:
    offered = (
        Action("settings", "Settings…", nothing, also="preferences options"),
        Action("close", "Close the project", nothing),
        Action("cost", "An hour costs", nothing, group=Group.CONTENT),
    )
    assert [one.action.id for one in find(offered, "options")] == ["settings"]
    assert find(offered, "options")[0].match.places == ()
    assert [one.action.id for one in find(offered, "cost")] == ["cost"]
    assert [one.action.id for one in find(offered, "clst")] == ["close"]


def test_what_was_done_from_it_comes_first_the_next_time(shown, qtbot) -> None:
    registry = actions(done := [])
    window = shown(QWidget(), 1100, 700)
    palette = Palette(window, registry)
    for _ in range(2):
        palette.open()
        first = palette.results.found[0].action.id
        qtbot.keyClicks(palette.search, "new fake")
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert (first, done) == ("new", ["new", "new"])
    open_store().setValue("palette/recent", "{damaged")
    palette.open()
    assert palette.results.found


def test_many_examples_are_looked_through_in_turns_until_another_letter_is_typed(
    shown, qtbot
) -> None:
    """Of a hundred thousand names one block is looked through at once; what comes later leaves alone what is chosen."""
    window = shown(QWidget(), 1100, 700)
    registry = ActionRegistry()
    registry.add(Action("cost", "An hour at blade 7", nothing))
    palette = Palette(window, registry)
    read: list[str] = []

    def examples(query: str) -> Iterator[list[Action]]:
        for number in range(4):
            read.append(f"{query} {number}")
            found = [Action(f"example {number}", f"blade {number}", nothing, group=Group.CONTENT)]
            yield [] if number % 2 else found

    palette.examples = examples
    palette.open()
    palette.search.setText("blade")
    assert read == ["blade 0"]
    assert {one.action.id for one in palette.results.found} == {"cost", "example 0"}
    palette.results.step(1)
    chosen = palette.results.found[palette.results.at].action.id
    qtbot.waitUntil(lambda: len(palette.results.found) == 3)
    assert palette.results.found[palette.results.at].action.id == chosen
    read.clear()
    palette.search.setText("blades")
    palette.search.setText("blade 3")
    qtbot.waitUntil(lambda: len(read) == 5)
    assert read == ["blades 0", *(f"blade 3 {number}" for number in range(4))]


def test_in_a_low_window_every_group_that_was_found_is_still_shown(shown) -> None:
    registry = ActionRegistry()
    for group in Group:
        registry.add(*(Action(f"{group} {n}", f"Fake {n}", nothing, group=group) for n in range(8)))
    window = shown(QWidget(), 1024, 520)
    palette = Palette(window, registry)
    palette.open()
    palette.search.setText("fake")
    found = [one.action.group for one in palette.results.found]
    assert list(dict.fromkeys(found)) == list(Group)
    assert len(found) < 12
    assert palette.geometry().bottom() <= 520 + SHADOW


def test_the_palette_is_worked_by_keys(shown, qtbot) -> None:
    done: list[str] = []
    window = shown(QWidget(), 1100, 700)
    palette = Palette(window, actions(done))
    palette.open()
    qtbot.keyClicks(palette.search, "fake")
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert done == []  # that one is off, and the palette stays to say why
    assert palette.isVisible()
    assert "Not now." in palette.results.accessibleName()
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert done == ["why"]
    assert not palette.isVisible()


def test_the_shortcut_page_lists_every_key_once() -> None:
    places = by_place(actions([]).all())
    assert places == [("Everywhere", [("Ctrl 4", "Fake it")])]


def test_keys_without_room_leave_from_the_left(shown, qtbot) -> None:
    bar = shown(StatusBar(), 900, 28)
    keys = (("1–5", "open an option"), ("T", "numbers as a table"), ("F1", "how it was worked out"))
    today = datetime.now().astimezone().replace(hour=9, minute=41)
    bar.set_state(today, "change cost of a missed crack", read_only=False)
    bar.set_keys(keys)
    assert bar.shown_keys() == keys
    assert bar.accessibleName().startswith("Saved 09:41; Ctrl Z undo: change cost")
    bar.resize(560, 28)
    assert bar.shown_keys() == keys[1:] or bar.shown_keys() == keys[2:]
    bar.set_state(NOW, None, read_only=True)
    assert bar.accessibleName().startswith("Read only")


def job(number, title, state, text="", share=None, left=None, **more) -> JobView:
    return JobView(number, title, "", state, text, share, left, **{"can_open": True} | more)


def queue(*jobs: JobView) -> Mock:
    return Mock(jobs=lambda: jobs)


def test_each_job_has_the_one_link_that_fits_its_state(shown, qtbot) -> None:
    jobs = queue(
        job(1, "Training run 5", "running", "Looking at photo 541 of 846", 0.64, 40),
        job(2, "Learning curve", "waiting"),
        job(3, "Report", "done"),
        job(4, "Reading photos", "failed"),
        job(5, "Old one", "cancelled"),
        job(6, "Reading", "done", can_open=False),
        job(7, "Bug", "failed", details="Traceback of the bug"),
    )
    window = shown(QWidget(), 1100, 700)
    popover = JobsPopover(window, jobs)
    popover.open_at(600, 40)
    rows = popover._rows.rows()
    assert rows[5].link is None
    for row in (*rows[:5], rows[6]):
        row.link.click()
    done = [call.cancel(1), call.cancel(2), call.open_result(3), call.retry(4), call.retry(5)]
    assert jobs.method_calls == done
    assert QApplication.clipboard().text() == "Traceback of the bug"
    assert not popover.isVisible()  # opening a result leaves the popover


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (2, "about 5 s left"), (41, "about 40 s left"), (150, "about 2 min left")],
)
def test_time_left_is_said_in_round_figures(seconds, words) -> None:
    assert time_left(seconds) == words


def test_many_jobs_scroll_with_rows_as_high_as_they_need(shown, qtbot) -> None:
    ended = [job(n, f"Training run {n}", "failed", "The disk is full.") for n in range(40)]
    window = shown(QWidget(), 1024, 680)
    popover = JobsPopover(window, queue(*ended))
    popover.open_at(600, 40)
    rows = popover._rows.rows()
    qtbot.waitUntil(lambda: all(row.height() >= row.minimumSizeHint().height() for row in rows))
    assert popover.scroller.verticalScrollBar().maximum() > 0
    assert popover.geometry().bottom() <= window.height()


def test_jobs_that_ended_alike_are_one_row_that_says_how_many(shown) -> None:
    def checked(number: int, text: str) -> JobView:
        return job(number, "Checking the data", "done", text, can_open=False)

    jobs = queue(checked(3, "nothing to mend"), checked(2, "look"), checked(1, "nothing to mend"))
    window = shown(QWidget(), 1100, 700)
    rows = JobsPopover(window, jobs)._rows.rows()
    assert [row.accessibleName() for row in rows] == [
        "Checking the data: finished, nothing to mend · 2 times",
        "Checking the data: finished, look",
    ]


def test_settings_are_kept_apart_from_the_persons_own_in_tests(own_home) -> None:
    store = open_store()
    store.setValue("look/theme", "dark")
    store.sync()
    assert Path(store.fileName()).is_relative_to(own_home)
    assert store.format() == QSettings.Format.IniFormat
