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
    PathItems,
    Schema,
    contents,
    form,
    whole,
)

_FAILURES = {
    400: tr("The request cannot be read"),
    401: tr("The key is missing or wrong"),
    404: tr("There is no such thing"),
    413: tr("The content is too large"),
    429: tr("Too many requests; Retry-After says when to try again"),
    500: tr("The server failed"),
}
_NO_ANSWER, _TOO_MUCH = tr("No answer came"), tr("The server has too much to do")
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 2}
_FLAG: Schema = {"type": "boolean"}
_POSITIVE: Schema = {"type": "integer", "minimum": 1}
_USAGE: Schema = {
    **whole(total_tokens=COUNT),
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
    recording = contents(form=form(["file", "model"], file=FILE, model=TEXT, response_format=TEXT))
    speech = _body(
        ["model", "input", "voice"],
        model=TEXT,
        input={"type": "string", "minLength": 1, "maxLength": 4096},
        voice={},
        response_format={"enum": ["mp3", "opus", "aac", "flac", "wav", "pcm"]},
        speed={"type": "number", "minimum": 0.25, "maximum": 4},
    )
    picture = {"prompt": TEXT, "model": TEXT, "n": {**_POSITIVE, "maximum": 10}, "size": TEXT}
    edited = contents(form=form(["image", "prompt"], image=FILE, **picture))
    sounds = ("audio/mpeg", "audio/ogg", "audio/aac", "audio/flac", "audio/wav", "audio/pcm")
    usual, plain = ("id", "choices", "usage"), {"text/plain": {"schema": TEXT}}
    items = PathItems("OpenAI", "OpenAIError", _FAILURES)
    for method, path, name, summary, takes, gives in (
        ("get", "models/{model}", "model", tr("One model"), None, _always("id", "object")),
        ("post", "chat/completions", "chatCompletions", tr("Answer a conversation"), chat, EVENTS | _always(*usual)),
        ("post", "responses", "responses", tr("Answer an input"), respond, EVENTS | _always("id", "output", "status", "usage")),
        ("get", "responses/{response}", "response", tr("A response that was given"), None, _always("id", "output")),
        ("delete", "responses/{response}", "deleteResponse", tr("Forget a response"), None, _always("id", "deleted")),
        ("post", "embeddings", "embeddings", tr("A vector for each text"), embed, _always("data", "model", "usage")),
        ("post", "audio/transcriptions", "transcriptions", tr("What is said in a recording"), recording, plain | EVENTS | _always("text")),
        ("post", "audio/translations", "translations", tr("What is said, in English"), recording, plain | _always("text")),
        ("post", "audio/speech", "speech", tr("A text, spoken"), speech, contents(**dict.fromkeys(sounds, TEXT))),
        ("post", "images/generations", "imageGenerations", tr("Pictures for a prompt"), _body(["prompt"], **picture), EVENTS | _always("created", "data")),
        ("post", "images/edits", "imageEdits", tr("Pictures from pictures"), edited, EVENTS | _always("created", "data")),
        ("post", "moderations", "moderations", tr("What an input would be flagged for"), _body(["input"], input={}, model=TEXT), _always("id", "model", "results")),
    ):  # fmt: skip
        items.add(method, f"/v1/{path}", name, summary, takes=takes, gives=gives)
    return items.paths


def openai_error_schema() -> Schema:
    missing = {"type": ["string", "null"]}
    error = whole(
        message=TEXT,
        type=TEXT,
        param={**missing, "description": tr("The field that is wrong")},
        code=missing,
    )
    return whole(error=error)


def _body(required: list[str], **properties: Schema) -> Schema:
    return contents(json=form(required, **properties))


def _always(*names: str) -> dict[str, Any]:
    """What is always in a JSON answer."""
    return contents(json=whole(**{key: _USAGE if key == "usage" else {} for key in names}))


_VERSION = {
    "name": "anthropic-version",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
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
    message = whole(
        id=TEXT,
        type={"const": "message"},
        role={"const": "assistant"},
        model=TEXT,
        content=OBJECTS,
        stop_reason={"enum": ["end_turn", "max_tokens", "stop_sequence", "tool_use", "refusal"]},
        stop_sequence={"type": ["string", "null"]},
        usage=whole(input_tokens=COUNT, output_tokens=COUNT),
    )
    unreadable = tr("The request cannot be read; the message begins with the field")
    failures = {**_FAILURES, 400: unreadable, 504: _NO_ANSWER, 529: _TOO_MUCH}
    items = PathItems("Anthropic", "AnthropicError", failures, [{"Anthropic": []}], [_VERSION])
    items.add(
        "post",
        "/v1/messages",
        "messages",
        tr("Answer a conversation"),
        takes=_body(["model", "max_tokens", "messages"], **asked, **limits),
        gives={**contents(json=message), **EVENTS},
    )
    items.add(
        "post",
        "/v1/messages/count_tokens",
        "countMessageTokens",
        tr("How many tokens a conversation has"),
        takes=_body(["model", "messages"], **asked),
        gives=contents(json=whole(input_tokens=COUNT)),
    )
    return items.paths


def anthropic_error_schema() -> Schema:
    error = form(["type", "message"], type=TEXT, message=TEXT, details=OBJECT)
    return whole(type={"const": "error"}, error=error, request_id=TEXT)


_AS_EVENTS = {
    "name": "alt",
    "in": "query",
    "schema": {"const": "sse"},
    "description": tr("Events; without it the stream is one JSON list"),
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
    usage = whole(
        promptTokenCount=COUNT,
        candidatesTokenCount=COUNT,
        totalTokenCount=COUNT,
    )
    content = whole(
        candidates=OBJECTS,
        usageMetadata=usage,
        modelVersion=TEXT,
        responseId=TEXT,
    )
    vector = whole(values=_NUMBERS)
    embed = form(["content"], content=OBJECT, outputDimensionality={**COUNT, "minimum": 1})
    vectors: Schema = {"type": "array", "items": vector}
    methods: tuple[tuple[str, str, Schema, Schema], ...] = (
        ("generateContent", tr("Answer a conversation"), asked, content),
        ("streamGenerateContent", tr("The same, piece by piece"), asked, content),
        (
            "countTokens",
            tr("How many tokens a conversation has"),
            form([], contents=said, generateContentRequest=OBJECT),
            whole(totalTokens=COUNT),
        ),
        ("embedContent", tr("A vector for a text"), embed, whole(embedding=vector)),
        (
            "batchEmbedContents",
            tr("Vectors for texts"),
            whole(requests={"type": "array", "items": embed, "maxItems": 100}),
            whole(embeddings=vectors),
        ),
    )
    failures = {
        400: tr("The request cannot be read, or the key is wrong"),
        403: tr("The key is missing"),
        404: _FAILURES[404],
        413: _FAILURES[413],
        429: tr("Too many requests; retryDelay says when to try again"),
        500: _FAILURES[500],
        503: _TOO_MUCH,
        504: _NO_ANSWER,
    }
    items = PathItems("Gemini", "GoogleError", failures, [{"Gemini": []}])
    for version in ("v1", "v1beta"):
        for method, summary, takes, gives in methods:
            streams = method == "streamGenerateContent"
            items.add(
                "post",
                f"/{version}/models/{{model}}:{method}",
                method if version == "v1" else f"{method}Beta",
                summary,
                takes=contents(json=takes),
                gives=contents(json=gives) | (EVENTS if streams else {}),
                parameters=[_AS_EVENTS] if streams else [],
            )
    served, listed = tr("What is being served"), contents(json=whole(models=OBJECTS))
    items.add("get", "/v1beta/models", "modelsBeta", served, gives=listed)
    one = contents(json=whole(name=TEXT))
    items.add("get", "/v1beta/models/{model}", "modelBeta", served, gives=one)
    return items.paths


def google_error_schema() -> Schema:
    error = form(
        ["code", "message", "status"], code=COUNT, message=TEXT, status=TEXT, details=OBJECTS
    )
    return whole(error=error)
