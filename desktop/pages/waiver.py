"""Who lets a leakage through by name: the one question, asked on Data and on Measure."""

from desktop.findings.data.leakage_gate import waive
from desktop.pages.page import Page
from desktop.widgets.ask import Answers, AskFor, AskPopover
from estimators.base.errors import UserError
from estimators.base.sentence import tr


def ask_waiver(page: Page) -> None:
    """Ask for the name, and keep it with the day."""
    project = page.session.project

    def done(answers: Answers) -> None:
        if not answers["name"]:
            raise UserError(tr("A waiver needs a name."), "", tr("Type yours."))
        page.session.do(waive(project, answers["name"]))

    popover = AskPopover(
        page.window(),
        tr("Let the leakage through?"),
        [AskFor("name", tr("Your name"))],
        done,
        button=tr("Let it through"),
        text=tr(
            "The accuracy will then look better than it is. The report prints your name and the day beside it, and "
            "it holds until the data changes."
        ),
    )
    popover.ask()
