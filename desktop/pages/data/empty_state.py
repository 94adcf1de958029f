"""Data without examples: one large drop zone, three ways in shown by example, and a way round."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.findings.data.task_range import TaskRange
from desktop.pages.data.import_controller import ImportController
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.choices import Chip
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.drop import DropZone
from desktop.widgets.label import Label, Span
from desktop.widgets.layout import FlowLayout, clear, column, holder, row
from desktop.widgets.rows import IconMark
from estimators.base.phrase import as_written
from estimators.base.sentence import tr

FILES_STAY = tr("Files stay where they are; the project remembers them.")
_TABLE = tr(
    "CSV, Excel, Parquet or JSON lines: texts with their answers, or facts with a column to predict."
)
_LOOSE = tr("Bring them as they are and label with the number keys, about 60 a minute.")


class DataEmptyState(QWidget):
    """What an empty Data page shows; ``fake`` leads to a round without examples."""

    def __init__(self, bringing: ImportController, fake: Callable[[], None]) -> None:
        super().__init__()
        self.zone = DropZone("", FILES_STAY, noun="files", large=True, refuse=bringing.refuse)
        self.zone.setMinimumHeight(264)
        self.zone.dropped.connect(bringing.add)
        self.zone.browse_asked.connect(bringing.browse)
        self.range = RangeOfTasks()  # before data there is no forecast, but a range (decision 0142)
        self.fake = Button(tr("No examples at all? Fake it first"), "link", run=fake)
        self.camera = Button(tr("Take photos…"), "link")
        self.camera.clicked.connect(partial(bringing.try_to_record, sound=False))
        self.microphone = Button(tr("Record sounds…"), "link")
        self.microphone.clicked.connect(partial(bringing.try_to_record, sound=True))
        here = holder(column((row(self.camera, self.microphone, None, spacing=16)), self.fake))
        self.files = Button(tr("Choose files or a table…"), "link", run=bringing.browse_files)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, spacing=6)
        ways = (
            (tr("A folder for each kind"), tr("The quickest way."), _folders(), None),
            (tr("A table"), _TABLE, _csv(), self.files),
            (tr("Nothing labelled yet"), _LOOSE, self._chips, here),
        )
        self._ways = ResponsiveColumns([LayoutColumn(title) for title, *_ in ways], gap=24)
        for way in ways:
            self._ways.add(way[0], _way(*way))
        column(self.zone, 28, self.range, 28, self._ways, None, of=self, margins=(0, 12, 0, 0))
        self.set_classes(())

    def set_classes(self, names: tuple[str, ...]) -> None:
        """Show the number keys of these classes, or of an example."""
        clear(self._flow)
        for number, name in enumerate(names[:9] or (tr("Good"), tr("Worn"), tr("Broken")), 1):
            chip = Chip(f"{number} {as_written(name)}", parent=self._chips)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._flow.addWidget(chip)


class RangeOfTasks(QWidget):
    """How many examples tasks like this one needed; nothing until that is known, without moving what is below."""

    def __init__(self) -> None:
        super().__init__()
        self.finding = Label(role=Role.SECTION)
        self.rows = Label()
        self.note = Label(role=Role.NOTE, colour="ink2")
        said = column(self.finding, self.rows, self.note, None, spacing=4)
        lines = line_height(Role.SECTION) + line_height(Role.BODY) + 2 * line_height(Role.NOTE)
        row((said, 1), of=self).addStrut(lines + 8)

    def say(self, found: TaskRange) -> None:
        self.finding.setText(found.finding)
        self.rows.say(" · ".join(f"{name}: {span}" for name, span in found.rows))
        self.note.setText(found.note)


def _way(title: str, text: str, picture: QWidget, link: QWidget | None) -> QWidget:
    about = Label(text, role=Role.NOTE, colour="ink2", measure=330)
    below = () if link is None else (16, link)
    return holder(column(Label(title, weight=600), about, 14, picture, *below))


def _folders() -> QWidget:
    lines = []
    for depth, name, becomes in (
        (0, tr("your examples"), ""),  # photos, texts, sounds or clips
        (1, "good", tr("Good")),
        (1, "worn", tr("Worn")),
        (1, "broken", tr("Broken")),
    ):
        words = tr("→ becomes “{becomes}”", becomes=becomes) if becomes else ""
        note = Label(words, role=Role.NOTE, colour="ink2", wrap=False)
        folder = (IconMark("folder", "folder"), Label(Span(name, mono=True), wrap=False))
        lines.append(row(*folder, note, None, margins=(24 * depth, 0, 0, 0), spacing=8))
    return holder(column(*lines, spacing=6))


def _csv() -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    rows = (
        ("text", "label"),
        (tr("My card hasn’t come"), "arrival"),
        (tr("What rate do I get?"), "rates"),
    )
    for at, cells in enumerate(rows):
        for place, text in enumerate(cells):
            colour = "ink2" if at == 0 else "ink"
            grid.addWidget(Label(text, role=Role.MONO, colour=colour, wrap=False), at, place)
    grid.setColumnStretch(2, 1)
    return holder(grid)
