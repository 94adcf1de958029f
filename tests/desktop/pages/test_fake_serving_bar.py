"""The Stage in a browser, served by the window: its session in the project, and the switch for phones."""

import socket
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.findings.fake.demo_sessions import plan_of
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.page import FakePage
from desktop.pages.fake.server.serving_bar import BrowserStage
from desktop.pages.page import Page
from desktop.session import Change, Session
from tests.browser import Browser
from tests.browser import Page as WebPage
from tests.desktop.pages.fake_hands import at_once, popover_of, serve
from tests.mock_ai.server.test_uvicorn_server import OTHER, can_use


@pytest.fixture
def page(labelled_session: Session, open_page: Callable[[Page], Page], qtbot: QtBot) -> FakePage:
    """The page, serving a scenario without delays and faults."""
    at_once(labelled_session)
    page = open_page(FakePage(labelled_session, JobQueue()))
    assert isinstance(page, FakePage)
    serve(page, qtbot)
    return page


def enter(browser: Browser, address: str, name: str = "") -> WebPage:
    web = browser.open(address, width=390, height=844, phone=True)
    web.wait_for("document.querySelector('#start').checkVisibility()")
    web.type("#person", name)
    web.press("Enter")
    return web


def tap(web: WebPage, selector: str, number: int) -> None:
    web.wait_for_text("#progress", f"photo {number} of")
    web.wait_for("document.querySelector('#accept').ariaDisabled === 'false'")
    web.tap(selector)


def test_what_people_do_in_browsers_is_one_session_of_the_project(
    page: FakePage, qtbot: QtBot, browser: Browser
) -> None:
    project = page.session.project
    changes: list[Change] = []
    page.session.changed.connect(changes.append)
    ana, other = (enter(browser, page.serving.stage_url, name) for name in ("Ana", ""))
    for number in (1, 2, 3):
        tap(ana, "#accept", number)
        tap(other, "#reject", number)
    ana.wait_for_text("#progress", "photo 4 of")
    other.wait_for_text("#progress", "photo 4 of")
    ana.press("Backspace")
    ana.wait_for_text("#progress", "photo 3 of")
    for web in (ana, other):
        browser.close_page(web)
    (session,) = project.sessions()
    assert [(row.person, row.outcome) for row in session.reactions] == [
        ("Ana", "accepted"),
        ("2", "rejected"),
        ("Ana", "accepted"),
        ("2", "rejected"),
        ("2", "rejected"),
    ]
    assert all(row.simulated for row in session.reactions)
    assert all(row.truth in "012" for row in session.reactions)
    plan = plan_of(session)
    assert plan is not None
    assert plan.way == "fixed"
    qtbot.waitUntil(lambda: any(change.touches("reaction") for change in changes))


def test_turning_a_dial_begins_a_session_of_its_own_and_another_fact_does_not(
    page: FakePage, qtbot: QtBot, browser: Browser
) -> None:
    from desktop.project import commands as edit

    def visit(times: int) -> None:
        web = enter(browser, page.serving.stage_url)
        for number in range(1, times + 1):
            tap(web, "#accept", number)
        web.wait_for_text("#progress", f"photo {times + 1} of")
        browser.close_page(web)

    def settled() -> None:
        qtbot.waitUntil(lambda: not page.serving._turns)

    visit(1)
    page.session.do(edit.SetFact("who", "inspectors", "who"))
    settled()
    visit(1)
    assert len(page.session.project.sessions()) == 1
    page.scenario_tab.dials.accuracy.track._to(0.6, done=True)
    settled()
    visit(2)
    first, second = page.session.project.sessions()
    assert [len(first.reactions), len(second.reactions)] == [2, 2]
    assert {row.shown_accuracy for row in second.reactions} == {0.6}
    page.serving.set_way("adaptive")
    settled()
    visit(1)
    third = plan_of(page.session.project.sessions()[2])
    assert third is not None
    assert third.way == "adaptive"


def test_a_deleted_session_takes_nothing_more_and_the_next_visitor_begins_another(
    page: FakePage, qtbot: QtBot, browser: Browser
) -> None:
    from desktop.project import commands as edit

    project = page.session.project
    web = enter(browser, page.serving.stage_url)
    tap(web, "#accept", 1)
    tap(web, "#accept", 2)
    web.wait_for_text("#progress", "photo 3 of")
    (session,) = project.sessions()
    page.session.do(edit.DeleteSession(session.id, session.number))
    qtbot.waitUntil(lambda: not page.serving._turns)
    tap(web, "#accept", 3)
    web.wait_for_text("#problem", "This session has been deleted.")
    browser.close_page(web)
    later = enter(browser, page.serving.stage_url)
    tap(later, "#reject", 1)
    later.wait_for_text("#progress", "photo 2 of")
    browser.close_page(later)
    (another,) = project.sessions()
    assert [row.outcome for row in another.reactions] == ["rejected"]


@pytest.mark.skipif(not can_use(OTHER), reason="this system has one loopback address only")
def test_phones_are_let_in_by_a_click_and_out_by_another(
    page: FakePage, qtbot: QtBot, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_ai.server.server_thread.network_addresses", lambda: (OTHER,))
    page.bar.show_stage()
    popover = popover_of(page, BrowserStage)
    assert not popover.let_in.isVisible()
    assert "Nothing else is open to them" in popover.warning.text()
    popover.switch.click()
    qtbot.waitUntil(lambda: bool(page.serving.network_urls))
    (url,) = page.serving.network_urls
    assert url.startswith(f"http://{OTHER}:")
    assert popover.let_in.isVisible()
    assert popover.code.accessibleName() == "QR code of the address"
    assert page.bar.state.text() == "Serving, phones let in"
    web = enter(browser, url)
    tap(web, "#accept", 1)
    web.wait_for_text("#progress", "photo 2 of")
    browser.close_page(web)
    popover.copy_phone.click()
    assert QApplication.clipboard().text() == url
    popover.switch.click()
    qtbot.waitUntil(lambda: not page.serving.network_urls)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((OTHER, int(url.split(":")[2].split("/")[0])))
    assert page.bar.state.text() == "Serving on this computer"
    popover.close_popover()


@pytest.mark.skipif(not can_use(OTHER), reason="this system has one loopback address only")
def test_closing_the_project_closes_the_door(
    page: FakePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_ai.server.server_thread.network_addresses", lambda: (OTHER,))
    page.serving.let_network_in()
    qtbot.waitUntil(lambda: bool(page.serving.network_urls))
    port = int(page.serving.network_urls[0].split(":")[2].split("/")[0])
    page.session.close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((OTHER, port))


def test_without_a_network_it_says_so_and_goes_on(
    page: FakePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_ai.server.server_thread.network_addresses", tuple)
    page.bar.show_stage()
    popover = popover_of(page, BrowserStage)
    popover.switch.click()
    qtbot.waitUntil(lambda: "No network was found" in popover.problem.text())
    assert page.serving.is_on
    page.bar.switch.click()
    qtbot.waitUntil(lambda: not popover.isVisible())
