"""Labelling on the Data page: keys, what comes next, looking closer."""

import pytest
from PySide6.QtCore import Qt

from desktop.pages.data.page import DataPage
from desktop.pages.data.pane import ShownExamples
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from tests.desktop.pages.test_data import bring, settle


@pytest.fixture
def labelling(labelled_session, open_data, qtbot) -> tuple[Session, DataPage]:
    page = open_data(labelled_session)
    settle(qtbot, page)
    return labelled_session, page


def test_a_number_key_labels_what_is_chosen_and_undo_brings_it_back(labelling) -> None:
    session, page = labelling
    page.pane.choose(0)
    (chosen,) = page.pane.selected()
    page.labelling.label_by_key(2)
    assert label_of(session, chosen) == "1"
    session.undo()
    assert label_of(session, chosen) == "0"


def test_labelling_goes_on_to_the_next_photo(labelling) -> None:
    _, page = labelling
    ids = page.pane.shown_ids()
    page.pane.choose(1)
    page.labelling.label_by_key(3)
    assert page.pane.selected() == [ids[2]]


def test_the_key_after_the_last_class_makes_a_new_one(
    session, tmp_path, digits_folder, open_data, qtbot
) -> None:
    flat = tmp_path / "camera roll"
    flat.mkdir()
    for number, photo in enumerate(sorted(digits_folder(n=2, classes=3).rglob("*.png"))):
        photo.rename(flat / f"{number}.png")
    page = open_data(session)
    bring(qtbot, page, flat)
    settle(qtbot, page)
    page.labelling.label_next()
    settle(qtbot, page)
    keys = page.keys()
    assert ("1", "new class") in keys
    for key, name in enumerate(("zero", "one"), start=1):
        ((chosen,), before) = page.pane.selected(), page.labelling.class_names()
        page.labelling.label_by_key(key)
        assert page.labelling.class_names() == before  # nothing is labelled unasked
        asked = next(p for p in page.window().findChildren(AskPopover) if p.isVisible())
        asked.fields["name"].setText(name)
        asked.submit()
        assert label_of(session, chosen) == name
    keys = page.keys()
    assert ("1–2", "label") in keys


def test_zero_takes_the_label_away_and_l_brings_the_unlabelled(labelling) -> None:
    session, page = labelling
    page.pane.choose(0)
    (chosen,) = page.pane.selected()
    page.labelling.label_as(None)
    assert label_of(session, chosen) is None
    assert page.primary_text() == "Label the next 1"
    page.labelling.label_next()
    assert page.pane.selected() == [chosen]
    assert page.pane.shown == ShownExamples(unlabelled=True)


def test_shift_extends_and_delete_removes_all_that_are_chosen(labelling, qtbot) -> None:
    session, page = labelling
    page.pane.choose(0)
    for _ in range(2):
        qtbot.keyClick(page.pane.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.pane.selected()) == 3
    page.labelling.remove()
    assert session.project.count_examples() == 15
    session.undo()
    assert session.project.count_examples() == 18


def test_each_class_says_which_key_labels_it(labelling) -> None:
    _, page = labelling
    assert page.counts.counts.accessibleDescription() == "0: key 1; 1: key 2; 2: key 3"


def test_clicking_a_class_shows_its_photos(labelling) -> None:
    _, page = labelling
    page.counts.counts.picked.emit("2")
    assert page.pane.shown == ShownExamples(label="2")
    assert len(page.pane.shown_ids()) == 6


def test_looking_closer_opens_the_photo_itself_and_arrows_step(labelling, qtbot) -> None:
    _, page = labelling
    page.pane.choose(0)
    qtbot.keyClick(page.pane.grid, Qt.Key.Key_Space)
    closer = page.labelling.closer.popover
    first = closer.name.text()
    qtbot.waitUntil(lambda: not page.labelling.closer._reading.busy)
    assert not closer.picture._pixmap.isNull()
    qtbot.keyClick(closer, Qt.Key.Key_Right)
    assert closer.name.text() != first
    closer.close_popover()
    assert page.labelling.closer.popover is None


def test_the_last_label_leaves_the_keyboard_on_the_page(labelling) -> None:
    _, page = labelling
    page.pane.choose(0)
    page.labelling.label_as(None)
    page.labelling.label_next()
    page.labelling.label_by_key(1)
    assert not page.pane.grid.isVisible()
    assert page.pane.hasFocus()


def label_of(session: Session, example_id: int) -> str | None:
    return next(e.class_name for e in session.project.examples() if e.id == example_id)
