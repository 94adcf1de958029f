"""The whole window on a real project: pages on demand, undo, keys, sizes, Welcome, and what starts it quickly."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions import Action, ActionRegistry
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage, State
from desktop.recent import RecentProjects
from desktop.session import Change, Session
from desktop.settings import Settings
from desktop.theme.apply import apply_theme
from desktop.widgets.ask import AskFor, AskPopover
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.explain import ExplainPopover, TablePopover
from desktop.widgets.fields import LineField
from desktop.widgets.message import Message
from desktop.window.main import MainWindow
from desktop.window.shell_actions import shell_actions
from estimators.base.errors import UserError
from reports.chart_data import ClassCount, ClassCountChart
from reports.stage_view import Explanation


class PageForTests(Page):
    """A page with a field, a chart and a key of its own."""

    def build(self) -> Iterator[None]:
        self.log: list[str] = []
        self.refreshed: list[Change] = []
        self.field = LineField("Who")
        yield
        self.body.addWidget(self.field)
        self.counts = chart_view(
            ClassCountChart("Half show damage", "", (ClassCount("Crack", 82, 30),)),
            explanation=Explanation("Half", "Counted.", (("Cracks", "112"),)),
        )
        self.body.addWidget(self.counts)
        self.body.addStretch(1)

    def refresh(self, change: Change) -> None:
        self.refreshed.append(change)
        self.set_headline("Half the photos show damage.", "112 labelled photos.")
        self.set_primary("Train", lambda: self.log.append("primary"))
        self.set_secondary(HeaderAction("Compare", lambda: self.log.append("secondary")))

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("L", "label next"),)

    def actions_of_page(self) -> tuple[Action, ...]:
        name, told = f"{self.stage.name}.label", lambda: self.log.append("label")
        return (Action(name, "Label the next", told, "L", stage=self.stage),)


class DataPage(PageForTests):
    stage = Stage.DATA


class ProblemPage(PageForTests):
    stage = Stage.PROBLEM


Build = Callable[..., MainWindow]


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


@pytest.fixture
def build(look: QApplication, qtbot: QtBot, session: Session) -> Build:
    made: list[Stage] = []

    def page(kind: type[PageForTests]) -> PageForTests:
        made.append(kind.stage)
        return kind(session)

    def build(width: int = 1440, height: int = 900) -> MainWindow:
        window = MainWindow(
            session,
            {Stage.PROBLEM: lambda: page(ProblemPage), Stage.DATA: lambda: page(DataPage)},
            registry=ActionRegistry(),
            settings=Settings(),
            recent=RecentProjects(),
            version="0.1",
        )
        window.registry.add(*shell_actions(window))
        window.pages_made = made
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitActive(window):
            window.show()
        return window

    return build


@pytest.fixture
def project(session: Session, tmp_path: Path) -> Callable[[], None]:
    names = {"name": "Blade inspection", "organisation": "Northlight"}
    return lambda: session.use(Project.create(tmp_path / "b.smart", **names))


@pytest.fixture
def window(build: Build, project: Callable[[], None]) -> MainWindow:
    """A window with a project open in it."""
    made = build()
    project()
    made.page()  # the window opens it in turns; whoever asks has it at once
    return made


@pytest.fixture
def page(window: MainWindow) -> PageForTests:
    """The page of the problem in that window."""
    return window.page()


def test_welcome_is_shown_until_a_project_is_open(build, project, session) -> None:
    window = build()
    assert window.stack.currentWidget() is window.welcome
    assert not window.rail.isVisible()
    project()
    assert window.stage is Stage.PROBLEM
    assert window.rail.isVisible()
    assert "Blade inspection" in window.windowTitle()
    session.close()
    assert window.stack.currentWidget() is window.welcome
    assert window.page(Stage.PROBLEM) is None


def test_a_page_is_made_when_its_stage_is_first_shown(window, qtbot) -> None:
    assert window.pages_made == [Stage.PROBLEM]
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.stage is Stage.DATA
    assert window.rail.stages[Stage.DATA].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.pages_made == [Stage.PROBLEM, Stage.DATA]


def test_the_widgets_of_a_page_are_made_while_nobody_asks_and_it_reads_the_project_when_shown(
    window, session, qtbot
) -> None:
    qtbot.waitUntil(lambda: window.pages_made == [Stage.PROBLEM, Stage.DATA])
    ahead = window.findChild(DataPage)
    qtbot.waitUntil(lambda: ahead.is_built)
    assert window.page(Stage.DATA) is None
    assert ahead.refreshed == []
    assert not any(action.id == "DATA.label" for action in window.registry.all())
    session.changed.emit(Change(frozenset({"class"})))
    window.show_stage(Stage.DATA)
    assert window.page(Stage.DATA) is ahead
    assert len(ahead.refreshed) == 1
    assert ahead.refreshed[0].touches("class", "example", "record")
    assert window.pages_made == [Stage.PROBLEM, Stage.DATA]
    assert any(action.id == "DATA.label" for action in window.registry.all())


def test_a_page_asked_for_half_made_is_whole(window) -> None:
    next(window._pages_to_build())()
    ahead = window.findChild(DataPage)
    assert not ahead.is_built
    window.show_stage(Stage.DATA)
    assert window.page(Stage.DATA) is ahead
    assert ahead.counts.isVisible()


def test_a_page_that_starts_no_work_is_filled_unasked(window, monkeypatch) -> None:
    monkeypatch.setattr(DataPage, "fills_ahead", True)
    for step in window._pages_to_build():
        step()
    ahead = window.findChild(DataPage)
    assert len(ahead.refreshed) == 1
    window.show_stage(Stage.DATA)
    assert len(ahead.refreshed) == 1


def test_a_page_half_made_ahead_goes_with_its_project(window, session) -> None:
    next(window._pages_to_build())()
    session.close()
    assert window.page() is None
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(DataPage) is None


def test_a_hidden_page_catches_up_when_it_is_shown(window, session) -> None:
    window.show_stage(Stage.DATA)
    hidden = window.page(Stage.PROBLEM)
    before = len(hidden.refreshed)
    session.changed.emit(Change(frozenset({"class"})))
    session.changed.emit(Change(frozenset({"run"})))
    assert len(hidden.refreshed) == before
    window.show_stage(Stage.PROBLEM)
    assert hidden.refreshed[before:] == [Change(frozenset({"class", "run"}))]


def test_the_page_of_the_last_edit_is_remembered_for_the_report(window, session) -> None:
    assert session.edited_on is None
    window.show_stage(Stage.DATA)
    session.do(edit.SetFact("who", "Inspectors", "who has the problem"))
    assert session.edited_on is Stage.DATA
    window.show_stage(Stage.PROBLEM)
    session.appended("record")  # nobody edited anything
    assert session.edited_on is Stage.DATA
    session.undo()
    assert session.edited_on is Stage.PROBLEM


def test_ctrl_enter_runs_the_primary_action_and_the_message_takes_its_place(
    window, page, qtbot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_Return, control)
    assert page.log == ["primary"]
    page.set_message(
        Message(
            "error",
            "Moved.",
            button="Find…",
            run=lambda: page.log.append("find"),
            takes_primary=True,
        )
    )
    assert not page.header.primary.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Return, control)
    assert page.log == ["primary", "find"]
    page.set_message(None)
    assert page.header.primary.isEnabled()


def test_a_single_letter_acts_outside_text_fields_and_can_be_turned_off(
    window, page, qtbot
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_L)
    assert page.log == ["label"]
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_L)
    assert page.log == ["label"]
    assert page.field.text() == "l"
    page.setFocus()
    window.settings.change(single_letter_keys=False)
    qtbot.keyClick(page, Qt.Key.Key_L)
    assert page.log == ["label"]


def test_a_pages_keys_do_not_act_on_another_page(window, qtbot) -> None:
    window.show_stage(Stage.DATA)
    qtbot.keyClick(window, Qt.Key.Key_L)
    first, second = window.page(Stage.PROBLEM), window.page(Stage.DATA)
    assert (first.log, second.log) == ([], ["label"])


def test_t_shows_the_chart_as_a_table_and_f1_explains_it(window, qtbot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_T)
    table = window.findChild(TablePopover)
    assert table.isVisible()
    qtbot.keyClick(table.view, Qt.Key.Key_Escape)
    assert not table.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    explanation = window.findChild(ExplainPopover)
    assert "Half" in explanation.accessibleName()
    explanation.close_popover()


def test_an_error_that_a_person_can_mend_is_shown_on_the_page(build, project) -> None:
    window = build()
    error = UserError("This is no project.", "The file is a picture.", "Choose another file.")
    window.show_error(error)
    assert window.welcome.message.isVisible()
    project()
    window.show_error(error)
    page = window.page()
    shown = page.message.accessibleName()
    assert shown == "Error: This is no project. The file is a picture. Choose another file."


@pytest.mark.parametrize(
    ("width", "rail", "margin"), [(1024, 80, 32), (1200, 216, 32), (1440, 216, 40)]
)
def test_the_frame_takes_the_shape_of_the_window(build, project, width, rail, margin) -> None:
    window = build(width, 680)
    project()
    QApplication.processEvents()
    page = window.page()
    assert window.rail.width() == rail
    assert page.header.headline.mapTo(page, page.header.headline.rect().topLeft()).x() == margin
    assert window.top_bar.project.isVisible() == (rail == 80)
    assert page.scroller.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("scale", [0.9, 1.5])
def test_nothing_scrolls_sideways_at_any_text_size(build, project, look, scale) -> None:
    apply_theme(look, "light", scale, reduced_motion=True)
    window = build(1024, 680)
    project()
    QApplication.processEvents()
    page = window.page()
    assert page.content.width() <= page.scroller.viewport().width()
    assert page.header.primary.mapTo(window, page.header.primary.rect().topRight()).x() < 1024


def test_the_theme_can_be_switched_while_the_window_is_open(window, look) -> None:
    light = window.grab().toImage().pixelColor(720, 850).name()
    apply_theme(look, "dark", reduced_motion=True)
    QApplication.processEvents()
    assert (light, window.grab().toImage().pixelColor(720, 850).name()) == ("#ffffff", "#1a1b1e")


def test_a_recent_project_opens_from_welcome_by_keyboard(build, qtbot, tmp_path) -> None:
    path = tmp_path / "old.smart"
    path.touch()
    RecentProjects().note(
        path, name="Old", sentence="Fake it first.", states=(State.DECIDED,), when=datetime.now()
    )
    window = build()
    row = window.welcome.recent_rows()[0]
    assert row.hasFocus()
    with qtbot.waitSignal(window.open_asked) as heard:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert heard.args == [path]
    with qtbot.waitSignal(window.new_asked):
        window.welcome.sample_button.click()


def test_ctrl_k_opens_the_palette_and_goes_to_a_stage(window, qtbot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_popover
    assert palette.isVisible()
    qtbot.keyClicks(palette.search, "data")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.stage is Stage.DATA


def test_every_widget_that_takes_the_focus_has_a_name(window, nameless) -> None:
    assert nameless(window) == []


def test_the_menu_below_the_projects_name_offers_the_other_projects(
    window, session, qtbot, tmp_path
) -> None:
    other = tmp_path / "other.smart"
    other.touch()
    recent = RecentProjects()
    for path, name in ((other, "Other"), (session.path, "Blade inspection")):
        recent.note(path, name=name, sentence="", states=(), when=datetime.now())
    menu = window.project_menu()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Other",
        "New project…",
        "Open…",
        "Close the project",
    ]
    with qtbot.waitSignal(window.open_asked) as heard:
        menu.actions()[0].trigger()
    assert heard.args == [other]


def test_tab_shows_the_ring_and_a_click_does_not(window, page, qtbot) -> None:
    qtbot.mouseClick(page.header.primary, Qt.MouseButton.LeftButton)
    page.header.primary.setFocus()
    assert not window.focus_ring.isVisible()
    qtbot.keyClick(page.header.primary, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    focus = QApplication.focusWidget()
    assert focus is not page.header.primary
    qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert page.header.primary.hasFocus()
    assert window.focus_ring.isVisible()


def test_the_key_of_the_next_step_is_that_of_the_form_that_is_open(window, page, qtbot) -> None:
    sent: list[dict[str, str]] = []
    form = AskPopover(window, "A condition", (AskFor("text", "What must hold"),), sent.append)
    form.ask()
    qtbot.keyClicks(form.fields["text"], "Site North only.")
    qtbot.keyClick(form.fields["text"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == [{"text": "Site North only."}]
    assert page.log == []
    assert not form.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.log == ["primary"]
    page.explain()  # what holds nothing typed makes way
    assert [p for p in window.findChildren(ExplainPopover) if p.isVisible()]
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.log == ["primary", "primary"]
    assert not [p for p in window.findChildren(ExplainPopover) if p.isVisible()]
