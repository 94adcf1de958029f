"""What one training on a table did otherwise than another: the columns, their types and directions, the answer, what counts as right."""

from collections.abc import Iterator

from desktop.project.records import Run
from estimators.base.percent import set_percent
from estimators.base.phrase import listed, shorten
from estimators.base.sentence import tr
from estimators.table.table_run import TableRun

_NAMED = 3


def table_change(newer: Run, older: Run) -> str:
    """ "without “age”; “plan” read as category"; empty where nothing was changed, or one of them did not learn from a table."""
    after, before = newer.settings.table, older.settings.table
    return "" if after is None or before is None else "; ".join(_parts(after, before))


def _parts(after: TableRun, before: TableRun) -> Iterator[str]:
    now, then = {one.name: one for one in after.used}, {one.name: one for one in before.used}
    if after.target != before.target:
        yield tr("“{name}” predicted", name=shorten(after.target, 24))
    if more := [name for name in now if name not in then]:
        yield tr("with {columns}", columns=_names(more))
    if fewer := [name for name in then if name not in now]:
        yield tr("without {columns}", columns=_names(fewer))
    for name, one in now.items():
        if name in then and one.type != then[name].type:
            yield tr("“{name}” read as {type}", name=shorten(name, 24), type=one.type.words)
    if turned := [name for name in now if name in then and now[name].direction != then[name].direction]:  # fmt: skip
        yield tr("another direction of {columns}", columns=_names(turned))
    if after.number and before.number and after.number.tolerance != before.number.tolerance:
        yield tr("right within {tolerance}", tolerance=set_percent(after.number.tolerance))


def _names(names: list[str]) -> str:
    shown = [f"“{shorten(name, 24)}”" for name in names[:_NAMED]]
    if len(names) > _NAMED:
        shown.append(tr("{n} more", n=len(names) - _NAMED))
    return listed(shown)
