"""How characters are normalised, in the form that SentencePiece and Hugging Face's `tokenizers` read ("precompiled charsmap").

It is a table of strings, found by a trie over UTF-8 bytes that is laid out as a double array: a node is a place in an
array, and its child by byte b is at `base ^ b`, where that place bears b as its label. Layout of a 32-bit unit: bits 0-7
label, 8 "has a leaf", 10-30 the node's place ^ its base; a leaf (at byte 0) has bit 31 set and holds the value. This is the
layout of Darts-clone (https://github.com/s-yata/darts-clone).
"""

import struct
from collections import deque
from collections.abc import Iterator, Mapping

_LEAF = 1 << 31
_HAS_LEAF = 1 << 8
_OFFSET_SHIFT, _OFFSET_LIMIT = 10, 1 << 21
_UNUSED = 0xFF  # a label that no UTF-8 text has
_PAGE = 256

_Node = dict[int, "_Node | int"]


def precompiled_charsmap(normalised: Mapping[str, str]) -> bytes:
    """The table in that form.

    Parameters
    ----------
    normalised : mapping
        From a text (usually one character) to what replaces it, which may be empty.

    Raises
    ------
    ValueError
        If a text is empty or holds the character NUL, or there are too many.
    """
    strings, places, root = bytearray(), {}, _Node()
    for text, replacement in sorted(normalised.items()):
        if not text or "\0" in text + replacement:
            raise ValueError("Texts may be neither empty nor hold the character NUL.")
        if replacement not in places:
            places[replacement] = len(strings)
            strings += replacement.encode() + b"\0"
        node = root
        for byte in text.encode():
            child = node.setdefault(byte, {})
            assert isinstance(child, dict)  # only byte 0 leads to a value
            node = child
        node[0] = places[replacement]
    units = _double_array(root)
    return struct.pack(f"<{1 + len(units)}I", 4 * len(units), *units) + bytes(strings)


def _double_array(root: _Node) -> list[int]:
    units = [_UNUSED] * _PAGE
    taken = bytearray(_PAGE)
    taken[0] = 1
    bases: set[int] = set()
    searched: dict[tuple[int, ...], int] = {}  # places only fill up: what was too small stays so
    waiting = deque([(root, 0)])
    while waiting:
        node, place = waiting.popleft()
        labels = tuple(sorted(node))
        free = searched.get(labels, 1)
        while (free ^ labels[0]) in bases or any(_is_taken(taken, free, labels)):
            free += 1
        searched[labels] = free
        base = free ^ labels[0]
        bases.add(base)
        # All children differ in their lowest eight bits only, so they share a page.
        missing = max((base | (_PAGE - 1)) + 1 - len(units), 0)
        units += [_UNUSED] * missing
        taken += bytes(missing)
        if place ^ base >= _OFFSET_LIMIT:
            raise ValueError("There are too many texts for one table.")
        label = units[place] if place else 0
        units[place] = label | (place ^ base) << _OFFSET_SHIFT | (_HAS_LEAF if 0 in node else 0)
        for byte, child in node.items():
            taken[base ^ byte] = 1
            if isinstance(child, int):
                units[base] = _LEAF | child
            else:
                units[base ^ byte] = byte
                waiting.append((child, base ^ byte))
    return units


def _is_taken(taken: bytearray, free: int, labels: tuple[int, ...]) -> Iterator[bool]:
    """For each label, whether its place is taken when the first of them goes to `free`."""
    for label in labels:
        place = free ^ labels[0] ^ label
        yield place < len(taken) and taken[place] == 1
