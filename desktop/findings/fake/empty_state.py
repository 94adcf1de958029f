"""What Fake it says while there is nothing to show: three ways to something, each in the words of the kind."""

from dataclasses import dataclass
from pathlib import Path

from desktop.findings.fake.own_examples import SHOWN, next_card, unanswered
from desktop.findings.fake.ready_made import in_words, sets_to_borrow
from desktop.project.product import case_noun_of, is_classifier, kind_of
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.phrase import listed, shorten
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from mock_ai.kinds.product import GoodExample
from mock_ai.ready_made import ReadyMadeSet
from reports.stage_view import StageView

_QUOTED, _SAMPLED, _CLASSES_NAMED = 46, 18, 4


@dataclass(frozen=True)
class BorrowChoice:
    """A ready-made set to choose: its name for the project, its title, how much there is in it, and a taste of it."""

    name: str
    title: str
    amount: str
    taste: str
    count: int


@dataclass(frozen=True)
class OwnWords:
    """How one's own are brought: what is pasted (``note``), two lines of it (``sample``), and what comes of gaps.

    ``files``: they are brought as files instead, because they are told apart by what Data reads.
    """

    note: str
    sample: tuple[tuple[str, str], ...]
    gaps: str
    files: bool


@dataclass(frozen=True)
class TypedWords:
    """What somebody asks on a phone, and what one begins to type unseen."""

    asked: str
    typed: str


@dataclass(frozen=True)
class EmptyFake:
    """The page: what it says, the sets to borrow, and the words of the two other ways."""

    view: StageView
    sets: tuple[BorrowChoice, ...]
    borrow_note: str
    own: OwnWords
    typed: TypedWords
    waiting: str
    """How many pasted inputs wait for a good answer; empty where none does."""


def empty_fake(project: Project) -> EmptyFake:
    """What the page shows. Each kind has at least one set."""
    sets = sets_to_borrow(project)
    first = sets[0]
    some = [GoodExample(item.input, item.good) for item in first.items[:2]]
    return EmptyFake(
        StageView(
            tr("Nothing to show yet? Borrow, paste or type."),
            tr(
                "People can react in ten minutes. What you borrow here is for showing only; it is never measured."
            ),
            tr("Needs something to show"),
        ),
        tuple(_choice(project, each) for each in sets),
        tr("Each comes with good answers to show."),
        _own(project, some),
        TypedWords(shorten(_asked(first), _QUOTED), shorten(_told(some[0].good), _SAMPLED)),
        _waiting(project),
    )


def _choice(project: Project, offered: ReadyMadeSet) -> BorrowChoice:
    n = len(offered.items)
    known = kind_of(project) is not None
    things = case_noun_of(project) if known else TASK_KINDS[offered.kind].example
    if offered.kind == "classify":
        things = example_noun("photo" if _of_photos(offered) else "text")
    amount = count(n, things)
    if not known:
        amount = tr("{kind}: {things}", kind=TASK_KINDS[offered.kind].label, things=amount)
    if offered.kind == "classify":
        classes = list(dict.fromkeys(str(item.good) for item in offered.items))
        amount = tr("{things}, {classes}", things=amount, classes=count(len(classes), "class"))
    return BorrowChoice(offered.name, offered.title, amount, shorten(_taste(offered), _QUOTED), n)


def _taste(offered: ReadyMadeSet) -> str:
    if not _of_photos(offered):
        return tr("“{text}”", text=shorten(_asked(offered), _QUOTED - 4))
    classes = list(dict.fromkeys(str(item.good) for item in offered.items))
    named = classes[:_CLASSES_NAMED]
    if len(classes) > _CLASSES_NAMED:
        named.append(tr("{n} more", n=len(classes) - _CLASSES_NAMED))
    return listed(named)


def _of_photos(offered: ReadyMadeSet) -> bool:
    return offered.kind == "classify" and isinstance(offered.items[0].input, Path)


def _asked(offered: ReadyMadeSet) -> str:
    if _of_photos(offered):
        return tr("a photo that they take")
    return " ".join(in_words(offered.items[0].input).split())


def _told(good: object) -> str:
    """A good answer on one line, as it is pasted."""
    if isinstance(good, dict):
        return ", ".join(f"{name}: {value}" for name, value in good.items())
    return "; ".join(map(str, good)) if isinstance(good, list) else " ".join(str(good).split())


def _own(project: Project, some: list[GoodExample]) -> OwnWords:
    kind, things = kind_of(project), case_noun_of(project)
    if kind is None:
        return OwnWords(
            tr("Say first which kind it is: then paste what goes in, and good answers to it."),
            (),
            "",
            files=False,
        )
    if is_classifier(project):
        return OwnWords(
            tr("A folder of {things} for each class, or a table with one column for the class.", things=things.many),
            (),
            tr("Without classes, you label a few with the number keys on Data."),
            files=True,
        )  # fmt: skip
    sample = [(things.one, tr("good answer"))]
    sample += [
        (shorten(_line(each.input), _SAMPLED), shorten(_told(each.good), _SAMPLED)) for each in some
    ]
    return OwnWords(
        tr("One {thing} a line, or two columns of a table.", thing=things.one),
        tuple(sample),
        tr(
            "Without good answers, you are asked for them one at a time, and only for the first {shown}.",
            shown=SHOWN,
        ),
        files=False,
    )


def _line(given: str | Path) -> str:
    return " ".join(in_words(given).split())


def _waiting(project: Project) -> str:
    card = next_card(project)
    if card is None:
        return ""
    things = case_noun_of(project)
    return tr(
        "{things} pasted, without a good answer.", things=count(len(unanswered(project)), things)
    )
