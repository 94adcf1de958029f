"""The addresses of the rater's page, who may use them, and what they take."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.rater_desk import SAID, RaterDesk, RaterGrade
from mock_ai.server.app import OwnHostOnly
from mock_ai.server.http_replies import Refusal, for_holders, page_file, refusal_reply
from mock_ai.server.request_body import read_json
from mock_ai.server.service import ServerLimits

PAGE = "/grade"
_PACKAGE, _STAGE = "mock_ai.server.rater", "mock_ai.server.stage"
_AHEAD, _MOST_AHEAD, _MOST_GRADES, _MOST_TEXT = 20, 100, 500, 2_000
_LIMITS = ServerLimits(body_bytes=2 * 1024 * 1024)
_PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
Done = TypeVar("Done")
Endpoint = Callable[[Request], Awaitable[Response]]


class OneRater:
    """A session with one rater: who comes first has it, and keeps it when they load the page anew."""

    def __init__(self, desk: RaterDesk) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(18)
        self._key = ""

    def take(self, key: str) -> str:
        """Take the session, or come back to it; returns the key to come back with.

        Raises
        ------
        Refusal : 409, somebody else has it.
        """
        if self._key and not hmac.compare_digest(self._key, key):
            raise Refusal(
                409,
                "taken",
                tr("Somebody grades here already. Let the computer show a new code for you."),
            )
        self._key = self._key or secrets.token_urlsafe(12)
        return self._key

    def check(self, key: str) -> None:
        """Raises a 410 where this is not the rater."""
        if not self._key or not hmac.compare_digest(self._key, key):
            raise Refusal(410, "gone", tr("The session was opened anew. Start again to go on."))

    def renew(self) -> None:
        """Let somebody else have it."""
        self._key = ""


def rater_application(session: OneRater, token: str) -> ASGIApp:
    """The page with its files, open; and the answers and grades of one rater, for whoever has the token."""

    def guarded(endpoint: Callable[[Request, OneRater], Awaitable[Response]]) -> Endpoint:
        ended = tr("This address has ended. Scan the code on the computer again.")
        return for_holders(token, ended, lambda request: endpoint(request, session))

    app = Starlette(
        routes=[
            Route(PAGE, _page),
            Route(f"{PAGE}/stage.css", _stage_style),
            Route(f"{PAGE}/{{file}}.css", _file),
            Route(f"{PAGE}/{{file}}.js", _file),
            Route(f"{PAGE}/rater", guarded(_begin), methods=["POST"]),
            Route(f"{PAGE}/answers", guarded(_answers), methods=["POST"]),
            Route(f"{PAGE}/grades", guarded(_keep), methods=["POST"]),
            Route(f"{PAGE}/content", guarded(_content), methods=["GET"]),
        ],
        exception_handlers={
            Refusal: _refused,
            ClientDisconnect: _gone,
            HTTPException: _nothing_else,
            Exception: _our_mistake,
        },
    )
    app.router.redirect_slashes = False
    return OwnHostOnly(app)


async def _page(_request: Request) -> Response:
    return page_file(_PACKAGE, "rater.html")


async def _file(request: Request) -> Response:
    return page_file(_PACKAGE, request.url.path.rpartition("/")[2])


async def _stage_style(_request: Request) -> Response:
    """The colours and fields of the Stage."""
    return page_file(_STAGE, "stage.css")


async def _begin(request: Request, session: OneRater) -> Response:
    asked = await read_json(request, _LIMITS)
    name = " ".join(_text(asked, "name", 80).split())
    if not name:
        raise Refusal(400, "malformed", tr("Type a name or a number."))
    key = session.take(_key_of(request))
    document = await _of_desk(partial(session.desk.begin, name))
    return JSONResponse({**document, "rater": key}, headers=_PRIVATE)


async def _answers(request: Request, session: OneRater) -> Response:
    session.check(_key_of(request))
    asked = (await read_json(request, _LIMITS)).get("n", _AHEAD)
    n = asked if isinstance(asked, int) and 0 < asked <= _MOST_AHEAD else _AHEAD
    return JSONResponse(await _of_desk(partial(session.desk.answers, n)), headers=_PRIVATE)


async def _keep(request: Request, session: OneRater) -> Response:
    """Keep grades; the same ones sent twice, because a reply got lost, are kept once."""
    session.check(_key_of(request))
    rows = (await read_json(request, _LIMITS)).get("grades")
    if not isinstance(rows, list) or len(rows) > _MOST_GRADES:
        raise Refusal(400, "malformed", tr("“grades” is a list."))
    kept = await _of_desk(partial(session.desk.keep, [_grade(row) for row in rows]))
    return JSONResponse({"kept": kept}, headers=_PRIVATE)


async def _content(request: Request, session: OneRater) -> Response:
    session.check(_key_of(request))
    content, media = await _of_desk(
        partial(session.desk.content, request.query_params.get("answer", "")[:80])
    )
    return Response(content, media_type=media, headers=_PRIVATE)


def _grade(row: Any) -> RaterGrade:
    said = row.get("said") if isinstance(row, dict) else None
    known = next((one for one in SAID if one == said), None)
    if known is None:
        raise Refusal(
            400,
            "malformed",
            tr("“said” is good, bad, unsure, left, right, both, neither or empty."),
        )
    return RaterGrade(
        _text(row, "answer", 80),
        known,
        _text(row, "reason", _MOST_TEXT),
        row.get("harm") is True,
        _text(row, "note", _MOST_TEXT),
    )


def _text(document: dict[str, Any], name: str, most: int) -> str:
    found = document.get(name, "")
    return found.strip()[:most] if isinstance(found, str) else ""


def _key_of(request: Request) -> str:
    return request.headers.get("x-rater", "")


async def _of_desk(work: Callable[[], Done]) -> Done:
    try:
        return await run_in_threadpool(work)
    except UserError as error:
        raise Refusal(503, "not_done", f"{error.what} {error.next_step}".strip()) from error


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refusal_reply(error)


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)


async def _nothing_else(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal_reply(Refusal(status, "not_found", tr("There is nothing here but grading.")))


async def _our_mistake(_request: Request, _error: Exception) -> Response:
    return refusal_reply(
        Refusal(500, "our_mistake", tr("That is our mistake, not yours. The computer goes on."))
    )
