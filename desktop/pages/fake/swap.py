"""Who answers at the fake's address: the control that swaps something in, and the fake back."""

from functools import partial

from desktop.findings.fake.served_candidate import (
    can_swap,
    candidates_to_swap,
    fake_rests,
    put_in_place,
)
from desktop.findings.fake.view import swap
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project.measure_records import KeptCandidate
from desktop.project.run_list import has_runs
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.errors import UserError
from estimators.base.sentence import tr


class FakeSwap:
    """The words, the reason that it cannot be done, and the deed."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def words(self) -> str:
        """What it would do now."""
        project = self._page.session.project
        if fake_rests(project):
            return tr("Swap the fake in")
        return tr("Swap in a candidate…") if candidates_to_swap(project) else tr("Swap in the real one")  # fmt: skip

    def off(self) -> str:
        if can_swap(self._page.session.project):
            return self._page.why_not_edit()
        return tr("Train a classifier first.")

    def button(self) -> HeaderAction | None:
        """The button; None before there is another to swap in."""
        if not can_swap(self._page.session.project):
            return None
        return HeaderAction(self.words(), self.run, self._page.why_not_edit(), "R")

    def run(self) -> None:
        """Let the fake answer again; or another one, which is asked for where there is more than one."""
        project = self._page.session.project
        there = candidates_to_swap(project)
        trained = has_runs(project)
        if fake_rests(project) or not there:
            self._page.do(swap(project))
        elif len(there) == 1 and not trained:
            self.put(there[0])
        else:
            real = MenuEntry(tr("The real classifier"), partial(self._page.do, swap(project)))
            entries = [MenuEntry(one.name, partial(self.put, one)) for one in there]
            groups = ([real], entries) if trained else (entries,)
            open_menu(self._page.header, *groups, name=self.words())

    def put(self, candidate: KeptCandidate) -> None:
        """Let this candidate answer, or say why it cannot."""
        try:
            command = put_in_place(candidate)
        except UserError as error:
            self._page.refuse(error)
            return
        self._page.do(command)
