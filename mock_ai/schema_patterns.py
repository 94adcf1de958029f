"""A text that matches a regular expression, for schemas that ask for one."""

import re
from typing import Any

_LONGEST = 5000  # letters, and steps to find them
_STEPS = -1  # the place among the groups where the steps are counted
_ANY = "abcdefghijklmnopqrstuvwxyz"
_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_WORD": _ANY,
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": _ANY,
    "CATEGORY_NOT_WORD": "-",
    "CATEGORY_NOT_SPACE": _ANY,
}


def matching_text(pattern: str, draw: float = 0.0) -> str:
    """A short text that the pattern finds; an empty one where none was found.

    The pattern is only taken apart, never run against anything long, so it cannot backtrack.
    ``draw`` in [0, 1) chooses among what is possible.
    """
    try:
        # The only parser of Python's own patterns; a change of its tree leaves the text empty.
        from re import _parser  # type: ignore[attr-defined]

        return _text(_parser.parse(pattern[:1000]), draw, {_STEPS: ""})[:_LONGEST]
    except (re.error, ImportError, RecursionError, AttributeError, TypeError, ValueError):
        return ""


def _text(tree: Any, draw: float, groups: dict[int, str]) -> str:
    made = ""
    for operation, value in tree:
        groups[_STEPS] += "."
        draw = (draw * 9301 + 0.49297) % 1.0
        made += _part(str(operation), value, draw, groups)
        if len(made) > _LONGEST or len(groups[_STEPS]) > _LONGEST:
            break
    return made


def _part(  # noqa: PLR0911 (one for each kind of part)
    operation: str, value: Any, draw: float, groups: dict[int, str]
) -> str:
    if operation == "LITERAL":
        return chr(value)
    if operation == "ANY":
        return _picked(_ANY, draw)
    if operation == "NOT_LITERAL":
        return _picked(_ANY.replace(chr(value), ""), draw)
    if operation == "IN":
        return _member(value, draw)
    if operation == "BRANCH":
        options = value[1]
        return _text(options[int(draw * len(options))], draw, groups)
    if operation == "SUBPATTERN":
        groups[value[0]] = _text(value[3], draw, groups)
        return groups[value[0]]
    if operation == "ATOMIC_GROUP":
        return _text(value, draw, groups)
    if operation == "GROUPREF":
        return groups.get(value, "")
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = value
        times = min(max(int(least), min(int(most), 4)), _LONGEST)
        made = ""
        for turn in range(times):
            made += _text(inner, (draw + 0.137 * turn) % 1.0, groups)
            if len(made) > _LONGEST or len(groups[_STEPS]) > _LONGEST:
                break
        return made
    return ""  # anchors and looks ahead take no letters


def _member(parts: Any, draw: float) -> str:
    allowed, negated = "", False
    for operation, value in parts:
        kind = str(operation)
        if kind == "NEGATE":
            negated = True
        elif kind == "LITERAL":
            allowed += chr(value)
        elif kind == "RANGE":
            allowed += "".join(map(chr, range(value[0], min(value[1], value[0] + 200) + 1)))
        elif kind == "CATEGORY":
            allowed += _CATEGORIES.get(str(value), "")
    if negated:
        allowed = "".join(
            letter for letter in _ANY + _ANY.upper() + "0123456789 -_." if letter not in allowed
        )
    return _picked(allowed, draw)


def _picked(letters: str, draw: float) -> str:
    return letters[int(draw * len(letters))] if letters else ""
