"""What a template may contain: a list of allowed syntax, checked before it ever runs.

A scenario file may come from a stranger, and Jinja's own sandbox bounds neither time nor memory (decision 0165).
"""

import math

from jinja2 import Environment, TemplateError, nodes

from estimators.base.sentence import tr

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

    Raises `TemplateRefusedError` if it is no template, too large, or contains what is not allowed.
    """
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateRefusedError(tr("a template has at most 16 KB"))
    try:
        tree = _tree(environment, source)
        names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        if names & {*_KNOWN, "loop"}:
            raise TemplateRefusedError(
                tr("“{name}” has a meaning already", name=min(names & {*_KNOWN, "loop"}))
            )
        if len(list(tree.find_all(nodes.Assign))) > MOST_SETS:
            raise TemplateRefusedError(
                tr("it sets more than {most_sets} values", most_sets=MOST_SETS)
            )
        _walk(tree, names | _KNOWN, loops=0)
    except TemplateError as error:
        raise TemplateRefusedError(
            tr("it cannot be read: {error}", error=str(error)[:100])
        ) from error
    except (RecursionError, MemoryError) as error:
        raise TemplateRefusedError(tr("it nests too deep")) from error
    return tree


def _tree(environment: Environment, source: str) -> nodes.Template:
    try:
        return environment.parse(source)
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise TemplateRefusedError(tr("it holds a number that is too long")) from error


def _walk(node: nodes.Node, known: set[str], loops: int) -> None:
    if type(node) not in _ALLOWED:
        raise TemplateRefusedError(
            tr("“{name}” is not for templates", name=type(node).__name__.lower())
        )
    if isinstance(node, nodes.Name):
        if node.name not in known and not (node.name == "loop" and loops):
            raise TemplateRefusedError(tr("it knows no “{name}”", name=node.name[:40]))
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
        raise TemplateRefusedError(
            tr("it nests more than {deepest_loops} loops", deepest_loops=DEEPEST_LOOPS)
        )
    if node.recursive:
        raise TemplateRefusedError(tr("loops that call themselves are not for templates"))


def _check_values(node: nodes.Node) -> None:
    if isinstance(node, nodes.Const):
        _check_constant(node.value)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateRefusedError(tr("names that begin with an underscore are closed"))
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and str(node.arg.value).startswith("_")
    ):
        raise TemplateRefusedError(tr("names that begin with an underscore are closed"))
    if isinstance(node, nodes.Call) and (
        not isinstance(node.node, nodes.Name) or node.node.name not in FUNCTIONS
    ):
        raise TemplateRefusedError(tr("it calls something that is no function for templates"))
    if isinstance(node, nodes.Call | nodes.Filter) and (
        node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None
    ):
        raise TemplateRefusedError(tr("functions and filters take their values one by one"))
    if isinstance(node, nodes.Filter) and node.node is None:
        raise TemplateRefusedError(tr("a filter follows a value"))
    # Lists of lists of variables could double in size with every line.
    if (
        isinstance(node, nodes.List | nodes.Tuple)
        and getattr(node, "ctx", "load") != "store"
        and not all(isinstance(item, nodes.Const) for item in node.items)
    ):
        raise TemplateRefusedError(tr("a list written in a template holds plain values only"))


def _check_constant(value: object) -> None:
    # Compiled, it would be the name "inf".
    if isinstance(value, float) and not math.isfinite(value):
        raise TemplateRefusedError(tr("it holds a number that is too large"))
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise TemplateRefusedError(tr("it holds half a character")) from None
