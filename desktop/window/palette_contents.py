"""What the palette finds beside what can be done: projects, what lies on the pages, settings, and words explained."""

from collections.abc import Iterator
from functools import partial

from desktop.actions import Action, Group
from desktop.settings import DECLARED
from desktop.widgets.popover import open_popover
from desktop.window.glossary import explain_term, glossary
from desktop.window.main import MainWindow
from desktop.window.preferences import PreferencesPopover
from estimators.base.sentence import tr


def palette_contents(window: MainWindow, query: str) -> Iterator[Action]:
    """Everything that could be meant by what is typed, as actions that lead to it."""
    for entry in window.other_projects():
        yield Action(
            f"project {entry.path}",
            entry.name,
            partial(window.open_asked.emit, entry.path),
            group=Group.CONTENT,
            detail=" · ".join(filter(None, (tr("project"), entry.sentence))),
            icon="folder",
        )
    if window.session.is_open:
        for page in window.built_pages():
            yield from page.contents(query)
    for name, asked in DECLARED.items():
        yield Action(
            f"setting {name}",
            asked.title,
            partial(_show_setting, window, name),
            group=Group.CONTENT,
            detail=tr("Settings"),
            also=" ".join((*asked.choices.values(), asked.tick, asked.note)),
            icon="settings",
        )
    for term in glossary():
        yield Action(
            f"term {term.term}",
            term.term,
            partial(explain_term, window, term),
            group=Group.EXPLAIN,
            detail=term.means,
            also=term.also,
        )


def _show_setting(window: MainWindow, name: str) -> None:
    window.show_preferences()
    shown = open_popover(window)
    if isinstance(shown, PreferencesPopover):
        shown.fields[name].setFocus()
