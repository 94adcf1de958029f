"""Put a theme in force: a palette, a font and one stylesheet, at start and whenever the person switches.

``QStyleHints.setColorScheme`` does nothing on the offscreen and bare xcb platforms, so the palette is set by hand.
"""

from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.theme.current import put_in_force, text_scale
from desktop.theme.tokens import DARK, LIGHT, Tokens
from desktop.theme.type import Role, font, load_fonts

Mode = Literal["system", "light", "dark"]

SMALLEST_TEXT, LARGEST_TEXT = 0.9, 2.0


def system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def system_is_still() -> bool:
    """Whether the person asked the desktop for less motion."""
    hints = QGuiApplication.styleHints()  # what it hands out goes away with it
    return hints.accessibility().motionPreference() is Qt.MotionPreference.ReducedMotion


def apply_theme(
    app: QApplication,
    mode: Mode = "system",
    text_scale: float = 1.0,
    *,
    reduced_motion: bool = False,
) -> Tokens:
    """Put the look in force on every window of ``app``; may be called again at any time.

    ``mode`` "system" takes the desktop's choice now; ``SystemTheme`` keeps following it.
    ``text_scale`` is held between 0.9 and 2. Nothing moves where the desktop is asked for that, either. Returns the palette.
    """
    dark = system_is_dark() if mode == "system" else mode == "dark"
    palette = DARK if dark else LIGHT
    load_fonts()
    still = reduced_motion or system_is_still()
    put_in_force(palette, min(LARGEST_TEXT, max(SMALLEST_TEXT, text_scale)), still)
    app.setStyleSheet("")  # a sheet over none takes Qt a fifth of the time of one over another
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(palette))
    app.setFont(font(Role.ROW))
    app.setStyleSheet(_stylesheet(palette))
    return palette


class SystemTheme(QObject):
    """Calls ``apply_theme`` again whenever the desktop turns dark or light, while the mode is "system", or is asked for less motion."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._settings: tuple[Mode, float, bool] = ("system", 1.0, False)
        self.hints = QGuiApplication.styleHints()
        self.hints.colorSchemeChanged.connect(self._turned)
        self.hints.accessibility().motionPreferenceChanged.connect(self._apply)

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


def _stylesheet(t: Tokens) -> str:
    """Qt style sheet for palette ``t`` at the text size in force."""
    row, note = (round(pixels * text_scale()) for pixels in (13, 12))
    return f"""
QToolTip {{ background: {t.canvas}; color: {t.ink}; border: 1px solid {t.control};
    padding: 4px 8px; font-size: {note}px; }}

QScrollArea, QAbstractScrollArea {{ border: none; background: transparent; }}
QLineEdit, QPlainTextEdit {{ background: {t.canvas}; color: {t.ink}; border: 1px solid {t.control};
    border-radius: 6px; padding: 0 9px; placeholder-text-color: {t.ink3};
    selection-background-color: {t.ink}; selection-color: {t.canvas}; }}
QPlainTextEdit {{ padding: 3px 5px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {t.measured}; padding: 0 8px; }}
QPlainTextEdit:focus {{ padding: 2px 4px; }}
QLineEdit[error="true"], QPlainTextEdit[error="true"] {{ border: 2px solid {t.bad}; padding: 0 8px; }}
QPlainTextEdit[error="true"] {{ padding: 2px 4px; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ border-color: {t.line}; color: {t.ink3}; }}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {{ border: none; padding: 0; background: transparent; }}

QMenuBar {{ background: transparent; border: none; font-size: {row}px; }}
QMenuBar::item {{ background: transparent; color: {t.ink2}; padding: 5px 7px; margin-top: 2px; border-radius: 6px; }}
QMenuBar::item:selected {{ background: {t.sel}; color: {t.ink}; }}
QMenu {{ background: {t.canvas}; color: {t.ink}; border: 1px solid {t.control}; border-radius: 8px;
    padding: 6px; font-size: {row}px; }}
QMenu::item {{ padding: 5px 32px 5px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {t.sel}; }}
QMenu::item:disabled {{ color: {t.ink3}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 6px 12px; }}
QMenu::icon {{ padding-left: 8px; }}

QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0; }}
QScrollBar::handle {{ background: {_faded(t.control)}; border-radius: 3px; margin: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QAbstractItemView {{ background: transparent; color: {t.ink}; border: none; outline: none;
    selection-background-color: {t.sel}; selection-color: {t.ink}; font-size: {row}px; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {t.ink2}; border: none;
    border-bottom: 1px solid {t.line}; padding: 0 8px 0 0; font-size: {note}px; font-weight: 400; }}
QDialog, QMainWindow {{ background: {t.canvas}; }}
"""


def _faded(colour: str) -> str:
    """A colour of a scroll bar's handle: there, but quieter than any control."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 55%)"
