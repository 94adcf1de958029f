"""The Stage's addresses, who may use them, how a visitor comes in and gets on, what is answered, and what they do with it.

An answer comes as a prototype would get it: with the scenario's delay and faults, and in the journal.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import NO_ANSWER, next_guess_sentence
from mock_ai.conversation import ClassAnswer, Fault, Prompt, Turn, WireFault
from mock_ai.dials import content_digest
from mock_ai.journal import now
from mock_ai.reaction import OUTCOMES
from mock_ai.server.http_replies import Refusal, page_file
from mock_ai.server.json_fields import plain_headers
from mock_ai.server.predict import reply_document
from mock_ai.server.request_body import read_json, read_question
from mock_ai.server.response_pipeline import Writer, play
from mock_ai.server.service import PromptAnswer, ServerLimits, Service
from mock_ai.server.stage.visitors import (
    PRIVATE,
    ShownAnswer,
    StageVisitors,
    Subject,
    Visitor,
    VisitorReaction,
    turn_now,
    turn_of,
    visitor_of,
)
from mock_ai.stage import KINDS, OwnReaction, title_of

_SILENT = ("timeout", "stalled", "reset", "truncated")


async def ask(request: Request, stage: StageVisitors) -> Response:
    """What it says about the item of this visitor's turn."""
    visitor = visitor_of(request, stage)
    turn = await turn_of(request, visitor)
    service: Service = request.app.state.service
    demo, exhibit = visitor.show.demo, visitor.show.exhibit(turn.item)
    assert demo is not None
    if demo.plan.simulated != service.simulated:  # swapped: those would be two sessions in one
        raise Refusal(410, "gone", tr("Something else answers now. Start again to go on."))
    subject = Subject(turn.item.id, turn.item.name, exhibit.kind, turn)
    attempt, visitor.attempts = visitor.attempts, visitor.attempts + 1
    known = None
    if service.simulated and not service.talks:
        # The session's own dials: an adaptive one is not always as good as what is served.
        known = demo.answer(turn, attempt)
        if not service.desk.everything:
            return await _answered(request, visitor, subject, None, known)
    try:
        content = await service.in_background(exhibit.content)
    except UserError as error:
        unseen = ClassAnswer(None, None, {}, False, "error", 0.0, error.what, simulated=False)
        return await _answered(request, visitor, subject, None, unseen)
    return await _answered(request, visitor, subject, content, known)


async def ask_about_own(request: Request, stage: StageVisitors) -> Response:
    """What it says about something that the visitor brought."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    brought = await read_question(request, service.limits)
    item = brought.last_images[0] if brought.last_images else brought.last_text
    kind = next((one for one in KINDS if one == brought.item_kind), KINDS[0])
    subject = Subject(content_digest(item).hex(), brought.file_name, kind)
    return await _answered(request, visitor, subject, item)


async def _answered(
    request: Request,
    visitor: Visitor,
    subject: Subject,
    item: bytes | str | None,
    known: ClassAnswer | None = None,
) -> Response:
    """What is said about an item (``known``, if that is settled), after its delay; with the operator on duty, by them."""
    service: Service = request.app.state.service
    digest = bytes.fromhex(subject.sha256)
    talks = service.talks and subject.kind in ("text", "photo")

    async def ask(prompt: Prompt) -> PromptAnswer:
        if known is not None:
            fault, model = _FAULTS.get(known.fault), service.model_name
            return PromptAnswer.of_class(known, model, fault, digest=digest)
        given = await service.reply(prompt)
        reply, answer = given.replies[0], _spoken(given) if talks else given.answer
        if reply.fault is not None:
            silent = reply.fault.kind in _SILENT
            reply = replace(reply, fault=_FAULTS["no answer" if silent else "error"])
        return replace(given, replies=(reply,), answer=answer, digest=digest)

    turn = Turn("user", item) if isinstance(item, str) else Turn("user")
    prompt = Prompt(
        "chat" if talks else "classification",
        turns=(replace(turn, images=(item,)) if isinstance(item, bytes) else turn,),
        file_name=subject.name,
        item_kind=subject.kind,
        headers=plain_headers(request),
    )
    return await play(request, prompt, StageWriter(visitor, subject), ask=ask)


_FAULTS: dict[Fault | None, WireFault] = {
    "no answer": WireFault("timeout"),
    "error": WireFault("server_error"),
}
_STATUS = {None: 200, "error": 500, "no answer": 504}


def _spoken(given: PromptAnswer) -> ClassAnswer:
    """What a scenario with stubs says: words rather than a class, but for the classifier's sentence."""
    reply = given.replies[0]
    said = reply.text or "\n".join(f"{call.name} {call.arguments}" for call in reply.calls)
    if given.answer is not None and said == given.answer.text:
        return given.answer
    return ClassAnswer(None, None, {}, False, None, 0.0, said or NO_ANSWER, reply.simulated)


