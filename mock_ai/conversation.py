"""What clients ask and what the fake answers, in words that belong to no vendor.

Each wire format turns a request into a :class:`Prompt` and a :class:`Reply` into its own
document or stream. Who replies is a :class:`Responder`: the scenario's stubs, or the built-in
one (:class:`mock_ai.builtin.BuiltinResponder`), which answers everything so that a new client can be tried.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from estimators.base.spoken_answer import answer_sentence, strange_sentence

if TYPE_CHECKING:
    from mock_ai.kinds.dialled_kind import KindAnswer

Kind = Literal[
    "chat",
    "embedding",
    "transcription",
    "translation",
    "speech",
    "image",
    "moderation",
    "classification",
    "count",
]
Stop = Literal["end", "length", "tool", "refusal"]
Fault = Literal["no answer", "error"]
OPERATOR_KINDS: tuple[Kind, ...] = ("chat", "classification", "transcription", "translation")
"""What a person can answer: classes and words. Nobody draws, speaks or embeds in eight seconds."""
USUAL_WAIT, SHORTEST_WAIT, LONGEST_WAIT = 8.0, 1.0, 600.0
"""Seconds that a request waits for the operator; official clients give up after ten minutes."""
IMAGE_TOKENS = 255  # what a photo of usual size costs: 85, and 170 for its one tile
_TURN_TOKENS = 4
_COUNTED_CHARACTERS = 200_000
_SHORT = 2_000
_PIECE = re.compile(r"[^\S\n]?[a-zA-Z\u00c0-\u024f]{1,7}|[^\S\n]?\d{1,3}|\s|.", re.DOTALL)


@dataclass(slots=True)
class Turn:
    """One message of a conversation. A photo or sound is its content, never a name or address.

    In a turn of the role ``tool``, ``text`` is what the tool returned.
    """

    role: Literal["user", "assistant", "tool"]
    text: str = ""
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Tool:
    """A function that the client offers; ``schema`` is the JSON schema of its arguments."""

    name: str
    description: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Prompt:
    """A vendor's request, in our terms.

    ``tool_choice`` is auto, none, required, or the name of a tool. ``schema`` is the JSON schema
    that the answer must satisfy; ``wants_json`` asks for any JSON object. ``choice`` says which
    of ``n`` alternatives this is (the first is 0). ``headers`` are those of the request, in
    small letters and without keys. ``seed`` is the client's own, if it sent one.
    """

    kind: Kind
    system: str = ""
    turns: tuple[Turn, ...] = ()
    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"
    parallel_calls: bool = True
    schema: Mapping[str, Any] | None = None
    wants_json: bool = False
    model: str = ""
    n: int = 1
    choice: int = 0
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    file_name: str = ""
    item_kind: str = ""  # what a file is (photo, sound, clip or file), where that was said
    sound: bytes = b""  # the recording that is to be transcribed
    document: Mapping[str, Any] = field(default_factory=dict)  # the request's JSON, as it came

    @property
    def last_text(self) -> str:
        """What the user said last, without tools' results; empty if nothing."""
        for turn in reversed(self.turns):
            if turn.role == "user":
                return turn.text
        return ""

    @property
    def last_images(self) -> tuple[bytes, ...]:
        """The photos sent with the user's last message."""
        for turn in reversed(self.turns):
            if turn.role == "user":
                return turn.images
        return ()

    @property
    def tool_result(self) -> str | None:
        """What a tool returned, if the conversation ends with that."""
        return self.turns[-1].text if self.turns and self.turns[-1].role == "tool" else None

    @property
    def shown_name(self) -> str:
        """What the request is called in lists: its file, or the first words of the message."""
        shown = self.file_name or " ".join(self.last_text[:400].split())[:60]
        if shown.isprintable():
            return shown
        return "".join(letter for letter in shown if letter.isprintable())

    @property
    def shown_kind(self) -> str:
        """What was sent with the last message."""
        usual = "photo" if self.last_images else ("sound" if self.file_name else "text")
        return self.item_kind or usual

    @property
    def token_count(self) -> int:
        """What the request costs: its texts, 4 for each turn, its tools, and 255 a photo."""
        tokens = sum(
            _TURN_TOKENS + count_tokens(turn.text) + IMAGE_TOKENS * len(turn.images)
            for turn in self.turns
        )
        if self.system:
            tokens += _TURN_TOKENS + count_tokens(self.system)
        for tool in self.tools:
            tokens += count_tokens(f"{tool.name} {tool.description} {dict(tool.schema)}")
        return tokens


