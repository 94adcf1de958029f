"""``POST /v1/predict``: our own, plain way to ask. Vendors' wire formats stand beside this file."""

import time
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from mock_ai.journal import AnsweredBy, Exchange, now
from mock_ai.scenario import Answer
from mock_ai.server.bodies import read_question
from mock_ai.server.breaking import hold
from mock_ai.server.replies import Refusal
from mock_ai.server.service import Service

ENDPOINT = "/v1/predict"


async def predict(request: Request) -> Response:
    """Classify one photo, text, sound or clip."""
    service: Service = request.app.state.service
    began, at = time.perf_counter(), now()
    try:
        question = await read_question(request, service.limits)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it

    def record(answer: Answer | None, by: AnsweredBy, model: str, status: int) -> None:
        service.journal.record(
            Exchange(
                at=at,
                endpoint=ENDPOINT,
                name=question.name,
                kind=question.kind,
                sha256=question.digest.hex(),
                answer=answer.label if answer else None,
                probability=answer.probability if answer else None,
                abstain=answer.abstain if answer else False,
                answered_by=by,
                took_seconds=time.perf_counter() - began,
                status=status,
                model=model,
                simulated=answer.simulated if answer else service.simulated,
            )
        )

    try:
        answer, by, model = await service.answer(question)
    except Refusal as refusal:
        record(None, "model", service.model_name, refusal.status)
        raise
    if answer.fault == "no answer":
        await hold(request, service)
        record(answer, by, model, 504)
        return _fault_reply(answer, model, 504, "no_answer")
    await service.pause(answer.delay_seconds - (time.perf_counter() - began))
    if answer.fault == "error":
        record(answer, by, model, 500)
        return _fault_reply(answer, model, 500, "simulated_error")
    record(answer, by, model, 200)
    return JSONResponse(reply_document(answer, model))


def reply_document(answer: Answer, model: str) -> dict[str, Any]:
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


def _fault_reply(answer: Answer, model: str, status: int, kind: str) -> JSONResponse:
    return JSONResponse(
        {
            "error": {"type": kind, "message": answer.text},
            "text": answer.text,
            "simulated": answer.simulated,
            "model": model,
        },
        status_code=status,
    )
