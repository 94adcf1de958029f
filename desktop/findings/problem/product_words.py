"""What the stages say of a product that does not tell things apart: in its own words, and honest about what is not there yet.

Data keeps things with a class, and Train trains and tests what tells them apart. For the other kinds each says so in one
sentence, and what one can do now. The words of a kind stand in `estimators.base.task_kind`.
"""

from dataclasses import dataclass

from desktop.project.product import (
    chosen_inputs,
    is_classifier,
    is_trained_here,
    kind_name,
    kind_of,
)
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.base.task_kind import TaskKind
from reports.evidence import AbsentPart

_READ = ("photo", "text", "sound", "video")  # what Data reads


@dataclass(frozen=True)
class StageWords:
    """A headline and the sentence below it."""

    headline: str
    lead: str


def other_kind(project: Project) -> TaskKind | None:
    """The kind, where it is one that this version neither trains nor tests; None: it tells things apart."""
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
        "This version cannot grade answers of its kind yet. The bar, the checks and the people who sign can be settled now."
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
        "Nothing was tested against a bar yet: this version cannot grade answers of its kind. Right would be: {right}.",
        right=kind.right,
    )
    return none, tr(
        "No candidate was graded yet. Each will stand here against the bar, with what it changed."
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
    kept = tr("Missing: {examples}. This version does not keep them.", examples=kind.example.many)
    no_model = tr("There is no model yet.")
    held = project.answer("labelled_examples")
    none = tr("There are no {examples} yet.", examples=kind.example.many)
    if isinstance(held, int | float) and held > 0:  # as somebody said on Problem
        none = tr("No {examples} are kept here.", examples=kind.example.many)
        kept = tr(
            "There are {count}, as was said on Problem. This version does not keep them.",
            count=count(int(held), kind.example),
        )
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
