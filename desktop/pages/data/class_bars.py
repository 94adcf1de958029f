"""How many examples each class has; many classes scroll in their own place, so that the examples stay in sight."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.charts.counts import ClassCountView
from desktop.widgets.label import Label
from desktop.widgets.layout import column
from reports.chart_data import ClassCountChart

_LEGEND = 270  # the words of the chart at the right of the line of its title
MOST_ROWS = 6  # before it scrolls


class ClassBars(QWidget):
    """The bars with their finding as title."""

    def __init__(self, chart: ClassCountChart) -> None:
        super().__init__()
        self.counts = ClassCountView(chart, titled=False)
        # The title shares the line of the legend, which the chart draws at the right of its first row.
        self.title = Label(chart.title, role=Role.SECTION, wrap=False, parent=self.counts)
        self.counts.installEventFilter(self)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chart in it has the focus
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidget(self.counts)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column(self.scroller, of=self)
        self._fit()

    @property
    def chart(self) -> ClassCountChart:
        return self.counts.chart

    def set_chart(self, chart: ClassCountChart) -> None:
        if chart != self.counts.chart:
            self.counts.set_chart(chart)
            self.title.setText(chart.title)
            QTimer.singleShot(0, self, self._fit)

    def set_chosen(self, label: str | None) -> None:
        """Mark the class whose examples are shown, and bring it into sight."""
        self.counts.set_chosen(label)
        labels = [row.label for row in self.chart.rows]
        if label in labels and len(labels) > MOST_ROWS:
            middle = scaled(24) + scaled(28) * labels.index(label) + scaled(14)
            self.scroller.ensureVisible(0, middle, 0, scaled(28))

    def _fit(self) -> None:
        whole = self.counts.heightForWidth(max(1, self.width()))
        if whole < 0:
            whole = self.counts.sizeHint().height()
        rows = len(self.chart.rows)
        most = whole - (rows - MOST_ROWS) * scaled(28) + scaled(12) if rows > MOST_ROWS else whole
        self.scroller.setFixedHeight(max(1, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.counts and event.type() == QEvent.Type.Resize:
            self.title.setGeometry(0, 0, max(0, self.counts.width() - _LEGEND), 24)
        return super().eventFilter(watched, event)
