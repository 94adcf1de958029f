"""The operator's page. For now it shows the journal live; later a person answers from it."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from mock_ai.server.replies import Refusal
from mock_ai.server.service import Service

_MOST_ROWS = 500


async def operator_page(_request: Request) -> Response:
    """The page itself. It holds no data: the token is in the address after #, which browsers
    do not send, and the script hands it over when it asks for the journal."""
    html, policy = _page()
    return HTMLResponse(
        html,
        headers={
            "content-security-policy": policy,
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        },
    )


async def operator_journal(request: Request) -> JSONResponse:
    """The exchanges after a number, and what is being served."""
    service: Service = request.app.state.service
    after = request.query_params.get("after", "0")
    if not after.isdecimal() or len(after) > 18:
        raise Refusal(400, "malformed", "“after” must be the number of an exchange.")
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


@cache
def _page() -> tuple[str, str]:
    """The page, and a content policy that runs its own script and style and nothing else."""
    html = files("mock_ai.server").joinpath("operator.html").read_text("utf-8")
    hashes = {
        tag: b64encode(sha256(match[1].encode()).digest()).decode()
        for tag in ("script", "style")
        if (match := re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL))
    }
    policy = (
        f"default-src 'none'; connect-src 'self'; script-src 'sha256-{hashes['script']}'; "
        f"style-src 'sha256-{hashes['style']}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return html, policy
