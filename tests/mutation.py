"""Small changes of the product's files, one at a time, for `tests.mutants` to see whether a test notices."""

import ast
import copy
import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq}
_COMPARED |= {ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot}
_COMPARED |= {ast.IsNot: ast.Is}
_OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
_OPERATORS |= {ast.Pow: ast.Mult, ast.FloorDiv: ast.Mult, ast.MatMult: ast.Mult}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change: where, and what would be written there."""

    path: Path
    tree: ast.Module
    parent: ast.AST
    field: str
    place: int | None
    node: Any
    new: ast.AST
    function: range  # its lines; empty for what runs at import

    def __str__(self) -> str:
        before, after = (ast.unparse(each).splitlines()[0] for each in (self.node, self.new))
        return f"{self.path.relative_to(ROOT)}:{self.node.lineno}  {before}  ->  {after}"

    def code(self) -> CodeType:
        """The whole file with the change."""
        self._put(self.new)
        code = self._compiled()
        self._put(self.node)
        return code

    def put_into(self, functions: Iterable[FunctionType]) -> bool:
        """Change the one of these functions that it means, and say if there is one: not for what is evaluated at import."""
        old, new = (
            next((part for part in _codes(code) if part.co_firstlineno in self.function), None)
            for code in (self._compiled(), self.code())
        )
        here = [part for part in functions if new and _place(part.__code__) == _place(new)]
        if old == new:
            return False
        for part in here:
            part.__code__ = new
        return bool(here)

    def _compiled(self) -> CodeType:
        whole = ast.fix_missing_locations(self.tree)
        return compile(whole, str(self.path), "exec", dont_inherit=True)

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


def functions_of(folder: Path) -> list[FunctionType]:
    """Return the functions in memory that come from files of a folder."""
    every = [part for part in gc.get_objects() if type(part) is FunctionType]
    return [part for part in every if part.__code__.co_filename.startswith(str(folder))]


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield what a file's code holds, the outer before the inner."""
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part
            yield from _codes(part)


def _place(code: CodeType) -> tuple[str, int, str, tuple[str, ...]]:
    return code.co_filename, code.co_firstlineno, code.co_name, code.co_freevars


# Changes ---------------------------------------------------------------------------------------


def changes_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what could stand in a node's place."""
    changed: Any = copy.deepcopy(node)
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            changed.ops = [_COMPARED[type(op)]()]
            yield changed
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _OPERATORS:
            changed.op = _OPERATORS[type(op)]()
            yield changed
        case ast.BoolOp(op=op):
            changed.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield changed
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp():
            changed.body, changed.orelse = node.orelse, node.body
            yield changed
        case ast.If(test=test) | ast.While(test=test):
            changed.test = ast.UnaryOp(ast.Not(), test)
            yield changed
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value * 1.1 if value else 0.1)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            changed.func.id = _CALLED[name]
            yield changed
        case ast.Call(args=[first, second, *rest]) if ast.dump(first) != ast.dump(second):
            changed.args = [second, first, *rest]
            yield changed
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Return(value=value) if value is not None and not _is_none(value):
            changed.value = ast.Constant(None)
            yield changed


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _behaviour(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield (parent, field, place) of what runs: no annotation, decorator, docstring, text or import for types alone."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "decorator_list", "type_params", "format_spec"):
            continue
        if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.unparse(tree.test):
            continue
        if isinstance(tree, ast.keyword) and tree.arg == "strict":  # of what is as long anyway
            continue
        if isinstance(tree, ast.Raise):  # how an error reads is told where wording is tested
            continue
        parts = value if isinstance(value, list) else [value]
        for place, part in enumerate(parts):
            if isinstance(part, ast.AST):
                yield tree, field, place if isinstance(value, list) else None
                yield from _behaviour(part)


def mutants_of(path: Path) -> list[Mutant]:
    """Return every change of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [
        range(min([part.lineno, *(d.lineno for d in part.decorator_list)]), part.end_lineno + 1)
        for part in ast.walk(tree)  # the outermost come first
        if isinstance(part, ast.FunctionDef) and part.end_lineno
    ]
    found = []
    for parent, field, place in list(_behaviour(tree)):
        held = getattr(parent, field)
        node = held if place is None else held[place]
        function = next((f for f in functions if getattr(node, "lineno", 0) in f), range(0))
        for changed in changes_of(node):
            new = ast.copy_location(changed, node)
            found.append(Mutant(path, tree, parent, field, place, node, new, function))
    return found
