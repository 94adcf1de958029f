"""What the operator says, and the answer or reply that a client gets for it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.spoken_answer import UNKNOWN, answer_sentence
from mock_ai.conversation import ClassAnswer, FaultKind, Prompt, Reply, WireFault
from mock_ai.operator.waiting_request import SuggestedAnswer, WaitingRequest
from mock_ai.stubs.requested_format import as_json, fields_as_asked, text_as_asked, wants_json

Choice = Literal["class", "text", "unknown", "automatic", "refuse", "fault"]
OperatorFault = Literal["server_error", "rate_limit", "timeout"]
REFUSAL = "I’m sorry, but I can’t help with that."
LONGEST = 20_000  # characters of an answer
_FIELDS = {"choice", "label", "probability", "text", "fault"}
_AGAIN = "Change the answer and send it again."


@dataclass(frozen=True)
class OperatorAnswer:
    """One decision of the operator.

    ``choice`` is what was done: named a class, written a text, said “I don’t know”, let the dials
    answer, refused, or made it fail. ``text`` goes with a class as well, in place of the usual
    sentence.

    Raises
    ------
    UserError : the parts do not belong together, or one is too long or out of range.
    """

    choice: Choice
    label: str | None = None
    probability: float | None = None
    text: str = ""
    fault: OperatorFault = "server_error"

    def __post_init__(self) -> None:
        if self.choice not in get_args(Choice):
            raise _wrong(f"“{str(self.choice)[:40]}” is no answer.", "class, text, unknown, automatic, refuse, fault")  # fmt: skip
        if self.choice == "class" and not self.label:
            raise _wrong("The answer names no class.", "one of the classes of the request")
        if self.choice == "text" and not self.text.strip():
            raise _wrong("The answer is empty.", "a few words")
        if len(self.text) > LONGEST:
            raise _wrong(
                f"The answer has {digits(len(self.text))} characters.",
                f"at most {digits(LONGEST)} characters",
            )
        sure = self.probability
        if sure is not None and not (math.isfinite(sure) and 0 <= sure <= 1):
            raise _wrong("Nobody can be that sure.", "a share between 0 and 1")
        if self.fault not in get_args(OperatorFault):
            raise _wrong(f"“{str(self.fault)[:40]}” is no fault.", ", ".join(get_args(OperatorFault)))  # fmt: skip

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "OperatorAnswer":
        """Read what the operator's page sends.

        Raises
        ------
        UserError : a field is missing, unknown, or not of its kind.
        """
        strange = sorted(set(document) - _FIELDS)
        if strange:
            raise _wrong(f"The answer has an unknown “{strange[0][:40]}”.", ", ".join(sorted(_FIELDS)))  # fmt: skip
        for name in ("choice", "label", "text", "fault"):
            if not isinstance(document.get(name), str | None):
                raise _wrong(f"“{name}” is not a text.", "words in quotes")
        sure = document.get("probability")
        if isinstance(sure, bool) or not isinstance(sure, int | float | None):
            raise _wrong("“probability” is not a number.", "a share between 0 and 1")
        given = {name: value for name, value in document.items() if value is not None}
        return cls(**{"choice": "", **given})


def checked(said: OperatorAnswer, waiting: WaitingRequest) -> OperatorAnswer:
    """The answer, if this request can have it.

    Raises
    ------
    UserError : the class is not one that the request could be answered with.
    """
    if said.choice == "class" and said.label not in waiting.classes:
        known = ", ".join(waiting.classes[:9]) or "none: this request takes a text"
        raise _wrong(f"“{(said.label or '')[:60]}” is not a class of this request.", known)
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
    )
    if said.choice == "fault":
        return replace(reply, fault=WireFault(_WIRE[said.fault]))
    text = sentence(said, waiting)
    if said.choice == "refuse":
        return replace(reply, text=text, stop="refusal")
    if said.choice == "class" and wants_json(prompt):
        return replace(reply, text=_class_as_json(said, waiting, prompt))
    if said.choice == "text" and as_json(automatic.text) is not None and as_json(text) is not None:
        return replace(reply, text=text)  # the JSON itself was edited
    return replace(reply, text=text_as_asked(prompt, text, 0))


def suggested(answer: ClassAnswer, by: Literal["dials", "model"]) -> SuggestedAnswer:
    """What the classifier would say, as a suggestion."""
    return SuggestedAnswer(answer.text, by, answer.label, answer.probability, answer.abstain)


_WIRE: dict[OperatorFault, FaultKind] = {
    "server_error": "server_error",
    "rate_limit": "rate_limit",
    "timeout": "timeout",
}


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
    return UserError(what, f"Allowed: {allowed}.", _AGAIN)
