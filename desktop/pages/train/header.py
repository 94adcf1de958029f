"""What the header of the Train page says and which of its buttons it offers, its keys, and what F1 explains."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.findings.data.gate_waiver import what_stands_in_the_way, why_it_matters
from desktop.findings.train.accuracy import headline, lead
from desktop.findings.train.calibration import sure_headline, sure_lead
from desktop.findings.train.mistakes import wrong_headline, wrong_lead
from desktop.findings.train.model_file import how_it_was_trained
from desktop.jobs.learning import why_not_train
from desktop.pages.header import HeaderAction
from desktop.pages.train.accuracy import how_sure
from desktop.pages.train.calibration import what_calibration_means
from desktop.pages.train.confusion import how_to_read
from desktop.project.gate import GateState
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.widgets.explain import Explanation
from estimators.base.count import count

GOOD, SURE, WRONG, TRY = "good", "sure", "wrong", "try"  # the views
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
    if not gate.open:
        said = (what_stands_in_the_way(project, run, gate), why_it_matters(gate))
        if not gate.known:
            return TrainHeader(*said, buttons.again, (*buttons.runs, buttons.waive))
        data = HeaderAction("Look at the data", buttons.to_data)
        return TrainHeader(*said, data, (*again, buttons.waive))
    tested = bool(run.result["n_test"])
    if tab == SURE and tested:
        said = (sure_headline(run), sure_lead(project, run))
        return TrainHeader(*said, buttons.cutoff or buttons.go_on, buttons.runs)
    if tab == WRONG and tested:
        said = (wrong_headline(run), wrong_lead(project, run))
        wrong = run.result["n_test"] - run.result["correct"]
        words = "Review it" if wrong == 1 else f"Review the {wrong:,}"
        review = HeaderAction(words, buttons.review)
        return TrainHeader(*said, review if wrong else buttons.go_on, buttons.runs)
    waived = f" Let through by {gate.waived_by}." if gate.waived_by and not gate.passed else ""
    return TrainHeader(headline(project, run), lead(project, run) + waived, buttons.go_on, again)


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
        HeaderAction(f"Train with {ready:,}", buttons.again.run, buttons.again.off),
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


def explanation_of(project: Project, run: Run, tab: str) -> Explanation:
    """What F1 explains: what the charts mean; beside the accuracy also how the run was trained."""
    things = noun(project)
    if tab == SURE:
        return what_calibration_means(things)
    if tab == WRONG:
        return how_to_read(things)
    return how_sure(things, how_it_was_trained(project, run))
