"""What Measure says of candidates: how good the one that is looked at is, who is better case by case, and what to do next.

How to use, line by line:

    chosen_candidate(project, found, uid)       the candidate that the page speaks of
    candidates_view(project, found, chosen)     headline, lead, status, charts, explanations and what can be done
"""

from desktop.findings.candidate_measurement import (
    CHOSEN_KEY,
    NAMED_PAIR_KEY,
    ProjectCandidate,
    ProjectMeasurement,
    candidates_of,
    measurement_of,
)
from desktop.findings.chosen_candidate import picked_among, picked_words
from desktop.findings.measure.candidate_level import (
    AskedSureness,
    bar_verdict,
    counted_words,
    level,
    level_headline,
    level_lead,
    level_words,
)
from desktop.findings.measure.candidate_rows import best_of, candidates_chart
from desktop.findings.measure.candidate_slices import slices_chart
from desktop.findings.measure.pair_cost import pair_costs
from desktop.findings.measure.test_set_reuse import looks_at_candidate, sureness
from desktop.findings.measure.unanswered import ask_offer, first_unanswered, unanswered_words
from desktop.project.commands import SetFact
from desktop.project.file import Command
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from desktop.project.run_list import id_in_use
from estimators.acceptance.bounds import confidence_of_each
from estimators.base.number import fixed
from estimators.base.phrase import capital, listed
from estimators.base.sentence import tr
from estimators.measure.comparison import LEVEL, CandidatePair, PairVerdict
from estimators.measure.measurement import MeasuredCandidate
from reports.chart_parts import Chart
from reports.figure import Figure
from reports.pair_data import PairChart, PairRow
from reports.provenance import Provenance
from reports.stage_view import Explanation, Offer, StageView

PAIRS_SHOWN = 8
GRADING, JUDGE = "grading", "judge"  # further tabs, of kinds that people grade


def chosen_candidate(
    project: Project, found: ProjectMeasurement, uid: str = ""
) -> ProjectCandidate:
    """The candidate of that uid; else the one taken to Launch, the training in use, or the best."""
    asked = found.candidate(uid) or found.candidate(str(project.answer(CHOSEN_KEY) or ""))
    if asked is not None:
        return asked
    used = id_in_use(project)
    trained = [one for one in found.candidates if one.run is not None and one.run == used]
    if trained:
        return trained[0]
    kind, things = kind_name(project), case_noun_of(project)
    figures = {one.uid: level(kind, measured_of(found, one), things) for one in found.candidates}
    best = found.candidate(best_of(found, figures))
    assert best is not None
    return best


def measured_of(found: ProjectMeasurement, one: ProjectCandidate) -> MeasuredCandidate:
    """What a candidate comes to."""
    return next(each for each in found.measured.candidates if each.name == one.name)


def level_of(project: Project, found: ProjectMeasurement, one: ProjectCandidate) -> Figure | None:
    """How good a candidate is; None where nobody graded it."""
    return level(kind_name(project), measured_of(found, one), case_noun_of(project))


def candidates_status(project: Project) -> str:
    """The best in a few words, for the rail: "Prompt v3: 90% good"; empty where nothing is measured."""
    found = measurement_of(project)
    if found is None:
        return ""
    one = chosen_candidate(project, found)
    figure = level_of(project, found, one)
    if figure is None:
        return ""
    return tr("{name}: {level}", name=one.name, level=level_words(kind_name(project), figure))


