"""One address for every vendor's client: the headers say whose it is."""

import time

import anthropic
import pytest
from google import genai
from google.genai import types

from mock_ai.server.service import ServerLimits


def test_a_base_address_may_end_in_a_version_or_a_slash(serve):
    running, _ = serve()
    for end in ("", "/", "/v1", "/v1/"):
        with anthropic.Anthropic(api_key=running.token, base_url=running.base_url + end) as client:
            assert client.models.retrieve("built-in").id == "built-in"
        for version in ("v1", "v1beta"):
            options = types.HttpOptions(base_url=running.base_url + end, api_version=version)
            with genai.Client(api_key=running.token, http_options=options) as client:
                assert client.models.get(model="built-in").name == "models/built-in"


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("/v1/audio/transcriptions", {}, "type"),
        ("/v1/messages", {"anthropic-version": "2023-06-01"}, "type"),
        ("/v1beta/models/m:generateContent", {"x-goog-api-key": "any"}, "status"),
    ],
)
def test_a_body_too_large_or_too_slow_is_refused_in_the_vendors_words(serve, path, headers, kind):
    _, client = serve(limits=ServerLimits(body_bytes=100_000, pause_seconds=0.2))

    def slow():
        yield b'{"model": '
        time.sleep(0.6)
        yield b'"m"}'

    for body, status in ((b"x" * 200_000, 413), (slow(), 408)):
        reply = client.post(path, content=body, headers=headers)
        assert reply.status_code == status
        assert reply.json()["error"][kind]
