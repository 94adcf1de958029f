"""What goes wrong, other delays, and scenario files on the Fake it page."""

import errno
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.findings.fake.scenarios import active_scenario, troubles_sentence, waits_words
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.page import FakePage
from desktop.pages.fake.scenario.dial_popovers import ClassDialsPopover, DelayPopover
from desktop.pages.fake.scenario.dials import MistakesPopover
from desktop.pages.fake.scenario.fault_catalogue import FaultCataloguePopover
from desktop.pages.fake.scenario.kind_dials import KindDials
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.label import Label
from estimators.base.task_kind import TASK_KINDS
from mock_ai.confusion import ALL_ALIKE
from mock_ai.kinds.product import KindSetting
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import load_scenario
from tests.desktop.pages.fake_hands import ask, at_once, popover_of, said, serve
from tests.patience import PATIENCE


@pytest.fixture
def page(labelled_session: Session, open_page: Callable[[Page], Page]) -> FakePage:
    made = open_page(FakePage(labelled_session, JobQueue()))
    assert isinstance(made, FakePage)
    return made


def answering(page: FakePage) -> Scenario:
    return active_scenario(page.session.project)[1]


def opened(page: FakePage) -> FaultCataloguePopover:
    page.scenario_tab.dials.change_troubles.click()
    return popover_of(page, FaultCataloguePopover)


def test_a_failure_is_found_by_a_word_seen_before_and_after_and_let_happen(page: FakePage) -> None:
    popover = opened(page)
    popover.search.setText("source")
    assert popover.name.text() == "Hallucination"
    assert popover.before.text.text() != popover.after.text.text()
    assert popover.watch.text().startswith("Watch:")
    popover.rate.setText("20")
    popover.put.click()
    assert answering(page).stubs.failures[0].rate == pytest.approx(0.2)
    assert page.scenario_tab.dials.troubles.text() == "Hallucination 20%."
    row = page.scenario_tab.scenarios.rows()[0]
    assert "1 failure" in row.accessibleName()
    popover.close_popover()
    page.session.undo()
    assert page.scenario_tab.dials.troubles.text() == "Nothing else goes wrong."


def test_the_list_stays_for_the_next_one_and_what_happens_comes_first(page: FakePage) -> None:
    popover = opened(page)
    for words, rate in (("many requests", "5"), ("swap places", "12.5")):
        popover.search.setText(words)
        popover.rate.setText(rate)
        popover.put.click()
    popover.search.setText("")
    first = [popover.table.model().index(row, 0).data() for row in range(5)]
    assert {"Too many requests", "Spelling error"} <= set(first)
    popover.search.setText("swap places")
    popover.take_out.click()
    popover.close_popover()
    assert troubles_sentence(answering(page)) == "Too many requests 5%."


def test_a_rate_that_will_not_do_is_told_in_the_list_and_changes_nothing(
    page: FakePage, qtbot: QtBot
) -> None:
    before = answering(page)
    popover = opened(page)
    popover.rate.setText("lots")
    qtbot.keyClick(popover.rate, Qt.Key.Key_Return)
    assert "not a number" in popover.problem.text()
    for words in ("overloaded", "many requests"):
        popover.search.setText(words)
        popover.rate.setText("70")
        popover.put.click()
    assert "Rates add up to 1" in popover.problem.text()
    popover.search.setText("no such thing")
    popover.put.click()
    assert popover.nothing.isVisible()
    popover.close_popover()
    assert [fault.rate for fault in answering(page).stubs.faults] == [0.7]
    assert before.stubs.faults == ()


def test_a_fault_is_served_at_once(page: FakePage, qtbot: QtBot) -> None:
    serve(page, qtbot)
    popover = opened(page)
    popover.search.setText("many requests")
    popover.rate.setText("97")
    popover.put.click()
    popover.close_popover()
    request = urllib.request.Request(
        f"{page.serving.address}/chat/completions",
        data=json.dumps({"model": "m", "messages": [{"role": "user", "content": "hi"}]}).encode(),
        headers={"Authorization": f"Bearer {page.serving.token}"},
    )
    refused: list[int] = []

    def is_refused() -> bool:
        try:
            urllib.request.urlopen(request, timeout=PATIENCE).close()
        except urllib.error.HTTPError as error:
            refused.append(error.code)
            error.close()
        return 429 in refused

    qtbot.waitUntil(is_refused)


def test_a_delay_between_two_ends_takes_the_place_of_the_dial(page: FakePage) -> None:
    dials = page.scenario_tab.dials
    dials.change_waits.click()
    popover = popover_of(page, DelayPopover)
    popover.group.button("uniform").click()
    popover.low.setText("2")
    popover.high.setText("1")
    popover.submit()
    assert "after the shortest" in popover.problem.text()
    popover.low.setText("0.2")
    popover.submit()
    assert waits_words(answering(page)) == "0.2 to 1 s"
    assert not dials.delay.isVisible()
    page.session.undo()
    assert waits_words(answering(page)) == "0.9 s"
    assert dials.delay.isVisible()


