"""Fields pulled out of pages: as many right as the dial says, the others wrong the way models are wrong."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.phrase import quoted
from estimators.base.sentence import tr
from mock_ai.kinds.allocation import Luck, spread
from mock_ai.kinds.dialled_kind import AnswerPart, DialledKind, KindAnswer, share_of
from mock_ai.kinds.text_corruption import other_digits, other_word

FieldPath = tuple[str | int, ...]
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class DialledExtraction(DialledKind):
    """Fills fields; good = an object, an answer = an object with the same fields.

    Dials
    -----
    fields : share of fields that are right.
    pages : share of pages whose fields are all right; None lets it follow from ``fields``.
    mix : of the wrong fields, shares of ``missing`` (null), ``wrong_field`` (what another field says), ``made_up`` and
        ``format`` (the right value in the wrong form).
    """

    kind = "extract"
    default_mix: ClassVar = {"missing": 0.4, "wrong_field": 0.25, "made_up": 0.2, "format": 0.15}

    def _set_dials(self, *, fields: Any = 0.9, pages: Any = None, mix: Any = None) -> None:
        """Turn the dials. Raises ``UserError`` where one is out of range, or the two cannot both hold."""
        self.share = share_of("fields", fields)
        page_share = None if pages is None else share_of("pages", pages)
        self._mix = self.mix_of(mix)
        self._others: dict[str, list[Any]] = defaultdict(list)
        sizes = []
        for good in self.goods:
            leaves = list(leaves_of(good))
            sizes.append(len(leaves))
            for path, value in leaves[:200]:
                if len(self._others[name_of(path)]) < 500:
                    self._others[name_of(path)].append(value)
        total = sum(sizes)
        wrong = round(total * (1 - self.share))
        lucks = self.allocation.lucks
        errs = [page_share is None or luck.u < 1 - page_share for luck in lucks]
        room = sum(size for size, may in zip(sizes, errs, strict=True) if may)
        if page_share is not None and not sum(errs) <= wrong <= room:
            raise UserError(
                tr("The dials of fields and pages do not fit each other."),
                tr(
                    "A page that is not all right has at least one wrong field, and at most all of them."
                ),
                tr("Move one of the two, or leave out pages."),
            )
        # Pages differ in how hard they are; the hard ones hold most of the mistakes.
        hardness = [
            (size * (0.15 + luck.generator().expovariate(1.0)) if may else 0.0, size if may else 0)
            for size, luck, may in zip(sizes, lucks, errs, strict=True)
        ]
        self._wrong = spread(hardness, wrong, least=0 if page_share is None else 1)
        passed, self._before = 0, []
        for count in self._wrong:
            self._before.append(passed)
            passed += count

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """The page with its wrong fields."""
        leaves = list(leaves_of(good))
        chance = luck.generator()
        if luck.rank is None:
            count = sum(chance.random() >= self.share for _ in leaves)
            before = int(luck.v * 1000)
        else:
            count, before = self._wrong[luck.rank], self._before[luck.rank]
        chosen = set(chance.sample(range(len(leaves)), count))
        values: dict[FieldPath, Any] = {}
        parts = []
        failures: list[str] = []
        for place, (path, value) in enumerate(leaves):
            failure = None
            if place in chosen:
                wanted = Luck(0.5, 0.5, before + len(failures), b"").way(self._mix)
                failure, values[path] = self._wrong_value(wanted, path, value, leaves, chance)
                failures.append(failure)
            else:
                values[path] = value
            sure = chance.uniform(0.35, 0.8) if failure else chance.uniform(0.82, 0.99)
            parts.append(AnswerPart(said(path), values[path], round(sure, 3), failure))
        answer = rebuilt(good, values)
        failure = max(failures, key=failures.count) if failures else None
        sure = min((part.certainty for part in parts), default=1.0)
        return KindAnswer(answer, not failures, failure, sure, tuple(parts))

    def measure(self, good: Sequence[Any], answers: Sequence[Any]) -> float:
        """The share of fields that are right."""
        right = total = 0
        for one, answer in zip(good, answers, strict=True):
            given = dict(leaves_of(answer))
            for path, value in leaves_of(one):
                total += 1
                right += path in given and type(given[path]) is type(value) and given[path] == value
        return right / total

    def _checked_good(self, good: Any) -> Any:
        if not isinstance(good, Mapping):
            raise UserError(
                tr("“{good}” has no fields.", good=str(good)[:40]),
                tr("A good answer is an object with a value for each field."),
                tr('Give for example {{"total": 12.5, "date": "2026-03-14"}}.'),
            )
        return dict(good)

    def _wrong_value(
        self,
        wanted: str,
        path: FieldPath,
        value: Any,
        leaves: Sequence[tuple[FieldPath, Any]],
        chance: random.Random,
    ) -> tuple[str, Any]:
        """A wrong value, and which failure it is: the wanted one wherever it can be made."""
        for failure in (wanted, "wrong_field", "made_up", "missing"):
            other = self._made_wrong(failure, path, value, leaves, chance)
            if other is not None or failure == "missing":
                if value is None and other is None:
                    continue
                return failure, other
        return "made_up", "?"

    def _made_wrong(
        self,
        failure: str,
        path: FieldPath,
        value: Any,
        leaves: Sequence[tuple[FieldPath, Any]],
        chance: random.Random,
    ) -> Any:
        if failure in ("missing", "format"):
            return other_form(value) if failure == "format" else None
        if failure == "wrong_field":
            others = [v for p, v in leaves if p != path and v not in (None, value)]
            alike = [v for v in others if type(v) is type(value)]
            return chance.choice(alike or others) if others else None
        seen = [v for v in self._others[name_of(path)] if v not in (None, value)]
        if isinstance(value, bool | int | float):
            return other_number(value, chance)
        if seen and chance.random() < 0.5:
            return chance.choice(seen)
        return other_word(str(value), chance) if value is not None else (seen or ["?"])[0]


def other_number(value: Any, chance: random.Random) -> Any:
    """Another number of the same type; of a truth value the other one."""
    if isinstance(value, bool):
        return not value
    made = type(value)(float(other_digits(f"{abs(value):g}", chance)))
    return made if made != value else value + 1


def leaves_of(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Each field that holds a single value, with the way to it. An empty list or object is a value."""
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from leaves_of(part, (*path, key))
    elif isinstance(value, list | tuple) and value:
        for place, part in enumerate(value):
            yield from leaves_of(part, (*path, place))
    else:
        yield path, value


