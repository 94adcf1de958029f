"""Method, path and endpoint of Gemini's API, the same in both of its versions."""

from mock_ai.server.gemini.endpoints import call, model, models

ROUTES = tuple(
    (method, f"/{version}/{path}", endpoint)
    for version in ("v1", "v1beta")
    for method, path, endpoint in (
        ("POST", "models/{call}", call),
        ("GET", "models", models),
        ("GET", "models/{model}", model),
    )
)
