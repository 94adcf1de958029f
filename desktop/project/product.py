"""What kind of product a project is about, what goes into it, and what one of its cases is called.

The kind is the answer to the question "Which kind it is"; what goes in and the word for one case are facts beside it. Each
can be changed at any time and undone: no data depends on them, only what is asked and how things are called.
"""

from collections.abc import Sequence

from desktop.project.commands import ClearFact, SetFact, Several
from desktop.project.data_fingerprint import TABLE_KEY
from desktop.project.file import Command
from desktop.project.project import Project
from estimators.base.input_kind import case_noun, in_order
from estimators.base.noun import Noun, example_noun
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS, TaskKind

KIND_KEY, INPUTS_KEY, WORD_KEY = "task_kind", "goes_in", "case_word"
READY_MADE_KEY = (
    "ready_made_set"  # the name of the set that is shown where there is nothing of one's own
)
UNANSWERED_KEY = "without_good_answer"  # inputs that were pasted and wait for a good answer
_WORDS = {
    KIND_KEY: tr("the kind"),
    INPUTS_KEY: tr("what goes in"),
    WORD_KEY: tr("the word for one"),
}


def kind_of(project: Project) -> TaskKind | None:
    """The kind that was chosen; a project with classes tells things apart unless another was; None: nobody said."""
    given = str(project.answer(KIND_KEY) or "")
    if given not in TASK_KINDS:
        given = "classify" if project.classes() or project.answer(TABLE_KEY) else ""
    return TASK_KINDS.get(given)


def kind_name(project: Project) -> str:
    """The name of its kind; classify where nobody said."""
    kind = kind_of(project)
    return kind.name if kind is not None else "classify"


def is_classifier(project: Project) -> bool:
    """Whether it tells things apart: what Data, Train and the dials of a class can do is for these."""
    return kind_name(project) == "classify"


def is_trained_here(project: Project) -> bool:
    """Whether something can be trained and tested for it: what tells things apart, and numbers where its data is a table."""
    kind = kind_name(project)
    return kind == "classify" or (kind == "number" and bool(project.answer(TABLE_KEY)))


def inputs_of(project: Project) -> tuple[str, ...]:
    """What goes in: what the examples are, else what was chosen, else what its kind usually takes; empty: unknown."""
    first = project.first_example()
    if first is not None:
        return (first.modality,)
    if project.answer(TABLE_KEY):
        return ("table",)
    chosen = chosen_inputs(project)
    kind = kind_of(project)
    return chosen or (kind.inputs if kind is not None else ())


def chosen_inputs(project: Project) -> tuple[str, ...]:
    """What somebody said goes in, in the order of the list."""
    given = project.answer(INPUTS_KEY)
    return in_order([str(name) for name in given]) if isinstance(given, list) else ()


def case_noun_of(project: Project) -> Noun:
    """What one case is called: photo, message, basket, page, recording, task."""
    kind = kind_of(project)
    word = str(project.answer(WORD_KEY) or "")
    return case_noun(kind.name if kind is not None else None, inputs_of(project), word)


def example_noun_of(project: Project) -> Noun:
    """What its examples are called where Data holds them: photos, texts, sounds, clips, rows."""
    first = project.first_example()
    if first is not None:
        return example_noun(first.modality)
    return case_noun_of(project)


def set_product(
    project: Project | None, kind: str, inputs: Sequence[str], word: str = ""
) -> tuple[Command, ...]:
    """The edits that make it a product of that kind; ``project`` None: of a new one. Empty: nothing would change."""
    wanted = {KIND_KEY: kind, INPUTS_KEY: list(in_order(inputs)), WORD_KEY: word}
    edits: list[Command] = []
    for key, value in wanted.items():
        before = project.answer(key) if project is not None else None
        if value and value != before:
            edits.append(SetFact(key, value, _WORDS[key]))
        elif not value and before:
            edits.append(ClearFact(key, _WORDS[key]))
    return tuple(edits)


def change_product(project: Project, kind: str, inputs: Sequence[str], word: str) -> Command | None:
    """One edit that changes kind, what goes in and the word for one together; None where nothing changes."""
    edits = set_product(project, kind, inputs, word)
    return Several(edits, tr("choose the kind and what goes in")) if edits else None
