"""The dials of kinds other than classify: how good it is, in which ways it is wrong, and what else the kind can turn.

What there is to turn comes from the registry of `mock_ai.kinds`: a new kind has its dials without a line here.
"""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import set_ink, smooth
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, holder, row
from desktop.widgets.marks import failure_colour, paint_failure
from desktop.widgets.slider import Slider
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from mock_ai.kinds.product import KindSetting
from mock_ai.kinds.registry import FailureMode, KindDial, KindFakeEntry, kind_fake_entry

_ACROSS = 2  # fields beside each other
_BAR, _GAP, _MARK = 8, 2, 16
_STRENGTH = (1.0, 0.25, 0.6, 0.8)  # of the colour, by the place of the mark's shape
_LEANS = (("-1", tr("always too low")), ("0", tr("either way")), ("1", tr("always too high")))
_CHOICES = {
    "underconfident": tr("timid"),
    "calibrated": tr("honest"),
    "overconfident": tr("too sure"),
    "says_so": tr("says so"),
    "asks_back": tr("asks back"),
    "answers": tr("answers anyway"),
}


class KindDials(QWidget):
    """``turned`` carries the setting as it is after a gesture, and what was turned; ``moved`` the same while a knob is dragged;
    ``refused`` an error."""

    turned = Signal(object, str)
    moved = Signal(object)
    refused = Signal(object)

    def __init__(self, setting: KindSetting) -> None:
        super().__init__()
        self._setting = setting
        self.entry: KindFakeEntry = kind_fake_entry(setting.kind)
        main = self.entry.main
        self.main = Slider(main.label, low=main.low, high=main.high)
        self.main.moved.connect(self._main_moved)
        self.main.changed.connect(partial(self._main_turned, main))
        self.failures: dict[str, NumberField] = {}
        self.others: dict[KindDial, NumberField | ChoiceBar] = {}
        parts = column(self.main, of=self, spacing=0)
        if self.entry.lower_is_better:
            fill(parts, 2, Label(tr("Lower is better."), role=Role.NOTE, colour="ink2"))
        if self.entry.makes is not None and self.entry.makes.has_mix:
            self.mix = FailureMix(self.entry.failures)
            self.mix.turned.connect(self._failure_turned)
            self.failures = self.mix.fields
            fill(parts, 12, Hairline(), 10, self.mix)
        fields = [dial for dial in self.entry.others if dial.unit in ("share", "count", "number")]
        if fields:
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(14)
            grid.setVerticalSpacing(10)
            for number, dial in enumerate(fields):
                name = Label(dial.label, role=Role.NOTE, colour="ink2")
                cell = holder(column(None, name, self._field(dial), spacing=4))
                grid.addWidget(cell, number // _ACROSS, number % _ACROSS)
            fill(parts, 12, Hairline(), 10, holder(grid))
        for dial in self.entry.others:
            if dial.unit in ("lean", "choice"):
                name = Label(dial.label, weight=600)
                fill(parts, 12, Hairline(), 10, name, 8, self._choices(dial))
        self.set_setting(setting)

    def _field(self, dial: KindDial) -> NumberField:
        share = dial.unit == "share"
        times = 100 if share else 1
        field = NumberField(
            dial.label,
            suffix="%" if share else "",
            low=dial.low * times,
            high=dial.high * times if math.isfinite(dial.high) else None,
            width=0,
        )
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        if dial.can_be_off:
            field.setPlaceholderText(tr("follows from the dials above"))
        field.changed.connect(partial(self._field_turned, dial))
        self.others[dial] = field
        return field

    def _choices(self, dial: KindDial) -> ChoiceBar:
        choices = [(key, words) for key, words in _CHOICES.items() if key in dial.choices]
        if dial.unit == "lean":
            choices = list(_LEANS)
        bar = ChoiceBar(dial.label, choices)
        bar.chosen.connect(partial(self._choice_turned, dial))
        self.others[dial] = bar
        return bar

    def set_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        """Mark shares of right answers that are worth comparing with, where the dial counts those."""
        self.main.track.set_ticks(ticks if self.entry.counts_answers else ())

    def set_setting(self, setting: KindSetting) -> None:
        """Show these dials without announcing them."""
        self._setting = setting
        dials = setting.values
        self.main.set_value(setting.level)
        if self.failures:
            self.mix.show_shares(dict(self.entry.failure_shares(dials)))
        for dial, part in self.others.items():
            value = self.entry.value_of(dials, dial)
            if isinstance(part, ChoiceBar):
                part.set_value(str(round(value)) if dial.unit == "lean" else str(value))
            elif value is None:
                part.set_number(None)
            else:
                part.set_number(round(100 * value, 4) if dial.unit == "share" else value)

    # -- turning ------------------------------------------------------------------------------

    def _turn(self, dials: dict[str, Any], what: str) -> None:
        try:
            setting = self._setting.turned(dials)
        except UserError as error:
            self.set_setting(self._setting)
            self.refused.emit(error)
            return
        if setting != self._setting:
            self.set_setting(setting)
            self.turned.emit(setting, what)

    def _main_moved(self, value: float) -> None:
        dials = self.entry.turned(self._setting.values, round(value, 4))
        if self.failures:
            self.mix.show_shares(dict(self.entry.failure_shares(dials)))
        self.moved.emit(self._setting.moved(dials))

    def _main_turned(self, dial: KindDial, value: float) -> None:
        said = tr("turn “{dial}” to {share}", dial=dial.label, share=set_percent(value))
        self._turn(self.entry.turned(self._setting.values, round(value, 4)), said)

    def _failure_turned(self, name: str, number: float | None) -> None:
        """So many of 100 go wrong in this way; how many are good follows from all of them."""
        shares = {
            **dict(self.entry.failure_shares(self._setting.values)),
            name: (number or 0) / 100,
        }
        wrong = round(sum(shares.values()), 6)
        main = wrong if self.entry.lower_is_better else round(1 - wrong, 6)
        dials = self.entry.turned(self._setting.values, main)
        if wrong:
            dials["mix"] = {key: round(share / wrong, 6) for key, share in shares.items()}
        label = next(mode.label for mode in self.entry.failures if mode.name == name)
        said = tr("set “{failure}” to {n}", failure=label, n=f"{number or 0:g}")
        self._turn(dials, said)

    def _field_turned(self, dial: KindDial, number: float | None) -> None:
        value: float | int | None = number
        if number is None and not dial.can_be_off:
            value = dial.start
        elif number is not None:
            value = round(number) if dial.unit == "count" else number
            if dial.unit == "share":
                value = number / 100
        said = tr("turn “{dial}”", dial=dial.label)
        self._turn(self.entry.turned(self._setting.values, value, dial), said)

    def _choice_turned(self, dial: KindDial, key: str) -> None:
        value: float | str = float(key) if dial.unit == "lean" else key
        said = tr("turn “{dial}”", dial=dial.label)
        self._turn(self.entry.turned(self._setting.values, value, dial), said)


def _note(words: str) -> Label:
    return Label(words, role=Role.NOTE, colour="ink2", wrap=False)


class FailureMix(QWidget):
    """``turned`` carries which way, and of how many of 100 answers."""

    turned = Signal(str, object)

    def __init__(self, failures: Sequence[FailureMode]) -> None:
        super().__init__()
        self.fields: dict[str, NumberField] = {}
        self._wrong = Label(role=Role.SECTION, wrap=False)
        self.bar = _MixBar()
        head = row(
            Label(tr("When it is wrong, it…"), weight=600, wrap=False),
            None,
            self._wrong,
            spacing=None,
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for number, mode in enumerate(failures):
            field = NumberField(
                tr("Of 100: {failure}", failure=mode.label), low=0, high=100, width=0
            )
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setToolTip(mode.does)
            field.changed.connect(partial(self.turned.emit, mode.name))
            self.fields[mode.name] = field
            above = row(_FailureMark(number + 1), _note(mode.label), None, spacing=6)
            cell = holder(column(above, field, spacing=4))
            grid.addWidget(cell, number // _ACROSS, number % _ACROSS)
        for place in range(_ACROSS):
            grid.setColumnStretch(place, 1)
        column(head, 8, self.bar, 10, grid, of=self)

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Show what share of all goes wrong in which way, without announcing it."""
        for name, field in self.fields.items():
            field.set_number(round(100 * shares[name], 1))
        self.bar.show_shares([shares[name] for name in self.fields])
        self._wrong.setText(tr("{n} in 100", n=f"{round(100 * sum(shares.values()), 1):g}"))


class _FailureMark(QWidget):
    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setFixedSize(_MARK, _MARK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_failure(smooth(self), self._place, QPointF(_MARK / 2, _MARK / 2))


class _MixBar(QWidget):
    """The ways of being wrong beside each other, as wide as their shares; an even line where nothing goes wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: list[float]) -> None:
        self._shares = shares
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, whole = smooth(self), sum(self._shares)
        parts = (
            [(n, share / whole) for n, share in enumerate(self._shares, 1) if share > 0]
            if whole
            else []
        )
        if not parts:
            set_ink(painter, fill="line")
            painter.drawRect(QRectF(0, 0, self.width(), _BAR))
        room, left = self.width() - _GAP * (len(parts) - 1), 0.0
        for place, share in parts:
            self._paint_part(painter, place, QRectF(left, 0, room * share, _BAR))
            left += room * share + _GAP

    @staticmethod
    def _paint_part(painter: QPainter, place: int, box: QRectF) -> None:
        colour = QColor(getattr(tokens(), failure_colour(place)))
        colour.setAlphaF(_STRENGTH[(place - 1) % len(_STRENGTH)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 2, 2)
