"""``GET /v1/models`` and ``/v1/models/{id}``.

Requests may name any model: what a client has in its code is what it will name later, too (decision 0160).
Only what is being served, and names that OpenAI's own models have, can be looked up.
"""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from mock_ai.server.http_replies import Refusal
from mock_ai.server.service import Service

_USUAL = (
    "gpt-4o",
    "gpt-4o-mini",
    "text-embedding-3-small",
    "text-embedding-3-large",
    "whisper-1",
    "gpt-4o-mini-tts",
    "gpt-image-1",
    "omni-moderation-latest",
)
_THEIRS = re.compile(
    r"(gpt|o\d|chatgpt|text-embedding|whisper|tts|dall-e|omni-moderation|text-moderation)"
    r"[a-z0-9.:-]{0,60}"
)


async def models(request: Request) -> JSONResponse:
    """What is being served, and the names that clients usually have in their code."""
    service: Service = request.app.state.service
    entries = [_entry(name) for name in dict.fromkeys((service.model_name, *_USUAL))]
    if "x-stainless-lang" not in request.headers:  # the official client takes no further fields
        entries[0] |= {"classes": list(service.classes), "simulated": service.simulated}
    return JSONResponse({"object": "list", "data": entries})


async def model(request: Request) -> JSONResponse:
    """One model by its name."""
    service: Service = request.app.state.service
    name = request.path_params["model"]
    if name != service.model_name and not _THEIRS.fullmatch(name):
        raise Refusal(404, "no_model", f"The model “{name[:80]}” does not exist.")
    return JSONResponse(_entry(name))


def _entry(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "smart-enough"}
