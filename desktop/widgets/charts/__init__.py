"""One chart module: every dataclass of ``reports.chart_data`` drawn with Qt. See ``charts.view``."""
