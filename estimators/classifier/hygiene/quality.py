"""Examples in which there is little to see, hear or read."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from estimators.classifier.arrays import Doubles, Mask
from estimators.classifier.data_issue import LEAVE_OUT, DataFix, DataIssue
from estimators.classifier.embedding import Embeddings
from estimators.classifier.issue_remark import TINY, little_to_see
from estimators.classifier.modality import PHOTO, SOUND, TEXT, VIDEO, modality_named

EXTREME_ASPECT = 4.0
_NO_DETAIL, _NO_DETAIL_FOR_ITS_CONTRAST = 30.0, 0.006
"""Photos blurred on purpose (Gaussian, 4 of 320 pixels) came to 0.5-2.2 and 0.0004-0.002; smooth plastic on a plain table,
sharply seen, to 14 and 0.01 at the least."""
_SCRIPT_OF_ALL = 0.95
_LETTERS_LOOKED_AT = 200


def quality(embeddings: Embeddings, names: Sequence[str]) -> tuple[DataIssue, ...]:
    """One finding for each thing that is wrong, with its examples."""
    modality = modality_named(embeddings.modality)
    looks = {PHOTO.name: _photos, VIDEO.name: _clips, SOUND.name: _sounds, TEXT.name: _texts}
    found = []
    for mask, what, *script in looks[modality.name](embeddings):
        paths = tuple(names[int(p)] for p in np.flatnonzero(mask & embeddings.readable))
        if paths:
            why = little_to_see(what, len(paths), modality.name, *script)
            found.append(DataIssue(paths, why, DataFix(LEAVE_OUT, paths)))
    return tuple(found)


_Looks = Iterator[tuple[Mask, str] | tuple[Mask, str, str]]
"""Which they are, what they are, and the script that is usual where they are of another."""


def _photos(embeddings: Embeddings) -> _Looks:
    width, height = embeddings.sizes.T
    shorter, longer = np.minimum(width, height), np.maximum(width, height)
    tiny = shorter < TINY
    yield tiny, "tiny"
    yield ~tiny & (longer >= EXTREME_ASPECT * shorter), "narrow"
    yield from _pictures(embeddings, ~tiny)


def _pictures(embeddings: Embeddings, large: Mask) -> _Looks:
    brightness, dark = embeddings.attribute("brightness"), embeddings.attribute("dark_share")
    sharpness, contrast = embeddings.attribute("sharpness"), embeddings.attribute("contrast")
    night = np.zeros(len(large), dtype=bool)
    if _usual(brightness) > 0.2:  # else the set is dark by nature, as X-rays are
        night = large & ((brightness < 0.15) & (dark > 0.5) | (dark > 0.8))
    yield night, "dark"
    large = large & ~night
    plain = large & (contrast < 0.015)
    yield plain, "plain"
    detail = sharpness / np.maximum(255.0 * contrast, 1.0) ** 2
    blurred = large & ~plain & (sharpness < _NO_DETAIL) & (detail < _NO_DETAIL_FOR_ITS_CONTRAST)
    yield blurred, "blurred"
    blown = embeddings.attribute("blown_share")
    if _usual(blown) < 0.3:  # else they are cut out on white
        yield large & ~plain & (blown > 0.7), "overexposed"


def _clips(embeddings: Embeddings) -> _Looks:
    seconds, shorter = embeddings.sizes.T
    yield shorter < TINY, "tiny"
    yield from _lengths(seconds, 0.2)
    yield from _pictures(embeddings, shorter >= TINY)


def _sounds(embeddings: Embeddings) -> _Looks:
    seconds, peak = embeddings.sizes.T
    silent = (peak < 0.003) | (embeddings.attribute("silent_share") > 0.98)
    yield silent, "silent"
    yield embeddings.attribute("clipped_share") > 0.01, "distorted"
    yield from _lengths(seconds, 0.1)


def _lengths(seconds: Doubles, least: float) -> _Looks:
    usual = _usual(seconds)
    yield (seconds < least) | (seconds < usual / 10), "short"
    yield seconds > 10 * usual, "long"


def _texts(embeddings: Embeddings) -> _Looks:
    characters, words = embeddings.sizes.T
    yield words < 1, "wordless"
    yield (characters > 10 * _usual(characters)) & (characters > 1_000), "long"
    scripts = np.array([_script(text) for text in embeddings.texts])
    known = scripts[scripts != ""]
    if len(known):
        usual, n = Counter(known.tolist()).most_common(1)[0]
        if n >= _SCRIPT_OF_ALL * len(known):
            yield (scripts != "") & (scripts != usual), "script", usual.title()


def _script(text: str) -> str:
    """The script of most of its first letters, as Unicode calls it ("LATIN"); empty if it has none."""
    letters = [letter for letter in text[: 2 * _LETTERS_LOOKED_AT] if letter.isalpha()]
    if not letters:
        return ""
    if text.isascii():
        return "LATIN"
    names = [unicodedata.name(letter, "").split(" ")[0] for letter in letters[:_LETTERS_LOOKED_AT]]
    return Counter(names).most_common(1)[0][0]


def _usual(values: Doubles) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else np.nan