def test_single_classes_may_differ_from_the_dial(page: FakePage) -> None:
    dials = page.scenario_tab.dials
    first, second, third = answering(page).classes
    dials.change_mistakes.click()
    popover_of(page, MistakesPopover).classes.click()
    popover = popover_of(page, ClassDialsPopover)
    popover.rates[first].setText("40")
    popover.others[first].setText("nobody")
    popover.put.click()
    assert "“nobody” is no class" in popover.problem.text()
    popover.others[first].setText(f"{second} 75%, {third} 25%")
    popover.put.click()
    by_class = answering(page).by_class
    assert by_class.accuracy == ((first, 0.4),)
    assert by_class.mistakes == ((first, ((second, 0.75), (third, 0.25))),)
    assert f"“{first}” is mostly taken for “{second}”" in dials.mistakes.text()
    dials.ask_classes()
    popover = popover_of(page, ClassDialsPopover)
    assert popover.others[first].text() == f"{second} 75%, {third} 25%"
    popover.clear.click()
    assert answering(page).by_class == ALL_ALIKE
    page.session.undo()
    assert answering(page).by_class == by_class


def test_what_a_class_is_dialled_to_is_what_clients_get(page: FakePage, qtbot: QtBot) -> None:
    at_once(page.session)
    project = page.session.project
    first, second, _ = active_scenario(project)[1].classes
    photos = [project.shown(e).file for e in project.labelled() if e.class_name == first]
    serve(page, qtbot)
    right = [photo for photo in photos if ask(page, photo)["label"] == first]
    page.scenario_tab.dials.ask_classes()
    popover = popover_of(page, ClassDialsPopover)
    popover.rates[first].setText("0")
    popover.others[first].setText(second)
    popover.put.click()
    qtbot.waitUntil(lambda: ask(page, right[0])["label"] == second)
    assert {ask(page, photo)["label"] for photo in photos} == {second}


def test_recorded_delays_are_replayed_from_their_file(
    page: FakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = tmp_path / "waits.txt"
    page.scenario_tab.dials.change_waits.click()
    popover = popover_of(page, DelayPopover)
    monkeypatch.setattr(popover, "ask_file", lambda: str(recording))
    popover.group.button("recording").click()
    recording.write_text("0.1\nsoon\n")
    popover.choose.click()
    qtbot.waitUntil(lambda: "no delay in line 2" in popover.problem.text())
    recording.write_text("0.1\n0.3\n0.2\n")
    popover.choose.click()
    qtbot.waitUntil(lambda: "3 delays" in popover.recorded.text())
    popover.submit()
    scenario = answering(page)
    assert [scenario.fault_and_delay_at(place)[1] for place in range(4)] == [0.1, 0.3, 0.2, 0.1]


def test_a_scenario_file_is_opened_answers_and_is_saved_as_it_was(
    page: FakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("name: Mine\nclasses: [a, b]\naccuracy: 66%\nfailures: [refusal]\n")
    monkeypatch.setattr(page.files, "ask_open", lambda: str(file))
    page.scenario_tab.scenarios.open_file.click()
    qtbot.waitUntil(lambda: answering(page).name == "Mine")
    assert answering(page).accuracy == 0.66
    assert len(answering(page).classes) == 3  # it answers with the project's
    saved = tmp_path / "saved.yaml"
    monkeypatch.setattr(page.files, "ask_save", lambda *_: str(saved))
    page.files.save()
    qtbot.waitUntil(saved.exists)
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert load_scenario(saved) == answering(page)


@pytest.mark.parametrize("what", ["scenario", "description"])
def test_a_file_that_cannot_be_written_whole_stays_as_it_was(
    what: str, page: FakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "saved.yaml"
    saved.write_text("mine", encoding="utf-8")

    def half(path: Path, text: str, **_: str) -> None:
        path.write_bytes(text.encode()[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    monkeypatch.setattr(page.files, "ask_save", lambda *_: str(saved))
    if what == "scenario":
        page.files.save()
    else:
        page.files.save_spec("")
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert saved.read_bytes() == b"mine"
    assert "is full" in said(page).what
    assert [one.name for one in tmp_path.glob("*saved*")] == ["saved.yaml"]


def test_a_mistake_in_a_scenario_file_is_told_with_its_line(
    page: FakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("name: Mine\nclasses: [a, b]\naccuracy: lots\n")
    monkeypatch.setattr(page.files, "ask_open", lambda: str(file))
    before = answering(page)
    page.files.open()
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert said(page).what.startswith("Line 3 of mine.yaml")
    assert answering(page) == before


def test_the_description_of_the_address_is_saved_for_the_engineers(
    page: FakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "api.json"
    monkeypatch.setattr(page.files, "ask_save", lambda *_: str(saved))
    next(one for one in page.actions_of_page() if one.id == "fake.spec").run()
    qtbot.waitUntil(lambda: page.message.message is not None)
    document = json.loads(saved.read_text(encoding="utf-8"))
    assert document["openapi"] == "3.1.0"
    assert "/v1/predict" in document["paths"]


def test_each_dial_of_a_kind_is_called_by_a_name_that_is_read_whole(shown) -> None:
    """In the room that a window of 1280 has for them."""
    for kind in set(TASK_KINDS) - {"classify"}:
        dials = shown(KindDials(KindSetting(kind)), 248, 700)
        for label in dials.findChildren(Label):
            wraps = label.hasHeightForWidth()
            assert wraps or label.width() >= label.sizeHint().width(), label.text()
