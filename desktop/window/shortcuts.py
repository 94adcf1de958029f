"""The shortcut page: every action that has a key, everywhere first, then page by page. Made from the registry."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.actions import Action, ActionRegistry
from desktop.project.stages import Stage
from desktop.theme.type import Role
from desktop.widgets.button import shortcut_words
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover


def by_place(actions: tuple[Action, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The keys as (place, [(key, what it does)]): "Everywhere", then the stages in order."""
    places: list[tuple[str, list[tuple[str, str]]]] = []
    for stage in (None, *Stage):
        rows = [
            (shortcut_words(action.shortcut), action.words)
            for action in actions
            if action.shortcut and action.stage is stage
        ]
        if rows:
            places.append(("Everywhere" if stage is None else stage.title, rows))
    return places


class ShortcutsPopover(Popover):
    """All keys on one page."""

    def __init__(self, window: QWidget, registry: ActionRegistry) -> None:
        super().__init__(window, "Keys", width=720, dim=True)
        self.set_padding(24)
        self.add_head("Keys", 12, role=Role.FIGURE, wraps=False)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(40)
        sides = (QVBoxLayout(), QVBoxLayout())
        for side in sides:
            side.setSpacing(4)
            columns.addLayout(side, 1)
        heights = [0, 0]
        for place, rows in by_place(registry.all()):
            at = 0 if heights[0] <= heights[1] else 1
            heights[at] += len(rows) + 2
            sides[at].addLayout(_block(place, rows))
            sides[at].addSpacing(12)
        for side in sides:
            side.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(page)
        scroller.setMinimumHeight(min(page.sizeHint().height() + 4, window.height() - 200))
        self.body.addWidget(scroller)


def _block(place: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    grid.setColumnMinimumWidth(0, 96)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Label(place, weight=600), 0, 0, 1, 2)
    for number, (key, words) in enumerate(rows, 1):
        grid.addWidget(Label(key, role=Role.NOTE, weight=500, wrap=False), number, 0)
        grid.addWidget(Label(words, role=Role.NOTE, colour="ink2"), number, 1)
    return grid
