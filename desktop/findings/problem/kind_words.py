"""What a project's cases are called, and the words of Problem that follow its kind.

The noun comes from what is there: its examples, else the person's own sentence, else the kind.
"""

import re
from dataclasses import dataclass

from desktop.project.noun import noun
from desktop.project.project import Project
from estimators.base.noun import Noun, plural
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS, TaskKind


@dataclass(frozen=True)
class KindWords:
    """The first question, when a mistake is caught, what doing one takes, and what one case is called."""

    rule: str
    before: str
    minutes: str
    case: Noun


MISS, FALSE_ALARM = "miss_cost", "false_alarm_cost"
_CASE = Noun("case", "cases")
_EXAMPLE = Noun("example", "examples")
_UNKNOWN = KindWords(
    tr("Could a rule do it?"), tr("Before it counts"), tr("Minutes to do one"), _CASE
)
_WORDS = {
    "classify": KindWords(
        tr("Could a written rule tell them apart?"),
        tr("Before anyone acts on it"),
        tr("Minutes to look at one"),
        _CASE,
    ),
    "number": KindWords(
        tr("Could a rule of thumb foretell it?"),
        tr("Before anyone plans with it"),
        tr("Minutes to work one out"),
        Noun("forecast", "forecasts"),
    ),
    "rank": KindWords(
        tr("Could a list that is the same for all do it?"),
        tr("Before anyone sees it"),
        tr("Minutes to choose for one"),
        Noun("visit", "visits"),
    ),
    "extract": KindWords(
        tr("Could a search for patterns do it?"),
        tr("Before it is entered"),
        tr("Minutes to type one in"),
        Noun("page", "pages"),
    ),
    "transcribe": KindWords(
        tr("Could a form with boxes do it?"),
        tr("Before it is used"),
        tr("Minutes to type one"),
        Noun("recording", "recordings"),
    ),
    "generate": KindWords(
        tr("Could a rule or a template do it?"),
        tr("Before it is sent"),
        tr("Minutes to write one"),
        Noun("request", "requests"),
    ),
    "act": KindWords(
        tr("Could a script do it?"),
        tr("Before a step is taken"),
        tr("Minutes to do one"),
        Noun("task", "tasks"),
    ),
}
# What people call a case in their own sentence.
_CALLED = (
    "message|e-mail|email|mail|ticket|review|comment|letter|photo|picture|image|scan|page|invoice|receipt|bill|form|"
    "contract|order|delivery|claim|application|applicant|transaction|payment|refund|booking|customer|subscriber|patient|"
    "visitor|basket|article|question|request|call|recording|meeting|note|report|meter reading|transcript|clip|video|sensor"
)
_NOUN = re.compile(rf"\b({_CALLED})(?:s|es)?\b", re.IGNORECASE)


def kind_of_project(project: Project) -> TaskKind | None:
    """The kind that was chosen; None: none yet. Classes tell things apart, unless somebody chose otherwise."""
    chosen = TASK_KINDS.get(str(project.answer("task_kind") or ""))
    return chosen or (TASK_KINDS["classify"] if len(project.classes()) > 1 else None)


def words_of(project: Project) -> KindWords:
    """The words that follow the kind of a project."""
    kind = kind_of_project(project)
    return _UNKNOWN if kind is None else _WORDS[kind.name]


def one_mistake(project: Project) -> bool:
    """Whether a wrong answer costs the same whichever way it is wrong: only telling apart has misses and false alarms."""
    kind = kind_of_project(project)
    values = [fact and fact.value for fact in map(project.fact, (MISS, FALSE_ALARM))]
    return (kind is None or kind.name != "classify") and values[0] == values[1]


def case_noun(project: Project) -> Noun:
    """What a case of this project is called: photo, message, order; "case" where nothing says."""
    if project.first_example() is not None:
        return Noun(noun(project, 1), noun(project))
    found = _NOUN.search(str(project.answer("idea", "") or "")[:2000])
    if found is None:
        return words_of(project).case
    one = found[1].lower()
    return Noun(one, plural(one))


def examples_noun(project: Project) -> Noun:
    """What a past case that shows the right answer is called: good answers, noted choices, labelled photos."""
    kind = kind_of_project(project)
    return _EXAMPLE if kind is None else kind.example


def eyebrow(project: Project) -> str:
    """The stage, and the kind with what goes in, as far as they are known."""
    kind = kind_of_project(project)
    if kind is None:
        return tr("Problem")
    label = kind.label[:1].lower() + kind.label[1:]
    if project.first_example() is None:
        return tr("Problem · {kind}", kind=label)
    return tr("Problem · {kind}, from {inputs}", kind=label, inputs=noun(project))
