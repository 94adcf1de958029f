"""What the walk through all layouts finds (``python -m tests.desktop.layout_walk --dialogs``), and what gives way to large text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme.apply import apply_theme
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.entries import FormRow
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, keep_width
from tests.desktop.layout_faults import faults
from tests.golden.keeping import KEPT
from tests.golden.layouts import TOLERANCE, moved, places

PLACES = KEPT / "layouts" / "recall_bar.txt"
_ENGLISH = ("--projects", "long_words", "recall_bar", "--scales", "1", "2", "--size", "1440", "900")
_GERMAN = ("--projects", "long_words", "recall_bar", "--scales", "0.9", "2")


def _walk(language: str, *how: str) -> None:
    """A process of its own: a language is spoken from the first import on."""
    walked = subprocess.run(
        [sys.executable, "-m", "tests.desktop.layout_walk", *how],
        env={**os.environ, "SMART_ENOUGH_LANGUAGE": language},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert walked.returncode == 0, walked.stderr[-4_000:]
    assert walked.stdout.splitlines() == []


@pytest.mark.slow
def test_no_page_cuts_a_word_and_nothing_has_moved(tmp_path: Path) -> None:
    """English at 100% and 200% in a wide window, with long words and with all there is; where it all stands, in both themes."""
    _walk("en", *_ENGLISH, "--places", "recall_bar", str(tmp_path))
    light, dark = ((tmp_path / f"{theme}.txt").read_text("utf-8") for theme in ("light", "dark"))
    assert moved(light.splitlines(), dark.splitlines()) == []
    if os.environ.get("SMART_ENOUGH_GOLDEN") == "rewrite":
        PLACES.parent.mkdir(exist_ok=True)
        PLACES.write_text(light, encoding="utf-8")
    assert moved(PLACES.read_text("utf-8").splitlines(), light.splitlines()) == []


@pytest.mark.slow
def test_no_page_or_popover_cuts_a_german_word() -> None:
    """At 90% and 200% in the smallest window, with long words and with all there is, and in what opens over the pages."""
    _walk("de", *_GERMAN, "--dialogs")


def test_a_button_that_moves_is_found_and_a_pixel_is_not(look, shown) -> None:
    button = Button("Go on")
    whole = holder(column(Label("A heading", role=Role.SECTION), button, None))
    shown(whole, 400, 200)
    kept = ["== page", *places(whole)]
    assert len(kept) == 3
    button.move(button.x() + 1, button.y())
    assert moved(kept, ["== page", *places(whole)]) == []
    button.move(button.x() + TOLERANCE, button.y())
    assert len(moved(kept, ["== page", *places(whole)])) == 2
    button.hide()
    assert moved(kept, ["== page", *places(whole)]) == [f"- {kept[2]}"]


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


def test_a_row_of_a_form_follows_the_text_while_it_is_shown(look, shown) -> None:
    field = LineField("Who uses it?", "For example: the people who look at each photo today")
    form = FormRow("Who uses it?", field, tick=Tick("I don’t know"))
    whole = holder(column(form, None))
    shown(whole, 1_600, 300)
    assert list(faults(whole)) == []
    apply_theme(look, "light", 2.0, reduced_motion=True)
    QApplication.processEvents()
    assert list(faults(whole)) == []
    apply_theme(look, "light", reduced_motion=True)


def test_choices_without_room_stand_below_one_another(look, shown, qtbot) -> None:
    bar = ChoiceBar("Shown", [("none", "Nobody was shown one"), ("asked", "They asked")])
    whole = holder(column(bar, None))
    shown(whole, 190, 200)
    assert bar.width() <= 190
    assert bar.height() == 2 * bar.sizeHint().height()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(20, bar.height() - 5))
    assert bar.value() == "asked"
