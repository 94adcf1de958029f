"""Where OpenAI's clients find what; the application adds the check of the token."""

from mock_ai.server.openai.chat import chat_completions
from mock_ai.server.openai.models import model, models

ROUTES = (
    ("GET", "/v1/models", models),
    ("GET", "/v1/models/{model}", model),
    ("POST", "/v1/chat/completions", chat_completions),
)
