"""What a browser shows at /docs: every address, escaped, without a script."""

import re
from html import unescape

import httpx

from mock_ai.server.docs_page import docs_page
from mock_ai.server.openapi import openapi_document


def test_the_page_lists_every_address_without_a_token_and_fetches_nothing(serve) -> None:
    _, client = serve()
    page = httpx.get(f"{client.base_url}".rstrip("/") + "/docs")
    assert page.status_code == 200
    assert "script" not in page.headers["content-security-policy"]
    document = client.get("/openapi.json").json()
    shown = re.findall(r"<b>(\w+)</b> <code>(.*?)</code>", page.text)
    asked = [
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
        if method in ("get", "post", "put", "delete")
    ]
    assert [(method, unescape(path)) for method, path in shown] == asked
    assert len(asked) == 29
    assert not re.findall(
        r"<script|src=|https?://(?!127\.0\.0\.1|platform\.openai\.com)", page.text
    )


def test_what_a_host_calls_itself_is_no_markup_and_a_row_is_asked_as_one() -> None:
    row = {"type": "object", "properties": {"age": {"type": "number"}}}
    document = openapi_document(["a", "b"], "http://<b>x", "classify", row)
    text = bytes(docs_page(document).body).decode()
    assert "<b>x" not in text
    assert "{&quot;row&quot;: {…}}" in text
