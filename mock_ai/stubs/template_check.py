"""What a template may contain: a list of allowed syntax, checked before it ever runs.

A scenario file may come from a stranger, and Jinja's own sandbox bounds neither time nor memory (decision 0165).
"""

import math

from jinja2 import Environment, TemplateError, nodes

LONGEST_TEMPLATE = 16 * 1024
DEEPEST_LOOPS = 3
MOST_SETS = 20

FUNCTIONS = (
    "pick",
    "number",
    "date",
    "upto",
    "sentences",
    "name",
    "given_name",
    "city",
    "company",
    "email",
)
VALUES = ("prompt", "file", "fields", "count", "turns", "state", "today", "now")
_KNOWN = {*FUNCTIONS, *VALUES}

_ALLOWED = frozenset(
    {
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.Name,
        nodes.Const,
        nodes.Getattr,
        nodes.Getitem,
        nodes.Slice,
        nodes.Filter,
        nodes.Test,
        nodes.Call,
        nodes.If,
        nodes.For,
        nodes.Assign,
        nodes.CondExpr,
        nodes.Compare,
        nodes.Operand,
        nodes.And,
        nodes.Or,
        nodes.Not,
        nodes.Neg,
        nodes.Pos,
        nodes.Add,
        nodes.Sub,
        nodes.Mul,
        nodes.Div,
        nodes.FloorDiv,
        nodes.Mod,
        nodes.List,
        nodes.Tuple,
    }
)


class TemplateRefusedError(ValueError):
    """A template that must not be used, or had to be stopped; the message is half a sentence."""


def check(environment: Environment, source: str) -> nodes.Template:
    """The syntax tree of a template that is allowed; its loops go through the filter ``each``.

    Raises
    ------
    TemplateRefusedError : it is no template, too large, or contains what is not allowed.
    """
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateRefusedError("a template has at most 16 KB")
    try:
        tree = _tree(environment, source)
        names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        if names & {*_KNOWN, "loop"}:
            raise TemplateRefusedError(f"“{min(names & {*_KNOWN, 'loop'})}” has a meaning already")
        if len(list(tree.find_all(nodes.Assign))) > MOST_SETS:
            raise TemplateRefusedError(f"it sets more than {MOST_SETS} values")
        _walk(tree, names | _KNOWN, loops=0)
    except TemplateError as error:
        raise TemplateRefusedError(f"it cannot be read: {str(error)[:100]}") from error
    except (RecursionError, MemoryError) as error:
        raise TemplateRefusedError("it nests too deep") from error
    return tree


def _tree(environment: Environment, source: str) -> nodes.Template:
    try:
        return environment.parse(source)
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise TemplateRefusedError("it holds a number that is too long") from error


def _walk(node: nodes.Node, known: set[str], loops: int) -> None:
    if type(node) not in _ALLOWED:
        raise TemplateRefusedError(f"“{type(node).__name__.lower()}” is not for templates")
    if isinstance(node, nodes.Name):
        if node.name not in known and not (node.name == "loop" and loops):
            raise TemplateRefusedError(f"it knows no “{node.name[:40]}”")
    elif isinstance(node, nodes.For):
        loops += 1
        _check_loop(node, loops)
        node.iter = nodes.Filter(node.iter, "each", [], [], None, None, lineno=node.lineno)
    else:
        _check_values(node)
    for child in node.iter_child_nodes():
        _walk(child, known, loops)


def _check_loop(node: nodes.For, loops: int) -> None:
    if loops > DEEPEST_LOOPS:
        raise TemplateRefusedError(f"it nests more than {DEEPEST_LOOPS} loops")
    if node.recursive:
        raise TemplateRefusedError("loops that call themselves are not for templates")


def _check_values(node: nodes.Node) -> None:
    if isinstance(node, nodes.Const):
        _check_constant(node.value)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateRefusedError("names that begin with an underscore are closed")
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and str(node.arg.value).startswith("_")
    ):
        raise TemplateRefusedError("names that begin with an underscore are closed")
    if isinstance(node, nodes.Call) and (
        not isinstance(node.node, nodes.Name) or node.node.name not in FUNCTIONS
    ):
        raise TemplateRefusedError("it calls something that is no function for templates")
    if isinstance(node, nodes.Call | nodes.Filter) and (
        node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None
    ):
        raise TemplateRefusedError("functions and filters take their values one by one")
    if isinstance(node, nodes.Filter) and node.node is None:
        raise TemplateRefusedError("a filter follows a value")
    # Lists of lists of variables could double in size with every line.
    if (
        isinstance(node, nodes.List | nodes.Tuple)
        and getattr(node, "ctx", "load") != "store"
        and not all(isinstance(item, nodes.Const) for item in node.items)
    ):
        raise TemplateRefusedError("a list written in a template holds plain values only")


def _check_constant(value: object) -> None:
    if isinstance(value, float) and not math.isfinite(
        value
    ):  # compiled, it would be the name "inf"
        raise TemplateRefusedError("it holds a number that is too large")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise TemplateRefusedError("it holds half a character") from None
