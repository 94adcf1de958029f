"""Settings: theme, text size, single-letter keys, motion. Each change shows at once; there is nothing to confirm."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings import TEXT_SIZES, Settings, ThemeMode
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.label import Hairline, Label
from desktop.widgets.popover import Popover
from estimators.base.percent import percent


class PreferencesPopover(Popover):
    """The settings as a box over the window."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window, "Settings", width=480, dim=True)
        self.set_padding(24)
        self._settings = settings
        now = settings.preferences
        head = QHBoxLayout()
        head.addWidget(Label("Settings", role=Role.FIGURE, wrap=False))
        head.addStretch(1)
        head.addWidget(Label("Esc", role=Role.NOTE, colour="ink3", wrap=False))
        self.body.addLayout(head)
        self.body.addSpacing(12)
        self.theme = ChoiceBar(
            "Theme", [("system", "as the system"), ("light", "light"), ("dark", "dark")]
        )
        self.theme.set_value(now.theme)
        self.text_size = ChoiceBar("Text size", [(str(size), percent(size)) for size in TEXT_SIZES])
        self.text_size.set_value(str(min(TEXT_SIZES, key=lambda size: abs(size - now.text_scale))))
        self.keys = Tick("Single letters act", accessible_name="Single-letter keys act")
        self.keys.setChecked(now.single_letter_keys)
        self.still = Tick("Without motion")
        self.still.setChecked(now.reduced_motion)
        self._add("Theme", self.theme, "")
        self._add("Text size", self.text_size, "")
        self._add("Keys", self.keys, "T, 1–9 and the like, outside text fields.")
        self._add("Motion", self.still, "Nothing fades or slides.")
        self.theme.chosen.connect(self._theme_chosen)
        self.text_size.chosen.connect(self._size_chosen)
        self.keys.toggled.connect(self._keys_toggled)
        self.still.toggled.connect(self._still_toggled)

    def _add(self, name: str, widget: QWidget, note: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        label = Label(name, weight=500, wrap=False)
        label.setFixedWidth(112)
        row.addWidget(label)
        side = QVBoxLayout()
        side.setSpacing(2)
        side.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        if note:
            side.addWidget(Label(note, role=Role.NOTE, colour="ink3"))
        row.addLayout(side, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(row)

    def _theme_chosen(self, key: str) -> None:
        self._settings.change(theme=cast("ThemeMode", key))

    def _size_chosen(self, key: str) -> None:
        self._settings.change(text_scale=float(key))
        self.resettle()

    def _keys_toggled(self, on: bool) -> None:
        self._settings.change(single_letter_keys=on)

    def _still_toggled(self, on: bool) -> None:
        self._settings.change(reduced_motion=on)
