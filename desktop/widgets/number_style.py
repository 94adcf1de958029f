"""How the person's country writes numbers, from Qt; and a number as a field shows it."""

from functools import cache

from PySide6.QtCore import QLocale

from estimators.base.language import ENGLISH_NUMBERS, NumberStyle
from estimators.base.number import write_number


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
    return f"{'−' if value < 0 else ''}{prefix}{digits}{suffix}"
