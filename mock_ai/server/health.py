"""The small endpoints: is it there, what does it serve, how is it called."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from mock_ai.server.openapi import openapi_document
from mock_ai.server.service import Service


async def health(request: Request) -> JSONResponse:
    """Whether the server is there; needs no token."""
    service: Service = request.app.state.service
    return JSONResponse(
        {"status": "ok", "model": service.model_name, "simulated": service.simulated}
    )


async def openapi(request: Request) -> JSONResponse:
    """The hand-off spec, with the classes of what is being served."""
    service: Service = request.app.state.service
    return JSONResponse(openapi_document(service.classes, str(request.base_url).rstrip("/")))
