"""The dials of kinds other than classify: how good it is, in which ways it is wrong, and what else the kind can turn.

What there is to turn comes from the registry of `mock_ai.kinds`: a new kind has its dials without a line here.
"""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.pages.fake.failure_mix import FailureMix
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, holder
from desktop.widgets.slider import Slider
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from mock_ai.kinds.product import KindSetting
from mock_ai.kinds.registry import KindDial, KindFakeEntry, kind_fake_entry

_ACROSS = 2  # fields beside each other
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
                cell = holder(column(_note(dial.label), self._field(dial), spacing=4))
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
