"""What Train says of a run: the one value and the one wording of its test, for page, rail, command and report.

How to use, line by line:

    view(project, run, GOOD)         headline, lead, status, figures, charts and explanations of one of the page's answers
    view(project).status             "95.8% right", for the rail and the list of jobs
    right_figure(result, of)         the right answers of any test as a figure: value, n, interval; no project needed
    right_sentence(figure)           "Right 95.8% of the time: 23 of 24 held out (9 chances in 10: 81.7% to 99.8%)."
"""

from dataclasses import replace

from desktop.findings.candidate_measurement import measurement_of, run_uid
from desktop.findings.data.leakage_gate import what_stands_in_the_way, why_it_matters
from desktop.findings.data.training_data import why_not_train
from desktop.findings.data.view import TO_SPARE_ONE
from desktop.findings.measure.accuracy import class_chart, confusion_chart, runs_chart, untested
from desktop.findings.measure.ask_again import again_offer
from desktop.findings.measure.calibration import (
    calibration_explanation,
    reliability_chart,
    sure_answer,
    sure_headline,
    sure_lead,
)
from desktop.findings.measure.candidate_level import bound_text, sure_sentence
from desktop.findings.measure.candidate_start import begins_with_training, start_view
from desktop.findings.measure.candidates import candidates_view, chosen_candidate, measured_of
from desktop.findings.measure.error_costs import left_out_words
from desktop.findings.measure.mistakes import wrong_answer, wrong_headline, wrong_lead
from desktop.findings.measure.model_file import how_it_was_trained
from desktop.findings.measure.table_model import found_sentence, is_number, number_view
from desktop.findings.measure.test_set_reuse import (
    bound_over_looks,
    looks_at_test,
    passes,
    sureness,
)
from desktop.findings.measure.training_time import next_training
from desktop.findings.measure.unanswered import ask_offer, first_unanswered, unanswered_words
from desktop.project.commands import UseRun
from desktop.project.file import Command
from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import id_in_use, listed_runs, run_in_use, run_key
from desktop.project.table_data import look_of
from estimators.base import interval
from estimators.base.count import count
from estimators.base.noun import Noun, held_out_noun
from estimators.base.percent import percent
from estimators.base.phrase import capital, shorten
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import Evaluation
from estimators.classifier.training_time import TimeEstimate
from reports.figure import Figure
from reports.provenance import Provenance
from reports.stage_view import Explanation, Offer, StageView

GOOD, SURE, WRONG = "good", "sure", "wrong"  # how good, how sure, where it is wrong
QUESTIONS = {GOOD: tr("How good"), SURE: tr("How sure"), WRONG: tr("Where it’s wrong")}
_WILL_SHOW = {
    GOOD: tr(
        "Of {things} it never saw, how many it gets right, with the range that luck leaves open, beside the fake, people "
        "today and no AI at all."
    ),
    SURE: tr(
        "Whether “I’m 70% sure” is right 7 times in 10, and from which confidence on it may answer alone."
    ),
    WRONG: tr(
        "The {things} it mixed up, the most confident mistakes first. Wrong labels show up here."
    ),
}
NOTHING_HELD_OUT = tr("Nothing was held out, so there is nothing to take to the launch.")


def view(project: Project, run: Run | None = None, answer: str = GOOD) -> StageView:
    """What is said of a run (the one in use), by one of the three answers that the page gives; without runs of a candidate."""
    run = run or run_in_use(project)
    if run is None:
        found = measurement_of(project)
        if found is not None:
            return candidates_view(project, found, chosen_candidate(project, found))
        return _before_the_first_run(project)
    key = f"what Train says of {run.created} {run.number}: {answer}"
    return project.until_change(key, lambda: _view(project, run, answer))


def status(project: Project, run: Run) -> str:
    """What a run came to in two words; asked with every edit, so without all else that is said of it."""
    gate = gate_of(project, run)
    if gate.open and is_number(run):
        return number_view(project, run, GOOD, {}).status
    return right_words(_accuracy(project, run)) if gate.open else gate.words


def _before_the_first_run(project: Project) -> StageView:
    if not begins_with_training(project):
        return start_view(project)
    missing, ready = why_not_train(project), sum(info.learn for info in project.classes())
    look = look_of(project)
    if look is not None:
        ready = look.test.split.learning if look.test else look.rows
    takes = next_training(project)
    said = tr(
        "{count} are ready to learn from. {takes}",
        count=count(ready, example_noun_of(project)),
        takes=takes.sentence,
    )
    offers = {"train": Offer(_timed(tr("Train with {ready}", ready=ready), takes))}
    if missing:
        offers = {
            "data": Offer(
                tr("Go to the data")
                if project.count_examples() or look is not None
                else tr("Bring examples")
            )
        }
    lead = tr("Nothing is trained yet. {missing}", missing=missing or said)
    things = noun(project)
    shows = {
        key: Explanation(QUESTIONS[key], text.format(things=things))
        for key, text in _WILL_SHOW.items()
    }
    return StageView(
        tr("How good can it get?"), lead, tr("not started"), explanations=shows, offers=offers
    )


