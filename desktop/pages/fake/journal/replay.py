"""What the last replay found: who agrees with whom, and each exchange where they do not."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.findings.fake.journal import agreement_lines
from desktop.project.records import Json
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import count

_MOST_SHOWN = 9


class ReplayPopover(Popover):
    """A sentence for each pair, and a row for each disagreement. ``opened`` carries a number and the row's answers."""

    opened = Signal(int, object)
    only_asked = Signal()

    def __init__(self, window: QWidget, found: Mapping[str, Json]) -> None:
        width = min(820, window.width() - 80)
        super().__init__(window, "Where the answers differ", width=width)
        self._found = found
        self._names = [str(one["name"]) for one in found["answerers"]]
        head = QHBoxLayout()
        head.addWidget(Label(self._title(), role=Role.SECTION), 1)
        head.addWidget(Label("Esc", role=Role.NOTE, colour="ink3", wrap=False))
        self.body.addLayout(head)
        self.body.addSpacing(6)
        for line in agreement_lines(found):
            self.body.addWidget(Label(line, role=Role.ROW))
        self.table: PlainTable | None = None
        if found["rows"]:
            self._add_table()
        self.closed.connect(self.deleteLater)

    def _title(self) -> str:
        n = int(self._found["disagreements"])
        compared = count(int(self._found["compared"]), "exchange")
        if not int(self._found["compared"]):
            return "There was nothing to compare."
        return (
            f"{count(n, 'disagreement')} in {compared}"
            if n
            else f"They say the same, in all {compared}"
        )

    def _add_table(self) -> None:
        columns = [
            TableColumn("asked about", always=True),
            TableColumn("differs"),
            *(TableColumn(name, always=True, stretch=True) for name in self._names),
        ]
        truths = any(row["truth"] for row in self._found["rows"])
        if truths:
            columns.insert(1, TableColumn("truth", always=True))
        self.table = PlainTable("Disagreements", columns)
        self.table.set_rows([self._cells(row, truths) for row in self._found["rows"]])
        shown = min(len(self._found["rows"]), _MOST_SHOWN)
        self.table.setFixedHeight(self.table.height_for_rows(shown))
        self.table.opened.connect(self._open)
        self.body.addSpacing(10)
        self.body.addWidget(self.table)
        self.body.addSpacing(10)
        foot = QHBoxLayout()
        only = Button("Show only these in the list", "link")
        only.clicked.connect(self._ask_only)
        foot.addWidget(only)
        foot.addStretch(1)
        foot.addWidget(Label("Enter opens one", role=Role.NOTE, colour="ink3", wrap=False))
        self.body.addLayout(foot)

    def _cells(self, row: Mapping[str, Json], truths: bool) -> tuple[str | TableCell, ...]:
        said = [
            TableCell(str(answer)[:90], glyph=Glyph.SIMULATED if simulated else Glyph.MEASURED)
            for answer, simulated in zip(row["answers"], row["simulated"], strict=True)
        ]
        truth = [TableCell(str(row["truth"] or ""), colour="ink2")] if truths else []
        return (str(row["name"])[:60], *truth, TableCell(str(row["differs"]), colour="ink2"), *said)

    def open_in_the_middle(self) -> None:
        """Show it over the page."""
        window = self.window()
        self.open_at((window.width() - self._box_width) // 2, 72, focus=self.table)

    def _open(self, place: int) -> None:
        row = self._found["rows"][place]
        answers = [
            (f"Says {name}", str(said))
            for name, said in zip(self._names[1:], row["answers"][1:], strict=True)
        ]
        if row["truth"]:
            answers.append(("Truth", str(row["truth"])))
        self.close_popover()
        self.opened.emit(int(row["id"]), answers)

    def _ask_only(self) -> None:
        self.close_popover()
        self.only_asked.emit()
