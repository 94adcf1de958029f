"""Keys: from the ring of the system or a variable, never from or into a file, and shown by nothing."""

import copy
import pickle
import traceback

import keyring.backend
import pytest

from estimators.base.errors import UserError
from estimators.measure.endpoint import api_key
from estimators.measure.endpoint.api_key import ApiKey, key_from_environment

CANARY = "sk-canary-0123456789abcdef"


def test_nothing_shows_a_key() -> None:
    key = ApiKey(f" {CANARY}\n")
    assert key.reveal() == CANARY
    for shown in (repr(key), str(key), f"{key}", f"{key!r:>40}", repr([key]), repr({"k": key})):
        assert CANARY not in shown
    for keep in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(key)
    assert key.hidden_in(f"a {CANARY} b") == "a … b"
    assert ApiKey("yes").hidden_in("yes") == "yes"  # so short a key would take words out of answers


@pytest.mark.parametrize("secret", ["", " ", f"{CANARY}\nx", f"{CANARY}ü", f"{CANARY}\x00", CANARY * 500])  # fmt: skip
def test_what_cannot_be_a_key_is_not_shown_either(secret: str) -> None:
    with pytest.raises(UserError) as caught:
        ApiKey(secret)
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_key_comes_from_the_variable_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", CANARY)
    assert key_from_environment("MY_KEY").reveal() == CANARY
    monkeypatch.setenv("MY_KEY", "")
    with pytest.raises(UserError, match="MY_KEY"):
        key_from_environment("MY_KEY")


def ring(module: str, priority: float) -> keyring.backend.KeyringBackend:
    """A key ring in memory, as if it were of that module."""
    kept: dict[tuple[str, str], str] = {}

    class Ring(keyring.backend.KeyringBackend):
        def get_password(self, service: str, username: str) -> str | None:
            return kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del kept[service, username]

    Ring.__module__, Ring.priority = module, priority
    made = Ring()
    made.kept = kept
    return made


def test_a_key_is_kept_in_the_ring_of_the_system_by_host(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, system = ring("keyrings.alt.file", 9), ring("keyring.backends.SecretService", 5)
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [plain, system])
    assert api_key.has_key_ring()
    api_key.keep_key("api.openai.com", ApiKey(CANARY))
    assert (plain.kept, system.kept) == ({}, {("smart-enough", "api.openai.com"): CANARY})
    assert api_key.key_from_ring("api.openai.com").reveal() == CANARY
    assert api_key.key_from_ring("else") is None
    assert api_key.forget_key("api.openai.com")
    assert not api_key.forget_key("api.openai.com")


def test_without_a_ring_of_the_system_no_key_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, none = ring("keyrings.alt.file", 9), ring("keyring.backends.fail", 0)
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [plain, none])
    assert not api_key.has_key_ring()
    assert api_key.key_from_ring("host") is None
    with pytest.raises(UserError, match="no key ring") as caught:
        api_key.keep_key("host", ApiKey(CANARY))
    assert plain.kept == {}
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_ring_that_is_locked_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = ring("keyring.backends.SecretService", 5)

    def refuse(*_: str) -> None:
        raise RuntimeError(f"locked while {CANARY}")

    locked.get_password = locked.set_password = refuse
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [locked])
    assert api_key.key_from_ring("host") is None
    with pytest.raises(UserError) as caught:
        api_key.keep_key("host", ApiKey(CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))
