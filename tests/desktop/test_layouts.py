"""Nothing on a page is clipped, broken, overlapping or cut at text of 200%, and in German at 150%, in the smallest window.

The whole walk, over all kept projects, four sizes and the dialogs: ``python -m tests.desktop.layout_walk --dialogs``.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme.apply import apply_theme
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, keep_width
from tests.desktop.layout_walk import LONG, LayoutWalk, faults, make
from tests.golden.pages import jobs_in_this_process

ROOT = Path(__file__).resolve().parents[2]
# Words that a chart or a row cuts stand whole in its table (T), its tip or what a screen reader says; a plot may reach
# a few pixels, its own lower margin, below its chart.
_KNOWN = ("elided: painted", "beyond: Plot in ")


def _wrong(found: list[str]) -> list[str]:
    """Without what is known, and without the person's own endless word in the line of the project's name."""
    return [
        fault
        for fault in found
        if not any(known in fault for known in _KNOWN)
        and not ("Label in TopBar" in fault and LONG in fault)
    ]


@pytest.mark.slow
def test_no_page_loses_a_word_at_200_percent(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs_in_this_process(monkeypatch)
    walk = LayoutWalk(qapp)
    try:
        walk.walk(make("long_words", tmp_path), (2.0,))
        assert _wrong(sorted(walk.found)) == []
    finally:
        apply_theme(qapp, "light", reduced_motion=True)
        walk.close()


@pytest.mark.slow
def test_no_page_loses_a_german_word_at_150_percent(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.layout_walk", "--projects", "half_filled", "--scales", "1.5"],
        cwd=ROOT,
        env={**os.environ, "SMART_ENOUGH_LANGUAGE": "de", "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )  # fmt: skip
    *found, last = done.stdout.splitlines()
    assert last.endswith(" faults")
    assert _wrong(found) == []


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
