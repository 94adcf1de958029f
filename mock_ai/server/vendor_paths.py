"""Vendors' endpoints in the OpenAPI document: what this server takes and gives of them."""

from typing import Any

from estimators.base.sentence import tr
from mock_ai.server.path_items import (
    COUNT,
    EVENTS,
    FILE,
    OBJECT,
    OBJECTS,
    TEXT,
    Schema,
    contents,
    form,
    in_path,
    path_item,
)

_OPENAI_FAILURES = {
    400: tr("The request cannot be read"),
    401: tr("The key is missing or wrong"),
    404: tr("There is no such thing"),
    413: tr("The content is too large"),
    429: tr("Too many requests; Retry-After says when to try again"),
    500: tr("The server failed"),
}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 2}
_FLAG: Schema = {"type": "boolean"}
_POSITIVE: Schema = {"type": "integer", "minimum": 1}
_USAGE: Schema = {
    **form(["total_tokens"], total_tokens=COUNT),
    "description": tr("Tokens; the parts add up to total_tokens"),
}


def openai_paths() -> dict[str, Any]:
    """Path items for each of OpenAI's addresses that are served."""
    chat = _body(
        ["model", "messages"],
        model=TEXT,
        messages={**OBJECTS, "minItems": 1},
        stream=_FLAG,
        stream_options=OBJECT,
        tools=OBJECTS,
        tool_choice={},
        parallel_tool_calls=_FLAG,
        response_format=OBJECT,
        logprobs=_FLAG,
        top_logprobs={"type": "integer", "minimum": 0, "maximum": 20},
        n={**_POSITIVE, "maximum": 128},
        stop={},
        max_completion_tokens=_POSITIVE,
        max_tokens=_POSITIVE,
        temperature=_SHARE,
        seed={"type": "integer"},
    )
    respond = _body(
        ["model", "input"],
        model=TEXT,
        input={"description": tr("A text, or a list of messages, calls and their outputs")},
        instructions=TEXT,
        stream=_FLAG,
        tools=OBJECTS,
        tool_choice={},
        text={"type": "object", "description": tr("format: text, json_object or json_schema")},
        max_output_tokens=_POSITIVE,
        previous_response_id=TEXT,
    )
    embed = _body(
        ["model", "input"],
        model=TEXT,
        input={"description": tr("A text, texts, or the numbers of tokens")},
        dimensions=_POSITIVE,
        encoding_format={"enum": ["float", "base64"]},
    )
    recording = _form(["file", "model"], file=FILE, model=TEXT, response_format=TEXT)
    speech = _body(
        ["model", "input", "voice"],
        model=TEXT,
        input={"type": "string", "minLength": 1, "maxLength": 4096},
        voice={},
        response_format={"enum": ["mp3", "opus", "aac", "flac", "wav", "pcm"]},
        speed={"type": "number", "minimum": 0.25, "maximum": 4},
    )
    picture = {"prompt": TEXT, "model": TEXT, "n": {**_POSITIVE, "maximum": 10}, "size": TEXT}
    sse = ("text/event-stream",)
    return {
        "/v1/models/{model}": _item(
            "get", "model", tr("One model"), None, ["id", "object"], at=("model",)
        ),
        "/v1/chat/completions": _item(
            "post", "chatCompletions", tr("Answer a conversation"), chat, ["id", "choices", "usage"],
            also=sse,
        ),
        "/v1/responses": _item(
            "post", "responses", tr("Answer an input"), respond, ["id", "output", "status", "usage"],
            also=sse,
        ),
        "/v1/responses/{response}": {
            **_item("get", "response", tr("A response that was given"), None, ["id", "output"],
                    at=("response",)),
            **_item("delete", "deleteResponse", tr("Forget a response"), None, ["id", "deleted"],
                    at=("response",)),
        },
        "/v1/embeddings": _item(
            "post", "embeddings", tr("A vector for each text"), embed, ["data", "model", "usage"]
        ),
        "/v1/audio/transcriptions": _item(
            "post", "transcriptions", tr("What is said in a recording"), recording, ["text"],
            also=("text/plain", *sse),
        ),
        "/v1/audio/translations": _item(
            "post", "translations", tr("What is said, in English"), recording, ["text"],
            also=("text/plain",),
        ),
        "/v1/audio/speech": _item(
            "post", "speech", tr("A text, spoken"), speech, None,
            also=("audio/mpeg", "audio/ogg", "audio/aac", "audio/flac", "audio/wav", "audio/pcm"),
        ),
        "/v1/images/generations": _item(
            "post", "imageGenerations", tr("Pictures for a prompt"), _body(["prompt"], **picture),
            ["created", "data"], also=sse,
        ),
        "/v1/images/edits": _item(
            "post", "imageEdits", tr("Pictures from pictures"),
            _form(["image", "prompt"], image=FILE, **picture), ["created", "data"], also=sse,
        ),
        "/v1/moderations": _item(
            "post", "moderations", tr("What an input would be flagged for"),
            _body(["input"], input={}, model=TEXT), ["id", "model", "results"],
        ),
    }  # fmt: skip


def openai_error_schema() -> Schema:
    """The shape of OpenAI's errors."""
    missing = {"type": ["string", "null"]}
    error = form(
        ["message", "type", "param", "code"],
        message=TEXT,
        type=TEXT,
        param={**missing, "description": tr("The field that is wrong")},
        code=missing,
    )
    return form(["error"], error=error)


