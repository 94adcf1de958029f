"""The actions that the window itself provides, wherever the person is: files, undo, stages, look, explanations."""

from desktop.actions import Action, Group, Menu
from desktop.project.stages import Stage
from desktop.settings import TEXT_SIZES
from desktop.widgets.popover import open_popover
from desktop.window.main import MainWindow


def shell_actions(window: MainWindow) -> tuple[Action, ...]:
    """What to register for ``window``."""
    session, settings = window.session, window.settings

    def closed() -> str:
        return "" if session.is_open else "No project is open."

    def no_undo() -> str:
        if closed() or session.read_only:
            return closed() or "This project is read only."
        return "" if session.undo_text else "There is nothing to undo."

    def no_redo() -> str:
        if closed() or session.read_only:
            return closed() or "This project is read only."
        return "" if session.redo_text else "There is nothing to redo."

    def undo_words() -> str:
        text = session.undo_text if session.is_open else None
        return f"Undo {text}" if text else "Undo"

    def redo_words() -> str:
        text = session.redo_text if session.is_open else None
        return f"Redo {text}" if text else "Redo"

    def primary_words() -> str:
        page = window.page()
        return (
            page.primary_text() if page is not None and page.primary_text() else "Do the next thing"
        )

    def primary_off() -> str:
        page = window.page()
        if open_popover(window) is not None:  # the key is then that of the popover
            return ""
        return page.primary_off() if page is not None else "No project is open."

    def no_chart() -> str:
        page = window.page()
        return "" if page is not None and page.chart() is not None else "There is no chart here."

    def resize(step: int) -> None:
        now = settings.preferences.text_scale
        at = min(range(len(TEXT_SIZES)), key=lambda i: abs(TEXT_SIZES[i] - now))
        settings.change(text_scale=TEXT_SIZES[min(len(TEXT_SIZES) - 1, max(0, at + step))])

    def go(stage: Stage) -> Action:
        return Action(
            f"go.{stage.name.lower()}",
            stage.title,
            lambda: window.show_stage(stage),
            f"Ctrl+{stage.number}",
            Group.GO_TO,
            off=closed,
            detail=lambda: window.stage_words(stage),
            menu=Menu.VIEW,
            section=0,
        )

    return (
        Action("project.new", "New project…", window.new_asked.emit, "Ctrl+N", menu=Menu.FILE),
        Action("project.open", "Open…", window.open_dialog_asked.emit, "Ctrl+O", menu=Menu.FILE),
        Action(
            "project.close",
            "Close the project",
            window.close_asked.emit,
            "Ctrl+W",
            off=closed,
            menu=Menu.FILE,
            section=1,
        ),
        Action("app.quit", "Quit", window.quit, "Ctrl+Q", menu=Menu.FILE, section=2),
        Action(
            "edit.undo",
            undo_words,
            lambda: window.guarded(session.undo),
            "Ctrl+Z",
            off=no_undo,
            icon="undo",
            menu=Menu.EDIT,
        ),
        Action(
            "edit.redo",
            redo_words,
            lambda: window.guarded(session.redo),
            "Ctrl+Shift+Z",
            off=no_redo,
            icon="redo",
            menu=Menu.EDIT,
        ),
        Action(
            "page.primary",
            primary_words,
            window.run_primary,
            "Ctrl+Return",
            off=primary_off,
            menu=Menu.EDIT,
            section=1,
        ),
        *(go(stage) for stage in Stage),
        Action(
            "view.table",
            "Show the chart as a table",
            window.show_table,
            "T",
            off=no_chart,
            icon="table",
            menu=Menu.VIEW,
            section=1,
        ),
        Action(
            "view.larger", "Larger text", lambda: resize(1), "Ctrl++", menu=Menu.VIEW, section=2
        ),
        Action(
            "view.smaller", "Smaller text", lambda: resize(-1), "Ctrl+-", menu=Menu.VIEW, section=2
        ),
        Action(
            "view.light", "Light", lambda: settings.change(theme="light"), menu=Menu.VIEW, section=3
        ),
        Action(
            "view.dark", "Dark", lambda: settings.change(theme="dark"), menu=Menu.VIEW, section=3
        ),
        Action(
            "view.system",
            "Light or dark as the system",
            lambda: settings.change(theme="system"),
            menu=Menu.VIEW,
            section=3,
        ),
        Action(
            "app.settings",
            "Settings…",
            window.show_preferences,
            "Ctrl+,",
            icon="settings",
            menu=Menu.EDIT,
            section=2,
        ),
        Action("app.jobs", "Jobs", window.show_jobs, icon="jobs", menu=Menu.VIEW, section=1),
        Action(
            "help.explain",
            "What this means",
            window.explain,
            "F1",
            Group.EXPLAIN,
            off=window.explain_off,
            menu=Menu.HELP,
        ),
        Action(
            "help.keys", "All keys", window.show_shortcuts, "Ctrl+/", Group.EXPLAIN, menu=Menu.HELP
        ),
        Action(
            "app.palette",
            "Find or do anything",
            window.show_palette,
            "Ctrl+K",
            in_palette=False,
            menu=Menu.HELP,
            section=1,
        ),
    )