def candidates_view(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> StageView:
    """What is said of the candidates, with the chosen one in the headline."""
    key = f"what Measure says of {chosen.uid}"
    return project.until_change(key, lambda: _view(project, found, chosen))


def _view(project: Project, found: ProjectMeasurement, chosen: ProjectCandidate) -> StageView:
    kind, measured = kind_name(project), measured_of(found, chosen)
    figure, asked = level_of(project, found, chosen), asked_sureness(project, chosen)
    among = picked_among(project, chosen.uid)
    picked = picked_words(project, chosen.uid, chosen.name, among)
    pairs = _pairs_chart(project, found, chosen)
    charts: dict[str, Chart] = {"candidates": candidates_chart(project, found, chosen.uid, among)}
    if pairs is not None:
        charts["pairs"] = pairs
    slices = slices_chart(project, found, chosen)
    if slices is not None:
        charts["slices"] = slices
    explanations = {"line": _line_explained(project, figure)}
    if pairs is not None:
        explanations["pairs"] = _pairs_explained(project, found, chosen)
    waiting = first_unanswered(project, chosen.uid)
    missing = "" if waiting is None else unanswered_words(project, waiting)
    ask = {} if waiting is None else {"ask": ask_offer(waiting)}
    if figure is None:
        lead = tr("What is right is for people to say. Its name is hidden while they do.")
        return StageView(
            tr("Nobody has graded {name} yet.", name=chosen.name),
            " ".join(filter(None, (lead, measured.repeats_words, missing))),
            tr("not graded"),
            charts=charts,
            explanations=explanations,
            offers={"grade": Offer(tr("Grade")), **ask},
        )
    return StageView(
        level_headline(kind, chosen.name, figure, bar_verdict(kind, measured, asked)),
        " ".join(
            filter(
                None,
                (
                    level_lead(kind, measured, figure, asked),
                    measured.repeats_words,
                    picked,
                    missing,
                ),
            )
        ),
        level_words(kind, figure),
        charts=charts,
        explanations=explanations,
        offers={"launch": launch_offer(chosen), **ask},
    )


def asked_sureness(project: Project, chosen: ProjectCandidate) -> AskedSureness:
    """The bar, and how sure a bound has to be that pays for looks at its test and for having been picked."""
    looks = looks_at_candidate(project, chosen)
    each = confidence_of_each(sureness(project), looks * picked_among(project, chosen.uid))
    return AskedSureness(project.accuracy_bar, each, looks)


def launch_offer(chosen: ProjectCandidate) -> Offer:
    """The button that goes on with it; off for what has to be beaten."""
    to_beat = chosen.source in (CandidateSource.PEOPLE, CandidateSource.COMMONEST)
    why_not = tr("This is what has to be beaten. Choose another row.") if to_beat else ""
    return Offer(tr("Take to launch"), why_not)


def pairs_of(found: ProjectMeasurement, name: str) -> tuple[CandidatePair, ...]:
    """The pairs that a candidate is one of."""
    return tuple(pair for pair in found.measured.pairs if name in (pair.first, pair.second))


def _pairs_chart(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> PairChart | None:
    pairs = pairs_of(found, chosen.name)
    if not pairs:
        return None
    rows = tuple(_pair_row(project, found, pair, chosen.name) for pair in pairs)
    return PairChart(
        _pairs_title(chosen.name, pairs, case_noun_of(project).one),
        tr(
            "On the {things} that both answered. Filled: {name} is better. Outlined: the other is.",
            name=chosen.name,
            things=case_noun_of(project).many,
        ),
        chosen.name,
        tuple(sorted(rows, key=lambda row: not row.apart)[:PAIRS_SHOWN]),
    )


def _pair_row(
    project: Project, found: ProjectMeasurement, pair: CandidatePair, name: str
) -> PairRow:
    first = pair.first == name
    cost = pair_costs(project, found).get(frozenset((pair.first, pair.second)))
    return PairRow(
        pair.second if first else pair.first,
        pair.sentence,
        pair.better if first else pair.worse,
        pair.worse if first else pair.better,
        pair.same,
        pair.verdict is not PairVerdict.EVEN,
        "" if cost is None else cost.sentence,
    )


def _pairs_title(name: str, pairs: tuple[CandidatePair, ...], one: str) -> str:
    won = [_other(pair, name) for pair in pairs if _winner(pair) == name]
    lost = [_other(pair, name) for pair in pairs if _winner(pair) not in ("", name)]
    first = capital(one)
    if lost:
        return tr(
            "{capital} by {one}, worse than {others}", capital=first, one=one, others=listed(lost)
        )
    if not won:
        return tr("{capital} by {one}, call it even", capital=first, one=one)
    if len(won) == len(pairs):
        return tr("{capital} by {one}, {name} is better", capital=first, one=one, name=name)
    return tr(
        "{capital} by {one}, better than {others}", capital=first, one=one, others=listed(won)
    )


def _other(pair: CandidatePair, name: str) -> str:
    return pair.second if pair.first == name else pair.first


def _winner(pair: CandidatePair) -> str:
    return {PairVerdict.FIRST: pair.first, PairVerdict.SECOND: pair.second}.get(pair.verdict, "")


def name_pair(first: ProjectCandidate, second: ProjectCandidate) -> Command:
    """The edit that names the pair to decide, before anything is known of it."""
    words = tr("the pair to decide to {first} and {second}", first=first.name, second=second.name)
    source = Provenance.GUESS
    return SetFact(NAMED_PAIR_KEY, [first.uid, second.uid], words, source, tr("your choice"))


def why_not_name_pair(project: Project) -> str:
    """Why no pair can be named now; an empty text: one can."""
    if sum(one.uid != "commonest" for one in candidates_of(project)) < 2:
        return tr("There are no two candidates yet.")
    if measurement_of(project) is not None:
        return tr("Something is known already: a pair is named before it is graded.")
    return ""


def _line_explained(project: Project, figure: Figure | None) -> Explanation:
    rows = []
    if figure is not None:
        rows = [(tr("Measured"), counted_words(figure)), (tr("Line"), figure.interval)]
    return Explanation(
        tr("What the line means"),
        tr(
            "The {things} are a sample: other ones would give another number. The line is where the true share lies with 9 chances "
            "in 10, by the exact binomial interval; where {things} belong together, of as many as their groups are worth. We are "
            "95% sure that it is not below the lower end.",
            things=case_noun_of(project).many,
        ),
        tuple(rows),
        tr("Clopper and Pearson, Biometrika 26, 1934; Korn and Graubard, Survey Methodology 24, 1998"),
    )  # fmt: skip


def _pairs_explained(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> Explanation:
    rows = tuple(
        (
            _other(pair, chosen.name),
            tr("p {p}, corrected {adjusted}", p=_p(pair.p_value), adjusted=_p(pair.adjusted)),
        )
        for pair in pairs_of(found, chosen.name)
    )  # fmt: skip
    named = tr(" The pair that was named before grading is tested on its own.")
    return Explanation(
        tr("When one is better"),
        tr(
            "Two candidates are compared on the {things} that both answered. Better is said where luck alone would part them so far "
            "in at most {level} of 100 tries, after a correction for all pairs; else it is even.",
            things=case_noun_of(project).many,
            level=round(100 * LEVEL),
        )
        + (named if project.answer(NAMED_PAIR_KEY) else ""),
        rows,
        tr("McNemar, Psychometrika 12, 1947; Holm, Scandinavian Journal of Statistics 6, 1979"),
    )


def _p(value: float) -> str:
    return tr("under {least}", least=fixed(0.001, 3)) if value < 0.0005 else fixed(value, 3)
