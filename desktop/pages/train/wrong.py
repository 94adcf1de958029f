"""Where it is wrong: the confusion matrix, the photos behind a cell, and what would help."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.findings.accuracy import confusion_chart, percent
from desktop.findings.mistakes import Answered, answered, cell_title, what_would_help
from desktop.findings.wording import count
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.matrix import ConfusionChartView
from desktop.widgets.columns import Column, Columns
from desktop.widgets.explain import Explanation
from desktop.widgets.focus import ENTER_KEYS, claims
from desktop.widgets.label import Label
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableColumn

PER_ROW, AT_ONCE = 3, 6
HOW_TO_READ = Explanation(
    "How to read this",
    "Each row is what the photos truly show, each column what it said. On the diagonal it was right. Choose a number "
    "to see the photos behind it; a wrong label there is worth more than any setting.",
)


class Card(QWidget):
    """One photo with what it said. ``opened``: look closer; ``fix_asked``: its label is wrong."""

    opened = Signal()
    fix_asked = Signal()

    def __init__(self, row: Answered, image: QImage, now: str) -> None:
        super().__init__()
        self.row = row
        self._image = image
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fix = Button("Fix label…", "link")
        self.fix.clicked.connect(self.fix_asked)
        truth = (
            f"“{now}” since then" if now != row.truth else f"{row.truth} {percent(row.of_truth)}"
        )
        if now == row.truth == row.said:
            truth = row.truth
        box = QVBoxLayout(self)
        box.setContentsMargins(0, self._tall() + 6, 0, 0)
        box.setSpacing(1)
        box.addWidget(Label(row.sentence, weight=500))
        box.addWidget(Label(truth, role=Role.NOTE, colour="ink2"))
        box.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{row.sentence} In truth {now}.")

    def _tall(self) -> int:
        return 100

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        box = QRectF(0, 0, self.width(), self._tall())
        clip = QPainterPath()
        clip.addRoundedRect(box, 4, 4)
        painter.fillPath(clip, QColor(tokens().sunken))
        if self._image.isNull():
            return
        painter.setClipPath(clip)
        size = self._image.size().scaled(
            QSize(self.width(), self._tall()), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        left, top = (self.width() - size.width()) / 2, (self._tall() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.position().y() <= self._tall() and self.rect().contains(
            event.position().toPoint()
        ):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


Picture = Callable[[str], QImage]


class Photos(QWidget):
    """The photos of a cell, a few at a time. Signals carry the ``Answered`` and the card."""

    opened = Signal(object)
    fix_asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()
        self._rows: tuple[Answered, ...] = ()
        self._first = 0
        self._picture: Picture = lambda _path: QImage()
        self._labels: dict[str, str] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(16)
        for column in range(PER_ROW):
            self._grid.setColumnStretch(column, 1)
        self.back = Button("‹ Earlier", "link")
        self.forward = Button("More ›", "link")
        self.place = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.back.clicked.connect(self._back)
        self.forward.clicked.connect(self._forward)
        row = QHBoxLayout()
        row.setSpacing(16)
        for widget in (self.place, self.back, self.forward):
            row.addWidget(widget)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(self._grid)
        whole.addLayout(row)

    @property
    def rows(self) -> tuple[Answered, ...]:
        """All of the cell, in order."""
        return self._rows

    def show_rows(
        self, rows: tuple[Answered, ...], picture: Picture, labels: dict[str, str]
    ) -> None:
        """Show these; ``labels`` are what the examples are labelled now, by path."""
        if [row.path for row in rows] != [row.path for row in self._rows]:
            self._first = 0
        self._rows, self._picture, self._labels = rows, picture, labels
        self._fill()

    def _fill(self) -> None:
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = self._rows[self._first : self._first + AT_ONCE]
        cards = []
        for number, row in enumerate(shown):
            card = Card(row, self._picture(row.path), self._labels.get(row.path, "not labelled"))
            card.fix.setVisible(row.path in self._labels)
            card.opened.connect(self._opened)
            card.fix_asked.connect(self._fix)
            self._grid.addWidget(
                card, number // PER_ROW, number % PER_ROW, Qt.AlignmentFlag.AlignTop
            )
            cards.append(card)
        self.cards = tuple(cards)
        last = self._first + len(shown)
        many = len(self._rows) > AT_ONCE
        self.place.setText(f"{self._first + 1:,}–{last:,} of {len(self._rows):,}")
        self.place.setVisible(many)
        self.back.setVisible(many and self._first > 0)
        self.forward.setVisible(last < len(self._rows))

    def _back(self) -> None:
        self._first = max(0, self._first - AT_ONCE)
        self._fill()

    def _forward(self) -> None:
        self._first += AT_ONCE
        self._fill()

    def _opened(self) -> None:
        card = self.sender()
        if isinstance(card, Card):
            self.opened.emit(card.row)

    def _fix(self) -> None:
        card = self.sender()
        if isinstance(card, Card):
            self.fix_asked.emit(card.row, card)


class WrongView(QWidget):
    """Matrix, photos, help. The chosen cell stays while the same run is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._run: Run | None = None
        self._cell: tuple[str, str] | None = None
        self._picture: Picture = lambda _path: QImage()
        self._labels: Callable[[tuple[str, ...]], dict[str, str]] = lambda _paths: {}
        self.matrix: ConfusionChartView | None = None
        self.columns = Columns((Column("left", stretch=1), Column("right", stretch=1)), gap=48)
        self._left = QWidget()
        self._box = QVBoxLayout(self._left)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.photos = Photos()
        self.found = Section("", self.photos, note=" ", gap=10)
        self.help = PlainTable(
            "What would help most",
            (
                TableColumn("do this", stretch=True, always=True),
                TableColumn("could mend", right=True),
                TableColumn("takes", right=True),
            ),
        )
        self.help_block = Section("What would help most", self.help, gap=4)
        self.columns.add("left", self._left, chart_first=True)
        self.columns.add("right", self.found)
        self.columns.add("right", self.help_block, gap=24)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)

    def show_run(
        self,
        project: Project,
        run: Run,
        cutoff: float,
        picture: Picture,
        labels: Callable[[tuple[str, ...]], dict[str, str]],
    ) -> None:
        """Show the mistakes of this run; ``picture`` and ``labels`` are asked for the photos shown."""
        if self._run is None or self._run.id != run.id:
            self._cell = None
        self._project, self._run, self._picture, self._labels = project, run, picture, labels
        chart = confusion_chart(run, project)
        if self.matrix is None:
            self.matrix = ConfusionChartView(chart, explanation=HOW_TO_READ)
            self.matrix.cell_chosen.connect(self._chosen)
            self.matrix.cell_opened.connect(self._cell_opened)
            self._box.addWidget(self.matrix)
        else:
            self.matrix.set_chart(chart)
        rows = what_would_help(project, run, cutoff)
        self.help.set_rows(rows)
        self.help.fit_rows()
        self.help_block.setVisible(bool(rows))
        self._show_cell()

    @property
    def rows(self) -> tuple[Answered, ...]:
        """What is shown at the right, in order."""
        return self.photos.rows

    def review(self) -> None:
        """Show every mistake, the most confident first."""
        self._cell = None
        self._show_cell()
        if self.photos.cards:
            self.photos.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_cell(self, truth: str, said: str) -> None:
        """Show the photos of one cell."""
        self._cell = (truth, said)
        if self.matrix is not None:
            labels = self.matrix.chart.labels
            self.matrix.set_cell(labels.index(truth), labels.index(said))
        self._show_cell()

    def _chosen(self, truth: int, said: int) -> None:
        assert self.matrix is not None
        labels = self.matrix.chart.labels
        self._cell = (labels[truth], labels[said])
        self._show_cell()

    def _cell_opened(self, _truth: int, _said: int) -> None:
        if self.photos.cards:
            self.photos.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cell(self) -> None:
        if self._project is None or self._run is None:
            return
        if self._cell is None:
            rows = answered(self._run)
            self.found.title.setText("The most confident mistakes first" if rows else "No mistakes")
            note = (
                f"{count(len(rows), 'mistake')}." if rows else "It got every held-out photo right."
            )
        else:
            rows = answered(self._run, truth=self._cell[0], said=self._cell[1])
            self.found.title.setText(cell_title(self._project, self._run, *self._cell))
            note = "Most confident first." if len(rows) > 1 else ""
        self.found.note.setText(note)
        self.found.note.setVisible(bool(note))
        self.photos.show_rows(rows, self._picture, self._labels(tuple(row.path for row in rows)))
