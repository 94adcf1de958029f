"""``POST /v1/embeddings``. Source: https://platform.openai.com/docs/api-reference/embeddings"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import Prompt, Turn, count_tokens
from mock_ai.embeddings import embedding
from mock_ai.server.fields import (
    checked,
    optional,
    place,
    plain_headers,
    read_object,
    required,
    wrong,
)
from mock_ai.server.openai.requests import whole_number
from mock_ai.server.playing import play
from mock_ai.server.replies import JsonReply
from mock_ai.server.service import Service
from mock_ai.server.whole import WholeWriter

_MOST_INPUTS = 2048
_USUAL_DIMENSIONS = 1536
_DIMENSIONS = {"text-embedding-3-large": 3072}


async def embeddings(request: Request) -> Response:
    """A vector for each input."""
    service: Service = request.app.state.service
    document = await read_object(request, service.limits)
    model = required(document, "model", str)
    inputs = _inputs(document)
    form = optional(document, "encoding_format", str) or "float"
    if form not in ("float", "base64"):
        raise wrong("encoding_format", "This must be float or base64.")
    dimensions = whole_number(document, "dimensions", 1, 4096)
    size = dimensions or _DIMENSIONS.get(model, _USUAL_DIMENSIONS)
    prompt = Prompt(
        "embedding",
        turns=tuple(Turn("user", text) for text in inputs),
        model=model,
        headers=plain_headers(request),
        document=document,
    )

    # Two thousand vectors take seconds, in which others would wait.
    reply = await service.in_background(_reply, inputs, size, form, model)
    return await play(request, prompt, WholeWriter(lambda _replies, _number: reply))


def _reply(inputs: Sequence[str], size: int, form: str, model: str) -> JsonReply:
    tokens = sum(count_tokens(text) for text in inputs)
    data = [
        {"object": "embedding", "index": index, "embedding": _written(embedding(text, size), form)}
        for index, text in enumerate(inputs)
    ]
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return JsonReply({"object": "list", "data": data, "model": model, "usage": usage})


def _written(vector: np.ndarray[Any, np.dtype[np.float32]], form: str) -> str | list[float]:
    if form == "base64":
        return base64.b64encode(vector.astype("<f4").tobytes()).decode()
    return [float(f"{number:.8g}") for number in vector.tolist()]


def _inputs(document: Mapping[str, Any]) -> list[str]:
    """The texts to embed: one or several, as text or as the numbers of tokens."""
    value = document.get("input")
    if isinstance(value, str):
        value = [value]
    values = checked(value, list, "input") if value is not None else []
    if values and all(isinstance(number, int) for number in values):
        values = [values]
    if not 0 < len(values) <= _MOST_INPUTS:
        raise wrong("input", f"Send 1 to {_MOST_INPUTS} texts.")
    found = []
    for number, entry in enumerate(values):
        at = place("input", number)
        if isinstance(entry, list):
            found.append(" ".join(str(checked(token, int, at)) for token in entry))
        else:
            found.append(checked(entry, str, at))
        if not found[-1]:
            raise wrong(at, "This is empty. Send a text.")
    return found
