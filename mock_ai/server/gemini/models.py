"""The models that Gemini's clients are told of. Source: https://ai.google.dev/api/models"""

import re
from collections.abc import Mapping
from typing import Any

from mock_ai.server.json_fields import wrong

METHODS = (
    "generateContent",
    "streamGenerateContent",
    "countTokens",
    "embedContent",
    "batchEmbedContents",
)
_THEIRS = re.compile(r"(gemini|gemma|learnlm|text-embedding|embedding)-[a-z0-9.-]{1,80}")


def is_known(name: str, served: str) -> bool:
    """Whether a model can be looked up: the one served, or a name that the vendor's own have."""
    return name == served or _THEIRS.fullmatch(name) is not None


def model_document(name: str) -> dict[str, Any]:
    """What is being served, as a model."""
    return {
        "name": f"models/{name}",
        "version": "1",
        "displayName": name,
        "description": "Served by Smart Enough on this computer.",
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": list(METHODS),
        "temperature": 1,
        "maxTemperature": 2,
        "topP": 0.95,
        "topK": 64,
    }


def model_page(name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of the list that was asked for. There is one model, so it is the only one."""
    size = query.get("pageSize", "50")
    if not size.isascii() or not size.isdigit():
        raise wrong("pageSize", "This must be a whole number.")
    if query.get("pageToken"):
        raise wrong("pageToken", "There is no such page.")
    return {"models": [model_document(name)]}
