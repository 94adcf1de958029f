"""Ready-made sets: for each kind of product, things to show and a good answer to each, so that a fake needs no data.

A set is ``ready_made/<kind>.json`` and the files it names. Its source and licence say what is real and what was written for
it; none is ever measured. ``tests/ready_made_files.py`` makes what is derived from other people's work (photos, questions to
a bank), what is computed (daily sales) and what a computer voice speaks (voice orders); what was written stands in the file.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from estimators.base.codec import parse
from estimators.base.task_kind import TASK_KINDS

FOLDER = Path(__file__).with_name("ready_made")
Good = int | float | str | dict[str, str] | list[str]


@dataclass(frozen=True)
class ReadyMadeItem:
    """One thing to show, and its good answer.

    - `input`: a text, or the file of a photo or a recording.
    - `good`: the good answer in the type of the kind, as `fake_of_kind` takes it: the class, the number, the item taken
      (one of the set's ``pages``), the fields, the words, the reply, the steps.
    - `note`: what a person should know of it; may be empty.
    - `points`: generate: what a good reply has to say. transcribe: the numbers and names that have to be right, as
      ``good`` has them.
    - `forbidden`: generate: what it must not say. act: the steps that it must not take.
    - `irreversible`: act: the steps of ``good`` that cannot be undone.
    - `caption`: of a recording, who speaks and how long; else empty.
    """

    input: str | Path
    good: Good
    note: str = ""
    points: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    irreversible: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class ReadyMadePage:
    """What the answers are taken from: a thing to recommend with its photo, or a help page with its text."""

    name: str
    text: str = ""
    photo: Path | None = None


@dataclass(frozen=True)
class ReadyMadeSet:
    """A set of one kind: where it comes from, under which licence, its items, and what its answers are taken from.

    ``name`` is that of its file, by which a project knows it.
    """

    name: str
    kind: str
    title: str
    source: str
    licence: str
    items: tuple[ReadyMadeItem, ...]
    pages: tuple[ReadyMadePage, ...] = ()


@dataclass(frozen=True)
class _WrittenItem:
    """As the file has it: ``file`` for an item that is one, with ``text`` as its caption; else ``text``."""

    good: Good
    text: str = ""
    file: str = ""
    note: str = ""
    points: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    irreversible: tuple[str, ...] = ()


@dataclass(frozen=True)
class _WrittenPage:
    name: str
    text: str = ""
    file: str = ""


@dataclass(frozen=True)
class _WrittenSet:
    title: str
    source: str
    licence: str
    items: tuple[_WrittenItem, ...]
    pages: tuple[_WrittenPage, ...] = ()


def ready_made(kind: str) -> ReadyMadeSet:
    """The first set of a kind; KeyError where there is no such kind."""
    return ready_made_sets(kind)[0]


@cache
def ready_made_sets(kind: str) -> tuple[ReadyMadeSet, ...]:
    """Every set of a kind: ``<kind>.json``, then each ``<kind>-<name>.json``; KeyError where there is no such kind."""
    name = TASK_KINDS[kind].name
    return tuple(
        _read(name, path)
        for path in (FOLDER / f"{name}.json", *sorted(FOLDER.glob(f"{name}-*.json")))
    )


def caption_of(asked: str | Path) -> str:
    """The caption of a recording of a ready-made set; empty for anything else."""
    return _captions().get(asked, "") if isinstance(asked, Path) else ""


@cache
def _captions() -> dict[Path, str]:
    return {
        item.input: item.caption
        for each in ready_made_sets("transcribe")
        for item in each.items
        if isinstance(item.input, Path)
    }


def _read(kind: str, path: Path) -> ReadyMadeSet:
    written = parse(path.read_bytes(), _WrittenSet)
    items = tuple(
        ReadyMadeItem(
            FOLDER / one.file if one.file else one.text,
            one.good,
            one.note,
            one.points,
            one.forbidden,
            one.irreversible,
            one.text if one.file else "",
        )
        for one in written.items
    )
    pages = tuple(
        ReadyMadePage(one.name, one.text, FOLDER / one.file if one.file else None)
        for one in written.pages
    )
    return ReadyMadeSet(
        path.stem, kind, written.title, written.source, written.licence, items, pages
    )
