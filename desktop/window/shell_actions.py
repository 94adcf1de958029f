"""The actions that the window itself provides, wherever the person is: files, undo, stages, look, explanations."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.actions import Action, Group, Menu
from desktop.project.stages import Stage
from desktop.settings import TEXT_SIZES
from desktop.widgets.popover import open_popover
from desktop.window.about import about_action
from desktop.window.glossary import GlossaryPopover
from desktop.window.keys import ShortcutsPopover
from desktop.window.main import MainWindow
from desktop.window.news import news_action
from desktop.window.tour import STOPS
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.pages.page import Page


def shell_actions(window: MainWindow) -> tuple[Action, ...]:
    session, settings = window.session, window.settings

    def closed() -> str:
        return "" if session.is_open else tr("No project is open.")

    nothing = {"undo": tr("There is nothing to undo."), "redo": tr("There is nothing to redo.")}

    def step(
        name: str, verb: str, text: Callable[[], str | None], run: Callable[[], None], key: str
    ) -> Action:
        """Undo or Redo, with the words of the edit that it is about."""

        def words() -> str:
            edit = text() if session.is_open else None
            return tr("{verb} {edit}", verb=verb, edit=edit) if edit else verb

        def off() -> str:
            if closed() or session.read_only:
                return closed() or tr("This project is read-only.")
            return "" if text() else nothing[name]

        also = tr("history back step")
        return Action(
            f"edit.{name}", words, run, key, off=off, also=also, icon=name, menu=Menu.EDIT
        )

    def primary_words() -> str:
        page = window.page()
        return (page.primary_text() if page is not None else "") or tr("Do the next thing")

    def primary_off() -> str:
        page = window.page()
        if open_popover(window) is not None:  # the key is then that of the popover
            return ""
        return page.primary_off() if page is not None else tr("No project is open.")

    def on_page(act: "Callable[[Page], None]") -> Callable[[], None]:
        def run() -> None:
            page = window.page()
            if page is not None:
                act(page)

        return run

    def explain() -> None:
        over, page = open_popover(window), window.page()
        if (over is not None and over.explain()) or page is None:
            return
        if page.can_explain():
            page.explain()
        else:  # nothing is there yet: what the page is for
            from desktop.pages.page import show_explanation
            from reports.stage_view import Explanation

            stop = next(each for each in STOPS if each.stage is page.stage)
            show_explanation(page, Explanation(stop.question, stop.text))

    def explain_off() -> str:
        if open_popover(window) is not None:  # the key is then that of the popover
            return ""
        return "" if window.page() is not None else tr("No project is open.")

    def no_chart() -> str:
        page = window.page()
        return (
            "" if page is not None and page.chart() is not None else tr("There is no chart here.")
        )

    def resize(step: int) -> None:
        now = settings.preferences.text_scale
        at = min(range(len(TEXT_SIZES)), key=lambda i: abs(TEXT_SIZES[i] - now))
        settings.change(text_scale=TEXT_SIZES[min(len(TEXT_SIZES) - 1, max(0, at + step))])

    def turn(theme: str, words: str) -> Action:
        run = partial(settings.change, theme=theme)
        return Action(
            f"view.{theme}", words, run, also=tr("theme colours mode"), menu=Menu.VIEW, section=3
        )

    def go(stage: Stage) -> Action:
        return Action(
            f"go.{stage.name.lower()}",
            stage.title,
            partial(window.show_stage, stage),
            f"Ctrl+{stage.number}",
            Group.GO_TO,
            off=closed,
            detail=partial(window.stage_words, stage),
            menu=Menu.VIEW,
        )

    def leave() -> None:
        window.close()  # every edit is saved already

    def show_keys() -> None:
        ShortcutsPopover(window, window.registry).open_centred(72)

    def show_glossary() -> None:
        GlossaryPopover(window).open_centred(72)

    explains = Group.EXPLAIN
    table = on_page(lambda page: page.table())
    picture = on_page(lambda page: page.copy_chart())
    # In the order in which palette and key page list them.
    return (
        Action("project.new", tr("New project…"), window.new_asked.emit, "Ctrl+N", also=tr("create start idea sample template"), menu=Menu.FILE),
        Action("project.open", tr("Open…"), window.open_dialog_asked.emit, "Ctrl+O", menu=Menu.FILE),
        step("undo", tr("Undo"), lambda: session.undo_text, session.undo, "Ctrl+Z"),
        step("redo", tr("Redo"), lambda: session.redo_text, session.redo, "Ctrl+Shift+Z"),
        Action("page.primary", primary_words, window.run_primary, "Ctrl+Return", off=primary_off, menu=Menu.EDIT, section=1),
        *map(go, Stage),
        Action("view.table", tr("Show the chart as a table"), table, "T", off=no_chart, icon="table", menu=Menu.VIEW, section=1),
        Action("view.picture", tr("Copy the chart as a picture"), picture, off=no_chart, icon="copy", menu=Menu.VIEW, section=1),
        Action("view.larger", tr("Larger text"), partial(resize, 1), "Ctrl++", also=tr("zoom font size"), menu=Menu.VIEW, section=2),
        Action("view.smaller", tr("Smaller text"), partial(resize, -1), "Ctrl+-", also=tr("zoom font size"), menu=Menu.VIEW, section=2),
        turn("light", tr("Light")),
        turn("dark", tr("Dark")),
        turn("system", tr("Light or dark as the system")),
        Action("app.settings", tr("Settings…"), window.show_preferences, "Ctrl+,", also=tr("preferences options"), icon="settings", menu=Menu.EDIT, section=2),
        Action("app.jobs", tr("Jobs"), window.show_jobs, also=tr("background progress running tasks"), icon="jobs", menu=Menu.VIEW, section=1),
        Action("project.close", tr("Close the project"), window.close_asked.emit, "Ctrl+W", off=closed, menu=Menu.FILE, section=1),
        Action("app.quit", tr("Quit"), leave, "Ctrl+Q", menu=Menu.FILE, section=2),
        Action("help.explain", tr("What this means"), explain, "F1", explains, off=explain_off, also=tr("help why method"), menu=Menu.HELP),
        Action("help.keys", tr("All keys"), show_keys, "Ctrl+/", explains, also=tr("keyboard shortcuts"), menu=Menu.HELP),
        news_action(window),
        Action("help.glossary", tr("Glossary"), show_glossary, group=explains, also=tr("words terms dictionary"), menu=Menu.HELP),
        Action("app.palette", tr("Find or do anything"), window.show_palette, "Ctrl+K", in_palette=False, menu=Menu.HELP, section=1),
        about_action(window),
    )  # fmt: skip
