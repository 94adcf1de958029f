"""Settings, as they are declared. Each change shows at once; there is nothing to confirm."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.settings import DECLARED, Declared, Settings
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, holder, keep_width, row
from desktop.widgets.popover import FittedArea, Popover
from estimators.base.sentence import tr

AGAIN = "starts_again"  # of the application: with what another process goes on in its place


def start_again(window: QWidget, opened: Path | None) -> None:
    """Close, and open again what is open: in the language that is chosen now. Where the person is asked, it stays open."""
    app = QApplication.instance()
    if window.close() and app is not None:
        app.setProperty(AGAIN, [] if opened is None else [str(opened)])


class PreferencesPopover(Popover):
    """The settings as a box over the window; ``fields`` holds what each is set with, by its name."""

    def __init__(
        self, window: QWidget, settings: Settings, start_again: Callable[[], None] | None = None
    ) -> None:
        super().__init__(window, tr("Settings"), width=540, dim=True)
        self.set_padding(24)
        self._settings = settings
        self._spoken = settings.preferences.language
        self.again = Button(tr("Start again"), size="small", run=start_again)
        self.again.hide()
        self.add_head(tr("Settings"), 12, role=Role.FIGURE, wraps=False)
        self._rows = column()
        self.body.addWidget(FittedArea(holder(self._rows), around=110))
        self.fields: dict[str, ChoiceBar | Tick] = {}
        for name, asked in DECLARED.items():
            now = getattr(settings.preferences, name)
            chosen = (
                self._choices(name, asked, now) if asked.choices else self._tick(name, asked, now)
            )
            self.fields[name] = chosen
            self._add(asked, chosen)

    def _choices(self, name: str, asked: Declared, now: Any) -> ChoiceBar:
        values = list(asked.choices)
        bar = ChoiceBar(asked.title, [(str(value), asked.choices[value]) for value in values])
        nearest = now if now in values else min(values, key=lambda value: abs(value - now))
        bar.set_value(str(nearest))
        kind = type(values[0])
        bar.chosen.connect(lambda key: self._change(name, kind(key)))
        return bar

    def _tick(self, name: str, asked: Declared, now: bool) -> Tick:
        tick = Tick(asked.tick, accessible_name=asked.spoken or asked.tick)
        tick.setChecked(now)
        tick.toggled.connect(partial(self._change, name))
        return tick

    def _change(self, name: str, value: Any) -> None:
        self._settings.change(**{name: value})
        self.again.setVisible(self._settings.preferences.language != self._spoken)
        self.resettle()  # the text size may be another

    def _add(self, asked: Declared, widget: QWidget) -> None:
        label = Label(asked.title, weight=500, wrap=False)
        keep_width(label, 112)
        side = column((widget, Qt.AlignmentFlag.AlignLeft), spacing=2)
        if asked.note:
            side.addWidget(Label(asked.note, role=Role.NOTE, colour="ink3"))
        if widget is self.fields.get("language"):
            side.addWidget(self.again, alignment=Qt.AlignmentFlag.AlignLeft)
        fill(self._rows, Hairline(), row(label, (side, 1), margins=(0, 12, 0, 12), spacing=None))
