"""What Data says of a product whose cases are brought, not labelled: how many, what they can show, what is missing."""

from desktop.findings.data.case_set import CaseSet, CaseSlice, case_set
from desktop.findings.data.grading_certainty import (
    EXPLAINED,
    certainty_chart,
    certainty_headline,
)
from desktop.project.product import case_noun_of, is_classifier, kind_of
from desktop.project.project import Project
from desktop.project.table_data import table_of
from estimators.base.count import count, spelled
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import capital, shorten
from estimators.base.sentence import tr, tr_plural
from reports.chart_data import ClassCount, ClassCountChart
from reports.stage_view import StageView

_NEAR = 0.03
_FRACTIONS = (
    (1 / 2, tr("Half is “{slice}”")),
    (1 / 3, tr("A third is “{slice}”")),
    (1 / 4, tr("A quarter is “{slice}”")),
    (2 / 3, tr("Two thirds are “{slice}”")),
    (3 / 4, tr("Three quarters are “{slice}”")),
)


def shows_cases(project: Project) -> bool:
    """Whether Data shows cases: of what does not tell things apart, and of what does where only cases were brought."""
    if table_of(project) is not None:
        return False
    if not is_classifier(project):
        return True
    return not project.count_examples() and project.measured.count_cases() > 0


def case_view(project: Project) -> StageView:
    """The finding, how many are held out, and the pictures."""
    found, noun = case_set(project), case_noun_of(project)
    if not found.cases:
        kind = kind_of(project)
        good = tr("right answers")
        if kind is None or kind.graded:
            good = kind.example.many if kind is not None else tr("good answers")
        return StageView(
            tr("What should it be tried on?"),
            tr(
                "Nothing here yet. Bring {things} as they come in, with or without {good}; 20 give a first look, 60 can "
                "show that it is good enough.",
                things=noun.many,
                good=good,
            ),
        )
    there = count(len(found.there), noun)
    return StageView(
        headline=certainty_headline(project, found)
        if found.held
        else tr("{cases}, and none is held out yet.", cases=there),
        lead=_lead(project, found),
        status=there,
        charts={"classes": slice_chart(project), "curve": certainty_chart(project)},
        explanations={"how many": EXPLAINED, "curve": EXPLAINED},
    )


def case_eyebrow(project: Project) -> str:
    """The stage, and what stands on the page: "Data · messages and what a good answer must say"."""
    things = case_noun_of(project).many
    if case_set(project).graded_by_people:
        return tr("Data · {things} and what a good answer must say", things=things)
    return tr("Data · {things} and their right answers", things=things)


def _lead(project: Project, found: CaseSet) -> str:
    noun = case_noun_of(project)
    said = [tr("{cases}.", cases=count(len(found.there), noun))]
    if not found.held:
        said.append(
            tr("Hold some out, so that nobody writes a prompt or a rule with those in sight.")
        )
        return " ".join(said)
    said.append(
        tr_plural(
            "{n} is held out: nobody writes a prompt with it in sight.",
            "{n} are held out: nobody writes a prompt with those in sight.",
            len(found.held),
        )
    )
    missing = len(found.without_answer)
    if found.graded_by_people:
        n = len(found.tested)
        said.append(
            tr_plural(
                "{written} of the {n} has its points.",
                "{written} of the {n} have their points.",
                n,
                written=digits(n - missing),
            )
        )
    elif missing:
        said.append(
            tr_plural(
                "{n} of them has no right answer yet.",
                "{n} of them have no right answer yet.",
                missing,
            )
        )
    return " ".join(said)


def slice_chart(project: Project) -> ClassCountChart:
    """How many cases of each kind there are, to work with and held out."""
    found, noun = case_set(project), case_noun_of(project)
    return ClassCountChart(
        title=_title(found, noun.many),
        note=tr("{capital} by topic.", capital=capital(noun.many)),
        rows=tuple(
            ClassCount(
                one.name or tr("All {things}", things=noun.many),
                one.work,
                one.held_out,
                _detail(found, one),
            )
            for one in found.slices
        ),
        worked_with=True,
    )


def _detail(found: CaseSet, one: CaseSlice) -> str:
    held, tested = digits(one.held_out), digits(one.tested)
    if not one.held_out:
        return tr("none held out")
    if found.graded_by_people:
        return tr("{held} held out · {tested} graded", held=held, tested=tested)
    return tr("{held} held out", held=held)


def _title(found: CaseSet, things: str) -> str:
    slices = found.slices
    if len(slices) < 2:
        return tr("Not sorted by topic") if not slices[0].name else tr("All of one topic")
    largest, n = slices[0], sum(one.n for one in slices)
    name = shorten(largest.name or tr("without a topic"), 32)
    share = largest.n / n
    for near, words in _FRACTIONS:
        if abs(share - near) <= _NEAR:
            return words.format(slice=name)
    if largest.n <= 1.5 * slices[-1].n:
        return tr(
            "{topics} topics of {least} to {most} {things}",
            topics=capital(spelled(len(slices))), least=digits(slices[-1].n), most=digits(largest.n), things=things,
        )  # fmt: skip
    return tr("{share} are “{slice}”", share=percent(share), slice=name)
