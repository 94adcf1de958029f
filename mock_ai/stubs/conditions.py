"""Whether a stub mapping is meant: by text, file name, JSON field, header or photo; and how a file says it (``when``)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt
from mock_ai.scenario_reader import Reader
from mock_ai.stubs.patterns import Pattern, PatternError
from mock_ai.stubs.photos import LARGEST_BYTES, difference_hash, likeness

LONGEST_JSON = 200_000
LONGEST_TEXT = 100_000
_MISSING = object()


class MatchedRequest:
    """A prompt as stubs look at it. The costly views are made once, when a stub needs them."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt

    @cached_property
    def fields(self) -> Any:
        """The JSON of the user's message, or an empty object."""
        text = self.prompt.last_text.strip()
        if text[:1] not in {"{", "["} or len(text) > LONGEST_JSON:
            return {}
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return {}

    @cached_property
    def hashes(self) -> tuple[int, ...]:
        """The difference hashes of the photos that came with the message."""
        found = (difference_hash(image) for image in self.prompt.last_images[:8])
        return tuple(one for one in found if one is not None)

    @cached_property
    def digests(self) -> frozenset[str]:
        """The SHA-256 of each photo or sound that came with the message, in hexadecimal."""
        return frozenset(hashlib.sha256(one).hexdigest() for one in self.prompt.last_images)

    def field(self, path: tuple[str, ...]) -> Any:
        """A field of the message’s JSON, or else of the request’s; ``_MISSING`` without one."""
        found = _reach(self.fields, path)
        return found if found is not _MISSING else _reach(self.prompt.document, path)

    def words(self, subject: str) -> str:
        """One of the texts that can be matched on, its first 100,000 characters."""
        prompt = self.prompt
        return {
            "text": prompt.last_text,
            "file": prompt.file_name,
            "system": prompt.system,
            "model": prompt.model,
        }[subject][:LONGEST_TEXT]


@dataclass(frozen=True)
class ValueTest:
    """What a value must be; everything given must hold. Capitals do not matter for texts."""

    contains: tuple[str, ...] = ()  # any of them
    equals: str | None = None
    pattern: Pattern | None = None
    above: float | None = None
    below: float | None = None

    def holds(self, value: Any) -> bool:
        """Whether the value passes."""
        text = _text(value)
        lower = text.casefold()
        if self.contains and not any(part.casefold() in lower for part in self.contains):
            return False
        if self.equals is not None and lower.strip() != self.equals.casefold().strip():
            return False
        if self.above is not None or self.below is not None:
            number = _number(value)
            if number is None:
                return False
            if self.above is not None and not number > self.above:
                return False
            if self.below is not None and not number < self.below:
                return False
        return self.pattern is None or self.pattern.found_in(text)


@dataclass(frozen=True)
class StubCondition:
    """Everything that must hold for a stub to be meant; without anything it always is."""

    texts: tuple[tuple[str, ValueTest], ...] = ()
    fields: tuple[tuple[tuple[str, ...], ValueTest], ...] = ()
    headers: tuple[tuple[str, ValueTest], ...] = ()
    like: int | None = None
    alike: float = 0.85
    content: frozenset[str] = frozenset()  # SHA-256 of photos or sounds, any of them

    def holds(self, asked: MatchedRequest) -> bool:
        """Whether the prompt is meant; what is cheap to look at is looked at first."""
        for subject, test in self.texts:
            if not test.holds(asked.words(subject)):
                return False
        for name, test in self.headers:
            if name not in asked.prompt.headers or not test.holds(asked.prompt.headers[name]):
                return False
        for path, test in self.fields:
            value = asked.field(path)
            if value is _MISSING or not test.holds(value):
                return False
        if self.content and not self.content & asked.digests:
            return False
        like = self.like
        return like is None or any(likeness(like, one) >= self.alike for one in asked.hashes)


def _reach(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step[:9]) < len(value):
            value = value[int(step[:9])]
        else:
            return _MISSING
    return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    try:
        return json.dumps(value, ensure_ascii=False, default=str)[:LONGEST_TEXT]
    except (RecursionError, ValueError):
        return ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


_TEXTS = ("text", "file", "system", "model")
_TESTS = ("contains", "equals", "regex", "above", "below")


def conditions(reader: Reader, node: yaml.Node, key: str) -> tuple[StubCondition, ...]:
    """One condition, or a list of which any will do."""
    return tuple(_condition(reader, item, key) for item in reader.one_or_more(node, key))


def _condition(reader: Reader, node: yaml.Node, key: str) -> StubCondition:
    parts = reader.mapping(node, key, dict.fromkeys((*_TEXTS, "json", "header", "image", "sha256")))
    if not parts:
        raise reader.complaint(
            node, tr("asks for nothing"), tr("Leave “when” out to mean every request")
        )
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
        parts = reader.mapping(node, tr("tests of “{key}”", key=key[:60]), dict.fromkeys(_TESTS))
    if not parts:
        raise reader.complaint(
            node,
            tr("tests nothing of “{key}”", key=key[:60]),
            tr("Say {tests}", tests=", ".join(_TESTS)),
        )
    pattern = None
    if "regex" in parts:
        try:
            pattern = Pattern(reader.text(parts["regex"], "regex"))
        except PatternError as error:
            raise reader.complaint(
                parts["regex"], tr("has a regex that cannot be used"), _sentence(error)
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
        raise reader.complaint(
            node, tr("has no SHA-256"), tr("That is 64 digits from 0 to 9 and a to f")
        )
    return text


def _image(reader: Reader, node: yaml.Node) -> tuple[int, float]:
    missing, advice = tr("has an image without “like”"), tr("Name the photo it resembles")
    parts = reader.form(node, "image", ("like", "alike"), missing, advice)
    path = reader.file(parts["like"], "like")
    found = None
    if path.stat().st_size <= LARGEST_BYTES:
        found = difference_hash(path.read_bytes())
    if found is None:
        raise reader.complaint(
            parts["like"],
            tr("names “{name}”", name=path.name[:60]),
            tr("That is no photo that can be read"),
        )
    return found, reader.between(parts["alike"], "alike", 0.5, 1) if "alike" in parts else 0.85


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
