"""Every table that is kept by kind of product knows every kind: what a new entry of ``task_kind`` lacks is named here, one by one."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from estimators.base.task_kind import TASK_KINDS
from estimators.case.options import HOWS
from estimators.case.prices import price_per_answer
from mock_ai.ready_made import FOLDER

ROOT = Path(__file__).parents[1]
PACKAGES = ("desktop", "estimators", "mock_ai", "reports")
NOT_CLASSES = frozenset(TASK_KINDS) - {"classify"}

# Tables of some kinds: the first have a path of their own for classes, the others a usual answer for any kind that is not in them.
WITHOUT_CLASSES = {
    "ready_made.py:_HOW",
    "ready_made.py:_FIRST",
    "window.py:VIEWS",
    "kind_on_stage.py:_OF_KIND",
    "openapi.py:_ANSWERS",
}
OF_SOME_KINDS = {
    "acceptance.py:_COUNTED",
    "table_row.py:WORST_TITLES",  # what is learned from a table
    "prices.py:_MODELS",
    "repeats.py:_READ_AS",
    "plan.py:_LEVELS_OF_PARTS",
    "estimators.py:own",
    "good_answers.py:_TYPED",
}


def tables_of_modules() -> Iterator[tuple[str, frozenset[str]]]:
    """Each dict of a module whose keys are kinds, by file and name; one with a usual answer on the spot is none."""
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if sum(f'"{kind}"' in text for kind in TASK_KINDS) < 2:  # most files; parsing takes long
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            for table in (each for each in _outer(node.value) if isinstance(each, ast.Dict)):
                keys = {key.value for key in table.keys if isinstance(key, ast.Constant)}
                if len(keys) > 1 and keys - {"table"} <= set(TASK_KINDS):
                    name = f"{path.name}:{ast.unparse(target)}"
                    yield name, frozenset(keys - {"table"})


def _outer(value: ast.expr) -> list[ast.expr]:
    """A value, and what it wraps where it is a call: ``MappingProxyType({…})``."""
    return [value, *value.args] if isinstance(value, ast.Call) else [value]


def tables_of_data() -> Iterator[tuple[str, frozenset[str]]]:
    """Each object of a data file whose keys are kinds, whatever else it has for one that nobody named."""

    def within(found: object, name: str) -> Iterator[tuple[str, frozenset[str]]]:
        if isinstance(found, list):
            for each in found:
                yield from within(each, name)
        elif isinstance(found, dict):
            kinds = frozenset(TASK_KINDS) & found.keys()
            if len(kinds) > 2:
                yield f"{name}:{'/'.join(sorted(found)[:9])}", kinds
            for each in found.values():
                yield from within(each, name)

    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.json")):
        if "languages" not in path.parts and "weights" not in path.parts:
            name = str(path.relative_to(ROOT))
            yield from within(json.loads(path.read_text(encoding="utf-8")), name)


IN_MODULES = dict(tables_of_modules())


def test_the_tables_that_are_known_to_be_of_some_kinds_are_there() -> None:
    assert set(IN_MODULES) >= WITHOUT_CLASSES | OF_SOME_KINDS


@pytest.mark.parametrize("table", sorted(set(IN_MODULES) - OF_SOME_KINDS))
def test_a_table_of_kinds_has_every_kind(table: str) -> None:
    wanted = NOT_CLASSES if table in WITHOUT_CLASSES else frozenset(TASK_KINDS)
    assert IN_MODULES[table] == wanted, sorted(wanted - IN_MODULES[table])


def test_data_that_is_kept_by_kind_has_every_kind() -> None:
    found = dict(tables_of_data())
    assert len(found) >= 2
    assert not {
        name: sorted(frozenset(TASK_KINDS) - kinds)
        for name, kinds in found.items()
        if kinds != frozenset(TASK_KINDS)
    }


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_every_kind_has_a_ready_made_set(kind: str) -> None:
    assert (FOLDER / f"{kind}.json").is_file()


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_every_way_to_make_a_kind_has_its_price(kind: str) -> None:
    for how in HOWS:
        low, high = price_per_answer({"task_kind": kind}, how)
        assert 0 <= low <= high
