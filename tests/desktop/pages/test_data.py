"""The Data page on real photos, a real project file and real jobs."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.findings.data import hygiene, view
from desktop.jobs import training_pipeline as work
from desktop.pages.data.page import DataPage
from desktop.pages.data.pane import UNSURE
from desktop.pages.page import EVERYTHING
from desktop.project import commands as edit
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import NewExample
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.theme.tokens import Space
from tests.kept_records import keep


def settle(qtbot, page: DataPage) -> None:
    """Wait until the look at the disk has come back."""
    qtbot.waitUntil(lambda: not (page._comparing.at_work or page._looking.busy))


def bring(qtbot, page: DataPage, *sources: Path) -> None:
    """Add what is there and wait until it is added (the check may go on)."""
    page.bringing.add(sources)
    qtbot.waitUntil(lambda: not page.learning.is_active(work.ADD))


def many_examples(session: Session, number: int, label: str | None = "clean") -> None:
    rows = (
        NewExample(f"photos/{i:05}.jpg", f"{i:05}.jpg", f"{i:064x}", 1, "photo", label)
        for i in range(number)
    )
    session.do(edit.AddExamples(tuple(rows)))


# Empty ------------------------------------------------------------------------------------------


def test_who_has_no_examples_is_led_to_the_fake(session, open_data, qtbot) -> None:
    page = open_data(session)
    with qtbot.waitSignal(page.go_to) as asked:
        qtbot.mouseClick(page.empty.fake, Qt.MouseButton.LeftButton)
    assert asked.args == [Stage.FAKE]


# Importing examples ---------------------------------------------------------------------------


@pytest.mark.slow
def test_a_folder_is_added_checked_held_out_and_measured(
    session, open_data, qtbot, digits_folder
) -> None:
    page = open_data(session)
    bring(qtbot, page, digits_folder(n=8, classes=3))
    assert [(c.name, c.examples) for c in session.project.classes()] == [
        ("0", 8),
        ("1", 8),
        ("2", 8),
    ]
    assert page.learning.is_active(work.CHECK)
    assert "." in page.before.words.text()  # a sentence while the first check runs
    kinds = (work.CHECK, work.MEASURE)
    qtbot.waitUntil(lambda: not page.learning.is_active(*kinds))
    assert page.learning.trouble(work.MEASURE) is None
    held = [c.held_out for c in session.project.classes()]
    assert all(1 <= n <= 4 for n in held)
    assert session.project.record(INSPECTION) is not None
    assert page.before.findings == hygiene.findings(session.project)
    assert page.header.headline.text() == view.view(session.project).headline
    qtbot.waitUntil(lambda: page.curve.view is not None)
    assert page.primary_text() == f"Train with {24 - sum(held)}"


def test_a_second_folder_leaves_the_first_split_as_it_is(
    session, open_data, qtbot, digits_folder
) -> None:
    page = open_data(session)
    first = digits_folder(n=6, classes=2)
    bring(qtbot, page, first)
    qtbot.waitUntil(lambda: session.project.record(INSPECTION) is not None)
    before = {e.id for e in session.project.examples() if e.held_out}
    old = {e.id for e in session.project.examples()}
    bring(qtbot, page, digits_folder(n=6, classes=2, first=20))
    qtbot.waitUntil(lambda: len(session.project.record(INSPECTION).value.seen) == 24)
    after = {e.id for e in session.project.examples() if e.held_out}
    assert after & old == before
    assert after - old, "some of the new photos are held out too"


def test_a_folder_without_photos_is_explained_and_the_page_works_on(
    session, open_data, qtbot, tmp_path
) -> None:
    page = open_data(session)
    (tmp_path / "empty").mkdir()
    bring(qtbot, page, tmp_path / "empty")
    message = page.message.message
    assert message.what
    assert message.next_step
    assert not message.what.startswith("That is our mistake")
    message.run()
    assert page.message.message is None
    assert page.empty.isVisible()


@pytest.fixture
def photos(tmp_path, digits_folder) -> Path:
    """A folder of 4 photos without folders in it."""
    shutil.copytree(next(digits_folder(n=4, classes=2).iterdir()), tmp_path / "demo_photos")
    return tmp_path / "demo_photos"


def test_a_folder_of_photos_can_be_labelled_all_at_once_and_that_undone_in_one_step(
    session, open_data, qtbot, photos
) -> None:
    for name in ("Clean", "Crack"):
        session.do(edit.AddClass(name))
    page = open_data(session)
    bring(qtbot, page, photos)
    assert page.header.headline.text() == "Nothing is labelled yet."
    assert page.primary_text() == "Label the next 4"
    message = page.message.message
    assert message.what == "4 photos came without a label."
    page.message.button.click()
    menu = QApplication.activePopupWidget()
    offered = [action for action in menu.actions() if action.text()]
    assert [one.text() for one in offered[:-1]] == ["Clean", "Crack", "demo photos"]
    offered[1].trigger()
    menu.close()
    assert {e.class_name for e in session.project.examples()} == {"Crack"}
    assert [row.label for row in page.counts.chart.rows] == ["Clean", "Crack"]
    assert page.message.message is None
    session.undo()
    assert {e.class_name for e in session.project.examples()} == {None}
    assert page.message.message.what == message.what
    page.message.second_button.click()
    assert page.message.message is None


def test_the_name_of_the_folder_makes_a_class_that_undo_takes_away(
    session, open_data, qtbot, photos
) -> None:
    page = open_data(session)
    bring(qtbot, page, photos)
    page.bringing._label_all_as("demo_photos")
    assert [info.name for info in session.project.classes()] == ["demo_photos"]
    session.undo()
    assert session.project.classes() == ()


def test_unreadable_photos_are_named_and_take_no_part(
    session, open_data, qtbot, digits_folder
) -> None:
    page = open_data(session)
    folder = digits_folder(n=3, classes=2)
    (folder / "0" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n cut short")
    bring(qtbot, page, folder)
    assert "“broken.png” can’t be opened" in page.message.message.why
    assert page.pane.heading.text().endswith(", 1 can’t be opened")
    assert sum(c.examples for c in session.project.classes()) == 6


def test_cancelling_leaves_the_project_as_it_was(
    session, open_data, qtbot, jobs, digits_folder
) -> None:
    page = open_data(session)
    page.bringing.add([digits_folder(n=20, classes=10)])
    jobs.cancel(jobs.jobs()[0].id)
    qtbot.waitUntil(lambda: jobs.jobs()[0].state == "cancelled")
    assert session.project.count_examples() == 0
    assert page.empty.isVisible()


# Findings ---------------------------------------------------------------------------------------


@pytest.fixture
def with_copies(labelled_session) -> Session:
    """The labelled project, with a record that calls three of its photos copies and one label doubtful."""
    project = labelled_session.project
    paths = [example.path for example in project.examples()]
    report = {
        "exact_duplicates": [{"paths": paths[:3], "why": "The same photo, 3 times."}],
        "label_suspects": [{"paths": [paths[8]], "why": "Labelled “1”, but it looks like “2”."}],
        "near_duplicates": [], "leakage": [], "warnings": [], "unreadable": [],
        "seen": [example.id for example in project.examples()],
    }  # fmt: skip
    keep(project, INSPECTION, report, project.fingerprint())
    return labelled_session


def test_keep_one_removes_the_spare_copies_and_can_be_undone(with_copies, open_data) -> None:
    page = open_data(with_copies)
    copies = next(f for f in page.before.findings if f.kind == "exact_duplicates")
    assert copies.text == "3 photos are copies of each other"
    (looks,) = page.header.secondary()
    assert looks.text() == "2 things to look at"
    looks.click()
    row = QApplication.focusWidget()
    assert row in page.before.rows.rows()
    assert not row.visibleRegion().isEmpty()
    page.reviewing.act(copies)
    assert with_copies.project.count_examples() == 16
    assert all(f.kind != "exact_duplicates" for f in page.before.findings)
    with_copies.undo()
    assert with_copies.project.count_examples() == 18


def test_review_shows_exactly_the_doubtful_photos(with_copies, open_data) -> None:
    page = open_data(with_copies)
    doubt = next(f for f in page.before.findings if f.kind == "label_suspects")
    page.reviewing.act(doubt)
    assert [page.pane.example(i).path for i in page.pane.shown_ids()] == list(doubt.paths)
    shown = page.pane.grid.thumbnails.item(0)
    assert shown.doubtful
    assert not shown.duplicate


def test_keys_go_on_in_a_review_after_an_edit_is_undone(with_copies, open_data) -> None:
    page = open_data(with_copies)
    copies = next(f for f in page.before.findings if f.kind == "exact_duplicates")
    page.reviewing.show(copies)
    page.pane.choose(1)
    page.labelling.remove()
    (chosen,) = page.pane.selected()
    with_copies.undo()
    assert page.pane.selected() == [chosen]
    assert len(page.pane.shown_ids()) == 3


def test_results_from_before_an_edit_are_dimmed(with_copies, open_data, qtbot) -> None:
    page = open_data(with_copies)
    settle(qtbot, page)
    assert not page.before.updating.isVisible()
    page.pane.choose(0)
    page.labelling.label_by_key(2)
    qtbot.waitUntil(lambda: page.before.updating.text() == "out of date")
    assert page.before.updating.isVisible()
    assert page.before.veil.isVisible()


def test_least_sure_first_follows_the_newest_run(trained_session, open_data) -> None:
    session, page = trained_session, open_data(trained_session)
    page.pane.set_order(UNSURE)
    run = session.project.runs()[0]
    sure = {row.path: row.probability for row in run.result.predictions}
    shown = [page.pane.example(i).path for i in page.pane.shown_ids()]
    measured = [sure[path] for path in shown if path in sure]
    assert measured == sorted(measured)
    assert shown[0] in sure


# Moved originals --------------------------------------------------------------------------------


def test_moved_photos_are_found_again_by_content(
    session, open_data, qtbot, digits_folder, monkeypatch, tmp_path
) -> None:
    page = open_data(session)
    folder = digits_folder(n=3, classes=2)
    bring(qtbot, page, folder)
    page.learning._jobs.forget()
    new = tmp_path / "elsewhere"
    shutil.move(folder, new)
    renamed = new / "0" / "0-000.png"
    renamed.rename(renamed.with_name("renamed.png"))
    page.refresh(EVERYTHING)
    settle(qtbot, page)
    message = page.message.message
    assert message.what == "The photos have moved."
    assert message.takes_primary
    assert message.button == "Find the folder…"
    assert page.pane.grid.thumbnails.item(0).missing
    monkeypatch.setattr(page.bringing, "ask_folder", lambda _title: new)
    page.primary()
    qtbot.waitUntil(lambda: not page.learning.is_active(work.MOVED))
    settle(qtbot, page)
    project = session.project
    assert all(project.original(example).is_file() for example in project.examples())
    assert page.message.message is None
    assert session.undo_text == "find 6 photos again"


def test_a_folder_that_comes_back_is_seen_when_the_window_is_active_again(
    session, open_data, qtbot, digits_folder, qapp
) -> None:
    page = open_data(session)
    folder = digits_folder(n=3, classes=2)
    bring(qtbot, page, folder)
    page.learning._jobs.forget()
    away = folder.rename(folder.with_name("away"))
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert page.message.message.what == "The photos have moved."
    away.rename(folder)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: page.message.message is None)


def test_working_without_the_originals_takes_the_message_away(session, open_data, qtbot) -> None:
    many_examples(session, 3)
    page = open_data(session)
    settle(qtbot, page)
    assert page.message.message.second_button == "Work without them"
    page.message.message.second_run()
    assert page.message.message is None


# Many -------------------------------------------------------------------------------------------


def test_a_page_of_5000_photos_asks_for_few_thumbnails(
    session, open_data, qtbot, monkeypatch
) -> None:
    many_examples(session, 5000)
    asked = []
    monkeypatch.setattr(session.project.caches, "thumbnail", asked.append)
    page = open_data(session)
    page.pane.grid.viewport().repaint()
    assert page.pane.grid.thumbnails.rowCount() == 5000
    assert 0 < len(asked) < 100
    settle(qtbot, page)


def test_the_grid_makes_room_for_what_grows_above_it_late(session, open_data, qtbot) -> None:
    many_examples(session, 300)
    page = open_data(session)
    settle(qtbot, page)
    grid, viewport = page.pane.grid, page.scroller.viewport()

    def fits() -> bool:
        bottom = grid.mapTo(page.content, grid.rect().bottomLeft()).y() + 1
        return bottom + Space.SIDE == viewport.height()

    qtbot.waitUntil(fits)
    before = grid.height()
    page.zone.setFixedHeight(page.zone.height() + 30)
    qtbot.waitUntil(lambda: grid.height() < before and fits())


def test_a_read_only_project_shows_no_way_in(labelled_session, open_data) -> None:
    labelled_session.project.file.read_only = True
    labelled_session.project.file.notice = "The folder is write-protected."
    page = open_data(labelled_session)
    label = next(a for a in page.labelling.actions() if a.id == "data.label-1")
    assert label.off() == page.primary_off() == "The folder is write-protected."
    assert page.zone.accessibleName() == "The folder is write-protected."
    assert page.zone.toolTip() == "The folder is write-protected."
    assert not page.zone.acceptDrops()
    assert not page.zone.button.isVisible()
    assert "label" not in dict(page.keys()).values()
    asked = []
    page.zone.browse_asked.connect(lambda: asked.append(True))
    QTest.mouseClick(page.zone, Qt.MouseButton.LeftButton)
    assert not asked
