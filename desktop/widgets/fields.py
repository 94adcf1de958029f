"""Fields: one line, several lines, a number with its unit, written as in the person's country."""

import re
from dataclasses import replace
from functools import cache

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.theme.current import scaled
from desktop.theme.tokens import Height
from desktop.theme.type import Role, font
from desktop.widgets.focus import claims
from desktop.widgets.number_hint import NumberHint
from estimators.base.language import ENGLISH_NUMBERS, NumberStyle
from estimators.base.money import in_currency
from estimators.base.number import MINUS, write_number
from estimators.base.number_reader import Reading, read_number
from estimators.base.phrase import either
from estimators.base.sentence import tr

_CODES = {
    "$": "usd",
    "us$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "₹": "inr",
}  # the signs that fields show


def number_style() -> NumberStyle:
    """The manner of the application's locale now (the system's, unless somebody set another)."""
    locale = QLocale()
    return _style_of(locale.language(), locale.script(), locale.territory())


@cache
def _style_of(
    language: QLocale.Language, script: QLocale.Script, territory: QLocale.Country
) -> NumberStyle:
    if language == QLocale.Language.C:  # nobody's country
        return ENGLISH_NUMBERS
    locale = QLocale(language, script, territory)
    group = locale.groupSeparator()
    parts = locale.toString(1_234_567.0, "f", 0).split(group)
    return NumberStyle(
        locale.decimalPoint(),
        group,
        locale.zeroDigit(),
        second=len(parts[-2]) if len(parts) > 2 else 3,
        least=4 if group in locale.toString(1_234.0, "f", 0) else 5,
    )


def format_number(value: float, *, prefix: str = "", suffix: str = "") -> str:
    """A number as a field shows it: "€2,000", "€1.60", "85%", with all its digits, so that it is read back the same."""
    digits = write_number(abs(value), number_style(), decimals=2 if prefix else 0)
    if suffix == "%":
        digits, suffix = tr("{number}%", number=digits), ""
    sign = MINUS if value < 0 else ""
    return in_currency(digits, prefix, sign) if prefix else f"{sign}{digits}{suffix}"


