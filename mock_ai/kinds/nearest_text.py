"""The known text that shares most words with another one, so that a question in other words gets its answer."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from mock_ai.kinds.words import tokens

_PART = re.compile(r"[^\s’'/_.-]+")
_READ = 2_000  # characters of a text
_LEAST = 0.15  # of the weight of the words asked


class NearestText:
    """Finds by shared words, rare ones counting more (inverse document frequency).

    Parameters
    ----------
    texts : by their keys.
    """

    def __init__(self, texts: Mapping[bytes, str]) -> None:
        self._texts = texts

    @cached_property
    def _index(self) -> dict[str, list[bytes]]:
        index: dict[str, list[bytes]] = defaultdict(list)
        for key, text in self._texts.items():
            for word in _words(text):
                index[word].append(key)
        return index

    def find(self, text: str) -> bytes | None:
        """The key of the text that is most alike; None where none has a telling word in common."""
        plain = " ".join(text[:_READ].casefold().split())
        n = len(self._texts)
        scores: Counter[bytes] = Counter()
        whole = 0.0
        for word in _words(plain):
            holders = self._index.get(word, [])
            weight = math.log((n + 1) / (len(holders) + 0.5))
            whole += weight
            for key in holders if weight > 0.05 or n < 4 else ():
                scores[key] += weight / (1 + 0.01 * len(self._texts[key][:_READ]) / 100)  # type: ignore[assignment]  # a Counter of floats
        if not scores:
            return None
        best = min(scores, key=lambda key: (-scores[key], key))
        return best if scores[best] >= _LEAST * whole else None


def _words(text: str) -> set[str]:
    """The beginnings of its words, so that endings and plurals do not matter."""
    parts = (part for token in tokens(text[:_READ]) for part in _PART.findall(token.plain))
    return {part.removesuffix("s")[:7] if len(part) > 2 else part for part in parts}
