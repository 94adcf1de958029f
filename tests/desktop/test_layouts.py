"""What the walk through all layouts finds (``python -m tests.desktop.layout_walk --dialogs``), and what gives way to large text."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme.apply import apply_theme
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, keep_width
from tests.desktop.layout_walk import faults


def _of(*labels: Label) -> QWidget:
    return holder(column(*labels))


def test_what_is_elided_or_clipped_is_found(look, shown) -> None:
    whole = _of(long := Label("a sentence that is rather long", wrap=False), Label("and " * 40))
    shown(whole, 400, 200)
    assert list(faults(whole)) == []
    long.setFixedWidth(60)
    whole.setFixedSize(90, 60)
    QApplication.processEvents()
    kinds = {fault.partition(":")[0] for fault in faults(whole)}
    assert {"elided", "clipped"} <= kinds


def test_what_overlaps_is_found(look, shown) -> None:
    one, other = Label("one", wrap=False), Label("other", wrap=False)
    whole = _of(one, other)
    shown(whole, 400, 200)
    other.move(one.pos())
    assert [fault.partition(":")[0] for fault in faults(whole)] == ["overlap"]


def test_a_kept_width_follows_the_text_while_it_is_shown(look, shown) -> None:
    label = Label("Against", wrap=False)
    keep_width(label, 90)
    whole = _of(label)
    shown(whole, 400, 100)
    apply_theme(look, "light", 2.0, reduced_motion=True)
    QApplication.processEvents()
    assert label.width() == 180
    apply_theme(look, "light", reduced_motion=True)


def test_choices_without_room_stand_below_one_another(look, shown, qtbot) -> None:
    bar = ChoiceBar("Shown", [("none", "Nobody was shown one"), ("asked", "They asked")])
    whole = holder(column(bar, None))
    shown(whole, 190, 200)
    assert bar.width() <= 190
    assert bar.height() == 2 * bar.sizeHint().height()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(20, bar.height() - 5))
    assert bar.value() == "asked"