class StageWriter(Writer):
    """Writes an answer for a visitor, who may react to it by its number, whatever came of it."""

    def __init__(self, visitor: Visitor, subject: Subject) -> None:
        self._visitor, self._subject = visitor, subject

    def whole(self, given: PromptAnswer) -> Response:
        answer = given.answer or _spoken(given)
        return self._reply(answer, given.model, by_person=given.by == "you")

    def failed(self, given: PromptAnswer, refusal: Refusal) -> Response:
        struck = given.replies[0].fault
        if struck is None or struck.kind not in ("timeout", "server_error"):
            raise refusal
        fault: Fault = "no answer" if struck.kind == "timeout" else "error"
        nothing = ClassAnswer(None, None, {}, False, fault, 0.0, NO_ANSWER)
        return self._reply(replace(given.answer or nothing, fault=fault), given.model)

    def _reply(self, answer: ClassAnswer, model: str, *, by_person: bool = False) -> Response:
        known = answer.fault is None and not answer.abstain
        document: dict[str, Any] = {
            **reply_document(answer, model),
            "number": self._visitor.remember(
                ShownAnswer(self._subject, answer, by_person=by_person)
            ),
            "next_guess": next_guess_sentence(answer.probabilities) if known else "",
            "fault": answer.fault,
        }
        if answer.fault is not None and answer.simulated:
            document["text"] = NO_ANSWER
        return JSONResponse(document, status_code=_STATUS[answer.fault], headers=PRIVATE)


_PACKAGE = "mock_ai.server.stage"
_FILES = frozenset(
    {"language.js"}
    | {f"{name}.css" for name in ("stage", "kinds")}
    | {
        f"{name}.js"
        for name in (
            *("stage", "server", "element", "exhibit", "wave", "own"),
            *(
                "answer",
                "classes",
                "chat",
                "cards",
                "transcript",
                "fields",
                "steps",
                "chart",
                "doubt",
            ),
        )
    }
)


async def stage_page(_request: Request) -> Response:
    """The Stage, for a browser."""
    return page_file(_PACKAGE, "stage.html", frozenset({"stage.html"}))


async def stage_file(request: Request) -> Response:
    """Its style and its scripts."""
    return page_file(_PACKAGE, request.url.path.rpartition("/")[2], _FILES)


_LONGEST_CORRECTION = 20_000
_LONGEST_NOTE = 2_000


async def react(request: Request, stage: StageVisitors) -> Response:
    """Keep what a visitor did with an answer. The same reaction sent twice is kept once."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    did = await _read(request, service.limits)
    number: int = request.path_params["number"]
    reply = JSONResponse({"kept": visitor.show.recorded}, headers=PRIVATE)
    before = visitor.reacted.get(number)
    if before == did:  # once more, because the first reply got lost
        return reply
    if before is not None:
        raise Refusal(409, "answered", tr("There is a reaction to this answer already."))
    said = visitor.said.get(number)
    if said is None:
        raise Refusal(404, "not_found", tr("This answer is too long ago. Ask again."))
    visitor.reacted[number] = did
    kept = False
    try:
        if said.subject.turn is not None and said.subject.turn != await turn_now(request, visitor):
            raise Refusal(409, "answered", tr("This one has been answered. Go on with the next."))
        await service.in_background(_keep, visitor, said, did)
        kept = True
    except UserError as error:
        raise Refusal(503, "not_kept", f"{error.what} {error.next_step}") from error
    finally:
        if not kept:
            del visitor.reacted[number]
    return reply


async def take_back(request: Request, stage: StageVisitors) -> Response:
    """Undo the visitor's last reaction; its item comes again."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    demo = visitor.show.demo
    try:
        last = None
        if demo is not None:
            last = await service.in_background(demo.take_back, visitor.person)
    except UserError as error:
        raise Refusal(503, "not_kept", f"{error.what} {error.next_step}") from error
    visitor.attempts = 0
    visitor.said.clear()
    visitor.reacted.clear()
    return JSONResponse({"taken_back": last is not None}, headers=PRIVATE)


async def reactions(request: Request) -> Response:
    """The reactions of a plain server, as JSON lines; for the API's token, not the Stage's."""
    stage: StageVisitors = request.app.state.stage
    lines = getattr(stage.show, "to_jsonl", None)
    if lines is None:
        raise Refusal(404, "not_found", tr("These reactions are in the project. Look there."))
    return Response("".join(lines()), media_type="application/jsonl", headers=PRIVATE)


