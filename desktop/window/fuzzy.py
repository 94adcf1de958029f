"""Fuzzy match for the palette: the letters in order, whole words and word starts first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Match:
    """How well a text matches, and which of its characters did."""

    score: float
    places: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """Match every word of ``query`` in ``text``; None where one does not occur. An empty query matches all."""
    score, places = 0.0, set[int]()
    for word in query.lower().split():
        found = _word(word, text.lower())
        if found is None:
            return None
        score += found.score
        places.update(found.places)
    return Match(score, tuple(sorted(places)))


def _word(word: str, text: str) -> Match | None:
    at = text.find(word)
    starts = [i for i in range(len(text)) if i == 0 or not text[i - 1].isalnum()]
    for start in starts:
        if text.startswith(word, start):
            first = 10.0 if start == 0 else 0.0
            return Match(100.0 + first + len(word), tuple(range(start, start + len(word))))
    if at >= 0:
        return Match(60.0 + len(word) - at / 10, tuple(range(at, at + len(word))))
    return _scattered(word, text, set(starts))


def _scattered(word: str, text: str, starts: set[int]) -> Match | None:
    """The letters in order anywhere; letters at word starts count more, and too loose a match is none."""
    places: list[int] = []
    position = 0
    for letter in word:
        options = [i for i in range(position, len(text)) if text[i] == letter]
        if not options:
            return None
        at = next((i for i in options if i in starts), options[0])
        places.append(at)
        position = at + 1
    loose = places[-1] - places[0] + 1 - len(word)
    hits = sum(place in starts for place in places)
    score = 20.0 + 6 * hits - loose
    return Match(score, tuple(places)) if score > 8 else None
