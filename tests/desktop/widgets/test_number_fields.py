"""Number fields in many countries: read as typed, asked where unclear, shown and read back the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.entries import NumberEntry
from desktop.widgets.fields import LineField, NumberField, format_number, number_style
from desktop.widgets.number_hint import NumberHint
from desktop.widgets.tab_order import go_on
from estimators.base.number_reader import read_number

COUNTRIES = ("C", "en_US", "de_DE", "fr_FR", "de_CH", "en_IN", "es_ES", "pt_BR", "pt_PT", "sv_SE", "ar_EG", "fa_IR", "hi_IN")  # fmt: skip
Shown = Callable[..., QWidget]
In = Callable[[str], None]


@contextmanager
def countries() -> Iterator[In]:
    """A function that makes the application one of a country until the end."""
    before = QLocale()
    try:
        yield lambda name: QLocale.setDefault(QLocale(name))
    finally:
        QLocale.setDefault(before)


@pytest.fixture
def country() -> Iterator[In]:
    """Return a function that makes the application one of a country."""
    with countries() as change:
        yield change


class _Page(QWidget):
    """A window, which is where Tab is led from."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(self, forward)


def form(shown: Shown, **manner: object) -> tuple[NumberField, LineField, QWidget]:
    """A number field above another field, and the page they are on."""
    page = _Page()
    field, other = NumberField("A label costs", **manner), LineField("Next")
    column = QVBoxLayout(page)
    column.addWidget(field)
    column.addWidget(other)
    column.addStretch(1)
    shown(page, 400, 300)
    page.activateWindow()
    field.setFocus()
    return field, other, page


def typed(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.selectAll()
    for letter in text:  # qtbot presses the keys of Latin-1 only
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(field, event)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "text", "number", "after"),
    [
        ("en_US", "0,50", 0.5, "€0.50"),
        ("en_US", "1.234,50", 1234.5, "€1,234.50"),
        ("en_US", "1,234", 1234, "€1,234"),
        ("de_DE", "0.50", 0.5, "€0,50"),
        ("de_DE", "1.234,50 €", 1234.5, "€1.234,50"),
        ("de_DE", "1.234", 1234, "€1.234"),
        ("fr_FR", "1 234,5", 1234.5, "€1\u202f234,50"),
        ("de_CH", "1’234.–", 1234, "€1'234"),
        ("en_IN", "12,34,567", 1234567, "€12,34,567"),
        ("sv_SE", "−3,5 kr", -3.5, "−€3,50"),
        ("ar_EG", "١٬٢٣٤٫٥", 1234.5, "€١٬٢٣٤٫٥٠"),
        ("es_ES", "(1.234,5)", -1234.5, "−€1234,50"),
        ("pt_BR", "12k", 12000, "€12.000"),
    ],
)
def test_a_typed_number_is_read_and_shown_as_the_country_writes_it(
    name, text, number, after, country, shown, qtbot
) -> None:
    country(name)
    field, _, _page = form(shown, prefix="€")
    with qtbot.waitSignal(field.changed) as heard:
        typed(qtbot, field, text)
    assert heard.args == [number]
    assert (field.text(), field.problem()) == (after, "")


@pytest.mark.parametrize("name", COUNTRIES)
@given(
    value=st.one_of(
        st.floats(-1e15, 1e15), st.decimals(-(10**6), 10**6, places=3).map(float), st.integers(-(10**9), 10**9).map(float)
    ),
    dress=st.sampled_from([("", ""), ("€", ""), ("CHF ", ""), ("", "%"), ("", " s")]),
)  # fmt: skip
def test_what_a_field_shows_it_reads_as_the_same_number(name, value, dress, qapp) -> None:
    prefix, suffix = dress
    with countries() as country:
        country(name)
        field = NumberField("Any", prefix=prefix, suffix=suffix)
        field.set_number(value)
        heard: list[float] = []
        field.changed.connect(heard.append)
        field.set_number(None)
        field.setText(format_number(value, prefix=prefix, suffix=suffix))
        field.editingFinished.emit()
        assert (field.value(), field.problem()) == (value, "")
        assert heard == [value]


@pytest.mark.parametrize("name", COUNTRIES)
def test_numbers_that_qt_writes_are_read(name, country) -> None:
    country(name)
    for value in (0.5, 3.25, 12.5, 999.99, 1234.5, 12345678.25, -7.5):
        places = 2
        assert read_number(QLocale().toString(value, "f", places), number_style()).value == value
        if name != "fa_IR":  # the rial has no decimals
            written = QLocale().toCurrencyString(value)
            assert read_number(written, number_style()).value == value


@pytest.mark.parametrize(
    ("prefix", "text", "problem"),
    [
        ("$", "€5", "amounts here are in $, not in €"),
        ("€", "5 USD", "amounts here are in €, not in USD"),
        ("CHF ", "€5", "amounts here are in CHF, not in €"),
        ("$", "US$5", ""),
        ("€", "EUR 5", ""),
        ("CAD ", "$5", ""),  # a sign of many dollars
        ("€", "5 kr", ""),  # of many crowns: nobody can say whose
        ("", "€5", ""),
    ],
)
def test_an_amount_in_another_currency_is_not_taken_for_one_in_ours(
    prefix, text, problem, country, shown, qtbot
) -> None:
    country("en_US")
    field, _, _page = form(shown, prefix=prefix)
    heard: list[float] = []
    field.changed.connect(heard.append)
    typed(qtbot, field, text)
    assert field.problem() == problem
    assert heard == ([] if problem else [5])


