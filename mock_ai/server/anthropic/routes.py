"""Method, path and endpoint of Anthropic's API."""

from mock_ai.server.anthropic.endpoints import count_tokens, messages, model, models

ROUTES = (
    ("POST", "/v1/messages", messages),
    ("POST", "/v1/messages/count_tokens", count_tokens),
    ("GET", "/v1/models", models),
    ("GET", "/v1/models/{model}", model),
)
