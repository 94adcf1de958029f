"""A table of facts as a project holds it: the bytes of its file among the originals, what a person said of its columns, what was found.

Which file it is, and what was said, are two facts, so each change is an edit that can be undone; what was found of it is derived.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from desktop.project.commands import ClearFact, SetFact, Several
from desktop.project.data_fingerprint import TABLE_COLUMNS_KEY, TABLE_KEY
from desktop.project.file import Command
from desktop.project.product import INPUTS_KEY, KIND_KEY, kind_name
from desktop.project.project import Project
from desktop.project.record_kinds import TABLE_LOOK
from estimators.base.codec import MismatchError, convert, plain
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.table.column import AMOUNTS, ONE_EACH, ColumnRole, ColumnType, Direction
from estimators.table.column_role import RoleReason
from estimators.table.leak import LeakFix
from estimators.table.table_look import TableLook

T = TypeVar("T")
LARGEST_TABLE = 200_000_000
"""Bytes of a file that a project holds; larger ones are for the command line."""
TOLERANCE_KEY = "measure.tolerance"
"""The fact: how far off a number may be to be right, as a share of the truth."""
GROUPS_KEY = "measure.groups"
"""The fact: the columns by whose groups somebody has looked at what is measured, the latest last."""
_WORDS = tr("the table")
_LOOKED_AT_AS = "2"
"""Another number has each table looked through again: 2, since sentences, photos and sounds are learned from."""


@dataclass(frozen=True)
class TableFile:
    """The file of a table: the hash of its bytes, its name, and the sheet of a workbook ("" for the one with most in it).

    ``folder``: in which it was, as the project keeps paths; the photos and sounds that it names are looked for there. Empty where
    nobody knows.
    """

    sha256: str
    name: str
    sheet: str = ""
    folder: str = ""


@dataclass(frozen=True)
class SaidColumn:
    """What somebody said of a column; None where it is left to what is guessed.

    ``why`` and ``who``: who learns from it although it knows the answer, and why. ``direction``: how the answer may move with it.
    """

    role: ColumnRole | None = None
    type: ColumnType | None = None
    why: str = ""
    who: str = ""
    direction: Direction = Direction.ANY


@dataclass(frozen=True)
class SaidColumns:
    """What somebody said, by column."""

    columns: dict[str, SaidColumn] = field(default_factory=dict)

    @property
    def roles(self) -> dict[str, ColumnRole]:
        return {name: one.role for name, one in self.columns.items() if one.role is not None}

    @property
    def types(self) -> dict[str, ColumnType]:
        return {name: one.type for name, one in self.columns.items() if one.type is not None}

    @property
    def directions(self) -> dict[str, Direction]:
        return {name: one.direction for name, one in self.columns.items() if one.direction}


def table_of(project: Project) -> TableFile | None:
    """The file of its table; None where its data is none."""
    return project.until_change("its table", lambda: _kept(project, TABLE_KEY, TableFile))


def said_columns(project: Project) -> SaidColumns:
    """What somebody said of its columns."""
    return _kept(project, TABLE_COLUMNS_KEY, SaidColumns) or SaidColumns()


def original_key(sha256: str) -> str:
    """The key of a table among the originals: it has a colon, so it meets none of an example."""
    return f"table:{sha256}"


def folder_of(project: Project) -> Path | None:
    """The folder in which the files are that the cells of its table name; None where nobody knows."""
    file = table_of(project)
    return project.path.parent / file.folder if file is not None and file.folder else None


def table_bytes(project: Project, table: TableFile) -> bytes | None:
    """The file as it was brought in; None where the project does not hold it, or it is damaged."""
    with project.file.large_values():
        kept = project.originals.kept(original_key(table.sha256))
    return kept if kept is not None and hashlib.sha256(kept).hexdigest() == table.sha256 else None


def _kept(project: Project, key: str, kind: type[T]) -> T | None:
    fact = project.fact(key)
    if fact is None or not fact.known:
        return None
    try:
        return convert(fact.value, kind)
    except MismatchError:  # a foreign file
        return None


def look_of(project: Project) -> TableLook | None:
    """What was found of the table the last time that it was looked through; None where it was not yet, or there is none."""
    record = project.record(TABLE_LOOK) if table_of(project) else None
    return record.value if record is not None and _same_table(project, record.fingerprint) else None


def _same_table(project: Project, fingerprint: str) -> bool:
    table = table_of(project)
    return table is not None and fingerprint.startswith(f"{table.sha256}:{table.sheet}:")


def look_fingerprint(project: Project) -> str:
    """What a look depends on: the table, what was said of its columns, and the kind."""
    table = table_of(project)
    said = (
        json.dumps(plain(said_columns(project)), sort_keys=True)
        + kind_name(project)
        + _LOOKED_AT_AS
    )
    digest = hashlib.sha256(said.encode()).hexdigest()
    return f"{table.sha256}:{table.sheet}:{digest}" if table else ""


def needs_look(project: Project) -> bool:
    """Whether the table, or what was said of it, has changed since it was looked through."""
    if table_of(project) is None:
        return False
    record = project.record(TABLE_LOOK)
    return record is None or record.fingerprint != look_fingerprint(project)


def role_of(project: Project, name: str) -> ColumnRole | None:
    """The role of a column now: as somebody said, else as it was found; None where there is no such column."""
    said, look = said_columns(project), look_of(project)
    found = look.column(name) if look else None
    if found is None:
        return None
    own = said.columns.get(name, SaidColumn()).role
    if own is not None:
        return own
    taken = found.role in ONE_EACH and found.role in said.roles.values()
    if not taken and found.reason != RoleReason.ASKED:
        return found.role
    # It was said before, or its role went to another: until the next look, what such a column usually is.
    knows = any(leak.column == name and leak.fix == LeakFix.LEAVE_OUT for leak in look.leaks) if look else False  # fmt: skip
    unused = knows or found.type in (ColumnType.ID, ColumnType.FILE)
    return ColumnRole.LEAVE_OUT if unused else ColumnRole.USE


# Edits ---------------------------------------------------------------------------------------


def put_table(project: Project, file: TableFile, task: str, answer: str = "") -> Command:
    """The edit after which the project's data is this table; what was said of another one goes.

    ``answer``: the column to predict, where the kind of product says that it is another than it looks like.
    """
    edits: list[Command] = [SetFact(TABLE_KEY, plain(file), _WORDS)]
    if answer:
        edits.append(_put({answer: SaidColumn(role=ColumnRole.PREDICT)}))
    elif project.fact(TABLE_COLUMNS_KEY) is not None:
        edits.append(ClearFact(TABLE_COLUMNS_KEY, tr("what was said of the columns")))
    if project.fact(GROUPS_KEY) is not None:
        edits.append(ClearFact(GROUPS_KEY, tr("the groups")))
    edits += _of_kind(project, task)
    if project.answer(INPUTS_KEY) != ["table"]:
        edits.append(SetFact(INPUTS_KEY, ["table"], tr("what goes in")))
    return Several(edits, tr("bring in “{name}”", name=file.name))


def choose_sheet(file: TableFile, sheet: str) -> Command:
    """The edit after which another sheet of the workbook is read."""
    edits: list[Command] = [
        SetFact(TABLE_KEY, plain(replace(file, sheet=sheet)), _WORDS),
        ClearFact(TABLE_COLUMNS_KEY, tr("what was said of the columns")),
    ]
    return Several(edits, tr("read the sheet “{sheet}”", sheet=sheet))


def say_role(
    project: Project, name: str, role: ColumnRole, *, why: str = "", who: str = "", task: str = ""
) -> Command:
    """The edit that gives a column a role; a role that one column alone can have is taken from the other.

    ``task``: what the project does where the column is the one to predict.
    """
    columns = dict(said_columns(project).columns)
    for other, said in columns.items():
        if role in ONE_EACH and said.role == role and other != name:
            columns[other] = replace(said, role=None, why="", who="")
    before = columns.get(name, SaidColumn())
    columns[name] = replace(before, role=role, why=why, who=who)
    words = {
        ColumnRole.PREDICT: tr("predict “{name}”", name=name),
        ColumnRole.USE: tr("use “{name}”", name=name),
        ColumnRole.LEAVE_OUT: tr("leave out “{name}”", name=name),
        ColumnRole.TOGETHER: tr("keep rows of one “{name}” together", name=name),
        ColumnRole.WHEN: tr("take “{name}” for when it was", name=name),
    }
    edits = [_put(columns), *(_of_kind(project, task) if role == ColumnRole.PREDICT else ())]
    return Several(edits, words[role])


def say_type(project: Project, name: str, type_: ColumnType) -> Command:
    """The edit that gives a column a type; words have no more and less."""
    columns = dict(said_columns(project).columns)
    before = columns.get(name, SaidColumn())
    keeps = type_ in AMOUNTS or type_ == ColumnType.DATE
    direction = before.direction if keeps else Direction.ANY
    columns[name] = replace(before, type=type_, direction=direction)
    return Several([_put(columns)], tr("read “{name}” as {type}", name=name, type=type_.words))


def say_direction(project: Project, name: str, direction: Direction) -> Command:
    """The edit that says how the answer may move where a column says more."""
    columns = dict(said_columns(project).columns)
    columns[name] = replace(columns.get(name, SaidColumn()), direction=direction)
    words = {
        Direction.ANY: tr("let the answer move either way with “{name}”", name=name),
        Direction.NEVER_LOWERS: tr("let more of “{name}” never lower the answer", name=name),
        Direction.NEVER_RAISES: tr("let more of “{name}” never raise the answer", name=name),
    }
    return Several([_put(columns)], words[direction])


def say_tolerance(share: float) -> Command:
    """The edit after which a number is right within this share of the truth."""
    words = tr("count as right within {share}", share=set_percent(share))
    return Several([SetFact(TOLERANCE_KEY, share, tr("the tolerance"))], words)


def looked_at_groups(project: Project) -> tuple[str, ...]:
    """The columns by whose groups somebody has looked at what is measured, the latest last."""
    names = project.answer(GROUPS_KEY)
    return tuple(map(str, names)) if isinstance(names, list) else ()


def look_at_groups(project: Project, name: str) -> Command:
    """The edit after which what is measured is shown by the groups of a column."""
    names = [one for one in looked_at_groups(project) if one != name]
    return Several([SetFact(GROUPS_KEY, [*names, name], tr("the groups"))], tr("group by “{name}”", name=name))  # fmt: skip


def _put(columns: Mapping[str, SaidColumn]) -> SetFact:
    return SetFact(TABLE_COLUMNS_KEY, plain(SaidColumns(dict(columns))), tr("the columns"))


def _of_kind(project: Project, task: str) -> list[Command]:
    """The kind follows what is predicted: a few answers are told apart, amounts are numbers."""
    if task not in ("classify", "number") or task == project.answer(KIND_KEY):
        return []
    return [SetFact(KIND_KEY, task, tr("the kind"))]
