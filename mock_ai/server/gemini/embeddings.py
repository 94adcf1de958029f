"""``embedContent`` and ``batchEmbedContents``. Source: https://ai.google.dev/api/embeddings"""

from collections.abc import Mapping
from typing import Any

from estimators.base.number import digits
from mock_ai.conversation import Prompt, Turn
from mock_ai.embeddings import embedding
from mock_ai.server.gemini.prompts import content_parts, read_part
from mock_ai.server.gemini.schemas import camel
from mock_ai.server.json_fields import between, objects, optional, place, required, wrong
from mock_ai.server.service import Service

_DIMENSIONS = 3072
_SMALLER = 768
_MOST_TEXTS = 100
_LONGEST = 1_000_000


async def read_embeddings(
    document: Mapping[str, Any],
    model: str,
    headers: Mapping[str, str],
    method: str,
    service: Service,
) -> tuple[Prompt, dict[str, Any]]:
    """What is to be embedded, and the answer to it; the vectors have length 1.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    asked = camel(document)
    if method == "embedContent":
        requests, places = [asked], [""]
    else:
        required(asked, "requests", list)
        requests = [camel(one) for one in objects(asked, "requests")]
        places = [place("requests", index) for index in range(len(requests))]
        if not 1 <= len(requests) <= _MOST_TEXTS:
            raise wrong("requests", f"Send 1 to {_MOST_TEXTS} requests at once.")
    texts = [_text(one, at) for one, at in zip(requests, places, strict=True)]
    if sum(map(len, texts)) > _LONGEST:
        raise wrong("", f"Send at most {digits(_LONGEST)} characters in all texts together.")
    sizes = [_dimensions(one, at, model) for one, at in zip(requests, places, strict=True)]
    # One by one, so that others are answered meanwhile.
    vectors = [
        {"values": (await service.in_background(embedding, text, size)).tolist()}
        for text, size in zip(texts, sizes, strict=True)
    ]
    prompt = Prompt(
        kind="embedding",
        turns=tuple(Turn("user", text) for text in texts),
        model=model,
        headers=headers,
        document=document,
    )
    if method == "embedContent":
        return prompt, {"embedding": vectors[0]}
    return prompt, {"embeddings": vectors}


def _text(request: Mapping[str, Any], at: str) -> str:
    here = place(at, "content")
    content = camel(required(request, "content", dict, at))
    parts = content_parts(content, here)
    return "\n".join(
        read_part(part, place(here, "parts", number))[0] for number, part in enumerate(parts)
    )


def _dimensions(request: Mapping[str, Any], at: str, model: str) -> int:
    asked = optional(request, "outputDimensionality", int, at)
    between(asked, 1, _DIMENSIONS, place(at, "outputDimensionality"))
    return asked or (
        _SMALLER if model.startswith(("text-embedding-", "embedding-")) else _DIMENSIONS
    )
