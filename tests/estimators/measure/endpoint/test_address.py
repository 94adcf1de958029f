"""Addresses as people write them, and who allowed to send anything there."""

import pytest

from estimators.base.errors import UserError
from estimators.measure.endpoint.address import NetworkPermission, WireName, model_address


@pytest.mark.parametrize(
    ("text", "wire", "base", "model", "host"),
    [
        ("openai:gpt-x", WireName.OPENAI, "https://api.openai.com/v1", "gpt-x", "api.openai.com"),
        ("openai-responses:gpt-x", WireName.RESPONSES, "https://api.openai.com/v1", "gpt-x", "api.openai.com"),
        ("anthropic:claude-x", WireName.ANTHROPIC, "https://api.anthropic.com", "claude-x", "api.anthropic.com"),
        ("gemini:models/g", WireName.GEMINI, "https://generativelanguage.googleapis.com", "models/g", "generativelanguage.googleapis.com"),
        ("openai:http://127.0.0.1:8765?model=m", WireName.OPENAI, "http://127.0.0.1:8765/v1", "m", "127.0.0.1:8765"),
        ("openai:https://host/api/v3/?model=m&api-version=2", WireName.OPENAI, "https://host/api/v3?api-version=2", "m", "host"),
        ("anthropic:http://[::1]:80/v1?model=m", WireName.ANTHROPIC, "http://[::1]:80", "m", "[::1]:80"),
        ("https://Host/predict", WireName.JSON, "https://Host/predict", "", "host"),
    ],
)  # fmt: skip
def test_an_address_says_its_wire_its_model_and_its_host(
    text: str, wire: WireName, base: str, model: str, host: str
) -> None:
    found = model_address(text)
    assert (found.wire, found.base_url, found.model, found.host) == (wire, base, model, host)


def test_a_base_url_takes_the_place_of_the_vendors() -> None:
    assert model_address("gemini:g", base_url="http://localhost:1/v1beta").base_url == "http://localhost:1"  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "openai:", "openai:two words", "ftp://x", "other:m", "http://", "http://x:99999/", "http://a b/", "http://x/\u202e"],
)  # fmt: skip
def test_what_is_no_address_is_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        model_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://me:CANARY-1@host/x",
        "gemini:https://host?model=m&key=CANARY-1",
        "https://host/x?api_key=CANARY-1",
    ],
)
def test_an_address_with_a_key_in_it_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(UserError) as caught:
        model_address(text)
    assert "CANARY" not in str(caught.value)


def test_only_this_computer_is_allowed_until_a_host_is_named() -> None:
    nobody = NetworkPermission()
    for local in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.9.9.9:1"):  # fmt: skip
        nobody.check(model_address(local))
    for other in ("https://localhost.evil.com", "https://127.0.0.1.evil.com", "http://10.0.0.1", "http://0.0.0.0"):  # fmt: skip
        assert not nobody.allows(model_address(other))
    with pytest.raises(UserError, match="not allowed"):
        nobody.check(model_address("openai:m"))
    one = NetworkPermission.of("API.openai.com")
    one.check(model_address("openai:m"))
    assert not one.allows(model_address("openai:https://api.openai.com.evil?model=m"))
    assert not one.allows(model_address("anthropic:m"))
    assert NetworkPermission.of("host:8443").allows(model_address("https://host:8443/"))
    assert not NetworkPermission.of("host:8443").allows(model_address("https://host:9/"))
