"""The vendors' official clients at a server, each asked in one way, and a check that nothing they do not know came back."""

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import ClassVar

import anthropic
import httpx
import httpx2  # what some of these clients send with
import openai
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from tests.patience import PATIENCE


def openai_at(running, kind=openai.OpenAI, **settings):
    return kind(base_url=f"{running.base_url}/v1", api_key=running.token, **_strict(settings))


def anthropic_at(running, kind=anthropic.Anthropic, **settings):
    return kind(base_url=running.base_url, api_key=running.token, **_strict(settings))


def gemini_at(running, version="v1beta"):
    options = types.HttpOptions(
        base_url=running.base_url, api_version=version, timeout=round(1000 * PATIENCE)
    )
    return genai.Client(api_key=running.token, http_options=options)


def _strict(settings):
    usual = {"max_retries": 0, "timeout": PATIENCE, "_strict_response_validation": True}
    return {**usual, **settings}


def chat(client, text, **more):
    """Say something (or a whole conversation) in OpenAI's words, with a bare client."""
    messages = text if isinstance(text, list) else [{"role": "user", "content": text}]
    return client.post("/v1/chat/completions", json={"model": "m", "messages": messages, **more})


def exact(value):
    """The value, once it holds no field that the client does not know, at any depth."""
    if isinstance(value, BaseModel):
        assert not value.model_extra, f"{type(value).__name__} has {sorted(value.model_extra)}"
        type(value).model_validate(value.model_dump(by_alias=True, warnings="error"))
        for name in type(value).model_fields:
            exact(getattr(value, name))
    elif isinstance(value, list | tuple):
        for part in value:
            exact(part)
    return value


class Scripted:
    """Replies in this order, the last one for good; ``prompts`` is what it was asked."""

    def __init__(self, *replies):
        self.replies, self.prompts = list(replies), []

    def reply(self, prompt, position):
        self.prompts.append(prompt)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


# One way to ask all of them ---------------------------------------------------------------------

BROKEN = (httpx.HTTPError, httpx2.HTTPError, ValueError, AttributeError, TypeError, AssertionError)
"""What a client makes of an answer that is none."""


@dataclass(frozen=True)
class Said:
    """What came of a question: ``stop`` is end, length, tool or refusal; ``calls`` are names with their arguments in JSON."""

    text: str
    stop: str
    calls: tuple[tuple[str, str], ...]
    usage: tuple[int, int]


def _said(text, stop, calls, usage):
    """``calls`` with an id of their own each."""
    assert len({identity for identity, _, _ in calls}) == len(calls)
    return Said(text, stop, tuple((name, given) for _, name, given in calls), usage)


def _photo_url(photo):
    return "data:image/png;base64," + b64encode(photo).decode()


class Speaker:
    """A vendor's client. ``heard`` is what arrived of a stream."""

    def __init__(self, client):
        self.client, self.heard = client, ""

    def told(self, error):
        """Status and kind, as the client has them from an error, and how long to wait if it says so."""
        wait = error.response.headers.get("retry-after")
        return error.status_code, error.type, *([wait] if wait else [])


class Chat(Speaker):
    opened, errors = staticmethod(openai_at), (openai.APIError,)

    def say(self, text, photo=None, *, stream=False, most=None, stop=None):
        parts = [{"type": "text", "text": text}]
        if photo:
            parts.append({"type": "image_url", "image_url": {"url": _photo_url(photo)}})
        asked = {"messages": [{"role": "user", "content": parts}], "stop": stop, "max_tokens": most}
        asked |= {"stream_options": {"include_usage": True}} if stream else {}
        made = self.client.chat.completions.create(model="gpt-4o", stream=stream, **asked)
        if not stream:
            (choice,), usage = exact(made).choices, made.usage
            calls = [(c.id, c.function.name, c.function.arguments) for c in choice.message.tool_calls or ()]  # fmt: skip
            refused, why = choice.message.refusal, choice.finish_reason
            said = choice.message.content or refused or ""
        else:
            calls, refused, why, usage = [], "", None, None
            for chunk in made:
                usage = exact(chunk).usage
                for choice in chunk.choices:
                    refused += choice.delta.refusal or ""
                    self.heard += choice.delta.content or ""
                    why = choice.finish_reason
                    for part in choice.delta.tool_calls or ():
                        if part.id:
                            calls.append((part.id, part.function.name, ""))
                        identity, name, given = calls[part.index]
                        calls[part.index] = (identity, name, given + part.function.arguments)
            said = self.heard or refused
        why = "refusal" if refused else {"stop": "end", "tool_calls": "tool"}.get(why, why)
        return _said(said, why, calls, (usage.prompt_tokens, usage.completion_tokens))


