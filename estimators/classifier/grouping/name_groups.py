"""Which parts of file names tell where examples come from, judged by whether those that share one are alike beyond chance.

"3_jackson_12.wav" has the fields 3, jackson and 12 and the stem 3_jackson; "clip-007/frame12.jpg" has the folder clip-007.
A key that crosses the classes (a speaker says every digit) has to explain what is left of the features when the mean of
each class is taken away. A key within the classes (the clips of one source video) has to part its class into clumps.
Both are held against the same names dealt out anew within each class.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles, Indices, Mask, Singles

_FIELD = re.compile(r"[^_\-. ()\[\]+,;=@#]+")
_RUN = re.compile(r"[^\W\d_]*\d+|[^\W\d_]+")
_LAST_NUMBER = re.compile(r"[\W_]*\d+\D*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_COPY_MARK = re.compile(
    r"(?:[ _-]*\((?:\d{1,3}|copy|kopie)\)|[ _-]+(?:copy|kopie|copie|copia|edited|bearbeitet)(?:[ _-]?\d{1,2})?)+$",
    re.I,
)
_LINE_OF_A_TABLE = re.compile(r"\.(?:csv|tsv|xlsx?|jsonl?):\d+$", re.I)
_WORDS_OF_PEOPLE = re.compile(
    r"(?:^|[^a-z])(patient|subject|subj|participant|speaker|spk|person|user|session)[ _-]?(\d+)(?![\d])",
    re.I,
)
_MOST_FIELDS = 6
_MOST_FOLDERS = 3
_NEIGHBOURS = 5
_ANCHORS = 1_000
_DEALS = 50
_EXPLAINS = 0.5
"""A key that crosses classes has to win at least so much of the way from what chance gives to all neighbours."""
_SURELY = 0.8
"""What two speakers alone have to reach; words that halve a set happen to explain something now and then."""
_MOST_OF_ONE = 0.8
"""A test on the one folder that nearly everything is in is what there is; nobody is kept from it by ten from another."""
_NEARLY_ALL = 0.95
_IN_ORDER = 0.85
_MUCH_NEARER = 0.5
_AS_GOOD = 0.8
"""Whole folders and stems come before single words of a name, unless these tell much more."""
_SERIES_CHANCE = 1e-4
_CHANCE_PAIRS = 4_000
_NEXT_TO = 2
LEAST_GROUPS = 3


@dataclass(frozen=True)
class Key:
    """One way to read the names.

    - `where`: "folder" or "file name".
    - `values`: what it says for each name; "" where it says nothing.
    - `said`: whether a word such as patient or speaker says what the number after it means.
    """

    where: str
    values: tuple[str, ...]
    said: bool = False


@dataclass(frozen=True)
class Names:
    """File names, each taken apart once; a line of a table has no name of its own.

    - `stems`: without folders and ending; "" for a line of a table.
    - `folders`: below what all names share, outermost first, without those named like the class.
    """

    stems: tuple[str, ...]
    folders: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, names: Sequence[str], labels: Sequence[str]) -> "Names":
        paths = [PurePath("" if _LINE_OF_A_TABLE.search(name) else name) for name in names]
        parents = [path.parent.parts for path in paths if path.name]
        shared = _shared_start(parents)
        folders = tuple(
            tuple(part for part in path.parent.parts[shared:] if part != label)
            for path, label in zip(paths, labels, strict=True)
        )
        return cls(tuple(path.stem for path in paths), folders)

    def keys(self) -> Iterator[Key]:
        """Every way to read them that says the same of some and different things of others."""
        seen: set[tuple[int, ...]] = set()
        for key in self._all_keys():
            first: dict[str, int] = {}
            same = tuple(first.setdefault(value, len(first)) for value in key.values)
            known = {value for value in first if value}
            if len(known) > 1 and len(known) < sum(map(bool, key.values)) and same not in seen:
                seen.add(same)
                yield key

    def _all_keys(self) -> Iterator[Key]:
        whole = zip(self.folders, self.stems, strict=True)
        said = [_WORDS_OF_PEOPLE.search("/".join((*folders, stem))) for folders, stem in whole]
        words = tuple(f"{found[1]} {found[2]}".lower() if found else "" for found in said)
        if all(words):
            yield Key("name", words, said=True)
        for level in range(_MOST_FOLDERS):
            yield Key("folder", tuple("/".join(f[: level + 1]) for f in self.folders))
        yield Key(tr("file name"), tuple(_LAST_NUMBER.sub("", stem) for stem in self.stems))
        yield Key(tr("file name"), tuple(" ".join(_LETTERS.findall(stem)) for stem in self.stems))
        for pattern in (_FIELD, _RUN):
            fields = [pattern.findall(stem) for stem in self.stems]
            for place in (*range(_MOST_FIELDS), *range(-_MOST_FIELDS, 0)):
                yield Key(tr("file name"), tuple(_at(parts, place) for parts in fields))

    def copies(self) -> dict[str, list[int]]:
        """Positions by name without a mark such as "(2)" or "copy", where at least one of them has such a mark."""
        together: dict[str, list[int]] = {}
        marked = set()
        for position, stem in enumerate(self.stems):
            base = _COPY_MARK.sub("", stem)
            if base:
                together.setdefault(base, []).append(position)
                if base != stem:
                    marked.add(base)
        return {base: together[base] for base in marked if len(together[base]) > 1}

    def numbered(self) -> dict[tuple[object, ...], list[tuple[int, int]]]:
        """(number, position) in order, for names that are alike but for their last number."""
        series: dict[tuple[object, ...], list[tuple[int, int]]] = {}
        for position, (stem, folders) in enumerate(zip(self.stems, self.folders, strict=True)):
            found = re.search(r"(\d{1,9})\D*$", stem)
            if found:
                rest = stem[: found.start(1)] + "#" + stem[found.end(1) :]
                series.setdefault((*folders, rest), []).append((int(found[1]), position))
        return {start: sorted(members) for start, members in series.items() if len(members) > 1}


def _shared_start(paths: list[tuple[str, ...]]) -> int:
    """How many folders all paths begin with."""
    first, last = min(paths, default=()), max(paths, default=())
    return next(
        (k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )


def _at(parts: list[str], place: int) -> str:
    return parts[place] if -len(parts) <= place < len(parts) else ""


@dataclass(frozen=True)
class NameKey:
    """A part of the names that matters.

    - `crosses`: whether its values are found in several classes.
    - `explains`: from 0 (as chance has it) to 1 (all nearest neighbours share it).
    - `fewest`: how many values the class with the fewest has.
    """

    key: Key
    crosses: bool
    explains: float
    fewest: int

    @property
    def splits(self) -> bool:
        """Whether a split can keep it on one side: two speakers who both say everything leave nobody for the test."""
        return not self.crosses or self.fewest >= LEAST_GROUPS


def find_name_key(unit: Singles, codes: Indices, names: Names) -> NameKey | None:
    """The part of the names that best tells where examples come from, or None.

    - `unit`, array of shape (n, dimensions): features of readable examples, unit length.
    - `codes`, int array of shape (n,): class numbers.
    - `names`: of the same n.
    """
    keys = list(names.keys())
    if not keys or len(unit) < 2 * _NEIGHBOURS:
        return None
    said = next((key for key in keys if key.said), None)
    if said is not None:
        ids = np.unique(said.values, return_inverse=True)[1]
        return NameKey(said, _crosses(ids, codes), 1.0, _fewest(ids, codes))
    around = _Around.of(unit, codes)
    found = [found for key in keys if (found := around.judge(key)) is not None]
    found = [one for one in found if one.splits or _two_sided(one)]
    # One that crosses the classes says more: the others are often the same within a class.
    kind = max(((one.crosses, one.splits) for one in found), default=None)
    found = [one for one in found if (one.crosses, one.splits) == kind]
    best = max(map(_worth, found), default=0.0)
    return next((one for one in found if _worth(one) >= _AS_GOOD * best), None)


def _two_sided(found: NameKey) -> bool:
    """Whether a key of too few values is worth a warning: not where nearly all say the same, as when some are added later."""
    most = max(Counter(found.key.values).values()) / len(found.key.values)
    return found.explains >= _SURELY and most <= _MOST_OF_ONE


def _worth(found: NameKey) -> float:
    counts = Counter(value for value in found.key.values if value)
    return found.explains * sum(n for n in counts.values() if n > 1)


@dataclass(frozen=True)
class _Around:
    """Some examples (anchors) and what lies near them."""

    codes: Indices
    anchors: Indices
    nearest: Indices  # (anchors, neighbours), in features less the class mean
    distance: Singles  # (anchors, n), 1 - cosine

    @classmethod
    def of(cls, unit: Singles, codes: Indices) -> "_Around":
        n = len(unit)
        anchors = np.sort(np.random.default_rng(0).permutation(n)[:_ANCHORS])
        sums = np.zeros((codes.max() + 1, unit.shape[1]), np.float32)
        np.add.at(sums, codes, unit)
        rest = unit - (sums / np.bincount(codes)[:, None])[codes]
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12)
        likeness = rest[anchors] @ rest.T
        distance = 1.0 - unit[anchors] @ unit.T
        rows = np.arange(len(anchors))
        likeness[rows, anchors], distance[rows, anchors] = -np.inf, np.inf
        nearest = np.argpartition(-likeness, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
        return cls(codes, anchors, nearest, np.asarray(distance))

    def judge(self, key: Key) -> NameKey | None:
        values, ids = np.unique(key.values, return_inverse=True)
        # Nothing said, nothing shared.
        ids = np.where(values[ids] == "", -1 - np.arange(len(ids)), ids)
        crosses = _crosses(ids, self.codes)
        if not crosses and _is_the_class(ids, self.codes):
            return None
        explains = self._explained(ids) if crosses else self._parted(ids)
        return NameKey(key, crosses, explains, _fewest(ids, self.codes)) if explains else None

    def _explained(self, ids: Indices) -> float:
        """How far the key goes from chance to all, or 0 where it may be chance."""
        found = self._shared(ids)
        rng = np.random.default_rng(0)
        order = np.argsort(self.codes, kind="stable")
        chance = []
        for _ in range(_DEALS):
            dealt = np.empty_like(ids)
            dealt[order] = ids[np.lexsort((rng.random(len(ids)), self.codes))]
            chance.append(self._shared(dealt))
        usual = float(np.mean(chance))
        explains = (found - usual) / max(1.0 - usual, 1e-9)
        return explains if found > max(chance) and explains >= _EXPLAINS else 0.0

    def _shared(self, ids: Indices) -> float:
        """Of the nearest neighbours that could share an anchor's key, the share that does."""
        mates = np.unique(ids, return_inverse=True, return_counts=True)
        possible = np.minimum(mates[2][mates[1]] - 1, _NEIGHBOURS)[self.anchors]
        shared = (ids[self.nearest] == ids[self.anchors, None]).sum(axis=1)
        return float(shared.sum() / max(possible.sum(), 1))

    def _parted(self, ids: Indices) -> float:
        """How often a mate is nearer than another of the class, or 0 where the key does not make clumps."""
        nearer, ratio = [], []
        for row, anchor in enumerate(self.anchors):
            of_class = self.codes == self.codes[anchor]
            of_class[anchor] = False
            mates = self.distance[row, of_class & (ids == ids[anchor])]
            others = np.sort(self.distance[row, of_class & (ids != ids[anchor])])
            if len(mates) and len(others):
                nearer.append(1.0 - np.searchsorted(others, mates).mean() / len(others))
                ratio.append(mates.min() / max(others[0], 1e-9))
        if len(nearer) < 2 * _NEIGHBOURS:
            return 0.0
        clumps = np.mean(nearer) >= _IN_ORDER and np.median(ratio) <= _MUCH_NEARER
        return float(np.mean(nearer)) if clumps else 0.0


