"""``POST /v1/predict``: our own, plain way to ask. Vendors' wire formats stand beside this file."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from estimators.base.number_reader import read_number
from estimators.base.spoken_answer import NO_ANSWER
from mock_ai.conversation import ClassAnswer, Reply
from mock_ai.server.http_replies import JsonReply, Refusal, refusal_headers
from mock_ai.server.json_fields import plain_headers
from mock_ai.server.request_body import read_question
from mock_ai.server.response_pipeline import Writer, play
from mock_ai.server.service import PromptAnswer, Service
from mock_ai.stubs.requested_format import as_json

ENDPOINT = "/v1/predict"


async def predict(request: Request) -> Response:
    """The answer to one photo, text, sound or clip: its class, or what a product of another kind says."""
    service: Service = request.app.state.service
    prompt = await read_question(request, service.limits, plain_headers(request))
    return await play(request, prompt, ClassWriter(service.kind))


class ClassWriter(Writer):
    """Writes what a classifier says: the class with how sure it is, also of the others."""

    def __init__(self, kind: str = "classify") -> None:
        self._kind = kind

    def whole(self, given: PromptAnswer) -> Response:
        if given.answer is None:
            return JsonReply(kind_document(given.replies[0], given.model, self._kind))
        return JsonReply(reply_document(given.answer, given.model))

    def failed(self, given: PromptAnswer, refusal: Refusal) -> Response:
        """Beside what went wrong the sentence that people may be shown."""
        fault = given.replies[0].fault
        silent = fault is not None and fault.kind in ("timeout", "server_error") and not fault.why
        text = NO_ANSWER if silent else refusal.message
        return JsonReply(
            {
                "error": {"type": refusal.kind, "message": text},
                "text": text,
                "simulated": given.replies[0].simulated,
                "model": given.model,
            },
            status_code=refusal.status,
            headers=refusal_headers(refusal),
        )


def kind_document(reply: Reply, model: str, kind: str) -> dict[str, Any]:
    """The answer of a kind other than classify; what a person wrote in its place is read as the kind has it."""
    details = reply.details
    if details is None:
        answer: Any = reply.text
        if kind not in ("generate", "transcribe"):
            told = read_number(answer).value if kind == "number" else as_json(answer)
            answer = answer if told is None else told
        details = {"answer": answer, "confidence": None}
    return {**details, "text": reply.text, "simulated": reply.simulated, "model": model}


def reply_document(answer: ClassAnswer, model: str) -> dict[str, Any]:
    """The answer as clients get it; the same fields from the fake and from the real model."""
    return {
        "label": answer.label,
        "confidence": None if answer.probability is None else round(answer.probability, 6),
        "probabilities": {name: round(p, 6) for name, p in answer.probabilities.items()},
        "abstain": answer.abstain,
        **({"strange": list(answer.strange)} if answer.strange else {}),
        "text": answer.text,
        "simulated": answer.simulated,
        "model": model,
    }
