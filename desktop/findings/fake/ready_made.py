"""What Fake it shows of a kind whose answers it cannot serve yet: a ready-made set, answered by the dialled fake of that kind.

It is borrowed and simulated: shown, never measured, never counted in Data.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.project import commands as edit
from desktop.project.product import READY_MADE_KEY, case_noun_of
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.base.task_kind import TaskKind
from mock_ai.ready_made import ReadyMadeSet, ready_made_sets
from reports.stage_view import StageView

if TYPE_CHECKING:
    from mock_ai.kinds.registry import KindDial

DIAL_KEY = "fake.dial"  # the fact: where the main dial of the kind stands, 0 to 1
SHOWN = 12  # items on the page
MOST_OF_AN_INPUT = 400  # characters


@dataclass(frozen=True)
class FakedItem:
    """One thing that is shown, what the fake says to it, and in words what is wrong with that; empty: it is good."""

    shown: str
    answer: str
    failure: str
    note: str = ""


@dataclass(frozen=True)
class ReadyMadeView:
    """The set that is borrowed, its dial, and its items as the fake answers them."""

    said: StageView
    borrowed: ReadyMadeSet
    sets: tuple[ReadyMadeSet, ...]
    dial: "KindDial"
    value: float
    lower_is_better: bool
    items: tuple[FakedItem, ...]


def ready_made_view(project: Project, kind: TaskKind) -> ReadyMadeView:
    """The chosen set of the kind (its first one), answered as the dial says."""
    return project.until_change(f"what is borrowed for {kind.name}", lambda: _view(project, kind))


def to_show(project: Project, kind: TaskKind) -> str:
    """ "20 messages to show", once a set was chosen; empty before."""
    if project.answer(READY_MADE_KEY) is None:
        return ""
    n = len(_borrowed(project, kind).items)
    return tr("{things} to show", things=count(n, case_noun_of(project)))


def _borrowed(project: Project, kind: TaskKind) -> ReadyMadeSet:
    sets = ready_made_sets(kind.name)
    wanted = project.answer(READY_MADE_KEY)
    return next((each for each in sets if each.name == wanted), sets[0])


def _view(project: Project, kind: TaskKind) -> ReadyMadeView:
    from mock_ai.kinds.registry import KIND_FAKES  # the rail asks only how many there are

    sets, borrowed = ready_made_sets(kind.name), _borrowed(project, kind)
    entry = KIND_FAKES[kind.name]
    value = _dialled(project, entry.main)
    inputs = [item.input for item in borrowed.items]
    fake = entry.answers(inputs, [item.good for item in borrowed.items], _dials(entry.main, value))
    names = {mode.name: mode.label for mode in entry.failures}
    items, right = [], 0
    for item in borrowed.items:
        given = fake.answer(item.input)
        right += given.good
        wrong = "" if given.good else names.get(given.failure or "", tr("wrong"))
        items.append(
            FakedItem(
                str(item.input)[:MOST_OF_AN_INPUT], answer_words(given.answer), wrong, item.note
            )
        )
    things = count(len(items), case_noun_of(project))
    said = StageView(
        tr("Borrowed to show: {title}.", title=borrowed.title),
        tr(
            "{things}, and what a fake would answer: {right} come out right. Simulated, so it is never measured. Stage cannot "
            "present this kind yet; show this page.",
            things=things,
            right=right,
        ),
        tr("{things} to show", things=things),
    )
    lower = entry.lower_is_better
    return ReadyMadeView(said, borrowed, sets, entry.main, value, lower, tuple(items))


def turn_dial(value: float) -> edit.SetFact:
    """Set the main dial."""
    return edit.SetFact(DIAL_KEY, value, tr("the dial of the fake"))


def borrow(name: str) -> edit.SetFact:
    """Show another set."""
    return edit.SetFact(READY_MADE_KEY, name, tr("the ready-made set"))


def answer_words(answer: Any) -> str:
    """An answer of any kind in words: a number, fields with their values, steps or a ranking in their order."""
    if isinstance(answer, bool) or answer is None:
        return tr("nothing")
    if isinstance(answer, int | float):
        return digits(round(answer)) if abs(answer) >= 10 else f"{answer:g}"
    if isinstance(answer, dict):
        return " · ".join(f"{name}: {value or '–'}" for name, value in answer.items())
    if isinstance(answer, list | tuple):
        return " · ".join(f"{place}. {each}" for place, each in enumerate(answer, start=1))
    return str(answer) or tr("nothing")


def _dialled(project: Project, dial: "KindDial") -> float:
    start = dial.start[dial.place] if isinstance(dial.start, tuple) and dial.place else dial.start
    given = project.answer(DIAL_KEY)
    value = float(given) if isinstance(given, int | float) else float(start)
    return min(dial.high, max(dial.low, value))


def _dials(dial: "KindDial", value: float) -> dict[str, Any]:
    """The dial as the fake takes it; one that is a pair keeps its usual first part."""
    if dial.place is None:
        return {dial.name: value}
    first = {"within": 0.1, "hit": 3}[dial.name]
    return {dial.name: (first, value)}