@dataclass(frozen=True)
class ToolCall:
    """A call that the answer asks for."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WireFault:
    """How an answer goes wrong on the way.

    ``kind`` is one of `wire_faults.FAULTS`. ``retry_after`` (seconds) goes with a rate limit; ``after_tokens`` says how many tokens of a
    stream arrive before it is cut or stalls. ``why`` is set where nobody planned it: the scenario
    itself is wrong, which trying again does not mend.
    """

    kind: str
    retry_after: float | None = None
    after_tokens: int = 5
    why: str = ""


@dataclass(slots=True)
class ClassAnswer:
    """One answer of the fake.

    ``label`` is None when it does not know or a fault strikes. ``fault`` is “no answer” (the
    request is left waiting), “error”, or None. ``delay_seconds`` is how long it takes. ``given`` is the answer of a product of
    another kind, which has no class.
    """

    label: str | None
    probability: float | None
    probabilities: dict[str, float]
    abstain: bool
    fault: Fault | None
    delay_seconds: float
    text: str
    simulated: bool = True
    given: "KindAnswer | None" = None
    strange: tuple[str, ...] = ()  # the columns of a row for which it does not know

    @classmethod
    def of_row(
        cls,
        classes: Sequence[str],
        row: Sequence[float],
        abstain: bool,
        delay_seconds: float = 0.0,
        *,
        simulated: bool = True,
        strange: Sequence[str] = (),
    ) -> Self:
        """What a classifier says with one row of ``predict_proba``, its columns as ``classes``.

        ``strange``: what of a row is unlike all that it learned from.
        """
        abstain = abstain or bool(strange)
        sure = max(row)
        label = None if abstain else classes[row.index(sure)]
        return cls(
            label=label,
            probability=sure,
            probabilities=dict(zip(classes, row, strict=True)),
            abstain=abstain,
            fault=None,
            delay_seconds=delay_seconds,
            text=strange_sentence(strange) if strange else answer_sentence(label, sure, abstain),
            strange=tuple(strange),
            simulated=simulated,
        )


@dataclass(frozen=True)
class OperatorRouting:
    """Have a person answer.

    ``seconds`` is how long to wait for one (None: as long as the desk says), ``suggestions`` are
    answers to choose from, their blanks filled.
    """

    seconds: float | None = None
    suggestions: tuple[str, ...] = ()


BY_SWITCH = OperatorRouting()
"""The routing of a request that no stub sends to the operator, but the switch for everything."""


@dataclass(slots=True)
class Reply:
    """What the fake answers; times in seconds. ``images`` are PNG files, ``sound`` a WAV file."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    stop: Stop = "end"
    stop_sequence: str | None = None  # which of the client's stop sequences ended it
    delay_seconds: float = 0.0
    first_token_seconds: float = 0.0
    token_seconds: float = 0.0
    fault: WireFault | None = None
    images: tuple[bytes, ...] = ()
    sound: bytes | None = None
    simulated: bool = True
    rule: str = ""  # the stub mapping that answered, for the journal
    label: str | None = None  # the class, where the answer is one
    confidence: float | None = None  # how sure it is of the class
    failures: tuple[str, ...] = ()  # of the AI, by name, that struck this answer
    operator: OperatorRouting | None = None  # a person first, this only if none answers
    details: Mapping[str, Any] | None = None  # the answer in JSON, where our own address was asked
    given: "KindAnswer | None" = None  # the answer of a product that names no class, in its parts

    def tokens(self) -> list[str]:
        """The pieces that a stream sends; together they are the text."""
        return split_tokens(self.text)

    @property
    def token_count(self) -> int:
        """What the answer costs: its text and its calls."""
        return count_tokens(self.text) + sum(
            count_tokens(f"{call.name} {call.arguments}") for call in self.calls
        )


class Responder(Protocol):
    """Answers a prompt. ``position`` counts the requests; the same both give the same reply."""

    def reply(self, prompt: Prompt, position: int) -> Reply: ...


Look = Callable[[bytes | str, int], ClassAnswer]
"""What the classifier says about a photo or text, as request number so and so."""


def split_tokens(text: str) -> list[str]:
    """The text in pieces as a language model would write it: about 4 characters each."""
    return _PIECE.findall(text)


def count_tokens(text: str) -> int:
    """How many tokens a text has: the same number everywhere, close to what vendors bill.

    Beyond 200,000 characters it extrapolates.
    """
    return _tokens_of_short(text) if len(text) <= _SHORT else _tokens_of(text)


@lru_cache(maxsize=1024)
def _tokens_of_short(text: str) -> int:
    """The same answers are given again and again."""
    return _tokens_of(text)


def _tokens_of(text: str) -> int:
    counted = len(_PIECE.findall(text[:_COUNTED_CHARACTERS]))
    if len(text) > _COUNTED_CHARACTERS:
        return round(counted * len(text) / _COUNTED_CHARACTERS)
    return counted


def within_limits(reply: Reply, prompt: Prompt) -> Reply:
    """The reply, cut where the client's stop sequences or its ``max_tokens`` say."""
    if prompt.max_tokens is None and not prompt.stop:
        return reply
    found = [(place, end) for end in prompt.stop if end and (place := reply.text.find(end)) >= 0]
    if found:
        place, end = min(found)
        reply = replace(reply, text=reply.text[:place], stop="end", stop_sequence=end)
    if prompt.max_tokens is not None and not reply.calls:
        pieces = reply.tokens()
        if len(pieces) > prompt.max_tokens:
            text = "".join(pieces[: max(prompt.max_tokens, 0)])
            reply = replace(reply, text=text, stop="length", stop_sequence=None)
    return reply
