"""A request that waits for the operator, with all that a person needs to answer it; what they say, and the answer a client gets."""

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.base.spoken_answer import UNKNOWN, answer_sentence, plain_name, spoken_forms
from mock_ai.conversation import ClassAnswer, Prompt, Reply, Turn, WireFault
from mock_ai.stubs.requested_format import as_json, fields_as_asked, text_as_asked, wants_json

if TYPE_CHECKING:
    from mock_ai.hand_answer import HandForm
    from mock_ai.kinds.dialled_kind import KindAnswer

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
}
_KINDS = {"image": tr("photo"), "audio": tr("sound"), "video": tr("clip")}
UNKNOWN_TYPE = "application/octet-stream"


def content_type(content: bytes) -> str:
    """The media type; never one that a browser runs, whatever the client said it sent."""
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12], UNKNOWN_TYPE)
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "video/mp4")
    return next((kind for start, kind in _STARTS if content.startswith(start)), UNKNOWN_TYPE)


def kind_of(content: bytes) -> str:
    """Photo, sound or clip; “file” where the first bytes do not say."""
    return _KINDS.get(content_type(content).partition("/")[0], "file")


Source = Literal["dials", "model", "stub", "you"]
MOST_SHOWN = 20_000  # characters of a message
_TURNS_SHOWN = 12
_LOWEST_SURE = 0.01


@dataclass(frozen=True)
class SuggestedAnswer:
    """An answer to choose: ``text`` is what would be said, ``label`` the class that it names."""

    text: str
    source: Source
    label: str | None = None
    probability: float | None = None
    abstain: bool = False


@dataclass(frozen=True)
class WaitingRequest:
    """One request in the queue.

    ``kind`` is photo, text, sound, clip or file. ``automatic`` is what is answered if nobody does. ``classes`` are the answers that a
    classification may name; without any, the answer is a text. ``content`` is the photo, sound or
    clip. ``wants_json`` says that the client reads JSON: the answer is put into that by itself. ``product`` is the kind of
    product that answers where it names no class, and ``usual`` what its dials say.
    """

    number: int
    at: datetime
    endpoint: str
    kind: str
    name: str
    automatic: SuggestedAnswer
    seconds: float
    text: str = ""
    system: str = ""
    turns: tuple[Turn, ...] = ()
    content: bytes = field(default=b"", repr=False)
    classes: tuple[str, ...] = ()
    shares: dict[str, float] = field(default_factory=dict)
    suggestions: tuple[SuggestedAnswer, ...] = ()
    rule: str = ""
    wants_json: bool = False
    product: str = ""
    usual: "KindAnswer | None" = None

    @property
    def takes_words(self) -> bool:
        """Whether it is answered in words, which may fit another request as well."""
        return self.product in ("", "generate", "transcribe")

    @property
    def form(self) -> "HandForm | None":
        """How an answer of its kind is typed; None where a class or a text is asked for."""
        if self.usual is None:
            return None
        from mock_ai.hand_answer import form_of  # most that is served tells things apart

        return form_of(self.product, self.usual)

    @property
    def is_classification(self) -> bool:
        """Whether the answer names a class."""
        return bool(self.classes)

    @property
    def lowest_sure(self) -> float:
        """The least that the best of the classes can have."""
        return max(_LOWEST_SURE, 1 / len(self.classes)) if self.classes else _LOWEST_SURE

    @property
    def choices(self) -> tuple[str, ...]:
        """The classes, in their order; of more than nine the likeliest come first."""
        if len(self.classes) <= 9 or not self.shares:
            return self.classes
        return tuple(sorted(self.classes, key=lambda name: -self.shares.get(name, 0.0)))

    def brief(self, left: float) -> dict[str, Any]:
        """A line of the queue, for ``json.dumps``; ``left`` in seconds."""
        return {
            "number": self.number,
            "kind": self.kind,
            "name": self.name,
            "left": round(left, 2),
            "seconds": self.seconds,
        }

    def details(self, left: float) -> dict[str, Any]:
        """All that the operator's page shows, for ``json.dumps``."""
        return {
            **self.brief(left),
            "at": self.at.isoformat(timespec="milliseconds"),
            "endpoint": self.endpoint,
            "text": self.text[:MOST_SHOWN],
            "system": self.system[:MOST_SHOWN],
            "turns": [
                {"role": turn.role, "text": turn.text[:MOST_SHOWN], "photos": len(turn.images)}
                for turn in self.turns[-_TURNS_SHOWN:]
            ],
            "content_type": content_type(self.content) if self.content else "",
            "choices": [_choice(name) for name in self.choices],
            "lowest_sure": self.lowest_sure,
            "automatic": _shown(self.automatic),
            "suggestions": [_shown(one) for one in self.suggestions],
            "rule": self.rule,
            "wants_json": self.wants_json,
            "product": self.product,
            "form": None if self.form is None else plain(self.form),
        }


