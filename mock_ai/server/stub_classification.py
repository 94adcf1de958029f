"""Stubs that classify: what they say to an item in our own way, where a class and a share are asked."""

from collections.abc import Sequence

from estimators.base.spoken_answer import answer_sentence
from mock_ai.conversation import ClassAnswer, Fault, Prompt, Reply, Responder, Turn
from mock_ai.stub_responder import StubResponder


def told_by_stub(
    responder: Responder | None, item: bytes | str, name: str, position: int
) -> Reply | None:
    """The reply of the stub of kind “classification” that is meant for an item, if one is."""
    if not isinstance(responder, StubResponder) or not responder.stubs.classifies:
        return None
    turn = Turn("user", item) if isinstance(item, str) else Turn("user", "", (item,))
    prompt = Prompt("classification", turns=(turn,), file_name=name)
    return responder.classified(prompt, position)


def as_answer(reply: Reply, classes: Sequence[str]) -> ClassAnswer:
    """A reply as a classifier's answer. One that names no class is “I don’t know”."""
    fault: Fault | None = None
    if reply.fault is not None:
        fault = "no answer" if reply.fault.kind == "timeout" else "error"
    label, sure = (reply.label, reply.confidence) if fault is None else (None, None)
    return ClassAnswer(
        label=label,
        probability=sure,
        probabilities=_shared_out(classes, label, sure),
        abstain=fault is None and label is None,
        fault=fault,
        delay_seconds=reply.delay_seconds,
        text=reply.text if fault is None else answer_sentence(None, None),
    )


def _shared_out(classes: Sequence[str], label: str | None, sure: float | None) -> dict[str, float]:
    """The class with how sure it is, the others with the rest in equal parts."""
    if label is None or sure is None:
        return {}
    others = [name for name in classes if name != label]
    return {label: sure, **{name: (1 - sure) / len(others) for name in others}}
