"""Questions and answers of each kind in the words of the Stage. Nothing in them tells whether an answer is good."""

import random
import re
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from estimators.base.count import count, spelled
from estimators.base.number import number
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import tr, tr_plural
from estimators.base.spoken_answer import UNKNOWN, strange_sentence
from mock_ai.kinds.dialled_kind import KindAnswer, item_digest
from mock_ai.kinds.sound_alike import SoundAlikes
from mock_ai.kinds.task_steps import in_words
from mock_ai.kinds.words import plain_words
from mock_ai.ready_made import ReadyMadeItem
from mock_ai.stage_answer import StageAnswer, StageChoice, StagePart, StageQuestion, StageSource
from mock_ai.stage_material import StageMaterial

_MOST_ALIGNED = 1_000  # words that are set against those heard; the time grows with the square
DOUBTFUL = 0.7  # certainty below which a word or field is worth a look
_WEEK_AGO = re.compile(r"a week ago ([\d.,]*\d)")
_FINAL = re.compile(
    r"(pay|refund|send|mail|transfer|order|buy|delete|cancel|publish|submit|sign|zahl|überweis|lösch|bestell)\w*\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(ask|may i|frag)\b|.*\?\s*$", re.IGNORECASE | re.DOTALL)
_NOTHING = StageMaterial()


def stage_question(
    kind: str,
    asked: str | Path,
    item: ReadyMadeItem | None = None,
    material: StageMaterial = _NOTHING,
    modality: str = "",
) -> StageQuestion:
    """What an answer is about.

    Parameters
    ----------
    asked : a text, or the file of a photo or a recording.
    item : what is known of it; None for what a visitor brought.
    material : what is known of the product.
    modality : of a file, what it is.
    """
    text = asked if isinstance(asked, str) else ""
    # Of a task the note tells what a good answer does.
    note = item.note if item is not None and kind != "act" else ""
    case = capital(material.case)
    if kind == "transcribe" and text and item is not None:
        # Without a recording people read what was said.
        return StageQuestion(_dotted(text, note), str(item.good), "text")
    if item is not None and item.caption:
        return StageQuestion(_dotted(item.caption, note), "", modality)
    if kind == "number":
        past = material.past.get(item_digest(asked).hex(), ())
        return StageQuestion(case, text, "table", past, _rule(text))
    if kind == "generate":
        note = "" if note in {page.name for page in material.pages} else note
        caption = case or (tr("Notes") if material.sums_up else tr("Message"))
    else:
        caption = case or {
            "rank": tr("In the basket") if material.pages else tr("For"),
            "extract": tr("Page"),
            "act": tr("Task"),
        }.get(kind, "")
    return StageQuestion(_dotted(caption, note), text, "text" if text else modality or "photo")


def stage_answer(
    kind: str,
    asked: str | Path,
    given: KindAnswer,
    item: ReadyMadeItem | None = None,
    material: StageMaterial = _NOTHING,
) -> StageAnswer:
    """The answer as people see it, and what they can do with it; parameters as in :func:`stage_question`."""
    return _OF_KIND[kind](asked, given, item, material)


def _dotted(*pieces: str) -> str:
    return " · ".join(piece for piece in pieces if piece)


def _rule(text: str) -> tuple[str, float] | None:
    """What the simplest rule says, where the input tells what was counted a week ago."""
    found = _WEEK_AGO.search(text)
    return (tr("as a week ago"), float(found[1].replace(",", ""))) if found else None


def _written(
    asked: str | Path, given: KindAnswer, item: ReadyMadeItem | None, material: StageMaterial
) -> StageAnswer:
    text = str(given.answer)
    words = len(plain_words(text))
    sent = isinstance(asked, str) and not material.sums_up
    leans_on = item.note if item is not None else ""
    return StageAnswer(
        "generate",
        tr_plural("Draft · {n} word", "Draft · {n} words", words)
        if sent
        else tr_plural("Summary · {n} word", "Summary · {n} words", words)
        if material.sums_up
        else tr_plural("{n} word", "{n} words", words),
        tr("Would you send it?") if sent else tr("Would you use it?"),
        tr("You would send this under your name.")
        if sent
        else tr("You would rely on this instead of reading everything.")
        if material.sums_up
        else tr("It would stand under your name."),
        tuple(StagePart(one) for one in text.split("\n") if one.strip()),
        StageChoice(tr("Accept"), tr("send it as it is") if sent else tr("use it as it is")),
        StageChoice(tr("Correct…"), tr("change a word or two")),
        StageChoice(tr("Reject"), tr("write my own")),
        tuple(
            StageSource(page.name, page.text) for page in material.pages if page.name == leans_on
        ),
    )