def _again(project: Project) -> Offer:
    return Offer(_timed(tr("Train again"), next_training(project)))


def _timed(deed: str, takes: TimeEstimate) -> str:
    """A button's words, with the time where this computer was timed and one would do something else meanwhile."""
    known = takes.worth_saying and takes.measured
    return tr("{deed} · {time}", deed=deed, time=takes.words) if known else deed


def _view(project: Project, run: Run, answer: str) -> StageView:
    gate = gate_of(project, run)
    if not gate.open:
        in_the_way = what_stands_in_the_way(project, run, gate)
        data = {"data": Offer(tr("Look at the data"))} if gate.known else {}
        offers = {**data, "train": _again(project), "waive": Offer(tr("Let it through…"))}
        return StageView(in_the_way, why_it_matters(gate), gate.words, offers=offers)
    if is_number(run):
        offers = {**_to_go_on(project, run), "train": _again(project)}
        said = number_view(project, run, answer, offers)
        known = {**said.figures, "bound": _bound(project, run)} if said.figures else {}
        return replace(said, figures=known)
    if answer == SURE:
        return _sure(project, run)
    if answer == WRONG:
        return _wrong(project, run)
    waived = (
        tr(" Let through by {waived_by}.", waived_by=gate.waived_by)
        if gate.waived_by and not gate.passed
        else ""
    )
    right, bound = _accuracy(project, run), _bound(project, run)
    waiting = first_unanswered(project, run_uid(run))
    missing = f" {unanswered_words(project, waiting)}" if waiting is not None else ""
    ask = {"ask": ask_offer(waiting)} if waiting is not None else {}
    return StageView(
        headline=_headline(project, run, right),
        lead=_lead(project, run, right, bound)
        + found_sentence(run)
        + waived
        + _repeats(project, run)
        + missing,
        status=right_words(right),
        figures={"accuracy": right, "bound": bound},
        charts={"runs": runs_chart(project, run), "classes": class_chart(run, project)},
        explanations={"line": _what_the_line_means(project, run)},
        offers={**_to_go_on(project, run), **ask, "train": _again(project)},
    )


def use_run(project: Project, run: Run) -> Command:
    """The edit after which the model of this run answers."""
    # With the newest run there is: one trained later is in use by itself (decision 0105).
    newest = max(run_key(line.created, line.number) for line in listed_runs(project))
    return UseRun(run_key(run.created, run.number), run.number, newest)


def _to_go_on(project: Project, run: Run) -> dict[str, Offer]:
    """A run in use goes on to the launch; any other would have to be used first."""
    if run.id != id_in_use(project):
        return {"use": Offer(tr("Use run {number}", number=run.number), edit=use_run(project, run))}
    return {"launch": Offer(tr("Take to launch"), "" if run.result.n_test else NOTHING_HELD_OUT)}


def right_figure(result: Evaluation, of: str | Noun) -> Figure:
    """The right answers of a test; ``of`` is what one example of it is called: "held-out photo"."""
    share, n = result.accuracy, result.n_test
    shown = percent(share.measured.value) if n else tr("not tested")
    return Figure(
        shown, share.value, Provenance.MEASURED, n, count(n, of), share.low, share.high,
        counted=result.correct,
    )  # fmt: skip


A_HANDFUL = 10  # of fewer tests no share is made: 4 of 4 is no 100%


def right_sentence(figure: Figure, of: str = tr(" held out")) -> str:
    """The right answers of a test, with all that they rest on, as one sentence; a handful makes no share."""
    if figure.n is not None and figure.n < A_HANDFUL:
        return tr(
            "{counts}{of} right: too few to say how often it is right (9 chances in 10: {interval}).",
            counts=capital(figure.counts),
            of=of,
            interval=figure.interval,
        )
    return tr(
        "Right {text} of the time: {counts}{of} (9 chances in 10: {interval}).",
        text=figure.text,
        counts=figure.counts,
        of=of,
        interval=figure.interval,
    )


def right_words(figure: Figure) -> str:
    """The same in two words: "95.8% right", "all 150 right", "not tested"."""
    return interval.right_words(figure.counted or 0, figure.n or 0)


