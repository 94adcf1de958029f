"""The words of Problem that follow the kind of a project and what goes in."""

from dataclasses import dataclass, replace

from desktop.findings.case import case_of
from desktop.project.decode import DATA_ERRORS
from desktop.project.product import case_noun_of, inputs_of, kind_of
from desktop.project.project import Project
from desktop.project.question_kinds import Question
from estimators.base.input_kind import inputs_in_words
from estimators.base.noun import Noun
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr
from estimators.case.input_words import CASE, InputWords, words_for


@dataclass(frozen=True)
class KindWords:
    """The first question, when a mistake is caught, and what doing one takes."""

    rule: str
    before: str
    minutes: str


MISS, FALSE_ALARM = "miss_cost", "false_alarm_cost"
_UNKNOWN = KindWords(tr("Could a rule do it?"), tr("Before it counts"), tr("Minutes to do one"))
_WORDS = {
    "classify": KindWords(
        tr("Could a written rule tell them apart?"),
        tr("Before anyone acts on it"),
        tr("Minutes to look at one"),
    ),
    "number": KindWords(
        tr("Could a rule of thumb foretell it?"),
        tr("Before anyone plans with it"),
        tr("Minutes to work one out"),
    ),
    "rank": KindWords(
        tr("Could a list that is the same for all do it?"),
        tr("Before anyone sees it"),
        tr("Minutes to choose for one"),
    ),
    "extract": KindWords(
        tr("Could a search for patterns do it?"),
        tr("Before it is entered"),
        tr("Minutes to type one in"),
    ),
    "transcribe": KindWords(
        tr("Could a form with boxes do it?"),
        tr("Before it is used"),
        tr("Minutes to type one"),
    ),
    "generate": KindWords(
        tr("Could a rule or a template do it?"),
        tr("Before it is sent"),
        tr("Minutes to write one"),
    ),
    "act": KindWords(
        tr("Could a script do it?"),
        tr("Before a step is taken"),
        tr("Minutes to do one"),
    ),
}


def words_of(project: Project) -> KindWords:
    kind = kind_of(project)
    return _UNKNOWN if kind is None else _WORDS[kind.name]


def is_readable(project: Project) -> bool:
    """Whether its answers are what a project should hold; what is damaged of them is said where they are shown."""
    try:
        project.facts()
    except DATA_ERRORS:
        return False
    return True


def input_words(project: Project) -> InputWords:
    """What the inputs of its case are called, on this page and on every other."""
    if not is_readable(project):
        return words_for({})
    return project.until_change("input words", lambda: words_for(case_of(project)))


def worded(said: InputWords, asked: Question) -> Question:
    """A question in the words of the kind."""
    name = asked.case_key or asked.key
    return replace(
        asked,
        text=said.own(name) or asked.text,
        hint=said.own(name, "hint") or asked.hint,
        help=said.own(name, "help") or asked.help,
        words=said.own(name, "inside") or asked.words,
        unit=said.own(name, "unit") or asked.unit,
    )


def one_mistake(project: Project) -> bool:
    """Whether a wrong answer costs the same whichever way it is wrong: only telling apart has misses and false alarms."""
    return input_words(project).one_mistake


def case_noun(project: Project) -> Noun:
    """What a case of this project is called: photo, message, order; "case" where nothing says."""
    unknown = kind_of(project) is None and not inputs_of(project)
    return CASE if unknown else case_noun_of(project)


def examples_noun(project: Project) -> Noun:
    """What a past case that shows the right answer is called: good answers, noted choices, labelled photos."""
    return input_words(project).example


def eyebrow(project: Project) -> str:
    """The stage, and the kind with what goes in, as far as they are known."""
    kind = kind_of(project)
    if kind is None:
        return tr("Problem")
    label = within_a_sentence(kind.label)
    return tr(
        "Problem · {kind}, from {inputs}", kind=label, inputs=inputs_in_words(inputs_of(project))
    )
