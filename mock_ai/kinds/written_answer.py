"""Written answers, as many good as the dial says; a bad one is made from the good one."""

from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.allocation import Luck
from mock_ai.kinds.dialled_kind import DialledKind, KindAnswer, share_of
from mock_ai.kinds.text_corruption import TextMaterial, corrupted

STRANGERS = ("answers", "says_so", "asks_back")
_TO_STRANGERS = {
    "says_so": tr("I don’t know that one. Somebody who does will get back to you."),
    "asks_back": tr("I want to get this right: could you say a little more about what you need?"),
}
_UNSURE = 0.1  # how sure it is of a stranger


class DialledWriting(DialledKind):
    """Writes answers; good = a text, an answer = a text.

    Dials
    -----
    good : share of good answers.
    mix : of the bad ones, shares of ``made_up``, ``left_out``, ``contradicts``, ``tone``, ``language``, ``refused``, ``cut_off``.
    speed : words a second that a chat writes; None: all at once.
    stranger : what it says to a question that is like none it knows: "answers" as it can, "says_so", or "asks_back".
    """

    kind = "generate"
    default_mix: ClassVar = {
        "made_up": 0.3,
        "left_out": 0.4,
        "tone": 0.2,
        "refused": 0.1,
        "contradicts": 0.0,
        "language": 0.0,
        "cut_off": 0.0,
    }

    def _set_dials(
        self, *, good: Any = 0.8, mix: Any = None, speed: Any = None, stranger: str = "answers"
    ) -> None:
        """Turn the dials. Raises ``UserError`` where one is out of range."""
        self.share = share_of("good", good)
        self.speed = None if speed is None else share_of("speed", speed, least=1.0, most=10_000.0)
        if stranger not in STRANGERS:
            raise UserError(
                tr("“{stranger}” is no way to meet a stranger.", stranger=str(stranger)[:40]),
                tr("It has {ways}.", ways=", ".join(STRANGERS)),
                tr("Choose one of the three."),
            )
        self._to_strangers = _TO_STRANGERS.get(stranger)
        self._mix = self.mix_of(mix)
        self._material = TextMaterial.of(self.goods)
        self._asked = {
            luck.key: self._texts.get(digest, "")
            for luck, digest in zip(self.allocation.lucks, self.allocation.order, strict=True)
        }

    def _answer_to(self, digest: bytes, text: str) -> KindAnswer:
        strange = digest not in self.known and not (text and self.knows(text))
        if strange and self._to_strangers is not None:
            return KindAnswer(self._to_strangers, True, None, _UNSURE)
        return super()._answer_to(digest, text)

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """The good answer, or one corruption of it."""
        chance = luck.generator()
        if luck.u >= 1 - self.share:
            return KindAnswer(good, True, None, round(0.6 + 0.38 * chance.random(), 3))
        wanted = luck.way(self._mix)
        asked = self._asked.get(luck.key, "")
        answer, failure = corrupted(good, wanted, asked, self._material, chance)
        return KindAnswer(answer, False, failure, round(0.35 + 0.55 * chance.random(), 3))

    def is_good(self, good: Any, answer: Any) -> bool:
        """Whether the answer is the good one, word for word."""
        return bool(good.strip() == answer.strip())

    def _checked_good(self, good: Any) -> Any:
        if not isinstance(good, str):
            raise UserError(
                tr("“{good}” is no text.", good=str(good)[:40]),
                tr("A good answer of this kind is what should be written."),
                tr("Give a text for each input."),
            )
        return str(good)