def _accuracy(project: Project, run: Run) -> Figure:
    return right_figure(run.result, held_out_noun(example_noun_of(project)))


def _bound(project: Project, run: Run) -> Figure:
    """What is sure of its right answers over all looks at the test, at the sureness that the bar asks for."""
    n = run.result.n_test
    if not n:
        return Figure(tr("unknown"), None, Provenance.UNKNOWN)
    bound, _ = bound_over_looks(project, run, sureness(project))
    of = count(n, held_out_noun(example_noun_of(project)))
    return Figure(bound_text(bound, project.accuracy_bar), bound, Provenance.MEASURED, n, of)


def _headline(project: Project, run: Run, right: Figure) -> str:
    if not right.n:
        return tr("Run {number} has not been tested.", number=run.number)
    said = tr("Run {number} is right {text} of the time", number=run.number, text=right.text)
    if right.n < A_HANDFUL:
        return tr(
            "Run {number} was right {counted} of {n} times: too few to say how often it is.",
            number=run.number,
            counted=right.counted or 0,
            n=right.n,
        )
    if right.counted == right.n:
        said = tr("Run {number} was right all {n} times", number=run.number, n=right.n)
    passed = passes(project, run)
    if passed is None:
        return f"{said}."
    return tr(
        "{said} and {passes} the bar.", said=said, passes=tr("passes") if passed else tr("misses")
    )


def _lead(project: Project, run: Run, right: Figure, bound: Figure) -> str:
    if not right.n:
        return tr(
            "Nothing was held out: {to_spare_one}. {left_out_words}",
            to_spare_one=TO_SPARE_ONE,
            left_out_words=left_out_words(run),
        )
    rests_on = tr("{some} of {split}", some=right.counted or 0, split=right.split)
    looks = looks_at_test(project, run).count
    said = sure_sentence(rests_on, bound.value or 0.0, project.accuracy_bar, looks)
    return said + _not_tested(untested(run))


def _repeats(project: Project, run: Run) -> str:
    """Whether its model says the same when it is asked again; empty where it was not."""
    found = measurement_of(project)
    one = None if found is None else found.candidate(run_uid(run))
    if found is None or one is None:
        return ""
    return f" {measured_of(found, one).repeats_words}".rstrip()


def _not_tested(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) > 1:
        return tr(
            " {names} classes have none in the test, so nobody knows how often it finds those.",
            names=len(names),
        )
    return tr(" “{names}” has none in the test, so nobody knows how often it finds that.", names=shorten(names[0], 32))  # fmt: skip


def _what_the_line_means(project: Project, run: Run) -> Explanation:
    return Explanation(
        tr("What the line means"),
        tr(
            "The {noun} it was tested on are a sample: other ones would give another number. The line is where the true "
            "share lies with 9 chances in 10, by the exact binomial interval. At a first look we are 95% sure that it is not below "
            "the lower end; the launch test compares that with the bar, over all looks.",
            noun=noun(project),
        ),
        how_it_was_trained(project, run),
        tr("Clopper and Pearson, Biometrika 26, 1934"),
    )


def _to_ask_again(project: Project, run: Run) -> dict[str, Offer]:
    found = measurement_of(project)
    one = None if found is None else found.candidate(run_uid(run))
    return {} if one is None else again_offer(project, one)


def _sure(project: Project, run: Run) -> StageView:
    return StageView(
        headline=sure_headline(run),
        lead=sure_lead(project, run),
        status=sure_answer(run),
        charts={"reliability": reliability_chart(run, project)},
        offers=_to_go_on(project, run),
        explanations={
            "calibration": calibration_explanation(
                tr("{noun} that took no part in the training", noun=noun(project)),
                tr("how far off a perfectly honest one would be with as few"),
            )
        },
    )


def _wrong(project: Project, run: Run) -> StageView:
    things, wrong = noun(project), run.result.n_test - run.result.correct
    review = Offer(tr("Review it") if wrong == 1 else tr("Review the {wrong}", wrong=wrong))
    if run.settings.table is not None:
        review = Offer(tr("Open the worst row"))
    return StageView(
        headline=wrong_headline(run),
        lead=wrong_lead(project, run),
        status=wrong_answer(run),
        charts={"confusion": confusion_chart(run, project)},
        offers={
            **({"review": review} if wrong else _to_go_on(project, run)),
            **_to_ask_again(project, run),
        },
        explanations={
            "confusion": Explanation(
                tr("How to read this"),
                tr(
                    "Each row is what the {things} truly are, each column what it said. On the diagonal it was right. Choose a "
                    "number to see the {things} behind it; a wrong label there is worth more than any setting.",
                    things=things,
                ),
            )
        },
    )
