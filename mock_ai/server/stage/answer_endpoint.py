"""An answer for the Stage, as a prototype would get it: with the scenario's delay and faults, and in the journal."""

import asyncio
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.errors import UserError
from estimators.base.spoken_answer import NO_ANSWER, next_guess_sentence
from mock_ai.conversation import ClassAnswer, Fault, Prompt, Turn
from mock_ai.journal import AnsweredBy
from mock_ai.server.fault_injection import NoReply, hold
from mock_ai.server.http_replies import Refusal
from mock_ai.server.journal_recorder import GAVE_UP, ClassificationRecorder
from mock_ai.server.operator_handoff import ClientGoneError, answer_by_operator
from mock_ai.server.predict import reply_document
from mock_ai.server.request_body import read_question
from mock_ai.server.service import Classification, ClassificationRequest, Service
from mock_ai.server.stage.visitors import (
    PRIVATE,
    ShownAnswer,
    StageVisitors,
    Subject,
    Visitor,
    turn_of,
    visitor_of,
)
from mock_ai.stage import KINDS

_SILENT = ("timeout", "stalled", "reset", "truncated")
_STATUS = {None: 200, "error": 500, "no answer": 504}


async def ask(request: Request, stage: StageVisitors) -> Response:
    """What it says about the item of this visitor's turn."""
    visitor = visitor_of(request, stage)
    turn = await turn_of(request, visitor)
    service: Service = request.app.state.service
    demo, exhibit = visitor.show.demo, visitor.show.exhibit(turn.item)
    assert demo is not None
    if demo.plan.simulated != service.simulated:  # swapped: those would be two sessions in one
        raise Refusal(410, "gone", "Something else answers now. Start again to go on.")
    subject = Subject(turn.item.id, turn.item.name, exhibit.kind, turn)
    attempt, visitor.attempts = visitor.attempts, visitor.attempts + 1
    recorder = _recorder(request, subject)
    if service.simulated and not service.talks:
        # The session's own dials: an adaptive one is not always as good as what is served.
        answer = demo.answer(turn, attempt)
        by: AnsweredBy = "dials" if answer.fault is None else "fault"
        return await _answered(
            request, visitor, subject, recorder, Classification(answer, by, service.model_name)
        )
    try:
        content = await service.in_background(exhibit.content)
    except UserError as error:
        unseen = ClassAnswer(None, None, {}, False, "error", 0.0, error.what, simulated=False)
        lost = Classification(unseen, "model", service.model_name)
        return await _answered(request, visitor, subject, recorder, lost)
    question = ClassificationRequest(
        content, bytes.fromhex(subject.sha256), subject.name, subject.kind
    )
    return await _answered(request, visitor, subject, recorder, question)


async def ask_about_own(request: Request, stage: StageVisitors) -> Response:
    """What it says about something that the visitor brought."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    question = await read_question(request, service.limits)
    kind = next((one for one in KINDS if one == question.kind), KINDS[0])
    subject = Subject(question.digest.hex(), question.name, kind)
    return await _answered(request, visitor, subject, _recorder(request, subject), question)


def _recorder(request: Request, subject: Subject) -> ClassificationRecorder:
    name, kind, digest = subject.name, subject.kind, subject.sha256
    return ClassificationRecorder(request, name=name, kind=kind, digest=digest)


async def _answered(
    request: Request,
    visitor: Visitor,
    subject: Subject,
    recorder: ClassificationRecorder,
    asked: ClassificationRequest | Classification,
) -> Response:
    """The answer, after its delay; a question is put to what is being served."""
    service: Service = request.app.state.service
    recorder.found = found = asked if isinstance(asked, Classification) else None

    try:
        if isinstance(asked, ClassificationRequest):
            if service.talks and subject.kind in ("text", "photo"):
                recorder.found = found = await _talked(service, asked)
            else:
                recorder.found = found = await service.answer(asked)
            if found.routing is not None and subject.turn is None:
                # Of what a visitor brought nothing is counted, so a person may answer it.
                recorder.waiting.by = "you"
                recorder.found = found = await answer_by_operator(request, service, asked, found)
        assert found is not None
        if found.refusal is not None:
            raise found.refusal
        answer = found.answer
        recorder.queued = found.queued_seconds
        if answer.fault == "no answer":
            await hold(request, service)
        else:
            await service.pause(answer.delay_seconds - recorder.seconds)
    except ClientGoneError:
        recorder.answered(GAVE_UP)
        return NoReply()
    except asyncio.CancelledError:  # the server closes, and does not wait for this one
        recorder.answered(GAVE_UP)
        raise
    except Refusal as refusal:
        recorder.answered(refusal.status)
        raise
    except BaseException:
        service.journal.end(recorder.waiting)
        raise
    reply = _reply(visitor, ShownAnswer(subject, answer, found.model))
    recorder.answered(reply.status_code, reply)
    return reply


async def _talked(service: Service, question: ClassificationRequest) -> Classification:
    """What a scenario with stubs says: words rather than a class."""
    item = question.item
    turn = Turn("user", item) if isinstance(item, str) else Turn("user", images=(item,))
    given = await service.reply(Prompt("chat", turns=(turn,), file_name=question.name))
    reply = given.replies[0]
    fault: Fault | None = None
    if reply.fault is not None:
        fault = "no answer" if reply.fault.kind in _SILENT else "error"
    seconds = reply.delay_seconds + reply.first_token_seconds
    seconds += reply.token_seconds * max(0, len(reply.tokens()) - 1)
    said = reply.text or "\n".join(f"{call.name} {call.arguments}" for call in reply.calls)
    if given.answer is not None and said == given.answer.text:  # the classifier's sentence
        answer = replace(given.answer, fault=fault, delay_seconds=seconds)
    else:
        words = said or NO_ANSWER
        answer = ClassAnswer(None, None, {}, False, fault, seconds, words, reply.simulated)
    return Classification(answer, given.by, given.model, given.queued_seconds)


def _reply(visitor: Visitor, said: ShownAnswer) -> JSONResponse:
    answer = said.answer
    known = answer.fault is None and not answer.abstain
    document: dict[str, Any] = {
        **reply_document(answer, said.model),
        "number": visitor.remember(said),
        "next_guess": next_guess_sentence(answer.probabilities) if known else "",
        "fault": answer.fault,
    }
    if answer.fault is not None and answer.simulated:
        document["text"] = NO_ANSWER
    return JSONResponse(document, status_code=_STATUS[answer.fault], headers=PRIVATE)
