"""Where OpenAI's clients find what; the application adds the check of the token."""

from mock_ai.server.openai.chat import chat_completions
from mock_ai.server.openai.embeddings import embeddings
from mock_ai.server.openai.models import model, models
from mock_ai.server.openai.responses import delete_response, response, responses

ROUTES = (
    ("GET", "/v1/models", models),
    ("GET", "/v1/models/{model}", model),
    ("POST", "/v1/chat/completions", chat_completions),
    ("POST", "/v1/responses", responses),
    ("GET", "/v1/responses/{response}", response),
    ("DELETE", "/v1/responses/{response}", delete_response),
    ("POST", "/v1/embeddings", embeddings),
)
