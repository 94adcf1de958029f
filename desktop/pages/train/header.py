"""What the header of the Train page says, which of its buttons it offers, and its keys."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.findings.train.view import GOOD, SURE, WRONG, view
from desktop.jobs.training_pipeline import why_not_train
from desktop.pages.header import HeaderAction
from desktop.project.gate import GateState
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.base.count import count
from estimators.base.number import digits

TRY = "try"  # the view beside those of `view`, where the window has no room for it at the side
NOTHING_HELD_OUT = "Nothing was held out, so there is nothing to take to the launch."


@dataclass(frozen=True)
class TrainHeader:
    """The finding, the sentence below it, and the buttons."""

    headline: str
    lead: str
    primary: HeaderAction
    secondary: tuple[HeaderAction, ...] = ()


@dataclass(frozen=True)
class TrainButtons:
    """What the page can do now; ``go_on`` takes the run to the launch, ``cutoff`` is None where it is chosen."""

    again: HeaderAction
    go_on: HeaderAction
    waive: HeaderAction
    cutoff: HeaderAction | None
    runs: tuple[HeaderAction, ...]  # the menu of runs, where there is no room for the list
    review: Callable[[], None]
    to_data: Callable[[], None]


def header_of(
    project: Project, run: Run | None, gate: GateState, tab: str, buttons: TrainButtons
) -> TrainHeader:
    """The header for what is shown; without a run, for what is there to learn from."""
    if run is None:
        return _before_the_first_run(project, buttons)
    again = buttons.runs or (buttons.again,)
    tested = bool(run.result.n_test)
    found = view(project, run, tab if tested and tab != TRY else GOOD)
    said = found.headline, found.lead
    if not gate.open and not gate.known:
        return TrainHeader(*said, buttons.again, (*buttons.runs, buttons.waive))
    if not gate.open:
        data = HeaderAction("Look at the data", buttons.to_data)
        return TrainHeader(*said, data, (*again, buttons.waive))
    if tab == SURE and tested:
        return TrainHeader(*said, buttons.cutoff or buttons.go_on, buttons.runs)
    if tab == WRONG and tested:
        wrong = run.result.n_test - run.result.correct
        words = "Review it" if wrong == 1 else f"Review the {digits(wrong)}"
        review = HeaderAction(words, buttons.review)
        return TrainHeader(*said, review if wrong else buttons.go_on, buttons.runs)
    return TrainHeader(*said, buttons.go_on, again)


def _before_the_first_run(project: Project, buttons: TrainButtons) -> TrainHeader:
    missing = why_not_train(project)
    if missing:
        words = "Bring examples" if not project.count_examples() else "Go to the data"
        return TrainHeader(
            "How good can it get?",
            f"Nothing is trained yet. {missing}",
            HeaderAction(words, buttons.to_data),
        )
    ready = sum(info.learn for info in project.classes())
    return TrainHeader(
        "How good can it get?",
        f"Nothing is trained yet. {count(ready, noun(project, 1))} are ready to learn from; it takes seconds, on "
        "this computer.",
        HeaderAction(f"Train with {digits(ready)}", buttons.again.run, buttons.again.off),
    )


def keys_of(
    things: str, tab: str, gate: GateState, *, has_run: bool, lit: bool
) -> tuple[tuple[str, str], ...]:
    """The keys for what is shown; ``lit``: it can be shown where the model looked."""
    if not has_run:
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
        keys = (("arrows", "move in the table"), ("↵", f"open {things}"))
        return (*keys, ("H", "show where it looked")) if lit else keys
    return (
        ("[ ]", "previous, next run"),
        ("T", "numbers as a table"),
        ("Ctrl E", "export the model file"),
    )
