"""What a person sets once for every project, kept by Qt in the place the system has for that."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, QSettings, Signal

ORGANISATION = APPLICATION = "Smart Enough"
TEXT_SIZES = (0.9, 1.0, 1.1, 1.25, 1.5)

ThemeMode = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Preferences:
    """The look and the keys."""

    theme: ThemeMode = "system"
    text_scale: float = 1.0
    single_letter_keys: bool = True
    reduced_motion: bool = False


def open_store() -> QSettings:
    """The settings store of this person. Tests point it elsewhere with ``QSettings.setPath``."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION
    )


class Settings(QObject):
    """Reads and keeps the preferences; ``changed`` carries the new ones. Damaged values fall back."""

    changed = Signal(object)

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store or open_store()
        self._preferences = self._read()

    @property
    def preferences(self) -> Preferences:
        """The preferences in force."""
        return self._preferences

    def change(
        self,
        *,
        theme: ThemeMode | None = None,
        text_scale: float | None = None,
        single_letter_keys: bool | None = None,
        reduced_motion: bool | None = None,
    ) -> None:
        """Keep what is given and announce it; None leaves a preference as it is."""
        given = {
            "theme": theme,
            "text_scale": text_scale,
            "single_letter_keys": single_letter_keys,
            "reduced_motion": reduced_motion,
        }
        new = replace(self._preferences, **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]  # each value has its field's type
        if new == self._preferences:
            return
        self._preferences = new
        for name in given:
            self._store.setValue(f"look/{name}", getattr(new, name))
        self._store.sync()
        self.changed.emit(new)

    def _read(self) -> Preferences:
        theme = str(self._store.value("look/theme", "system"))
        try:
            scale = float(str(self._store.value("look/text_scale", 1.0)))
        except ValueError:
            scale = 1.0
        return Preferences(
            theme="light" if theme == "light" else "dark" if theme == "dark" else "system",
            text_scale=min(TEXT_SIZES[-1], max(TEXT_SIZES[0], scale)),
            single_letter_keys=_true(self._store.value("look/single_letter_keys", True)),
            reduced_motion=_true(self._store.value("look/reduced_motion", False)),
        )


def _true(value: object) -> bool:
    return str(value).lower() in {"true", "1"}
