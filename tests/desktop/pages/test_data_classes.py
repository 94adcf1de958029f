"""Whole classes on the Data page: rename, merge, split, keep together, find alike; each undone as one edit."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from desktop.findings.data.hygiene import Finding
from desktop.jobs.learn import CheckData, check_data
from desktop.pages.data.page import DataPage
from desktop.pages.data.pane import ShownExamples
from desktop.widgets.ask import AskPopover
from tests.desktop.pages.test_data import settle
from tests.desktop.pages.test_data_labels import label_of


@pytest.fixture
def page(labelled_session, open_data, qtbot) -> DataPage:
    page = open_data(labelled_session)
    settle(qtbot, page)
    return page


def names(page: DataPage) -> dict[str, int]:
    return {info.name: info.examples for info in page.session.project.classes()}


def answer(page: DataPage, name: str) -> None:
    asked = next(p for p in page.window().findChildren(AskPopover) if p.isVisible())
    asked.fields["name"].setText(name)
    asked.submit()


def test_a_class_becomes_part_of_another_and_undo_parts_them(page) -> None:
    before = names(page)
    page.pane.show_examples(ShownExamples(label="0"))
    (into_one, _) = page.classes.entries("0")[1:]
    assert into_one.text == "Merge into “1”"
    into_one.run()
    assert names(page) == {"1": before["0"] + before["1"], "2": before["2"]}
    assert page.pane.shown.label == "1"
    assert page.session.undo_text == "merge “0” into “1”"
    page.session.undo()
    assert names(page) == before


def test_a_class_gets_another_name_and_stays_in_sight(page) -> None:
    page.pane.show_examples(ShownExamples(label="2"))
    page.classes.rename()
    answer(page, "two")
    assert page.pane.shown.label == "two"
    page.classes.rename()
    answer(page, "1")  # which there is
    asked = next(p for p in page.window().findChildren(AskPopover) if p.isVisible())
    asked.close_popover()
    assert set(names(page)) == {"0", "1", "two"}


def test_the_chosen_ones_become_a_class_of_their_own(page) -> None:
    page.pane.choose(1)
    (chosen,) = page.pane.selected()
    page.classes.split()
    answer(page, "crossed")
    assert label_of(page.session, chosen) == "crossed"
    page.session.undo()
    assert "crossed" not in names(page)


def test_the_menu_of_a_class_is_that_of_the_row_pressed(page) -> None:
    bars = page.counts.counts
    row = next(y for y in range(bars.height()) if bars._label_at(y) == "2")
    texts = [entry.text for entry in bars.own_entries(QPoint(20, row + 3))]
    assert texts == ["Rename…", "Merge into “0”", "Merge into “1”"]


def test_what_belongs_together_is_kept_on_one_side_of_the_test(page, qtbot) -> None:
    project = page.session.project
    held, learnt = (
        next(e for e in project.examples() if e.held_out is side and e.class_name == "0")
        for side in (True, False)
    )
    page.pane.show_examples(ShownExamples(paths=(held.path, learnt.path), title="Two"))
    page.pane.grid.selectAll()
    page.classes.keep_together()
    group = {e.belongs for e in project.examples() if e.id in (held.id, learnt.id)}
    assert len(group) == 1
    assert group != {""}
    request = CheckData(project.path, hold_out=False)
    report = check_data(request, lambda *_: None, lambda: False).inspection
    torn = {path for issue in report.leakage for path in issue.paths}
    assert {held.path, learnt.path} <= torn
    page.session.undo()
    assert {e.belongs for e in project.examples()} == {""}


def test_a_group_grows_by_whole_groups_and_can_be_parted(page) -> None:
    project = page.session.project
    ids = [example.id for example in project.examples()]

    def together(*at: int) -> None:
        paths = tuple(project.examples()[n].path for n in at)
        page.pane.show_examples(ShownExamples(paths=paths, title="These"))
        page.pane.grid.selectAll()
        page.classes.keep_together()

    together(0, 1)
    together(2, 3)
    together(1, 2)
    belongs = {e.id: e.belongs for e in project.examples()}
    assert len({belongs[one] for one in ids[:4]}) == 1
    assert belongs[ids[4]] == ""
    page.classes.keep_apart()
    assert {e.belongs for e in project.examples() if e.id in ids[1:3]} == {""}


def test_what_is_like_an_example_is_shown_nearest_first(page, qtbot) -> None:
    page.pane.choose(0)
    (chosen,) = page.pane.selected()
    page.classes.find_alike()
    qtbot.waitUntil(lambda: bool(page.pane.shown.paths))
    ids = page.pane.shown_ids()
    assert ids[0] == chosen
    assert len(ids) == page.session.project.count_examples()
    labels = [label_of(page.session, one) for one in ids]
    assert labels[1:4].count(labels[0]) >= 2  # digits look like their own kind


def test_a_review_list_stands_still_while_a_check_finds_more(page, qtbot) -> None:
    """What was looked at keeps its place; what is new comes last, what is mended goes."""
    paths = tuple(e.path for e in page.session.project.examples())
    first = Finding("outliers", "look", "3 photos are unlike the others", "", paths[1:4])
    page.before.findings = (first,)
    page.reviewing.show(first)
    page.pane.choose(1)
    later = replace(first, paths=(paths[0], paths[3], paths[2], paths[5]))
    page.before.findings = (later,)
    page.reviewing.refresh()
    assert page.pane.shown.paths == (paths[2], paths[3], paths[0], paths[5])
    assert page.pane.selected_paths() == (paths[2],)