@pytest.mark.parametrize("manner", [{"suffix": "%"}, {"percent": True}], ids=["sign", "words"])
def test_a_share_typed_as_a_percent_is_asked_about(manner, country, shown, qtbot) -> None:
    country("en_US")
    field, _, _page = form(shown, low=0, high=100, **manner)
    typed(qtbot, field, "0.85")
    assert field.problem() == "0.85% or 85%? Press ↓ to choose"
    assert field.value() is None
    field.hint.choices[1].click()
    assert (field.value(), field.problem()) == (85, "")
    typed(qtbot, field, "0.85")
    field.hint.choices[0].click()
    assert (field.value(), field.problem()) == (0.85, "")
    field.editingFinished.emit()  # and is not asked about again
    assert (field.value(), field.problem()) == (0.85, "")


def test_a_share_that_can_be_no_percent_is_read_as_one(country, shown, qtbot) -> None:
    country("en_US")
    field, _, _page = form(shown, suffix="%", low=1, high=99)
    qtbot.keyClicks(field, "0.85")
    assert field.accessibleDescription() == "= 85%"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (85, "85%")


def test_what_is_read_stands_below_while_it_differs(country, shown, qtbot) -> None:
    country("en_US")
    field, other, _page = form(shown)
    qtbot.keyClicks(field, "1234.5")
    assert field.hint is None  # as it will be shown, but for the comma
    field.clear()
    qtbot.keyClicks(field, "0,50")
    assert field.hint.isVisible()
    assert field.accessibleDescription() == "= 0.5"
    other.setFocus()
    assert not field.hint.isVisible()
    assert field.text() == "0.5"
    country("de_DE")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "12,500")  # as our own sentences write thousands
    assert field.hint.isVisible()
    assert field.accessibleDescription() == "= 12,5"


def test_two_readings_are_asked_and_chosen_with_keys(country, shown, qtbot) -> None:
    country("fr_FR")
    field, _, _page = form(shown, prefix="€")
    with qtbot.assertNotEmitted(field.changed):
        typed(qtbot, field, "1.234")
    assert field.problem() == "1\u00a0234 or 1,234? Press ↓ to choose"
    assert field.property("error") is True
    hint = field.hint
    assert [choice.text() for choice in hint.choices] == ["1\u00a0234", "1,234"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert hint.choices[0].hasFocus()
    qtbot.keyClick(hint.choices[0], Qt.Key.Key_Right)
    assert hint.choices[1].hasFocus()
    with qtbot.waitSignal(field.changed) as heard:
        qtbot.keyClick(hint.choices[1], Qt.Key.Key_Return)
    assert heard.args == [1.234]
    assert (field.text(), field.problem()) == ("€1,234", "")
    assert field.property("error") is False
    assert field.hasFocus()
    assert not hint.isVisible()


def test_the_choice_is_reached_with_tab_and_left_with_escape(country, shown, qtbot) -> None:
    country("de_CH")
    field, other, _page = form(shown)
    qtbot.keyClicks(field, "1,234")
    hint = field.hint
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert hint.choices[0].hasFocus()
    qtbot.keyClick(hint.choices[0], Qt.Key.Key_Escape)
    assert field.hasFocus()
    assert hint.isVisible()
    other.setFocus()
    assert not hint.isVisible()
    assert field.text() == "1,234"  # kept, marked
    assert field.property("error") is True
    field.setFocus()
    assert hint.isVisible()
    qtbot.mouseClick(hint.choices[0], Qt.MouseButton.LeftButton)
    assert (field.value(), field.text()) == (1234, "1'234")


@pytest.mark.parametrize(
    ("name", "text", "number", "after"),
    [
        ("en_US", "0.5%", 0.5, "0.5%"),  # its sign is typed: no share
        ("fr_FR", "12.345", 12.345, "12,345%"),  # the other reading is out of bounds
    ],
)
def test_sign_and_bounds_settle_what_can_be_two_numbers(
    name, text, number, after, country, shown, qtbot
) -> None:
    country(name)
    field, _, _page = form(shown, suffix="%", low=0, high=100)
    typed(qtbot, field, text)
    assert (field.value(), field.text(), field.problem()) == (number, after, "")


def test_an_entry_says_below_itself_that_a_number_is_unclear(country, shown, qtbot) -> None:
    country("de_DE")
    entry = NumberEntry("A label costs", prefix="€")
    page = QWidget()
    QVBoxLayout(page).addWidget(entry)
    shown(page)
    typed(qtbot, entry.field, "14,000")
    assert entry.note.text() == "14\u00a0000 or 14? Press ↓ to choose"
    qtbot.mouseClick(entry.field.hint.choices[0], Qt.MouseButton.LeftButton)
    assert (entry.value(), entry.field.text(), entry.note.text()) == (14000, "€14.000", "")


def test_what_floats_below_a_field_goes_with_it(country, shown, qtbot) -> None:
    country("fr_FR")
    field, _, page = form(shown)
    qtbot.keyClicks(field, "1.234")
    assert page.findChildren(NumberHint)
    field.setParent(None)
    field.deleteLater()
    qtbot.waitUntil(lambda: not page.findChildren(NumberHint))
