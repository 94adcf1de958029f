"""Pages for a browser: served from files of a package, with a policy that runs their own scripts and nothing else.

A page holds no data: the token is in the address after #, which browsers do not send, and the script hands it over
with every question.
"""

from functools import cache
from importlib.resources import files

from starlette.responses import Response

from mock_ai.server.http_replies import Refusal

# Photos and sounds arrive with the token in a header and are shown from memory (blob:).
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src blob: data:; media-src blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}


def page_file(package: str, name: str, allowed: frozenset[str]) -> Response:
    """A file of a page.

    Raises
    ------
    Refusal : 404, it is none of ``allowed``.
    """
    if name not in allowed:
        raise Refusal(404, "not_found", "This page has no such file.")
    kind = _KINDS[name.rpartition(".")[2]]
    return Response(_text(package, name), media_type=kind, headers=_HEADERS)


@cache
def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")
