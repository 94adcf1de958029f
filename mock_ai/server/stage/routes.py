"""What the Stage's page asks the server for. Every route but the page and its files wants the Stage's token."""

import hmac
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mock_ai.conversation import Prompt, Turn
from mock_ai.errors import UserError
from mock_ai.journal import AnsweredBy, Exchange, now
from mock_ai.scenario import Answer, Fault
from mock_ai.server.bodies import read_json, read_question
from mock_ai.server.breaking import hold
from mock_ai.server.predict import reply_document
from mock_ai.server.replies import Refusal
from mock_ai.server.service import Question, Service
from mock_ai.server.stage.hosts import check_host
from mock_ai.server.stage.page import stage_file, stage_page
from mock_ai.server.stage.reacting import PRIVATE, react, visitor_of
from mock_ai.server.stage.visitors import Given, Stage, Visitor
from mock_ai.stage import KINDS, Exhibit, Subject
from mock_ai.wording import NO_ANSWER, next_guess_sentence

Endpoint = Callable[[Request], Awaitable[Response]]
StageEndpoint = Callable[[Request, Stage], Awaitable[Response]]
JOURNAL_NAME = "stage"  # the endpoint that the journal names
_SILENT = ("timeout", "stalled", "reset", "truncated")


def stage_routes(stage: Stage, token: str) -> list[Route]:
    """The Stage's routes, opened by ``token``."""

    def guarded(endpoint: StageEndpoint) -> Endpoint:
        async def with_token(request: Request) -> Response:
            check_host(request)
            scheme, _, offered = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not hmac.compare_digest(
                offered.strip().encode(), token.encode()
            ):
                raise Refusal(
                    401,
                    "unauthorised",
                    "This address has ended. Ask for the new one, or scan the code again.",
                )
            return await endpoint(request, stage)

        return with_token

    return [
        Route("/stage", stage_page),
        Route("/stage/{file}.css", stage_file),
        Route("/stage/{file}.js", stage_file),
        Route("/stage/visitors", guarded(_join), methods=["POST"]),
        Route("/stage/items/{number:int}", guarded(_item), methods=["GET"]),
        Route("/stage/items/{number:int}/answer", guarded(_ask), methods=["POST"]),
        Route("/stage/own/answer", guarded(_ask_about_own), methods=["POST"]),
        Route("/stage/answers/{number:int}/reaction", guarded(react), methods=["POST"]),
    ]


async def _join(request: Request, stage: Stage) -> Response:
    service: Service = request.app.state.service
    name = (await read_json(request, service.limits)).get("name", "")
    visitor = stage.join(name if isinstance(name, str) else "")
    show = stage.show
    return JSONResponse(
        {
            "visitor": visitor.key,
            "number": visitor.number,
            "person": visitor.person,
            "items": [
                {"name": one.subject.title, "kind": one.subject.kind} for one in visitor.exhibits
            ],
            "kinds": list(show.kinds),
            "recorded": show.recorded,
            "classes": list(service.classes),
            "simulated": service.simulated,
        },
        headers=PRIVATE,
    )


async def _item(request: Request, stage: Stage) -> Response:
    exhibit = _exhibit(request, visitor_of(request, stage))
    service: Service = request.app.state.service
    try:
        content, media = await service.in_background(exhibit.shown)
    except UserError as error:
        raise Refusal(404, "not_here", error.what) from error
    return Response(content, media_type=media, headers=PRIVATE)


async def _ask(request: Request, stage: Stage) -> Response:
    visitor = visitor_of(request, stage)
    exhibit = _exhibit(request, visitor)
    service: Service = request.app.state.service
    subject = exhibit.subject
    try:
        content = await service.in_background(exhibit.content)
    except UserError as error:
        if not service.simulated:
            unseen = Answer(None, None, {}, False, "error", 0.0, error.what, simulated=False)
            position = next(visitor.positions)
            return _reply(visitor, Given(subject, unseen, service.model_name, position, None), 404)
        content = b""  # the fake needs no more than its hash
    question = Question(content, bytes.fromhex(subject.sha256), subject.name, subject.kind)
    return await _answered(request, visitor, subject, question)


async def _ask_about_own(request: Request, stage: Stage) -> Response:
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    try:
        question = await read_question(request, service.limits)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    kind = next((one for one in KINDS if one == question.kind), KINDS[0])
    subject = Subject(question.digest.hex(), question.name, kind, own=True)
    return await _answered(request, visitor, subject, question)


async def _answered(
    request: Request, visitor: Visitor, subject: Subject, question: Question
) -> Response:
    """Ask what is being served, as a prototype would: the delay and the faults of the scenario included."""
    service: Service = request.app.state.service
    began, at = time.perf_counter(), now()
    position = next(visitor.positions)
    if service.talks and subject.kind in ("text", "photo"):
        answer, by, model = await _talked(service, question)
    else:
        answer, by, model = await service.answer(question, position)
    accuracy = None if subject.own else service.accuracy_at(position)
    if answer.fault == "no answer":
        await hold(request, service)
    else:
        await service.pause(answer.delay_seconds - (time.perf_counter() - began))
    status = {None: 200, "error": 500, "no answer": 504}[answer.fault]
    service.journal.record(
        Exchange(
            at=at,
            endpoint=JOURNAL_NAME,
            name=subject.name,
            kind=subject.kind,
            sha256=subject.sha256,
            answer=answer.label,
            probability=answer.probability,
            abstain=answer.abstain,
            answered_by=by,
            took_seconds=time.perf_counter() - began,
            status=status,
            model=model,
            simulated=answer.simulated,
        )
    )
    return _reply(visitor, Given(subject, answer, model, position, accuracy), status)


async def _talked(service: Service, question: Question) -> tuple[Answer, AnsweredBy, str]:
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
    answer = given.answer
    if answer is not None and said == answer.text:  # the classifier's sentence
        return replace(answer, fault=fault, delay_seconds=seconds), given.by, given.model
    words = Answer(None, None, {}, False, fault, seconds, said or NO_ANSWER, reply.simulated)
    return words, given.by, given.model


def _reply(visitor: Visitor, given: Given, status: int) -> Response:
    visitor.remember(given)
    answer = given.answer
    known = answer.fault is None and not answer.abstain
    document: dict[str, Any] = {
        **reply_document(answer, given.scenario),
        "number": given.position,
        "next_guess": next_guess_sentence(answer.probabilities) if known else "",
        "fault": answer.fault,
    }
    if answer.fault is not None and answer.simulated:
        document["text"] = NO_ANSWER
    return JSONResponse(document, status_code=status, headers=PRIVATE)


def _exhibit(request: Request, visitor: Visitor) -> Exhibit:
    number: int = request.path_params["number"]
    if not 0 <= number < len(visitor.exhibits):
        raise Refusal(404, "not_found", "There is no such item on this Stage.")
    return visitor.exhibits[number]
