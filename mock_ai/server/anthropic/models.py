"""The models that Anthropic's clients are told of. Source: https://docs.anthropic.com/en/api/models-list"""

import re
from collections.abc import Mapping
from typing import Any

from mock_ai.server.json_fields import wrong

_MOST_A_PAGE = 1000
_THEIRS = re.compile(r"claude-[a-z0-9.@-]{1,80}")


def is_known(name: str, served: str) -> bool:
    """Whether a model can be looked up: the one served, or a name that the vendor's own have."""
    return name == served or _THEIRS.fullmatch(name) is not None


def model_document(name: str) -> dict[str, Any]:
    """What is being served, as a model; its date is unknown, which this API writes as the epoch."""
    return {
        "type": "model",
        "id": name,
        "display_name": name,
        "created_at": "1970-01-01T00:00:00Z",
        "lifecycle": "active",
        "line": None,
        "deprecated_at": None,
        "retires_at": None,
        "capabilities": None,
        "max_input_tokens": 200_000,
        "max_tokens": 64_000,
    }


def model_page(name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of the list that was asked for. There is one model."""
    limit = query.get("limit", "20")
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= _MOST_A_PAGE:
        raise wrong("limit", f"This must be between 1 and {_MOST_A_PAGE}.")
    past = name in (query.get("after_id"), query.get("before_id"))
    models = [] if past else [model_document(name)]
    first = name if models else None
    return {"data": models, "has_more": False, "first_id": first, "last_id": first}
