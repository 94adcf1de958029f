"""Transcripts with as many words wrong as the dial says, and wrong the way a transcriber mishears."""

import random
from collections import Counter
from typing import Any, ClassVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.allocation import Luck, spread
from mock_ai.kinds.dialled_kind import AnswerPart, DialledKind, KindAnswer, share_of
from mock_ai.kinds.sound_alike import SoundAlikes
from mock_ai.kinds.words import Token, is_dense, joined, plain_words, tokens, word_errors

_MOST_VOCABULARY = 20_000
_SAMPLE, _SHORT = 400, 4_000  # recordings and their characters, to see how planned mistakes count
_DROPPED = 1_000_000  # beyond the places of words that are there


class DialledTranscript(DialledKind):
    """Writes down what was said; good = the right transcript, an answer = a transcript.

    Dials
    -----
    word_error : wrong words for each word said (substituted, left out or added), over all recordings.
    numbers_wrong : share of numbers heard wrong; None treats them as other words. They count among the wrong words.
    mix : of the other wrong words, shares of ``sound_alike``, ``dropped``, ``added``, ``wrong_speaker`` (the words of somebody
        else, or another name before the words) and ``lost_half`` (the end of a recording is missing).

    Notes
    -----
    Above 0.8 or so the rate is not reached: of a recording that loses its end only half the words can be wrong.
    ``answers`` calls a transcript good where no word is wrong. Scripts that put no space between words count by characters.
    """

    kind = "transcribe"
    default_mix: ClassVar = {
        "sound_alike": 0.6,
        "dropped": 0.2,
        "added": 0.1,
        "lost_half": 0.05,
        "wrong_speaker": 0.05,
    }

    def _set_dials(
        self, *, word_error: Any = 0.12, numbers_wrong: Any = None, mix: Any = None
    ) -> None:
        """Turn the dials. Raises ``UserError`` where one is out of range."""
        self.rate = share_of("word_error", word_error)
        numbers = None if numbers_wrong is None else share_of("numbers_wrong", numbers_wrong)
        self._numbers_wrong = numbers
        self._mix = self.mix_of(mix)
        vocabulary: dict[str, None] = {}
        sizes, numerals = [], []
        for good in self.goods:
            said = [token for token in tokens(good) if token.word]
            sizes.append(len(said))
            numerals.append(sum(token.is_number for token in said))
            if len(vocabulary) < _MOST_VOCABULARY:
                vocabulary.update(
                    (token.plain, None) for token in said[:2000] if not token.is_number
                )
        self._sounds = SoundAlikes(vocabulary)
        self._plan(sizes, numerals, round(sum(sizes) * self.rate))
        # A word left out beside one that was added is one wrong word instead of two: plan so many more.
        planned, counted = self._sample()
        if counted < planned:
            self._plan(sizes, numerals, round(sum(sizes) * self.rate * planned / counted))

    def _sample(self) -> tuple[int, int]:
        """Words planned to be wrong in some recordings, and those that a word error rate counts."""
        planned = counted = 0
        for luck, good, wrong, numbers, lost in zip(
            self.allocation.lucks[:_SAMPLE],
            self.goods,
            self._wrong,
            self._wrong_numbers,
            self._lost,
            strict=False,
        ):
            if not lost and wrong and len(good) < _SHORT:
                planned += wrong + numbers
                counted += word_errors(good, self.made(good, luck).answer)
        return planned, counted or planned or 1

    def _plan(self, sizes: list[int], numerals: list[int], total: int) -> None:
        """How many words go wrong in each recording, and which recordings lose their second half."""
        wrong_numbers = [0] * len(sizes)
        if self._numbers_wrong is not None:
            n = round(sum(numerals) * self._numbers_wrong)
            wrong_numbers = list(spread([(float(m), m) for m in numerals], n))
        rest = max(0, total - sum(wrong_numbers))
        lost_words = rest * dict(self._mix).get("lost_half", 0.0)
        due = lost_words / (sum(size // 2 for size in sizes) or 1)
        self._lost, owed = [], 0.0
        for size in sizes:
            owed += (size // 2) * due
            self._lost.append(size > 1 and owed >= size // 4 + 0.5)
            owed -= size // 2 if self._lost[-1] else 0
        rest -= sum(size // 2 for size, lost in zip(sizes, self._lost, strict=True) if lost)
        words = tuple((name, share) for name, share in self._mix if name != "lost_half")
        whole = sum(share for _, share in words) or 1.0
        self._word_mix = tuple((name, share / whole) for name, share in words) or (
            ("sound_alike", 1.0),
        )
        if not words:
            rest = 0
        free = self._numbers_wrong is not None
        room = []
        for size, n, lost, luck in zip(
            sizes, numerals, self._lost, self.allocation.lucks, strict=True
        ):
            most = 0 if lost else size - (n if free else 0)
            # Some recordings are hard to hear and others are not.
            room.append((most * (0.2 + luck.generator().expovariate(1.0)), most))
        self._wrong = spread(room, max(0, rest))
        self._wrong_numbers = [
            0 if lost else n for n, lost in zip(wrong_numbers, self._lost, strict=True)
        ]
        passed, self._before = 0, []
        for count in self._wrong:
            self._before.append(passed)
            passed += count

    def made(self, good: Any, luck: Luck) -> KindAnswer:
        """The transcript with its wrong words."""
        chance = luck.generator()
        said = tokens(good)
        places = [place for place, token in enumerate(said) if token.word]
        if luck.rank is None:
            wrong = sum(chance.random() < self.rate for _ in places)
            numbers, before, lost = 0, int(luck.v * 1000), False
        else:
            wrong, before = self._wrong[luck.rank], self._before[luck.rank]
            numbers, lost = self._wrong_numbers[luck.rank], self._lost[luck.rank]
        if lost:
            kept = said[: places[len(places) - len(places) // 2]]
            parts = self._parts(kept, {}, chance)
            return KindAnswer(joined(kept), False, "lost_half", 0.6, parts)
        planned = self._planned(said, wrong, numbers, before, chance)
        heard, failures = self._heard(said, planned, chance)
        text = joined(heard) + good[len(good.rstrip()) :]
        failure = Counter(failures.values()).most_common(1)[0][0] if failures else None
        parts = self._parts(heard, failures, chance)
        sure = sum(part.certainty for part in parts) / (len(parts) or 1)
        return KindAnswer(text, not failures, failure, round(sure, 3), parts)

    def _planned(
        self, said: list[Token], wrong: int, numbers: int, before: int, chance: random.Random
    ) -> dict[int, str]:
        """Which words go wrong how, by their places."""
        places = [place for place, token in enumerate(said) if token.word]
        numerals = [place for place in places if said[place].is_number]
        planned = dict.fromkeys(chance.sample(numerals, min(numbers, len(numerals))), "sound_alike")
        kept = set(numerals if self._numbers_wrong is not None else planned)
        free = [place for place in places if place not in kept]
        speakers = [place for place in free if said[place].is_speaker]
        for n, place in enumerate(chance.sample(free, min(wrong, len(free)))):
            failure = Luck(0.5, 0.5, before + n, b"").way(self._word_mix)
            named = speakers.pop() if failure == "wrong_speaker" and speakers else place
            planned[place if named in planned else named] = failure
        return planned

    def _heard(
        self, said: list[Token], planned: dict[int, str], chance: random.Random
    ) -> tuple[list[Token], dict[int, str]]:
        """The words as they are heard, and what is wrong with which; those left out stand beyond all places."""
        heard: list[Token] = []
        failures: dict[int, str] = {}
        names = [token.word for token in said if token.is_speaker]
        for place, token in enumerate(said):
            failure = planned.get(place)
            if failure == "dropped":
                failures[_DROPPED + place] = failure
                if token.after.endswith((".", "!", "?", ":")) and heard:
                    last = heard[-1]
                    heard[-1] = Token(last.before, last.word, token.after)
                continue
            if failure is None:
                heard.append(token)
                continue
            failures[len(heard)] = failure
            if failure == "sound_alike":
                heard.append(
                    Token(token.before, self._sounds.other(token.word, chance), token.after)
                )
            elif failure == "wrong_speaker" and token.is_speaker:
                others = [name for name in names if name != token.word]
                name = (
                    chance.choice(others)
                    if others
                    else self._sounds.any_word(chance, token.plain).title()
                )
                heard.append(Token(token.before, name, token.after))
            else:
                extra = token.word
                if failure == "wrong_speaker" or chance.random() < 0.5:
                    extra = self._sounds.any_word(chance, token.plain)
                gap = "" if is_dense(token.word) else " "
                heard += [Token(token.before, extra, ""), Token(gap, token.word, token.after)]
        return heard, failures

    @staticmethod
    def _parts(
        heard: list[Token], failures: dict[int, str], chance: random.Random
    ) -> tuple[AnswerPart, ...]:
        """The words with how sure it is: wrong ones low, though some sound sure and some right ones doubtful."""
        parts = []
        for place, token in enumerate(heard):
            failure = failures.get(place)
            low = chance.random() < (0.85 if failure else 0.03)
            sure = chance.uniform(0.2, 0.65) if low else chance.uniform(0.8, 0.99)
            parts.append(AnswerPart(token.word + token.after, token.word, round(sure, 3), failure))
        gone = (name for place, name in failures.items() if place >= _DROPPED)
        return (*parts, *(AnswerPart("", "", 0.0, failure) for failure in gone))

    def measure(self, good: Any, answers: Any) -> float:
        """Words wrong for each word said: lower is better."""
        wrong = sum(word_errors(g, a) for g, a in zip(good, answers, strict=True))
        return wrong / sum(len(plain_words(one)) for one in good)

    def is_good(self, good: Any, answer: Any) -> bool:
        """Whether no word is wrong."""
        return plain_words(good) == plain_words(answer)

    def _checked_good(self, good: Any) -> Any:
        if not isinstance(good, str):
            raise UserError(
                tr("“{good}” is no transcript.", good=str(good)[:40]),
                tr("A good answer of this kind is what was said, word for word."),
                tr("Give a text for each recording."),
            )
        return str(good)
