"""Fields, entries, choices and dials: what is announced, what is kept, what is said when something is wrong."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.theme.apply import apply_theme
from desktop.widgets.choices import ChipRow, ChoiceBar, RadioGroup
from desktop.widgets.entries import FormRow, NumberEntry, RangeEntry
from desktop.widgets.fields import LineField, NumberField, TextField, format_number
from desktop.widgets.slider import Slider

Shown = Callable[..., QWidget]


@pytest.mark.parametrize(
    ("value", "prefix", "suffix", "text"),
    [
        (2000, "€", "", "€2,000"),
        (1.6, "€", "", "€1.60"),
        (85, "", "%", "85%"),
        (-33, "€", "", "−€33"),
        (0.125, "", "", "0.125"),
        (0.0009, "€", "", "€0.0009"),
        (0.00005, "", "", "0.00005"),
        (0.05, "€", "", "€0.05"),
        (0.0274, "€", "", "€0.0274"),
    ],
)
def test_a_number_is_shown_with_its_unit(value, prefix, suffix, text) -> None:
    assert format_number(value, prefix=prefix, suffix=suffix) == text


def test_a_line_is_announced_once_when_the_person_leaves_it(shown, qtbot) -> None:
    field = shown(LineField("Who has the problem"))
    heard: list[str] = []
    field.committed.connect(heard.append)
    field.set_value("nobody")
    qtbot.keyClicks(field, " yet")
    assert heard == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    assert heard == [" yetnobody"]


def test_what_is_being_typed_survives_a_refresh(shown, qtbot) -> None:
    field = shown(LineField("Who has the problem"))
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "three")
    field.set_value("from the project")
    assert field.text() == "three"


def test_what_is_no_number_is_kept_marked_and_never_announced(shown, qtbot) -> None:
    entry = shown(NumberEntry("A label costs", prefix="€"))
    with qtbot.assertNotEmitted(entry.changed):
        qtbot.keyClicks(entry.field, "cheap")
        qtbot.keyClick(entry.field, Qt.Key.Key_Return)
    assert entry.field.text() == "cheap"
    assert entry.field.property("error") is True
    assert entry.note.text() == "this is not a number"


def test_a_range_the_wrong_way_round_says_so_and_is_no_value(shown, qtbot) -> None:
    entry = shown(RangeEntry("A missed crack costs", prefix="€", note="Pick two numbers."))
    entry.set_value((2000, 14000))
    with qtbot.assertNotEmitted(entry.changed):
        entry.low_field.selectAll()
        qtbot.keyClicks(entry.low_field, "20000")
        qtbot.keyClick(entry.low_field, Qt.Key.Key_Return)
    assert entry.note.text() == "low end is above high"
    assert entry.value() is None
    with qtbot.waitSignal(entry.changed) as heard:
        entry.high_field.selectAll()
        qtbot.keyClicks(entry.high_field, "30000")
        qtbot.keyClick(entry.high_field, Qt.Key.Key_Return)
    assert heard.args == [(20000.0, 30000.0)]
    assert entry.note.text() == "Pick two numbers."


def test_unknown_greys_the_field_and_keeps_what_was_typed(shown, qtbot) -> None:
    entry = RangeEntry("Photos a month")
    _row = shown(FormRow("Photos a month", entry))
    entry.set_value((2400, 3600))
    with qtbot.waitSignal(entry.unknown_toggled) as heard:
        entry.tick.click()
    assert heard.args == [True]
    assert entry.value() is None
    assert not entry.low_field.isEnabled()
    assert entry.low_field.text() == "2,400"
    entry.tick.click()
    assert entry.value() == (2400, 3600)


def test_setting_a_value_announces_nothing(shown, qtbot) -> None:
    entry, slider = RangeEntry("Photos"), Slider("How often it is right")
    bar = ChoiceBar("How sure it sounds", [("t", "timid"), ("h", "honest")])
    radios = RadioGroup("Decision", [("go", "Launch"), ("no", "Not yet")])
    heard: list[object] = []
    for signal in (entry.changed, entry.unknown_toggled, slider.changed, bar.chosen, radios.chosen):
        signal.connect(heard.append)
    for widget in (entry, slider, bar, radios):
        shown(widget)
    entry.set_value((1, 2), unknown=True)
    slider.set_value(0.85)
    bar.set_value("h")
    radios.set_value("no")
    assert (slider.value(), bar.value(), radios.value(), heard) == (0.85, "h", "no", [])


def test_a_screen_reader_chooses_among_answers_as_a_press_does(shown, qtbot) -> None:
    radios = shown(RadioGroup("Decision", [("go", "Launch"), ("no", "Not yet")]))
    radios.set_value("no")
    actions = QAccessible.queryAccessibleInterface(radios.button("go")).actionInterface()
    heard: list[str] = []
    radios.chosen.connect(heard.append)
    actions.doAction(actions.actionNames()[0])
    assert (heard, radios.value()) == (["go"], "go")


def test_arrow_keys_choose_in_a_choice_bar(shown, qtbot) -> None:
    bar = ChoiceBar("How sure it sounds", [("t", "timid"), ("h", "honest"), ("s", "too sure")])
    shown(bar)
    bar.set_value("h")
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert bar.value() == "s"
    assert "too sure" in bar.accessibleName()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert bar.value() == "t"


def test_a_dial_follows_keys_drags_and_typed_numbers(shown, qtbot) -> None:
    slider = shown(Slider("How often it is right", ticks=[(0.92, "people today")]))
    slider.set_value(0.85)
    with qtbot.waitSignal(slider.changed) as heard:
        qtbot.keyClick(slider.track, Qt.Key.Key_Right)
    assert heard.args == [pytest.approx(0.86)]
    slider.number.selectAll()
    with qtbot.waitSignal(slider.changed) as heard:
        qtbot.keyClicks(slider.number, "70")
        qtbot.keyClick(slider.number, Qt.Key.Key_Return)
    assert slider.track.amount() == pytest.approx(0.7)
    with qtbot.waitSignal(slider.changed) as heard:
        place = QPoint(slider.track.width() // 2, 10)
        qtbot.mouseClick(slider.track, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args[0] == pytest.approx(0.5, abs=0.02)
    told = QAccessible.queryAccessibleInterface(slider.track)
    value = told.valueInterface()
    assert (told.role(), told.text(QAccessible.Text.Name)) == (QAccessible.Role.Slider, "How often it is right")  # fmt: skip
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (50, 0, 100)
    with qtbot.waitSignal(slider.changed) as heard:  # as a screen reader sets it
        value.setCurrentValue(81)
    assert (heard.args, slider.number.text()) == ([pytest.approx(0.81)], "81%")


def test_a_chip_row_wraps_and_tells_which_chip_was_picked(shown, qtbot) -> None:
    holder, chips = QWidget(), ChipRow("classes", can_add="Add")
    QVBoxLayout(holder).addWidget(chips)
    chips.set_chips(["Clean", "Erosion", "Crack", "Lightning mark"])
    shown(holder, 200, 300)
    assert chips.chips()[-1].y() > chips.chips()[0].y()
    with qtbot.waitSignal(chips.picked) as heard:
        qtbot.keyClick(chips.chips()[2], Qt.Key.Key_Return)
    assert heard.args == ["Crack"]
    assert [chip.isChecked() for chip in chips.chips()] == [False, False, True, False]


def test_a_text_field_grows_with_its_text(shown, qtbot) -> None:
    field = shown(TextField("What happens today"), 300)
    small = field.height()
    field.set_value("A specialist looks at every photo, 45 to 90 seconds each. " * 3)
    assert field.height() > small


def test_choices_beside_each_other_wrap_where_there_is_no_room(shown) -> None:
    words = ("Negligible", "Low", "Medium", "High", "Critical")
    group = RadioGroup("How bad a mistake is", [(w, w) for w in words], across=True)
    shown(group, width=600)
    assert len({group.button(w).y() for w in words}) == 1
    group.resize(200, group.heightForWidth(200))
    assert len({group.button(w).y() for w in words}) > 1
    last = group.button("Critical")
    assert last.x() + last.width() <= 200
    assert last.y() + last.height() <= group.height()


def test_a_number_field_grows_with_the_text(shown, qapp) -> None:
    field = NumberField("Cases", width=104)
    holder = QWidget()
    QVBoxLayout(holder).addWidget(field)
    shown(holder)
    apply_theme(qapp, "light", 1.5, reduced_motion=True)
    qapp.processEvents()
    grown = field.width()
    apply_theme(qapp, "light", reduced_motion=True)
    qapp.processEvents()
    assert (grown, field.width()) == (156, 104)


def test_undo_is_the_fields_while_something_is_typed_and_the_windows_afterwards(qtbot) -> None:
    field = NumberField("Price")
    qtbot.addWidget(field)
    field.show()

    def taken_by_field() -> bool:
        control = Qt.KeyboardModifier.ControlModifier
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
        asked.ignore()
        QApplication.sendEvent(field, asked)
        return asked.isAccepted()

    assert not taken_by_field()
    qtbot.keyClicks(field, "12")
    assert taken_by_field()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not taken_by_field()
