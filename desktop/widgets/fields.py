"""Fields: one line, several lines, a number with its unit."""

import re
from math import floor, isfinite, log10

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.theme.current import scaled
from desktop.theme.tokens import Height
from desktop.theme.type import Role, font


def parse_number(text: str) -> float | None:
    """The number a person typed: "€2,000", "2 000", "1.60", "85 %", "12k"; None where there is none."""
    plain = re.sub(r"[\s,€$£%\u202f\u00a0']", "", text).replace("−", "-")
    match = re.fullmatch(r"([+-]?\d*\.?\d+)([kKmM]?)", plain)
    if not match:
        return None
    scale = {"": 1.0, "k": 1e3, "m": 1e6}[match[2].lower()]
    number = float(match[1]) * scale
    return number if isfinite(number) else None


def format_number(value: float, *, prefix: str = "", suffix: str = "") -> str:
    """A number as a field shows it: "€2,000", "€1.60", "85%"."""
    size = abs(value)
    if value == round(value):
        digits = f"{size:,.0f}"
    elif size < 0.1:  # a call may cost €0.0009: two digits that count, never an exponent
        cut = f"{size:.{1 - floor(log10(size))}f}".rstrip("0")
        digits = f"{size:.2f}" if prefix and len(cut) < len("0.00") else cut
    elif prefix:
        digits = f"{size:,.2f}"
    else:
        digits = f"{size:,.6g}" if size < 1e6 else f"{size:,.0f}"
    return f"{'−' if value < 0 else ''}{prefix}{digits}{suffix}"


class LineField(QLineEdit):
    """A text on one line. ``committed`` carries the text when the person leaves it or presses Enter."""

    committed = Signal(str)
    _tabular = False
    _width = 0

    def __init__(
        self, name: str, placeholder: str = "", *, width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._last = ""
        self._width = width
        self._fit_text_size()
        self.editingFinished.connect(self._commit)

    def set_value(self, text: str) -> None:
        """Show ``text`` without announcing it; leaves alone what is being typed."""
        if self.hasFocus() and self.isModified():
            return
        self._last = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)  # a long text shows its beginning

    def _commit(self) -> None:
        if self.text() != self._last:
            self._last = self.text()
            self.setModified(False)
            self.committed.emit(self._last)

    def set_error(self, wrong: bool) -> None:
        """Draw the border in the colour of an error."""
        if bool(self.property("error")) != wrong:
            self.setProperty("error", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # the text size may have changed
            self._fit_text_size()

    def _fit_text_size(self) -> None:
        self.setFont(font(Role.BODY, tabular=self._tabular))
        if self._width:
            self.setFixedWidth(scaled(self._width))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scaled(Height.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, scaled(Height.CONTROL))


class TextField(QPlainTextEdit):
    """A text of a few lines that grows with what is typed (two lines at least)."""

    committed = Signal(str)

    def __init__(
        self,
        name: str,
        placeholder: str = "",
        *,
        lines: int = 2,
        most_lines: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self._lines, self._most = lines, most_lines
        self._last = ""
        self.setFont(font(Role.BODY))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def set_value(self, text: str) -> None:
        """Show ``text`` without announcing it; leaves alone what is being typed."""
        if self.hasFocus() and self.toPlainText() != self._last:
            return
        self._last = text
        if self.toPlainText() != text:
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.toPlainText() != self._last:
            self._last = self.toPlainText()
            self.committed.emit(self._last)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFont(font(Role.BODY))
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        shown = max(self._lines, min(self._most, int(self.document().size().height())))
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + 18)


class NumberField(LineField):
    """A number with its unit. ``changed`` carries the number, or None where the field was emptied.

    A typed text that is no number is kept, marked, and reported by ``problem``; it is never announced.
    """

    changed = Signal(object)
    edited = Signal()
    _tabular = True

    def __init__(
        self,
        name: str,
        *,
        prefix: str = "",
        suffix: str = "",
        low: float | None = None,
        high: float | None = None,
        width: int = 104,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, width=width, parent=parent)
        self._prefix, self._suffix = prefix, suffix
        self._low, self._high = low, high
        self._number: float | None = None
        self.committed.connect(self._read)

    def value(self) -> float | None:
        """The last number that was accepted."""
        return self._number

    def set_number(self, value: float | None) -> None:
        """Show ``value`` (None empties the field) without announcing it."""
        self._number = value
        text = (
            "" if value is None else format_number(value, prefix=self._prefix, suffix=self._suffix)
        )
        self.set_value(text)

    def problem(self) -> str:
        """What is wrong with the typed text, or an empty text."""
        if not self.text().strip():
            return ""
        number = self._parsed(self.text())
        if number is None:
            return "this is not a number"
        if self._low is not None and number < self._low:
            return f"at least {format_number(self._low, prefix=self._prefix, suffix=self._suffix)}"
        if self._high is not None and number > self._high:
            return f"at most {format_number(self._high, prefix=self._prefix, suffix=self._suffix)}"
        return ""

    def _parsed(self, text: str) -> float | None:
        """The number, typed with its unit or without."""
        return parse_number(text.strip().removesuffix(self._suffix.strip()))

    def _read(self, text: str) -> None:
        wrong = bool(self.problem())
        self.set_error(wrong)
        if wrong:
            self.edited.emit()
            return
        number = self._parsed(text) if text.strip() else None
        if number is not None:
            shown = format_number(number, prefix=self._prefix, suffix=self._suffix)
            self._last = shown
            self.setText(shown)
        if number != self._number:
            self._number = number
            self.edited.emit()
            self.changed.emit(number)
        else:
            self.edited.emit()
