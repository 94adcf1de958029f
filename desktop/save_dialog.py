"""Where a file goes, asked of the person, with the ending that belongs to it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Ended = Callable[[str, str], str]
"""A name with its ending, from what was typed and the kind of file that was chosen."""


def with_ending(ending: str, *, always: bool = False) -> Ended:
    """Names that end so (``.csv``), where none was typed (“24.11.2026” has none) or ``always``."""
    return partial(_with, ending, always)


def _with(ending: str, always: bool, typed: str, _kind: str) -> str:
    suffix = Path(typed).suffix
    return typed if suffix == ending or (suffix[1:].isalpha() and not always) else typed + ending


def ask_where(parent: QWidget, title: str, first: str, kinds: str, ended: Ended) -> str:
    """The whole path that a person chose; empty where they changed their mind.

    The dialog asks before it replaces a file, but only of the name as it was typed: where the whole name is there, the dialog
    opens again on that.
    """
    while True:
        typed, kind = QFileDialog.getSaveFileName(parent, title, first, kinds)
        first = ended(typed, kind) if typed else ""
        if first in ("", typed) or not Path(first).exists():
            return first
