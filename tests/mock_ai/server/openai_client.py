"""OpenAI's official client at a server, and a check that nothing it does not know came back."""

import openai
from pydantic import BaseModel

from tests.patience import PATIENCE


def client_of(running, kind=openai.OpenAI, **settings):
    return kind(
        base_url=f"{running.base_url}/v1",
        api_key=running.token,
        **{
            "max_retries": 0,
            "timeout": PATIENCE,
            "_strict_response_validation": True,
            **settings,
        },
    )


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
