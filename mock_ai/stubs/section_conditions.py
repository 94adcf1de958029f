"""Reads ``when``: the conditions of a stub or of a failure."""

import re

import yaml

from mock_ai.scenario_reader import Reader
from mock_ai.stubs.conditions import StubCondition, ValueTest
from mock_ai.stubs.patterns import Pattern, PatternError
from mock_ai.stubs.photos import LARGEST_BYTES, difference_hash

_TEXTS = ("text", "file", "system", "model")
_TESTS = ("contains", "equals", "regex", "above", "below")


def conditions(reader: Reader, node: yaml.Node, key: str) -> tuple[StubCondition, ...]:
    """One condition, or a list of which any will do."""
    return tuple(_condition(reader, item, key) for item in reader.one_or_more(node, key))


def _condition(reader: Reader, node: yaml.Node, key: str) -> StubCondition:
    parts = reader.mapping(node, key, dict.fromkeys((*_TEXTS, "json", "header", "image", "sha256")))
    if not parts:
        raise reader.complaint(node, "asks for nothing", "Leave “when” out to mean every request")
    texts = tuple(
        (subject, _test(reader, parts[subject], subject, otherwise="contains"))
        for subject in _TEXTS
        if subject in parts
    )
    fields = tuple(
        (tuple(name.split(".")), _test(reader, value, name, otherwise="equals"))
        for _, name, value in (reader.pairs(parts["json"], "json") if "json" in parts else [])
    )
    headers = tuple(
        (name.lower(), _test(reader, value, name, otherwise="equals"))
        for _, name, value in (reader.pairs(parts["header"], "header") if "header" in parts else [])
    )
    content = frozenset(
        _digest(reader, item)
        for item in (reader.one_or_more(parts["sha256"], "sha256") if "sha256" in parts else [])
    )
    if "image" not in parts:
        return StubCondition(texts, fields, headers, content=content)
    like, alike = _image(reader, parts["image"])
    return StubCondition(texts, fields, headers, like, alike, content)


def _test(reader: Reader, node: yaml.Node, key: str, otherwise: str) -> ValueTest:
    """A mapping of tests, or one value (or a list for ``contains``) for the usual test."""
    if not isinstance(node, yaml.MappingNode):
        parts: dict[str, yaml.Node] = {otherwise: node}
    else:
        parts = reader.mapping(node, f"tests of “{key[:60]}”", dict.fromkeys(_TESTS))
    if not parts:
        raise reader.complaint(node, f"tests nothing of “{key[:60]}”", f"Say {', '.join(_TESTS)}")
    pattern = None
    if "regex" in parts:
        try:
            pattern = Pattern(reader.text(parts["regex"], "regex"))
        except PatternError as error:
            raise reader.complaint(
                parts["regex"], "has a regex that cannot be used", _sentence(error)
            ) from error
    return ValueTest(
        contains=tuple(
            reader.text(item, "contains")
            for item in (
                reader.one_or_more(parts["contains"], "contains") if "contains" in parts else []
            )
        ),
        equals=reader.words(parts["equals"], "equals") if "equals" in parts else None,
        pattern=pattern,
        above=reader.number(parts["above"], "above") if "above" in parts else None,
        below=reader.number(parts["below"], "below") if "below" in parts else None,
    )


def _digest(reader: Reader, node: yaml.Node) -> str:
    text = reader.text(node, "sha256").lower()
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise reader.complaint(node, "has no SHA-256", "That is 64 digits from 0 to 9 and a to f")
    return text


def _image(reader: Reader, node: yaml.Node) -> tuple[int, float]:
    if isinstance(node, yaml.ScalarNode):
        parts: dict[str, yaml.Node] = {"like": node}
    else:
        parts = reader.mapping(node, "image", dict.fromkeys(("like", "alike")))
    if "like" not in parts:
        raise reader.complaint(node, "has an image without “like”", "Name the photo it resembles")
    path = reader.file(parts["like"], "like")
    found = None
    if path.stat().st_size <= LARGEST_BYTES:
        found = difference_hash(path.read_bytes())
    if found is None:
        raise reader.complaint(
            parts["like"], f"names “{path.name[:60]}”", "That is no photo that can be read"
        )
    return found, reader.between(parts["alike"], "alike", 0.5, 1) if "alike" in parts else 0.85


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
