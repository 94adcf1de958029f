"""Which kind of product a scenario plays: its dials, and the good answers that it errs against."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr

if TYPE_CHECKING:  # every scenario has a setting, and most are of classes
    from mock_ai.kinds.dialled_kind import DialledKind


class GoodExample(NamedTuple):
    """An input (a text, or a file) and a good answer to it."""

    input: str | Path
    good: Any


@dataclass(frozen=True)
class KindSetting:
    """What makes a scenario one of a kind other than classify, as one value that can be kept.

    Attributes
    ----------
    kind : str
        A name of ``estimators.base.task_kind``; of ``classify`` the scenario itself holds the dials.
    dials : str
        JSON: an object of dials as ``fake_of_kind`` takes them.
    examples : str
        JSON: a list of pairs, input and good answer; a file is ``{"file": path}``. Empty: a ready-made set of the kind.
    ready_made : str
        The name of that set; the first one of the kind where it has none of this name.
    """

    kind: str = "classify"
    dials: str = ""
    examples: str = ""
    ready_made: str = ""

    @classmethod
    def of(cls, kind: str, dials: dict[str, Any], examples: Iterable[GoodExample] = ()) -> Self:
        """From values. Raises ``UserError`` where there is no such kind."""
        from mock_ai.kinds.registry import kind_fake_entry

        kind_fake_entry(kind)
        pairs = [
            [{"file": str(one.input)} if isinstance(one.input, Path) else one.input, one.good]
            for one in examples
        ]
        return cls(
            kind,
            _written(dials) if dials else "",
            json.dumps(pairs, ensure_ascii=False) if pairs else "",
        )

    @property
    def good_examples(self) -> tuple[GoodExample, ...]:
        """Its own, or those of a ready-made set of the kind."""
        if not self.examples:
            from mock_ai.ready_made import ready_made_sets

            sets = ready_made_sets(self.kind)
            chosen = next((one for one in sets if one.name == self.ready_made), sets[0])
            return tuple(GoodExample(item.input, item.good) for item in chosen.items)
        return tuple(
            GoodExample(Path(given["file"]) if isinstance(given, dict) else given, good)
            for given, good in json.loads(self.examples)
        )

    @property
    def values(self) -> dict[str, Any]:
        """The dials that were turned, by name."""
        found: dict[str, Any] = json.loads(self.dials or "{}")
        return found

    def moved(self, dials: dict[str, Any]) -> Self:
        """The same with these dials, whether or not they fit each other."""
        return replace(self, dials=_written(dials))

    def turned(self, dials: dict[str, Any]) -> Self:
        """The same with these dials. Raises ``UserError`` where one is out of range, or two do not fit each other."""
        made = self.moved(dials)
        made.fitted(0)
        return made

    @property
    def level(self) -> float:
        """Where the kind's measure stands: the main dial, or what follows over the examples from the one turned in its place (to a
        hundredth).

        Raises ``UserError`` as :meth:`fitted` does, in the second case.
        """
        from mock_ai.kinds.registry import kind_fake_entry

        entry = kind_fake_entry(self.kind)
        if self.values.get(entry.instead) is None:
            return float(entry.value_of(self.values))
        fake, examples = self.fitted(0), self.good_examples
        return round(sum(fake.answer(one.input).good for one in examples) / len(examples), 2)

    @property
    def headline(self) -> str:
        """ "A fake that answers well 80% of the time." """
        return self._worded(summary=False)

    @property
    def summary(self) -> str:
        """ "80% good" """
        return self._worded(summary=True)

    def _worded(self, *, summary: bool) -> str:
        from mock_ai.kinds.registry import kind_fake_entry

        entry = kind_fake_entry(self.kind)
        words = entry.summary if summary else entry.headline
        return words.format(share=set_percent(self.level))

    @property
    def borrowed(self) -> bool:
        """Whether it has no examples of its own."""
        return not self.examples

    def fitted(self, seed: int) -> "DialledKind":
        """The fake at work.

        Raises
        ------
        UserError : a dial is out of range, a good answer is not of the kind, or a file is gone.
        """
        return _fitted(self, seed)

    def check(self) -> None:
        """Complain of a kind that does not exist, or of what was not kept as it was written."""
        if self == CLASSES:
            return
        from mock_ai.kinds.registry import kind_fake_entry

        kind_fake_entry(self.kind)
        try:
            dials, examples = json.loads(self.dials or "{}"), json.loads(self.examples or "[]")
        except (ValueError, RecursionError):
            dials, examples = None, None
        if not isinstance(dials, dict) or not isinstance(examples, list):
            raise UserError(
                tr("The dials of the scenario cannot be read."),
                tr("They are no longer what was saved."),
                tr("Load the scenario file again."),
            )


CLASSES = KindSetting()
"""The kind of every scenario that says nothing of another."""


@lru_cache(maxsize=8)
def _fitted(setting: KindSetting, seed: int) -> "DialledKind":
    from mock_ai.kinds.registry import kind_fake_entry

    examples = setting.good_examples
    return kind_fake_entry(setting.kind).answers(
        [one.input for one in examples],
        [one.good for one in examples],
        json.loads(setting.dials or "{}"),
        seed=seed,
    )


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
