"""A candidate's answer as the reply to a request, or the refusal where it has none."""

from estimators.base.sentence import tr
from mock_ai.candidate import CandidateSaying, ServedCandidate, in_form
from mock_ai.conversation import ClassAnswer, Prompt, Reply
from mock_ai.dials import Item
from mock_ai.server.http_replies import Refusal


def asked_item(prompt: Prompt) -> Item:
    """What the candidate is asked about: the photo that came last, else the words."""
    return prompt.last_images[0] if prompt.last_images else prompt.last_text


def candidate_reply(candidate: ServedCandidate, prompt: Prompt) -> tuple[Reply, ClassAnswer | None]:
    """What it says; as a class too, where a classifier was asked for one. For a worker thread.

    Raises
    ------
    Refusal : it has no answer to this (404), answers no such request (404), or not in the JSON asked for (422).
    """
    if prompt.kind not in ("chat", "classification"):
        words = tr("“{name}” answers chats and /v1/predict only.", name=candidate.name)
        raise Refusal(404, "no_answer", words)
    said = candidate.answer(asked_item(prompt))
    if said is None:
        raise Refusal(404, "no_answer", candidate.silent)
    if prompt.kind == "classification" and candidate.kind == "classify":
        answer = _as_class(candidate, said)
        reply = Reply(
            answer.text, simulated=False, label=answer.label, confidence=answer.probability
        )
        return reply, answer
    text = in_form(prompt, said)
    if text is None:
        words = tr("The answer of “{name}” does not fit the JSON asked for.", name=candidate.name)
        raise Refusal(422, "no_fit", words)
    return Reply(text, simulated=False), None


def _as_class(candidate: ServedCandidate, said: CandidateSaying) -> ClassAnswer:
    """The class that it names; an answer that is none stands as it was said, since that is what clients would get."""
    plain = said.text.strip().casefold()
    label = next((one for one in candidate.classes if one.casefold() == plain), said.text)
    return ClassAnswer(label, said.certainty, {}, False, None, 0.0, said.text, simulated=False)
