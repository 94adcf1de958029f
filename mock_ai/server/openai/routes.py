"""Where OpenAI's clients find what; the application adds the check of the token."""

from mock_ai.server.openai.audio import speak, transcriptions, translations
from mock_ai.server.openai.chat import chat_completions
from mock_ai.server.openai.embeddings import embeddings
from mock_ai.server.openai.images import edits, generations
from mock_ai.server.openai.models import model, models
from mock_ai.server.openai.moderations import moderations
from mock_ai.server.openai.responses import delete_response, response, responses

ROUTES = (
    ("GET", "/v1/models", models),
    ("GET", "/v1/models/{model}", model),
    ("POST", "/v1/chat/completions", chat_completions),
    ("POST", "/v1/responses", responses),
    ("GET", "/v1/responses/{response}", response),
    ("DELETE", "/v1/responses/{response}", delete_response),
    ("POST", "/v1/embeddings", embeddings),
    ("POST", "/v1/audio/transcriptions", transcriptions),
    ("POST", "/v1/audio/translations", translations),
    ("POST", "/v1/audio/speech", speak),
    ("POST", "/v1/images/generations", generations),
    ("POST", "/v1/images/edits", edits),
    ("POST", "/v1/moderations", moderations),
)
