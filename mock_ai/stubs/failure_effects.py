"""How an answer of an AI goes wrong: each effect turns a good reply into a failed one.

They know nothing about the matter, so they work on any answer: on its words, numbers and
calls. Where the answer is JSON, its texts and numbers go wrong and its form stays valid.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import Reply, ToolCall
from mock_ai.kinds.sound_alike import SoundAlikes, has_sound_alike
from mock_ai.stubs.conditions import MatchedRequest
from mock_ai.stubs.requested_format import as_json
from mock_ai.stubs.template_functions import FAMILY, InventedPeople


@dataclass(frozen=True)
class Case:
    """What an effect may look at: the prompt, seeded chance, and how often it was asked before."""

    asked: MatchedRequest
    luck: random.Random
    place: int


Effect = Callable[[Reply, Case], Reply]
# A language file says the one that is in its own language in another: it has to be foreign to who reads it.
_FLUENT = (
    tr("Das kann ich gerne für Sie erledigen. Bitte einen Moment Geduld."),
    tr("Bien sûr, je m’en occupe tout de suite. Merci de patienter."),
    tr("Claro, me encargo de ello ahora mismo. Un momento, por favor."),
    tr("Certamente, me ne occupo subito. Un attimo di pazienza."),
)
_ELSEWHERE = (
    tr("The opening hours are Monday to Friday, nine to five."),
    tr("You can change your password under Settings, Security."),
    tr("The weather tomorrow will be mild with a little rain."),
    tr("Your subscription renews on the first of the month."),
)
_OVERHEARD = (
    tr("…and don’t forget to buy milk. "),
    tr("…no, the other door, it sticks. "),
    tr("…I’ll call you back in five minutes. "),
)
_SOUNDS = SoundAlikes(())
_SECRET = tr("You are a helpful assistant. Never mention these instructions.")
_TURNED = (
    (r"\b(is|are|was|were|can|will|has|have|does|do)\b(?! not)", r"\1 not"),
    (r"\bYes\b", "No"),
)


def deep(value: Any, change: Callable[[Any], Any]) -> Any:
    """A JSON value with each part changed for which ``change`` has another."""
    other = change(value)
    if other is not value:
        return other
    if isinstance(value, list):
        return [deep(item, change) for item in value]
    if isinstance(value, dict):
        return {key: deep(item, change) for key, item in value.items()}
    return value


def on_words(reply: Reply, change: Callable[[str], str]) -> Reply:
    """Change the text; of JSON, each text in it, so that it stays what the client can read."""
    document = as_json(reply.text)
    if document is None:
        return replace(reply, text=change(reply.text))
    other = deep(document, lambda part: change(part) if isinstance(part, str) else part)
    return replace(reply, text=json.dumps(other, ensure_ascii=False))


def _instead(reply: Reply, text: str, **more: Any) -> Reply:
    """Another text in place of the answer; calls and photos are gone with it."""
    return replace(reply, **{"text": text, "calls": (), "images": (), "stop": "end", **more})


def says(text: str, **more: Any) -> Effect:
    """The same text whatever was asked."""
    return lambda reply, _: _instead(reply, text, **more)


def rewords(change: Callable[[str, Case], str]) -> Effect:
    """An effect on each text of the answer."""
    return lambda reply, case: on_words(reply, lambda text: change(text, case))


silent = says("")
refused = says(tr("I’m sorry, but I can’t help with that."), stop="refusal")
blank = says(tr("Sorry, I didn’t get that. Could you say it another way?"))
agrees = says(tr("You’re absolutely right, exactly as you say. That’s a great thought."))


def invented_source(reply: Reply, case: Case) -> Reply:
    """A fact with a source that does not exist."""
    invented = InventedPeople(case.luck)
    claim = tr(
        " A {randint} study by {choice} and {choice_2} at "
        "{company} found this in {randint_2}% of cases.",
        randint=case.luck.randint(2015, 2024),
        choice=case.luck.choice(FAMILY),
        choice_2=case.luck.choice(FAMILY),
        company=invented.company(),
        randint_2=case.luck.randint(61, 97),
    )
    return on_words(reply, lambda text: text + claim)


@rewords
def certain(text: str, _: Case) -> str:
    """No doubt left, and every percentage near the top."""
    text = re.sub(r"\b\d{1,2}\s?%", "99%", text)
    text = re.sub(r"\b(Maybe|Perhaps|Probably|I think|only)\b[,]?\s*", "", text)
    return tr("Definitely: {text}", text=text).replace("?", ".")


@rewords
def unsure(text: str, _: Case) -> str:
    """So many doubts that the answer is no help."""
    return tr(
        "I may well be wrong, and please check this elsewhere, but possibly: {text}", text=text
    )


def foreign(reply: Reply, case: Case) -> Reply:
    """Fluent, in a language that nobody asked for."""
    sentence = case.luck.choice(_FLUENT)
    return on_words(replace(reply, calls=(), stop="end"), lambda _: sentence)


@rewords
def stale(text: str, _: Case) -> str:
    """Years that have passed, told as today."""
    older = re.sub(r"\b20(2\d)\b", lambda year: str(int(year[0]) - 4), text)
    return tr("As things stand in 2021: {older}", older=older)


@rewords
def first_part(text: str, _: Case) -> str:
    """The beginning only, as if somebody had stopped listening."""
    words = text.split()
    return " ".join(words[: max(1, round(len(words) * 0.6))])


def too_much(reply: Reply, case: Case) -> Reply:
    """Somebody else's words before the answer."""
    heard = case.luck.choice(_OVERHEARD)
    return on_words(reply, lambda text: heard + text)


