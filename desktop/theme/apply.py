"""Put a theme in force: a palette, a font and one stylesheet, at start and whenever the person switches.

``QStyleHints.setColorScheme`` does nothing on the offscreen and bare xcb platforms, so the palette is set by hand.
"""

from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.theme.current import put_in_force
from desktop.theme.sheet import stylesheet
from desktop.theme.tokens import DARK, LIGHT, Tokens
from desktop.theme.type import Role, font, load_fonts

Mode = Literal["system", "light", "dark"]

SMALLEST_TEXT, LARGEST_TEXT = 0.9, 1.5


def system_is_dark() -> bool:
    """Whether the desktop asks for a dark look."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def apply_theme(
    app: QApplication,
    mode: Mode = "system",
    text_scale: float = 1.0,
    *,
    reduced_motion: bool = False,
) -> Tokens:
    """Put the look in force on every window of ``app``; may be called again at any time.

    ``mode`` "system" takes the desktop's choice now; ``SystemTheme`` keeps following it.
    ``text_scale`` is held between 0.9 and 1.5. Returns the palette.
    """
    dark = system_is_dark() if mode == "system" else mode == "dark"
    palette = DARK if dark else LIGHT
    load_fonts()
    put_in_force(palette, min(LARGEST_TEXT, max(SMALLEST_TEXT, text_scale)), reduced_motion)
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(palette))
    app.setFont(font(Role.ROW))
    app.setStyleSheet(stylesheet(palette))
    return palette


class SystemTheme(QObject):
    """Calls ``apply_theme`` again whenever the desktop turns dark or light, while the mode is "system"."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._settings: tuple[Mode, float, bool] = ("system", 1.0, False)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._turned)

    def use(self, mode: Mode, text_scale: float, reduced_motion: bool) -> None:
        """Put these settings in force and remember them for the next turn of the desktop."""
        self._settings = (mode, text_scale, reduced_motion)
        self._apply()

    def _turned(self, _scheme: Qt.ColorScheme) -> None:
        if self._settings[0] == "system":
            self._apply()

    def _apply(self) -> None:
        mode, text_scale, reduced_motion = self._settings
        apply_theme(self._app, mode, text_scale, reduced_motion=reduced_motion)


def _palette(t: Tokens) -> QPalette:
    colours = {
        QPalette.ColorRole.Window: t.canvas,
        QPalette.ColorRole.WindowText: t.ink,
        QPalette.ColorRole.Base: t.canvas,
        QPalette.ColorRole.AlternateBase: t.sunken,
        QPalette.ColorRole.Text: t.ink,
        QPalette.ColorRole.PlaceholderText: t.ink3,
        QPalette.ColorRole.Button: t.canvas,
        QPalette.ColorRole.ButtonText: t.ink,
        QPalette.ColorRole.BrightText: t.bad,
        QPalette.ColorRole.ToolTipBase: t.canvas,
        QPalette.ColorRole.ToolTipText: t.ink,
        QPalette.ColorRole.Highlight: t.sel,
        QPalette.ColorRole.HighlightedText: t.ink,
        QPalette.ColorRole.Link: t.ink,
        QPalette.ColorRole.Mid: t.line,
        QPalette.ColorRole.Dark: t.control,
    }
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.ink3))
    return palette
