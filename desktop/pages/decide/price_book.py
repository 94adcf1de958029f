"""The price book over the Decide page: every price can be changed where it stands, and taken back."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.findings.decide.price_list import ListedPrice, count_sentence, listed_prices
from desktop.findings.decide.verdict import Worked
from desktop.project.file import Command
from desktop.project.prices_file import (
    own_prices,
    read_prices,
    set_price,
    take_over,
    take_price_back,
    take_prices_back,
    write_prices,
)
from desktop.project.project import Project
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, MIDDLE, TOP, column, fill, holder, row
from desktop.widgets.popover import Popover
from desktop.widgets.rows import RowList
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.case.price_book import YOURS

_KINDS = "YAML (*.yaml *.yml *.json)"
_FIELD = 92
Edit = Callable[[Project], Command]
Do = Callable[[Edit], str]  # carries an edit out; what is in its way, or nothing


class PriceBookPopover(Popover):
    """Shows the lines that a case is valued at, then, at a press, all others. ``ask_open`` and ``ask_save`` ask for a file."""

    def __init__(self, window: QWidget, session: Session, worked: Worked | None) -> None:
        super().__init__(
            window, tr("What things cost"), width=min(scaled(820), window.width() - 48)
        )
        self._session, self._worked = session, worked
        self._today = date.today()
        self.ask_open: Callable[[], str] = lambda: QFileDialog.getOpenFileName(
            self.window(), tr("Prices from a file"), str(Path.home()), _KINDS
        )[0]
        self.ask_save: Callable[[], str] = lambda: QFileDialog.getSaveFileName(
            self.window(), tr("Your prices as a file"), str(Path.home() / "prices.yaml"), _KINDS
        )[0]
        self.add_head(tr("What things cost"), 2, wraps=False)
        self.counts = Label(role=Role.NOTE, colour="ink2")
        self.filter = LineField(tr("Find a price"), tr("Find a price: token, GPU, wage…"))
        self.filter.textChanged.connect(self._show_lines)
        self.listed = RowList(tr("Prices"), first_line=True)
        self.more = Button("", "link", run=self._show_all)
        self._all = False
        inside = column(self.listed, 8, (self.more, LEFT), None)
        scroller = scrolling(holder(inside))
        scroller.setMinimumHeight(min(scaled(430), window.height() - scaled(280)))
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.open = Button(tr("From a file…"), size="small", run=self._open)
        self.save = Button(tr("Save yours as a file…"), size="small", run=self._save)
        self.back = Button(tr("Take all back"), "text", size="small", run=self._all_back)
        buttons = row(self.open, self.save, self.back, None, spacing=8)
        fill(self.body, self.counts, 10, self.filter, 8, (scroller, 1), 6, self.problem, 8, buttons)
        self._shown: tuple[ListedPrice, ...] = ()
        session.changed.connect(self._show_lines)
        self._show_lines()

    def ask(self, anchor: QWidget) -> None:
        """Open in the middle of the window; the focus returns to ``anchor``."""
        anchor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open_centred(focus=self.filter)

    def rows(self) -> tuple["PriceRow", ...]:
        return tuple(each for each in self.listed.rows() if isinstance(each, PriceRow))

    def _show_lines(self, *_change: object) -> None:
        if not self._session.is_open:
            return
        project, off = self._session.project, self._session.notice
        prices = listed_prices(project, self._worked, self._today)
        self.counts.setText(count_sentence(prices, self._today))
        words = self.filter.text()
        wanted = [p for p in prices if (p.matches(words) if words else self._all or p.used)]
        left = len(prices) - len(wanted)
        names = tuple(price.line.name for price in wanted)
        if names != tuple(row.name for row in self.rows()):
            self.listed.set_rows([PriceRow(price, self._do) for price in wanted])
        for shown, price in zip(self.rows(), wanted, strict=True):
            shown.show_price(price, off=off)
        self.more.setVisible(bool(left) and not words)
        self.more.setText(
            tr_plural("Show the other price", "Show the other {n} prices", max(left, 1))
        )
        nothing = "" if own_prices(project) else tr("You have no prices of your own yet.")
        self.save.off_because(nothing)
        self.back.off_because(off or nothing)
        self.open.off_because(off)

    def _show_all(self) -> None:
        first = len(self.rows())
        self._all = True
        self._show_lines()
        if first < len(self.rows()):
            self.rows()[first].low.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, make: Edit) -> str:
        try:
            self._session.do(make(self._session.project))
        except UserError as error:
            return " ".join(filter(None, (error.what, error.why, error.next_step)))
        return ""

    def _say(self, problem: str) -> None:
        self.problem.say(problem)
        self.resettle()

    def _open(self) -> None:
        name = self.ask_open()
        if name:
            self._say(self._do(lambda project: take_over(project, read_prices(Path(name)))))

    def _save(self) -> None:
        name = self.ask_save()
        if not name:
            return
        try:
            write_prices(Path(name), self._session.project)
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why, error.next_step))))
        else:
            self._say("")

    def _all_back(self) -> None:
        self._say(self._do(lambda _project: take_prices_back()))


class PriceRow(QWidget):
    """One line: what it is, its two ends as fields, whose it is and from when, and the way back to ours."""

    def __init__(self, price: ListedPrice, do: Do) -> None:
        super().__init__()
        line = price.line
        self.name, self._price, self._do = line.name, price, do
        self.mark = GlyphMark(PROVENANCE_GLYPHS[price.provenance], "", size=14)
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.low, self.high = (
            NumberField(f"{line.label}, {end}", low=0, width=_FIELD)
            for end in (tr("lower end"), tr("upper end"))
        )
        for field in (self.low, self.high):
            field.changed.connect(self._changed)
        self.source = LineField(
            tr("{label}: where it comes from", label=line.label), tr("Where it comes from")
        )
        self.source.committed.connect(self._changed)
        self.back = Button(tr("Take back"), "link", run=self._back)
        self.back.setAccessibleName(tr("Take back: {label}", label=line.label))
        copy = partial(QApplication.clipboard().setText, line.url)
        self.address = Button(tr("Copy address"), "link", run=copy)
        self.address.setAccessibleName(tr("Copy address of: {label}", label=line.label))
        self.address.setToolTip(line.url)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        links = row(self.address, self.back, None, spacing=12)
        words = column(Label(line.label, weight=500), self.note, self.source, links, self.problem, spacing=2)  # fmt: skip
        to = Label(tr("to"), colour="ink2", wrap=False)
        ends = row((self.low, MIDDLE), (to, MIDDLE), (self.high, MIDDLE), spacing=6)
        marks = column(self.mark, None, margins=(0, 3, 0, 0))
        row(marks, (words, 1), (holder(ends), TOP), of=self, spacing=10, margins=(0, 8, 8, 8))

    def show_price(self, price: ListedPrice, *, off: str) -> None:
        """Show it as it is now; ``off`` is why nothing can be changed."""
        self._price, line = price, price.line
        self.mark.set_glyph(PROVENANCE_GLYPHS[price.provenance], price.provenance.words)
        self.note.setText(price.note)
        for field, value in zip((self.low, self.high), line.range, strict=True):
            field.set_number(float(value))
            field.setReadOnly(bool(off))
            field.setToolTip(off)
        self.source.set_value(line.source if line.source != YOURS else "")
        self.source.setVisible(price.own and not off)
        self.back.setVisible(price.own and not off)
        self.address.setVisible(bool(line.url))
        self.problem.say("")
        self.setAccessibleName(f"{line.label}: {price.note}")

    def _changed(self, *_value: object) -> None:
        low, high = self.low.value(), self.high.value()
        source = self.source.text().strip() if self._price.own else ""
        if low is None or high is None:
            self.problem.say(tr("Give both ends, or take the price back."))
            return
        self.problem.say(self._do(lambda p: set_price(p, self.name, low, high, source)))

    def _back(self) -> None:
        self.low.setFocus(Qt.FocusReason.OtherFocusReason)
        self.problem.say(self._do(lambda p: take_price_back(p, self.name)))
