"""Enough data?: the learning curve with its forecast, and what is from before the last edits."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.data.learning_curve import Size, curve_chart, growing_chart, growing_words
from desktop.findings.data.sufficiency import no_curve_words
from desktop.findings.data.view import view as data_view
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.forecast_notes import ForecastNotes
from desktop.pages.data.import_controller import work_words
from desktop.project.project import Project
from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.view import ChartView
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, TOP, column, holder, row
from estimators.base.sentence import tr
from estimators.data_sufficiency.plan import Required
from reports.chart_data import CurveChart


class StaleOverlay(QWidget):
    """Dims what lies below it, and lets every click through."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = QColor(tokens().canvas)
        colour.setAlphaF(0.5)
        QPainter(self).fillRect(self.rect(), colour)


class CurveBlock(QWidget):
    """The learning curve with the sentences below it, the curve under way, or why there is none yet."""

    def __init__(self, learning: TrainingPipeline, below: ForecastNotes) -> None:
        super().__init__()
        self._learning = learning
        self.view: ChartView[CurveChart] | None = None
        self._project: Project | None = None
        self._kept: CurveChart | None = None  # what was measured last
        self._shown: CurveChart | None = None  # what is drawn: that, or what grows
        self._sizes: tuple[Size, ...] | None = None
        self._running = self._log = False
        self._progress = self._reading = ""
        self.title = Label(tr("Is it enough?"), role=Role.SECTION)
        self.words = Label()
        self.measure = Button(tr("Measure it"), size="small", run=learning.measure)
        self.foot = Label(role=Role.NOTE, colour="ink2")
        self.turn = Button("", "link", size="small", run=self._turned)
        foot = row((self.foot, 1), (self.turn, TOP), margins=(0, 4, 0, 0), spacing=16)
        self._footer = holder(foot)
        self.below = below
        self.below.what_if.asked.connect(self._make)
        self.box = column(
            self.title, self._footer, self.words, 8, (self.measure, LEFT), self.below, of=self
        )
        self._footer.hide()
        self.veil, self.lower_veil = StaleOverlay(self), StaleOverlay(self.below)

    @property
    def has_chart(self) -> bool:
        return self._kept is not None

    @property
    def growing(self) -> bool:
        return self._running

    def refresh(self, project: Project) -> None:
        self._project = project
        self.below.refresh(project)
        self._make()

    def say(self, *, measurable: bool, stale: bool, can_measure: bool) -> None:
        """Show the measurement under way, or say why there is no curve.

        ``stale``: the one there is comes from before the last edits; ``can_measure``: a person may ask for one.
        """
        project, learning = self._project, self._learning
        if project is None:
            return
        measuring = learning.work(work.MEASURE)
        self._running = measuring is not None and measuring.state == "running"
        # The place of the chart is there before its dots, so that nothing below it moves.
        comes = measurable and not self.has_chart and learning.is_active(work.CHECK, work.MEASURE)
        sizes = learning.sizes if self._running else () if comes else None
        changed, self._sizes = sizes != self._sizes, sizes
        why = self._why_no_curve(project, measurable=measurable)
        if sizes is not None:
            self._progress = growing_words(len(sizes), sizes[0].sizes) if sizes else why
        else:  # a failure is said below the curve from before, too
            self._progress = why if learning.trouble(work.MEASURE) is not None else ""
        if changed:
            self._make()
        self.words.setText(why)
        self.words.setVisible(self._shown is None)
        self.measure.setVisible(can_measure and self._shown is None)
        self.below.setVisible(self.has_chart)
        self._say_foot()
        dimmed = self.has_chart and (stale or measuring is not None)
        for veil, over, on in (
            (self.veil, self, dimmed and not self.growing),
            (self.lower_veil, self.below, dimmed and self.growing),
        ):
            veil.setGeometry(over.rect())
            veil.setVisible(on)
            veil.raise_()

    def _why_no_curve(self, project: Project, *, measurable: bool) -> str:
        measuring = self._learning.work(work.MEASURE)
        if measuring is not None and measuring.state == "running":
            return f"{measuring.text or tr('Measuring how accuracy grows')}."
        if self._learning.trouble(work.MEASURE) is not None:
            return work_words(self._learning, work.MEASURE)
        waits = self._learning.is_active(work.CHECK, work.MEASURE)
        return no_curve_words(project, measurable=measurable, waits=waits)

    # --- drawing -------------------------------------------------------------------------------------------------

    def _make(self, required: Required | None = None) -> None:
        """Work out what is drawn now, and draw it."""
        project = self._project
        if project is None:
            return
        self._kept = curve_chart(
            project, required=required or self.below.what_if.answer, doublings=self._log
        )
        if self._sizes is not None:
            self._shown = growing_chart(project, self._sizes, self._kept)
        else:
            self._shown = self._kept
        self.title.setVisible(self._shown is None or self.view is None)
        if self.view is None and self._shown is not None:
            QTimer.singleShot(0, self, self._draw)  # pyqtgraph takes its time to import
        elif self.view is not None and self._shown is not None and self._shown != self.view.chart:
            self.view.set_chart(self._shown)
        if self.view is not None:
            self.view.setVisible(self._shown is not None)
        self._footer.setVisible(self._shown is not None and self.view is not None)
        self._say_foot()

    def _draw(self) -> None:
        if self.view is not None or self._shown is None or self._project is None:
            return
        from desktop.widgets.charts.curve import CurveChartView

        view = chart_view(self._shown, explanation=data_view(self._project).explanations["curve"])
        assert isinstance(view, CurveChartView)
        view.reading_changed.connect(self._read)
        self.view = view
        self.box.insertWidget(0, self.view)
        self.title.hide()
        self._footer.show()
        self._say_foot()

    def _read(self, reading: str) -> None:
        self._reading = reading
        self._say_foot()

    def _say_foot(self) -> None:
        """Below the picture: what is read there, how far the measurement is, or what the shades mean."""
        if self._shown is None:
            return
        self.foot.setText(self._reading or self._progress or self._shown.key)
        self.turn.setVisible(self._sizes is None or self._running)
        self.turn.setText(
            tr("Stop") if self._running else tr("Even scale") if self._log else tr("Log scale")
        )
        self.turn.setToolTip("Esc" if self._running else tr("Make every doubling as wide"))

    def _turned(self) -> None:
        if self.growing:
            self._learning.stop(work.MEASURE)
            return
        self._log = not self._log
        self._make()