def _choice(name: str) -> dict[str, Any]:
    forms = [
        {"from": form.from_percent, "before": form.before, "after": form.after}
        for form in spoken_forms(name)
    ]
    words = plain_name(name)
    return {"name": name, "words": words[:1].upper() + words[1:], "forms": forms}


def _shown(suggestion: SuggestedAnswer) -> Any:
    return plain(replace(suggestion, text=suggestion.text[:MOST_SHOWN]))


def moment() -> float:
    """The clock that waiting is timed with: the same in every thread, never set back."""
    return time.monotonic()


Choice = Literal["class", "text", "unknown", "automatic", "refuse", "fault"]
OperatorFault = Literal["server_error", "rate_limit", "timeout"]
REFUSAL = tr("I’m sorry, but I can’t help with that.")
LONGEST = 20_000  # characters of an answer
_FIELDS = {"choice", "label", "probability", "text", "fault"}
_AGAIN = tr("Change the answer and send it again.")


@dataclass(frozen=True)
class OperatorAnswer:
    """One decision of the operator.

    ``choice`` is what was done: named a class, written a text, said “I don’t know”, let the dials
    answer, refused, or made it fail. ``text`` goes with a class as well, in place of the usual
    sentence.

    Raises `UserError` if the parts do not belong together, or one is too long or out of range.
    """

    choice: Choice
    label: str | None = None
    probability: float | None = None
    text: str = ""
    fault: OperatorFault = "server_error"

    def __post_init__(self) -> None:
        if self.choice not in get_args(Choice):
            raise _wrong(tr("“{choice}” is no answer.", choice=str(self.choice)[:40]), "class, text, unknown, automatic, refuse, fault")  # fmt: skip
        if self.choice == "class" and not self.label:
            raise _wrong(tr("The answer names no class."), tr("one of the classes of the request"))
        if self.choice == "text" and not self.text.strip():
            raise _wrong(tr("The answer is empty."), tr("a few words"))
        if len(self.text) > LONGEST:
            raise _wrong(
                tr("The answer has {text} characters.", text=digits(len(self.text))),
                tr("at most {longest} characters", longest=digits(LONGEST)),
            )
        sure = self.probability
        if sure is not None and not (math.isfinite(sure) and 0 <= sure <= 1):
            raise _wrong(tr("Nobody can be that sure."), tr("a share between 0 and 1"))
        if self.fault not in get_args(OperatorFault):
            raise _wrong(tr("“{fault}” is no fault.", fault=str(self.fault)[:40]), ", ".join(get_args(OperatorFault)))  # fmt: skip

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "OperatorAnswer":
        """Read what the operator's page sends.

        Raises `UserError` if a field is missing, unknown, or not of its kind.
        """
        strange = sorted(set(document) - _FIELDS)
        if strange:
            raise _wrong(tr("The answer has an unknown “{strange}”.", strange=strange[0][:40]), ", ".join(sorted(_FIELDS)))  # fmt: skip
        for name in ("choice", "label", "text", "fault"):
            if not isinstance(document.get(name), str | None):
                raise _wrong(tr("“{name}” is not a text.", name=name), tr("words in quotes"))
        sure = document.get("probability")
        if isinstance(sure, bool) or not isinstance(sure, int | float | None):
            raise _wrong(tr("“probability” is not a number."), tr("a share between 0 and 1"))
        given = {name: value for name, value in document.items() if value is not None}
        return cls(**{"choice": "", **given})


def checked(said: OperatorAnswer, waiting: WaitingRequest) -> OperatorAnswer:
    """The answer, if this request can have it.

    Raises `UserError` if the class is not one that the request could be answered with, or the text is no answer of its kind.
    """
    if said.choice == "text" and waiting.usual is not None:
        from mock_ai.hand_answer import read_by_hand

        read_by_hand(waiting.product, said.text, waiting.usual)
    if said.choice == "class" and said.label not in waiting.classes:
        known = ", ".join(waiting.classes[:9]) or tr("none: this request takes a text")
        raise _wrong(
            tr("“{label}” is not a class of this request.", label=(said.label or "")[:60]), known
        )
    return said


