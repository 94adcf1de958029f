"""The pages that answers are taken from, to look something up while grading."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_words import HelpPage
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder
from desktop.widgets.popover import Popover
from estimators.base.sentence import tr, tr_plural

_WIDTH, _ABOVE_AND_BELOW = 480, 220


class HelpPages(Popover):
    """All pages, one below the other; it scrolls. Esc or F closes it."""

    def __init__(self, window: QWidget, pages: Sequence[HelpPage]) -> None:
        super().__init__(window, tr("Help pages"), width=_WIDTH)
        self.add_head(tr("Help pages"), 8)
        may = tr_plural(
            "It may read this {n} page; what stands in none is made up.",
            "It may read these {n} pages; what stands in none is made up.",
            len(pages),
        )
        parts: list[QWidget | int] = [Label(may, colour="ink2"), 16]
        for page in pages:
            parts += [Label(page.name, weight=600), 4, Label(page.text), 16]
        self.area = scrolling(holder(column(*parts, None)))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setFixedHeight(max(160, window.height() - _ABOVE_AND_BELOW))
        self.body.addWidget(self.area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F):
            self.close_popover()
        event.accept()  # no verdict is given by whoever reads
