"""What visitors do with answers: accepted, corrected or rejected, kept once each."""

from typing import get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mock_ai.errors import UserError
from mock_ai.journal import now
from mock_ai.server.bodies import read_json
from mock_ai.server.replies import Refusal
from mock_ai.server.service import Limits, Service
from mock_ai.server.stage.visitors import Given, Stage, Visitor
from mock_ai.sessions import ReactionOutcome
from mock_ai.stage import StageReaction

PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_LONGEST_CORRECTION = 200


def visitor_of(request: Request, stage: Stage) -> Visitor:
    """Who asks."""
    return stage.visitor(request.headers.get("x-visitor", ""))


async def react(request: Request, stage: Stage) -> Response:
    """Keep what a visitor did with an answer. The same reaction sent twice is kept once."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    outcome, correction = await _read(request, service.limits)
    number: int = request.path_params["number"]
    reply = JSONResponse({"kept": stage.show.recorded}, headers=PRIVATE)
    before = visitor.reacted.get(number)
    if before == (outcome, correction):  # once more, because the first reply got lost
        return reply
    if before is not None:
        raise Refusal(409, "answered", "There is a reaction to this answer already.")
    given = visitor.given.get(number)
    if given is None:
        raise Refusal(404, "not_found", "This answer is too long ago. Ask again.")
    visitor.reacted[number] = (outcome, correction)
    kept = False
    try:
        if stage.show.recorded:
            reaction = _reaction(visitor, given, outcome, correction)
            await service.in_background(stage.show.keep, reaction)
        kept = True
    except UserError as error:
        raise Refusal(503, "not_kept", f"{error.what} {error.next_step}") from error
    finally:
        if not kept:
            del visitor.reacted[number]
    return reply


async def reactions(request: Request) -> Response:
    """The reactions kept in memory, as JSON lines; for the API's token, not the Stage's."""
    stage: Stage = request.app.state.stage
    lines = getattr(stage.show, "to_jsonl", None)
    if lines is None:
        raise Refusal(404, "not_found", "These reactions are in the project. Look there.")
    return Response("".join(lines()), media_type="application/jsonl", headers=PRIVATE)


async def _read(request: Request, limits: Limits) -> tuple[ReactionOutcome, str]:
    document = await read_json(request, limits)
    outcome, correction = document.get("outcome"), document.get("correction", "")
    known = next((one for one in get_args(ReactionOutcome) if one == outcome), None)
    if known is None or not isinstance(correction, str):
        raise Refusal(400, "malformed", "“outcome” is accepted, corrected or rejected.")
    return known, correction.strip()[:_LONGEST_CORRECTION] if known == "corrected" else ""


def _reaction(
    visitor: Visitor, given: Given, outcome: ReactionOutcome, correction: str
) -> StageReaction:
    answer = given.answer
    return StageReaction(
        at=now(),
        visitor=visitor.number,
        person=visitor.person,
        subject=given.subject,
        answer=answer.label,
        probability=answer.probability,
        text=answer.text,
        outcome=outcome,
        correction=correction,
        position=given.position,
        shown_accuracy=given.shown_accuracy,
        scenario=given.scenario,
        simulated=answer.simulated,
    )