def find_series(
    unit: Singles, codes: Indices, names: Names, alike: Doubles
) -> list[tuple[int, int]]:
    """Pairs with neighbouring numbers that are alike, if neighbours are alike more often than others are.

    `alike` is the distance within each class below which two are alike, shape (classes,).
    """
    from scipy.stats import binom

    rng = np.random.default_rng(0)
    pairs: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for members in names.numbered().values():
        numbers, positions = np.array(members).T
        for step in range(1, _NEXT_TO + 1):
            follows = np.flatnonzero(numbers[step:] - numbers[:-step] <= _NEXT_TO)
            pairs += zip(
                positions[follows].tolist(), positions[follows + step].tolist(), strict=True
            )
        a, b = rng.integers(len(numbers), size=(2, min(20 * len(numbers), _CHANCE_PAIRS)))
        far = np.abs(numbers[a] - numbers[b]) > 5 * _NEXT_TO
        apart += zip(positions[a[far]].tolist(), positions[b[far]].tolist(), strict=True)
    if not pairs or len(apart) < min(len(pairs), _CHANCE_PAIRS // 4):
        return []
    close, by_chance = _alike(unit, codes, pairs, alike), _alike(unit, codes, apart, alike)
    rate = (by_chance.sum() + 1) / (len(by_chance) + 1)
    if close.sum() < 3 or binom.sf(close.sum() - 1, len(close), rate) > _SERIES_CHANCE:
        return []
    return [pair for pair, near in zip(pairs, close.tolist(), strict=True) if near]


def _alike(unit: Singles, codes: Indices, pairs: list[tuple[int, int]], alike: Doubles) -> Mask:
    i, j = np.array(pairs).T
    distance = 1.0 - np.einsum("nd,nd->n", unit[i], unit[j])
    return np.asarray((codes[i] == codes[j]) & (distance <= alike[codes[i]]))


def _crosses(ids: Indices, codes: Indices) -> bool:
    """Whether half of what shares a key, counted in examples and in keys, is of several classes."""
    groups = np.unique(ids, return_inverse=True)[1]
    pairs = np.unique(np.stack([groups, codes]), axis=1)
    several = np.bincount(pairs[0]) > 1
    shared = np.bincount(groups) > 1
    return bool(several[groups].mean() >= 0.5 and several[shared].mean() >= 0.5)


def _is_the_class(ids: Indices, codes: Indices) -> bool:
    """Whether the keys say no more than the class does, but for a few examples."""
    (_, code), n = np.unique(np.stack([ids, codes]), axis=1, return_counts=True)
    most = np.zeros(codes.max() + 1, dtype=np.intp)
    np.maximum.at(most, code, n)
    return bool(most.sum() > _NEARLY_ALL * len(codes))


def _fewest(ids: Indices, codes: Indices) -> int:
    """How many keys the class with the fewest has."""
    pairs = np.unique(np.stack([ids, codes]), axis=1)
    return int(np.bincount(pairs[1], minlength=codes.max() + 1).min())
