"""Answers with blanks in them: ``Thank you, {{ fields.customer.name }}. Case {{ count }}.``

A scenario file may come from anyone, and what fills the blanks comes from clients. So a
template is a small language inside Jinja2's: it shows values and repeats over lists, and
nothing else. What it may contain is checked once, when the file is read (a list of allowed
syntax rather than of forbidden tricks); how much it may do is counted while it runs. Both
stand on Jinja2's immutable sandbox (https://jinja.palletsprojects.com/en/stable/sandbox/).
"""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, pass_context
from jinja2.environment import Template
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.stubs.template_check import TemplateRefusedError, check
from mock_ai.stubs.template_functions import MOST_COUNTED, TemplateValues, values_for

LONGEST_OUTPUT = 64 * 1024
MOST_ROUNDS = 10_000
# Of this thread's own work, not by the clock on the wall: a machine that is busy elsewhere refuses no template. A
# backstop: the counted limits come first and are the same everywhere.
LONGEST_SECONDS = 1.0
_LARGEST_NUMBER = 10**15
_LOOP = frozenset({"first", "index", "index0", "last", "length"})


def has_blanks(text: str) -> bool:
    """Whether a text is a template at all."""
    return any(mark in text for mark in ("{{", "{%", "{#"))


def check_template(source: str) -> None:
    """Refuse what a template must not contain.

    Raises `TemplateRefusedError` if with the reason as half a sentence.
    """
    check(_environment(), source)
    _compiled(source)


def render(source: str, blanks: TemplateValues) -> str:
    """Fill the blanks.

    Raises `TemplateRefusedError` if it ran for too long, grew too large, or met a value it cannot show.
    """
    if not has_blanks(source):
        return source
    work = _Work()
    pieces: list[str] = []
    size = 0
    try:
        for piece in _compiled(source).generate(**values_for(blanks), **{_WORK: work}):
            size += len(piece)
            if size > LONGEST_OUTPUT:
                raise TemplateRefusedError(tr("its text grew beyond 64 KB"))
            pieces.append(piece)
        text = "".join(pieces)
        text.encode()  # half a character is none, and cannot be sent
    except TemplateRefusedError:
        raise
    except UnicodeEncodeError as error:
        raise TemplateRefusedError(tr("it writes half a character")) from error
    except Exception as error:  # filters of Jinja2 fail in every way, and an answer is due
        raise TemplateRefusedError(
            tr("it failed: {error}", error=str(error)[:100] or type(error).__name__)
        ) from error
    return text


_WORK = "work of this rendering"  # no template can spell a name with spaces


class _Work:
    """Counts what one rendering does."""

    def __init__(self) -> None:
        self.rounds = 0
        self.until = time.thread_time() + LONGEST_SECONDS

    def one_more(self) -> None:
        self.rounds += 1
        if self.rounds > MOST_ROUNDS:
            raise TemplateRefusedError(
                tr("it went round more than {most_rounds} times", most_rounds=digits(MOST_ROUNDS))
            )
        if time.thread_time() > self.until:
            raise TemplateRefusedError(tr("it took longer than a second"))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, closed further: values have no methods, and arithmetic stays small."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) and argument.startswith("_"):
            raise TemplateRefusedError(tr("names that begin with an underscore are closed"))
        if isinstance(obj, Undefined):
            return obj
        if isinstance(obj, Mapping) or (
            isinstance(obj, list | tuple | str) and isinstance(argument, int | slice)
        ):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        return bool(getattr(obj, "for_templates", False)) and super().is_safe_callable(obj)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        texts = isinstance(left, str) and isinstance(right, str)
        if operator == "+" and texts:
            if len(left) + len(right) > LONGEST_OUTPUT:
                raise TemplateRefusedError(tr("its text grew beyond 64 KB"))
        elif not all(isinstance(side, int | float) for side in (left, right)):
            raise TemplateRefusedError(tr("it counts with something that is no number"))
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int | float) and abs(result) > _LARGEST_NUMBER:
            raise TemplateRefusedError(tr("it counts beyond 10^15"))
        return result


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = _Sandbox(
        undefined=ChainableUndefined, finalize=_shown, autoescape=False, cache_size=0
    )
    environment.globals.clear()
    allowed = {name: environment.filters[name] for name in _PLAIN_FILTERS}
    environment.filters.clear()
    environment.filters.update(allowed)
    environment.filters.update(
        {
            "each": _each,
            "join": _join,
            "json": _json,
            "tojson": _json,
            "list": _listed,
            "replace": _replace,
            "round": _rounded,
        }
    )
    environment.tests = {
        name: environment.tests[name]
        for name in ("defined", "undefined", "number", "string", "odd", "even", "none", "in")
    }
    return environment


_PLAIN_FILTERS = [
    "abs",
    "capitalize",
    "default",
    "d",
    "first",
    "float",
    "int",
    "last",
    "length",
    "lower",
    "max",
    "min",
    "round",
    "sort",
    "title",
    "trim",
    "truncate",
    "upper",
    "wordcount",
]


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    environment = _environment()
    tree = check(environment, source)
    try:
        return Template.from_code(environment, environment.compile(tree), {})
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise TemplateRefusedError(tr("it nests too deep")) from error
    except Exception as error:  # what the compiler cannot make is no template
        raise TemplateRefusedError(
            tr("it cannot be read: {error}", error=str(error)[:100])
        ) from error


def _shown(value: Any) -> Any:
    """What a blank may hold once it is text. Lists go through ``join`` or ``json``."""
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, str | int | float | date):
        return value
    if isinstance(value, list | tuple | Mapping):
        return _json(value)
    raise TemplateRefusedError(tr("it shows something that is no text"))


@pass_context
def _each(context: Context, value: Any) -> Iterator[Any]:
    """What every loop goes through: it counts the rounds."""
    work = context[_WORK]
    if isinstance(value, Mapping):
        value = list(value)
    if not isinstance(value, list | tuple | range):
        value = [] if value is None or isinstance(value, Undefined) else [value]
    for item in value:
        work.one_more()
        yield item


def _listed(value: Any) -> list[Any]:
    return list(value)[:MOST_COUNTED] if isinstance(value, list | tuple | range | str) else []


def _join(value: Any, between: str = ", ") -> str:
    texts = [str(_shown(item)) for item in _listed(value)]
    if sum(map(len, texts)) + len(between) * len(texts) > LONGEST_OUTPUT:
        raise TemplateRefusedError(tr("its text grew beyond 64 KB"))
    return between.join(texts)


def _replace(value: Any, old: str, new: str) -> str:
    text = str(_shown(value))
    if not old:
        return text
    if len(text) + text.count(old) * len(new) > LONGEST_OUTPUT:
        raise TemplateRefusedError(tr("its text grew beyond 64 KB"))
    return text.replace(old, new)


def _rounded(value: Any, digits: Any = 0) -> float:
    return round(float(value), max(-15, min(15, int(digits))))


def _json(value: Any) -> str:
    if isinstance(value, Undefined):
        value = None
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, range):
        value = list(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError as error:
        raise TemplateRefusedError(tr("it shows something that is no text")) from error
