"""What the fake of a kind has to show: a ready-made set, or examples of one's own, answered as the active scenario is dialled.

What is borrowed is simulated: shown, never measured, never counted in Data.
"""

from dataclasses import dataclass, replace

from desktop.findings.fake.scenarios import active_scenario, scenarios_of
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import READY_MADE_KEY, case_noun_of, kind_of
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.sentence import tr
from mock_ai.kinds.product import GoodExample, KindSetting
from mock_ai.ready_made import ReadyMadeSet, ready_made_sets

MOST_OF_AN_INPUT = 400  # characters
_OWN = tr("your own")


@dataclass(frozen=True)
class FakedItem:
    """One thing that is shown, what the fake says to it, and in words what is wrong with that; empty: it is good."""

    shown: str
    answer: str
    failure: str
    note: str = ""


@dataclass(frozen=True)
class ReadyMadeView:
    """The items as the fake answers them, and the set that they are borrowed from (None: they are one's own)."""

    borrowed: ReadyMadeSet | None
    sets: tuple[ReadyMadeSet, ...]
    items: tuple[FakedItem, ...]

    @property
    def right(self) -> int:
        """How many of them come out right."""
        return sum(not item.failure for item in self.items)


def ready_made_view(project: Project) -> ReadyMadeView:
    """The items of the active scenario, which plays a kind other than classify."""
    return project.until_change("what the fake shows", lambda: _view(project))


def to_show(project: Project) -> str:
    """ "20 messages to show", once a set was chosen; empty before."""
    kind, chosen = kind_of(project), project.answer(READY_MADE_KEY)
    if kind is None or chosen is None:
        return ""
    borrowed = borrowed_set(KindSetting(kind.name, ready_made=str(chosen)))
    assert borrowed is not None
    return tr("{things} to show", things=count(len(borrowed.items), case_noun_of(project)))


def _view(project: Project) -> ReadyMadeView:
    from mock_ai.client_answer import in_text  # the rail asks only how many there are
    from mock_ai.kinds.registry import kind_fake_entry

    scenario = active_scenario(project)[1]
    product = scenario.product
    borrowed = borrowed_set(product)
    notes = [item.note for item in borrowed.items] if borrowed is not None else []
    names = {mode.name: mode.label for mode in kind_fake_entry(product.kind).failures}
    fake = product.fitted(scenario.seed)
    items = []
    for place, (asked, _) in enumerate(product.good_examples):
        given = fake.answer(asked)
        wrong = "" if given.good else names.get(given.failure or "", tr("wrong"))
        shown = asked if isinstance(asked, str) else asked.name
        note = notes[place] if notes else ""
        items.append(FakedItem(shown[:MOST_OF_AN_INPUT], in_text(product.kind, given), wrong, note))
    return ReadyMadeView(borrowed, ready_made_sets(product.kind), tuple(items))


def borrowed_set(product: KindSetting) -> ReadyMadeSet | None:
    """The ready-made set that a scenario shows; None where it has examples of its own."""
    if not product.borrowed:
        return None
    sets = ready_made_sets(product.kind)
    return next((each for each in sets if each.name == product.ready_made), sets[0])


def whose_answers(product: KindSetting) -> str:
    """Where good answers come from: "those of the ready-made set “Support inbox”"."""
    borrowed = borrowed_set(product)
    if borrowed is None:
        return _OWN
    return tr("those of the ready-made set “{title}”", title=borrowed.title)


def borrow(project: Project, name: str) -> Command:
    """Show another set; examples of one's own go."""
    chosen = edit.SetFact(READY_MADE_KEY, name, tr("the ready-made set"))
    if all(scenario.product.borrowed for _, scenario in scenarios_of(project)):
        return chosen
    back = _with_examples(project, KindSetting(_kind(project)))
    return edit.Several((*back, chosen), tr("show a ready-made set"))


def show_own(project: Project, examples: tuple[GoodExample, ...]) -> Command:
    """Show these in every scenario.

    Raises
    ------
    UserError : a fake of this kind cannot be made from them.
    """
    own = KindSetting.of(_kind(project), {}, examples)
    own.fitted(0)
    return edit.Several(_with_examples(project, own), tr("show your own examples"))


def _kind(project: Project) -> str:
    return active_scenario(project)[1].product.kind


def _with_examples(project: Project, shown: KindSetting) -> tuple[Command, ...]:
    """Every scenario of the project with what this one shows, and its own dials."""
    return tuple(
        edit.PutScenario(
            row_id,
            scenario.name,
            replace(scenario, product=replace(scenario.product, examples=shown.examples)).to_json(),
        )
        for row_id, scenario in scenarios_of(project)
    )
