"""The Stage's addresses, who may use them, how a visitor comes in and gets on, and what they do with an answer."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from estimators.base.errors import UserError
from estimators.base.input_kind import case_noun
from estimators.base.sentence import tr
from mock_ai.journal import now
from mock_ai.reaction import OUTCOMES
from mock_ai.server.http_replies import Refusal, for_holders, page_file
from mock_ai.server.request_body import read_json
from mock_ai.server.service import ServerLimits, Service
from mock_ai.server.stage.answers import ask, ask_about_own
from mock_ai.server.stage.visitors import (
    PRIVATE,
    ShownAnswer,
    StageVisitors,
    Visitor,
    VisitorReaction,
    turn_now,
    turn_of,
    visitor_of,
)
from mock_ai.stage import OwnReaction, media_of, read_file, title_of

_PACKAGE = "mock_ai.server.stage"


async def stage_page(_request: Request) -> Response:
    """The Stage, for a browser."""
    return page_file(_PACKAGE, "stage.html")


async def stage_file(request: Request) -> Response:
    """Its style and its scripts."""
    return page_file(_PACKAGE, request.url.path.rpartition("/")[2])


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
        ended = tr("This address has ended. Ask for the new one, or scan the code again.")
        return for_holders(token, ended, lambda request: endpoint(request, stage))

    return [
        Route("/stage", stage_page),
        Route("/stage/{file}.css", stage_file),
        Route("/stage/{file}.js", stage_file),
        Route("/stage/show", guarded(_named), methods=["GET"]),
        Route("/stage/visitors", guarded(_join), methods=["POST"]),
        Route("/stage/turn", guarded(_turn), methods=["POST"]),
        Route("/stage/turn/content", guarded(_content), methods=["GET"]),
        Route("/stage/turn/picture", guarded(_picture), methods=["GET"]),
        Route("/stage/turn/answer", guarded(ask), methods=["POST"]),
        Route("/stage/own/answer", guarded(ask_about_own), methods=["POST"]),
        Route("/stage/answers/{number:int}/reaction", guarded(react), methods=["POST"]),
        Route("/stage/back", guarded(take_back), methods=["POST"]),
    ]


async def _named(_request: Request, stage: StageVisitors) -> Response:
    """What the page may call itself before anybody comes in."""
    return JSONResponse({"name": stage.show.name}, headers=PRIVATE)


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
    if demo is None or turn is None:
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
            "noun": demo.plan.case or _noun(demo.plan.kind),
            "question": None if demo.material is None else asdict(demo.question(turn.item)),
        },
        headers=PRIVATE,
    )


def _noun(kind: str) -> str:
    """What one item is called where nobody said; empty: by what it is."""
    return "" if kind == "classify" else case_noun(kind, ()).one


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


async def _picture(request: Request, stage: StageVisitors) -> Response:
    """The picture of something that answers are taken from, by its name."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    demo = visitor.show.demo
    photo = None
    if demo is not None and demo.material is not None:
        photo = demo.material.photo(request.query_params.get("name", ""))
    media = None if photo is None else media_of(photo)
    if photo is None or media is None:
        raise Refusal(404, "not_here", tr("There is no picture of this."))
    try:
        content = await service.in_background(read_file, photo, media[0])
    except UserError as error:
        raise Refusal(404, "not_here", error.what) from error
    return Response(content, media_type=media[1], headers=PRIVATE)
