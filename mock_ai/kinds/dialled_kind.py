"""What the dialled fakes of all kinds share: what they are told, how a stranger is answered, and what an answer holds.

They need no scikit-learn, so that a server starts at once; ``mock_ai.kinds.estimators`` gives them its interface.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from mock_ai.dials import content_digest
from mock_ai.kinds.allocation import Allocation, Luck
from mock_ai.kinds.nearest_text import NearestText
from mock_ai.ready_made import caption_of

_MOST_TOLD = 1024


@dataclass(frozen=True)
class AnswerPart:
    """One word, field, step or end of a range, with how sure the fake is of it (0 to 1)."""

    name: str
    value: Any
    certainty: float = 1.0
    failure: str | None = None


@dataclass(frozen=True)
class KindAnswer:
    """One answer. ``failure`` names what went wrong (None where it is good), ``certainty`` lies in (0, 1).

    ``strange``: the columns of a row for which a model has no answer, because they are unlike all that it learned from.
    """

    answer: Any
    good: bool
    failure: str | None
    certainty: float
    parts: tuple[AnswerPart, ...] = ()
    strange: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain object: answer, good, failure and, beside them, certainty and parts."""
        parts = [
            {"name": p.name, "value": p.value, "certainty": p.certainty, "failure": p.failure}
            for p in self.parts
        ]
        return {
            "answer": self.answer,
            "good": self.good,
            "failure": self.failure,
            "certainty": self.certainty,
            **({"parts": parts} if parts else {}),
        }


def item_digest(item: Any) -> bytes:
    """The content hash of an item: a text, bytes, a path (its file), or any value that JSON can say."""
    if isinstance(item, str | bytes | Path):
        return content_digest(item)
    if hasattr(item, "tobytes") and str(getattr(item, "dtype", "")) != "object":
        return sha256(str(getattr(item, "dtype", "")).encode() + item.tobytes()).digest()
    plain = item.tolist() if hasattr(item, "tolist") else item
    said = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(said.encode("utf-8", "surrogatepass")).digest()


