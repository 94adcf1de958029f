"""Data without examples: one large drop zone, three ways in shown by example, and a way round."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.data.task_range import TaskRange
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.choices import Chip
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.drop import DropZone, Refusal
from desktop.widgets.label import Label, Span
from desktop.widgets.layout import FlowLayout
from desktop.widgets.rows import IconMark

_AT_REST = (
    "Drop a folder of photos, texts, sounds or clips, or a table of texts",
    "Files stay where they are; the project remembers them.",
)


class DataEmptyState(QWidget):
    """What an empty Data page shows. ``dropped`` carries paths; the other signals only ask."""

    dropped = Signal(list)
    browse_asked = Signal()
    files_asked = Signal()
    fake_asked = Signal()

    def __init__(self, refuse: Refusal) -> None:
        super().__init__()
        self.zone = DropZone(*_AT_REST, noun="files", large=True, refuse=refuse)
        self.zone.setMinimumHeight(264)
        self.zone.dropped.connect(self.dropped)
        self.zone.browse_asked.connect(self.browse_asked)
        self.range = (
            RangeOfTasks()
        )  # before any data there is no forecast, but a range (decision 0142)
        self.fake = Button("No examples at all? Fake it first", "link")
        self.fake.clicked.connect(self.fake_asked)
        self._ways = ResponsiveColumns(
            (LayoutColumn("folder"), LayoutColumn("table"), LayoutColumn("loose")), gap=24
        )
        self._ways.add("folder", _way("A folder for each kind", "The quickest way.", _folders()))
        self.files = Button("Choose files or a table…", "link")
        self.files.clicked.connect(self.files_asked)
        self._ways.add(
            "table",
            _way(
                "A table",
                "A CSV with one column for the text (or the file), one for the answer.",
                _csv(),
                self.files,
            ),
        )
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, spacing=6)
        loose = _way(
            "Nothing labelled yet",
            "Bring them as they are and label with the number keys, about 60 a minute.",
            self._chips,
            self.fake,
        )
        self._ways.add("loose", loose)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.zone)
        box.addSpacing(28)
        box.addWidget(self.range)
        box.addSpacing(28)
        box.addWidget(self._ways)
        box.addStretch(1)
        self.set_classes(())

    def rest(self) -> None:
        """No work is under way: ask for a folder."""
        self.zone.set_words(*_AT_REST)

    def set_classes(self, names: tuple[str, ...]) -> None:
        """Show the number keys of these classes, or of an example."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, name in enumerate(names[:9] or ("Clean", "Erosion", "Crack"), 1):
            chip = Chip(f"{number} {name}", parent=self._chips)
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
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for label in (self.finding, self.rows, self.note):
            box.addWidget(label)
        box.addStretch(1)
        lines = line_height(Role.SECTION) + line_height(Role.BODY) + 2 * line_height(Role.NOTE)
        self.setMinimumHeight(lines + 8)

    def say(self, found: TaskRange) -> None:
        """Show what is known."""
        self.finding.setText(found.finding)
        self.rows.setText(" · ".join(f"{name}: {span}" for name, span in found.rows))
        self.rows.setVisible(bool(found.rows))
        self.note.setText(found.note)


def _way(title: str, text: str, picture: QWidget, link: Button | None = None) -> QWidget:
    whole = QWidget()
    box = QVBoxLayout(whole)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(Label(title, weight=600))
    box.addWidget(Label(text, role=Role.NOTE, colour="ink2", measure=330))
    box.addSpacing(14)
    box.addWidget(picture)
    if link is not None:
        box.addSpacing(16)
        box.addWidget(link)
    return whole


def _folders() -> QWidget:
    tree = QWidget()
    box = QVBoxLayout(tree)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(6)
    for depth, name, becomes in (
        (0, "blade photos", ""),  # or texts, sounds, clips
        (1, "clean", "Clean"),
        (1, "crack", "Crack"),
        (1, "erosion", "Erosion"),
    ):
        line = QHBoxLayout()
        line.setContentsMargins(24 * depth, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(IconMark("folder", "folder"))
        line.addWidget(Label(Span(name, mono=True), wrap=False))
        if becomes:
            line.addWidget(
                Label(f"→ becomes “{becomes}”", role=Role.NOTE, colour="ink2", wrap=False)
            )
        line.addStretch(1)
        box.addLayout(line)
    return tree


def _csv() -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    rows = (("text", "label"), ("My card hasn’t come", "arrival"), ("What rate do I get?", "rates"))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            colour = "ink2" if row == 0 else "ink"
            grid.addWidget(Label(text, role=Role.MONO, colour=colour, wrap=False), row, column)
    grid.setColumnStretch(2, 1)
    return table
