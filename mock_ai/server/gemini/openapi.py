"""Gemini's endpoints in the OpenAPI document: what this server takes and gives of them."""

from typing import Any

from mock_ai.server.path_items import (
    COUNT,
    EVENTS,
    OBJECT,
    OBJECTS,
    TEXT,
    Schema,
    contents,
    form,
    in_path,
    path_item,
)

_FAILURES = {
    400: "The request cannot be read, or the key is wrong",
    403: "The key is missing",
    404: "There is no such thing",
    413: "The content is too large",
    429: "Too many requests; retryDelay says when to try again",
    500: "The server failed",
    503: "The server has too much to do",
    504: "No answer came",
}
_AS_EVENTS = {
    "name": "alt",
    "in": "query",
    "schema": {"const": "sse"},
    "description": "Events; without it the stream is one JSON list",
}
_COMMON: dict[str, Any] = {
    "tag": "Gemini",
    "security": [{"Gemini": []}],
    "error": "GoogleError",
    "failures": _FAILURES,
}
_NUMBERS: Schema = {"type": "array", "items": {"type": "number"}}


def gemini_paths() -> dict[str, Any]:
    """Path items of the addresses that only Gemini has, in both of its versions."""
    said: Schema = {**OBJECTS, "minItems": 1}
    asked = form(
        ["contents"],
        contents=said,
        systemInstruction=OBJECT,
        tools=OBJECTS,
        toolConfig=OBJECT,
        generationConfig=OBJECT,
    )
    usage = form(
        ["promptTokenCount", "candidatesTokenCount", "totalTokenCount"],
        promptTokenCount=COUNT,
        candidatesTokenCount=COUNT,
        totalTokenCount=COUNT,
    )
    content = form(
        ["candidates", "usageMetadata", "modelVersion", "responseId"],
        candidates=OBJECTS,
        usageMetadata=usage,
        modelVersion=TEXT,
        responseId=TEXT,
    )
    vector = form(["values"], values=_NUMBERS)
    embed = form(["content"], content=OBJECT, outputDimensionality={**COUNT, "minimum": 1})
    vectors: Schema = {"type": "array", "items": vector}
    methods: tuple[tuple[str, str, Schema, Schema], ...] = (
        ("generateContent", "Answer a conversation", asked, content),
        ("streamGenerateContent", "The same, piece by piece", asked, content),
        (
            "countTokens",
            "How many tokens a conversation has",
            form([], contents=said, generateContentRequest=OBJECT),
            form(["totalTokens"], totalTokens=COUNT),
        ),
        ("embedContent", "A vector for a text", embed, form(["embedding"], embedding=vector)),
        (
            "batchEmbedContents",
            "Vectors for texts",
            form(["requests"], requests={"type": "array", "items": embed, "maxItems": 100}),
            form(["embeddings"], embeddings=vectors),
        ),
    )
    paths: dict[str, Any] = {}
    for version in ("v1", "v1beta"):
        paths |= {
            f"/{version}/models/{{model}}:{method}": path_item(
                "post",
                method if version == "v1" else f"{method}Beta",
                summary,
                takes=contents(json=takes),
                gives=contents(json=gives) | (EVENTS if method == "streamGenerateContent" else {}),
                **_COMMON,
                parameters=[
                    in_path("model"),
                    *([_AS_EVENTS] if method == "streamGenerateContent" else []),
                ],
            )
            for method, summary, takes, gives in methods
        }
    listed = form(["models"], models=OBJECTS)
    for path, name, gives in (
        ("/v1beta/models", "modelsBeta", listed),
        ("/v1beta/models/{model}", "modelBeta", form(["name"], name=TEXT)),
    ):
        paths[path] = path_item(
            "get",
            name,
            "What is being served",
            gives=contents(json=gives),
            **_COMMON,
            parameters=[in_path("model")] if "{" in path else [],
        )
    return paths


def google_error_schema() -> Schema:
    """The shape of Google's errors."""
    error = form(
        ["code", "message", "status"], code=COUNT, message=TEXT, status=TEXT, details=OBJECTS
    )
    return form(["error"], error=error)