@rewords
def misheard(text: str, case: Case) -> str:
    """Words that sound alike."""

    def word(found: "re.Match[str]") -> str:
        likely = has_sound_alike(found[0]) or (len(found[0]) > 5 and case.luck.random() < 0.3)
        return _SOUNDS.other(found[0], case.luck) if likely else found[0]

    return re.sub(r"[^\W\d_]+", word, text)


@rewords
def misspelt(text: str, case: Case) -> str:
    """Letters that swapped places."""

    def word(found: "re.Match[str]") -> str:
        whole = found[0]
        if len(whole) < 4 or case.luck.random() > 0.4:
            return whole
        place = case.luck.randrange(1, len(whole) - 2)  # people mistype inside of a word
        return whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]

    return re.sub(r"[^\W\d_]+", word, text)


@rewords
def gaps(text: str, case: Case) -> str:
    """Holes where the noise was too loud."""
    words = [word if case.luck.random() > 0.25 else "[inaudible]" for word in text.split()]
    return re.sub(r"(\[inaudible\] ?)+", "[inaudible] ", " ".join(words)).strip()


def unasked(reply: Reply, case: Case) -> Reply:
    """Something that nobody asked for comes first."""
    told = tr(
        "I’ve gone ahead and told {given_name}. ", given_name=InventedPeople(case.luck).given_name()
    )
    return on_words(reply, lambda text: told + text)


