"""How a written answer goes wrong: each corruption makes a bad answer from the good one, and nothing from nowhere.

A corruption returns None where the text gives it nothing to do; then another one is tried.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mock_ai.kinds.words import is_dense, sentences, tokens
from mock_ai.kinds.words_of_languages import (
    COURTESY,
    DAYS_AND_MONTHS,
    GREETING,
    REFUSALS,
    other_language,
    script_of,
    turns,
)

_READ = 20_000  # characters of one answer that are looked at for facts
_MOST_FACTS = 300
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w’-]+")
_CLAUSE_ENDS = ",;，、،;"
_CLAUSE = re.compile(rf"\s?[^{_CLAUSE_ENDS}：:]+[{_CLAUSE_ENDS}]")


@dataclass(frozen=True)
class TextMaterial:
    """What the good answers hold that a wrong one may borrow: sentences, and names in the midst of them."""

    sentences: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, goods: Sequence[str]) -> "TextMaterial":
        """From some hundred answers; more would only take longer."""
        found: dict[str, None] = {}
        names: dict[str, None] = {}
        for good in goods[:_MOST_FACTS]:
            for sentence in sentences(good[:_READ])[:20]:
                told = len(sentence.split()) > 2 or is_dense(sentence)
                if told and not COURTESY.search(sentence):
                    found.setdefault(sentence.strip())
            for name in names_in(good)[:10]:
                names.setdefault(name)
        return cls(tuple(found), tuple(names))


Corruption = Callable[[str, str, TextMaterial, random.Random], str | None]


def made_up(text: str, _asked: str, material: TextMaterial, chance: random.Random) -> str | None:
    """A number, date or name that is another one, or a sentence that belongs to another answer."""
    if chance.random() < 0.4:
        return _with_invention(text, material, chance) or other_fact(text, material, chance)
    return other_fact(text, material, chance) or _with_invention(text, material, chance)


def left_out(text: str, _asked: str, _material: TextMaterial, chance: random.Random) -> str | None:
    """A sentence is missing; of a single one, a clause or its end."""
    parts = [part for part in sentences(text) if part.strip()]
    if len(parts) > 1:
        gone = chance.randrange(1, len(parts)) if len(parts) > 2 else chance.randrange(2)
        kept = "".join(part for place, part in enumerate(parts) if place != gone).strip()
        return kept if kept and kept != text else None
    # Where no mark comes any more, each letter would be tried in vain up to the end.
    last = max(text.rfind(mark, 0, _READ) for mark in _CLAUSE_ENDS)
    clauses = [found.span() for found in _CLAUSE.finditer(text, 0, last + 1)]
    if clauses and clauses[-1][1] < len(text.rstrip()):
        start, end = chance.choice(clauses)
        kept = (text[:start] + text[end:]).strip()
        if kept and kept != text.strip():
            return kept[:1].upper() + kept[1:]
    words = tokens(text)
    if len(words) < 2:
        return None
    kept = "".join(one.before + one.word + one.after for one in words[: (len(words) + 1) // 2])
    return kept.strip() + text.rstrip()[-1:] if text.rstrip()[-1:] in ".!?。！？।" else kept.strip()


def contradicts(
    text: str, _asked: str, material: TextMaterial, chance: random.Random
) -> str | None:
    """The opposite: a denial put in or taken out, a word turned round, or else another number."""
    read = text[:_READ]
    found = [
        (match.start(), match.end(), turned)
        for pattern, turned in turns()
        for match, _ in zip(pattern.finditer(read), range(20), strict=False)
    ]
    if not found:
        return other_fact(text, material, chance, only_numbers=True)
    start, end, turned = chance.choice(found)
    was = text[start:end]
    if was[:1].isupper():
        turned = turned[:1].upper() + turned[1:]
    made = text[:start] + turned + text[end:]
    return re.sub(r"  +", " ", made).strip() if not turned else made


def tone(text: str, _asked: str, _material: TextMaterial, chance: random.Random) -> str | None:
    """Curt where it was kind, or gushing."""
    parts = sentences(text)
    if chance.random() < 0.6:
        kept = "".join(bare for part in parts if (bare := _without_courtesy(part))).strip()
        if kept and kept != text.strip():
            return kept[:1].upper() + kept[1:]
    loud = re.sub(r"\.(?=\s|$)", "!!", text).replace("。", "！！").replace("।", "!!")
    return f"{loud.rstrip()}{'' if loud.rstrip()[-1:] in '!！?' else '!!'} 😊🎉"


def language(text: str, _asked: str, _material: TextMaterial, chance: random.Random) -> str | None:
    """Another language: the small words are those of another one, or the letters are."""
    made = other_language(text, chance)
    return made if made != text else None


def refused(text: str, asked: str, _material: TextMaterial, _chance: random.Random) -> str | None:
    """It declines, in the script of the good answer, and names what it was asked."""
    script = script_of(text)
    plain, about = REFUSALS.get(script, REFUSALS["latin"])
    topic = " ".join(asked.split())[:60].rstrip(" ?？.") if script_of(asked) == script else ""
    made = about.format(topic=topic) if topic else plain
    return made if made != text else None


def cut_off(text: str, _asked: str, _material: TextMaterial, chance: random.Random) -> str | None:
    """It ends in the midst of a sentence."""
    words = tokens(text)
    if len(words) < 2:
        return text.strip()[: len(text.strip()) // 2] or None
    least = max(1, round(len(words) * 0.4))
    end = chance.randint(least, max(least, round(len(words) * 0.85)) if len(words) > 2 else least)
    end = min(end, len(words) - 1)
    while end > 1 and words[end - 1].after[-1:] in tuple(".!?。！？।"):
        end -= 1
    kept = "".join(one.before + one.word + one.after for one in words[: end - 1])
    return (kept + words[end - 1].before + words[end - 1].word).strip() or None


def _without_courtesy(sentence: str) -> str:
    """A short polite sentence is gone; of a long one its greeting."""
    polite = COURTESY.search(sentence)
    if polite and (len(sentence.split()) <= 8 if not is_dense(sentence) else len(sentence) < 20):
        return ""
    return GREETING.sub("", sentence) if polite else sentence


CORRUPTIONS: dict[str, Corruption] = {
    "made_up": made_up,
    "left_out": left_out,
    "contradicts": contradicts,
    "tone": tone,
    "language": language,
    "refused": refused,
    "cut_off": cut_off,
}


def corrupted(
    text: str, wanted: str, asked: str, material: TextMaterial, chance: random.Random
) -> tuple[str, str]:
    """A bad answer, and which corruption it is: the wanted one wherever the text has something for it."""
    for name in (wanted, "made_up", "left_out", "tone"):
        made = CORRUPTIONS[name](text, asked, material, chance)
        if made is not None and made.strip() != text.strip():
            return made, name
    raise AssertionError("the tone of any text can be changed")


def names_in(text: str) -> list[str]:
    """Capitalised words in the midst of sentences."""
    read = text[:_READ]
    return [read[start:end] for start, end in _name_spans(read)]


def _name_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not text[start].isupper() or text[start:end].isupper():
            continue
        before = text[:start].rstrip()[-1:] if start < 3 else text[start - 2 : start].rstrip()[-1:]
        if spans and spans[-1][1] + 1 == start and text[start - 1] == " ":
            spans[-1] = (spans[-1][0], end)
        elif before.isalnum() or before == ",":
            spans.append((start, end))
    return spans


def other_fact(
    text: str, material: TextMaterial, chance: random.Random, *, only_numbers: bool = False
) -> str | None:
    """The text with one number, day, month or name that is another; None where there is none."""
    read = text[:_READ]
    found: list[tuple[int, int, str]] = [
        (match.start(), match.end(), "number") for match in _NUMBER.finditer(read)
    ]
    if not only_numbers:
        found += [
            (match.start(), match.end(), "day")
            for match in re.finditer(r"[^\W\d_]{3,}", read)
            if match[0].casefold() in DAYS_AND_MONTHS
        ]
        if len(material.names) > 1:
            found += [
                (start, end, "name")
                for start, end in _name_spans(read)
                if read[start:end].casefold() not in DAYS_AND_MONTHS
            ]
    if not found:
        return None
    start, end, sort = chance.choice(found)
    was = text[start:end]
    if sort == "number":
        other = other_digits(was, chance)
    elif sort == "day":
        others = [one for one in DAYS_AND_MONTHS[was.casefold()] if one != was.casefold()]
        other = chance.choice(others)
        other = other.title() if was[0].isupper() else other
    else:
        other = chance.choice([name for name in material.names if name != was] or [was + "s"])
    return text[:start] + other + text[end:]


def other_digits(number: str, chance: random.Random) -> str:
    """Another number of the same form: one digit changed, a plausible day or month where it is a date."""
    places = [place for place, letter in enumerate(number) if letter.isdecimal()]
    is_date = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}", number))
    if is_date:
        # The day's second digit: stays a day of the month.
        place = places[-1] if number[4:5] == "-" else places[1 if number[1].isdecimal() else 0]
        choices = "12345678"
    elif re.fullmatch(r"(19|20)\d\d", number):
        place, choices = places[-1], "0123456789"
    else:
        place = chance.choice(places[: max(1, len(places) - 1)])
        choices = "123456789"
    others = [digit for digit in choices if digit != number[place]]
    return number[:place] + chance.choice(others) + number[place + 1 :]


def other_word(text: str, chance: random.Random) -> str:
    """A value that looks alike and is none: other digits, or letters that changed places."""
    if any(letter.isdecimal() for letter in text):
        return other_digits(text, chance)
    places = [
        n for n in range(len(text) - 1) if text[n] != text[n + 1] and text[n : n + 2].isalpha()
    ]
    if places:
        place = chance.choice(places)
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text + (text[-1:] or "?")


def _with_invention(text: str, material: TextMaterial, chance: random.Random) -> str | None:
    others = material.sentences
    for _ in range(8):
        if not others:
            return None
        borrowed = chance.choice(others)
        if borrowed in text or script_of(borrowed) != script_of(text):
            continue
        if _NUMBER.search(borrowed):
            borrowed = _NUMBER.sub(lambda found: other_digits(found[0], chance), borrowed, count=1)
        parts = sentences(text)
        place = chance.randint(1, len(parts))
        gap = "" if is_dense(borrowed) else " "
        before, after = "".join(parts[:place]).rstrip(), "".join(parts[place:])
        ended = (
            before if before[-1:] in tuple(".!?…。！？।؟") else before + ("。" if not gap else ".")
        )
        return f"{ended}{gap}{borrowed}{after}"
    return None
