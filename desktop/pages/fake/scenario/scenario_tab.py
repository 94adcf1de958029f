"""The first tab: scenarios, dials, what 100 answers would look like, and one answer as the prototype gets it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.findings.fake.sample_request import SampleAnswer, fake_sample, sample_request
from desktop.findings.fake.scenarios import (
    active_scenario,
    outcome_grid,
    reference_ticks,
    scenarios_of,
)
from desktop.findings.fake.served_candidate import CandidateInPlace, candidate_in_place
from desktop.findings.fake.served_model import ServedModel, served_model
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.scenario.dials import Dials
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.theme.current import scaled, tokens
from desktop.theme.paint import Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.view import ChartView
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label, Span
from desktop.widgets.layout import column
from desktop.widgets.menu import MenuEntry, menu_of
from desktop.widgets.rows import CodeWell, RowList, Section, ValueRow
from estimators.base.sentence import tr
from mock_ai.scenario import Scenario
from reports.chart_data import OutcomeGrid

_PAD, _MORE = 10, 22  # pixels at the sides, and for the menu of the chosen one


class ScenarioButton(PaintedButton):
    """One scenario: its name and its dials in a few words."""

    menu_asked = Signal(QPoint)
    stepped = Signal(int)

    def __init__(self, scenario: Scenario, *, chosen: bool) -> None:
        self._summary = scenario.summary
        super().__init__(scenario.name, QSizePolicy.Policy.Ignored)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.scenario = scenario
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        spoken = tr(", chosen") if chosen else ""
        self.setAccessibleName(
            tr(
                "Scenario {name}: {summary}{spoken}",
                name=scenario.name,
                summary=scenario.summary,
                spoken=spoken,
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(scaled(200)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = width - 2 * _PAD - _MORE
        return 14 + sum(face.height_of(text, room) for text, face in self._lines())

    def _lines(self) -> tuple[tuple[str, Face], ...]:
        return (self.text(), Face(Role.ROW, 500, "ink")), (self._summary, Face())

    def _more(self) -> QRectF:
        return QRectF(self.width() - 30, (self.height() - 20) / 2, 24, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self.isChecked() or self.underMouse():
            fill = "sel" if self.isChecked() else "sunken"
            paint_box(painter, self.rect(), fill=fill, radius=6)
        room, top = self.width() - 2 * _PAD - _MORE, 7.0
        for text, face in self._lines():
            tall = face.height_of(text, room)
            write(painter, text, QRectF(_PAD, top, room, tall), face)
            top += tall
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().ink2))
            box = self._more()
            for step in (-5, 0, 5):
                painter.drawEllipse(
                    QRectF(box.center().x() + step - 1.25, box.center().y() - 1.25, 2.5, 2.5)
                )

    def mouseReleaseEvent(self, event: object) -> None:
        at = event.position()  # type: ignore[attr-defined]  # a QMouseEvent
        on_more = self.isChecked() and self._more().contains(at)
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]  # the same event
        if on_more:
            self.menu_asked.emit(self.mapToGlobal(self._more().bottomLeft().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.click()
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)


class ScenarioList(QWidget):
    """Every scenario, and the way to a new one. Signals carry the scenario's ``id``."""

    chosen = Signal(str)
    duplicate_asked = Signal(str)
    rename_asked = Signal(str)
    delete_asked = Signal(str)
    save_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Scenarios"))
        self._rows_box = QGridLayout()
        self._rows_box.setHorizontalSpacing(8)
        self._rows_box.setVerticalSpacing(2)
        self._across = 1
        self.new = Button(tr("New scenario"), "text", icon="add")
        self.open_file = Button(tr("Open a scenario file…"), "text", icon="folder")
        left, title = Qt.AlignmentFlag.AlignLeft, Label(tr("Scenarios"), weight=600)
        buttons = ((self.new, left), (self.open_file, left))
        column(title, 4, self._rows_box, *buttons, None, of=self, spacing=2)
        self._rows: list[ScenarioButton] = []
        self._shown: tuple[tuple[Scenario, ...], str] | None = None

    def rows(self) -> tuple[ScenarioButton, ...]:
        return tuple(self._rows)

    def set_scenarios(self, scenarios: Sequence[Scenario], active: str) -> None:
        """Show these; ``active`` is the ``id`` of the one that answers."""
        if self._shown == (tuple(scenarios), active):
            return
        self._shown = (tuple(scenarios), active)
        had_focus = any(row.hasFocus() for row in self._rows)
        for row in self._rows:
            row.hide()
            self._rows_box.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for scenario in scenarios:
            row = ScenarioButton(scenario, chosen=scenario.id == active)
            row.clicked.connect(self._clicked)
            row.menu_asked.connect(self._menu)
            row.stepped.connect(self._step)
            self._rows.append(row)
        self._place()
        for row in self._rows:
            if had_focus and row.isChecked():
                row.setFocus()

    def _place(self) -> None:
        """One below the other, or three beside each other where the list has the page to itself."""
        for number, row in enumerate(self._rows):
            self._rows_box.addWidget(row, number // self._across, number % self._across)
        for place in range(3):
            self._rows_box.setColumnStretch(place, int(place < self._across))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = 3 if self.width() > 560 else 1
        if across != self._across:
            self._across = across
            self._place()

    def _clicked(self) -> None:
        row = self.sender()
        assert isinstance(row, ScenarioButton)
        for other in self._rows:
            other.setChecked(other is row)
        self.chosen.emit(row.scenario.id)

    def _step(self, step: int) -> None:
        row = self.sender()
        assert isinstance(row, ScenarioButton)
        at = self._rows.index(row) + step
        if 0 <= at < len(self._rows):
            self._rows[at].setFocus()
            self._rows[at].click()

    def _menu(self, at: QPoint) -> None:
        row = self.sender()
        assert isinstance(row, ScenarioButton)
        asked = (
            (tr("Duplicate"), self.duplicate_asked),
            (tr("Rename…"), self.rename_asked),
            (tr("Save as a file…"), self.save_asked),
            (tr("Delete"), self.delete_asked),
        )
        entries = [MenuEntry(words, partial(one.emit, row.scenario.id)) for words, one in asked]
        menu_of(self, entries).popup(at)


class ScenarioTab(QWidget):
    """Shows the active scenario and lets its dials be turned."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        scenario = active_scenario(project)[1]
        self.scenarios = ScenarioList()
        self.dials = Dials(scenario, reference_ticks(project))
        self._many = noun(project)
        self.grid: ChartView[OutcomeGrid] = chart_view(outcome_grid(scenario, self._many))
        self.well = CodeWell()
        one = Section(tr("One answer, as your prototype gets it"), self.well)
        self.columns = ResponsiveColumns(
            (LayoutColumn("list", 204), LayoutColumn("dials"), LayoutColumn("preview", 404)),
            gap=64,
            ruled=True,
        )
        self.rests = Label(
            tr("The fake’s scenarios and dials come back when it is swapped in."),
            role=Role.NOTE,
            colour="ink2",
        )
        self.served = Section("")
        self._rows = RowList(tr("What answers"))
        self.served.add(self._rows)
        self.columns.add("list", self.scenarios)
        self.columns.add("list", self.rests, gap=0)
        self.columns.add("dials", self.dials, gap=32)
        self.columns.add("dials", self.served, gap=0)
        self.columns.add("preview", self.grid, gap=32)
        self.columns.add("preview", one, gap=24)
        column(self.columns, of=self)
        self._soon = LatestWinsThread(self, self._previewed)
        self.dials.moved.connect(self.preview)
        self._asking = LatestWinsThread(self, self._answered)

    def show_project(self, project: Project, address: str) -> None:
        """Show the scenarios and the active one's dials as the project has them."""
        scenario = active_scenario(project)[1]
        self.scenarios.set_scenarios([known for _, known in scenarios_of(project)], scenario.id)
        self.dials.set_ticks(reference_ticks(project))
        self.dials.set_scenario(scenario)
        self._many = noun(project)
        asked = sample_request(project, address)
        found: ServedModel | CandidateInPlace | None = candidate_in_place(project)
        found = found or served_model(project)
        self.grid.setVisible(
            not isinstance(found, CandidateInPlace)
        )  # nobody drew a hundred of these
        self.scenarios.setVisible(found is None)
        self.dials.setVisible(found is None)
        self.rests.setVisible(found is not None)
        self.served.setVisible(found is not None)
        if found is None:
            self.preview(scenario)
            self._asking.ask(partial(fake_sample, scenario, asked))
            return
        self.served.title.setText(found.title)
        self._rows.show_each(found.rows, lambda row: ValueRow(*row))
        if isinstance(found, CandidateInPlace):
            answered = found.sample(address)
            self._asking.ask(lambda: answered)
            return
        grid = found.grid
        self._soon.ask(lambda: grid)
        sample = found.sample(asked, project)
        self._asking.ask(lambda: sample or fake_sample(scenario, asked))

    def preview(self, scenario: Scenario) -> None:
        """Redraw the hundred answers for these dials."""
        self._soon.ask(partial(outcome_grid, scenario, self._many))

    def _previewed(self, grid: OutcomeGrid) -> None:
        if grid != self.grid.chart:
            self.grid.set_chart(grid)

    def _answered(self, sample: SampleAnswer) -> None:
        colour = "sim" if sample.simulated else "ink"
        mark = (Span(sample.mark, mono=True, colour=colour), "}") if sample.mark else ()
        self.well.text.set_spans(sample.before, *mark)

    def stop(self) -> None:
        self._soon.stop()
        self._asking.stop()