class LineField(QLineEdit):
    """A text on one line. ``committed`` carries the text when the person leaves it or presses Enter."""

    committed = Signal(str)
    _tabular = False
    _width = 0

    def __init__(self, name: str, placeholder: str = "", *, width: int = 0) -> None:
        super().__init__()
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

    def event(self, event: QEvent) -> bool:
        # What is being typed is undone here; what was kept, by the window.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            nothing = (event.matches(undo) and not self.isUndoAvailable()) or (
                event.matches(redo) and not self.isRedoAvailable()
            )
            if nothing:
                event.ignore()
                return False
        return super().event(event)

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
        self, name: str, placeholder: str = "", *, lines: int = 2, most_lines: int = 8
    ) -> None:
        super().__init__()
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

    Numbers are written as the person's country does and read however they are typed (`read_number`). What is read stands
    below while that differs from what is typed. A typed text that is no number, or could be two, is kept, marked, and
    reported by ``problem``; it is never announced. Of two readings the person chooses one below the field: also where
    "0.85" is typed as a ``percent``, and of amounts in another currency than ``prefix`` says there is none.
    """

    changed = Signal(object)
    edited = Signal()
    hint: NumberHint | None = None
    _tabular = True

    def __init__(
        self,
        name: str,
        *,
        prefix: str = "",
        suffix: str = "",
        low: float | None = None,
        high: float | None = None,
        percent: bool = False,
        width: int = 104,
    ) -> None:
        super().__init__(name, width=width)
        self._prefix, self._suffix = prefix, suffix
        self._percent = percent or suffix == "%"
        # What the text that is shown stands for, whatever else it could.
        self._meant: float | None = None
        self._low, self._high = low, high
        self._number: float | None = None
        self.committed.connect(self._read)
        self.textEdited.connect(self._show_reading)

    def value(self) -> float | None:
        """The last number that was accepted."""
        return self._number

    def set_number(self, value: float | None) -> None:
        """Show ``value`` (None empties the field) without announcing it."""
        self._number = self._meant = value
        self.set_value("" if value is None else self._shown(value))

    def problem(self) -> str:
        """What is wrong with the typed text, or an empty text."""
        return self._problem_of(self.text())

    def _problem_of(self, text: str) -> str:
        reading = self._reading(text)
        number = reading.value
        if not text.strip() or (number is not None and self._fits(reading, number)):
            return ""
        if reading.choices:
            return tr(
                "{choices}? Press ↓ to choose",
                choices=either([self._unmistakable(one) for one in reading.choices]),
            )
        if number is None:
            return tr("this is not a number")
        if _is_another(reading.currency, self._prefix):
            return tr(
                "amounts here are in {prefix}, not in {currency}",
                prefix=self._prefix.strip(),
                currency=reading.currency.upper(),
            )
        below = self._low is not None and number < self._low
        end = self._low if below else self._high
        return tr(
            "at {least} {shown}",
            least=tr("least") if below else tr("most"),
            shown=self._shown(end or 0),
        )

    def _shown(self, value: float) -> str:
        return format_number(value, prefix=self._prefix, suffix=self._suffix)

    def _reading(self, text: str) -> Reading:
        """What the text says, typed with its unit or without; of two readings one that is out of bounds is not meant."""
        if self._meant is not None and text.strip() == self._shown(self._meant):
            return Reading(self._meant)
        bare = text.strip().removesuffix(self._suffix.strip()).strip()
        reading = read_number(bare.removeprefix(self._prefix.strip() or "\0"), number_style())
        number = reading.value
        said = reading.percent or bare != text.strip()
        if self._percent and not said and number is not None and 0 < number < 1:
            # A share ("0.85"), or less than one per cent: whoever takes it for the other is wrong a hundredfold (decision 0240).
            reading = replace(reading, value=None, choices=(number, round(100 * number, 10)))
        fitting = [one for one in reading.choices if self._is_within(one)]
        return replace(reading, value=fitting[0], choices=()) if len(fitting) == 1 else reading

    def _fits(self, reading: Reading, number: float) -> bool:
        return self._is_within(number) and not _is_another(reading.currency, self._prefix)

    def _unmistakable(self, number: float) -> str:
        """As nobody can take it for another: thousands cut by spaces, a per cent said."""
        words = write_number(number, replace(number_style(), group="\u00a0"))
        return tr("{number}%", number=words) if self._percent else words

    def _is_within(self, number: float) -> bool:
        above = self._low is None or number >= self._low
        return above and (self._high is None or number <= self._high)

    def _read(self, text: str) -> None:
        wrong = bool(self.problem())
        self.set_error(wrong)
        if wrong:
            self._show_reading(text)
            self.edited.emit()
            return
        self._accept(self._reading(text).value if text.strip() else None)

    def _accept(self, number: float | None) -> None:
        if self.hint is not None:
            self.hint.hide()
        self._meant = number
        if number is not None:
            self._last = self._shown(number)
            self.setText(self._last)
        if number != self._number:
            self._number = number
            self.edited.emit()
            self.changed.emit(number)
        else:
            self.edited.emit()

    # -- what is read -------------------------------------------------------------------------

    def _show_reading(self, text: str) -> None:
        """Below the field: the choice where there is one, and the number where it looks unlike what is typed."""
        reading = self._reading(text)
        if reading.choices:
            shown = [self._unmistakable(one) for one in reading.choices]
            self._hint_below().say(tr("Which is it?"), shown, reading.choices)
        elif reading.value is not None and self._differs(text, reading.value):
            self._hint_below().say(f"= {self._shown(reading.value)}")
        elif self.hint is not None:
            self.hint.hide()
            self.setAccessibleDescription("")

    def _differs(self, text: str, number: float) -> bool:
        """Whether the number would be written otherwise than in how its thousands are cut, or with fewer zeros."""
        style = number_style()
        cut = re.search(r"\d[.,](\d{3})\D*$", text)
        if cut and abs(number) < 1000:
            return True  # decimals here, thousands elsewhere and in our own sentences
        plain = "".join(text.split()).replace(style.group, "").replace(style.decimal, ".")
        try:
            bare = plain.removesuffix(self._suffix.strip()).strip(self._prefix.strip() or " ")
            return float(bare) != number
        except ValueError:
            return True

    def _hint_below(self) -> NumberHint:
        if self.hint is None:
            self.hint = NumberHint(self)
            self.hint.chosen.connect(self._choose)
        return self.hint

    def _choose(self, number: float) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        shown, self._meant = self._shown(number), number
        self.setText(shown)
        self.set_error(bool(self.problem()))
        if self.problem():
            self._last = shown
            self.edited.emit()
            return
        self._accept(number)

    def event(self, event: QEvent) -> bool:
        asked = self.hint is not None and not self.hint.isHidden() and bool(self.hint.choices)
        return (asked and claims(event, Qt.Key.Key_Down)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.hint is not None and self.hint.enter():
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.property("error"):
            self._show_reading(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.hint is not None:
            self.hint.leave()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.hint is not None:
            self.hint.hide()


def _is_another(typed: str, prefix: str) -> bool:
    """Whether a typed sign or code is of another currency than the field's; a sign that several share may be its."""
    wanted, found = (_CODES.get(sign, sign) for sign in (prefix.strip().lower(), typed))
    # Of "kr" nobody can say whose.
    is_code = len(found) == 3 and found.isascii() and found.isalpha()
    shared = {"$": wanted.endswith("d"), "¥": wanted == "cny"}.get(typed, False)
    return bool(wanted) and is_code and found != wanted and not shared
