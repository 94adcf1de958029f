"""``POST /v1/predict``: our own, plain way to ask. Vendors' wire formats stand beside this file."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import ClassAnswer
from mock_ai.server.fault_injection import NoReply, broken_reply, hold, reset
from mock_ai.server.http_replies import JsonReply, Refusal, fault_refusal, refusal_reply
from mock_ai.server.journal_recorder import GAVE_UP, ClassificationRecorder
from mock_ai.server.operator_handoff import ClientGoneError, answer_by_operator
from mock_ai.server.request_body import read_question
from mock_ai.server.service import Classification, Service

ENDPOINT = "/v1/predict"


async def predict(request: Request) -> Response:
    """Classify one photo, text, sound or clip."""
    service: Service = request.app.state.service
    question = await read_question(request, service.limits)
    recorder = ClassificationRecorder(
        request, name=question.name, kind=question.kind, digest=question.digest.hex()
    )

    def written(reply: Response) -> Response:
        recorder.answered(reply.status_code, reply)
        return reply

    try:
        found = recorder.found = await service.answer(question)
        recorder.queued = found.queued_seconds
        if found.routing is not None:
            recorder.waiting.by = "you"
            found = recorder.found = await answer_by_operator(request, service, question, found)
        if found.refusal is not None:
            raise found.refusal
        answer = found.answer
        if answer.fault == "no answer":
            await hold(request, service)
            return written(_fault_reply(answer, found.model, 504, "no_answer"))
        if found.wire is not None and found.wire.kind == "timeout":
            await hold(request, service)
            raise fault_refusal(found.wire)
        await service.pause(answer.delay_seconds - recorder.seconds)
        if found.wire is not None and found.wire.kind in (
            "rate_limit",
            "server_error",
            "overloaded",
        ):
            raise fault_refusal(found.wire)
    except Refusal as refusal:
        return written(refusal_reply(refusal))
    except ClientGoneError:
        recorder.answered(GAVE_UP)
        return NoReply()
    except asyncio.CancelledError:  # the server closes, and does not wait for this one
        recorder.answered(GAVE_UP)
        raise
    except BaseException:
        service.journal.end(recorder.waiting)
        raise
    reply = _due(request, service, found)
    if not isinstance(reply, NoReply):
        return written(reply)
    recorder.answered(0)
    return reply


def _due(request: Request, service: Service, found: Classification) -> Response:
    """What is sent when the time has come."""
    wire, answer = found.wire, found.answer
    if answer.fault == "error":
        return _fault_reply(answer, found.model, 500, "simulated_error")
    if wire is not None and wire.kind == "reset":
        reset(request)
        return NoReply()
    reply = JsonReply(reply_document(answer, found.model))
    return reply if wire is None else broken_reply(request, service, reply, wire)


def reply_document(answer: ClassAnswer, model: str) -> dict[str, Any]:
    """The answer as clients get it; the same fields from the fake and from the real model."""
    return {
        "label": answer.label,
        "confidence": None if answer.probability is None else round(answer.probability, 6),
        "probabilities": {name: round(p, 6) for name, p in answer.probabilities.items()},
        "abstain": answer.abstain,
        "text": answer.text,
        "simulated": answer.simulated,
        "model": model,
    }


def _fault_reply(answer: ClassAnswer, model: str, status: int, kind: str) -> JsonReply:
    return JsonReply(
        {
            "error": {"type": kind, "message": answer.text},
            "text": answer.text,
            "simulated": answer.simulated,
            "model": model,
        },
        status_code=status,
    )
