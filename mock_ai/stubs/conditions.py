"""Whether a stub mapping is meant: by text, file name, JSON field, header or photo; and how a file says it (``when``)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from estimators.base.pattern import Pattern, PatternError
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt
from mock_ai.scenario_reader import Read, Reader, within
from mock_ai.stubs.photos import LARGEST_BYTES, difference_hash, likeness

LONGEST_JSON = 200_000
LONGEST_TEXT = 100_000
_MISSING = object()
_ALIKE = 0.85  # of two photos, unless a file says otherwise


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
    regex: Pattern | None = None
    above: float | None = None
    below: float | None = None

    def holds(self, value: Any) -> bool:
        """Whether the value passes; one that is missing never does."""
        text, number = _text(value), _number(value)
        lower = text.casefold()
        return (
            value is not _MISSING
            and (not self.contains or any(part.casefold() in lower for part in self.contains))
            and (self.equals is None or lower.strip() == self.equals.casefold().strip())
            and (self.above is None or (number is not None and number > self.above))
            and (self.below is None or (number is not None and number < self.below))
            and (self.regex is None or self.regex.found_in(text))
        )


NamedTests = tuple[tuple[str, ValueTest], ...]


@dataclass(frozen=True)
class StubCondition:
    """Everything that must hold for a stub to be meant; without anything it always is."""

    texts: NamedTests = ()
    json: NamedTests = ()  # of fields, “order.total” within “order”
    header: NamedTests = ()
    image: tuple[int, float] | None = None  # the hash of a photo, and how alike another has to be
    sha256: frozenset[str] = frozenset()  # of photos or sounds, any of them

    def holds(self, asked: MatchedRequest) -> bool:
        """Whether the prompt is meant; what is cheap to look at is looked at first."""
        headers, photo = asked.prompt.headers, self.image
        return (
            all(test.holds(asked.words(subject)) for subject, test in self.texts)
            and all(test.holds(headers.get(n.lower(), _MISSING)) for n, test in self.header)
            and all(test.holds(asked.field(tuple(n.split(".")))) for n, test in self.json)
            and (not self.sha256 or bool(self.sha256 & asked.digests))
            and (photo is None or any(likeness(photo[0], one) >= photo[1] for one in asked.hashes))
        )


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


def conditions(reader: Reader, node: yaml.Node, key: str) -> tuple[StubCondition, ...]:
    """One condition, or a list of which any will do."""
    return tuple(_condition(reader, item, key) for item in reader.one_or_more(node, key))


def _condition(reader: Reader, node: yaml.Node, key: str) -> StubCondition:
    said = reader.parts(node, key, _CONDITION)
    if not said:
        advice = tr("Leave “when” out to mean every request")
        raise reader.complaint(node, tr("asks for nothing"), advice)
    texts = tuple((subject, said.pop(subject)) for subject in _TEXTS if subject in said)
    return StubCondition(texts, **said)


def _test(reader: Reader, node: yaml.Node, key: str, otherwise: str = "contains") -> ValueTest:
    """A mapping of tests, or one value (or a list for ``contains``) for the usual test."""
    if not isinstance(node, yaml.MappingNode):
        return ValueTest(**{otherwise: _TESTS[otherwise](reader, node, otherwise)})
    said = reader.parts(node, tr("tests of “{key}”", key=key[:60]), _TESTS)
    if not said:
        what = tr("tests nothing of “{key}”", key=key[:60])
        raise reader.complaint(node, what, tr("Say {tests}", tests=", ".join(_TESTS)))
    return ValueTest(**said)


def _contains(reader: Reader, node: yaml.Node, key: str) -> tuple[str, ...]:
    return tuple(reader.text(item, key) for item in reader.one_or_more(node, key))


def _regex(reader: Reader, node: yaml.Node, key: str) -> Pattern:
    try:
        return Pattern(reader.text(node, key))
    except PatternError as error:
        what = tr("has a regex that cannot be used")
        raise reader.complaint(node, what, _sentence(error)) from error


def _named(reader: Reader, node: yaml.Node, key: str) -> NamedTests:
    return tuple(
        (name, _test(reader, value, name, otherwise="equals"))
        for _, name, value in reader.pairs(node, key)
    )


def _digests(reader: Reader, node: yaml.Node, key: str) -> frozenset[str]:
    found = set()
    for item in reader.one_or_more(node, key):
        found.add(text := reader.text(item, key).lower())
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            advice = tr("That is 64 digits from 0 to 9 and a to f")
            raise reader.complaint(item, tr("has no SHA-256"), advice)
    return frozenset(found)


def _image(reader: Reader, node: yaml.Node, key: str) -> tuple[int, float]:
    needs = tr("has an image without “like”"), tr("Name the photo it resembles")
    readers = {"like": _photo, "alike": within(0.5, 1)}
    said = reader.parts(node, key, readers, needs, alone=yaml.Node)
    return said["like"], said.get("alike", _ALIKE)


def _photo(reader: Reader, node: yaml.Node, key: str) -> int:
    path = reader.file(node, key)
    small = path.stat().st_size <= LARGEST_BYTES
    found = difference_hash(path.read_bytes()) if small else None
    if found is None:
        what = tr("names “{name}”", name=path.name[:60])
        raise reader.complaint(node, what, tr("That is no photo that can be read"))
    return found


_TESTS: dict[str, Read] = {
    "contains": _contains,
    "equals": Reader.words,
    "regex": _regex,
    "above": Reader.number,
    "below": Reader.number,
}
_CONDITION: dict[str, Read] = {
    **dict.fromkeys(_TEXTS, _test),
    "json": _named,
    "header": _named,
    "image": _image,
    "sha256": _digests,
}


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
