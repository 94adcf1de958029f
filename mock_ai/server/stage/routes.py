"""The Stage's addresses, who may use them, and how a visitor comes in and gets on."""

import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from estimators.base.errors import UserError
from mock_ai.server.http_replies import Refusal
from mock_ai.server.request_body import read_json
from mock_ai.server.service import Service
from mock_ai.server.stage.answer_endpoint import ask, ask_about_own
from mock_ai.server.stage.page import stage_file, stage_page
from mock_ai.server.stage.reaction_endpoint import react, take_back
from mock_ai.server.stage.visitors import PRIVATE, StageVisitors, turn_now, turn_of, visitor_of
from mock_ai.stage import title_of

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
                    "This address has ended. Ask for the new one, or scan the code again.",
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