def _body(required: list[str], **properties: Schema) -> Schema:
    return contents(json=form(required, **properties))


def _form(required: list[str], **properties: Schema) -> Schema:
    return contents(form=form(required, **properties))


def _item(
    method: str,
    name: str,
    summary: str,
    content: Schema | None,
    gives: list[str] | None,
    *,
    also: tuple[str, ...] = (),
    at: tuple[str, ...] = (),
) -> dict[str, Any]:
    """A path item of one operation. ``gives`` names what is always in its JSON answer."""
    answer = contents(**dict.fromkeys(also, TEXT))
    if gives is not None:
        answer |= _body(gives, **{key: _USAGE if key == "usage" else {} for key in gives})
    return path_item(
        method,
        name,
        summary,
        takes=content,
        gives=answer,
        error="OpenAIError",
        failures=_OPENAI_FAILURES,
        tag="OpenAI",
        parameters=[in_path(part) for part in at],
    )


_ANTHROPIC_FAILURES = {
    400: tr("The request cannot be read; the message begins with the field"),
    401: tr("The key is missing or wrong"),
    404: tr("There is no such thing"),
    413: tr("The content is too large"),
    429: tr("Too many requests; Retry-After says when to try again"),
    500: tr("The server failed"),
    504: tr("No answer came"),
    529: tr("The server has too much to do"),
}
_VERSION = {
    "name": "anthropic-version",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "format": "date"},
}


_ANTHROPIC: dict[str, Any] = {
    "tag": "Anthropic",
    "security": [{"Anthropic": []}],
    "error": "AnthropicError",
    "failures": _ANTHROPIC_FAILURES,
    "parameters": [_VERSION],
}


def anthropic_paths() -> dict[str, Any]:
    """Path items of the addresses that only Anthropic has."""
    asked: dict[str, Schema] = {
        "model": TEXT,
        "messages": {**OBJECTS, "minItems": 1},
        "system": {"description": tr("A text, or text blocks")},
        "tools": OBJECTS,
        "tool_choice": OBJECT,
        "output_config": {
            "type": "object",
            "description": tr("format: json_schema with its schema"),
        },
    }
    limits: dict[str, Schema] = {
        "max_tokens": COUNT,
        "stop_sequences": {"type": "array", "items": TEXT},
        "temperature": {"type": "number", "minimum": 0, "maximum": 1},
        "stream": {"type": "boolean"},
    }
    usage = form(["input_tokens", "output_tokens"], input_tokens=COUNT, output_tokens=COUNT)
    message = form(
        ["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage"],
        id=TEXT,
        type={"const": "message"},
        role={"const": "assistant"},
        model=TEXT,
        content=OBJECTS,
        stop_reason={"enum": ["end_turn", "max_tokens", "stop_sequence", "tool_use", "refusal"]},
        stop_sequence={"type": ["string", "null"]},
        usage=usage,
    )
    return {
        "/v1/messages": path_item(
            "post",
            "messages",
            tr("Answer a conversation"),
            takes=contents(json=form(["model", "max_tokens", "messages"], **asked, **limits)),
            gives={**contents(json=message), **EVENTS},
            **_ANTHROPIC,
        ),
        "/v1/messages/count_tokens": path_item(
            "post",
            "countMessageTokens",
            tr("How many tokens a conversation has"),
            takes=contents(json=form(["model", "messages"], **asked)),
            gives=contents(json=form(["input_tokens"], input_tokens=COUNT)),
            **_ANTHROPIC,
        ),
    }


def anthropic_error_schema() -> Schema:
    """The shape of Anthropic's errors."""
    error = form(["type", "message"], type=TEXT, message=TEXT, details=OBJECT)
    return form(
        ["type", "error", "request_id"], type={"const": "error"}, error=error, request_id=TEXT
    )


_GEMINI_FAILURES = {
    400: tr("The request cannot be read, or the key is wrong"),
    403: tr("The key is missing"),
    404: tr("There is no such thing"),
    413: tr("The content is too large"),
    429: tr("Too many requests; retryDelay says when to try again"),
    500: tr("The server failed"),
    503: tr("The server has too much to do"),
    504: tr("No answer came"),
}
_AS_EVENTS = {
    "name": "alt",
    "in": "query",
    "schema": {"const": "sse"},
    "description": tr("Events; without it the stream is one JSON list"),
}
_GEMINI: dict[str, Any] = {
    "tag": "Gemini",
    "security": [{"Gemini": []}],
    "error": "GoogleError",
    "failures": _GEMINI_FAILURES,
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
        ("generateContent", tr("Answer a conversation"), asked, content),
        ("streamGenerateContent", tr("The same, piece by piece"), asked, content),
        (
            "countTokens",
            tr("How many tokens a conversation has"),
            form([], contents=said, generateContentRequest=OBJECT),
            form(["totalTokens"], totalTokens=COUNT),
        ),
        ("embedContent", tr("A vector for a text"), embed, form(["embedding"], embedding=vector)),
        (
            "batchEmbedContents",
            tr("Vectors for texts"),
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
                **_GEMINI,
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
            tr("What is being served"),
            gives=contents(json=gives),
            **_GEMINI,
            parameters=[in_path("model")] if "{" in path else [],
        )
    return paths


def google_error_schema() -> Schema:
    """The shape of Google's errors."""
    error = form(
        ["code", "message", "status"], code=COUNT, message=TEXT, status=TEXT, details=OBJECTS
    )
    return form(["error"], error=error)
