"""The dials of a scenario. Each gesture ends in one ``turned`` with the whole scenario as it is then."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.fake.scenarios import troubles_count, troubles_sentence, waits_words
from desktop.pages.fake.scenario.kind_dials import KindDials
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.small import DelayDensity
from desktop.widgets.choices import ChoiceBar, RadioGroup
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import Part, column, fill, holder, row
from desktop.widgets.popover import Popover
from desktop.widgets.slider import Slider
from estimators.base.errors import UserError
from estimators.base.number import seconds
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr
from mock_ai.confusion import ALL_ALIKE
from mock_ai.delays import Delay
from mock_ai.kinds.product import CLASSES, KindSetting
from mock_ai.scenario import Scenario

_SOUNDS = (
    ("underconfident", tr("timid")),
    ("calibrated", tr("honest")),
    ("overconfident", tr("too sure")),
)
_SKEWS: tuple[tuple[str, str, float | None], ...] = (
    ("even", tr("Every class equally often"), None),
    ("misses", tr("Only misses, never cries wolf"), -1.0),
    (tr("more misses"), tr("Mostly misses"), -0.5),
    ("balanced", tr("Misses as often as it cries wolf"), 0.0),
    (tr("more alarms"), tr("Mostly cries wolf"), 0.5),
    ("alarms", tr("Only cries wolf, never misses"), 1.0),
)
_RATES = {  # what an edit of each is called
    "no_answer_rate": tr("leave {} without an answer"),
    "error_rate": "let {} fail",
    "unknown_rate": tr("let it not know {}"),
}


class MistakesPopover(Popover):
    """Which mistakes it makes. ``chosen`` carries the skew, or None for even ones."""

    chosen = Signal(object)
    classes_asked = Signal()

    def __init__(self, window: QWidget, skew: float | None) -> None:
        super().__init__(window, tr("Which mistakes it makes"), width=320)
        self.group = RadioGroup(tr("Which mistakes"), [(key, words) for key, words, _ in _SKEWS])
        nearest = min(
            _SKEWS,
            key=lambda row: (
                (row[2] is None) != (skew is None),
                abs((row[2] or 0) - (skew or 0)),
            ),
        )
        self.group.set_value(nearest[0])
        self.group.chosen.connect(self._choose)
        self.classes = Button(tr("Let single classes differ…"), "link", run=self._ask_classes)
        title = Label(tr("Which mistakes it makes"), role=Role.SECTION)
        fill(self.body, title, 10, self.group, 8, (self.classes, Qt.AlignmentFlag.AlignLeft))

    def _ask_classes(self) -> None:
        self.close_popover()
        self.classes_asked.emit()

    def _choose(self, key: str) -> None:
        self.close_popover()
        self.chosen.emit(next(skew for name, _, skew in _SKEWS if name == key))


class Dials(QWidget):
    """How often it is right, how sure it sounds, how long it takes, how often it has no answer.

    ``turned`` carries (scenario, what was turned); ``moved`` the same while a knob is dragged; ``refused`` an error.
    """

    turned = Signal(object, str)
    moved = Signal(object)
    refused = Signal(object)

    def __init__(self, scenario: Scenario, ticks: tuple[tuple[float, str], ...]) -> None:
        super().__init__()
        self._scenario, self._ticks = scenario, ticks
        self.kind: KindDials | None = (
            None  # in the place of accuracy and sound, for kinds other than classify
        )
        self._of_classes = holder(
            column(self._accuracy_dial(ticks), *_rule(), self._sound_dial(), spacing=0)
        )
        self._quality = column(self._of_classes, spacing=0)
        column(
            self._quality,
            *_rule(),
            self._delay_dial(),
            *_rule(),
            self._silence_dials(),
            *_rule(),
            self._troubles_dial(),
            None,
            of=self,
            spacing=0,
        )
        self.set_scenario(scenario)

    def _accuracy_dial(self, ticks: tuple[tuple[float, str], ...]) -> QVBoxLayout:
        self.accuracy = Slider(tr("How often it is right"), ticks=ticks)
        self.accuracy.moved.connect(self._accuracy_moved)
        self.accuracy.changed.connect(self._accuracy_turned)
        self.mistakes = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.change_mistakes = Button(tr("Change"), "link", run=self._ask_mistakes)
        note = row(self.mistakes, self.change_mistakes, None, spacing=6)
        return column(self.accuracy, 2, note, spacing=0)

    def _sound_dial(self) -> QVBoxLayout:
        self.sounds = ChoiceBar(tr("How sure it sounds"), _SOUNDS)
        self.sounds.chosen.connect(self._sound_turned)
        self._sound_figure = Label(role=Role.SECTION, wrap=False)
        self._sound_note = Label(role=Role.NOTE, colour="ink2")
        head = _head(tr("How sure it sounds"), self._sound_figure)
        return column(head, 8, self.sounds, 6, self._sound_note, spacing=0)

    def _delay_dial(self) -> QVBoxLayout:
        self.delay = DelayDensity(tr("How long it takes"))
        self.delay.moved.connect(self._delay_moved)
        self.delay.changed.connect(self._delay_turned)
        self._delay_figure = Label(role=Role.SECTION, wrap=False)
        self.waits = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.change_waits = Button(tr("Change"), "link", run=self.ask_waits)
        self.change_waits.setAccessibleName(tr("Change how the time is drawn"))
        head = _head(tr("How long it takes"), self._delay_figure)
        note = row(self.waits, self.change_waits, None, spacing=6)
        return column(head, 6, self.delay, note, spacing=0)

    def _silence_dials(self) -> QVBoxLayout:
        self._silent_figure = Label(role=Role.SECTION, wrap=False)
        rates = row(spacing=14)
        self.no_answer = self._rate(rates, tr("no answer"), "no_answer_rate")
        self.error = self._rate(rates, tr("an error"), "error_rate")
        unknown = row(spacing=0)
        self.unknown = self._rate(unknown, tr("“I don’t know”"), "unknown_rate")
        self._unknown_cell = holder(unknown)
        fill(rates, (self._unknown_cell, 1))
        return column(
            _head(tr("How often it has no answer"), self._silent_figure), 6, rates, spacing=0
        )

    def _troubles_dial(self) -> QVBoxLayout:
        self._troubles_figure = Label(role=Role.SECTION, wrap=False)
        self.troubles = Label(role=Role.NOTE, colour="ink2")
        self.change_troubles = Button(
            tr("Choose what goes wrong…"), size="small", run=self.ask_troubles
        )
        head = _head(tr("What else goes wrong"), self._troubles_figure)
        left = Qt.AlignmentFlag.AlignLeft
        return column(head, 4, self.troubles, 6, (self.change_troubles, left), spacing=0)

    def _rate(self, rates: QHBoxLayout, words: str, name: str) -> NumberField:
        field = NumberField(
            tr("How often: {words}", words=words), suffix="%", low=0, high=100, width=0
        )
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.changed.connect(partial(self._rate_turned, name))
        above = Label(words, role=Role.NOTE, colour="ink2", wrap=False)
        fill(rates, (column(above, field, spacing=4), 1))
        return field

    def set_ticks(self, ticks: tuple[tuple[float, str], ...]) -> None:
        """Mark what is worth comparing with."""
        self._ticks = ticks
        self.accuracy.track.set_ticks(ticks)
        if self.kind is not None:
            self.kind.set_ticks(ticks)

    def set_scenario(self, scenario: Scenario) -> None:
        """Show these dials without announcing them."""
        self._scenario = scenario
        self._show_kind(scenario.product)
        self.accuracy.set_value(scenario.accuracy)
        self.sounds.set_value(scenario.calibration)
        self.delay.set_value(scenario.delay.median_seconds, scenario.delay.slow_seconds)
        self.no_answer.set_number(_per_cent(scenario.no_answer_rate))
        self.error.set_number(_per_cent(scenario.error_rate))
        self.unknown.set_number(_per_cent(scenario.unknown_rate))
        self._say(scenario)

    def _show_kind(self, product: KindSetting) -> None:
        of_classes = product == CLASSES
        if self.kind is not None and self.kind.entry.kind != product.kind:
            self.kind.hide()
            self.kind.deleteLater()
            self.kind = None
        if not of_classes and self.kind is None:
            self.kind = KindDials(product)
            self.kind.moved.connect(self._kind_moved)
            self.kind.turned.connect(self._kind_turned)
            self.kind.refused.connect(self.refused)
            self.kind.set_ticks(self._ticks)
            fill(self._quality, self.kind)
        elif self.kind is not None:
            self.kind.set_setting(product)
        self._of_classes.setVisible(of_classes)
        self._unknown_cell.setVisible(of_classes)

    def _say(self, scenario: Scenario) -> None:
        self.mistakes.setText(scenario.mistakes_sentence)
        self._sound_figure.setText(dict(_SOUNDS)[scenario.calibration])
        self._sound_note.setText(scenario.sound_sentence)
        self._delay_figure.setText(waits_words(scenario))
        drawn = scenario.stubs.delay is not None
        self.delay.setVisible(not drawn)
        self.waits.setText(tr("The dial rests.") if drawn else tr("As the dial says."))
        self._troubles_figure.setText(str(troubles_count(scenario) or "–"))
        self.troubles.setText(troubles_sentence(scenario))
        unknown = scenario.unknown_rate if scenario.product == CLASSES else 0.0
        silent = 1 - (1 - scenario.no_answer_rate - scenario.error_rate) * (1 - unknown)
        self._silent_figure.setText(percent(silent))

    # -- turning ------------------------------------------------------------------------------

    def _turn(self, what: str, **changes: object) -> None:
        try:
            scenario = replace(self._scenario, **changes)  # type: ignore[arg-type]  # fields by name
        except UserError as error:
            self.set_scenario(self._scenario)
            self.refused.emit(error)
            return
        if scenario != self._scenario:
            self.set_scenario(scenario)
            self.turned.emit(scenario, what)

    def _accuracy_moved(self, value: float) -> None:
        scenario = replace(self._scenario, accuracy=round(value, 4))
        self._say(scenario)
        self.moved.emit(scenario)

    def _accuracy_turned(self, value: float) -> None:
        self._turn(
            tr("turn “how often it is right” to {set_percent}", set_percent=set_percent(value)),
            accuracy=round(value, 4),
        )

    def _kind_moved(self, product: KindSetting) -> None:
        self.moved.emit(replace(self._scenario, product=product))

    def _kind_turned(self, product: KindSetting, what: str) -> None:
        self._turn(what, product=product)

    def _sound_turned(self, key: str) -> None:
        self._turn(tr("make it sound {sound}", sound=dict(_SOUNDS)[key]), calibration=key)

    def _delay_moved(self, median: float, slow: float) -> None:
        del slow
        self._delay_figure.setText(seconds(median))

    def _delay_turned(self, median: float, slow: float) -> None:
        delay = Delay(round(median, 2), round(max(slow, median), 2))
        self._turn(tr("make it usually take {seconds}", seconds=seconds(median)), delay=delay)

    def _rate_turned(self, name: str, number: float | None) -> None:
        share = (number or 0) / 100
        self._turn(_RATES[name].format(set_percent(share)), **{name: share})

    def _ask_mistakes(self) -> None:
        popover = MistakesPopover(self.window(), self._scenario.skew)
        popover.chosen.connect(self._mistakes_turned)
        popover.classes_asked.connect(self.ask_classes)
        popover.open_below(self.change_mistakes, focus=popover.group.button("even"))

    def ask_troubles(self) -> None:
        """Open the list of everything that can go wrong."""
        from desktop.pages.fake.scenario.fault_catalogue import (
            FaultCataloguePopover,  # with what stubs need, only now
        )

        popover = FaultCataloguePopover(self.window(), self._scenario)
        popover.changed.connect(self._changed)
        popover.open_below(self.change_troubles, focus=popover.search)

    def ask_classes(self) -> None:
        from desktop.pages.fake.scenario.dial_popovers import ClassDialsPopover

        popover = ClassDialsPopover(self.window(), self._scenario)
        popover.changed.connect(self._changed)
        first = next(iter(popover.rates.values()))
        popover.open_below(self.change_mistakes, focus=first)

    def ask_waits(self) -> None:
        """Open the other ways to draw a delay."""
        from desktop.pages.fake.scenario.dial_popovers import DelayPopover

        popover = DelayPopover(self.window(), self._scenario)
        popover.changed.connect(self._changed)
        popover.open_below(
            self.change_waits, focus=popover.group.button(popover.group.value() or "dial")
        )

    def _changed(self, scenario: Scenario, words: str) -> None:
        self.set_scenario(scenario)
        self.turned.emit(scenario, words)

    def _mistakes_turned(self, skew: float | None) -> None:
        self._turn(tr("change which mistakes it makes"), skew=skew, by_class=ALL_ALIKE)


def _rule() -> tuple[Part, ...]:
    return (12, Hairline(), 10)


def _head(title: str, figure: Label) -> QHBoxLayout:
    return row(Label(title, weight=600, wrap=False), None, figure, spacing=None)


def _per_cent(share: float) -> float:
    return round(share * 100, 4)
