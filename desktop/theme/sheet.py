"""The one stylesheet, made from the tokens: only for Qt's own widgets (fields, menus, scroll bars, tables)."""

from desktop.theme.current import text_scale
from desktop.theme.tokens import Tokens


def stylesheet(t: Tokens) -> str:
    """Qt style sheet for palette ``t`` at the text size in force."""
    row, note = (round(pixels * text_scale()) for pixels in (13, 12))
    return f"""
QToolTip {{ background: {t.canvas}; color: {t.ink}; border: 1px solid {t.control};
    padding: 4px 8px; font-size: {note}px; }}

QScrollArea, QAbstractScrollArea {{ border: none; background: transparent; }}
QLineEdit, QPlainTextEdit {{ background: {t.canvas}; color: {t.ink}; border: 1px solid {t.control};
    border-radius: 6px; padding: 0 9px;
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
