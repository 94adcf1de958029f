"""What the header of the Train page says and offers, its keys and its actions."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.actions import Action
from desktop.findings.data.gate_waiver import waive
from desktop.findings.train.view import GOOD, SURE, WRONG, view
from desktop.jobs import learning as work
from desktop.pages.page import HeaderAction
from desktop.pages.train.runs import Entry
from desktop.project.gate import GateState
from desktop.project.noun import noun
from desktop.project.stages import Stage
from desktop.widgets.ask import Answers, AskFor, AskPopover
from estimators.base.count import count
from estimators.base.percent import percent
from reports.stage_view import Explanation

if TYPE_CHECKING:
    from desktop.pages.train.page import TrainPage


@dataclass(frozen=True)
class Header:
    """The finding, the sentence below it, and the buttons."""

    headline: str
    lead: str
    primary: HeaderAction
    secondary: tuple[HeaderAction, ...] = ()


def header_of(page: "TrainPage", gate: GateState, tab: str) -> Header:
    """The header for what is shown."""
    project, run = page.session.project, page.run
    if run is None:
        return _question(page)
    menu = _menu_of_runs(page)
    again = HeaderAction("Train again", page.train, page.why_not_train())
    if not gate.open:
        return _gated(page, gate, menu, again)
    tested = bool(run.result["n_test"])
    said = view(project, run, tab if tested else GOOD)
    found = said.headline, said.lead
    why = "" if tested else "Nothing was held out, so there is nothing to take to the launch."
    launch = HeaderAction("Take to launch", partial(page.go_to.emit, Stage.LAUNCH), why)
    if not page.history.in_use:
        launch = HeaderAction(f"Use run {run.number}", page.history.use, page.history.no_use())
    if tab == SURE and tested:
        words, off = f"Use {percent(page.cutoff.value)} as the cut-off", page.history.no_edit()
        use = HeaderAction(words, page.cutoff.use, off)
        return Header(*found, launch if page.cutoff.is_chosen else use, menu)
    if tab == WRONG and tested:
        wrong = run.result["n_test"] - run.result["correct"]
        review = HeaderAction(
            "Review it" if wrong == 1 else f"Review the {wrong:,}", page.wrong.review
        )
        return Header(*found, review if wrong else launch, menu)
    return Header(*found, launch, menu or (again,))


def _menu_of_runs(page: "TrainPage") -> tuple[HeaderAction, ...]:
    """The runs as a menu with what can be done with one, where the window has no room for the list."""
    run, past = page.run, page.history
    if run is None or not page.is_narrow():
        return ()

    def choose() -> None:
        more = (
            Entry("Train again", None if page.why_not_train() else page.train),
            Entry("Compare two runs", None if past.no_two_runs() else past.compare),
            Entry("Use this run", None if past.no_use() else past.use),
            *past.options(),
        )
        past.choose_from_menu(page.header.secondary()[0], *more)

    return (HeaderAction(f"Run {run.number}", choose, drops_down=True),)


def ask_waiver(page: "TrainPage") -> None:
    """Ask who lets the data through."""
    session = page.session

    def done(answers: Answers) -> None:
        if answers["name"].strip():
            session.do(waive(session.project, answers["name"]))

    popover = AskPopover(
        page.window(),
        "Let it through by name",
        [AskFor("name", "Your name")],
        done,
        button="Let it through",
        text="The report prints the name beside the numbers.",
    )
    popover.ask()


def _gated(
    page: "TrainPage", gate: GateState, menu: tuple[HeaderAction, ...], again: HeaderAction
) -> Header:
    run = page.run
    assert run is not None
    view_ = view(page.session.project, run)
    said = view_.headline, view_.lead
    waive = HeaderAction("Let it through…", partial(ask_waiver, page), page.history.no_edit())
    if not gate.known:
        return Header(*said, again, (*menu, waive))
    data = HeaderAction("Look at the data", partial(page.go_to.emit, Stage.DATA))
    return Header(*said, data, (*(menu or (again,)), waive))


def _question(page: "TrainPage") -> Header:
    project = page.session.project
    missing = work.why_not_train(project)
    if missing:
        words = "Bring examples" if not project.count_examples() else "Go to the data"
        return Header(
            "How good can it get?",
            f"Nothing is trained yet. {missing}",
            HeaderAction(words, partial(page.go_to.emit, Stage.DATA)),
        )
    ready = sum(info.learn for info in project.classes())
    return Header(
        "How good can it get?",
        f"Nothing is trained yet. {count(ready, noun(project, 1))} are ready to learn from; it takes seconds, on "
        "this computer.",
        HeaderAction(f"Train with {ready:,}", page.train, page.why_not_train()),
    )


def keys_of(page: "TrainPage", tab: str, gate: GateState) -> tuple[tuple[str, str], ...]:
    """The keys for what is shown."""
    if page.run is None:
        return (("Ctrl ↵", "do the next thing"),)
    if not gate.open:
        return (("[ ]", "previous, next run"),)
    if tab == SURE:
        return (
            ("← →", "move the cut-off"),
            ("T", "numbers as a table"),
            ("F1", "what calibration means"),
        )
    if tab == WRONG:
        keys = (("arrows", "move in the table"), ("↵", f"open {noun(page.session.project)}"))
        return keys if page.no_light() else (*keys, ("H", "show where it looked"))
    return (
        ("[ ]", "previous, next run"),
        ("T", "numbers as a table"),
        ("Ctrl E", "export the model file"),
    )


def explanation_of(page: "TrainPage", tab: str) -> Explanation | None:
    """What F1 explains: what the charts mean; beside the accuracy also how the run was trained."""
    if page.run is None:
        return None
    return next(iter(view(page.session.project, page.run, tab).explanations.values()), None)


def actions_of(page: "TrainPage") -> tuple[Action, ...]:
    """What can be done here, for the palette, keys and menus."""

    def action(
        name: str, text: str, run: Callable[[], None], key: str, off: Callable[[], str]
    ) -> Action:
        return Action(f"train.{name}", text, run, key, stage=Stage.TRAIN, off=off)

    past = page.history
    return (
        action("again", "Train again", page.train, "", page.why_not_train),
        action("previous", "The run before", partial(past.step, -1), "[", past.no_run),
        action("next", "The run after", partial(past.step, 1), "]", past.no_run),
        action("compare", "Compare two runs", past.compare, "", past.no_two_runs),
        action("use", "Use this run", past.use, "", past.no_use),
        action("where", "Show where it looked", page.show_where, "H", page.no_light),
        action("export", "Export the model file…", page.export.ask, "Ctrl+E", past.no_run),
        action("export8", "Export it as 8-bit…", page.export.ask_small, "", past.no_run),
        action("delete", "Delete this run", past.delete, "", past.no_edit),
    )
