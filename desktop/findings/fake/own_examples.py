"""Examples of one's own for the fake: those with a good answer are shown, and the others wait for one.

What waits is a fact of the project. An answer to it is one edit, so that it can be undone; it waits, too, while no fake can be made
of those there are (of one item nothing can be recommended).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.findings.fake.scenarios import active_scenario, scenarios_of
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import UNANSWERED_KEY
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from mock_ai.kinds.good_answers import BroughtExamples, typed_good
from mock_ai.kinds.product import GoodExample, KindSetting

SHOWN = 20
"""So many examples are shown in one go; good answers are asked for no more than these."""

MOST_WORDS = 2_000
"""Words of a good answer; with more, somebody is told."""


@dataclass(frozen=True)
class AnswerCard:
    """The next input that needs a good answer: ``number`` of ``of``, with the good answers there are (``answered``)."""

    input: str
    number: int
    of: int
    answered: int
    more: int
    """How many inputs are beyond those that will be shown."""


def unanswered(project: Project) -> tuple[str, ...]:
    """The inputs that wait for a good answer, in the order in which they are asked about."""
    return tuple(asked for asked, good in _kept(project) if good is None)


def _kept(project: Project) -> list[tuple[str, Any]]:
    kept = project.answer(UNANSWERED_KEY)
    return [(str(asked), good) for asked, good in kept] if isinstance(kept, list) else []


def _early(project: Project) -> tuple[GoodExample, ...]:
    """What was answered before there was enough for a fake."""
    return tuple(GoodExample(asked, good) for asked, good in _kept(project) if good is not None)


def own_examples(project: Project) -> tuple[GoodExample, ...]:
    """Those with a good answer; empty while a ready-made set is borrowed."""
    product = active_scenario(project)[1].product
    return () if product.borrowed else product.good_examples


def next_card(project: Project) -> AnswerCard | None:
    """What to ask about next; None where all that will be shown have their good answer."""
    waiting = unanswered(project)
    answered = len(own_examples(project)) + len(_early(project))
    asked = min(len(waiting), max(0, SHOWN - answered))
    if not asked:
        return None
    of = asked + answered
    return AnswerCard(waiting[0], answered + 1, of, answered, len(waiting) - asked)


def longest_words(brought: BroughtExamples) -> int:
    """How many words the longest good answer has, where that is more than anybody reads on a Stage; else 0."""
    longest = max((str(each.good) for each in brought.answered), key=len, default="")
    words = len(longest.split())
    return words if words > MOST_WORDS else 0


def show_brought(project: Project, kind: str, brought: BroughtExamples) -> Command:
    """Show what has a good answer in every scenario, in place of what was shown, and keep the rest waiting for one.

    Raises
    ------
    UserError : a fake of this kind cannot be made from them.
    """
    waiting = [(asked, None) for asked in brought.unanswered]
    edits = _shown_or_kept(project, kind, brought.answered, waiting)
    n = len(brought.answered) + len(brought.unanswered)
    words = tr_plural("show {n} example of your own", "show {n} examples of your own", n)
    return edit.Several(edits, words)


def answer_waiting(project: Project, kind: str, typed: object) -> Command:
    """Give the input that waits first its good answer.

    Raises
    ------
    UserError : it is empty, or not what this kind answers.
    """
    asked, *others = unanswered(project)
    if typed is None or not str(typed).strip():
        raise UserError(
            tr("This needs a good answer."),
            tr("Nothing can be made from an empty one."),
            tr("Type what a good one would be, or skip it."),
        )
    before = (*own_examples(project), *_early(project))
    good = GoodExample(asked, typed_good(kind, typed, len(before) + 1))
    waiting = [(other, None) for other in others]
    edits = _shown_or_kept(project, kind, (*before, good), waiting)
    return edit.Several(edits, tr("give a good answer to “{input}”", input=asked[:40]))


def skip_waiting(project: Project) -> Command:
    """Ask about another input first."""
    asked, *others = unanswered(project)
    waiting = [*_early(project), *((each, None) for each in (*others, asked))]
    return edit.Several((_keep(waiting),), tr("skip “{input}”", input=asked[:40]))


def drop_waiting(project: Project) -> Command:
    """Ask no more: what has no good answer is not shown."""
    n = len(_kept(project))
    words = tr_plural(
        "leave out {n} input without a good answer", "leave out {n} inputs without a good answer", n
    )
    return edit.Several((_keep(()),), words)


def keep_as_good(project: Project, kind: str, kept: tuple[GoodExample, ...]) -> Command:
    """Add what was recorded from real exchanges; of the same input the newest good answer counts.

    Raises
    ------
    UserError : a fake of this kind cannot be made from them.
    """
    by_input = {str(each.input): each for each in (*own_examples(project), *kept)}
    own = KindSetting.of(kind, {}, tuple(by_input.values()))
    own.fitted(0)
    words = tr_plural("keep {n} good answer", "keep {n} good answers", len(kept))
    return edit.Several(with_examples(project, own), words)


def with_examples(project: Project, shown: KindSetting) -> tuple[Command, ...]:
    """Every scenario of the project with what this one shows, and its own dials."""
    return tuple(
        edit.PutScenario(
            row_id,
            scenario.name,
            replace(scenario, product=replace(scenario.product, examples=shown.examples)).to_json(),
        )
        for row_id, scenario in scenarios_of(project)
    )


def _shown_or_kept(
    project: Project,
    kind: str,
    answered: tuple[GoodExample, ...],
    waiting: Sequence[tuple[str, None]],
) -> list[Command]:
    """Show what is answered; while others wait, and no fake can be made of these, they wait as well."""
    own = KindSetting.of(kind, {}, answered)
    try:
        if answered:
            own.fitted(0)
    except UserError:
        if not waiting:
            raise
        own, waiting = KindSetting(kind), [*answered, *waiting]  # type: ignore[list-item]  # a pair as well
    edits: list[Command] = [_keep(waiting)]
    if not own.borrowed or own_examples(project):
        edits += with_examples(project, own)
    return edits


def _keep(pairs: Sequence[tuple[Any, Any]]) -> Command:
    """The inputs that wait from now on, each with its good answer, or without."""
    words = tr("inputs without a good answer")
    if not pairs:
        return edit.ClearFact(UNANSWERED_KEY, words)
    return edit.SetFact(UNANSWERED_KEY, [[str(asked), good] for asked, good in pairs], words)
