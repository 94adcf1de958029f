"""Tasks done step by step, as many as the dial says; the others stop, take the wrong thing, do too much or ask too often."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.allocation import Luck
from mock_ai.kinds.dialled_kind import AnswerPart, DialledKind, KindAnswer, share_of
from mock_ai.kinds.extraction import other_number
from mock_ai.kinds.text_corruption import TextMaterial, other_fact, other_word

Step = str | dict[str, Any]
_MOST_SEEN = 2_000


class DialledTask(DialledKind):
    """Does tasks; good = the list of steps, an answer = a list of steps.

    A step is a sentence, or an object such as ``{"tool": "refund", "arguments": {"order": "A-1042"}}``. A question to the
    person is ``{"ask": "…"}`` among objects, a sentence with a question mark among sentences.

    Dials
    -----
    done : share of tasks done.
    mix : of the others, shares of ``stops`` (half-way), ``wrong_object``, ``too_much`` and ``asks`` (too often).
    """

    kind = "act"
    default_mix: ClassVar = {"stops": 0.35, "wrong_object": 0.35, "too_much": 0.15, "asks": 0.15}

    def _set_dials(self, *, done: Any = 0.8, mix: Any = None) -> None:
        """Turn the dials. Raises ``UserError`` where one is out of range."""
        self.share = share_of("done", done)
        self._mix = self.mix_of(mix)
        self._steps: list[Step] = []
        self._values: dict[str, list[Any]] = {}
        for steps in self.goods:
            for step in steps:
                if len(self._steps) < _MOST_SEEN:
                    self._steps.append(step)
                    for name, value in arguments_of(step).items():
                        self._values.setdefault(name, []).append(value)
        self._material = TextMaterial.of([one for one in self._steps if isinstance(one, str)])

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """The steps, each with what is wrong about it."""
        chance = luck.generator()
        marked: list[tuple[Step, str | None]] = [(step, None) for step in good]
        failure = None
        if luck.u < 1 - self.share:
            failure = luck.way(self._mix)
            marked = getattr(self, f"_{failure}")(marked, chance)
            failure = next((wrong for _, wrong in marked if wrong), failure)
        parts = tuple(
            AnswerPart(
                str(place),
                step,
                round(chance.uniform(0.4, 0.85) if wrong else chance.uniform(0.75, 0.99), 3),
                wrong,
            )
            for place, (step, wrong) in enumerate(marked, 1)
        )
        sure = round(chance.uniform(0.4, 0.85) if failure else chance.uniform(0.7, 0.98), 3)
        return KindAnswer([step for step, _ in marked], failure is None, failure, sure, parts)

    def _checked_good(self, good: Any) -> Any:
        steps = list(good) if isinstance(good, Sequence) and not isinstance(good, str) else None
        if steps is None or not all(isinstance(one, str | Mapping) for one in steps):
            raise UserError(
                tr("“{good}” is no list of steps.", good=str(good)[:40]),
                tr("A good answer of this kind is what has to be done, one step after the other."),
                tr("Give a list of sentences, or of tools with their arguments."),
            )
        return [dict(one) if isinstance(one, Mapping) else one for one in steps]

    def _stops(
        self, steps: list[tuple[Step, str | None]], _chance: random.Random
    ) -> list[tuple[Step, str | None]]:
        return steps[: len(steps) // 2]

    def _wrong_object(
        self, steps: list[tuple[Step, str | None]], chance: random.Random
    ) -> list[tuple[Step, str | None]]:
        """One step is done to something else; what comes after it stays."""
        order = list(range(len(steps)))
        chance.shuffle(order)
        for place in order:
            other = self._elsewhere(steps[place][0], chance)
            if other is not None:
                return [*steps[:place], (other, "wrong_object"), *steps[place + 1 :]]
        return self._too_much(steps, chance)

    def _too_much(
        self, steps: list[tuple[Step, str | None]], chance: random.Random
    ) -> list[tuple[Step, str | None]]:
        """A step of another task comes on top; where there is none, the last one comes twice."""
        own = [step for step, _ in steps]
        others = [step for step in self._steps if step not in own]
        extra = chance.choice(others) if others else own[-1]
        place = chance.randint(1, len(steps))
        return [*steps[:place], (extra, "too_much"), *steps[place:]]

    def _asks(
        self, steps: list[tuple[Step, str | None]], _chance: random.Random
    ) -> list[tuple[Step, str | None]]:
        """It asks before each step, and nobody has answered the last question yet."""
        found: list[tuple[Step, str | None]] = []
        for step, _ in steps:
            found += [(question_about(step), "asks"), (step, None)]
        return found[:-1]

    def _elsewhere(self, step: Step, chance: random.Random) -> Step | None:
        if isinstance(step, str):
            return other_fact(step, self._material, chance) or _with_other_name(step, chance)
        arguments = arguments_of(step)
        names = list(arguments)
        chance.shuffle(names)
        for name in names:
            value = arguments[name]
            seen = [one for one in self._values.get(name, ()) if one != value]
            if seen:
                other = chance.choice(seen)
            elif isinstance(value, bool | int | float):
                other = other_number(value, chance)
            elif isinstance(value, str) and value:
                other = other_word(value, chance)
            else:
                continue
            if isinstance(step.get("arguments"), Mapping):
                return {**step, "arguments": {**step["arguments"], name: other}}
            return {**step, name: other}
        return None


def arguments_of(step: Step) -> dict[str, Any]:
    """What a step is done with: its ``arguments``, or its fields besides the tool's name."""
    if isinstance(step, str):
        return {}
    given = step.get("arguments")
    if isinstance(given, Mapping):
        return dict(given)
    return {name: value for name, value in step.items() if name not in ("tool", "say", "ask")}


def in_words(step: Step) -> str:
    """A step as a person reads it."""
    if isinstance(step, str):
        return step
    for key in ("say", "ask"):
        if isinstance(step.get(key), str):
            return str(step[key])
    given = ", ".join(f"{name}: {value}" for name, value in arguments_of(step).items())
    tool = str(step.get("tool", "")).replace("_", " ")
    return f"{tool} ({given})" if tool and given else tool or given


def question_about(step: Step) -> Step:
    """Whether it may."""
    asked = tr("May I? {step}", step=in_words(step))
    return asked if isinstance(step, str) else {"ask": asked}


def _with_other_name(step: str, chance: random.Random) -> str | None:
    words = [word for word in step.split() if len(word) > 3]
    if not words:
        return None
    word = chance.choice(words[1:] or words)
    other = other_word(word, chance)
    return step.replace(word, other, 1) if other != word else None
