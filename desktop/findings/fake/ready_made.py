"""What Fake it shows of a kind that Stage cannot present yet: a ready-made set, answered by the fake that is served.

It is borrowed and simulated: shown, never measured, never counted in Data.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.findings.fake.scenarios import DIAL_KEY, active_scenario, kind_setting
from desktop.project import commands as edit
from desktop.project.product import READY_MADE_KEY, case_noun_of
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.base.task_kind import TaskKind
from mock_ai.kinds.product import KindSetting
from mock_ai.ready_made import ReadyMadeSet, ready_made_sets
from reports.stage_view import StageView

if TYPE_CHECKING:
    from mock_ai.kinds.registry import KindDial

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
    entry, setting = KIND_FAKES[kind.name], kind_setting(project, kind)
    value = _dialled(setting, entry.main)
    fake = setting.fitted(active_scenario(project)[1].seed)
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
            "{things}, and what a fake answers to them: {right} come out right. Simulated, so it is never measured. Serve it, "
            "and a prototype gets these answers; Stage cannot present this kind yet.",
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


def _dialled(setting: KindSetting, dial: "KindDial") -> float:
    """Where the main dial stands: the second part of one that is a pair."""
    given = json.loads(setting.dials or "{}").get(dial.name, dial.start)
    return float(given[1] if isinstance(given, list | tuple) else given)