class Responses(Speaker):
    opened, errors = staticmethod(openai_at), (openai.APIError,)

    def say(self, text, photo=None, *, stream=False, most=None):
        parts = [{"type": "input_text", "text": text}]
        if photo:
            url = _photo_url(photo)
            parts.append({"type": "input_image", "detail": "auto", "image_url": url})
        asked = {"input": [{"role": "user", "content": parts}], "max_output_tokens": most}
        made = self.client.responses.create(model="gpt-4o", stream=stream, **asked)
        if stream:
            event = None
            for event in made:
                if exact(event).type in ("response.output_text.delta", "response.refusal.delta"):
                    self.heard += event.delta
            made = event.response
            if made.error:
                raise ValueError(made.error.code)
        parts = [part for item in exact(made).output if item.type == "message" for part in item.content]  # fmt: skip
        calls = [(i.call_id, i.name, i.arguments) for i in made.output if i.type == "function_call"]
        said = "".join(part.refusal if part.type == "refusal" else part.text for part in parts)
        assert self.heard in ("", said)
        why = "tool" if calls else "length" if made.incomplete_details else "end"
        why = "refusal" if any(part.type == "refusal" for part in parts) else why
        return _said(said, why, calls, (made.usage.input_tokens, made.usage.output_tokens))


class Claude(Speaker):
    opened, errors = staticmethod(anthropic_at), (anthropic.AnthropicError,)
    stops: ClassVar = {
        "end_turn": "end",
        "stop_sequence": "end",
        "max_tokens": "length",
        "tool_use": "tool",
    }

    def say(self, text, photo=None, *, stream=False, most=500, stop=None):
        parts = [{"type": "text", "text": text}]
        if photo:
            data = b64encode(photo).decode()
            source = {"type": "base64", "media_type": "image/png", "data": data}
            parts.append({"type": "image", "source": source})
        asked = {"messages": [{"role": "user", "content": parts}], "max_tokens": most}
        asked |= {"stop_sequences": stop} if stop else {}
        if not stream:
            made = self.client.messages.create(model="claude", **asked)
        else:
            with self.client.messages.stream(model="claude", **asked) as events:
                for piece in events.text_stream:
                    self.heard += piece
                made = events.get_final_message()
        calls = [(b.id, b.name, json.dumps(b.input)) for b in made.content if b.type == "tool_use"]
        said = "".join(block.text for block in made.content if block.type == "text")
        why = self.stops.get(made.stop_reason, made.stop_reason)
        return _said(said, why, calls, (made.usage.input_tokens, made.usage.output_tokens))


class Gemini(Speaker):
    opened, errors = staticmethod(gemini_at), (errors.APIError, errors.UnknownApiResponseError)
    stops: ClassVar = {"STOP": "end", "MAX_TOKENS": "length", "SAFETY": "refusal"}

    def told(self, error):
        details = [one.get("retryDelay") for one in error.details["error"].get("details", ())]
        return error.code, error.status, *details

    def say(self, text, photo=None, *, stream=False, most=None, stop=None):
        more = [types.Part.from_bytes(data=photo, mime_type="image/png")] if photo else []
        config = types.GenerateContentConfig(max_output_tokens=most, stop_sequences=stop)
        asked = {"model": "gemini", "contents": [text, *more], "config": config}
        made = None
        if stream:
            for made in self.client.models.generate_content_stream(**asked):
                self.heard += made.text or ""
        else:
            made = self.client.models.generate_content(**asked)
        calls = [(c.id, c.name, json.dumps(c.args)) for c in made.function_calls or ()]
        usage, why = made.usage_metadata, self.stops[made.candidates[0].finish_reason.value]
        said = self.heard if stream else made.text or ""
        counts = usage.prompt_token_count, usage.candidates_token_count or 0
        return _said(said, "tool" if calls else why, calls, counts)


SPEAKERS = (Chat, Responses, Claude, Gemini)