def _ranked(
    _asked: str | Path, given: KindAnswer, _item: ReadyMadeItem | None, material: StageMaterial
) -> StageAnswer:
    parts = tuple(
        StagePart(
            str(part.value),
            note=tr("sold out") if part.failure == "sold_out" else "",
            certainty=part.certainty,
            photo=material.photo(str(part.value)) is not None,
        )
        for part in given.parts
    )
    first = parts[0].text if parts else ""
    return StageAnswer(
        "rank",
        "",
        tr("Which one would you take?"),
        tr(
            "It offers {n}, its first choice on the left. Press a number, or 0 for none.",
            n=spelled(len(parts)),
        ),
        parts,
        StageChoice(tr("Take “{item}”", item=first)),
        StageChoice(tr("Something else…"), tr("say what")),
        StageChoice(tr("None of these")),
    )


def _heard(
    _asked: str | Path, given: KindAnswer, item: ReadyMadeItem | None, material: StageMaterial
) -> StageAnswer:
    words = [part for part in given.parts if part.name]
    right = _right_words(given, item)
    sounds = SoundAlikes(
        word for each in material.items.values() for word in plain_words(str(each.good))
    )
    chance = random.Random(str(given.answer))  # noqa: S311 (replayable, not secret)
    parts = []
    for place, part in enumerate(words):
        doubtful = part.certainty < DOUBTFUL
        others: tuple[str, ...] = ()
        if doubtful:
            said = [right.get(place, ""), sounds.other(str(part.value), chance)]
            others = tuple(
                dict.fromkeys(w for w in said if w and w.casefold() != part.value.casefold())
            )[:1]
        parts.append(
            StagePart(part.name, certainty=part.certainty, doubtful=doubtful, others=others)
        )
    doubts = sum(part.doubtful for part in parts)
    return StageAnswer(
        "transcribe",
        tr_plural("{n} word", "{n} words", len(parts)),
        tr("I heard every word.")
        if not doubts
        else tr("One word I’m not sure of.")
        if doubts == 1
        else tr("{number} words I’m not sure of.", number=capital(spelled(doubts))),
        "",
        tuple(parts),
        StageChoice(tr("Accept"), tr("it is right")),
        StageChoice(tr("Correct…"), tr("change a word")),
        StageChoice(tr("Reject"), tr("I’d listen again")),
    )


def _right_words(given: KindAnswer, item: ReadyMadeItem | None) -> dict[int, str]:
    """For words that stand in place of one that was said: that one, by their places."""
    said = str(item.good).split() if item is not None else []
    if not 0 < len(said) <= _MOST_ALIGNED:
        return {}
    heard = [str(part.name) for part in given.parts if part.name]
    matcher = SequenceMatcher(None, said, heard, autojunk=False)
    return {
        heard_from + n: said[said_from + n].strip(".,;:!?")
        for tag, said_from, said_to, heard_from, heard_to in matcher.get_opcodes()
        if tag == "replace"
        for n in range(min(said_to - said_from, heard_to - heard_from))
    }


