"""Whose turn it is, and at what."""

from starlette.requests import Request

from mock_ai.demo.running_demo import DemoTurn
from mock_ai.server.http_replies import Refusal
from mock_ai.server.service import Service
from mock_ai.server.stage.visitors import StageVisitors, Visitor

PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def visitor_of(request: Request, stage: StageVisitors) -> Visitor:
    """Who asks.

    Raises
    ------
    Refusal : 410, somebody whom this Stage does not know.
    """
    return stage.visitor(request.headers.get("x-visitor", ""))


async def turn_now(request: Request, visitor: Visitor) -> DemoTurn | None:
    """What the visitor sees now; None after the last, or where there is nothing to show."""
    service: Service = request.app.state.service
    demo = visitor.show.demo
    return None if demo is None else await service.in_background(demo.turn, visitor.person)


async def turn_of(request: Request, visitor: Visitor) -> DemoTurn:
    """What the visitor sees now.

    Raises
    ------
    Refusal : 404, nothing.
    """
    turn = await turn_now(request, visitor)
    if turn is None:
        raise Refusal(404, "not_found", "That was the last one.")
    return turn
