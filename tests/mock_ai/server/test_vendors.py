"""One address for every vendor's client: the headers say whose it is."""

import anthropic
import httpx
import jsonschema
from google import genai
from google.genai import types

from mock_ai.server.anthropic.endpoints import ROUTES as ANTHROPIC_ROUTES
from mock_ai.server.gemini.endpoints import ROUTES as GEMINI_ROUTES


def test_a_base_address_may_end_in_a_version_or_a_slash(serve):
    running, _ = serve()
    for end in ("", "/", "/v1", "/v1/"):
        with anthropic.Anthropic(api_key=running.token, base_url=running.base_url + end) as client:
            assert client.models.retrieve("built-in").id == "built-in"
        for version in ("v1", "v1beta"):
            options = types.HttpOptions(base_url=running.base_url + end, api_version=version)
            with genai.Client(api_key=running.token, http_options=options) as client:
                assert client.models.get(model="built-in").name == "models/built-in"


CONTENTS = {"contents": [{"parts": [{"text": "Hello"}]}]}
MESSAGES = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}
ASKED = {
    "/v1/messages": {**MESSAGES, "max_tokens": 9},
    "/v1/messages/count_tokens": MESSAGES,
    "/v1/models/{model}:generateContent": CONTENTS,
    "/v1beta/models/{model}:countTokens": CONTENTS,
    "/v1beta/models/{model}:embedContent": {"content": CONTENTS["contents"][0]},
    "/v1beta/models/{model}:batchEmbedContents": {
        "requests": [{"content": CONTENTS["contents"][0]}]
    },
}


def test_the_hand_off_spec_describes_what_these_vendors_send_and_get(serve):
    running, _ = serve()
    spec = httpx.get(f"{running.base_url}/openapi.json").json()
    for method, path, _ in (*ANTHROPIC_ROUTES, *GEMINI_ROUTES):
        found = [known for known in spec["paths"] if known.startswith(path.replace("{call}", ""))]
        assert any(method.lower() in spec["paths"][known] for known in found), path
    for path, body in ASKED.items():
        operation = spec["paths"][path]["post"]
        jsonschema.validate(body, operation["requestBody"]["content"]["application/json"]["schema"])
        (key,) = operation["security"][0]
        headers = {spec["components"]["securitySchemes"][key]["name"]: running.token}
        headers["anthropic-version"] = "2023-06-01"
        address = running.base_url + path.replace("{model}", "m")
        reply = httpx.post(address, json=body, headers=headers)
        given = operation["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(reply.json(), given)
        failure = httpx.post(address, json={}, headers=headers).json()
        error = operation["responses"]["400"]["content"]["application/json"]["schema"]["$ref"]
        jsonschema.validate(failure, spec["components"]["schemas"][error.rpartition("/")[2]])