def _done(
    _asked: str | Path, given: KindAnswer, item: ReadyMadeItem | None, _material: StageMaterial
) -> StageAnswer:
    known = {step.split(maxsplit=1)[0] for step in item.irreversible} if item is not None else set()
    parts = []
    for part in given.parts:
        text = in_words(part.value)
        asks = bool(_ASKS.match(text))
        final = not asks and (text.split(maxsplit=1)[0] in known if text else False)
        final = final or (not asks and bool(_FINAL.match(text)))
        parts.append(StagePart(text, certainty=part.certainty, asks=asks, final=final))
    waits = next((n for n, part in enumerate(parts) if part.final), None)
    last_asks = bool(parts) and parts[-1].asks
    waiting = waits is not None or last_asks
    if waits is not None:
        headline = tr("May I {step}?", step=within_a_sentence(parts[waits].text))
        lead = (
            tr_plural(
                "One step is done. The next can’t be undone, so it waits for you.",
                "{n} steps are done. The next can’t be undone, so it waits for you.",
                waits,
                n=capital(spelled(waits)),
            )
            if waits
            else tr("It can’t be undone, so it waits for you.")
        )
    else:
        headline = tr("I have a question.") if last_asks else tr("Done. Is it what you wanted?")
        lead = tr("Everything it did is in the list.")
    return StageAnswer(
        "act",
        count(len(parts), "step"),
        headline,
        lead,
        tuple(parts),
        StageChoice(tr("Approve")) if waiting else StageChoice(tr("Accept"), tr("well done")),
        StageChoice(tr("Change…")),
        StageChoice(tr("Stop here")) if waiting else StageChoice(tr("Reject"), tr("undo it all")),
    )  # fmt: skip


def _predicted(
    _asked: str | Path, given: KindAnswer, _item: ReadyMadeItem | None, material: StageMaterial
) -> StageAnswer:
    correct = StageChoice(tr("Correct…"), tr("type my number"))
    if given.strange:
        why = strange_sentence(given.strange)
        taken = StageChoice(tr("Accept"), tr("someone else decides"))
        return StageAnswer("number", "", UNKNOWN, why, (), taken, correct, StageChoice(tr("Reject"), tr("it should know")))  # fmt: skip
    low, high = (number(part.value) for part in given.parts)
    answer = number(given.answer)
    return StageAnswer(
        "number",
        "",
        tr("About {answer}.", answer=answer),
        tr(
            "Between {low} and {high}, {times} times in 10.",
            low=low,
            high=high,
            times=f"{material.coverage * 10:.2g}",
        ),
        (
            StagePart(low, tr("low"), value=float(given.parts[0].value)),
            StagePart(answer, tr("answer"), certainty=given.certainty, value=float(given.answer)),
            StagePart(high, tr("high"), value=float(given.parts[1].value)),
        ),
        StageChoice(tr("Accept"), tr("plan with {answer}", answer=answer)),
        correct,
        StageChoice(tr("Reject"), tr("I wouldn’t use it")),
    )


def _extracted(
    asked: str | Path, given: KindAnswer, _item: ReadyMadeItem | None, _material: StageMaterial
) -> StageAnswer:
    text = asked if isinstance(asked, str) else ""
    parts = tuple(_field(text, part.name, part.value, part.certainty) for part in given.parts)
    doubtful = [part for part in parts if part.doubtful]
    filled = sum(bool(part.text) for part in parts)
    headline = tr_plural("One field.", "{n} fields.", filled, n=capital(spelled(filled)))
    if len(doubtful) == 1:
        headline = tr("I’m not sure of “{field}”.", field=doubtful[0].name)
    elif doubtful:
        headline = tr("{number} fields I’m not sure of.", number=capital(spelled(len(doubtful))))
    return StageAnswer(
        "extract",
        tr("{filled} of {n} fields filled", filled=filled, n=len(parts)),
        headline,
        "",
        parts,
        StageChoice(
            tr("Accept"),
            tr("it is right")
            if len(parts) == 1
            else tr("all {number} are right", number=spelled(len(parts))),
        ),
        StageChoice(tr("Correct…"), tr("change a field")),
        StageChoice(tr("Reject"), tr("I’d read it myself")),
    )


def _field(text: str, name: str, value: Any, certainty: float) -> StagePart:
    said = "" if value is None else str(value)
    # Not by folding both: that makes "ß" two letters, and what comes after it would be marked one further on.
    found = re.search(re.escape(said), text, re.IGNORECASE) if said else None
    place = found.span() if found else None
    return StagePart(said, name, certainty=certainty, doubtful=certainty < DOUBTFUL, place=place)


_OF_KIND: Mapping[
    str, Callable[[str | Path, KindAnswer, ReadyMadeItem | None, StageMaterial], StageAnswer]
] = {
    "generate": _written,
    "rank": _ranked,
    "transcribe": _heard,
    "act": _done,
    "number": _predicted,
    "extract": _extracted,
}