async def _read(request: Request, limits: ServerLimits) -> VisitorReaction:
    document = await read_json(request, limits)
    outcome = document.get("outcome")
    correction, note = document.get("correction", ""), document.get("note", "")
    known = next((one for one in OUTCOMES if one == outcome), None)
    if known is None or not isinstance(correction, str) or not isinstance(note, str):
        raise Refusal(400, "malformed", tr("“outcome” is accepted, corrected or rejected."))
    named = "" if known == "rejected" else correction.strip()[:_LONGEST_CORRECTION]
    return VisitorReaction(known, named, note.strip()[:_LONGEST_NOTE])


def _keep(visitor: Visitor, said: ShownAnswer, did: VisitorReaction) -> None:
    subject, answer, show = said.subject, said.answer, visitor.show
    if subject.turn is not None:
        assert show.demo is not None
        show.demo.react(
            subject.turn,
            answer,
            did.outcome,
            correction=did.correction,
            note=did.note,
            by_person=said.by_person,
        )
        visitor.attempts = 0
        return
    show.keep_own(
        OwnReaction(
            at=now(),
            person=visitor.person,
            item=subject.sha256,
            name=subject.name,
            kind=subject.kind,
            answer=answer.label,
            confidence=answer.probability,
            text=answer.text,
            outcome=did.outcome,
            correction=did.correction,
            note=did.note,
            simulated=answer.simulated,
        )
    )


Endpoint = Callable[[Request], Awaitable[Response]]
StageEndpoint = Callable[[Request, StageVisitors], Awaitable[Response]]


def stage_routes(stage: StageVisitors, token: str) -> list[Route]:
    """The Stage's routes, opened by ``token``; the page itself and its files hold no data and are open."""

    def guarded(endpoint: StageEndpoint) -> Endpoint:
        async def with_token(request: Request) -> Response:
            scheme, _, offered = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not hmac.compare_digest(
                offered.strip().encode(), token.encode()
            ):
                raise Refusal(
                    401,
                    "unauthorised",
                    tr("This address has ended. Ask for the new one, or scan the code again."),
                )
            return await endpoint(request, stage)

        return with_token

    return [
        Route("/stage", stage_page),
        Route("/stage/{file}.css", stage_file),
        Route("/stage/{file}.js", stage_file),
        Route("/stage/visitors", guarded(_join), methods=["POST"]),
        Route("/stage/turn", guarded(_turn), methods=["POST"]),
        Route("/stage/turn/content", guarded(_content), methods=["GET"]),
        Route("/stage/turn/answer", guarded(ask), methods=["POST"]),
        Route("/stage/own/answer", guarded(ask_about_own), methods=["POST"]),
        Route("/stage/answers/{number:int}/reaction", guarded(react), methods=["POST"]),
        Route("/stage/back", guarded(take_back), methods=["POST"]),
    ]


async def _join(request: Request, stage: StageVisitors) -> Response:
    service: Service = request.app.state.service
    name = (await read_json(request, service.limits)).get("name", "")
    visitor = stage.join(name if isinstance(name, str) else "")
    show = visitor.show
    return JSONResponse(
        {
            "visitor": visitor.key,
            "number": visitor.number,
            "person": visitor.person,
            "about": 0 if show.demo is None else show.demo.plan.answers,
            "kinds": list(show.kinds),
            "recorded": show.recorded,
            "keeps_own": show.keeps_own,
            "classes": list(service.classes),
            "product": service.kind,
            "simulated": service.simulated,
        },
        headers=PRIVATE,
    )


async def _turn(request: Request, stage: StageVisitors) -> Response:
    """What the visitor sees now: the same until there is a reaction, or another example in its place (``step``)."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    step = (await read_json(request, service.limits)).get("step", 0)
    demo = visitor.show.demo
    if demo is not None and step in (-1, 1):
        visitor.attempts = 0
        turn = await service.in_background(demo.another, visitor.person, step)
    else:
        turn = await turn_now(request, visitor)
    done = 0 if demo is None else demo.done(visitor.person)
    if turn is None:
        return JSONResponse({"over": True, "done": done}, headers=PRIVATE)
    exhibit = visitor.show.exhibit(turn.item)
    return JSONResponse(
        {
            "over": False,
            "done": done,
            "number": turn.number,
            "about": turn.about,
            "name": title_of(turn.item),
            "kind": exhibit.kind,
        },
        headers=PRIVATE,
    )


async def _content(request: Request, stage: StageVisitors) -> Response:
    """What a browser shows of it."""
    visitor = visitor_of(request, stage)
    turn = await turn_of(request, visitor)
    service: Service = request.app.state.service
    try:
        content, media = await service.in_background(visitor.show.exhibit(turn.item).shown)
    except UserError as error:
        raise Refusal(404, "not_here", error.what) from error
    return Response(content, media_type=media, headers=PRIVATE)