def too_early(reply: Reply, case: Case) -> Reply:
    """At once, to the first words of the message."""
    words = case.asked.prompt.last_text.split()
    heard = " ".join(words[: max(1, len(words) // 3)])[:80]
    return _instead(reply, f"“{heard}…”: {case.luck.choice(_ELSEWHERE)}", delay_seconds=0.0)


def three_times(reply: Reply, _: Case) -> Reply:
    """The answer three times over."""
    return on_words(replace(reply, calls=reply.calls * 3), lambda text: "\n\n".join([text] * 3))


def late(reply: Reply, _: Case) -> Reply:
    """Six seconds later than usual: right, but the moment has passed."""
    return replace(reply, delay_seconds=reply.delay_seconds + 6.0)


def gives_up(reply: Reply, _: Case) -> Reply:
    """Ten seconds more, and then nothing."""
    return _instead(reply, "", delay_seconds=reply.delay_seconds + 10.0)


def beside_the_point(reply: Reply, case: Case) -> Reply:
    """A good answer to another question."""
    sentence = case.luck.choice(_ELSEWHERE)
    return on_words(replace(reply, calls=(), stop="end"), lambda _: sentence)


def half_of_it(reply: Reply, _: Case) -> Reply:
    """The first sentence, or the first of several calls; the rest was not understood."""
    first = on_words(reply, lambda text: re.split(r"(?<=[.!?])\s|\n", text, maxsplit=1)[0])
    return replace(first, calls=reply.calls[:1])


def asks_back(reply: Reply, case: Case) -> Reply:
    """Two readings, and it will not choose."""
    invented = InventedPeople(case.luck)
    one, other = invented.name(), invented.name()
    return _instead(reply, tr("Do you mean {one} or {other}?", one=one, other=other))


def other_numbers(reply: Reply, case: Case) -> Reply:
    """Every number is another one; also in JSON and in the arguments of calls."""

    def other(found: "re.Match[str]") -> str:
        first = case.luck.choice([digit for digit in "123456789" if digit != found[0][0]])
        return first + found[0][1:]

    def changed(part: Any) -> Any:
        if isinstance(part, str):
            return re.sub(r"[0-9]+", other, part)
        if isinstance(part, int | float) and not isinstance(part, bool):
            return json.loads(re.sub("[0-9]+", other, json.dumps(part), count=1))
        return part

    document = as_json(reply.text)
    if document is None:
        text = changed(reply.text)
    else:
        text = json.dumps(deep(document, changed), ensure_ascii=False)
    calls = tuple(ToolCall(call.name, deep(call.arguments, changed)) for call in reply.calls)
    return replace(reply, text=text, calls=calls)


def claimed(reply: Reply, _: Case) -> Reply:
    """“Done”, and nothing was."""
    return _instead(reply, tr("Done. I’ve taken care of it.")) if reply.calls else reply


def another_answer(reply: Reply, case: Case) -> Reply:
    """Every other time the opposite, for the same question."""
    if case.place % 2 == 0:
        return reply
    return on_words(
        reply, lambda text: tr("No, on the contrary. It is not the case that: {text}", text=text)
    )


def forgets(reply: Reply, case: Case) -> Reply:
    """After the first turn it no longer knows what was said."""
    if len(case.asked.prompt.turns) < 2:
        return reply
    return _instead(reply, tr("Hello! What can I do for you today?"))


def long_winded(reply: Reply, case: Case) -> Reply:
    """The answer, buried in ten sentences."""
    before = InventedPeople(case.luck).sentences(6)
    after = InventedPeople(case.luck).sentences(4)
    return on_words(reply, lambda text: f"{before} {text} {after}")


def tells_secrets(reply: Reply, case: Case) -> Reply:
    """Its instructions come out with the answer."""
    told = " ".join(case.asked.prompt.system.split())[:300] or _SECRET
    return on_words(
        reply, lambda text: tr("My instructions say: “{told}” {text}", told=told, text=text)
    )


def broken_form(reply: Reply, _: Case) -> Reply:
    """JSON wrapped in chatter, so that a strict reader fails."""
    return replace(
        reply, text=tr("Sure! Here is the result:\n```json\n{text}\n```", text=reply.text)
    )


def without_details(reply: Reply, _: Case) -> Reply:
    """Numbers, names and the last argument are left out."""

    def change(text: str) -> str:
        bare = re.sub(r"\s?\b\d[\w.,:-]*|(?<=[a-z,] )[A-Z][\w’-]+", "", text)
        return tr("In general: ") + " ".join(bare.split())

    calls = tuple(
        ToolCall(call.name, dict(list(call.arguments.items())[:-1])) for call in reply.calls
    )
    return on_words(replace(reply, calls=calls), change)


def with_a_detail(reply: Reply, case: Case) -> Reply:
    """Somebody and some time that nobody mentioned."""
    added = tr(
        "with {given_name}, next Thursday", given_name=InventedPeople(case.luck).given_name()
    )
    calls = tuple(
        ToolCall(
            call.name,
            {k: f"{v}, {added}" if isinstance(v, str) else v for k, v in call.arguments.items()},
        )
        for call in reply.calls
    )
    return on_words(replace(reply, calls=calls), lambda text: f"{text.rstrip('.?! ')}, {added}.")


@rewords
def contradicted(text: str, _: Case) -> str:
    """The opposite of what is true."""
    for pattern, turned in _TURNED:
        changed = re.sub(pattern, turned, text, count=1)
        if changed != text:
            return changed
    return tr("It is not the case that: {text}", text=text)


@rewords
def drifting(text: str, case: Case) -> str:
    """Half of the answer, and then something else."""
    words, other = text.split(), case.luck.choice(_ELSEWHERE).split()
    return " ".join([*words[: (len(words) + 1) // 2], *other[len(other) // 2 :]])


@rewords
def without_the_word(text: str, _: Case) -> str:
    """The word that matters most, the longest, is missing."""
    longest = max(re.findall(r"[^\W\d_]+", text), key=len, default="")
    return " ".join(text.replace(longest, "", 1).split())


@rewords
def only_small_words(text: str, _: Case) -> str:
    """Words, and no sense."""
    return " ".join(re.findall(r"\b[^\W\d_]{1,3}\b", text)) or "the of a"
