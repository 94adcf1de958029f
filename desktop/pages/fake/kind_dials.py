"""The dials of kinds other than classify: how good it is, in which ways it is wrong, and what else the kind can turn.

What there is to turn comes from the registry of `mock_ai.kinds`: a new kind has its dials without a line here.
"""

import math
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, holder, row
from desktop.widgets.slider import Slider
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from mock_ai.kinds.product import KindSetting
from mock_ai.kinds.registry import KindDial, KindFakeEntry, kind_fake_entry

_ACROSS = 4  # failures beside each other
_LEANS = (("-1", tr("always too low")), ("0", tr("either way")), ("1", tr("always too high")))
_SOUNDS = {
    "underconfident": tr("timid"),
    "calibrated": tr("honest"),
    "overconfident": tr("too sure"),
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
            fill(parts, 12, Hairline(), 10, self._mix())
        fields = [dial for dial in self.entry.others if dial.unit in ("share", "count", "number")]
        if fields:
            rates = row(spacing=14)
            for dial in fields:
                fill(rates, (column(_note(dial.label), self._field(dial), spacing=4), 1))
            fill(parts, 12, Hairline(), 10, holder(rates))
        for dial in self.entry.others:
            if dial.unit in ("lean", "choice"):
                name = Label(dial.label, weight=600)
                fill(parts, 12, Hairline(), 10, name, 8, self._choices(dial))
        self.set_setting(setting)

    def _mix(self) -> QWidget:
        self._wrong = Label(role=Role.SECTION, wrap=False)
        head = row(
            Label(tr("When it is wrong, it…"), weight=600, wrap=False),
            None,
            self._wrong,
            spacing=None,
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for number, mode in enumerate(self.entry.failures):
            field = NumberField(
                tr("Of 100: {failure}", failure=mode.label), low=0, high=100, width=0
            )
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setToolTip(mode.does)
            field.changed.connect(partial(self._failure_turned, mode.name))
            self.failures[mode.name] = field
            cell = holder(column(_note(mode.label), field, spacing=4))
            grid.addWidget(cell, number // _ACROSS, number % _ACROSS)
        for place in range(_ACROSS):
            grid.setColumnStretch(place, 1)
        return holder(column(head, 6, grid, spacing=0))

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
        field.changed.connect(partial(self._field_turned, dial))
        self.others[dial] = field
        return field

    def _choices(self, dial: KindDial) -> ChoiceBar:
        choices = _LEANS if dial.unit == "lean" else [(key, _SOUNDS[key]) for key in _SOUNDS]
        bar = ChoiceBar(dial.label, choices)
        bar.chosen.connect(partial(self._choice_turned, dial))
        self.others[dial] = bar
        return bar

    def set_setting(self, setting: KindSetting) -> None:
        """Show these dials without announcing them."""
        self._setting = setting
        dials = setting.values
        self.main.set_value(setting.level)
        if self.failures:
            shares = dict(self.entry.failure_shares(dials))
            for name, field in self.failures.items():
                field.set_number(round(100 * shares[name], 1))
            self._say_wrong(sum(shares.values()))
        for dial, part in self.others.items():
            value = self.entry.value_of(dials, dial)
            if isinstance(part, ChoiceBar):
                part.set_value(str(round(value)) if dial.unit == "lean" else str(value))
            elif value is None:
                part.set_number(None)
            else:
                part.set_number(round(100 * value, 4) if dial.unit == "share" else value)

    def _say_wrong(self, share: float) -> None:
        self._wrong.setText(tr("{n} in 100", n=f"{round(100 * share, 1):g}"))

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
            shares = dict(self.entry.failure_shares(dials))
            for name, field in self.failures.items():
                field.set_number(round(100 * shares[name], 1))
            self._say_wrong(sum(shares.values()))
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
