"""What a person sets once for every project, kept by Qt in the place the system has for that.

A preference is declared once, as a field of ``Preferences``: its type and default, its name in the dialog, a note, and
its choices. From that it is read, checked, kept, and shown in Settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from PySide6.QtCore import QObject, QSettings, Signal

from desktop.settings_store import open_store
from estimators.base.percent import percent
from estimators.base.sentence import tr

TEXT_SIZES = (0.9, 1.0, 1.1, 1.25, 1.5, 2.0)

ThemeMode = Literal["system", "light", "dark"]
SpokenLanguage = Literal["system", "en", "de"]


@dataclass(frozen=True)
class Declared:
    """How a preference is asked for: under its ``title``, one of its ``choices`` (value to words), or a ``tick``."""

    title: str
    note: str = ""
    choices: Mapping[Any, str] = field(default_factory=dict)
    tick: str = ""
    spoken: str = ""  # what a screen reader says of the tick, where it is longer


def asked(title: str, note: str = "", **how: Any) -> dict[str, Declared]:
    """What a field of ``Preferences`` carries; ``how`` as in ``Declared``."""
    return {"declared": Declared(title, note, **how)}


@dataclass(frozen=True)
class Preferences:
    """The look and the keys."""

    theme: ThemeMode = field(
        default="system",
        metadata=asked(
            tr("Theme"),
            choices={"system": tr("as the system"), "light": tr("light"), "dark": tr("dark")},
        ),
    )
    language: SpokenLanguage = field(
        default="system",
        metadata=asked(
            tr("Language"),
            tr("Spoken from the next start on."),
            choices={"system": tr("as the system"), "en": "English", "de": "Deutsch"},
        ),
    )
    text_scale: float = field(
        default=1.0,
        metadata=asked(tr("Text size"), choices={size: percent(size) for size in TEXT_SIZES}),
    )
    single_letter_keys: bool = field(
        default=True,
        metadata=asked(
            tr("Keys"),
            tr("T, 1–9 and the like, outside text fields."),
            tick=tr("Single letters act"),
            spoken=tr("Single-letter keys act"),
        ),
    )
    reduced_motion: bool = field(
        default=False,
        metadata=asked(
            tr("Motion"),
            tr("Nothing fades or slides; nor does it where your system asks for less motion."),
            tick=tr("Without motion"),
        ),
    )
    reopens: bool = field(
        default=True,
        metadata=asked(tr("At start"), tick=tr("Go on where you left off")),
    )


DECLARED: dict[str, Declared] = {one.name: one.metadata["declared"] for one in fields(Preferences)}


class Settings(QObject):
    """Reads and keeps the preferences; ``changed`` carries the new ones. Damaged values fall back."""

    changed = Signal(object)

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store or open_store()
        kept = {one.name: self._kept(one.name, one.default) for one in fields(Preferences)}
        self._preferences = Preferences(**kept)

    @property
    def preferences(self) -> Preferences:
        return self._preferences

    def change(self, **given: Any) -> None:
        """Keep what is given, by the names of ``Preferences``, and announce it."""
        new = replace(self._preferences, **given)
        if new == self._preferences:
            return
        self._preferences = new
        for name in DECLARED:
            self._store.setValue(f"look/{name}", getattr(new, name))
        self._store.sync()
        self.changed.emit(new)

    def _kept(self, name: str, default: Any) -> Any:
        """The kept value as what it is declared to be; the default where it is damaged."""
        text, choices = str(self._store.value(f"look/{name}", default)), DECLARED[name].choices
        if isinstance(default, bool):
            return text.lower() in {"true", "1"}
        if isinstance(default, str):
            return text if text in choices else default
        try:
            return min(max(choices), max(min(choices), float(text)))
        except ValueError:
            return default