def sentence(said: OperatorAnswer, waiting: WaitingRequest) -> str:
    """The words that the client will read; what the window and the page show before it is sent."""
    if said.choice == "class":
        sure = None if said.probability is None else max(said.probability, waiting.lowest_sure)
        return said.text.strip() or answer_sentence(said.label, sure)
    if said.choice == "text":
        return said.text
    if said.choice == "unknown":
        return UNKNOWN
    return REFUSAL if said.choice == "refuse" else ""


def as_answer(said: OperatorAnswer, waiting: WaitingRequest) -> ClassAnswer:
    """A classification. The other classes share what is left, as the dials would share it."""
    text = sentence(said, waiting)
    if said.choice != "class":
        return ClassAnswer(None, None, {}, True, None, 0.0, text)
    label = str(said.label)
    sure = said.probability
    if sure is None:
        return ClassAnswer(label, None, {}, False, None, 0.0, text)
    sure = max(sure, waiting.lowest_sure)
    return ClassAnswer(label, sure, _shared(label, sure, waiting), False, None, 0.0, text)


def as_reply(
    said: OperatorAnswer, waiting: WaitingRequest, prompt: Prompt, automatic: Reply
) -> Reply:
    """A reply to a vendor's client: the automatic one's pace, the operator's words."""
    reply = replace(
        automatic,
        calls=(),
        images=(),
        sound=None,
        stop="end",
        stop_sequence=None,
        delay_seconds=0.0,
        simulated=True,
        label=None,
        confidence=None,
        details=None,
        given=None,
    )
    if said.choice == "fault":
        return replace(reply, fault=WireFault(said.fault))
    text = sentence(said, waiting)
    if said.choice == "refuse":
        return replace(reply, text=text, stop="refusal")
    if said.choice == "text" and automatic.given is not None:
        return _as_reply_of_kind(text, waiting.product, prompt, reply, automatic.given)
    if said.choice == "class" and wants_json(prompt):
        return replace(reply, text=_class_as_json(said, waiting, prompt))
    if said.choice == "text" and as_json(automatic.text) is not None and as_json(text) is not None:
        return replace(reply, text=text)  # the JSON itself was edited
    return replace(reply, text=text_as_asked(prompt, text, 0))


def _as_reply_of_kind(
    text: str, kind: str, prompt: Prompt, reply: Reply, usual: "KindAnswer"
) -> Reply:
    """The operator's words in the form of the kind, and in the client's own."""
    from mock_ai.client_answer import as_asked
    from mock_ai.hand_answer import read_by_hand

    given = read_by_hand(kind, text, usual)
    if prompt.kind != "classification":
        return replace(reply, text=as_asked(prompt, kind, given, 0), given=given)
    details: dict[str, Any] = {"answer": given.answer, "confidence": None}
    if kind == "rank":
        details["items"] = [
            {"item": item, "rank": n, "score": None} for n, item in enumerate(given.answer, 1)
        ]
    return replace(reply, text=text, given=given, details=details)


def suggested(answer: ClassAnswer, by: Literal["dials", "model"]) -> SuggestedAnswer:
    """What the classifier would say, as a suggestion."""
    return SuggestedAnswer(answer.text, by, answer.label, answer.probability, answer.abstain)


def _class_as_json(said: OperatorAnswer, waiting: WaitingRequest, prompt: Prompt) -> str:
    label = str(said.label)
    fields = {"label": label, "class": label, "answer": sentence(said, waiting)}
    if said.probability is not None:
        fields["confidence"] = json.dumps(round(max(said.probability, waiting.lowest_sure), 4))
        fields["probability"] = fields["confidence"]
    if prompt.schema is None:
        del fields["class"], fields["answer"]
        fields.pop("probability", None)
    return fields_as_asked(prompt, fields, 0)


def _shared(label: str, sure: float, waiting: WaitingRequest) -> dict[str, float]:
    """Probabilities that add up to 1 with none above that of the label."""
    others = [name for name in waiting.classes if name != label]
    if not others:
        return {label: 1.0}
    rest = 1.0 - sure
    known = [max(waiting.shares.get(name, 0.0), 0.0) for name in others]
    whole = sum(known)
    even = [rest / len(others)] * len(others)
    parts = [rest * share / whole for share in known] if whole > 0 else even
    if max(parts) > sure:
        parts = even
    table = dict(zip(others, parts, strict=True))
    return {name: sure if name == label else table[name] for name in waiting.classes}


def _wrong(what: str, allowed: str) -> UserError:
    return UserError(what, tr("Allowed: {allowed}.", allowed=allowed), _AGAIN)
