"""Letting leakage through by name: the one question, asked on Data and on Train."""

from desktop.findings.data.leakage_gate import waive
from desktop.pages.page import Page
from desktop.widgets.ask import Answers, AskFor, AskPopover
from estimators.base.errors import UserError


def ask_waiver(page: Page) -> None:
    """Ask who lets the leakage through."""
    project = page.session.project

    def done(answers: Answers) -> None:
        if not answers["name"]:
            raise UserError("A waiver needs a name.", "", "Type yours.")
        page.session.do(waive(project, answers["name"]))

    popover = AskPopover(
        page.window(),
        "Let the leakage through?",
        [AskFor("name", "Your name")],
        done,
        button="Let it through",
        text="The accuracy will then look better than it is. The report prints your name and the day beside it, and "
        "it holds until the data changes.",
    )
    popover.ask()