def rebuilt(value: Any, leaves: Mapping[FieldPath, Any], path: FieldPath = ()) -> Any:
    """The value with other leaves."""
    if isinstance(value, Mapping) and value:
        return {key: rebuilt(part, leaves, (*path, key)) for key, part in value.items()}
    if isinstance(value, list | tuple) and value:
        return [rebuilt(part, leaves, (*path, n)) for n, part in enumerate(value)]
    return leaves[path]


@lru_cache(maxsize=4096)
def name_of(path: FieldPath) -> str:
    """The field's own name, whichever line of a list it stands in."""
    return ".".join(step for step in path if isinstance(step, str))


def said(path: FieldPath) -> str:
    """The way to a field as people write it: “items.0.price”."""
    return ".".join(str(step) for step in path)


def other_form(value: Any) -> Any:
    """The same value in a form that the next program cannot read; None where it has no other."""
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.2f}".replace(".", ",")
    if not isinstance(value, str):
        return str(value)
    day = _DAY.search(value)
    if day:
        return value.replace(day[0], f"{day[3]}/{day[2]}/{day[1][2:]}")
    squeezed = re.sub(r"[\s\-./,:]", "", value)
    if squeezed and squeezed != value:
        return squeezed
    shouted = value.upper() if value.upper() != value else value.lower()
    return shouted if shouted != value else quoted(value)
