"""Lists of recommendations that hold what was taken as often as the dial says, and go wrong as recommenders do."""

import math
import random
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate
from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from mock_ai.kinds.allocation import Luck
from mock_ai.kinds.dialled_kind import AnswerPart, DialledKind, KindAnswer, pair_of, share_of
from mock_ai.kinds.words import plain_words

_TRIES = 40
_ALIKE_READ = 400  # items that are compared with one another


class DialledRanking(DialledKind):
    """Ranks the items that were taken; good = the item taken, an answer = a list of items, the best first.

    Dials
    -----
    hit : (k, share): the item taken is among the first k in so large a share.
    ndcg : the mean normalised discounted cumulative gain of the lists (one item counts, so 1 / log2(1 + its place), 0 where it is
        not there), reached by how high the hits stand; None leaves them first most often (Järvelin and Kekäläinen, 2002,
        https://doi.org/10.1145/582415.582418).
    length : how many items an answer has (6).
    mix : of the lists without it, shares of ``popular`` (the bestsellers for everybody), ``repeats`` (the same again),
        ``sold_out`` (what cannot be had) and ``alike`` (all of one sort).
    sold_out : items that cannot be had; without any, the least taken tenth is said to be.
    """

    kind = "rank"
    default_mix: ClassVar = {"popular": 0.4, "alike": 0.3, "repeats": 0.15, "sold_out": 0.15}

    def _set_dials(
        self,
        *,
        hit: Any = (3, 0.6),
        length: Any = 6,
        mix: Any = None,
        sold_out: Any = (),
        ndcg: Any = None,
    ) -> None:
        """Turn the dials. Raises ``UserError`` where one is out of range, or there are too few items to be wrong."""
        k, share = pair_of("hit", hit)
        self.k = int(share_of(tr("hit (among the first)"), k, least=1, most=100))
        self.share = share_of(tr("hit (share)"), share)
        self.length = max(int(share_of("length", length, least=1, most=1000)), self.k)
        self._mix = self.mix_of(mix)
        taken = Counter(self.goods)
        self._by_sales = tuple(sorted(taken, key=lambda item: (-taken[item], str(item))))
        if len(self._by_sales) < 2:
            raise UserError(
                tr("There is only one item to recommend."),
                tr("With one there is nothing to be right or wrong about."),
                tr("Give choices of at least two items."),
            )
        self._sums = tuple(accumulate(taken[item] for item in self._by_sales))
        self._gone = tuple(sold_out) or self._by_sales[-max(1, len(self._by_sales) // 10) :]
        self._is_gone = frozenset(self._gone)
        self._places = None if ndcg is None else self._places_for(share_of("ndcg", ndcg))

    def _places_for(self, ndcg: float) -> tuple[tuple[str, float], ...]:
        """How often the hits stand at each place, so that all lists gain ``ndcg`` on average."""
        late = dict(self._mix).get("popular", 0.0) if self._shows_late() else 0.0
        missed = (1 - self.share) * late * _gain(min(self.length, len(self._by_sales)))
        least, most = missed + self.share * _gain(self.k), missed + self.share
        if not least - 1e-9 <= ndcg <= most + 1e-9:
            raise UserError(
                tr("“ndcg” cannot be {value}.", value=f"{ndcg:g}"),
                tr(
                    "With {share} found among the first {k} it lies between {least} and {most}.",
                    share=set_percent(self.share), k=self.k, least=f"{least:.2f}", most=f"{most:.2f}",
                ),
                tr("Choose between these, or turn how many are taken."),
            )  # fmt: skip
        wanted = (ndcg - missed) / self.share if self.share else 1.0
        low, high = -50.0, 50.0  # of a geometric law over the places, by its exponent
        for _ in range(80):
            middle = (low + high) / 2
            shares = _geometric(self.k, middle)
            mean = sum(share * _gain(place) for place, share in enumerate(shares, 1))
            low, high = (middle, high) if mean < wanted else (low, middle)
        found = _geometric(self.k, (low + high) / 2)
        return tuple((str(place), share) for place, share in enumerate(found) if share > 0)

    def _shows_late(self) -> bool:
        """Whether there is room below the first k, and there are items enough to fill them."""
        return self.length > self.k and len(self._by_sales) > self.k

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """A list with what was taken among its first, or one of the ways without."""
        chance = luck.generator()
        is_good = luck.u >= 1 - self.share
        if is_good:
            failure = None
            items = [one for one in self._drawn(chance, {good}) if one not in self._is_gone]
            # First most often, as a good list has it.
            place = min(chance.randrange(self.k), chance.randrange(self.k))
            if self._places is not None:
                place = int(luck.way(self._places))
            items.insert(min(place, len(items)), good)
        else:
            failure = luck.way(self._mix)
            items = getattr(self, f"_{failure}")(chance, good)
        items = items[: self.length]
        parts = tuple(
            AnswerPart(
                str(place),
                item,
                round(max(0.05, 0.9 - 0.12 * place - 0.05 * chance.random()), 3),
                "sold_out" if failure == "sold_out" and item in self._is_gone else None,
            )
            for place, item in enumerate(items, 1)
        )
        return KindAnswer(items, is_good, failure, parts[0].certainty if parts else 0.05, parts)

    def is_good(self, good: Any, answer: Any) -> bool:
        """Whether the item taken is among the first k."""
        return good in list(answer)[: self.k]

    def ndcg(self, good: Sequence[Any], answers: Sequence[Any]) -> float:
        """The mean normalised discounted cumulative gain of answers, where one item counts."""
        gains = [
            _gain(list(a).index(g) + 1) if g in list(a) else 0.0
            for g, a in zip(good, answers, strict=True)
        ]
        return sum(gains) / len(gains)

    def _checked_good(self, good: Any) -> Any:
        plain = good.item() if hasattr(good, "item") else good
        if not isinstance(plain, Hashable):
            raise UserError(
                tr("“{good}” is no item.", good=str(good)[:40]),
                tr("For each input, a good answer is the one item that was taken."),
                tr("Give an item’s name or number for each input."),
            )
        return plain

    def _drawn(self, chance: random.Random, without: set[Any]) -> list[Any]:
        """Different items, those that sell more often."""
        found: dict[Any, None] = {}
        for item in chance.choices(self._by_sales, cum_weights=self._sums, k=_TRIES):
            if item not in without:
                found[item] = None
            if len(found) == self.length:
                return list(found)
        for item in self._by_sales:
            if len(found) >= self.length:
                break
            if item not in without:
                found.setdefault(item)
        return list(found)

    def _popular(self, _chance: random.Random, good: Any) -> list[Any]:
        items = [one for one in self._by_sales[: self.length + 1] if one != good]
        return self._with_good_late(items, good)

    def _repeats(self, chance: random.Random, good: Any) -> list[Any]:
        items = self._drawn(chance, {good})
        kept = items[:2]
        return [kept[place % len(kept)] for place in range(self.length)]

    def _sold_out(self, chance: random.Random, good: Any) -> list[Any]:
        gone = [one for one in self._gone if one != good]
        chance.shuffle(gone)
        first = gone[: self.k]
        return first + [one for one in self._drawn(chance, {good}) if one not in first]

    def _alike(self, chance: random.Random, good: Any) -> list[Any]:
        first = self._drawn(chance, {good})[0]
        pool = [one for one in self._by_sales[:_ALIKE_READ] if one not in (good, first)]
        words = set(plain_words(str(first)))
        pool.sort(key=lambda one: -len(words & set(plain_words(str(one)))))
        return [first, *pool[: self.length - 1]]

    def _with_good_late(self, items: list[Any], good: Any) -> list[Any]:
        """What was taken, too, but below the first k, where there is room."""
        late = items[: self.length]
        if self._shows_late() and len(late) >= self.k:
            late = [*late[: self.length - 1], good]
        return late

    def restricted(self, answer: KindAnswer, offered: Sequence[Any]) -> KindAnswer:
        """The answer over the items that a client offers: those it names first, then the others in their order."""
        named = [item for item in answer.answer if item in offered]
        items = list(dict.fromkeys([*named, *offered]))
        sure = {part.value: part.certainty for part in answer.parts}
        low = min(sure.values(), default=0.1)
        parts = tuple(
            AnswerPart(str(n), item, sure.get(item, round(low * 0.9**n, 3)))
            for n, item in enumerate(items, 1)
        )
        return KindAnswer(items, answer.good, answer.failure, answer.certainty, parts)


def _gain(place: int) -> float:
    """What an item gains at a place, the first of which gains 1."""
    return 1 / math.log2(1 + place)


def _geometric(n: int, steepness: float) -> list[float]:
    """Shares of n places, each ``exp(-steepness)`` times the one before."""
    logs = [-steepness * place for place in range(n)]
    weights = [math.exp(log - max(logs)) for log in logs]
    return [weight / sum(weights) for weight in weights]
