"""Whole sentences with named parts: written in English at their place, looked up there by other languages.

``tr("{right} of {n} right.", right=163, n=180)``. A whole number is written with its separators; any other number has
to be worded first (`percent`, `money`), since nobody but the sentence's author knows what it is.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from estimators.base.language import language
from estimators.base.number import digits


def tr(sentence: str, /, **parts: str | int) -> str:
    """The sentence with its parts, in the language that is spoken; without any, as a template for them.

    Raises `TypeError` if a part is a number that is not worded.
    """
    return _with_parts(language().sentences.get(sentence, (sentence,))[0], parts)


def tr_plural(one: str, many: str, n: int, /, **parts: str | int) -> str:
    """The sentence that goes with a count; ``{n}`` is the count."""
    spoken = language()
    forms = spoken.sentences.get(one)
    text = forms[spoken.plural_form(n)] if forms else one if n == 1 else many
    return _with_parts(text, {"n": n, **parts})


def tr_count(one: str, many: str, n: int, /, text: str) -> str:
    """A count with its noun: a language has "{n} photo" with its forms, where the noun is none that somebody typed."""
    spoken = language()
    forms = spoken.sentences.get(f"{{n}} {one}")
    if not forms:
        return f"{text} {one if n == 1 else many}"
    return forms[spoken.plural_form(n)].format(n=text)


_NO_TEXT = frozenset(
    (
        "name",
        "id",
        "key",
        "item",
        "date",
        "url",
        "updated",
        "note",
        "prints",
        "topic",
        "lexicon",
    )
)


def data_file(path: Path, translate: Callable[[str], str] | None = None) -> Any:
    """A JSON file of the product, each of its texts in the language that is spoken.

    A text has several words or begins with a capital; names, addresses and days are none.
    """
    spoken = language().sentences

    def said(value: Any) -> Any:
        if isinstance(value, str) and (" " in value or (value.istitle() and value[1:].isalpha())):
            return translate(value) if translate else spoken.get(value, (value,))[0]
        if isinstance(value, list):
            return [said(each) for each in value]
        if isinstance(value, dict):
            return {key: each if key in _NO_TEXT else said(each) for key, each in value.items()}
        return value

    return said(json.loads(path.read_text("utf-8")))


def _with_parts(text: str, parts: dict[str, str | int]) -> str:
    if not parts:
        return text
    return text.format_map({name: _worded(name, part) for name, part in parts.items()})


def _worded(name: str, part: object) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, int) and not isinstance(part, bool):
        return digits(part)
    raise TypeError(f"The part “{name}” is {part!r}: a number has to be worded first.")
