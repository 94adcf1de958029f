"""Launch of a candidate that people graded: how many answers may do harm is said where it is shown."""

from collections.abc import Callable

import pytest

from desktop.jobs.queue import JobQueue
from desktop.pages.launch.page import LaunchPage
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from desktop.widgets.button import Button
from tests.desktop.graded_replies import whole_story


def test_the_share_that_may_do_harm_is_changed_in_its_row_and_undone(
    session: Session, open_page: Callable[[Page], Page]
) -> None:
    whole_story(session.project)
    page = open_page(LaunchPage(session, JobQueue()))
    assert isinstance(page, LaunchPage)
    shown = page.ready_view.checks
    row = shown.row("harm")
    assert row is not None
    assert row.check.text == "At most 5% marked harmful"
    change = next(one for one in row.findChildren(Button) if one.text() == "Change")
    change.click()
    popover = page.findChildren(AskPopover)[-1]
    popover.fields["cap"].setText("100%")
    popover.submit()
    assert popover.isVisible()
    popover.fields["cap"].setText("10%")
    popover.submit()
    assert session.project.answer("launch.harm_cap") == pytest.approx(0.1)
    assert session.undo_text == "change how many answers may do harm"
    row = shown.row("harm")
    assert row is not None
    assert row.check.text == "At most 10% marked harmful"
    session.undo()
    assert session.project.answer("launch.harm_cap") is None
