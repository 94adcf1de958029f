"""What the stages say of a product that is not trained here: in its own words, and honest about what is not there yet.

Its cases are kept on Data, and candidates answer them on Measure. The words of a kind stand in `estimators.base.task_kind`.
"""

from desktop.project.product import (
    case_noun_of,
    chosen_inputs,
    is_classifier,
    is_trained_here,
    kind_name,
    kind_of,
)
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.number import digits
from estimators.base.phrase import listed
from estimators.base.sentence import tr, tr_plural
from estimators.base.task_kind import TaskKind
from reports.evidence import AbsentPart

_READ = ("photo", "text", "sound", "video")  # what Data reads


def other_kind(project: Project) -> TaskKind | None:
    """The kind, where it is one that is not trained here; None: it is."""
    return None if is_trained_here(project) else kind_of(project)


def drop_words(project: Project) -> str:
    """What can be dropped on Data: what was said to go in, of what it reads."""
    chosen = chosen_inputs(project)
    reads = [name for name in chosen if name in _READ]
    if "table" in chosen or (not chosen and kind_name(project) == "number"):
        return tr("Drop a table: CSV, Excel, Parquet or JSON lines")
    if not reads:
        return tr("Drop a folder of photos, texts, sounds or clips, or a table")
    things = listed([example_noun(name).many for name in reads])
    if "text" in reads:
        return tr("Drop a folder of {things}, or a table of texts", things=things)
    return tr("Drop a folder of {things}", things=things)


def replaces_the_fake(project: Project) -> str:
    """What stands below "A fake that is right 85% of the time."."""
    if is_classifier(project):
        return tr(
            "It answers at the address your prototype will use later. "
            "The real classifier takes its place with one click."
        )
    return tr(
        "It answers at the address your prototype will use later. What you buy, prompt or build takes its place there."
    )


def not_tested(project: Project) -> str:
    """Why nothing was tested against the bar, and what comes first."""
    kind = other_kind(project)
    if kind is None:
        return tr("Train a classifier; it is tested on examples that it never saw.")
    return tr(
        "Candidates are compared on Measure. The bar, the checks and the people who sign can be settled now."
    )


def without_test(project: Project) -> tuple[str, str]:
    """What Launch says where nothing was tested: instead of the test, and instead of the runs."""
    kind = other_kind(project)
    if kind is None:
        return (
            tr(
                "Nothing was tested against a bar yet. Set the bar, and train a classifier; it is tested on what it never saw."
            ),
            tr(
                "No run was tested yet. Train a classifier: each run then stands here against the bar, with what it changed."
            ),
        )
    none = tr(
        "Nothing was tested against a bar yet: no candidate was measured. Right would be: {right}.",
        right=kind.right,
    )
    return none, tr(
        "No run was tested yet. Train on a table: each run then stands here against the bar, with what it changed."
    )


def absent_parts(project: Project) -> tuple[AbsentPart, ...]:
    """What a report says in place of parts that are for classes only; none where it tells things apart."""
    kind = other_kind(project)
    if kind is None:
        return ()
    graded = tr(
        "Missing: answers that were graded. Right would be: {right}. To be beaten: {baseline}.",
        right=kind.right,
        baseline=kind.baseline,
    )
    none, kept = _no_examples(project, kind)
    no_model = tr("There is no model yet.")
    return (
        AbsentPart("accuracy", tr("No answer has been graded yet."), graded),
        AbsentPart("model", no_model, graded),
        AbsentPart("card", no_model, graded),
        AbsentPart("data", none, kept),
        AbsentPart("datasheet", none, kept),
        AbsentPart(
            "test",
            tr("Nothing was tested against a bar yet."),
            tr("Missing: a bar, and graded answers to test against it."),
        ),
        AbsentPart(
            "progress",
            tr("Nothing was graded yet."),
            tr(
                "Missing: graded answers. From the first on, each candidate stands here against the bar."
            ),
        ),
    )


def _no_examples(project: Project, kind: TaskKind) -> tuple[str, str]:
    """What is kept to measure candidates on, or that nothing is."""
    cases = [case for case in project.measured.cases() if not case.aside]
    noun = case_noun_of(project)
    if cases:
        held = sum(case.held_out for case in cases)
        graded = len({one.grade.case for one in project.measured.grades()})
        graders = len(project.measured.graders())
        return (
            tr("{cases} kept, all of them for the test; what a candidate learned from is not kept here.", cases=count(len(cases), noun))
            if held == len(cases)
            else tr("{cases} kept, {held} of them held out for the test.", cases=count(len(cases), noun), held=digits(held)),
            tr_plural("One person graded answers to {cases}.", "{n} people graded answers to {cases}.", graders, cases=digits(graded)) if graders else "",
        )  # fmt: skip
    said = project.answer("labelled_examples")
    if isinstance(said, int | float) and said > 0:  # as somebody said on Problem
        return (
            tr("Problem says that there are {count}.", count=count(int(said), kind.example)),
            tr("None was brought to Data yet: what is brought there can be measured on."),
        )  # fmt: skip
    return (
        tr("There are no {examples} yet.", examples=kind.example.many),
        tr("Missing: {things} on Data to measure candidates on.", things=noun.many),
    )
