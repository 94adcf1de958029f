"""Charts of ``reports.chart_data`` as vectors on a tagged page."""
