"""Launch of a candidate that people graded: how many answers may do harm is said where it is shown."""

from collections.abc import Callable

import pytest

from desktop.findings.launch.harm import classes_at_stake
from desktop.jobs.queue import JobQueue
from desktop.pages.launch.page import LaunchPage
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from desktop.widgets.button import Button
from reports.provenance import Provenance
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


def test_harmful_mistakes_of_a_classifier_are_named_beside_the_bar_and_undone(
    trained_session: Session, open_page: Callable[[Page], Page]
) -> None:
    trained_session.do(edit.SetBar(0.5, "your choice", Provenance.GUESS))
    page = open_page(LaunchPage(trained_session, JobQueue()))
    assert isinstance(page, LaunchPage)
    view = page.ready_view
    assert view.limit.isVisibleTo(view)
    view.limit.click()
    popover = page.findChildren(AskPopover)[-1]
    popover.fields["mistakes"].setText("nowhere > here")
    popover.submit()
    assert popover.isVisible()
    assert popover.problem.text().startswith("There is no class “nowhere”.")
    first, last = classes_at_stake(trained_session.project)[:2]
    popover.fields["mistakes"].setText(f"{first} > {last}")
    popover.submit()
    row = view.checks.row("harm")
    assert row is not None
    assert row.check.text == f"At most 5% does harm: “{first}” taken for “{last}”"
    assert not view.limit.isVisibleTo(view)
    trained_session.undo()
    assert view.checks.row("harm") is None
