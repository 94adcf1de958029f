"""What a browser shows at ``/docs``: every address of the server, made of its OpenAPI document. No script, nothing fetched."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from starlette.responses import HTMLResponse

from estimators.base.language import language
from estimators.base.sentence import tr

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .5rem 0; }
summary { cursor: pointer; }
b { display: inline-block; min-width: 3.5rem; }
td { vertical-align: top; padding-inline-end: 1rem; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def docs_page(document: Mapping[str, Any]) -> HTMLResponse:
    """The page of an OpenAPI document."""
    title, address = escape(document["info"]["title"]), document["servers"][0]["url"]
    spoken = language()
    lines = [
        f'<!doctype html><html lang="{escape(spoken.code)}" dir="{escape(spoken.direction)}"><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>',
        f"<h1>{title}</h1><p>{escape(document['info']['description'])}</p>",
        f"<p>{escape(tr('Every request but the last needs the token that the server printed: Authorization: Bearer TOKEN.'))}"
        f' <a href="openapi.json">{escape(tr("The same as OpenAPI 3.1"))}</a></p>',
        f"<pre>{escape(_sample(document, address))}</pre>",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if isinstance(operation, dict) and "responses" in operation:
                lines += _operation(path, method, operation)
    return HTMLResponse("\n".join(lines), headers=_HEADERS)


def _sample(document: Mapping[str, Any], address: str) -> str:
    """A first request, in the shortest form that the served product takes."""
    takes = document["paths"]["/v1/predict"]["post"]["requestBody"]["content"]
    fields = takes["application/json"]["schema"]["properties"]
    body = '{"row": {…}}' if "row" in fields else '{"text": "…"}'
    return f'curl {address}/v1/predict -H "Authorization: Bearer TOKEN" -H "Content-Type: application/json" -d \'{body}\''


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    """One address: what it is for, what it takes, and its statuses."""
    yield f"<details><summary><b>{method.upper()}</b> <code>{escape(path)}</code> {escape(operation['summary'])}</summary><table>"
    for media, body in operation.get("requestBody", {}).get("content", {}).items():
        schema = body["schema"]
        needed = schema.get("required", [])
        names = [name if name in needed else f"[{name}]" for name in schema.get("properties", {})]
        yield f"<tr><td><code>{escape(media)}</code><td>{escape(', '.join(names))}"
    for code, answer in operation["responses"].items():
        yield f"<tr><td><code>{escape(code)}</code><td>{escape(answer['description'])}"
    yield "</table></details>"
