"""What visitors do with answers: accepted, corrected or rejected, kept once each; and the last one taken back."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.errors import UserError
from mock_ai.journal import now
from mock_ai.server.http_replies import Refusal
from mock_ai.server.request_body import read_json
from mock_ai.server.service import ServerLimits, Service
from mock_ai.server.stage.visitors import (
    PRIVATE,
    ShownAnswer,
    StageVisitors,
    Visitor,
    turn_now,
    visitor_of,
)
from mock_ai.sessions import OUTCOMES, ReactionOutcome
from mock_ai.stage import OwnReaction

_LONGEST_CORRECTION = 200


async def react(request: Request, stage: StageVisitors) -> Response:
    """Keep what a visitor did with an answer. The same reaction sent twice is kept once."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    outcome, correction = await _read(request, service.limits)
    number: int = request.path_params["number"]
    reply = JSONResponse({"kept": visitor.show.recorded}, headers=PRIVATE)
    before = visitor.reacted.get(number)
    if before == (outcome, correction):  # once more, because the first reply got lost
        return reply
    if before is not None:
        raise Refusal(409, "answered", "There is a reaction to this answer already.")
    said = visitor.said.get(number)
    if said is None:
        raise Refusal(404, "not_found", "This answer is too long ago. Ask again.")
    visitor.reacted[number] = (outcome, correction)
    kept = False
    try:
        if said.subject.turn is not None and said.subject.turn != await turn_now(request, visitor):
            raise Refusal(409, "answered", "This one has been answered. Go on with the next.")
        await service.in_background(_keep, visitor, said, outcome, correction)
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
        raise Refusal(404, "not_found", "These reactions are in the project. Look there.")
    return Response("".join(lines()), media_type="application/jsonl", headers=PRIVATE)


async def _read(request: Request, limits: ServerLimits) -> tuple[ReactionOutcome, str]:
    document = await read_json(request, limits)
    outcome, correction = document.get("outcome"), document.get("correction", "")
    known = next((one for one in OUTCOMES if one == outcome), None)
    if known is None or not isinstance(correction, str):
        raise Refusal(400, "malformed", "“outcome” is accepted, corrected or rejected.")
    return known, correction.strip()[:_LONGEST_CORRECTION] if known == "corrected" else ""


def _keep(visitor: Visitor, said: ShownAnswer, outcome: ReactionOutcome, correction: str) -> None:
    subject, answer, show = said.subject, said.answer, visitor.show
    if subject.turn is not None:
        assert show.demo is not None
        show.demo.react(subject.turn, answer, outcome, correction=correction)
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
            outcome=outcome,
            correction=correction,
            simulated=answer.simulated,
        )
    )
