"""The operator's page, and what it asks for: who waits, what was sent, here is the answer, and the journal.

All but the page itself needs the token. The page learns of a new request at once: its question for news is left
open until there is some.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.operator.waiting_request import OperatorAnswer, WaitingRequest, content_type, sentence
from mock_ai.server.http_replies import Refusal, page_file
from mock_ai.server.request_body import read_json
from mock_ai.server.service import ServerLimits, Service

_MOST_ROWS = 500
_PACKAGE = "mock_ai.server.operator"


async def operator_page(_request: Request) -> Response:
    """The page, for a browser."""
    return page_file(_PACKAGE, "operator.html")


async def operator_file(request: Request) -> Response:
    """Its style and its scripts."""
    return page_file(_PACKAGE, request.path_params["name"])


async def operator_journal(request: Request) -> JSONResponse:
    """The exchanges after a number, and what is being served."""
    service: Service = request.app.state.service
    after = request.query_params.get("after", "0")
    if not after.isdecimal() or len(after) > 18:
        raise Refusal(400, "malformed", tr("“after” must be the number of an exchange."))
    return JSONResponse(
        {
            "model": service.model_name,
            "simulated": service.simulated,
            "total": service.journal.total,
            "exchanges": [
                exchange.to_json()
                for exchange in service.journal.exchanges(int(after))[-_MOST_ROWS:]
            ],
        }
    )


NEWS_SECONDS = 20.0  # how long a question for news stays open
_MOST_LISTED = 200
_ANSWER_BYTES = 256 * 1024
_SANDBOX = {
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "attachment",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


async def operator_news(request: Request) -> JSONResponse:
    """Who waits, once that is other than the version in ``after``; ``chosen`` is shown in full,
    or the oldest."""
    service: Service = request.app.state.service
    desk = service.desk
    after, chosen = _number(request, "after", -1), _number(request, "chosen", 0)
    await desk.changed(after, NEWS_SECONDS)
    version = desk.version  # before looking, so that nothing new is taken for seen
    waiting = desk.waiting()
    shown = next((one for one in waiting if one[0].number == chosen), None)
    shown = shown or (waiting[0] if waiting else None)
    return JSONResponse(
        {
            "version": version,
            "everything": desk.everything,
            "seconds": desk.seconds,
            "model": service.model_name,
            "waiting": [one.brief(left) for one, left in waiting[:_MOST_LISTED]],
            "count": len(waiting),
            "gone": desk.why_gone(chosen),
            "shown": None if shown is None else shown[0].details(shown[1]),
        },
        headers={"cache-control": "no-store"},
    )


async def operator_content(request: Request) -> Response:
    """The photo, sound or clip of one that waits."""
    waiting = _waiting(request)
    if not waiting.content:
        raise Refusal(404, "not_found", tr("This request has no photo, sound or clip."))
    return Response(waiting.content, media_type=content_type(waiting.content), headers=_SANDBOX)


async def operator_answer(request: Request) -> JSONResponse:
    """Answer one that waits."""
    service: Service = request.app.state.service
    document = await read_json(request, _limits(service))
    waiting = _waiting(request)
    with _refusing(400, "malformed"):
        said = OperatorAnswer.from_json(document)
        service.desk.answer(waiting.number, said)
    return JSONResponse({"answered": waiting.number, "text": sentence(said, waiting)})


async def operator_hold(request: Request) -> JSONResponse:
    """The operator is writing: the request waits on."""
    service: Service = request.app.state.service
    with _refusing(410, "gone"):
        left = service.desk.hold(request.path_params["number"])
    return JSONResponse({"left": round(left, 2)})


async def operator_switch(request: Request) -> JSONResponse:
    """Whether a person answers everything, and how long a request waits for one."""
    service: Service = request.app.state.service
    document = await read_json(request, _limits(service))
    everything, seconds = document.get("everything"), document.get("seconds")
    if not isinstance(everything, bool):
        raise Refusal(400, "malformed", tr("“everything” must be true or false."))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | None):
        raise Refusal(400, "malformed", tr("“seconds” must be a number."))
    with _refusing(400, "malformed"):
        service.desk.attend(everything, seconds)
    return JSONResponse({"everything": service.desk.everything, "seconds": service.desk.seconds})


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return otherwise
    if not text.isdecimal() or len(text) > 18:
        raise Refusal(400, "malformed", tr("“{name}” must be a whole number.", name=name))
    return int(text)


def _waiting(request: Request) -> WaitingRequest:
    """The request of the address, which must still wait."""
    service: Service = request.app.state.service
    with _refusing(410, "gone"):
        return service.desk.find(request.path_params["number"])[0]


@contextmanager
def _refusing(status: int, kind: str) -> Iterator[None]:
    """What the desk says against it is what the page hears."""
    try:
        yield
    except UserError as error:
        raise Refusal(status, kind, str(error)) from error


def _limits(service: Service) -> ServerLimits:
    return replace(service.limits, body_bytes=_ANSWER_BYTES)


OPERATOR_ROUTES: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
    ("GET", "/operator/waiting", operator_news),
    ("POST", "/operator/waiting/{number:int}", operator_answer),
    ("GET", "/operator/waiting/{number:int}/content", operator_content),
    ("POST", "/operator/waiting/{number:int}/hold", operator_hold),
    ("POST", "/operator/switch", operator_switch),
)
