"""How large a model file becomes once it is parsed, told from its bytes alone.

Two bytes of a file can stand for a message that takes a hundred in memory, so a file of a few megabytes could fill it
before a single operator is looked at. The wire format (https://protobuf.dev/programming-guides/encoding/) says where each
message ends; only the few levels that a model of ours has are looked into, nothing is built.
"""

import re
from collections.abc import Iterator
from itertools import islice

from estimators.base.number import digits
from estimators.base.sentence import tr

_MODEL_GRAPH, _METADATA = 7, 14
_NODE, _INITIALIZER = 1, 5
_ATTRIBUTE = 5
_RAW_DATA = 9
_MOST_PARTS = 100_000
_MOST_METADATA = 16_000_000
_MOST_ATTRIBUTES = 16_000_000
"""Bytes. The vocabularies of three text networks side by side are 9 MB of them."""
_MOST_OTHER = 2_000_000
"""Bytes of all but numbers, attributes and metadata: the names of a file of ours are 0.3 MB."""

_SHORT_ATTRIBUTE = 4_096
LONGEST_TEXT = 500
"""Bytes of a text in a list of them: a word of a vocabulary, or of a column."""
# A length and so many bytes: the only way to say it to a regular expression.
_SHORT_TEXTS = b"|".join(
    re.escape(bytes([length] if length < 128 else [length & 127 | 128, length >> 7]))
    + b".{%d}" % length
    for length in range(LONGEST_TEXT + 1)
)
_VOCABULARY = re.compile(
    rb"(?:\x40[\x80-\xff]{0,9}[\x00-\x7f]|\x3d.{4}|[\x0a\x4a](?:%b)|\xa0\x01[\x00-\x7f])*+"
    % _SHORT_TEXTS,
    re.DOTALL,
)
"""A name, a type, and whole or other numbers, or short texts: what a long attribute of ours is, and nothing nested."""


def problem_in_outline(data: bytes) -> str | None:
    """Why a file should not be parsed, in a sentence, or None.

    Raises `ValueError` if it is no such file at all.
    """
    view = memoryview(data)
    top = list(islice(_fields(view, 0, len(data)), _MOST_PARTS))
    graphs = [(start, stop) for number, start, stop in top if number == _MODEL_GRAPH]
    if len(graphs) != 1:
        return tr("It has more than one graph.") if graphs else tr("It has no graph.")
    metadata = sum(stop - start for number, start, stop in top if number == _METADATA)
    numbers = attributes = 0
    parts = len(top)
    for within, number, start, stop in _parts(view, *graphs[0]):
        parts += 1
        if parts > _MOST_PARTS:
            return tr("It has more than {most_parts} parts.", most_parts=digits(_MOST_PARTS))
        if (within, number) == (_INITIALIZER, _RAW_DATA):
            numbers += stop - start
        elif (within, number) == (_NODE, _ATTRIBUTE) and stop - start > _SHORT_ATTRIBUTE:
            if not _VOCABULARY.fullmatch(view, start, stop):
                return tr("It hides something inside an operator.")
            attributes += stop - start
    for size, most, what in (
        (metadata, _MOST_METADATA, tr("words about itself")),
        (attributes, _MOST_ATTRIBUTES, "vocabulary"),
        (len(data) - metadata - numbers - attributes, _MOST_OTHER, "names"),
    ):
        if size > most:
            return tr(
                "It has {size} MB of {what}; {most} MB are the most.",
                size=digits(size / 1e6),
                what=what,
                most=digits(most / 1e6),
            )
    return None


def _parts(view: memoryview, start: int, stop: int) -> Iterator[tuple[int, int, int, int]]:
    """The parts of a graph (within 0), and of its operators and tables (within their number)."""
    for number, first, last in _fields(view, start, stop):
        yield 0, number, first, last
        if number in (_NODE, _INITIALIZER):
            for inner in _fields(view, first, last):
                yield number, *inner


def _fields(view: memoryview, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """The fields of a message: number, and where the value begins and ends."""
    at = start
    while at < stop:
        tag, at = _varint(view, at, stop)
        kind = tag & 7
        if kind == 0:
            end = _varint(view, at, stop)[1]
        elif kind == 1:
            end = at + 8
        elif kind == 2:
            length, at = _varint(view, at, stop)
            end = at + length
        elif kind == 5:
            end = at + 4
        else:  # groups, which no model has and which can be nested without end
            raise ValueError("A part of a kind that no model has.")
        if end > stop:
            raise ValueError("A part ends beyond its whole.")
        yield tag >> 3, at, end
        at = end


def _varint(view: memoryview, at: int, stop: int) -> tuple[int, int]:
    value = shift = 0
    while at < stop and shift < 70:
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("A number without an end.")