class DialledKind:
    """Answers with the dialled quality about items whose good answer is known; sensible ones about all others.

    A stranger gets the answer of the known item that shares most words with it, or else a drawn one, erred with
    as often: nothing can be said about how often that is right.

    Parameters
    ----------
    items, good : the inputs, and the good answer to each. The same input with several good answers counts as most of them say.
    dials : those of the kind, by name; each subclass checks its own.
    seed : the same seed gives the same answers.

    Raises
    ------
    UserError : no item, an empty good answer, or a dial out of range.
    """

    kind: ClassVar[str]
    default_mix: ClassVar[Mapping[str, float]] = {}
    has_mix: ClassVar[bool] = True  # whether it is a dial of its own
    speed: float | None = None  # words a second that a chat writes; None: all at once

    def __init__(
        self,
        items: Sequence[Any],
        good: Sequence[Any],
        dials: Mapping[str, Any] = MappingProxyType({}),
        *,
        seed: int = 0,
    ) -> None:
        goods = [self._checked_good(one) for one in good]
        if len(items) != len(goods):
            raise UserError(
                tr("There are {n} inputs and {m} good answers.", n=len(items), m=len(goods)),
                tr("Each input needs its own."),
                tr("Give as many good answers as inputs."),
            )
        if not goods:
            raise UserError(
                tr("There is no good answer yet."),
                tr("A fake makes its answers, right and wrong, from good ones."),
                tr("Give a few inputs with what a good answer is, or use a ready-made set."),
            )
        empty = sum(_is_empty(one) for one in goods)
        if empty:
            raise UserError(
                tr_plural("{n} good answer is empty.", "{n} good answers are empty.", empty),
                tr("Nothing can be made from an empty answer."),
                tr("Fill them in, or leave those inputs out."),
            )
        self.seed = seed
        self.known, weights = _settled(items, goods)
        self.allocation = Allocation(weights, seed)
        self.goods = tuple(self.known[digest] for digest in self.allocation.order)
        worded = ((item, item if isinstance(item, str) else caption_of(item)) for item in items)
        self._texts = {item_digest(item): words for item, words in worded if words.strip()}
        self._nearest: NearestText | None = None
        self._told: dict[bytes, KindAnswer] = {}
        self.set_dials(**dials)

    def set_dials(self, **dials: Any) -> None:
        """Turn the dials; items keep their luck. Raises ``UserError`` where one is out of range."""
        self._told.clear()
        self._set_dials(**dials)

    def _set_dials(self, *args: Any, **dials: Any) -> None:
        raise NotImplementedError

    def answer(self, item: Any) -> KindAnswer:
        """The answer to one item: the same, whatever else is asked."""
        digest = item_digest(item)
        text = item if isinstance(item, str) and digest not in self.known else ""
        told = self._told.get(digest)  # a demo shows the same items again and again
        if told is None:
            if len(self._told) >= _MOST_TOLD:
                self._told.clear()
            told = self._told[digest] = self._answer_to(digest, text)
        return told

    def _answer_to(self, digest: bytes, text: str) -> KindAnswer:
        luck = self.allocation.luck(digest)
        good = self.known[digest] if digest in self.known else self._borrowed(text, luck)
        return self.made(good, luck)

    def knows(self, text: str) -> bool:
        """Whether it was told of this text, or of one that has telling words in common with it."""
        return item_digest(text) in self.known or self._like(text) is not None

    def _borrowed(self, text: str, luck: Luck) -> Any:
        found = self._like(text) if text else None
        return self.goods[int(luck.v * len(self.goods))] if found is None else self.known[found]

    def _like(self, text: str) -> bytes | None:
        if self._nearest is None:
            self._nearest = NearestText(self._texts)
        return self._nearest.find(text)

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """The answer where this one is the good one."""
        raise NotImplementedError

    def measure(self, good: Sequence[Any], answers: Sequence[Any]) -> float:
        """The kind's measure of answers against good ones, a share."""
        return sum(self.is_good(g, a) for g, a in zip(good, answers, strict=True)) / len(good)

    def is_good(self, good: Any, answer: Any) -> bool:
        """Whether one answer counts as good."""
        return bool(good == answer)

    def _checked_good(self, good: Any) -> Any:
        return good

    def mix_of(self, mix: Mapping[str, float] | None) -> tuple[tuple[str, float], ...]:
        """The shares of the failures, adding up to 1.

        Raises
        ------
        UserError : a failure that the kind does not have, or no share above 0.
        """
        shares = dict(self.default_mix if mix is None else mix)
        unknown = [name for name in shares if name not in self.default_mix]
        if unknown:
            raise UserError(
                tr("“{failure}” is no failure of this kind.", failure=str(unknown[0])[:60]),
                tr("It has {failures}.", failures=", ".join(self.default_mix)),
                tr("Choose among them."),
            )
        amounts = {name: share_of(name, shares[name], most=1e9) for name in shares}
        whole = sum(amounts.values())
        if whole <= 0:
            raise UserError(
                tr("The mix of failures is empty."),
                tr("Where answers go wrong, they go wrong in some way."),
                tr("Give at least one failure a share above 0."),
            )
        return tuple((name, amount / whole) for name, amount in amounts.items() if amount > 0)


def share_of(name: str, value: Any, *, least: float = 0.0, most: float = 1.0) -> float:
    """A dial's value as a number within its range.

    Raises
    ------
    UserError : it is none.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not least <= number <= most:
        raise UserError(
            tr("“{name}” cannot be {value}.", name=name, value=str(value)[:40]),
            tr("It lies between {least} and {most}.", least=f"{least:g}", most=f"{most:g}"),
            tr("Give for example {middle}.", middle=f"{min((least + most) / 2, least + 0.8):g}"),
        )
    return number


def pair_of(name: str, value: Any) -> tuple[Any, Any]:
    """A dial of two parts. Raises ``UserError`` where it has not two."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise UserError(
            tr("“{name}” cannot be {value}.", name=name, value=str(value)[:40]),
            tr("It says two things, such as [3, 0.6]."),
            tr("Give both."),
        )
    return value[0], value[1]


def _is_empty(good: Any) -> bool:
    return good is None or (isinstance(good, str) and not good.strip()) or good in ([], {}, ())


def _settled(
    items: Sequence[Any], goods: Sequence[Any]
) -> tuple[dict[bytes, Any], dict[bytes, int]]:
    """One good answer for each content, and how often it occurs."""
    votes: dict[bytes, Counter[bytes]] = {}
    by_good: dict[bytes, Any] = {}
    for item, good in zip(items, goods, strict=True):
        said = item_digest(good)
        by_good[said] = good
        votes.setdefault(item_digest(item), Counter())[said] += 1
    # Among equals the smallest hash, so that the order of the items changes nothing.
    most = {d: min(v, key=lambda said, v=v: (-v[said], said)) for d, v in votes.items()}  # type: ignore[misc]  # mypy cannot infer the bound default
    return (
        {digest: by_good[said] for digest, said in most.items()},
        {digest: v.total() for digest, v in votes.items()},
    )
