"""The vendors' official clients at a server, and a check that nothing they do not know came back."""

import anthropic
import openai
from google import genai
from google.genai import types
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
