"""Labelling as one goes: the sequential test of a project, kept with it and resumed.

How to use, line by line:

    start_sequential(project, true_accuracy)      the command that begins one against the bar, for the run in use
    sequential_of(project)                        the one under way (`Labelling`); None where there is none
    .state                                        verdict, counts, lower bound, about how many more, a sentence
    answer_sequential(project, correct)           the command that counts one more label (undoable)
    end_sequential()                              the command that puts it away

Only answers on examples that nobody has looked at may be counted. It belongs to a run and a bar: `stale` says when one moved.
"""

from dataclasses import dataclass, replace

from desktop.project import commands as edit
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use, run_key
from estimators.acceptance.argument_checks import share
from estimators.acceptance.bounds import anytime_lower_bound
from estimators.acceptance.sequential import SequentialState, SequentialTest, SequentialVerdict
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr
from reports.chart_data import Axis, CurveChart, CurvePoint, Marker
from reports.provenance import Provenance

SEQUENTIAL = "launch.sequential"  # the fact: {"run", "answers": "1101", and what `SequentialTest.to_json` keeps}
MOST_ANSWERS = 100_000
_KEPT_SHARES = ("bar", "true_accuracy", "confidence", "power")


@dataclass(frozen=True)
class Labelling:
    """A sequential test under way. ``stale`` says why it does not count any more; empty while it does."""

    test: SequentialTest
    answers: str  # "1101": right and wrong in their order
    run: str
    stale: str = ""

    @property
    def state(self) -> SequentialState:
        return self.test.state

    @property
    def said(self) -> SequentialState:
        """The same, with the sentence that says so where it does not count any more."""
        return replace(self.state, sentence=self.stale) if self.stale else self.state


def sequential_of(project: Project) -> Labelling | None:
    """The test under way; None where there is none, or what is kept cannot be read."""
    kept = project.answer(SEQUENTIAL)
    if not isinstance(kept, dict) or not isinstance(kept.get("answers"), str):
        return None
    try:
        test = SequentialTest(
            *(share(name, kept.get(name)) for name in _KEPT_SHARES),
            noun=(noun(project, 1), noun(project)),
        )
    except UserError:
        return None
    test.extend(letter == "1" for letter in kept["answers"][:MOST_ANSWERS])
    return Labelling(test, kept["answers"], str(kept.get("run", "")), _stale(project, test, kept))


def _stale(project: Project, test: SequentialTest, kept: dict[str, object]) -> str:
    run, bar = fair_run_in_use(project), project.accuracy_bar
    if run is None or kept.get("run") != run_key(run.created, run.number):
        return tr("These labels tested another run; start again for this one.")
    if bar is None or (bar.value, bar.confidence) != (test.bar, test.confidence):
        return tr(
            "These labels tested a bar of {set_percent}; start again for this one.",
            set_percent=set_percent(test.bar),
        )
    return ""


def start_sequential(project: Project, true_accuracy: float) -> edit.SetFact:
    """Begin one: the run in use against the bar, planned for a model that is right ``true_accuracy`` of the time."""
    run, bar = fair_run_in_use(project), project.accuracy_bar
    if run is None:
        raise UserError(tr("There is no run to test."), "", tr("Train a classifier first."))
    if bar is None:
        raise UserError(
            tr("There is no bar on right answers."),
            tr("Labelling as you go tests one."),
            tr("Set the bar on right answers first."),
        )
    test = SequentialTest(bar.value, true_accuracy, bar.confidence)
    return _kept(test, run_key(run.created, run.number), "", tr("start labelling for the test"))


def answer_sequential(project: Project, correct: bool) -> edit.SetFact:
    """Count one more label: whether the run was right on a fresh example."""
    going = sequential_of(project)
    if going is None:
        raise UserError(tr("No test is under way."), "", tr("Start labelling for the test first."))
    if going.stale:
        raise UserError(going.stale, "", tr("Start labelling anew."))
    if going.state.verdict is not SequentialVerdict.GO_ON:
        raise UserError(
            tr("The test is over."),
            going.state.sentence,
            tr("Start a new one for another run or bar."),
        )
    answers = going.answers + ("1" if correct else "0")
    return _kept(going.test, going.run, answers, tr("label for the test"))


def end_sequential() -> edit.ClearFact:
    return edit.ClearFact(SEQUENTIAL, tr("labelling for the test"))


def _kept(test: SequentialTest, run: str, answers: str, words: str) -> edit.SetFact:
    kept = {
        "run": run,
        "bar": test.bar,
        "true_accuracy": test.true_accuracy,
        "confidence": test.confidence,
        "power": test.power,
        "answers": answers,
    }
    return edit.SetFact(
        SEQUENTIAL, kept, words, Provenance.MEASURED, tr("labelled one after the other")
    )


_CHECKPOINTS = 14  # bounds drawn: each takes a third of a millisecond
_FIRST = 2  # labels before there is a line


def sequential_chart(going: Labelling) -> CurveChart | None:
    """Share right by label, with the band that holds at every label at once; None before the second label."""
    answers = going.answers
    if len(answers) < _FIRST:
        return None
    n, test = len(answers), going.test
    places = sorted({max(1, round(n * step / _CHECKPOINTS)) for step in range(1, _CHECKPOINTS + 1)})
    rights = [answers[:place].count("1") for place in places]
    line = tuple((float(m), k / m) for m, k in zip(places, rights, strict=True))
    band = tuple(
        (
            float(m),
            anytime_lower_bound(k, m, test.confidence),
            1 - anytime_lower_bound(m - k, m, test.confidence),
        )
        for m, k in zip(places, rights, strict=True)
    )
    lowest = min(test.bar, *(low for _, low, _ in band))
    start = next(each for each in (0.8, 0.5, 0.0) if lowest >= each)
    ticks = tuple((at, percent(at)) for at in (start, (1 + start) / 2, 1.0))
    last = CurvePoint(float(n), line[-1][1], band[-1][1], band[-1][2], n, Provenance.MEASURED)
    return CurveChart(
        title=going.state.sentence.removesuffix("."),
        note=tr(
            "{count}. Band: sure at {set_percent} on either side after every label at once, "
            "however often one looks (a confidence sequence).",
            count=count(n, "fresh label"),
            set_percent=set_percent(test.confidence),
        ),
        x_axis=Axis(1.0, float(max(n, 2)), ((1.0, "1"), (float(n), tr("{n} labels", n=n)))),
        y_axis=Axis(start, 1.0, ticks),
        points=(last,),
        line=line,
        band=band,
        provenance=Provenance.MEASURED,
        goal=Marker(test.bar, tr("bar {set_percent}", set_percent=set_percent(test.bar))),
        point_label=tr("{rights} of {n} right", rights=rights[-1], n=n),
    )
