"""What the fake of a kind has to show: a ready-made set, or examples of one's own, answered as the active scenario is dialled.

What is borrowed is simulated: shown, never measured, never counted in Data.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.findings.fake.borrowed_set import borrowed_classes, borrowed_set
from desktop.findings.fake.own_examples import own_examples, with_examples
from desktop.findings.fake.scenarios import active_scenario, fake_of
from desktop.findings.fake.table_rows import row_set
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import (
    READY_MADE_KEY,
    case_noun_of,
    is_classifier,
    kind_of,
    set_product,
)
from desktop.project.project import Project
from estimators.base.cell_lines import on_one_line
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.base.task_kind import TASK_KINDS
from mock_ai.kinds.product import CLASSES, GoodExample, KindSetting
from mock_ai.ready_made import ReadyMadeSet, caption_of, ready_made_sets
from mock_ai.scenario import Scenario

MOST_SHOWN = 600  # characters of an input or an answer in a list
MOST_LISTED = 200  # items of a list
_OWN = tr("your own")
_ROWS = tr("Rows of your table that are held out for the test.")


@dataclass(frozen=True)
class FakedItem:
    """One thing that is shown, what the fake says to it, and in words what is wrong with that; empty: it is good.

    ``answered``: whether there is an answer to judge. ``photo``: the file, where it is one.
    """

    shown: str
    answer: str
    failure: str
    note: str = ""
    answered: bool = True
    photo: Path | None = None


@dataclass(frozen=True)
class ReadyMadeView:
    """The items as the fake answers them, and the set that they are borrowed from (None: they are one's own)."""

    borrowed: ReadyMadeSet | None
    sets: tuple[ReadyMadeSet, ...]
    items: tuple[FakedItem, ...]
    more: int = 0
    """How many there are beyond those."""
    own: str = tr("Your own examples.")
    """What they are, where they are not borrowed."""

    @property
    def right(self) -> int:
        """How many of them come out right."""
        return sum(item.answered and not item.failure for item in self.items)

    @property
    def headline(self) -> str:
        """ "16 of 20 come out right" """
        n = sum(item.answered for item in self.items)
        if n < len(self.items):  # as the dial counts: of those that it answers
            silent = len(self.items) - n
            return tr_plural(
                "{right} of {n} come out right, and {silent} gets no answer",
                "{right} of {n} come out right, and {silent} get no answer",
                silent,
                right=digits(self.right),
                n=digits(n),
                silent=digits(silent),
            )
        if self.more:
            return tr(
                "{right} of the first {n} come out right", right=digits(self.right), n=digits(n)
            )
        return tr("{right} of {n} come out right", right=digits(self.right), n=digits(n))


def ready_made_view(project: Project) -> ReadyMadeView:
    """The items of the active scenario, which plays a kind other than classify."""
    return project.until_change("what the fake shows", lambda: _view(project))


def needs_something_to_show(project: Project) -> bool:
    """Whether nobody has said yet what the fake shows: nothing borrowed, pasted, dialled or shown to people."""
    if project.answer(READY_MADE_KEY) is not None or project.scenarios() or project.sessions():
        return False
    if row_set(project) is not None:
        return False
    return not (is_classifier(project) and project.count_examples())


def sets_to_borrow(project: Project) -> tuple[ReadyMadeSet, ...]:
    """The ready-made sets of the project's kind, first what the idea speaks of; of no kind said yet, the first set of each."""
    kind, idea = kind_of(project), str(project.answer("idea") or "").casefold()
    if kind is not None:
        sets = ready_made_sets(kind.name)
        return tuple(sorted(sets, key=lambda each: not _speaks_of(idea, each)))
    return tuple(ready_made_sets(name)[0] for name in TASK_KINDS)


def _speaks_of(idea: str, offered: ReadyMadeSet) -> bool:
    """Whether a word of the set's title stands in the idea as a word, in singular or plural."""
    said, title = (
        {word.rstrip("s") for word in re.findall(r"\w+", each)}
        for each in (idea, offered.title.casefold())
    )
    return bool(said & title)


def to_show(project: Project) -> str:
    """ "20 messages to show", or that there is nothing yet; empty where nobody has said which kind it is."""
    kind = kind_of(project)
    if kind is None:
        return ""
    if needs_something_to_show(project):
        return tr("Needs something to show")
    if is_classifier(project):
        n = 0 if project.count_examples() else len(shown_examples(project))
    else:
        n = len(shown_examples(project))
    return tr("{things} to show", things=count(n, case_noun_of(project))) if n else ""


def shown_examples(project: Project) -> tuple[GoodExample, ...]:
    """What the fake shows with its good answers: one's own, or those that are borrowed."""
    borrowed = borrowed_classes(project)
    if borrowed is not None:
        return tuple(GoodExample(item.input, item.good) for item in borrowed.items)
    product = active_scenario(project)[1].product
    return () if product == CLASSES else product.good_examples


def _view(project: Project) -> ReadyMadeView:
    from mock_ai.client_answer import in_text  # the rail asks only how many there are
    from mock_ai.kinds.registry import kind_fake_entry

    scenario = active_scenario(project)[1]
    product = scenario.product
    if product == CLASSES:
        return _view_of_classes(project, scenario)
    borrowed = borrowed_set(product)
    notes = [item.note for item in borrowed.items] if borrowed is not None else []
    names = {mode.name: mode.label for mode in kind_fake_entry(product.kind).failures}
    fake = product.fitted(scenario.seed)
    items = []
    examples = product.good_examples
    for place, (asked, _) in enumerate(examples[:MOST_LISTED]):
        given = fake.answer(asked)
        wrong = "" if given.good else names.get(given.failure or "", tr("wrong"))
        note = notes[place] if notes else ""
        said = in_text(product.kind, given)
        if product.kind not in ("generate", "transcribe"):  # lists, fields, steps: on one line
            said = " · ".join(said.splitlines())
        items.append(FakedItem(_beginning(in_words(asked)), _beginning(said), wrong, note))
    more = len(examples) - len(items)
    if row_set(project) is not None:
        return ReadyMadeView(None, (), tuple(items), more, _ROWS)
    return ReadyMadeView(borrowed, ready_made_sets(product.kind), tuple(items), more)


def _view_of_classes(project: Project, scenario: Scenario) -> ReadyMadeView:
    """The borrowed photos or texts, and which class the dials take each for."""
    borrowed = borrowed_classes(project)
    examples = shown_examples(project)
    answers = fake_of(project, scenario).answer_all([each.input for each in examples])
    items = []
    for each, answer in zip(examples, answers, strict=True):
        photo = each.input if isinstance(each.input, Path) else None
        wrong = ""
        if answer.label not in (None, each.good):
            it_is = tr("It is {class_name}.", class_name=each.good)
            wrong = it_is if photo is None else tr("another class")
        silent = tr("no answer") if answer.fault is not None else tr("I don’t know")
        shown = in_words(each.input) if photo is None else str(each.good)
        items.append(
            FakedItem(
                _beginning(shown),
                answer.label or silent,
                wrong,
                answered=answer.label is not None,
                photo=photo,
            )
        )
    if row_set(project) is not None:
        return ReadyMadeView(None, (), tuple(items), own=_ROWS)
    return ReadyMadeView(borrowed, ready_made_sets("classify"), tuple(items))


def in_words(given: str | Path) -> str:
    """What a list says of an input: its words, the cells of a row, the caption of a recording, or the name of its file."""
    return on_one_line(given) if isinstance(given, str) else caption_of(given) or given.name


def _beginning(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rstrip()}…"


def whose_answers(project: Project, product: KindSetting) -> str:
    """Where good answers come from: "those of the ready-made set “Support inbox”"."""
    borrowed = borrowed_set(product)
    if borrowed is None:
        return _OWN if row_set(project) is None else tr("what stands in your table")
    return tr("those of the ready-made set “{title}”", title=borrowed.title)


def borrow(project: Project, name: str) -> Command:
    """Show another set; examples of one's own go. Where nobody has said which kind it is, the set says it."""
    found = next(each for each in _all_sets() if each.name == name)
    edits: list[Command] = [edit.SetFact(READY_MADE_KEY, name, tr("the ready-made set"))]
    if kind_of(project) is None:
        kind = TASK_KINDS[found.kind]
        edits += set_product(None, kind.name, kind.inputs)
    elif own_examples(project):
        edits += with_examples(project, KindSetting(found.kind))
    words = tr("show the ready-made set “{title}”", title=found.title)
    return edits[0] if len(edits) == 1 else edit.Several(edits, words)


def _all_sets() -> tuple[ReadyMadeSet, ...]:
    return tuple(each for name in TASK_KINDS for each in ready_made_sets(name))
